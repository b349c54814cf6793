"""Days counted from ``as_of``: what lies a period back, and where exactly a period's last day falls.

Here: calendar arithmetic by dateutil, independent of the rules it is used to test. Not here: what happens on a day.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ONE_DAY = timedelta(days=1)


class Days:
    """The days before one ``as_of``."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of

    def ago(self, days: int = 0, *, months: int = 0, years: int = 0) -> date:
        """The day so long before ``as_of``; a negative number lies after it."""
        if not (months or years):
            return self.as_of - timedelta(days=days)
        day: date = self.as_of - relativedelta(days=days, months=months, years=years)
        return day

    def oldest_kept(self, *, days: int = 0, months: int = 0) -> date:
        """The earliest day whose period has not run out on ``as_of``: for 1 month on 28 February, 28 January."""
        period = relativedelta(days=days, months=months)
        day: date = self.as_of - period - timedelta(days=4)
        while day + period < self.as_of:
            day += ONE_DAY
        return day

    def newest_late(self, *, days: int = 0, months: int = 0) -> date:
        """The latest day whose period has run out: the day before the oldest kept one."""
        return self.oldest_kept(days=days, months=months) - ONE_DAY


def after(day: date, *, days: int = 0, months: int = 0) -> date:
    """The day so long after ``day``, on the last day of a shorter month where need be."""
    if not months:
        return day + timedelta(days=days)
    later: date = day + relativedelta(days=days, months=months)
    return later


def british(day: date) -> str:
    """``day`` as dd/mm/yyyy."""
    return day.strftime("%d/%m/%Y")


def at(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of ``day``; the stores say no zone."""
    return datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001


def in_a_log(moment: datetime, offset: str = "+0000") -> str:
    """A moment as the combined log format writes it, whatever the locale."""
    return f"{moment.day:02d}/{MONTHS[moment.month - 1]}/{moment.year:04d}:{moment:%H:%M:%S} {offset}"
