"""The everyday records of HubSpot's, Eventbrite's, Zoom's and Xero's further exports, each keeping every promise.

Here: how many there are and how they vary. Not here: the main tables (``clean``), and what a clause should flag.
"""

from __future__ import annotations

from examples.harbour import texts
from examples.harbour.book import Book
from examples.harbour.pages import DAY

NOTES = (
    "Sent the brochure and {n} sample reports.",
    "Wants a quotation for {n} licences by the end of term.",
    "Left a message with the office, will try again.",
    "Agreed on {n} places; invoice to the college.",
)
TITLES = ("Your sector", "How did you hear of us?")
ANSWERS = ("Schools", "Further education", "From a colleague", "Your newsletter")


def fill(book: Book) -> None:
    """One round of clean records."""
    _hubspot(book)
    _events(book)
    _xero(book)


def _hubspot(book: Book) -> None:
    rng = book.rng
    for i in range(24):
        person = book.person()
        day = book.ago(rng.randint(20, 700))
        contact = book.contact(person)
        book.listed(book.person())
        book.form(book.person(), book.text(*texts.MESSAGES) if i % 2 else None, day, ticked=i % 3 > 0)
        book.engagement(rng.choice(("NOTE", "CALL", "MEETING")), day, contact, body=book.text(*NOTES))
        book.history(contact, "jobtitle", rng.choice(("Tutor", "Assessor", "Manager")), day)
        if i % 2 == 0:
            book.deal(contact, rng.choice(("closedwon", "closedlost", "presentationscheduled")), day, day + 30 * DAY)
            book.ticket(contact, book.text(*texts.MESSAGES), day, day + DAY if i % 4 else None)
        if i % 6 == 0:
            book.merged(person, contact, book.person().email, day)
        book.opted_out(book.person().email, everything=i % 4 > 0)


def _events(book: Book) -> None:
    rng = book.rng
    for i in range(20):
        day = book.ago(rng.randint(15, 500))
        book.order(book.person(), day, rng.choice(("placed", "placed", "refunded")))
        book.order_line(book.person(), day)
        book.summary(book.person(), rng.choice((None, None, "None", "n/a")))
        book.registered(book.person(), day - 9 * DAY, book.text(*texts.COMMENTS) if i % 3 == 0 else None)
        person = book.person()
        book.attended(person, day)
        registrant = book.registrant(book.person(), None, **{rng.choice(TITLES): rng.choice(ANSWERS)})
        book.participant(book.person(), day, registrant if i % 5 else "")
        book.voted(person, f"About {rng.randint(10, 90)}", day)
        if i % 2:
            book.asked(person, book.text(*texts.COMMENTS), day)
        if len(book.rows.get("eventbrite_events", ())) < 12:
            book.event_at(i + 1, day)
        if i % 5 == 0:
            book.recording(day, "TIMELINE", "CC")


def _xero(book: Book) -> None:
    rng = book.rng
    for i in range(20):
        person = book.person()
        day = book.ago(rng.randint(60, 900))
        payer = book.payer(person)
        book.payment(payer, book.invoice(payer, person, day), day + 20 * DAY, Reference=f"REF {rng.randint(100, 999)}")
        if i % 2:
            book.noted(payer, rng.choice(("Invoice sent.", "Reminder sent.", "Paid in full, thank you.")), day)
            book.attached(payer, f"purchase order {rng.randint(1000, 9999)}.pdf")
