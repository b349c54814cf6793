"""A ledger in an SQLite file: write-ahead log, mode 0600, triggers against every change but an append.

What belongs here: storing and reading rows. https://www.sqlite.org/wal.html; BEGIN IMMEDIATE excludes other writers.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from erasure.chain import Row
from erasure.errors import LedgerError

WAIT = 60.0
"""Seconds to wait for another writer."""

SCHEMA = {
    "entry": "CREATE TABLE entry (number INTEGER PRIMARY KEY, body TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, "
    "signature TEXT NOT NULL) STRICT",
    "entry_no_update": "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry "
    "BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END",
    "entry_no_delete": "CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry "
    "BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END",
    "entry_at_end": "CREATE TRIGGER entry_at_end BEFORE INSERT ON entry "
    "WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM entry) "
    "BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END",
}
"""The last trigger is against INSERT OR REPLACE, which deletes without asking the second."""


class SqliteMedium:
    """Rows in an SQLite file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        """Whether the file is there."""
        return self.path.exists()

    def rows(self) -> Iterator[Row]:
        """Every row, by number.

        Raises:
            LedgerError: the file cannot be read.
        """
        try:
            with closing(self._connect()) as con:
                yield from _rows(con)
        except sqlite3.Error as error:
            raise self._wrong(error) from None

    @contextmanager
    def writing(self) -> Iterator[SqliteWriting]:
        """A transaction that excludes other writers; makes the file, mode 0600, if it is not there.

        Raises:
            LedgerError: the file cannot be made, opened or written.
        """
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise LedgerError(f"{self.path}: cannot be written ({error.strerror})") from None
        try:
            with closing(self._connect()) as con:
                con.execute("PRAGMA journal_mode = WAL").fetchall()
                con.execute("PRAGMA synchronous = FULL")
                con.execute("BEGIN IMMEDIATE")
                try:
                    for name in SCHEMA.keys() - _schema(con).keys():
                        if name == "entry":
                            con.execute(SCHEMA[name])
                    for name in SCHEMA.keys() - _schema(con).keys():
                        con.execute(SCHEMA[name])
                    yield SqliteWriting(con)
                    con.execute("COMMIT")
                except BaseException:
                    if con.in_transaction:
                        con.execute("ROLLBACK")
                    raise
        except sqlite3.Error as error:
            raise self._wrong(error) from None

    def faults(self) -> list[str]:
        """What of the table and its triggers is missing, altered or added, and whether others can read the file."""
        try:
            with closing(self._connect()) as con:
                found = _schema(con)
        except sqlite3.Error as error:
            raise self._wrong(error) from None
        if not found:
            return []  # nothing was written yet; that everything is gone shows against a checkpoint
        told = [
            f"{self.path.name}: '{name}' is missing or altered" for name in SCHEMA if found.get(name) != SCHEMA[name]
        ]
        told += [
            f"{self.path.name}: holds '{name}', which is not its own" for name in sorted(found.keys() - SCHEMA.keys())
        ]
        if self.path.stat().st_mode & 0o077:
            told.append(f"{self.path.name}: others can read it; run chmod 600")
        return told

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)

    def _wrong(self, error: sqlite3.Error) -> LedgerError:
        busy = "another process has written to it for a minute" if "locked" in str(error) else type(error).__name__
        return LedgerError(f"{self.path}: the ledger cannot be used ({busy})")


class SqliteWriting:
    """An open transaction."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con

    def rows(self) -> Iterator[Row]:
        """Every row, by number."""
        return _rows(self._con)

    def add(self, row: Row) -> None:
        """Add one row at the end."""
        self._con.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", (row.number, row.body, row.hash, row.signature))


def _rows(con: sqlite3.Connection) -> Iterator[Row]:
    if "entry" not in _schema(con):
        return
    for row in con.execute("SELECT number, body, hash, signature FROM entry ORDER BY number"):
        yield Row(*row)


def _schema(con: sqlite3.Connection) -> dict[str, str]:
    rows = con.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    return dict(rows.fetchall())
