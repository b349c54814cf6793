"""The files that HubSpot, Eventbrite, Zoom and Xero export, each in its vendor's format.

Here: the files. What stands in them is ``clean``'s and the ``planted_*``'s.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from examples.harbour.book import Book
from examples.harbour.vendors_events import ATTENDANCE, ORDERS, REGISTRATION, SUMMARY
from examples.harbour.vendors_hubspot import LISTED
from examples.writers import write_csv, write_json, write_jsonl, write_lines

OPT_OUTS = ("Email", "Portal Bounce", "Portal Unsubscribe", "Portal Spam Report", "Global Bounce")


def write(exports: Path, book: Book) -> None:
    """Write the exports of these four vendors below ``exports``."""
    _hubspot(exports / "hubspot", book)
    _eventbrite(exports / "eventbrite", book)
    _zoom(exports / "zoom", book)
    _xero(exports / "xero", book)


def _hubspot(home: Path, book: Book) -> None:
    rows = book.rows
    for name in ("contacts", "tickets", "deals"):
        write_json(home / f"{name}.json", {"results": rows[f"hubspot_{name}"], "paging": {}})
    write_csv(home / "hubspot-crm-exports-spring-list.csv", LISTED, rows["hubspot_list"], crlf=True)
    write_jsonl(home / "email_events.jsonl", rows["hubspot_events"])
    changes = {"timeline": rows["hubspot_changes"], "hasMore": False, "offset": "-"}
    write_json(home / "subscription_changes.json", changes)
    write_json(home / "form_submissions-guide.json", {"results": rows["hubspot_forms"]})
    write_json(home / "engagements.json", {"results": rows["hubspot_engagements"], "hasMore": False, "offset": 0})
    optouts = home / "harbour-unsubscribes-and-bounces.csv"
    write_csv(optouts, (*OPT_OUTS, "Marketing Information", "Product news"), rows["hubspot_optouts"])
    write_jsonl(home / "contacts_property_history.jsonl", rows["hubspot_history"])
    write_json(home / "merge_audits.json", {"contacts": rows["hubspot_merges"], "has-more": False, "vid-offset": 0})


def _eventbrite(home: Path, book: Book) -> None:
    rows = book.rows
    for name, table in (("attendees", "eventbrite"), ("orders", "eventbrite_orders")):
        pagination = {"object_count": len(rows[table]), "page_number": 1, "has_more_items": False}
        write_json(home / f"{name}.json", {"pagination": pagination, name: rows[table]})
    for name in ("questions", "events"):
        write_json(home / f"{name}.json", {"pagination": {"page_number": 1}, name: rows[f"eventbrite_{name}"]})
    write_csv(home / "attendee-summary.csv", SUMMARY, rows["eventbrite_summary"], bom=True, crlf=True)
    write_csv(home / "orders-report.csv", ORDERS, rows["eventbrite_lines"], bom=True, crlf=True)


def _zoom(home: Path, book: Book) -> None:
    rows = book.rows
    page = {"page_size": 300, "next_page_token": ""}
    for name, table in (("registrants", "zoom"), ("participants", "zoom_participants")):
        write_json(home / f"{name}.json", {**page, "total_records": len(rows[table]), name: rows[table]})
    write_json(home / "recordings.json", {**page, "meetings": rows["zoom_recordings"]})
    write_json(home / "qna.json", {"questions": rows["zoom_questions"]})
    write_json(home / "poll_results.json", {"questions": rows["zoom_votes"]})
    about: list[tuple[Any, ...]] = [
        ("Report Generated:", f"{book.ago(1):%b %d, %Y} 21:10:00"),
        ("Topic", "Webinar ID", "Duration (minutes)"),
        ("Observation, live", "841 0000 0000", 60),
    ]
    report = [("Registration Report", ""), *about, ("Attendee Details", ""), REGISTRATION]
    _sections(home / "84100-Registration-Report.csv", report, rows["zoom_registration"])
    host = ("Yes", "Harbour Learning", "events@harbour.example")
    hosts = [("Host Details", ""), ("Attended", "User Name (Original Name)", "Email"), host]
    report = [("Attendee Report", ""), *about, *hosts, ("Attendee Details", ""), ATTENDANCE]
    _sections(home / "84100-Attendee-Report.csv", report, rows["zoom_attendance"])
    for name, lines in rows["zoom_chats"]:
        write_lines(home / "chats" / f"{name}.txt", lines)


def _sections(path: Path, head: Sequence[Sequence[Any]], rows: Iterable[Sequence[Any]]) -> None:
    """A report of several sections, of which the last is a table."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([*head, *rows])
    write_lines(path, out.getvalue().splitlines())


def _xero(home: Path, book: Book) -> None:
    rows = book.rows
    for name in ("Contacts", "Invoices", "Payments"):
        listed = rows[f"xero_{name.lower()}"]
        paged = {"page": 1, "pageSize": 1000, "pageCount": 1, "itemCount": len(listed)}
        write_json(home / f"{name.lower()}.json", {"Status": "OK", "pagination": paged, name: listed})
    write_jsonl(home / "history.jsonl", rows["xero_history"])
    write_jsonl(home / "attachments.jsonl", rows["xero_attachments"])
