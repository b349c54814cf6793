"""What people decided, as a night sees it: read from the ledger once, before anything is judged.

What belongs here: copying what stands in the ledger into ``meta.decision`` and ``meta.hold``, and giving each flag its
status. The same ledger and the same data give the same night: decisions count as they stand when the night reads them,
and their last days are compared with the day that is judged. No name, reason, matter or owner is copied.
"""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa

from erasure.ledger import read_standing
from rules.engine import prepare
from stores.controller import Controller

HOLDS = "meta.hold"
"""The records on hold: store, table, record_key, review_on."""

LIMITS = "meta.limit"
"""What people had restricted or objected to, a line each of their identifiers: number, digest, right, since."""

CORRECTIONS = "meta.correction"
"""Values that were corrected: the subject of then, a digest of an identifier (or NULL), of the old value, and since."""

_CORRECTION = "subject VARCHAR, digest VARCHAR, old VARCHAR, since DATE"
_DECISION = (
    "flag_id VARCHAR, facts_digest VARCHAR, verdict VARCHAR, scope VARCHAR, until DATE, store VARCHAR, "
    '"table" VARCHAR, record_key VARCHAR, stands BOOLEAN'
)
_LIMIT = 'number BIGINT, digest VARCHAR, "right" VARCHAR, since DATE'
_HOLD = 'store VARCHAR, "table" VARCHAR, record_key VARCHAR, review_on DATE'


def begin_deciding(con: duckdb.DuckDBPyConnection) -> None:
    """Create ``meta.decision``, ``meta.hold`` and ``meta.limit`` where they are missing."""
    con.execute("CREATE SCHEMA IF NOT EXISTS meta")
    con.execute(f"CREATE TABLE IF NOT EXISTS meta.decision ({_DECISION})")
    con.execute(f"CREATE TABLE IF NOT EXISTS {HOLDS} ({_HOLD})")
    con.execute(f"CREATE TABLE IF NOT EXISTS {LIMITS} ({_LIMIT})")
    con.execute(f"CREATE TABLE IF NOT EXISTS {CORRECTIONS} ({_CORRECTION})")


def read_decisions(con: duckdb.DuckDBPyConnection, controller: Controller) -> dict[str, int]:
    """Copy what stands in the ledger into the warehouse, in place of what stood there.

    Returns:
        How many flags are decided, how many records on hold, and how many restrictions and objections run.

    Raises:
        LedgerError: the ledger cannot be read, or is not what was written: nothing may be judged by it.
    """
    begin_deciding(con)
    standing = read_standing(controller)
    decisions = [standing.decisions[name] for name in sorted(standing.decisions)]
    held = sorted(((*record, hold.review_on) for record, hold in standing.held()), key=str)
    limited = [(limit.number, digest, limit.said) for limit in standing.limiting() for digest in limit.said.digests]
    wrong = [(one, digest) for one in standing.wrong() for digest in (None, *one.said.digests)]
    tables = {
        CORRECTIONS: pa.table(
            {
                "subject": pa.array([one.said.subject for one, _ in wrong], pa.string()),
                "digest": pa.array([digest for _, digest in wrong], pa.string()),
                "old": pa.array([one.said.old for one, _ in wrong], pa.string()),
                "since": pa.array([one.day for one, _ in wrong], pa.date32()),
            }
        ),
        LIMITS: pa.table(
            {
                "number": pa.array([number for number, _, _ in limited], pa.int64()),
                "digest": pa.array([digest for _, digest, _ in limited], pa.string()),
                "right": pa.array([said.right for _, _, said in limited], pa.string()),
                "since": pa.array([date.fromisoformat(said.since) for _, _, said in limited], pa.date32()),
            }
        ),
        "meta.decision": pa.table(
            {
                "flag_id": pa.array([d.flag.flag for d in decisions], pa.string()),
                "facts_digest": pa.array([d.flag.facts for d in decisions], pa.string()),
                "verdict": pa.array([d.verdict for d in decisions], pa.string()),
                "scope": pa.array([d.scope and str(d.scope) for d in decisions], pa.string()),
                "until": pa.array([d.until for d in decisions], pa.date32()),
                "store": pa.array([d.flag.store for d in decisions], pa.string()),
                "table": pa.array([d.flag.table for d in decisions], pa.string()),
                "record_key": pa.array([d.flag.record_key for d in decisions], pa.string()),
                "stands": pa.array([standing.stands_approved(d.flag) for d in decisions], pa.bool_()),
            }
        ),
        HOLDS: pa.table(
            {
                name: pa.array([row[place] for row in held], pa.date32() if name == "review_on" else pa.string())
                for place, name in enumerate(("store", "table", "record_key", "review_on"))
            }
        ),
    }
    for name, rows in tables.items():
        con.execute(f"DELETE FROM {name}")
        con.register("told_by_ledger", rows)
        con.execute(f"INSERT INTO {name} SELECT * FROM told_by_ledger")
        con.unregister("told_by_ledger")
    running = len({number for number, _, _ in limited})
    return {"decisions": len(decisions), "on_hold": len(held), "limits": running}


def give_status(con: duckdb.DuckDBPyConnection, clause: str, as_of: date) -> tuple[int, date | None]:
    """Write each flag's status beside it: open, approved, dismissed until, on hold until, or lapsed.

    A flag is lapsed when it was decided and the decision does not hold any more: its facts changed, a dismissal ran
    out, or a hold came and went. A hold runs until it is released; past its review day the status says so.

    Returns:
        How many flags of the clause are dismissed, and the day on which the first of those dismissals ends.
    """
    prepare(con)
    begin_deciding(con)
    day = f"CAST('{as_of.isoformat()}' AS DATE)"
    con.execute(
        f"""
        UPDATE flagged.flag SET status = now.status FROM (
            WITH whole AS (
                SELECT store, "table", record_key, max(until) AS until FROM meta.decision
                WHERE verdict = 'dismiss' AND scope = 'record' GROUP BY ALL
            )
            SELECT f.flag_id, CASE
                WHEN h.review_on < {day} THEN 'on hold, review was due on ' || h.review_on
                WHEN h.review_on IS NOT NULL THEN 'on hold until ' || h.review_on
                WHEN d.stands AND d.facts_digest = f.facts_digest THEN 'approved'
                WHEN d.verdict = 'dismiss' AND d.until >= {day}
                    AND (d.scope <> 'facts' OR d.facts_digest = f.facts_digest) THEN 'dismissed until ' || d.until
                WHEN w.until >= {day} THEN 'dismissed until ' || w.until
                WHEN d.flag_id IS NOT NULL THEN 'lapsed'
                ELSE 'open' END AS status
            FROM flagged.flag AS f
            LEFT JOIN meta.decision AS d USING (flag_id)
            LEFT JOIN {HOLDS} AS h ON h.store = f.store AND h."table" = coalesce(f."table", '')
                AND h.record_key IS NOT DISTINCT FROM f.record_key
            LEFT JOIN whole AS w ON w.store = f.store AND w."table" = coalesce(f."table", '')
                AND w.record_key IS NOT DISTINCT FROM f.record_key
            WHERE f.clause = ?
        ) AS now WHERE flag.flag_id = now.flag_id AND flag.status IS DISTINCT FROM now.status
        """,
        [clause],
    )
    found = con.execute(
        "SELECT count(*), min(CAST(status[17:] AS DATE)) FROM flagged.flag "
        "WHERE clause = ? AND as_of = ? AND starts_with(status, 'dismissed until ')",
        [clause, as_of],
    ).fetchone()
    return (int(found[0]), found[1]) if found else (0, None)
