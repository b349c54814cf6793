"""Rows emptied, or cells of them changed, in XLSX workbooks; every other row, sheet, style and formula stays as it is.

What belongs here: which bytes of a sheet a row or a cell takes, and the shared strings that nothing refers to any more.
A row is emptied and not taken out: rows below it keep their numbers, so that formulas, merged cells and filters that
name them stay true. What hangs on cells is ``stores.xlsx_parts``'s, what keeps copies of them ``stores.xlsx_traces``'s.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from xml.parsers import expat
from xml.sax.saxutils import escape

from lxml import etree

from stores.errors import ErasureRefused, Retained, SourceError
from stores.files_find import SourceFile
from stores.files_open import seekable
from stores.locating import Place
from stores.rewriting import replacing
from stores.rewriting_zip import parts_instead
from stores.store import Table
from stores.xlsx_book import Book, cells_of, elements, workbook
from stores.xlsx_cells import column_of
from stores.xlsx_parts import Gone, Parts, forget_order, uncomment, unlink
from stores.xlsx_read import header_of, sheet_of
from stores.xlsx_traces import FORMULA, trace, unfit
from stores.xml_places import Edit, Element, Places, applied, encoding_of

STRINGS = "xl/sharedStrings.xml"
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, etree.XMLSyntaxError, expat.ExpatError,
    ValueError, LookupError,
)  # fmt: skip


def allow_xlsx(file: SourceFile) -> None:
    """See that a workbook is one that can be erased in.

    Raises:
        ErasureRefused: it is none, or holds copies of cells that are not rewritten.
    """
    try:
        with seekable(file) as stream, zipfile.ZipFile(stream) as archive:
            why = unfit(archive)
    except (*_DAMAGED, OSError):
        raise ErasureRefused(f"{file.name}: cannot be taken apart as an XLSX file; is it encrypted?") from None
    if why:
        raise ErasureRefused(f"{file.name}: {why}; a person erases in it, or exports it anew without that")


def edit_xlsx(file: SourceFile, table: Table, lines: Mapping[int, Sequence[Place]]) -> None:
    """Empty rows of a workbook's sheet, or change cells of them.

    Raises:
        SourceError: the workbook is not what it was when the records were found, or cannot be written.
        Retained: what is asked would break other cells, or be left elsewhere in the workbook; nothing was changed.
    """
    made = io.BytesIO()
    try:
        with seekable(file) as stream, zipfile.ZipFile(stream) as archive:
            sheets, book = workbook(archive)
            parts = Parts(archive)
            _edited(parts, book, sheet_of(sheets, file, table), sheets, file, table, lines)
            parts_instead(archive, made, parts.changed)
    except _DAMAGED:
        raise SourceError(f"{file.name}: the workbook cannot be taken apart; nothing was erased in it") from None
    with replacing(file) as out:
        out.write(made.getbuffer())


def _edited(
    parts: Parts,
    book: Book,
    sheet: str,
    sheets: Mapping[str, str],
    file: SourceFile,
    table: Table,
    lines: Mapping[int, Sequence[Place]],
) -> None:
    """Work out every part that changes."""
    columns = {name.lower(): place for place, name in header_of(parts.archive, sheet, book).items()}
    taking = _Taking(table, columns, _read(parts.archive, sheet, book, lines))
    for number, row in _rows(parts.read(sheet), lines).items():
        for place in lines[number]:
            if not taking.is_of(number, place):
                raise SourceError(f"{file.name}: row {number} is another record than was found; nothing was erased")
            taking.take(number, row, place)
    parts.edit(sheet, taking.edits)
    _formulas_hold(parts, sheet, taking.touched)
    unlink(parts, sheet, taking.touched)
    uncomment(parts, sheet, taking.emptied)
    if taking.formulas:
        forget_order(parts)
    held = _unshared(parts, sheets, book, taking.erased)
    if part := trace(parts.archive, parts.changed, taking.erased - held, set(sheets.values())):
        raise Retained(f"the workbook says it outside of its rows too ({part}); a person must do it")


class _Taking:
    """What is taken out of one sheet.

    Attributes:
        edits: of the sheet's bytes.
        touched: rows and cells that are emptied or cut; ``emptied``: those that are left without anything.
        erased: the personal texts that go.
        formulas: whether a formula goes.
    """

    def __init__(self, table: Table, columns: Mapping[str, int], said: Mapping[int, Mapping[int, str]]) -> None:
        self.table, self.columns, self.said = table, columns, said
        self.edits: list[Edit] = []
        self.touched, self.emptied = Gone(), Gone()
        self.erased: set[str] = set()
        self.formulas = False

    def is_of(self, number: int, place: Place) -> bool:
        """Whether a row has the key of the record that was found there."""
        cells = self.said.get(number, {})
        return all(
            cells.get(self.columns.get(column.lower(), -1), "") == value
            for column, value in zip(self.table.key, place.item.key, strict=True)
        )

    def take(self, number: int, row: Element, place: Place) -> None:
        """Empty a row, or change cells of it."""
        cells = _cells(row)
        if not place.new:
            self.edits += [(row.inside, row.close, b"")] if row.inside < row.close else []
            self.touched.rows.add(number)
            self.emptied.rows.add(number)
            self._goes(number, cells)
        for column, new in place.new.items():
            at = self.columns.get(column.lower(), -1)
            if at not in cells:
                continue
            self.edits.append((cells[at].start, cells[at].end, _cell(cells[at], new)))
            self.touched.cells.add((number, at))
            if new is None:
                self.emptied.cells.add((number, at))
                self._goes(number, {at: cells[at]})
            else:
                text = place.item.values.get(column) or ""
                self.erased |= {text[start:end] for start, end in place.item.spans.get(column, ())}

    def _goes(self, number: int, cells: Mapping[int, Element]) -> None:
        self.formulas = self.formulas or any(any(cell.local("f")) for cell in cells.values())
        self.erased |= {self.said[number].get(at, "") for at in cells if _personal(self.table, self.columns, at)}


def _read(archive: zipfile.ZipFile, sheet: str, book: Book, lines: Mapping[int, object]) -> dict[int, dict[int, str]]:
    """The texts of the rows that are touched."""
    found, number = {}, 0
    with archive.open(sheet) as stream:
        for row in elements(stream, "row"):
            number = int(row.get("r", number + 1))
            if number in lines:
                found[number] = cells_of(row, book)[0]
    return found


def _rows(data: bytes, lines: Mapping[int, object]) -> dict[int, Element]:
    """Where the rows that are touched stand.

    Raises:
        ValueError: the sheet is not in UTF-8, or a row is not there.
    """
    if encoding_of(data) != "utf-8":
        raise ValueError("another encoding")
    numbers: dict[int, int] = {}
    number = 0

    def wanted(ordinal: int, given: Mapping[str, str]) -> bool:
        nonlocal number
        number = int(given.get("r", number + 1))
        numbers[ordinal] = number
        return number in lines

    found = Places(("worksheet", "sheetData", "row"), wanted, prefixes=False).of(data)
    rows = {numbers[ordinal]: element for ordinal, element in found.items()}
    if rows.keys() != lines.keys() or len(found) > len(rows):
        raise ValueError("rows are missing, or bear the same number")
    return rows


def _cells(row: Element) -> dict[int, Element]:
    """A row's cells by column."""
    cells, place = {}, -1
    for cell in row.local("c"):
        place = column_of(cell.attributes["r"]) if "r" in cell.attributes else place + 1
        cells[place] = cell
    return cells


def _cell(cell: Element, new: str | None) -> bytes:
    """A cell without its value, or with a text as its value; its style stays.

    Raises:
        Retained: it is no text that stretches could be cut from.
    """
    start = f"<{cell.name}" + "".join(
        f' {name}="{cell.attributes[name]}"' for name in ("r", "s") if name in cell.attributes
    )
    if new is None:
        return f"{start}/>".encode()
    if cell.attributes.get("t") not in {"s", "str", "inlineStr"} or any(cell.local("f")):
        raise Retained("the cell is a number or is made by a formula, so nothing is cut from it; a person must do it")
    to = cell.name.removesuffix("c")
    text = f'<{to}is><{to}t xml:space="preserve">{escape(_escaped(new))}</{to}t></{to}is>'
    return f'{start} t="inlineStr">{text}</{cell.name}>'.encode()


def _escaped(text: str) -> str:
    """Text as a cell writes it (22.4.2.4 ``_xHHHH_``)."""
    text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return re.sub(r"[\x00-\x08\x0b-\x1f]", lambda found: f"_x{ord(found[0]):04X}_", text)


def _personal(table: Table, columns: Mapping[str, int], at: int) -> bool:
    """Whether what a column says is looked for in the rest of the workbook: where the map tells, what is personal."""
    named = {*table.personal, *(c for one in table.subject.values() for c in (one.column, *one.joined))}
    return not named or any(columns.get(name.lower()) == at for name in named)


def _formulas_hold(parts: Parts, sheet: str, gone: Gone) -> None:
    """See that no formula that stays rests on one that went, or fills a cell that is to stay empty.

    Raises:
        Retained: one does.
    """
    data = parts.read(sheet)
    if not FORMULA.search(data):
        return
    masters, users = set[str | None](), set[str | None]()
    for formula in _formulas(data):
        given = formula.attributes
        if given.get("t") == "shared":
            (masters if formula.text else users).add(given.get("si"))
        elif given.get("t") in {"array", "dataTable"} and "ref" in given and gone.touches(given["ref"]):
            raise Retained("a formula of several cells fills one of them; a person must do it")
    if users - masters:
        raise Retained("formulas of other rows are written as those of a row that would go; a person must do it")


def _formulas(data: bytes) -> Iterator[Element]:
    yield from Places(("worksheet", "sheetData", "row", "c", "f"), lambda *_: True, prefixes=False).of(data).values()


def _unshared(parts: Parts, sheets: Mapping[str, str], book: Book, erased: set[str]) -> set[str]:
    """Empty the shared strings that no cell refers to; which of the erased texts other cells still say."""
    used: set[int] = set()
    held: set[str] = set()
    for part in set(sheets.values()) & set(parts.archive.namelist()):
        for row in elements(io.BytesIO(parts.read(part)), "row"):
            cells = list(row.iterfind("{*}c"))
            used.update(int(cell.findtext("{*}v")) for cell in cells if cell.get("t") == "s")
            if erased:
                for cell in [cell for cell in cells if cell.find("{*}f") is not None]:
                    row.remove(cell)  # what a formula made of a text is no other record's
                held |= erased.intersection(cells_of(row, book)[0].values())
    if STRINGS in parts.archive.namelist():
        data = parts.read(STRINGS)
        unused = Places(("sst", "si"), lambda ordinal, _: ordinal - 1 not in used, prefixes=False).of(data)
        edits = []
        for item in unused.values():
            empty = f"<{item.name.removesuffix('si')}t/>".encode()
            if item.inside < item.close and data[item.inside : item.close] != empty:
                edits.append((item.inside, item.close, empty))
        if edits:
            parts.changed[STRINGS] = applied(data, edits)
    return held
