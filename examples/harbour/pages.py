"""What every page of Harbour's books shares: the day, the people, the truth, rows by table, and how dates are written.

Here: counting days and numbers. Not here: any store.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from examples.people import People, Person
from examples.rows import Rows
from examples.truth import Truth

DAY = timedelta(days=1)
MONTH = relativedelta(months=1)
YEAR = relativedelta(months=12)


class Pages:
    """All records of one run, and the truth about them."""

    def __init__(self, as_of: date, rng: random.Random, scale: int) -> None:
        self.as_of = as_of
        self.rng = rng
        self.scale = scale
        self.people = People(rng)
        self.truth = Truth()
        self.rows: dict[str, Rows[Any]] = {}
        self.seen: dict[str, set[str]] = {}
        self._numbers: dict[str, int] = {}

    def person(self) -> Person:
        """Someone new."""
        return self.people.person()

    def ago(self, days: int) -> date:
        """So many days before the day the exports are made for."""
        return self.as_of - days * DAY

    def last_kept(self, period: relativedelta) -> date:
        """The earliest day from which ``period`` has not run out: a day earlier would be a day too late."""
        day: date = self.as_of - period
        while day + period < self.as_of:
            day += DAY
        while day - DAY + period >= self.as_of:
            day -= DAY
        return day

    def number(self, what: str, start: int) -> int:
        """The next number of its kind."""
        self._numbers[what] = self._numbers.get(what, start - 1) + 1
        return self._numbers[what]

    def add(self, table: str, row: Any) -> None:
        """One more row of a table."""
        self.rows.setdefault(table, Rows()).append(row)

    def text(self, *pool: str, **words: str) -> str:
        """One of the sentences, its number filled in."""
        return self.rng.choice(pool).format(n=self.rng.randint(2, 48), **words)


def moment(day: date, rng: random.Random) -> str:
    """A time on a day as HubSpot writes it."""
    return f"{day}T{9 + rng.randint(0, 7):02d}:{rng.randint(0, 59):02d}:00.000Z"


def millis(day: date) -> int:
    """Noon of a day, in milliseconds since 1970, UTC."""
    return int(datetime.combine(day, time(12), tzinfo=UTC).timestamp()) * 1000


def xero_date(day: date) -> str:
    """A day as Xero's JSON writes it: midnight UTC."""
    return f"/Date({int(datetime.combine(day, time(0), tzinfo=UTC).timestamp()) * 1000}+0000)/"
