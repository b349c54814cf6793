"""SARIF 2.1.0 of a night, for code-scanning dashboards: broken clauses as rules, their flags as results.

What belongs here: that document. It leaves the house, so it holds no record key, no date of a person and no value: a
result names the store, the table and the flag's id, with which ``abide explain`` tells the rest to who may know.
Source: OASIS SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb

from assets.report.scoreboard import Line, Scoreboard
from rules.explain import REMEDIES
from rules.terms import Remedy, Verdict
from stores.controller import Controller

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(runs: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The document of several runs."""
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": list(runs)}


def run_of(con: duckdb.DuckDBPyConnection, controller: Controller, board: Scoreboard) -> dict[str, Any]:
    """One controller's night as a SARIF run.

    Args:
        con: the open snapshot of that night.
        controller: the controller.
        board: its scoreboard; an unproved clause becomes a notification, so that it never reads as kept.
    """
    broken = [line for line in board.lines if line.verdict is Verdict.BROKEN]
    unproved = [line for line in board.lines if line.verdict is Verdict.UNPROVED]
    place = {line.clause.id: index for index, line in enumerate(broken)}
    flags = con.execute(
        'SELECT flag_id, clause, store, "table", remedy, status FROM flagged.flag WHERE as_of = ? '
        "ORDER BY clause, flag_id",
        [board.as_of],
    ).fetchall()
    return {
        "tool": {
            "driver": {
                "name": "abide",
                "version": _version(),
                "rules": [_rule(controller, line) for line in broken],
            }
        },
        "automationDetails": {"id": f"abide/{board.controller}/{board.as_of}"},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "warning", "message": {"text": f"{line.clause.id} could not be proved: {line.reason}"}}
                    for line in unproved
                ],
            }
        ],
        "results": [_result(controller, place, *(str(value) for value in flag)) for flag in flags if flag[1] in place],
    }


def _rule(controller: Controller, line: Line) -> dict[str, Any]:
    rule = controller.rules[str(line.clause.rule)]
    return {
        "id": line.clause.id,
        "name": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"“{line.quote}”"},
        "help": {"text": "; ".join(line.clause.law) or "The law is not stated in the notice's clause."},
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": list(line.clause.law)},
    }


def _result(
    controller: Controller,
    place: dict[str, int],
    flag: str,
    clause: str,
    store: str,
    table: str,
    remedy: str,
    status: str,
) -> dict[str, Any]:
    title = controller.rules[_rule_of(controller, clause)].title
    return {
        "ruleId": clause,
        "ruleIndex": place[clause],
        "level": "error",
        "kind": "fail",
        "message": {"text": f"{title}. Proposed: {REMEDIES[Remedy(remedy)].lower()}. More: abide explain {flag[:12]}"},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": f"{store}/{table}" if table else store}},
                "logicalLocations": [
                    {"fullyQualifiedName": f"{store}.{table}" if table else store, "kind": "resource"}
                ],
            }
        ],
        "partialFingerprints": {"flagId/v1": flag},
        **({"suppressions": [{"kind": "external", "status": "accepted"}]} if status.startswith("dismissed") else {}),
    }


def _rule_of(controller: Controller, clause_id: str) -> str:
    return next(str(clause.rule) for clause in controller.notice.clauses if clause.id == clause_id)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("abide")
    except PackageNotFoundError:
        return "0"
