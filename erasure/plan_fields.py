"""Which fields of records that stay are blanked, and which stretches of them are cut out.

What belongs here: flags whose remedy leaves the record, as ``plan_field`` (store, table, record_key, action, what). The
stretches are where the scanners saw what a flag names; a field without any is blanked whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import duckdb
import pyarrow as pa

from erasure.canonical import canonical
from rules.terms import Remedy
from stores.quoting import literal
from stores.store import Store, Table

KEPT_COLUMNS = frozenset({"email", "phone", "email_sha256"})
"""Identifiers that a suppression record keeps: without them nobody could be suppressed (ICO, direct marketing)."""


def fields(
    con: duckdb.DuckDBPyConnection, flags: str, tables: Mapping[tuple[str, str], tuple[Store, Table]], as_of: date
) -> list[tuple[str, str]]:
    """Make ``plan_field`` of the flags that leave their records.

    Args:
        con: the snapshot.
        flags: a table of these flags: flag_id, store, table, record_key, remedy.
        tables: the tables that the flags' records are of.
        as_of: the night that the flags are of.

    Returns:
        What cannot be done: the flag's id, and why.
    """
    _wanted(con, flags, tables, as_of)
    told = con.execute(
        f"""SELECT f.flag_id, f.store || '.' || f."table" || ': the flag ' || left(f.flag_id, 12) || ' names no field'
        FROM {flags} AS f ANTI JOIN plan_wanted USING (flag_id)
        UNION ALL SELECT s.flag_id, f.store || '.' || f."table" || ': ' || s."column"
            || ' is a document''s text; a person mends the document'
        FROM plan_shut AS s JOIN {flags} AS f USING (flag_id) ORDER BY ALL"""
    ).fetchall()
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE plan_span AS
        SELECT DISTINCT w.flag_id, w."column", x."start", x."end"
        FROM plan_wanted AS w
        JOIN {flags} AS g ON g.flag_id = w.flag_id AND g.remedy = {literal(str(Remedy.REDACT))}
        JOIN flagged.flag AS f ON f.flag_id = w.flag_id AND f.as_of = DATE {literal(as_of.isoformat())}
        JOIN finding.finding AS x ON x.store = g.store AND x."table" = g."table" AND x.record_key = g.record_key
            AND x."column" = w."column" AND list_contains(string_split(f.category, ', '), x.category)
        WHERE x."start" IS NOT NULL"""
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE plan_field AS
        WITH touched AS (
            SELECT DISTINCT f.store, f."table", f.record_key, w."column", s."start", s."end"
            FROM plan_wanted AS w JOIN {flags} AS f USING (flag_id) ANTI JOIN plan_shut AS h ON h.flag_id = w.flag_id
            LEFT JOIN plan_span AS s ON s.flag_id = w.flag_id AND s."column" = w."column"
        ), field AS (
            SELECT store, "table", record_key, "column", bool_or("start" IS NULL) AS whole,
                string_agg('[' || "start"::BIGINT || ',' || "end"::BIGINT || ']', ',' ORDER BY "start", "end") AS spans
            FROM touched GROUP BY ALL
        )
        SELECT store, "table", record_key, CASE WHEN bool_and(whole) THEN 'blank' ELSE 'redact' END AS action,
            '{{' || string_agg(n.text || ':[' || CASE WHEN whole THEN '' ELSE spans END || ']', ',' ORDER BY "column")
            || '}}' AS what
        FROM field JOIN plan_name AS n USING ("column") GROUP BY store, "table", record_key"""
    )
    return told


def _wanted(
    con: duckdb.DuckDBPyConnection, flags: str, tables: Mapping[tuple[str, str], tuple[Store, Table]], as_of: date
) -> None:
    """Make ``plan_wanted`` (flag_id, column, place), ``plan_shut`` (flag_id, column) and ``plan_name`` (column, text).

    A column that is shut is a document's text: it cannot be blanked where it was read.
    """
    reduced = [
        (*place, name, n) for place, (_, table) in tables.items() for n, name in enumerate(_reduced(table))
    ]  # fmt: skip
    shut = [(*place, name, 0) for place, (_, table) in tables.items() for name in table.opened_names]
    for name, rows in (("plan_reduced", reduced), ("plan_opens", shut)):
        cells = {
            title: pa.array([row[n] for row in rows], pa.int64() if title == "place" else pa.string())
            for n, title in enumerate(("store", "table", "column", "place"))
        }
        con.register("plan_cells", pa.table(cells))
        con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM plan_cells")
        con.unregister("plan_cells")
    suppress = literal(str(Remedy.REDUCE_TO_SUPPRESSION))
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE plan_wanted AS
        SELECT g.flag_id, r."column", r.place FROM {flags} AS g JOIN plan_reduced AS r USING (store, "table")
        WHERE g.remedy = {suppress}
        UNION ALL SELECT flag_id, "column", min(place) FROM (
            SELECT g.flag_id, unnest(string_split(f.columns, ', ')) AS "column",
                unnest(range(len(string_split(f.columns, ', ')))) AS place
            FROM {flags} AS g JOIN flagged.flag AS f ON f.flag_id = g.flag_id
            WHERE g.remedy <> {suppress} AND f.as_of = DATE {literal(as_of.isoformat())}
        ) WHERE "column" <> '' GROUP BY ALL"""
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE plan_shut AS
        SELECT w.flag_id, arg_min(w."column", w.place) AS "column"
        FROM plan_wanted AS w JOIN {flags} AS g USING (flag_id)
        JOIN plan_opens AS o ON o.store = g.store AND o."table" = g."table" AND o."column" = w."column"
        GROUP BY w.flag_id"""
    )
    names = [row[0] for row in con.execute('SELECT DISTINCT "column" FROM plan_wanted').fetchall()]
    texts = {"column": pa.array(names, pa.string()), "text": pa.array(map(canonical, names), pa.string())}
    con.register("plan_cells", pa.table(texts))
    con.execute("CREATE OR REPLACE TEMP TABLE plan_name AS SELECT * FROM plan_cells")
    con.unregister("plan_cells")


def _reduced(table: Table) -> list[str]:
    """What goes of a record that is reduced to what suppresses its person."""
    kept = {one.column for kind, one in table.subject.items() if kind in KEPT_COLUMNS} | set(table.key)
    return sorted({*table.personal, *(one.column for one in table.subject.values())} - kept)
