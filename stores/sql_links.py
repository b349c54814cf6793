"""Every foreign key of a store's database, composite ones too, with what a deletion would do to it.

What belongs here: reading a database's constraints, so that a plan can put children before parents. What they mean for
a plan is ``erasure``'s. Sources: PostgreSQL 15, 53.13 (pg_constraint); MariaDB, information_schema; SQLite, pragmas.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import duckdb

from rules.document import with_secrets
from stores.errors import SourceError
from stores.sql_attach import attached
from stores.store import Store, Table

_POSTGRES = """
    SELECT x.oid::text AS name, n.nspname::text AS child_schema, c.relname::text AS child, a.attname::text AS col,
        m.nspname::text AS parent_schema, p.relname::text AS parent, b.attname::text AS parent_col,
        k.place::int AS place, (x.confdeltype = 'c')::int AS cascades, (NOT a.attnotnull)::int AS may_be_null,
        (x.confdeltype NOT IN ('a', 'r'))::int AS acts
    FROM pg_catalog.pg_constraint x JOIN pg_catalog.pg_class c ON c.oid = x.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_class p ON p.oid = x.confrelid JOIN pg_catalog.pg_namespace m ON m.oid = p.relnamespace
        CROSS JOIN LATERAL unnest(x.conkey, x.confkey) WITH ORDINALITY AS k(num, parent_num, place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.num
        JOIN pg_catalog.pg_attribute b ON b.attrelid = p.oid AND b.attnum = k.parent_num
    WHERE x.contype = 'f' AND x.conparentid = 0 ORDER BY 2, 3, 1, 8"""
_MYSQL = """
    SELECT concat(k.table_name, '.', k.constraint_name) AS name,
        if(k.table_schema = database(), '', k.table_schema) AS child_schema, k.table_name AS child,
        k.column_name AS col,
        if(k.referenced_table_schema = database(), '', k.referenced_table_schema) AS parent_schema,
        k.referenced_table_name AS parent, k.referenced_column_name AS parent_col, k.ordinal_position AS place,
        if(r.delete_rule = 'CASCADE', 1, 0) AS cascades, if(c.is_nullable = 'YES', 1, 0) AS may_be_null,
        if(r.delete_rule IN ('RESTRICT', 'NO ACTION'), 0, 1) AS acts
    FROM information_schema.key_column_usage k
        JOIN information_schema.referential_constraints r ON r.constraint_schema = k.constraint_schema
            AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
        JOIN information_schema.columns c ON c.table_schema = k.table_schema AND c.table_name = k.table_name
            AND c.column_name = k.column_name
    WHERE k.referenced_table_name IS NOT NULL ORDER BY 2, 3, 1, 8"""
_SQLITE = """
    SELECT m.name || '.' || f.id AS name, '' AS child_schema, m.name AS child, f."from" AS col, '' AS parent_schema,
        coalesce(o.name, f."table") AS parent, coalesce(f."to", k.name, '') AS parent_col, f.seq AS place,
        f.on_delete = 'CASCADE' AS cascades, p."notnull" = 0 AND p.pk = 0 AS may_be_null,
        f.on_delete NOT IN ('RESTRICT', 'NO ACTION') AS acts
    FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f JOIN pragma_table_info(m.name) p ON p.name = f."from"
        LEFT JOIN sqlite_master o ON o.type = 'table' AND o.name = f."table" COLLATE NOCASE
        LEFT JOIN pragma_table_info(f."table") k ON f."to" IS NULL AND k.pk = f.seq + 1
    WHERE m.type = 'table' ORDER BY 3, 1, 8"""
_QUERIES = {"postgres_query": _POSTGRES, "mysql_query": _MYSQL, "sqlite_query": _SQLITE}


@dataclass(frozen=True)
class ForeignKey:
    """One foreign key.

    Attributes:
        child: the table that refers, as a map's ``source`` says it: ``table``, or ``schema.table``.
        columns: its columns, in order.
        parent: the table referred to.
        parent_columns: the columns referred to, in the same order.
        cascades: deleting the parent deletes the children, unasked.
        may_be_null: every column of it can be blanked.
        acts: deleting the parent deletes or changes the children, unasked.
    """

    child: str
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    cascades: bool
    may_be_null: bool
    acts: bool = False


class Names:
    """What the tables of a store's maps are called in its database's foreign keys.

    A foreign key names no schema where it is the one that the store's address means; a map may. PostgreSQL tells names
    apart by case; the others may not, so that here they do not either.
    """

    def __init__(self, store: Store) -> None:
        try:
            url = urlsplit(with_secrets(store.url or ""))
        except (KeyError, ValueError):
            url = urlsplit("")
        kind = url.scheme.lower()
        self._exact = kind.startswith("postgres")
        self._own = {"sqlite": "main"}.get(kind, "public" if self._exact else unquote(url.path.strip("/")))

    def of(self, table: Table) -> str:
        """A table of the map."""
        return self.same(table.source or table.name)

    def same(self, name: str) -> str:
        """A name, so that two that mean the same table are equal."""
        schema, dot, plain = name.partition(".")
        own = bool(dot) and (schema == self._own or (not self._exact and schema.lower() == self._own.lower()))
        found = plain if own else name
        return found if self._exact else found.lower()


def foreign_keys(store: Store, folder: Path, con: duckdb.DuckDBPyConnection) -> list[ForeignKey]:
    """Every foreign key of the store's database that its account may see.

    Raises:
        SourceError: the database does not answer, or its catalog cannot be read.
    """
    with attached(store, folder, con) as source:
        try:
            rows = source.ask(_QUERIES[source.dialect.function])
        except duckdb.Error:
            raise SourceError(f"{store.name}: the database's own foreign keys cannot be read") from None
    return parsed(rows)


def query_of(function: str) -> str:
    """The query for every foreign key, in the SQL of the database that a DuckDB function speaks to."""
    return _QUERIES[function]


def parsed(rows: Iterable[tuple[Any, ...]]) -> list[ForeignKey]:
    """The foreign keys in the rows of ``query_of``."""
    found = []
    for _, parts in groupby(rows, key=lambda row: (row[1], row[2], row[0])):
        listed = list(parts)
        _, child_schema, child, _, parent_schema, parent, _, _, cascades, _, acts = listed[0]
        found.append(
            ForeignKey(
                _named(child_schema, child),
                tuple(str(row[3]) for row in listed),
                _named(parent_schema, parent),
                tuple(str(row[6]) for row in listed),
                int(cascades) == 1,
                all(int(row[9]) == 1 for row in listed),
                int(acts) == 1,
            )
        )
    return found


def _named(schema: str, table: str) -> str:
    return str(table) if schema in {"", "public"} else f"{schema}.{table}"
