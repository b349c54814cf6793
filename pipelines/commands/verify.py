"""``abide verify`` and ``abide checkpoint``: whether the ledger is what was written, and its signed end."""

from __future__ import annotations

from pathlib import Path

import typer

from erasure.certificate import faults_of_certificate, read_certificate
from erasure.chain import Chain
from erasure.checkpoint import Checkpoint, read_checkpoints
from erasure.errors import LedgerError
from erasure.ledger import CHECKPOINTS, faults_of
from pipelines.commands.acting import Desk, answer, answering
from pipelines.commands.console import Exit, fail
from stores.keys import STATE


def verify(folder: Path, files: list[Path], certificates: list[Path], as_json: bool) -> None:
    """Check every entry, the ledger's own guards, the checkpoints given and kept beside it, and certificates."""
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
        told += _certificates(desk, chain, certificates)
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
        "certificates": len(certificates),
        "faults": told,
    }
    head = f"{desk.controller.name}: {count:,} entries, {len(known):,} checkpoints"
    lines = [f"{head}; {'sound' if not told else 'NOT what was written'}."]
    answer(data, [*lines, *(f"  - {text}" for text in told), note], as_json=as_json)
    if told:
        raise typer.Exit(Exit.BROKEN)


def _certificates(desk: Desk, chain: Chain, files: list[Path]) -> list[str]:
    """What is wrong with certificates, each in itself and against the ledger."""
    told = []
    entries = {entry.number: entry for entry in desk.ledger.entries()} if files and not chain.faults else {}
    for path in files:
        try:
            found = read_certificate(path)
        except LedgerError as error:
            told.append(str(error))
        else:
            told += [f"{path}: {fault}" for fault in faults_of_certificate(found, chain, entries)]
    return told


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
