"""What is put to Great Expectations comes back as counts and row numbers, in the order asked, and nothing else."""

import duckdb
import pytest

from assets.landing_checks import SHOWN, Expectation, Outcome, outcomes

ROWS = """
    SELECT range AS row, range % 5 <> 0 AS truth, CASE WHEN range % 4 = 1 THEN 'x' END AS half,
        range AS count, CAST(NULL AS VARCHAR) AS none, 'secret ' || range AS text
    FROM range(10)
"""


def frame(sql=ROWS):
    return duckdb.connect().sql(sql).df()


@pytest.mark.parametrize(
    ("expectation", "rows"),
    [
        (Expectation("truth", "true"), (0, 5)),
        (Expectation("half", "filled"), (0, 2, 3, 4, 6, 7, 8)),
        (Expectation("half", "empty"), (1, 5, 9)),
        (Expectation("half", "one_of", ("x", "y")), ()),
        (Expectation("half", "one_of", ("y",)), (1, 5, 9)),
        (Expectation("text", "like", "secret [3-9]"), (0, 1, 2)),
        (Expectation("text", "like", "ecret|secret 1"), (0, 2, 3, 4, 5, 6, 7, 8, 9)),
        (Expectation("count", "at_least", 2), (0, 1)),
        (Expectation("count", "at_most", 8), (9,)),
        (Expectation("none", "like", "x"), ()),
        (Expectation("none", "one_of", ("x",)), ()),
        (Expectation("none", "filled"), tuple(range(10))),
    ],
)
def test_each_expectation_finds_the_rows_that_fail(expectation, rows):
    assert outcomes(frame(), [expectation]) == [Outcome(len(rows), rows)]


def test_outcomes_come_in_the_order_asked():
    asked = [
        Expectation("half", "one_of", ("y",)),
        Expectation("none", "filled"),
        Expectation("half", "one_of", ("x",)),
        Expectation("truth", "true"),
    ]
    assert [found.failed for found in outcomes(frame(), asked)] == [3, 10, 0, 2]


def test_what_cannot_be_applied_is_not_tested_rather_than_held():
    assert outcomes(frame(), [Expectation("lost", "filled"), Expectation("truth", "true")]) == [
        Outcome(tested=False),
        Outcome(2, (0, 5)),
    ]


def test_many_failures_are_counted_and_few_are_numbered():
    (found,) = outcomes(frame("SELECT range AS row, false AS truth FROM range(5000)"), [Expectation("truth", "true")])
    assert found == Outcome(5000, tuple(range(SHOWN)))


def test_no_value_leaves():
    found = outcomes(frame(), [Expectation("text", "one_of", ("a",)), Expectation("text", "empty")])
    assert [one.failed for one in found] == [10, 10]
    assert "secret" not in repr(found)


def test_great_expectations_writes_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert outcomes(frame(), [Expectation("row", "filled")]) == [Outcome()]
    assert list(tmp_path.iterdir()) == []
