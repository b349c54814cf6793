"""Periods as notices state them: calendar months, days, working days, hours. Never an approximation of one by another.

``12 months`` ends on the same day of the month a year later, or on the last day of a shorter month (29 February to 28
February, 31 January to 28 or 29 February): the way DuckDB's and PostgreSQL's ``date + INTERVAL n MONTH`` count, and how
Regulation (EEC, Euratom) No 1182/71 Art. 3(2)(c) and the Corresponding Date Rule (Dodds v Walker [1981] UKHL 3) do.
Hours are elapsed hours: 72 of them over a night on which the clocks change are still 72.
Working days are looked up in ``rules.calendar``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(r"(?P<n>[0-9]{1,4})\s+(?P<unit>hour|day|week|month|year|working day|business day)s?")


@dataclass(frozen=True)
class Period:
    """A length of time: calendar months, or days, or hours, or working days; at most one is not zero."""

    months: int = 0
    days: int = 0
    hours: int = 0
    working_days: int = 0

    def __str__(self) -> str:
        named = {"month": self.months, "day": self.days, "hour": self.hours, "working day": self.working_days}
        for unit, number in named.items():
            if number:
                return f"{number} {unit}{'' if number == 1 else 's'}"
        return "0 days"

    @property
    def sql(self) -> str:
        """The period as an SQL interval expression that DuckDB and Spark both read; working days as their number."""
        if self.working_days:
            return str(self.working_days)
        for number, unit in ((self.months, "MONTH"), (self.days, "DAY"), (self.hours, "HOUR")):
            if number:
                return f"({number} * INTERVAL 1 {unit})"
        return "(0 * INTERVAL 1 DAY)"


def parse_period(text: str) -> Period:
    """Read ``12 months``, ``28 days``, ``26 hours``, ``2 weeks``, ``3 years``, ``10 working days``, ``at once``.

    Raises:
        ValueError: the text is not a number and one of the units, or is nothing long.
    """
    if text.strip().lower() == "at once":
        return Period()
    form = _FORM.fullmatch(text.strip().lower())
    if form is None or int(form["n"]) == 0:
        told = "write a number and a unit, such as 12 months, 28 days, 10 working days or 26 hours"
        raise ValueError(f"'{text}' is not a period; {told}")
    number = int(form["n"])
    return {
        "hour": Period(hours=number),
        "day": Period(days=number),
        "week": Period(days=7 * number),
        "month": Period(months=number),
        "year": Period(months=12 * number),
    }.get(form["unit"], Period(working_days=number))
