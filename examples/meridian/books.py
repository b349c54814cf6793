"""Meridian's stores as records: each method writes one and says where it stands.

Here: what a record of each kind holds. Not here: the newsletter's (``books_newsletter``) and those of other marketing
(``books_outreach``), which records are clean and which are planted (``clean*``, ``planted_*``), the files they become
(``ledger``), the lines of the web log (``weblog``).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from typing import Any

from examples.meridian.books_newsletter import Place
from examples.meridian.books_outreach import Outreach, address, customer_id
from examples.meridian.days import Days, at, british
from examples.meridian.forms import COURSES, PRODUCTS
from examples.people import Person

__all__ = ["Books", "Place"]


class Books(Outreach):
    """One method a kind of record; each says where the record stands."""

    def __init__(self, days: Days, rng: random.Random) -> None:
        super().__init__(days, rng)
        self._comments = 0

    def order(
        self,
        who: Person,
        ordered: date,
        *,
        completed: date | None = None,
        cancelled: date | None = None,
        diet: str = "",
        notes: str = "",
        store: str = "orders",
    ) -> Place:
        """A purchase order: completed, cancelled, or still open; ``orders_archive`` is the system of before."""
        number = self.number(f"{store}/purchase_orders", "PO-{:05d}" if store == "orders" else "A{:05d}")
        status = "completed" if completed else "cancelled" if cancelled else "ordered"
        self.row(
            f"{store}/purchase_orders",
            *(number, customer_id(who), who.name, who.phone, address(who), who.email, self._gender(), diet),
            *(self.rng.choice(PRODUCTS), self.rng.randrange(90, 9000), status, ordered, completed, cancelled, notes),
        )
        return store, "purchase_orders", number

    def quotation(self, who: Person, quoted: date, status: str = "lapsed") -> Place:
        """A quotation: open, won or lapsed."""
        number = self.number("orders/quotations", "Q-{:05d}")
        product, amount = self.rng.choice(PRODUCTS), self.rng.randrange(90, 9000)
        row = [number, customer_id(who), who.name, who.email, product, amount, quoted, self.days.ago(-30), status]
        self.row("orders/quotations", *row)
        return "orders", "quotations", number

    def delegate(
        self,
        who: Person,
        enrolled: date,
        ends: date,
        *,
        diet: str = "",
        access: str = "",
        consent: date | None = None,
        mobile: str = "",
        comments: str = "",
        store: str = "delegates",
    ) -> Place:
        """A place on a course, or at the ``user_day``; the key's value is the delegate's id."""
        number = self.number(f"{store}/delegates", "D-{:05d}" if store == "delegates" else "G-{:05d}")
        self.row(
            f"{store}/delegates",
            *(number, _event(ends), self.rng.choice(COURSES), ends, who.name, who.email, address(who), self._gender()),
            *(diet or None, access or None, consent, mobile or None, enrolled, comments or None),
        )
        return store, "delegates", number

    def attended(self, delegate: Place, ends: date, *, came: bool = True) -> Place:
        """Whether a delegate came to the course that ended on ``ends``."""
        arrived = at(ends, 9, self.rng.randrange(5, 40)) if came else ""
        self.row("delegates/attendance", delegate[2], _event(ends), "yes" if came else "no", arrived)
        return "delegates", "attendance", delegate[2], _event(ends)

    def meal(self, delegate: Place, ended: date | None, meal: str, consent: date | None = None) -> Place:
        """A line of the caterer's list."""
        line = self.number("delegates/catering", "M-{:04d}")
        event = _event(ended) if ended else "EV-unknown"
        self.row("delegates/catering", line, event, delegate[2], meal, consent, ended)
        return "delegates", "catering", line

    def call(
        self,
        who: Person,
        day: date,
        topic: str,
        text: str,
        comments: Sequence[tuple[str, date, str]] = (),
        *,
        waiting: bool | None = None,
    ) -> list[Place]:
        """A support call with its comments (author, day, text): the call's place, then each comment's.

        It is open while somebody wrote within 30 days, unless ``waiting`` says otherwise.
        """
        number = f"S-{len(self.calls) + 1:05d}"
        told: list[dict[str, Any]] = []
        places: list[Place] = [("support", "calls", number)]
        for author, written, body in comments:
            self._comments += 1
            told.append(
                {
                    "id": f"{number}-{len(told) + 1}",
                    "author": author,
                    "body": body,
                    "created_at": at(written, 14, self._comments % 60).isoformat() + "Z",
                }
            )
            places.append(("support", "comments", told[-1]["id"]))
        last = max([day, *(written for _, written, _ in comments)])
        is_open = last >= self.days.ago(30) if waiting is None else waiting
        self.calls.append(
            {
                "id": number,
                "requester": {"name": who.name, "email": who.email, "phone": who.phone},
                "subject": topic,
                "description": text,
                "status": "open" if is_open else "closed",
                "agreement_id": None,
                "created_at": at(day, 10, len(self.calls) % 60).isoformat() + "Z",
                "updated_at": at(last, 16).isoformat() + "Z",
                "closed_at": None if is_open else at(last, 16).isoformat() + "Z",
                "comments": told,
            }
        )
        return places

    def agreement(self, who: Person, starts: date, ends: date | None, status: str) -> Place:
        """A support agreement, running or ended."""
        number = self.number("support/agreements", "A-{:04d}")
        level = self.rng.choice(("standard", "extended"))
        self.row(
            "support/agreements",
            *(number, customer_id(who), who.company, who.name, who.email, level, starts, ends, status),
        )
        return "support", "agreements", number

    def account(
        self, who: Person, created: date, last_login: date | None, disabled: date | None = None, *, more: str = ""
    ) -> Place:
        """Somebody's account in a product; ``more`` is what stands behind the name in its column."""
        number = self.number("support/product_users", "U-{:05d}")
        product = self.rng.choice(PRODUCTS[:4])
        row = [number, customer_id(who), who.name + more, who.email, product, created, last_login, disabled]
        self.row("support/product_users", *row)
        return "support", "product_users", number

    def alive(self, who: Person) -> Place:
        """An account used last week: whatever else is old, this person is not inactive."""
        return self.account(who, self.days.ago(years=2), self.days.ago(7))

    def enquiry(
        self, who: Person, received: date | str, topic: str, message: str, *, company: str | None = None
    ) -> Place:
        """A message through the website's form; ``received`` as text is written as it is."""
        number = self.number("enquiries/enquiries", "E{:05d}")
        when = received if isinstance(received, str) else british(received)
        self.row(
            "enquiries/enquiries",
            *(number, when, who.name, who.email, who.phone, company or who.company, topic, message),
        )
        return "enquiries", "enquiries", number

    def broken_enquiry(self, who: Person, received: date) -> None:
        """A message with a semicolon that the old module did not quote: a cell too many."""
        cells = (who.name, who.email, who.phone, who.company, "Prices", "Ten users", " or twelve")
        self.row("enquiries/enquiries", "E99999", british(received), *cells)

    def suppress(self, who: Person, day: date, told_as: str = "objection") -> Place:
        """An entry in the suppression list."""
        self.row("suppression_list/suppressions", who.email, "email", told_as, "marketing", day)
        return "suppression_list", "entries", who.email

    def request(
        self,
        who: Person,
        right: str,
        received: date | None,
        *,
        decided: date | None = None,
        decision: str = "granted",
        asked: date | None = None,
        confirmed: date | None = None,
        extended: date | None = None,
        ground: str = "the law obliges us to keep it",
    ) -> Place:
        """A request in the rights register; open while ``decided`` is None. ``ground`` is that of a refusal."""
        number = self.number("rights_register/requests", "R-{:04d}")
        why = ground if decision in {"refused", "partly"} else ""
        outcome = [decided, decision, why, decided] if decided else ["", "", "", ""]
        row = [number, who.email, right, "email", received, asked, confirmed, extended, *outcome]
        self.row("rights_register/requests", *row)
        return "rights_register", "requests", number

    def hold(self, who: Person, placed: date, expires: date | None = None, ground: str = "legal_claim") -> Place:
        """A hold over all records of a person; without an end it runs."""
        number = self.number("holds/holds", "H-{:03d}")
        row = [number, who.email, ground, "Company Secretary", placed, self.days.ago(-90), expires]
        self.row("holds/holds", *row)
        return "holds", "matters", number

    def _gender(self) -> str:
        return self.rng.choice(("Female", "Male", "Female", "Male", "Non-binary", "Prefer not to say"))


def _event(ends: date) -> str:
    return f"EV-{ends:%Y%m%d}"
