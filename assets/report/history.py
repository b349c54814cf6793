"""Earlier nights of each clause: four weeks as a bar, and since when the verdict has stood.

What belongs here: what ``meta.verdict`` remembers, as data and as words. Drawing it is the page's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from rules.terms import Verdict

NIGHTS = 28

SHOWN = {
    Verdict.BROKEN: "broken",
    Verdict.UNPROVED: "not proved",
    Verdict.KEPT: "kept",
    Verdict.ATTESTED: "attested",
}
"""The verdicts in words, worst first."""


@dataclass(frozen=True)
class History:
    """The verdicts of one clause.

    Attributes:
        nights: the last four weeks, oldest first; None where no night was run.
        since: the first night of the run of nights that ends now with the same verdict.
        runs: how many nights that were run stand in it.
        before: the verdict of the night run before this one, if there was one.
    """

    nights: tuple[tuple[date, Verdict | None], ...]
    since: date | None
    runs: int
    before: Verdict | None

    @property
    def in_words(self) -> str:
        """The bar for those who do not see it."""
        counts = Counter(verdict for _, verdict in self.nights if verdict)
        told = [f"{word} on {counts[verdict]}" for verdict, word in SHOWN.items() if counts[verdict]]
        missed = len(self.nights) - counts.total()
        if not told:
            return "No night on record."
        gap = f"; {missed} without a run" if missed else ""
        return f"Of the last {len(self.nights)} nights: {', '.join(told)}{gap}."


def read_history(con: duckdb.DuckDBPyConnection, clauses: Iterable[str], as_of: date) -> dict[str, History]:
    """The history of each clause up to ``as_of``, from every night the snapshot remembers."""
    seen: dict[str, dict[date, Verdict]] = {clause: {} for clause in clauses}
    rows = con.execute("SELECT clause, as_of, verdict FROM meta.verdict WHERE as_of <= ? ORDER BY as_of", [as_of])
    for clause, night, verdict in rows.fetchall():
        if clause in seen:
            seen[clause][night] = Verdict(verdict)
    days = [as_of - timedelta(days=back) for back in reversed(range(NIGHTS))]
    return {clause: _history(verdicts, days) for clause, verdicts in seen.items()}


def _history(verdicts: dict[date, Verdict], days: list[date]) -> History:
    nights = tuple((day, verdicts.get(day)) for day in days)
    now = verdicts.get(days[-1])
    since, runs, before = None, 0, None
    for night in sorted(verdicts, reverse=True):
        if verdicts[night] is not now:
            break
        since, runs = night, runs + 1
    earlier = [night for night in verdicts if night < days[-1]]
    if earlier:
        before = verdicts[max(earlier)]
    return History(nights, since, runs, before)
