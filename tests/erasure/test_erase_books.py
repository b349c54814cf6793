"""Erasing in XLSX workbooks: rows are emptied, cells blanked or cut; whatever else is in the workbook stays, byte for byte."""

import io
import os
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter

from stores.errors import ErasureRefused, SourceError
from stores.xlsx_parts import cells_in
from tests.erasure.erasers import read, work
from tests.erasure.filed import OLD, bound, carried, kept, people
from tests.stores.exports import rezipped, xlsx

PEOPLE = [
    ["1", "ann@x.example", "hired", "call Ann soon"],
    ["2", "findable-bob@x.example", "hired", "findable-note & more"],
    ["3", "cat@x.example", "left", ""],
    ["4", "findable-dan@x.example", "rare word", "ask findable-dan"],
]


def book(*, properties=None, change=None, names=()):
    """A workbook of two sheets with links, comments, formulas, styles, merged cells and a validation; stored unpacked."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    if properties:
        made.set_properties(properties)
    sheet, other = made.add_worksheet("People"), made.add_worksheet("Other")
    bold = made.add_format({"bold": True, "bg_color": "yellow"})
    sheet.write_row(0, 0, ["id", "email", "status", "note", "length", "since"], bold)
    for n, row in enumerate(PEOPLE, 1):
        for place, cell in enumerate(row):
            sheet.write(n, place, cell, bold if place == 2 else None)
        sheet.write_url(n, 1, f"mailto:{row[1]}", string=row[1], tip=f"write to {row[1]}")
        sheet.write_formula(n, 4, f"=LEN(B{n + 1})", None, len(row[1]))
        sheet.write_number(n, 5, 40000 + n)
        sheet.write_comment(n, 3, f"said of {row[1]}", {"author": "The Clerk"})
    sheet.merge_range("A8:C8", "a total", bold)
    sheet.write_formula("E8", "=SUM(E2:E5)", None, 70)
    sheet.data_validation("C2:C5", {"validate": "list", "source": ["hired", "left"]})
    sheet.freeze_panes(1, 0)
    other.write_row(0, 0, ["status", "hired", "findable-elsewhere"])
    for name, value in names:
        made.define_name(name, value)
    made.close()
    unpacked = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(unpacked, "w", zipfile.ZIP_STORED) as new:
        for info in old.infolist():
            text = old.read(info)
            new.writestr(
                zipfile.ZipInfo(info.filename, (2021, 2, 3, 4, 5, 6)), change(info.filename, text) if change else text
            )
    return unpacked.getvalue()


def put(folder, data, name="people.xlsx"):
    path = folder / "exports" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    path.chmod(0o640)
    os.utime(path, ns=(OLD, OLD))
    return path


def table(**more):
    columns = ["id", "email", "status", "note", "length", "since"]
    return bound(people(file="people.xlsx", sheet="People", columns=columns, **more))


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def without(text, *patterns):
    for pattern in patterns:
        text, count = re.subn(pattern, rb"", text, flags=re.DOTALL)
        assert count == 1, pattern
    return text


def test_a_row_goes_with_all_that_hangs_on_it_and_nothing_else_moves(tmp_path):
    data = book()
    path = put(tmp_path, data)
    store = table()
    asked = [work(store, "people", tmp_path, ["2"])]
    assert carried(asked, tmp_path) == ["removed"]
    now = kept(path)
    assert b"findable-bob" not in now
    assert b"findable-note" not in now
    before, after = parts(data), parts(now)
    assert list(after) == list(before)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {
        "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
        "xl/worksheets/_rels/sheet1.xml.rels",
    }  # fmt: skip
    sheet = without(before["xl/worksheets/sheet1.xml"], rb'<hyperlink ref="B3".*?/>')
    row = re.search(rb'<row r="3"[^>]*>(.*?)</row>', sheet, re.DOTALL)
    assert after["xl/worksheets/sheet1.xml"] == sheet[: row.start(1)] + sheet[row.end(1) :]
    assert after["xl/comments1.xml"] == without(before["xl/comments1.xml"], rb'<comment ref="D3".*?</comment>')
    rels = without(before["xl/worksheets/_rels/sheet1.xml.rels"], rb'<Relationship Id="[^"]*"[^>]*findable-bob[^>]*/>')
    assert after["xl/worksheets/_rels/sheet1.xml.rels"] == rels
    with zipfile.ZipFile(path) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2021, 2, 3, 4, 5, 6)}
    found = openpyxl.load_workbook(path)["People"]
    assert [cell.value for cell in found["A"]] == ["id", "1", None, "3", "4", None, None, "a total"]
    assert [cell.value for cell in found["E"]][1:5] == ["=LEN(B2)", None, "=LEN(B4)", "=LEN(B5)"]
    assert (found["C2"].font.bold, found["D2"].comment.text, found["D3"].comment) == (
        True,
        "said of ann@x.example",
        None,
    )
    assert str(found.merged_cells) == "A8:C8"
    assert [row[0]["email"] for key, row in sorted(read(store, "people", tmp_path).rows.items()) if key[0] in "134"] == [
        "ann@x.example", "cat@x.example", "findable-dan@x.example",
    ]  # fmt: skip
    assert carried(asked, tmp_path) == ["absent"]


def test_every_row_may_go_and_the_header_stays(tmp_path):
    path = put(tmp_path, book())
    store = table()
    assert set(carried([work(store, "people", tmp_path, ["1", "2", "3", "4"])], tmp_path)) == {"removed"}
    now = kept(path)
    assert b"x.example" not in now
    assert b"<hyperlinks" not in now
    found = openpyxl.load_workbook(path)
    assert [cell.value for cell in found["People"]["A"]][:6] == ["id", None, None, None, None, None]
    assert found["Other"]["B1"].value == "hired", "a string that another sheet shares stays"


def test_cells_are_blanked_or_cut_and_keep_their_style(tmp_path):
    path = put(tmp_path, book())
    store = table()
    known = read(store, "people", tmp_path)
    works = [
        work(store, "people", tmp_path, ["1"], "redact", ["note"], {"note": ((5, 8),)}, known=known),
        work(store, "people", tmp_path, ["2"], "blank", ["email", "note", "status", "length", "since"], known=known),
    ]
    assert carried(works, tmp_path) == ["removed"] * 2
    assert b"findable-bob" not in kept(path)
    found = openpyxl.load_workbook(path)["People"]
    assert [cell.value for cell in found[2]][:5] == ["1", "ann@x.example", "hired", "call *** soon", "=LEN(B2)"]
    assert [cell.value for cell in found[3]] == ["2", None, None, None, None, None]
    assert found["C3"].font.bold
    assert found["B3"].hyperlink is None
    assert (found["D2"].comment.text, found["D3"].comment) == ("said of ann@x.example", None)
    assert carried(works, tmp_path) == ["removed"] * 2
    (told,) = results([work(store, "people", tmp_path, ["1"], "redact", ["since"], {"since": ((0, 4),)})], tmp_path)
    assert (str(told.state), "is a number" in told.reason) == ("retained", True)
    asked = work(store, "people", tmp_path, ["4"], "redact", ["email"], {"email": ((0, 12),)})
    (told,) = results([asked], tmp_path)
    assert (str(told.state), "comments1.xml" in told.reason) == ("retained", True), "a comment says what is cut out"


def test_escapes_of_the_format_come_through_a_cut(tmp_path):
    path = put(tmp_path, xlsx([["id", "email", "note"], ["1", "a@x.example", "Bob_x0041_ said\r\n <&> twice"]]))
    store = bound(people(file="people.xlsx"))
    note = read(store, "people", tmp_path).rows[("1",)][0]["note"]
    assert carried([work(store, "people", tmp_path, ["1"], "redact", ["note"], {"note": ((0, 3),)})], tmp_path) == [
        "removed"
    ]
    assert read(store, "people", tmp_path).rows[("1",)][0]["note"] == "***" + note[3:]
    kept(path)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/pivotCache/pivotCacheDefinition1.xml", "pivot table"),
        ("xl/externalLinks/externalLink1.xml", "external links"),
        ("_xmlsignatures/sig1.xml", "digital signature"),
        ("xl/revisions/revisionLog1.xml", "history of its changes"),
        ("docProps/thumbnail.jpeg", "picture of its first sheet"),
        ("xl/embeddings/oleObject1.bin", "embedded documents"),
        ("xl/unheard.of", "cannot be searched"),
        ("XL/workbook.xml", "same name"),
    ],
)
def test_a_workbook_that_keeps_copies_is_refused_before_anything(tmp_path, name, told):
    put(tmp_path, book())
    store = table()
    asked = [work(store, "people", tmp_path, ["2"])]
    data = io.BytesIO(book())
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr(name, b"<x/>")
    path = put(tmp_path, data.getvalue())
    with pytest.raises(ErasureRefused, match=told) as refused:
        carried(asked, tmp_path)
    assert "findable" not in str(refused.value)
    assert kept(path) == data.getvalue()
    encrypted = put(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(ErasureRefused, match="encrypted"):
        carried(asked, tmp_path)
    assert encrypted.exists()


def swapped(part, old, new):
    def change(name, text):
        if name != part:
            return text
        assert old in text
        return text.replace(old, new)

    return change


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"properties": {"subject": "about findable-bob@x.example"}}, "docProps/core.xml"),
        ({"properties": {"manager": "findable-bob@x.example"}}, "docProps/app.xml"),
        ({"names": [("who", '="findable-bob@x.example"')]}, "xl/workbook.xml"),
        ({"change": swapped("xl/comments1.xml", b"said of ann@", b"like findable-bob@x.example ann@")}, "xl/comments1.xml"),
        ({"change": swapped("xl/comments1.xml", b"<t>said of ann@", b"<t>findable</t></r><r><t>-bob@x.example ann@")}, "xl/comments1.xml"),
        ({"change": swapped("xl/comments1.xml", b"said of ann@", b"findable&#45;bob@x.example ann@")}, "xl/comments1.xml"),
        ({"change": swapped(SHEET, b"<f>SUM(E2:E5)</f>", b'<f>COUNTIF(B:B,"findable-bob@x.example")</f>')}, SHEET),
        ({"change": swapped(SHEET, b'<c r="E8"><f>SUM(E2:E5)</f><v>70</v>', b'<c r="E8" t="str"><f>B3</f><v>findable-bob@x.example</v>')}, SHEET),
        ({"change": swapped(SHEET, b"hired,left", b"hired,findable-bob@x.example")}, SHEET),
    ],
)  # fmt: skip
def test_what_the_workbook_says_outside_of_its_rows_is_told_and_nothing_is_erased(tmp_path, given, part):
    path = put(tmp_path, book(**given))
    before = kept(path)
    store = table()
    eraser_results = list(results([work(store, "people", tmp_path, ["2"])], tmp_path))
    assert [str(one.state) for one in eraser_results] == ["retained"]
    assert f"({part})" in eraser_results[0].reason
    assert "findable" not in eraser_results[0].reason
    assert kept(path) == before
    assert carried([work(store, "people", tmp_path, ["1"])], tmp_path) == ["removed"]


def results(works, folder):
    from stores.erasing import eraser_for
    from tests.erasure.filed import TODAY

    for _, result in eraser_for(works[0].store).erase_together(works, folder, TODAY):
        yield result


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"<f>LEN(B3)</f>", b'<f t="shared" ref="E3:E5" si="0">LEN(B3)</f>', "formulas of other rows"),
        (b"<f>LEN(B3)</f>", b'<f t="array" ref="E3:E4">LEN(B3:B4)</f>', ""),
        (b"<f>LEN(B2)</f>", b'<f t="array" ref="E2:E4">LEN(B2:B4)</f>', "a formula of several cells"),
    ],
)
def test_formulas_that_rest_on_a_row_keep_it(tmp_path, old, new, told):
    def change(name, text):
        if name != SHEET:
            return text
        assert old in text
        return text.replace(old, new).replace(
            b"<f>LEN(B5)</f>", b'<f t="shared" si="0"/>' if b"shared" in new else b"<f>LEN(B5)</f>"
        )

    path = put(tmp_path, book(change=change))
    (found,) = results([work(table(), "people", tmp_path, ["2"])], tmp_path)
    assert (str(found.state), told in found.reason) == (("retained", True) if told else ("removed", True))
    kept(path)


def test_the_order_of_calculation_goes_where_a_formula_went(tmp_path):
    def change(name, text):
        if name == "[Content_Types].xml":
            return text.replace(
                b"</Types>", b'<Override PartName="/xl/calcChain.xml" ContentType="application/x"/></Types>'
            )
        if name == "xl/_rels/workbook.xml.rels":
            return text.replace(
                b"</Relationships>",
                b'<Relationship Id="rId99" Type="http://x/calcChain" Target="calcChain.xml"/></Relationships>',
            )
        return text

    data = io.BytesIO(book(change=change))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/calcChain.xml", b'<calcChain><c r="E2" i="1"/><c r="E3"/></calcChain>')
    path = put(tmp_path, data.getvalue())
    store = table()
    assert carried([work(store, "people", tmp_path, ["2"], "blank", ["note"])], tmp_path) == ["removed"]
    assert "xl/calcChain.xml" in parts(kept(path))
    assert carried([work(store, "people", tmp_path, ["2"])], tmp_path) == ["removed"]
    now = parts(kept(path))
    assert not any(b"calcChain" in text for text in (*now.values(), *map(str.encode, now)))


def test_a_row_that_changed_stays_and_a_fault_leaves_the_old_workbook(tmp_path, monkeypatch):
    from stores import rewriting

    put(tmp_path, book())
    store = table()
    asked = [work(store, "people", tmp_path, ["1", "2"])]
    path = put(tmp_path, book(change=swapped("xl/sharedStrings.xml", b"call Ann soon", b"please keep")))
    before = kept(path)
    with monkeypatch.context() as patched:
        patched.setattr(rewriting.Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(5, "Input/output error")))
        with pytest.raises(SourceError, match="the old one stands as it was"):
            carried(asked, tmp_path)
    assert kept(path) == before
    assert sorted(carried(asked, tmp_path)) == ["changed", "removed"]
    assert b"please keep" in kept(path)
    assert b"findable-bob" not in kept(path)


def test_strings_that_nothing_refers_to_are_emptied_whoever_left_them(tmp_path):
    more = swapped("xl/sharedStrings.xml", b"</sst>", b"<si><t>findable-left-behind</t></si></sst>")
    path = put(tmp_path, book(change=more))
    assert carried([work(table(), "people", tmp_path, ["3"])], tmp_path) == ["removed"]
    assert b"findable-left-behind" not in kept(path)
    assert b"findable-bob" in kept(path)


def test_prefixes_and_rows_without_numbers(tmp_path):
    """A program may write a prefix before every name and leave out what may be left out."""

    def change(text):
        text = re.sub(rb'<(row|c) r="[A-Z]*\d+"', rb"<\1", text)
        return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", text).replace(b"xmlns=", b"xmlns:x=")

    data = rezipped(xlsx([["id", "email", "note"], *[[*row[:2], "-"] for row in PEOPLE]]), SHEET, change)
    path = put(tmp_path, data)
    store = bound(people(file="people.xlsx"))
    assert carried([work(store, "people", tmp_path, ["2"])], tmp_path) == ["removed"]
    assert set(read(store, "people", tmp_path).rows) == {("1",), ("3",), ("4",)}
    assert carried([work(store, "people", tmp_path, ["4"])], tmp_path) == ["removed"]
    assert b"findable" not in b"".join(parts(kept(path)).values())


def test_the_cells_of_a_range():
    assert list(cells_in("$B$2:C3")) == [(2, 1), (2, 2), (3, 1), (3, 2)]
    assert list(cells_in("AA10")) == [(10, 26)]
