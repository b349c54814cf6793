"""What was erased and is back: looked for every night among the records, by tombstone.

What belongs here: ``meta.returned``, which the report, the check on ``subject`` and ``abide scan`` tell of. It needs no
clause of the notice: an erasure that does not last is a breach of each.
"""

from __future__ import annotations

import duckdb

from erasure.tombstones import find_returned
from stores.controller import Controller

_COLUMNS = 'store VARCHAR, "table" VARCHAR, record_key VARCHAR, what VARCHAR, batch VARCHAR, stale BOOLEAN'


def look_for_returned(con: duckdb.DuckDBPyConnection, controller: Controller) -> dict[str, int]:
    """Write ``meta.returned``: each record that is an erased one, or of an erased person, once a batch.

    Returns:
        How many records are back, and how many stand in an export that was made before the erasure.
    """
    con.execute(f"CREATE OR REPLACE TABLE meta.returned ({_COLUMNS})")
    found = find_returned(con, controller)
    if found:
        con.executemany(
            "INSERT INTO meta.returned VALUES (?, ?, ?, ?, ?, ?)",
            [(one.store, one.table, one.record_key, one.what, one.batch, one.stale) for one in found],
        )
    stale = {(one.store, one.table, one.record_key) for one in found if one.stale}
    back = {(one.store, one.table, one.record_key) for one in found if not one.stale}
    return {"returned": len(back), "not_exported_anew": len(stale - back)}


def returned(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, str, str]]:
    """Store, table, record key, what (record or identifier) and batch of everything that is back, of a snapshot."""
    known = con.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'meta' "
        "AND table_name = 'returned'"
    ).fetchall()
    if not known[0][0]:
        return []
    return con.execute(
        'SELECT store, "table", record_key, what, batch FROM meta.returned WHERE NOT stale ORDER BY ALL'
    ).fetchall()
