"""What each kind of promise means, in plain Python over one row: slow, and independent of the engine.

Independent of: ``rules.engine``, ``rules.sql``, ``relations.sql``, DuckDB, sqlglot, ``rules.period``, ``rules.calendar``,
``rules.categories`` and the conditions of the rule files. Written from the rules' titles, comments and examples, the
articles they name, and the design: a date that has not come is a date on which nothing has happened; a clock without a
date is undated; hold, statutory minimum and then what the clause asks for keep a record. Shared with the tests of the
calendar: the days on which England and Wales work, which those tests hold against the published lists.
Not independent of: the names of columns and parameters, which are the vocabulary of both.

Here: one function a rule. Each is given a row as a mapping (what is absent is None), what the clause gives, and the
night; it returns the answer and the last day on which the promise was kept, None where it has none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.rules.oracle.days import DAY, day_of, midnight, moved, past, plus


@dataclass(frozen=True)
class Night:
    """The day the night is judged on, and where the controller's days begin."""

    as_of: date
    zone: str = "Europe/London"


Row, Given, Answer = dict[str, Any], dict[str, Any], tuple[str, "date | None"]
PROMISES: dict[str, Callable[[Row, Given, Night], Answer]] = {}
OUT: Answer = ("out", None)


def promise(name: str) -> Callable[[Callable[[Row, Given, Night], Answer]], Callable[[Row, Given, Night], Answer]]:
    """The function speaks for the rule of this name."""

    def keep(function: Callable[[Row, Given, Night], Answer]) -> Callable[[Row, Given, Night], Answer]:
        PROMISES[name] = function
        return function

    return keep


def happened(day: date | None, on: date) -> bool:
    """Whether something with this date has happened by a day."""
    return day is not None and day <= on


def said(
    wrong: bool, row: Row, night: Night, *, clock: Any = False, due: date | None = None, keeps: Any = None
) -> Answer:
    """The answer: who would be flagged or undated is kept by the strongest ground that holds.

    ``clock`` is the date without which nothing can be said, False where there is none. ``keeps`` are the grounds that
    hold, strongest first; None where no ground keeps such a record.
    """
    undated = clock is not False and not happened(clock, night.as_of)
    if (wrong or undated) and keeps:
        return f"kept by {keeps[0]}", due
    if undated:
        return "undated", due
    return ("flag" if wrong else "clear"), due


def hold(row: Row) -> list[str]:
    """The ground of a running hold."""
    return ["hold"] if row["on_hold"] else []


def by_law(row: Row, night: Night) -> list[str]:
    """The grounds that stand above every erasure, on their last day too."""
    runs = row["statutory_until"] is not None and row["statutory_until"] >= night.as_of
    return hold(row) + (["statutory_minimum"] if runs else [])


def within(category: str, declared: list[str]) -> bool:
    """Whether a category is declared, by itself or by one above it."""
    return any(category == one or category.startswith(f"{one}.") for one in declared)


@promise("kept-past-period")
def kept_past_period(row: Row, given: Given, night: Night) -> Answer:
    asked = {"outcome": "outcome", "purpose": "purpose", "document_type": "document_type", "channel": "channel"}
    wanted = [("subject_type", "subject_type"), *asked.items(), ("basis", "lawful_basis")]
    if any(given.get(name) is not None and row[column] != given[name] for name, column in wanted):
        return OUT
    starts = [row[given[name]] for name in ("clock", "other_clock") if given.get(name) and row[given[name]]]
    start = (min if given.get("whichever") == "earlier" else max)(starts) if starts else None
    over = past(start, given["period"], night.as_of)
    due = plus(start, given["period"]) if start else None
    if start is None and given.get("not_begun") == "keep":
        return "clear", due
    doubtful = over and bool(given.get("keep_while")) and row["subject_doubtful"]
    keeps = by_law(row, night) + [
        one for one in ASKED if one in given.get("keep_while", ()) and ASKED[one](row, given, night)
    ]
    return said(over, row, night, clock=None if doubtful else start, due=due, keeps=keeps)


def _objected(row: Row, given: Given, night: Night) -> bool:
    return given.get("unless") == "objection" and happened(row["subject_opted_out_on"], night.as_of)


def _recent(day: date | None, period: str | None, night: Night) -> bool:
    return period is not None and happened(day, night.as_of) and not past(day, period, night.as_of)


def _agreement(row: Row, given: Given, night: Night) -> bool:
    until = row["subject_agreement_until"]
    return until is not None and until >= night.as_of and not _objected(row, given, night)


def _consent(row: Row, given: Given, night: Night) -> bool:
    gave, took = row["subject_opted_in_on"], row["subject_opted_out_on"]
    return happened(gave, night.as_of) and (took is None or took < gave)


ASKED: dict[str, Callable[[Row, Given, Night], bool]] = {
    "agreement": _agreement,
    "account": lambda row, given, night: bool(row["subject_registered"]) and not _objected(row, given, night),
    "purchase": lambda row, given, night: (
        _recent(row["subject_purchase_completed_on"], given.get("purchase_within"), night)
        and not _objected(row, given, night)
    ),
    "contact": lambda row, given, night: (
        _recent(row["subject_last_interaction_on"], given.get("contact_within"), night)
        and not _objected(row, given, night)
    ),
    "consent": _consent,
    "subscription": lambda row, given, night: bool(row["subject_subscribed"]) and not _objected(row, given, night),
    "restriction": lambda row, _, night: happened(row["subject_restricted_on"], night.as_of),
    "suppression": lambda row, *_: bool(row["subject_suppressed"]),
}
"""The grounds a clause may ask for, strongest first."""


@promise("inactive-subject")
def inactive_subject(row: Row, given: Given, night: Night) -> Answer:
    if row["purpose"] not in given["purposes"]:
        return OUT
    last = row["subject_last_interaction_on"]
    over = past(last, given["period"], night.as_of)
    keeps = by_law(row, night)
    keeps += ["support_agreement"] if _agreement(row, {}, night) else []
    keeps += ["registration"] if row["subject_registered"] else []
    keeps += ["purchase"] if _recent(row["subject_purchase_completed_on"], given["purchase_within"], night) else []
    clock = None if over and row["subject_doubtful"] else last
    return said(over, row, night, clock=clock, due=plus(last, given["period"]) if last else None, keeps=keeps)


@promise("not-blocked")
def not_blocked(row: Row, given: Given, night: Night) -> Answer:
    if any(given.get(name) is not None and row[name] != given[name] for name in ("subject_type", "outcome", "purpose")):
        return OUT
    ended = row[given["clock"]]
    to_be_kept = bool(by_law(row, night)) or not past(ended, given["period"], night.as_of)
    in_use = not happened(row["restricted_on"], night.as_of)
    wrong = past(ended, given["residence"], night.as_of) and to_be_kept and in_use
    return said(wrong, row, night, clock=ended, due=plus(ended, given["residence"]) if ended else None)


@promise("erasure-request-unmet")
def erasure_request_unmet(row: Row, given: Given, night: Night) -> Answer:
    asked = row["subject_erasure_requested_on"]
    if asked is None or row["purpose"] in given["except_purposes"]:
        return OUT
    due = _answer_by(asked, given, 0, None, row["subject_erasure_extended_until"])
    return said(due < night.as_of, row, night, clock=asked, due=due, keeps=by_law(row, night))


def _answer_by(start: date, given: Given, stopped: int, told: date | None, until: date | None) -> date:
    """Art. 12A: the time, the days on which it stood still, and an extension if the person was told of it in time."""
    first = plus(start, given["within"]) + stopped * DAY
    last = plus(start, given.get("within_extended") or "3 months") + stopped * DAY
    if (told is None and until is None) or (told is not None and told > moved(first, given)):
        return moved(first, given)
    return moved(max(first, min(until or last, last)), given)


@promise("request-overdue")
def request_overdue(row: Row, given: Given, night: Night) -> Answer:
    if row["right_exercised"] not in given["rights"]:
        return OUT
    received = row["received_on"]
    if not happened(received, night.as_of):
        return "undated", None
    asked, confirmed = row["identity_asked_on"], row["identity_confirmed_on"]
    start = received
    if confirmed is not None and (asked is None or asked <= plus(received, given["within"])):
        start = max(received, confirmed)
    access = row["right_exercised"] == "access"
    question, told = (row["clarification_asked_on"] if access else None), row["clarified_on"]
    stopped = 0
    if question is not None and told is not None:
        day = max(question, start)
        while day <= told:
            stopped, day = stopped + 1, day + DAY
    due = _answer_by(start, given, stopped, row["extended_on"], row["extended_until"])
    waits = asked is not None and confirmed is None and asked <= due
    waits = waits or (question is not None and told is None and question <= due)

    def late(day: date | None) -> bool:
        return min(day or night.as_of, night.as_of) > due

    wrong = late(row["decided_on"] or row["closed_on"])
    if given.get("met_by") == "acknowledgement":
        wrong = wrong and late(row["acknowledged_on"])
    return ("flag" if wrong and not waits else "clear"), due


@promise("breach-notified-late")
def breach_notified_late(row: Row, given: Given, night: Night) -> Answer:
    if row["reportable"] is False:
        return OUT
    aware, told = row["aware_at"], row["notified_at"]
    if aware is None or day_of(aware, night.zone) > night.as_of:
        return "undated", None
    limit = aware + timedelta(hours=int(given["within"].split()[0]))
    today = midnight(night.as_of, night.zone)
    if told is not None and day_of(told, night.zone) > night.as_of:
        told = None
    return ("flag" if (told or today) > limit else "clear"), day_of(limit, night.zone)
