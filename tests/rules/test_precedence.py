"""All mixtures of the five grounds over one record: which decides, which lose, and when a loser would win."""

from datetime import date
from itertools import product

import pytest

from rules.explain import judge_record
from rules.notice import Clause
from rules.precedence import LAW, State, state_of, weigh
from rules.relations import RELATIONS
from rules.rule import Ground, library
from rules.terms import Remedy
from rules.trial import trial_connection

AS_OF = date(2026, 3, 1)
RULES = library()
CLAUSES = [
    Clause(id="maximum", quote="for 12 months", rule="kept-past-period", remedy=Remedy.ERASE,
           given={"subject_type": "client", "clock": "ended_on", "period": "12 months"}),
    Clause(id="requests", quote="erased in a month", rule="erasure-request-unmet", remedy=Remedy.ERASE,
           given={"within": "1 month", "except_purposes": ["register"]}),
    Clause(id="silence", quote="after 36 months", rule="inactive-subject", remedy=Remedy.ERASE,
           given={"period": "36 months", "purchase_within": "36 months", "purposes": ["payment"]}),
]  # fmt: skip
KEY = {"store": "s", "table": "t", "record_key": "1"}


@pytest.fixture(scope="module")
def con():
    with trial_connection() as connection:
        connection.execute("CREATE SCHEMA relation")
        for name in ("record", "subject", "erasure"):
            typed = ", ".join(f'"{column}" {kind}' for column, kind in RELATIONS[name].items())
            connection.execute(f'CREATE TABLE relation."{name}" ({typed})')
        yield connection


def weighed(con, **facts):
    row = {**KEY, "subject": "d", "subject_type": "client", "purpose": "payment", **facts}
    for name in ("record", "subject", "erasure"):
        con.execute(f'DELETE FROM relation."{name}"')
        con.execute(
            f'INSERT INTO relation."{name}" ({", ".join(row)}) VALUES ({", ".join("?" * len(row))})'.replace(
                "table,", '"table",'
            ),
            list(row.values()),
        )
    said = [judge_record(con, RULES[clause.rule], clause, KEY, AS_OF) for clause in CLAUSES]
    return weigh([one for one in said if one is not None], AS_OF)


@pytest.mark.parametrize("holds", list(product([False, True], repeat=5)))
def test_the_strongest_that_holds_decides_and_the_others_that_hold_lose(con, holds):
    hold, minimum, request, maximum, silence = holds
    found = weighed(
        con,
        on_hold=hold,
        statutory_until=date(2030, 1, 1) if minimum else None,
        subject_erasure_requested_on=date(2026, 1, 1) if request else None,
        ended_on=date(2024, 1, 1) if maximum else date(2025, 6, 1),
        subject_last_interaction_on=date(2020, 1, 1) if silence else date(2025, 6, 1),
    )
    assert [one.ground for one in found] == list(LAW)
    standing = [one.ground for one, holding in zip(found, holds, strict=True) if holding]
    assert [one.ground for one in found if one.stands == "decides"] == standing[:1]
    assert [one.ground for one in found if one.stands == "loses"] == standing[1:]
    erases, keeps = request or maximum or silence, hold or minimum
    assert state_of(found) is (State.IN_USE if not erases else State.BLOCKED if keeps else State.DUE)


def test_a_ground_that_lost_says_when_it_would_win(con):
    found = {
        one.ground: one
        for one in weighed(
            con,
            statutory_until=date(2025, 4, 5),
            ended_on=date(2025, 6, 1),
            subject_last_interaction_on=date(2024, 2, 29),
            subject_erasure_requested_on=date(2026, 2, 27),
        )
    }
    assert found[Ground.STATUTORY_MINIMUM].told == "ran out on 2025-04-05; a later end would win"
    assert (found[Ground.DECLARED_MAXIMUM].stands, found[Ground.DECLARED_MAXIMUM].wins_on) == (
        "waits",
        date(2026, 6, 2),
    )
    assert found[Ground.INACTIVITY].wins_on == date(2027, 3, 1)
    assert found[Ground.REQUEST].wins_on == date(2026, 3, 28)
    assert "from its day" in found[Ground.HOLD].told


def test_a_ground_of_the_notice_puts_it_off_and_an_unknown_date_is_told(con):
    found = {
        one.ground: one.told
        for one in weighed(con, subject_last_interaction_on=date(2020, 1, 1), subject_agreement_until=date(2027, 1, 1))
    }
    assert found[Ground.INACTIVITY] == "put off while the ground support agreement holds (silence)"
    assert found[Ground.DECLARED_MAXIMUM] == "no usable date, so nobody knows when it would win"
    assert found[Ground.REQUEST] == "no clause judges it"
