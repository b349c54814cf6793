"""Whether what was called removed is gone: the stores are asked again, and read again, by key and by identifier.

What belongs here: comparing what an erasure says with a second reading. Making that reading is the layer above's. Only
what is found gone here is ever called verified.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime

import duckdb
import pyarrow as pa

from erasure.execute import Erasers, own_media
from erasure.intent import Outcome, Progress
from erasure.order import Order, Touched
from erasure.plan import MANUAL
from erasure.tombstones import IDENTIFIER, identifiers_of_whole, load_stones, wholly_gone
from erasure.works import columns_of, table_of, work_of
from rules.errors import AbideError
from stores.controller import Controller
from stores.erasing import State, eraser_for
from stores.erasing_text import redacted
from stores.quoting import identifier, literal, table_name

VERIFIED = "verified"
STILL_THERE = "the store still gives it out after it was called removed"
NOT_READ = "the store could not be read again, so that it is gone is not known"
OLD_EXPORT = "removed in the store; the export is older than that: export anew, then repeat abide erase"
TRACES = "an identifier of the person still stands in the stores that were read again"

_GONE = {str(State.REMOVED), str(State.ABSENT), VERIFIED}
_AWAITED = {str(State.REQUESTED), str(State.BEYOND_USE), str(State.MANUAL)}
"""States that a later reading may find to have come true; while it does not, they stand."""
_ADDRESS = r"[^\s<>\"'',;:()\[\]{}|=]+@[^\s<>\"'',;:()\[\]{}|=]+"


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
        self.own, self.today = own_media(controller, order), today
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
        traces = self._traced()
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
        """How many identifiers of wholly erased people were looked for, and where any of them stands."""
        load_stones(self.con, self.controller.folder)
        own = ", ".join(literal(name) for name in sorted(self.own)) or "''"
        mine = f"SELECT digest FROM stone WHERE kind = '{IDENTIFIER}' AND batch = {literal(self.order.batch)}"
        asked = self.con.execute(f"SELECT count(*) FROM ({mine})").fetchall()
        bear = self.con.execute(
            f'SELECT count(DISTINCT (store, "table", record_key)) FROM {self.again}record.identifier '
            f"WHERE store IN ({own}) AND digest IN ({mine})"
        ).fetchall()
        return {
            "identifiers_searched": int(asked[0][0]),
            "records_with_identifier": int(bear[0][0]),
            "texts_with_address": self._mentions(),
        }

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
        old = step.store not in self.own and exported is not None and exported < self._started()
        if not old:
            still |= self._landed(step, keys, f"{self.again}landed.{table_name(store, table)}")
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
            else:
                outcomes[key] = Outcome(VERIFIED)
        return outcomes

    def _awaited(self, was: Outcome, now_is: Outcome) -> Outcome:
        """What was asked for is verified once it is gone, and no longer restorable; until then it stays asked for."""
        over = not was.until or date.fromisoformat(was.until) < self.today
        return now_is if now_is.state == VERIFIED and (was.state != State.BEYOND_USE or over) else was

    def _started(self) -> datetime:
        return datetime.fromisoformat(self.progress.started).astimezone(UTC).replace(tzinfo=None)

    def _no_file(self, step: Touched) -> bool:
        """Whether the table could not be read because the erasure left no file of it."""
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

    def _landed(self, step: Touched, keys: Collection[str], landed: str) -> set[str]:
        """Those of the records that stand in the second reading and are not as they were to be."""
        self.con.register("asked_keys", pa.table({"record_key": pa.array(sorted(keys), pa.string())}))
        try:
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
        finally:
            self.con.unregister("asked_keys")
        still = set()
        for key, *values in rows:
            now_is = dict(zip(columns, values[: len(columns)], strict=True))
            was = dict(zip(columns, values[len(columns) :], strict=True))
            for column, spans in columns_of(step, key).items():
                wanted = redacted(was.get(column) or "", [(a, b) for a, b in spans]) if spans else ""
                if (now_is.get(column) or "") != wanted:
                    still.add(key)
        return still

    def _traced(self) -> dict[tuple[str, str], set[str]]:
        """The erased records of wholly erased people of whom an identifier stands in the second reading."""
        wholly_gone(self.order, self.con, self.first)
        own = ", ".join(literal(name) for name in sorted(self.own)) or "''"
        rows = self.con.execute(
            f'SELECT DISTINCT f.store, f."table", f.record_key FROM ({identifiers_of_whole(self.first)}) AS f '
            f"JOIN {self.again}record.identifier AS n ON n.digest = f.digest WHERE n.store IN ({own})"
        ).fetchall()
        found: dict[tuple[str, str], set[str]] = {}
        for store, table, key in rows:
            found.setdefault((store, table), set()).add(key)
        return found

    def _mentions(self) -> int:
        """How many records of the second reading hold an e-mail address of a wholly erased person in any column."""
        parts = []
        for store, table in self.controller.tables():
            for one in table.subject.values():
                kind = next(name for name, other in table.subject.items() if other is one)
                if (one.of or kind) == "email":
                    parts.append(
                        f"SELECT rtrim(lower(trim(l.{identifier(one.column)})), '.') AS address "
                        f"FROM {self.first}landed.{table_name(store, table)} AS l "
                        f"JOIN plan_asked AS a ON a.store = {literal(store.name)} "
                        f'AND a."table" = {literal(table.name)} '
                        f"AND a.record_key = l.record_key JOIN {self.first}relation.record AS r ON r.store = a.store "
                        'AND r."table" = a."table" AND r.record_key = a.record_key '
                        "JOIN plan_whole AS w ON w.subject = r.subject"  # a letter has a subject of its own
                    )
        known = {
            (row[0], row[1])
            for row in self.con.execute(
                "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = ?",
                [self.first[:-1].strip('"')],
            ).fetchall()
        }
        parts = [part for part in parts if ("landed", part.split(".landed.", 1)[1].split('"')[1]) in known]
        if not parts:
            return 0
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE plan_address AS SELECT DISTINCT address FROM ({' UNION '.join(parts)})"
        )
        total = 0
        for store, table in self.controller.tables():
            reading, _ = self.readings.get((store.name, table.name), ("failed", None))
            if store.name not in self.own or reading in {"failed", "not_read"}:
                continue
            landed = f"{self.again}landed.{table_name(store, table)}"
            names = [row[0] for row in self.con.execute(f"SELECT * FROM {landed} LIMIT 0").description or ()]
            texts = ", ".join(identifier(name) for name in names if not name.startswith("_") and name != "record_key")
            total += int(
                self.con.execute(
                    f"SELECT count(DISTINCT record_key) FROM (SELECT record_key, "
                    f"unnest(regexp_extract_all(lower(concat_ws(' ', {texts})), '{_ADDRESS}')) AS word FROM {landed}) "
                    "WHERE rtrim(word, '.') IN (SELECT address FROM plan_address WHERE address <> '')"
                ).fetchall()[0][0]
            )
        return total
