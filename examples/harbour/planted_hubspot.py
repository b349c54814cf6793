"""What is planted in HubSpot beside its contacts and events: lists, forms, engagements, histories, merges, tickets.

Here: breaches and near misses with their truth, one function a promise. Each person stands in one scenario only.
"""

from __future__ import annotations

from examples.harbour.book import Book
from examples.harbour.pages import DAY, millis
from examples.harbour.planted_contacts import KINDS, REDUCED, SPECIAL
from examples.harbour.planted_people import ERASED
from examples.people import Person


def plant(book: Book) -> None:
    """Everything about these tables of HubSpot."""
    kinds_in_a_list(book)
    special_in_text(book)
    erased(book)
    opted_out(book)


def kinds_in_a_list(book: Book) -> None:
    """A list downloaded with everybody's gender; near: the same list on hold, and one with a job title and no more."""
    truth = book.truth
    truth.flag(KINDS, "hubspot", "contacts_csv", book.listed(book.person(), Gender="Female"))
    born = book.person()
    truth.flag(KINDS, "hubspot", "contacts_csv", book.listed(born, Message=f"Date of birth: {born.born:%d/%m/%Y}"))
    held = book.person()
    book.hold(held, None)
    truth.near_miss(KINDS, "hubspot", "contacts_csv", book.listed(held, Gender="Male"))
    truth.near_miss(KINDS, "hubspot", "contacts_csv", book.listed(book.person(), Message="Asks for the price list."))


def special_in_text(book: Book) -> None:
    """Health, faith and union in forms, notes, calls, tickets and an overwritten value; near: words that look it."""
    truth = book.truth
    day = book.ago(50)

    def told(is_flag: bool, table: str, *key: str) -> None:
        (truth.flag if is_flag else truth.near_miss)(SPECIAL, "hubspot", table, *key)

    for is_flag, message in (
        (True, "I use a wheelchair, is the room on the ground floor?"),
        (False, "No known allergies, and no questions either."),
    ):
        told(is_flag, "form_values", book.form(book.person(), message, day), "message")
    for is_flag, kind, body in (
        (True, "NOTE", "Rang to postpone: she is having chemotherapy until May."),
        (True, "CALL", "He is a trade union rep and wants the members' discount."),
        (False, "NOTE", "Join by MS Teams; their second site is in County Down."),
        (False, "MEETING", "Nearly had a heart attack at the price, then signed."),
    ):
        told(is_flag, "engagements", book.engagement(kind, day, book.contact(book.person()), body=body))
    for is_flag, content in (
        (True, "I was off sick with depression, please extend my licence."),
        (False, "The account was disabled by the administrator, please open a new one."),
    ):
        told(is_flag, "tickets", book.ticket(book.contact(book.person()), content, day, day + 2 * DAY))
    for is_flag, value in ((True, "As a practising Muslim I pray at noon."), (False, "Parking for a black Ford.")):
        key = book.history(book.contact(book.person()), "message", value, day)
        told(is_flag, "property_history", *key)
        if is_flag:
            truth.flag(KINDS, "hubspot", "property_history", *key)


def erased(book: Book) -> None:
    """Left over in ten tables; near: what a hold keeps, and the opt-out that must stay."""
    truth = book.truth
    asked = book.ago(90)
    gone = _erasure(book, granted=True)
    contact = book.contact(gone)
    form = book.form(gone, None, asked - 9 * DAY)
    note = book.engagement("NOTE", asked - 8 * DAY, contact, body="Interested in the spring course.")
    subscribed = asked - 200 * DAY
    book.permission(gone, "SUBSCRIBED", subscribed)
    change = gone.email, str(millis(subscribed)), "SUBSCRIPTION_STATUS", "811"
    for table, key in (
        ("contacts", (contact,)),
        ("contacts_csv", (book.listed(gone),)),
        ("form_submissions", (form,)),
        *(("form_values", (form, name)) for name in ("firstname", "lastname", "email", "LEGAL_CONSENT.processing")),
        ("engagements", (note,)),
        ("engagement_contacts", (note, contact)),
        ("property_history", book.history(contact, "city", "Netherby", asked - 99 * DAY)),
        ("tickets", (book.ticket(contact, "Where is my invoice?", asked - 30 * DAY, asked - 29 * DAY),)),
        ("deals", (book.deal(contact, "closedlost", asked - 60 * DAY, asked - 40 * DAY),)),
        ("subscription_changes", change),
    ):
        truth.flag(ERASED, "hubspot", table, *key)
    truth.near_miss(ERASED, "hubspot", "unsubscribes_and_bounces", book.opted_out(gone.email))
    former = _erasure(book, granted=True)
    renamed = book.person()
    kept = book.contact(renamed)
    truth.flag(ERASED, "hubspot", "contacts", kept)
    truth.flag(ERASED, "hubspot", "merge_audit", *book.merged(renamed, kept, former.email, asked - 300 * DAY))
    held = _erasure(book, granted=True)
    book.hold(held, book.ago(-60))
    truth.near_miss(ERASED, "hubspot", "deals", book.deal(book.contact(held), "closedwon", asked, asked + 3 * DAY))
    refused = _erasure(book, granted=False)
    truth.near_miss(ERASED, "hubspot", "form_submissions", book.form(refused, None, asked))


def _erasure(book: Book, *, granted: bool) -> Person:
    """Somebody whose request for erasure was decided three months ago."""
    person = book.person()
    more = {} if granted else {"decision": "refused", "ground": "Art. 17(3)(b)"}
    book.request(person, "erasure", book.ago(90), book.ago(80), **more)
    return person


def opted_out(book: Book) -> None:
    """A list that still has the job title of somebody who opted out; near: the address alone."""
    for is_flag, cells in ((True, {}), (False, {"Company Name": "", "Job Title": ""})):
        person = book.person()
        book.permission(person, "UNSUBSCRIBED", book.ago(140))
        book.opted_out(person.email)
        key = book.listed(person, **{**cells, "Unsubscribed from all email": "true"})
        (book.truth.flag if is_flag else book.truth.near_miss)(REDUCED, "hubspot", "contacts_csv", key)
