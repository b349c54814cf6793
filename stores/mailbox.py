"""The medium of mailboxes: mbox files (RFC 4155, mboxrd) and folders of .eml files, one message a record.

What belongs here: finding where messages begin and end, and counting them. What a message says is
``stores.mailbox_message``'s, what comes with it ``stores.mailbox_attachments``'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path, PurePosixPath

import duckdb

from stores.connectors import present_by_reading
from stores.documents_opener import Opener
from stores.errors import SourceError
from stores.files_find import SourceFile, exported_at, source_files
from stores.files_open import chunks, opened
from stores.landing_stage import Stage
from stores.mailbox_attachments import rows as attachment_rows
from stores.mailbox_message import BadMessage, message
from stores.store import Connector, Exported, Store, Table

LARGEST = 64 << 20
"""Bytes of one message that are read; a larger one is quarantined."""

_ATTACHMENTS = "/attachments"
_SEPARATOR = b"\n\nFrom "
_ESCAPED = re.compile(rb">+From ")

Take = Callable[[Stage, SourceFile, int, bytes | None], int]
"""Stages what one message gives, and returns its number of rows."""


class Mailbox:
    """Mail as files."""

    def snapshot(self, store: Store, folder: Path, con: duckdb.DuckDBPyConnection) -> AbstractContextManager[None]:  # noqa: ARG002
        """See ``stores.store.Connector.snapshot``: files stand still."""
        return nullcontext()

    def export(self, store: Store, table: Table, folder: Path, con: duckdb.DuckDBPyConnection, into: str) -> Exported:
        """See ``stores.store.Connector.export``. What is no message is quarantined.

        With ``each: /attachments`` the records are what comes with the messages: one row an attachment.
        """
        if table.each not in {None, _ATTACHMENTS}:
            raise SourceError(f"{store.name}/{table.name}: a mailbox has no '{table.each}'; say each: {_ATTACHMENTS}")
        found = self.files(store, table, folder)
        at = exported_at(store, found)
        rows = 0
        with Stage(con, into, store, table) as stage, Opener() as opener:
            take = partial(_attachments, opener) if table.each else _message
            for file in found:
                if PurePosixPath(file.name).suffix.lower() == ".eml":
                    rows += take(stage, file, 1, _whole(file))
                else:
                    rows += _mbox(stage, file, take)
            return stage.finish(rows, at, open_shape=True)

    def files(self, store: Store, table: Table, folder: Path) -> list[SourceFile]:
        """The files that a table is read from. See ``stores.files_find.source_files``."""
        return source_files(store, table, folder, "**/*")

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Sequence[str]]) -> set[tuple[str, ...]]:
        """See ``stores.store.Connector.present``."""
        return present_by_reading(self, store, table, folder, keys)


def _whole(file: SourceFile) -> bytes | None:
    with opened(file) as stream:
        raw = stream.read(LARGEST + 1)
    return raw if len(raw) <= LARGEST else None


def _mbox(stage: Stage, file: SourceFile, take: Take) -> int:
    """Stage one mbox file and return its number of rows: of separator lines, counted apart from the reading."""
    missed, rows = _separators(chunks(file)), 0
    with opened(file) as stream:
        for number, raw in _messages(stream, file):
            rows += take(stage, file, number, raw)
            missed -= 1
    return rows + missed


def _separators(parts: Iterable[bytes]) -> int:
    """How many lines begin with ``From `` at the top of the file or after an empty line."""
    found, tail, held = 0, b"\n\n", b""
    for part in parts:
        text = held + part
        held = b"\r" if text.endswith(b"\r") else b""
        text = tail + text.removesuffix(b"\r").replace(b"\r\n", b"\n")
        found += text.count(_SEPARATOR)
        tail = text[1 - len(_SEPARATOR) :]
    return found


def _messages(lines: Iterable[bytes], file: SourceFile) -> Iterator[tuple[int, bytes | None]]:
    """Each message of an mbox with the line its separator stands on; None for one too large.

    Quoted ``>From `` lines are restored.

    Raises:
        SourceError: something stands before the first separator.
    """
    start, size, after_empty = 0, 0, True
    kept: list[bytes] = []
    for number, line in enumerate(lines, 1):
        if after_empty and line.startswith(b"From "):
            if start:
                yield start, b"".join(kept) if size <= LARGEST else None
            start, size, kept = number, 0, []
        elif start:
            size += len(line)
            if size <= LARGEST:
                kept.append(line[1:] if _ESCAPED.match(line) else line)
        elif line.strip():
            raise SourceError(f"{file.name}: not an mbox file; its first line does not begin with From")
        after_empty = line in {b"\n", b"\r\n"}
    if start:
        yield start, b"".join(kept) if size <= LARGEST else None


def _message(stage: Stage, file: SourceFile, line: int, raw: bytes | None) -> int:
    """Stage one message; 1, whatever came of it."""
    if raw is None:
        stage.reject(file.name, line, f"larger than {LARGEST >> 20} MiB")
        return 1
    try:
        row = message(raw)
    except BadMessage as error:
        stage.reject(file.name, line, str(error))
        return 1
    row["folder"] = PurePosixPath(file.name).stem
    stage.add(file.name, line, {stage.column(name): value for name, value in row.items()})
    return 1


def _attachments(opener: Opener, stage: Stage, file: SourceFile, line: int, raw: bytes | None) -> int:
    """Stage what comes with one message, and return how many that is; one row for a message that cannot be read."""
    if raw is None:
        stage.reject(file.name, line, f"larger than {LARGEST >> 20} MiB")
        return 1
    try:
        expected, rows = attachment_rows(raw, opener)
    except BadMessage as error:
        stage.reject(file.name, line, str(error))
        return 1
    for row in rows:
        stage.add(file.name, line, {stage.column(name): value for name, value in row.items()})
    return expected


CONNECTOR: Connector = Mailbox()
