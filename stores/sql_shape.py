"""What a database says of its own tables: columns, primary keys, foreign keys.

What belongs here: reading a database's catalog, for drafting a binding. Reading its rows is ``stores.sql``'s.
Sources: PostgreSQL 15, chapter 53 (pg_catalog); MariaDB, information_schema; SQLite, pragma functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from stores.errors import SourceError
from stores.sql_attach import attached
from stores.store import Store

_POSTGRES = {
    "columns": """
        SELECT n.nspname::text AS schema, c.relname::text AS tab, a.attname::text AS col,
            format_type(a.atttypid, a.atttypmod)::text AS kind, a.attnum::int AS place
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
            AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND has_table_privilege(c.oid, 'SELECT')
        ORDER BY 1, 2, 5""",
    "keys": """
        SELECT n.nspname::text AS schema, c.relname::text AS tab, a.attname::text AS col, k.place::int AS place
        FROM pg_catalog.pg_constraint x JOIN pg_catalog.pg_class c ON c.oid = x.conrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL unnest(x.conkey) WITH ORDINALITY AS k(num, place)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.num
        WHERE x.contype = 'p' ORDER BY 1, 2, 4""",
    "links": """
        SELECT n.nspname::text AS schema, c.relname::text AS tab, a.attname::text AS col,
            m.nspname::text AS parent_schema, p.relname::text AS parent, b.attname::text AS parent_col
        FROM pg_catalog.pg_constraint x JOIN pg_catalog.pg_class c ON c.oid = x.conrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_class p ON p.oid = x.confrelid
            JOIN pg_catalog.pg_namespace m ON m.oid = p.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.conkey[1]
            JOIN pg_catalog.pg_attribute b ON b.attrelid = p.oid AND b.attnum = x.confkey[1]
        WHERE x.contype = 'f' AND array_length(x.conkey, 1) = 1 ORDER BY 1, 2, 3""",
}
_MYSQL = {
    "columns": """
        SELECT table_schema AS `schema`, table_name AS tab, column_name AS col, data_type AS kind,
            ordinal_position AS place
        FROM information_schema.columns WHERE table_schema = database() ORDER BY 1, 2, 5""",
    "keys": """
        SELECT table_schema AS `schema`, table_name AS tab, column_name AS col, ordinal_position AS place
        FROM information_schema.key_column_usage
        WHERE table_schema = database() AND constraint_name = 'PRIMARY' ORDER BY 1, 2, 4""",
    "links": """
        SELECT table_schema AS `schema`, table_name AS tab, min(column_name) AS col,
            min(referenced_table_schema) AS parent_schema, min(referenced_table_name) AS parent,
            min(referenced_column_name) AS parent_col
        FROM information_schema.key_column_usage
        WHERE table_schema = database() AND referenced_table_name IS NOT NULL
        GROUP BY table_schema, table_name, constraint_name HAVING count(*) = 1 ORDER BY 1, 2, 3""",
}
_SQLITE = {
    "columns": """
        SELECT '' AS schema, m.name AS tab, p.name AS col, p.type AS kind, p.cid AS place
        FROM sqlite_master m JOIN pragma_table_info(m.name) p
        WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite_%' ORDER BY 2, 5""",
    "keys": """
        SELECT '' AS schema, m.name AS tab, p.name AS col, p.pk AS place
        FROM sqlite_master m JOIN pragma_table_info(m.name) p
        WHERE m.type = 'table' AND p.pk > 0 AND m.name NOT LIKE 'sqlite_%' ORDER BY 2, 4""",
    "links": """
        SELECT '' AS schema, m.name AS tab, f."from" AS col, '' AS parent_schema, f."table" AS parent,
            coalesce(f."to", '') AS parent_col
        FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
        WHERE m.type = 'table' AND f.seq = 0 AND NOT EXISTS (
            SELECT 1 FROM pragma_foreign_key_list(m.name) g WHERE g.id = f.id AND g.seq > 0)
        ORDER BY 2, 3""",
}
_CATALOGS = {"postgres_query": _POSTGRES, "mysql_query": _MYSQL, "sqlite_query": _SQLITE}


@dataclass(frozen=True)
class Shape:
    """One table or view that the account may read.

    Attributes:
        source: its name as a map's ``source`` says it: ``table``, or ``schema.table`` where that is needed.
        columns: column to the database's own type.
        key: the columns of its primary key, in order.
        links: column to (source, column) of the table it refers to; keys of several columns are left out.
    """

    source: str
    columns: Mapping[str, str]
    key: tuple[str, ...] = ()
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def shapes(store: Store, folder: Path, con: duckdb.DuckDBPyConnection) -> list[Shape]:
    """Every table and view of the store's database that its account may read, by name.

    Raises:
        SourceError: the database does not answer, or its catalog cannot be read.
    """
    with attached(store, folder, con) as source:
        dialect = source.dialect
        queries = _CATALOGS[dialect.function]
        try:
            columns, keys, links = (source.ask(queries[what]) for what in ("columns", "keys", "links"))
        except duckdb.Error:
            raise SourceError(f"{store.name}: the database's own catalog cannot be read") from None
    own = {str(row[0]) for row in columns}
    default = "public" if dialect.function == "postgres_query" and "public" in own else min(own, default="")

    def named(schema: str, table: str) -> str:
        return table if schema == default else f"{schema}.{table}"

    found: dict[str, dict[str, str]] = {}
    for schema, table, column, kind, _place in columns:
        found.setdefault(named(schema, table), {})[str(column)] = str(kind)
    primary: dict[str, list[str]] = {}
    for schema, table, column, _place in keys:
        primary.setdefault(named(schema, table), []).append(str(column))
    foreign: dict[str, dict[str, tuple[str, str]]] = {}
    for schema, table, column, parent_schema, parent, parent_column in links:
        there = named(parent_schema, parent)
        target = parent_column or next(iter(primary.get(there, ())), "")
        foreign.setdefault(named(schema, table), {})[str(column)] = (there, str(target))
    return [
        Shape(source, shape, tuple(primary.get(source, ())), foreign.get(source, {}))
        for source, shape in sorted(found.items())
        if "." not in source.removeprefix(source.partition(".")[0] + ".") and source.count(".") <= 1
    ]
