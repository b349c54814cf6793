"""The everyday contents of Harbour's cabinet: many, plausible, and each of them keeping every promise.

Here: how many there are and how they vary. Not here: anything that a clause should flag or nearly flags.
"""

from __future__ import annotations

from examples.harbour.book import Book
from examples.harbour.pages import DAY

PROCESSORS = (
    ("HubSpot", "contacts", "US", "addendum"),
    ("Eventbrite", "events", "US", "addendum"),
    ("Zoom", "online sessions", "US", "addendum"),
    ("Xero", "invoices", "NZ", None),
    ("Microsoft 365", "mail", "GB", None),
    ("Microsoft Azure", "servers", "GB", None),
    ("Crisp", "chat", "FR", None),
    ("WordPress.com", "website", "US", "addendum"),
    ("Google Analytics", "counting", "US", "addendum"),
)
COOKIES = (
    ("_ga", "statistics"),
    ("_gid", "statistics"),
    ("wp_lang", "preferences"),
    ("session", "necessary"),
    ("csrf", "necessary"),
    ("consent", "necessary"),
)
DISCLOSURES = (("tax_authority", "legal_obligation"), ("regulator", "legal_obligation"), ("court", "court_order"))


def fill(book: Book) -> None:
    """The clean records of one round of the generator; what there is once only is written in the first."""
    _people(book)
    _registers(book)
    if "cabinet" not in book.seen:
        book.seen["cabinet"] = set()
        _once(book)


def _people(book: Book) -> None:
    rng = book.rng
    for i in range(20):
        person = book.person()
        if i % 3 == 0:
            book.connection(person, book.ago(rng.randint(1, 25)), email=i % 2 == 0)
        else:  # found long ago, and written to within the month
            found = book.ago(rng.randint(60, 900))
            book.connection(person, found)
            book.event(person, "SENT", found + rng.randint(2, 20) * DAY, subject="Where we found you")
    for _ in range(12):
        book.provider(book.person())
    for i in range(18):
        person = book.person()
        if i % 3:
            start = book.ago(rng.randint(60, 700))
            book.contract(person, start, start + 1095 * DAY, "running")
        else:
            end = book.ago(rng.randint(60, 2000))
            book.contract(person, end - 1095 * DAY, end, "ended")


def _registers(book: Book) -> None:
    rng = book.rng
    for _ in range(4):
        book.hashed(book.person().email, book.ago(rng.randint(9, 900)))
        book.disclosure(*rng.choice(DISCLOSURES))
    for _ in range(2):
        received = book.ago(rng.randint(60, 400))
        decided = received + rng.randint(35, 80) * DAY
        acknowledged = received + rng.randint(0, 14) * DAY
        book.request(book.person(), "complaint", received, decided, acknowledged_at=acknowledged)


def _once(book: Book) -> None:
    for provider, service, country, mechanism in PROCESSORS:
        book.processor(provider, service, country=country, mechanism=mechanism)
    for name, purpose in COOKIES:
        book.cookie(name, "no", purpose)
    for version in (900, 500, 30):
        day = book.ago(version)
        book.notice_version(day, day - 7 * DAY)
