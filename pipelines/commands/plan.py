"""``abide plan``: what a batch would do, record by record; made, kept and put into the ledger, and nothing erased."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from erasure import acts as e
from erasure.execute import out_of_reach
from erasure.plan import MANUAL, Plan, make_plan
from erasure.plan_form import keep_plan, kept_data, shared_data
from erasure.plan_links import keys_of
from erasure.plan_show import summary
from erasure.rulebook import open_batch
from erasure.standing import Standing
from pipelines.commands.acting import Desk, answer, answering, now
from pipelines.commands.console import Exit, fail


def plan(folder: Path, batch: str, as_json: bool) -> None:
    """Make the plan of a batch; if nothing stands in its way, approvals are of it from now on."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        one = open_batch(desk.ledger.read(), batch)
        keys, unasked = keys_of(desk.controller)
        with desk.night() as con:
            made = make_plan(con, desk.controller, one, keys, unasked)
            steps = summary(con, desk.controller, made)
        # told and no part of the plan: the credentials may be where it is carried out, and not here
        unreachable = out_of_reach(desk.controller, ((step.store, step.action) for step in made.steps))
        try:
            path = keep_plan(desk.controller.folder, made)
        except OSError as error:
            fail(f"the plan of {batch} cannot be written ({error.strerror}).")
        entry = _record(desk, made) if made.complete else None
        data = {
            "batch": batch,
            "sha256": made.sha256,
            "complete": made.complete,
            "obstacles": list(made.obstacles),
            "unreachable": unreachable,
            "steps": steps,
            "kept": kept_data(made),
            "shared": shared_data(made),
            "file": str(path),
            "entry": entry,
        }
        answer(data, _lines(made, steps, unreachable, path), as_json=as_json)
        if not made.complete:
            raise typer.Exit(Exit.BROKEN)


def _record(desk: Desk, made: Plan) -> int | None:
    """Put the plan's hash into the ledger, unless it stands there; approvals of the same plan go on counting."""

    def say(standing: Standing) -> list[e.Data]:
        known = open_batch(standing, made.batch).planned
        if known is not None and (known.content, known.plan) == (made.content, made.sha256):
            return []
        return [e.said(kind="planned", batch=made.batch, content=made.content, plan=made.sha256)]

    written = desk.ledger.append_own(now(), say)
    return written[-1].number if written else None


def _lines(made: Plan, steps: list[dict[str, Any]], unreachable: list[str], path: Path) -> list[str]:
    told = [f"{made.batch}: plan {made.sha256}"]
    for step in steps:
        by_hand = step["action"] in MANUAL.values()
        way = "" if by_hand else f", {step['way']}"
        way += f" within {step['delay_days']} days" if step["delay_days"] else ""
        files = f", with the files in {', '.join(step['documents'])}" if step["documents"] else ""
        told.append(f"  {step['records']:>9,}  {step['action']:<9} {step['store']}.{step['table']}{way}{files}")
        for sample in step["samples"]:
            shown = "; ".join(f"{name} {value}" for name, value in sample["fields"].items())
            told.append(f"               {sample['record_key']}  {shown}".rstrip())
    told += [f"  kept       {s}.{t} {key}: {ground.replace('_', ' ')}" for (s, t, key), ground in made.kept]
    told += [f"  shared     {s}.{t}: {n:,} stay, others refer to them" for (s, t), n in sorted(made.shared.items())]
    if unreachable:
        told.append("From here it could not be carried out, because a store does not let its eraser in:")
        told += [f"  - {text}" for text in unreachable]
    if made.obstacles:
        told.append("It cannot be carried out whole, so it cannot be approved:")
        told += [f"  - {text}" for text in made.obstacles]
    else:
        told.append(f"Approvals are of this plan now: abide approve {made.batch} --hash {made.sha256[:12]} --by NAME")
    return [*told, f"Plan: {path}"]
