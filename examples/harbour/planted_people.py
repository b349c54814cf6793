"""What is planted about candidates, staff and the rights of data subjects. One function a clause.

Here: breaches and near misses with their truth. Dates are reckoned by ``dateutil``, not by the rules that judge them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from examples.harbour import texts
from examples.harbour.book import Book
from examples.harbour.clean import MAILBOX
from examples.harbour.pages import DAY, MONTH, YEAR
from examples.harbour.planted_contacts import SPECIAL
from examples.harbour.vendors import line_of
from examples.working_days import moved, oldest_answerable

CANDIDATES = "candidates-twelve-months"
FIGURES = "recruitment-figures-anonymous"
PERSONNEL = "personnel-files-twelve-months"
ACCESS = "access-one-month"
MISTAKES = "mistakes-one-month"
ANSWERED = "erasure-answered-one-month"
ERASED = "erasure-carried-out"
RESTRICTED = "restriction-28-days"


def plant(book: Book) -> None:
    """Everything about candidates, staff and rights."""
    candidates(book)
    figures(book)
    personnel(book)
    answered_in_time(book)
    restriction(book)
    erased(book)
    asked_twice(book)


def candidates(book: Book) -> None:
    """Kept too long, a hold run out; near: the last day, a hold, a hired one; undated: no end, one to come."""
    truth = book.truth
    last = book.last_kept(YEAR)

    def applied(day: date, outcome: str = "unsuccessful", **hold: date | None) -> str:
        person = book.person()
        if hold:
            book.hold(person, hold["expires"], hold.get("released"))
        return book.application(person, day, outcome)

    for key in (
        applied(last - DAY),
        applied(book.as_of - 3 * YEAR),
        applied(book.as_of - 2 * YEAR, expires=book.ago(1)),
        applied(book.as_of - 2 * YEAR, expires=None, released=book.ago(10)),
    ):
        truth.flag(CANDIDATES, "recruitment", "applications", key)
    for key in (
        applied(last),
        applied(book.as_of - 2 * YEAR, expires=book.as_of),
        applied(book.as_of - 2 * YEAR, expires=None),
        applied(book.as_of - 3 * YEAR, "hired"),
    ):
        truth.near_miss(CANDIDATES, "recruitment", "applications", key)
    book.application(book.person(), None, "unsuccessful", None, book.ago(800))
    book.application(book.person(), book.ago(-20), "unsuccessful", None, book.ago(15))
    truth.undated(CANDIDATES, 2)
    truth.verdict(CANDIDATES, "broken")
    for notes in (
        "Candidate disclosed a police caution from long ago.",
        "Registered disabled; asked for a room on the ground floor.",
    ):
        key = book.application(book.person(), book.ago(60), "unsuccessful", notes)
        truth.flag(SPECIAL, "recruitment", "applications", key)
    for notes in texts.NOTES_NEAR:
        key = book.application(book.person(), book.ago(60), "unsuccessful", notes)
        truth.near_miss(SPECIAL, "recruitment", "applications", key)


def figures(book: Book) -> None:
    """Three people in a cell, an applicant's number, a size left out; near: exactly five, nobody at all."""
    for size, applicant, is_flag in (
        (3, None, True),
        (12, "AP2001", True),
        (None, None, True),
        (5, None, False),
        (0, None, False),
    ):
        cell = f"C{book.number('cell', 1):03d}"
        book.add("figures", (cell, "EX104", "Female", "Mixed", "45-64", "yes", "applied", size, applicant))
        plant_one = book.truth.flag if is_flag else book.truth.near_miss
        plant_one(FIGURES, "recruitment", "statistics", cell)
    book.truth.verdict(FIGURES, "broken")


def personnel(book: Book) -> None:
    """A contract a day too long, another for years; near: its last day, what a law keeps; undated: two papers."""
    truth = book.truth
    leaver = book.person()
    truth.near_miss(PERSONNEL, "hr", "files", book.paper(leaver, "contract", "left", book.last_kept(YEAR)))
    for kind, left in (("contract", book.last_kept(YEAR) - DAY), ("training", book.ago(900))):
        truth.flag(PERSONNEL, "hr", "files", book.paper(book.person(), kind, "left", left))
    payroll = book.paper(book.person(), "payroll", "left", book.last_kept(relativedelta(years=6)) + DAY)
    truth.near_miss(PERSONNEL, "hr", "files", payroll)
    truth.near_miss(PERSONNEL, "hr", "files", book.paper(book.person(), "right_to_work", "left", book.ago(500)))
    truth.near_miss(PERSONNEL, "hr", "files", book.paper(book.person(), "training", "employed", None))
    unknown = book.person()
    book.paper(unknown, "contract", "left", None)
    book.paper(unknown, "appraisal", "left", None)
    truth.undated(PERSONNEL, 3)  # the two papers, and their person's row in the list of staff
    truth.verdict(PERSONNEL, "broken")


def answered_in_time(book: Book) -> None:
    """Copies, corrections and answers on erasure: a day late, and just in time."""
    truth = book.truth
    received = book.ago(100)
    identified = book.ago(60)
    last = oldest_answerable(book.as_of, MONTH)
    asked_about, told_about = book.ago(35), book.ago(26)  # ten days that do not count
    weekend = moved(received + MONTH)

    def asked(right: str, received: date, decided: date | None, **more: Any) -> str:
        return book.request(book.person(), right, received, decided, **more)

    for key in (
        asked("access", received, weekend),
        asked("access", last, None),
        asked("access", book.ago(38), None, clarification_asked_at=asked_about, clarified_at=told_about),
        asked("access", received, identified + MONTH, identity_asked_at=received + DAY, identity_ok_at=identified),
        asked("access", book.ago(50), None, extended_until=book.as_of),
    ):
        truth.near_miss(ACCESS, "registers", "requests", key)
    for key in (asked("access", received, weekend + DAY), asked("access", last - DAY, None)):
        truth.flag(ACCESS, "registers", "requests", key)
    truth.verdict(ACCESS, "broken")
    for key in (
        asked("rectification", received, received + MONTH),
        asked("rectification", received, None, closed_at=received + MONTH),
    ):
        truth.near_miss(MISTAKES, "registers", "requests", key)
    for key in (asked("rectification", received, weekend + DAY), asked("rectification", last - DAY, None)):
        truth.flag(MISTAKES, "registers", "requests", key)
    truth.verdict(MISTAKES, "broken")
    refused = {"decision": "refused", "ground": "Art. 17(3)(e)"}
    truth.near_miss(ANSWERED, "registers", "requests", asked("erasure", received, received + MONTH, **refused))
    for key in (asked("erasure", received, weekend + DAY, **refused), asked("erasure", last - DAY, None)):
        truth.flag(ANSWERED, "registers", "requests", key)
    truth.verdict(ANSWERED, "broken")


def restriction(book: Book) -> None:
    """Answered on day 29, and not at all; near: on day 28, and still open on day 28."""
    truth = book.truth
    received = book.ago(75)

    def asked(received: date, decided: date | None) -> str:
        return book.request(book.person(), "restriction", received, decided)

    for key in (asked(received, received + 29 * DAY), asked(book.ago(40), None), asked(book.ago(29), None)):
        truth.flag(RESTRICTED, "registers", "requests", key)
    for key in (asked(received, received + 28 * DAY), asked(book.ago(28), None)):
        truth.near_miss(RESTRICTED, "registers", "requests", key)
    truth.verdict(RESTRICTED, "broken")


def erased(book: Book) -> None:
    """Left over in five stores; near: the last day, statutory minimum, hold, refusal, addresses that are shared."""
    truth = book.truth
    last = oldest_answerable(book.as_of, MONTH)
    long_ago = book.ago(100)

    def flagged(store: str, table: str, *key: str) -> None:
        truth.flag(ERASED, store, table, *key)

    def near(store: str, table: str, *key: str) -> None:
        truth.near_miss(ERASED, store, table, *key)

    left = book.person()
    book.request(left, "erasure", long_ago, long_ago + 9 * DAY)
    flagged("hubspot", "contacts", book.contact(left))
    flagged("zoom", "registrants", book.registrant(left))
    day_late = book.person()
    book.request(day_late, "erasure", last - DAY, last + 9 * DAY)
    flagged("eventbrite", "attendees", book.attendee(day_late))
    wrote = book.person()
    book.request(wrote, "erasure", long_ago, long_ago + 5 * DAY)
    body = f"Hello,\n\nplease delete everything that you hold about me.\n\n{wrote.name}\n"
    flagged("mailbox", "messages", book.mail(wrote.email, wrote.name, MAILBOX, "My data", body, long_ago))
    payer = book.person()
    book.request(payer, "erasure", long_ago, long_ago + 5 * DAY, decision="partly", ground="Art. 17(3)(b)")
    number = book.payer(payer)
    flagged("xero", "contacts", number)
    flagged("xero", "contact_phones", number, "DEFAULT")
    too_old = book.invoice(number, payer, book.ago(9 * 365))
    flagged("xero", "invoices", too_old)
    flagged("xero", "line_items", line_of(too_old))
    near("xero", "invoices", book.invoice(number, payer, book.ago(700)))
    claimant = book.person()
    book.request(claimant, "erasure", long_ago, long_ago + 5 * DAY, decision="partly", ground="Art. 17(3)(e)")
    book.hold(claimant, book.ago(-90))
    number = book.payer(claimant)
    near("xero", "contacts", number)
    near("xero", "invoices", book.invoice(number, claimant, book.ago(650)))
    near("hubspot", "contacts", book.contact(claimant, lifecyclestage="customer"))
    last_day = book.person()
    open_request = book.request(last_day, "erasure", last, None)
    truth.near_miss(ANSWERED, "registers", "requests", open_request)
    near("hubspot", "contacts", book.contact(last_day))
    refused = book.person()
    book.request(refused, "erasure", long_ago, long_ago + 5 * DAY, decision="refused", ground="Art. 17(3)(b)")
    near("hubspot", "contacts", book.contact(refused))
    shared = book.person()
    office = f"info@{shared.email.split('@')[1]}"
    book.request(shared, "erasure", long_ago, long_ago + 5 * DAY, email=office)
    near("hubspot", "contacts", book.contact(shared, email=office))
    near("hubspot", "contacts", book.contact(book.person(), phone=left.phone))
    truth.verdict(ERASED, "broken")


def asked_twice(book: Book) -> None:
    """Held since before the first request, which the second puts off by nothing; near: written after an erasure."""
    long_ago = book.ago(100)
    for wrote_on, plant_one in ((book.ago(150), book.truth.flag), (book.ago(40), book.truth.near_miss)):
        again = book.person()
        book.request(again, "erasure", long_ago, long_ago + 5 * DAY)
        book.request(again, "erasure", book.ago(6), None)
        body = f"Hello,\n\nwhen does the next course begin?\n\n{again.name}\n"
        mail = book.mail(again.email, again.name, MAILBOX, "A course", body, wrote_on)
        plant_one(ERASED, "mailbox", "messages", mail)
