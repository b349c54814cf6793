"""Marketing beside the newsletter and what comes back: texts, surveys, competitions, resellers, adverts, lists, mail.

Here: what a record of each kind holds. Not here: the newsletter (``books_newsletter``), the other stores (``books``).
"""

from __future__ import annotations

from datetime import date
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime as in_a_header
from email.utils import formataddr
from hashlib import sha256

from examples.meridian.books_newsletter import Newsletter, Place
from examples.meridian.days import MONTHS, at
from examples.people import Person

SUPPLIERS = ("Label Direct", "Boxline", "Northgate Computing")
REACHES_US = "info@meridian-systems.example"


class Outreach(Newsletter):
    """One method a kind of record; each says where the record stands."""

    def text_contact(
        self,
        who: Person,
        asked: date | None,
        *,
        by: str = "order_form",
        left: date | None = None,
        customer: bool = True,
    ) -> Place:
        """Somebody's number at the SMS gateway, with the permission; ``customer``: our own id was handed over."""
        number = self.number("texts/contacts", "SC-{:05d}")
        self.row(
            "texts/contacts",
            *(number, customer_id(who) if customer else "", international(who), who.name, _utc(asked, 9)),
            *(by if asked else "", _utc(left, 18), "team" if left else ""),
        )
        return "texts", "contacts", number

    def text(self, contact: Place, who: Person, day: date, body: str, kind: str = "marketing") -> Place:
        """One text message."""
        number = self.number("texts/messages", "T{:06d}")
        campaign = "Labels" if kind == "marketing" else "Course"
        row = [number, contact[2], international(who), "MERIDIAN", _utc(day, 11), "delivered", 1, campaign, kind, body]
        self.row("texts/messages", *row)
        return "texts", "messages", number

    def text_reply(self, contact: Place, who: Person, day: date, body: str) -> Place:
        """What somebody texted back."""
        number = self.number("texts/replies", "R{:05d}")
        self.row("texts/replies", number, contact[2], international(who), _utc(day, 12), body)
        return "texts", "replies", number

    def invitation(self, who: Person, day: date, event: str, status: str = "sent") -> Place:
        """A request for feedback about an event."""
        number = self.number("surveys/invitations", "I-{:05d}")
        self.row("surveys/invitations", number, "S-9", event, who.email, _utc(day, 9), status)
        return "surveys", "invitations", number

    def response(
        self, who: Person | None, day: date | None, event: str, *, invited: Place | None = None, text: str = ""
    ) -> Place:
        """The answers to it; without ``who`` they bear no address, only the number of the invitation."""
        number = self.number("surveys/responses", "A-{:05d}")
        score = 3 + len(text) % 3
        self.row(
            "surveys/responses",
            *(number, invited[2] if invited else "", "S-9", event, who.email if who else "", _utc(day, 20)),
            *(score, "", text, ""),
        )
        return "surveys", "responses", number

    def entry(
        self, who: Person, entered: date, drawn: date | None, *, won: str = "no", box: bool = False, waits: bool = False
    ) -> Place:
        """An entry of a competition; ``waits`` says that the draw is still to come."""
        number = self.number("competitions/entries", "N-{:05d}")
        answer = self.rng.choice(("Label printer", "Barcode", "Stockroom, of course", ""))
        self.row(
            "competitions/entries",
            *(number, "K-7", "Hamper", who.name, who.email, who.phone, answer, _utc(entered, 20), drawn),
            *("" if waits else won, "yes" if box else "no"),
        )
        return "competitions", "entries", number

    def resold(
        self,
        who: Person,
        received: date | None,
        told: date | None,
        *,
        supplier: str | None = SUPPLIERS[0],
        product: str = "Label rolls",
    ) -> Place:
        """A purchase that a reseller tells us of, each in its own way of writing a day."""
        number = self.number("resellers/purchases", "S-{:05d}")
        bought = received or self.days.ago(60)
        month = MONTHS[bought.month - 1]
        forms = (f"{bought:%Y%m%d}", f"{bought.day:02d}-{month}-{bought.year}", bought.isoformat())
        written = forms[SUPPLIERS.index(supplier) if supplier in SUPPLIERS else 2]
        row = [number, supplier, f"{who.number:04x}", who.name, who.email, product, 1 + who.number % 9, written]
        self.row("resellers/purchases", *row, received, told)
        return "resellers", "purchases", number

    def advertised(
        self, who: Person, day: date, *, born: bool = False, phone: bool = False, audience: str = "user day"
    ) -> Place:
        """A row of a customer list that was uploaded for an advertisement."""
        self.row(
            "adverts/uploads",
            *(audience, customer_id(who), day, who.email, international(who) if phone else "", "", who.first, who.last),
            *(who.postcode, who.city, "", "GB", f"{who.born:%Y%m%d}" if born else "", "", "", "", ""),
        )
        return "adverts", "uploads", audience, customer_id(who)

    def hashed(self, who: Person, day: date, *, gender: str = "", audience: str = "winter") -> Place:
        """The same as hashes; a hash says as much to who has the value."""
        told = [who.email, "", "", who.first, who.last, who.postcode.replace(" ", ""), who.city, "", "GB", "", gender]
        hashes = [sha256(value.lower().encode()).hexdigest() if value else "" for value in told]
        self.row("adverts/hashed", audience, customer_id(who), day, *hashes)
        return "adverts", "hashed", audience, customer_id(who)

    def follower(
        self, number: str, name: str, about: tuple[str, str, str, str], since: date, left: date | None = None
    ) -> Place:
        """A follower as the agency lists them; ``about`` is gender, interests, place and age."""
        self.row("social/followers", number, name, *about, since, left)
        return "social", "followers", number

    def telephone_entry(
        self,
        who: Person,
        added: date,
        *,
        screened: date | None = None,
        said: str = "clear",
        called: date | None = None,
        outcome: str = "spoke",
        agreed: date | None = None,
        customer: bool = False,
        source: str = "trade fair",
    ) -> Place:
        """A number on the list for calls, with what the preference services said of it."""
        number = self.number("marketing_lists/telephone", "T-{:05d}")
        self.row(
            "marketing_lists/telephone",
            *(number, customer_id(who) if customer else "", who.name, who.company, who.phone, source, added),
            *(said if screened else "", screened, _utc(called, 14), outcome if called else "", agreed),
        )
        return "marketing_lists", "telephone", number

    def post_entry(
        self, who: Person, added: date, *, mailed: date | None = None, back: date | None = None, customer: bool = False
    ) -> Place:
        """An address on the list for letters; ``back`` is when a letter came back."""
        number = self.number("marketing_lists/post", "L-{:05d}")
        self.row(
            "marketing_lists/post",
            *(number, customer_id(who) if customer else "", who.name, who.company, who.street, "", who.city),
            *(who.postcode, "trade fair", _in_words(added), _in_words(mailed), "Catalogue" if mailed else ""),
            *(_in_words(back), "gone_away" if back else ""),
        )
        return "marketing_lists", "post", number

    def message(self, who: Person, day: date, subject: str, body: str, attached: str | None = None) -> Place:
        """A message to the shared mailbox; ``attached`` is the text of a file that came with it."""
        number = len(self.mail) + 1
        key = f"{number:05d}.{who.number}@{who.email.split('@')[1]}"
        text = MIMEText(body + "\n")
        mail: MIMEBase = text
        if attached is not None:
            letter = MIMEText(attached)
            letter.add_header("Content-Disposition", "attachment", filename="letter.txt")
            mail = MIMEMultipart(boundary=f"=_{number:08d}", _subparts=[text, letter])
        mail["Message-ID"] = f"<{key}>"
        mail["Date"] = in_a_header(at(day, 10, number % 60))
        mail["From"] = formataddr((who.name, who.email))
        mail["To"] = REACHES_US
        mail["Subject"] = subject
        self.mail.append(mail.as_bytes())
        return "info_mailbox", "messages", key


def customer_id(who: Person) -> str:
    """A person's id in the order system."""
    return f"C-{who.number:05d}"


def address(who: Person) -> str:
    """A person's postal address on one line."""
    return f"{who.street}, {who.city} {who.postcode}"


def international(who: Person) -> str:
    """A person's number as gateways want it."""
    return "+44" + who.phone.replace(" ", "").removeprefix("0")


def _utc(day: date | None, hour: int) -> str:
    return at(day, hour).isoformat() + "Z" if day else ""


def _in_words(day: date | None) -> str:
    return f"{day.day} {_LONG[day.month - 1]} {day.year}" if day else ""


_LONG = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
