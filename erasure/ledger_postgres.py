"""A ledger on a PostgreSQL server: one table for every controller's, triggers against every change but an append.

What belongs here: storing and reading rows. An advisory lock of the transaction excludes other writers of one ledger:
https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS. The account needs to make a schema once,
afterwards only SELECT and INSERT.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from erasure.chain import Row
from erasure.errors import LedgerError

if TYPE_CHECKING:
    import psycopg

SCHEMA = """
CREATE SCHEMA IF NOT EXISTS abide;
CREATE TABLE IF NOT EXISTS abide.entry (
    ledger text NOT NULL, number bigint NOT NULL CHECK (number > 0), body text NOT NULL, hash text NOT NULL,
    signature text NOT NULL, PRIMARY KEY (ledger, number), UNIQUE (ledger, hash)
);
CREATE OR REPLACE FUNCTION abide.append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;
CREATE OR REPLACE TRIGGER entry_no_change BEFORE UPDATE OR DELETE ON abide.entry
    FOR EACH ROW EXECUTE FUNCTION abide.append_only();
CREATE OR REPLACE TRIGGER entry_no_truncate BEFORE TRUNCATE ON abide.entry
    FOR EACH STATEMENT EXECUTE FUNCTION abide.append_only();
"""
TRIGGERS = {"entry_no_change", "entry_no_truncate"}
_EXISTS = "SELECT to_regclass('abide.entry') IS NOT NULL"
_SELECT = "SELECT number, body, hash, signature FROM abide.entry WHERE ledger = %s ORDER BY number"


class PostgresMedium:
    """Rows of one controller's ledger on a server."""

    def __init__(self, url: str, controller: str) -> None:
        self._url, self._ledger = url, controller

    def exists(self) -> bool:
        """Whether the server holds an entry of this ledger."""
        with self._connected() as con:
            if not _one(con, _EXISTS):
                return False
            return bool(_one(con, "SELECT EXISTS (SELECT FROM abide.entry WHERE ledger = %s)", [self._ledger]))

    def rows(self) -> Iterator[Row]:
        """Every row, by number.

        Raises:
            LedgerError: the server cannot be reached or read.
        """
        with self._connected() as con:
            yield from _rows(con, self._ledger)

    @contextmanager
    def writing(self) -> Iterator[PostgresWriting]:
        """A transaction that excludes other writers of this ledger; makes the table if it is not there.

        Raises:
            LedgerError: the server cannot be reached or written.
        """
        with self._connected() as con:
            if not _one(con, _EXISTS) or _triggers(con) != TRIGGERS:
                con.execute("SELECT pg_advisory_xact_lock(hashtextextended('abide ledger', 0))")
                con.execute(SCHEMA)
                con.commit()
            con.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [self._ledger])
            yield PostgresWriting(con, self._ledger)

    def faults(self) -> list[str]:
        """Which of the triggers are missing or switched off."""
        with self._connected() as con:
            missing = sorted(TRIGGERS - _triggers(con))
        return [f"abide.entry: the trigger '{name}' is missing or off" for name in missing]

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[Any]]:
        import psycopg

        try:
            with psycopg.connect(self._url, connect_timeout=10, application_name="abide") as con:
                yield con
        except psycopg.Error as error:  # its message may quote the address or an entry
            raise LedgerError(f"the ledger's PostgreSQL server cannot be used ({type(error).__name__})") from None


class PostgresWriting:
    """An open transaction."""

    def __init__(self, con: psycopg.Connection[Any], ledger: str) -> None:
        self._con, self._ledger = con, ledger

    def rows(self) -> Iterator[Row]:
        """Every row, by number."""
        return _rows(self._con, self._ledger)

    def add(self, row: Row) -> None:
        """Add one row at the end."""
        self._con.execute(
            "INSERT INTO abide.entry VALUES (%s, %s, %s, %s, %s)",
            [self._ledger, row.number, row.body, row.hash, row.signature],
        )


def _rows(con: psycopg.Connection[Any], ledger: str) -> Iterator[Row]:
    if not _one(con, _EXISTS):
        return
    for row in con.execute(_SELECT, [ledger]):
        yield Row(*row)


def _triggers(con: psycopg.Connection[Any]) -> set[str]:
    rows = con.execute(
        "SELECT tgname FROM pg_trigger "
        "WHERE tgrelid = to_regclass('abide.entry') AND NOT tgisinternal AND tgenabled = 'O'"
    )
    return {str(row[0]) for row in rows.fetchall()}


def _one(con: psycopg.Connection[Any], query: str, given: list[str] | None = None) -> Any:
    found = con.execute(query, given).fetchone()
    return found[0] if found else None
