"""The scoreboard: one line a clause in the notice's order, the totals, and the headline in words.

What belongs here: the verdicts of one night as data and as ``scoreboard.json``. How they look is ``page``'s.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from assets.night.returned import returned
from assets.report.errors import ReportError
from rules.notice import Clause, words
from rules.terms import Verdict
from stores.controller import Controller

NOT_RUN = "the rule was not run on this night"


@dataclass(frozen=True)
class Line:
    """What the night says of one clause. Counts are of records; ``kept`` maps a ground to how many it kept.

    ``open`` are the flags on which nobody has decided, or whose decision lapsed.
    """

    clause: Clause
    verdict: Verdict
    flags: int = 0
    judged: int = 0
    undated: int = 0
    withheld: int = 0
    kept: Mapping[str, int] | None = None
    stores_needed: tuple[str, ...] = ()
    stores_stale: tuple[str, ...] = ()
    reason: str = ""
    open: int = 0

    @property
    def quote(self) -> str:
        """The promise in the notice's words, on one line."""
        return words(self.clause.quote)

    @property
    def was_run(self) -> bool:
        """Whether the night says anything of the clause at all."""
        return self.reason != NOT_RUN


@dataclass(frozen=True)
class Scoreboard:
    """Every clause of the notice on one night."""

    controller: str
    name: str
    as_of: date
    lines: tuple[Line, ...]
    returned: tuple[tuple[str, str, str, str, str], ...] = ()
    """Records that were erased and are back: store, table, record key, ``record`` or ``identifier``, batch."""

    def count(self, verdict: Verdict) -> int:
        """How many clauses have this verdict."""
        return sum(line.verdict is verdict for line in self.lines)

    @property
    def totals(self) -> dict[str, int]:
        """Clauses by verdict, and the counts of records summed over clauses."""
        return {
            "clauses": len(self.lines),
            **{verdict.value: self.count(verdict) for verdict in Verdict},
            "flags": sum(line.flags for line in self.lines),
            "open": sum(line.open for line in self.lines),
            "judged": sum(line.judged for line in self.lines),
            "undated": sum(line.undated for line in self.lines),
        }

    @property
    def back(self) -> int:
        """How many records are back that were erased."""
        return len({row[:3] for row in self.returned})

    @property
    def headline(self) -> str:
        """The night in one sentence."""
        broken, kept, unproved, attested = (
            self.count(v) for v in (Verdict.BROKEN, Verdict.KEPT, Verdict.UNPROVED, Verdict.ATTESTED)
        )
        rest = [f"{n} {what}" for n, what in ((unproved, "not proved"), (attested, "attested")) if n]
        if broken:
            first = [f"{broken} {'promise' if broken == 1 else 'promises'} broken", f"{kept} kept"]
        elif unproved:
            first = [f"No promise broken, but {unproved} not proved", f"{kept} kept"]
            rest = rest[1:]
        else:
            first = [f"Every promise kept: {kept} proved by data" if kept else "Nothing to prove"]
        return ", ".join([*first, *rest])


def read_scoreboard(con: duckdb.DuckDBPyConnection, controller: Controller, as_of: date) -> Scoreboard:
    """The verdicts that the night wrote; a clause it said nothing of is not proved.

    Args:
        con: an open snapshot.
        controller: whose notice it is.
        as_of: the night.

    Raises:
        ReportError: the flags in the snapshot are not those that the verdicts count.
    """
    rows = con.execute(
        "SELECT clause, verdict, flags, judged, undated, withheld, kept, stores_needed, stores_stale, reason "
        "FROM meta.verdict WHERE as_of = ?",
        [as_of],
    ).fetchall()
    said = {row[0]: row[1:] for row in rows}
    counted = con.execute(
        "SELECT clause, count(*), count(*) FILTER (status IN ('open', 'lapsed')) FROM flagged.flag "
        "WHERE as_of = ? GROUP BY clause",
        [as_of],
    ).fetchall()
    raised = {row[0]: int(row[1]) for row in counted}
    undecided = {row[0]: int(row[2]) for row in counted}
    lines = tuple(_line(c, said.get(c.id), undecided.get(c.id, 0)) for c in controller.notice.clauses)
    for line in lines:
        if raised.pop(line.clause.id, 0) != line.flags:
            raise ReportError(
                f"{line.clause.id}: the verdict of {as_of} counts {line.flags} flags, "
                "the snapshot holds another number; run the night again"
            )
    if raised:
        raise ReportError(f"{min(raised)}: the snapshot holds flags of a clause that the notice has not")
    return Scoreboard(controller.id, controller.name, as_of, lines, tuple(returned(con)))


def _line(clause: Clause, row: tuple[Any, ...] | None, undecided: int) -> Line:
    if row is None:
        return Line(clause, Verdict.UNPROVED, reason=NOT_RUN)
    verdict, flags, judged, undated, withheld, kept, needed, stale, reason = row
    return Line(
        clause,
        Verdict(verdict),
        flags=flags,
        judged=judged,
        undated=undated,
        withheld=withheld,
        kept=dict(sorted(json.loads(kept).items())),
        stores_needed=tuple(sorted(json.loads(needed))),
        stores_stale=tuple(sorted(json.loads(stale))),
        reason=reason or "",
        open=undecided,
    )


def scoreboard_json(board: Scoreboard) -> str:
    """``report/scoreboard.json``: the same bytes for the same night, with no time of writing in it."""
    clauses = [
        {
            "id": line.clause.id,
            "quote": line.quote,
            "law": list(line.clause.law),
            "rule": line.clause.rule,
            "verdict": line.verdict.value,
            "flags": line.flags,
            "open": line.open,
            "judged": line.judged,
            "undated": line.undated,
            "withheld": line.withheld,
            "kept": dict(line.kept or {}),
            "stores_needed": list(line.stores_needed),
            "stores_stale": list(line.stores_stale),
            "reason": line.reason,
            "as_of": board.as_of.isoformat(),
        }
        for line in board.lines
    ]
    whole = {
        "controller": board.controller,
        "name": board.name,
        "as_of": board.as_of.isoformat(),
        "totals": board.totals,
        "clauses": clauses,
        "returned": [
            dict(zip(("store", "table", "record_key", "what", "batch"), r, strict=True)) for r in board.returned
        ],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def kept_by_ground(board: Scoreboard) -> tuple[list[str], list[tuple[Line, dict[str, int]]]]:
    """The grounds that kept any record, commonest first, and each clause that has one with its counts."""
    lines = [(line, dict(line.kept)) for line in board.lines if line.kept]
    total: Counter[str] = Counter()
    for _, kept in lines:
        total.update(kept)
    return [name for name, _ in sorted(total.items(), key=lambda item: (-item[1], item[0]))], lines
