"""A small controller and the snapshot of one night of it, for the tests of the report. Loaded by path, holds no test."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from rules.flag import COLUMNS, TYPES
from rules.notice import Notice
from rules.relations import RECORD
from rules.rule import library
from stores.controller import Controller
from stores.store import Store

AS_OF = date(2026, 3, 1)
CANDIDATES = (
    "We keep the applications of candidates who were not successful for twelve months, and then we erase them."
)
CLAUSES: list[dict[str, Any]] = [
    {
        "id": "candidates-twelve-months",
        "quote": CANDIDATES,
        "law": ["UK GDPR Art. 5(1)(e)"],
        "rule": "kept-past-period",
        "given": {"subject_type": "candidate", "outcome": "unsuccessful", "clock": "ended_on", "period": "12 months"},
        "remedy": "erase",
    },
    {
        "id": "inactive-three-years",
        "quote": "If we do not hear from you for three years, we remove you from all our systems.",
        "law": ["UK GDPR Art. 5(1)(e)", "UK GDPR Art. 17(1)(a)"],
        "rule": "inactive-subject",
        "given": {"period": "36 months", "purchase_within": "36 months", "purposes": ["marketing", "sales"]},
        "remedy": "erase",
    },
    {
        "id": "no-health-data",
        "quote": "We do not collect information about your health.",
        "law": ["UK GDPR Art. 9(1)"],
        "rule": "special-category-held",
        "remedy": "redact",
    },
    {
        "id": "stop-any-time",
        "quote": "You can ask us to stop sending you marketing at any time, and we will.",
        "law": ["PECR reg. 22", "UK GDPR Art. 21(3)"],
        "rule": "contacted-after-objection",
        "remedy": "suppress",
    },
    {
        "id": "answer-in-a-month",
        "quote": "We answer every request about your rights within one month.",
        "law": ["UK GDPR Art. 12(3)"],
        "rule": "request-overdue",
        "remedy": "task",
    },
    {
        "id": "fresh-exports",
        "quote": "We check our systems every night.",
        "rule": "export-stale",
        "remedy": "task",
    },
    {
        "id": "references-told-first",
        "quote": "We tell you before we contact your references.",
        "unprovable": "Stands in no store; the recruiter attests it each quarter.",
        "attested": {"by": "Head of Recruitment", "on": "2026-01-05", "until": "2026-04-05"},
    },
    {
        "id": "never-sold",
        "quote": "We never sell your data.",
        "law": ["UK GDPR Art. 5(1)(a)"],
        "unprovable": "A sale leaves no record in any store; it takes a person's word.",
    },
]

STORES: list[dict[str, Any]] = [
    {
        "name": "hubspot",
        "role": "processor",
        "provider": "HubSpot",
        "connector": "files",
        "export": "exports/hubspot",
        "exported_at": "modified",
        "fresh_within": "26 hours",
        "tables": [
            {
                "name": "contacts",
                "columns": ["id", "email", "note"],
                "key": ["id"],
                "subject": {"email": "email"},
                "subject_type": "prospect",
                "purpose": "marketing",
                "lawful_basis": "legitimate_interests",
                "personal": {"email": "user.contact.email"},
            }
        ],
    },
    {
        "name": "payroll",
        "role": "processor",
        "provider": "Sage",
        "connector": "none",
        "not_read_because": "The bureau gives no export.",
        "holds": ["employee"],
    },
    {
        "name": "recruitment",
        "role": "controller",
        "connector": "files",
        "export": "exports/recruitment",
        "exported_at": "modified",
        "fresh_within": "26 hours",
        "tables": [
            {
                "name": "applications",
                "columns": ["application_id", "full_name"],
                "key": ["application_id"],
                "subject_type": "candidate",
                "purpose": "recruitment",
                "lawful_basis": "contract",
                "personal": {"full_name": "user.name"},
            }
        ],
    },
]

HOSTILE = "=HYPERLINK(\"x\")|</script><script>alert(1)</script><!--"


def controller(folder: Path, clauses: Iterable[dict[str, Any]] = CLAUSES) -> Controller:
    """The controller, valid as its folder would be."""
    given = {"controller": "Harbour Learning Ltd", "published": "2026-01-12", "clauses": list(clauses)}
    notice = Notice.model_validate(given)
    return Controller(
        folder=folder,
        id="harbour",
        name="Harbour Learning Ltd",
        timezone="Europe/London",
        owners=("data-protection@harbour.example",),
        notice=notice,
        text=" ".join(clause.quote for clause in notice.clauses),
        stores=tuple(Store.model_validate(store) for store in STORES),
        rules=library(),
    )


def digest(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]


def snapshot(reverse: bool = False, extra_flags: int = 0) -> duckdb.DuckDBPyConnection:
    """A night's tables in memory, as docs of the warehouse have them; ``reverse`` puts the same rows in backwards."""
    con = duckdb.connect()
    con.execute("CREATE SCHEMA flagged; CREATE SCHEMA meta; CREATE SCHEMA finding; CREATE SCHEMA relation")
    kinds = {**{name: TYPES[name] for name in COLUMNS}, "facts_digest": "VARCHAR"}
    for name, columns in {
        "flagged.flag": kinds,
        "relation.record": RECORD,
        "finding.finding": dict(
            zip(
                ("store", "table", "column", "record_key", "category", "score", "start", "end", "stated_or_implied")
                + ("about", "recogniser", "distinct_values", "as_of"),
                (*["VARCHAR"] * 5, "DOUBLE", "BIGINT", "BIGINT", *["VARCHAR"] * 3, "BIGINT", "DATE"),
                strict=True,
            )
        ),
        "meta.reading": dict(
            zip(
                ("store", "table", "provider", "role", "reading", "exported_at", "age_hours", "fresh_within_hours")
                + ("rows", "landed", "quarantined", "reasons", "unknown_columns", "missing_columns", "error"),
                (*["VARCHAR"] * 5, "TIMESTAMP", "DOUBLE", "DOUBLE", *["BIGINT"] * 3, *["VARCHAR"] * 4),
                strict=True,
            )
        ),
        "meta.verdict": dict(
            zip(
                ("as_of", "position", "clause", "rule", "verdict", "flags", "judged", "undated", "withheld")
                + ("kept", "stores_needed", "stores_stale", "reason"),
                ("DATE", "INTEGER", *["VARCHAR"] * 3, *["BIGINT"] * 4, *["VARCHAR"] * 4),
                strict=True,
            )
        ),
    }.items():
        listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        con.execute(f"CREATE TABLE {name} ({listed})")
    rows = {
        "flagged.flag": list(flags(extra_flags)),
        "finding.finding": FINDINGS,
        "meta.reading": READINGS,
        "meta.verdict": [*verdicts(extra_flags)],
    }
    for name, found in rows.items():
        marks = ", ".join("?" * len(found[0]))
        con.executemany(f"INSERT INTO {name} VALUES ({marks})", [list(r) for r in (found[::-1] if reverse else found)])
    con.execute(
        'INSERT INTO relation.record (store, "table", record_key, purpose, lawful_basis, subject_type) VALUES '
        "('recruitment', 'applications', 'A-1', 'recruitment', 'contract', 'candidate'), "
        "('hubspot', 'contacts', '9', 'Jo Bloggs of Ware', 'consent', 'prospect')"
    )
    return con


def flag(clause: str, rule: str, place: str, key: str, due: date | None, facts: dict[str, Any], **more: Any) -> tuple[Any, ...]:
    store, table = place.split(".")
    row: dict[str, Any] = {
        "flag_id": digest(clause, store, table, key),
        "controller": "harbour",
        "clause": clause,
        "rule": rule,
        "store": store,
        "table": table,
        "record_key": key,
        "subject": digest("person", key),
        "facts": json.dumps({**facts, "grounds_that_lost": {"hold": False, "statutory_minimum": False}}),
        "due_on": due,
        "overdue_days": (AS_OF - due).days if due else None,
        "status": "open",
        "first_flagged_on": AS_OF,
        "as_of": AS_OF,
        **more,
    }
    return (*(row.get(name) for name in COLUMNS), digest(facts))


def flags(extra: int) -> Iterable[tuple[Any, ...]]:
    for number in range(70 + extra):
        due = AS_OF - timedelta(days=1 + (number * 37) % 900)
        key = HOSTILE if number == 0 else f"A-{1000 + number}"
        yield flag(
            "candidates-twelve-months",
            "kept-past-period",
            "recruitment.applications",
            key,
            due,
            {"ended_on": due.replace(day=1).isoformat(), "subject_type": "candidate", "statutory_until": None},
            because=f"The period of 12 months from ended_on ran out on {due}.",
            remedy="erase",
        )
    for number in range(5):
        yield flag(
            "no-health-data",
            "special-category-held",
            "hubspot.contacts",
            f"{['-', '+', '@', '9', '8'][number]}{number}",
            None,
            {"category": "user.health_and_medical", "stated_or_implied": "stated"},
            category="user.health_and_medical",
            columns="note",
            because="A special category stands in the record with no condition of Art. 9(2).",
            remedy="redact",
            subject=None,
        )
    yield (*flag("answer-in-a-month", "request-overdue", "hubspot.contacts", "old", None, {}, as_of=date(2026, 2, 1)),)


FINDINGS: list[tuple[Any, ...]] = [
    ("hubspot", "contacts", "email", None, "user.contact.email", 1.0, None, None, "stated", None, "email", 90, AS_OF),
    ("hubspot", "contacts", "note", "9", "user.health_and_medical", 0.85, 3, 11, "stated", "subject", "health", 1, AS_OF),
    ("hubspot", "contacts", "note", "8", "user.health_and_medical", 0.85, 0, 8, "stated", "subject", "health", 1, AS_OF),
]

READINGS: list[tuple[Any, ...]] = [
    ("hubspot", "contacts", "HubSpot", "processor", "read", "2026-02-28 23:10:00", 2.83, 26.0, 93, 90, 3)
    + ('{"expected 3 columns, found 4": 2, "not valid UTF-8": 1}', '["colour", "jo.bloggs@ware.example"]', "[]", None),
    ("payroll", "", "Sage", "processor", "not_read", None, None, None, 0, 0, 0, "{}", "[]", "[]")
    + ("The bureau gives no export.",),
    ("recruitment", "applications", None, "controller", "stale", "2026-02-26 02:00:00", 72.0, 26.0, 240, 240, 0)
    + ("{}", "[]", '["full_name"]', None),
]


def verdicts(extra: int) -> Iterable[tuple[Any, ...]]:
    tonight = [
        ("candidates-twelve-months", "kept-past-period", "broken", 70 + extra, 240 + extra, 4, 0)
        + ({"hold": 3, "statutory_minimum": 6}, ["recruitment"], ["recruitment"])
        + ("recruitment.applications: the export is stale; 4 records have no usable date",),
        ("inactive-three-years", "inactive-subject", "unproved", 0, 310, 0, 12)
        + ({"purchase": 5}, ["hubspot", "recruitment"], ["recruitment"])
        + ("recruitment.applications: the export is stale; 12 flags are withheld until every store is read",),
        ("no-health-data", "special-category-held", "broken", 5, 1_210, 0, 0)
        + ({}, ["hubspot"], [], "hubspot.contacts: 3 rows were not readable"),
        ("stop-any-time", "contacted-after-objection", "kept", 0, 5_204, 0, 0, {}, ["hubspot"], [], ""),
        ("answer-in-a-month", "request-overdue", "unproved", 0, 0, 0, 0, {}, [], [])
        + ("no record was in scope, so nothing was judged",),
        ("fresh-exports", "export-stale", "kept", 0, 3, 0, 0, {}, [], [], ""),
        ("references-told-first", None, "attested", 0, 0, 0, 0, {}, [], [])
        + ("Stands in no store. Attested by Head of Recruitment on 2026-01-05, until 2026-04-05.",),
        ("never-sold", None, "unproved", 0, 0, 0, 0, {}, [], [], "It takes a person's word. Nobody has attested it."),
    ]
    for back in range(40):
        if back in {5, 6}:
            continue
        for position, (clause, rule, said, *rest) in enumerate(tonight):
            counts, (kept, needed, stale, reason) = rest[:4], rest[4:]
            earlier = "kept" if back > 9 and clause.startswith("cand") or back == 1 and clause == "no-health-data" else said
            night = AS_OF - timedelta(days=back)
            yield (night, position, clause, rule, earlier, *counts, *map(json.dumps, (kept, needed, stale)), reason)
