"""SQLite, to erase in: a file below the controller's folder. What is deleted is overwritten on the disk."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from stores.errors import ErasureRefused
from stores.quoting import identifier, literal
from stores.sql_sqlite import DIALECT, file_of
from stores.sql_writing import Writer
from stores.store import Store

ERRORS: tuple[type[Exception], ...] = (sqlite3.Error,)


class SqliteWriter:
    """See ``stores.sql_writing.Writer``."""

    dialect = DIALECT
    locks = ""
    errors = ERRORS

    def __init__(self, con: sqlite3.Connection) -> None:
        self.con = con
        self._made: list[str] = []
        con.create_function("abide_md5", 1, _md5, deterministic=True)

    def begin(self) -> None:
        """Nobody else writes from here on."""
        self.run("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make it lasting, and empty the write-ahead log, which would go on holding what was deleted."""
        self.run("COMMIT")
        self._drop()
        busy = self.ask("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy and busy[0][0]:
            raise ErasureRefused(
                "the erasure stands, but a reader keeps SQLite's write-ahead log, which holds what was deleted; "
                "let it end and repeat"
            )

    def rollback(self) -> None:
        """Undo all of it."""
        with suppress(*ERRORS):
            self.run("ROLLBACK")
        self._drop()

    def _drop(self) -> None:
        for name in self._made:
            with suppress(*ERRORS):
                self.run(f"DROP TABLE IF EXISTS temp.{name}")
        self._made.clear()

    def close(self) -> None:
        """Let go of the file."""
        self.con.close()

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.con.execute(query).fetchall()

    def run(self, statement: str) -> int:
        """Run a statement."""
        return self.con.execute(statement).rowcount

    def keys(self, name: str, target: str, columns: Sequence[str], texts: int) -> None:  # noqa: ARG002
        """Keys are compared as texts: a column holds values of any type."""
        own = "".join(f"k{place} TEXT, " for place in range(len(columns)))
        more = "".join(f", t{place} TEXT" for place in range(texts))
        self.run(f"CREATE TEMP TABLE {name} ({own}d TEXT, n INTEGER{more})")
        self.run(f"CREATE INDEX temp.{name}_k ON {name} ({', '.join(f'k{n}' for n in range(len(columns)))})")
        self._made.append(name)

    def fill(self, name: str, rows: Iterable[Sequence[str | int | None]], width: int) -> None:
        """One row after the other."""
        places = ", ".join("?" * width)
        self.con.executemany(f"INSERT INTO temp.{name} VALUES ({places})", (tuple(row)[:width] for row in rows))

    def delete(self, target: str, name: str, where: str) -> int:
        """DELETE of the rows that a join finds."""
        found = f"SELECT t.rowid FROM {target} AS t JOIN temp.{name} AS k ON {where}"
        return self.run(f"DELETE FROM {target} WHERE rowid IN ({found})")

    def update(self, target: str, name: str, where: str, sets: Sequence[tuple[str, str]]) -> int:
        """UPDATE ... FROM (SQLite 3.33)."""
        done = ", ".join(f"{identifier(column)} = {value}" for column, value in sets)
        return self.run(f"UPDATE {target} AS t SET {done} FROM temp.{name} AS k WHERE {where}")

    def content(self, texts: Sequence[str]) -> str:
        """MD5 of UTF-8, by a function of this program."""
        parts = " || ".join(f"CASE WHEN {x} IS NULL THEN '-' ELSE length({x}) || ':' || {x} END" for x in texts)
        return f"abide_md5({parts or repr('')})"

    def equal(self, one: str, other: str) -> str:
        """Texts are equal or not."""
        return f"{one} = {other}"

    def told(self, error: Exception) -> str:
        """The kind of error and SQLite's name for it."""
        return f"{type(error).__name__} {getattr(error, 'sqlite_errorname', '')}".strip()

    def kind_of_table(self, parts: Sequence[str]) -> str:
        """Only tables with row ids."""
        rows = self.ask(f"SELECT type, wr FROM pragma_table_list WHERE name = {literal(parts[-1])} AND schema = 'main'")
        if not rows:
            return "there is no such table"
        if rows[0][0] != "table":
            return "it is a view or a virtual table; bind the table itself"
        return "it is a table WITHOUT ROWID, which is not erased in" if rows[0][1] else ""

    def nullable(self, parts: Sequence[str]) -> dict[str, tuple[bool, bool]]:
        """From the schema; text is what is declared as text (SQLite, "Determination Of Column Affinity"), or not."""
        rows = self.ask(
            f'SELECT lower(name), "notnull" = 0 AND pk = 0, upper(type) FROM pragma_table_xinfo({literal(parts[-1])})'
        )
        words = ("CHAR", "CLOB", "TEXT")
        return {str(n): (bool(null), not kind or any(word in kind for word in words)) for n, null, kind in rows}


def _md5(text: str | None) -> str | None:
    return None if text is None else hashlib.md5(str(text).encode(), usedforsecurity=False).hexdigest()


def connect(url: str, store: Store, folder: Path) -> Writer:
    """A connection that waits half a minute for another writer, and overwrites what it deletes."""
    file = file_of(url, store, folder)
    con = sqlite3.connect(f"file:{file.path.as_posix().replace('?', '%3f').replace('#', '%23')}?mode=rw", uri=True,
                          isolation_level=None, timeout=30)  # fmt: skip
    con.execute("PRAGMA foreign_keys = ON")
    con.execute("PRAGMA secure_delete = ON")
    con.execute("PRAGMA synchronous = FULL")
    con.execute("PRAGMA temp_store = MEMORY")
    return SqliteWriter(con)
