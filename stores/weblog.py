"""The medium of web-server logs: Apache's and nginx's combined format, plain or gzip, rotated files by a glob.

What belongs here: taking a line apart without changing a character of it. Format: Apache HTTP Server 2.4, log files,
"Combined Log Format" (https://httpd.apache.org/docs/2.4/logs.html); nginx writes the same. ``-`` means "not known"
there and becomes NULL. A log line has no key of its own, and its file and number change when logs rotate: the column
``entry`` is a digest of the line and, behind a colon, which of the lines alike it is. It is not keyed and says
something of the line, so a map states ``digest_key: true`` and the record key becomes a keyed digest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import duckdb

from stores.connectors import present_by_reading, refuse_erasure
from stores.csv_count import count
from stores.errors import SourceError
from stores.files_find import SourceFile, exported_at, source_files
from stores.files_open import chunks, is_unicode, opened_text
from stores.landing_stage import Stage
from stores.store import Connector, Erased, Exported, Store, Table

COLUMNS = (
    "entry",
    "host",
    "ident",
    "authuser",
    "time",
    "request",
    "status",
    "bytes",
    "referer",
    "user_agent",
    "method",
    "path",
    "query",
)

_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_LINE = re.compile(
    rf"(\S+) (\S+) (\S+|\"[^\"]*\") \[([^\]]+)\] {_QUOTED} (\d{{3}}) (\d+|-) {_QUOTED} {_QUOTED}(?: .*)?"
)
_LONGEST = 1_000_000


class WebLog:
    """Access logs: one record a line."""

    def export(self, store: Store, table: Table, folder: Path, con: duckdb.DuckDBPyConnection, into: str) -> Exported:
        """See ``stores.store.Connector.export``. A line that is not of the format is quarantined."""
        found = source_files(store, table, folder, "*")
        at = exported_at(store, found)
        rows = 0
        with Stage(con, into, store, table) as stage:
            for file in found:
                rows += _read(stage, file, table)
            stage.flush()
            con.execute(
                f"UPDATE {into} SET entry = entry || ':' || r.n FROM (SELECT rowid AS id, "
                f"row_number() OVER (PARTITION BY entry ORDER BY _file, _line) AS n FROM {into}) AS r "
                f"WHERE {into}.rowid = r.id"
            )
            return stage.finish(rows, at, open_shape=True)

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Sequence[str]]) -> set[tuple[str, ...]]:
        """See ``stores.store.Connector.present``."""
        return present_by_reading(self, store, table, folder, keys)

    def erase(self, store: Store, table: Table, folder: Path, keys: Sequence[Sequence[str]]) -> Erased:  # noqa: ARG002
        """Refused: see ``stores.connectors.refuse_erasure``."""
        refuse_erasure(store, table)


def _read(stage: Stage, file: SourceFile, table: Table) -> int:
    """Stage one log and return its number of lines that are not blank, counted apart from the reading."""
    if table.encoding == "utf-16":
        raise SourceError(f"{file.name}: logs are not written in utf-16")
    # Every quote is read as a dot, so that only line breaks count.
    expected = count((chunk.replace(b'"', b".") for chunk in chunks(file)), ",").records
    sound = seen = 0
    with opened_text(file, table.encoding) as text:
        for number, line in enumerate(text, 1):
            entry = line.rstrip("\r\n")
            if not entry:
                continue
            seen += 1
            if not is_unicode(entry):
                stage.reject(file.name, number, f"not {table.encoding}")
            elif len(entry) > _LONGEST or (row := _taken_apart(entry)) is None:
                stage.reject(file.name, number, "not a combined log line")
            else:
                sound += 1
                row["entry"] = sha256(entry.encode()).hexdigest()[:32]
                stage.add(file.name, number, {stage.column(name): value for name, value in row.items()})
    if seen and not sound:
        raise SourceError(f"{file.name}: not one line is of the combined log format")
    return expected


def _taken_apart(line: str) -> dict[str, str | None] | None:
    """The parts of a line, or None if it is not of the format."""
    found = _LINE.fullmatch(line)
    if found is None or "\0" in line:
        return None
    row: dict[str, str | None] = dict(
        zip(COLUMNS[1:10], (None if v == "-" else v for v in found.groups()), strict=True)
    )
    method, _, rest = (row["request"] or "").partition(" ")
    target = rest.rpartition(" HTTP/")[0] or rest
    path, mark, query = target.partition("?")
    row["method"], row["path"], row["query"] = method or None, path or None, query if mark else None
    return row


CONNECTOR: Connector = WebLog()
