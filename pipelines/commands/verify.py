"""``abide verify`` and ``abide checkpoint``: whether the ledger is what was written, and its signed end."""

from __future__ import annotations

from pathlib import Path

import typer

from erasure.checkpoint import Checkpoint, read_checkpoints
from erasure.errors import LedgerError
from erasure.ledger import CHECKPOINTS, faults_of
from pipelines.commands.acting import Desk, answer, answering
from pipelines.commands.console import Exit, fail
from stores.keys import STATE


def verify(folder: Path, files: list[Path], as_json: bool) -> None:
    """Check every entry, the ledger's own guards, and the checkpoints given and kept beside it."""
    desk = Desk(folder)
    beside = desk.controller.folder / STATE / CHECKPOINTS
    known: list[Checkpoint] = []
    told: list[str] = []
    for path in [*files, *([beside] if beside.exists() else [])]:
        try:
            known += read_checkpoints(path)
        except LedgerError as error:
            told.append(str(error))
    try:
        chain, faults = faults_of(desk.ledger, known)
    except LedgerError as error:
        told.append(str(error))
        count = 0
    else:
        told += [str(fault) for fault in faults]
        count = len(chain.hashes)
    elsewhere = bool(files)
    note = (
        "Compared with the checkpoints given and those kept beside the ledger."
        if elsewhere
        else "That its end was cut off, or all of it put back to an older copy, shows only against a checkpoint. Those "
        "kept beside it are no help against who can change both: keep one elsewhere, and say --checkpoint FILE."
    )
    data = {
        "controller": desk.controller.id,
        "sound": not told,
        "entries": count,
        "checkpoints": len(known),
        "checkpoint_given": elsewhere,
        "faults": told,
    }
    head = f"{desk.controller.name}: {count:,} entries, {len(known):,} checkpoints"
    lines = [f"{head}; {'sound' if not told else 'NOT what was written'}."]
    answer(data, [*lines, *(f"  - {text}" for text in told), note], as_json=as_json)
    if told:
        raise typer.Exit(Exit.BROKEN)


def checkpoint(folder: Path, out: Path | None, as_json: bool) -> None:
    """Print a checkpoint, or add it to a file."""
    with answering(as_json=as_json):
        made = Desk(folder).ledger.checkpoint()
        if out is None:
            answer(made.model_dump(mode="json"), [made.text], as_json=as_json)
            return
        try:
            made.keep(out)
        except OSError as error:
            fail(f"{out}: cannot be written ({error.strerror}).")
        told = f"{out}: entry {made.number}, of {made.at}; keep it where who can change the ledger cannot change it"
        answer({**made.model_dump(mode="json"), "file": str(out)}, [told], as_json=as_json)
