"""An erasure from approved plan to certificate: reading the stores anew, judging, erasing, reading again, certifying.

What belongs here: the order of these steps, and the readings they need, which are nights of a copy of their own. What
is erased and how it is verified is ``erasure``'s. Time is passed in. Everything can be repeated after a crash.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from assets.hand_reading import judge_now, read_again, rest_stands
from erasure import acts as e
from erasure.canonical import canonical, sha256_text
from erasure.certificate import certificate, is_whole, outcome_counts, signed
from erasure.certificate_print import printed
from erasure.entry import written
from erasure.errors import Refused
from erasure.execute import Erasers, carry_out, reachable, ready
from erasure.intent import OPEN, Intent, Progress, alone, pending
from erasure.ledger import Ledger, ledger_of
from erasure.leftovers import WORKING, remove_leftovers, working_copies
from erasure.order import Order, authorised, read_order, still_stands, within_limits
from erasure.plan import MANUAL, make_plan
from erasure.plan_links import keys_of
from erasure.proving import Proofs, has_manual
from erasure.rulebook import open_batch
from erasure.signing import installation
from erasure.standing import Batch, Standing
from erasure.tombstones import confirm_tombstones, write_tombstones
from erasure.tonight import night_of
from erasure.verifying import Second
from stores.controller import Controller
from stores.erasing import eraser_for
from stores.errors import WarehouseError
from stores.keys import read_key
from stores.warehouse import ALIAS
from stores.warehouse_copy import AGAIN, copied, discard, forget, keep, reopened
from stores.warehouse_snapshots import open_snapshot

Clock = Callable[[], datetime]
CERTIFICATES = "certificates"
"""The folder, in the controller's, that certificates are put into."""


@dataclass
class Hand:
    """One batch of one controller, and everything its erasure needs.

    Attributes:
        controller: the controller.
        name: the batch's id.
        clock: this moment, with its time zone.
        erasers: finds a store's eraser.
    """

    controller: Controller
    name: str
    clock: Clock
    erasers: Erasers = eraser_for

    def __post_init__(self) -> None:
        self.key = read_key(self.controller.folder)
        self.ledger: Ledger = ledger_of(self.controller, self.key)

    # --- what would be done ------------------------------------------------------------------------------------------

    def order(self) -> Order:
        """The approved plan, if it may be carried out as far as the ledger knows, or was begun.

        Raises:
            Refused: what is missing.
        """
        standing = self.ledger.read()
        _, order = authorised(standing, self.controller.folder, self.name)
        with open_snapshot(self.controller.folder, self.key) as con:
            within_limits(con, self.controller, order)
        return order

    # --- doing it ----------------------------------------------------------------------------------------------------

    def execute(self) -> Progress:
        """Erase what is approved and not erased yet, and read the stores again.

        Raises:
            Refused, ErasureRefused: nothing more was erased; the text says what to do.
            LedgerError, WarehouseError: as their texts say; to repeat is safe.
        """
        standing = self.ledger.read()
        batch, order = authorised(standing, self.controller.folder, self.name)
        with alone(order.home(self.controller.folder)):
            return self._execute(batch, order)

    def _execute(self, batch: Batch, order: Order) -> Progress:
        intent = Intent(order.home(self.controller.folder))
        progress = intent.read()
        if progress.started and not self._left(order, progress):
            return self._done(order, intent)
        reachable(self.controller, order, self.erasers)
        try:
            with self._fresh(batch, order, progress, self._first(intent)) as con:
                self._do(con, order, intent)
        finally:
            if not intent.read().started:  # refused: nothing was touched, and no copy is left of what was read
                discard(self._first(intent))
        return self._done(order, intent)

    def _do(self, con: duckdb.DuckDBPyConnection, order: Order, intent: Intent) -> None:
        """Everything that erases, on a reading that was made durable."""
        progress = intent.read()
        counts = {} if progress.started else within_limits(con, self.controller, order)
        ready(con, self.controller, order, progress, self.erasers)
        if not progress.started:
            intent.begin(written(self.clock()), counts)
        self._started(order)
        write_tombstones(con, self.controller, order, written(self.clock()))
        carry_out(con, self.controller, order, intent, self._today, self.erasers)

    def _done(self, order: Order, intent: Intent) -> Progress:
        """Read again, and say in the ledger what came of it."""
        done = self._verify(order, intent)
        self._act(order, "executed", outcome_counts(done))
        self._act(order, "verified" if is_whole(done) else "failed", outcome_counts(done))
        return done

    @property
    def _today(self) -> date:
        return self.clock().astimezone(self.controller.zone).date()

    def _first(self, intent: Intent) -> Path:
        return intent.home / "first.duckdb"

    def _left(self, order: Order, progress: Progress) -> bool:
        return any(pending(list(s.records), progress.outcomes.get(s.number, {})) for s in order.steps)

    @contextmanager
    def _fresh(
        self, batch: Batch, order: Order, progress: Progress, first: Path
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """The reading that the order is carried out on: one of this moment, or that on which it was begun.

        An order that was begun is held against a reading of this moment too: what is left must stand, and have no
        ground to be kept.
        """
        begun = bool(progress.started) and first.exists()
        path = first.with_name("check.duckdb") if begun else first
        with copied(self.controller.folder, self.key, path) as con:
            judge_now(con, self.controller, batch, self._today)
            if progress.started:
                rest_stands(con, batch, order, progress)
            else:
                keys, unasked = keys_of(self.controller)
                still_stands(con, batch, order, make_plan(con, self.controller, batch, keys, unasked))
        if begun:
            discard(path)
        else:
            keep(path)
        with reopened(self.controller.folder, self.key, first) as con:
            yield con

    def _started(self, order: Order) -> None:
        def say(standing: Standing) -> list[e.Data]:
            acts = open_batch(standing, self.name).acts
            if any(act.what == "started" and act.sha256 == order.sha256 for _, act in acts):
                return []
            asked = sum(len(step.records) for step in order.steps)
            return [e.said(kind="acted", batch=self.name, sha256=order.sha256, what="started", counts={"asked": asked})]

        self.ledger.append_own(self.clock(), say)

    def _act(self, order: Order, what: str, counts: dict[str, int], **more: Any) -> None:
        act = e.said(kind="acted", batch=self.name, sha256=order.sha256, what=what, counts=counts, **more)
        self.ledger.append_own(self.clock(), lambda _: [act])

    # --- reading again -----------------------------------------------------------------------------------------------

    def _verify(self, order: Order, intent: Intent) -> Progress:
        """Read the stores again, and say of each record what is so."""
        first, again = self._first(intent), intent.home / "again.duckdb"
        folder = self.controller.folder
        if not first.exists():  # everything was tried before; what is known of the first reading is last night's
            with copied(folder, self.key, first):
                pass
            keep(first)
        progress = intent.read()
        with reopened(folder, self.key, first, again) as con:
            batch = self.ledger.read().batches[self.name]
            read_again(con, self.controller, batch, order, self._today)
            second = Second(con, self.controller, order, progress, ALIAS, AGAIN, self._today, self.erasers)
            found = second.outcomes()
            if has_manual(order):
                found |= Proofs(con, self.controller, batch, order, second).outcomes(progress)
            for step, outcomes in found.items():
                intent.results(step, outcomes.items())
            intent.verified(written(self.clock()), second.after(), second.found())
            confirm_tombstones(con, self.controller, order, intent.read(), f"{ALIAS}.")
        discard(again)
        done = intent.read()
        if not _redactions_open(order, done):
            discard(first)
        return done

    def clean(self, order: Order) -> dict[str, int]:
        """Rid Abide's own copies of everything of the order that is gone from its store.

        Raises:
            WarehouseError: another process has the warehouse; to repeat is safe.
        """
        intent = Intent(order.home(self.controller.folder))
        progress = intent.read()
        gone: dict[tuple[str, str], set[str]] = {}
        blank: dict[tuple[str, str], set[str]] = {}
        for step in order.steps:
            outcomes = progress.outcomes.get(step.number, {})
            keys = {key for key, outcome in outcomes.items() if outcome.state not in {*OPEN, "manual", "retained"}}
            if keys and step.action not in MANUAL.values():
                (gone if step.action == "delete" else blank).setdefault((step.store, step.table), set()).update(keys)
        folder = self.controller.folder
        touched = {place: gone.get(place, set()) | blank.get(place, set()) for place in gone.keys() | blank.keys()}
        left = remove_leftovers(folder, touched, progress)
        for name in ("again.duckdb", "check.duckdb"):  # of a try that a crash cut off
            discard(intent.home / name)
        with open_snapshot(folder, self.key) as con:
            as_of = night_of(con)
        forgotten = forget(folder, self.key, as_of, gone, {k: sorted(v) for k, v in blank.items()})
        return {**forgotten, **left, WORKING: working_copies(folder)}

    # --- saying so ---------------------------------------------------------------------------------------------------

    def certify(self, order: Order | None = None) -> tuple[Path, dict[str, Any]]:
        """Rid Abide's own copies of what is gone, certify what was done so far, and put that hash into the ledger.

        Args:
            order: a replay; the batch's own order if it is none.

        Raises:
            Refused: nothing was begun.
        """
        order = order or self.begun()
        intent = Intent(order.home(self.controller.folder))
        try:
            own = self.clean(order)
        except WarehouseError:
            own = None
        progress = intent.read()
        standing = self.ledger.read()
        batch = standing.batches[self.name]
        data = certificate(self.controller, standing, batch, order, progress, own, written(self.clock()))
        text = signed(data, installation(self.key))
        sha256 = sha256_text(canonical(data))
        self._act(order, "certified", outcome_counts(progress), certificate=sha256)
        home = self.controller.folder / CERTIFICATES
        name = "-".join(filter(None, (self.name, order.replay, str(data["number"]))))
        write_durably(home / f"{name}.json", text.encode())
        for suffix, content in printed(data, sha256).items():
            write_durably(home / f"{name}.{suffix}", content)
        intent.certified(sha256)
        return home / f"{name}.json", data

    def begun(self) -> Order:
        """The plan that was begun last.

        Raises:
            Refused: none was.
        """
        standing = self.ledger.read()
        if self.name not in standing.batches:
            raise Refused("batch", f"there is no batch {self.name}", hint="abide batch list tells them")
        started = [act for _, act in standing.batches[self.name].acts if act.what == "started"]
        if not started:
            raise Refused("batch", f"nothing of {self.name} was begun, so there is nothing to certify")
        return read_order(self.controller.folder, self.name, started[-1].sha256)


def _redactions_open(order: Order, progress: Progress) -> bool:
    """Whether a redaction is not done: then the text that its stretches are of is needed still."""
    steps = [step.number for step in order.steps if step.action == "redact"]
    return any(o.state in OPEN for n in steps for o in progress.outcomes.get(n, {}).values())


def write_durably(path: Path, content: bytes) -> None:
    """Write a file for its owner only, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
