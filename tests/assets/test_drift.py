"""Drift is told on its first night, stays told when that night is run again, and says nothing of the first night."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest

from assets.names import UNNAMED
from assets.night import drift_of
from assets.night.drift import EMPTIED, find_drift, shape
from assets.night.state import Reading, begin
from stores.quoting import identifier
from stores.store import Store

FIRST = date(2026, 3, 1)
STORE = Store.model_validate(
    {
        "name": "shop",
        "role": "controller",
        "connector": "files",
        "export": "exports",
        "exported_at": "modified",
        "fresh_within": "26 hours",
        "tables": [{"name": "orders", "columns": ["id", "email", "note"], "key": ["id"]}],
    }
)
(TABLE,) = STORE.tables


@pytest.fixture
def con():
    con = duckdb.connect()
    begin(con)
    return con


def land(con, columns):
    """Land a table of the columns given, each with its cells."""
    names = ", ".join(f"{identifier(name)} VARCHAR" for name in columns)
    con.execute('DROP TABLE IF EXISTS landed."shop__orders"')
    con.execute(
        f'CREATE TABLE landed."shop__orders" ({names}, _file VARCHAR, _line BIGINT, record_key VARCHAR, '
        "_exported_at TIMESTAMP)"
    )
    rows = list(zip(*columns.values(), strict=True))
    if rows:
        con.executemany(
            f"INSERT INTO landed.\"shop__orders\" VALUES ({', '.join('?' * len(columns))}, 'f', 1, 'k', now())",
            rows,
        )
    return len(rows)


def night(con, nights, missing=(), **columns):
    """The drift of the night that is so many after the first."""
    landed = land(con, {name.replace("__", " "): cells for name, cells in columns.items()})
    reading = Reading("shop", "orders", None, "controller", "read", landed=landed, missing_columns=tuple(missing))
    found = find_drift(con, STORE, TABLE, reading, FIRST + timedelta(days=nights))
    assert drift_of(con, STORE, TABLE) == found
    return [(d.column, d.what, d.before, d.now) for d in found]


USUAL = {"id": ["1", "2"], "email": ["a@x.example", "b@x.example"], "note": ["x", None]}


def test_the_first_night_has_no_drift(con):
    assert night(con, 0, **USUAL) == []


def test_nothing_new_is_no_drift(con):
    night(con, 0, **USUAL)
    assert night(con, 1, **USUAL) == []


def test_a_new_column_is_told_with_its_kind(con):
    night(con, 0, **USUAL)
    assert night(con, 1, **USUAL, colour=["red", None]) == [("colour", "new", "", "text")]
    assert night(con, 2, **USUAL, colour=["red", None]) == [], "it is new on its first night"


def test_a_vanished_column_is_told(con):
    night(con, 0, **USUAL)
    assert night(con, 1, id=["1"], email=["a@x.example"]) == [("note", "vanished", "text", "")]


def test_a_column_of_the_map_that_landed_empty_for_want_of_one_has_vanished(con):
    night(con, 0, **USUAL)
    gone = USUAL | {"email": [None, None]}
    assert night(con, 1, missing=["email"], **gone) == [("email", "vanished", "email", "")]
    assert night(con, 2, **USUAL) == [("email", "new", "", "email")]


def test_a_changed_kind_is_told(con):
    night(con, 0, **USUAL)
    assert night(con, 1, **USUAL | {"email": ["a@x.example", "none"]}) == [("email", "changed", "email", "text")]
    assert night(con, 2, **USUAL) == [("email", "changed", "text", "email")]


def test_a_night_that_is_run_again_tells_the_same(con):
    night(con, 0, **USUAL)
    changed = USUAL | {"id": ["A1", "A2"], "extra": ["1", "2"]}
    told = [("id", "changed", "integer", "text"), ("extra", "new", "", "integer")]
    assert [night(con, 1, **changed) for _ in range(3)] == [told] * 3
    assert night(con, 0, **changed) == [], "no night lies before the first"
    assert con.execute("SELECT count(*) FROM meta.shape WHERE as_of = ?", [FIRST]).fetchall() == [(4,)]


def test_the_night_compared_with_is_the_last_on_record(con):
    night(con, 0, **USUAL)
    night(con, 6, **USUAL, colour=["red", "red"])
    (found,) = drift_of(con, STORE, TABLE)
    assert (found.since, found.mapped) == (FIRST, False)
    assert found.sentence == "colour is new (text), which the map does not list"


def test_whole_numbers_among_numbers_are_no_change(con):
    night(con, 0, total=["1.50", "2"])
    assert night(con, 1, total=["3", "4"]) == []
    assert night(con, 2, total=["3.20", "4"]) == []
    assert night(con, 3, total=["£3", "4"]) == [("total", "changed", "number", "text")]


def test_a_column_that_fills_is_no_change_and_one_that_empties_is_if_much_stood_in_it(con):
    night(con, 0, **USUAL | {"note": [None, " "]})
    assert night(con, 1, **USUAL) == []
    assert night(con, 2, **USUAL | {"note": [None, None]}) == []
    many = {name: [cells[0]] * EMPTIED for name, cells in USUAL.items()}
    night(con, 3, **many)
    assert night(con, 4, **many | {"note": [None] * EMPTIED}) == [("note", "changed", "text", "empty")]
    assert night(con, 5, **many | {"note": [None] * EMPTIED}) == []
    assert night(con, 6, **many | {"note": ["7"] * EMPTIED}) == [("note", "changed", "text", "integer")]


def test_an_empty_table_has_no_shape(con):
    night(con, 0, **USUAL)
    assert night(con, 1, id=[], email=[]) == []
    assert night(con, 2, **USUAL) == []


def test_a_name_that_is_no_name_is_not_told(con):
    night(con, 0, **USUAL)
    night(con, 1, **USUAL, **{"jo@x.example": ["1", "2"]})
    (found,) = drift_of(con, STORE, TABLE)
    assert found.sentence == f"{UNNAMED} is new (integer), which the map does not list"


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("empty", ["", " ", None]),
        ("integer", ["1", "-2", "+3", "007", None, " 4 "]),
        ("number", ["1.5", "-.5", "2.", "1e6", "7"]),
        ("boolean", ["true", "FALSE", "Yes", "n"]),
        ("date", ["2026-03-01", "2026-03-01T10:00:00.123Z", "2026-03-01 10:00", "2026-03-01T10:00:00+01:00"]),
        ("other date", ["31/01/2026", "1/2/26 10:30 pm", "/Date(1573755038314+0000)/", "2026/01/31"]),
        ("other date", ["Tue, 3 Mar 2026 10:00:00 +0000", "Mar 3, 2026", "3-Mar-2026", "2026-03-01"]),
        ("other date", ["10/Oct/2000:13:55:36 -0700"]),
        ("uuid", ["5f3b1c1e-8a61-4c9e-9d0f-2b6d3f1a7c55", "5F3B1C1E-8A61-4C9E-9D0F-2B6D3F1A7C55"]),
        ("email", ["a@x.example", "b.c+d@y.example"]),
        ("json", ['{"a": 1}', "[]", "[1, 2]"]),
        ("text", ["word", "1 to 3", "two words", "a@x.example, b@x.example", "{a", "07700 900123", "x" * 900]),
        ("text", ["1", "true"]),
        ("text", ["Dec1"]),
        ("text", ["1/2"]),
    ],
)
def test_the_kind_of_all_values_together(con, kind, values):
    land(con, {"x": values})
    seen = shape(con, STORE, TABLE)
    assert {name: one.kind for name, one in seen.items()} == {"x": kind}
    assert seen["x"].filled == sum(bool(value and value.strip()) for value in values)


def test_columns_that_landing_adds_are_no_part_of_the_shape_and_those_like_them_are(con):
    land(con, {"_id": ["1"], "record": ["x"]})
    assert list(shape(con, STORE, TABLE)) == ["_id", "record"]
