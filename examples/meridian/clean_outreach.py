"""The bulk of Meridian's other marketing, and of what comes back: people of whom every promise is kept.

Here: records that no clause may flag. Most are of people whom ``clean`` makes, since one person stands in many stores.
Not here: breaches and near misses (``planted_*``).
"""

from __future__ import annotations

from datetime import date

from examples.meridian import words
from examples.meridian.books import Books
from examples.meridian.books_outreach import SUPPLIERS
from examples.meridian.days import after
from examples.meridian.words import filled
from examples.people import Person


class CleanOutreach:
    """Writes clean records into the books; ``scale`` times as many."""

    def __init__(self, books: Books, scale: int) -> None:
        self.books = books
        self.rng = books.rng
        self.days = books.days
        self.scale = scale

    def write(self) -> None:
        """What is of people of its own."""
        for make, number in (
            (self._entrant, 28),
            (self._prospect, 30),
            (self._correspondent, 25),
            (self._left_the_list, 18),
            (self._bounced, 12),
            (self._seen_adverts, 20),
            (self._guest, 22),
        ):
            for _ in range(number * self.scale):
                make()

    def of_customer(self, who: Person, since: date) -> None:
        """What a customer of ``since`` leaves in other stores."""
        books, rng = self.books, self.rng
        if rng.random() < 0.35:
            contact = books.text_contact(who, since)
            for back in rng.sample(range(1, 28), 2):
                books.text(contact, who, self.days.ago(back), filled(rng, rng.choice(words.TEXTS)))
            if rng.random() < 0.4:
                books.text_reply(contact, who, self.days.ago(rng.randrange(25)), rng.choice(words.TEXT_REPLIES))
        if rng.random() < 0.3:
            received = after(since, days=rng.randrange(20))
            books.resold(
                who,
                received,
                after(received, days=rng.randrange(1, 25)),
                supplier=rng.choice(SUPPLIERS),
                product=rng.choice(words.RESOLD),
            )
        if rng.random() < 0.25:
            books.never_subscribed(who, since)
        if rng.random() < 0.3:
            ordered = self.days.ago(rng.randrange(1200, 2100))
            books.order(who, ordered, completed=after(ordered, days=7), store="orders_archive")

    def of_trainee(self, who: Person, ends: date) -> None:
        """The request for feedback after a course, and some of the answers."""
        books, rng = self.books, self.rng
        if not self.days.ago(330) < ends < self.days.ago(12):
            return
        event = f"EV-{ends:%Y%m%d}"
        answers = rng.random() < 0.7
        invited = books.invitation(who, after(ends, days=2), event, "answered" if answers else "sent")
        if answers:
            text = filled(rng, rng.choice(words.FEEDBACK))
            named = who if rng.random() < 0.8 else None
            books.response(named, after(ends, days=rng.randrange(3, 9)), event, invited=invited, text=text)

    def _entrant(self) -> None:
        drawn = self.days.ago(self.rng.randrange(1, 80))
        waits = self.rng.random() < 0.15
        entered = self.days.ago(self.rng.randrange(1, 20)) if waits else after(drawn, days=-self.rng.randrange(1, 40))
        box = self.rng.random() < 0.3
        self.books.entry(self.books.person(), entered, self.days.ago(-20) if waits else drawn, box=box, waits=waits)

    def _prospect(self) -> None:
        books, rng, days = self.books, self.rng, self.days
        who = books.person()
        added = days.ago(rng.randrange(60, 700))
        screened = days.ago(rng.randrange(30, 50))
        said = rng.choice(("clear", "clear", "clear", "clear", "tps", "ctps"))
        if said == "clear":
            called = after(screened, days=rng.randrange(28))
            outcome = rng.choice(("spoke", "no_answer"))
            books.telephone_entry(who, added, screened=screened, called=called, outcome=outcome)
        else:
            books.telephone_entry(who, added, screened=screened, said=said)
        mailed = days.ago(rng.randrange(29, 58))
        back = after(mailed, days=rng.randrange(10, 28)) if rng.random() < 0.15 else None
        books.post_entry(who, added, mailed=mailed, back=back if back and back > days.ago(27) else None)

    def _correspondent(self) -> None:
        rng = self.rng
        day = self.days.ago(rng.randrange(2, 700))
        body = filled(rng, rng.choice(words.MAILS))
        letter = filled(rng, rng.choice(words.MAILS)) if rng.random() < 0.2 else None
        self.books.message(self.books.person(), day, rng.choice(words.TOPICS), body, letter)

    def _left_the_list(self) -> None:
        left = self.days.ago(self.rng.randrange(5, 800))
        self.books.unsubscribed(self.books.person(), after(left, days=-self.rng.randrange(30, 400)), left)

    def _bounced(self) -> None:
        cleaned = self.days.ago(self.rng.randrange(1, 29))
        self.books.bounced(self.books.person(), self.days.ago(self.rng.randrange(60, 800)), cleaned)

    def _seen_adverts(self) -> None:
        books = self.books
        who = books.person()
        asked = self.days.ago(self.rng.randrange(60, 800))
        books.order(who, asked, completed=after(asked, days=6))
        books.member(who, asked, asked)
        if self.rng.random() < 0.7:
            books.advertised(who, self.days.ago(35))
        books.hashed(who, self.days.ago(21))

    def _guest(self) -> None:
        rng = self.rng
        ends = self.days.ago(40)
        enrolled = after(ends, days=-rng.randrange(10, 60))
        self.books.delegate(
            self.books.person(), enrolled, ends, diet=rng.choice(("", "", "Vegetarian", "None")), store="user_day"
        )
