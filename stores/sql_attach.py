"""A store's database attached to DuckDB for the length of one reading, read only, and let go of whatever happens.

What belongs here: secrets, the address, the session's settings. Reading tables is ``stores.sql_read``'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb

from rules.document import with_secrets
from stores.errors import SourceError
from stores.quoting import identifier, literal
from stores.sql_dialect import Dialect
from stores.store import Store
from stores.warehouse import load_extension

_DIALECTS = {
    "sqlite": "sql_sqlite",
    "postgresql": "sql_postgres",
    "postgres": "sql_postgres",
    "mysql": "sql_mysql",
    "mariadb": "sql_mysql",
}


@dataclass(frozen=True)
class Source:
    """An attached database.

    Attributes:
        con: the connection it is attached to; a cursor of it sees it too.
        alias: its name in DuckDB.
        dialect: how it speaks.
        copied_at: how old what it says is, UTC; None if it is in use.
    """

    con: duckdb.DuckDBPyConnection
    alias: str
    dialect: Dialect
    copied_at: datetime | None

    def run(self, query: str) -> str:
        """``query``, in the database's own SQL, as a table of DuckDB's."""
        return f"{self.dialect.function}({literal(self.alias)}, {literal(query)})"

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of ``query``, in the database's own SQL."""
        return self.con.execute(f"FROM {self.run(query)}").fetchall()


@contextmanager
def attached(store: Store, folder: Path, con: duckdb.DuckDBPyConnection) -> Iterator[Source]:
    """The store's database attached to ``con``, read only, and detached again whatever happens.

    The secret with its address is gone before the first query: the attached database needs it no longer.

    Raises:
        SourceError: a secret is not set, the address is none, or the database does not answer; without the address.
    """
    try:
        url = with_secrets(store.url or "")
    except KeyError as error:
        raise SourceError(f"{store.name}: the environment variable {error.args[0]} is not set") from None
    scheme = url.partition(":")[0].lower()
    if scheme not in _DIALECTS:
        raise SourceError(f"{store.name}: url: must begin with one of {', '.join(f'{name}:' for name in _DIALECTS)}")
    dialect: Dialect = import_module(f"stores.{_DIALECTS[scheme]}").DIALECT
    load_extension(con, dialect.extension)
    alias = f"source_{uuid4().hex[:12]}"
    try:
        try:
            for statement in dialect.attach(url, store, folder, alias):
                con.execute(statement)
        except duckdb.Error:
            raise SourceError(
                f"{store.name}: the database does not let us in; check that it runs, and the url's host, "
                "name, account, password and TLS settings"
            ) from None
        finally:
            con.execute(f"DROP SECRET IF EXISTS {identifier(alias)}")
        yield Source(con, alias, dialect, dialect.exported_at(url, store, folder))
    finally:
        con.execute(f"DETACH DATABASE IF EXISTS {identifier(alias)}")


def may_write(store: Store, folder: Path, con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the store's account may change data, which no reading needs.

    Raises:
        SourceError: the database does not answer, or does not say.
    """
    with attached(store, folder, con) as source:
        try:
            return source.dialect.may_write(source.ask)
        except duckdb.Error:
            raise SourceError(f"{store.name}: the database does not say what its account may do") from None
