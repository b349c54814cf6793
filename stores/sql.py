"""The medium of SQL databases: SQLite, PostgreSQL, MariaDB and MySQL, through DuckDB's own scanners, read only.

What belongs here: the way of a reading, which is the same for all of them. What differs (addresses, quoting, how a
column becomes text) is a ``Dialect``, one a file: ``sql_sqlite``, ``sql_postgres``, ``sql_mysql``. Every column is
turned into text by the database itself: the scanners read a zero date as NULL, NaN as 0 and a wide numeric as a float.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import uuid4

import duckdb

from rules.document import with_secrets
from stores.connectors import present_by_reading, refuse_erasure
from stores.errors import SourceError
from stores.landing_stage import Stage
from stores.quoting import identifier, literal
from stores.store import Connector, Erased, Exported, Store, Table
from stores.warehouse import load_extension

_DIALECTS = {
    "sqlite": "sql_sqlite",
    "postgresql": "sql_postgres",
    "postgres": "sql_postgres",
    "mysql": "sql_mysql",
    "mariadb": "sql_mysql",
}


_N = "_abide_rows"
"""The column in which the database states its own count beside every row."""


class Dialect(Protocol):
    """What differs between databases."""

    extension: str
    function: str

    def attach(self, url: str, store: Store, folder: Path, alias: str) -> list[str]:
        """The DuckDB statements that attach the database as ``alias``, read only."""

    def exported_at(self, url: str, store: Store, folder: Path) -> datetime | None:
        """How old what the database says is, UTC; None if it is in use and speaks of this moment."""

    def columns(self, parts: list[str]) -> str:
        """The query, in the database's own SQL, whose rows are (column name, type) of the table named by ``parts``."""

    def table(self, parts: list[str]) -> str:
        """The table's name, quoted."""

    def text(self, column: str, kind: str) -> str:
        """The expression, in the database's own SQL, for a column as text without loss, named as the column."""


class Sql:
    """Tables and views of a database."""

    def export(self, store: Store, table: Table, folder: Path, con: duckdb.DuckDBPyConnection, into: str) -> Exported:
        """See ``stores.store.Connector.export``.

        The database counts the rows in the statement that gives them, so both are of one moment whatever isolation it
        is set to (the MySQL scanner runs each query outside DuckDB's transaction). ``_line`` is the row's ordinal,
        ``_file`` the table's name.
        """
        source = table.source or table.name
        parts = source.split(".")
        if len(parts) > 2 or not all(parts):
            raise SourceError(f"{store.name}/{table.name}: source: must be table or schema.table, not '{source}'")
        now = datetime.now(UTC)
        with Stage(con, into, store, table) as stage, _attached(store, folder, con) as (alias, dialect, copied_at):
            run = f"{dialect.function}({literal(alias)}, "
            try:
                shape = con.execute(f"FROM {run}{literal(dialect.columns(parts))})").fetchall()
                if not shape:
                    raise SourceError(f"{store.name}: there is no table {source}, or the account may not read it")
                columns = stage.header([str(name) for name, _ in shape], f"{store.name}/{source}")
                names = "".join(
                    f", {identifier(str(given))} AS {identifier(column)}"
                    for (given, _), column in zip(shape, columns, strict=True)
                )
                texts = "".join(f", {dialect.text(str(name), str(kind))}" for name, kind in shape)
                target = dialect.table(parts)
                total = f"(SELECT count(*) AS {_N} FROM {target}) AS n"
                query = f"SELECT n.{_N}{texts} FROM {total} LEFT JOIN {target} ON TRUE"
                con.execute(f"ALTER TABLE {stage.into} ADD COLUMN {_N} BIGINT")
                con.execute(
                    f"INSERT INTO {stage.into} BY NAME SELECT {literal(source)} AS _file, "
                    f"row_number() OVER () AS _line, {_N}{names} FROM {run}{literal(query)})"
                )
                counted = con.execute(f"SELECT min({_N}), max({_N}) FROM {stage.into}").fetchall()[0]
                con.execute(f"DELETE FROM {stage.into} WHERE {_N} = 0")
                con.execute(f"ALTER TABLE {stage.into} DROP COLUMN {_N}")
            except duckdb.Error:
                raise SourceError(
                    f"{store.name}: the table {source} cannot be read; check that the account may SELECT from it"
                ) from None
            if counted[0] is None or counted[0] != counted[1]:
                raise SourceError(f"{store.name}: the database did not say how many rows {source} has")
            return stage.finish(int(counted[0]), copied_at or now)

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Sequence[str]]) -> set[tuple[str, ...]]:
        """See ``stores.store.Connector.present``."""
        return present_by_reading(self, store, table, folder, keys)

    def erase(self, store: Store, table: Table, folder: Path, keys: Sequence[Sequence[str]]) -> Erased:  # noqa: ARG002
        """Refused: see ``stores.connectors.refuse_erasure``."""
        refuse_erasure(store, table)


@contextmanager
def _attached(
    store: Store, folder: Path, con: duckdb.DuckDBPyConnection
) -> Iterator[tuple[str, Dialect, datetime | None]]:
    """The store's database attached to ``con``, read only, and detached again whatever happens.

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
                "name, account and password"
            ) from None
        yield alias, dialect, dialect.exported_at(url, store, folder)
    finally:
        _forget(con, alias)


def _forget(con: duckdb.DuckDBPyConnection, alias: str) -> None:
    con.execute(f"DETACH DATABASE IF EXISTS {identifier(alias)}; DROP SECRET IF EXISTS {identifier(alias)}")


def server(url: str, store: Store, port: int) -> dict[str, str]:
    """Host, port, user, password and database of a server's url, percent-decoded, for a DuckDB secret.

    Raises:
        SourceError: the url names no host or no database.
    """
    try:
        parts = urlsplit(url)
        found = {
            "HOST": parts.hostname or dict(parse_qsl(parts.query)).get("host", ""),  # a socket's folder
            "PORT": str(parts.port or port),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "DATABASE": unquote(parts.path.strip("/")),
        }
    except ValueError:
        found = {"HOST": "", "DATABASE": ""}
    if not found["HOST"] or not found["DATABASE"]:
        raise SourceError(f"{store.name}: url: must be of the form scheme://account:password@host:port/database")
    return {name: value for name, value in found.items() if value}


def secret(kind: str, alias: str, given: dict[str, str]) -> str:
    """The statement that keeps a server's address in a temporary DuckDB secret, in memory only."""
    options = ", ".join(f"{name} {literal(value)}" for name, value in given.items())
    return f"CREATE TEMPORARY SECRET {identifier(alias)} (TYPE {kind}, {options})"


CONNECTOR: Connector = Sql()
