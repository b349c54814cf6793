"""The medium of web-server logs: Apache's and nginx's combined format, plain or gzip, rotated files by a glob.

What belongs here: taking a line apart without changing a character of it. Format: Apache HTTP Server 2.4, log files,
"Combined Log Format" (https://httpd.apache.org/docs/2.4/logs.html); nginx writes the same. ``-`` means "not known"
there and becomes NULL. A log line has no key of its own, and its file and number change when logs rotate: the column
``entry`` is a digest of the line and, behind a colon, which of the lines alike it is. It is not keyed and says
something of the line, so a map states ``digest_key: true`` and the record key becomes a keyed digest.

Which format a log is in is stated, never guessed: ``options: {line: ...}`` of the binding, one of ``LINES``. What
stands behind the last field that the format names is the column ``extra``. Columns beside the fields themselves:
``method``, ``path`` and ``query`` of a request that is one (HTTP/1.1, RFC 9112 section 3); ``address``, the client's,
without brackets, port or zone: of X-Forwarded-For the first address named, which the client can claim, else ``host``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

import duckdb

from rules.errors import nearest
from stores.connectors import present_by_reading
from stores.csv_count import count
from stores.errors import SourceError
from stores.files_find import SourceFile, exported_at, source_files
from stores.files_open import chunks, is_unicode, opened_text
from stores.landing_stage import Stage
from stores.store import Connector, Exported, Store, Table

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
    "vhost",
    "forwarded_for",
    "address",
    "extra",
)

LINES = ("combined", "vhost_combined", "combined_forwarded", "vhost_combined_forwarded")
"""What ``options: line`` may say: combined (the default), with the virtual host in front (``%v:%p``), with
X-Forwarded-For in quotes behind (nginx's example format ``main``), or both.
"""

_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_COMBINED = rf"(\S+) (\S+) (\S+|\"[^\"]*\") \[([^\]]+)\] {_QUOTED} (\d{{3}}) (\d+|-) {_QUOTED} {_QUOTED}"
_FIELDS = COLUMNS[1:10]
_REQUEST = re.compile(r"([A-Za-z][A-Za-z_-]*) (.+?)(?: HTTP/\d(?:\.\d)?)?")
_WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d+)?|([0-9.]+):\d+")
_LONGEST = 1_000_000


class WebLog:
    """Access logs: one record a line."""

    def snapshot(self, store: Store, folder: Path, con: duckdb.DuckDBPyConnection) -> AbstractContextManager[None]:  # noqa: ARG002
        """See ``stores.store.Connector.snapshot``: files stand still."""
        return nullcontext()

    def export(self, store: Store, table: Table, folder: Path, con: duckdb.DuckDBPyConnection, into: str) -> Exported:
        """See ``stores.store.Connector.export``. A line that is not of the format is quarantined."""
        kind, line = _stated(store)
        found = self.files(store, table, folder)
        at = exported_at(store, found)
        rows = 0
        with Stage(con, into, store, table) as stage:
            for file in found:
                rows += _read(stage, file, table, kind, line)
            stage.flush()
            con.execute(
                f"UPDATE {into} SET entry = entry || ':' || r.n FROM (SELECT rowid AS id, "
                f"row_number() OVER (PARTITION BY entry ORDER BY _file, _line) AS n FROM {into}) AS r "
                f"WHERE {into}.rowid = r.id"
            )
            return stage.finish(rows, at, open_shape=True)

    def files(self, store: Store, table: Table, folder: Path) -> list[SourceFile]:
        """The files that a table is read from. See ``stores.files_find.source_files``."""
        return source_files(store, table, folder, "*")

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Sequence[str]]) -> set[tuple[str, ...]]:
        """See ``stores.store.Connector.present``."""
        return present_by_reading(self, store, table, folder, keys)


def _stated(store: Store) -> tuple[str, re.Pattern[str]]:
    """The format that the binding states, and what a line of it looks like."""
    if unknown := [name for name in store.options if name != "line"]:
        raise SourceError(f"{store.name}: options: a log has no '{unknown[0]}'; {nearest(unknown[0], ['line'])}")
    kind = store.options.get("line", LINES[0])
    if kind not in LINES:
        raise SourceError(f"{store.name}: options: line: '{kind}' is no format of a log; {nearest(kind, LINES)}")
    vhost = r"(?P<vhost>\S+) " if kind.startswith("vhost") else ""
    forwarded = rf" {_QUOTED.replace('(', '(?P<forwarded_for>', 1)}" if kind.endswith("forwarded") else ""
    return kind, re.compile(rf"{vhost}(?P<combined>{_COMBINED}){forwarded}(?: (?P<extra>.*))?")


def _read(stage: Stage, file: SourceFile, table: Table, kind: str, line: re.Pattern[str]) -> int:
    """Stage one log and return its number of lines that are not blank, counted apart from the reading."""
    if table.encoding == "utf-16":
        raise SourceError(f"{file.name}: logs are not written in utf-16")
    # Every quote is read as a dot, so that only line breaks count.
    expected = count((chunk.replace(b'"', b".") for chunk in chunks(file)), ",").records
    sound = seen = 0
    with opened_text(file, table.encoding) as text:
        for number, written in enumerate(text, 1):
            entry = written.rstrip("\r\n")
            if not entry:
                continue
            seen += 1
            if not is_unicode(entry):
                stage.reject(file.name, number, f"not {table.encoding}")
            elif len(entry) > _LONGEST or (row := _taken_apart(entry, line)) is None:
                stage.reject(file.name, number, f"not a {kind} log line")
            else:
                sound += 1
                row["entry"] = sha256(entry.encode()).hexdigest()[:32]
                stage.add(file.name, number, {stage.column(name): value for name, value in row.items()})
    if seen and not sound:
        raise SourceError(
            f"{file.name}: not one line is of the {kind} log format; options: line: in the binding states another: "
            f"{', '.join(LINES)}"
        )
    return expected


def _taken_apart(line: str, form: re.Pattern[str]) -> dict[str, str | None] | None:
    """The parts of a line, or None if it is not of the format."""
    found = form.fullmatch(line)
    if found is None or "\0" in line:
        return None
    named = found.groupdict()
    first = form.groupindex["combined"] + 1
    row: dict[str, str | None] = {
        name: None if (value := found[first + place]) == "-" else value for place, name in enumerate(_FIELDS)
    }
    for name in ("vhost", "forwarded_for", "extra"):
        value = named.get(name)
        row[name] = None if value == "-" else value
    row["method"] = row["path"] = row["query"] = None
    if request := _REQUEST.fullmatch(row["request"] or ""):
        path, mark, query = request[2].partition("?")
        row["method"], row["path"], row["query"] = request[1], path or None, query if mark else None
    row["address"] = _address(row["forwarded_for"] or "") or _address(row["host"] or "")
    return row


@lru_cache(maxsize=4096)
def _address(text: str) -> str | None:
    """The first address in a list of them, as it is written but for brackets, port and zone; None if there is none."""
    for part in text.split(","):
        bare = part.strip()
        if found := _WITH_PORT.fullmatch(bare):
            bare = found[1] or found[2]
        bare = bare.partition("%")[0]
        try:
            ip_address(bare)
        except ValueError:
            continue
        return bare
    return None


CONNECTOR: Connector = WebLog()
