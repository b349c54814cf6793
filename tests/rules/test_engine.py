"""The engine over whole relations: answers, counts, identity, precedence, and what a verdict may claim."""

from datetime import date
from itertools import product

import pytest

from rules.compiled import compile_clause
from rules.engine import judge, needed_tables, remember, verdict
from rules.errors import RuleError
from rules.notice import Clause
from rules.relations import RELATIONS
from rules.rule import library
from rules.terms import Verdict
from rules.trial import trial_connection

AS_OF = date(2026, 3, 1)
RULES = library()
GIVEN = {"subject_type": "candidate", "outcome": "unsuccessful", "clock": "ended_on", "period": "12 months"}


def clause(rule="kept-past-period", **over):
    fields = {"id": "twelve-months", "quote": "held for 12 months", "rule": rule, "given": GIVEN, "remedy": "erase"}
    return Clause(**{**fields, **over})


@pytest.fixture
def con():
    with trial_connection() as connection:
        connection.execute("CREATE MACRO keyed_digest(v) AS sha256('test key' || CAST(v AS VARCHAR))[1:32]")
        connection.execute("CREATE SCHEMA relation")
        for name, columns in RELATIONS.items():
            typed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
            connection.execute(f'CREATE TABLE relation."{name}" ({typed})')
        yield connection


def put(con, relation="record", **row):
    row = {"store": "ats", "table": "applications", **row}
    columns = ", ".join(f'"{name}"' for name in row)
    con.execute(
        f'INSERT INTO relation."{relation}" ({columns}) VALUES ({", ".join("?" * len(row))})', list(row.values())
    )


def candidate(con, key, ended, **more):
    put(con, record_key=key, subject_type="candidate", outcome="unsuccessful", ended_on=ended, **more)


def flags(con):
    return con.execute(
        "SELECT record_key, flag_id, facts_digest, due_on, overdue_days FROM flagged.flag ORDER BY 1"
    ).fetchall()


def night(con, rule="kept-past-period", as_of=AS_OF, **over):
    compiled = compile_clause(RULES[rule], clause(rule, **over), as_of)
    return judge(con, compiled, "harbour", as_of)


def test_counts_every_record_in_scope_once(con):
    candidate(con, "on the day", date(2025, 3, 1))
    candidate(con, "one day past", date(2025, 2, 28))
    candidate(con, "no date", None)
    candidate(con, "held", date(2020, 1, 1), on_hold=True)
    put(con, record_key="a delegate", subject_type="delegate", ended_on=date(2000, 1, 1))
    judged = night(con)
    assert (judged.rows, judged.flags, judged.undated, judged.kept) == (4, 1, 1, {"hold": 1})
    assert [(key, due, days) for key, _, _, due, days in flags(con)] == [("one day past", date(2026, 2, 28), 1)]


def test_a_flag_keeps_its_id_when_other_records_and_the_date_change(con):
    candidate(con, "one", date(2025, 2, 28))
    night(con)
    before = flags(con)[0][1:3]
    candidate(con, "another", date(2019, 1, 1))
    con.execute("UPDATE relation.record SET subject_records = 7")
    night(con, as_of=date(2026, 4, 1))
    after = {key: (flag, facts) for key, flag, facts, *_ in flags(con)}
    assert after["one"] == before
    assert after["another"][0] != before[0]


def test_the_facts_digest_changes_with_the_facts_and_the_id_does_not(con):
    candidate(con, "one", date(2025, 2, 28))
    night(con)
    (before,) = flags(con)
    con.execute("UPDATE relation.record SET ended_on = DATE '2025-02-27'")
    night(con)
    (after,) = flags(con)
    assert after[1] == before[1]
    assert after[2] != before[2]


def test_first_flagged_on_stays(con):
    candidate(con, "one", date(2025, 1, 1))
    night(con, as_of=date(2026, 2, 1))
    remember(con)
    night(con, as_of=date(2026, 3, 1))
    remember(con)
    assert con.execute("SELECT first_flagged_on, as_of FROM flagged.flag").fetchall() == [(date(2026, 2, 1), AS_OF)]


def test_several_findings_in_one_record_are_one_flag(con):
    for column, category in (("notes", "user.health_and_medical"), ("answer", "user.criminal_history")):
        put(con, "finding", record_key="1", subject_type="delegate", column=column, category=category)
    judged = night(con, "special-category-held", given={})
    assert (judged.rows, judged.flags) == (1, 1)
    found = con.execute("SELECT category, columns FROM flagged.flag").fetchall()
    assert found == [("user.criminal_history, user.health_and_medical", "answer, notes")]


def test_withheld_flags_are_counted_and_not_raised(con):
    candidate(con, "one", date(2020, 1, 1))
    compiled = compile_clause(RULES["kept-past-period"], clause(), AS_OF)
    judged = judge(con, compiled, "harbour", AS_OF, withheld=True)
    assert (judged.flags, judged.withheld) == (0, 1)
    assert flags(con) == []
    assert verdict(judged, ["newsletter.members: the export is stale"])[0] is Verdict.UNPROVED


@pytest.mark.parametrize(("hold", "minimum", "requested", "past_maximum"), list(product([False, True], repeat=4)))
def test_a_hold_beats_a_minimum_beats_a_request_beats_a_maximum(con, hold, minimum, requested, past_maximum):
    """All sixteen mixtures of the four grounds, over one record."""
    for relation in ("record", "erasure"):
        candidate(
            con,
            "one",
            date(2020, 1, 1) if past_maximum else date(2026, 1, 1),
            relation=relation,
            on_hold=hold,
            statutory_until=date(2030, 1, 1) if minimum else None,
            subject_erasure_requested_on=date(2026, 1, 1) if requested else None,
        )
    by_maximum = night(con)
    request = clause(
        "erasure-request-unmet", id="erasure", given={"within": "1 month", "except_purposes": ["register"]}
    )
    by_request = judge(con, compile_clause(RULES["erasure-request-unmet"], request, AS_OF), "harbour", AS_OF)
    keeps = {"hold": 1} if hold else {"statutory_minimum": 1} if minimum else {}
    assert by_maximum.kept == (keeps if past_maximum else {})
    assert by_request.kept == (keeps if requested else {})
    assert by_maximum.flags == int(past_maximum and not keeps)
    assert by_request.flags == int(requested and not keeps)


def test_of_several_requests_that_are_overdue_the_flag_tells_the_one_that_was_due_first(con):
    """Which need not be the one that was made first: that one was extended."""
    for asked, until in (
        (date(2025, 6, 2), date(2025, 9, 2)),
        (date(2025, 6, 9), None),
        (date(2026, 2, 20), None),
    ):
        put(
            con,
            "erasure",
            record_key="one",
            subject_erasure_requested_on=asked,
            subject_erasure_extended_until=until,
        )
    judged = night(con, "erasure-request-unmet", given={"within": "1 month", "except_purposes": ["register"]})
    assert (judged.rows, judged.flags, judged.undated) == (1, 1, 0)
    because, facts, due = con.execute("SELECT because, facts, due_on FROM flagged.flag").fetchone()
    assert due == date(2025, 7, 9)
    assert "requested on 2025-06-09 and due on 2025-07-09" in because
    assert '"subject_erasure_requested_on":"2025-06-09"' in facts


def test_the_losing_grounds_stay_in_the_explanation(con):
    candidate(con, "flagged", date(2020, 1, 1), statutory_until=date(2021, 1, 1))
    candidate(con, "kept", date(2020, 1, 1), on_hold=True, statutory_until=date(2030, 1, 1))
    night(con)
    (facts,) = con.execute("SELECT facts FROM flagged.flag").fetchone()
    assert '"grounds_that_lost":{"hold":false,"statutory_minimum":false}' in facts
    assert '"statutory_until":"2021-01-01"' in facts
    assert con.execute("SELECT ground, losing FROM flagged.kept").fetchall() == [
        ("hold", '{"hold":true,"statutory_minimum":true}')
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({**GIVEN, "perod": "12 months"}, "takes no 'perod'; did you mean 'period'?"),
        ({**GIVEN, "period": "a year"}, "'a year' is not a period"),
        ({**GIVEN, "period": None}, "needs 'period'"),
        ({**GIVEN, "clock": "ended"}, "'ended' is not a clock of record; did you mean 'ended_on'?"),
        ({**GIVEN, "clock": "statutory_until"}, "is not a clock"),
        ({**GIVEN, "subject_type": ["candidate"]}, "must be a word"),
    ],
)
def test_what_does_not_fit_the_rule_is_told(given, message):
    with pytest.raises(RuleError, match=r".") as told:
        compile_clause(RULES["kept-past-period"], clause(given=given), AS_OF)
    assert message in str(told.value)


def test_a_value_is_a_literal_and_never_sql(con):
    candidate(con, "one", date(2020, 1, 1))
    judged = night(con, given={**GIVEN, "outcome": "x' or true or outcome = 'y"})
    assert judged.rows == 0


def test_only_a_certain_no_leaves_a_table_out(con):
    compiled = compile_clause(RULES["kept-past-period"], clause(), AS_OF)
    tables = [
        {"store": "ats", "table": "applications", "subject_type": "candidate"},
        {"store": "ats", "table": "unknown"},
        {"store": "crm", "table": "contacts", "subject_type": "contact"},
    ]
    assert needed_tables(con, compiled, tables) == [("ats", "applications"), ("ats", "unknown")]
    only = compile_clause(RULES["kept-past-period"], clause(stores=("crm",)), AS_OF)
    assert needed_tables(con, only, tables) == []


@pytest.mark.parametrize(
    ("rule", "given", "table", "is_needed"),
    [
        ("erasure-request-unmet", {"within": "1 month", "except_purposes": ["register"]}, {}, True),
        ("erasure-request-unmet", {"within": "1 month", "except_purposes": ["register"]}, {"purpose": "orders"}, True),
        (
            "erasure-request-unmet",
            {"within": "1 month", "except_purposes": ["register"]},
            {"purpose": "register"},
            False,
        ),
        ("disposal-uncertified", {"within": "30 days"}, {}, True),
        ("breach-notified-late", {"within": "72 hours"}, {}, True),
        ("change-not-told", {}, {}, True),
    ],
)
def test_what_varies_in_a_table_is_not_taken_for_empty(con, rule, given, table, is_needed):
    compiled = compile_clause(RULES[rule], clause(rule, given=given), AS_OF)
    assert needed_tables(con, compiled, [{"store": "s", "table": "t", **table}]) == [("s", "t")] * is_needed


def test_nothing_judged_is_never_kept(con):
    said, reason = verdict(night(con), [])
    assert said is Verdict.UNPROVED
    assert "nothing was judged" in reason
