"""Planted restrictions and refusals, and the name of the promise about holds, which ``make_exports`` plants.

Here: ``restriction-respected`` and ``refusals-explained``. Not here: how soon a request is answered
(``planted_rights``).
"""

from __future__ import annotations

from examples.meridian.books import Books
from examples.meridian.days import after
from examples.people import Person
from examples.truth import Truth

HOLDS = "holds-written-down"
RESTRICTED = "restriction-respected"
REFUSED = "refusals-explained"


class Promises:
    """Writes requests and what followed them into the books, and what they are into the truth."""

    def __init__(self, books: Books, truth: Truth) -> None:
        self.books = books
        self.truth = truth
        self.days = books.days

    def write(self) -> None:
        """All of it."""
        self._restricted()
        self._refused()

    def _restricted(self) -> None:
        """The newsletter the day after and weeks after; near: the same day, a course, a refusal, asked for again."""
        books, truth, days = self.books, self.truth, self.days
        granted = days.ago(80)

        def reader(decision: str = "granted") -> Person:
            who = books.person()
            books.member(who, days.ago(500), days.ago(500))
            books.request(who, "restriction", days.ago(95), decided=granted, decision=decision)
            return who

        truth.undated(RESTRICTED)  # the message of which nobody knows when
        truth.flag(RESTRICTED, *books.send(reader(), days.ago(49)))
        truth.flag(RESTRICTED, *books.send(reader(), after(granted, days=1), "event_news"))
        truth.flag(RESTRICTED, *books.send(reader(), days.ago(44), "survey"))
        truth.near_miss(RESTRICTED, *books.send(reader(), granted))
        truth.near_miss(RESTRICTED, *books.send(reader(), days.ago(20), "joining_instructions"))
        truth.near_miss(RESTRICTED, *books.send(reader("refused"), days.ago(49)))
        who = books.person()
        books.member(who, days.ago(60), days.ago(60))
        books.request(who, "restriction", days.ago(95), decided=granted)
        truth.near_miss(RESTRICTED, *books.send(who, days.ago(49)))

    def _refused(self) -> None:
        """Refused in whole and in part without a word; near: with one, granted, and still open."""
        books, truth, days = self.books, self.truth, self.days
        asked, decided = days.ago(95), days.ago(80)
        for decision in ("refused", "partly"):
            place = books.request(books.person(), "access", asked, decided=decided, decision=decision, ground=" ")
            truth.flag(REFUSED, *place)
            place = books.request(books.person(), "access", asked, decided=decided, decision=decision)
            truth.near_miss(REFUSED, *place)
        truth.near_miss(REFUSED, *books.request(books.person(), "access", asked, decided=decided))
        truth.near_miss(REFUSED, *books.request(books.person(), "access", days.ago(9)))
