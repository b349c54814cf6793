"""``landed/{store}/{table}``: the exports as they are, and the checks that say how far they can be relied on.

What belongs here: the Dagster side of landing, and which severity a check has. How rows are read is ``stores``', what
the contract of a table and its drift are ``assets.night``'s. A store is read as a whole, so its tables are made by one
step that cannot be split.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import dagster as dg
import duckdb

from assets import night
from assets.metadata import (
    GROUPS,
    POOL,
    asset_key,
    column_schema,
    counts_table,
    describe,
    held_by,
    op_name,
    op_tags,
    spoken,
    table_of,
)
from assets.names import shown
from assets.steps import Told, Warehouses, day_of, guarded
from stores.controller import Controller
from stores.errors import ConservationError
from stores.quoting import table_name
from stores.store import Store, Table

CONSERVATION, READABLE, CONTRACT, DRIFT = "row_conservation", "readable", "contract", "drift"
KEYS_SHOWN = 20

ADVICE = {
    "read": "The export was read and is fresh.",
    "stale": "The export is older than the map allows; the clauses that need it are unproved. Ask for a new one.",
    "empty": "The export holds no rows, which is not the same as nothing to find. Check that it was exported whole.",
    "failed": "The source could not be read; the clauses that need it are unproved.",
    "not_read": "The store is not read, so no clause that needs it can be proved.",
}
"""What each reading means, and what to do about it."""


def landed_keys(controller: Controller, store: Store) -> list[dg.AssetKey]:
    """The keys of a store's landed tables; of a store that is not read, the one that says so."""
    if store.connector == "none":
        return [asset_key(controller, "landed", store.name)]
    return [asset_key(controller, "landed", store.name, table.name) for table in store.tables]


def landed_assets(controller: Controller, order: int) -> list[dg.AssetsDefinition]:
    """One step a store: every table of it, or the statement that it is not read."""
    return [
        _not_read(controller, store, order) if store.connector == "none" else _read(controller, store, order)
        for store in controller.stores
    ]


def _read(controller: Controller, store: Store, order: int) -> dg.AssetsDefinition:
    keys = dict(zip((table.name for table in store.tables), landed_keys(controller, store), strict=True))

    @dg.multi_asset(
        name=op_name(controller, "landed", store.name),
        specs=[_spec(controller, store, table, keys[table.name]) for table in store.tables],
        check_specs=[spec for table in store.tables for spec in _check_specs(keys[table.name])],
        op_tags=op_tags(order),
        pool=POOL,
    )
    @guarded
    def land(context: dg.AssetExecutionContext, warehouses: dg.ResourceParam[Warehouses]) -> Iterator[Told]:
        with warehouses.hold(controller) as con:
            try:
                readings = night.land_store(con, controller, store, day_of(context, controller))
            except ConservationError as error:
                lost = str(error)
            else:
                for table, reading in zip(store.tables, readings, strict=True):
                    yield from _told(con, store, table, reading, keys[table.name])
                return
        named = [key for name, key in keys.items() if lost.startswith(f"{store.name}/{name}:")]
        for key in named or keys.values():
            yield dg.AssetCheckResult(passed=False, asset_key=key, check_name=CONSERVATION, description=lost)
        raise dg.Failure(lost, allow_retries=False)

    return land


def _spec(controller: Controller, store: Store, table: Table, key: dg.AssetKey) -> dg.AssetSpec:
    return dg.AssetSpec(
        key,
        description=describe(
            f"{spoken(table.name)} as exported from {spoken(store.name)}",
            f"Every column text-faithful, as {held_by(store)} exported it. Rows that cannot be read are quarantined "
            "with line number and reason; landed and quarantined rows are the rows of the source, exactly.",
        ),
        group_name=GROUPS[0],
        kinds={"duckdb", store.connector},
        owners=list(controller.owners),
        metadata={
            "dagster/column_schema": column_schema(table),
            "map": dg.MetadataValue.path(f"stores/{store.name}.yaml"),
            "fresh_within": store.fresh_within or "",
        },
    )


def _check_specs(key: dg.AssetKey) -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(
            CONSERVATION,
            asset=key,
            blocking=True,
            description="Landed and quarantined rows are the rows of the source, exactly. If not, the night stops.",
        ),
        dg.AssetCheckSpec(
            READABLE,
            asset=key,
            description="The export could be read, is fresh and holds rows. If not, clauses that need it are unproved.",
        ),
        dg.AssetCheckSpec(
            CONTRACT,
            asset=key,
            description="The table is what its map says: columns, keys, required columns, codes, types, dates, links, "
            "its age, as many rows as usual, every document opened. If not, clauses that need it are unproved.",
        ),
        dg.AssetCheckSpec(
            DRIFT,
            asset=key,
            description="The columns and the kinds of their values are those of the night before. A difference makes "
            "nothing unproved by itself; it is told on its first night.",
        ),
    ]


def _told(
    con: duckdb.DuckDBPyConnection, store: Store, table: Table, reading: night.Reading, key: dg.AssetKey
) -> Iterator[Told]:
    drift = night.drift_of(con, store, table)
    yield dg.MaterializeResult(asset_key=key, metadata={**_metadata(reading), "drift": len(drift)})
    yield conservation(con, store, table, reading, key)
    yield readable(reading, key)
    yield contract(reading, night.contract_of(con, store, table), key)
    yield drifted(drift, key)


def _metadata(reading: night.Reading) -> dict[str, Any]:
    metadata: dict[str, Any] = {
        "dagster/row_count": reading.landed,
        "rows_in_source": reading.rows,
        "quarantined": reading.quarantined,
        "reading": reading.reading,
        "unknown_columns": len(reading.unknown_columns),
        "missing_columns": ", ".join(reading.missing_columns),
    }
    if reading.exported_at is not None:
        metadata["exported_at"] = f"{reading.exported_at.isoformat(timespec='seconds')} UTC"
        metadata["age_hours"] = reading.age_hours
    if reading.reasons:
        metadata["quarantined_because"] = counts_table("reason", reading.reasons)
    return metadata


def conservation(
    con: duckdb.DuckDBPyConnection, store: Store, table: Table, reading: night.Reading, key: dg.AssetKey
) -> dg.AssetCheckResult:
    """Count what stands in the warehouse, and compare it with the rows counted in the source.

    ERROR, and blocking: a row that was lost silently would be a record that no clause is tried on.
    """
    found = {schema: _rows(con, schema, store, table) for schema in ("landed", "quarantine")}
    passed = reading.rows == sum(found.values()) and (reading.landed, reading.quarantined) == tuple(found.values())
    return dg.AssetCheckResult(
        passed=passed,
        asset_key=key,
        check_name=CONSERVATION,
        metadata={"rows_in_source": reading.rows, "landed": found["landed"], "quarantined": found["quarantine"]},
        description=None
        if passed
        else f"{store.name}/{table.name}: the source has {reading.rows} rows, the warehouse "
        f"{found['landed']} landed and {found['quarantine']} quarantined. Nothing is judged until this is explained.",
    )


def _rows(con: duckdb.DuckDBPyConnection, schema: str, store: Store, table: Table) -> int:
    try:
        return int(con.execute(f"SELECT count(*) FROM {schema}.{table_name(store, table)}").fetchall()[0][0])
    except duckdb.CatalogException:  # nothing was landed
        return 0


def readable(reading: night.Reading, key: dg.AssetKey) -> dg.AssetCheckResult:
    """Whether the table could be read: ERROR when its source failed, WARN when it is stale, empty or not read."""
    told = ADVICE[reading.reading] + (f" {reading.error}" if reading.error else "")
    return dg.AssetCheckResult(
        passed=reading.reading == "read",
        asset_key=key,
        check_name=READABLE,
        severity=dg.AssetCheckSeverity.ERROR if reading.reading == "failed" else dg.AssetCheckSeverity.WARN,
        metadata={"reading": reading.reading, "rows_in_source": reading.rows},
        description=told,
    )


def contract(reading: night.Reading, terms: Sequence[night.Term], key: dg.AssetKey) -> dg.AssetCheckResult:
    """Whether the table is what its map says: the terms that do not hold, with counts and at most 20 record keys.

    ERROR as soon as a term makes clauses unproved: a failed WARN would show green. WARN where only the reading speaks
    against the table (stale, empty, not read at all), which is the check ``readable``'s to weigh.
    """
    if reading.reading == "failed":
        return dg.AssetCheckResult(
            passed=False,
            asset_key=key,
            check_name=CONTRACT,
            severity=dg.AssetCheckSeverity.WARN,
            description="Not tested, because the source could not be read.",
        )
    broken = [term for term in terms if not term.held]
    own = [term for term in broken if term.kind not in {"rows", "fresh"}]
    metadata: dict[str, Any] = {"expectations": len(terms), "broken": len(broken), "doubts": len(reading.doubts)}
    if broken:
        metadata["broken_expectations"] = table_of(
            [{"expectation": t.kind, "column": _column(t.column), "records": t.records} for t in broken],
            {"expectation": "string", "column": "string", "records": "int"},
        )
        keys = (key for term in broken if term.kind not in {"dates", "quarantined"} for key in term.keys)
        metadata["record_keys"] = list(dict.fromkeys(keys))[:KEYS_SHOWN]
    return dg.AssetCheckResult(
        passed=not broken,
        asset_key=key,
        check_name=CONTRACT,
        severity=dg.AssetCheckSeverity.ERROR if own or not broken else dg.AssetCheckSeverity.WARN,
        metadata=metadata,
        description="; ".join(term.told for term in broken) or "The table is what its map says.",
    )


def drifted(drift: Sequence[night.Drift], key: dg.AssetKey) -> dg.AssetCheckResult:
    """Which columns differ from those of the night before: WARN, since it proves and disproves nothing by itself."""
    metadata: dict[str, Any] = {"columns": len(drift)}
    if drift:
        metadata["differs_since"] = max(one.since for one in drift).isoformat()
        metadata["drift"] = table_of(
            [{"column": shown(d.column), "what": d.what, "before": d.before, "now": d.now} for d in drift],
            dict.fromkeys(("column", "what", "before", "now"), "string"),
        )
    return dg.AssetCheckResult(
        passed=not drift,
        asset_key=key,
        check_name=DRIFT,
        severity=dg.AssetCheckSeverity.WARN,
        metadata=metadata,
        description="; ".join(one.sentence for one in drift) or "The columns are those of the night before.",
    )


def _column(name: str) -> str:
    return shown(name) if name else ""


def _not_read(controller: Controller, store: Store, order: int) -> dg.AssetsDefinition:
    key = landed_keys(controller, store)[0]
    spec = dg.AssetSpec(
        key,
        description=describe(
            f"{spoken(store.name)} is not read", f"Held by {held_by(store)}. {store.not_read_because}"
        ),
        group_name=GROUPS[0],
        kinds={"duckdb"},
        owners=list(controller.owners),
        metadata={"map": dg.MetadataValue.path(f"stores/{store.name}.yaml")},
    )

    @dg.multi_asset(
        name=op_name(controller, "landed", store.name),
        specs=[spec],
        check_specs=[
            dg.AssetCheckSpec(READABLE, asset=key, description="No connector reads this store: it proves nothing.")
        ],
        op_tags=op_tags(order),
        pool=POOL,
    )
    @guarded
    def state(context: dg.AssetExecutionContext, warehouses: dg.ResourceParam[Warehouses]) -> Iterator[Told]:
        with warehouses.hold(controller) as con:
            readings = night.land_store(con, controller, store, day_of(context, controller))
        yield dg.MaterializeResult(asset_key=key, metadata={"reading": readings[0].reading, "dagster/row_count": 0})
        yield readable(readings[0], key)

    return state
