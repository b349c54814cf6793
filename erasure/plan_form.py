"""A plan's canonical form: what is hashed, approved and kept; written piece by piece, however long it is.

What belongs here: the form and its file. What is in a plan is ``erasure.plan``'s.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from erasure.canonical import canonical
from stores.keys import STATE

if TYPE_CHECKING:
    from erasure.plan import Plan, Step

PLANS = "plans"
"""The folder, in the controller's own state, that plans are kept in."""


def pieces(plan: Plan) -> Iterator[str]:
    """The plan's canonical JSON (``erasure.canonical``) in pieces."""
    head = {
        "kind": "abide plan 1",
        "controller": plan.controller,
        "batch": plan.batch,
        "content": plan.content,
        "kept": kept_data(plan),
        "shared": shared_data(plan),
        "obstacles": list(plan.obstacles),
    }
    yield canonical(head)[:-1] + ',"steps":['  # the last key, in the order of keys
    for number, step in enumerate(plan.steps):
        yield "," if number else ""
        yield from _of_step(step)
    yield "]}"


def _of_step(step: Step) -> Iterator[str]:
    before = {"action": step.action, "delay_days": step.delay_days, "documents": list(step.documents)}
    after = {"store": step.store, "table": step.table, "turn": step.turn, "way": step.way}
    yield canonical(before)[:-1] + ',"records":['
    yield from step.records.pieces()
    yield "]," + canonical(after)[1:]


def kept_data(plan: Plan) -> list[dict[str, Any]]:
    """What is kept, and on which ground, as plain data."""
    return [{"store": s, "table": t, "record_key": key, "ground": ground} for (s, t, key), ground in plan.kept]


def shared_data(plan: Plan) -> list[dict[str, Any]]:
    """How many rows stay because others refer to them, as plain data."""
    return [{"store": s, "table": t, "records": count} for (s, t), count in sorted(plan.shared.items())]


def path_of(folder: Path, batch: str, sha256: str) -> Path:
    """Where the plan of this hash is kept."""
    return folder / STATE / PLANS / f"{batch}-{sha256[:12]}.json"


def keep_plan(folder: Path, plan: Plan) -> Path:
    """Keep the plan's canonical form under its hash, for its owner only.

    Raises:
        OSError: it cannot be written.
    """
    path = path_of(folder, plan.batch, plan.sha256)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.writelines(piece.encode("utf-8", "surrogatepass") for piece in pieces(plan))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return path
