"""Planted records of text messages, adverts, calls, letters and resellers: permission, objection, screening, source.

Here: ``texts-*``, ``adverts-*``, ``calls-screened``, ``lists-declared``, ``returned-post``, ``bounced-addresses``,
``resellers-told``, ``purchase-history-declared``, and what these channels add to ``objection-respected``,
``permission-before-sending`` and ``suppressed-minimal``. Each comment says which trap is set.
"""

from __future__ import annotations

from examples.meridian.books import Books, Place
from examples.meridian.days import ONE_DAY, after
from examples.meridian.planted_marketing import MINIMAL, OBJECTION, PERMISSION
from examples.people import Person
from examples.truth import Truth

TEXTS, TEXTS_SAY = "texts-asked-for", "texts-declared"
ADVERTS, ADVERTS_STOP, ADVERTS_SAY = "adverts-asked-for", "adverts-not-after-objection", "adverts-declared"
CALLS, LISTS, RETURNED, BOUNCED = "calls-screened", "lists-declared", "returned-post", "bounced-addresses"
RESELLERS, HISTORY = "resellers-told", "purchase-history-declared"
OFFER = "Half price on label rolls until Friday. Reply STOP to end."


class Reach:
    """Writes what goes out through other channels into the books, and what it is into the truth."""

    def __init__(self, books: Books, truth: Truth) -> None:
        self.books = books
        self.truth = truth
        self.days = books.days

    def write(self, held: Person) -> None:
        """All of it; ``held`` is on a running hold, which keeps what would be flagged."""
        self._texts()
        self._texts_after_stop()
        self._objected_elsewhere()
        self._left_by_the_link()
        self._entrants()
        self._adverts(held)
        self._calls()
        self._letters()
        self._bounced(held)
        self._resellers(held)

    def _flag(self, clause: str, *places: Place) -> None:
        for place in places:
            self.truth.flag(clause, *place)

    def _near(self, clause: str, *places: Place) -> None:
        for place in places:
            self.truth.near_miss(clause, *place)

    def _living(self) -> Person:
        who = self.books.person()
        self.books.alive(who)
        return who

    def _texts(self) -> None:
        books, days = self.books, self.days
        who = self._living()
        contact = books.text_contact(who, days.ago(60))
        self._flag(TEXTS, books.text(contact, who, days.ago(61), OFFER))
        self._near(TEXTS, books.text(contact, who, days.ago(60), OFFER))
        who = self._living()  # a number for reminders, and an offer sent to it
        contact = books.text_contact(who, None)
        self._flag(TEXTS, books.text(contact, who, days.ago(10), OFFER))
        self._near(TEXTS, books.text(contact, who, days.ago(20), "Your course begins at 9:30 on Thursday.", "reminder"))
        who = books.person()  # nobody told the gateway our own number for this person; its own is enough
        contact = books.text_contact(who, days.ago(90), by="keyword", customer=False)
        self._near(TEXTS, books.text(contact, who, days.ago(9), OFFER))
        for words in ("Take it off the card 4012-8888-8888-1881 please", "I park in the bay, car reg AB12 CDE"):
            self._flag(TEXTS_SAY, books.text_reply(contact, who, days.ago(8), words))
        for words in ("Is this the offer for SKU AB51 ABC?", "Don't stop, please"):
            self._near(TEXTS_SAY, books.text_reply(contact, who, days.ago(7), words))

    def _texts_after_stop(self) -> None:
        books, days = self.books, self.days
        who = books.person()
        contact = books.text_contact(who, days.ago(300), by="web_form", customer=False)
        books.text_reply(contact, who, days.ago(40), "Stop")
        self._near(
            OBJECTION, books.text(contact, who, days.ago(40), OFFER), books.text(contact, who, days.ago(70), OFFER)
        )
        self._flag(OBJECTION, books.text(contact, who, days.ago(39), OFFER))
        self._near(OBJECTION, books.text(contact, who, days.ago(30), "Your course begins at ten.", "reminder"))
        who = books.person()  # the team took the person off, and the next campaign went out all the same
        contact = books.text_contact(who, days.ago(300), left=days.ago(40), customer=False)
        self._flag(OBJECTION, books.text(contact, who, days.ago(20), OFFER))

    def _objected_elsewhere(self) -> None:
        """Objections by e-mail hold for the telephone, the letter box and the SMS gateway too."""
        books, days = self.books, self.days
        objected = days.ago(40)
        who = books.person()
        books.order(who, days.ago(200), completed=days.ago(190))
        books.suppress(who, objected)
        contact = books.text_contact(who, days.ago(190))
        self._flag(OBJECTION, books.text(contact, who, days.ago(12), OFFER))
        screened = days.ago(30)
        called = books.telephone_entry(who, days.ago(190), screened=screened, called=days.ago(15), customer=True)
        self._flag(OBJECTION, called)
        self._near(CALLS, called)
        self._flag(OBJECTION, books.post_entry(who, days.ago(190), mailed=days.ago(38), customer=True))
        self._near(OBJECTION, books.post_entry(who, days.ago(190), mailed=objected, customer=True))
        # Said so on the telephone: that call itself broke nothing.
        who = books.person()
        self._near(
            OBJECTION,
            books.telephone_entry(who, days.ago(90), screened=screened, called=days.ago(9), outcome="do_not_call"),
        )

    def _left_by_the_link(self) -> None:
        books, days = self.books, self.days
        joined, left = days.ago(400), days.ago(60)
        who = books.person()
        self._near(MINIMAL, books.unsubscribed(who, joined, left))
        self._near(OBJECTION, books.send(who, days.ago(80)))
        self._flag(OBJECTION, books.send(who, days.ago(49)))
        self._flag(MINIMAL, books.unsubscribed(books.person(), joined, left, keep=("name", "rating")))
        who = books.person()  # left, and signed up again: the old row is history, and may say more
        self._near(MINIMAL, books.unsubscribed(who, joined, left, keep=("name",)))
        self._near(MINIMAL, books.member(who, days.ago(30), days.ago(30)))
        self._near(OBJECTION, books.send(who, days.ago(18)))

    def _entrants(self) -> None:
        """Entering a competition is no permission, unless the box was ticked."""
        books, days = self.books, self.days
        for box in (False, True):
            who = books.person()
            books.entry(who, days.ago(70), days.ago(55), box=box)
            say = self._near if box else self._flag
            say(PERMISSION, books.send(who, days.ago(49)))

    def _adverts(self, held: Person) -> None:
        books, days = self.books, self.days

        def reader(asked: int, *, customer: bool = True) -> Person:
            who = books.person()
            if customer:
                books.order(who, days.ago(300), completed=days.ago(290))
            books.member(who, days.ago(asked), days.ago(asked))
            return who

        who = self._living()  # a customer who never asked for the newsletter
        self._flag(ADVERTS, books.advertised(who, days.ago(20)), books.hashed(who, days.ago(20)))
        who = reader(20)
        self._near(ADVERTS, books.advertised(who, days.ago(20)))
        self._flag(ADVERTS, books.advertised(who, days.ago(21), audience="spring"))
        # The hash says nothing of who it is; our own id beside it does.
        self._near(ADVERTS, books.hashed(reader(100), days.ago(20)))

        objected = days.ago(30)
        who = reader(100)
        books.suppress(who, objected)
        self._flag(MINIMAL, ("newsletter", "subscribed", f"70{books.leids:05d}"))  # and the whole record is still there
        self._flag(ADVERTS_STOP, books.hashed(who, days.ago(29)), books.advertised(who, days.ago(5)))
        self._near(ADVERTS_STOP, books.advertised(who, objected, audience="spring"))
        who = reader(100)
        books.suppress(who, days.ago(200))  # objected, then signed up
        self._near(ADVERTS_STOP, books.advertised(who, days.ago(5)))

        who = reader(100)
        self._flag(ADVERTS_SAY, books.advertised(who, days.ago(5), born=True))
        self._flag(ADVERTS_SAY, books.hashed(who, days.ago(5), gender="f"))
        self._flag(ADVERTS_SAY, books.advertised(reader(100), days.ago(5), phone=True))
        who = reader(100)
        self._near(ADVERTS_SAY, books.advertised(who, days.ago(5)), books.hashed(who, days.ago(5)))
        self._near(ADVERTS_SAY, books.advertised(held, days.ago(5), born=True))

    def _calls(self) -> None:
        books, days = self.books, self.days
        added, called = days.ago(300), days.ago(10)
        late, kept = after(called, days=-29), after(called, days=-28)
        for screened, said, agreed, breaks in (
            (late, "clear", None, True),
            (kept, "clear", None, False),
            (None, "clear", None, True),
            (kept, "tps", None, True),
            (kept, "both", None, True),
            (kept, "ctps", days.ago(200), False),  # a director who asked to be called
            (called + ONE_DAY, "clear", None, True),  # looked up the day after
        ):
            place = books.telephone_entry(
                books.person(), added, screened=screened, said=said, called=called, agreed=agreed
            )
            (self._flag if breaks else self._near)(CALLS, place)
        self._near(CALLS, books.telephone_entry(books.person(), added, screened=late, said="tps"))
        for source, breaks in (
            ("raffle card at the fair, date of birth 14/03/1981", True),
            ("taken from a form with NI number AB 12 34 56 C", True),
            ("trade fair", False),
            ("the stand beside Halal Foods Ltd, hall 14/03", False),
        ):
            place = books.telephone_entry(books.person(), added, screened=late, source=source)
            (self._flag if breaks else self._near)(LISTS, place)

    def _letters(self) -> None:
        books, days = self.books, self.days
        late, kept = days.newest_late(days=28), days.oldest_kept(days=28)
        for back, breaks in ((late, True), (days.ago(200), True), (kept, False)):
            place = books.post_entry(books.person(), days.ago(400), mailed=after(back, days=-9), back=back)
            (self._flag if breaks else self._near)(RETURNED, place)
        place = books.post_entry(books.person(), days.ago(400), mailed=days.ago(200))
        self._near(RETURNED, place)
        self._near(LISTS, place)

    def _bounced(self, held: Person) -> None:
        books, days = self.books, self.days
        late, kept = days.newest_late(days=30), days.oldest_kept(days=30)
        joined = days.ago(500)
        self._flag(BOUNCED, books.bounced(books.person(), joined, late))
        self._flag(BOUNCED, books.bounced(books.person(), joined, days.ago(200)))
        self._near(BOUNCED, books.bounced(books.person(), joined, kept), books.bounced(held, joined, days.ago(200)))

    def _resellers(self, held: Person) -> None:
        books, days, truth = self.books, self.days, self.truth
        late, kept = days.newest_late(months=1), days.oldest_kept(months=1)
        received = days.ago(120)
        due = after(received, months=1)
        self._flag(RESELLERS, books.resold(self._living(), late, None))
        self._near(RESELLERS, books.resold(self._living(), kept, None))
        self._flag(RESELLERS, books.resold(self._living(), received, after(due, days=1), supplier="Boxline"))
        self._near(RESELLERS, books.resold(self._living(), received, due, supplier="Boxline"))
        self._flag(RESELLERS, books.resold(self._living(), days.ago(9), days.ago(8), supplier=None))
        self._near(RESELLERS, books.resold(held, received, None))
        books.resold(self._living(), days.ago(-3), None)
        truth.undated(RESELLERS)
        told = days.ago(100)
        for product in ("Scanner, for the van with car reg AB12 CDE", "Licence, NI number AB 12 34 56 C on the form"):
            self._flag(HISTORY, books.resold(self._living(), received, told, product=product))
        for product in ("Label rolls, SKU AB51 ABC", "Halal Foods Ltd label set", "Licence for MS Windows"):
            self._near(HISTORY, books.resold(self._living(), received, told, product=product))
