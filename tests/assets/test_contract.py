"""The contract of a table: each term breaks when it should, makes a doubt or does not, and tells no value."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from assets.night import contract_of
from assets.night import terms as terms_module
from assets.night.contract import hold_to_contract
from assets.night.state import begin
from stores.links import Link
from stores.store import Store
from tests.assets.contracted import (
    AS_OF,
    CUSTOMERS,
    ORDERS,
    STORE,
    broken,
    con,
    held_to,
    land,
    order,
    quarantine,
    reading,
)

__all__ = ["con"]


def test_a_table_that_is_what_its_map_says(con):
    assert [found.doubts for found in held_to(con)] == [(), ()]
    terms = contract_of(con, STORE, ORDERS)
    assert [(t.kind, t.column) for t in terms] == [
        ("columns", ""),
        ("rows", ""),
        ("volume", ""),
        ("fresh", ""),
        ("short", ""),
        ("dates", ""),
        ("quarantined", ""),
        ("key", ""),
        ("filled", "email"),
        ("type", "email"),
        ("codes", "status"),
        ("type", "total"),
        ("type", "options"),
        ("link", "customer"),
        ("link", "coupon"),
    ]
    assert [t for t in terms if not t.held] == []
    assert [t.told for t in terms if t.told] == ["not tested, because coupons is not bound"]
    assert [t.kind for t in contract_of(con, STORE, CUSTOMERS)][-2:] == ["key", "unread"]


@pytest.mark.parametrize(
    ("row", "term", "told"),
    [
        (order(email="\t "), ("filled", "email"), "email is empty where the map says it never is (1 record)"),
        (order(status="Open"), ("codes", "status"), "status holds a code that the map does not know (1 record)"),
        (order(total="1,5"), ("type", "total"), "total is not a number (1 record)"),
        (order(options="{gift"), ("type", "options"), "options is not JSON (1 record)"),
        (order(customer="70"), ("link", "customer"), "customer leads to no record of customers (1 record)"),
    ],
    ids=lambda given: given[0] if isinstance(given, tuple) and len(given) == 2 else "",
)
def test_one_wrong_record_is_counted_named_by_its_key_and_doubted(con, row, term, told):
    land(con, ORDERS, [order("1"), row])
    orders, customers = held_to(con)
    assert broken(con) == {term: (1, ("9",))}
    assert (orders.doubts, customers.doubts) == ((told,), ())


def test_white_space_around_a_value_is_no_fault(con):
    land(con, ORDERS, [order(status=" open\n", total=" 7 ", customer="7 ")])
    assert held_to(con)[0].doubts == ()


def test_a_key_that_stands_twice_or_not_at_all_counts_every_record(con):
    land(con, ORDERS, [order("1"), order("1"), order("2"), order("3")], keys=["1", "1", "2", None])
    assert held_to(con)[0].doubts == ("the record key is missing or stands more than once (3 records)",)
    assert broken(con) == {("key", ""): (3, ("1",))}


@pytest.mark.parametrize(
    ("kind", "fitting", "wrong"),
    [
        ("integer", ["0", "-12", "+3", "007"], ["1.0", "", "1e3", "٣", "1\n2", "x"]),
        ("number", ["1", "-1.5", ".5", "2.", "1e-3"], ["1,000", "NaN", "Infinity", "£3", "."]),
        ("boolean", ["TRUE", "no", "Y", "0", "f"], ["maybe", "2", "10", "yess"]),
        ("uuid", ["5f3b1c1e-8a61-4c9e-9d0f-2b6d3f1a7c55", "{5F3B1C1E-8A61-4C9E-9D0F-2B6D3F1A7C55}"], ["5f3b1c1e", "x"]),
        ("email", ["a@x.example", "a+b.c@x.y.example"], ["a@x", "Jo <a@x.example>", "a b@x.example", "none"]),
        (
            "ip",
            ["192.0.2.7", "2001:db8::1", "::", "::ffff:192.0.2.7", "fe80::1%eth0"],
            ["192.0.2.256", "192.0.2", "1", "g::1", "192.0.2.7:80"],
        ),
    ],
)
def test_what_each_type_looks_like(con, kind, fitting, wrong):
    store = STORE.model_copy(update={"tables": (ORDERS.model_copy(update={"types": {"total": kind}}), CUSTOMERS)})
    rows = [order(str(n), total=value) for n, value in enumerate([*fitting, *wrong])]
    land(con, ORDERS, rows)
    hold_to_contract(con, store, [reading(con, ORDERS), reading(con, CUSTOMERS)], AS_OF)
    found = {key for t in contract_of(con, store, ORDERS) if t.kind == "type" for key in t.keys}
    assert found == {row[0] for row in rows[len(fitting) :] if row[6]}


@pytest.mark.parametrize(
    ("customers", "told"),
    [
        ({"reading": "failed"}, "customer was not followed, because customers could not be read"),
        ({"missing_columns": ("id",)}, "customer was not followed, because customers has no column id"),
    ],
)
def test_a_link_into_a_table_that_was_not_read_is_a_doubt_not_a_failure_of_records(con, customers, told):
    orders, other = held_to(con, customers=customers)
    assert orders.doubts == (told,)
    assert broken(con) == {("link", "customer"): (0, ())}
    assert other.doubts == ()


BY_KIND = ORDERS.model_copy(
    update={
        "links": {
            "customer": Link(by="status", of={"open": "customers.id", "paid": "orders.order id", "gone": "archive.id"})
        },
        "codes": {},
    }
)


@pytest.mark.parametrize(
    ("row", "term", "told"),
    [
        (order(status="open", customer="7"), None, ""),
        (order(status=" open", customer="7"), None, ""),
        (order(status="paid", customer="1"), None, ""),
        (order(status="gone", customer="1"), None, ""),
        (order(status=None, customer=None), None, ""),
        (order(status="Open", customer=None), ("codes", "status"), "status holds a code that the map does not know"),
        (order(status="Open", customer="7"), ("codes", "status"), "status holds a code that the map does not know"),
        (
            order(status="paid", customer="7"),
            ("link", "customer"),
            "customer leads to no record of customers or orders",
        ),
        (order(status=None, customer="7"), ("link", "customer"), "customer leads to no record of customers or orders"),
    ],
)
def test_a_link_that_goes_by_another_column_is_tested_by_what_it_says(con, row, term, told):
    store = STORE.model_copy(update={"tables": (BY_KIND, CUSTOMERS)})
    land(con, BY_KIND, [order("1"), row])
    (doubted, _) = hold_to_contract(con, store, [reading(con, BY_KIND), reading(con, CUSTOMERS)], AS_OF)
    assert doubted.doubts == ((f"{told} (1 record)",) if told else ())
    assert {(t.kind, t.column) for t in contract_of(con, store, BY_KIND) if not t.held} == ({term} if term else set())


def test_a_link_by_another_column_into_what_was_not_read_is_a_doubt(con):
    store = STORE.model_copy(update={"tables": (BY_KIND, CUSTOMERS)})
    given = [reading(con, BY_KIND), reading(con, CUSTOMERS, reading="failed")]
    assert hold_to_contract(con, store, given, AS_OF)[0].doubts == (
        "customer was not followed, because customers could not be read",
    )


def test_a_link_whose_record_may_be_in_quarantine_says_so(con):
    land(con, ORDERS, [order(customer="6")])
    orders, _ = held_to(con, customers=quarantine(con, ("c", 1, "no key"), ("c", 2, "no key"), table=CUSTOMERS))
    assert orders.doubts == ("customer leads to no record of customers (1 record, 2 of customers quarantined)",)


def test_documents_that_were_not_opened_are_counted_by_reason(con):
    unread = ["encrypted", "encrypted; too large", "damaged", "Jo Field 7", None]
    land(con, CUSTOMERS, [(str(n), "x", None, why) for n, why in enumerate(unread)])
    _, customers = held_to(con)
    assert customers.doubts == (
        "cv_text could not be read whole from 4 documents (2 encrypted, 1 damaged, 1 too large)",
    )
    assert broken(con, CUSTOMERS) == {("unread", "cv_text_unread"): (4, ("0", "1", "2", "3"))}


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"reading": "stale", "age_hours": 72.0}, "fresh"),
        ({"missing_columns": ("email",)}, "columns"),
    ],
)
def test_what_the_reading_says_already_is_told_and_not_doubted_twice(con, given, kind):
    orders, _ = held_to(con, orders=given)
    assert [kind_ for kind_, _ in broken(con)] == [kind]
    assert orders.doubts == ()
    assert ("filled", "email") not in broken(con), "a column that is missing is not tested further"


def test_rows_in_quarantine_are_told_by_place_and_reason_and_the_reading_makes_the_doubt(con):
    unread = "the date in 'placed' is not written as the map says"
    double = "the date in 'placed' can be read two ways"
    rows = [("b.csv", 7, unread), ("b.csv", 5, double), ("a.csv", 9, "no key"), ("b.csv", 2, "not UTF-8")]
    orders, _ = held_to(con, orders=quarantine(con, *rows))
    dates, others = (t for t in contract_of(con, STORE, ORDERS) if not t.held)
    assert (dates.kind, dates.records, dates.keys) == ("dates", 2, ("b.csv:5", "b.csv:7"))
    assert (others.kind, others.records, others.keys) == ("quarantined", 2, ("a.csv:9", "b.csv:2"))
    assert others.told == "2 rows were quarantined (1 no key, 1 not UTF-8)"
    assert orders.doubts == ()


def test_where_keys_are_personal_the_file_is_not_named(con):
    table = ORDERS.model_copy(update={"digest_key": True})
    store = STORE.model_copy(update={"tables": (table, CUSTOMERS)})
    given = quarantine(con, ("cv-of-jo.pdf", 1, "no key"))
    hold_to_contract(con, store, [reading(con, table, **given), reading(con, CUSTOMERS)], AS_OF)
    assert [t.keys for t in contract_of(con, store, table) if not t.held] == [("line 1",)]


def test_an_empty_table_breaks_its_contract_and_the_reading_tells(con):
    land(con, ORDERS, [])
    assert held_to(con)[0].doubts == ()
    assert broken(con) == {("rows", ""): (0, ())}


def test_an_export_cut_short_stays_doubted_in_the_words_of_the_map(con):
    sign = "HubSpot stops at 10,000; ask for the rest by an earlier date."
    orders, _ = held_to(con, orders={"doubts": (sign,)})
    assert orders.doubts == ("HubSpot stops at 10,000, ask for the rest by an earlier date",)
    assert broken(con) == {("short", ""): (0, ())}


def test_a_table_that_failed_has_no_terms_and_keeps_no_old_ones(con):
    held_to(con)
    orders, _ = held_to(con, orders={"reading": "failed", "landed": 0})
    assert (contract_of(con, STORE, ORDERS), orders.doubts) == ((), ())


def test_nothing_told_holds_a_value_and_few_keys_are_kept(con):
    land(con, ORDERS, [order(str(n), status=f"secret state {n}", customer=f"secret {n}") for n in range(50)])
    held_to(con)
    terms = contract_of(con, STORE, ORDERS)
    assert "secret" not in repr(terms)
    assert {(t.kind, t.records, len(t.keys)) for t in terms if not t.held} == {("codes", 50, 20), ("link", 50, 20)}


def test_a_name_that_is_no_name_is_not_told():
    values = Store.model_validate(
        STORE.model_dump(mode="json", exclude_none=True)
        | {
            "tables": [
                {"name": "orders", "columns": ["id", "jo@x.example"], "key": ["id"], "required": ["jo@x.example"]}
            ]
        }
    )
    con = duckdb.connect()
    begin(con)
    land(con, values.tables[0], [("1", None)])
    (orders,) = hold_to_contract(con, values, [reading(con, values.tables[0])], AS_OF)
    assert orders.doubts == ("a column whose name is not shown is empty where the map says it never is (1 record)",)


def test_a_large_table_is_put_to_the_library_in_parts(con, monkeypatch):
    monkeypatch.setattr(terms_module, "PART", 3)
    land(con, ORDERS, [order(str(n), status="open" if n % 2 else "closed", customer="7") for n in range(10)])
    held_to(con)
    assert broken(con) == {("codes", "status"): (5, ("0", "2", "4", "6", "8"))}


def test_many_tables_are_each_judged_by_their_own_row(con):
    tables = tuple(CUSTOMERS.model_copy(update={"name": f"t{n}", "opens": {}}) for n in range(25))
    store = STORE.model_copy(update={"tables": tables})
    readings = []
    for n, table in enumerate(tables):
        land(con, table, [("1", "x")])
        readings.append(replace(reading(con, table), age_hours=99.0 if n % 3 else 1.0))
    hold_to_contract(con, store, readings, AS_OF)
    stale = {table.name for table in tables if not contract_of(con, store, table)[3].held}
    assert stale == {f"t{n}" for n in range(25) if n % 3}
