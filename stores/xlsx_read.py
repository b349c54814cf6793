"""Reading XLSX sheets row by row, in bounded memory, behind checks of the archive.

What belongs here: which sheet, its header, its rows, what is quarantined. The archive and its parts are
``stores.xlsx_book``'s. Rows are counted by another XML parser first.
"""

from __future__ import annotations

import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path
from xml.parsers import expat

from lxml import etree

from stores.errors import SourceError
from stores.files_find import SourceFile
from stores.files_open import seekable
from stores.landing_stage import Stage
from stores.store import Table
from stores.xlsx_book import Book, cells_of, elements, filled_rows, workbook

MOST_UNPACKED = 2 << 30
LARGE, MOST_RATIO = 100 << 20, 100
"""Refused: over 2 GiB unpacked, or over 100 MiB and 100 times its size. Sheets of records pack 5 to 30 times."""

_NOT_XLSX = "not an XLSX file; save it as .xlsx, without a password"


def read_xlsx(stage: Stage, file: SourceFile, table: Table) -> int:
    """Stage one sheet and return its number of filled rows below the header, counted apart from the reading.

    The first filled row is the header. ``_line`` is the row's number in the sheet. A formula is its stored value.

    Raises:
        SourceError: not an XLSX file, damaged, a bomb, or without the sheet the map names.
    """
    try:
        with seekable(file) as stream, zipfile.ZipFile(stream) as archive:
            _check(archive, file)
            sheets, book = workbook(archive)
            part = sheet_of(sheets, file, table)
            expected = filled_rows(archive, part)
            _rows(stage, file, archive, part, book)
    except (etree.XMLSyntaxError, expat.ExpatError, ValueError, IndexError, KeyError):
        raise SourceError(f"{file.name}: the XLSX file is damaged; export it again") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise SourceError(f"{file.name}: {_NOT_XLSX}") from None
    except OSError as error:
        raise SourceError(f"{file.name}: cannot be read ({error.strerror or 'input/output error'})") from None
    return max(expected - 1, 0)


def headers(path: Path) -> dict[str, list[str]]:
    """The sheets of a workbook, each with its first filled row; no other row is looked at.

    Raises:
        ValueError, zipfile.BadZipFile: the file is damaged, or is none.
    """
    file = SourceFile(path, path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC))
    with zipfile.ZipFile(path) as archive:
        _check(archive, file)
        sheets, book = workbook(archive)
        found: dict[str, list[str]] = {}
        for name, part in sheets.items():
            with archive.open(part) as stream:
                first = next((cells for row in elements(stream, "row") if (cells := cells_of(row, book)[0])), {})
            found[name] = [first.get(place, "") for place in range(max(first, default=-1) + 1)]
        return found


def header_of(archive: zipfile.ZipFile, part: str, book: Book) -> dict[int, str]:
    """The names of a sheet's columns, by place: its first filled row."""
    with archive.open(part) as stream:
        first = next((cells for row in elements(stream, "row") if (cells := cells_of(row, book)[0])), {})
    return {place: first.get(place, "").strip() or f"column_{place + 1}" for place in range(max(first, default=-1) + 1)}


def _check(archive: zipfile.ZipFile, file: SourceFile) -> None:
    unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MOST_UNPACKED or (unpacked > LARGE and unpacked > MOST_RATIO * file.path.stat().st_size):
        raise SourceError(f"{file.name}: unpacks to {unpacked >> 20} MiB, far more than a sheet of records; not read")
    if "xl/workbook.xml" not in archive.namelist():
        raise SourceError(f"{file.name}: {_NOT_XLSX}")


def sheet_of(sheets: dict[str, str], file: SourceFile, table: Table) -> str:
    """The part that holds the sheet the map means.

    Raises:
        SourceError: there is none, or the map does not say which.
    """
    if table.sheet is None and len(sheets) != 1:
        raise SourceError(f"{file.name}: the file has {len(sheets)} sheets; say which with sheet: in the map")
    if table.sheet is not None and table.sheet not in sheets:
        raise SourceError(f"{file.name}: the file has no sheet '{table.sheet}'")
    return sheets[table.sheet] if table.sheet is not None else next(iter(sheets.values()))


def _rows(stage: Stage, file: SourceFile, archive: zipfile.ZipFile, part: str, book: Book) -> None:
    columns: dict[int, str] = {}
    number = 0
    with archive.open(part) as stream:
        for row in elements(stream, "row"):
            number = int(row.get("r", number + 1))
            cells, bare = cells_of(row, book)
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
