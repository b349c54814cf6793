"""MariaDB and MySQL as a dialect."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from stores.quoting import identifier, literal
from stores.sql import Dialect, secret, server
from stores.store import Store

_PASSED_ON = ("ssl_mode", "ssl_ca", "ssl_capath", "ssl_cert", "ssl_cipher", "ssl_key")
_BYTES = ("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "bit")
_SHAPES = ("geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon")


class MySql:
    """``CAST(column AS CHAR)``: a zero date stays '0000-00-00'; bytes are hexadecimal; moments in UTC.

    A FLOAT is printed as the double it is: the servers round it to six digits otherwise.
    """

    extension = "mysql_scanner"
    function = "mysql_query"

    def attach(self, url: str, store: Store, folder: Path, alias: str) -> list[str]:  # noqa: ARG002
        """See ``stores.sql.Dialect``. SSL settings may stand in the url's query, e.g. ssl_mode=required."""
        given = [(name, value) for name, value in parse_qsl(urlsplit(url).query) if name in _PASSED_ON]
        words = " ".join(f"{name}={value}" for name, value in given)
        return [
            "SET mysql_session_time_zone = '+00:00'",
            "SET mysql_query_timeout_enabled = false",
            secret("mysql", alias, server(url, store, 3306)),
            f"ATTACH {literal(words)} AS {identifier(alias)} (TYPE mysql, SECRET {identifier(alias)}, READ_ONLY)",
        ]

    def exported_at(self, url: str, store: Store, folder: Path) -> datetime | None:  # noqa: ARG002
        """See ``stores.sql.Dialect``. A server is read as it is now."""
        return None

    def columns(self, parts: list[str]) -> str:
        """See ``stores.sql.Dialect``."""
        schema = _string(parts[0]) if len(parts) > 1 else "database()"
        return (
            "SELECT column_name AS name, data_type AS kind FROM information_schema.columns "
            f"WHERE table_schema = {schema} AND table_name = {_string(parts[-1])} ORDER BY ordinal_position"
        )

    def table(self, parts: list[str]) -> str:
        """See ``stores.sql.Dialect``."""
        return ".".join(_name(part) for part in parts)

    def text(self, column: str, kind: str) -> str:
        """See ``stores.sql.Dialect``."""
        name = _name(column)
        match kind.lower():
            case "float":
                value = f"CAST({name} + 0e0 AS CHAR CHARACTER SET utf8mb4)"
            case word if word in _BYTES:
                value = f"CONCAT('0x', HEX({name}))"
            case word if word in _SHAPES:
                value = f"CONCAT('0x', HEX(ST_AsWKB({name})))"
            case _:
                value = f"CAST({name} AS CHAR CHARACTER SET utf8mb4)"
        return f"{value} AS {name}"


def _name(text: str) -> str:
    return "`" + text.replace("`", "``") + "`"


def _string(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


DIALECT: Dialect = MySql()
