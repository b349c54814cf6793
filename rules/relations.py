"""The relations that rules see: their names, columns, types, and the SQL macros that rules may speak.

Every relation starts with the columns of a record, so that a condition reads the same over all of them. A column named
``subject_*`` holds the fact over **all** records of the same person in all stores; without the prefix it is the
record's own. Source of the shapes: docs/guide (writing a rule). The macros are in ``relations.sql`` beside this file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rules.minimums import macro as statutory_end

CODES = (
    "subject_type",
    "purpose",
    "lawful_basis",
    "basis_evidence",
    "special_condition",
    "source",
    "outcome",
    "status",
    "channel",
    "document_type",
)
"""Text columns that hold a code, never a value of the person."""

CLOCKS = (
    "collected_on",
    "last_interaction_on",
    "purchase_completed_on",
    "ended_on",
    "opted_in_on",
    "opted_out_on",
    "basis_evidenced_on",
    "last_contacted_on",
    "erasure_requested_on",
    "restricted_on",
)
"""Dates of something that happened: NULL or in the future means undated."""

LIMITS = ("agreement_until", "statutory_until", "hold_until", "erasure_extended_until")
"""Dates until which something lasts: the future is normal."""

SWITCHES = ("on_hold", "registered", "subscribed", "suppressed")
"""Yes or no; NULL is read as no."""

IDENTITY = {"store": "VARCHAR", "table": "VARCHAR", "record_key": "VARCHAR", "subject": "VARCHAR"}

OWN = {
    **dict.fromkeys(CODES, "VARCHAR"),
    **dict.fromkeys(CLOCKS, "DATE"),
    **dict.fromkeys(LIMITS, "DATE"),
    **dict.fromkeys(SWITCHES, "BOOLEAN"),
}
"""What a map may state of a record."""

WIDE_MAX = (
    "last_interaction_on",
    "purchase_completed_on",
    "opted_in_on",
    "opted_out_on",
    "last_contacted_on",
    "erasure_requested_on",
    "restricted_on",
    "agreement_until",
    "erasure_extended_until",
)
WIDE_ANY = ("on_hold", "registered", "subscribed", "suppressed")

WIDE = {
    **{f"subject_{name}": "DATE" for name in WIDE_MAX},
    **{f"subject_{name}": "BOOLEAN" for name in WIDE_ANY},
    "subject_records": "BIGINT",
    "subject_stores": "BIGINT",
    "subject_doubtful": "BOOLEAN",
}
"""``subject_doubtful``: an identifier of the person's is one that people of other names use too. Which records are
theirs is then not sure, and neither is any fact over all of them."""

RECORD = {**IDENTITY, **OWN, **WIDE, "wrong_since": "DATE"}
"""``wrong_since``: the day on which a value was corrected that stands in the record still (UK GDPR Art. 16)."""

FINDING = {
    "column": "VARCHAR",
    "category": "VARCHAR",
    "score": "DOUBLE",
    "stated_or_implied": "VARCHAR",
    "about": "VARCHAR",
    "said_by": "VARCHAR",
}

EXTRA: dict[str, dict[str, str]] = {
    "send": {"sent_on": "DATE", "message_purpose": "VARCHAR", "screened_on": "DATE"},
    "request": {
        "right_exercised": "VARCHAR",
        "refusal_ground": "VARCHAR",
        "received_on": "DATE",
        "identity_asked_on": "DATE",
        "identity_confirmed_on": "DATE",
        "clarification_asked_on": "DATE",
        "clarified_on": "DATE",
        "acknowledged_on": "DATE",
        "extended_on": "DATE",
        "extended_until": "DATE",
        "decided_on": "DATE",
        "closed_on": "DATE",
    },
    "statistic": {"cell_size": "BIGINT", "carries_identifier": "BOOLEAN"},
    "registration": {"expires_on": "DATE"},
    "disclosure": {
        "recipient": "VARCHAR",
        "recipient_kind": "VARCHAR",
        "legal_ground": "VARCHAR",
        "contract": "VARCHAR",
        "country": "VARCHAR",
        "mechanism": "VARCHAR",
        "paid_for": "BOOLEAN",
        "disclosed_on": "DATE",
    },
    "processor": {
        "provider": "VARCHAR",
        "contract": "VARCHAR",
        "country": "VARCHAR",
        "mechanism": "VARCHAR",
        "signed_on": "DATE",
        "reviewed_on": "DATE",
    },
    "breach": {"reportable": "BOOLEAN", "aware_at": "TIMESTAMP", "notified_at": "TIMESTAMP"},
    "disposal": {"certificate": "VARCHAR", "retired_on": "DATE", "destroyed_on": "DATE"},
    "assessment": {"kind": "VARCHAR", "assessed_on": "DATE", "review_on": "DATE"},
    "notice_version": {"significant": "BOOLEAN", "published_on": "DATE", "told_on": "DATE"},
    "safeguard": {"kind": "VARCHAR", "encrypted": "BOOLEAN", "open_to": "VARCHAR", "checked_on": "DATE"},
}
"""Relations that a map fills beside the record: the columns it must or may give.

In ``send``, ``subject_opted_out_on`` and ``subject_restricted_on`` are the latest objection and restriction before the
day of the message, and ``subject_opted_in_on`` the latest permission up to it: what counted when it went out. In
``disclosure`` and ``statistic`` they are those before its day.
``screened_on`` is when a number was last looked up in the preference services. In ``request``, ``extended_on`` is the
day on which the person was told of an extension, and ``refusal_ground`` says that a refusal has a ground: ``stated``,
whatever its words.
``safeguard`` is how a device or file is protected; ``open_to`` is owner, group or everyone.
"""

STORE = {
    "provider": "VARCHAR",
    "role": "VARCHAR",
    "reading": "VARCHAR",
    "exported_on": "DATE",
    "age_hours": "DOUBLE",
    "fresh_within_hours": "DOUBLE",
    "landed": "BIGINT",
    "quarantined": "BIGINT",
}
"""``reading``: read, stale, empty, failed or not_read."""

RELATIONS: dict[str, dict[str, str]] = {
    "record": RECORD,
    "subject": RECORD,
    "finding": {**RECORD, **FINDING},
    "erasure": RECORD,
    **{name: {**RECORD, **columns} for name, columns in EXTRA.items()},
    "store": {**IDENTITY, **STORE},
}
"""Relation name to its columns and their DuckDB types. ``subject`` is ``record`` where the person is known.

``erasure`` is ``record`` where its person asked for erasure, one row for each request that speaks of the record:
``subject_erasure_requested_on`` and ``subject_erasure_extended_until`` are that request's own, so that a later request
restarts no clock. A request speaks of what was collected by its day, or nobody knows when; the person's last one of
everything. In ``record`` stands the first request that speaks of it.
"""

OF_EVERY_RECORD = frozenset({"record", "finding", "erasure"})
"""The relations in which a record of any table may stand."""

MANY_A_RECORD = frozenset({"finding", "erasure"})
"""The relations in which a record may have several rows."""


def clocks_of(relation: str) -> frozenset[str]:
    """The date columns of a relation that a rule may take as its clock."""
    return frozenset(c for c, kind in RELATIONS[relation].items() if kind == "DATE" and not c.endswith("_until"))


@cache
def macros() -> str:
    """The SQL that defines the macros rules speak."""
    return (Path(__file__).parent / "relations.sql").read_text(encoding="utf-8") + statutory_end()
