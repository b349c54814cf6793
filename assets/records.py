"""``record/{store}`` and ``subject``: vendors' columns as one shape, and who is the same person across stores.

What belongs here: the Dagster side of both. The SQL that a map becomes is ``stores.records``'; linking is
``stores.subjects``'.
"""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg

from assets import night
from assets.findings import finding_keys
from assets.landed import landed_keys
from assets.metadata import GROUPS, POOL, asset_key, counts_table, describe, op_name, op_tags, spoken
from assets.night.state import is_landed
from assets.steps import Told, Warehouses, day_of, guarded
from rules.relations import RECORD
from stores.controller import Controller
from stores.store import Store

MAPPED = "mapped"
ERASED = "erased_stays_erased"
_SCHEMA = dg.TableSchema(columns=[dg.TableColumn(name, kind) for name, kind in RECORD.items()])


def record_assets(controller: Controller, order: int) -> list[dg.AssetsDefinition]:
    """One step a store that is read."""
    return [_record(controller, store, order) for store in controller.stores if store.connector != "none"]


def _record(controller: Controller, store: Store, order: int) -> dg.AssetsDefinition:
    key = asset_key(controller, "record", store.name)
    spec = dg.AssetSpec(
        key,
        deps=landed_keys(controller, store),
        description=describe(
            f"The records of {spoken(store.name)} in the shape that rules see",
            "Clocks, purpose, lawful basis and its evidence, kind of data subject, and keyed digests of the subject's "
            "identifiers. A rule is written once for all stores.",
        ),
        group_name=GROUPS[2],
        kinds={"duckdb", "sql"},
        owners=list(controller.owners),
        metadata={"dagster/column_schema": _SCHEMA, "map": dg.MetadataValue.path(f"stores/{store.name}.yaml")},
    )
    check = dg.AssetCheckSpec(
        MAPPED, asset=key, description="Every table that was landed gave records: the map's SQL could be computed."
    )

    @dg.multi_asset(
        name=op_name(controller, "record", store.name),
        specs=[spec],
        check_specs=[check],
        op_tags=op_tags(order),
        pool=POOL,
    )
    @guarded
    def record(context: dg.AssetExecutionContext, warehouses: dg.ResourceParam[Warehouses]) -> Iterator[Told]:
        with warehouses.hold(controller) as con:
            landed = [table.name for table in store.tables if is_landed(con, store, table)]
            counts = night.record_store(con, controller, store, day_of(context, controller))
        unmapped = [name for name in landed if name not in counts]
        yield dg.MaterializeResult(
            asset_key=key,
            metadata={"dagster/row_count": sum(counts.values()), "records_by_table": counts_table("table", counts)},
        )
        yield dg.AssetCheckResult(
            passed=not unmapped,
            asset_key=key,
            check_name=MAPPED,
            metadata={"tables_landed": len(landed), "tables_mapped": len(counts)},
            description=f"stores/{store.name}.yaml: the map of {', '.join(unmapped)} cannot be computed over the "
            "export; the clauses that need it are unproved. Run abide check, then correct the SQL under record or also."
            if unmapped
            else None,
        )

    return record


def subject_asset(controller: Controller, order: int) -> dg.AssetsDefinition:
    """The step that links records of one person and builds the relations that rules see."""
    key = asset_key(controller, "subject")
    upstream = [asset_key(controller, "record", store.name) for store in controller.stores if store.connector != "none"]
    unread = [landed_keys(controller, store)[0] for store in controller.stores if store.connector == "none"]
    spec = dg.AssetSpec(
        key,
        deps=[*upstream, *finding_keys(controller), *unread],
        description=describe(
            "Who is the same person across all stores",
            "Exact and strong identifiers link; weak ones are counted and never act. With it stand the latest "
            "interaction over all stores, every ground to keep, and the relations that rules see.",
        ),
        group_name=GROUPS[2],
        kinds={"duckdb", "python"},
        owners=list(controller.owners),
        metadata={"dagster/column_schema": _SCHEMA},
    )

    check = dg.AssetCheckSpec(
        ERASED, asset=key, description="Nothing that was erased is back: by re-import, by a form, or from a backup."
    )

    @dg.multi_asset(
        name=op_name(controller, "subject"), specs=[spec], check_specs=[check], op_tags=op_tags(order), pool=POOL
    )
    @guarded
    def subject(context: dg.AssetExecutionContext, warehouses: dg.ResourceParam[Warehouses]) -> Iterator[Told]:
        with warehouses.hold(controller) as con:
            counts = night.link_subjects(con, controller, day_of(context, controller))
        yield dg.MaterializeResult(asset_key=key, metadata={"dagster/row_count": counts["subjects"], **counts})
        back = counts["returned"]
        yield dg.AssetCheckResult(
            passed=not back,
            asset_key=key,
            check_name=ERASED,
            metadata={"returned": back, "not_exported_anew": counts["not_exported_anew"]},
            description=f"{back} records are ones that were erased, or of people who were. The report lists them; "
            "abide replay erases again what a backup brought back."
            if back
            else None,
        )

    return subject
