"""A flag explained: its grounds, what other clauses say of the same record, and what would clear it."""

import re
from datetime import date

import duckdb
import pytest

from rules.compiled import compile_clause
from rules.engine import judge
from rules.explain import explain, find_flags, judge_record
from rules.notice import Clause
from rules.relations import RELATIONS, macros
from rules.rule import library
from rules.wording import in_words, name_in_words, why_not
from stores.warehouse import digest_macro

RULES = library()
AS_OF = date(2026, 3, 1)
KEPT = {"subject_type": "candidate", "outcome": "unsuccessful", "clock": "ended_on", "period": "12 months"}
CLAUSES = (
    Clause(id="twelve-months", quote="We keep it for 12 months.", rule="kept-past-period", given=KEPT, remedy="erase"),
    Clause(
        id="with-a-basis",
        quote="Every record has a lawful basis.",
        rule="no-lawful-basis",
        given={"purposes": ["recruitment"], "evidenced": ["consent"]},
        remedy="task",
    ),
    Clause(
        id="marketing-only",
        quote="Marketing has a lawful basis.",
        rule="no-lawful-basis",
        given={"purposes": ["marketing"], "evidenced": ["consent"]},
        remedy="task",
    ),
    Clause(id="attested-only", quote="Staff are trained.", unprovable="Training stands in no store."),
)
APPLICANT = {
    "store": "recruitment",
    "table": "applications",
    "record_key": "A1",
    "subject": "d1",
    "subject_type": "candidate",
    "outcome": "unsuccessful",
    "purpose": "recruitment",
    "lawful_basis": "contract",
    "ended_on": "2020-01-31",
    "statutory_until": "2024-04-05",
}


def add(con, relation, **row):
    names = ", ".join(f'"{name}"' for name in row)
    con.execute(f'INSERT INTO relation."{relation}" ({names}) VALUES ({", ".join("?" * len(row))})', list(row.values()))


@pytest.fixture
def con():
    with duckdb.connect() as connection:
        connection.execute(macros())
        connection.execute(digest_macro(bytes(32)))
        connection.execute("CREATE SCHEMA relation")
        for name, columns in RELATIONS.items():
            kinds = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
            connection.execute(f'CREATE TABLE relation."{name}" ({kinds})')
        yield connection


def flag_of(con, clause):
    judge(con, compile_clause(RULES[clause.rule], clause, AS_OF), "acme", AS_OF)
    (flag,) = find_flags(con, "")
    return flag


def test_the_grounds_that_lost_say_how_they_stand(con):
    add(con, "record", **APPLICANT)
    explanation = explain(con, flag_of(con, CLAUSES[0]), CLAUSES, RULES)
    assert [(g.name, g.holds, g.state) for g in explanation.said.grounds] == [
        ("hold", False, "none"),
        ("statutory_minimum", False, "ran out on 2024-04-05"),
    ]
    assert explanation.said.because == ("The period of 12 months from ended on ran out on 2021-01-31.",)
    assert explanation.said.due_on == date(2021, 1, 31)
    assert explanation.said.facts["ended_on"] == "2020-01-31"


def test_other_clauses_that_judge_the_record_say_their_answer(con):
    add(con, "record", **APPLICANT)
    flag = flag_of(con, CLAUSES[0])
    assert [(o.clause.id, o.answer) for o in explain(con, flag, CLAUSES, RULES).others] == [("with-a-basis", "clear")]
    con.execute("UPDATE relation.record SET lawful_basis = NULL")
    assert [(o.clause.id, o.answer) for o in explain(con, flag, CLAUSES, RULES).others] == [("with-a-basis", "flag")]
    con.execute("UPDATE relation.record SET on_hold = true")
    again = explain(con, flag, CLAUSES, RULES)
    assert again.said.answer == "kept by hold"
    assert [(o.clause.id, o.answer) for o in again.others] == [("with-a-basis", "kept by hold")]


def test_of_several_requests_the_one_that_was_due_first_is_explained_and_each_is_told(con):
    erased = Clause(
        id="erased",
        quote="We erase within a month.",
        rule="erasure-request-unmet",
        given={"within": "1 month", "except_purposes": ["register"]},
        remedy="erase",
    )
    for day in ("2025-09-01", "2025-06-02", "2026-02-20"):
        add(con, "erasure", **APPLICANT, subject_erasure_requested_on=day)
    explanation = explain(con, flag_of(con, erased), [erased], RULES)
    assert explanation.said.due_on == date(2025, 7, 2)
    assert explanation.said.facts["subject_erasure_requested_on"] == "2025-06-02"
    assert [text.split(" and ")[0] for text in explanation.said.because] == [
        "Erasure was requested on 2025-06-02",
        "Erasure was requested on 2025-09-01",
    ]


def test_another_record_of_the_same_person_is_not_mixed_in(con):
    add(con, "record", **APPLICANT)
    flag = flag_of(con, CLAUSES[0])
    add(con, "record", **{**APPLICANT, "record_key": "A2", "lawful_basis": None})
    assert [o.answer for o in explain(con, flag, CLAUSES, RULES).others] == ["clear"]


def test_what_would_clear_it_names_remedy_grounds_and_the_condition(con):
    add(con, "record", **APPLICANT)
    clears = explain(con, flag_of(con, CLAUSES[0]), CLAUSES, RULES).clears
    assert clears == (
        "Erase the record in recruitment, table applications: the proposed remedy, once it is approved.",
        "A ground to keep it, hold: the record is on hold.",
        "A ground to keep it, statutory minimum: statutory until is 2026-03-01 or later.",
        "A correction in the store, if it is wrong there that ended on plus 12 months is before 2026-03-01.",
    )


def test_a_record_of_many_findings_tells_each_flagged_one_and_the_strongest_answer(con):
    clause = Clause(
        id="no-special", quote="We hold no special categories.", rule="special-category-held", remedy="redact"
    )
    where = {"store": "crm", "table": "notes", "record_key": "7"}
    for category in ("user.contact.email", "user.health_and_medical", "user.demographic.religious_belief"):
        add(con, "finding", **where, category=category, column="note")
    said = judge_record(con, RULES[clause.rule], clause, where, AS_OF)
    assert said.answer == "flag"
    assert len(said.because) == 2
    assert "user.contact.email" not in " ".join(said.because)


def test_a_clause_that_left_the_notice_explains_nothing(con):
    add(con, "record", **APPLICANT)
    flag = flag_of(con, CLAUSES[0])
    assert explain(con, flag, CLAUSES[1:], RULES) is None


def test_flags_are_found_by_the_beginning_of_their_id_only(con):
    add(con, "record", **APPLICANT)
    whole = flag_of(con, CLAUSES[0])["flag_id"]
    assert [flag["flag_id"] for flag in find_flags(con, whole[:6].upper())] == [whole]
    assert find_flags(con, whole[1:7] + "x") == []
    assert find_flags(con, "%") == []


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_condition_of_the_library_reads_in_words(rule):
    given = {name: value for example in rule.examples for name, value in example.given.items()}
    for text in (*rule.judge_when, *rule.flag_when, *rule.kept_when.values()):
        told = in_words(rule, text, given, AS_OF)
        assert told
        assert not re.search(r"[$<>=]|\b(AND|OR|NOT|NULL)\b", told), told


def test_what_the_clause_does_not_give_makes_a_condition_hold_always():
    rule = RULES["kept-past-period"]
    assert in_words(rule, rule.judge_when[1], KEPT, AS_OF) == "outcome is unsuccessful"
    assert in_words(rule, rule.judge_when[2], KEPT, AS_OF) == ""


def test_a_form_not_known_is_told_as_the_sql_it_is():
    rule = RULES["kept-past-period"]
    assert in_words(rule, "starts_with(source, 'web')", {}, AS_OF) == "STARTS_WITH(source, 'web')"


def test_why_a_ground_does_not_hold():
    rule = RULES["inactive-subject"]
    assert why_not(rule, rule.kept_when["support_agreement"], {"subject_agreement_until": None}) == "none"
    told = why_not(rule, rule.kept_when["purchase"], {"subject_purchase_completed_on": date(2020, 1, 2)})
    assert told == "none: the person's purchase completed 2020-01-02"
    assert name_in_words("subject_opted_out_on") == "the person's opt-out"
