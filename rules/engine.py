"""The engine: judges every row of a relation against one clause, and says what the clause's verdict is.

What belongs here: judging; how a clause becomes SQL is ``rules.compiled``'s. The connection holds the relations as
tables ``relation.{name}`` and the macros of ``relations.sql`` and ``keyed_digest``; ``as_of`` is passed in. One
set-based statement a clause, no Python over rows.

Each row in scope gets one answer, decided in this order: a ground to keep beats everything; a row whose clock never
started or starts in the future is *undated*; then the rule's conditions flag it or leave it clear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb
import sqlglot
from sqlglot import exp

from rules.calendar import ZONE, provide
from rules.compiled import Compiled
from rules.flag import identity_sql
from rules.relations import MANY_A_RECORD, RELATIONS
from rules.sql import condition, literals
from rules.terms import Verdict


@dataclass(frozen=True)
class Judged:
    """The counts of one clause on one night, in records. ``kept`` maps each ground that kept records to how many.

    ``withheld`` are records that would be flagged, were every store read that could prove the contrary. ``dismissed``
    are flags that a person dismissed, until ``dismissed_until`` at the earliest; they are among ``flags``.
    """

    rows: int
    flags: int
    undated: int
    withheld: int = 0
    kept: Mapping[str, int] = field(default_factory=dict)
    dismissed: int = 0
    dismissed_until: date | None = None


def judge(
    con: duckdb.DuckDBPyConnection,
    compiled: Compiled,
    controller: str,
    as_of: date,
    *,
    withheld: bool = False,
    zone: str = ZONE,
) -> Judged:
    """Judge one clause: replaces its rows in ``flagged.flag`` and ``flagged.kept``.

    Args:
        con: the warehouse, with ``relation.*`` built for this night.
        compiled: the clause to judge.
        controller: the controller's id, part of each flag's identity.
        as_of: the day the night is judged on.
        withheld: judge, but raise no flag: a store that could prove the contrary was not read.
        zone: the time zone in which the controller's days begin.

    Returns:
        How many records were judged, flagged, undated, and kept by which ground. A record counts once.
    """
    prepare(con)
    clause = compiled.clause
    con.execute("DELETE FROM flagged.flag WHERE clause = ?", [clause.id])
    con.execute("DELETE FROM flagged.kept WHERE clause = ?", [clause.id])
    query = _answered(compiled)
    provide(con, query, zone)
    con.execute(f"CREATE OR REPLACE TEMP TABLE answered AS {query}")
    counts = con.execute(
        """
        WITH record AS (
            SELECT store, "table", record_key, bool_or(answer = 'flag') AS flag, bool_or(answer = 'undated') AS undated
            FROM answered GROUP BY ALL
        )
        SELECT count(*) FILTER (flag), count(*) FILTER (undated AND NOT flag) FROM record
        """
    ).fetchone()
    judged = con.execute(_counted(compiled)).fetchone()
    kept = dict(
        con.execute(
            'SELECT answer[9:], count(DISTINCT (store, "table", record_key)) FROM answered '
            "WHERE answer LIKE 'kept by %' GROUP BY 1 ORDER BY 1"
        ).fetchall()
    )
    con.execute(_insert_kept(clause.id))
    if not withheld:
        con.execute(_insert_flags(compiled, controller, as_of))
    con.execute("DROP TABLE answered")
    flags, undated = counts or (0, 0)
    rows = judged[0] if judged else 0
    if withheld:
        return Judged(rows=rows, flags=0, undated=undated, withheld=flags, kept=kept)
    return Judged(rows=rows, flags=flags, undated=undated, kept=kept)


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Create ``flagged.flag``, ``flagged.kept`` and ``flagged.first_seen`` where they are missing."""
    con.execute("CREATE SCHEMA IF NOT EXISTS flagged")
    con.execute(
        "CREATE TABLE IF NOT EXISTS flagged.flag (flag_id VARCHAR, controller VARCHAR, clause VARCHAR, rule VARCHAR, "
        'store VARCHAR, "table" VARCHAR, record_key VARCHAR, subject VARCHAR, category VARCHAR, columns VARCHAR, '
        "because VARCHAR, facts VARCHAR, due_on DATE, overdue_days BIGINT, remedy VARCHAR, status VARCHAR, "
        "first_flagged_on DATE, as_of DATE, facts_digest VARCHAR)"
    )
    con.execute(
        'CREATE TABLE IF NOT EXISTS flagged.kept (clause VARCHAR, store VARCHAR, "table" VARCHAR, record_key VARCHAR, '
        "ground VARCHAR, losing VARCHAR)"
    )
    con.execute("CREATE TABLE IF NOT EXISTS flagged.first_seen (flag_id VARCHAR PRIMARY KEY, first_flagged_on DATE)")


def _counted(compiled: Compiled) -> str:
    """A query for how many records are in scope."""
    over = compiled.rule.over
    what = 'DISTINCT (store, "table", record_key)' if over in MANY_A_RECORD else "*"
    return f'SELECT count({what}) FROM relation."{over}" WHERE {compiled.scope}'


def _answered(compiled: Compiled) -> str:
    """A query for each row in scope that is not clear; its words and facts are made only where somebody reads them."""
    facts = ", ".join(f"'{name}', CAST(\"{name}\" AS VARCHAR)" for name in compiled.facts)
    states = ", ".join(f"'{name}', {sql}" for name, sql in compiled.grounds.items())
    has = RELATIONS[compiled.rule.over]
    dated = compiled.dated(f'(SELECT * FROM relation."{compiled.rule.over}" WHERE {compiled.scope})')
    return f"""
        SELECT store, "table", record_key, subject,
            {'"column"' if "column" in has else "CAST(NULL AS VARCHAR)"} AS "column",
            {"category" if "category" in has else "CAST(NULL AS VARCHAR)"} AS category,
            answer, due_on, CASE WHEN answer = 'flag' THEN {compiled.because} END AS because,
            CASE WHEN answer = 'flag' THEN json_object({facts}) END AS facts,
            CASE WHEN answer <> 'undated' THEN json_object({states}) END AS grounds
        FROM (SELECT *, {compiled.answer_in_scope} AS answer FROM ({dated})) WHERE answer <> 'clear'
    """


def _insert_kept(clause: str) -> str:
    return f"""
        INSERT INTO flagged.kept
        SELECT '{clause}', store, "table", record_key, min(answer[9:]), CAST(any_value(grounds) AS VARCHAR)
        FROM answered WHERE answer LIKE 'kept by %' GROUP BY store, "table", record_key
    """


def _insert_flags(compiled: Compiled, controller: str, as_of: date) -> str:
    clause, rule = compiled.clause, compiled.rule
    day = f"CAST('{as_of.isoformat()}' AS DATE)"
    owner = "'" + controller.replace("'", "''") + "'"
    several_days = rule.over in MANY_A_RECORD and rule.due_on is not None

    def told(column: str) -> str:
        """What the flag says where a record has several rows: of those with days, what the first of them says."""
        return f"arg_min({column}, (due_on, because, {column}))" if several_days else f"min({column})"

    return f"""
        INSERT INTO flagged.flag
        WITH one AS (
            SELECT {identity_sql(controller, rule.id, clause.id)} AS flag_id, store, "table", record_key,
                any_value(subject) AS subject,
                array_to_string(list_sort(list(DISTINCT category)), ', ') AS category,
                array_to_string(list_sort(list(DISTINCT "column")), ', ') AS columns,
                {told("because")} AS because, CAST({told("facts")} AS VARCHAR) AS facts,
                CAST({told("grounds")} AS VARCHAR) AS grounds, min(due_on) AS due_on
            FROM answered WHERE answer = 'flag' GROUP BY store, "table", record_key
        )
        SELECT one.flag_id, {owner}, '{clause.id}', '{rule.id}', store, "table", record_key, subject,
            nullif(category, ''), nullif(columns, ''), because,
            CAST(json_merge_patch(facts, json_object('grounds_that_lost', json(grounds))) AS VARCHAR),
            due_on, {day} - due_on, '{clause.remedy}', 'open', coalesce(seen.first_flagged_on, {day}), {day},
            keyed_digest(concat_ws(chr(31), facts, coalesce(category, ''), coalesce(columns, '')))
        FROM one LEFT JOIN flagged.first_seen AS seen ON seen.flag_id = one.flag_id AND seen.first_flagged_on <= {day}
    """


def remember(con: duckdb.DuckDBPyConnection) -> None:
    """Keep when each flag was first raised; an earlier date stays."""
    prepare(con)
    con.execute(
        "INSERT INTO flagged.first_seen SELECT flag_id, min(as_of) FROM flagged.flag GROUP BY flag_id "
        "ON CONFLICT DO UPDATE SET first_flagged_on = least(first_flagged_on, excluded.first_flagged_on)"
    )


def needed_tables(
    con: duckdb.DuckDBPyConnection, compiled: Compiled, tables: Iterable[Mapping[str, Any]]
) -> list[tuple[str, str]]:
    """Which tables could hold a row in the clause's scope, from what is known of each table as a whole.

    Args:
        con: any DuckDB connection with the macros.
        compiled: the clause.
        tables: one mapping a table of the relation: ``store``, ``table``, and each record column that has one value in
            the whole table; a column that varies, or is not stated, is absent and counts as unknown.

    Returns:
        (store, table) pairs, in the order given. SQL's three-valued logic decides: only a certain *no* leaves one out.
    """
    scope = _three_valued(compiled)
    spoken = {name: kind for name, kind in RELATIONS[compiled.rule.over].items() if re.search(rf"\b{name}\b", scope)}
    listed = list(tables)
    rows = []
    for n, table in enumerate(listed):
        facts = (f'CAST({_quoted(table.get(name))} AS {kind}) AS "{name}"' for name, kind in spoken.items())
        rows.append(", ".join([f"SELECT {n} AS position", *facts]))
    if not rows:
        return []
    given = " UNION ALL ".join(rows)
    found = con.execute(f"SELECT position FROM ({given}) WHERE ({scope}) IS DISTINCT FROM false ORDER BY position")
    return [(str(listed[n]["store"]), str(listed[n]["table"])) for (n,) in found.fetchall()]


def _quoted(value: Any) -> str:
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"


def _three_valued(compiled: Compiled) -> str:
    values = literals(compiled.rule, compiled.clause.given)
    parts = [f"({_unknowing(condition(compiled.rule, text, values, date.min))})" for text in compiled.rule.judge_when]
    if compiled.clause.stores is not None:
        parts.append("store IN (" + ", ".join(_quoted(name) for name in compiled.clause.stores) + ")")
    return " AND ".join(parts) or "true"


def _unknowing(text: str) -> str:
    """A condition over a row whose NULLs are not known rather than empty: whether one is empty is then not known."""

    def put(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Coalesce) and isinstance(node.this, exp.Column):
            return node.this
        if isinstance(node, exp.Is) and isinstance(node.this, exp.Column) and isinstance(node.expression, exp.Null):
            return exp.Nullif(this=exp.paren(node.copy()), expression=exp.true())
        return node

    return str(sqlglot.parse_one(text, read="duckdb").transform(put).sql(dialect="duckdb"))


def verdict(judged: Judged, reasons: Iterable[str]) -> tuple[Verdict, str]:
    """The clause's verdict and the reason for it, in words.

    Where people dismissed every flag, their word stands for the proof: the verdict is attested, never kept.

    Args:
        judged: the counts.
        reasons: what was missing, stale, empty or unread among what the clause needs, in words.
    """
    why = list(reasons)
    if judged.undated:
        why.append(f"{judged.undated} {'record has' if judged.undated == 1 else 'records have'} no usable date")
    if judged.withheld:
        why.append(f"{judged.withheld} flags are withheld until every store that could prove the contrary is read")
    if not judged.rows:
        why.append("no record was in scope, so nothing was judged")
    told = "; ".join(why)
    if judged.flags > judged.dismissed:
        return Verdict.BROKEN, told
    if why or not judged.flags:
        return (Verdict.UNPROVED, told) if why else (Verdict.KEPT, "")
    flags = "the one flag is" if judged.flags == 1 else f"all {judged.flags} flags are"
    return Verdict.ATTESTED, f"{flags} dismissed by a person, the first until {judged.dismissed_until}"
