"""How many rows each table had on earlier nights, and when tonight's are too few to be believed.

What belongs here: ``meta.volume`` and the measure. A night that is run again replaces its own count and is compared
with earlier nights only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import median

import duckdb

from assets.night.state import Reading

NIGHTS = 7
"""Nights compared with: a week, so that each day of the week is in it and one odd night does not move the median."""

LEAST = 20
"""A median below this is not compared with: half of a handful of rows comes and goes by chance."""

SHARE = 0.5
"""Below this share of the median an export counts as cut short. Operational tables grow, or lose what one night's
erasures take; losing half at once is a failed page, a changed filter, or an erasure in bulk, and each wants a look.
Should the fall be right, the median follows it after four nights."""


@dataclass(frozen=True)
class Usual:
    """What a table held on earlier nights.

    Attributes:
        nights: how many of the last seven nights on record stand behind it.
        median: of the rows landed on them; 0 without any.
        last: rows landed on the last of them.
        least: the fewest rows that are still believed tonight; 0 where there is too little to go by.
    """

    nights: int
    median: float
    last: int

    @property
    def least(self) -> float:
        """The fewest rows that are believed tonight."""
        if self.median >= LEAST:
            return self.median * SHARE
        return 1 if self.last else 0


def usual(con: duckdb.DuckDBPyConnection, reading: Reading, as_of: date) -> Usual:
    """What the table held on the last nights before ``as_of``."""
    rows = con.execute(
        'SELECT landed FROM meta.volume WHERE store = ? AND "table" = ? AND as_of < ? ORDER BY as_of DESC LIMIT ?',
        [reading.store, reading.table, as_of, NIGHTS],
    ).fetchall()
    counts = [int(landed) for (landed,) in rows]
    return Usual(len(counts), median(counts) if counts else 0.0, counts[0] if counts else 0)


def remember_volume(con: duckdb.DuckDBPyConnection, reading: Reading, as_of: date) -> None:
    """Write down tonight's count."""
    con.execute(
        'DELETE FROM meta.volume WHERE store = ? AND "table" = ? AND as_of = ?', [reading.store, reading.table, as_of]
    )
    con.execute(
        "INSERT INTO meta.volume VALUES (?, ?, ?, ?, ?)",
        [reading.store, reading.table, as_of, reading.rows, reading.landed],
    )
