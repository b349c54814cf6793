"""Make Harbour's exports: every store in its vendor's format, and the truth of what must be flagged.

Run by ``python -m examples.generate FOLDER --as-of DATE``. Here: the files. What stands in them is ``clean``'s and the
``planted_*``'s.
"""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from examples.harbour import clean, planted_contacts, planted_people, planted_stores
from examples.harbour.book import Book
from examples.truth import Truth
from examples.writers import age, write_csv, write_json, write_jsonl, write_mbox, write_xlsx

TELEPHONE_DAYS_OLD = 40
REGISTERS_DAYS_OLD = 6
COLUMNS = {
    "registrants": "id webinar_id email first_name last_name phone org job_title comments status create_time",
    "applications": "application_id exercise_id exercise_completed_at applicant_name email phone cv_path applied_at "
    "outcome outcome_at reference_informed_at dbs_requested_at notes",
    "statistics": "cell_id exercise_id gender ethnicity age_band disability stage n applicant_id",
    "requests": "request_id email right channel received_at identity_asked_at identity_ok_at extended_until decided_at "
    "decision ground closed_at stores_searched",
    "holds": "hold_id email matter owner placed_on expires_on released_on",
    "registrations": "reference authority registered_on expires_on",
    "list": "entry_id email phone channel scope reason source_system recorded_at",
    "calls": "call_id started_at direction number contact_email agent campaign outcome notes",
    "personnel_files": "file_id employee_id name role_type doc_type status start_date leave_date doc_path",
}
ATTESTED = ("never-sold", "references-told-first")
NOBODYS_WORD = ("forms-link-to-notice", "compass-contract-period", "everything-else", "changes-told-before")


def make(folder: Path, as_of: date, rng: random.Random, scale: int) -> Truth:
    """Write ``folder/exports/`` and return the truth.

    Args:
        folder: where ``exports/`` goes.
        as_of: the day every date is counted from.
        rng: of all that is made up.
        scale: how many times as many clean records.
    """
    book = Book(as_of, rng, scale)
    planted_contacts.plant(book)
    planted_stores.plant(book)
    planted_people.plant(book)
    clean.fill(book)
    for clause in ATTESTED:
        book.truth.verdict(clause, "attested")
    for clause in NOBODYS_WORD:
        book.truth.verdict(clause, "unproved")
    _vendors(folder / "exports", book)
    _own(folder / "exports", book)
    return book.truth


def _vendors(exports: Path, book: Book) -> None:
    rows = book.rows
    write_json(exports / "hubspot" / "contacts.json", {"results": rows["hubspot_contacts"], "paging": {}})
    write_jsonl(exports / "hubspot" / "email_events.jsonl", rows["hubspot_events"])
    changes = {"timeline": rows["hubspot_changes"], "hasMore": False, "offset": "-"}
    write_json(exports / "hubspot" / "subscription_changes.json", changes)
    pagination = {"object_count": len(rows["eventbrite"]), "page_number": 1}
    write_json(exports / "eventbrite" / "attendees.json", {"pagination": pagination, "attendees": rows["eventbrite"]})
    registrants = exports / "zoom" / "registrants.csv"
    write_csv(registrants, COLUMNS["registrants"].split(), rows["zoom"], bom=True, crlf=True)
    write_json(exports / "xero" / "contacts.json", {"Status": "OK", "Contacts": rows["xero_contacts"]})
    write_json(exports / "xero" / "invoices.json", {"Status": "OK", "Invoices": rows["xero_invoices"]})
    write_mbox(exports / "mailbox" / "support.mbox", rows["mail_support"])
    write_mbox(exports / "mailbox" / "sent.mbox", rows["mail_sent"])


def _own(exports: Path, book: Book) -> None:
    rows = book.rows
    workbook = exports / "recruitment" / "applications.xlsx"
    write_xlsx(workbook, "Applications", COLUMNS["applications"].split(), rows["applications"])
    write_csv(exports / "recruitment" / "statistics.csv", COLUMNS["statistics"].split(), rows["figures"])
    for name in ("requests", "holds", "registrations"):
        path = exports / "registers" / f"{name}.csv"
        write_csv(path, COLUMNS[name].split(), rows[name])
        age(path, REGISTERS_DAYS_OLD)
    # Two lines that nobody can read: one has a cell too many, one breaks off.
    ragged = [("SL499", None, None, "email", "marketing", "opt-out", "hubspot", book.ago(70), "x"), ("SL500", None)]
    write_csv(exports / "suppression" / "list.csv", COLUMNS["list"].split(), [*rows["suppression"], *ragged])
    calls = exports / "telephone" / "calls.csv"
    write_csv(calls, COLUMNS["calls"].split(), rows["calls"], encoding="cp1252", delimiter=";", crlf=True)
    age(calls, TELEPHONE_DAYS_OLD)
    write_csv(exports / "hr" / "personnel_files.csv", COLUMNS["personnel_files"].split(), rows["papers"])
