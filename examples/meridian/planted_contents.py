"""Planted contents: data that the notice does not declare, and special-category data without the consent it promises.

Here: the ``*-declared`` clauses, ``delegates-explicit-consent`` and ``nothing-special-elsewhere``; every near miss is a
word that only looks like one. Not here: the web log, which plants its own.
"""

from __future__ import annotations

from datetime import date

from examples.meridian.books import Books, Place
from examples.meridian.days import after
from examples.people import Person
from examples.truth import Truth

SPECIAL = "nothing-special-elsewhere"
CONSENT = "delegates-explicit-consent"


class Contents:
    """Writes telling and only seemingly telling words into the books, and what they are into the truth."""

    def __init__(self, books: Books, truth: Truth) -> None:
        self.books = books
        self.truth = truth
        self.days = books.days
        self._back = 20

    def write(self, held: Person) -> None:
        """All of it; ``held`` is on a running hold, which keeps what would be flagged."""
        self._orders(held)
        self._delegates(held)
        self._diets(held)
        self._calls()
        self._enquiries(held)
        self._readers()
        self._accounts()
        self._followers()

    def _day(self) -> date:
        """Another day of the last two years."""
        self._back += 9
        return self.days.ago(20 + self._back % 600)

    def _flag(self, place: Place, *clauses: str) -> None:
        for clause in clauses:
            self.truth.flag(clause, *place)

    def _near(self, place: Place, *clauses: str) -> None:
        for clause in clauses:
            self.truth.near_miss(clause, *place)

    def _orders(self, held: Person) -> None:
        declared = "orders-declared"

        def order(notes: str, who: Person | None = None) -> Place:
            day = self._day()
            return self.books.order(who or self.books.person(), day, completed=after(day, days=5), notes=notes)

        self._flag(order("Collects in person, car reg AB51 ABC for the visitor bay."), declared)
        self._flag(order("Credit check wants the date of birth: 14/03/1981."), declared)
        self._flag(order("Sole trader, NI number AA 12 34 56 B for the tax form."), declared)
        self._flag(order("Mr Achebe is fasting for Ramadan, so deliver before noon."), declared, SPECIAL)
        self._near(order("Sole trader, NI number AB 12 34 56 C for the tax form.", held), declared, SPECIAL)
        self._near(order("Same as SKU AB51 ABC, order placed 14/03/2021."), declared)
        self._near(order("Invoice AB123456 was paid twice, please set it off."), declared)
        self._near(order("For Halal Foods Ltd, invoice to the head office."), declared, SPECIAL)
        self._near(order("Needs MS Excel on the counter computer."), SPECIAL)

    def _delegates(self, held: Person) -> None:
        declared = "delegates-declared"

        def delegate(comments: str = "", mobile: str = "", who: Person | None = None) -> Place:
            day = self._day()
            return self.books.delegate(
                who or self.books.person(), day, after(day, days=10), mobile=mobile, comments=comments
            )

        self._flag(delegate(mobile="07700 900711"), declared)
        self._flag(delegate(mobile="07700 900712", comments="Text on the day, please."), declared)
        self._flag(delegate("If I am late call me on 0113 496 0871 please."), declared)
        self._flag(delegate("Comes by car, car reg AB12 CDE, needs a space."), declared)
        self._near(delegate(mobile="07700 900713", who=held), declared)
        self._near(delegate("On our order no. 01179460123 together with two others."), declared)
        self._near(delegate("Please ADD the second delegate to the same order."), declared, CONSENT)
        self._near(delegate("Has the mobile app of version 6.0 on a tablet."), declared)

    def _diets(self, held: Person) -> None:
        declared = "delegates-declared"

        def delegate(
            diet: str = "",
            access: str = "",
            *,
            consent: bool = False,
            comments: str = "",
            who: Person | None = None,
        ) -> Place:
            day = self._day()
            given = day if consent else None
            return self.books.delegate(
                who or self.books.person(),
                day,
                after(day, days=10),
                diet=diet,
                access=access,
                consent=given,
                comments=comments,
            )

        self._flag(delegate("Halal"), CONSENT)
        self._flag(delegate("Coeliac"), CONSENT)
        self._flag(delegate("Nut allergy, carries an EpiPen"), CONSENT)
        self._flag(delegate(access="Wheelchair access to the room"), CONSENT)
        self._flag(delegate(comments="I have epilepsy, so no flashing slides please."), CONSENT)
        for near in (
            delegate("Halal", consent=True),
            delegate("Coeliac", "Hearing loop", consent=True),
            delegate("Vegetarian"),
            delegate("None", "None"),
            delegate(comments="No dietary requirements and no known allergies."),
            delegate(comments="Black coffee before nine, if at all possible."),
            delegate(comments="Place booked and paid by Halal Foods Ltd."),
            delegate(comments="My daughter has asthma, so I may have to leave early."),
            delegate("Coeliac", who=held),
        ):
            self._near(near, CONSENT, declared)

    def _calls(self) -> None:
        declared = "callers-declared"

        def call(topic: str, text: str, *comments: tuple[str, str]) -> list[Place]:
            day = self._day()
            told = [(author, after(day, days=1), body) for author, body in comments]
            return self.books.call(self.books.person(), day, topic, text, told)

        opened, answer = call(
            "Cannot log in",
            "The log-in page says that the account is locked.",
            ("requester", "The password is Winter2019! and it still says no."),
        )
        self._flag(answer, declared)
        self._near(opened, declared, SPECIAL)
        self._flag(call("Paying", "Please take it off the card 4012-8888-8888-1881, as last year.")[0], declared)
        blind, told = call(
            "Rota unreadable",
            "I am registered blind and the new rota cannot be enlarged.",
            ("requester", "Sorry for the delay, I was signed off with depression until Monday."),
        )
        self._flag(blind, declared, SPECIAL)
        self._flag(told, declared, SPECIAL)
        for near in (
            call("Log-in", "Please reset my password for the rota.")[0],
            call("Import", "Order 6000 0000 0000 0000 shows as ref 1111 2222 in the list.")[0],
            *call(
                "Export stops",
                "Christian Black reports that the export to MS Excel stops half way.",
                ("agent", "The account was disabled by the administrator and is open again."),
                ("requester", "By a stroke of luck the old file was still there."),
                ("requester", "Deliveries to County Down are missing from the list."),
            ),
            call("Away today", "My son has asthma, so I can only look at this tomorrow.")[0],
        ):
            self._near(near, declared, SPECIAL)

    def _enquiries(self, held: Person) -> None:
        declared = "enquirers-declared"

        def enquiry(message: str, who: Person | None = None, company: str | None = None) -> Place:
            return self.books.enquiry(who or self.books.person(), self._day(), "Prices", message, company=company)

        self._flag(enquiry("Do you need my National Insurance number? It is AB 12 34 56 D."), declared)
        self._flag(enquiry("For the refund: sort code 20-00-00 account 55779911, thank you."), declared)
        self._flag(enquiry("As UNISON rep at the college I would like to see the rota rules."), declared, SPECIAL)
        self._flag(enquiry("I have an unspent conviction for fraud; may I still book a course?"), declared, SPECIAL)
        self._near(enquiry("Our Catholic caretaker would like a quote, too.", who=held), declared, SPECIAL)
        for near in (
            enquiry("We met over black coffee; could you send a conservative estimate for forty places?"),
            enquiry("A price for our canteen, please.", company="Halal Foods Ltd"),
            enquiry("We chose the open union of both lists, delivered 20-01-24 to the office."),
            enquiry("Christian will call you at ten about the health and safety policy."),
            enquiry("Is the hosting vendor-agnostic? Our last quote was Q1 2CD."),
        ):
            self._near(near, declared, SPECIAL)

    def _readers(self) -> None:
        declared = "subscribers-declared"
        for notes in (
            "Ring her at home on 0113 496 0872, not at work.",
            "Card on her birthday, date of birth 14/03/1981.",
        ):
            self._flag(
                self.books.member(self.books.person(), self.days.ago(70), self.days.ago(70), notes=notes), declared
            )
        for notes in (
            "Reads it on MS Teams and forwards it to the office.",
            "Met at the stand of Halal Foods Ltd in the spring.",
            "Liked the piece on SKU AB51 ABC.",
            "No allergies to paper, wants the printed issue too.",
        ):
            place = self.books.member(self.books.person(), self.days.ago(70), self.days.ago(70), notes=notes)
            self._near(place, declared, SPECIAL)

    def _accounts(self) -> None:
        """Names with more than a name in them; near: one with a licence's number, and plain ones, used or not."""
        declared = "product-users-declared"
        opened = self.days.ago(900)
        for more in (" (mobile 07700 900716)", ", born 14/03/1981"):
            self._flag(self.books.account(self.books.person(), opened, self.days.ago(3), more=more), declared)
        for used, more in ((3, ""), (800, ""), (3, " (licence 14032021)")):
            self._near(self.books.account(self.books.person(), opened, self.days.ago(used), more=more), declared)

    def _followers(self) -> None:
        """The agency's list is forty days old, and shows breaches all the same."""
        declared = "followers-declared"
        about = ("Female", "sprinting; conservative design", "Down", "35-44")
        self._near(self.books.follower("F90001", "christian_at_the_depot", about, self.days.ago(400)), declared)
        for number, says in (
            ("F90011", "stock rotation; ring me on 07700 900717"),
            ("F90012", "born 14/03/1981; labels"),
        ):
            about = ("Male", says, "Leeds", "45-54")
            self._flag(self.books.follower(number, f"depot_{number}", about, self.days.ago(300)), declared)
