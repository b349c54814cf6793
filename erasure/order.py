"""The order to erase: an approved plan, its batch, and whether it may be carried out now.

What belongs here: reading a plan back by its hash, and every reason to refuse it before anything is touched: approvals
that are missing, flags that no longer stand, holds that came, limits that are passed. Each says what to do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from erasure.canonical import sha256_text
from erasure.errors import Refused
from erasure.plan import MANUAL, Plan
from erasure.plan_form import path_of
from erasure.rulebook import open_batch
from erasure.standing import NEEDED, Batch, Standing
from erasure.tonight import lapsed
from stores.controller import Controller
from stores.keys import STATE
from stores.quoting import table_name

HOMES = "erasure"
"""The folder in the controller's own state with what each erasure has done."""


@dataclass(frozen=True)
class Touched:
    """One step of the plan, as it was approved.

    Attributes:
        number: its place in the plan.
        records: record key to what is touched: nothing, columns, or columns with spans.
    """

    number: int
    store: str
    table: str
    action: str
    way: str
    delay_days: int | None
    documents: tuple[str, ...]
    records: Mapping[str, Any]


@dataclass(frozen=True)
class Order:
    """An approved plan.

    Attributes:
        batch: the batch's id.
        sha256: the plan's hash.
        data: the plan as it was approved.
        steps: its steps.
        replay: of an order that is carried out again after a restore, which time; '' of the first.
    """

    batch: str
    sha256: str
    data: Mapping[str, Any]
    steps: tuple[Touched, ...]
    replay: str = ""

    def home(self, folder: Path) -> Path:
        """Where its progress is kept."""
        return folder / STATE / HOMES / f"{self.batch}-{self.sha256[:12]}" / self.replay

    @property
    def stores(self) -> tuple[str, ...]:
        """The stores it touches, in order."""
        return tuple(dict.fromkeys(step.store for step in self.steps))


def read_order(folder: Path, batch: str, sha256: str) -> Order:
    """The plan of this hash.

    Raises:
        Refused: it is not kept any more, or is not what was approved.
    """
    path = path_of(folder, batch, sha256)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Refused(
            "plan", f"the approved plan of {batch} is not kept here", hint="abide plan makes it anew"
        ) from None
    if sha256_text(text) != sha256:
        raise Refused("plan", f"the plan of {batch} that is kept is not the one that was approved")
    data = json.loads(text)
    steps = tuple(
        Touched(
            number,
            step["store"],
            step["table"],
            step["action"],
            step["way"],
            step["delay_days"],
            tuple(step["documents"]),
            dict.fromkeys(step["records"], ()) if step["action"] == "delete" else dict(step["records"]),
        )
        for number, step in enumerate(data["steps"])
    )
    return Order(batch, sha256, data, steps)


def authorised(standing: Standing, folder: Path, name: str) -> tuple[Batch, Order]:
    """The batch and its plan, if two people approved exactly this plan and nothing took that back.

    Raises:
        Refused: what is missing, and what to do.
    """
    batch = open_batch(standing, name)
    of, sha256 = batch.binding
    if of != "plan":
        raise Refused(
            "plan", f"there is no plan of what {name} is now", hint=f"abide plan FOLDER {name}, then approve it"
        )
    for flag in batch.flags.values():
        if (hold := standing.holding(flag.record)) is not None:
            told = f"{flag.flag[:12]} is on hold {hold.number}"
            raise Refused("batch", told, hint=f"release the hold, or abide batch drop {name} FLAG")
        if not standing.stands_approved(flag):
            raise Refused(
                "batch", f"{flag.flag[:12]} is not approved as it stands now", hint=f"abide batch drop {name}"
            )
    count = len(standing.approvers(batch))
    if count < NEEDED:
        raise Refused("batch", f"{name} has {count} of {NEEDED} approvals of its plan", hint=f"abide approve {name}")
    return batch, read_order(folder, name, sha256)


def still_stands(con: duckdb.DuckDBPyConnection, batch: Batch, order: Order, fresh: Plan) -> None:
    """Refuse an order that is not what the stores say now.

    Args:
        con: a reading of this moment, judged.
        batch: the batch.
        order: what was approved.
        fresh: the plan made on that reading.

    Raises:
        Refused: flags lapsed, or the plan of now is another.
    """
    gone = lapsed(con, batch.flags)
    if gone:
        name, why = min(gone.items())
        told = f"{len(gone)} flags are not what was approved ({name[:12]}: {why})"
        raise Refused("batch", told, hint=f"abide scan, then abide batch drop {batch.id} --lapsed")
    if fresh.obstacles:
        raise Refused(
            "plan", f"it cannot be carried out whole now: {fresh.obstacles[0]}", hint="abide plan tells all of it"
        )
    if fresh.sha256 != order.sha256:
        now = json.loads(fresh.text)
        differs = [name for name in order.data if order.data[name] != now.get(name)]
        told = f"the stores are not what the plan was made of ({', '.join(differs) or 'form'} differ)"
        raise Refused("plan", told, hint="abide scan, abide plan, and two approvals of the new plan")


def within_limits(con: duckdb.DuckDBPyConnection, controller: Controller, order: Order) -> dict[int, int]:
    """The records of each step's table, once the order is found within the controller's limits.

    Raises:
        Refused: there are no limits, or one is passed.
    """
    limits = controller.limits
    if limits is None:
        allowed = "erasure: {rows: 500, share: 0.05} in abide.yaml"
        raise Refused("erasure", "abide.yaml states no limits, so nothing is erased", allowed)
    touched: dict[tuple[str, str], set[str]] = {}
    for step in order.steps:
        if step.action not in MANUAL.values():
            touched.setdefault((step.store, step.table), set()).update(step.records)
    total = sum(map(len, touched.values()))
    if total > limits.rows:
        raise Refused("erasure", f"{order.batch} touches {total:,} records, the limit is {limits.rows:,}")
    counts: dict[tuple[str, str], int] = {}
    tables = {(store.name, table.name): (store, table) for store, table in controller.tables()}
    for place, keys in touched.items():
        landed = con.execute(f"SELECT count(*) FROM landed.{table_name(*tables[place])}").fetchall()[0][0]
        counts[place] = int(landed)
        if len(keys) > limits.share * counts[place]:
            told = f"{order.batch} touches {len(keys):,} of {landed:,} records of {'.'.join(place)}"
            raise Refused("erasure", f"{told}, the limit is a share of {limits.share:g}")
    return {step.number: counts.get((step.store, step.table), 0) for step in order.steps}
