"""The plan of a batch: the exact records and fields, store by store, that would be deleted, blanked, redacted or kept.

What belongs here: from approved flags to a plan, and its canonical form. What a deletion draws after it is
``erasure.plan_graph``'s; nothing here erases. A plan holds record keys, column names, positions and counts; no value.
It does not hold the night it was made on: the same data give the same plan, so that approvals outlast nights.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from erasure.canonical import canonical
from erasure.plan_fields import fields
from erasure.plan_form import pieces
from erasure.plan_graph import OTHERS, Graph
from erasure.plan_links import Link, Unseen, children_first, links_of
from erasure.plan_places import Places
from erasure.plan_records import Records
from erasure.plan_turns import take_turns
from erasure.standing import Batch
from erasure.tonight import lapsed, night_of
from rules.terms import Remedy
from stores.controller import Controller
from stores.erasing import only_whole
from stores.quoting import literal
from stores.sql_links import ForeignKey
from stores.store import Store, Table

Record = tuple[str, str, str]

MANUAL = {Remedy.RESTRICT: "restrict", Remedy.SUPPRESS: "suppress", Remedy.CORRECT: "correct", Remedy.TASK: "task"}
"""Remedies that a person carries out; the plan lists their records."""


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
    records: Records
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

    @property
    def text(self) -> str:
        """The canonical form, whole."""
        return "".join(pieces(self))

    @cached_property
    def sha256(self) -> str:
        """The hash of the canonical form."""
        whole = sha256()
        for piece in pieces(self):
            whole.update(piece.encode("utf-8", "surrogatepass"))
        return whole.hexdigest()

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
    as_of = night_of(con)
    tables = {(store.name, table.name): (store, table) for store, table in controller.tables()}
    obstacles = _bound(con, batch, tables)
    links, unseen = links_of(controller, keys)
    graph = Graph(con, controller, links, as_of)
    con.execute(
        'CREATE OR REPLACE TEMP TABLE plan_asked AS SELECT DISTINCT store, "table", record_key FROM plan_flag '
        f"WHERE remedy = {literal(str(Remedy.ERASE))}"
    )
    graph.follow("plan_asked")
    take_turns(con, links)
    stuck = con.execute(f"FROM ({graph.places.named('(FROM plan_turn WHERE turn < 0)')}) ORDER BY ALL").fetchall()
    obstacles += [f"{s}.{t}: record {key} is in a circle of references that cannot be blanked" for s, t, key in stuck]
    by_hand = ", ".join(literal(str(remedy)) for remedy in (*MANUAL, Remedy.ERASE))
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE plan_other_flag AS SELECT * FROM plan_flag WHERE remedy NOT IN ({by_hand})"
    )
    obstacles += [told for _, told in fields(con, "plan_other_flag", tables, as_of)]
    steps = list(_steps(con, graph.places, links, controller))
    kept = con.execute(
        f'SELECT store, "table", record_key, ground FROM ({graph.places.named(_KEPT, ", x.ground")}) ORDER BY ALL'
    ).fetchall()
    obstacles += [f"{s}.{t}: record {key} cannot go: {why}" for s, t, key, why in kept if why == OTHERS]
    obstacles += _out_of_reach(con, controller, steps, unseen, set(unasked), keys)
    return Plan(
        controller=controller.id,
        batch=batch.id,
        content=batch.content,
        steps=tuple(steps),
        kept=tuple(((store, table, key), ground) for store, table, key, ground in kept),
        shared=graph.shared(),
        obstacles=tuple(dict.fromkeys(obstacles)),
    )


_KEPT = "(SELECT k.node, min(k.ground) AS ground FROM plan_kept AS k SEMI JOIN plan_root USING (node) GROUP BY k.node)"


def _bound(
    con: duckdb.DuckDBPyConnection, batch: Batch, tables: Mapping[tuple[str, str], tuple[Store, Table]]
) -> list[str]:
    """Make ``plan_flag`` of the batch's flags that stand and are of a record that is read; why the others are not."""
    gone = lapsed(con, batch.flags)
    flags = batch.flags.values()
    columns = {
        "flag_id": pa.array((flag.flag for flag in flags), pa.string()),
        "store": pa.array((flag.store for flag in flags), pa.string()),
        "table": pa.array((flag.table for flag in flags), pa.string()),
        "record_key": pa.array((flag.record_key for flag in flags), pa.string()),
        "remedy": pa.array((str(flag.remedy) for flag in flags), pa.string()),
    }
    con.register("batch_flags", pa.table(columns))
    con.register("lapsed_flags", pa.table({"flag_id": pa.array(gone, pa.string())}))
    known = ", ".join(f"({literal(store)}, {literal(table)})" for store, table in tables) or "('', '')"
    unbound = f'record_key IS NULL OR (store, "table") NOT IN ({known})'
    con.execute(
        "CREATE OR REPLACE TEMP TABLE plan_flag AS SELECT * FROM batch_flags ANTI JOIN lapsed_flags USING (flag_id) "
        f"WHERE NOT ({unbound})"
    )
    stray = con.execute(f'SELECT store, "table", flag_id FROM batch_flags WHERE {unbound}').fetchall()
    con.unregister("batch_flags")
    con.unregister("lapsed_flags")
    told = [f"{name[:12]}: {why}" for name, why in sorted(gone.items())]
    return told + sorted(
        f"{store}.{table}: the flag {flag[:12]} is of no record of a table that is read" if table
        else f"{store}: the flag {flag[:12]} is of no record of a table that is read"
        for store, table, flag in stray
    )  # fmt: skip


def _steps(
    con: duckdb.DuckDBPyConnection,
    places: Places,
    links: Sequence[Link],
    controller: Controller,
) -> Iterator[Step]:
    """The steps, in the order in which they are done."""
    tables = {(store.name, table.name): table for store, table in controller.tables()}
    _touched(con, places, links)
    found: dict[tuple[str, str, int, str], Records] = {}
    for store, table, action in con.execute('SELECT DISTINCT store, "table", action FROM plan_touched').fetchall():
        rows = con.execute(
            'SELECT record_key, what FROM plan_touched WHERE store = ? AND "table" = ? AND action = ? '
            "ORDER BY record_key",
            [store, table, action],
        ).to_arrow_table()
        found[store, table, 0, action] = Records(_column(rows, 0), _column(rows, 1))
    for (store, table), nodes in places.nodes().items():
        rows = con.execute(
            f"SELECT n.record_key, t.turn FROM plan_turn AS t JOIN ({nodes}) AS n USING (node) WHERE t.turn >= 0 "
            "ORDER BY t.turn, n.record_key"
        ).to_arrow_table()
        names, turns = _column(rows, 0), rows.column(1).to_numpy()
        edges = np.flatnonzero(np.diff(turns, prepend=-1, append=-1))
        for start, end in pairwise(edges):
            found[store, table, int(turns[start]) + 1, "delete"] = Records(names.slice(start, end - start))
    stores = children_first(controller, sorted({store for store, *_ in found}))
    for place in sorted(found, key=lambda one: (stores.index(one[0]), *_in_order(one))):
        yield _step(place, found[place], tables[place[0], place[1]])


def _column(rows: pa.Table, number: int) -> pa.Array:
    return pa.concat_arrays(rows.column(number).chunks) if rows.num_rows else pa.array([], pa.string())


def _touched(con: duckdb.DuckDBPyConnection, places: Places, links: Sequence[Link]) -> None:
    """Make ``plan_touched``: the records that stay, and those a person sees to, each with what is touched in it."""
    con.execute(
        'CREATE OR REPLACE TEMP TABLE plan_touched (store VARCHAR, "table" VARCHAR, action VARCHAR, '
        "record_key VARCHAR, what VARCHAR)"
    )
    _cuts(con, links)
    cuts = places.named("plan_cut", ", x.what")
    con.execute(f"INSERT INTO plan_touched SELECT store, \"table\", 'unlink', record_key, what FROM ({cuts})")
    if con.execute("FROM plan_field LIMIT 1").fetchall():
        con.execute(
            'INSERT INTO plan_touched SELECT f.store, f."table", f.action, f.record_key, f.what FROM plan_field AS f '
            f'ANTI JOIN ({places.named("plan_gone")}) AS g USING (store, "table", record_key)'
        )
    for remedy, action in MANUAL.items():
        con.execute(
            "INSERT INTO plan_touched SELECT DISTINCT store, \"table\", ?, record_key, '[]' FROM plan_flag "
            "WHERE remedy = ?",
            [action, str(remedy)],
        )


def _cuts(con: duckdb.DuckDBPyConnection, links: Sequence[Link]) -> None:
    """Make ``plan_cut`` (node, what): the references that are blanked, those in circles last, by their columns."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE plan_cut_link AS SELECT child AS node, list(DISTINCT link ORDER BY link) AS cut "
        f"FROM (FROM plan_unlink UNION ALL SELECT link + {len(links)}, child FROM plan_opened) GROUP BY child"
    )
    whats = [
        (cut, canonical(list(dict.fromkeys(name for n in cut for name in links[n % len(links)].columns))))
        for (cut,) in con.execute("SELECT DISTINCT cut FROM plan_cut_link").fetchall()
    ]
    kinds = {
        "cut": pa.array([c for c, _ in whats], pa.list_(pa.int64())),
        "what": pa.array([w for _, w in whats], pa.string()),
    }
    con.register("cut_names", pa.table(kinds))
    con.execute(
        "CREATE OR REPLACE TEMP TABLE plan_cut AS SELECT l.node, n.what FROM plan_cut_link AS l "
        "JOIN cut_names AS n USING (cut)"
    )
    con.unregister("cut_names")


def _in_order(place: tuple[str, str, int, str]) -> tuple[Any, ...]:
    """Within a store."""
    _, table, turn, action = place
    return turn, action != "unlink", table, action


def _step(place: tuple[str, str, int, str], records: Records, of: Table) -> Step:
    store, table, turn, action = place
    way = of.erasure
    documents: tuple[str, ...] = ()
    if action == "delete":
        documents = tuple(sorted({one.path for one in of.opens.values() if one.path}))
    kind = way.kind if way else "immediate"
    delay = way.delay_days if way and action == "delete" else None
    return Step(store, table, turn, action, kind, delay, records, documents)


_WHOLE = "records are only removed whole there, never changed: change them by hand, and abide batch drop their flags"


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
    changed = {(step.store, step.table) for step in steps if step.action in {"blank", "redact", "unlink"}}
    for store in controller.stores:
        if store.connector == "none":
            continue
        concerned = any(name == store.name for name, _ in emptied)
        if concerned and store.connector == "sql" and (store.name in unasked or store.name not in keys):
            told.append(f"{store.name}: the database's foreign keys could not be read")
        for table in store.tables:
            place = f"{store.name}.{table.name}"
            reading, quarantined, doubts = readings.get((store.name, table.name), ("not_read", 0, None))
            refers = any((link.store or store.name, link.parent) in emptied for link in table.references)
            if (store.name, table.name) not in touched and not refers:
                continue
            if reading not in {"read", "empty"}:
                told.append(f"{place}: the last reading is '{reading}', so what is there now is not known")
            if quarantined or (doubts and doubts != "[]"):
                told.append(f"{place}: not all of it could be read, so a record that refers may be missing")
            if table.erasure is None and store.connector != "sql" and (store.name, table.name) in touched:
                told.append(f"{place}: its map states no way of deletion (erasure:)")
            if (store.name, table.name) in changed and only_whole(store, table):
                told.append(f"{place}: {_WHOLE}")
    told += [
        f"{one.store}.{one.parent}: the table {one.child} refers to it and is not bound, so its rows are not known"
        for one in unseen
        if (one.store, one.parent) in emptied
    ]
    return told
