"""What judging costs at scale: records by the million against 25 clauses, beside DuckDB's own scan of the same columns.

    python benchmarks/rules_scale.py 10000000

Prints one line of JSON: CPU seconds of the engine and of the bare scans, both in this process and this run, and the
process's peak memory. A bare scan counts the rows in which one of the columns that the clause's rule speaks of has one
value: one filter over the columns that the clause has to read, and nothing else. No flag is written by it.

What belongs here: measuring. The records are made by DuckDB from their numbers and are in no way personal; dates and
codes are drawn so that most clauses are broken by a few rows in a thousand.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

from rules.compiled import compile_clause
from rules.engine import judge
from rules.notice import Clause
from rules.relations import RELATIONS
from rules.rule import library
from rules.terms import Remedy
from rules.trial import trial_connection

AS_OF = date(2026, 3, 2)
MEMORY = "4GB"
"""What DuckDB may hold; the rest goes to a temporary file."""

PURPOSES = ("marketing", "payment", "recruitment", "support")
CLAUSES: list[tuple[str, dict[str, object]]] = [
    *(
        ("kept-past-period", {"subject_type": kind, "purpose": purpose, "clock": clock, "period": period})
        for kind, purpose, clock, period in (
            ("client", "payment", "ended_on", "6 years"),
            ("client", "support", "collected_on", "36 months"),
            ("candidate", "recruitment", "ended_on", "12 months"),
            ("subscriber", "marketing", "opted_out_on", "90 days"),
            ("client", "marketing", "last_interaction_on", "36 months"),
            ("candidate", "support", "collected_on", "24 months"),
        )
    ),
    *(
        ("inactive-subject", {"period": "36 months", "purchase_within": "36 months", "purposes": [purpose]})
        for purpose in PURPOSES
    ),
    *(("erasure-request-unmet", {"within": "1 month", "except_purposes": [purpose]}) for purpose in PURPOSES[:2]),
    *(("no-lawful-basis", {"purposes": [purpose], "evidenced": ["consent"]}) for purpose in PURPOSES),
    *(
        ("outside-purpose", {"held_in": [store], "subject_types": ["candidate", "client", "subscriber"]})
        for store in ("s0", "s1")
    ),
    *(("source-not-told", {"purposes": [purpose], "within": "1 month"}) for purpose in PURPOSES[:2]),
    *(("found-not-contacted", {"purposes": [purpose], "within": "1 month"}) for purpose in PURPOSES[2:]),
    *(
        (
            "not-blocked",
            {"subject_type": kind, "clock": "ended_on", "residence": "12 months", "period": "6 years"},
        )
        for kind in ("client", "candidate")
    ),
    ("hold-without-end", {"purposes": ["recruitment"]}),
]
"""25 clauses over records, and over the records of people who are known."""


def records(con: duckdb.DuckDBPyConnection, number: int) -> None:
    """``relation.record`` of so many rows in eight tables of four stores, two or three to a person."""
    made = {
        "store": "'s' || (i % 4)",
        "table": "'t' || (i % 8)",
        "record_key": "CAST(i AS VARCHAR)",
        "subject": "lpad(CAST(hash(i // 5 * 2 + i % 2) AS VARCHAR), 20, '0')",
        "subject_type": "CASE WHEN hash(i) % 300 = 0 THEN 'supplier' ELSE "
        f"{['subscriber', 'client', 'candidate']}[1 + CAST(hash(i) % 3 AS INTEGER)] END",
        "purpose": f"{list(PURPOSES)}[1 + CAST(hash(i + 1) % 4 AS INTEGER)]",
        "status": "CASE WHEN hash(i + 11) % 500 > 0 THEN 'legal_claim' END",
        "outcome": "CASE WHEN hash(i + 2) % 3 = 0 THEN 'ended' ELSE 'open' END",
        "lawful_basis": "CASE WHEN hash(i + 3) % 500 = 0 THEN NULL WHEN i % 2 = 0 THEN 'consent' ELSE 'contract' END",
        "basis_evidence": "CASE WHEN hash(i + 4) % 500 > 0 THEN 'tick_box' END",
        "source": "CASE WHEN hash(i + 5) % 500 > 0 THEN 'form' END",
        "on_hold": "hash(i + 6) % 1000 = 0",
        "statutory_until": "CASE WHEN hash(i + 7) % 10 = 0 THEN DATE '2030-04-05' END",
        "hold_until": "CASE WHEN hash(i + 8) % 500 > 0 THEN DATE '2027-01-01' END",
        "subject_erasure_requested_on": "CASE WHEN hash(i + 9) % 400 = 0 THEN DATE '2026-01-05' END",
        "subject_registered": "hash(i + 10) % 3 = 0",
    }
    for name, recent in (
        ("collected_on", 30), ("ended_on", 300), ("last_interaction_on", 900), ("opted_out_on", 80),
        ("basis_evidenced_on", 900), ("last_contacted_on", 60), ("subject_last_contacted_on", 25),
        ("subject_last_interaction_on", 1050), ("subject_purchase_completed_on", 1200),
    ):  # fmt: skip
        seed = sum(map(ord, name))
        made[name] = (
            f"DATE '{AS_OF}' - CAST(CASE WHEN hash(i + {seed}) % 300 = 0 THEN 4000 "
            f"ELSE hash(i + {seed}) % {recent} END AS INTEGER)"
        )
    columns = ", ".join(
        f'CAST({made.get(name, "NULL")} AS {kind}) AS "{name}"' for name, kind in RELATIONS["record"].items()
    )
    con.execute("CREATE SCHEMA relation")
    con.execute(f"CREATE TABLE relation.record AS SELECT {columns} FROM range({number}) AS numbers(i)")
    con.execute("CREATE VIEW relation.subject AS SELECT * FROM relation.record WHERE subject IS NOT NULL")
    con.execute(
        "CREATE TABLE relation.erasure AS SELECT * FROM relation.record WHERE subject_erasure_requested_on IS NOT NULL"
    )


def bare(rule: object, clause: Clause) -> str:
    """One filter over the columns that a clause's rule speaks of, counted; what identifies a row is read too."""
    told = json.dumps(rule.model_dump(mode="json", exclude={"examples"})) + json.dumps(clause.given)  # type: ignore[attr-defined]
    over = RELATIONS["record"]
    spoken = [name for name in over if name in {"store", "table", "record_key"} or re.search(rf"\b{name}\b", told)]
    value = {"DATE": "DATE '2025-06-01'", "BOOLEAN": "true", "VARCHAR": "'s1'", "BIGINT": "7"}
    wanted = " OR ".join(f'"{name}" = {value[over[name]]}' for name in spoken)
    return f"SELECT count(*) FROM relation.record WHERE {wanted}"


def main() -> int:
    """Make the records, scan and judge, and print what both cost."""
    parser = argparse.ArgumentParser(description="Judging at scale.")
    parser.add_argument("records", type=int)
    number = parser.parse_args().records
    rules = library()
    spent = {"scan": 0.0, "engine": 0.0}
    flags = 0
    by_rule: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        con = trial_connection()
        con.execute(f"ATTACH '{Path(folder) / 'scale.duckdb'}' AS scale")
        con.execute(
            f"USE scale; SET memory_limit = '{MEMORY}'; SET temp_directory = '{folder}'; "
            "SET preserve_insertion_order = false"
        )
        con.execute("CREATE TEMP MACRO keyed_digest(v) AS md5('a key' || CAST(v AS VARCHAR))")
        records(con, number)
        con.execute("CHECKPOINT")
        for i, (name, given) in enumerate(CLAUSES):
            clause = Clause(id=f"clause-{i:02d}", quote="what is promised", rule=name, given=given, remedy=Remedy.TASK)
            query = bare(rules[name], clause)
            before = time.process_time()
            con.execute(query).fetchall()
            middle = time.process_time()
            judged = judge(con, compile_clause(rules[name], clause, AS_OF), "scale", AS_OF)
            after = time.process_time()
            spent["scan"] += middle - before
            spent["engine"] += after - middle
            by_rule[name] = round(by_rule.get(name, 0) + after - middle, 2)
            flags += judged.flags
        con.close()
    told = {
        "records": number,
        "clauses": len(CLAUSES),
        "flags": flags,
        "scan_cpu_s": round(spent["scan"], 2),
        "engine_cpu_s": round(spent["engine"], 2),
        "times": round(spent["engine"] / spent["scan"], 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "engine_by_rule": by_rule,
    }
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
