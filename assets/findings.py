"""``finding/{store}/{table}``: what the scanners saw in a landed table, counted by category.

What belongs here: the Dagster side of scanning. Seeing is ``scanners``', the step itself ``assets.night.finding``'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dagster as dg
import duckdb

from assets import night
from assets.metadata import GROUPS, POOL, asset_key, column_schema, counts_table, describe, op_name, op_tags, spoken
from assets.steps import Told, Warehouses, day_of, guarded
from stores.controller import Controller
from stores.store import Store, Table


def finding_keys(controller: Controller) -> list[dg.AssetKey]:
    """The keys of every table's findings."""
    return [asset_key(controller, "finding", store.name, table.name) for store, table in controller.tables()]


def finding_assets(controller: Controller, order: int) -> list[dg.AssetsDefinition]:
    """One step a store that is read; single tables of it can be scanned alone."""
    return [_finding(controller, store, order) for store in controller.stores if store.connector != "none"]


def _finding(controller: Controller, store: Store, order: int) -> dg.AssetsDefinition:
    keys = {table.name: asset_key(controller, "finding", store.name, table.name) for table in store.tables}

    @dg.multi_asset(
        name=op_name(controller, "finding", store.name),
        specs=[_spec(controller, store, table, keys[table.name]) for table in store.tables],
        can_subset=True,
        op_tags=op_tags(order),
        pool=POOL,
    )
    @guarded
    def find(context: dg.AssetExecutionContext, warehouses: dg.ResourceParam[Warehouses]) -> Iterator[Told]:
        from scanners.workers import Workers

        day = day_of(context, controller)
        with warehouses.hold(controller) as con, Workers(controller.scan_workers) as workers:
            for table in store.tables:
                if keys[table.name] in context.selected_asset_keys:
                    counts = night.find_table(con, controller, store, table, day, workers.read)
                    metadata = _metadata(con, store, table, counts)
                    yield dg.MaterializeResult(asset_key=keys[table.name], metadata=metadata)

    return find


def _spec(controller: Controller, store: Store, table: Table, key: dg.AssetKey) -> dg.AssetSpec:
    return dg.AssetSpec(
        key,
        deps=[asset_key(controller, "landed", store.name, table.name)],
        description=describe(
            f"Personal data seen in {spoken(table.name)} of {spoken(store.name)}",
            "Store, table, column, record key, category, score and span of what the scanners saw. Never a value.",
        ),
        group_name=GROUPS[1],
        kinds={"presidio", "duckdb"},
        owners=list(controller.owners),
        metadata={"dagster/column_schema": column_schema(table)},
    )


def _metadata(con: duckdb.DuckDBPyConnection, store: Store, table: Table, counts: dict[str, int]) -> dict[str, Any]:
    seen = con.execute(
        'SELECT "column", category, said_by FROM meta."column" WHERE store = ? AND "table" = ?',
        [store.name, table.name],
    ).fetchall()
    return {
        "dagster/row_count": sum(counts.values()),
        "dagster/column_schema": column_schema(table, {name: (category, by) for name, category, by in seen}),
        "found_by_category": counts_table("category", counts),
        "columns_unknown_to_the_map": len({name for name, *_ in seen} - set(table.column_names)),
    }
