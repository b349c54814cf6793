"""Hostile export files: each ends in a clear SourceError or in exact quarantine; no value is told, nothing crashes."""

import gzip
import io
import os
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stores.errors import SourceError
from tests.stores.exports import COLUMNS, VALUE, landed_rows, put, rezipped, run, shared_xlsx, xlsx

SHEET = "xl/worksheets/sheet1.xml"
GOOD_XLSX = xlsx([COLUMNS, ["1", VALUE]])
GOOD_CSV = f"id,name\n1,{VALUE}\n"
DEEP = '{"a":' * 100_000 + "1" + "}" * 100_000
PARQUET = io.BytesIO()
pq.write_table(pa.table({"id": ["1"], "name": [VALUE]}), PARQUET)

REFUSED = {
    "no file": (None, None, {}, "no file matches"),
    "only hidden files": (".people.csv", GOOD_CSV, {}, "no file matches"),
    "up and out": ("a.csv", GOOD_CSV, {"file": "../../*.csv"}, "leads outside"),
    "absolute": ("a.csv", GOOD_CSV, {"file": "/etc/passwd"}, "leads outside"),
    "abide's own state": ("a.csv", GOOD_CSV, {"export": ".abide", "file": "key"}, "no file matches"),
    "unknown format": ("a.dat", GOOD_CSV, {}, "say format"),
    "utf-16 called utf-8": ("a.csv", GOOD_CSV.encode("utf-16"), {}, "the file is utf-16, not utf-8"),
    "utf-16 json called utf-8": ("a.json", '[{"id": "1"}]'.encode("utf-16"), {}, "the file is utf-16"),
    "odd bytes of utf-16": ("a.csv", GOOD_CSV.encode("utf-16")[:-1], {"encoding": "utf-16"}, "cut short"),
    "utf-8 called utf-16": ("a.csv", GOOD_CSV * 9, {"encoding": "utf-16"}, "is the header missing|cut short"),
    "no record decodes": ("a.csv", b"id,name\n1,\xe9\n2,\xff\n", {}, "no record is utf-8"),
    "header does not decode": ("a.csv", b"id,n\xe9me\n1,2\n", {}, "the header is not utf-8"),
    "header missing": ("a.csv", f"1,{VALUE}\n2,{VALUE}\n", {}, "is the header missing"),
    "other delimiter": ("a.csv", f"id;name\n1;{VALUE}\n", {}, "or the delimiter"),
    "header not closed": ("a.csv", 'id,"name\n1,2\n', {}, "header on line 1 cannot be read: unclosed quote"),
    "header twice": ("a.csv", f"id,name,name\n1,2,{VALUE}\n", {}, "column 3 of the header has the name of an earlier"),
    "header twice but for case": ("a.csv", f"id,name,NAME\n1,2,{VALUE}\n", {}, "column 3 of the header"),
    "key column renamed": ("a.csv", f"ident,name\n1,{VALUE}\n", {}, "no key column 'id'"),
    "reserved column": ("a.csv", f"id,name,record_key\n1,{VALUE},3\n", {}, "'record_key' is Abide's own"),
    "gzip cut short": ("a.csv.gz", gzip.compress(GOOD_CSV.encode() * 999)[:-20], {}, "gzip file is cut short"),
    "gzip in name only": ("a.csv.gz", GOOD_CSV, {}, "not a sound gzip file"),
    "gzip with a flipped byte": ("a.jsonl.gz", gzip.compress(b'{"id":"1"}\n')[:-8] + b"x" * 8, {}, "not a sound gzip"),
    "truncated json": ("a.json", f'[{{"id":"1","name":"{VALUE}"}},\n{{"id":"2"', {}, "a.json:2: the document is cut"),
    "broken json": ("a.json", f'[{{"id":"1","name":{VALUE}}}]', {}, "not valid JSON"),
    "deep json": ("a.json", DEEP, {}, "nested too deeply"),
    "deep json lines": ("a.jsonl", DEEP, {}, "none of its lines"),
    "json member twice": ("a.json", '[{"id":"1","id":"2"}]', {}, "the same member twice"),
    "json without a list": ("a.json", f'{{"status":"error","name":"{VALUE}"}}', {}, "no list of records at its top"),
    "json list elsewhere": ("a.json", '{"data":[]}', {"rows": "/results"}, "no list of records at /results"),
    "json pointer": ("a.json", "[]", {"rows": "results"}, "not a JSON pointer"),
    "json with NaN": ("a.json", '[{"id":NaN}]', {}, "NaN"),
    "json not text": ("a.json", b'[{"id":"\xff"}]', {}, "not utf-8"),
    "csv called json lines": ("a.csv", GOOD_CSV, {"format": "jsonl"}, "none of its lines"),
    "not an xlsx": ("a.xlsx", GOOD_CSV, {}, "not an XLSX file"),
    "another zip": ("a.xlsx", rezipped(GOOD_XLSX, "", bytes)[:-40], {}, "not an XLSX file"),
    "a zip without a workbook": ("a.xlsx", b"PK\x05\x06" + b"\0" * 18, {}, "not an XLSX file"),
    "xlsx sheet cut": ("a.xlsx", rezipped(GOOD_XLSX, SHEET, lambda text: text[:-30]), {}, "damaged"),
    "xlsx with entities": (
        "a.xlsx",
        rezipped(GOOD_XLSX, SHEET, lambda text: b'<!DOCTYPE a [<!ENTITY b "bb">]>' + text),
        {},
        "damaged",
    ),
    "xlsx bad string index": (
        "a.xlsx",
        rezipped(shared_xlsx(), "xl/sharedStrings.xml", lambda _: b"<sst/>"),
        {},
        "damaged",
    ),
    "xlsx without the sheet": ("a.xlsx", GOOD_XLSX, {"sheet": "People"}, "no sheet 'People'"),
    "xlsx with two sheets": ("a.xlsx", xlsx([COLUMNS], ("A", "B")), {}, "2 sheets; say which"),
    "parquet garbage": ("a.parquet", b"PAR1" + b"\xff" * 400 + b"PAR1", {}, "not a sound Parquet file"),
    "parquet cut": ("a.parquet", PARQUET.getvalue()[:-30], {}, "not a sound Parquet file"),
    "empty parquet file": ("a.parquet", b"", {}, "not a sound Parquet file"),
    "empty xlsx file": ("a.xlsx", b"", {}, "not an XLSX file"),
    "log that is none": ("a.log", GOOD_CSV, {"connector": "weblog"}, "not one line is of the combined log format"),
    "mail that is none": ("a.mbox", GOOD_CSV, {"connector": "mailbox"}, "not an mbox file"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_source_that_cannot_be_read_is_refused(warehouse, controller, name):
    file, data, given, says = REFUSED[name]
    if file:
        put(controller, file, data)
    with pytest.raises(SourceError, match=says) as told:
        run(warehouse, controller, **given)
    assert VALUE not in str(told.value)
    assert "\n" not in str(told.value)
    assert told.value.__suppress_context__ or told.value.__context__ is None
    tables = warehouse.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT temporary OR table_name <> 'abide_calendar'"
    ).fetchall()
    assert tables == [("meta", "version")]


QUARANTINED = {
    "ragged": ("a.csv", "id,name\n1,a,b\n2\n3,c\n", {"3 fields where the header has 2": 1, "1 fields where the header has 2": 1}, 1),
    "unclosed quote in the middle": ("a.csv", 'id,name\n1,"a\n2,b\n3,c\n', {"unclosed quote": 1}, 2),
    "unclosed quote at the end": ("a.csv", 'id,name\n1,a\n2,"b\n', {"unclosed quote": 1}, 1),
    "unclosed quote before quoted ones": ("a.csv", 'id,name\n1,"a\n2,b\n3,"c"\n4,"d"\n', {"text after a closing quote": 1}, 3),
    "text after a quote": ("a.csv", 'id,name\n1,"a"b\n2,c\n', {"text after a closing quote": 1}, 1),
    "NUL byte": ("a.csv", "id,name\n1,a\0b\n2,c\n", {"holds a NUL byte": 1}, 1),
    "one line of bytes": ("a.csv", b"id,name\n1,\xff\n2,c\n", {"not utf-8": 1}, 1),
    "undefined in cp1252": ("a.csv", b"id,name\n1,\x81\n2,\xe9\n", {"not cp1252": 1}, 1, {"encoding": "cp1252"}),
    "lone surrogate in utf-16": ("a.csv", "id,name\n1,".encode("utf-16") + b"\x00\xd8" + "\n2,c\n".encode("utf-16-le"), {"not utf-16": 1}, 1, {"encoding": "utf-16"}),
    "key twice": ("a.csv", "id,name\n1,a\n1,b\n2,c\n2,c\n", {"key not unique": 2, "same row again": 1}, 1),
    "no key": ("a.csv", 'id,name\n,a\n"",b\n3,c\n', {"no key": 2}, 1),
    "json line broken": ("a.jsonl", '{"id":"1"}\n{"id":\n[1]\n"x"\n', {"cut short": 1, "not an object": 2}, 1),
    "json line too deep": ("a.jsonl", '{"id":"1"}\n' + DEEP, {"nested too deeply": 1}, 1),
    "json line of bytes": ("a.jsonl", b'{"id":"1"}\n{"id":"\xff"}\n', {"not utf-8": 1}, 1),
    "json member twice": ("a.jsonl", '{"id":"1"}\n{"id":"2","id":"3"}\n', {"an object names the same member twice": 1}, 1),
    "json members alike": ("a.json", '[{"id":"1"},{"id":"2","ID":"3"}]', {"two members differ only in case": 1}, 1),
    "json lone surrogate": ("a.json", '[{"id":"1"},{"id":"2","name":"\\ud800"}]', {"not valid Unicode text": 1}, 1),
    "json key null": ("a.json", '[{"id":null},{"name":"x"},{"id":0}]', {"no key": 2}, 1),
    "json scalar records": ("a.json", '[1,null,"x",{"id":"1"}]', {"not an object": 3}, 1),
    "xlsx beyond the header": ("a.xlsx", xlsx([COLUMNS, ["1", "a", "b"], ["2", "c"]]), {"a value beyond the header": 1}, 1),
    "xlsx formula without value": ("a.xlsx", xlsx([COLUMNS, ["1", "=A1&A1"], ["2", "c"]]), {"a formula without its value": 1}, 1),
}  # fmt: skip


@pytest.mark.parametrize("name", QUARANTINED)
def test_what_cannot_be_read_is_quarantined_exactly(warehouse, controller, name):
    file, data, reasons, count, *given = QUARANTINED[name]
    put(controller, file, data)
    landed = run(warehouse, controller, **(given[0] if given else {}))
    assert landed.reasons == reasons
    assert landed.landed == len(landed_rows(warehouse, "id")) == count
    assert landed.rows == count + sum(reasons.values())


def test_quarantine_holds_the_physical_line(warehouse, controller):
    put(controller, "a.csv", 'id,name\r\n1,"a\r\nb"\r\n\r\n2,b,c\r\n3,d\r\n4\r\n')
    run(warehouse, controller)
    places = warehouse.execute('SELECT _line FROM quarantine."shop__people" ORDER BY 1').fetchall()
    assert places == [(5,), (7,)]
    assert warehouse.execute('SELECT id, _line FROM landed."shop__people" ORDER BY 2').fetchall() == [
        ("1", 2),
        ("3", 6),
    ]


@pytest.mark.parametrize("target", ["outside.csv", ".abide/key", "nothing.csv", "loop"])
def test_a_symbolic_link_out_of_the_exports_is_never_opened(warehouse, controller, target):
    (controller.parent / "outside.csv").write_text(GOOD_CSV)
    put(controller, "a.csv", GOOD_CSV)
    goal = {"outside.csv": controller.parent / "outside.csv", "loop": controller / "in" / "b.csv"}
    (controller / "in" / "b.csv").symlink_to(goal.get(target, controller / target))
    with pytest.raises(SourceError, match=r"not opened|leads to no file"):
        run(warehouse, controller)


def test_a_linked_folder_out_of_the_exports_is_never_opened(warehouse, controller):
    (controller.parent / "elsewhere").mkdir()
    (controller.parent / "elsewhere" / "a.csv").write_text(GOOD_CSV)
    (controller / "in").symlink_to(controller.parent / "elsewhere")
    with pytest.raises(SourceError, match="not opened"):
        run(warehouse, controller)


def test_a_pipe_is_not_waited_for(warehouse, controller):
    put(controller, "a.csv", GOOD_CSV)
    os.mkfifo(controller / "in" / "b.csv")
    assert run(warehouse, controller).landed == 1


def test_a_file_that_may_not_be_read_is_told(warehouse, controller, monkeypatch):
    put(controller, "a.csv", GOOD_CSV)

    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(SourceError, match=r"in/a\.csv: cannot be read"):
        run(warehouse, controller)


def test_bombs_are_refused_before_they_unfold(warehouse, controller, monkeypatch):
    rows = b"<row><c><v>1</v></c></row>" * 5_000_000
    put(
        controller,
        "a.xlsx",
        rezipped(GOOD_XLSX, SHEET, lambda text: text.replace(b"<sheetData>", b"<sheetData>" + rows)),
    )
    with pytest.raises(SourceError, match="far more than a sheet of records"):
        run(warehouse, controller)
    (controller / "in" / "a.xlsx").unlink()
    monkeypatch.setattr("stores.files_open.MOST_EXPANDED", 1 << 20)
    put(controller, "a.csv.gz", gzip.compress(b"id,name\n" + b"0" * (8 << 20)))
    with pytest.raises(SourceError, match="unpacks to more than 200 times"):
        run(warehouse, controller)


def test_a_zip_that_understates_its_size_is_refused(warehouse, controller):
    data = bytearray(GOOD_XLSX)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = next(part.file_size for part in archive.infolist() if part.filename == SHEET)
    directory = data.rindex(b"PK\x01\x02", 0, data.rindex(SHEET.encode()))
    data[directory + 24 : directory + 28] = (size // 2).to_bytes(4, "little")
    put(controller, "a.xlsx", bytes(data))
    with pytest.raises(SourceError, match=r"a\.xlsx: "):
        run(warehouse, controller)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", ""),
        ("a.csv", "\ufeff"),
        ("a.csv", "id,name"),
        ("a.csv", "id,name\r\n\r\n\r\n"),
        ("a.csv.gz", gzip.compress(b"")),
        ("a.json", "[]"),
        ("a.json", ""),
        ("a.jsonl", "\n\n"),
        ("a.xlsx", xlsx([COLUMNS])),
        ("a.xlsx", xlsx([])),
    ],
    ids=lambda given: given if isinstance(given, str) and given[:2] == "a." else "",
)
def test_an_empty_export_is_no_error(warehouse, controller, name, data):
    put(controller, name, data)
    landed = run(warehouse, controller)
    assert (landed.rows, landed.landed, landed.quarantined, landed.reasons) == (0, 0, 0, {})


def test_one_delimiter_too_many_is_not_passed_over(warehouse, controller):
    put(controller, "a.csv", "id,name\n1,a,\n2,b\n3,\n")
    landed = run(warehouse, controller)
    assert landed.reasons == {"3 fields where the header has 2": 1}
    assert landed_rows(warehouse) == [("2", "b"), ("3", None)]
