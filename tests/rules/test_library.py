"""Every rule file's examples are tests by being there, and every condition of every rule matters."""

from pathlib import Path

import pytest

from rules.rule import library
from rules.trial import answer, trial_connection

OWN = sorted((Path(__file__).parents[2] / "examples").glob("*/rules"))
"""The rules that the example controllers wrote for themselves."""
RULES = library(*OWN)


@pytest.fixture(scope="module")
def con():
    with trial_connection() as connection:
        yield connection


@pytest.mark.parametrize(
    ("rule", "example"),
    [pytest.param(rule, e, id=f"{rule.id}: {e.why}") for rule in RULES.values() for e in rule.examples],
)
def test_the_rule_says_what_its_example_expects(rule, example, con):
    assert answer(rule, example, con) == example.expect


@pytest.mark.parametrize(
    ("rule", "field", "which"),
    [pytest.param(r, f, w, id=f"{r.id} {f} {w}") for r in RULES.values() for f, w in r.conditions],
)
def test_dropping_a_condition_changes_an_example(rule, field, which, con):
    weaker = rule.without(field, which)
    held_back = {"judge_when": "out", "dated_by": "undated", "flag_when": "clear", "kept_when": f"kept by {which}"}
    concerned = [e for e in rule.examples if e.expect == held_back[field]]  # the only ones that a lack can change
    assert any(answer(weaker, e, con) != e.expect for e in concerned), "no example depends on this condition"
