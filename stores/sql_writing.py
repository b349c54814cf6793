"""A database opened with the erasure credential: what differs between databases when records are erased in them.

What belongs here: the session that ``stores.erasers.sql`` works through, and finding the one that an address asks for.
One database is one file beside this one. No message of a database is ever passed on: it may quote a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from rules.document import with_secrets
from stores.errors import ErasureRefused, SourceError
from stores.sql_dialect import Dialect
from stores.store import Store

_WRITERS = {
    "sqlite": "sql_writing_sqlite",
    "postgresql": "sql_writing_postgres",
    "postgres": "sql_writing_postgres",
    "mysql": "sql_writing_mysql",
    "mariadb": "sql_writing_mysql",
}


class Writer(Protocol):
    """One connection, outside a transaction until ``begin``.

    Attributes:
        dialect: how the export reads this kind of database; the text forms here are the same.
        locks: what a SELECT is followed by to lock its rows, '' where a transaction locks the whole database.
        errors: what the driver raises.
    """

    dialect: Dialect
    locks: str
    errors: tuple[type[Exception], ...]

    def begin(self) -> None:
        """Begin a transaction in which nobody else's change of a locked row goes unseen."""

    def commit(self) -> None:
        """Make it lasting."""

    def rollback(self) -> None:
        """Undo all of it, and drop what ``keys`` made."""

    def close(self) -> None:
        """Let go of the database."""

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""

    def run(self, statement: str) -> int:
        """Run a statement; the number of rows that it matched."""

    def keys(self, name: str, target: str, columns: Sequence[str], texts: int) -> None:
        """Make the temporary table ``name``: k0.. of the columns' own types, d, n, and t0.. for ``texts`` texts.

        Outside a transaction: MySQL would end one.
        """

    def fill(self, name: str, rows: Iterable[Sequence[str | int | None]], width: int) -> None:
        """Add rows to it: keys as the texts that were landed, the record's digest, its number, new texts."""

    def delete(self, target: str, name: str, where: str) -> int:
        """Delete the rows of ``target`` (as ``t``) that fit rows of ``name`` (as ``k``); how many."""

    def update(self, target: str, name: str, where: str, sets: Sequence[tuple[str, str]]) -> int:
        """Set columns of them, each to an expression over ``t`` and ``k``; how many."""

    def content(self, texts: Sequence[str]) -> str:
        """The expression for the digest of a record (``stores.erasing_text``), of its columns' texts."""

    def equal(self, one: str, other: str) -> str:
        """The condition that two texts are the same, character for character."""

    def told(self, error: Exception) -> str:
        """What kind of error it is, without a value."""

    def kind_of_table(self, parts: Sequence[str]) -> str:
        """Why nothing may be erased in a table (a view, an engine without transactions), or ''."""

    def nullable(self, parts: Sequence[str]) -> Mapping[str, tuple[bool, bool]]:
        """Column, lower case, to whether it may be NULL and whether it holds text."""


def parts_of(source: str) -> list[str]:
    """The schema, if one is said, and the name of a table."""
    return source.split(".", 1)


def address(store: Store) -> str:
    """The address with the erasure credential.

    Raises:
        ErasureRefused: none is stated, its secret is not set, or it is the export's own account.
    """
    stated = store.erase.url if store.erase else None
    if not stated:
        raise ErasureRefused(f"{store.name}: erase: by sql says its own url, with an account that may delete")
    try:
        own, export = with_secrets(stated), with_secrets(store.url or "")
    except KeyError as error:
        raise ErasureRefused(f"{store.name}: the environment variable {error.args[0]} is not set") from None
    scheme = own.partition(":")[0].lower()
    if scheme not in _WRITERS:
        raise ErasureRefused(f"{store.name}: erase: url: must begin with one of {', '.join(f'{n}:' for n in _WRITERS)}")
    if scheme != "sqlite" and _account(own) == _account(export):
        raise ErasureRefused(
            f"{store.name}: erase: url: is the export's own account; make another one for erasure, "
            "and leave the export's without the right to delete"
        )
    return own


def _account(url: str) -> str:
    from urllib.parse import unquote, urlsplit

    try:
        return unquote(urlsplit(url).username or "")
    except ValueError:
        return ""


@contextmanager
def writing(store: Store, folder: Path) -> Iterator[Writer]:
    """The store's database, opened with the erasure credential; what is open when the block ends is undone.

    Raises:
        ErasureRefused: see ``address``; or the database does not let us in.
    """
    url = address(store)
    module = import_module(f"stores.{_WRITERS[url.partition(':')[0].lower()]}")
    try:
        writer: Writer = module.connect(url, store, folder)
    except module.ERRORS:
        raise ErasureRefused(
            f"{store.name}: the database does not let the erasure account in; check erase: url: "
            "host, name, account, password and TLS settings"
        ) from None
    except SourceError as error:
        raise ErasureRefused(str(error)) from None
    try:
        yield writer
    finally:
        writer.close()
