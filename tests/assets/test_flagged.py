"""How a verdict shows in Dagster: a broken promise is red, what was not proved is never green."""

import dagster as dg
import pytest

from assets.flagged import verdict_check, verdicts_table
from assets.night import ClauseResult
from rules.terms import Verdict

KEY = dg.AssetKey(["own", "flagged", "kept_past_period"])


@pytest.mark.parametrize(
    ("verdict", "passed", "severity"),
    [
        (Verdict.KEPT, True, None),
        (Verdict.ATTESTED, True, None),
        (Verdict.BROKEN, False, dg.AssetCheckSeverity.ERROR),
        (Verdict.UNPROVED, False, dg.AssetCheckSeverity.WARN),
    ],
)
def test_a_verdict_is_a_check(verdict, passed, severity):
    result = ClauseResult("twelve-months", "kept-past-period", verdict, flags=3, judged=9, undated=1, reason="a reason")
    check = verdict_check(result, KEY)
    assert check.check_name == "twelve_months"
    assert check.passed is passed
    assert severity in (None, check.severity)
    assert check.description == f"{str(verdict).capitalize()}: 3 flagged of 9 judged, 1 undated. a reason"
    assert check.metadata["verdict"].value == str(verdict)


def test_a_clause_without_a_rule_counts_nothing():
    check = verdict_check(ClauseResult("trained", None, Verdict.ATTESTED, reason="The register says so."), KEY)
    assert check.description == "Attested. The register says so."


def test_the_table_of_clauses_holds_counts_only():
    table = verdicts_table([ClauseResult("twelve-months", "r", Verdict.BROKEN, flags=3, judged=9, kept={"hold": 2})])
    assert [dict(record.data) for record in table.records] == [
        {"clause": "twelve-months", "verdict": "broken", "flags": 3, "judged": 9, "undated": 0, "withheld": 0}
    ]
