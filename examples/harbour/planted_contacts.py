"""What is planted about contacts: in HubSpot, the suppression list, the call log. One function a clause.

Here: breaches that must be flagged and records that nearly are, each with the truth about it. Each person stands in one
scenario only, so that no clause's truth hangs on another's.
"""

from __future__ import annotations

from examples.harbour import texts
from examples.harbour.book import Book
from examples.harbour.pages import DAY

KINDS = "seven-kinds-of-data"
SPECIAL = "no-special-categories"
CONSENT = "consent-evidenced"
UNSUBSCRIBED = "unsubscribe-works-everywhere"
CALLS = "sales-calls-stop"
REDUCED = "opted-out-three-details"
CAPACITY = "hubspot-prospects-clients-enquirers"


def plant(book: Book) -> None:
    """Everything about contacts."""
    seven_kinds(book)
    special_in_messages(book)
    consent(book)
    capacity(book)
    unsubscribed(book)
    calls(book)
    reduced(book)


def seven_kinds(book: Book) -> None:
    """Dates of birth, gender, marital status, a precise place; near: on hold, and the seven kinds all filled."""
    truth = book.truth
    born = book.person()
    for more in (
        {"date_of_birth": born.born.isoformat()},
        {"gender": "Female"},
        {"marital_status": "Married"},
        {"ip_latlon": "54.9,-1.38"},
        {"message": f"My date of birth is {born.born:%d/%m/%Y}, in case you need it for the certificate."},
    ):
        truth.flag(KINDS, "hubspot", "contacts", book.contact(book.person(), **more))
    held = book.person()
    book.hold(held, book.ago(-200))
    truth.near_miss(KINDS, "hubspot", "contacts", book.contact(held, date_of_birth=held.born.isoformat()))
    full = book.person()
    truth.near_miss(KINDS, "hubspot", "contacts", book.contact(full, mobilephone=book.person().phone))
    truth.verdict(KINDS, "broken")


def special_in_messages(book: Book) -> None:
    """Special categories in messages, undeclared kinds as well; near: homonyms, and somebody else's illness."""
    truth = book.truth
    for message in (
        "I have been off sick since March, so please deal with my deputy.",
        "As a practising Muslim I cannot make the Friday session.",
    ):
        contact = book.contact(book.person(), message=message)
        truth.flag(SPECIAL, "hubspot", "contacts", contact)
        truth.flag(KINDS, "hubspot", "contacts", contact)
    for message in (*texts.MESSAGES_NEAR, "My daughter has asthma, so I may have to leave the call early."):
        contact = book.contact(book.person(), message=message)
        truth.near_miss(SPECIAL, "hubspot", "contacts", contact)
        truth.near_miss(KINDS, "hubspot", "contacts", contact)
    truth.verdict(SPECIAL, "broken")


def consent(book: Book) -> None:
    """No evidence, no date, no basis; near: agreed today by telephone, fair interests without evidence, on hold."""
    truth = book.truth
    agreed = "Freely given consent from contact"
    for more in (
        {"hs_legal_basis": agreed},
        {"hs_legal_basis": agreed, "consent_method": "verbal"},
        {"hs_legal_basis": agreed, "consent_method": "tick_box", "consent_date": book.ago(-1).isoformat()},
        {"hs_legal_basis": None},
        {"hs_legal_basis": "Not applicable"},
    ):
        truth.flag(CONSENT, "hubspot", "contacts", book.contact(book.person(), **more))
    today = {"hs_legal_basis": agreed, "consent_method": "verbal", "consent_date": book.as_of.isoformat()}
    truth.near_miss(CONSENT, "hubspot", "contacts", book.contact(book.person(), **today))
    two = {
        "hs_legal_basis": f"Legitimate interest \N{EN DASH} existing customer;{agreed}",
        "lifecyclestage": "customer",
    }
    truth.near_miss(CONSENT, "hubspot", "contacts", book.contact(book.person(), **two))
    held = book.person()
    book.hold(held, None)
    truth.near_miss(CONSENT, "hubspot", "contacts", book.contact(held, hs_legal_basis=None))
    truth.verdict(CONSENT, "broken")


def capacity(book: Book) -> None:
    """An applicant, a former supplier, nobody knows who; near: someone who asked for a guide, a supplier on hold."""
    truth = book.truth
    applicant = book.person()
    book.application(applicant, book.ago(80), "unsuccessful")
    truth.flag(CAPACITY, "hubspot", "contacts", book.contact(applicant, lifecyclestage="applicant"))
    truth.flag(CAPACITY, "hubspot", "contacts", book.contact(book.person(), lifecyclestage="other"))
    truth.flag(CAPACITY, "hubspot", "contacts", book.contact(book.person(), lifecyclestage=None))
    truth.near_miss(CAPACITY, "hubspot", "contacts", book.contact(book.person(), lifecyclestage="subscriber"))
    held = book.person()
    book.hold(held, book.as_of)
    truth.near_miss(CAPACITY, "hubspot", "contacts", book.contact(held, lifecyclestage="other"))
    truth.verdict(CAPACITY, "broken")


def unsubscribed(book: Book) -> None:
    """Mail after an opt-out made in HubSpot, the list or the register; near: the same day, a ticket, opted in again."""
    truth = book.truth
    day = book.ago(120)

    def flagged(event: str) -> None:
        truth.flag(UNSUBSCRIBED, "hubspot", "email_events", event)

    def near(event: str) -> None:
        truth.near_miss(UNSUBSCRIBED, "hubspot", "email_events", event)

    in_hubspot = book.person()
    book.opted_out_contact(in_hubspot)
    book.permission(in_hubspot, "UNSUBSCRIBED", day)
    near(book.event(in_hubspot, "SENT", day))
    flagged(book.event(in_hubspot, "SENT", day + DAY))
    near(book.event(in_hubspot, "OPEN", day + 2 * DAY))
    near(book.event(in_hubspot, "SENT", day + 9 * DAY, "Transactional", "Your invoice"))
    on_list = book.person()
    book.opted_out_contact(on_list)
    book.suppressed(on_list.email.upper(), None, "email", day)
    flagged(book.event(on_list, "SENT", day + 30 * DAY))
    by_letter = book.person()
    book.opted_out_contact(by_letter)
    book.request(by_letter, "objection", day, day + 2 * DAY, channel="post")
    flagged(book.event(by_letter, "SENT", day + 3 * DAY))
    too_soon = book.person()
    book.contact(too_soon)
    book.permission(too_soon, "UNSUBSCRIBED", day)
    flagged(book.event(too_soon, "SENT", day + 5 * DAY))
    book.permission(too_soon, "SUBSCRIBED", day + 10 * DAY)
    came_back = book.person()
    book.contact(came_back)
    book.permission(came_back, "UNSUBSCRIBED", day)
    book.permission(came_back, "SUBSCRIBED", day + 10 * DAY)
    near(book.event(came_back, "SENT", day + 20 * DAY))
    truth.verdict(UNSUBSCRIBED, "broken")


def calls(book: Book) -> None:
    """Rung the day after asking not to be, and weeks after; near: on the day, to serve a contract, rung by the person.

    The log is forty days old: what it shows is broken all the same, and nothing it does not show would be kept.
    """
    person = book.person()
    day = book.ago(90)
    book.suppressed(person.email, person.phone, "telephone", day)
    for call in (
        book.call(person, day - 5 * DAY, campaign="spring", screened=day - 9 * DAY),
        book.call(person, day, campaign="spring", screened=day - 9 * DAY),
        book.call(person, day + 6 * DAY, campaign=None),
        book.call(person, day + 8 * DAY, campaign="spring", direction="inbound"),
    ):
        book.truth.near_miss(CALLS, "telephone", "calls", call)
        book.truth.near_miss(UNSUBSCRIBED, "telephone", "calls", call)
    for later in (DAY, 11 * DAY):
        call = book.call(person, day + later, campaign="spring", screened=day - 9 * DAY)
        book.truth.flag(CALLS, "telephone", "calls", call)
        book.truth.flag(UNSUBSCRIBED, "telephone", "calls", call)
    book.truth.verdict(CALLS, "broken")


def reduced(book: Book) -> None:
    """A job title, an address, an employer after the opt-out; near: three details, opted in again, on hold."""
    truth = book.truth
    day = book.ago(150)
    title = book.person()
    book.permission(title, "UNSUBSCRIBED", day)
    truth.flag(REDUCED, "hubspot", "contacts", book.opted_out_contact(title, jobtitle=title.job_title))
    listed = book.person()
    book.suppressed(listed.email, listed.phone, "all", day)
    home = {"address": listed.street, "city": listed.city, "zip": listed.postcode}
    truth.flag(REDUCED, "hubspot", "contacts", book.opted_out_contact(listed, **home))
    withdrawn = book.person()
    book.request(withdrawn, "withdrawal", day, day + DAY)
    truth.flag(REDUCED, "hubspot", "contacts", book.opted_out_contact(withdrawn, company=withdrawn.company))
    three = book.person()
    book.permission(three, "UNSUBSCRIBED", day)
    truth.near_miss(REDUCED, "hubspot", "contacts", book.opted_out_contact(three, mobilephone=book.person().phone))
    again = book.person()
    book.permission(again, "UNSUBSCRIBED", day)
    book.permission(again, "SUBSCRIBED", day + DAY)
    truth.near_miss(REDUCED, "hubspot", "contacts", book.contact(again))
    held = book.person()
    book.permission(held, "UNSUBSCRIBED", day)
    book.hold(held, book.ago(-30))
    truth.near_miss(REDUCED, "hubspot", "contacts", book.contact(held))
    truth.verdict(REDUCED, "broken")
