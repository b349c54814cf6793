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
from typing import Any, TypeVar

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
) -> None:
    """A CSV file with a header; None is an empty cell, a date is ISO 8601."""
    text = _csv(columns, rows, delimiter=delimiter, crlf=crlf)
    _write(path, (b"\xef\xbb\xbf" if bom else b"") + text.encode(encoding))


def write_csv_gz(path: Path, columns: Sequence[str], rows: Iterable[Row], *, delimiter: str = ",") -> None:
    """The same, compressed; the header of the gz holds no time and no name."""
    _write(path, gzip.compress(_csv(columns, rows, delimiter=delimiter, crlf=False).encode(), mtime=0))


def write_json(path: Path, obj: Any) -> None:
    """A JSON document. A list at the top, or the one list in a mapping at the top, is what gets shuffled."""
    lists = [obj] if isinstance(obj, list) else [v for v in obj.values() if isinstance(v, list)]
    if len(lists) == 1:
        listed = _ordered(lists[0])
        obj = listed if isinstance(obj, list) else {k: listed if v is lists[0] else v for k, v in obj.items()}
    _write(path, (json.dumps(obj, ensure_ascii=False, indent=1, default=str) + "\n").encode())


def write_jsonl(path: Path, objects: Iterable[Any]) -> None:
    """One JSON object a line."""
    lines = [json.dumps(obj, ensure_ascii=False, default=str) for obj in _ordered(objects)]
    _write(path, "".join(line + "\n" for line in lines).encode())


def write_xlsx(path: Path, sheet: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """One sheet with a header row; dates are real dates, everything else text or numbers as given."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a workbook's times have no zone
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page = book.add_worksheet(sheet)
    page.write_row(0, 0, columns)
    for i, row in enumerate(_ordered(rows), start=1):
        for j, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(i, j, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            elif value is not None:
                page.write(i, j, value)
    book.close()
    _write(path, buffer.getvalue())


def write_mbox(path: Path, messages: Iterable[EmailMessage]) -> None:
    """An mbox file (RFC 4155, body lines quoted with '>'), one ``From `` line a message."""
    out = io.BytesIO()
    for message in _ordered(messages):
        for i, part in enumerate(p for p in message.walk() if p.is_multipart()):
            part.set_boundary(f"=_{hashlib.sha256(str(message['Message-ID']).encode()).hexdigest()[:24]}_{i}")
        body = io.BytesIO()
        BytesGenerator(body, mangle_from_=True, policy=SMTP.clone(linesep="\n")).flatten(message)
        out.write(b"From MAILER-DAEMON Sat Jan  1 00:00:00 2000\n" + body.getvalue().rstrip(b"\n") + b"\n\n")
    _write(path, out.getvalue())


def write_sqlite(path: Path, tables: Mapping[str, tuple[str, Iterable[Row]]]) -> None:
    """An SQLite file: table name to its CREATE TABLE statement and its rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    con = sqlite3.connect(path)
    try:
        for name, (ddl, rows) in tables.items():
            con.execute(ddl)
            for row in _ordered(rows):
                values = [value.isoformat() if isinstance(value, date) else value for value in row]
                con.execute(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(values))})', values)
        con.commit()
        con.execute("VACUUM")
    finally:
        con.close()
    _stamp(path)


def write_lines(path: Path, lines: Iterable[str], *, gz: bool = False) -> None:
    """Lines of a log, in the order given."""
    data = "".join(line + "\n" for line in lines).encode()
    _write(path, gzip.compress(data, mtime=0) if gz else data)


def _csv(columns: Sequence[str], rows: Iterable[Row], *, delimiter: str, crlf: bool) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n" if crlf else "\n")
    writer.writerow(columns)
    writer.writerows(_ordered(rows))
    return out.getvalue()


def _ordered(rows: Iterable[T]) -> list[T]:
    listed = list(rows)
    run = _run.get()
    if run is not None and run.shuffle is not None:
        run.shuffle.shuffle(listed)
    return listed


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    _stamp(path)


def _stamp(path: Path) -> None:
    run = _run.get()
    if run is not None:
        moment = run.made_at.timestamp()
        os.utime(path, (moment, moment))
