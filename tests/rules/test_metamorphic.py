"""What must not move a verdict does not, for every rule: the worlds of the oracle, changed in ways that mean nothing.

Here: relations. What an export's order, headers and copies do is ``tests/test_metamorphic_night.py``'s.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta

from rules.calendar import READERS
from rules.compiled import compile_clause
from rules.engine import Judged, verdict
from rules.notice import Clause
from rules.relations import MANY_A_RECORD
from rules.rule import library
from rules.terms import Remedy, Verdict
from tests.rules.oracle.judging import ask_engine, connection
from tests.rules.oracle.promises import Night
from tests.rules.oracle.worlds import ZONES, world

RULES = library(*sorted((Path(__file__).parents[2] / "examples").glob("*/rules")))
SEEDS = [pytest.param((100,), id="one world"), pytest.param(range(101, 120), id="more", marks=pytest.mark.slow)]
NEW_NAMES = {"crm": "the-crm", "desk": "front_desk", "shop": "a shop"}


@pytest.fixture(scope="module")
def engines():
    opened = {zone: connection() for zone in ZONES}
    yield opened
    for one in opened.values():
        one.close()


def asked(engines, name, one):
    return ask_engine(engines[one.night.zone], RULES[name], one)


@pytest.mark.parametrize("seeds", SEEDS)
@pytest.mark.parametrize("name", sorted(RULES))
def test_the_order_of_rows(name, seeds, engines):
    for one in (world(RULES[name], seed) for seed in seeds):
        mixed = random.Random(7).sample(one.rows, len(one.rows))  # noqa: S311 - an order, no secret
        assert asked(engines, name, replace(one, rows=mixed)) == asked(engines, name, one)


@pytest.mark.parametrize("seeds", SEEDS)
@pytest.mark.parametrize("name", sorted(RULES))
def test_the_names_of_stores(name, seeds, engines):
    """They change in the rows, in the clause's stores, and where the clause speaks of stores."""

    def renamed(value):
        return [NEW_NAMES[v] for v in value] if isinstance(value, list) else value

    for one in (world(RULES[name], seed) for seed in seeds):
        other = replace(
            one,
            given={k: renamed(v) if k in {"held_in", "stores"} else v for k, v in one.given.items()},
            only=one.only and tuple(NEW_NAMES[store] for store in one.only),
            rows=[{**row, "store": NEW_NAMES[row["store"]]} for row in one.rows],
        )
        before, after = asked(engines, name, one), asked(engines, name, other)
        assert after.flags == {(NEW_NAMES[s], t, k): due for (s, t, k), due in before.flags.items()}
        assert after.grounds == {(NEW_NAMES[s], t, k): ground for (s, t, k), ground in before.grounds.items()}
        assert replace(after, flags={}, grounds={}) == replace(before, flags={}, grounds={})


def shifted(value, years):
    """400 years are a whole number of weeks and of leap years, 28 are within 1901 to 2099."""
    if isinstance(value, (date, datetime)):
        return value + relativedelta(years=years)
    return value


@pytest.mark.parametrize("seeds", SEEDS)
@pytest.mark.parametrize("name", sorted(RULES))
@pytest.mark.parametrize("years", [28, 400])
def test_every_date_and_the_night_together(name, seeds, years, engines):
    """All of a world moves by the same whole number of years.

    A rule that moves a day on to a working day is given the day itself: bank holidays follow Easter, and no number of
    years within the calendar brings every Easter back. Nights on which clocks change do come back after 28 years, but
    the calendar that says when a day begins ends with 2060.
    """
    rule = RULES[name]
    for one in (world(rule, seed) for seed in seeds):
        given = {**one.given, **({"ends": "same_day"} if "ends" in rule.given else {})}
        if any(isinstance(value, str) and "working" in value for value in given.values()):
            continue
        if years > 28 and rule.over == "breach":
            continue
        here = replace(one, given=given)
        there = replace(
            here,
            rows=[{column: shifted(value, years) for column, value in row.items()} for row in here.rows],
            night=Night(shifted(one.night.as_of, years), one.night.zone),
        )
        before, after = asked(engines, name, here), asked(engines, name, there)
        assert after.flags == {key: shifted(due, years) for key, due in before.flags.items()}
        assert replace(after, flags={}) == replace(before, flags={})


def test_only_these_rules_read_the_calendar():
    """Which is why the others may be shifted by any whole number of four centuries."""
    reading = {
        rule.id
        for rule in RULES.values()
        if any(f"{macro}(" in str(rule.model_dump(exclude={"examples"})) for macro in READERS)
    }
    assert reading == {"breach-notified-late", "erasure-request-unmet", "request-overdue"}
    assert {rule.id for rule in RULES.values() if "ends" in rule.given} == reading - {"breach-notified-late"}


@pytest.mark.parametrize("seeds", SEEDS)
@pytest.mark.parametrize("name", sorted(RULES))
def test_an_export_twice(name, seeds, engines):
    """No record is flagged, kept or undated twice. Landing lets a row in once, so rows themselves need not be told apart."""
    for one in (world(RULES[name], seed) for seed in seeds):
        before, after = asked(engines, name, one), asked(engines, name, replace(one, rows=one.rows * 2))
        assert after.rows == before.rows if RULES[name].over in MANY_A_RECORD else after.rows == 2 * before.rows
        assert replace(after, rows=0) == replace(before, rows=0)


@pytest.mark.parametrize("seeds", SEEDS)
@pytest.mark.parametrize("name", sorted(RULES))
def test_somebody_else_beside_them(name, seeds, engines):
    """A person of another world, with keys of their own: what was said of the others stays word for word."""
    for seed in seeds:
        one, other = world(RULES[name], seed), world(RULES[name], seed + 1000)
        strangers = [{**row, "record_key": f"other {row['record_key']}", "subject": "x"} for row in other.rows]
        before, after = asked(engines, name, one), asked(engines, name, replace(one, rows=one.rows + strangers))
        assert {key: due for key, due in after.flags.items() if not key[2].startswith("other")} == before.flags
        assert {key: g for key, g in after.grounds.items() if not key[2].startswith("other")} == before.grounds
        assert after.rows >= before.rows
        assert after.undated >= before.undated


@pytest.mark.parametrize("seeds", SEEDS)
@pytest.mark.parametrize("name", sorted(RULES))
def test_a_store_that_is_not_read_never_makes_a_promise_kept(name, seeds, engines):
    """Every store alone is taken away with its rows; that it is missing is told, as the night tells it."""
    for one in (world(RULES[name], seed) for seed in seeds):
        for store in NEW_NAMES:
            left = replace(one, rows=[row for row in one.rows if row["store"] != store])
            told = asked(engines, name, left)
            judged = Judged(rows=told.rows, flags=len(told.flags), undated=told.undated)
            assert verdict(judged, [f"{store}: the store is not read"])[0] is not Verdict.KEPT
        assert asked(engines, name, replace(one, rows=[])).verdict == "unproved"


@pytest.mark.parametrize("seeds", SEEDS)
@pytest.mark.parametrize("name", sorted(RULES))
def test_the_stores_in_a_clause_are_all_it_stands_on(name, seeds, engines):
    """Rows of a store of which the clause does not speak move nothing."""
    for one in (replace(world(RULES[name], seed), only=("crm", "desk")) for seed in seeds):
        left = replace(one, rows=[row for row in one.rows if row["store"] != "shop"])
        assert asked(engines, name, left) == asked(engines, name, one)


def test_a_rule_over_people_says_that_another_store_could_prove_the_contrary():
    """Then no flag is raised while a store is unread: taking an input away must not make anybody late."""
    one = world(RULES["inactive-subject"], 1)
    clause = one_clause("inactive-subject", one.given)
    assert compile_clause(RULES["inactive-subject"], clause, one.night.as_of).over_all_stores


def one_clause(rule, given):
    return Clause(id="the-clause", quote="what is promised", rule=rule, given=given, remedy=Remedy.ERASE)
