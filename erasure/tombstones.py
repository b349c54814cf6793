"""What was erased, as keyed digests, so that it is noticed if it ever comes back.

What belongs here: writing tombstones at an erasure, and finding what they know in a night's reading. A tombstone holds
no key and no value: without the controller's master key nobody can try one. It is kept as long as Abide is, which is as
long as the data that is retained longest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from erasure.errors import ErasureError
from erasure.intent import Progress
from erasure.order import Order
from erasure.telling import find_telling
from erasure.works import table_of
from stores.controller import Controller
from stores.keys import STATE
from stores.landing_write import landed_digest
from stores.quoting import literal, table_name

FILE = "tombstones.sqlite"
RECORD, IDENTIFIER = "record", "identifier"
_GONE = frozenset({"verified", "removed"})

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS tombstone (digest TEXT NOT NULL, kind TEXT NOT NULL, batch TEXT NOT NULL, "
    "store TEXT NOT NULL, tab TEXT NOT NULL, content TEXT NOT NULL, at TEXT NOT NULL, "
    "erased INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (digest, kind, batch))"
)
_COLUMNS = ("digest", "kind", "batch", "store", "tab", "content", "at")
"""What ``write_tombstones`` states; ``erased`` is 1 once it is known to be gone, and only then does it count."""


@dataclass(frozen=True)
class Returned:
    """A record that bears the key of an erased one, or the identifier of an erased person.

    Attributes:
        what: ``record`` or ``identifier``.
        batch: the batch that erased it.
        same: the record is, value for value, the one that was erased, or bears an identifier of the erased person.
        stale: the export was made before the erasure, so it is not back: it was not exported anew.
    """

    store: str
    table: str
    record_key: str
    what: str
    batch: str
    same: bool
    stale: bool = False


def record_digest(store: str, table: str, key: str = "record_key") -> str:
    """SQL for the digest of a record's place and key."""
    return f"keyed_digest({literal(f'tombstone:{store}:{table}:')} || {key})"


def wholly_gone(order: Order, con: duckdb.DuckDBPyConnection, at: str = "") -> None:
    """Make ``plan_asked``, what the order deletes, and ``plan_whole``, the subjects all of whose records are in it.

    ``at`` is the catalog of the reading, with its dot.
    """
    rows = [(s.store, s.table, key) for s in order.steps if s.action == "delete" for key in s.records]
    columns = {name: pa.array([row[n] for row in rows], pa.string()) for n, name in enumerate(("s", "t", "k"))}
    con.register("order_rows", pa.table(columns))
    con.execute(
        'CREATE OR REPLACE TEMP TABLE plan_asked AS SELECT s AS store, t AS "table", k AS record_key FROM order_rows'
    )
    con.unregister("order_rows")
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE plan_whole AS SELECT r.subject FROM {at}relation.record AS r
        LEFT JOIN plan_asked AS a ON a.store = r.store AND a."table" = r."table" AND a.record_key = r.record_key
        WHERE r.subject IS NOT NULL GROUP BY r.subject HAVING bool_and(a.store IS NOT NULL)"""
    )


def identifiers_of_whole(at: str = "") -> str:
    """SQL: store, table, record_key and digest of what means a wholly erased subject and nobody else."""
    return (
        f'SELECT i.store, i."table", i.record_key, i.digest FROM {at}record.identifier AS i '
        f'JOIN {at}relation.record AS r ON r.store = i.store AND r."table" = i."table" AND r.record_key = i.record_key '
        f"JOIN plan_whole USING (subject) WHERE i.strength <> 'weak' "
        f"AND i.digest NOT IN (SELECT digest FROM {at}relation.shared WHERE digest IS NOT NULL)"
    )


def write_tombstones(con: duckdb.DuckDBPyConnection, controller: Controller, order: Order, at: str) -> dict[str, int]:
    """Write the tombstones of an order, before the first deletion; those that stand are left.

    Args:
        con: the reading that the order is carried out on, made durable.
        controller: the controller.
        order: what is about to be erased; the tombstones count once ``confirm_tombstones`` says that it was.
        at: the moment, as the ledger writes it.

    Returns:
        How many there are of records and of identifiers.
    """
    wholly_gone(order, con)
    found: list[tuple[str, str, str, str, str]] = []
    for place in dict.fromkeys((s.store, s.table) for s in order.steps if s.action in {"delete", "blank", "redact"}):
        keys = [key for s in order.steps if (s.store, s.table) == place and s.action != "unlink" for key in s.records]
        store, table = next(table_of(controller, s) for s in order.steps if (s.store, s.table) == place)
        con.register("stone_keys", pa.table({"record_key": pa.array(sorted(set(keys)), pa.string())}))
        landed = f"landed.{table_name(store, table)}"
        rows = con.execute(
            f"SELECT {record_digest(*place)}, CAST({landed_digest(con, landed)} AS VARCHAR) FROM {landed} "
            "WHERE record_key IN (SELECT record_key FROM stone_keys)"
        ).fetchall()
        con.unregister("stone_keys")
        found += [(digest, RECORD, *place, content) for digest, content in rows]
    persons = con.execute(
        f'SELECT digest, min(store), min("table") FROM ({identifiers_of_whole()}) GROUP BY digest'
    ).fetchall()
    found += [(digest, IDENTIFIER, store, table, "") for digest, store, table in persons]
    telling = find_telling(con, controller)
    found += telling
    with _opened(controller.folder) as stones:
        stones.executemany(
            f"INSERT OR IGNORE INTO tombstone ({', '.join(_COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(digest, kind, order.batch, store, table, content, at) for digest, kind, store, table, content in found],
        )
    return {"records": len(found) - len(persons) - len(telling), "identifiers": len(persons)}


def confirm_tombstones(
    con: duckdb.DuckDBPyConnection, controller: Controller, order: Order, progress: Progress, first: str
) -> None:
    """Let the tombstones count of what is gone: records by themselves, a person's identifiers once all records are.

    Args:
        con: a connection with the reading that the order stood on, and the macros of a warehouse.
        controller: the controller.
        order: what was erased.
        progress: what is known to be gone.
        first: the catalog of that reading, with its dot.
    """
    gone = [
        (step.store, step.table, key)
        for step in order.steps
        if step.action in {"delete", "blank", "redact"}
        for key, outcome in progress.outcomes.get(step.number, {}).items()
        if outcome.state in _GONE
    ]
    columns = {name: pa.array([row[n] for row in gone], pa.string()) for n, name in enumerate(("s", "t", "k"))}
    con.register("gone_rows", pa.table(columns))
    con.execute(
        'CREATE OR REPLACE TEMP TABLE plan_sure AS SELECT s AS store, t AS "table", k AS record_key FROM gone_rows'
    )
    con.unregister("gone_rows")
    records = con.execute(
        "SELECT keyed_digest('tombstone:' || store || ':' || \"table\" || ':' || record_key) FROM plan_sure"
    ).fetchall()
    wholly_gone(order, con, first)
    persons = con.execute(
        f"""SELECT digest FROM ({identifiers_of_whole(first)}) AS i
        LEFT JOIN plan_sure AS s ON s.store = i.store AND s."table" = i."table" AND s.record_key = i.record_key
        GROUP BY digest HAVING bool_and(s.store IS NOT NULL)"""
    ).fetchall()
    with _opened(controller.folder) as stones:
        for kind, digests in ((RECORD, records), (IDENTIFIER, persons)):
            stones.executemany(
                "UPDATE tombstone SET erased = 1 WHERE digest = ? AND kind = ? AND batch = ?",
                [(row[0], kind, order.batch) for row in digests],
            )


def find_returned(con: duckdb.DuckDBPyConnection, controller: Controller, at: str = "") -> list[Returned]:
    """The records of a reading that tombstones know.

    Args:
        con: a warehouse, snapshot or reading with ``landed``, ``record.identifier`` and ``meta.reading``.
        controller: the controller.
        at: the catalog of the reading, with its dot.
    """
    if not load_stones(con, controller.folder, only_erased=True):
        return []
    readings = {
        (row[0], row[1]): row[2:]
        for row in con.execute(f'SELECT store, "table", reading, exported_at FROM {at}meta.reading').fetchall()
    }
    found: list[Returned] = []
    for store, table in controller.tables():
        reading, exported = readings.get((store.name, table.name), ("not_read", None))
        if reading in {"failed", "not_read"}:
            continue
        landed = f"{at}landed.{table_name(store, table)}"
        own = record_digest(store.name, table.name, "record_key")
        place = f'i.store = {literal(store.name)} AND i."table" = {literal(table.name)}'
        rows = con.execute(
            f"""WITH mine AS (
                SELECT i.record_key, s.batch, s.at FROM {at}record.identifier AS i
                JOIN stone AS s ON s.kind = 'identifier' AND s.digest = i.digest WHERE {place} AND i.strength <> 'weak'
            ), known AS (
                SELECT s.digest, s.batch, s.at, s.content FROM stone AS s
                WHERE s.kind = 'record' AND s.store = {literal(store.name)} AND s.tab = {literal(table.name)}
            ), there AS (
                SELECT record_key, {own} AS digest, CAST({landed_digest(con, landed)} AS VARCHAR) AS content
                FROM {landed} WHERE {own} IN (SELECT digest FROM known)
            ), keyed AS (
                SELECT t.record_key, s.batch, s.at, s.content = t.content AS same
                FROM there AS t JOIN known AS s ON s.digest = t.digest
            )
            SELECT coalesce(k.record_key, m.record_key), k.record_key IS NOT NULL, coalesce(k.batch, m.batch),
                coalesce(k.same, false) OR m.record_key IS NOT NULL, coalesce(k.at, m.at)
            FROM keyed AS k FULL JOIN (SELECT DISTINCT * FROM mine) AS m
            ON m.record_key = k.record_key AND m.batch = k.batch ORDER BY ALL"""
        ).fetchall()
        ours = store.erase is not None and store.erase.by == store.connector
        for key, keyed, batch, same, moment in rows:
            # an unchanged key alone may be another person's: only what is the same, or of the same person, is back
            if keyed and not same:
                continue
            stale = not ours and exported is not None and f"{exported:%Y-%m-%dT%H:%M:%SZ}" < moment
            what = RECORD if keyed else IDENTIFIER
            found.append(Returned(store.name, table.name, key, what, batch, bool(same), stale))
    return found


def has_whole(con: duckdb.DuckDBPyConnection, controller: Controller, order: Order) -> bool:
    """Whether the order was to take anyone from every store, so that their identifiers are looked for in all."""
    load_stones(con, controller.folder)
    found = con.execute("SELECT count(*) FROM stone WHERE kind = ? AND batch = ?", [IDENTIFIER, order.batch]).fetchall()
    return bool(found[0][0])


def load_stones(con: duckdb.DuckDBPyConnection, folder: Path, *, only_erased: bool = False) -> int:
    """Copy tombstones, or those that count, into the temporary table ``stone`` of a connection; how many there are."""
    path = folder / STATE / FILE
    rows: list[tuple[str, ...]] = []
    if path.exists():
        with _opened(folder) as stones:
            rows = stones.execute(
                f"SELECT {', '.join(_COLUMNS)} FROM tombstone WHERE erased >= ? ORDER BY at, digest", [int(only_erased)]
            ).fetchall()
    columns = {name: pa.array([row[n] for row in rows], pa.string()) for n, name in enumerate(_COLUMNS)}
    con.register("stone_rows", pa.table(columns))
    con.execute("CREATE OR REPLACE TEMP TABLE stone AS SELECT * FROM stone_rows")
    con.unregister("stone_rows")
    return len(rows)


@contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    path = folder / STATE / FILE
    try:
        path.touch(mode=0o600)
        con = sqlite3.connect(path, timeout=30)
        try:
            con.execute("PRAGMA synchronous = FULL")
            con.execute(_SCHEMA)
            with con:
                yield con
        finally:
            con.close()
    except (sqlite3.Error, OSError) as error:
        raise ErasureError(f"{path}: the tombstones cannot be kept or read ({type(error).__name__})") from None
