"""The oracle's night over one world, and the engine's, in the same terms.

Here: grouping answers by record, and reading what the engine wrote. The engine is asked by its public functions alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from rules.compiled import compile_clause
from rules.engine import judge, verdict
from rules.notice import Clause
from rules.relations import RELATIONS
from rules.terms import Remedy
from rules.trial import trial_connection
from tests.rules.oracle import registers
from tests.rules.oracle.promises import PROMISES
from tests.rules.oracle.worlds import World

__all__ = ["Told", "ask_engine", "ask_oracle", "connection", "registers"]

Key = tuple[str, str, str]


@dataclass
class Told:
    """What a night said of a clause: per record, and the verdict."""

    rows: int = 0
    flags: dict[Key, date | None] = field(default_factory=dict)
    undated: int = 0
    kept: dict[str, int] = field(default_factory=dict)
    grounds: dict[Key, str] = field(default_factory=dict)
    verdict: str = ""


def ask_oracle(world: World) -> Told:
    """Row by row, in plain Python."""
    answers: dict[Key, list[tuple[str, date | None]]] = {}
    for row in world.rows:
        answer, due = PROMISES[world.rule](row, world.given, world.night)
        if answer != "out" and (world.only is None or row["store"] in world.only):
            answers.setdefault((row["store"], row["table"], row["record_key"]), []).append((answer, due))
    told = Told(rows=len(answers))
    counts: Counter[str] = Counter()
    for key, some in answers.items():
        flagged = [due for answer, due in some if answer == "flag"]
        if flagged:
            told.flags[key] = min((due for due in flagged if due), default=None)
        elif any(answer == "undated" for answer, _ in some):
            told.undated += 1
        grounds = sorted({answer.removeprefix("kept by ") for answer, _ in some if answer.startswith("kept by ")})
        counts.update(grounds)
        if grounds:
            told.grounds[key] = grounds[0]
    told.kept = dict(counts)
    told.verdict = "broken" if told.flags else "unproved" if told.undated or not told.rows else "kept"
    return told


def connection() -> duckdb.DuckDBPyConnection:
    """An empty warehouse: the macros, and a digest in place of the keyed one."""
    con = trial_connection()
    con.execute("SET threads = 1")  # a dozen rows are not worth a second one
    con.execute("CREATE MACRO keyed_digest(v) AS sha256('test key' || CAST(v AS VARCHAR))[1:32]")
    con.execute("CREATE SCHEMA relation")
    return con


def fill(con: duckdb.DuckDBPyConnection, relation: str, rows: Iterable[dict[str, Any]]) -> None:
    """Replace a relation's rows."""
    listed, columns = list(rows), RELATIONS[relation]
    table = pa.table(
        {name: pa.array([row.get(name) for row in listed], _ARROW[kind]) for name, kind in columns.items()}
    )
    con.register("given", table)
    con.execute(f'CREATE OR REPLACE TABLE relation."{relation}" AS SELECT * FROM given')
    con.unregister("given")


_ARROW = {
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "BOOLEAN": pa.bool_(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "TIMESTAMP": pa.timestamp("us"),
}


def ask_engine(con: duckdb.DuckDBPyConnection, rule: Any, world: World) -> Told:
    """The engine's word on the same world."""
    fill(con, rule.over, world.rows)
    clause = Clause(
        id="the-clause",
        quote="what is promised",
        rule=rule.id,
        given=world.given,
        stores=world.only,
        remedy=Remedy.TASK,
    )
    compiled = compile_clause(rule, clause, world.night.as_of)
    judged = judge(con, compiled, "a controller", world.night.as_of, zone=world.night.zone)
    flags = con.execute('SELECT store, "table", record_key, due_on FROM flagged.flag').fetchall()
    kept = con.execute('SELECT store, "table", record_key, ground FROM flagged.kept').fetchall()
    told = Told(
        rows=judged.rows,
        flags={(s, t, k): due for s, t, k, due in flags},
        undated=judged.undated,
        kept=dict(judged.kept),
        grounds={(s, t, k): ground for s, t, k, ground in kept},
        verdict=str(verdict(judged, [])[0]),
    )
    assert judged.flags == len(flags) == len(told.flags)
    return told
