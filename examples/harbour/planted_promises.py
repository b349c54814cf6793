"""What is planted about restricted people and about proofs of who somebody is. One function a clause.

Here: breaches and near misses with their truth. Not here: how soon a request is answered (``planted_people``).
"""

from __future__ import annotations

from examples.harbour.book import Book
from examples.harbour.clean import MAILBOX
from examples.harbour.pages import DAY
from examples.people import Person

RESPECTED = "restriction-respected"
PROOF = "proof-not-kept"


def plant(book: Book) -> None:
    """Everything about these promises."""
    restricted(book)
    proofs(book)


def restricted(book: Book) -> None:
    """Mail after a restriction; near: on its day, an invoice, an opening, a restriction that was refused."""
    truth = book.truth
    granted = book.ago(100)

    def asked(decision: str = "granted") -> Person:
        person = book.person()
        book.request(person, "restriction", granted - 9 * DAY, granted, decision=decision, ground="Art. 18(1)")
        return person

    for event in (
        book.event(asked(), "SENT", granted + DAY),
        book.event(asked(), "SENT", granted + 60 * DAY),
    ):
        truth.flag(RESPECTED, "hubspot", "email_events", event)
    for event in (
        book.event(asked(), "SENT", granted),
        book.event(asked(), "OPEN", granted + 2 * DAY),
        book.event(asked(), "SENT", granted + 9 * DAY, "Transactional", "Your invoice"),
        book.event(asked("refused"), "SENT", granted + 9 * DAY),
    ):
        truth.near_miss(RESPECTED, "hubspot", "email_events", event)
    truth.verdict(RESPECTED, "broken")


def proofs(book: Book) -> None:
    """A passport's number and an old one's in a mail; near: an order's number as long, a passport without one."""
    truth = book.truth
    for body, is_flag in (
        ("Hello,\n\nto show who I am: my passport number is 925076473.\n\n{name}\n", True),
        ("Dear team,\n\nplease take my name off. Passport no. AB1234567, issued in Leeds.\n\n{name}\n", True),
        ("Hello,\n\nabout the order AB1234567: could it come a week later?\n\n{name}\n", False),
        ("Hello,\n\nI can bring my passport to your office on Monday, if that proves who I am.\n\n{name}\n", False),
    ):
        person = book.person()
        text = body.format(name=person.name)
        mail = book.mail(person.email, person.name, MAILBOX, "My request", text, book.ago(20))
        plant_one = truth.flag if is_flag else truth.near_miss
        plant_one(PROOF, "mailbox", "messages", mail)
    truth.verdict(PROOF, "broken")
