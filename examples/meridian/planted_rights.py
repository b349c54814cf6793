"""Planted requests of data subjects, what is still held of those who asked to be erased, and the registers.

Here: ``requests-one-month``, ``erasure-in-every-store``, ``registration-current``, ``every-store-read``,
``statistics-of-five``.
"""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta

from examples.meridian.books import Books, Place
from examples.meridian.days import after
from examples.people import Person
from examples.truth import Truth
from examples.working_days import moved, oldest_answerable

MONTH = "requests-one-month"
ERASED = "erasure-in-every-store"


class Rights:
    """Writes requests and registers into the books, and what they are into the truth."""

    def __init__(self, books: Books, truth: Truth) -> None:
        self.books = books
        self.truth = truth
        self.days = books.days
        self.kept = oldest_answerable(self.days.as_of, relativedelta(months=1))
        self.late = after(self.kept, days=-1)

    def write(self, held: Person) -> None:
        """All of it; ``held`` is on a running hold, which is stronger than a request."""
        self._in_time()
        self._identity()
        self._erasure(held)
        self._registers()

    def _flag(self, place: Place) -> None:
        self.truth.flag(MONTH, *place)

    def _near(self, place: Place) -> None:
        self.truth.near_miss(MONTH, *place)

    def _in_time(self) -> None:
        books, days = self.books, self.days
        self._flag(books.request(books.person(), "access", self.late))
        self._near(books.request(books.person(), "access", self.kept))
        # 31 January and a month is the last day of February, or the next working day; a day later is too late.
        january = date(days.as_of.year - 1, 1, 31)
        due = moved(after(january, months=1))
        self._near(books.request(books.person(), "portability", january, decided=due))
        self._flag(books.request(books.person(), "portability", january, decided=after(due, days=1)))
        received = days.ago(150)
        extended = after(received, months=3)
        self._near(books.request(books.person(), "rectification", received, decided=extended, extended=extended))
        self._flag(books.request(books.person(), "restriction", received, decided=after(received, days=37)))
        books.request(books.person(), "access", None)
        self.truth.undated(MONTH)

    def _identity(self) -> None:
        books, days = self.books, self.days
        received = days.ago(200)
        asked, confirmed = after(received, days=2), after(received, days=20)
        due = moved(after(confirmed, months=1))
        self._near(books.request(books.person(), "access", received, asked=asked))
        self._near(books.request(books.person(), "access", received, asked=asked, confirmed=confirmed, decided=due))
        late = after(due, days=1)
        self._flag(books.request(books.person(), "access", received, asked=asked, confirmed=confirmed, decided=late))
        self._near(books.request(books.person(), "complaint", received, decided=after(received, days=90)))

    def _erasure(self, held: Person) -> None:
        books, days, truth = self.books, self.days, self.truth

        def flag(*places: Place) -> None:
            for place in places:
                truth.flag(ERASED, *place)

        def near(*places: Place) -> None:
            for place in places:
                truth.near_miss(ERASED, *place)

        who = books.person()  # "done" in the register, and still in three stores a day after the month
        near(books.request(who, "erasure", self.late, decided=after(self.late, days=10)))
        joined = days.ago(300)
        flag(books.member(who, joined, joined), books.send(who, days.ago(49)))
        flag(books.enquiry(who, joined, "Demonstration", "May I see the goods-in screen?"))
        near(books.order(who, days.ago(400), completed=days.ago(390)))  # the accounting record must stay
        flag(books.order(who, days.ago(years=7), completed=days.ago(months=83)))  # its six years are over

        who = books.person()  # an open account or a running agreement is no ground against a request
        near(books.request(who, "erasure", days.ago(90), decided=days.ago(80), decision="partly"))
        flag(books.account(who, days.ago(600), days.ago(95)))
        flag(books.agreement(who, days.ago(300), days.ago(-60), "running"))

        near(books.request(held, "erasure", days.ago(90), decided=days.ago(85), decision="partly"))
        near(books.order(held, days.ago(300), completed=days.ago(290)), books.quotation(held, days.ago(310), "won"))

        who = books.person()  # asked again last week, which puts off nothing
        near(
            books.request(who, "erasure", days.ago(120), decided=days.ago(110)),
            books.request(who, "erasure", days.ago(6)),
        )
        flag(books.quotation(who, days.ago(200)))
        who = books.person()  # was erased, came back, and asks again: what came in between goes by the second request
        near(
            books.request(who, "erasure", days.ago(120), decided=days.ago(110)),
            books.request(who, "erasure", days.ago(6)),
        )
        near(books.enquiry(who, days.ago(40), "Prices", "What would ten places cost?"))

        who = books.person()  # the month ends today
        request = books.request(who, "erasure", self.kept)
        self._near(request)
        near(books.quotation(who, days.ago(100)))
        who = books.person()  # refused, with a reason
        near(books.request(who, "erasure", days.ago(90), decided=days.ago(70), decision="refused"))
        near(books.quotation(who, days.ago(100)))

    def _registers(self) -> None:
        books, days, truth = self.books, self.days, self.truth
        row = books.row
        row(
            "registrations/registrations",
            "ZX000417",
            "Meridian Information Systems plc",
            days.ago(months=20),
            days.ago(months=8),
        )
        truth.flag("registration-current", "registrations", "registrations", "ZX000417")
        row("registrations/registrations", "ZX000655", "Meridian Training Ltd", days.ago(months=3), None)
        truth.flag("registration-current", "registrations", "registrations", "ZX000655")  # nobody wrote down its end
        row("registrations/registrations", "ZX000982", "Meridian Pension Trustees Ltd", days.ago(months=12), days.as_of)
        truth.near_miss("registration-current", "registrations", "registrations", "ZX000982")
        for product, customers in (("Stockroom", 5), ("Rostera", 0), ("Training", 5)):
            row("statistics/purchases", "Q4", "Islands", product, customers, customers * 2)
            truth.near_miss("statistics-of-five", "statistics", "purchases", "Q4", "Islands", product)
        for product, customers in (("Stockroom", 4), ("Training", 1)):
            row("statistics/purchases", "Q4", "Skerries", product, customers, customers * 2)
            truth.flag("statistics-of-five", "statistics", "purchases", "Q4", "Skerries", product)
        truth.flag("every-store-read", "social", "", "social")  # stale
        truth.flag("every-store-read", "analytics", "", "analytics")  # a header and nothing below it
        for store in ("newsletter", "orders", "weblog"):
            truth.near_miss("every-store-read", store, "", store)
