"""What is planted about Compass and the chat beside it. One function a store.

Here: breaches and near misses with their truth. Not here: the website and the office's mail (``planted_site``).
"""

from __future__ import annotations

from dateutil.relativedelta import relativedelta

from examples.harbour import texts
from examples.harbour.book import Book
from examples.harbour.pages import DAY, YEAR
from examples.harbour.planted_contacts import SPECIAL, UNSUBSCRIBED
from examples.harbour.planted_people import ERASED
from examples.harbour.vendors_compass import Compass
from examples.harbour.vendors_crisp import Chat

CRISP_ONLY = "crisp-compass-people-only"
CRISP_DETAILS = "crisp-what-it-knows"
ACCOUNT = "compass-account-minimal"
CONTRACT = "compass-contract-period"
ENTRY = "compass-client-entry"
AUDIT = "compass-audit-one-year"
DOWNLOADS = "compass-downloads-30-days"
ILL = "I have been off sick since March, so please deal with my deputy."
ANOTHER_ILL = "My daughter has asthma, so I may have to leave the call early."


def plant(book: Book) -> None:
    """Everything about these stores."""
    chat_capacity(book)
    chat_details(book)
    chat_texts(book)
    chat_opt_outs(book)
    chat_left_over(book)
    accounts(book)
    contracts(book)
    audit(book)
    downloads(book)


def chat_capacity(book: Book) -> None:
    """A prospect's profile, a visitor's conversation; near: what the visitor wrote, a prospect on hold."""
    truth, chat = book.truth, Chat(book)
    day = book.ago(31)
    truth.flag(CRISP_ONLY, "crisp", "people", chat.profile(book.person(), day, "lead"))
    visitor = chat.conversation(book.person(), day, segments=())
    truth.flag(CRISP_ONLY, "crisp", "conversations", visitor)
    truth.near_miss(CRISP_ONLY, "crisp", "messages", *chat.message(visitor, day, "Is anybody there?"))
    held = book.person()
    book.hold(held, book.ago(-120))
    truth.near_miss(CRISP_ONLY, "crisp", "people", chat.profile(held, day, "lead"))
    both = chat.profile(book.person(), day, "lead", "compass")
    truth.near_miss(CRISP_ONLY, "crisp", "people", both)
    copied = book.person()
    listed = [{"type": "email", "target": copied.email}]
    session = chat.conversation(book.person(), day, participants=listed)
    truth.near_miss(CRISP_ONLY, "crisp", "participants", session, "email", copied.email)
    truth.verdict(CRISP_ONLY, "broken")


def chat_details(book: Book) -> None:
    """Gender, a precise place, a notepad, an account Crisp looked up; near: the same on hold, all that is declared."""
    truth, chat = book.truth, Chat(book)
    day = book.ago(52)
    place = {"latitude": 54.9069, "longitude": -1.3838}
    where = {"country": "GB", "region": "ENG", "city": "Saltmarsh", "coordinates": place}
    for more in ({"gender": "female"}, {"geolocation": where}, {"notepad": "Rings back after four."}):
        truth.flag(CRISP_DETAILS, "crisp", "people", chat.profile(book.person(), day, **more))
    truth.flag(CRISP_DETAILS, "crisp", "conversations", chat.conversation(book.person(), day, coordinates=place))
    handle = {"type": "twitter", "handle": "@quality_first_example"}
    looked_up = chat.profile(book.person(), day, profiles=[handle])
    truth.flag(CRISP_DETAILS, "crisp", "profiles", looked_up, *handle.values())
    truth.near_miss(CRISP_DETAILS, "crisp", "people", looked_up)
    held = book.person()
    book.hold(held, None)
    truth.near_miss(CRISP_DETAILS, "crisp", "people", chat.profile(held, day, gender="male"))
    truth.verdict(CRISP_DETAILS, "broken")


def chat_texts(book: Book) -> None:
    """Illness in the chat; near: homonyms, and somebody else's illness."""
    truth, chat = book.truth, Chat(book)
    day = book.ago(20)
    session = chat.conversation(book.person(), day)
    ill = chat.message(session, day, ILL)
    truth.flag(SPECIAL, "crisp", "messages", *ill)
    truth.flag(CRISP_DETAILS, "crisp", "messages", *ill)
    for text in (*texts.MESSAGES_NEAR, ANOTHER_ILL):
        key = chat.message(session, day, text)
        truth.near_miss(SPECIAL, "crisp", "messages", *key)
        truth.near_miss(CRISP_DETAILS, "crisp", "messages", *key)


def chat_opt_outs(book: Book) -> None:
    """A campaign after an opt-out that was made elsewhere; near: on the same day."""
    truth, chat = book.truth, Chat(book)
    day = book.ago(110)
    for days, plant_one in ((30, truth.flag), (0, truth.near_miss)):
        person = book.person()
        book.suppressed(person.email, person.phone, "email", day)
        profile = chat.profile(person, book.ago(10))
        plant_one(UNSUBSCRIBED, "crisp", "campaigns", *chat.campaign(profile, day + days * DAY))


def chat_left_over(book: Book) -> None:
    """The profile was removed, the conversation was not: removing one does not remove the other."""
    truth, chat = book.truth, Chat(book)
    person = book.person()
    asked = book.ago(95)
    book.request(person, "erasure", asked, asked + 8 * DAY)
    session = chat.conversation(person, book.ago(130))
    truth.flag(ERASED, "crisp", "conversations", session)
    truth.flag(ERASED, "crisp", "messages", *chat.message(session, book.ago(130), "Where do I find the report?"))


def accounts(book: Book) -> None:
    """A telephone number, a date of birth; near: the same on hold, a job title."""
    truth, compass = book.truth, Compass(book)
    tenant = compass.tenant(book.person())
    born = book.person()
    for account in (
        compass.account(tenant, book.person(), phone=book.person().phone),
        compass.account(tenant, born, date_of_birth=born.born.isoformat()),
    ):
        truth.flag(ACCOUNT, "azure", "users", account)
    held = book.person()
    book.hold(held, book.ago(-30))
    truth.near_miss(ACCOUNT, "azure", "users", compass.account(tenant, held, phone=held.phone))
    plain = compass.account(tenant, book.person())
    truth.near_miss(ACCOUNT, "azure", "users", plain)
    note = compass.evidence(tenant, plain, book.ago(70), ANOTHER_ILL)
    truth.near_miss(SPECIAL, "azure", "evidence", note)
    truth.flag(SPECIAL, "azure", "comments", compass.comment(note, plain, book.ago(69), ILL))
    truth.near_miss(SPECIAL, "azure", "comments", compass.comment(note, plain, book.ago(68), texts.MESSAGES_NEAR[1]))
    truth.verdict(ACCOUNT, "broken")


def contracts(book: Book) -> None:
    """Ended a day too long ago; near: on the last day, purged, on hold."""
    truth, compass = book.truth, Compass(book)
    last = book.last_kept(relativedelta(days=90))
    for ended, plant_one in ((last - DAY, truth.flag), (last, truth.near_miss)):
        tenant = compass.tenant(book.person(), ended=ended)
        account = compass.account(tenant, book.person(), closed=ended)
        evidence = compass.evidence(tenant, account, ended - 60 * DAY, closed=ended)
        plant_one(ENTRY, "azure", "tenants", tenant)
        plant_one(CONTRACT, "azure", "evidence", evidence)
        plant_one(CONTRACT, "azure", "comments", compass.comment(evidence, account, ended - 59 * DAY, closed=ended))
        plant_one(CONTRACT, "azure", "files", compass.file(tenant, evidence, account, ended - 58 * DAY, closed=ended))
    ended = book.ago(400)
    truth.flag(ENTRY, "azure", "tenants", compass.tenant(book.person(), ended=ended))
    truth.near_miss(ENTRY, "azure", "tenants", compass.tenant(book.person(), ended=ended, purged=True))
    held = book.person()
    book.hold(held, book.as_of)
    tenant = compass.tenant(held, ended=ended)
    truth.near_miss(ENTRY, "azure", "tenants", tenant)
    account = compass.account(tenant, held, closed=ended)
    truth.near_miss(CONTRACT, "azure", "evidence", compass.evidence(tenant, account, ended - 9 * DAY, closed=ended))
    truth.verdict(ENTRY, "broken")
    truth.verdict(CONTRACT, "broken")


def audit(book: Book) -> None:
    """A line a day too old, one of years ago; near: the last day."""
    truth, compass = book.truth, Compass(book)
    tenant = compass.tenant(book.person())
    account = compass.account(tenant, book.person())
    evidence = compass.evidence(tenant, account, book.ago(500))
    last = book.last_kept(YEAR)
    for day in (last - DAY, book.as_of - 3 * YEAR):
        truth.flag(AUDIT, "azure", "audit", compass.audited(tenant, account, evidence, day))
    truth.near_miss(AUDIT, "azure", "audit", compass.audited(tenant, account, evidence, last))
    truth.verdict(AUDIT, "broken")


def downloads(book: Book) -> None:
    """A report a day too old, an earlier version; near: the last day, deleted and beyond use, under a legal hold."""
    truth, compass = book.truth, Compass(book)
    last = book.last_kept(relativedelta(days=30))
    name = "compass/downloads/report-{}.zip".format
    for key in (
        compass.blob(name(1), last - DAY),
        compass.blob(name(2), book.ago(200), IsCurrentVersion="false"),
    ):
        truth.flag(DOWNLOADS, "azure_blobs", "blobs", *key)
    for key in (
        compass.blob(name(2), last),
        compass.blob(name(3), book.ago(44), Deleted="true", RemainingRetentionDays="2"),
        compass.blob(name(4), book.ago(300), LegalHold="true"),
        compass.blob("compass/tenants/T9/plan.docx", book.ago(900)),
    ):
        truth.near_miss(DOWNLOADS, "azure_blobs", "blobs", *key)
    truth.verdict(DOWNLOADS, "broken")
