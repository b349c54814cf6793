"""Reading XLSX sheets row by row, in bounded memory, behind checks of the archive.

What belongs here: the archive, its parts (ECMA-376 Part 1, 18.3), rows. The text of a cell is ``stores.xlsx_cells``'s.
Rows are counted by another XML parser first, which also refuses any document type declaration: no entity is expanded.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any
from xml.parsers import expat

from lxml import etree

from stores.errors import SourceError
from stores.files_find import SourceFile
from stores.landing_stage import Stage
from stores.store import Table
from stores.xlsx_cells import column_of, date_text, kind_of, number_text, unescaped

MOST_UNPACKED = 2 << 30
LARGE, MOST_RATIO = 100 << 20, 100
"""Refused: over 2 GiB unpacked, or over 100 MiB and 100 times its size. Sheets of records pack 5 to 30 times."""

_NOT_XLSX = "not an XLSX file; save it as .xlsx, without a password"


@dataclass(frozen=True)
class _Book:
    """What cells refer to."""

    strings: list[str]
    kinds: list[str]
    from_1904: bool


def read_xlsx(stage: Stage, file: SourceFile, table: Table) -> int:
    """Stage one sheet and return its number of filled rows below the header, counted apart from the reading.

    The first filled row is the header. ``_line`` is the row's number in the sheet. A formula is its stored value.

    Raises:
        SourceError: not an XLSX file, damaged, a bomb, or without the sheet the map names.
    """
    try:
        with zipfile.ZipFile(file.path) as archive:
            _check(archive, file)
            part, from_1904 = _sheet(archive, file, table)
            book = _Book(_strings(archive), _kinds(archive), from_1904)
            expected = _filled_rows(archive, part)
            _rows(stage, file, archive, part, book)
    except (etree.XMLSyntaxError, expat.ExpatError, ValueError, IndexError, KeyError):
        raise SourceError(f"{file.name}: the XLSX file is damaged; export it again") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise SourceError(f"{file.name}: {_NOT_XLSX}") from None
    except OSError as error:
        raise SourceError(f"{file.name}: cannot be read ({error.strerror or 'input/output error'})") from None
    return max(expected - 1, 0)


def _check(archive: zipfile.ZipFile, file: SourceFile) -> None:
    unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MOST_UNPACKED or (unpacked > LARGE and unpacked > MOST_RATIO * file.path.stat().st_size):
        raise SourceError(f"{file.name}: unpacks to {unpacked >> 20} MiB, far more than a sheet of records; not read")
    if "xl/workbook.xml" not in archive.namelist():
        raise SourceError(f"{file.name}: {_NOT_XLSX}")


def _doctype(*_: Any) -> None:
    raise ValueError("a document type declaration")


def _parsed(stream: IO[bytes], start: Any, end: Any = None, text: Any = None) -> None:
    """Run expat over a part. Names come without their namespace prefix."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _doctype
    parser.StartElementHandler = lambda name, given: start(name.rsplit(":", 1)[-1], given)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rsplit(":", 1)[-1])
    if text is not None:
        parser.CharacterDataHandler = text
    parser.ParseFile(stream)


def _filled_rows(archive: zipfile.ZipFile, part: str) -> int:
    rows, filled, depth = 0, False, 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal filled, depth
        if name == "row":
            filled = False
        depth += name in {"v", "t"}
        filled = filled or name == "f"

    def end(name: str) -> None:
        nonlocal rows, depth
        rows += name == "row" and filled
        depth -= name in {"v", "t"}

    def text(_: str) -> None:
        nonlocal filled
        filled = filled or depth > 0

    with archive.open(part) as stream:
        _parsed(stream, start, end, text)
    return rows


def _sheet(archive: zipfile.ZipFile, file: SourceFile, table: Table) -> tuple[str, bool]:
    """The part that holds the sheet, and whether dates count from 1904."""
    sheets: dict[str, str] = {}
    targets: dict[str, str] = {}
    from_1904 = False

    def workbook(name: str, given: dict[str, str]) -> None:
        nonlocal from_1904
        if name == "sheet":
            relation = next(value for key, value in given.items() if key == "id" or key.endswith(":id"))
            sheets[given["name"]] = relation
        elif name == "workbookPr":
            from_1904 = given.get("date1904") in {"1", "true"}

    def relation(name: str, given: dict[str, str]) -> None:
        if name == "Relationship":
            targets[given["Id"]] = given["Target"]

    with archive.open("xl/workbook.xml") as stream:
        _parsed(stream, workbook)
    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        _parsed(stream, relation)
    if table.sheet is None and len(sheets) != 1:
        raise SourceError(f"{file.name}: the file has {len(sheets)} sheets; say which with sheet: in the map")
    if table.sheet is not None and table.sheet not in sheets:
        raise SourceError(f"{file.name}: the file has no sheet '{table.sheet}'")
    target = targets[sheets[table.sheet] if table.sheet is not None else next(iter(sheets.values()))]
    return (target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")), from_1904


def _elements(stream: IO[bytes], tag: str) -> Iterator[Any]:
    """The elements of a part with one local name, each forgotten when the next is asked for."""
    for _, element in etree.iterparse(
        stream, events=("end",), tag=f"{{*}}{tag}", resolve_entities=False, no_network=True, load_dtd=False
    ):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _texts(element: Any) -> str:
    """The text of a string item: its runs, without the phonetic ones."""
    return unescaped(
        "".join(
            node.text or ""
            for node in element.iter("{*}t")
            if not any(etree.QName(above).localname == "rPh" for above in node.iterancestors())
        )
    )


def _safe(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether the part is there; raises ValueError if it declares a document type."""
    if part not in archive.namelist():
        return False
    with archive.open(part) as stream:
        _parsed(stream, lambda *_: None)
    return True


def _strings(archive: zipfile.ZipFile) -> list[str]:
    if not _safe(archive, "xl/sharedStrings.xml"):
        return []
    with archive.open("xl/sharedStrings.xml") as stream:
        return [_texts(item) for item in _elements(stream, "si")]


def _kinds(archive: zipfile.ZipFile) -> list[str]:
    """What each cell style makes of a number."""
    codes: dict[int, str] = {}
    styles: list[int] = []
    inside = False

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt":
            codes[int(given["numFmtId"])] = given["formatCode"]
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            styles.append(int(given.get("numFmtId", "0")))

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and name != "cellXfs"

    if "xl/styles.xml" not in archive.namelist():
        return []
    with archive.open("xl/styles.xml") as stream:
        _parsed(stream, start, end)
    return [kind_of(number, codes.get(number)) for number in styles]


def _rows(stage: Stage, file: SourceFile, archive: zipfile.ZipFile, part: str, book: _Book) -> None:
    columns: dict[int, str] = {}
    number = 0
    with archive.open(part) as stream:
        for row in _elements(stream, "row"):
            number = int(row.get("r", number + 1))
            cells, bare = _cells(row, book)
            if not cells and not bare:
                continue
            if not columns:
                width = max(cells, default=0) + 1
                names = stage.header([cells.get(place, "") for place in range(width)], file.name)
                columns = dict(enumerate(names))
            elif bare:
                stage.reject(file.name, number, "a formula without its value")
            elif any(place not in columns for place, value in cells.items() if value):
                stage.reject(file.name, number, "a value beyond the header")
            else:
                row_values = {columns[place]: value for place, value in cells.items() if place in columns}
                stage.add(file.name, number, row_values)


def _cells(row: Any, book: _Book) -> tuple[dict[int, str], bool]:
    """The filled cells of a row by column, and whether one of them is a formula without a value."""
    cells: dict[int, str] = {}
    bare = False
    place = -1
    for cell in row.iterfind("{*}c"):
        place = column_of(cell.get("r")) if cell.get("r") else place + 1
        kind = cell.get("t", "n")
        value = cell.findtext("{*}v")
        inline = cell.find("{*}is")
        if kind == "inlineStr" and inline is not None:
            text = _texts(inline)
            if text:
                cells[place] = text
        elif value:
            cells[place] = _text(kind, value, cell.get("s"), book)
        elif cell.find("{*}f") is not None:
            if kind == "str":
                cells[place] = ""
            else:
                bare = True
    return cells, bare


def _text(kind: str, value: str, style: str | None, book: _Book) -> str:
    match kind:
        case "s":
            return book.strings[int(value)]
        case "b":
            return "true" if value.strip() == "1" else "false"
        case "str":
            return unescaped(value)
        case "n":
            shown = book.kinds[int(style)] if style and int(style) < len(book.kinds) else "number"
            return number_text(value) if shown == "number" else date_text(value, shown, from_1904=book.from_1904)
        case _:
            return value
