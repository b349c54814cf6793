"""Landing as Dagster sees it: what a reading means, and rows that go missing."""

import dagster as dg
import duckdb
import pytest

from assets.landed import conservation, readable
from assets.night import Reading
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
