"""From controller folders to Dagster's definitions. Reads the folders and nothing else: no store, no secret, no clock.

What belongs here: which assets there are for which controller, and what becomes of a folder that is wrong. A wrong
folder does not take the others down, and does not pass unseen: it becomes an asset ``{folder}/configuration`` that
tells every problem in its description and fails, so that the night is red until the folder is put right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from assets.erasure import erasure_assets
from assets.findings import finding_assets
from assets.flagged import flagged_assets
from assets.landed import landed_assets
from assets.metadata import GROUPS, describe
from assets.records import record_assets, subject_asset
from assets.reports import report_assets
from pipelines.erasing import approved_batches, erasure_jobs
from pipelines.jobs import nightly_job
from pipelines.resources import resources
from pipelines.schedules import nightly_schedule
from rules.errors import ConfigurationError, Problem
from stores.controller import Controller, load_controller
from stores.store import safe_name

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Wrong:
    """A folder that cannot be used, and why."""

    folder: Path
    error: ConfigurationError


def build_definitions(folders: Sequence[Path]) -> dg.Definitions:
    """The definitions of every controller in ``folders``; of a wrong folder, the asset that says so."""
    controllers: list[Controller] = []
    wrong: list[Wrong] = []
    for folder in folders:
        try:
            controller = load_controller(folder)
        except ConfigurationError as error:
            wrong.append(Wrong(folder, error))
            continue
        if twin := next((other for other in controllers if other.id == controller.id), None):
            told = f"the id '{controller.id}' is that of {twin.folder} too"
            wrong.append(Wrong(folder, ConfigurationError([Problem(folder / "abide.yaml", 0, "controller", told)])))
        else:
            controllers.append(controller)
    return assemble(controllers, wrong)


def assemble(controllers: Iterable[Controller], wrong: Iterable[Wrong] = ()) -> dg.Definitions:
    """The definitions of controllers that are loaded already."""
    assets: list[dg.AssetsDefinition] = []
    controllers = list(controllers)
    for order, controller in enumerate(controllers):
        assets += [
            *landed_assets(controller, order),
            *finding_assets(controller, order),
            *record_assets(controller, order),
            subject_asset(controller, order),
            *flagged_assets(controller, order),
            *report_assets(controller, order),
            *erasure_assets(controller, order),
        ]
    taken = {definition.op.name for definition in assets}
    for folder in wrong:
        assets.append(_configuration(folder, taken))
        taken.add(assets[-1].op.name)
    job, erasures = nightly_job(), erasure_jobs(controllers)
    return dg.Definitions(
        assets=assets,
        jobs=[job, *erasures],
        schedules=[nightly_schedule(job)],
        sensors=[approved_batches(controllers, erasures)] if erasures else [],
        resources=resources(),
        executor=dg.in_process_executor,
    )


def _configuration(wrong: Wrong, taken: set[str]) -> dg.AssetsDefinition:
    plain = safe_name(wrong.folder.name) or "folder"
    name = next(n for n in (plain, *(f"{plain}_{i}" for i in range(2, 1000))) if f"{n}__configuration" not in taken)
    spec = dg.AssetSpec(
        dg.AssetKey([name, "configuration"]),
        description=describe(
            f"The configuration of {wrong.folder.name} is wrong: nothing of it is run",
            *(str(problem) for problem in wrong.error.problems),
        ),
        group_name=GROUPS[0],
        kinds={"yaml"},
    )
    told = str(wrong.error)

    @dg.multi_asset(name=f"{name}__configuration", specs=[spec])
    def configuration() -> None:
        raise dg.Failure(told, allow_retries=False)

    return configuration
