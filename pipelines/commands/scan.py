"""``abide scan``: one night, from the command line.

What belongs here: what comes before a night (folders, day, keys), and what is printed after it. The night itself is
``pipelines.jobs``'s, its progress ``pipelines.commands.progress``'s.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from pipelines.commands.console import Exit, day, fail, known, say_json, screen, tell
from pipelines.commands.loading import load_all
from rules.terms import Verdict
from stores.controller import Controller
from stores.keys import read_key
from stores.warehouse_snapshots import open_snapshot

if TYPE_CHECKING:
    from dagster import DagsterInstance

    from pipelines.jobs import NightResult

SETTINGS = Path(__file__).resolve().parent.parent / "dagster.yaml"
QUIET = {"DAGSTER_TELEMETRY_ENABLED": "false", "GX_ANALYTICS_ENABLED": "false"}
"""No library may speak to the network while personal data is in the process."""


def scan(
    folders: list[Path], as_of: str | None, *, as_json: bool, sarif: bool, stores: list[str], rules: list[str]
) -> None:
    """Run the night of ``as_of`` for the controllers, print what it says, and exit with what that means."""
    if as_json and sarif:
        fail("say --json or --sarif, not both.")
    controllers = load_all(folders)
    known("store", stores, (store.name for controller in controllers for store in controller.stores))
    known("rule", rules, (rule.id for controller in controllers for rule in controller.used_rules))
    night = day(as_of, (controller.zone for controller in controllers))
    for controller in controllers:
        read_key(controller.folder)  # a missing or wrong key is told before anything runs
    os.environ.update(QUIET)
    result = _run(controllers, night, stores, rules)
    if any("DagsterExecutionInterruptedError" in failure for failure in result.failures):
        raise KeyboardInterrupt  # Dagster tells an interruption as a step that failed
    for failure in _failures(result):
        tell(failure)
    done = [controller for controller in controllers if not _failed(result, controller)]
    if as_json:
        say_json([json.loads((c.folder / "report" / "scoreboard.json").read_text(encoding="utf-8")) for c in done])
    elif sarif:
        say_json(_sarif(done, night))
    worst = _verdicts(done, night, draw=not (as_json or sarif))
    if stores or rules:
        _tell_restriction(stores, rules)
    if len(done) < len(controllers):
        names = ", ".join(c.id for c in controllers if c not in done)
        fail(f"the night of {night} did not finish for {names}; what is reported there is of the night before.")
    raise typer.Exit(worst)


def _run(controllers: list[Controller], night: date, stores: list[str], rules: list[str]) -> NightResult:
    from pipelines.commands.progress import shown
    from pipelines.jobs import run_night

    with shown({c.id: c.name for c in controllers}) as on_step, kept_instance() as instance:
        return run_night(
            controllers, night, instance=instance, stores=stores or None, rules=rules or None, on_step=on_step
        )


@contextmanager
def kept_instance() -> Iterator[DagsterInstance | None]:
    """DAGSTER_HOME's instance, so that the night stands in its history; None for one that is gone afterwards."""
    home = os.environ.get("DAGSTER_HOME")
    if not home:
        yield None
        return
    from dagster import DagsterInstance

    from pipelines.commands.doctor import telemetry_is_off

    folder = Path(home)
    if not (folder / "dagster.yaml").exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SETTINGS, folder / "dagster.yaml")
    elif not telemetry_is_off(folder):
        fail(f"Dagster's telemetry is not off in {folder}.", "add to its dagster.yaml: telemetry: {enabled: false}")
    with DagsterInstance.get() as instance:
        yield instance


def _failures(result: NightResult) -> list[str]:
    if len(result.failures) != len(result.failed_steps):
        return [*result.failed_steps, *result.failures]
    return [f"{step}: {told}" for step, told in zip(result.failed_steps, result.failures, strict=True)]


def _failed(result: NightResult, controller: Controller) -> bool:
    if result.success:
        return False
    mine = [step for step in result.failed_steps if step.startswith(f"{controller.id}:")]
    return bool(mine) or not result.failed_steps


def _sarif(controllers: Sequence[Controller], night: date) -> dict[str, Any]:
    from assets.report.scoreboard import read_scoreboard
    from pipelines.commands.sarif import run_of, sarif

    runs = []
    for controller in controllers:
        with open_snapshot(controller.folder, read_key(controller.folder)) as con:
            runs.append(run_of(con, controller, read_scoreboard(con, controller, night)))
    return sarif(runs)


def _verdicts(controllers: Sequence[Controller], night: date, *, draw: bool) -> Exit:
    """Print each scoreboard if asked to; BROKEN if a clause of any is broken or not proved."""
    from assets.night.allowing import lapsed
    from assets.report.contracts import read_contracts
    from assets.report.scoreboard import read_scoreboard
    from pipelines.commands.scoreboard import draw as draw_board

    worst = Exit.KEPT
    for controller in controllers:
        with open_snapshot(controller.folder, read_key(controller.folder)) as con:
            board = read_scoreboard(con, controller, night)
            contracts = read_contracts(con, controller, board) if draw else []
        if draw:
            draw_board(screen(), controller, board, controller.folder / "report" / "index.html", contracts)
        for entry in lapsed(controller, night):
            told = f"allow.yaml: the entry of {entry.by} on {entry.place}, {entry.category}, ended on {entry.until}"
            tell(f"{told}; what it kept silent is asked again.")
        if any(line.verdict in {Verdict.BROKEN, Verdict.UNPROVED} for line in board.lines):
            worst = Exit.BROKEN
        if board.returned:
            worst = Exit.BROKEN
            batches = ", ".join(sorted({row[4] for row in board.returned}))
            tell(f"{controller.name}: {board.back:,} records are back that were erased ({batches}).")
    return worst


def _tell_restriction(stores: list[str], rules: list[str]) -> None:
    parts = [f"only {', '.join(names)} {done}" for names, done in ((stores, "read"), (rules, "judged by")) if names]
    tell(f"Restricted: {' and '.join(parts)}. All else stands as it was last read and judged on this day.")
