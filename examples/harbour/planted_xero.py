"""What is planted in Xero beside contacts and invoices: persons, lines, payments, notes, attachments.

Here: breaches and near misses with their truth, one function a promise. Each person stands in one scenario only.
"""

from __future__ import annotations

from examples.harbour.book import Book
from examples.harbour.pages import DAY
from examples.harbour.planted_contacts import SPECIAL
from examples.harbour.planted_people import ERASED
from examples.harbour.planted_stores import XERO
from examples.harbour.vendors import line_of


def plant(book: Book) -> None:
    """Everything about these tables of Xero."""
    three_details(book)
    special_written(book)
    erased(book)


def three_details(book: Book) -> None:
    """Whose account a payment came from; near: a payment with a reference, a second number, a colleague to copy in."""
    truth = book.truth
    person = book.person()
    payer = book.payer(person)
    day = book.ago(200)
    bank = {"BankAccountNumber": "20-00-00 55779911"}
    truth.flag(XERO, "xero", "payments", book.payment(payer, book.invoice(payer, person, day), day + 20 * DAY, **bank))
    plain = book.payment(payer, book.invoice(payer, person, day), day + 20 * DAY, Reference="INV thank you")
    truth.near_miss(XERO, "xero", "payments", plain)
    company, colleague = book.person(), book.person()
    told = {"FirstName": colleague.first, "LastName": colleague.last, "EmailAddress": colleague.email}
    number = book.payer(company, ContactPersons=[{**told, "IncludeInEmails": True}])
    truth.near_miss(XERO, "xero", "contact_persons", number, colleague.first, colleague.last, colleague.email)
    truth.near_miss(XERO, "xero", "contact_phones", number, "DEFAULT")


def special_written(book: Book) -> None:
    """A wheelchair on an invoice and an illness in a note; near: words that look it."""
    truth = book.truth
    day = book.ago(210)
    for is_flag, line, note in (
        (
            True,
            "Observation course, one place; the delegate uses a wheelchair",
            "On sick leave with depression till May.",
        ),
        (False, "Course book, Islamic art module, two copies", "Their fax has been disabled since June."),
    ):
        person = book.person()
        payer = book.payer(person)
        plant_one = truth.flag if is_flag else truth.near_miss
        invoice = book.invoice(payer, person, day, line=line)
        noted = book.noted(payer, note, day)
        for clause in (SPECIAL, XERO):
            plant_one(clause, "xero", "line_items", line_of(invoice))
            plant_one(clause, "xero", "history", *noted)
    truth.near_miss(SPECIAL, "xero", "attachments", book.attached(payer, "remittance advice 4402.pdf"))


def erased(book: Book) -> None:
    """Left over beside the contact; near: the money's own papers, which tax law keeps."""
    truth = book.truth
    day = book.ago(400)
    gone = book.person()
    book.request(gone, "erasure", book.ago(90), book.ago(80), decision="partly", ground="Art. 17(3)(b)")
    address = {"AddressType": "STREET", "City": "", "PostalCode": ""}
    payer = book.payer(gone, Addresses=[address])
    invoice = book.invoice(payer, gone, day)
    for table, key in (
        ("contacts", (payer,)),
        ("contact_phones", (payer, "DEFAULT")),
        ("contact_addresses", (payer, "STREET")),
        ("history", book.noted(payer, "Asked for a copy of the invoice.", day)),
        ("attachments", (book.attached(payer, "order form.pdf"),)),
    ):
        truth.flag(ERASED, "xero", table, *key)
    for table, number in (
        ("invoices", invoice),
        ("line_items", line_of(invoice)),
        ("payments", book.payment(payer, invoice, day + 20 * DAY)),
    ):
        truth.near_miss(ERASED, "xero", table, number)
    colleague = book.person()
    book.request(colleague, "erasure", book.ago(90), book.ago(80))
    told = {"FirstName": colleague.first, "LastName": colleague.last, "EmailAddress": colleague.email}
    number = book.payer(book.person(), ContactPersons=[{**told, "IncludeInEmails": False}])
    truth.flag(ERASED, "xero", "contact_persons", number, colleague.first, colleague.last, colleague.email)
