"""What is planted in Harbour's cabinet: registers, contracts, rounds, finds in public sources. One function a clause.

Here: breaches that must be flagged and records that nearly are, each with the truth about it. Days are reckoned by
``dateutil``, not by the rules that judge them.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from examples.harbour.book import Book
from examples.harbour.pages import DAY, MONTH, YEAR
from examples.harbour.planted_contacts import SPECIAL, UNSUBSCRIBED
from examples.harbour.texts import CVS_NEAR
from examples.working_days import moved

LONDON = ZoneInfo("Europe/London")
ROUNDS = "rounds-closed-in-a-year"
FOUND = "found-elsewhere-one-month"
CONTRACTS = "contracts-six-years"
COOKIES = "cookies-tied-to-nobody"
SCREENED = "sales-calls-screened"
PROCESSORS = "processors-under-contract"
DISCLOSED = "disclosed-for-three-reasons"
BREACHES = "breaches-72-hours"
WEIGHED = "interests-weighed-yearly"
TESTED = "security-tested-yearly"
CHANGES = "changes-told-before"
COMPLAINTS = "complaints-30-days"


def plant(book: Book) -> None:
    """Everything in the cabinet."""
    documents(book)
    rounds(book)
    found(book)
    contracts(book)
    cookies(book)
    screened(book)
    processors(book)
    disclosures(book)
    breaches(book)
    reviews(book)
    changes(book)
    complaints(book)
    hashed(book)


def documents(book: Book) -> None:
    """Illness and an offence in a CV and a personnel file, a certificate's number; near: homonyms, a daughter."""
    truth = book.truth
    for line in ("I am registered blind and work with a screen reader.", "I have an unspent conviction for fraud."):
        key = book.application(book.person(), book.ago(70), "unsuccessful", cv=(line,))
        truth.flag(SPECIAL, "recruitment", "applications", key)
        truth.flag(SPECIAL, "recruitment", "cv_files", book.rows["documents/recruitment"][-1][0])
    for line in CVS_NEAR:
        key = book.application(book.person(), book.ago(70), "unsuccessful", cv=(line,))
        truth.near_miss(SPECIAL, "recruitment", "applications", key)
        truth.near_miss(SPECIAL, "recruitment", "cv_files", book.rows["documents/recruitment"][-1][0])
    certified = book.application(book.person(), book.ago(70), "hired", dbs="001 9 4471")
    truth.flag(SPECIAL, "recruitment", "applications", certified)
    for line, is_flag in (
        ("I was signed off with depression until the summer, which is why the plan is late.", True),
        ("My daughter has asthma, so I may have to leave early on Fridays.", False),
    ):
        book.paper(book.person(), "discipline", "employed", None, (line,))
        plant_one = truth.flag if is_flag else truth.near_miss
        plant_one(SPECIAL, "hr", "documents", book.rows["documents/hr"][-1][0])


def rounds(book: Book) -> None:
    """A round that nobody closed; near: open on the last day, closed after two years."""
    truth = book.truth
    last = book.last_kept(YEAR)
    for opened, name in ((last - DAY, "EX-FORGOTTEN"), (book.ago(1400), "EX-LOST")):
        truth.flag(ROUNDS, "recruitment", "exercises", book.recruitment_round(opened, None, name))
    truth.near_miss(ROUNDS, "recruitment", "exercises", book.recruitment_round(last, None, "EX-SLOW"))
    closed = book.recruitment_round(book.ago(1400), book.ago(670), "EX-LONG")
    truth.near_miss(ROUNDS, "recruitment", "exercises", closed)
    truth.verdict(ROUNDS, "broken")


def found(book: Book) -> None:
    """Found and never written to, or only before; near: the last day, a message from another store, a hold."""
    truth = book.truth
    last = book.last_kept(MONTH)
    before = book.person()
    book.event(before, "SENT", book.ago(300))
    for key in (
        book.connection(book.person(), last - DAY),
        book.connection(book.person(), book.ago(400), email=False),
        book.connection(before, book.ago(200)),
    ):
        truth.flag(FOUND, "linkedin", "connections", key)
    told, held = book.person(), book.person()
    book.event(told, "SENT", book.ago(290))
    book.hold(held, book.ago(-60))
    for key in (
        book.connection(book.person(), last),
        book.connection(told, book.ago(300)),
        book.connection(held, book.ago(300)),
    ):
        truth.near_miss(FOUND, "linkedin", "connections", key)
    truth.near_miss(FOUND, "public_registers", "ukrlp", *book.provider(book.person()))
    truth.verdict(FOUND, "broken")


def contracts(book: Book) -> None:
    """Ended too long ago; near: the last day, one that still runs, one on hold."""
    truth = book.truth
    last = book.last_kept(relativedelta(years=6))
    years = 1095 * DAY
    for end in (last - DAY, last - years):
        truth.flag(CONTRACTS, "contracts", "contracts", book.contract(book.person(), end - years, end, "ended"))
    held = book.person()
    book.hold(held, None)
    for key in (
        book.contract(book.person(), last - years, last, "ended"),
        book.contract(book.person(), book.ago(3000), book.ago(-30), "running"),
        book.contract(held, last - 2 * years, last - years, "ended"),
    ):
        truth.near_miss(CONTRACTS, "contracts", "contracts", key)
    truth.verdict(CONTRACTS, "broken")


def cookies(book: Book) -> None:
    """Tied to a contact, and nobody knows; near: one of the same purpose that is tied to nobody."""
    truth = book.truth
    truth.flag(COOKIES, "cookies", "inventory", *book.cookie("hs_contact", "yes", "marketing"))
    truth.flag(COOKIES, "cookies", "inventory", *book.cookie("chat_session", None, "preferences"))
    truth.near_miss(COOKIES, "cookies", "inventory", *book.cookie("hs_banner", "no", "marketing"))
    truth.verdict(COOKIES, "broken")


def screened(book: Book) -> None:
    """Rung a day after the screening ran out, and without any; near: on its last day, and to serve a contract."""
    truth = book.truth
    day = book.ago(80)
    for key in (
        book.call(book.person(), day, campaign="spring", screened=day - 29 * DAY),
        book.call(book.person(), day, campaign="spring"),
        book.call(book.person(), day, campaign="spring", screened=day + DAY),
    ):
        truth.flag(SCREENED, "telephone", "calls", key)
    for key in (
        book.call(book.person(), day, campaign="spring", screened=day - 28 * DAY),
        book.call(book.person(), day, campaign=None),
    ):
        truth.near_miss(SCREENED, "telephone", "calls", key)
    truth.verdict(SCREENED, "broken")


def processors(book: Book) -> None:
    """No contract, none signed, abroad without a mechanism, nobody knows where; near: signed today, adequacy."""
    truth = book.truth
    for more in (
        {"contract": None, "signed": None},
        {"signed": book.ago(-5)},
        {"country": "IN"},
        {"country": None},
    ):
        truth.flag(PROCESSORS, "registers", "processors", book.processor("Copperleaf Print", "letters", **more))
    for more in ({"signed": book.as_of}, {"country": "FR"}, {"country": "IN", "mechanism": "idta"}):
        truth.near_miss(PROCESSORS, "registers", "processors", book.processor("Calder Print", "letters", **more))
    truth.verdict(PROCESSORS, "broken")


def disclosures(book: Book) -> None:
    """To whom nobody is told of, without a ground, for money; near: the police, and the buyer of a part."""
    truth = book.truth
    for key in (
        book.disclosure("marketing_supplier", "legitimate_interests"),
        book.disclosure("law_enforcement", None, recipient="an officer who rang"),
        book.disclosure("fraud_prevention", "legitimate_interests", paid="yes"),
    ):
        truth.flag(DISCLOSED, "registers", "disclosures", key)
    for key in (
        book.disclosure("law_enforcement", "dpa_2018_sch_2_para_2"),
        book.disclosure("buyer_of_business", "as the deed of sale says"),
    ):
        truth.near_miss(DISCLOSED, "registers", "disclosures", key)
    truth.verdict(DISCLOSED, "broken")


def breaches(book: Book) -> None:
    """A minute late, never, not assessed; near: the 72nd hour, over the night in which the clocks change, no risk."""
    truth = book.truth
    morning = datetime.combine(book.ago(120), time(9, 30), tzinfo=LONDON)
    hours = timedelta(hours=72)

    def written(moment: datetime) -> str:
        return moment.astimezone(LONDON).isoformat(timespec="minutes")

    def after(moment: datetime, **more: int) -> str:
        return written(moment.astimezone(ZoneInfo("UTC")) + hours + timedelta(**more))

    # Over the night in which summer time begins, by the clock on the wall 72 hours look like 73.
    spring = datetime.combine(_clocks_forward(book.ago(5)) - DAY, time(22), tzinfo=LONDON)
    for key in (
        book.breach(written(morning), after(morning, minutes=1)),
        book.breach(written(morning), None),
        book.breach(written(morning), None, None),
        book.breach(written(spring), after(spring, hours=1)),
    ):
        truth.flag(BREACHES, "registers", "breaches", key)
    for key in (
        book.breach(written(morning), after(morning)),
        book.breach(written(spring), after(spring)),
        book.breach(written(datetime.combine(book.ago(3), time(2, 30), tzinfo=LONDON)), None),
        book.breach(written(morning), None, "no"),
    ):
        truth.near_miss(BREACHES, "registers", "breaches", key)
    truth.verdict(BREACHES, "broken")


def _clocks_forward(before: date) -> date:
    """The last Sunday of March, the latest before a day."""
    for year in (before.year, before.year - 1):
        day = date(year, 3, 31)
        day -= (day.isoweekday() % 7) * DAY
        if day < before:
            return day
    raise AssertionError


def reviews(book: Book) -> None:
    """Past the day of review, never made, no day; near: its last day, one that another has replaced."""
    truth = book.truth
    for clause, table, make in (
        (WEIGHED, "assessments", book.assessment),
        (TESTED, "security_reviews", book.security_review),
    ):
        truth.flag(clause, "registers", table, make(book.ago(366), book.ago(1)))
        truth.flag(clause, "registers", table, make(None, book.ago(-300)))
        truth.flag(clause, "registers", table, make(book.ago(30), None))
        current = make(book.ago(365), book.as_of)
        truth.near_miss(clause, "registers", table, current)
        truth.near_miss(clause, "registers", table, make(book.ago(900), book.ago(535), later=current))
        truth.verdict(clause, "broken")
    truth.near_miss(WEIGHED, "registers", "assessments", book.assessment(None, None, "impact"))


def changes(book: Book) -> None:
    """Told a day after, and never; near: on the day itself, a comma, a draft for next month."""
    truth = book.truth
    for key in (
        book.notice_version(book.ago(200), book.ago(200)),
        book.notice_version(book.ago(150), None, "no"),
        book.notice_version(book.ago(-30), None),
    ):
        truth.near_miss(CHANGES, "registers", "notice_versions", key)
    for told in (book.ago(259), None):
        truth.flag(CHANGES, "registers", "notice_versions", book.notice_version(book.ago(260), told))
    truth.verdict(CHANGES, "broken")


def complaints(book: Book) -> None:
    """Confirmed a day late, not at all; near: on the last day, decided much later but confirmed at once."""
    truth = book.truth
    received = book.ago(100)
    last = moved(received + 30 * DAY)
    for more in ({"acknowledged_at": last + DAY}, {}):
        truth.flag(
            COMPLAINTS, "registers", "requests", book.request(book.person(), "complaint", received, None, **more)
        )
    for acknowledged, decided in ((last, None), (received + DAY, received + 70 * DAY)):
        key = book.request(book.person(), "complaint", received, decided, acknowledged_at=acknowledged)
        truth.near_miss(COMPLAINTS, "registers", "requests", key)
    truth.verdict(COMPLAINTS, "broken")


def hashed(book: Book) -> None:
    """Marketing to an address of which only the hash is on the list; near: on the day itself."""
    person, day = book.person(), book.ago(90)
    book.hashed(f" {person.email.upper()}", day)
    book.truth.near_miss(UNSUBSCRIBED, "hubspot", "email_events", book.event(person, "SENT", day))
    book.truth.flag(UNSUBSCRIBED, "hubspot", "email_events", book.event(person, "SENT", day + DAY))
