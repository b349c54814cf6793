"""PostgreSQL, to erase in: psycopg, with the settings of the export's session, so that texts are the same texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import psycopg

from stores.quoting import identifier, literal
from stores.sql_dialect import is_this_host, server
from stores.sql_postgres import DIALECT, OPTIONS, PASSED_ON
from stores.sql_writing import Writer
from stores.store import Store

ERRORS: tuple[type[Exception], ...] = (psycopg.Error,)
_WAITS = "-c lock_timeout=60s -c idle_in_transaction_session_timeout=600s"


class PostgresWriter:
    """See ``stores.sql_writing.Writer``."""

    dialect = DIALECT
    locks = " FOR UPDATE OF t"
    errors = ERRORS

    def __init__(self, con: psycopg.Connection[Any]) -> None:
        self.con = con
        self._made: list[str] = []

    def begin(self) -> None:
        """A statement sees what others committed before it; a row that changed meanwhile is looked at again."""
        self.run("BEGIN ISOLATION LEVEL READ COMMITTED")

    def commit(self) -> None:
        """Make it lasting, on the server's disk."""
        self.run("COMMIT")
        self._drop()

    def rollback(self) -> None:
        """Undo all of it. A connection that is gone has nothing to undo: the server does."""
        with suppress(psycopg.Error):
            self.run("ROLLBACK")
        self._drop()

    def _drop(self) -> None:
        for name in self._made:
            with suppress(psycopg.Error):
                self.run(f"DROP TABLE IF EXISTS pg_temp.{name}")
        self._made.clear()

    def close(self) -> None:
        """Let go of the server."""
        with suppress(psycopg.Error):
            self.con.close()

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.con.execute(query).fetchall()

    def run(self, statement: str) -> int:
        """Run a statement."""
        return self.con.execute(statement).rowcount

    def keys(self, name: str, target: str, columns: Sequence[str], texts: int) -> None:
        """The types are the table's own, so that its index is of use."""
        typed = "".join(f"{identifier(column)} AS k{place}, " for place, column in enumerate(columns))
        more = "".join(f", NULL::text AS t{place}" for place in range(texts))
        self.run(f"CREATE TEMP TABLE {name} AS SELECT {typed}NULL::text AS d, 0 AS n{more} FROM {target} WHERE false")
        self._made.append(name)

    def fill(self, name: str, rows: Iterable[Sequence[str | int | None]], width: int) -> None:  # noqa: ARG002
        """By COPY, as text, which the server reads as the column's type."""
        with self.con.cursor() as cursor:
            with cursor.copy(f"COPY pg_temp.{name} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(f"ANALYZE pg_temp.{name}")

    def delete(self, target: str, name: str, where: str) -> int:
        """DELETE ... USING."""
        return self.run(f"DELETE FROM {target} AS t USING pg_temp.{name} AS k WHERE {where}")

    def update(self, target: str, name: str, where: str, sets: Sequence[tuple[str, str]]) -> int:
        """UPDATE ... FROM. A new text is cast by assignment to the column's type."""
        done = ", ".join(f"{identifier(column)} = {value}" for column, value in sets)
        return self.run(f"UPDATE {target} AS t SET {done} FROM pg_temp.{name} AS k WHERE {where}")

    def content(self, texts: Sequence[str]) -> str:
        """MD5 of UTF-8, whatever the server's encoding."""
        parts = ", ".join(f"CASE WHEN {x} IS NULL THEN '-' ELSE length({x}) || ':' || {x} END" for x in texts)
        return f"md5(convert_to(concat({parts or repr('')}), 'UTF8'))"

    def equal(self, one: str, other: str) -> str:
        """Texts are equal or not."""
        return f"{one} = {other}"

    def told(self, error: Exception) -> str:
        """The kind of error, and the constraint where one was broken."""
        diagnosis = error.diag if isinstance(error, psycopg.Error) else None
        named = f", constraint {diagnosis.constraint_name}" if diagnosis and diagnosis.constraint_name else ""
        return f"{type(error).__name__}{named}"

    def kind_of_table(self, parts: Sequence[str]) -> str:
        """Only tables, partitioned ones too, of which no row is hidden from the account."""
        rows = self.ask(
            "SELECT relkind::text, row_security_active(oid) FROM pg_catalog.pg_class "
            f"WHERE oid = to_regclass({literal(self.dialect.table(list(parts)))})"
        )
        if not rows:
            return "there is no such table, or the erasure account may not see it"
        if rows[0][0] not in {"r", "p"}:
            return "it is a view or a foreign table; bind the table itself"
        return "row-level security may hide rows of it from the erasure account; grant BYPASSRLS" if rows[0][1] else ""

    def nullable(self, parts: Sequence[str]) -> dict[str, tuple[bool, bool]]:
        """From the catalog."""
        rows = self.ask(
            "SELECT lower(a.attname), NOT a.attnotnull, t.typcategory = 'S' FROM pg_catalog.pg_attribute a "
            "JOIN pg_catalog.pg_type t ON t.oid = a.atttypid "
            f"WHERE a.attrelid = to_regclass({literal(self.dialect.table(list(parts)))}) AND a.attnum > 0 "
            "AND NOT a.attisdropped"
        )
        return {str(name): (bool(null), bool(text)) for name, null, text in rows}


def connect(url: str, store: Store, folder: Path) -> Writer:  # noqa: ARG001
    """A connection. TLS is required off this host; the url's query may say more."""
    where = server(url, store, 5432)
    given = {"connect_timeout": "10", "application_name": "abide erase"}
    given |= {} if is_this_host(where["HOST"]) else {"sslmode": "require"}
    given |= {name: value for name, value in parse_qsl(urlsplit(url).query) if name in PASSED_ON}
    con = psycopg.connect(
        host=where["HOST"],
        port=where.get("PORT"),
        user=where.get("USER"),
        password=where.get("PASSWORD"),
        dbname=where["DATABASE"],
        options=f"{OPTIONS} {_WAITS}",
        client_encoding="utf8",
        autocommit=True,
        **given,  # type: ignore[arg-type]
    )
    return PostgresWriter(con)
