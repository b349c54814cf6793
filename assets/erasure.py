"""``erasure/plan``, ``erasure/executed``, ``erasure/certificate``: a batch, carried out as a partition of its own.

What belongs here: the Dagster side of an erasure. What it does is ``assets.hand``'s. These assets stand outside the
nightly job, in a group of their own; a batch is a key of one dynamic partitions definition, so batches run, resume and
run again as backfills. There is no flag that makes a run a dry one: the plan is that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import dagster as dg

from assets.hand import Hand
from assets.metadata import POOL, asset_key, counts_table, describe, op_name, op_tags, relative
from assets.steps import Told, guarded
from erasure.certificate import is_whole, open_outcomes
from erasure.intent import Progress
from erasure.searching import TRACES, WEAK
from stores.controller import Controller

GROUP = "s6_erasure"
BATCHES = dg.DynamicPartitionsDefinition(name="erasure_batches")
"""Every batch of every controller by its id; a batch is a partition of the assets of its own controller."""

VERIFIED = "verified"
NAMES = ("plan", "executed", "certificate")


def erasure_keys(controller: Controller) -> list[dg.AssetKey]:
    """The keys of a controller's three assets."""
    return [asset_key(controller, "erasure", name) for name in NAMES]


def erasure_assets(controller: Controller, order: int) -> list[dg.AssetsDefinition]:
    """The three steps of a batch."""
    return [_plan(controller, order), _executed(controller, order), _certificate(controller, order)]


def now() -> datetime:
    """This machine's clock. An erasure is of this moment, whatever day a night judges."""
    return datetime.now(UTC)


def _spec(controller: Controller, name: str, after: str | None, *told: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        asset_key(controller, "erasure", name),
        deps=[asset_key(controller, "erasure", after)] if after else [],
        description=describe(*told),
        group_name=GROUP,
        kinds={"duckdb"} if name != "certificate" else {"json"},
        owners=list(controller.owners),
        partitions_def=BATCHES,
    )


def _plan(controller: Controller, order: int) -> dg.AssetsDefinition:
    key = asset_key(controller, "erasure", "plan")
    spec = _spec(
        controller,
        "plan",
        None,
        "What two people approved of this batch, step by step; erases nothing",
        "Fails where approvals are missing, a hold has come, or the batch is beyond the limits of abide.yaml.",
    )

    @dg.multi_asset(name=op_name(controller, "erasure", "plan"), specs=[spec], op_tags=op_tags(order))
    @guarded
    def plan(context: dg.AssetExecutionContext) -> Iterator[Told]:
        approved = Hand(controller, context.partition_key, now).order()
        counts: dict[str, int] = {}
        for step in approved.steps:
            place = f"{step.action} {step.store}.{step.table}"
            counts[place] = counts.get(place, 0) + len(step.records)
        yield dg.MaterializeResult(
            asset_key=key,
            metadata={
                "dagster/row_count": sum(counts.values()),
                "plan": approved.sha256,
                "steps": counts_table("step", counts),
            },
        )

    return plan


def _executed(controller: Controller, order: int) -> dg.AssetsDefinition:
    key = asset_key(controller, "erasure", "executed")
    spec = _spec(
        controller,
        "executed",
        "plan",
        "The batch erased in every store that holds it, and every store read again",
        "Refuses unless two people approved exactly this plan, every flag still stands on a reading of this moment, no "
        "hold has come, and the batch is within the limits. Repeating it goes on where it stopped, and does no harm.",
    )
    check = dg.AssetCheckSpec(
        VERIFIED, asset=key, description="Every record of the plan was found gone, by its key and by its person."
    )

    @dg.multi_asset(
        name=op_name(controller, "erasure", "executed"),
        specs=[spec],
        check_specs=[check],
        op_tags=op_tags(order),
        pool=POOL,
    )
    @guarded
    def executed(context: dg.AssetExecutionContext) -> Iterator[Told]:
        done = Hand(controller, context.partition_key, now).execute()
        counts = done.counts()
        yield dg.MaterializeResult(
            asset_key=key, metadata={"dagster/row_count": sum(counts.values()), "states": counts_table("state", counts)}
        )
        yield dg.AssetCheckResult(
            passed=is_whole(done),
            asset_key=key,
            check_name=VERIFIED,
            metadata={**counts, **done.found},
            description=told(done),
        )

    return executed


def told(done: Progress) -> str:
    """What is not verified, by reason, in words; or that all is."""
    reasons: dict[str, int] = {}
    for _, _, outcome in open_outcomes(done):
        text = f"{outcome.state}: {outcome.task or outcome.reason}" + (
            f" until {outcome.until}" if outcome.until else ""
        )
        reasons[text] = reasons.get(text, 0) + 1
    lines = [f"{count:,} {text}" for text, count in sorted(reasons.items())]
    lines += [f"{done.found[name]:,} {words}" for name, words in TRACES.items() if done.found.get(name)]
    weak = [f"{done.found[name]:,} {words}" for name, words in WEAK.items() if done.found.get(name)]
    return "; ".join([*(lines or ["Every record was found gone."]), *weak])


def _certificate(controller: Controller, order: int) -> dg.AssetsDefinition:
    key = asset_key(controller, "erasure", "certificate")
    spec = _spec(
        controller,
        "certificate",
        "executed",
        "The signed certificate of what was erased, how it was verified, and what remains",
        "Counts, hashes and names only. Its hash stands in the ledger; abide verify --certificate checks it offline.",
    )

    @dg.multi_asset(name=op_name(controller, "erasure", "certificate"), specs=[spec], op_tags=op_tags(order), pool=POOL)
    @guarded
    def certificate(context: dg.AssetExecutionContext) -> Iterator[Told]:
        path, data = Hand(controller, context.partition_key, now).certify()
        yield dg.MaterializeResult(
            asset_key=key,
            metadata={
                "status": str(data["status"]),
                "number": int(data["number"]),
                "file": relative(controller, path),
                "print": relative(controller, path.with_suffix(".pdf")),
            },
        )

    return certificate
