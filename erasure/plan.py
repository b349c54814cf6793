"""The plan of a batch: the exact records and fields, store by store, that would be deleted, blanked, redacted or kept.

What belongs here: from approved flags to a plan, and its canonical form. What a deletion draws after it is
``erasure.plan_graph``'s; nothing here erases. A plan holds record keys, column names, positions and counts; no value.
It does not hold the night it was made on: the same data give the same plan, so that approvals outlast nights.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from erasure.canonical import canonical, sha256_text
from erasure.entry import FlagRef
from erasure.plan_graph import OTHERS, Graph
from erasure.plan_links import Unseen, links_of
from erasure.standing import Batch
from erasure.tonight import lapsed, night_of
from rules.terms import Remedy
from stores.controller import Controller
from stores.sql_links import ForeignKey
from stores.store import Store, Table

Record = tuple[str, str, str]

MANUAL = {Remedy.RESTRICT: "restrict", Remedy.SUPPRESS: "suppress", Remedy.CORRECT: "correct", Remedy.TASK: "task"}
"""Remedies that a person carries out; the plan lists their records."""

KEPT_COLUMNS = frozenset({"email", "phone", "email_sha256"})
"""Identifiers that a suppression record keeps: without them nobody could be suppressed (ICO, direct marketing)."""


@dataclass(frozen=True)
class Step:
    """What is done to records of one table in one turn.

    Attributes:
        turn: steps of a store run in this order; those of one turn do not depend on each other.
        action: unlink, redact, blank, delete, or what a person does: restrict, suppress, correct, task.
        way: how the store deletes (immediate, soft_delete, purge_pending, manual_task).
        delay_days: days until a deletion is final, where the vendor states them.
        records: record key to what is touched: nothing for a whole record; columns; or columns with spans.
        documents: columns that name a file, which goes with its record.
    """

    store: str
    table: str
    turn: int
    action: str
    way: str
    delay_days: int | None
    records: Mapping[str, Any]
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The plan of a batch. ``obstacles`` are why it cannot be carried out whole; it is approved only without any."""

    controller: str
    batch: str
    content: str
    steps: tuple[Step, ...]
    kept: tuple[tuple[Record, str], ...]
    shared: Mapping[tuple[str, str], int]
    obstacles: tuple[str, ...]
    text: str = field(repr=False, default="")

    @property
    def sha256(self) -> str:
        """The hash of the canonical form."""
        return sha256_text(self.text)

    @property
    def complete(self) -> bool:
        """Whether everything the batch asks for is in the plan or kept with its ground."""
        return not self.obstacles


def make_plan(
    con: duckdb.DuckDBPyConnection,
    controller: Controller,
    batch: Batch,
    keys: Mapping[str, Sequence[ForeignKey]],
    unasked: Iterable[str] = (),
) -> Plan:
    """The plan of a batch, on what the last night read.

    Args:
        con: a snapshot of the last night; temporary tables are made on it.
        controller: the controller.
        batch: the batch; its flags must be what they were when they were approved.
        keys: the foreign keys of each SQL store, by store.
        unasked: SQL stores whose foreign keys could not be read.
    """
    gone = lapsed(con, batch.flags)
    obstacles = [f"{name[:12]}: {why}" for name, why in sorted(gone.items())]
    flags = [flag for name, flag in sorted(batch.flags.items()) if name not in gone and flag.record_key is not None]
    tables = {(store.name, table.name): (store, table) for store, table in controller.tables()}
    bound = [flag for flag in flags if (flag.store, flag.table) in tables]
    obstacles += _unbound(batch.flags.values(), tables)
    links, unseen = links_of(controller, keys)
    graph = Graph(con, controller, links, night_of(con))
    graph.follow(_record(flag) for flag in bound if flag.remedy is Remedy.ERASE)
    deletions, opened, circle = graph.waves()
    gone_too = _deleted_of(con, bound)
    obstacles += [f"{s}.{t}: record {key} is in a circle of references that cannot be blanked" for s, t, key in circle]
    fields = _fields(con, [flag for flag in bound if flag.remedy not in {Remedy.ERASE, *MANUAL}], tables, obstacles)
    work: dict[tuple[str, str, int, str], dict[str, Any]] = {}

    def put(record: Sequence[str], turn: int, action: str, what: Any) -> None:
        store, table, key = record
        work.setdefault((store, table, turn, action), {}).setdefault(key, what)

    cuts = con.execute('SELECT link, store, "table", record_key FROM plan_unlink').fetchall()
    for link, record in [*((row[0], row[1:]) for row in cuts), *opened]:
        known = work.setdefault((record[0], record[1], 0, "unlink"), {}).setdefault(record[2], [])
        known += [column for column in links[link].columns if column not in known]
    for record, (action, what) in fields.items():
        if record not in gone_too:
            put(record, 0, action, what)
    for flag in bound:
        if flag.remedy in MANUAL:
            put(_record(flag), 0, MANUAL[flag.remedy], [])
    for store, table, turn, records in deletions:
        work[store, table, turn + 1, "delete"] = dict.fromkeys(records, ())
    steps = [
        _step(place, records, tables[place[0], place[1]]) for place, records in sorted(work.items(), key=_in_order)
    ]
    kept = con.execute(
        'SELECT r.store, r."table", r.record_key, min(k.ground) FROM plan_root AS r '
        'JOIN plan_kept AS k USING (store, "table", record_key) GROUP BY ALL ORDER BY ALL'
    ).fetchall()
    obstacles += [f"{s}.{t}: record {key} cannot go: {why}" for s, t, key, why in kept if why == OTHERS]
    obstacles += _out_of_reach(con, controller, steps, unseen, set(unasked), keys)
    made = Plan(
        controller=controller.id,
        batch=batch.id,
        content=batch.content,
        steps=tuple(steps),
        kept=tuple(((store, table, key), ground) for store, table, key, ground in kept),
        shared=graph.shared(),
        obstacles=tuple(dict.fromkeys(obstacles)),
    )
    return Plan(**{**made.__dict__, "text": canonical(as_data(made))})


def as_data(plan: Plan) -> dict[str, Any]:
    """The plan as plain data, in canonical order: what is hashed."""
    return {
        "kind": "abide plan 1",
        "controller": plan.controller,
        "batch": plan.batch,
        "content": plan.content,
        "steps": [
            {
                "store": step.store,
                "table": step.table,
                "turn": step.turn,
                "action": step.action,
                "way": step.way,
                "delay_days": step.delay_days,
                "documents": list(step.documents),
                "records": sorted(step.records) if step.action == "delete" else _touched(step),
            }
            for step in plan.steps
        ],
        "kept": [{"store": s, "table": t, "record_key": key, "ground": ground} for (s, t, key), ground in plan.kept],
        "shared": [{"store": s, "table": t, "records": count} for (s, t), count in sorted(plan.shared.items())],
        "obstacles": list(plan.obstacles),
    }


def _touched(step: Step) -> list[list[Any]]:
    return [[key, step.records[key]] for key in sorted(step.records)]


def _deleted_of(con: duckdb.DuckDBPyConnection, flags: Iterable[FlagRef]) -> set[Record]:
    """Those of the flags' records that are deleted, so that nothing in them need be blanked before."""
    others = {_record(flag) for flag in flags if flag.remedy is not Remedy.ERASE}
    if not others:
        return set()
    return others & set(con.execute('SELECT store, "table", record_key FROM plan_gone').fetchall())


def _record(flag: FlagRef) -> Record:
    return flag.store, flag.table, flag.record_key or ""


def _in_order(item: tuple[tuple[str, str, int, str], Any]) -> tuple[Any, ...]:
    (store, table, turn, action), _ = item
    return store, turn, action != "unlink", table, action


def _step(place: tuple[str, str, int, str], records: Mapping[str, Any], of: tuple[Store, Table]) -> Step:
    store, table, turn, action = place
    way = of[1].erasure
    documents: tuple[str, ...] = ()
    if action == "delete":
        documents = tuple(sorted({one.path for one in of[1].opens.values() if one.path}))
    kind = way.kind if way else "immediate"
    delay = way.delay_days if way and action == "delete" else None
    return Step(store, table, turn, action, kind, delay, records, documents)


def _unbound(flags: Iterable[FlagRef], tables: Mapping[tuple[str, str], Any]) -> list[str]:
    told = []
    for flag in flags:
        if flag.record_key is None or (flag.store, flag.table) not in tables:
            place = f"{flag.store}.{flag.table}" if flag.table else flag.store
            told.append(f"{place}: the flag {flag.flag[:12]} is of no record of a table that is read")
    return sorted(told)


def _fields(
    con: duckdb.DuckDBPyConnection,
    flags: Sequence[FlagRef],
    tables: Mapping[tuple[str, str], tuple[Store, Table]],
    obstacles: list[str],
) -> dict[Record, tuple[str, Any]]:
    """Which fields, or which spans of them, are blanked in each record that stays."""
    ids = [flag.flag for flag in flags]
    named = dict(
        con.execute("SELECT flag_id, columns FROM flagged.flag WHERE flag_id IN (SELECT unnest(?))", [ids]).fetchall()
    )
    spans = _spans(con, flags)
    found: dict[Record, tuple[str, Any]] = {}
    for flag in flags:
        table = tables[flag.store, flag.table][1]
        columns = [name for name in (named.get(flag.flag) or "").split(", ") if name]
        if flag.remedy is Remedy.REDUCE_TO_SUPPRESSION:
            kept = {one.column for kind, one in table.subject.items() if kind in KEPT_COLUMNS} | set(table.key)
            columns = sorted({*table.personal, *(one.column for one in table.subject.values())} - kept)
        if not columns:
            obstacles.append(f"{flag.store}.{flag.table}: the flag {flag.flag[:12]} names no field")
            continue
        if shut := [name for name in columns if name in table.opened_names]:
            obstacles.append(f"{flag.store}.{flag.table}: {shut[0]} is a document's text; a person mends the document")
            continue
        what = {name: spans.get(flag.flag, {}).get(name, []) for name in columns}  # without a span, the whole field
        before = found.get(_record(flag))
        if before:
            merged = {**before[1], **what}
            for name in before[1].keys() & what.keys():  # a field that is blanked whole needs no spans
                both = [*before[1][name], *what[name]] if before[1][name] and what[name] else []
                merged[name] = sorted(map(list, {tuple(span) for span in both}))
            what = merged
        found[_record(flag)] = ("redact" if any(what.values()) else "blank", what)
    return found


def _spans(con: duckdb.DuckDBPyConnection, flags: Iterable[FlagRef]) -> dict[str, dict[str, list[list[int]]]]:
    """By flag and column, where the scanners saw what the flag names."""
    wanted = [flag.flag for flag in flags if flag.remedy is Remedy.REDACT]
    rows = con.execute(
        """SELECT DISTINCT f.flag_id, x."column", x."start", x."end" FROM flagged.flag AS f
        JOIN finding.finding AS x ON x.store = f.store AND x."table" = f."table" AND x.record_key = f.record_key
            AND list_contains(string_split(f.columns, ', '), x."column")
            AND list_contains(string_split(f.category, ', '), x.category)
        WHERE x."start" IS NOT NULL AND f.flag_id IN (SELECT unnest(?)) ORDER BY ALL""",
        [wanted],
    ).fetchall()
    spans: dict[str, dict[str, list[list[int]]]] = {}
    for flag, column, start, end in rows:
        spans.setdefault(flag, {}).setdefault(column, []).append([int(start), int(end)])
    return spans


def _out_of_reach(
    con: duckdb.DuckDBPyConnection,
    controller: Controller,
    steps: Sequence[Step],
    unseen: Sequence[Unseen],
    unasked: set[str],
    keys: Mapping[str, Any],
) -> list[str]:
    """Why parts of the plan cannot be relied on: what was not read, what has no way of deletion, what refers unseen."""
    told: list[str] = []
    readings = {
        (row[0], row[1]): row[2:]
        for row in con.execute('SELECT store, "table", reading, quarantined, doubts FROM meta.reading').fetchall()
    }
    touched = {(step.store, step.table) for step in steps if step.action not in MANUAL.values()}
    emptied = {(step.store, step.table) for step in steps if step.action == "delete"}
    for store in controller.stores:
        if store.connector == "none":
            continue
        concerned = any(name == store.name for name, _ in emptied)
        if concerned and store.connector == "sql" and (store.name in unasked or store.name not in keys):
            told.append(f"{store.name}: the database's foreign keys could not be read")
        for table in store.tables:
            place = f"{store.name}.{table.name}"
            reading, quarantined, doubts = readings.get((store.name, table.name), ("not_read", 0, None))
            refers = concerned and any(
                (store.name, target.partition(".")[0]) in emptied for target in table.links.values()
            )
            if (store.name, table.name) not in touched and not refers:
                continue
            if reading not in {"read", "empty"}:
                told.append(f"{place}: the last reading is '{reading}', so what is there now is not known")
            if quarantined or (doubts and doubts != "[]"):
                told.append(f"{place}: not all of it could be read, so a record that refers may be missing")
            if table.erasure is None and store.connector != "sql" and (store.name, table.name) in touched:
                told.append(f"{place}: its map states no way of deletion (erasure:)")
    told += [
        f"{one.store}.{one.parent}: the table {one.child} refers to it and is not bound, so its rows are not known"
        for one in unseen
        if (one.store, one.parent) in emptied
    ]
    return told
