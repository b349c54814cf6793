"""Harbour's everyday records: many, plausible, and each of them keeping every promise.

Here: how many there are and how they vary. Not here: anything that a clause should flag or nearly flags.
"""

from __future__ import annotations

from itertools import product

from examples.harbour import clean_cabinet, clean_vendors, texts
from examples.harbour.book import Book
from examples.harbour.pages import DAY
from examples.people import Person

STAGES = ("lead", "marketingqualifiedlead", "opportunity", "customer", "customer", "subscriber")
MAILBOX = "support@harbour.example"


def fill(book: Book) -> None:
    """Every store's clean records, ``book.scale`` times."""
    for _ in range(book.scale):
        clients = _hubspot(book)
        _events(book, clients)
        _xero(book, clients)
        _recruitment(book)
        _mailbox(book, clients)
        _own_files(book)
        clean_vendors.fill(book)
        clean_cabinet.fill(book)
    _figures(book)


def _hubspot(book: Book) -> list[Person]:
    rng = book.rng
    clients = []
    for i in range(260):
        person = book.person()
        stage = rng.choice(STAGES)
        more: dict[str, str | None] = {"lifecyclestage": stage}
        if i % 4 == 0:
            more["message"] = book.text(*texts.MESSAGES)
        if i % 3 == 0:
            given = book.ago(rng.randint(250, 900))
            more |= {
                "hs_legal_basis": "Freely given consent from contact",
                "consent_method": rng.choice(("tick_box", "email", "verbal")),
                "consent_date": given.isoformat(),
            }
            book.permission(person, "SUBSCRIBED", given)
        elif stage == "customer":
            more["hs_legal_basis"] = "Performance of a contract"
            clients.append(person)
        if i % 2 == 0:
            sent = book.ago(rng.randint(3, 240))
            more["hs_email_last_send_date"] = f"{sent}T09:00:00.000Z"
            book.event(person, "SENT", sent)
            book.event(person, "DELIVERED", sent)
            if rng.random() < 0.4:
                more["hs_email_last_open_date"] = f"{sent}T17:00:00.000Z"
                book.event(person, "OPEN", sent)
                if rng.random() < 0.3:
                    book.event(person, "CLICK", sent)
                    more["hs_email_last_click_date"] = f"{sent}T17:02:00.000Z"
                    more["hs_email_last_reply_date"] = f"{sent}T18:30:00.000Z" if i % 8 == 0 else None
        book.contact(person, **more)
    for _ in range(30):
        person = book.person()
        left = book.ago(rng.randint(20, 600))
        book.event(person, "SENT", left - 7 * DAY)
        book.permission(person, "UNSUBSCRIBED", left)
        book.opted_out_contact(person)
    return clients


def _events(book: Book, clients: list[Person]) -> None:
    rng = book.rng
    for i in range(110):
        person = rng.choice(clients) if i % 5 == 0 else book.person()
        book.attendee(person, *(rng.choice(texts.ANSWERS) for _ in range(i % 3)))
    for i in range(120):
        person = rng.choice(clients) if i % 5 == 0 else book.person()
        book.registrant(person, book.text(*texts.COMMENTS) if i % 4 == 0 else None)


def _xero(book: Book, clients: list[Person]) -> None:
    rng = book.rng
    for i, person in enumerate(clients[:50]):
        payer = book.payer(person, ContactStatus="ARCHIVED" if i % 9 == 0 else "ACTIVE")
        for _ in range(rng.randint(1, 3)):
            book.invoice(payer, person, book.ago(rng.randint(35, 1800)), paid=rng.random() < 0.9)
    for _ in range(12):
        book.payer(book.person())


def _recruitment(book: Book) -> None:
    rng = book.rng
    for days, size in ((35, 14), (120, 18), (210, 16), (330, 20)):
        completed = book.ago(days)
        for i in range(size):
            outcome = "hired" if i == 0 else "withdrawn" if i % 7 == 0 else "unsuccessful"
            notes = book.text(*texts.NOTES) if i % 2 else None
            cv = (book.text(*texts.CVS), "References on request") if i % 3 == 0 else ()
            book.application(book.person(), completed, outcome, notes, cv=cv)
    for _ in range(8):
        book.application(book.person(), None, "open", None, book.ago(rng.randint(2, 20)))
    for days in (500, 900, 1400):
        book.application(book.person(), book.ago(days), "hired")


def _mailbox(book: Book, clients: list[Person]) -> None:
    rng = book.rng
    for i in range(60):
        person = rng.choice(clients) if i % 2 else book.person()
        words = {"name": person.name, "phone": person.phone, "company": person.company, "job": person.job_title}
        day = book.ago(rng.randint(1, 500))
        subject = rng.choice(texts.SUBJECTS)
        body = book.text(*texts.BODIES, **words)
        attached = "quotation.pdf" if "attached" in body else ""
        book.mail(person.email, person.name, MAILBOX, subject, body, day, attached=attached)
        if i % 3 == 0:
            book.mail(
                MAILBOX, "Harbour support", person.email, f"Re: {subject}", book.text(*texts.REPLIES), day, "sent"
            )


def _own_files(book: Book) -> None:
    rng = book.rng
    for _ in range(40):
        person = book.person()
        book.suppressed(
            person.email, person.phone, rng.choice(("email", "telephone", "all")), book.ago(rng.randint(9, 900))
        )
    for i in range(60):
        campaign = "spring" if i % 2 else None
        day = book.ago(rng.randint(45, 300))
        book.call(
            book.person(),
            day,
            campaign=campaign,
            direction="inbound" if i % 7 == 0 else "outbound",
            screened=day - rng.randint(0, 27) * DAY if campaign else None,
        )
    for i in range(8):
        person = book.person()
        left = book.ago(rng.randint(30, 300)) if i % 4 == 0 else None
        for kind in ("contract", "appraisal", "payroll"):
            book.paper(person, kind, "left" if left else "employed", left)
    for right in (
        "access",
        "access",
        "rectification",
        "rectification",
        "erasure",
        "restriction",
        "objection",
        "portability",
    ):
        for _ in range(2):
            received = book.ago(rng.randint(60, 700))
            more = {"decision": "refused", "ground": "Art. 17(3)(b)"} if right == "erasure" else {}
            book.request(book.person(), right, received, received + rng.randint(2, 24) * DAY, **more)


def _figures(book: Book) -> None:
    stages = ("applied", "interviewed")
    for exercise, (gender, ethnicity), stage in product(
        ("EX101", "EX102", "EX103"),
        (
            ("Female", "White British"),
            ("Male", "White British"),
            ("Female", "Asian British"),
            ("Male", "Black British"),
        ),
        stages,
    ):
        size = book.rng.randint(6, 30) if stage == "applied" else book.rng.choice((0, 6, 7, 9))
        cell = f"C{book.number('cell', 1):03d}"
        book.add("figures", (cell, exercise, gender, ethnicity, "25-44", "not asked", stage, size, None))
