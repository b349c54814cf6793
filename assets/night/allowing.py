"""What the controller's ``allow.yaml`` does to a night's findings: silenced until a day, then asked again.

What belongs here: setting findings aside, and telling which entries have lapsed. The file is ``stores.allow``'s.
"""

from __future__ import annotations

from datetime import date

import duckdb

from stores.allow import Allowed
from stores.controller import Controller
from stores.store import Store, Table


def set_aside(con: duckdb.DuckDBPyConnection, controller: Controller, store: Store, table: Table, as_of: date) -> int:
    """Move the findings that an entry in force is about from ``finding.finding`` to ``finding.allowed``.

    Rules see only what is left; what was set aside stays on record with the entry's reason, name and end.

    Returns:
        How many findings were set aside.
    """
    con.execute('DELETE FROM finding.allowed WHERE store = ? AND "table" = ?', [store.name, table.name])
    aside = 0
    for entry in controller.allowed:
        if entry.store != store.name or entry.table not in {None, table.name} or not entry.holds(as_of):
            continue
        where, given = _about(entry, table)
        con.execute(
            f"INSERT INTO finding.allowed BY NAME SELECT *, ? AS reason, ? AS allowed_by, ? AS allowed_until "
            f"FROM finding.finding WHERE {where}",
            [entry.reason, entry.by, entry.until, *given],
        )
        (gone,) = con.execute(f"DELETE FROM finding.finding WHERE {where}", given).fetchall()[0]
        aside += int(gone)
    return aside


def _about(entry: Allowed, table: Table) -> tuple[str, list[str]]:
    """The condition on ``finding.finding`` for what the entry is about, and its values."""
    where = 'store = ? AND "table" = ? AND (category = ? OR starts_with(category, ?))'
    given = [entry.store, table.name, entry.category, f"{entry.category}."]
    for column, value in (('"column"', entry.column), ("record_key", entry.record)):
        if value is not None:
            where += f" AND {column} = ?"
            given.append(value)
    return where, given


def lapsed(controller: Controller, as_of: date) -> list[Allowed]:
    """The entries that no longer hold, whose findings stand again and are to be looked at anew."""
    return [entry for entry in controller.allowed if not entry.holds(as_of)]
