"""The erasure jobs, one a controller, the sensor that sees approved batches, and running a batch in this process.

What belongs here: what starts an erasure. Nothing starts one by itself: the sensor is stopped until someone starts it,
and it asks for nothing that two people have not approved.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dagster as dg

from assets.erasure import BATCHES, erasure_keys
from erasure.ledger import read_standing
from pipelines.resources import quiet_instance
from rules.errors import AbideError
from stores.controller import Controller

SENSOR = "approved_batches"
EVERY = 60
"""Seconds between two looks at the ledgers."""


def erasure_job_name(controller: Controller) -> str:
    """The name of a controller's erasure job."""
    return f"erasure_{controller.id}"


def erasure_jobs(controllers: Sequence[Controller]) -> list[dg.UnresolvedAssetJobDefinition]:
    """One job a controller: a batch's id is of one controller, and its run must touch no other."""
    return [
        dg.define_asset_job(
            erasure_job_name(controller),
            selection=dg.AssetSelection.assets(*erasure_keys(controller)),
            executor_def=dg.in_process_executor,
            description=f"Erases one approved batch of {controller.name}, verifies it, and certifies it.",
        )
        for controller in controllers
    ]


def approved_batches(
    controllers: Sequence[Controller], jobs: Sequence[dg.UnresolvedAssetJobDefinition]
) -> dg.SensorDefinition:
    """The sensor. A batch is asked for once for each plan of it; whoever wants it again runs its backfill."""

    def look(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        requests, unread = [], []
        for controller in controllers:
            try:
                standing = read_standing(controller)
            except AbideError as error:
                unread.append(f"{controller.id}: {error}")
                continue
            for batch in standing.batches.values():
                of, plan = batch.binding
                if of == "plan" and standing.is_authorised(batch) and not batch.acts:
                    requests.append(
                        dg.RunRequest(
                            run_key=f"{controller.id}/{batch.id}/{plan}",
                            job_name=erasure_job_name(controller),
                            partition_key=batch.id,
                        )
                    )
        for text in unread:
            context.log.error(text)
        if not requests:
            return dg.SkipReason("no approved batch waits" + (f"; {len(unread)} ledgers not read" if unread else ""))
        names = sorted({str(request.partition_key) for request in requests})
        return dg.SensorResult(run_requests=requests, dynamic_partitions_requests=[BATCHES.build_add_request(names)])

    return dg.SensorDefinition(
        name=SENSOR,
        jobs=list(jobs),
        evaluation_fn=look,
        minimum_interval_seconds=EVERY,
        default_status=dg.DefaultSensorStatus.STOPPED,
        description="Asks for a run of each batch that two people approved. Stopped until someone starts it.",
    )


def run_batch(controller: Controller, batch: str, instance: dg.DagsterInstance | None = None) -> tuple[bool, list[str]]:
    """Run a controller's erasure job for one batch, in this process: the same job as in the browser.

    Returns:
        Whether every step did its work, and what those that did not said.
    """
    from pipelines.build import assemble
    from pipelines.jobs import failure_message

    definitions = assemble([controller])
    held: Any = instance or quiet_instance()
    try:
        held.add_dynamic_partitions(str(BATCHES.name), [batch])
        result = definitions.resolve_job_def(erasure_job_name(controller)).execute_in_process(
            instance=held,
            partition_key=batch,
            raise_on_error=False,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
        failures = [failure_message(event) for event in result.all_events if event.is_step_failure]
    finally:
        if instance is None:
            held.dispose()
    return result.success, failures
