"""What the night did not prove: the kinds of reason, the clauses and tables of each, and what to do about it.

What belongs here: sorting reasons into kinds from what the night recorded, and the advice on each kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assets.report.coverage import Reading, duration
from assets.report.scoreboard import Line, Scoreboard
from rules.rule import Rule
from rules.terms import Verdict
from stores.controller import Controller

KINDS: dict[str, tuple[str, str]] = {
    "not_run": (
        "The rule was not run",
        "The night stopped before this rule. Look at the run in Dagster, then run the night again.",
    ),
    "failed": (
        "The export could not be read",
        "The error stands under the coverage of stores. Repair the export or the map, then run the night again.",
    ),
    "stale": (
        "The export is stale",
        "Find out why the night's export did not come. Widen fresh_within only for a store exported less often.",
    ),
    "empty": (
        "The export is empty",
        "An empty export proves nothing. Look at the job that makes it; unmap the table only if it is out of use.",
    ),
    "not_read": (
        "The store is not read",
        "No promise about this store can be proved while it has no export. Connect it, or have someone attest it.",
    ),
    "quarantined": (
        "Rows were quarantined",
        "A row that could not be read was not judged. Its line number and reason are kept; repair it at its source.",
    ),
    "doubted": (
        "The table is not what its map says",
        "What was read cannot be relied on. Under Contracts stands what does not hold, in which records, what to do.",
    ),
    "undated": (
        "Records have no usable date",
        "No period runs from a date that is missing or in the future. Fill it in at the store, or map another column.",
    ),
    "withheld": (
        "Flags are withheld",
        "These records would be flagged, but a store that was not read could prove the contrary. Have it read first.",
    ),
    "nothing_in_scope": (
        "Nothing was in scope",
        "No record matched, so nothing was tested. Compare what the clause gives with what the maps state.",
    ),
    "other": ("Another reason", "It is told beside the clause."),
    "unprovable": (
        "No data can prove it",
        "Only a person can say. Have the one responsible attest it: attested: {by, on, until} in notice.yaml.",
    ),
}
"""Kind of reason to its heading and what to do about it, in the order in which the page tells them."""

_PLACE = re.compile(r"([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?): ")


@dataclass
class Gap:
    """One kind of reason on one night: its clauses, each with a note, and the tables it comes from, each with facts."""

    kind: str
    clauses: list[tuple[Line, str]] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The heading."""
        return KINDS[self.kind][0]

    @property
    def advice(self) -> str:
        """What to do."""
        return KINDS[self.kind][1]


def reasons(line: Line) -> list[str]:
    """The clause's reasons one by one; an unprovable clause has one reason in the notice's own words."""
    if line.clause.rule is None:
        return [line.reason] if line.reason else []
    return [part for part in line.reason.split("; ") if part]


def gaps(board: Scoreboard, coverage: Iterable[Reading], controller: Controller) -> list[Gap]:
    """Every kind of reason of the night, also of clauses that are broken and of which more may be broken."""
    readings = {reading.place: reading for reading in coverage}
    found = {kind: Gap(kind) for kind in KINDS}
    for line in board.lines:
        if line.verdict in {Verdict.KEPT, Verdict.ATTESTED}:
            continue
        for kind, note, places in _kinds(line, readings, controller):
            found[kind].clauses.append((line, note))
            found[kind].places.update({place.place: _facts(kind, place) for place in places})
    return [gap for gap in found.values() if gap.clauses]


def _kinds(
    line: Line, readings: dict[str, Reading], controller: Controller
) -> Iterator[tuple[str, str, list[Reading]]]:
    """Each kind of reason that a clause has, a note on it, and the tables concerned."""
    rule = controller.rules.get(line.clause.rule) if line.clause.rule else None
    if line.clause.rule is None:
        yield "unprovable", line.reason, []
        return
    if not line.was_run:
        yield "not_run", "", []
        return
    told = 0
    named = [readings[name] for name in _PLACE.findall(line.reason) if name in readings]
    named += [r for r in readings.values() if r.store in line.stores_stale and r.reading != "read" and r not in named]
    for kind in ("failed", "stale", "empty", "not_read", "quarantined", "doubted"):
        places = [reading for reading in named if _is(kind, reading)]
        if places:
            told += 1
            yield kind, "", _once(places)
    if line.undated:
        told += 1
        yield "undated", f"{line.undated:,} of {line.judged:,} judged; counted from {_clocks(line, rule)}", []
    if line.withheld:
        told += 1
        yield "withheld", f"{line.withheld:,} of {line.judged:,} judged", []
    if not line.judged and not line.withheld:
        told += 1
        yield "nothing_in_scope", ", ".join(f"{k}: {_plain(v)}" for k, v in line.clause.given.items()), []
    if not told and line.reason:
        yield "other", line.reason, []


def _is(kind: str, reading: Reading) -> bool:
    if kind == "quarantined":
        return reading.quarantined > 0
    if kind == "doubted":
        return bool(reading.doubts or reading.missing_columns)
    return reading.reading == kind


def _once(places: list[Reading]) -> list[Reading]:
    return list({reading.place: reading for reading in places}.values())


def _clocks(line: Line, rule: Rule | None) -> str:
    """The dates that the clause's rule counts from: columns it names, and clocks that the clause gives."""
    if rule is None:
        return "its clock"
    named = re.findall(r"\$(\w+)", " ".join(rule.dated_by))
    given = [line.clause.given.get(n) for n in named if n in rule.given and rule.given[n].kind == "clock"]
    plain = [text for text in rule.dated_by if text.isidentifier()]
    return ", ".join(dict.fromkeys(str(name) for name in (*given, *plain) if name)) or "its clock"


def _plain(value: object) -> str:
    return " or ".join(str(v) for v in value) if isinstance(value, (list, tuple)) else str(value)


def _facts(kind: str, reading: Reading) -> str:
    match kind:
        case "stale":
            return f"{duration(reading.age_hours)} old, {duration(reading.fresh_within_hours)} allowed"
        case "quarantined":
            return f"{reading.quarantined:,} of {reading.rows:,} rows: {', '.join(reading.reasons) or 'no reason kept'}"
        case "doubted":
            missing = (
                [f"the export has no column {', '.join(reading.missing_columns)}"] if reading.missing_columns else []
            )
            return "; ".join([*missing, *reading.doubts])
        case "not_read" | "failed":
            return reading.error
        case _:
            return ""
