"""A plan for people: counts by step, and masked samples that let them see whether it is the right kind of data.

What belongs here: what is shown beside a plan and is no part of it. A mask keeps a value's length and punctuation and
nothing else: each letter is an x, each digit a 9.
"""

from __future__ import annotations

import re
from typing import Any

import duckdb

from erasure.plan import Plan, Step
from stores.controller import Controller
from stores.quoting import identifier, table_name

SAMPLES = 3
LONGEST = 32


def masked(value: str | None) -> str:
    """The shape of a value: its punctuation and length, at most 32 characters of it."""
    if value is None:
        return ""
    shape = re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "9", value[:LONGEST]))
    return shape + (" …" if len(value) > LONGEST else "")


def summary(con: duckdb.DuckDBPyConnection, controller: Controller, plan: Plan) -> list[dict[str, Any]]:
    """Each step with its count and up to three masked samples of the fields it touches.

    Args:
        con: the snapshot that the plan was made on.
        controller: whose plan it is.
        plan: the plan.
    """
    return [
        {
            "store": step.store,
            "table": step.table,
            "turn": step.turn,
            "action": step.action,
            "way": step.way,
            "delay_days": step.delay_days,
            "records": len(step.records),
            "documents": list(step.documents),
            "samples": _samples(con, controller, step),
        }
        for step in plan.steps
    ]


def _samples(con: duckdb.DuckDBPyConnection, controller: Controller, step: Step) -> list[dict[str, Any]]:
    store = controller.store(step.store)
    table = next(one for one in store.tables if one.name == step.table)
    chosen = sorted(step.records)[:SAMPLES]
    touched = {name for key in chosen for name in step.records[key]} or set(table.personal)
    landed = f"landed.{table_name(store, table)}"
    known = {row[0] for row in con.execute(f"DESCRIBE {landed}").fetchall()}
    columns = sorted(touched & known)[:5]
    shown = ", ".join(["record_key", *map(identifier, columns)])
    rows = con.execute(
        f"SELECT {shown} FROM {landed} WHERE record_key IN (SELECT unnest(?)) ORDER BY record_key", [chosen]
    ).fetchall()
    return [
        {"record_key": row[0], "fields": {name: masked(row[place]) for place, name in enumerate(columns, 1)}}
        for row in rows
    ]
