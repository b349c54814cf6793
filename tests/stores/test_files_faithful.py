"""What stands in an export file stands in the warehouse: text, digits, dates, nested values, encodings."""

import datetime as dt
import json
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stores.connectors import connector_for
from stores.errors import SourceError
from stores.xlsx_cells import date_text, kind_of, number_text
from tests.stores.exports import VALUE, landed_rows, put, rezipped, run, shared_xlsx, store_of, xlsx


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_every_encoding_lands_the_same_text(warehouse, controller, encoding):
    put(controller, "a.csv", 'id,name\r\n1,"Zoë, ""£"""\r\n2,\r\n3,""\r\n'.encode(encoding))
    run(warehouse, controller, encoding=encoding)
    assert landed_rows(warehouse) == [("1", 'Zoë, "£"'), ("2", None), ("3", "")]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"\xfe\xff" + 'id,name\r\n1,"Zoë\r\nx"\r\n'.encode("utf-16-be"), "utf-16"),
        (b"\xff\xfe" + 'id,name\r\n1,"Zoë\r\nx"\r\n'.encode("utf-16-le"), "utf-16"),
        ('\ufeffid,name\r1,"Zoë\r\nx"\r'.encode(), "utf-8"),
        ('id,name\n1,"Zoë\r\nx"'.encode("cp1252"), "cp1252"),
    ],
)
def test_marks_and_line_ends_of_every_kind(warehouse, controller, data, encoding):
    put(controller, "a.csv", data)
    landed = run(warehouse, controller, encoding=encoding)
    assert (landed.rows, landed_rows(warehouse, "id", "name", "_line")) == (1, [("1", "Zoë\r\nx", 2)])


LONG = "x" * 3_000_000


def test_a_giant_field_lands_whole(warehouse, controller):
    put(controller, "a.csv", f"id,name\n1,{LONG}\n2,b\n")
    run(warehouse, controller)
    assert [len(name) for _, name in landed_rows(warehouse)] == [3_000_000, 1]


def test_a_file_name_is_never_a_pattern(warehouse, controller):
    put(controller, "a[1]*?.csv", f"id,name\n1,{VALUE}\n")
    put(controller, "a1.csv", "id,name\n2,b\n")
    pq.write_table(pa.table({"id": ["3"], "name": ["c"]}), controller / "in" / "p[1].parquet")
    run(warehouse, controller)
    assert sorted(landed_rows(warehouse)) == [("1", VALUE), ("2", "b"), ("3", "c")]


def test_header_names_meet_the_map_without_regard_to_case_and_blanks(warehouse, controller):
    put(controller, "a.csv", "ID, Name ,,Über\n1,a,b,c\n")
    landed = run(warehouse, controller)
    assert landed.columns == ("id", "name", "column_3", "Über")
    assert landed_rows(warehouse, "id", "name", "column_3", "Über") == [("1", "a", "b", "c")]


def test_json_keeps_every_digit_and_nested_values(warehouse, controller):
    text = (
        '[{"id":1.10,"name":12345678901234567890.12345678901234567890,"big":1E400,"in":{"a":[1.10,null,"é"]},"t":true}]'
    )
    put(controller, "a.json", text)
    landed = run(warehouse, controller)
    assert landed.unknown == ("big", "in", "t")
    shown = landed_rows(warehouse, "id", "name", "big", "in", "t")
    assert shown == [("1.10", "12345678901234567890.12345678901234567890", "1E400", '{"a":[1.10,null,"é"]}', "true")]


def test_json_pointers_reach_into_records_elements_and_parents(warehouse, controller):
    document = {
        "results": [
            {"id": "o1", "buyer": {"name": "A"}, "lines": [{"sku": "s1", "tags": ["x"]}, {"sku": "s2"}]},
            {"id": "o2", "buyer": {"name": "B"}, "lines": []},
            {"id": "o3", "buyer": {"name": "C"}},
            {"id": "o4", "lines": "none"},
        ]
    }
    put(controller, "a.json", json.dumps(document))
    columns = {"id": "/sku", "order": "../id", "name": "../buyer/name", "tag": "/tags/0", "gone": "/never"}
    landed = run(warehouse, controller, columns=columns, rows="/results", each="/lines")
    assert landed.missing == ("gone",)
    assert landed.reasons == {"no list where the map says each": 1}
    expected = [("s1", "o1", "A", "x", None), ("s2", "o1", "A", None, None)]
    assert sorted(landed_rows(warehouse, *columns)) == expected


def test_a_json_document_may_be_its_one_record(warehouse, controller):
    put(controller, "a.json", '{"id":"1","name":"a"}')
    put(controller, "b.json", '{"id":"2","name":"b"}')
    assert run(warehouse, controller, rows="").landed == 2


def test_parquet_keeps_digits_dates_and_nested_values(warehouse, controller):
    row = {
        "id": 2**63 - 1,
        "name": 0.1 + 0.2,
        "exact": Decimal("12345678901234567890.10"),
        "at": dt.datetime(2024, 1, 31, 12, tzinfo=dt.timezone(dt.timedelta(hours=2))),
        "on": dt.date(2024, 2, 29),
        "nested": {"a": [Decimal("12345678901234567890.10")], "b": None},
        "raw": b"\x00\xff",
    }
    put(controller, "a.parquet", b"")
    pq.write_table(pa.Table.from_pylist([row]), controller / "in" / "a.parquet")
    run(warehouse, controller)
    assert landed_rows(warehouse, *row) == [
        (
            "9223372036854775807",
            "0.30000000000000004",
            "12345678901234567890.10",
            "2024-01-31 10:00:00+00",
            "2024-02-29",
            '{"a":["12345678901234567890.10"],"b":null}',
            "\\x00\\xFF",
        )
    ]


def test_xlsx_cells_read_as_what_they_say(warehouse, controller):
    rows = [
        ["id", "name", "on", "at", "time", "length", "flag", "wrong"],
        [
            "001",
            1234567890.12,
            dt.date(2024, 2, 29),
            dt.datetime(2024, 1, 31, 12, 30),  # noqa: DTZ001 - Excel has no zones
            dt.time(9, 30),
            None,
            True,
            "#N/A",
        ],
        [1234567890123456, "  x\ny ", dt.date(1900, 1, 1), None, None, dt.timedelta(hours=30), False, None],
        [1e21, -0.5, None, None, None, None, None, None],
    ]
    put(controller, "a.xlsx", xlsx([[], *rows]))
    run(warehouse, controller)
    assert landed_rows(warehouse, "_line", *rows[0]) == [
        (3, "001", "1234567890.12", "2024-02-29", "2024-01-31 12:30:00", "09:30:00", None, "true", "#N/A"),
        (4, "1234567890123456", "  x\ny ", "1900-01-01", None, None, "30:00:00", "false", None),
        (5, "1000000000000000000000", "-0.5", None, None, None, None, None, None),
    ]


def test_xlsx_text_in_runs_and_formulas(warehouse, controller):
    phonetic = b"<rPh sb='0' eb='1'><t>sound</t></rPh></si>"
    data = rezipped(shared_xlsx(), "xl/sharedStrings.xml", lambda text: text.replace(b"</si>", phonetic))
    put(controller, "a.xlsx", data)
    run(warehouse, controller)
    assert landed_rows(warehouse) == [("1", "plain bold"), ("2", "1x")]


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("0.30000000000000004", "0.30000000000000004"),
        ("1234567890.1199999", "1234567890.12"),
        ("12345678901234567", "12345678901234567"),
        ("1E-7", "0.0000001"),
        ("1.5E+21", "1500000000000000000000"),
        ("-0", "-0"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_number_loses_nothing(stored, text):
    assert number_text(stored) == text


@pytest.mark.parametrize(
    ("number", "code", "kind"),
    [
        (0, None, "number"),
        (14, None, "date"),
        (22, None, "moment"),
        (20, None, "time"),
        (46, None, "elapsed"),
        (164, "yyyy-mm-dd", "date"),
        (164, "[$-409]d mmm yy;@", "date"),
        (164, "[Red]0.00", "number"),
        (164, '0 "days"', "number"),
        (164, "#,##0.00\\ [$EUR]", "number"),
        (164, "[h]:mm", "elapsed"),
        (164, "General", "number"),
        (164, "hh:mm AM/PM", "time"),
        (164, "dd/mm/yyyy hh:mm", "moment"),
    ],
)
def test_number_formats_tell_dates_from_numbers(number, code, kind):
    assert kind_of(number, code) == kind


@pytest.mark.parametrize(
    ("serial", "kind", "from_1904", "text"),
    [
        ("1", "date", False, "1900-01-01"),
        ("59", "date", False, "1900-02-28"),
        ("61", "date", False, "1900-03-01"),
        ("45322", "date", False, "2024-01-31"),
        ("45322.5", "date", False, "2024-01-31 12:00:00"),
        ("45322", "moment", False, "2024-01-31 00:00:00"),
        ("43860", "date", True, "2024-01-31"),
        ("0.75", "time", False, "18:00:00"),
        ("1.25", "elapsed", False, "30:00:00"),
        ("-1", "date", False, "-1"),
        ("99999999", "date", False, "99999999"),
        ("1E400", "date", False, "1E400"),
    ],
)
def test_serial_dates_are_excels(serial, kind, from_1904, text):
    assert date_text(serial, kind, from_1904=from_1904) == text


def test_present_looks_into_the_file_as_it_is_now(controller):
    store = store_of()
    put(controller, "a.csv", "id,name\n1,a\n2,b\n")
    connector = connector_for(store)
    keys = [("1",), ("2",), ("3",)]
    assert connector.present(store, store.tables[0], controller, keys) == {("1",), ("2",)}
    put(controller, "a.csv", "id,name\n2,b\n")
    assert connector.present(store, store.tables[0], controller, keys) == {("2",)}
    (controller / "in" / "a.csv").unlink()
    with pytest.raises(SourceError):
        connector.present(store, store.tables[0], controller, keys)
