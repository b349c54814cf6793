"""Planted rows of registers, hosting, devices and disks: what they prove, and what they only seem to.

Here: the clauses about suppliers, recipients, breaches, reviews, changes of the page, hosting, devices and disks.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from examples.meridian.books import Books
from examples.meridian.books_newsletter import Place
from examples.meridian.books_registers import Registers
from examples.meridian.days import after
from examples.truth import Truth

SUPPLIERS = "suppliers-abroad"
TOLD = "recipients-named"
BREACHES = "breach-72-hours"
WEIGHED = "interests-weighed"
REVIEWED = "security-reviewed-yearly"
CHANGED = "changes-told-readers"
TENANTS = "hosting-customers-only"
BACKUPS = "backups-35-days"
ENCRYPTED = "laptops-encrypted"
SHARES = "shares-closed"
DISKS = "disks-shredded"


class Planted:
    """Writes rows that break a promise or nearly do, and what they are into the truth."""

    def __init__(self, books: Books, truth: Truth) -> None:
        self.books = books
        self.days = books.days
        self.truth = truth
        self.page = Registers(books)

    def write(self) -> None:
        """All of it."""
        self._suppliers()
        self._recipients()
        self._breaches()
        self._reviews()
        self._changes()
        self._hosting()
        self._devices()
        self._disks()

    def _flag(self, clause: str, *places: Place) -> None:
        for place in places:
            self.truth.flag(clause, *place)

    def _near(self, clause: str, *places: Place) -> None:
        for place in places:
            self.truth.near_miss(clause, *place)

    def _suppliers(self) -> None:
        make, days = self.page.processor, self.days
        self._flag(
            SUPPLIERS,
            make("Foxglove Printing", signed=days.ago(30)),
            make("Foxglove Printing", contract="DPA-91"),
            make("Foxglove Printing", contract="DPA-92", signed=days.ago(30), country="IN"),
            make("Foxglove Printing", contract="DPA-93", signed=days.ago(30), country="US", mechanism=""),
            make("Foxglove Printing", contract="DPA-94", signed=days.ago(30), country=""),
        )
        self._near(
            SUPPLIERS,
            make("Juniper Printing", contract="DPA-95", signed=days.as_of),
            make("Juniper Printing", contract="DPA-96", signed=days.ago(30), country="IE"),
            make("Juniper Printing", contract="DPA-97", signed=days.ago(30), country="IN", mechanism="idta"),
        )

    def _recipients(self) -> None:
        make = self.page.disclosure
        self._flag(
            TOLD,
            make("insurer", "contract"),
            make("law_enforcement", ""),
            make("auditor", "contract", paid="yes"),
        )
        self._near(
            TOLD,
            make("law_enforcement", "dpa_2018_sch_2_para_2"),
            make("debt_collector", "clause 12 of the sales conditions"),
        )

    def _breaches(self) -> None:
        """A minute late, never; near: the 72nd hour, told in another offset, no risk, and still some hours left."""
        make, days = self.page.breach, self.days
        aware = datetime.combine(days.ago(80), datetime.min.time(), tzinfo=UTC) + timedelta(hours=16, minutes=40)
        limit = aware + timedelta(hours=72)

        def utc(moment: datetime) -> str:
            return f"{moment:%Y-%m-%dT%H:%MZ}"

        elsewhere = f"{limit + timedelta(hours=2):%Y-%m-%dT%H:%M}+02:00"
        late = f"{limit + timedelta(hours=2, minutes=1):%Y-%m-%dT%H:%M}+02:00"
        open_since = datetime.combine(days.ago(3), datetime.min.time(), tzinfo=UTC) + timedelta(hours=3)
        self._flag(
            BREACHES,
            make(utc(aware), utc(limit + timedelta(minutes=1))),
            make(utc(aware), late),
            make(utc(aware)),
            make(utc(open_since - timedelta(hours=5))),  # four would be the first moment of a summer day in London
        )
        self._near(
            BREACHES,
            make(utc(aware), utc(limit)),
            make(utc(aware), elsewhere),
            make(utc(aware), reportable="no"),
            make(utc(open_since)),
        )

    def _reviews(self) -> None:
        days = self.days
        for clause, make in ((WEIGHED, self.page.assessment), (REVIEWED, self.page.security_review)):
            current = make(days.ago(300), days.as_of)
            self._near(clause, current, make(days.ago(700), days.ago(335), later=current[2]))
            self._flag(clause, make(days.ago(430), days.ago(65)), make(None, days.ago(-30)))

    def _changes(self) -> None:
        make, days = self.page.notice_version, self.days
        self._flag(CHANGED, make(days.ago(400), days.ago(385)), make(days.ago(15), None))
        self._near(
            CHANGED,
            make(days.ago(410), days.ago(396)),
            make(days.ago(14), None),
            make(days.ago(300), None, "no"),
            make(days.ago(-60), None),
        )

    def _hosting(self) -> None:
        page, days = self.page, self.days
        nobody = page.tenant(None)
        who = self.books.person()
        self.books.alive(who)
        closed = page.tenant(who, closed=days.ago(20))
        self._flag(TENANTS, nobody, page.tenant(None, closed=days.ago(400)))
        self._near(TENANTS, closed)
        self._flag(BACKUPS, page.backup(closed, days.newest_late(days=35)), page.backup(closed, days.ago(400)))
        self._near(BACKUPS, page.backup(closed, days.oldest_kept(days=35)))

    def _devices(self) -> None:
        page, person = self.page, self.books.person
        self._flag(
            ENCRYPTED,
            page.device(person(), "laptop", encrypted="no"),
            page.device(person(), "phone", encrypted=""),
            page.device(person(), "laptop", locked="no"),
        )
        self._near(ENCRYPTED, page.device(person(), "desktop", encrypted="no"), page.device(person(), "phone"))
        self._flag(
            SHARES,
            page.file("pat/Downloads/delegates_final(2).xlsx", "pat", "0644"),
            page.file("/srv/share/courses/2019.csv", "office", "-rw-rw-r--"),
            page.file("/srv/share/courses/plain.csv", "office", "0600", encrypted="no"),
        )
        self._near(
            SHARES,
            page.file("/srv/share/courses/own.csv", "office", "-rw-------"),
            page.file("/srv/share/courses/group.csv", "office", "100660"),
        )

    def _disks(self) -> None:
        """No certificate, one that names another disk; near: waiting for the last day, in use, a longer number."""
        page, days = self.page, self.days
        late, kept = days.newest_late(days=60), days.oldest_kept(days=60)
        self._flag(
            DISKS,
            page.disk(late),
            page.disk(days.ago(200), days.ago(190), certified=False),
            page.disk(days.ago(200), days.ago(190), names="LK-D-99"),
            page.disk(days.ago(200), days.ago(190), names="LK-D-00099-A"),
        )
        self._near(DISKS, page.disk(kept), page.disk(None), page.disk(days.ago(90), days.ago(40)))
        unverified = page.certificate("SD-9001", "LK-D-9001", days.ago(100), None)
        fresh = page.certificate("SD-9002", "LK-D-9002", after(days.as_of, days=-30), None)
        self._flag(DISKS, unverified)
        self._near(DISKS, fresh)
