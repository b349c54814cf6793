"""The XLSX archive: its sheets, its rows and cells, as a stream (ECMA-376 Part 1, 18.3).

What belongs here: parts and what stands in them. The text of a cell is ``stores.xlsx_cells``'s, landing rows
``stores.xlsx_read``'s. Any document type declaration is refused by another XML parser first: no entity is expanded.
It is also imported by the process that opens documents and must stay light.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any
from xml.parsers import expat

from lxml import etree

from stores.xlsx_cells import column_of, date_text, kind_of, number_text, unescaped


@dataclass(frozen=True)
class Book:
    """What cells refer to."""

    strings: list[str]
    kinds: list[str]
    from_1904: bool


def workbook(archive: zipfile.ZipFile) -> tuple[dict[str, str], Book]:
    """The part that holds each sheet, by the sheet's name, and what cells refer to.

    Raises:
        ValueError, IndexError, KeyError, expat.ExpatError, etree.XMLSyntaxError: the workbook is damaged.
    """
    sheets, from_1904 = _sheets(archive)
    return sheets, Book(_strings(archive), _kinds(archive), from_1904)


def lines(archive: zipfile.ZipFile) -> Iterator[str]:
    """Each filled row of every sheet, hidden ones too, as one line of text; before each sheet its name.

    Raises:
        ValueError, IndexError, KeyError, expat.ExpatError, etree.XMLSyntaxError: the workbook is damaged.
    """
    sheets, book = workbook(archive)
    for name, part in sheets.items():
        yield name
        if _safe(archive, part):
            with archive.open(part) as stream:
                for row in elements(stream, "row"):
                    cells, _ = cells_of(row, book)
                    if cells:
                        yield "\t".join(cells[place] for place in sorted(cells))


def filled_rows(archive: zipfile.ZipFile, part: str) -> int:
    """How many rows of a sheet hold anything, counted by another parser than the one that reads them."""
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


def elements(stream: IO[bytes], tag: str) -> Iterator[Any]:
    """The elements of a part with one local name, each forgotten when the next is asked for."""
    for _, element in etree.iterparse(
        stream, events=("end",), tag=f"{{*}}{tag}", resolve_entities=False, no_network=True, load_dtd=False
    ):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def cells_of(row: Any, book: Book) -> tuple[dict[int, str], bool]:
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


def _sheets(archive: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """The part that holds each sheet, by the sheet's name, and whether dates count from 1904."""
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
    parts = {
        name: target[1:] if (target := targets[named]).startswith("/") else posixpath.normpath(f"xl/{target}")
        for name, named in sheets.items()
    }
    return parts, from_1904


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
        return [_texts(item) for item in elements(stream, "si")]


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


def _text(kind: str, value: str, style: str | None, book: Book) -> str:
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
