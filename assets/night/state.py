"""The warehouse's own tables, and what a step of the night says of its work.

What belongs here: the tables of ``meta`` and ``finding``, and the results that steps hand to whoever asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from assets.night.memo import ALL_TABLES as MEMO
from assets.night.memo import begin_memo
from rules.engine import prepare
from rules.terms import Verdict
from stores.controller import Controller
from stores.quoting import identifier, literal
from stores.store import Store, Table


@dataclass(frozen=True)
class Reading:
    """How one table was read tonight; ``table`` is '' for a store that is not read at all.

    ``doubts``: why what was read cannot be relied on (cut short, contract broken), in words, without a value. A clause
    that needs the table is then not proved, however freshly it was read.
    """

    store: str
    table: str
    provider: str | None
    role: str
    reading: str
    exported_at: datetime | None = None
    age_hours: float | None = None
    fresh_within_hours: float | None = None
    rows: int = 0
    landed: int = 0
    quarantined: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    unknown_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    error: str | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClauseResult:
    """What the night says of one clause."""

    clause: str
    rule: str | None
    verdict: Verdict
    flags: int = 0
    judged: int = 0
    undated: int = 0
    withheld: int = 0
    kept: Mapping[str, int] = field(default_factory=dict)
    stores_needed: tuple[str, ...] = ()
    stores_stale: tuple[str, ...] = ()
    reason: str = ""


_OF_TABLES = {
    "contract": 'position INTEGER, kind VARCHAR, "column" VARCHAR, held BOOLEAN, records BIGINT, keys VARCHAR[], '
    "told VARCHAR, doubted BOOLEAN",
    "volume": "as_of DATE, rows BIGINT, landed BIGINT",
    "shape": 'as_of DATE, "column" VARCHAR, kind VARCHAR, filled BIGINT',
    "drift": 'as_of DATE, "column" VARCHAR, what VARCHAR, before VARCHAR, now VARCHAR, since DATE, mapped BOOLEAN',
}
"""What is known of each table beside its reading: of tonight, or (``volume`` and ``shape``) of every night."""


def begin(con: duckdb.DuckDBPyConnection) -> None:
    """Create what a night writes to, where it is missing; once for a connection."""
    if con.execute("SELECT getvariable('abide_begun')").fetchall() == [(True,)]:
        return
    _create(con)
    con.execute("SET VARIABLE abide_begun = true")


def _create(con: duckdb.DuckDBPyConnection) -> None:
    for schema in ("landed", "quarantine", "finding", "record", "relation", "flagged", "meta"):
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    prepare(con)
    con.execute(
        "CREATE TABLE IF NOT EXISTS meta.reading "
        '(store VARCHAR, "table" VARCHAR, provider VARCHAR, role VARCHAR, reading VARCHAR, exported_at TIMESTAMP, '
        "age_hours DOUBLE, fresh_within_hours DOUBLE, rows BIGINT, landed BIGINT, quarantined BIGINT, reasons VARCHAR, "
        "unknown_columns VARCHAR, missing_columns VARCHAR, error VARCHAR, doubts VARCHAR)"
    )
    con.execute("ALTER TABLE meta.reading ADD COLUMN IF NOT EXISTS doubts VARCHAR")  # a warehouse made before it
    for name, columns in _OF_TABLES.items():
        con.execute(f'CREATE TABLE IF NOT EXISTS meta.{name} (store VARCHAR, "table" VARCHAR, {columns})')
    con.execute(
        "CREATE TABLE IF NOT EXISTS meta.verdict "
        "(as_of DATE, position INTEGER, clause VARCHAR, rule VARCHAR, verdict VARCHAR, flags BIGINT, judged BIGINT, "
        "undated BIGINT, withheld BIGINT, kept VARCHAR, stores_needed VARCHAR, stores_stale VARCHAR, reason VARCHAR)"
    )
    con.execute(
        'CREATE TABLE IF NOT EXISTS meta."column" '
        '(store VARCHAR, "table" VARCHAR, "column" VARCHAR, position INTEGER, category VARCHAR, said_by VARCHAR)'
    )
    con.execute(
        "CREATE TABLE IF NOT EXISTS finding.finding "
        '(store VARCHAR, "table" VARCHAR, "column" VARCHAR, record_key VARCHAR, category VARCHAR, score DOUBLE, '
        '"start" BIGINT, "end" BIGINT, stated_or_implied VARCHAR, about VARCHAR, recogniser VARCHAR, '
        "distinct_values BIGINT, as_of DATE, evidence VARCHAR)"
    )
    con.execute("ALTER TABLE finding.finding ADD COLUMN IF NOT EXISTS evidence VARCHAR")  # as with doubts
    con.execute(
        "CREATE TABLE IF NOT EXISTS finding.unread "
        '(store VARCHAR, "table" VARCHAR, "column" VARCHAR, language VARCHAR, told VARCHAR)'
    )
    con.execute(
        "CREATE TABLE IF NOT EXISTS finding.allowed AS "
        "SELECT *, '' AS reason, '' AS allowed_by, DATE '2000-01-01' AS allowed_until FROM finding.finding LIMIT 0"
    )


def forget_what_is_gone(con: duckdb.DuckDBPyConnection, controller: Controller) -> None:
    """Drop what belongs to stores, tables or clauses that are no longer configured."""
    known = {f"{store.name}__{table.name}" for store, table in controller.tables()}
    left = con.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database() "
        "AND schema_name IN ('landed', 'quarantine', 'record') AND table_name <> 'identifier'"
    ).fetchall()
    for schema, name in left:
        if not any(name == table or (schema == "record" and name.startswith(table + "__")) for table in known):
            con.execute(f"DROP TABLE {schema}.{identifier(name)}")
    begin_memo(con)
    for place in (
        "meta.reading",
        'meta."column"',
        "finding.finding",
        "finding.unread",
        "finding.allowed",
        *(f"meta.{name}" for name in (*_OF_TABLES, *MEMO)),
    ):
        pairs = [f"({literal(s.name)}, {literal(t.name)})" for s, t in controller.tables()]
        pairs += [f"({literal(s.name)}, '')" for s in controller.stores if s.connector == "none"]
        con.execute(f'DELETE FROM {place} WHERE (store, "table") NOT IN ({", ".join(pairs)})')
    clauses = ", ".join(literal(clause.id) for clause in controller.notice.clauses if clause.rule) or "''"
    for place in ("flagged.flag", "flagged.kept"):
        con.execute(f"DELETE FROM {place} WHERE clause NOT IN ({clauses})")


def is_landed(con: duckdb.DuckDBPyConnection, store: Store, table: Table) -> bool:
    """Whether the table was read tonight, in whatever state: fresh, stale or empty."""
    found = con.execute(
        "SELECT reading NOT IN ('failed', 'not_read') FROM meta.reading WHERE store = ? AND \"table\" = ?",
        [store.name, table.name],
    ).fetchone()
    return bool(found and found[0])
