"""From an approved plan to works for erasers: each record with its key in the store and what it was read as.

What belongs here: joining a plan's record keys with a reading of the stores. Values stay in memory.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal, cast

import duckdb
import pyarrow as pa

from erasure.order import Touched
from stores.controller import Controller
from stores.erasing import Eraser, Item, Work
from stores.erasing_text import compared, content_sql
from stores.landing_stage import RESERVED
from stores.quoting import identifier, table_name
from stores.store import Store, Table

ACTIONS = ("delete", "blank", "redact", "unlink")


def table_of(controller: Controller, step: Touched) -> tuple[Store, Table]:
    """The store and table of a step."""
    store = controller.store(step.store)
    return store, next(table for table in store.tables if table.name == step.table)


def columns_of(step: Touched, key: str) -> dict[str, list[list[int]]]:
    """The columns that are touched in a record, each with its stretches; none for a whole record."""
    what: Any = step.records[key]
    return dict(what) if isinstance(what, dict) else {column: [] for column in what}


def work_of(
    con: duckdb.DuckDBPyConnection, controller: Controller, step: Touched, eraser: Eraser, keys: Collection[str]
) -> tuple[Work, dict[tuple[str, ...], str]]:
    """The work of a step on some of its records.

    Returns:
        The work; and the record key of each key in the store. A record that the reading has not is in neither.
    """
    store, table = table_of(controller, step)
    landed = f"landed.{table_name(store, table)}"
    names = [str(row[0]) for row in con.execute(f"SELECT * FROM {landed} LIMIT 0").description or ()]
    columns = compared(table, (name for name in names if name not in RESERVED))
    cut = {column for key in keys for column, spans in columns_of(step, key).items() if spans}
    wanted = sorted({*eraser.needs(table), *step.documents, *cut} & set(names))
    shown = "".join(f", l.{identifier(name)}" for name in (*table.key, *wanted))
    con.register("work_keys", pa.table({"record_key": pa.array(sorted(keys), pa.string())}))
    try:
        rows = con.execute(
            f"SELECT l.record_key, {content_sql(columns)}{shown} FROM {landed} AS l "
            "JOIN work_keys USING (record_key) ORDER BY record_key"
        ).fetchall()
    finally:
        con.unregister("work_keys")
    items, known = [], {}
    width = len(table.key)
    for record_key, digest, *values in rows:
        key = tuple(value or "" for value in values[:width])
        touched = columns_of(step, record_key)
        spans = {column: tuple((a, b) for a, b in found) for column, found in touched.items() if found}
        items.append(Item(key, tuple(touched), spans, dict(zip(wanted, values[width:], strict=True)), digest))
        known[key] = record_key
    action = cast(Literal["delete", "blank", "redact", "unlink"], step.action)
    return Work(store, table, action, items, step.documents, columns), known
