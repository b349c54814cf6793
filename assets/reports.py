"""``report/...``: the scoreboard of the night, its immutable snapshot, and the files that people and tools read.

What belongs here: the Dagster side of reporting. What the files hold is ``assets.report``'s. Nothing here reads the
warehouse after the snapshot stands: the report and everyone else read the same copy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import dagster as dg

from assets import night
from assets.flagged import flagged_keys, verdict_check, verdicts_table
from assets.metadata import GROUPS, POOL, asset_key, counts_table, describe, op_name, op_tags, promise, relative, safe
from assets.steps import Told, Warehouses, day_of, guarded
from rules.flag import COLUMNS, TYPES
from stores.controller import Controller
from stores.keys import read_key
from stores.warehouse_snapshots import open_snapshot, publish_snapshot

NIGHT_ZONE = "Europe/London"
NIGHT_CRON = "0 2 * * *"
LATEST_CRON = "0 5 * * *"
"""A night that began at two and has no scoreboard by five was missed."""

FILES = {
    "flagged": ("flagged.parquet", "flagged.csv", "flagged.xlsx", "findings.parquet", "contracts.json", "index.html"),
    "processing_records": ("processing_records.json",),
}
"""Which files each asset stands for; ``scoreboard.json`` is written with them and stands for ``report/scoreboard``."""


def report_assets(controller: Controller, order: int) -> list[dg.AssetsDefinition]:
    """The scoreboard with the snapshot, and the files."""
    return [_scoreboard(controller, order), _files(controller, order)]


def _scoreboard(controller: Controller, order: int) -> dg.AssetsDefinition:
    key = asset_key(controller, "report", "scoreboard")
    words_only = [clause for clause in controller.notice.clauses if clause.unprovable is not None]
    spec = dg.AssetSpec(
        key,
        deps=flagged_keys(controller) or [asset_key(controller, "subject")],
        description=describe(
            f"Which promises {controller.name} kept tonight",
            "The verdict on every clause of the notice, and the night's snapshot: an immutable copy of the warehouse, "
            "which the report and everyone else read.",
            "A promise that no data can prove is a check of this asset; it passes only while a person attests it.",
        ),
        group_name=GROUPS[4],
        kinds={"duckdb"},
        owners=list(controller.owners),
        freshness_policy=dg.FreshnessPolicy.cron(
            deadline_cron=LATEST_CRON, lower_bound_delta=timedelta(hours=3), timezone=NIGHT_ZONE
        ),
    )

    @dg.multi_asset(
        name=op_name(controller, "report", "scoreboard"),
        specs=[spec],
        check_specs=[
            dg.AssetCheckSpec(safe(c.id), asset=key, description=promise(c), metadata={"clause": c.id})
            for c in words_only
        ],
        op_tags=op_tags(order),
        pool=POOL,
    )
    @guarded
    def conclude(context: dg.AssetExecutionContext, warehouses: dg.ResourceParam[Warehouses]) -> Iterator[Told]:
        day = day_of(context, controller)
        with warehouses.hold(controller) as con:
            results = night.conclude(con, controller, day)
            snapshot = publish_snapshot(con, controller.folder, day, read_key(controller.folder))
        counts = Counter(str(result.verdict) for result in results)
        yield dg.MaterializeResult(
            asset_key=key,
            metadata={
                "as_of": day.isoformat(),
                "dagster/row_count": len(results),
                "verdicts": counts_table("verdict", dict(sorted(counts.items()))),
                "clauses": verdicts_table(results),
                "flags": sum(result.flags for result in results),
                "snapshot": relative(controller, snapshot),
            },
        )
        unprovable = {clause.id for clause in words_only}
        for result in results:
            if result.clause in unprovable:
                yield verdict_check(result, key)

    return conclude


def _files(controller: Controller, order: int) -> dg.AssetsDefinition:
    keys = {name: asset_key(controller, "report", name) for name in FILES}
    texts = {
        "flagged": (
            "Every flagged record, and the report a compliance officer reads",
            "flagged.parquet, .csv, .xlsx, findings.parquet, scoreboard.json, contracts.json and a page in one file.",
        ),
        "processing_records": (
            "The records of processing that UK GDPR Art. 30 asks for",
            "Stores, purposes, lawful bases and categories of data as the maps state them and the night found them.",
        ),
    }
    flag_schema = dg.TableSchema(columns=[dg.TableColumn(name, TYPES[name]) for name in COLUMNS])

    @dg.multi_asset(
        name=op_name(controller, "report", "files"),
        specs=[
            dg.AssetSpec(
                keys[name],
                deps=[asset_key(controller, "report", "scoreboard")],
                description=describe(*texts[name]),
                group_name=GROUPS[4],
                kinds={"parquet", "excel"} if name == "flagged" else {"json"},
                owners=list(controller.owners),
                metadata={"dagster/column_schema": flag_schema} if name == "flagged" else {},
            )
            for name in FILES
        ],
        op_tags=op_tags(order),
        pool=POOL,
    )
    @guarded
    def write(context: dg.AssetExecutionContext) -> Iterator[Told]:
        from assets.report import write_reports

        folder = controller.folder
        with open_snapshot(folder, read_key(folder)) as con:
            written = write_reports(con, controller, day_of(context, controller), folder / "report")
            flags = int(con.execute("SELECT count(*) FROM flagged.flag").fetchall()[0][0])
        paths = {path.name: path for path in written.values()}
        for name, files in FILES.items():
            links = {file.replace(".", "_"): relative(controller, paths[file]) for file in files if file in paths}
            rows = {"dagster/row_count": flags} if name == "flagged" else {}
            yield dg.MaterializeResult(asset_key=keys[name], metadata={**rows, **links})

    return write
