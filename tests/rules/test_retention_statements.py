"""Forty statements of other organisations, each encoded as a clause and judged on rows that it flags and keeps."""

import re
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from rules.compiled import compile_clause
from rules.errors import RuleError
from rules.minimums import minimums, shown_period, stated_period
from rules.notice import Clause
from rules.rule import Example, library
from rules.storage import KeepWhile
from rules.terms import Remedy
from rules.trial import answer, trial_connection

STATEMENTS = YAML(typ="safe").load((Path(__file__).parent / "retention_statements.yaml").read_text(encoding="utf-8"))
RULES = library()


@pytest.fixture(scope="module")
def con():
    with trial_connection() as connection:
        yield connection


def test_there_are_forty_and_each_flags_and_spares():
    assert len(STATEMENTS) >= 40
    for one in STATEMENTS:
        expected = {row["expect"] for row in one["rows"]}
        assert "flag" in expected, one["says"]
        assert expected - {"flag"}, one["says"]


@pytest.mark.parametrize("one", STATEMENTS, ids=[one["says"][:60] for one in STATEMENTS])
def test_a_statement_is_judged_as_it_says(one, con):
    rule = RULES[one.get("rule", "kept-past-period")]
    for row in one["rows"]:
        facts = {name: value for name, value in row.items() if name != "expect"}
        if "subject_type" in one["given"]:
            facts.setdefault("subject_type", one["given"]["subject_type"])
        day = one.get("as_of", date(2026, 6, 30))
        example = Example(why=one["says"], as_of=day, given=one["given"], row=facts, expect=row["expect"])
        assert answer(rule, example, con) == row["expect"], facts


def test_every_ground_and_every_way_to_state_a_clock_is_among_them():
    asked = {ground for one in STATEMENTS for ground in one["given"].get("keep_while", [])}
    assert asked == {ground.value for ground in KeepWhile}
    for name in ("not_begun", "whichever", "other_clock", "unless", "document_type", "channel", "outcome", "basis"):
        assert any(name in one["given"] for one in STATEMENTS), name


def test_the_grounds_a_clause_may_ask_for_are_the_vocabulary():
    rule = RULES["kept-past-period"]
    assert rule.given["keep_while"].one_of == tuple(ground.value for ground in KeepWhile)
    assert {ground.dpv for ground in KeepWhile} == {"dpv:UntilEventDuration", "dpv:UntilTimeDuration"}


def clause(**given):
    base = {"subject_type": "client", "clock": "ended_on", "period": "12 months"}
    return Clause(
        id="twelve", quote="kept for 12 months", rule="kept-past-period", remedy=Remedy.ERASE, given={**base, **given}
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"keep_while": ["purchase"]}, "keep_while: purchase needs 'purchase_within' (period)"),
        ({"keep_while": ["contract"]}, "keep_while cannot be 'contract'; did you mean 'contact'"),
        ({"period": "statutory payee"}, "no law is known for 'payee'; did you mean 'paye'"),
        ({"whichever": "sooner"}, "whichever cannot be 'sooner'"),
    ],
)
def test_what_does_not_fit_is_told(given, message):
    with pytest.raises(RuleError, match=r".") as told:
        compile_clause(RULES["kept-past-period"], clause(**given), date(2026, 3, 1))
    assert message in str(told.value)


@pytest.mark.parametrize(
    ("given", "wide"),
    [({}, False), ({"keep_while": ["agreement"]}, True), ({"clock": "subject_last_interaction_on"}, True)],
)
def test_a_clause_that_rests_on_what_was_found_nowhere_rests_on_all_stores(given, wide):
    compiled = compile_clause(RULES["kept-past-period"], clause(**given), date(2026, 3, 1))
    assert compiled.over_all_stores is wide


def test_the_minimums_of_the_law_have_a_period_a_start_and_a_source(con):
    assert len(minimums()) > 15
    for document, one in minimums().items():
        end = con.execute(f"SELECT statutory_end('{document}', DATE '2024-02-29')").fetchone()[0]
        assert end == date(2024 + one.period.months // 12, 2, 29 if one.period.months % 48 == 0 else 28), document
        assert re.search(r"(Act|Regulations|Order) \d{4} (s\.|reg\.|regs\.|art\.|Sch\.)", one.source), document
    assert sum(one.read == "provision" for one in minimums().values()) >= 10
    assert con.execute("SELECT statutory_end('a love letter', DATE '2024-02-29')").fetchone()[0] is None
    assert stated_period("statutory vat") == stated_period("6 years")
    assert shown_period("statutory vat") == "6 years (VAT Act 1994 Sch. 11 para. 6(3) with VAT Notice 700/21)"
