"""``abide subject rectify``: where a person's wrong value still stands, and what a person changes there.

What belongs here: looking for one value in the person's records. Values come from the environment and leave as keyed
digests and places only; nothing is written into a store.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import duckdb

from erasure import acts as e
from erasure.errors import Refused
from erasure.standing import Standing
from erasure.tonight import night_of
from pipelines.commands.acting import Actor, Desk, answer, answering
from pipelines.commands.subject_one import One, clock, clock_line, near_lines, the_one
from stores.controller import Controller
from stores.corrected import CORRECTED, folded
from stores.keys import STATE
from stores.quoting import identifier, table_name
from stores.warehouse import keyed_digest


def rectify(folder: Path, asked: str, old: str, new: str, reason: str, who: Actor, *, as_json: bool) -> None:
    """Record the correction, list what is to change, and write it down for who changes it."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        wrong, right = _value("old-env", old), _value("new-env", new)
        if folded(wrong) == folded(right):
            raise Refused("new-env", "holds the same value as --old-env", "the right value")
        digests = {
            "old": keyed_digest(desk.key, f"{CORRECTED}{folded(wrong)}"),
            "new": keyed_digest(desk.key, f"{CORRECTED}{folded(right)}"),
        }
        with desk.night() as con:
            one = the_one(con, asked)
            night = night_of(con).isoformat()
            waits = clock(con, one.subject, ("rectification",))
            places = _places(con, desk.controller, one, wrong)
        known = (one.subject, digests["old"], digests["new"])

        def say(standing: Standing) -> list[e.Data]:
            if known in standing.corrections:
                return []
            known_by = one.digests[: e.MOST_FLAGS]
            return [e.said(kind="corrected", subject=one.subject, **digests, reason=reason, digests=known_by)]

        desk.append(who, say)
        shown: dict[str, Any] = {
            "entry": desk.ledger.read().corrections[known].number,
            "digests": digests,
            "night": night,
            "places": places,
            "person": one.as_data(),
            "request": vars(waits) if waits else None,
        }
        job = _job(desk.controller.folder, one.subject, digests)
        if places:
            shown["job"] = _write(job, digests, places, night)
        else:
            job.unlink(missing_ok=True)
        lines = [f"{len(places):,} fields still hold the wrong value, by the night of {night}"]
        lines += [f"  {p['store']}/{p['table']}/{p['record_key']}  {p['column']}" for p in places]
        if places:
            lines.append(f"Change them there by hand; the list stands in {shown['job']}.")
        answer(shown, [*lines, clock_line(waits), *near_lines(one)], as_json=as_json)


def _places(
    con: duckdb.DuckDBPyConnection, controller: Controller, one: One, wrong: str
) -> list[dict[str, str | None]]:
    """The fields of the person's records in which the value stands, alone or within a text."""
    keys: dict[tuple[str, str], list[str]] = {}
    for record in one.records:
        keys.setdefault((record.store, record.table), []).append(record.key)
    found: list[dict[str, str | None]] = []
    for store, table in controller.tables():
        own = keys.get((store.name, table.name), [])
        landed = f"landed.{table_name(store, table)}"
        there = {row[0] for row in con.execute(f"DESCRIBE {landed}").fetchall()} if own else set()
        for column in (name for name in table.column_names if name in there):
            rows = con.execute(
                f"SELECT record_key FROM {landed} WHERE record_key IN (SELECT unnest($keys)) "
                f"AND contains(lower({identifier(column)}), lower($wrong)) ORDER BY 1",
                {"keys": own, "wrong": wrong.strip()},
            ).fetchall()
            place = {"store": store.name, "provider": store.provider, "table": table.name}
            found += [{**place, "record_key": row[0], "column": column} for row in rows]
    return found


def _value(field: str, variable: str) -> str:
    found = os.environ.get(variable, "")
    if len(found.strip()) < 2:
        raise Refused(field, f"the environment variable {variable} is not set, or too short to look for")
    return found


def _job(folder: Path, subject: str, digests: dict[str, str]) -> Path:
    """The list of places for whoever changes them; gone once there is none."""
    return folder / STATE / "jobs" / f"rectify-{subject[:12]}-{digests['old'][:12]}.json"


def _write(path: Path, digests: dict[str, str], places: list[dict[str, str | None]], night: str) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        json.dump({"kind": "abide rectification job 1", "night": night, **digests, "places": places}, file, indent=1)
    part.replace(path)
    return str(path)
