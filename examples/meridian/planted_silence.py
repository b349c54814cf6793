"""Planted people who fell silent, and records kept for too long: the retention promises.

Here: ``inactive-36-months``, ``catering-28-days`` and ``agreements-six-years``; each comment says which trap it sets.
"""

from __future__ import annotations

from examples.meridian.books import Books, Place
from examples.meridian.days import after
from examples.meridian.forms import MACHINE_AGENTS, PERSON_AGENTS
from examples.people import Person
from examples.truth import Truth

INACTIVE = "inactive-36-months"


class Silence:
    """Writes the silent into the books and the truth."""

    def __init__(self, books: Books, truth: Truth) -> None:
        self.books = books
        self.truth = truth
        self.days = books.days
        self.late = self.days.newest_late(months=36)
        self.kept = self.days.oldest_kept(months=36)

    def write(self, held: Person, lapsed: Person) -> None:
        """All of it; ``held`` is on a running hold, ``lapsed`` on one that ended yesterday."""
        self._one_day_more()
        self._being_on_the_list_is_no_life()
        self._one_store_says_otherwise()
        self._grounds_to_keep()
        self._purchases()
        self._delegates()
        self._holds(held, lapsed)
        self._undated()
        self._catering(held)
        self._agreements()

    def _flag(self, *places: Place) -> None:
        for place in places:
            self.truth.flag(INACTIVE, *place)

    def _near(self, *places: Place) -> None:
        for place in places:
            self.truth.near_miss(INACTIVE, *place)

    def _one_day_more(self) -> None:
        ask = "Prices", "What does a licence for ten places cost?"
        self._flag(self.books.enquiry(self.books.person(), self.late, *ask))
        self._near(self.books.enquiry(self.books.person(), self.kept, *ask))

    def _being_on_the_list_is_no_life(self) -> None:
        books, days = self.books, self.days
        joined = days.ago(years=6)
        for life in (False, True):
            # Sends go on, the mail program fetches previews; only the second one ever opened an issue, on the last day.
            who = books.person()
            places = [books.member(who, joined, joined)]
            for ago, agent in ((18, MACHINE_AGENTS[0]), (49, MACHINE_AGENTS[2])):
                sent = days.ago(ago)
                places += [books.send(who, sent), books.opened(who, sent, after(sent, days=1), by=agent)]
            if life:
                places += [books.send(who, self.kept), books.opened(who, self.kept, self.kept, by=PERSON_AGENTS[1])]
                self._near(*places)
            else:
                self._flag(*places)

    def _one_store_says_otherwise(self) -> None:
        books, days = self.books, self.days
        who = books.person()  # an order of long ago, a comment of last month
        self._near(books.order(who, days.ago(years=9), completed=days.ago(years=8, months=11)))
        opened = days.ago(years=8)
        month = days.ago(25)
        comments = [
            ("agent", after(opened, days=1), "Is this still open?"),
            ("requester", month, "Yes, since the move."),
        ]
        self._near(*books.call(who, opened, "Label printer", "The label printer prints two labels at once.", comments))
        who = books.person()  # the other way round: only our own agent wrote lately
        comments = [("agent", month, "I am tidying up old calls and close this one.")]
        self._flag(books.quotation(who, days.ago(years=5)))
        self._flag(
            *books.call(who, days.ago(years=5), "Slow start", "Starting takes a minute.", comments, waiting=False)
        )
        who = books.person()  # silent for years, and still waiting for us: an open call is no candidate for deletion
        self._near(books.quotation(who, days.ago(years=5)))
        self._near(*books.call(who, days.ago(years=5), "Slow start", "Starting takes a minute.", waiting=True))

    def _grounds_to_keep(self) -> None:
        books, days = self.books, self.days
        old = days.ago(years=5)
        who = books.person()  # an agreement on its last day keeps, one that ended yesterday does not
        books.agreement(who, days.ago(months=12), days.as_of, "running")
        self._near(books.quotation(who, old))
        who = books.person()
        books.agreement(who, days.ago(days=1, months=12), days.ago(1), "running")
        self._flag(books.quotation(who, old))
        who = books.person()  # an open account keeps, however long ago the last login; a closed one does not
        self._near(books.account(who, days.ago(years=7), old), books.quotation(who, old))
        who = books.person()
        self._flag(books.account(who, days.ago(years=7), old, days.ago(months=2)), books.quotation(who, old))

    def _purchases(self) -> None:
        books, days = self.books, self.days
        old, ordered = days.ago(years=5), days.ago(months=40)
        who = books.person()  # ordered before, completed on the last day of the 36 months
        self._near(
            books.order(who, ordered, completed=self.kept), books.enquiry(who, old, "Prices", "And for schools?")
        )
        who = books.person()  # completed a day too early: the enquiry goes, the accounting record stays six years
        self._near(books.order(who, ordered, completed=self.late))
        self._flag(books.enquiry(who, old, "Prices", "Is there a price for libraries?"))
        who = books.person()  # cancelled, though only lately: no purchase, no accounting record, no sign of life
        self._flag(books.order(who, old, cancelled=days.ago(months=10)), books.quotation(who, old))
        six, past = days.oldest_kept(months=72), days.newest_late(months=72)
        who = books.person()  # the six years on their last day, and a day over
        ordered = days.ago(months=75)
        self._near(books.order(who, ordered, completed=six))
        self._flag(books.order(who, ordered, completed=past))

    def _delegates(self) -> None:
        books, days = self.books, self.days
        enrolled = days.ago(years=4)
        ends = after(enrolled, days=20)
        who = books.person()
        place = books.delegate(who, enrolled, ends, diet="Vegetarian")
        self._flag(place, books.attended(place, ends))
        who = books.person()  # enrolled long before, and came on a day within the 36 months
        place = books.delegate(who, days.ago(months=38), self.kept)
        self._near(place, books.attended(place, self.kept))
        who = books.person()  # enrolled long before, and did not come
        place = books.delegate(who, days.ago(months=38), self.kept)
        self._flag(place, books.attended(place, self.kept, came=False))

    def _holds(self, held: Person, lapsed: Person) -> None:
        books, old = self.books, self.days.ago(years=5)
        who = books.person()  # silent for years, and kept by a hold that ends today
        books.hold(who, self.days.ago(300), self.days.as_of, "safety")
        self._near(books.quotation(who, old), books.enquiry(who, old, "Hosting", "Where are the servers?"))
        self._near(books.quotation(held, old))
        self._flag(books.quotation(lapsed, old))

    def _undated(self) -> None:
        books, days = self.books, self.days
        books.enquiry(books.person(), "31/02/2021", "Hosting", "Is hosting included?")  # no day: set aside, not guessed
        books.quotation(books.person(), days.ago(-400), "open")
        place = books.hashed(books.person(), days.ago(20))  # in no other store: nobody knows of any sign of life
        self.truth.flag("adverts-asked-for", *place)
        self.truth.undated(INACTIVE, 2)

    def _catering(self, held: Person) -> None:
        books, days, truth = self.books, self.days, self.truth
        clause = "catering-28-days"
        late, kept = days.newest_late(days=28), days.oldest_kept(days=28)
        for ended, says in ((late, "flag"), (days.ago(months=7), "flag"), (kept, "near"), (None, "undated")):
            who = books.person()
            place = books.delegate(who, days.ago(months=8), ended or days.ago(40), diet="Vegetarian")
            meal = books.meal(place, ended, "Vegetarian")
            if says == "flag":
                truth.flag(clause, *meal)
            elif says == "near":
                truth.near_miss(clause, *meal)
            else:
                truth.undated(clause)
        place = books.delegate(held, days.ago(months=8), days.ago(months=7), diet="Vegan")
        truth.near_miss(clause, *books.meal(place, days.ago(months=7), "Vegan"))

    def _agreements(self) -> None:
        """Ended six years and a day ago, and long before; near: on the last day, still running."""
        books, days = self.books, self.days
        clause = "agreements-six-years"
        who = books.person()
        books.alive(who)
        for ended in (days.newest_late(months=72), days.ago(years=9)):
            self.truth.flag(clause, *books.agreement(who, days.ago(years=10), ended, "ended"))
        self.truth.near_miss(clause, *books.agreement(who, days.ago(years=8), days.oldest_kept(months=72), "ended"))
        self.truth.near_miss(clause, *books.agreement(who, days.ago(years=8), days.ago(-30), "running"))
        books.agreement(who, days.ago(years=8), None, "ended")
        self.truth.undated(clause)
