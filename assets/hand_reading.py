"""Readings of this moment, for an erasure to stand on: every store landed anew in a working copy of the last night.

What belongs here: landing, linking and judging for an erasure, and what such a reading says of an order that was begun.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import duckdb

from assets import night
from erasure.errors import Refused
from erasure.intent import Progress, pending
from erasure.order import Order
from erasure.proving import has_manual
from erasure.standing import Batch
from erasure.tombstones import has_whole
from erasure.tonight import lapsed, night_of
from rules.errors import AbideError
from rules.terms import Remedy
from stores.controller import Controller


def judge_now(con: duckdb.DuckDBPyConnection, controller: Controller, batch: Batch, day: date) -> None:
    """A night of this moment: every store landed anew, and judged by the rules that the batch rests on.

    Raises:
        Refused: see ``read_now``.
    """
    read_now(con, controller, day, _texts(controller, batch))
    _judge(con, controller, batch, day)


def _texts(controller: Controller, batch: Batch) -> set[tuple[str, str]]:
    """The tables in whose texts the batch's flags were found."""
    over = {rule.id: rule.over for rule in controller.used_rules}
    flags = batch.flags.values()
    return {(f.store, f.table) for f in flags if f.remedy is Remedy.REDACT or over.get(f.rule) == "finding"}


def _judge(con: duckdb.DuckDBPyConnection, controller: Controller, batch: Batch, day: date) -> None:
    for name in sorted({flag.rule for flag in batch.flags.values()} & controller.rules.keys()):
        night.judge_rule(con, controller, controller.rules[name], day)


def read_now(
    con: duckdb.DuckDBPyConnection, controller: Controller, day: date, texts: Collection[tuple[str, str]] = ()
) -> None:
    """Land every store anew and link its records; find in the texts of some tables.

    Raises:
        Refused: a store that was read last night cannot be read now.
    """
    before = dict(con.execute("SELECT store || '.' || \"table\", reading FROM meta.reading").fetchall())
    _read(con, controller, day, texts, before)


def _read(
    con: duckdb.DuckDBPyConnection,
    controller: Controller,
    day: date,
    texts: Collection[tuple[str, str]],
    before: Mapping[str, str],
) -> None:
    for store in controller.stores:
        for one in night.land_store(con, controller, store, day):
            if one.reading == "failed" and before.get(f"{one.store}.{one.table}") not in {"failed", None}:
                told = f"{one.store}.{one.table} cannot be read now, so a ground to keep may go unseen: {one.error}"
                raise Refused("stores", told)
        for table in store.tables if store.connector != "none" else ():
            if (store.name, table.name) in texts:
                night.find_table(con, controller, store, table, day)
        night.record_store(con, controller, store, day)
    night.link_subjects(con, controller, day)


def read_again(con: duckdb.DuckDBPyConnection, controller: Controller, batch: Batch, order: Order, day: date) -> None:
    """A second reading, after an erasure: of the stores that were touched, or of all that there are.

    All are read where a person was to go from each, and judged too where a person had something to do.
    """
    if has_manual(order):
        _read(con, controller, day, _texts(controller, batch), {})
        _judge(con, controller, batch, day)
        return
    stores = [controller.store(name) for name in order.stores]
    if has_whole(con, controller, order):
        stores = [store for store in controller.stores if store.connector != "none"]
    for store in stores:
        try:
            night.land_store(con, controller, store, day)
            night.record_store(con, controller, store, day)
        except AbideError:
            if store.name in order.stores:
                raise
            # what was erased elsewhere is certified all the same, and this store counts as not searched
            con.execute("DELETE FROM meta.reading WHERE store = ?", [store.name])


def rest_stands(con: duckdb.DuckDBPyConnection, batch: Batch, order: Order, progress: Progress) -> None:
    """Refuse to go on where what is left no longer stands, or has a ground to be kept by now.

    Raises:
        Refused: with how many.
    """
    left = {
        (step.store, step.table, key)
        for step in order.steps
        for key in pending(list(step.records), progress.outcomes.get(step.number, {}))
    }
    flags = {name: flag for name, flag in batch.flags.items() if flag.record in left}
    there = con.execute('SELECT store, "table", record_key FROM relation.record').fetchall()
    present = {row for row in there if row in left}
    gone = {name: why for name, why in lapsed(con, flags).items() if flags[name].record in present}
    if gone:
        raise Refused("batch", f"{len(gone)} flags that are left no longer stand", hint="abide batch show tells them")
    day = night_of(con).isoformat()
    kept = con.execute(
        'SELECT store, "table", record_key FROM relation.record WHERE on_hold '
        f"OR lasts(statutory_until, CAST('{day}' AS DATE))"
    ).fetchall()
    if held := [row for row in kept if row in left]:
        raise Refused("batch", f"{len(held)} records that are left have a ground to be kept by now")
