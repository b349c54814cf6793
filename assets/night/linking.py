"""From landed tables to records, from records to people, and the relations that rules see."""

from __future__ import annotations

from datetime import date

import duckdb

from assets.night.deciding import CORRECTIONS, HOLDS, LIMITS, read_decisions
from assets.night.reading import age_readings
from assets.night.returned import look_for_returned
from assets.night.state import begin, forget_what_is_gone, is_landed
from stores.controller import Controller
from stores.corrected import OLD_VALUES, find_old_values
from stores.errors import SourceError
from stores.linking import link
from stores.records import build_records, drop_records
from stores.store import Store
from stores.subjects import build_relations


def record_store(
    con: duckdb.DuckDBPyConnection,
    controller: Controller,
    store: Store,
    as_of: date,  # noqa: ARG001
) -> dict[str, int]:
    """Turn a store's landed tables into records; a map that cannot be computed makes its table count as failed."""
    begin(con)
    counts: dict[str, int] = {}
    for table in store.tables if store.connector != "none" else ():
        if not is_landed(con, store, table):
            drop_records(con, store, table)
            continue
        try:
            counts[table.name] = build_records(
                con, store, table, controller.timezone, gmail_dots=not controller.ignore_gmail_dots
            )
        except SourceError as error:
            drop_records(con, store, table)
            con.execute(
                "UPDATE meta.reading SET reading = 'failed', error = ? WHERE store = ? AND \"table\" = ?",
                [str(error), store.name, table.name],
            )
    return counts


def link_subjects(con: duckdb.DuckDBPyConnection, controller: Controller, as_of: date) -> dict[str, int]:
    """Link the records of one person across all stores and build the relations that rules see.

    What people decided is read here, once a night: a hold is a fact of its record like any other.
    """
    begin(con)
    forget_what_is_gone(con, controller)
    age_readings(con, controller, as_of)
    mapped = [(store, table) for store, table in controller.tables() if is_landed(con, store, table)]
    decided = read_decisions(con, controller)
    counts = {**link(con), **decided}
    counts["old_values"] = find_old_values(con, mapped, CORRECTIONS)
    counts["records"] = build_relations(con, mapped, as_of, HOLDS, LIMITS, OLD_VALUES)
    counts |= look_for_returned(con, controller)
    con.execute(
        """
        CREATE OR REPLACE TABLE relation.store AS
        SELECT store, CAST('' AS VARCHAR) AS "table", store AS record_key, CAST(NULL AS VARCHAR) AS subject,
            any_value(provider) AS provider, any_value(role) AS role,
            arg_max(reading, list_position(['read', 'empty', 'stale', 'failed', 'not_read'], reading)) AS reading,
            CAST(min(exported_at) AS DATE) AS exported_on, max(age_hours) AS age_hours,
            min(fresh_within_hours) AS fresh_within_hours, CAST(sum(landed) AS BIGINT) AS landed,
            CAST(sum(quarantined) AS BIGINT) AS quarantined
        FROM meta.reading GROUP BY store
        """
    )
    return counts
