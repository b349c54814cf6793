"""Which tables a folder of exports holds: each file's format, delimiter, encoding, sheets, lists; nothing is copied.

What belongs here: the files. What their values say is ``pipelines.drafting.evidence``'s.
"""

from __future__ import annotations

import codecs
import csv
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
from lxml import etree

from pipelines.drafting.conclude import singular
from stores.files_find import SourceFile
from stores.files_open import chunks
from stores.json_values import JsonError, parse
from stores.landing_stage import RESERVED
from stores.quoting import literal
from stores.store import safe_name
from stores.xlsx_read import headers

_LOG = re.compile(r'^\S+ \S+ .+ \[[^\]]+\] "[^"]*" \d{3} (\d+|-)')
_HEAD = 1 << 16
_LARGEST_JSON = 256 << 20
_DEEPEST = 4
_DOCUMENTS = {".pdf", ".docx", ".odt", ".rtf"}


@dataclass
class Drafted:
    """One table as it was found: what a binding says of where it stands, and its columns.

    Attributes:
        name: a name for it.
        place: keys of the binding that find and read it (``file``, ``format``, ``delimiter`` …).
        columns: the columns, or for JSON their pointers.
        connector: the medium.
        key: the primary key that the source declares.
        links: column to ``table.column`` that the source declares.
        notes: what its reader should know.
    """

    name: str
    place: dict[str, Any]
    columns: list[str] | dict[str, str]
    connector: str = "files"
    key: tuple[str, ...] = ()
    links: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The columns' names."""
        return list(self.columns)


@dataclass
class Found:
    """The tables of one export folder, and the files that are not read, each with the reason."""

    folder: Path
    tables: list[Drafted]
    unread: list[tuple[str, str]]


def look(folder: Path) -> list[Found]:
    """Every folder below (and with) ``folder`` that holds files, with the tables found in them."""
    places = [folder, *sorted(p for p in folder.rglob("*") if p.is_dir() and not p.is_symlink())]
    found = [
        _look(place) for place in places if not any(part.startswith(".") for part in place.relative_to(folder).parts)
    ]
    return [one for one in found if one.tables or one.unread]


def _look(folder: Path) -> Found:
    found = Found(folder, [], [])
    for path in sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith(".")):
        if path.is_symlink():
            found.unread.append((path.name, "a symbolic link"))
            continue
        try:
            tables = list(_tables(path))
        except (
            OSError,
            ValueError,
            EOFError,
            csv.Error,
            duckdb.Error,
            etree.XMLSyntaxError,
            zipfile.BadZipFile,
        ) as error:
            found.unread.append((path.name, f"cannot be read ({type(error).__name__})"))
            continue
        if not tables:
            found.unread.append((path.name, "not a format that is read"))
        found.tables += tables
    found.tables = list(_together(found.tables))
    return found


def _tables(path: Path) -> Iterator[Drafted]:
    suffix = Path(path.name.removesuffix(".gz")).suffix.lower()
    name = safe_name(Path(path.name.removesuffix(".gz")).stem)[:40]
    name = re.sub(r"^[^a-z]+", "", name) or "table"
    match suffix:
        case ".json" if not path.name.endswith(".gz"):
            yield from _json(path, name)
        case ".jsonl" | ".ndjson" if not path.name.endswith(".gz"):
            yield from _json_lines(path, name)
        case ".parquet":
            plain = literal(re.sub(r"([*?\[])", r"[\1]", str(path)))
            shape = duckdb.execute(f"DESCRIBE FROM read_parquet({plain})").fetchall()
            yield Drafted(name, {"file": path.name, "format": "parquet"}, [str(column[0]) for column in shape])
        case ".xlsx":
            yield from _sheets(path, name)
        case ".mbox" | ".eml":
            yield Drafted("messages", {"file": path.name}, [], connector="mailbox")
        case ".db" | ".sqlite" | ".sqlite3":
            yield Drafted(name, {"file": path.name}, [], connector="sqlite")
        case suffix if suffix in _DOCUMENTS:
            place = {"file": f"*{suffix}", "format": "document"}
            columns = ["path", "name", "extension", "bytes", "modified_at", "sha256", "kind", "text", "text_unread"]
            yield Drafted(f"{suffix[1:]}_files", place, columns, key=("path",))
        case ".csv" | ".tsv" | ".txt" | ".log" | "":
            yield from _lines(path, name)
        case rotated if re.fullmatch(r"\.\d+", rotated):
            yield from _lines(path, name)


def _lines(path: Path, name: str) -> Iterator[Drafted]:
    file = SourceFile(path, path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC))
    head = next(chunks(file), b"")[:_HEAD]
    encoding = _encoding(file, head)
    text = head.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="replace")
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and _LOG.match(lines[0]):
        yield Drafted("access", {"file": path.name}, [], connector="weblog")
        return
    if not lines or path.name.endswith((".log", ".log.gz")):
        return
    delimiter, header = _delimiter(text, whole=len(head) < _HEAD)
    if len(header) < 2:
        return
    place: dict[str, Any] = {"file": path.name, "format": "csv"}
    if delimiter != ",":
        place["delimiter"] = delimiter
    notes = []
    if encoding != "utf-8":
        place["encoding"] = encoding
        notes.append(f"the file is not UTF-8; {encoding} reads it")
    yield Drafted(name, place, _usable(header), notes=notes)


def _encoding(file: SourceFile, head: bytes) -> str:
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks(file):
            decoder.decode(chunk)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(text: str, *, whole: bool) -> tuple[str, list[str]]:
    """The delimiter under which most of the first records have as many fields as the header, and the header."""
    best: tuple[float, int, str, list[str]] = (0.0, 0, ",", [])
    for delimiter in (",", ";", "\t", "|"):
        records = [r for r in csv.reader(text.splitlines(keepends=True), delimiter=delimiter) if r]
        records = records if whole or len(records) < 3 else records[:-1]
        header = records[0] if records else []
        even = sum(len(record) == len(header) for record in records[:200]) / max(len(records[:200]), 1)
        best = max(best, (even if len(header) > 1 else 0.0, len(header), delimiter, header), key=lambda b: (b[0], b[1]))
    return best[2], best[3]


def _usable(header: Iterable[str]) -> list[str]:
    return [name.strip() or f"column_{place}" for place, name in enumerate(header, 1)]


def _sheets(path: Path, name: str) -> Iterator[Drafted]:
    book = headers(path)
    for sheet, header in book.items():
        if header:
            shown = name if len(book) == 1 else safe_name(f"{name}_{sheet}")[:40]
            yield Drafted(shown, {"file": path.name, "format": "xlsx", "sheet": sheet}, _usable(header))


def _json(path: Path, name: str) -> Iterator[Drafted]:
    if path.stat().st_size > _LARGEST_JSON:
        raise ValueError("too large to be looked into")
    try:
        document = parse(path.read_text(encoding="utf-8-sig"))
    except JsonError as error:
        raise ValueError(error.reason) from None
    pointer, records = _records(document, 3)
    if records:
        place: dict[str, Any] = {"file": path.name, "format": "json"}
        if pointer:
            place["rows"] = pointer
        yield from _of_records(records, name, place)


def _json_lines(path: Path, name: str) -> Iterator[Drafted]:
    records: list[Any] = []
    with path.open(encoding="utf-8-sig") as stream:
        for line in stream:
            if line.strip() and len(records) < 20_000:
                try:
                    records.append(parse(line))
                except JsonError:
                    continue
    records = [record for record in records if isinstance(record, dict)]
    if records:
        yield from _of_records(records, name, {"file": path.name, "format": "jsonl"})


def _records(value: Any, depth: int) -> tuple[str, list[dict[str, Any]]]:
    """The longest list of objects in a document, and the pointer to it."""
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return "", value
    best: tuple[str, list[dict[str, Any]]] = ("", [])
    if isinstance(value, dict) and depth:
        for name, inner in value.items():
            pointer, records = _records(inner, depth - 1)
            if len(records) > len(best[1]):
                best = (f"/{_escaped(name)}{pointer}", records)
    return best


def _of_records(records: list[dict[str, Any]], name: str, place: dict[str, Any]) -> Iterator[Drafted]:
    pointers: dict[str, None] = {}
    lists: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        _walk(record, "", 0, pointers, lists)
    parent = next((p for p in pointers if re.fullmatch(r"/(?:\w*[_-])?(?:id|ID|Id|key|uuid)", p)), None)
    loose = "" if parent else "no column names its record, so no table is drafted of them"
    notes = [f"a list of records stands at {pointer}: {loose}" for pointer in lists if loose]
    yield Drafted(name, place, _named(pointers), notes=notes)
    for pointer, elements in lists.items():
        inner: dict[str, None] = {}
        for element in elements:
            _walk(element, "", 0, inner, {})
        if parent and inner:
            columns = {f"{singular(name)}_{parent[1:].lower()}": f"..{parent}"} | _named(inner)
            shown = safe_name(f"{name}_{pointer.rsplit('/', 1)[-1]}")[:40]
            yield Drafted(shown, {**place, "each": pointer}, columns)


def _walk(
    value: dict[str, Any], at: str, depth: int, pointers: dict[str, None], lists: dict[str, list[dict[str, Any]]]
) -> None:
    for name, inner in value.items():
        here = f"{at}/{_escaped(name)}"
        if isinstance(inner, dict) and depth < _DEEPEST:
            _walk(inner, here, depth + 1, pointers, lists)
        elif isinstance(inner, list) and inner and all(isinstance(one, dict) for one in inner):
            lists.setdefault(here, []).extend(inner)
        elif not (isinstance(inner, list) and not inner):
            pointers.setdefault(here)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _named(pointers: Iterable[str]) -> dict[str, str]:
    """Pointers by short names: the last step, with the steps before it where that is needed to tell them apart."""
    named: dict[str, str] = {}
    for pointer in pointers:
        steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
        for length in range(1, len(steps) + 1):
            name = "_".join(steps[-length:])
            if name.lower() not in {known.lower() for known in named} and name.lower() not in RESERVED:
                named[name] = pointer
                break
        else:
            named[f"{'_'.join(steps)}_{len(named)}"] = pointer
    return named


def _together(tables: list[Drafted]) -> Iterator[Drafted]:
    """Files of one table (the same columns, names that differ in a date or a number) as one, by a glob."""
    groups: dict[tuple[Any, ...], list[Drafted]] = {}
    for table in tables:
        file = str(table.place["file"])
        other = tuple((k, v) for k, v in table.place.items() if k != "file")
        mask = re.sub(r"\d+(?:[-_.T]?\d+)*", "*", file)
        if table.connector in {"mailbox", "weblog"}:
            mask = "*" if len({other.connector for other in tables}) == 1 else f"*{Path(file).suffix}"
        groups.setdefault((table.connector, mask, other, tuple(table.names)), []).append(table)
    for (connector, mask, *_), alike in groups.items():
        first = alike[0]
        if len(alike) > 1:
            first.place["file"] = mask
            if connector == "files" and first.place.get("format") != "document":
                first.name = re.sub(r"_*\d+(?:_?\d+)*_*", "", first.name) or first.name
        yield first
