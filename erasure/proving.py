"""Whether what a person was to do is done: a record restricted, a person suppressed, a value corrected, a task seen to.

What belongs here: the proof of each of the plan's steps that no eraser carries out, on a reading made and judged after
it. The clauses' own rules say whether a flag stands; only what no reading can show rests on a person's word, and that
word stands in the ledger. What is not proved stays for the person, with what is missing.
"""

from __future__ import annotations

import json

import duckdb

from erasure.execute import TASKS
from erasure.intent import Outcome, Progress
from erasure.order import Order, Touched
from erasure.plan import MANUAL
from erasure.plan_fields import KEPT_COLUMNS
from erasure.standing import Batch
from erasure.tonight import lapsed
from erasure.verifying import VERIFIED, Second
from erasure.works import table_of
from rules.calendar import provide
from rules.compiled import compile_clause
from rules.terms import Remedy
from stores.controller import Controller
from stores.erasing import State

NOT_ANEW = "the table was not exported anew since, or could not be read whole"
UNMARKED = "the record bears no restricted_on"
NO_MARK = "its map states no restricted_on, so no reading shows it: abide batch done says so"
SENT = "a message was sent to the person after it"
NO_LIST = "no suppression list names the person"
TOO_MUCH = "the suppression record holds more than it takes not to write"
STANDS = "the clause still flags it"
UNDATED = "the clause cannot judge it: a date is missing"
UNREAD = "not every store that the promise rests on was read"
OLD_VALUE = "the value that was corrected still stands in a field of the person"
NO_WORD = "nobody has said that it is done: abide batch done"

_EVENTS = frozenset({"send", "disclosure", "breach"})
"""Relations of what happened: such a flag stands for ever, and what is done about it changes no record."""

Key = tuple[str, str, str]


class Proofs:
    """The proofs of one order, on its second reading, in which every store was landed and the batch's rules judged."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        controller: Controller,
        batch: Batch,
        order: Order,
        second: Second,
    ) -> None:
        self.con, self.controller, self.batch, self.order, self.second = con, controller, batch, order, second
        self.day = second.today
        self.lapsed = lapsed(con, batch.flags)
        rows = con.execute('SELECT store, "table", record_key, wrong_since FROM relation.record').fetchall()
        self.there = {row[:3] for row in rows}
        self.old_values = {row[:3] for row in rows if row[3] is not None}
        self._without_date: dict[str, set[Key]] = {}

    def outcomes(self, progress: Progress) -> dict[int, dict[str, Outcome]]:
        """What the records are now that wait for a person, by step; those that were proved before are asked again."""
        found: dict[int, dict[str, Outcome]] = {}
        for step in self.order.steps:
            if step.action not in MANUAL.values():
                continue
            known = progress.outcomes.get(step.number, {})
            for key in step.records:
                if key in known:
                    found.setdefault(step.number, {})[key] = self._outcome(step, key)
        return found

    def _outcome(self, step: Touched, key: str) -> Outcome:
        why = self._missing(step, key)
        if not why:
            return Outcome(VERIFIED)
        return Outcome(str(State.MANUAL), why, task=f"{TASKS[step.action]} ({why})")

    def _missing(self, step: Touched, key: str) -> str:
        """What the proof lacks; '' if it is whole."""
        place, record = (step.store, step.table), (step.store, step.table, key)
        task = step.action == MANUAL[Remedy.TASK]
        if task and step.action not in self.batch.words:
            return NO_WORD
        if place not in self.second.fresh or place in self.second.partial:
            return NOT_ANEW
        if record not in self.there:
            return ""
        if step.action == MANUAL[Remedy.RESTRICT]:
            return self._restricted(step, record)
        return self._suppressed(record) if step.action == MANUAL[Remedy.SUPPRESS] else self._judged(record, step, task)

    def _restricted(self, step: Touched, record: Key) -> str:
        """The record's own mark stands, or a word where no map shows one; and nothing was sent to its person since."""
        _, table = table_of(self.controller, step)
        mark = "r.restricted_on"
        if "restricted_on" not in table.record:
            if step.action not in self.batch.words:
                return NO_MARK
            mark = f"CAST('{self.batch.words[step.action][1].isoformat()}' AS DATE)"
        ((marked, sent),) = self.con.execute(
            f"""
            SELECT {mark}, (
                SELECT count(*) FROM relation.send AS s
                WHERE s.sent_on > {mark} AND (s.subject = r.subject OR
                    (s.store, s."table", s.record_key) = (r.store, r."table", r.record_key))
            ) FROM relation.record AS r WHERE (r.store, r."table", r.record_key) = (?, ?, ?)
            """,
            list(record),
        ).fetchall()
        if marked is None or marked > self.day:
            return UNMARKED
        return SENT if sent else ""

    def _suppressed(self, record: Key) -> str:
        """A record of the person in a list says so, and holds no more than what it takes."""
        rows = self.con.execute(
            """
            SELECT l.store, l."table", l.record_key FROM relation.record AS r
            JOIN relation.record AS l ON l.suppressed AND (l.subject = r.subject OR
                (l.store, l."table", l.record_key) = (r.store, r."table", r.record_key))
            WHERE (r.store, r."table", r.record_key) = (?, ?, ?)
            """,
            list(record),
        ).fetchall()
        lists = [row for row in rows if (row[0], row[1]) in self.second.fresh]
        if not lists:
            return NO_LIST
        return "" if any(self._is_minimal(one) for one in lists) else TOO_MUCH

    def _is_minimal(self, record: Key) -> bool:
        """Whether no personal column is filled but those by which the person is known again."""
        store = self.controller.store(record[0])
        table = next(one for one in store.tables if one.name == record[1])
        kept = {column.column for name, column in table.subject.items() if (column.of or name) in KEPT_COLUMNS}
        filled = self.con.execute(
            'SELECT DISTINCT "column" FROM relation.finding WHERE store = ? AND "table" = ? AND record_key = ?',
            list(record),
        ).fetchall()
        return {row[0] for row in filled} <= kept

    def _judged(self, record: Key, step: Touched, changed: bool) -> str:
        """The clauses of the record's flags of this remedy let it be; ``changed``: or its facts are others now."""
        if not changed and record in self.old_values:
            return OLD_VALUE
        for name, flag in self.batch.flags.items():
            if flag.record != record or MANUAL.get(flag.remedy) != step.action:
                continue
            over = self.controller.rules[flag.rule].over if flag.rule in self.controller.rules else ""
            if changed and (over in _EVENTS or self.lapsed.get(name) == "its facts changed"):
                continue
            if name not in self.lapsed:
                return STANDS
            if self._unread(flag.clause):
                return UNREAD
            if record in self._undated(flag.clause):
                return UNDATED
        return ""

    def _unread(self, clause: str) -> bool:
        rows = self.con.execute(
            "SELECT stores_stale FROM meta.verdict WHERE clause = ? AND as_of = ?", [clause, self.day]
        ).fetchall()
        return not rows or json.loads(rows[0][0]) != []

    def _undated(self, clause: str) -> set[Key]:
        """The records that the clause cannot judge, for want of a date."""
        if clause not in self._without_date:
            self._without_date[clause] = self._find_undated(clause)
        return self._without_date[clause]

    def _find_undated(self, clause: str) -> set[Key]:
        one = next(c for c in self.controller.notice.clauses if c.id == clause)
        compiled = compile_clause(self.controller.rules[str(one.rule)], one, self.day)
        source = compiled.dated(f'relation."{compiled.rule.over}"')
        query = (
            f'SELECT DISTINCT store, "table", record_key FROM (SELECT *, {compiled.answer} AS answer FROM ({source})) '
            "WHERE answer = 'undated'"
        )
        provide(self.con, query, self.controller.timezone)
        return set(self.con.execute(query).fetchall())


def has_manual(order: Order) -> bool:
    """Whether a person has something to do in an order."""
    return any(step.action in MANUAL.values() for step in order.steps)
