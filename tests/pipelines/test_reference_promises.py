"""Every promise of both kinds of notice is accounted for by name: a clause, its rule or reason, and what breaks it."""

import re
from collections import Counter

import pytest

from pipelines import reference_promises
from pipelines.checking.lint import kinds
from pipelines.reference import pages
from pipelines.reference_catalog import EXAMPLES
from pipelines.reference_promises import ROWS, Row, accounted, example, promises

TOLD = promises()
CASES = [pytest.param(one.controller, row, id=row.id) for one in TOLD for row in one.rows]


def test_every_row_stands_once():
    assert (len(ROWS["meridian"]), len(ROWS["harbour"])) == (65, 61)
    assert {one.controller: [row.id for row in one.rows] for one in TOLD} == {n: list(ids) for n, ids in ROWS.items()}
    assert {path.parent.name for path in EXAMPLES.glob("*/abide.yaml")} == set(ROWS)
    assert [about for about, n in Counter((o.controller, r.about) for o in TOLD for r in o.rows).items() if n > 1] == []


@pytest.mark.parametrize(("name", "row"), CASES)
def test_a_row_is_proved_and_broken_or_has_its_reason(name, row):
    controller, truth = example(name)
    clauses = {clause.id: clause for clause in controller.notice.clauses}
    assert set(row.clauses) <= set(clauses)
    assert set(row.lints) <= set(kinds())
    ruled = [clauses[one] for one in row.clauses if clauses[one].rule]
    for clause in ruled:
        assert clause.rule in controller.rules
        assert truth[clause.id]["flags"], clause.id
        assert truth[clause.id]["near_misses"], clause.id
    for clause in (clauses[one] for one in row.clauses if not clauses[one].rule):
        assert len(clause.unprovable or "") > 30
        assert truth[clause.id]["verdict"] in {"unproved", "attested"}
    assert accounted(name, row)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_no_clause_of_an_example_answers_for_nothing_that_the_kind_of_notice_promises(name):
    """What an example promises beyond its rows is listed here, so that a row cannot lose its clause unseen."""
    controller, truth = example(name)
    (told,) = [one for one in TOLD if one.controller == name]
    beyond = {clause.id for clause in controller.notice.clauses} - {c for row in told.rows for c in row.clauses}
    assert (
        beyond
        == {
            "harbour": {
                "analytics-fourteen-months",
                "analytics-if-agreed",
                "analytics-settings",
                "breaches-72-hours",
                "compass-audit-one-year",
                "compass-downloads-30-days",
                "complaints-30-days",
                "crisp-what-it-knows",
                "registration-current",
                "security-tested-yearly",
            },
            "meridian": {"catering-28-days", "every-store-read", "product-users-declared", "subscribers-declared"},
        }[name]
    )
    for clause in (one for one in controller.notice.clauses if one.rule):
        assert truth[clause.id]["flags"], clause.id
        assert truth[clause.id]["near_misses"], clause.id


@pytest.mark.parametrize(
    "row",
    [
        Row(id="M01", about="A clause that is none", clauses=("nowhere",)),
        Row(id="M99", about="A row that is none", clauses=("logs-90-days",)),
    ],
)
def test_what_is_not_accounted_for_is_not_counted(row):
    assert not accounted("meridian", row)


@pytest.mark.parametrize("missing", ["flags", "near_misses"])
def test_a_row_of_which_one_clause_is_never_broken_is_not_counted(missing, monkeypatch):
    row = Row(id="M01", about="One of its two clauses has nothing", clauses=("lists-declared", "logs-90-days"))
    assert accounted("meridian", row)
    controller, truth = example("meridian")
    without = {**truth, "lists-declared": {**truth["lists-declared"], missing: []}}
    monkeypatch.setattr(reference_promises, "example", lambda _: (controller, without))
    assert not accounted("meridian", row)


def test_the_page_counts_them_and_names_each_clause():
    page = pages()["promises.md"]
    assert "clauses.md: 126 of 126 rows accounted for by name." in page
    rows = re.findall(r"^\| ([ME][0-9]{2}) \|", page, re.MULTILINE)
    assert sorted(rows) == sorted(one for ids in ROWS.values() for one in ids)
    assert len(re.findall(r"^\| (?:[ME]\d\d)? ", page, re.MULTILINE)) == sum(
        len(r.clauses) for o in TOLD for r in o.rows
    )
