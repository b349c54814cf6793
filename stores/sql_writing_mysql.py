"""MariaDB and MySQL, to erase in: PyMySQL, with the settings of the export's session, so that texts are the same."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pymysql
from pymysql.constants import CLIENT

from stores.sql_dialect import is_this_host, server
from stores.sql_mysql import DIALECT, name_of, string_of
from stores.sql_writing import Writer
from stores.store import Store

ERRORS: tuple[type[Exception], ...] = (pymysql.MySQLError, OSError)
_AT_ONCE = 5_000
WAITS = 60
"""Seconds that a statement waits for a lock."""
_TEXTS = {"char", "varchar", "tinytext", "text", "mediumtext", "longtext"}
_TRANSACTIONAL = {"innodb", "ndbcluster", "ndb", "rocksdb", "tokudb", "xtradb"}


class MySqlWriter:
    """See ``stores.sql_writing.Writer``."""

    dialect = DIALECT
    locks = " FOR UPDATE"
    errors = ERRORS

    def __init__(self, con: Any) -> None:
        self.con = con
        self._made: list[str] = []

    def begin(self) -> None:
        """READ COMMITTED, so that a statement sees what others committed before it."""
        self.run("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
        self.run("START TRANSACTION")

    def commit(self) -> None:
        """Make it lasting."""
        self.run("COMMIT")
        self._drop()

    def rollback(self) -> None:
        """Undo all of it. A connection that is gone has nothing to undo: the server does."""
        with suppress(*ERRORS):
            self.run("ROLLBACK")
        self._drop()

    def _drop(self) -> None:
        for name in self._made:
            with suppress(*ERRORS):
                self.run(f"DROP TEMPORARY TABLE IF EXISTS {name}")
        self._made.clear()

    def close(self) -> None:
        """Let go of the server."""
        with suppress(*ERRORS):
            self.con.close()

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with self.con.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())

    def run(self, statement: str) -> int:
        """Run a statement; rows that were as wanted already count as matched."""
        with self.con.cursor() as cursor:
            return int(cursor.execute(statement))

    def keys(self, name: str, target: str, columns: Sequence[str], texts: int) -> None:
        """The types and collations are the table's own, so that its index is of use."""
        typed = "".join(f"{name_of(column)} AS k{place}, " for place, column in enumerate(columns))
        self.run(f"CREATE TEMPORARY TABLE {name} ENGINE=InnoDB AS SELECT {typed}0 AS n FROM {target} WHERE FALSE")
        self.run(f"ALTER TABLE {name} ADD COLUMN d CHAR(32) CHARACTER SET ascii AFTER k{len(columns) - 1}")
        for place in range(texts):
            self.run(f"ALTER TABLE {name} ADD COLUMN t{place} LONGTEXT CHARACTER SET utf8mb4")
        self._made.append(name)

    def fill(self, name: str, rows: Iterable[Sequence[str | int | None]], width: int) -> None:
        """By INSERT of many rows; what was landed of bytes and of moments goes back into their own form."""
        kinds = self.ask(f"SHOW COLUMNS FROM {name}")
        forms = ", ".join(_form(str(kind)) if str(column).startswith("k") else "%s" for column, kind, *_ in kinds)
        given = iter(rows)
        with self.con.cursor() as cursor:
            while batch := list(islice(given, _AT_ONCE)):
                cursor.executemany(f"INSERT INTO {name} VALUES ({forms})", [tuple(row)[:width] for row in batch])
        places = ", ".join(f"k{n}" for n in range(sum(str(column).startswith("k") for column, *_ in kinds)))
        with suppress(*ERRORS):  # keys that are too long for an index are looked for without one
            self.run(f"CREATE INDEX abide_k ON {name} ({places})")

    def delete(self, target: str, name: str, where: str) -> int:
        """DELETE of the rows of a join."""
        return self.run(f"DELETE t FROM {target} AS t JOIN {name} AS k ON {where}")

    def update(self, target: str, name: str, where: str, sets: Sequence[tuple[str, str]]) -> int:
        """UPDATE of the rows of a join."""
        done = ", ".join(f"t.{name_of(column)} = {value}" for column, value in sets)
        return self.run(f"UPDATE {target} AS t JOIN {name} AS k ON {where} SET {done}")

    def content(self, texts: Sequence[str]) -> str:
        """MD5 of UTF-8, joined as bytes: columns of several collations do not mix."""
        parts = ", ".join(
            f"IF({x} IS NULL, '-', CONCAT(CHAR_LENGTH({x}), ':', CAST(CONVERT({x} USING utf8mb4) AS BINARY)))"
            for x in texts
        )
        return f"MD5(CONCAT('', {parts or repr('')}))"

    def equal(self, one: str, other: str) -> str:
        """Byte for byte: collations call texts equal that are not."""
        return f"CAST({one} AS BINARY) = CAST({other} AS BINARY)"

    def told(self, error: Exception) -> str:
        """The kind of error and the server's number for it."""
        number = error.args[0] if error.args and isinstance(error.args[0], int) else ""
        return f"{type(error).__name__} {number}".strip()

    def kind_of_table(self, parts: Sequence[str]) -> str:
        """Only tables whose engine can undo."""
        rows = self.ask(
            f"SELECT t.table_type, lower(t.engine) FROM information_schema.tables t "
            f"WHERE t.table_schema = {_schema(parts)} AND t.table_name = {string_of(parts[-1])}"
        )
        if not rows:
            return "there is no such table, or the erasure account may not see it"
        if str(rows[0][0]).upper() != "BASE TABLE":
            return "it is a view; bind the table itself"
        if rows[0][1] not in _TRANSACTIONAL:
            return f"its engine, {rows[0][1]}, cannot undo half an erasure; convert the table to InnoDB"
        return ""

    def nullable(self, parts: Sequence[str]) -> dict[str, tuple[bool, bool]]:
        """From the catalog."""
        rows = self.ask(
            "SELECT lower(c.column_name), c.is_nullable, lower(c.data_type) FROM information_schema.columns c "
            f"WHERE c.table_schema = {_schema(parts)} AND c.table_name = {string_of(parts[-1])}"
        )
        return {str(name): (str(null) == "YES", str(kind) in _TEXTS) for name, null, kind in rows}


def _schema(parts: Sequence[str]) -> str:
    return string_of(parts[0]) if len(parts) > 1 else "database()"


def _form(kind: str) -> str:
    """How a landed text is written into a key column of this type."""
    plain = kind.lower()
    if "binary" in plain or "blob" in plain:
        return "UNHEX(SUBSTRING(%s, 3))"
    return "REPLACE(%s, '+00:00', '')" if plain.startswith("timestamp") else "%s"


def connect(url: str, store: Store, folder: Path) -> Writer:  # noqa: ARG001
    """A connection. TLS is required off this host; the url's query may say more, as for the export."""
    where = server(url, store, 3306)
    stated = dict(parse_qsl(urlsplit(url).query))
    mode = stated.get("ssl_mode", "disabled" if is_this_host(where["HOST"]) else "required")
    context = None
    if mode != "disabled":
        context = ssl.create_default_context(cafile=stated.get("ssl_ca"), capath=stated.get("ssl_capath"))
        context.check_hostname = mode == "verify_identity"
        context.verify_mode = ssl.CERT_REQUIRED if mode.startswith("verify") else ssl.CERT_NONE
        if stated.get("ssl_cert"):
            context.load_cert_chain(stated["ssl_cert"], stated.get("ssl_key"))
    socket = where["HOST"] if where["HOST"].startswith("/") else None
    con = pymysql.connect(
        host=None if socket else where["HOST"],
        unix_socket=socket,
        port=int(where["PORT"]),
        user=where.get("USER", ""),
        password=where.get("PASSWORD", ""),
        database=where["DATABASE"],
        charset="utf8mb4",
        autocommit=True,
        connect_timeout=10,
        read_timeout=3_600,
        ssl=context,
        client_flag=CLIENT.FOUND_ROWS,
        init_command=f"SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = {WAITS}",
    )
    return MySqlWriter(con)
