"""Writing exports in the vendors' formats, byte for byte the same for the same rows.

Here: files, their order and their modification times. Not here: what stands in them.

Inside ``exporting(...)`` every file gets the modification time of an export made the evening before ``as_of``, and the
order of rows can be shuffled by a seed: what the night says must not depend on it. Lines of logs, whose order is their
meaning, are never shuffled. A CSV row may be longer or shorter than its header: that is how a ragged line is planted.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import random
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.generator import BytesGenerator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import IO, Any, TypeVar, cast

import xlsxwriter

Row = Sequence[Any]
T = TypeVar("T")


@dataclass(frozen=True)
class _Run:
    made_at: datetime
    shuffle: random.Random | None


_run: ContextVar[_Run | None] = ContextVar("run", default=None)


@contextmanager
def exporting(as_of: date, shuffle: int | None = None) -> Iterator[None]:
    """Write exports as of the evening before ``as_of`` (23:30 UTC); with ``shuffle``, in another order of rows."""
    made_at = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC) - timedelta(minutes=30)
    token = _run.set(_Run(made_at, None if shuffle is None else random.Random(shuffle)))
    try:
        yield
    finally:
        _run.reset(token)


def age(path: Path, days: int) -> None:
    """Make the export at ``path`` older by whole days, as one that nobody renewed."""
    then = path.stat().st_mtime - days * 86_400
    os.utime(path, (then, then))


def write_csv(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    encoding: str = "utf-8",
    delimiter: str = ",",
    bom: bool = False,
    crlf: bool = False,
    gz: bool = False,
) -> None:
    """A CSV file with a header; None is an empty cell, a date is ISO 8601. ``gz`` holds no time and no name."""
    with _writing(path, gz=gz) as file:
        if bom:
            file.write(b"\xef\xbb\xbf")
        out = io.TextIOWrapper(file, encoding=encoding, newline="")
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n" if crlf else "\n")
        writer.writerow(columns)
        writer.writerows(_ordered(rows))
        out.flush()
        out.detach()


def write_csv_gz(path: Path, columns: Sequence[str], rows: Iterable[Row], *, delimiter: str = ",") -> None:
    """The same, compressed."""
    write_csv(path, columns, rows, delimiter=delimiter, gz=True)


def write_json(path: Path, obj: Any) -> None:
    """A JSON document. A list at the top, or the one list in a mapping at the top, is what gets shuffled.

    Any iterable that is no text and no mapping counts as a list, and is written without being held whole.
    """
    lists = [obj] if _is_list(obj) else [value for value in obj.values() if _is_list(value)]
    with _writing(path) as file:
        if len(lists) != 1:
            file.write(_json(obj, indent=1))
        elif _is_list(obj):
            _json_list(file, obj)
        else:
            file.write(b"{")
            for i, (name, value) in enumerate(obj.items()):
                file.write((b",\n " if i else b"\n ") + _json(name) + b": ")
                if value is lists[0]:
                    _json_list(file, value)
                else:
                    file.write(_json(value))
            file.write(b"\n}")
        file.write(b"\n")


def write_jsonl(path: Path, objects: Iterable[Any]) -> None:
    """One JSON object a line."""
    with _writing(path) as file:
        for obj in _ordered(objects):
            file.write(_json(obj) + b"\n")


def write_xlsx(path: Path, sheet: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """One sheet with a header row; dates are real dates, everything else text or numbers as given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a workbook's times have no zone
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page = book.add_worksheet(sheet)
    page.write_row(0, 0, columns)
    for i, row in enumerate(_ordered(rows), start=1):
        for j, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(i, j, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            elif isinstance(value, str) and value:
                page.write_string(i, j, value)
            elif value not in {None, ""}:
                page.write(i, j, value)
    book.close()
    _stamp(path)


def write_mbox(path: Path, messages: Iterable[EmailMessage | bytes]) -> None:
    """An mbox file (RFC 4155, lines quoted as mboxrd does), one ``From `` line a message; bytes are a whole message."""
    with _writing(path) as out:
        for message in _ordered(messages):
            head, _, told = (message if isinstance(message, bytes) else _flat(message)).partition(b"\n\n")
            text = head + b"\n\n" + re.sub(rb"(?m)^(?=>*From )", b">", told).rstrip(b"\n")
            out.write(b"From MAILER-DAEMON Sat Jan  1 00:00:00 2000\n" + text + b"\n\n")


def _flat(message: EmailMessage) -> bytes:
    for i, part in enumerate(p for p in message.walk() if p.is_multipart()):
        part.set_boundary(f"=_{hashlib.sha256(str(message['Message-ID']).encode()).hexdigest()[:24]}_{i}")
    body = io.BytesIO()
    BytesGenerator(body, mangle_from_=False, policy=SMTP.clone(linesep="\n")).flatten(message)
    return body.getvalue()


def write_sqlite(path: Path, tables: Mapping[str, tuple[str, Iterable[Row]]]) -> None:
    """An SQLite file: table name to its CREATE TABLE statement and its rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    con = sqlite3.connect(path)
    try:
        for name, (ddl, rows) in tables.items():
            con.execute(ddl)
            width = len(con.execute(f'PRAGMA table_info("{name}")').fetchall())
            values = ([v.isoformat() if isinstance(v, date) else v for v in row] for row in _ordered(rows))
            con.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * width)})', values)
        con.commit()
        con.execute("VACUUM")
    finally:
        con.close()
    _stamp(path)


def write_lines(path: Path, lines: Iterable[str], *, gz: bool = False) -> None:
    """Lines of a log, in the order given."""
    with _writing(path, gz=gz) as file:
        for line in lines:
            file.write(line.encode() + b"\n")


def write_document(path: Path, data: bytes) -> None:
    """A document as it is."""
    with _writing(path) as file:
        file.write(data)


def _is_list(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping))


def _json(value: Any, indent: int | None = None) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=str).encode()


def _json_list(file: IO[bytes], values: Iterable[Any]) -> None:
    file.write(b"[")
    for i, value in enumerate(_ordered(values)):
        file.write((b",\n" if i else b"\n") + _json(value))
    file.write(b"]")


def _ordered(rows: Iterable[T]) -> Iterable[T]:
    """The rows as they come, never held whole; in another order, all of them at once."""
    run = _run.get()
    if run is None or run.shuffle is None:
        return rows
    listed = list(rows)
    run.shuffle.shuffle(listed)
    return listed


@contextmanager
def _writing(path: Path, *, gz: bool = False) -> Iterator[IO[bytes]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        if gz:
            with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0) as packed:
                yield cast("IO[bytes]", packed)
        else:
            yield file
    _stamp(path)


def _stamp(path: Path) -> None:
    run = _run.get()
    if run is not None:
        moment = run.made_at.timestamp()
        os.utime(path, (moment, moment))
