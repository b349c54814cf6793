"""PostgreSQL as a dialect."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from stores.quoting import identifier, literal
from stores.sql_dialect import Ask, Dialect, Session, is_this_host, secret, server
from stores.store import Store

_SETTINGS = {
    "timezone": "UTC",
    "datestyle": "ISO,YMD",
    "intervalstyle": "postgres",
    "extra_float_digits": "1",
    "bytea_output": "hex",
}
OPTIONS = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
_DATES = ("date", "timestamp with time zone", "timestamp without time zone")
PASSED_ON = (
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "connect_timeout",
    "application_name",
    "target_session_attrs",
)


class Postgres:
    """``column::text``: infinity, NaN and every digit of a numeric as PostgreSQL prints them; moments in UTC.

    The scanner opens one REPEATABLE READ, READ ONLY transaction of the server's for each of DuckDB's.
    """

    extension = "postgres_scanner"
    function = "postgres_query"
    one_statement = False

    def attach(self, url: str, store: Store, folder: Path, alias: str) -> list[str]:  # noqa: ARG002
        """See ``stores.sql_dialect.Dialect``. TLS is required off this host; the url's query may say more."""
        address = server(url, store, 5432)
        given = {"connect_timeout": "10", "application_name": "abide"}
        given |= {} if is_this_host(address["HOST"]) else {"sslmode": "require"}
        given |= {name: value for name, value in parse_qsl(urlsplit(url).query) if name in PASSED_ON}
        words = " ".join(f"{name}='{_escaped(value)}'" for name, value in {**given, "options": OPTIONS}.items())
        return [
            secret("postgres", alias, address),
            f"ATTACH {literal(words)} AS {identifier(alias)} (TYPE postgres, SECRET {identifier(alias)}, READ_ONLY)",
        ]

    def exported_at(self, url: str, store: Store, folder: Path) -> datetime | None:  # noqa: ARG002
        """See ``stores.sql_dialect.Dialect``. A server is read as it is now."""
        return None

    def session(self, ask: Ask) -> Session:
        """See ``stores.sql_dialect.Dialect``. A connection pooler in between may drop the settings it does not know."""
        names = ", ".join(f"current_setting('{name}') AS {name}" for name in (*_SETTINGS, "server_encoding"))
        (*found, encoding), *_ = ask(f"SELECT {names}")
        for (name, wanted), value in zip(_SETTINGS.items(), found, strict=True):
            if str(value).replace(" ", "").lower() != wanted.lower():
                return Session(f"the session's {name} is not {wanted}; connect past the pooler that drops it", False)
        return Session(None, encoding != "SQL_ASCII")

    def columns(self, parts: list[str]) -> str:
        """See ``stores.sql_dialect.Dialect``. The type of a domain is what it is made of."""
        return (
            "SELECT attname::text AS name, (WITH RECURSIVE base(t, typbasetype) AS (SELECT t.oid, t.typbasetype "
            "FROM pg_catalog.pg_type t WHERE t.oid = atttypid UNION ALL SELECT t.oid, t.typbasetype FROM base "
            "JOIN pg_catalog.pg_type t ON t.oid = base.typbasetype) "
            "SELECT format_type(base.t, NULL) FROM base WHERE base.typbasetype = 0)::text AS kind, CASE "
            "WHEN c.relkind = 'f' "
            "THEN 'it is a foreign table, so its rows are of another moment than the other tables''' "
            "WHEN row_security_active(c.oid) THEN 'row-level security may hide rows of it from this account; "
            "grant the account BYPASSRLS' END::text AS note "
            "FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_class c ON c.oid = attrelid "
            f"WHERE c.oid = to_regclass({literal(self.table(parts))}) AND attnum > 0 AND NOT attisdropped "
            "AND (has_table_privilege(c.oid, 'SELECT') OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a "
            "WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
            "AND NOT has_column_privilege(c.oid, a.attnum, 'SELECT'))) "
            "ORDER BY attnum"
        )

    def table(self, parts: list[str]) -> str:
        """See ``stores.sql_dialect.Dialect``."""
        return ".".join(identifier(part) for part in parts)

    def text(self, column: str, kind: str) -> str:
        """See ``stores.sql_dialect.Dialect``. As every client sees it; a cast of one address would add its netmask."""
        return f"abbrev({identifier(column)})" if kind == "inet" else f"{identifier(column)}::text"

    def lost(self, column: str, kind: str) -> str | None:  # noqa: ARG002
        """See ``stores.sql_dialect.Dialect``. The server refuses what it cannot convert."""
        return None

    def prints_dates(self, kind: str) -> bool:
        """See ``stores.sql_dialect.Dialect``. The session's DateStyle is ISO, YMD."""
        return kind in _DATES

    def unique(self, parts: list[str], key: Sequence[str]) -> str | None:
        """See ``stores.sql_dialect.Dialect``. A table that others inherit from shows their rows, past its index."""
        names = ", ".join(map(literal, key))
        return (
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid "
            f"WHERE i.indrelid = to_regclass({literal(self.table(parts))}) AND i.indisunique AND i.indisvalid "
            "AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL AND (c.relkind = 'p' "
            "OR c.relkind = 'r' AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhparent = c.oid)) "
            "AND NOT EXISTS (SELECT FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(num, place) "
            "LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.num "
            f"WHERE k.place <= i.indnkeyatts AND (a.attname = ANY (ARRAY[{names}]::name[]) AND a.attnotnull "
            "AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'uuid'::regtype)) IS NOT TRUE)) "
            "AS own"
        )

    def may_write(self, ask: Ask) -> bool:
        """See ``stores.sql_dialect.Dialect``."""
        return bool(
            ask(
                "SELECT r.rolsuper OR EXISTS (SELECT FROM pg_catalog.pg_class c "
                "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                "WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'f') "
                "AND (has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') "
                "OR has_any_column_privilege(c.oid, 'INSERT, UPDATE'))) AS writes "
                "FROM pg_catalog.pg_roles r WHERE r.rolname = current_user"
            )[0][0]
        )


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


DIALECT: Dialect = Postgres()
