"""A small controller and the snapshot of one night of it, for the tests of the report."""

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
CANDIDATES = "We keep the applications of candidates who were not successful for twelve months, and then we erase them."
CLAUSES: list[dict[str, Any]] = [
    {
        "id": "candidates-twelve-months",
        "quote": "We keep the applications of unsuccessful candidates for twelve months, and then erase them.",
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
    {"id": "fresh-exports", "quote": "We check our systems every night.", "rule": "export-stale", "remedy": "task"},
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

FILES = {"connector": "files", "exported_at": "modified", "fresh_within": "26 hours"}
CONTACTS = {
    "name": "contacts",
    "columns": ["id", "email", "note"],
    "key": ["id"],
    "subject": {"email": "email"},
    "subject_type": "prospect",
    "purpose": "marketing",
    "lawful_basis": "legitimate_interests",
    "personal": {"email": "user.contact.email"},
}
APPLICATIONS = {
    "name": "applications",
    "columns": ["application_id", "full_name"],
    "key": ["application_id"],
    "subject_type": "candidate",
    "purpose": "recruitment",
    "lawful_basis": "contract",
    "personal": {"full_name": "user.name"},
}
STORES: list[dict[str, Any]] = [
    {"name": "hubspot", "role": "processor", "provider": "HubSpot", "export": "hubspot", "tables": [CONTACTS], **FILES},
    {
        "name": "payroll",
        "role": "processor",
        "provider": "Sage",
        "connector": "none",
        "holds": ["employee"],
        "not_read_because": "The bureau gives no export.",
    },
    {"name": "recruitment", "role": "controller", "export": "recruitment", "tables": [APPLICATIONS], **FILES},
]

HOSTILE = '=HYPERLINK("x")|</script><script>alert(1)</script><!--'


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


def digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]


TABLES = f"""
CREATE SCHEMA flagged; CREATE SCHEMA meta; CREATE SCHEMA finding; CREATE SCHEMA relation;
CREATE TABLE flagged.flag ({", ".join(f'"{name}" {TYPES[name]}' for name in COLUMNS)}, facts_digest VARCHAR);
CREATE TABLE relation.record ({", ".join(f'"{name}" {kind}' for name, kind in RECORD.items())});
CREATE TABLE relation.processor (provider VARCHAR, store VARCHAR, "table" VARCHAR);
CREATE TABLE relation.disclosure (recipient VARCHAR, recipient_kind VARCHAR, store VARCHAR, "table" VARCHAR);
CREATE TABLE finding.finding (store VARCHAR, "table" VARCHAR, "column" VARCHAR, record_key VARCHAR, category VARCHAR,
    score DOUBLE, "start" BIGINT, "end" BIGINT, stated_or_implied VARCHAR, about VARCHAR, recogniser VARCHAR,
    distinct_values BIGINT, as_of DATE, evidence VARCHAR);
CREATE TABLE meta.reading (store VARCHAR, "table" VARCHAR, provider VARCHAR, role VARCHAR, reading VARCHAR,
    exported_at TIMESTAMP, age_hours DOUBLE, fresh_within_hours DOUBLE, rows BIGINT, landed BIGINT, quarantined BIGINT,
    reasons VARCHAR, unknown_columns VARCHAR, missing_columns VARCHAR, error VARCHAR, doubts VARCHAR);
CREATE TABLE meta.contract (store VARCHAR, "table" VARCHAR, position INTEGER, kind VARCHAR, "column" VARCHAR,
    held BOOLEAN, records BIGINT, keys VARCHAR[], told VARCHAR, doubted BOOLEAN);
CREATE TABLE meta.drift (store VARCHAR, "table" VARCHAR, as_of DATE, "column" VARCHAR, what VARCHAR, before VARCHAR,
    now VARCHAR, since DATE, mapped BOOLEAN);
CREATE TABLE meta.verdict (as_of DATE, position INTEGER, clause VARCHAR, rule VARCHAR, verdict VARCHAR, flags BIGINT,
    judged BIGINT, undated BIGINT, withheld BIGINT, kept VARCHAR, stores_needed VARCHAR, stores_stale VARCHAR,
    reason VARCHAR);
"""


def snapshot(*, reverse: bool = False) -> duckdb.DuckDBPyConnection:
    """A night's tables in memory, as the warehouse has them; ``reverse`` puts the same rows in backwards."""
    con = duckdb.connect()
    con.execute(TABLES)
    filled: dict[str, list[dict[str, Any]]] = {
        "flagged.flag": list(flags()),
        "finding.finding": FINDINGS,
        "meta.reading": READINGS,
        "meta.verdict": list(verdicts()),
        "meta.contract": CONTRACTS,
        "meta.drift": DRIFT,
        "relation.record": RECORDS,
    }
    for table, rows in filled.items():
        for row in reversed(rows) if reverse else rows:
            names = ", ".join(f'"{name}"' for name in row)
            con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
    return con


def flag(clause: str, rule: str, place: str, key: str, **more: Any) -> dict[str, Any]:
    store, table = place.split(".")
    due = more.get("due_on")
    facts = {**more.pop("facts", {}), "grounds_that_lost": {"hold": False, "statutory_minimum": False}}
    return {
        "flag_id": digest(clause, store, table, key),
        "controller": "harbour",
        "clause": clause,
        "rule": rule,
        "store": store,
        "table": table,
        "record_key": key,
        "subject": digest("person", key),
        "facts": json.dumps(facts),
        "overdue_days": (AS_OF - due).days if due else None,
        "status": "open",
        "first_flagged_on": AS_OF,
        "as_of": AS_OF,
        **more,
    }


def flags() -> Iterable[dict[str, Any]]:
    for number in range(70):
        due = AS_OF - timedelta(days=1 + (number * 37) % 900)
        yield flag(
            "candidates-twelve-months",
            "kept-past-period",
            "recruitment.applications",
            HOSTILE if number == 0 else f"A-{1000 + number}",
            due_on=due,
            facts={"ended_on": due.replace(year=due.year - 1, day=1).isoformat(), "statutory_until": None},
            because=f"The period of 12 months from ended_on ran out on {due}.",
            remedy="erase",
        )
    for number, start in enumerate("-+@98"):
        yield flag(
            "no-health-data",
            "special-category-held",
            "hubspot.contacts",
            f"{start}{number}",
            facts={"category": "user.health_and_medical", "stated_or_implied": "stated"},
            category="user.health_and_medical",
            columns="note",
            because="A special category stands in the record with no condition of Art. 9(2).",
            remedy="redact",
            subject=None,
        )
    yield flag("answer-in-a-month", "request-overdue", "hubspot.contacts", "left-from-before", as_of=date(2026, 2, 1))


def finding(column: str, key: str | None, category: str, **more: Any) -> dict[str, Any]:
    place = {"store": "hubspot", "table": "contacts", "column": column, "record_key": key, "category": category}
    return {
        **place,
        "score": 0.85,
        "recogniser": "pattern",
        "distinct_values": 1,
        "as_of": AS_OF,
        "evidence": "all of 9 distinct values",
        **more,
    }


FINDINGS = [
    finding("email", None, "user.contact.email"),
    finding("note", "9", "user.health_and_medical", start=3, end=11, stated_or_implied="stated", about="subject"),
    finding("note", "8", "user.health_and_medical", start=0, end=8, stated_or_implied="stated", about="subject"),
]

RECORDS = [
    {"store": "recruitment", "record_key": "A-1", "purpose": "recruitment", "subject_type": "candidate"},
    {"store": "hubspot", "record_key": "9", "purpose": "Jo Bloggs of Ware", "lawful_basis": "consent"},
]

SIGN = "The export has exactly 10,000 rows, where HubSpot's search stops, ask for it in parts"
CODE = "lifecycle holds a code that the map does not know (25 records)"


def term(place: str, kind: str, **more: Any) -> dict[str, Any]:
    store, table = place.split(".")
    held = {"position": 0, "column": "", "held": True, "records": 0, "keys": [], "told": "", "doubted": False}
    return {"store": store, "table": table, "kind": kind, **held, **more}


def drifted(place: str, column: str, what: str, before: str, now: str, **more: Any) -> dict[str, Any]:
    store, table = place.split(".")
    since = {"as_of": AS_OF, "since": AS_OF - timedelta(days=1), "mapped": False}
    return {
        "store": store,
        "table": table,
        "column": column,
        "what": what,
        "before": before,
        "now": now,
        **since,
        **more,
    }


CONTRACTS = [
    term("hubspot.contacts", "rows", position=0),
    term("hubspot.contacts", "short", position=1, held=False, told=SIGN, doubted=True),
    term("hubspot.contacts", "quarantined", position=2, held=False, records=3, told="3 rows were quarantined"),
    term("hubspot.contacts", "codes", position=3, column="lifecycle", held=False, records=25, told=CODE, doubted=True)
    | {"keys": [HOSTILE, *(f"C-{number}" for number in range(19))]},
    term(
        "recruitment.applications", "fresh", position=0, held=False, told="the export is 72 hours old, 26 are allowed"
    ),
    term("recruitment.applications", "columns", position=1, held=False, told="the export has no column full_name"),
]
DRIFT = [
    drifted("hubspot.contacts", "colour", "new", "", "text"),
    drifted("hubspot.contacts", "jo.bloggs@ware.example", "new", "", "integer"),
    drifted("recruitment.applications", "full_name", "vanished", "text", "", mapped=True),
]

READINGS: list[dict[str, Any]] = [
    {
        "store": "hubspot",
        "table": "contacts",
        "provider": "HubSpot",
        "role": "processor",
        "reading": "read",
        "exported_at": "2026-02-28 23:10:00",
        "age_hours": 2.83,
        "fresh_within_hours": 26.0,
        "rows": 93,
        "landed": 90,
        "quarantined": 3,
        "reasons": '{"not valid UTF-8": 1, "expected 3 columns, found 4": 2}',
        "unknown_columns": '["colour", "jo.bloggs@ware.example"]',
        "doubts": json.dumps([SIGN, CODE]),
    },
    {
        "store": "recruitment",
        "table": "applications",
        "role": "controller",
        "reading": "stale",
        "exported_at": "2026-02-26 02:00:00",
        "age_hours": 72.0,
        "fresh_within_hours": 26.0,
        "rows": 240,
        "landed": 240,
        "quarantined": 0,
        "missing_columns": '["full_name"]',
    },
]
"""The night says nothing of payroll, which the configuration names."""


def said(clause: str, verdict: str, reason: str = "", **more: Any) -> dict[str, Any]:
    lists = {name: json.dumps(more.pop(name, empty)) for name, empty in LISTS.items()}
    counts = {name: more.pop(name, 0) for name in ("flags", "judged", "undated", "withheld")}
    return {"clause": clause, "verdict": verdict, "reason": reason, **counts, **lists}


LISTS: dict[str, Any] = {"kept": {}, "stores_needed": [], "stores_stale": []}
BOTH = ["recruitment", "hubspot"]
STALE = "recruitment.applications: the export is stale"
TONIGHT = [
    said(
        "candidates-twelve-months", "broken", f"{STALE}; 4 records have no usable date", flags=70, judged=240, undated=4
    )
    | {"kept": '{"statutory_minimum": 6, "hold": 3}', "stores_needed": '["recruitment"]'},
    said("inactive-three-years", "unproved", f"{STALE}; 12 flags are withheld", judged=310, withheld=12)
    | {"kept": '{"purchase": 5}', "stores_needed": json.dumps(BOTH), "stores_stale": '["recruitment"]'},
    said(
        "no-health-data",
        "broken",
        f"hubspot.contacts: 3 rows were not readable; hubspot.contacts: {SIGN}; hubspot.contacts: {CODE}",
        flags=5,
        judged=1_210,
    ),
    said("stop-any-time", "kept", judged=5_204, stores_needed=["hubspot"]),
    said("answer-in-a-month", "unproved", "no record was in scope, so nothing was judged"),
    said("references-told-first", "attested", "Attested by Head of Recruitment on 2026-01-05, until 2026-04-05."),
    said("never-sold", "unproved", "A sale leaves no record; it takes a person's word. Nobody has attested it."),
]
"""No word of fresh-exports: its rule was not run."""


def verdicts() -> Iterable[dict[str, Any]]:
    """Forty nights, two of them without a run: candidates broken for ten days, health kept on the night before only."""
    for back in (n for n in range(40) if n not in {5, 6}):
        for position, tonight in enumerate(TONIGHT):
            clause = tonight["clause"]
            was_kept = back > 9 if clause == "candidates-twelve-months" else back == 1 and clause == "no-health-data"
            night = {"as_of": AS_OF - timedelta(days=back), "position": position}
            yield {**night, **tonight, "verdict": "kept" if was_kept else tonight["verdict"]}
