"""Planted answers and messages: what surveys, competitions, followers and the shared mailbox keep too long or say.

Here: ``survey-answers-twelve-months``, ``entries-after-draw``, ``followers-while-following``, ``mail-birth-dates``, and
what these stores add to ``nothing-special-elsewhere``, ``inactive-36-months`` and ``erasure-in-every-store``.
"""

from __future__ import annotations

from examples.meridian.books import Books, Place
from examples.meridian.days import after
from examples.meridian.planted_contents import SPECIAL
from examples.meridian.planted_rights import ERASED
from examples.meridian.planted_silence import INACTIVE
from examples.people import Person
from examples.truth import Truth

ANSWERS, DRAWN, FOLLOWING, BORN = (
    "survey-answers-twelve-months",
    "entries-after-draw",
    "followers-while-following",
    "mail-birth-dates",
)
OBJECTS = "Please stop the newsletter."


class Answers:
    """Writes answers and messages into the books, and what they are into the truth."""

    def __init__(self, books: Books, truth: Truth) -> None:
        self.books = books
        self.truth = truth
        self.days = books.days

    def write(self, held: Person) -> None:
        """All of it; ``held`` is on a running hold, which keeps what would be flagged."""
        self._surveys(held)
        self._competitions(held)
        self._followers()
        self._mail()
        self._silence()
        self._erasure()

    def _flag(self, clause: str, *places: Place) -> None:
        for place in places:
            self.truth.flag(clause, *place)

    def _near(self, clause: str, *places: Place) -> None:
        for place in places:
            self.truth.near_miss(clause, *place)

    def _surveys(self, held: Person) -> None:
        books, days = self.books, self.days
        late, kept = days.newest_late(months=12), days.oldest_kept(months=12)
        event = "UD-LAST"
        for day, say in ((late, self._flag), (kept, self._near)):
            invited = books.invitation(books.person(), day, event, "answered")
            # The answer bears no address; the invitation's number says whose it is.
            say(ANSWERS, invited, books.response(None, day, event, invited=invited))
        self._near(ANSWERS, books.response(held, days.ago(years=2), event))
        for text in (
            "The stairs are hard for me, I have epilepsy and bad knees.",
            "As UNISON rep I was sorry to hear nothing about overtime.",
        ):
            self._flag(SPECIAL, books.response(books.person(), days.ago(50), event, text=text))
        for text in ("More black coffee, and fewer slides about MS Excel.", "Christian Black spoke best of all."):
            self._near(SPECIAL, books.response(books.person(), days.ago(50), event, text=text))

    def _competitions(self, held: Person) -> None:
        books, days = self.books, self.days
        late, kept = days.newest_late(months=3), days.oldest_kept(months=3)
        for drawn, won in ((late, "no"), (days.ago(months=20), "yes")):
            self._flag(DRAWN, books.entry(books.person(), after(drawn, days=-20), drawn, won=won))
        self._near(DRAWN, books.entry(books.person(), days.ago(100), kept))
        self._near(DRAWN, books.entry(books.person(), days.ago(200), None, waits=True))  # no day for the draw yet
        self._near(DRAWN, books.entry(books.person(), days.ago(200), days.ago(-9), waits=True))
        self._near(DRAWN, books.entry(held, days.ago(300), days.ago(250)))

    def _followers(self) -> None:
        books, days = self.books, self.days
        about = ("", "logistics", "Wychford", "25-34")
        since = days.ago(900)
        late, kept = days.newest_late(days=30), days.oldest_kept(days=30)
        for number, left, say in (
            ("F90002", late, self._flag),
            ("F90003", days.ago(years=2), self._flag),
            ("F90004", kept, self._near),
            ("F90005", None, self._near),
        ):
            say(FOLLOWING, books.follower(number, f"depot_{number[-1]}", about, since, left))

    def _mail(self) -> None:
        books, days = self.books, self.days

        def mail(body: str, attached: str | None = None) -> Place:
            return books.message(books.person(), days.ago(70), OBJECTS, body, attached)

        self._flag(BORN, mail(f"{OBJECTS} My date of birth is 14/03/1981."))
        self._flag(BORN, mail(f"{OBJECTS}\n\nDate of birth: 2 May 1975"))
        letter = mail("My objection is in the letter.", "To whom it may concern.\nDate of birth: 23/11/1968\n")
        self._flag(BORN, (*letter[:1], "attachments", letter[2], "1"))
        self._near(BORN, letter)
        self._near(BORN, mail("The order was placed 14/03/2021 and came on 18/03/2021."))
        self._near(BORN, mail("Our school was founded on 2 May 1975 and has a new hall."))
        union = mail("I write for our branch, as UNISON rep at the college.")
        self._flag(SPECIAL, union)
        self._flag(BORN, union)  # nor does the notice declare it for a letter
        self._near(SPECIAL, mail("Halal Foods Ltd sends its regards, and a conservative estimate."))

    def _silence(self) -> None:
        books, days = self.books, self.days
        old, kept = days.ago(years=5), days.oldest_kept(months=36)
        who = books.person()  # texts went out until last month; the last one that came back is five years old
        contact = books.text_contact(who, old, customer=False)
        self._flag(INACTIVE, contact, books.text_reply(contact, who, after(old, days=9), "Thanks!"))
        self._flag(INACTIVE, books.text(contact, who, days.ago(20), "Half price on label rolls. Reply STOP to end."))
        who = books.person()  # an answer by text on the last day
        contact = books.text_contact(who, old)
        self._near(INACTIVE, contact, books.text_reply(contact, who, kept, "Thanks!"))
        self._near(INACTIVE, books.quotation(who, old))
        who = books.person()  # bought from a reseller lately, which is no purchase from us and no word to us
        self._flag(INACTIVE, books.quotation(who, old))
        self._flag(INACTIVE, books.resold(who, days.ago(50), days.ago(45)))
        who = books.person()  # wrote to the shared mailbox on the last day
        self._near(
            INACTIVE, books.quotation(who, old), books.message(who, kept, "Prices", "Is there a new price list?")
        )
        who = books.person()  # asked for feedback, never answered; was at the user day long ago
        place = books.delegate(who, old, after(old, days=30), store="user_day")
        self._flag(INACTIVE, place, books.invitation(who, days.ago(30), "UD-LAST"))
        who = books.person()  # answered, namelessly
        place = books.delegate(who, old, after(old, days=30), store="user_day")
        invited = books.invitation(who, days.ago(30), "UD-LAST", "answered")
        self._near(INACTIVE, place, invited, books.response(None, days.ago(29), "UD-LAST", invited=invited))
        who = books.person()  # the old order system: six years over, and not yet
        self._flag(INACTIVE, books.order(who, days.ago(years=7), completed=days.ago(months=80), store="orders_archive"))
        self._near(INACTIVE, books.order(who, days.ago(years=6), completed=days.ago(months=70), store="orders_archive"))

    def _erasure(self) -> None:
        books, days = self.books, self.days
        who = books.person()  # erased where the request came in, and alive in every marketing tool
        received = days.ago(80)
        books.request(who, "erasure", received, decided=after(received, days=10))
        self._near(ERASED, books.order(who, days.ago(400), completed=days.ago(390)))
        contact = books.text_contact(who, days.ago(390))
        self._flag(ERASED, contact, books.text(contact, who, days.ago(200), "Our shop is open on Saturday."))
        self._flag(
            ERASED, books.entry(who, days.ago(100), days.ago(60)), books.hashed(who, days.ago(150), audience="old")
        )
        self._flag(ERASED, books.message(who, days.ago(85), "Prices", "Please send the price list."))
        self._near(ERASED, books.unsubscribed(who, days.ago(390), days.ago(85)))
