"""Compass on Azure: the tables of its database and the inventory of its storage.

Here: one method a row, with a clean one as the default, and the schema. Not here: which rows break a promise
(``planted_compass``), how many clean ones there are (``clean_cloud``).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from examples.harbour.book import Book
from examples.people import Person

SCHEMA = {
    "tenants": """
        tenant_id TEXT PRIMARY KEY, name TEXT NOT NULL, contact_name TEXT, contact_email TEXT, contract_id TEXT,
        plan TEXT, status TEXT NOT NULL, created_at TEXT NOT NULL, contract_ended_on TEXT, purged_at TEXT
    """,
    "users": """
        user_id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL REFERENCES tenants, email TEXT NOT NULL, full_name
        TEXT, role TEXT, job_title TEXT, phone TEXT, date_of_birth TEXT, created_at TEXT NOT NULL, last_login_at
        TEXT, disabled_at TEXT, tenant_closed_on TEXT
    """,
    "logins": """
        login_id INTEGER PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users, logged_in_at TEXT NOT NULL,
        ip_address TEXT, user_agent TEXT, succeeded INTEGER NOT NULL
    """,
    "evidence": """
        evidence_id INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL REFERENCES tenants, user_id TEXT REFERENCES
        users, title TEXT, body TEXT, created_at TEXT NOT NULL, updated_at TEXT, tenant_closed_on TEXT
    """,
    "comments": """
        comment_id INTEGER PRIMARY KEY, evidence_id INTEGER NOT NULL REFERENCES evidence, user_id TEXT
        REFERENCES users, body TEXT NOT NULL, created_at TEXT NOT NULL, edited_at TEXT, tenant_closed_on TEXT
    """,
    "audit": """
        audit_id INTEGER PRIMARY KEY, tenant_id TEXT REFERENCES tenants, user_id TEXT, action TEXT NOT NULL,
        entity TEXT, entity_id TEXT, detail TEXT, happened_at TEXT NOT NULL
    """,
    "files": """
        file_id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL REFERENCES tenants, evidence_id INTEGER REFERENCES
        evidence, uploaded_by TEXT REFERENCES users, file_name TEXT NOT NULL, content_type TEXT, bytes INTEGER,
        blob_name TEXT NOT NULL, sha256 TEXT, uploaded_at TEXT NOT NULL, deleted_at TEXT, tenant_closed_on TEXT
    """,
}
INVENTORY = (
    "Name",
    "Creation-Time",
    "Last-Modified",
    "LastAccessTime",
    "Etag",
    "Content-Length",
    "ContentType",
    "Content-MD5",
    "BlobType",
    "AccessTier",
    "Expiry-Time",
    "Tags",
    "Metadata",
    "Snapshot",
    "VersionId",
    "IsCurrentVersion",
    "Deleted",
    "DeletionId",
    "DeletedTime",
    "RemainingRetentionDays",
    "ImmutabilityPolicyUntilDate",
    "ImmutabilityPolicyMode",
    "LegalHold",
)
TITLES = (
    "Observation of a lesson",
    "Self-assessment, draft",
    "Action plan",
    "Learner survey, summary",
    "Review of marking",
)
BODIES = (
    "Good pace, clear aims. {n} learners took part.",
    "Attendance was {n} of 30; the second half was the better one.",
    "We have {n} actions open and expect to close them by the summer.",
)
COMMENTS = ("Agreed, see point {n}.", "Please add the dates for week {n}.", "Closed with {n} notes.")


class Compass:
    """Rows of Compass."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def tenant(self, person: Person, *, ended: date | None = None, purged: bool = False) -> str:
        """A client's space; ``ended``: the day on which the contract ended. Returns its id."""
        number = f"T{self.book.number('tenant', 101)}"
        known = (person.company, None if purged else person.name, None if purged else person.email)
        status = "closed" if ended else "active"
        made = moment(
            (ended or self.book.as_of).replace(day=1, month=1).replace(year=(ended or self.book.as_of).year - 3)
        )
        gone = moment(ended) if ended and purged else None
        self.book.add("compass_tenants", (number, *known, f"C-{number[1:]}", "compass-20", status, made, ended, gone))
        return number

    def account(self, tenant: str, person: Person, *, closed: date | None = None, **more: Any) -> str:
        """An account; ``more``: phone, date_of_birth. Returns its id."""
        book = self.book
        number = f"CU{book.number('account', 20001)}"
        made = closed or book.ago(book.rng.randint(90, 900))
        seen = None if closed else moment(book.ago(book.rng.randint(1, 60)))
        about = (person.email, person.name, book.rng.choice(("author", "reader", "administrator")), person.job_title)
        extra = (more.get("phone"), more.get("date_of_birth"))
        book.add("compass_users", (number, tenant, *about, *extra, moment(made), seen, None, closed))
        return number

    def login(self, account: str, day: date, address: str) -> None:
        """A login."""
        number = self.book.number("login", 500_001)
        agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
        self.book.add("compass_logins", (number, account, moment(day, 8), address, agent, 1))

    def evidence(self, tenant: str, account: str, day: date, body: str = "", *, closed: date | None = None) -> str:
        """A piece of evidence. Returns its id."""
        book = self.book
        number = book.number("evidence", 7001)
        text = body or book.text(*BODIES)
        title = book.rng.choice(TITLES)
        book.add("compass_evidence", (number, tenant, account, title, text, moment(day), moment(day, 15), closed))
        return str(number)

    def comment(self, evidence: str, account: str, day: date, body: str = "", *, closed: date | None = None) -> str:
        """A comment. Returns its id."""
        number = self.book.number("comment", 9001)
        text = body or self.book.text(*COMMENTS)
        self.book.add("compass_comments", (number, int(evidence), account, text, moment(day), None, closed))
        return str(number)

    def audited(self, tenant: str, account: str, evidence: str, day: date) -> str:
        """A line of the audit. Returns its id."""
        number = self.book.number("audit", 40_001)
        row = (number, tenant, account, "update", "evidence", evidence, '{"field": "title"}', moment(day, 15))
        self.book.add("compass_audit", row)
        return str(number)

    def file(self, tenant: str, evidence: str, account: str, day: date, *, closed: date | None = None) -> str:
        """A file beside a piece of evidence, and its blob. Returns its id."""
        number = f"F{self.book.number('file', 3001)}"
        blob = f"compass/tenants/{tenant}/{number}.docx"
        row = (number, tenant, int(evidence), account, "notes.docx", "application/msword", 18_231, blob, None)
        self.book.add("compass_files", (*row, moment(day), None, closed))
        self.blob(blob, day)
        return number

    def blob(self, name: str, day: date, **more: str | None) -> tuple[str, str]:
        """A line of the inventory; ``more`` by column, ``_`` for ``-``. Returns its key."""
        written = f"{day}T09:{self.book.number('blob', 0) % 60:02d}:00.0000000Z"
        version = f"{day}T09:00:00.{self.book.number('version', 1):07d}Z"
        row = {
            **dict.fromkeys(INVENTORY),
            "Name": name,
            "Creation-Time": written,
            "Last-Modified": written,
            "Etag": "0x8DC3B1",
            "Content-Length": "18231",
            "ContentType": "application/octet-stream",
            "BlobType": "BlockBlob",
            "AccessTier": "Hot",
            "VersionId": version,
            "IsCurrentVersion": "true",
            "Deleted": "false",
            "LegalHold": "false",
            **more,
        }
        self.book.add("compass_blobs", tuple(row[column] for column in INVENTORY))
        return name, version


def moment(day: date, hour: int = 9) -> str:
    """A moment of a day, UTC, as PostgreSQL prints it."""
    return f"{day} {hour:02d}:00:00+00"
