"""Landing a store: how each of its tables was read tonight, told rather than guessed."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time

import duckdb

from assets.night.contract import hold_to_contract
from assets.night.drift import find_drift
from assets.night.state import Reading, begin
from stores.connectors import connector_for
from stores.controller import Controller
from stores.errors import SourceError
from stores.landing import land
from stores.quoting import table_name
from stores.store import Store, Table

NIGHT_AT = time(2, 0)
"""When the night of a day is: freshness is counted to this moment in the controller's time zone."""


def land_store(con: duckdb.DuckDBPyConnection, controller: Controller, store: Store, as_of: date) -> list[Reading]:
    """Land every table of a store and hold it to its contract. What cannot be read is told; the night goes on.

    Raises:
        ConservationError: rows were lost between the source and the warehouse.
    """
    begin(con)
    for place in ("reading", "drift"):
        con.execute(f"DELETE FROM meta.{place} WHERE store = ?", [store.name])
    if store.connector == "none":
        found = [Reading(store.name, "", store.provider, store.role, "not_read", error=store.not_read_because)]
    else:
        found = hold_to_contract(con, store, _land_all(con, controller, store, as_of), as_of)
        for table, reading in zip(store.tables, found, strict=True):
            if reading.reading != "failed":
                find_drift(con, store, table, reading, as_of)
    for reading in found:
        con.execute(
            f"INSERT INTO meta.reading VALUES ({', '.join('?' * 16)})",
            [json.dumps(v, sort_keys=True) if isinstance(v, (dict, tuple)) else v for v in asdict(reading).values()],
        )
    return found


def _land_all(con: duckdb.DuckDBPyConnection, controller: Controller, store: Store, as_of: date) -> list[Reading]:
    """Every table of a store as of one moment; if that cannot be held, every table has failed."""
    try:
        with connector_for(store).snapshot(store, controller.folder, con):
            return [_land(con, controller, store, table, as_of) for table in store.tables]
    except SourceError as error:
        return [_failed(con, store, table, str(error)) for table in store.tables]


def _failed(con: duckdb.DuckDBPyConnection, store: Store, table: Table, error: str) -> Reading:
    """A table of which nothing is known tonight; what an earlier night landed is dropped."""
    con.execute(f"DROP TABLE IF EXISTS landed.{table_name(store, table)}")
    con.execute(f"DROP TABLE IF EXISTS quarantine.{table_name(store, table)}")
    within = _within(store)
    return Reading(store.name, table.name, store.provider, store.role, "failed", fresh_within_hours=within, error=error)


def _within(store: Store) -> float | None:
    fresh = store.freshness
    return (fresh.days * 24.0 + fresh.hours) if fresh else None


def _land(con: duckdb.DuckDBPyConnection, controller: Controller, store: Store, table: Table, as_of: date) -> Reading:
    try:
        landed = land(con, store, table, controller.folder)
    except SourceError as error:
        return _failed(con, store, table, str(error))
    within = _within(store)
    exported = landed.exported_at if landed.exported_at.tzinfo else landed.exported_at.replace(tzinfo=UTC)
    age = _age(exported, controller, as_of)
    reading = "empty" if landed.landed == 0 else _read_or_stale(age, within)
    return Reading(
        store.name,
        table.name,
        store.provider,
        store.role,
        reading,
        exported_at=exported.astimezone(UTC).replace(tzinfo=None),
        age_hours=age,
        fresh_within_hours=within,
        rows=landed.rows,
        landed=landed.landed,
        quarantined=landed.quarantined,
        reasons=dict(landed.reasons),
        unknown_columns=tuple(landed.unknown),
        missing_columns=tuple(landed.missing),
        doubts=tuple(landed.short),
    )


def age_readings(con: duckdb.DuckDBPyConnection, controller: Controller, as_of: date) -> None:
    """Count each export's age to this night: a store that was not read again tonight grows older, and stale."""
    rows = con.execute(
        "SELECT store, \"table\", exported_at, fresh_within_hours FROM meta.reading WHERE reading IN ('read', 'stale')"
    ).fetchall()
    if not rows:
        return
    stores, tables, exported, within = zip(*rows, strict=True)
    ages = [_age(at.replace(tzinfo=UTC), controller, as_of) for at in exported]
    con.execute(
        "UPDATE meta.reading SET age_hours = n.age, reading = n.reading FROM (SELECT unnest(?) AS store, "
        'unnest(?) AS "table", unnest(?::DOUBLE[]) AS age, unnest(?) AS reading) AS n '
        'WHERE meta.reading.store = n.store AND meta.reading."table" = n."table"',
        [list(stores), list(tables), ages, [_read_or_stale(age, most) for age, most in zip(ages, within, strict=True)]],
    )


def _age(exported: datetime, controller: Controller, as_of: date) -> float:
    """Hours from the export to the night, never less than none."""
    night = datetime.combine(as_of, NIGHT_AT, controller.zone).astimezone(UTC)
    return round(max(0.0, (night - exported).total_seconds() / 3600), 2)


def _read_or_stale(age: float, within: float | None) -> str:
    return "stale" if within is not None and age > within else "read"
