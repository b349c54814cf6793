"""From relations to verdicts: what each clause stands on tonight, and what the night says of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import duckdb

from assets.names import shown
from assets.night.deciding import give_status
from assets.night.reading import age_readings
from assets.night.state import ClauseResult, Reading, begin
from rules.compiled import Compiled, compile_clause
from rules.engine import judge, needed_tables, remember, verdict
from rules.notice import Clause
from rules.relations import EXTRA, OF_EVERY_RECORD
from rules.rule import Rule
from rules.terms import Verdict
from stores.controller import Controller
from stores.landing_write import SAME_ROW
from stores.records import constants


def judge_rule(con: duckdb.DuckDBPyConnection, controller: Controller, rule: Rule, as_of: date) -> list[ClauseResult]:
    """Judge every clause that names the rule, and write their verdicts for this night."""
    begin(con)
    age_readings(con, controller, as_of)
    results = []
    for clause in controller.clauses_of(rule.id):
        compiled = compile_clause(rule, clause, as_of)
        needed = _needed(con, controller, compiled)
        unread = [r for r in needed if r.reading != "read" or r.doubts]
        withheld = compiled.over_all_stores and bool(unread)
        judged = judge(con, compiled, controller.id, as_of, withheld=withheld, zone=controller.timezone)
        dismissed, until = give_status(con, clause.id, as_of)
        judged = replace(judged, dismissed=dismissed, dismissed_until=until)
        said, reason = verdict(judged, _reasons(needed))
        results.append(
            ClauseResult(
                clause.id,
                rule.id,
                said,
                flags=judged.flags,
                judged=judged.rows,
                undated=judged.undated,
                withheld=judged.withheld,
                kept=judged.kept,
                stores_needed=tuple(sorted({r.store for r in needed})),
                stores_stale=tuple(sorted({r.store for r in unread})),
                reason=reason,
            )
        )
    _write(con, controller, results, as_of)
    return results


def _needed(con: duckdb.DuckDBPyConnection, controller: Controller, compiled: Compiled) -> list[Reading]:
    """The readings that the clause stands on. A rule over ``store`` stands on what was read, not on how.

    A row that is another one over again counts as read: an export that comes twice proves what it proved once.
    """
    over = compiled.rule.over
    if over == "store":
        return []
    candidates: list[dict[str, str]] = []
    for store in controller.stores:
        if store.connector == "none":
            candidates += [{"store": store.name, "table": "", "subject_type": kind} for kind in store.holds]
        for table in store.tables if store.connector != "none" else ():
            if over in OF_EVERY_RECORD or over in table.also:
                candidates.append(constants(store, table))
            elif over == "subject" and any(i.strength != "weak" for i in table.subject.values()):
                candidates.append({"store": store.name, "table": table.name})
    if over in EXTRA:
        candidates = [c for c in candidates if c["table"]]
    names = dict.fromkeys(needed_tables(con, compiled, candidates))
    if over != "subject" and compiled.over_all_stores and names:
        names |= dict.fromkeys(_of_people(controller))
    if names:
        names |= dict.fromkeys(_told_in(controller, compiled.told_elsewhere))
    readings = {
        (row[0], row[1]): Reading(
            row[0],
            row[1],
            None,
            "",
            row[2],
            rows=row[3],
            quarantined=row[4] - json.loads(row[7] or "{}").get(SAME_ROW, 0),
            missing_columns=tuple(json.loads(row[5])),
            doubts=tuple(json.loads(row[6] or "[]")),
        )
        for row in con.execute(
            'SELECT store, "table", reading, rows, quarantined, missing_columns, doubts, reasons FROM meta.reading'
        ).fetchall()
    }
    if over == "finding":
        readings = _with_languages(con, readings)
    return [readings.get(name, Reading(*name, None, "", "not_read")) for name in names]


def _of_people(controller: Controller) -> list[tuple[str, str]]:
    """Every table, and every store that is not read, which could hold a record of a person found elsewhere."""
    found = []
    for store in controller.stores:
        if store.connector == "none":
            found.append((store.name, ""))
            continue
        linking = (t for t in store.tables if any(i.strength != "weak" for i in t.subject.values()))
        found += [(store.name, table.name) for table in linking]
    return found


def _told_in(controller: Controller, facts: frozenset[str]) -> list[tuple[str, str]]:
    """The tables whose maps state one of the facts of a person whom other stores know too."""
    return [
        (store.name, table.name)
        for store, table in controller.tables()
        if facts & set(table.record) and any(i.strength != "weak" for i in table.subject.values())
    ]


def _with_languages(
    con: duckdb.DuckDBPyConnection, readings: dict[tuple[str, str], Reading]
) -> dict[tuple[str, str], Reading]:
    """The readings with a doubt for each column in a language that no model reads: what was not seen proves nothing."""
    unread = con.execute('SELECT store, "table", told FROM finding.unread ORDER BY ALL').fetchall()
    found = dict(readings)
    for store, table, told in unread:
        if (store, table) in found:
            reading = found[store, table]
            found[store, table] = replace(reading, doubts=(*reading.doubts, told))
    return found


_TOLD = {
    "stale": "the export is stale",
    "empty": "the export is empty",
    "failed": "the export could not be read",
    "not_read": "the store is not read",
}


def _reasons(needed: list[Reading]) -> list[str]:
    told = []
    for reading in needed:
        name = f"{reading.store}.{reading.table}" if reading.table else reading.store
        if reading.reading != "read":
            told.append(f"{name}: {_TOLD[reading.reading]}")
        if reading.quarantined:
            rows = "row was" if reading.quarantined == 1 else "rows were"
            told.append(f"{name}: {reading.quarantined} {rows} not readable")
        if reading.missing_columns:
            told.append(f"{name}: the export has no column {', '.join(map(shown, reading.missing_columns))}")
        told += [f"{name}: {doubt}" for doubt in reading.doubts]
    return list(dict.fromkeys(told))


def conclude(con: duckdb.DuckDBPyConnection, controller: Controller, as_of: date) -> list[ClauseResult]:
    """Write what no rule proves and when flags were first raised; return every clause in the notice's order."""
    begin(con)
    _write(con, controller, [_attested(c, as_of) for c in controller.notice.clauses if c.unprovable], as_of)
    remember(con)
    order = {clause.id: position for position, clause in enumerate(controller.notice.clauses)}
    con.execute("DELETE FROM meta.verdict WHERE as_of = ? AND clause NOT IN (SELECT unnest(?))", [as_of, list(order)])
    rows = con.execute(
        "SELECT clause, rule, verdict, flags, judged, undated, withheld, kept, stores_needed, stores_stale, reason "
        "FROM meta.verdict WHERE as_of = ? ORDER BY position",
        [as_of],
    ).fetchall()
    results = [_result(row) for row in rows]
    missing = [
        ClauseResult(clause.id, clause.rule, Verdict.UNPROVED, reason="the rule was not run tonight")
        for clause in controller.notice.clauses
        if clause.id not in {result.clause for result in results}
    ]
    if missing:
        _write(con, controller, missing, as_of)
    return sorted([*results, *missing], key=lambda result: order[result.clause])


def _result(row: tuple[Any, ...]) -> ClauseResult:
    clause, rule, said, flags, judged, undated, withheld, kept, needed, stale, reason = row
    return ClauseResult(
        clause,
        rule,
        Verdict(said),
        flags=flags,
        judged=judged,
        undated=undated,
        withheld=withheld,
        kept=json.loads(kept),
        stores_needed=tuple(json.loads(needed)),
        stores_stale=tuple(json.loads(stale)),
        reason=reason,
    )


def _attested(clause: Clause, as_of: date) -> ClauseResult:
    reason = clause.unprovable or ""
    word = clause.attested
    if word is None:
        return ClauseResult(clause.id, None, Verdict.UNPROVED, reason=f"{reason} Nobody has attested it.")
    if word.on <= as_of <= word.until:
        told = f"{reason} Attested by {word.by} on {word.on}, until {word.until}."
        return ClauseResult(clause.id, None, Verdict.ATTESTED, reason=told)
    when = f"ran out on {word.until}" if as_of > word.until else f"begins only on {word.on}"
    return ClauseResult(clause.id, None, Verdict.UNPROVED, reason=f"{reason} The attestation by {word.by} {when}.")


def _write(con: duckdb.DuckDBPyConnection, controller: Controller, results: list[ClauseResult], as_of: date) -> None:
    order = {clause.id: position for position, clause in enumerate(controller.notice.clauses)}
    for result in results:
        con.execute("DELETE FROM meta.verdict WHERE as_of = ? AND clause = ?", [as_of, result.clause])
        con.execute(
            f"INSERT INTO meta.verdict VALUES ({', '.join('?' * 13)})",
            [
                as_of,
                order[result.clause],
                result.clause,
                result.rule,
                str(result.verdict),
                result.flags,
                result.judged,
                result.undated,
                result.withheld,
                json.dumps(result.kept, sort_keys=True),
                json.dumps(result.stores_needed),
                json.dumps(result.stores_stale),
                result.reason,
            ],
        )
