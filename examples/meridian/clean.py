"""The bulk of Meridian's records: people of whom every promise is kept.

Here: records that no clause may flag. Each person has at least one sign of life within 30 months, whatever else is old,
and nothing undeclared. Not here: breaches and near misses (``planted_*``), other marketing (``clean_outreach``), the
web log.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from examples.meridian import words
from examples.meridian.books import Books
from examples.meridian.clean_outreach import CleanOutreach
from examples.meridian.days import after
from examples.meridian.forms import MACHINE_AGENTS, PERSON_AGENTS
from examples.meridian.words import filled

CAMPAIGNS_AGO = (18, 49, 80, 110)
REGIONS = ("North", "Midlands", "South", "Wales", "Scotland")
QUIET_DIETS = ("", "", "", "None", "Vegetarian", "Vegan", "Pescatarian")


class Clean:
    """Writes clean records into the books; ``scale`` times as many."""

    def __init__(self, books: Books, scale: int) -> None:
        self.books = books
        self.rng = books.rng
        self.days = books.days
        self.scale = scale
        self.outreach = CleanOutreach(books, scale)

    def write(self) -> None:
        """All of it."""
        for make, number in (
            (self._customer, 95),
            (self._trainee, 75),
            (self._reader, 150),
            (self._caller, 80),
            (self._enquirer, 70),
            (self._objector, 20),
            (self._asker, 18),
            (self._erased, 6),
            (self._follower, 40),
            (self._former_client, 20),
        ):
            self._times(make, number)
        self.outreach.write()
        self._statistics()
        for _ in range(3):
            self._reader(held=True)

    def _times(self, make: Callable[[], None], number: int) -> None:
        for _ in range(number * self.scale):
            make()

    def _fresh(self) -> date:
        return self.days.ago(self.rng.randrange(30, 900))

    def _any(self) -> date:
        return self.days.ago(self.rng.randrange(30, 2600))

    def _customer(self) -> None:
        books, rng = self.books, self.rng
        who = books.person()
        quoted = self._fresh()
        books.quotation(who, quoted, "won")
        books.order(
            who, after(quoted, days=3), completed=after(quoted, days=20), notes=filled(rng, rng.choice(words.PO_NOTES))
        )
        if rng.random() < 0.4:
            ordered = self._any()
            books.order(who, ordered, completed=after(ordered, days=9), diet=rng.choice(QUIET_DIETS))
        if rng.random() < 0.15:
            ordered = self._any()
            books.order(who, ordered, cancelled=after(ordered, days=2))
        if rng.random() < 0.4:
            books.account(who, self._any(), self.days.ago(rng.randrange(1, 60)))
        if rng.random() < 0.4:
            starts = self.days.ago(rng.randrange(40, 300))
            books.agreement(who, starts, after(starts, months=12), "running")
        self.outreach.of_customer(who, quoted)

    def _trainee(self) -> None:
        books, rng = self.books, self.rng
        who = books.person()
        for enrolled in (self._fresh(), *([self._any()] if rng.random() < 0.3 else [])):
            ends = after(enrolled, days=rng.randrange(20, 29))
            comments = filled(rng, rng.choice(words.DELEGATE_COMMENTS))
            place = books.delegate(who, enrolled, ends, diet=rng.choice(QUIET_DIETS), comments=comments)
            came = rng.random() < 0.9
            books.attended(place, ends, came=came)
            if came:
                self.outreach.of_trainee(who, ends)
        if rng.random() < 0.5:
            ends = self.days.ago(rng.randrange(1, 27))
            consent = after(ends, days=-30)
            diet = rng.choice(("Halal", "Gluten free", "Kosher"))
            place = books.delegate(who, consent, ends, diet=diet, consent=consent)
            books.meal(place, ends, diet, consent)
            books.attended(place, ends)

    def _reader(self, *, held: bool = False) -> None:
        books, rng = self.books, self.rng
        who = books.person()
        asked = self.days.ago(rng.randrange(130, 900))
        books.member(
            who, asked, asked if rng.random() < 0.7 else None, tags=rng.choice(("", "customer", "event guest"))
        )
        for ago in CAMPAIGNS_AGO[: rng.randrange(1, 5)]:
            sent = self.days.ago(ago)
            books.send(who, sent)
            if rng.random() < 0.5:
                books.opened(who, sent, after(sent, days=rng.randrange(5)), by=rng.choice(PERSON_AGENTS))
            if rng.random() < 0.3:
                books.opened(who, sent, sent, by=rng.choice(MACHINE_AGENTS))
            if rng.random() < 0.15:
                books.opened(who, sent, after(sent, days=6), by=rng.choice(PERSON_AGENTS), action="click")
        if held:
            books.hold(who, self.days.ago(200), self.days.ago(-200))

    def _caller(self) -> None:
        books, rng = self.books, self.rng
        who = books.person()
        day = self._fresh()
        told: list[tuple[str, date, str]] = []
        for author in ("agent", "requester", "agent")[: rng.randrange(4)]:
            day_of = after(day, days=1 + len(told))
            texts = words.AGENT_COMMENTS if author == "agent" else words.CALLER_COMMENTS
            told.append((author, day_of, filled(rng, rng.choice(texts))))
        books.call(who, day, filled(rng, rng.choice(words.CALL_TOPICS)), filled(rng, rng.choice(words.CALLS)), told)

    def _enquirer(self) -> None:
        rng = self.rng
        self.books.enquiry(
            self.books.person(), self._fresh(), rng.choice(words.TOPICS), filled(rng, rng.choice(words.ENQUIRIES))
        )

    def _objector(self) -> None:
        who = self.books.person()
        asked = self.days.ago(self.rng.randrange(300, 900))
        if self.rng.random() < 0.7:
            self.books.member(who, asked, keep=())
        else:
            self.books.enquiry(who, asked, "Newsletter", "Please take me off the list.")
        self.books.suppress(
            who, after(asked, days=self.rng.randrange(60, 250)), self.rng.choice(("objection", "unsubscribe"))
        )

    def _asker(self) -> None:
        rng = self.rng
        who = self.books.person()
        received = self.days.ago(rng.randrange(60, 800))
        self.books.order(who, received, completed=after(received, days=4))
        right = rng.choice(("access", "rectification", "portability", "restriction"))
        self.books.request(who, right, received, decided=after(received, days=rng.randrange(2, 27)))

    def _erased(self) -> None:
        received = self.days.ago(self.rng.randrange(60, 800))
        self.books.request(self.books.person(), "erasure", received, decided=after(received, days=12))

    def _follower(self) -> None:
        rng = self.rng
        who = self.books.person()
        name = f"{who.first.lower()}_{rng.choice(words.THINGS).split()[0]}{who.number}"
        about = (
            rng.choice(("Female", "Male", "")),
            rng.choice(words.INTERESTS),
            who.city,
            rng.choice(("18-24", "25-34", "35-44", "45-54", "55-64")),
        )
        since = self._any()
        left = self.days.ago(rng.randrange(1, 29)) if rng.random() < 0.1 else None
        self.books.follower(f"F{who.number:05d}", name, about, since, left)

    def _former_client(self) -> None:
        who = self.books.person()
        ended = self.days.ago(self.rng.randrange(40, 1500))
        self.books.agreement(who, after(ended, months=-12), ended, "ended")
        self.books.alive(who)

    def _statistics(self) -> None:
        for quarter in range(1, 4):
            for region in REGIONS:
                for product in ("Stockroom", "Rostera", "Training"):
                    customers = self.rng.randrange(6, 140)
                    self.books.row(
                        "statistics/purchases",
                        f"Q{quarter}",
                        region,
                        product,
                        customers,
                        customers + self.rng.randrange(60),
                    )
