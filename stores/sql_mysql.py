"""MariaDB and MySQL as a dialect."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from stores.quoting import identifier, literal
from stores.sql_dialect import Ask, Dialect, Session, is_this_host, secret, server
from stores.store import Store

PASSED_ON = ("ssl_mode", "ssl_ca", "ssl_capath", "ssl_cert", "ssl_cipher", "ssl_key", "compress")
_BYTES = ("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "bit", "vector")
_SHAPES = (
    "geometry",
    "point",
    "linestring",
    "polygon",
    "multipoint",
    "multilinestring",
    "multipolygon",
    "geometrycollection",
    "geomcollection",
)
_TEXTS = ("char", "varchar", "tinytext", "text", "mediumtext", "longtext")
_WHOLE = ("", "utf8mb4", "utf8mb3", "utf8", "ascii", "latin1")
"""Character sets of which every character has a place in utf8mb4."""
_READS = ("USAGE", "SELECT", "SHOW VIEW", "SHOW DATABASES", "PROCESS", "REPLICATION CLIENT", "REFERENCES")


class MySql:
    """``CAST(column AS CHAR)``: a zero date stays '0000-00-00'; bytes are hexadecimal; moments in UTC, and say so.

    A FLOAT is printed as the double it is: the servers round it to six digits otherwise. The scanner runs each
    streamed query on a connection of its own, so one moment is one statement: InnoDB gives it one read view, and the
    engines without transactions keep their tables locked against change until it ends.
    """

    extension = "mysql_scanner"
    function = "mysql_query"
    one_statement = True

    def attach(self, url: str, store: Store, folder: Path, alias: str) -> list[str]:  # noqa: ARG002
        """See ``stores.sql_dialect.Dialect``. TLS is required off this host; the url's query may say more."""
        address = server(url, store, 3306)
        given = {"compress": "false"}  # the client asks for compression: measured, three times the server's CPU
        given |= {} if is_this_host(address["HOST"]) else {"ssl_mode": "required"}
        given |= {name: value for name, value in parse_qsl(urlsplit(url).query) if name in PASSED_ON}
        words = " ".join(f"{name}={_escaped(value)}" for name, value in given.items())
        return [
            "SET GLOBAL mysql_session_time_zone = '+00:00'",
            "SET GLOBAL mysql_query_timeout_enabled = false",
            secret("mysql", alias, address),
            f"ATTACH {literal(words)} AS {identifier(alias)} (TYPE mysql, SECRET {identifier(alias)}, READ_ONLY)",
        ]

    def exported_at(self, url: str, store: Store, folder: Path) -> datetime | None:  # noqa: ARG002
        """See ``stores.sql_dialect.Dialect``. A server is read as it is now."""
        return None

    def session(self, ask: Ask) -> Session:
        """See ``stores.sql_dialect.Dialect``."""
        names = "'time_zone', 'tx_isolation', 'transaction_isolation'"
        found = {str(name): str(value) for name, value in ask(f"SHOW VARIABLES WHERE variable_name IN ({names})")}
        if found.get("time_zone") != "+00:00":
            return Session("the session's time zone is not +00:00", False)
        if "READ-UNCOMMITTED" in found.values():
            return Session("the server reads uncommitted data by default; set transaction_isolation otherwise", False)
        return Session(None, False)

    def columns(self, parts: list[str]) -> str:
        """See ``stores.sql_dialect.Dialect``. The type is followed by its character set."""
        schema = string_of(parts[0]) if len(parts) > 1 else "database()"
        return (
            "SELECT c.column_name AS name, CONCAT(c.data_type, ' ', COALESCE(c.character_set_name, '')) AS kind, "
            "CASE WHEN t.engine IN ('FEDERATED', 'CONNECT', 'SPIDER') THEN 'it is a table of another server, so its "
            "rows are of another moment than the other tables''' END AS note "
            "FROM information_schema.columns c LEFT JOIN information_schema.tables t "
            "ON t.table_schema = c.table_schema AND t.table_name = c.table_name "
            f"WHERE c.table_schema = {schema} AND c.table_name = {string_of(parts[-1])} ORDER BY c.ordinal_position"
        )

    def table(self, parts: list[str]) -> str:
        """See ``stores.sql_dialect.Dialect``."""
        return ".".join(name_of(part) for part in parts)

    def text(self, column: str, kind: str) -> str:
        """See ``stores.sql_dialect.Dialect``."""
        name = name_of(column)
        kind, _, characters = kind.lower().partition(" ")
        said = f"CAST({name} AS CHAR CHARACTER SET utf8mb4)"
        if kind in _BYTES or characters == "binary":
            return f"CONCAT('0x', HEX({name}))"
        match kind:
            case "float":
                return f"CAST({name} + 0e0 AS CHAR CHARACTER SET utf8mb4)"
            case "timestamp":
                return f"IF({said} LIKE '0000%', {said}, CONCAT({said}, '+00:00'))"
            case word if word in _SHAPES:
                return f"CONCAT('0x', HEX(ST_AsWKB({name})))"
            case word if word in _TEXTS and characters == "utf8mb4":
                return f"{name} COLLATE utf8mb4_general_ci"  # else a binary collation is read as bytes
            case _:
                return said

    def lost(self, column: str, kind: str) -> str | None:
        """See ``stores.sql_dialect.Dialect``. The servers write '?' for what has no place in Unicode."""
        characters = kind.lower().partition(" ")[2]
        if characters in _WHOLE or characters == "binary":
            return None
        name = name_of(column)
        again = f"CONVERT(CONVERT({name} USING utf8mb4) USING {characters})"
        return f"COALESCE(CAST({again} AS BINARY) <> CAST({name} AS BINARY), FALSE)"

    def prints_dates(self, kind: str) -> bool:  # noqa: ARG002
        """See ``stores.sql_dialect.Dialect``. The servers keep 2026-00-00, and 2026-02-31 if sql_mode lets them."""
        return False

    def unique(self, parts: list[str], key: Sequence[str]) -> str | None:
        """See ``stores.sql_dialect.Dialect``. Of another unique index a session may have put off the check."""
        schema = string_of(parts[0]) if len(parts) > 1 else "database()"
        names = ", ".join(map(string_of, key))
        return (
            f"SELECT COUNT(*) > 0 AND MIN(COALESCE(s.column_name IN ({names}) AND s.sub_part IS NULL "
            "AND c.data_type IN ('tinyint', 'smallint', 'mediumint', 'int', 'bigint') "
            "AND t.engine IN ('InnoDB', 'MyISAM', 'Aria'), 0)) AS own FROM information_schema.statistics s "
            "LEFT JOIN information_schema.columns c ON c.table_schema = s.table_schema AND c.table_name = s.table_name "
            "AND c.column_name = s.column_name LEFT JOIN information_schema.tables t "
            "ON t.table_schema = s.table_schema AND t.table_name = s.table_name "
            f"WHERE s.table_schema = {schema} AND s.table_name = {string_of(parts[-1])} AND s.index_name = 'PRIMARY'"
        )

    def may_write(self, ask: Ask) -> bool:
        """See ``stores.sql_dialect.Dialect``. Of a role, what is granted to it while it is active."""
        granted = [re.match(r"GRANT (.+?) ON ", str(row[0])) for row in ask("SHOW GRANTS")]
        words = (re.sub(r"\([^)]*\)", "", found[1]) for found in granted if found)
        return any(word.strip() not in _READS for line in words for word in line.split(","))


def _escaped(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def name_of(text: str) -> str:
    """A name, quoted."""
    return "`" + text.replace("`", "``") + "`"


def string_of(text: str) -> str:
    """A string that reads the same whatever the server's sql_mode says of backslashes and quotes."""
    return f"CONVERT(0x{text.encode().hex()} USING utf8mb4)" if text else "''"


DIALECT: Dialect = MySql()
