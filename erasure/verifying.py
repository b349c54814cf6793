"""Whether what was called removed is gone: the stores are asked again, and read again, by key and by identifier.

What belongs here: comparing what an erasure says with a second reading. Making that reading is the layer above's. Only
what is found gone here is ever called verified.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property

import duckdb
import pyarrow as pa

from erasure.execute import Erasers, own_media
from erasure.intent import Outcome, Progress
from erasure.order import Order, Touched
from erasure.plan import MANUAL
from erasure.searching import Search
from erasure.works import columns_of, table_of, work_of
from rules.errors import AbideError
from stores.controller import Controller
from stores.erasing import State, eraser_for
from stores.erasing_text import redacted
from stores.quoting import identifier, table_name

VERIFIED = "verified"
STILL_THERE = "the store still gives it out after it was called removed"
NOT_READ = "the store could not be read again, so that it is gone is not known"
OLD_EXPORT = "removed in the store; the export is older than that: export anew, then repeat abide erase"
NEARLY = (
    "a record whose key differs in capitals, spaces or zeros alone stands in the new export, and was not there before"
)
LOST = (
    "a column that was to be emptied is not filled in any record of the new export: whether it was renamed is not known"
)
TRACES = "an identifier of the person still stands in the stores that were read again"

_GONE = {str(State.REMOVED), str(State.ABSENT), VERIFIED}
_AWAITED = {str(State.REQUESTED), str(State.BEYOND_USE), str(State.MANUAL)}
"""States that a later reading may find to have come true; while it does not, they stand."""


class Second:
    """A second reading, beside the first, on one connection.

    Args:
        con: catalogs ``first`` (what the order stands on) and ``again`` (the stores that were touched, read again).
        controller: the controller.
        order: what was erased.
        progress: what the erasers said.
        erasers: finds a store's eraser.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        controller: Controller,
        order: Order,
        progress: Progress,
        first: str,
        again: str,
        today: date,
        erasers: Erasers = eraser_for,
    ) -> None:
        self.con, self.controller, self.order, self.progress = con, controller, order, progress
        self.first, self.again, self.erasers = f"{identifier(first)}.", f"{identifier(again)}.", erasers
        self.own, self.today = own_media(controller), today
        self.states: Mapping[int, Mapping[str, Outcome]] = progress.outcomes
        rows = con.execute(f'SELECT store, "table", reading, exported_at FROM {self.again}meta.reading').fetchall()
        self.readings = {(row[0], row[1]): (row[2], row[3]) for row in rows}
        self.partial = {
            (row[0], row[1])
            for row in con.execute(
                f"SELECT store, \"table\" FROM {self.again}meta.reading WHERE reading = 'empty' OR quarantined > 0 "
                "OR coalesce(doubts, '[]') <> '[]'"
            ).fetchall()
        }

    def outcomes(self) -> dict[int, dict[str, Outcome]]:
        """What the records that were called removed are now, by step."""
        found: dict[int, dict[str, Outcome]] = {}
        for step in self.order.steps:
            known = self.progress.outcomes.get(step.number, {})
            keys = [key for key, outcome in known.items() if outcome.state in _GONE | _AWAITED]
            if keys and step.action not in MANUAL.values():
                said = self._step(step, keys)
                found[step.number] = {
                    key: self._awaited(known[key], said[key]) if known[key].state in _AWAITED else said[key]
                    for key in keys
                }
        self.states = {
            step.number: {**self.progress.outcomes.get(step.number, {}), **found.get(step.number, {})}
            for step in self.order.steps
        }
        traces = self._search(self.states).erased_of_traced(self.first)
        for step in self.order.steps:
            for key in found.get(step.number, {}).keys() & traces.get((step.store, step.table), set()):
                if found[step.number][key].state == VERIFIED:
                    found[step.number][key] = Outcome(str(State.FAILED), TRACES)
        return found

    def after(self) -> dict[int, int]:
        """The records of each step's table now; -1 where they could not be read."""
        counts = {}
        for step in self.order.steps:
            reading, _ = self.readings.get((step.store, step.table), ("failed", None))
            if reading in {"failed", "not_read"}:
                counts[step.number] = -1
                continue
            landed = f"{self.again}landed.{table_name(*table_of(self.controller, step))}"
            counts[step.number] = int(self.con.execute(f"SELECT count(*) FROM {landed}").fetchall()[0][0])
        return counts

    def found(self) -> dict[str, int]:
        """How many identifiers of wholly erased people were looked for, where, and what bears or mentions one."""
        return self._search(self.states).found()

    def _step(self, step: Touched, keys: list[str]) -> dict[str, Outcome]:
        store, table = table_of(self.controller, step)
        reading, exported = self.readings.get((step.store, step.table), ("failed", None))
        still: set[str] = set()
        try:
            still = self._given_out(step, keys) if step.action == "delete" else set()
        except AbideError as error:
            return dict.fromkeys(keys, Outcome(str(State.FAILED), f"{NOT_READ}: {error}"))
        if reading in {"failed", "not_read"}:
            gone = step.action == "delete" and step.store in self.own and not still and self._no_file(step)
            outcome = Outcome(VERIFIED) if gone else Outcome(str(State.FAILED), NOT_READ)
            return dict.fromkeys(keys, outcome)
        old = self._is_old(step.store, exported)
        if not old:
            still |= self._landed(step, keys, f"{self.again}landed.{table_name(store, table)}")
        near = set() if old or step.action != "delete" else self._nearly(step, keys)
        lost = set() if old or step.action == "delete" else self._lost(step)
        # an export that is empty, or not read whole, proves nothing of a store that is not itself what was read
        unproved = step.store not in self.own and (step.store, step.table) in self.partial
        outcomes = {}
        for key in keys:
            if key in still:
                outcomes[key] = Outcome(str(State.FAILED), STILL_THERE)
            elif old:
                outcomes[key] = Outcome(str(State.REMOVED), OLD_EXPORT)
            elif unproved:
                outcomes[key] = Outcome(str(State.FAILED), NOT_READ)
            elif key in near:
                outcomes[key] = Outcome(str(State.FAILED), NEARLY)
            elif lost and lost & columns_of(step, key).keys():
                outcomes[key] = Outcome(str(State.FAILED), LOST)
            else:
                outcomes[key] = Outcome(VERIFIED)
        return outcomes

    def _is_old(self, store: str, exported: datetime | None) -> bool:
        """Whether an export was made before the erasure, of a store that is not itself what was read."""
        return store not in self.own and exported is not None and exported < self._started

    @property
    def fresh(self) -> set[tuple[str, str]]:
        """The tables of which the second reading says what their stores hold now."""
        return {
            place
            for place, (reading, exported) in self.readings.items()
            if place[1] and reading not in {"failed", "not_read"} and not self._is_old(place[0], exported)
        }

    def _awaited(self, was: Outcome, now_is: Outcome) -> Outcome:
        """What was asked for is verified once it is gone, and no longer restorable; until then it stays asked for."""
        over = not was.until or date.fromisoformat(was.until) < self.today
        return now_is if now_is.state == VERIFIED and (was.state != State.BEYOND_USE or over) else was

    @cached_property
    def _started(self) -> datetime:
        return datetime.fromisoformat(self.progress.started).astimezone(UTC).replace(tzinfo=None)

    def _no_file(self, step: Touched) -> bool:
        """Whether the table could not be read because the erasure left no file of it: nothing else was in it."""
        own = [
            one for one in self.order.steps if (one.store, one.table, one.action) == (step.store, step.table, "delete")
        ]
        if self.progress.before.get(step.number, 0) > sum(len(one.records) for one in own):
            return False
        rows = self.con.execute(
            f'SELECT error FROM {self.again}meta.reading WHERE store = ? AND "table" = ?', [step.store, step.table]
        ).fetchall()
        return bool(rows) and ": no file matches " in (rows[0][0] or "")

    def _given_out(self, step: Touched, keys: Collection[str]) -> set[str]:
        """Those of the records that the store itself gives out, asked by its eraser."""
        store, table = table_of(self.controller, step)
        eraser = self.erasers(store)
        self.con.execute(f"USE {self.first[:-1]}")
        try:
            work, known = work_of(self.con, self.controller, step, eraser, keys)
        finally:
            self.con.execute(f"USE {self.again[:-1]}")
        if not work.items:
            return set()
        present = eraser.present(store, table, self.controller.folder, [item.key for item in work.items])
        return {known[key] for key in present}

    @contextmanager
    def _asked(self, keys: Iterable[str]) -> Iterator[None]:
        """Records by their keys, as the relation ``asked_keys``."""
        self.con.register("asked_keys", pa.table({"record_key": pa.array(sorted(keys), pa.string())}))
        try:
            yield
        finally:
            self.con.unregister("asked_keys")

    def _landed(self, step: Touched, keys: Collection[str], landed: str) -> set[str]:
        """Those of the records that stand in the second reading and are not as they were to be."""
        with self._asked(keys):
            if step.action == "delete":
                rows = self.con.execute(
                    f"SELECT record_key FROM {landed} JOIN asked_keys USING (record_key)"
                ).fetchall()
                return {row[0] for row in rows}
            names = {row[0] for row in self.con.execute(f"SELECT * FROM {landed} LIMIT 0").description or ()}
            columns = sorted({c for key in keys for c in columns_of(step, key)} & names)
            first = f"{self.first}landed.{table_name(*table_of(self.controller, step))}"
            now = "".join(f", n.{identifier(c)}" for c in columns)
            then = "".join(f", t.{identifier(c)}" for c in columns)
            rows = self.con.execute(
                f"SELECT n.record_key{now}{then} FROM {landed} AS n JOIN asked_keys USING (record_key) "
                f"LEFT JOIN {first} AS t ON t.record_key = n.record_key"
            ).fetchall()
        still = set()
        for key, *values in rows:
            now_is = dict(zip(columns, values[: len(columns)], strict=True))
            was = dict(zip(columns, values[len(columns) :], strict=True))
            for column, spans in columns_of(step, key).items():
                wanted = redacted(was.get(column) or "", [(a, b) for a, b in spans]) if spans else ""
                if (now_is.get(column) or "") != wanted:
                    still.add(key)
        return still

    def _nearly(self, step: Touched, keys: Collection[str]) -> set[str]:
        """Those of the records of which one stands under nearly the same key that the first reading did not have.

        Two keys of one reading may differ in capitals alone, so what was there before is another record.
        """
        store, table = table_of(self.controller, step)
        now, then = (f"{at}landed.{table_name(store, table)}" for at in (self.again, self.first))
        same = " AND ".join(f"{_folded('n', column)} = {_folded('t', column)}" for column in table.key)
        with self._asked(keys):
            rows = self.con.execute(
                f"SELECT DISTINCT t.record_key FROM {then} AS t JOIN asked_keys USING (record_key) JOIN ("
                f"FROM {now} ANTI JOIN (SELECT record_key FROM {then}) USING (record_key)) AS n ON {same}"
            ).fetchall()
        return {row[0] for row in rows}

    def _lost(self, step: Touched) -> set[str]:
        """The columns that the new export fills nowhere, though records that were not touched had something there."""
        store, table = table_of(self.controller, step)
        now, then = (f"{at}landed.{table_name(store, table)}" for at in (self.again, self.first))
        names = {row[0] for row in self.con.execute(f"SELECT * FROM {then} LIMIT 0").description or ()}
        here = {row[0] for row in self.con.execute(f"SELECT * FROM {now} LIMIT 0").description or ()}
        lost = set()
        with self._asked(step.records):
            for column in sorted({c for key in step.records for c in columns_of(step, key)} & names):
                filled = f"(SELECT record_key FROM {now} WHERE {identifier(column)} <> '')" if column in here else ""
                kept = (
                    f"(FROM {then} ANTI JOIN asked_keys USING (record_key) SEMI JOIN {now} USING (record_key)) "
                    f"WHERE {identifier(column)} <> ''"
                )
                had = self.con.execute(f"SELECT count(*) FROM {kept}").fetchall()[0][0]
                if had and not (filled and self.con.execute(f"SELECT count(*) FROM {filled}").fetchall()[0][0]):
                    lost.add(column)
        return lost

    def _search(self, states: Mapping[int, Mapping[str, Outcome]]) -> Search:
        """The search of everything that was read again; what is known to stand, for a reason, is no trace."""
        waiting = {
            (step.store, step.table, key)
            for step in self.order.steps
            for key, outcome in states.get(step.number, {}).items()
            if step.action not in MANUAL.values() and outcome.state in _AWAITED | {str(State.RETAINED)}
        }
        kept = {(one["store"], one["table"], one["record_key"]) for one in self.order.data["kept"]}
        return Search(self.con, self.controller, self.order, self.again, self.fresh, waiting | kept)


def _folded(of: str, column: str) -> str:
    """SQL: a key's value without what an export may write otherwise: capitals, spaces, leading zeros, a decimal .0."""
    plain = f"regexp_replace(lower(trim({of}.{identifier(column)})), '[.]0+$', '')"
    return f"coalesce(regexp_replace({plain}, '^0+([0-9])', '\\1'), '')"
