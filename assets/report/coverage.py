"""Coverage: how each table of each store was read on the night, and how fresh its export was.

What belongs here: ``meta.reading`` as data a page can show. Which names of columns are shown is ``assets.names``'s.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from assets.names import column_names
from stores.controller import Controller


@dataclass(frozen=True)
class Reading:
    """How one table was read; ``table`` is '' for a store that is not read. Hours are of real time, times local."""

    store: str
    table: str
    provider: str | None
    role: str
    reading: str
    exported_at: datetime | None
    age_hours: float | None
    fresh_within_hours: float | None
    rows: int
    landed: int
    quarantined: int
    reasons: dict[str, int]
    unknown_columns: tuple[str, ...]
    missing_columns: tuple[str, ...]
    error: str
    doubts: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """``store.table``, as reasons name it."""
        return f"{self.store}.{self.table}" if self.table else self.store

    @property
    def fullness(self) -> int:
        """How much of the allowed age is used up, in per cent, at most 100."""
        if self.age_hours is None or not self.fresh_within_hours:
            return 0
        return min(100, round(100 * self.age_hours / self.fresh_within_hours))


def read_coverage(con: duckdb.DuckDBPyConnection, controller: Controller) -> list[Reading]:
    """Every reading of the night, sorted by store and table.

    A table of the configuration of which the night says nothing counts as not read.
    """
    rows = con.execute(
        'SELECT store, "table", provider, role, reading, exported_at, age_hours, fresh_within_hours, rows, landed, '
        "quarantined, reasons, unknown_columns, missing_columns, error, doubts FROM meta.reading"
    ).fetchall()
    found = [_reading(row, controller) for row in rows]
    known = {reading.place for reading in found}
    for store in controller.stores:
        for table in [table.name for table in store.tables] if store.connector != "none" else [""]:
            why = store.not_read_because or "not read on this night"
            named = (store.name, table, store.provider, store.role.value, "not_read")
            reading = _reading((*named, *(None,) * 9, why, None), controller)
            found += [reading] if reading.place not in known else []
    return sorted(found, key=lambda reading: (reading.store, reading.table))


def _reading(row: tuple[Any, ...], controller: Controller) -> Reading:
    store, table, provider, role, reading, exported, age, within, rows, landed, quarantined, *texts = row
    reasons, unknown, missing, error, doubts = texts
    return Reading(
        store=store,
        table=table,
        provider=provider,
        role=role,
        reading=reading,
        exported_at=exported.replace(tzinfo=UTC).astimezone(controller.zone) if exported else None,
        age_hours=age,
        fresh_within_hours=within,
        rows=rows or 0,
        landed=landed or 0,
        quarantined=quarantined or 0,
        reasons=dict(sorted(json.loads(reasons or "{}").items(), key=lambda item: (-item[1], item[0]))),
        unknown_columns=column_names(json.loads(unknown or "[]")),
        missing_columns=column_names(json.loads(missing or "[]")),
        error=error or "",
        doubts=tuple(json.loads(doubts or "[]")),
    )


def duration(hours: float | None) -> str:
    """Hours as people say them: 40 minutes, 7 hours, 3 days."""
    if hours is None:
        return "unknown"
    for size, word in ((48.0, "day"), (1.0, "hour"), (0.0, "minute")):
        if hours >= size:
            unit = {"day": 24.0, "hour": 1.0, "minute": 1 / 60}[word]
            number = round(hours / unit)
            return f"{number} {word}{'' if number == 1 else 's'}"
    return "unknown"
