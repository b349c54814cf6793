"""``flagged/{rule}``: the records that break a promise. Each clause that names the rule is a check of the asset.

What belongs here: the Dagster side of judging, and how a verdict shows as a check. Judging is ``rules.engine``'s.
"""

from __future__ import annotations

from collections.abc import Iterator

import dagster as dg

from assets import night
from assets.metadata import GROUPS, POOL, asset_key, describe, op_name, op_tags, promise, safe, table_of
from assets.steps import Told, Warehouses, day_of, guarded
from rules.rule import Rule
from rules.terms import Verdict
from stores.controller import Controller


def flagged_keys(controller: Controller) -> list[dg.AssetKey]:
    """The keys of every rule that a clause names."""
    return [asset_key(controller, "flagged", rule.id) for rule in controller.used_rules]


def flagged_assets(controller: Controller, order: int) -> list[dg.AssetsDefinition]:
    """One step a rule that a clause names."""
    return [_flagged(controller, rule, order) for rule in controller.used_rules]


def _flagged(controller: Controller, rule: Rule, order: int) -> dg.AssetsDefinition:
    key = asset_key(controller, "flagged", rule.id)
    clauses = controller.clauses_of(rule.id)
    spec = dg.AssetSpec(
        key,
        deps=[asset_key(controller, "subject")],
        description=describe(
            rule.title,
            f"Judges each {rule.over} against these clauses of the notice: {', '.join(c.id for c in clauses)}.",
            "A flag is a record's key, the dates and codes it rests on, a due date and a remedy; never a value.",
        ),
        group_name=GROUPS[3],
        kinds={"duckdb", "sql"},
        owners=list(controller.owners),
        metadata={"rule": rule.id, "ground": str(rule.ground)},
    )
    checks = [
        dg.AssetCheckSpec(safe(c.id), asset=key, description=promise(c), metadata={"clause": c.id}) for c in clauses
    ]

    @dg.multi_asset(
        name=op_name(controller, "flagged", rule.id),
        specs=[spec],
        check_specs=checks,
        op_tags=op_tags(order),
        pool=POOL,
    )
    @guarded
    def judge(context: dg.AssetExecutionContext, warehouses: dg.ResourceParam[Warehouses]) -> Iterator[Told]:
        with warehouses.hold(controller) as con:
            results = night.judge_rule(con, controller, rule, day_of(context, controller))
        yield dg.MaterializeResult(
            asset_key=key,
            metadata={"dagster/row_count": sum(r.flags for r in results), "clauses": verdicts_table(results)},
        )
        for result in results:
            yield verdict_check(result, key)

    return judge


def verdict_check(result: night.ClauseResult, key: dg.AssetKey) -> dg.AssetCheckResult:
    """A clause's verdict as a check: broken is a failed ERROR, unproved a failed WARN; kept and attested pass.

    A failed WARN shows green in Dagster's catalogue, so a broken promise is never one; neither stops the night.
    """
    broken = result.verdict is Verdict.BROKEN
    counted = f": {result.flags} flagged of {result.judged} judged, {result.undated} undated" if result.rule else ""
    return dg.AssetCheckResult(
        passed=result.verdict in {Verdict.KEPT, Verdict.ATTESTED},
        asset_key=key,
        check_name=safe(result.clause),
        severity=dg.AssetCheckSeverity.ERROR if broken else dg.AssetCheckSeverity.WARN,
        metadata={
            "verdict": str(result.verdict),
            "flags": result.flags,
            "judged": result.judged,
            "undated": result.undated,
            "withheld": result.withheld,
            "kept": dict(result.kept),
            "stores_needed": list(result.stores_needed),
            "stores_stale": list(result.stores_stale),
        },
        description=". ".join(part for part in (f"{result.verdict.capitalize()}{counted}", result.reason) if part),
    )


def verdicts_table(results: list[night.ClauseResult]) -> dg.TableMetadataValue:
    """The clauses and their counts as a table."""
    columns = dict.fromkeys(("clause", "verdict"), "string") | dict.fromkeys(
        ("flags", "judged", "undated", "withheld"), "int"
    )
    rows: list[dict[str, str | int | float | None]] = [
        {
            "clause": result.clause,
            "verdict": str(result.verdict),
            "flags": result.flags,
            "judged": result.judged,
            "undated": result.undated,
            "withheld": result.withheld,
        }
        for result in results
    ]
    return table_of(rows, columns)
