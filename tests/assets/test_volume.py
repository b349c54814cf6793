"""A night of too few rows is told, measured by the nights before it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assets.night import contract_of
from assets.night.volume import NIGHTS
from tests.assets.contracted import (
    AS_OF,
    ORDERS,
    STORE,
    broken,
    con,
    held_to,
    land,
    order,
    quarantine,
)

__all__ = ["con"]


def volumes(con, counts, last=AS_OF - timedelta(days=1)):
    for back, count in enumerate(reversed(counts)):
        row = ["shop", "orders", last - timedelta(days=back), count, count]
        con.execute("INSERT INTO meta.volume VALUES (?, ?, ?, ?, ?)", row)


@pytest.mark.parametrize(
    ("before", "tonight", "holds"),
    [
        ([], 1, True),
        ([40], 20, True),
        ([40], 19, False),
        ([19], 1, True),
        ([20], 9, False),
        ([40, 40, 40, 400, 40, 40, 40], 20, True),
        ([1000] * 5 + [40] * NIGHTS, 20, True),
        ([100, 100, 100, 100, 30, 30, 30], 30, False),
        ([100, 100, 100, 30, 30, 30, 30], 30, True),
    ],
)
def test_a_night_of_too_few_rows_is_measured_by_the_last_seven(con, before, tonight, holds):
    volumes(con, before)
    land(con, ORDERS, [order(str(n)) for n in range(tonight)])
    orders, _ = held_to(con)
    assert (("volume", "") not in broken(con)) is holds
    assert bool(orders.doubts) is not holds


def test_too_few_rows_are_told_with_the_usual_number(con):
    volumes(con, [120, 120, 130])
    orders, _ = held_to(con)
    assert orders.doubts == ("2 rows landed, less than half of the usual 120 (the last 3 nights)",)


def test_rows_in_quarantine_are_no_second_doubt(con):
    volumes(con, [120])
    orders, _ = held_to(con, orders=quarantine(con, *(("a.csv", line, "no key") for line in range(118))))
    assert broken(con) == {
        ("volume", ""): (0, ()),
        ("quarantined", ""): (118, tuple(f"a.csv:{line}" for line in range(20))),
    }
    assert orders.doubts == ()


def test_a_table_that_had_rows_and_is_empty_now_says_what_it_had(con):
    volumes(con, [3])
    land(con, ORDERS, [])
    held_to(con)
    told = [t.told for t in contract_of(con, STORE, ORDERS) if not t.held]
    assert told == ["the export is empty", "no row landed, while the last night on record had 3"]


def test_a_night_that_is_run_again_replaces_its_own_count_and_looks_back_only(con):
    volumes(con, [40, 40])
    land(con, ORDERS, [order(str(n)) for n in range(10)])
    for _ in range(2):
        assert held_to(con)[0].doubts
    assert con.execute("SELECT landed FROM meta.volume WHERE as_of = ?", [AS_OF]).fetchall() == [(10,), (2,)]
    land(con, ORDERS, [order(str(n)) for n in range(40)])
    assert held_to(con, as_of=AS_OF - timedelta(days=2))[0].doubts == (), "no night lies before it"
