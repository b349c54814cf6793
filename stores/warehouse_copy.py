"""Working copies of the last night, for an erasure to be judged on; and Abide's own copies rid of what was erased.

What belongs here: encrypted DuckDB files that live as long as an erasure, and rewriting the warehouse and snapshots.
DELETE leaves the bytes in a DuckDB file, whatever CHECKPOINT and VACUUM do; a new file holds live rows only.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from stores.errors import WarehouseError
from stores.keys import STATE
from stores.quoting import identifier, literal
from stores.rewriting import durable
from stores.warehouse import ALIAS, attach, encrypted, open_warehouse
from stores.warehouse_snapshots import current_snapshot, publish_snapshot

_VALUES = frozenset({"landed", "finding"})
_OWN = _VALUES | {"record", "relation"}
"""Schemas of which rows go: flags and decisions hold no value, and say why something went."""

_FORGOTTEN = pa.schema(
    [*((name, pa.string()) for name in ("store", "table", "landed_as", "record_key")), ("whole", pa.bool_())]
)

AGAIN = "again"
"""The catalog of a second reading, beside the first, which is named as the warehouse is."""


@contextmanager
def copied(folder: Path, key: bytes, path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the last night's snapshot at ``path``, open for writing; made if it is not there.

    It appears under its name only once it is whole: ``keep`` says so.
    """
    con = encrypted(folder, key)
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        discard(part)
        attach(con, current_snapshot(folder), key, "night", read_only=True)
        attach(con, part, key, ALIAS, read_only=False)
        con.execute(f"COPY FROM DATABASE night TO {ALIAS}")
        con.execute(f"USE {ALIAS}")
        con.execute("DETACH night")
        yield con
    except duckdb.Error as error:
        con.close()
        discard(part)
        raise WarehouseError(f"{path.name}: a working copy could not be made ({type(error).__name__})") from None
    except BaseException:
        con.close()
        discard(part)
        raise
    finally:
        con.close()


def keep(path: Path) -> None:
    """Give a working copy its name, durably, after its connection was closed."""
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    part.chmod(0o600)
    part.replace(path)
    durable(path.parent)


def discard(path: Path) -> None:
    """Remove a working copy and what DuckDB keeps beside it."""
    for one in (path, path.with_name(path.name + ".part")):
        for name in (one, one.with_name(one.name + ".wal")):
            name.unlink(missing_ok=True)


@contextmanager
def reopened(folder: Path, key: bytes, path: Path, again: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A working copy that was kept; with ``again``, an empty one beside it, which is in use first."""
    con = encrypted(folder, key)
    try:
        attach(con, path, key, ALIAS, read_only=False)
        con.execute(f"USE {ALIAS}")
        if again is not None:
            discard(again)
            attach(con, again, key, AGAIN, read_only=False)
            con.execute(f"USE {AGAIN}")
        yield con
    finally:
        con.close()


def forget(
    folder: Path,
    key: bytes,
    as_of: date,
    gone: Mapping[tuple[str, str], Collection[str]],
    blank: Mapping[tuple[str, str], Sequence[str]],
) -> dict[str, int]:
    """Rid the warehouse of records; then rewrite it and leave one snapshot, of the same night.

    Args:
        folder: the controller's folder.
        key: its master key.
        as_of: the night that the warehouse is of.
        gone: (store, table) to the record keys that go.
        blank: (store, table) to record keys whose landed values go, all but the key: the next night lands them anew.

    Returns:
        Rows deleted, by kind of table; and snapshots and temporary files removed.

    Raises:
        WarehouseError: another process has the warehouse, or it could not be rewritten; the old one stands.
    """
    with open_warehouse(folder, key) as con:
        counts = _delete(con, gone, blank)
        con.execute("CHECKPOINT")
        _rewritten(con, folder, key)
    _swap(folder)
    with open_warehouse(folder, key) as con:
        newest = publish_snapshot(con, folder, as_of, key)
    counts["snapshots"] = _only(newest)
    counts["temporary"] = _sweep(folder)
    return counts


def _delete(
    con: duckdb.DuckDBPyConnection,
    gone: Mapping[tuple[str, str], Collection[str]],
    blank: Mapping[tuple[str, str], Collection[str]],
) -> dict[str, int]:
    """Delete the rows of records: one statement a table of the warehouse, of however many stores the records are."""
    counts = {"landed": 0, "findings": 0, "facts": 0}
    rows = [
        {"store": store, "table": table, "landed_as": f"{store}__{table}", "record_key": record, "whole": whole}
        for of, whole in ((gone, True), (blank, False))
        for (store, table), keys in of.items()
        for record in sorted(keys)
    ]
    con.register("forgotten", pa.Table.from_pylist(rows, _FORGOTTEN))
    try:
        for schema, name in _tables_of_records(con):
            if schema == "landed":
                place, of, which = "landed_as, record_key", f"{literal(name)}, record_key", "TRUE"
            else:
                place = of = 'store, "table", record_key'
                which = "TRUE" if schema in _VALUES else "whole"
            where = f"({of}) IN (SELECT {place} FROM forgotten WHERE {which})"
            found = con.execute(f"DELETE FROM {identifier(schema)}.{identifier(name)} WHERE {where}").fetchall()
            counts["landed" if schema == "landed" else "findings" if schema == "finding" else "facts"] += found[0][0]
    finally:
        con.unregister("forgotten")
    return counts


def _tables_of_records(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Every table of the warehouse with rows of records that may go, as schema and name.

    A landed one is of one table of a store, whatever its columns are called; rows of the others name store and table.
    """
    schemas = ", ".join(map(literal, sorted(_OWN)))
    return con.execute(
        "SELECT t.schema_name, t.table_name FROM duckdb_tables() AS t JOIN duckdb_columns() AS c "
        "ON c.table_oid = t.table_oid AND c.database_name = t.database_name "
        f"WHERE t.database_name = current_database() AND NOT t.temporary AND t.schema_name IN ({schemas}) "
        "GROUP BY ALL HAVING bool_or(c.column_name = 'record_key') AND (t.schema_name = 'landed' "
        "OR count(*) FILTER (c.column_name IN ('store', 'table')) = 2) ORDER BY ALL"
    ).fetchall()


def _rewritten(con: duckdb.DuckDBPyConnection, folder: Path, key: bytes) -> None:
    new = folder / STATE / "warehouse.duckdb.new"
    discard(new)
    try:
        attach(con, new, key, "rewritten", read_only=False)
        con.execute(f"COPY FROM DATABASE {ALIAS} TO rewritten")
        con.execute("CHECKPOINT rewritten")
        con.execute("DETACH rewritten")
    except duckdb.Error as error:
        discard(new)
        raise WarehouseError(f"the warehouse could not be rewritten ({type(error).__name__})") from None


def _swap(folder: Path) -> None:
    state = folder / STATE
    new = state / "warehouse.duckdb.new"
    new.chmod(0o600)
    handle = os.open(new, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    new.replace(state / "warehouse.duckdb")
    (state / "warehouse.duckdb.wal").unlink(missing_ok=True)
    durable(state)


def _only(newest: Path) -> int:
    """Remove every snapshot but one; how many went."""
    others = [path for path in newest.parent.glob("*.duckdb*") if path != newest]
    for path in others:
        path.unlink(missing_ok=True)
    durable(newest.parent)
    return len(others)


def _sweep(folder: Path) -> int:
    """Remove what DuckDB spilled, encrypted, and left."""
    removed = 0
    for path in (folder / STATE / "tmp").glob("*"):
        with suppress(OSError):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            removed += 1
    return removed
