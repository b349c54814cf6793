"""``abide erase``: one approved batch erased, verified and certified, in this process."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import typer

from erasure.errors import Refused
from pipelines.commands.acting import Desk, answer, answering
from pipelines.commands.console import Exit, fail
from pipelines.commands.scan import QUIET, kept_instance


def erase(folder: Path, batch: str, as_json: bool) -> None:
    """Run the batch's erasure job; exit code 1 if something of it is not verified yet."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        os.environ.update(QUIET)
        from assets.hand import CERTIFICATES
        from erasure.certificate import read_certificate
        from pipelines.erasing import run_batch

        with kept_instance() as instance:
            success, failures = run_batch(desk.controller, batch, instance)
        if not success:
            fail(failures[0] if failures else f"{batch}: the run failed outside its steps")
        home = desk.controller.folder / CERTIFICATES
        own = [path for path in home.glob(f"{batch}-*.json") if path.stem.removeprefix(f"{batch}-").isdecimal()]
        newest = max(own, key=lambda path: int(path.stem.rpartition("-")[2]))
        data = read_certificate(newest)["certificate"]
        answer({**data, "file": str(newest)}, _lines(data, newest), as_json=as_json)
        if data["status"] != "verified":
            raise typer.Exit(Exit.BROKEN)


def _lines(data: dict[str, Any], path: Path) -> list[str]:
    told = [f"{data['batch']}: {data['status']}; certificate {data['number']}"]
    for store in data["stores"]:
        for table in store["tables"]:
            states = ", ".join(f"{count:,} {state}" for state, count in table["states"].items())
            told.append(f"  {table['action']:<8} {store['store']}.{table['table']}: {states}")
    for one in data["remains"]:
        until = f" until {one['until']}" if one["until"] else ""
        told.append(f"  remains  {one['where']}: {one['records']:,} {one['state']}{until}: {one['why']}")
    return [*told, f"Certificate: {path}", f"To print: {path.with_suffix('.pdf')}"]


def replay(folder: Path, since: str, as_json: bool) -> None:
    """Carry out again, batch by batch, what a restore undid; exit code 1 if something is not verified."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        try:
            day = date.fromisoformat(since)
        except ValueError:
            raise Refused("since", "is not a day", "YYYY-MM-DD") from None
        os.environ.update(QUIET)
        from assets.erasure import now
        from assets.replay import Replay, batches_since

        told, lines, whole = [], [], True
        for batch in batches_since(desk.ledger, day):
            hand = Replay(desk.controller, batch, now)
            found = hand.replay()
            one: dict[str, Any] = {"batch": batch, "records": found.records, "held": found.held}
            text = f"{batch}: {found.records:,} records were back" + (
                f", {found.held:,} are on hold now" if found.held else ""
            )
            if found.order is not None:
                path, data = hand.certify(found.order)
                one |= {"status": data["status"], "file": str(path)}
                text += f"; erased again: {data['status']}; certificate {path}"
                whole = whole and data["status"] == "verified"
            told.append(one)
            lines.append(text)
        answer(told, lines or [f"nothing was erased on or after {day}"], as_json=as_json)
        if not whole:
            raise typer.Exit(Exit.BROKEN)
