"""The newsletter's audience in its four states, and its campaigns: one method a kind of record.

Here: what such a record holds. Not here: every other store (``books``, ``books_outreach``).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from examples.meridian.days import Days, at
from examples.meridian.forms import PERSON_AGENTS, TITLES
from examples.meridian.ledger import Ledger
from examples.people import People, Person

Place = tuple[str, ...]
"""Store, table, and the source key's values."""

WHOLE = ("name", "work", "place", "rating")
"""The parts of a reader's record beside the address."""


class Newsletter(Ledger):
    """The audience and the campaigns; each method says where the record stands."""

    def __init__(self, days: Days, rng: random.Random) -> None:
        super().__init__()
        self.days = days
        self.rng = rng
        self.people = People(rng)
        self.leids = 0

    def person(self) -> Person:
        """A new person."""
        return self.people.person()

    def member(
        self,
        who: Person,
        asked: date | None,
        confirmed: date | None = None,
        *,
        notes: str = "",
        tags: str = "",
        keep: Sequence[str] = WHOLE,
    ) -> Place:
        """A reader of the newsletter; ``keep`` says which parts of the record stand in it beside the address."""
        changed = [moment(self.days.ago(12), 3)]
        return self._listed("subscribed", who, asked, confirmed, changed, notes=notes, tags=tags, keep=keep)

    def unsubscribed(self, who: Person, asked: date | None, left: date, *, keep: Sequence[str] = ()) -> Place:
        """A reader who followed the link in an issue and is on the list no more."""
        how = [moment(left, 17), TITLES["newsletter"], f"8{left:%y%m%d}", "NORMAL", ""]
        return self._listed("unsubscribed", who, asked, asked, how, keep=keep)

    def bounced(self, who: Person, asked: date | None, cleaned: date) -> Place:
        """A reader whose address the mailing service gave up, because mail came back."""
        how = [moment(cleaned, 9), TITLES["newsletter"], f"8{cleaned:%y%m%d}"]
        return self._listed("cleaned", who, asked, asked, how)

    def never_subscribed(self, who: Person, since: date, *, notes: str = "") -> Place:
        """A customer whom the shop told the mailing service of, and who asked for no newsletter."""
        return self._listed("nonsubscribed", who, since, None, [moment(since, 12)], notes=notes, keep=("name",))

    def _listed(
        self,
        state: str,
        who: Person,
        asked: date | None,
        confirmed: date | None,
        how: Sequence[str],
        *,
        notes: str = "",
        tags: str = "",
        keep: Sequence[str] = WHOLE,
    ) -> Place:
        self.leids += 1
        leid = f"70{self.leids:05d}"
        name, work, place = ("name" in keep), ("work" in keep), ("place" in keep)
        ip = f"198.51.100.{1 + who.number % 250}" if place else ""
        self.row(
            f"newsletter/{state}",
            *(who.email, who.first if name else "", who.last if name else ""),
            *(who.company if work else "", who.job_title if work else "", 2 if "rating" in keep else ""),
            *(moment(asked, 10), ip if asked else "", moment(confirmed, 11), ip if confirmed else ""),
            *(f"5{who.number % 5}.4" if place else "", "-1.5" if place else "", 0, 1, "Europe/London", "GB", "eng"),
            *(*how, leid, f"e{who.number:05x}c{leid[-3:]}", notes, tags),
        )
        return "newsletter", state, leid

    def send(self, who: Person, day: date | None, kind: str = "newsletter") -> Place:
        """One message of a campaign to one person; ``day`` None is a campaign whose day nobody knows."""
        campaign = _campaign(kind, day)
        self.row("newsletter/sent", campaign, TITLES[kind], kind, who.email, moment(day, 8))
        return "newsletter", "sent", campaign, who.email

    def opened(self, who: Person, sent: date, day: date, *, by: str = PERSON_AGENTS[0], action: str = "open") -> Place:
        """An opening, click or bounce of the newsletter of ``sent``."""
        when = moment(day, 8 + self.rng.randrange(12), self.rng.randrange(60))
        campaign = _campaign("newsletter", sent)
        url = "https://www.meridian-systems.example/news" if action == "click" else ""
        self.row("newsletter/activity", campaign, who.email, action, when, f"203.0.113.{who.number % 250}", by, url)
        return "newsletter", "activity", campaign, who.email, action, when


def _campaign(kind: str, day: date | None) -> str:
    return f"{kind}-{day:%Y%m%d}" if day else f"{kind}-undated"


def moment(day: date | None, hour: int, minute: int = 0) -> str:
    """A moment as the mailing service writes it; nothing where there is none."""
    return f"{at(day, hour, minute):%Y-%m-%d %H:%M:%S}" if day else ""
