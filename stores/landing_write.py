"""The SQL that puts staged rows into the warehouse: record keys, row digests, which rows are faulty and why.

What belongs here: one pass that finds faulty rows, one that writes the sound ones; no row is sorted or copied between
the two. A connector that reads straight into the warehouse (``landed_shape``, ``landed_row``) spares the second; then
the faulty rows are taken out. Reading and counting are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

from stores.dates import fault_sql
from stores.landing_stage import RESERVED
from stores.quoting import identifier, literal
from stores.store import Exported, Table

SAME_ROW = "same row again"
"""Why a row is quarantined that is, value for value, one that has landed: what it says is not lost."""


def write(con: duckdb.DuckDBPyConnection, into: str, name: str, table: Table, exported: Exported) -> None:
    """Make ``landed.{name}`` and ``quarantine.{name}`` of the staged tables ``into`` and ``{into}_rejected``.

    Args:
        con: the warehouse, within a transaction.
        into: the staged rows; ``{into}_faults`` is made beside them.
        name: the quoted name of the table in the warehouse.
        table: the map.
        exported: what was staged.
    """
    given = con.execute(f"SELECT * FROM temp.{into} LIMIT 0").description or []
    columns = [str(column[0]) for column in given[2:]]
    if exported.landed_as is not None:
        _take_over(con, into, name, table, columns, exported)
        return
    rows = f"temp.{into}"
    faults = _faults(con, into, rows, table, _key(table), row_digest(con, columns), exported)
    landed_shape(con, name, table, columns)
    sound = f"ANTI JOIN temp.{into}_faults AS faults ON staged.{exported.place} = faults.place" if faults else ""
    con.execute(
        f"INSERT INTO landed.{name} SELECT {landed_row(table, columns, exported.exported_at)} "
        f"FROM {rows} AS staged {sound}"
    )
    _quarantine(con, into, name, rows, exported.place)


def landed_shape(con: duckdb.DuckDBPyConnection, name: str, table: Table, columns: Sequence[str]) -> None:
    """Make the empty table ``landed.{name}`` for these columns of an export.

    A row's digest is not kept: it is asked for seldom (``landed_digest``). A key does not repeat: to try compressing it
    is in vain.
    """
    alone = set(table.key) if len(table.key) == 1 else set()
    raw = "USING COMPRESSION uncompressed"
    shape = "".join(f"{identifier(column)} VARCHAR {raw if column in alone else ''}, " for column in columns)
    con.execute(
        f"CREATE TABLE landed.{name} ({shape}_file VARCHAR, _line BIGINT, record_key VARCHAR {raw}, "
        "_exported_at TIMESTAMP)"
    )


def landed_row(table: Table, columns: Sequence[str], exported_at: datetime) -> str:
    """SQL for what is written of a row of such a table, over ``_file``, ``_line`` and the columns."""
    shown = "".join(f"{identifier(column)}, " for column in columns)
    record_key = f"'k:' || keyed_digest({_key(table)})" if table.key_is_personal else _key(table)
    at = exported_at.strftime("%Y-%m-%d %H:%M:%S.%f")
    return f"{shown}_file, _line, {record_key}, TIMESTAMP '{at}'"


def _take_over(
    con: duckdb.DuckDBPyConnection, into: str, name: str, table: Table, columns: Sequence[str], exported: Exported
) -> None:
    """Give the table of rows that were landed as they were read its own name, once the faulty ones are out of it."""
    rows = f"landed.{exported.landed_as}"
    faults = _faults(con, into, rows, table, "record_key", row_digest(con, columns), exported)
    _quarantine(con, into, name, rows, "rowid")
    if faults:
        landed_shape(con, name, table, columns)
        con.execute(
            f"INSERT INTO landed.{name} SELECT landed.* FROM {rows} AS landed "
            f"ANTI JOIN temp.{into}_faults AS faults ON landed.rowid = faults.place; DROP TABLE {rows}"
        )
    else:
        con.execute(f"ALTER TABLE {rows} RENAME TO {name}")


def _quarantine(con: duckdb.DuckDBPyConnection, into: str, name: str, rows: str, place: str) -> None:
    con.execute(
        f"CREATE TABLE quarantine.{name} AS SELECT staged._file, staged._line, faults.reason "
        f"FROM temp.{into}_faults AS faults JOIN {rows} AS staged ON staged.{place} = faults.place "
        f"UNION ALL SELECT _file, _line, reason FROM temp.{into}_rejected ORDER BY _file, _line, reason"
    )


def _key(table: Table) -> str:
    """SQL for the key's text: unmistakable however many columns it has."""
    parts = []
    for column in table.key:
        value = f"coalesce({identifier(column)}, '')"
        odd = f"contains({value}, '|') OR contains({value}, '\\')"  # seldom, and it costs a copy of every value
        parts.append(f"CASE WHEN {odd} THEN replace(replace({value}, '\\', '\\\\'), '|', '\\|') ELSE {value} END")
    return parts[0] if len(parts) == 1 else f"concat_ws('|', {', '.join(parts)})"


def _faults(
    con: duckdb.DuckDBPyConnection, into: str, rows: str, table: Table, key: str, digest: str, exported: Exported
) -> int:
    """Make ``{into}_faults``: the place of each of ``rows`` that is not landed, and one reason. Returns their number.

    A row has the first reason that holds: no key; a key that other rows bear, too, with other values; the same row
    again; a date that cannot be relied on.
    """
    place = exported.place
    needed = [column for column in table.key if column not in table.key_may_lack]
    keyless = " OR ".join(f"trim(coalesce({identifier(column)}, '')) = ''" for column in needed) or "false"
    undated = "".join(
        f", {fault_sql(column, form, printed=column in exported.printed)}" for column, form in table.dates.items()
    )
    twice = "WHERE false" if exported.unique else "GROUP BY 1 HAVING count(*) > 1"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {into}_twice AS SELECT {key} AS key FROM {rows} {twice}")
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE {into}_faults AS
        WITH again AS (
            SELECT {place} AS place, {key} AS key, {digest} AS digest, _file, _line
            FROM {rows} WHERE NOT ({keyless}) AND {key} IN (SELECT key FROM temp.{into}_twice)
        ), ranked AS (
            SELECT place, row_number() OVER (PARTITION BY key ORDER BY _file, _line, place) AS turn,
                min(digest) OVER (PARTITION BY key) <> max(digest) OVER (PARTITION BY key) AS differ
            FROM again
        )
        SELECT place, CASE WHEN differ THEN 'key not unique' ELSE '{SAME_ROW}' END AS reason
        FROM ranked WHERE differ OR turn > 1"""
        if _count(con, f"temp.{into}_twice")
        else f"CREATE OR REPLACE TEMP TABLE {into}_faults (place BIGINT, reason VARCHAR)"
    )
    con.execute(
        f"""INSERT INTO temp.{into}_faults
        SELECT place, reason FROM (
            SELECT {place} AS place, coalesce(CASE WHEN {keyless} THEN 'no key' END{undated}) AS reason FROM {rows}
        ) WHERE reason IS NOT NULL AND place NOT IN (SELECT place FROM temp.{into}_faults)"""
    )
    return _count(con, f"temp.{into}_faults")


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def row_digest(con: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> str:
    """SQL for a keyed digest of the row's values, UHUGEINT.

    It is the same whatever the order of the columns, and tells NULL from ''.

    Each value that is not NULL follows a mark made of its column's name and the key, so that no value can pass for
    another's end; a column without a value adds nothing. The digest tells a changed row from an unchanged one;
    it never leaves the controller's folder. It is MD5, a third of the cost of SHA-256, which alone
    takes as long here as DuckDB takes to read a Parquet file and write it. Behind a secret key nobody can prepare two
    rows alike. MD5 costs by the byte: the key is 128 bits, and a mark 32, which nobody can try out.
    """
    names = sorted(columns)
    key, *marks = _derived(con, ["row", *(f"row column {column}" for column in names)])
    parts = [
        f"CASE WHEN {identifier(column)} IS NOT NULL THEN {literal(mark[:8])} END, {identifier(column)}"
        for column, mark in zip(names, marks, strict=True)
    ]
    return f"md5_number(concat({literal(key)}, {', '.join(parts)}))"


def landed_digest(con: duckdb.DuckDBPyConnection, landed: str) -> str:
    """SQL for ``row_digest`` of the rows of a landed table, by its quoted name; over its columns, unqualified."""
    shape = con.execute(f"SELECT * FROM {landed} LIMIT 0").description or []
    return row_digest(con, [column[0] for column in shape if column[0].lower() not in RESERVED])


def _derived(con: duckdb.DuckDBPyConnection, purposes: list[str]) -> list[str]:
    """32 hexadecimal digits for each purpose, made of it and the controller's key."""
    named = ", ".join(map(literal, purposes))
    made: list[str] = con.execute(f"SELECT list_transform([{named}], lambda x: keyed_digest(x))").fetchall()[0][0]
    return made
