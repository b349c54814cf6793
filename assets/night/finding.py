"""Scanning a landed table: each distinct value once, what was seen told by record key, never the value."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from assets.names import shown
from assets.night.allowing import set_aside
from assets.night.memo import Read, begin_memo, marks_of
from assets.night.memo_looks import Looks
from assets.night.state import begin, is_landed
from stores.controller import Controller
from stores.landing_stage import RESERVED
from stores.quoting import identifier, literal, table_name
from stores.store import Store, Table

if TYPE_CHECKING:
    from scanners.scan import Scan

_UNREAD = "which stopped at its limit"


def find_table(
    con: duckdb.DuckDBPyConnection,
    controller: Controller,
    store: Store,
    table: Table,
    as_of: date,
    read: Read | None = None,
) -> dict[str, int]:
    """Scan one landed table: each distinct value once, the findings told by record key.

    Args:
        con: the warehouse.
        controller: whose it is.
        store: the table's store.
        table: the table.
        as_of: the night's day.
        read: reads values that are not remembered; in this process if it is not given.

    Returns:
        How many findings of each category.
    """
    begin(con)
    con.execute('DELETE FROM finding.finding WHERE store = ? AND "table" = ?', [store.name, table.name])
    con.execute('DELETE FROM meta."column" WHERE store = ? AND "table" = ?', [store.name, table.name])
    if not is_landed(con, store, table):
        return {}
    landed = f"landed.{table_name(store, table)}"
    columns = [str(name) for name, *_ in con.execute(f"DESCRIBE {landed}").fetchall() if name not in RESERVED]
    distinct = " UNION ALL ".join(
        f'SELECT {literal(c)} AS "column", {identifier(c)} AS value, count(*) AS occurrences FROM {landed} '
        f"WHERE trim({identifier(c)}) <> '' GROUP BY ALL"
        for c in columns
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE seen AS SELECT *, row_number() OVER () AS value_id FROM ({distinct})")
    batch = con.execute(
        f'SELECT {literal(store.name)} AS store, {literal(table.name)} AS "table", "column", value_id, value, '
        "occurrences FROM seen"
    ).to_arrow_table()
    scan = _scan(con, store, table, batch)
    found = scan.conclude(marks_of(con, store.name, table.name, scan, read or read_here))
    _doubt_what_is_unread(con, store, table, found)
    con.register("found", found)
    con.execute("CREATE OR REPLACE TEMP TABLE sighted AS SELECT * FROM found")
    con.unregister("found")
    con.execute(
        'INSERT INTO finding.finding SELECT store, "table", "column", NULL, category, score, NULL, NULL, '
        "stated_or_implied, about, recogniser, distinct_values, ?, evidence FROM sighted WHERE value_id IS NULL",
        [as_of],
    )
    told = con.execute('SELECT DISTINCT "column" FROM sighted WHERE value_id IS NOT NULL ORDER BY 1').fetchall()
    for (column,) in told:
        con.execute(
            f'INSERT INTO finding.finding SELECT f.store, f."table", f."column", l.record_key, f.category, f.score, '
            f'f."start", f."end", f.stated_or_implied, f.about, f.recogniser, f.distinct_values, ?, f.evidence '
            f"FROM sighted AS f JOIN seen AS v USING (value_id) JOIN {landed} AS l ON l.{identifier(column)} = v.value "
            f'WHERE f."column" = {literal(column)} AND v."column" = {literal(column)}',
            [as_of],
        )
    set_aside(con, controller, store, table, as_of)
    _note_languages(con, store, table, scan)
    _describe_columns(con, store, table, columns)
    con.execute("DROP TABLE seen")
    con.execute("DROP TABLE sighted")
    counts = con.execute(
        'SELECT category, count(*) FROM finding.finding WHERE store = ? AND "table" = ? GROUP BY 1 ORDER BY 1',
        [store.name, table.name],
    ).fetchall()
    return {str(category): int(number) for category, number in counts}


def _doubt_what_is_unread(con: duckdb.DuckDBPyConnection, store: Store, table: Table, found: pa.RecordBatch) -> None:
    """Where a recogniser stopped at its limit, what the table was read for is not proved tonight."""
    from scanners.scan import unread

    mine = [store.name, table.name]
    row = con.execute('SELECT doubts FROM meta.reading WHERE store = ? AND "table" = ?', mine).fetchone()
    before = [doubt for doubt in json.loads((row and row[0]) or "[]") if not doubt.endswith(_UNREAD)]
    told = [
        f"{shown(column)}: {number} {'value' if number == 1 else 'values'} read in part by {recogniser}, {_UNREAD}"
        for column, recogniser, number in unread(found)
    ]
    con.execute(
        'UPDATE meta.reading SET doubts = ? WHERE store = ? AND "table" = ?', [json.dumps([*before, *told]), *mine]
    )


def read_here(batches: Iterable[pa.RecordBatch], entities: Collection[str] | None) -> Iterator[pa.RecordBatch]:
    """Read in this process, one batch after another."""
    from scanners.reading import read_batch

    for batch in batches:
        yield read_batch(batch, entities)


def _scan(con: duckdb.DuckDBPyConnection, store: Store, table: Table, values: pa.Table) -> Scan:
    """The scan of a table's values, its columns told, with what is remembered of them."""
    from scanners.scan import Scan

    batches = values.combine_chunks().to_batches()
    begin_memo(con)
    looks = Looks(con, store.name, table.name)
    scan = Scan(batches[0] if batches else pa.RecordBatch.from_pylist([], schema=values.schema), looks.recall)
    looks.keep()
    return scan


def _note_languages(con: duckdb.DuckDBPyConnection, store: Store, table: Table, scan: Scan) -> None:
    """Write down the columns whose prose is in a language that no model reads."""
    from scanners.languages import unread

    con.execute('DELETE FROM finding.unread WHERE store = ? AND "table" = ?', [store.name, table.name])
    for column in scan.columns:
        if (found := unread(column.column, column.values)) is not None:
            row = [store.name, table.name, column.column, found.language, found.told]
            con.execute("INSERT INTO finding.unread VALUES (?, ?, ?, ?, ?)", row)


def _describe_columns(con: duckdb.DuckDBPyConnection, store: Store, table: Table, columns: list[str]) -> None:
    seen = dict(
        con.execute(
            'SELECT "column", min(category) FROM finding.finding '
            'WHERE store = ? AND "table" = ? AND record_key IS NULL GROUP BY 1',
            [store.name, table.name],
        ).fetchall()
    )
    categories = [table.personal.get(column) or seen.get(column) for column in columns]
    said_by = [
        "map" if column in table.personal else "scanner" if category else None
        for column, category in zip(columns, categories, strict=True)
    ]
    con.execute(
        'INSERT INTO meta."column" SELECT ?, ?, unnest(?), unnest(?), unnest(?::VARCHAR[]), unnest(?::VARCHAR[])',
        [store.name, table.name, columns, list(range(len(columns))), categories, said_by],
    )
