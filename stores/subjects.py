"""The relations that rules see: each record with what is known of its person over all stores.

What belongs here: the tables ``relation.*`` made of records. Who is the same person is ``stores.linking``'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb

from rules.relations import EXTRA, FINDING, IDENTITY, OWN, RECORD, WIDE_ANY, WIDE_MAX
from stores.quoting import identifier, literal, table_name
from stores.store import Store, Table

Mapped = Sequence[tuple[Store, Table]]


def build_relations(
    con: duckdb.DuckDBPyConnection,
    mapped: Mapped,
    as_of: date,
    held: str | None = None,
    limited: str | None = None,
    wrong: str | None = None,
) -> int:
    """Build ``relation.record``, ``subject``, ``finding`` and the relations maps fill, from ``record.*`` and the links.

    Args:
        con: the warehouse, with ``record.*``, ``relation.linked``, ``finding.finding`` and ``landed.*``.
        mapped: the tables that were read tonight.
        as_of: the day on which a hold counts as running.
        held: a table of records on hold whatever their stores say: store, table, record_key (once each), review_on.
        limited: a table of what people had restricted or objected to whatever their stores say: number, digest (of an
            identifier), right, since. It holds for every record linked to one that bears the identifier.
        wrong: a table of records in which a value stands that was corrected: store, table, record_key, since.

    Returns:
        The number of records.
    """
    con.execute(f"CREATE OR REPLACE TABLE relation.record AS {_record_sql(mapped, as_of, held)}")
    _limit(con, limited)
    if wrong:
        con.execute(
            f"""UPDATE relation.record SET wrong_since = w.since
            FROM (SELECT store, "table", record_key, min(since) AS since FROM {wrong} GROUP BY ALL) AS w
            WHERE record.store = w.store AND record."table" = w."table" AND record.record_key = w.record_key"""
        )
    con.execute("CREATE OR REPLACE VIEW relation.subject AS SELECT * FROM relation.record WHERE subject IS NOT NULL")
    _each_request(con)
    for relation, columns in EXTRA.items():
        parts = [
            f"SELECT * FROM record.{table_name(store, table, relation)}"
            for store, table in mapped
            if relation in table.also
        ]
        empty = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns.items())
        source = " UNION ALL BY NAME ".join(parts) or (
            f'SELECT CAST(NULL AS VARCHAR) AS store, CAST(NULL AS VARCHAR) AS "table", '
            f"CAST(NULL AS VARCHAR) AS record_key, {empty} WHERE false"
        )
        con.execute(
            f'CREATE OR REPLACE TABLE relation."{relation}" AS SELECT r.*, {", ".join(f"x.{c}" for c in columns)} '
            f'FROM ({source}) AS x JOIN relation.record AS r USING (store, "table", record_key)'
        )
    _as_of_each_message(con, "send", "sent_on")
    _as_of_each_message(con, "disclosure", "disclosed_on")
    _as_of_each_message(con, "statistic", "collected_on")
    con.execute(f"CREATE OR REPLACE TABLE relation.finding AS {_finding_sql(con, mapped)}")
    found = con.execute("SELECT count(*) FROM relation.record").fetchone()
    return int(found[0]) if found else 0


def _limit(con: duckdb.DuckDBPyConnection, limited: str | None) -> None:
    """``relation.asked`` (subject, right, since), and the facts of these people: since when, and that they objected.

    The records' own facts stay as their stores state them: that somebody asked does not make a store obey.
    """
    source = limited or '(SELECT 0 AS number, NULL AS digest, NULL AS "right", CAST(NULL AS DATE) AS since)'
    con.execute(
        f"""
        CREATE OR REPLACE TABLE relation.asked AS
        SELECT DISTINCT linked.subject, l."right", l.since FROM {source} AS l
        JOIN record.identifier AS i ON i.digest = l.digest AND i.strength <> 'weak'
        JOIN relation.linked AS linked USING (store, "table", record_key)
        WHERE l.digest NOT IN (SELECT digest FROM relation.shared)
        """
    )
    con.execute(
        """
        UPDATE relation.record SET
            subject_restricted_on = least(subject_restricted_on, a.restricted_on),
            subject_opted_out_on = greatest(subject_opted_out_on, a.opted_out_on)
        FROM (
            SELECT subject, min(since) FILTER ("right" = 'restriction') AS restricted_on,
                max(since) FILTER ("right" = 'objection') AS opted_out_on
            FROM relation.asked GROUP BY subject
        ) AS a WHERE record.subject = a.subject
        """
    )


def _each_request(con: duckdb.DuckDBPyConnection) -> None:
    """``relation.erasure``; and in ``relation.record`` the first request that speaks of the record itself."""
    con.execute(f"CREATE OR REPLACE TABLE relation.erasure AS {_ERASURE}")
    con.execute(
        """
        UPDATE relation.record SET subject_erasure_requested_on = first.day
        FROM (
            SELECT store, "table", record_key, min(subject_erasure_requested_on) AS day
            FROM relation.erasure GROUP BY ALL
        ) AS first
        WHERE record.store = first.store AND record."table" = first."table" AND record.record_key = first.record_key
        """
    )


_ERASURE = """
    WITH asked AS (
        SELECT DISTINCT subject, erasure_requested_on AS day, erasure_extended_until AS until,
            max(erasure_requested_on) OVER (PARTITION BY subject) AS last
        FROM relation.record WHERE subject IS NOT NULL AND erasure_requested_on IS NOT NULL
    )
    SELECT r.* REPLACE (asked.day AS subject_erasure_requested_on, asked.until AS subject_erasure_extended_until)
    FROM relation.record AS r JOIN asked USING (subject)
    WHERE asked.day = asked.last OR coalesce(r.collected_on <= asked.day, true)
    UNION ALL BY NAME SELECT * FROM relation.record WHERE subject IS NULL AND erasure_requested_on IS NOT NULL
"""
"""Each record of who asked for erasure, beside each request that speaks of it (``rules.relations.RELATIONS``)."""


def _as_of_each_message(con: duckdb.DuckDBPyConnection, relation: str, day: str) -> None:
    """In ``relation.send``, what the person had said when each message went out, not what they said last.

    In ``relation.disclosure`` and ``statistic`` the same, when the data went out or were counted.

    The objection and the restriction are the latest before the day of the message, the permission the latest up to it:
    a later objection excuses no earlier message, and a later permission neither.
    """
    con.execute(
        f"""
        UPDATE relation.{relation} AS sent SET
            subject_opted_out_on = said.opted_out_on, subject_opted_in_on = said.opted_in_on,
            subject_restricted_on = said.restricted_on
        FROM (
            SELECT s.store, s."table", s.record_key,
                max(r.opted_out_on) FILTER (r.opted_out_on < s.{day}) AS opted_out_on,
                max(r.opted_in_on) FILTER (r.opted_in_on <= s.{day}) AS opted_in_on,
                max(r.restricted_on) FILTER (r.restricted_on < s.{day}) AS restricted_on
            FROM relation.{relation} AS s JOIN (
                SELECT subject, opted_out_on, opted_in_on, restricted_on FROM relation.record
                UNION ALL SELECT subject, CASE WHEN "right" = 'objection' THEN since END, NULL,
                    CASE WHEN "right" = 'restriction' THEN since END FROM relation.asked
            ) AS r ON r.subject = s.subject
            WHERE s.{day} IS NOT NULL GROUP BY ALL
        ) AS said
        WHERE sent.store = said.store AND sent."table" = said."table" AND sent.record_key = said.record_key
        """
    )


def _record_sql(mapped: Mapped, as_of: date, held: str | None) -> str:
    own = {**IDENTITY, **OWN, "subject_on_hold": "BOOLEAN"}
    parts = [f"SELECT * FROM record.{table_name(store, table)}" for store, table in mapped]
    nothing = ", ".join(f"CAST(NULL AS {kind}) AS {identifier(n)}" for n, kind in own.items() if n != "subject")
    source = " UNION ALL BY NAME ".join(parts) or f"SELECT {nothing} WHERE false"
    runs = f"(s.hold_until IS NULL OR s.hold_until >= CAST('{as_of.isoformat()}' AS DATE))"
    stated = f"coalesce(s.on_hold AND {runs}, false)"
    holds = held or '(SELECT NULL AS store, NULL AS "table", NULL AS record_key, CAST(NULL AS DATE) AS review_on)'
    widest = ", ".join(f"max({name}) AS subject_{name}" for name in WIDE_MAX)
    anywhere = ", ".join(
        f"coalesce(bool_or({name}), false) AS subject_{name}" for name in WIDE_ANY if name != "on_hold"
    )
    plain = ", ".join(f"o.{identifier(name)}" for name in (*IDENTITY, *OWN) if name not in {"on_hold", "hold_until"})
    alone = ", ".join(
        [f"coalesce(w.subject_{name}, o.{name}) AS subject_{name}" for name in WIDE_MAX]
        + [
            f"coalesce(w.subject_{name}, {'o.own_hold' if name == 'on_hold' else f'o.{name}'}, false) AS subject_{name}"
            for name in WIDE_ANY
        ]
    )
    order = ", ".join(identifier(name) for name in RECORD)
    return f"""
        WITH own AS (
            SELECT s.* REPLACE (
                    CASE WHEN h.review_on IS NOT NULL AND NOT {stated} THEN h.review_on ELSE s.hold_until END
                    AS hold_until
                ), l.subject, {stated} OR h.review_on IS NOT NULL AS own_hold,
                coalesce(s.subject_on_hold AND {runs}, false) AS person_hold,
                d.record_key IS NOT NULL AS in_doubt
            FROM ({source}) AS s LEFT JOIN relation.linked AS l USING (store, "table", record_key)
            LEFT JOIN relation.doubt AS d USING (store, "table", record_key)
            LEFT JOIN {holds} AS h ON h.store = s.store AND h."table" = s."table" AND h.record_key = s.record_key
        ), wide AS (
            SELECT subject, {widest}, {anywhere}, bool_or(person_hold) AS held,
                bool_or(own_hold OR person_hold) AS subject_on_hold,
                CASE WHEN bool_or(person_hold AND hold_until IS NULL) THEN NULL
                    ELSE max(hold_until) FILTER (person_hold) END AS held_until,
                count(*) AS subject_records, count(DISTINCT store) AS subject_stores,
                bool_or(in_doubt) AS subject_doubtful
            FROM own WHERE subject IS NOT NULL GROUP BY subject
        )
        SELECT {order} FROM (
            SELECT {plain}, o.own_hold OR o.person_hold OR coalesce(w.held, false) AS on_hold,
                CASE WHEN NOT o.own_hold AND w.held THEN w.held_until ELSE o.hold_until END AS hold_until,
                {alone}, coalesce(w.subject_records, 1) AS subject_records,
                coalesce(w.subject_stores, 1) AS subject_stores,
                coalesce(w.subject_doubtful, o.in_doubt) AS subject_doubtful, CAST(NULL AS DATE) AS wrong_since
            FROM own AS o LEFT JOIN wide AS w USING (subject)
        )
    """


def _finding_sql(con: duckdb.DuckDBPyConnection, mapped: Mapped) -> str:
    """One row a record, column and category: what the map declares, and what the scanners saw in it."""
    parts = [
        (
            'SELECT store, "table", record_key, "column", category, max(score) AS score, '
            "min(stated_or_implied) FILTER (stated_or_implied = 'stated') AS stated, "
            "CASE WHEN bool_and(about = 'other') THEN 'other' ELSE min(about) FILTER (about <> 'other') END AS about, "
            "'scanner' AS said_by FROM finding.finding WHERE record_key IS NOT NULL GROUP BY ALL"
        )
    ]
    whole = con.execute(
        'SELECT store, "table", "column", category, max(score), min(stated_or_implied) FROM finding.finding '
        "WHERE record_key IS NULL GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    for store, table in mapped:
        landed = f"landed.{table_name(store, table)}"
        columns = [(column, category, 1.0, "stated", "map") for column, category in sorted(table.personal.items())]
        columns += [
            (column, category, score, said, "scanner")
            for name, of, column, category, score, said in whole
            if (name, of) == (store.name, table.name) and table.personal.get(column) != category
        ]
        parts += [
            f"SELECT {literal(store.name)}, {literal(table.name)}, record_key, {literal(column)}, {literal(category)}, "
            f"{float(score)}, {literal('stated' if said == 'stated' else None)}, 'unknown', {literal(by)} "
            f"FROM {landed} WHERE trim({identifier(column)}) <> ''"
            for column, category, score, said, by in columns
        ]
    union = " UNION ALL ".join(parts)
    more = ", ".join(identifier(name) for name in FINDING)
    return f"""
        SELECT r.*, {more} FROM (
            SELECT store, "table", record_key, "column", category, max(score) AS score,
                coalesce(max(stated), 'implied') AS stated_or_implied,
                CASE WHEN bool_and(about = 'other') THEN 'other' ELSE 'subject' END AS about, min(said_by) AS said_by
            FROM ({union}) GROUP BY store, "table", record_key, "column", category
        ) AS f JOIN relation.record AS r USING (store, "table", record_key)
    """
