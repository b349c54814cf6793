"""Names and values as SQL: the one place where either is quoted, and what a table of a store is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stores.store import Store, Table


def identifier(name: str) -> str:
    """``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | None) -> str:
    """``value`` as an SQL string, or NULL."""
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"


def table_name(store: Store, table: Table, relation: str = "") -> str:
    """The quoted name, without schema, of what a store's table, or a relation it fills, becomes in the warehouse."""
    return identifier("__".join(part for part in (store.name, table.name, relation) if part))
