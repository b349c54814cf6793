"""The nightly job, and how a process runs it without Dagster's web server.

What belongs here: which assets a night makes, and running them in this process with progress told as it comes.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

import dagster as dg

from assets.metadata import GROUPS, asset_key
from assets.steps import AS_OF_TAG
from pipelines.resources import quiet_instance
from stores.controller import Controller

NIGHTLY = "nightly"


@dataclass(frozen=True)
class StepEvent:
    """One step of a controller's night began or ended.

    Attributes:
        controller: the controller's id.
        step: what the step makes, e.g. ``landed hubspot``.
        state: started, done, failed or skipped (something it needs failed).
        done: the controller's steps that have ended, this one included.
        total: the controller's steps in this run.
    """

    controller: str
    step: str
    state: str
    done: int
    total: int


@dataclass(frozen=True)
class NightResult:
    """How a run ended. A broken promise is no failure: ``success`` says that the night could do its work.

    Attributes:
        success: every step did its work.
        failed_steps: the steps that failed, as ``controller: step``.
        failures: what each said, without any value.
    """

    success: bool
    failed_steps: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def nightly_job() -> dg.UnresolvedAssetJobDefinition:
    """Everything that only reads, in one process. What erases is in no group of a night, so it can never be in here."""
    return dg.define_asset_job(
        NIGHTLY,
        selection=dg.AssetSelection.groups(*GROUPS),
        executor_def=dg.in_process_executor,
        description="Lands every store, finds, records, judges and reports, for every controller. Erases nothing.",
    )


def run_night(
    controllers: list[Controller],
    as_of: date,
    *,
    instance: dg.DagsterInstance | None = None,
    stores: list[str] | None = None,
    rules: list[str] | None = None,
    on_step: Callable[[StepEvent], None] | None = None,
) -> NightResult:
    """Run the nightly job in this process, for all controllers in one run.

    Args:
        controllers: loaded controllers, with different ids.
        as_of: the day to judge.
        instance: where events are stored; one that is gone afterwards if absent.
        stores: land, scan and record only these stores; the others stand as they were read last.
        rules: judge only these rules; clauses of the others keep the verdict they have, or are unproved.
        on_step: told of each step as it begins and ends.
    """
    from pipelines.build import assemble

    definitions = assemble(controllers)
    job = definitions.resolve_job_def(NIGHTLY)
    selected = _selection(controllers, stores, rules)
    nightly = job.asset_layer.executable_asset_keys
    steps = {
        one.op.name: min(one.keys).path[0]
        for one in definitions.assets or ()
        if isinstance(one, dg.AssetsDefinition) and not one.keys.isdisjoint(nightly if selected is None else selected)
    }
    progress = _Progress(steps, on_step)
    run_id = str(uuid.uuid4())
    held = instance or quiet_instance()
    try:
        held.add_event_listener(run_id, progress)
        result = job.execute_in_process(
            instance=held,
            run_id=run_id,
            asset_selection=selected,
            raise_on_error=False,
            tags={AS_OF_TAG: as_of.isoformat()},
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
        progress.close()
    finally:
        if instance is None:
            held.dispose()
    return NightResult(result.success, progress.failed, progress.failures)


def _selection(
    controllers: Sequence[Controller], stores: Sequence[str] | None, rules: Sequence[str] | None
) -> list[dg.AssetKey] | None:
    """The assets of a partial night; None for all of them."""
    if stores is None and rules is None:
        return None
    keys: list[dg.AssetKey] = []
    for controller in controllers:
        for store in controller.stores:
            if stores is not None and store.name not in stores:
                continue
            if store.connector == "none":
                keys.append(asset_key(controller, "landed", store.name))
                continue
            keys.append(asset_key(controller, "record", store.name))
            for table in store.tables:
                keys += [asset_key(controller, layer, store.name, table.name) for layer in ("landed", "finding")]
        keys += [
            asset_key(controller, "flagged", rule.id)
            for rule in controller.used_rules
            if rules is None or rule.id in rules
        ]
        keys.append(asset_key(controller, "subject"))
        keys += [asset_key(controller, "report", name) for name in ("scoreboard", "flagged", "processing_records")]
    return keys


class _Progress:
    """Counts the steps of a run as its events come, and keeps what failed."""

    _ENDS = {  # noqa: RUF012 - a constant
        dg.DagsterEventType.STEP_SUCCESS: "done",
        dg.DagsterEventType.STEP_FAILURE: "failed",
        dg.DagsterEventType.STEP_SKIPPED: "skipped",
    }

    def __init__(self, steps: dict[str, str], on_step: Callable[[StepEvent], None] | None) -> None:
        self.steps = steps
        self.on_step = on_step
        self.ended: dict[str, str] = {}
        self.failed: list[str] = []
        self.failures: list[str] = []

    def __call__(self, entry: dg.EventLogEntry) -> None:
        event = entry.dagster_event
        if event is None:
            return
        if event.is_run_failure and not self.failed:
            self.failures.append("The run failed outside its steps.")
        name = event.step_key
        if name is None or name not in self.steps:
            return
        if event.event_type is dg.DagsterEventType.STEP_START:
            self._tell(name, "started")
        elif event.event_type in self._ENDS:
            state = self._ENDS[event.event_type]
            self.ended[name] = state
            if state == "failed":
                self.failed.append(f"{self.steps[name]}: {self._label(name)}")
                self.failures.append(failure_message(event))
            self._tell(name, state)

    def close(self) -> None:
        """Tell of the steps that were never begun, because something they need failed."""
        for name in self.steps:
            if name not in self.ended:
                self.ended[name] = "skipped"
                self._tell(name, "skipped")

    def _label(self, name: str) -> str:
        return name.removeprefix(self.steps[name] + "__").replace("__", " ")

    def _tell(self, name: str, state: str) -> None:
        if self.on_step is None:
            return
        controller = self.steps[name]
        mine = [step for step, owner in self.steps.items() if owner == controller]
        done = sum(step in self.ended for step in mine)
        self.on_step(StepEvent(controller, self._label(name), state, done, len(mine)))


def failure_message(event: dg.DagsterEvent) -> str:
    """What a failed step said of itself. Failures raised by steps hold no value (``assets.steps.guarded``)."""
    data = event.step_failure_data
    if data.user_failure_data is not None and data.user_failure_data.description:
        return str(data.user_failure_data.description)
    return (data.error.message.strip() if data.error else "") or "the step failed"
