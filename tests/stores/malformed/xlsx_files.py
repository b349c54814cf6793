"""Broken workbooks."""

import io
import zipfile
from datetime import UTC, datetime

import xlsxwriter

from tests.stores.malformed.export import COLUMNS, RECORDS, Case, damaged
from tests.stores.malformed.packed_files import zeros
from tests.stores.malformed.xml_files import ENTITIES


def bomb_xlsx():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            with new.open(name, "w") as stream:
                if name == SHEET:
                    zeros(stream, b"<worksheet>")
                else:
                    stream.write(old.read(name))
    return out.getvalue()


def xlsx(rows=RECORDS, write=None):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
        sheet = book.add_worksheet("Sheet1")
        for i, row in enumerate([COLUMNS, *rows]):
            sheet.write_row(i, 0, row)
        if write:
            write(book, sheet)
    return out.getvalue()


def repacked(data, change):
    """A zip archive with some parts changed: name to new bytes, None to leave one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if change.get(name, b"") is not None:
                new.writestr(name, change.get(name) or old.read(name))
        for name in change.keys() - set(old.namelist()):
            new.writestr(name, change[name])
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def of_xlsx(rng):
    base = xlsx()

    def case(name, data, rows=None):
        return Case(f"xlsx: {name}", "xlsx", {"t.xlsx": data}, rows)

    yield case("sound", base, 6)
    yield case("empty", b"", -1)
    yield case("an old .xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2048, -1)
    yield case("an empty zip", repacked(base, dict.fromkeys(zipfile.ZipFile(io.BytesIO(base)).namelist())), -1)
    yield case("no sheet", repacked(base, {SHEET: None}), -1)
    yield case("no relations", repacked(base, {"xl/_rels/workbook.xml.rels": None}), -1)
    yield case("no strings", repacked(base, {"xl/sharedStrings.xml": None}), None)
    yield case("entities in the sheet", repacked(base, {SHEET: ENTITIES + b"<worksheet>&j;</worksheet>"}), -1)
    yield case("entities in the strings", repacked(base, {"xl/sharedStrings.xml": ENTITIES + b"<sst>&j;</sst>"}), -1)
    quadratic = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100_000 + b'">]><worksheet>' + b"&a;" * 20_000 + b"</worksheet>"
    yield case("quadratic growth", repacked(base, {SHEET: quadratic}), -1)
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'
    yield case("an entity that names a file", repacked(base, {SHEET: outside}), -1)
    yield case("cut XML", repacked(base, {SHEET: b"<worksheet><sheetData><row><c>"}), -1)
    yield case("a bomb", bomb_xlsx, -1)
    cell = b'<worksheet><sheetData><row r="1"><c r="ZZZZZZ1"><v>1</v></c></row></sheetData></worksheet>'
    yield case("a cell beyond the last column", repacked(base, {SHEET: cell}), None)
    string = b'<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>99999</v></c></row></sheetData></worksheet>'
    yield case("a string that is not there", repacked(base, {SHEET: string}), -1)
    yield case("a formula", xlsx(write=lambda _, sheet: sheet.write_formula("A8", "=1+1")), 7)
    yield case("two sheets", xlsx(write=lambda book, _: book.add_worksheet("More")), -1)
    yield case("members with ../", repacked(base, {"../../evil.xml": b"<x/>"}), None)
    for name, data in damaged(base, rng, 24):
        yield case(name, data)
