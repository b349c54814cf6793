"""PostgreSQL as a dialect."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from stores.quoting import identifier, literal
from stores.sql import Dialect, secret, server
from stores.store import Store

_OPTIONS = "-c timezone=UTC -c datestyle=ISO,YMD -c intervalstyle=postgres -c extra_float_digits=1 -c bytea_output=hex"
_PASSED_ON = (
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "connect_timeout",
    "application_name",
    "target_session_attrs",
)


class Postgres:
    """``column::text``: infinity, NaN and every digit of a numeric as PostgreSQL prints them; moments in UTC."""

    extension = "postgres_scanner"
    function = "postgres_query"

    def attach(self, url: str, store: Store, folder: Path, alias: str) -> list[str]:  # noqa: ARG002
        """See ``stores.sql.Dialect``. SSL settings may stand in the url's query."""
        given = {name: value for name, value in parse_qsl(urlsplit(url).query) if name in _PASSED_ON}
        given = {"connect_timeout": "10", **given, "options": _OPTIONS}
        words = " ".join(f"{name}='{_escaped(value)}'" for name, value in given.items())
        return [
            secret("postgres", alias, server(url, store, 5432)),
            f"ATTACH {literal(words)} AS {identifier(alias)} (TYPE postgres, SECRET {identifier(alias)}, READ_ONLY)",
        ]

    def exported_at(self, url: str, store: Store, folder: Path) -> datetime | None:  # noqa: ARG002
        """See ``stores.sql.Dialect``. A server is read as it is now."""
        return None

    def columns(self, parts: list[str]) -> str:
        """See ``stores.sql.Dialect``."""
        return (
            "SELECT attname::text AS name, format_type(atttypid, atttypmod)::text AS kind "
            "FROM pg_catalog.pg_attribute "
            f"WHERE attrelid = to_regclass({literal(self.table(parts))}) AND attnum > 0 AND NOT attisdropped "
            "ORDER BY attnum"
        )

    def table(self, parts: list[str]) -> str:
        """See ``stores.sql.Dialect``."""
        return ".".join(identifier(part) for part in parts)

    def text(self, column: str, kind: str) -> str:  # noqa: ARG002
        """See ``stores.sql.Dialect``."""
        return f"{identifier(column)}::text AS {identifier(column)}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


DIALECT: Dialect = Postgres()
