"""Ways in which an erasure could be called verified though nothing shows it: each must come out otherwise."""

from datetime import date, datetime

import pytest

from erasure.intent import Outcome, Progress
from erasure.order import Order, Touched
from erasure.verifying import LOST, NEARLY, NOT_READ, Second
from stores.controller import load_controller
from stores.erasing import State
from stores.warehouse import digest_macro, scratch
from tests.erasure.approved import ERASURE, allowed
from tests.erasure.test_hand import Lying
from tests.erasure.test_searched import VENDOR

COLUMNS = ("contact_id", "email", "note", "closed")
BEFORE = [("c1", "jane.roe@mail.example", "by telephone", ""), ("C2", "", "called", ""), ("007", "", "wrote", "")]
STARTED, LATER = "2026-03-01T12:00:00Z", datetime.fromisoformat("2026-03-02")


@pytest.fixture
def vendor(place):
    allowed(place)
    (place / "stores" / "crm.yaml").write_text(VENDOR + ERASURE)
    return load_controller(place)


def reading(
    con, catalog, rows, columns=COLUMNS, reading="read", exported=LATER, store="crm", table="contacts", error=""
):
    """A reading of one table, as a night leaves it."""
    con.execute(f"ATTACH ':memory:' AS {catalog}; CREATE SCHEMA {catalog}.landed; CREATE SCHEMA {catalog}.meta")
    con.execute(f'CREATE TABLE {catalog}.landed."{store}__{table}" ({", ".join(f"{c} VARCHAR" for c in columns)}, '
                "record_key VARCHAR)")  # fmt: skip
    for row in rows:
        marks = ", ".join("?" * (len(row) + 1))
        con.execute(f'INSERT INTO {catalog}.landed."{store}__{table}" VALUES ({marks})', [*row, row[0]])
    con.execute(f'CREATE TABLE {catalog}.meta.reading (store VARCHAR, "table" VARCHAR, reading VARCHAR, '
                "exported_at TIMESTAMP, quarantined BIGINT, doubts VARCHAR, error VARCHAR)")  # fmt: skip
    row = [store, table, reading, exported, 0, None, error]
    con.execute(f"INSERT INTO {catalog}.meta.reading VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def said(controller, step, again, before=3, **more):
    """What a second reading says of a step whose eraser called everything removed: state and reason, by key."""
    con = scratch()
    con.execute(digest_macro(b"k" * 32))
    place = {"store": step.store, "table": step.table}
    key = "application_id" if step.table == "applications" else "contact_id"
    reading(con, "one", BEFORE, (key, *COLUMNS[1:]), **place)
    reading(con, "two", again, **{**place, **more})
    done = Progress(
        started=STARTED, before={1: before}, outcomes={1: {k: Outcome(str(State.REMOVED)) for k in step.records}}
    )
    order = Order("EB-0001", "0" * 64, {"kept": []}, (step,))
    second = Second(con, controller, order, done, "one", "two", date(2026, 3, 2), lambda _: Lying())
    return {key: (one.state, one.reason) for key, one in second._step(step, list(step.records)).items()}


def deleted(*keys, store="crm", table="contacts"):
    return touched("delete", store, table, dict.fromkeys(keys, ()))


def touched(action, store, table, records):
    return Touched(1, store, table, action, "", None, (), records)


@pytest.mark.parametrize(("old", "new"), [("c1", "C1"), ("c1", " c1 "), ("007", "7"), ("007", "7.0"), ("C2", "c2")])
def test_a_key_that_is_written_otherwise(vendor, old, new):
    rest = [row for row in BEFORE if row[0] != old]
    assert said(vendor, deleted(old), [*rest, (new, "", "", "")]) == {old: ("failed", NEARLY)}
    assert said(vendor, deleted(old), rest) == {old: ("verified", "")}


def test_another_record_whose_key_was_nearly_the_same_all_along(vendor):
    BEFORE.append(("c2", "", "another", ""))
    try:
        assert said(vendor, deleted("C2"), [BEFORE[0], BEFORE[2], BEFORE[3]]) == {"C2": ("verified", "")}
    finally:
        BEFORE.pop()


def test_a_column_that_was_renamed(vendor):
    step = touched("blank", "crm", "contacts", {"c1": ("note",)})
    renamed = [(key, email, text, closed) for key, email, text, closed in BEFORE]
    assert said(vendor, step, renamed, columns=("contact_id", "email", "remark", "closed")) == {"c1": ("failed", LOST)}
    empty = [(key, email, None, closed) for key, email, _, closed in BEFORE]
    assert said(vendor, step, empty) == {"c1": ("failed", LOST)}
    emptied = [(key, email, "" if key == "c1" else text, closed) for key, email, text, closed in BEFORE]
    assert said(vendor, step, emptied) == {"c1": ("verified", "")}


def test_a_file_that_is_gone_with_the_records_of_others(vendor):
    step = deleted("c1", store="recruitment", table="applications")
    gone = {"reading": "failed", "exported": None, "error": "recruitment: no file matches exports/applications-*.csv"}
    assert said(vendor, step, [], **gone) == {"c1": ("failed", NOT_READ)}
    assert said(vendor, step, [], before=1, **gone) == {"c1": ("verified", "")}


@pytest.mark.parametrize(
    "more", [{"reading": "empty"}, {"reading": "failed"}, {"exported": datetime.fromisoformat("2026-03-01T11:00:00")}]
)
def test_an_export_that_is_empty_unread_or_older(vendor, more):
    assert said(vendor, deleted("c1"), [], **more)["c1"][0] != "verified"
