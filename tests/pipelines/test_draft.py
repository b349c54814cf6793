"""``abide draft``: seven notices of as many styles, each with what a person would draft from it."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipelines.commands.draft import made_from
from rules.notice import notice_layout, notice_text, stands_in

NOTICES = Path(__file__).resolve().parents[1] / "notices"
EXPECTED = YAML(typ="safe").load(NOTICES / "expected.yaml")


@pytest.fixture(scope="module")
def drafts():
    return {name: made_from(notice_layout(NOTICES / name), None, "") for name in EXPECTED}


def wanted():
    for name, notice in EXPECTED.items():
        for begins, kind, *given in notice["clauses"]:
            yield pytest.param(name, begins, kind, given[0] if given else {}, id=f"{name}-{kind}-{begins[:24]}")


@pytest.mark.parametrize(("name", "begins", "kind", "given"), list(wanted()))
def test_a_promise_becomes_the_clause_a_person_would_draft(drafts, name, begins, kind, given):
    found = [p for p in drafts[name].proposals if p.quote.lstrip("*").startswith(begins)]
    assert kind in [p.kind for p in found]
    values = {k: v.value for p in found if p.kind == kind for k, v in p.given.items()}
    assert {k: sorted(v) if isinstance(v, list) else v for k, v in values.items() if k in given} == {
        k: sorted(v) if isinstance(v, list) else v for k, v in given.items()
    }


@pytest.mark.parametrize("name", list(EXPECTED))
def test_what_a_notice_states_over_all(drafts, name):
    reading, expected = drafts[name].reading, EXPECTED[name]
    placed = [
        p.value
        for said in reading.said
        if any(one.said.start == said.start or one.start <= said.start < one.end for one in drafts[name].proposals)
        for p in said.periods
    ]
    sure = [r.name for r in reading.recipients if "model" not in r.why]
    assert reading.controller == expected["controller"]
    assert reading.published == expected["published"]
    assert placed == expected["periods"]
    assert sorted(sure) == sorted(expected["recipients"])
    assert sorted({code for said in reading.said for code in said.countries}) == expected["countries"]


def test_a_sentence_with_two_periods_says_that_its_clauses_must_be_told_apart(drafts):
    found = [p for p in drafts["software.txt"].proposals if p.quote.startswith("CVs of people")]
    assert [(p.given["period"].value, "tell the clauses apart" in " ".join(p.notes)) for p in found] == [
        ("12 months", True),
        ("28 days", True),
    ]


def test_what_names_data_and_became_no_clause_is_listed(drafts):
    assert [said.quote for said in drafts["software.txt"].unplaced][:1] == [
        "IP addresses are truncated before storage."
    ]


@pytest.mark.parametrize("name", list(EXPECTED))
def test_every_quote_stands_and_what_is_no_promise_is_no_clause(drafts, name):
    text = notice_text(NOTICES / name)
    assert [p.id for p in drafts[name].proposals if not stands_in(p.quote, text)] == []
    for begins in EXPECTED[name]["nothing"]:
        assert [p.kind for p in drafts[name].proposals if p.quote.startswith(begins)] == []
