"""What Abide itself wrote beside its warehouse about people who are erased: access packs and job files.

What belongs here: removing such files once what they speak of is gone from its store. A pack that cannot be read is
left and counted, so that the certificate tells of it: whose it is, nobody can say.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from erasure.intent import OPEN, Progress
from erasure.order import HOMES
from stores.erasing import State
from stores.keys import STATE

PACKS, JOBS = "access", "jobs"
"""Folders of the controller's own state: packs that ``abide subject access`` wrote, and what a person is to do."""

UNREADABLE = "access_packs_unreadable"
WORKING = "working_copies_kept"

_TO_DO = OPEN | {str(State.MANUAL)}


def remove_leftovers(
    folder: Path, touched: Mapping[tuple[str, str], Collection[str]], progress: Progress
) -> dict[str, int]:
    """Remove the packs that hold a touched record, and the job files in which nothing is left to do.

    Args:
        folder: the controller's folder.
        touched: (store, table) to the record keys that are gone from the store, or changed in it.
        progress: what the log of the erasure says.

    Returns:
        How many packs and job files were removed; and how many packs could not be read.
    """
    counts = {"access_packs": 0, UNREADABLE: 0, "job_files": 0}
    packs = folder / STATE / PACKS
    for pack in sorted(packs.iterdir()) if packs.is_dir() else ():
        held = _held(pack)
        if held is None:
            counts[UNREADABLE] += 1
        elif any(key in touched.get((store, table), ()) for store, table, key in held):
            shutil.rmtree(pack)
            counts["access_packs"] += 1
    for name, records in progress.jobs.items():
        path = folder / STATE / JOBS / name
        if path.is_file() and not any(progress.outcomes[step][key].state in _TO_DO for step, key in records):
            path.unlink()
            counts["job_files"] += 1
    return counts


def working_copies(folder: Path) -> int:
    """How many encrypted readings of before are kept, because an erasure that stands on one is not at its end."""
    return sum(1 for _ in (folder / STATE / HOMES).rglob("first.duckdb"))


def _held(pack: Path) -> list[tuple[str, str, str]] | None:
    """The records of a pack; None if it cannot be told."""
    if pack.is_symlink():
        return None
    try:
        said: Any = json.loads((pack / "data.json").read_text(encoding="utf-8"))
        return [(one["store"], one["table"], record["key"]) for one in said["tables"] for record in one["records"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
