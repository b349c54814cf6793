"""After a restore: every erasure since the backup's date carried out again, on the approvals it was carried out on.

What belongs here: which records a backup brought back, and erasing exactly those. A record is one that was erased if it
has its key and is, value for value, what was erased, or bears an identifier of the person who was erased wholly. One
that has the key alone may be another's, and is left.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assets.hand import Hand, write_durably
from assets.hand_reading import read_now
from erasure.errors import Refused
from erasure.intent import Intent, Progress, alone
from erasure.ledger import Ledger
from erasure.order import Order
from erasure.plan import MANUAL
from erasure.tombstones import RECORD, find_returned
from stores.warehouse_copy import copied, discard, keep, reopened

ASKED = "asked.json"
"""Beside a replay's log: the records that it is about to erase again, as store, table and record key."""


@dataclass(frozen=True)
class Replayed:
    """What came of one batch.

    Attributes:
        records: records that were back, and were erased again.
        held: records that are back and have a ground to be kept now; they are left.
        progress: None if nothing was back.
        order: what was carried out.
    """

    batch: str
    records: int
    held: int
    progress: Progress | None = None
    order: Order | None = None


def batches_since(ledger: Ledger, since: date) -> list[str]:
    """The batches of which anything was erased on or after a day, in the order in which they were begun."""
    standing = ledger.read()
    begun = []
    for batch in standing.batches.values():
        days = [moment.date() for moment, act in batch.acts if act.what in {"started", "executed", "certified"}]
        if days and max(days) >= since:
            begun.append((batch.acts[0][0], batch.id))
    return [name for _, name in sorted(begun)]


class Replay(Hand):
    """One batch, carried out again."""

    def replay(self) -> Replayed:
        """Erase again what is back.

        Raises:
            Refused, ErasureRefused: nothing was erased; the text says what to do.
        """
        whole = self.begun()
        with alone(whole.home(self.controller.folder)):
            return self._replay(whole)

    def _replay(self, whole: Order) -> Replayed:
        folder = self.controller.folder
        again = replace(whole, replay=self._next(whole))
        intent = Intent(again.home(folder))
        first = self._first(intent)
        with copied(folder, self.key, first) as con:
            read_now(con, self.controller, self._today)
            back = {
                (one.store, one.table, one.record_key)
                for one in find_returned(con, self.controller)
                if one.what == RECORD and one.batch == self.name and not one.stale
            }
            held = {
                tuple(row)
                for row in con.execute(
                    'SELECT store, "table", record_key FROM relation.record WHERE on_hold'
                ).fetchall()
            } & back
            there = set(con.execute('SELECT store, "table", record_key FROM relation.record').fetchall())
        asked = (back - held) | _noted(intent.home)
        order = _narrowed(again, asked, there)
        if not order.steps:
            discard(first)
            return Replayed(self.name, 0, len(held))
        keep(first)
        write_durably(intent.home / ASKED, json.dumps(sorted(asked)).encode())
        with reopened(folder, self.key, first) as con:
            self._do(con, order, intent)
        done = self._done(order, intent)
        return Replayed(self.name, len(asked), len(held), done, order)

    def _next(self, order: Order) -> str:
        """The name of the next replay; of one that a crash cut off, the same."""
        number = 1
        while (home := replace(order, replay=f"replay{number}").home(self.controller.folder)).exists():
            if not Intent(home).read().certificates:
                break
            number += 1
        return f"replay{number}"

    def _started(self, order: Order) -> None:
        """The batch was begun before; its approvals count, so it is not begun anew."""
        if not any(act.sha256 == order.sha256 for _, act in self.ledger.read().batches[self.name].acts):
            raise Refused("batch", f"this plan of {self.name} was never begun")


def _noted(home: Path) -> set[tuple[str, str, str]]:
    """What a replay that a crash cut off was asked to erase: some of it may be gone, and is certified too."""
    path = home / ASKED
    return {(store, table, key) for store, table, key in json.loads(path.read_text())} if path.exists() else set()


def _narrowed(order: Order, back: set[tuple[str, str, str]], there: set[tuple[str, str, str]]) -> Order:
    """The order on what is back; references are cut again where what they refer to goes again."""
    emptied = {store for store, _, _ in back}
    steps = []
    for step in order.steps:
        if step.action in MANUAL.values():
            continue
        among = there if step.action == "unlink" and step.store in emptied else back
        records = {key: what for key, what in step.records.items() if (step.store, step.table, key) in among}
        if records:
            steps.append(replace(step, records=records))
    return replace(order, steps=tuple(steps))
