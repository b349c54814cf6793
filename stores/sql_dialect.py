"""What differs between databases: how one is reached, quoted, and asked for a column as text.

What belongs here: the protocol that ``sql_sqlite``, ``sql_postgres`` and ``sql_mysql`` fill, and what the servers among
them share. How a dialect is used is ``stores.sql_attach``'s and ``stores.sql_read``'s.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from stores.errors import SourceError
from stores.quoting import identifier, literal
from stores.store import Store

Ask = Callable[[str], list[tuple[Any, ...]]]
"""Runs a query in the database's own SQL and gives its rows."""


@dataclass(frozen=True)
class Session:
    """What the database says of the session it gave us.

    Attributes:
        fault: why its texts or its moment cannot be relied on, None if they can.
        checked: whether the database itself sees to it that every text is valid Unicode.
    """

    fault: str | None
    checked: bool


class Dialect(Protocol):
    """What differs between databases.

    Attributes:
        extension: the DuckDB extension that reads it.
        function: the extension's function that runs a query in the database's own SQL.
        one_statement: only a single statement is of one moment, since the scanner runs each on a connection of its own.
    """

    extension: str
    function: str
    one_statement: bool

    def attach(self, url: str, store: Store, folder: Path, alias: str) -> list[str]:
        """The DuckDB statements that attach the database as ``alias``, read only."""

    def exported_at(self, url: str, store: Store, folder: Path) -> datetime | None:
        """How old what the database says is, UTC; None if it is in use and speaks of this moment."""

    def session(self, ask: Ask) -> Session:
        """Whether the session is set as every reading needs it."""

    def columns(self, parts: list[str]) -> str:
        """The query whose rows are (column name, type, note) of the table named by ``parts``.

        The note, the same in each row, is why not all of the table may be read, or NULL.
        """

    def table(self, parts: list[str]) -> str:
        """The table's name, quoted."""

    def text(self, column: str, kind: str) -> str:
        """The expression for a column as text without loss."""

    def lost(self, column: str, kind: str) -> str | None:
        """The condition under which that text has lost something that Unicode cannot say; None if it never has."""

    def prints_dates(self, kind: str) -> bool:
        """Whether the text of a column of this type is always a date that is one, as ``stores.dates`` says printed."""

    def unique(self, parts: list[str], key: Sequence[str]) -> str | None:
        """The query whose one value is whether the database keeps the table's ``key`` unique and never NULL.

        Of numbers only: what makes two texts one is a collation's to say, and an update of it may break an index.
        None: it is not to be relied on.
        """

    def may_write(self, ask: Ask) -> bool:
        """Whether the account may change any data."""


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


def is_this_host(host: str) -> bool:
    """Whether a connection to ``host`` stays on this machine: a socket's folder or a loopback address."""
    if host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def secret(kind: str, alias: str, given: dict[str, str]) -> str:
    """The statement that keeps a server's address in a temporary DuckDB secret, in memory only."""
    options = ", ".join(f"{name} {literal(value)}" for name, value in given.items())
    return f"CREATE TEMPORARY SECRET {identifier(alias)} (TYPE {kind}, {options})"
