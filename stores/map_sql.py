"""The SQL inside a map, checked before any data is there: it parses, its columns are exported, DuckDB can bind it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from rules.errors import nearest
from rules.relations import macros
from stores.quoting import identifier
from stores.store import Table

DATES = "date_of"
"""The struct that holds the day of each column listed under ``dates``: ``date_of.createdate``."""
OF_LANDING = {"_file": "VARCHAR", "_line": "BIGINT", "_exported_at": "TIMESTAMP"}
"""Columns of a landed table that a map's SQL may use beside the exported ones."""


def wrong_sql(table: Table) -> Iterator[tuple[list[str | int], str]]:
    """Each piece of SQL in a map that does not parse, names a column the export has not, or that DuckDB cannot bind."""
    known = {name.lower() for name in (*table.column_names, *table.opened_names, *OF_LANDING)}
    dated = {name.lower() for name in table.dates}
    facts: dict[tuple[str | int, ...], str] = {("record", name): sql for name, sql in table.record.items()}
    facts |= {("also", relation, name): sql for relation, part in table.also.items() for name, sql in part.items()}
    facts |= {("short_when", i, "when"): sign.when for i, sign in enumerate(table.short_when)}
    for place, sql in facts.items():
        try:
            tree = sqlglot.parse_one(sql, read="duckdb")
        except SqlglotError:
            yield list(place), "this is not an SQL expression"
            continue
        if isinstance(tree, exp.Query | exp.Command) or tree.find(exp.Select):
            yield list(place), "an expression over the exported columns is wanted, not a query"
            continue
        columns = list(tree.find_all(exp.Column))
        undated = [c.name for c in columns if c.table.lower() == DATES and c.name.lower() not in dated]
        for name in undated:
            yield list(place), f"dates: does not say how '{name}' is written; {nearest(name, table.dates)}"
        unknown = [c.name for c in columns if c.table.lower() != DATES and c.name.lower() not in known]
        for name in unknown:
            yield list(place), f"the export has no column '{name}'; {nearest(name, table.column_names)}"
        if not unknown and not undated and (why := _unbound(table, sql)):
            yield list(place), why


def _unbound(table: Table, sql: str) -> str:
    """What DuckDB says of an expression over a row of NULLs, '' if it has nothing to say. No data is involved."""
    columns = dict.fromkeys((*table.column_names, *table.opened_names), "VARCHAR") | OF_LANDING
    if table.dates:
        columns[DATES] = "STRUCT(" + ", ".join(f"{identifier(name)} DATE" for name in table.dates) + ")"
    row = ", ".join(f"CAST(NULL AS {kind}) AS {identifier(name)}" for name, kind in columns.items())
    try:
        _binder().execute(f"SELECT {sql} FROM (SELECT {row}) LIMIT 0")
    except duckdb.Error as error:
        return str(error).split("\n", maxsplit=1)[0]
    return ""


@cache
def _binder() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(macros())
    return con
