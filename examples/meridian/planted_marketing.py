"""Planted messages and readers: permission, objection, suppression, and who is on the mailing list at all.

Here: ``mailing-list-purposes``, ``newsletter-asked-for``, ``permission-before-sending``, ``objection-respected``,
``no-surveys-after-objection``, ``suppressed-minimal``.
"""

from __future__ import annotations

from datetime import date

from examples.meridian.books import Books
from examples.meridian.days import after
from examples.people import Person
from examples.truth import Truth

PURPOSES = "mailing-list-purposes"
ASKED = "newsletter-asked-for"
PERMISSION = "permission-before-sending"
OBJECTION = "objection-respected"
SURVEYS = "no-surveys-after-objection"
MINIMAL = "suppressed-minimal"


class Marketing:
    """Writes readers and messages into the books, and what they are into the truth."""

    def __init__(self, books: Books, truth: Truth) -> None:
        self.books = books
        self.truth = truth
        self.days = books.days
        self.joined = books.days.ago(500)

    def write(self, held: Person) -> None:
        """All of it; ``held`` is on a running hold, which keeps what would be flagged."""
        self._who_is_on_the_list(held)
        self._who_asked()
        self._permission()
        self._objection()
        self._surveys()
        self._minimal()

    def _living(self) -> Person:
        who = self.books.person()
        self.books.alive(who)
        return who

    def _reader(self, joined: date | None = None) -> Person:
        who = self.books.person()
        self.books.member(who, joined or self.joined, joined or self.joined)
        return who

    def _who_is_on_the_list(self, held: Person) -> None:
        for tags in ("job applicant 2023", "supplier", "event guest, supplier"):
            place = self.books.member(self.books.person(), self.joined, self.joined, tags=tags)
            self.truth.flag(PURPOSES, *place)
        for tags in ("customer", "delegate, event guest", "applied for a demo"):
            place = self.books.member(self.books.person(), self.joined, self.joined, tags=tags)
            self.truth.near_miss(PURPOSES, *place)
        place = self.books.member(held, self.joined, None, tags="supplier, imported")
        self.truth.near_miss(PURPOSES, *place)
        self.truth.near_miss(ASKED, *place)

    def _who_asked(self) -> None:
        books, days = self.books, self.days
        self.truth.flag(ASKED, *books.member(self._living(), days.ago(90), tags="imported list, trade fair"))
        self.truth.flag(ASKED, *books.member(self._living(), None))
        self.truth.flag(ASKED, *books.member(self._living(), days.ago(90), days.ago(-3)))
        self.truth.near_miss(ASKED, *books.member(books.person(), days.ago(90)))
        self.truth.near_miss(ASKED, *books.member(books.person(), days.ago(1), days.as_of))

    def _permission(self) -> None:
        books, truth, days = self.books, self.truth, self.days
        joined = days.ago(60)
        who = self._reader(joined)
        truth.flag(PERMISSION, *books.send(who, after(joined, days=-1)))
        truth.near_miss(PERMISSION, *books.send(who, joined))
        who = self._living()  # never asked: the newsletter is a breach, the joining instructions are none
        truth.flag(PERMISSION, *books.send(who, days.ago(49)))
        truth.flag(PERMISSION, *books.send(who, days.ago(18), "event_news"))
        truth.near_miss(PERMISSION, *books.send(who, days.ago(20), "joining_instructions"))
        who = self._living()
        truth.flag(ASKED, *books.member(who, days.ago(300), tags="imported list"))  # with a date, but imported
        truth.near_miss(PERMISSION, *books.send(who, days.ago(49)))
        books.send(self._reader(), None)  # nobody knows when: both promises about marketing messages
        truth.undated(PERMISSION)
        truth.undated(OBJECTION)

    def _objection(self) -> None:
        books, truth, days = self.books, self.truth, self.days
        objected = days.ago(40)

        def objector(*, listed: bool = True) -> Person:
            who = books.person()
            place = books.member(who, self.joined, self.joined, keep=())
            truth.near_miss(MINIMAL, *place)
            if listed:
                books.suppress(who, objected)
            else:
                books.request(who, "objection", objected, decided=after(objected, days=2))
            return who

        truth.flag(OBJECTION, *books.send(objector(), days.ago(37)))
        truth.flag(OBJECTION, *books.send(objector(), after(objected, days=1), "event_news"))
        truth.flag(OBJECTION, *books.send(objector(listed=False), days.ago(18)))  # told to another team
        truth.near_miss(OBJECTION, *books.send(objector(), objected))
        who = objector()
        truth.near_miss(OBJECTION, *books.send(who, days.ago(37), "joining_instructions"))
        truth.near_miss(OBJECTION, *books.send(who, days.ago(49)))
        who = books.person()  # objected, then asked for it again, then got it
        books.suppress(who, days.ago(200))
        truth.near_miss(MINIMAL, *books.member(who, days.ago(100), days.ago(100)))
        truth.near_miss(OBJECTION, *books.send(who, days.ago(49)))

    def _surveys(self) -> None:
        books, truth, days = self.books, self.truth, self.days
        who = self._living()
        books.suppress(who, days.ago(40))
        for ago in (39, 12):
            truth.flag(SURVEYS, *books.send(who, days.ago(ago), "survey"))
        truth.near_miss(SURVEYS, *books.send(who, days.ago(40), "survey"))
        truth.near_miss(SURVEYS, *books.send(who, days.ago(44), "survey"))
        truth.near_miss(SURVEYS, *books.send(who, days.ago(30), "joining_instructions"))
        truth.near_miss(SURVEYS, *books.send(self._living(), days.ago(12), "survey"))

    def _minimal(self) -> None:
        books, truth, days = self.books, self.truth, self.days
        for keep in (("name", "work"), ("place",), ("name",)):
            who = books.person()
            truth.flag(MINIMAL, *books.member(who, self.joined, self.joined, keep=keep))
            books.suppress(who, days.ago(120), "unsubscribe")
        who = books.person()  # on a hold that ends today
        books.hold(who, days.ago(400), days.as_of, "safety")
        truth.near_miss(MINIMAL, *books.member(who, self.joined, self.joined))
        books.suppress(who, days.ago(120))
        who = books.person()  # opted out of the newsletter; the order is another purpose
        books.suppress(who, days.ago(120))
        truth.near_miss(MINIMAL, *books.order(who, days.ago(200), completed=days.ago(190)))
