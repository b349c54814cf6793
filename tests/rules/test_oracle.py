"""The engine agrees with a slow oracle, written in plain Python from what the rules promise, on random worlds."""

from dataclasses import replace
from pathlib import Path

import pytest

from rules.rule import library
from tests.rules.oracle.judging import ask_engine, ask_oracle, connection
from tests.rules.oracle.promises import PROMISES
from tests.rules.oracle.worlds import ZONES, world

RULES = library(*sorted((Path(__file__).parents[2] / "examples").glob("*/rules")))
QUICK, WORLDS = 12, 10_000
"""Worlds a rule in the quick tests; worlds in all in the slow one."""


@pytest.fixture(scope="module")
def engines():
    opened = {zone: connection() for zone in ZONES}
    yield opened
    for one in opened.values():
        one.close()


def test_the_oracle_speaks_of_every_rule():
    assert set(PROMISES) == set(RULES)


def agree(engines, rule, seed):
    """What the oracle and the engine say of a world, which must be the same; returned to be counted."""
    one = world(rule, seed)
    expected = ask_oracle(one)
    found = ask_engine(engines[one.night.zone], rule, one)
    assert found == expected, f"{rule.id}, world {seed}: {one.given} on {one.night.as_of} in {one.night.zone}"
    return expected


@pytest.mark.parametrize("name", sorted(RULES))
def test_the_engine_agrees_on_some_worlds(name, engines):
    told = [agree(engines, RULES[name], seed) for seed in range(QUICK)]
    assert sum(len(one.flags) for one in told) > 0
    assert sum(one.rows for one in told) > sum(len(one.flags) for one in told)


@pytest.mark.slow
def test_the_engine_agrees_on_ten_thousand_worlds(engines):
    names = sorted(RULES)
    told = [agree(engines, RULES[names[n % len(names)]], n) for n in range(WORLDS)]
    assert {one.verdict for one in told} == {"kept", "broken", "unproved"}
    grounds = {ground for one in told for ground in one.kept}
    assert grounds >= {ground for rule in RULES.values() for ground in rule.kept_when}


@pytest.mark.parametrize("name", sorted(RULES))
def test_the_comparison_can_fail(name, engines):
    """A rule that lacks a condition to flag is told from the whole one by the same worlds."""
    rule = RULES[name]
    weaker = rule.model_copy(update={"flag_when": ("false",)})
    one = next(w for w in (world(rule, seed) for seed in range(QUICK)) if ask_oracle(w).flags)
    assert ask_engine(engines[one.night.zone], weaker, one) != ask_oracle(one)
    assert ask_engine(engines[one.night.zone], rule, replace(one, rows=one.rows[::-1])) == ask_oracle(one)
