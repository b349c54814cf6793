"""A small controller whose nights are run without Dagster: five candidates, three promises, one of which no hold stops."""

import shutil
from datetime import date
from pathlib import Path

from assets.night import conclude, judge_rule, land_store, link_subjects, record_store
from assets.report import write_reports
from stores.controller import load_controller
from stores.keys import make_key, read_key
from stores.warehouse import open_warehouse
from stores.warehouse_snapshots import open_snapshot, publish_snapshot

TINY = Path(__file__).parent.parent / "tiny"
AS_OF = date(2026, 3, 1)
HEADING = "application_id,email,full_name,closed,result,notes\n"
ROWS = {
    "A1": "jane.roe@mail.example,Jane Roe,2024-01-10,unsuccessful,",
    "A2": "sam.poe@mail.example,Sam Poe,2025-12-01,unsuccessful,",
    "A3": "kim.loe@mail.example,Kim Loe,2023-05-05,hired,",
    "A4": "ann.moe@mail.example,Ann Moe,2023-02-01,unsuccessful,",
    "A5": "bob.joe@mail.example,Bob Joe,2022-02-01,unsuccessful,",
}
RULE = """\
id: decided-late
title: Kept long after the decision
over: record
ground: other_breach
given: {clock: clock}
judge_when: [outcome = 'unsuccessful']
dated_by: [$clock]
flag_when: ["$clock < date '2025-01-01'"]
because: Decided on {clock}.
facts: [$clock]
examples:
  - &base
    {why: long ago, as_of: 2026-03-01, given: {clock: ended_on}, row: {ended_on: 2024-01-01, outcome: unsuccessful}, expect: flag}
  - {<<: *base, why: lately, row: {ended_on: 2026-01-01, outcome: unsuccessful}, expect: clear}
  - {<<: *base, why: hired, row: {ended_on: 2024-01-01, outcome: hired}, expect: out}
"""
CLAUSE = """\
  - id: decided-lately
    quote: We keep unsuccessful applications for twelve months.
    rule: decided-late
    given: {clock: ended_on}
    remedy: task
"""


def made(folder):
    """A copy of the tiny controller with these candidates and the rule that knows no hold."""
    place = folder / "tiny"
    shutil.copytree(TINY, place, ignore=shutil.ignore_patterns(".abide", "report"))
    (place / "rules").mkdir()
    (place / "rules" / "decided-late.yaml").write_text(RULE)
    notice = (place / "notice.yaml").read_text()
    (place / "notice.yaml").write_text(notice + CLAUSE)
    make_key(place)
    export(place)
    return place


def export(place, **changed):
    """Write the export; a row given as None is gone."""
    rows = {**ROWS, **changed}
    text = HEADING + "".join(f"{key},{row}\n" for key, row in rows.items() if row is not None)
    (place / "exports" / "applications-2026-03-01.csv").write_text(text)


def night(place, as_of=AS_OF, *, land=False):
    """Run a night and publish it; what each clause says. Unless ``land``, the export is the one that was read last."""
    controller = load_controller(place)
    key = read_key(place)
    (store,) = controller.stores
    with open_warehouse(place, key) as con:
        if land:
            land_store(con, controller, store, as_of)
            record_store(con, controller, store, as_of)
        link_subjects(con, controller, as_of)
        for name in ("kept-past-period", "decided-late"):
            judge_rule(con, controller, controller.rules[name], as_of)
        results = conclude(con, controller, as_of)
        publish_snapshot(con, place, as_of, key)
    return {result.clause: result for result in results}


def report(place, as_of=AS_OF):
    """Write the report's files."""
    with open_snapshot(place, read_key(place)) as con:
        write_reports(con, load_controller(place), as_of, place / "report")
    return place / "report"


def statuses(place):
    """Clause and record key to the status of their flag."""
    with open_snapshot(place, read_key(place)) as con:
        rows = con.execute("SELECT clause, record_key, status FROM flagged.flag ORDER BY ALL").fetchall()
    return {f"{clause} {key}": status for clause, key, status in rows}


def flag_id(place, clause, key):
    with open_snapshot(place, read_key(place)) as con:
        rows = con.execute("SELECT flag_id FROM flagged.flag WHERE clause = ? AND record_key = ?", [clause, key])
        return rows.fetchone()[0]
