"""Landing as Dagster sees it: what a reading means, and rows that go missing."""

from datetime import date

import dagster as dg
import duckdb
import pytest

from assets.landed import conservation, contract, drifted, readable
from assets.night import Drift, Reading, Term
from stores.store import Store

STORE = Store.model_validate(
    {
        "name": "shop",
        "role": "controller",
        "connector": "files",
        "export": "exports",
        "exported_at": "modified",
        "fresh_within": "26 hours",
        "tables": [{"name": "orders", "columns": ["id"], "key": ["id"]}],
    }
)
(TABLE,) = STORE.tables
KEY = dg.AssetKey(["own", "landed", "shop", "orders"])


@pytest.fixture
def con():
    con = duckdb.connect()
    con.execute("CREATE SCHEMA landed; CREATE SCHEMA quarantine")
    con.execute('CREATE TABLE landed."shop__orders" AS SELECT range AS id FROM range(7)')
    con.execute("CREATE TABLE quarantine.\"shop__orders\" AS SELECT 'f' AS _file FROM range(2)")
    return con


def reading(**given):
    return Reading("shop", "orders", None, "controller", **{"reading": "read", **given})


def test_landed_and_quarantined_are_counted_in_the_warehouse(con):
    result = conservation(con, STORE, TABLE, reading(rows=9, landed=7, quarantined=2), KEY)
    assert result.passed
    assert {name: value.value for name, value in result.metadata.items()} == {
        "rows_in_source": 9,
        "landed": 7,
        "quarantined": 2,
    }


@pytest.mark.parametrize(
    "told", [{"rows": 10, "landed": 7, "quarantined": 2}, {"rows": 9, "landed": 8, "quarantined": 1}]
)
def test_a_row_too_few_fails_whatever_the_reading_says(con, told):
    result = conservation(con, STORE, TABLE, reading(**told), KEY)
    assert not result.passed
    assert result.severity is dg.AssetCheckSeverity.ERROR
    assert "7 landed and 2 quarantined" in result.description


def test_a_row_that_vanishes_after_landing_is_seen(con):
    con.execute('DELETE FROM landed."shop__orders" WHERE id = 3')
    assert not conservation(con, STORE, TABLE, reading(rows=9, landed=7, quarantined=2), KEY).passed


def test_a_table_that_was_not_landed_has_no_rows(con):
    con.execute('DROP TABLE landed."shop__orders"; DROP TABLE quarantine."shop__orders"')
    assert conservation(con, STORE, TABLE, reading(reading="failed"), KEY).passed
    assert not conservation(con, STORE, TABLE, reading(rows=1, landed=1), KEY).passed


@pytest.mark.parametrize(
    ("how", "passed", "severity"),
    [
        ("read", True, dg.AssetCheckSeverity.WARN),
        ("stale", False, dg.AssetCheckSeverity.WARN),
        ("empty", False, dg.AssetCheckSeverity.WARN),
        ("not_read", False, dg.AssetCheckSeverity.WARN),
        ("failed", False, dg.AssetCheckSeverity.ERROR),
    ],
)
def test_only_what_was_read_tonight_passes(how, passed, severity):
    result = readable(reading(reading=how, error="orders.csv: is missing" if how == "failed" else None), KEY)
    assert (result.passed, result.severity) == (passed, severity)
    assert len(result.description) > 20
    assert ("orders.csv" in result.description) == (how == "failed")


CODE = Term("codes", "status", held=False, records=25, keys=("A1", "A2"), told="status holds a code", doubted=True)


@pytest.mark.parametrize(
    ("terms", "passed", "severity"),
    [
        ([Term("rows"), Term("fresh")], True, dg.AssetCheckSeverity.ERROR),
        ([Term("rows", held=False, told="the export is empty")], False, dg.AssetCheckSeverity.WARN),
        ([Term("fresh", held=False, told="the export is old")], False, dg.AssetCheckSeverity.WARN),
        ([Term("columns", held=False, told="no column email")], False, dg.AssetCheckSeverity.ERROR),
        ([Term("fresh", held=False, told="the export is old"), CODE], False, dg.AssetCheckSeverity.ERROR),
    ],
)
def test_a_contract_is_an_error_when_it_and_not_the_reading_makes_clauses_unproved(terms, passed, severity):
    result = contract(reading(), terms, KEY)
    assert (result.passed, result.severity) == (passed, severity)
    assert result.metadata["expectations"].value == len(terms)
    assert result.description == ("; ".join(t.told for t in terms if t.told) or "The table is what its map says.")


def test_a_contract_tells_counts_and_record_keys_and_not_the_places_of_quarantined_rows():
    many = Term("link", "customer", held=False, records=90, keys=tuple(f"B{n}" for n in range(20)), told="x")
    dates = Term("dates", held=False, records=1, keys=("a.csv:7",), told="1 row was quarantined")
    result = contract(reading(doubts=("x",)), [CODE, many, dates], KEY)
    keys = result.metadata["record_keys"].value
    assert (len(keys), keys[:3]) == (20, ["A1", "A2", "B0"])
    assert "a.csv:7" not in keys
    assert [record.data for record in result.metadata["broken_expectations"].records] == [
        {"expectation": "codes", "column": "status", "records": 25},
        {"expectation": "link", "column": "customer", "records": 90},
        {"expectation": "dates", "column": "", "records": 1},
    ]


def test_drift_warns_and_hides_what_may_be_a_value():
    told = [
        Drift("jo@x.example", "new", "", "integer", date(2026, 2, 28), mapped=False),
        Drift("email", "changed", "email", "text", date(2026, 2, 28), mapped=True),
    ]
    result = drifted(told, KEY)
    assert (result.passed, result.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert "jo@" not in repr(result)
    assert result.description.endswith("; email was email and is now text")
    assert result.metadata["differs_since"].value == "2026-02-28"
    assert drifted([], KEY).passed
