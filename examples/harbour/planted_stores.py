"""What is planted about delegates, payers, correspondents and the stores themselves. One function a clause.

Here: breaches and near misses with their truth. Not here: contacts, candidates and rights, which have their own files.
"""

from __future__ import annotations

from examples.harbour import texts
from examples.harbour.book import Book
from examples.harbour.clean import MAILBOX
from examples.harbour.planted_contacts import SPECIAL

EVENTBRITE = "eventbrite-name-and-contact"
ZOOM = "zoom-four-details"
XERO = "xero-three-details"
CHECKED = "every-system-checked"
REGISTRATION = "registration-current"


def plant(book: Book) -> None:
    """Everything about these stores."""
    eventbrite(book)
    zoom(book)
    xero(book)
    correspondence(book)
    checked(book)
    registration(book)


def eventbrite(book: Book) -> None:
    """Gender, birth dates, diets and needs; near: a home address, jokes about allergies, a colleague's diet, a hold."""
    truth = book.truth
    truth.flag(EVENTBRITE, "eventbrite", "attendees", book.attendee(book.person(), gender="Male"))
    born = book.person()
    truth.flag(EVENTBRITE, "eventbrite", "attendees", book.attendee(born, birth_date=born.born.isoformat()))
    for answer, special in (
        ("Vegan", False),
        ("Halal meal please", True),
        ("I am coeliac, please tell the kitchen", True),
        ("Wheelchair access needed", True),
    ):
        key = (book.attendee(book.person(), answer), "880001")
        truth.flag(EVENTBRITE, "eventbrite", "answers", *key)
        if special:
            truth.flag(SPECIAL, "eventbrite", "answers", *key)
    for answer in (*texts.ANSWERS_NEAR, "My colleague is a vegetarian and will write to you herself"):
        key = (book.attendee(book.person(), answer), "880001")
        truth.near_miss(EVENTBRITE, "eventbrite", "answers", *key)
        truth.near_miss(SPECIAL, "eventbrite", "answers", *key)
    home = book.person()
    where = {"home": {"address_1": home.street, "city": home.city, "postal_code": home.postcode}}
    truth.near_miss(EVENTBRITE, "eventbrite", "attendees", book.attendee(home, addresses=where))
    held = book.person()
    book.hold(held, None)
    truth.near_miss(EVENTBRITE, "eventbrite", "attendees", book.attendee(held, gender="Female"))
    truth.verdict(EVENTBRITE, "broken")


def zoom(book: Book) -> None:
    """Nothing is wrong in what registrants say, though some comments look it."""
    for comments in texts.COMMENTS_NEAR:
        registrant = book.registrant(book.person(), comments)
        book.truth.near_miss(ZOOM, "zoom", "registrants", registrant)
        book.truth.near_miss(SPECIAL, "zoom", "registrants", registrant)
    book.truth.verdict(ZOOM, "broken")


def xero(book: Book) -> None:
    """A bank account, a National Insurance number, a home address; near: a second number, an archived payer, a hold."""
    truth = book.truth
    for more in (
        {"BankAccountDetails": "20-00-00 55779911"},
        {"TaxNumber": "AB123456C"},
    ):
        truth.flag(XERO, "xero", "contacts", book.payer(book.person(), **more))
    home = book.person()
    address = {"AddressType": "POBOX", "AddressLine1": home.street, "City": home.city, "PostalCode": home.postcode}
    truth.flag(XERO, "xero", "contact_addresses", book.payer(home, Addresses=[address]), "POBOX")
    second = book.person()
    phones = [
        {"PhoneType": kind, "PhoneNumber": number}
        for kind, number in (("DEFAULT", second.phone), ("MOBILE", book.person().phone))
    ]
    truth.near_miss(XERO, "xero", "contacts", book.payer(second, Phones=phones))
    truth.near_miss(XERO, "xero", "contacts", book.payer(book.person(), ContactStatus="ARCHIVED"))
    held = book.person()
    book.hold(held, book.ago(-365))
    truth.near_miss(XERO, "xero", "contacts", book.payer(held, BankAccountDetails="30-00-00 44668800"))
    truth.verdict(XERO, "broken")


def correspondence(book: Book) -> None:
    """Illness, union and origin in mail; near: ears, foods, ink, spreadsheets, wings, floors, and a wife's surgery."""
    truth = book.truth
    for body in (
        "Hello,\n\nI have been signed off with depression until the summer; please take me off the rota.\n\n{name}\n",
        "Hi,\n\nI am the trade union rep at our college and would like the course outline for our members.\n\n{name}\n",
        "Dear team,\n\nas a Black woman I felt left out by the examples in the course. Can we talk?\n\n{name}\n",
    ):
        person = book.person()
        text = body.format(name=person.name)
        mail = book.mail(person.email, person.name, MAILBOX, "A word about the course", text, book.ago(33))
        truth.flag(SPECIAL, "mailbox", "messages", mail)
    others = "Hello,\n\nmy wife is recovering from knee surgery, so I shall be late on Monday.\n\n{name}\n"
    for body in (*texts.BODIES_NEAR, others):
        person = book.person()
        text = body.format(name=person.name)
        mail = book.mail(person.email, person.name, MAILBOX, "Visit", text, book.ago(44))
        truth.near_miss(SPECIAL, "mailbox", "messages", mail)


def checked(book: Book) -> None:
    """A system that nobody reads and one whose export is old; near: a weekly export of six days ago."""
    for store in ("sharepoint", "telephone"):
        book.truth.flag(CHECKED, store, "", store)
    book.truth.near_miss(CHECKED, "registers", "", "registers")
    book.truth.verdict(CHECKED, "broken")


def registration(book: Book) -> None:
    """One that ran out yesterday, one of which nobody wrote down the end; near: its last day, beside one that runs."""
    book.add("registrations", ("ZX000015", "Information Commissioner", book.ago(40), None))
    book.add("registrations", ("ZX000016", "Information Commissioner", book.ago(366), book.ago(1)))
    book.add("registrations", ("ZX000017", "Information Commissioner", book.ago(365), book.as_of))
    book.add("registrations", ("ZX000018", "Information Commissioner", book.ago(100), book.ago(-265)))
    for number in ("ZX000015", "ZX000016"):
        book.truth.flag(REGISTRATION, "registers", "registrations", number)
    book.truth.near_miss(REGISTRATION, "registers", "registrations", "ZX000017")
    book.truth.verdict(REGISTRATION, "broken")
