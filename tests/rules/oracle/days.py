"""Days as the oracle counts them: dateutil for months, a loop for working days, zoneinfo for where a day begins.

Here: periods and days. Not here: what they mean for a promise (``promises``).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from tests.rules.test_calendar import WORKED

DAY = timedelta(days=1)
BY_LAW = {"paye": "3 years", "vat": "6 years", "right_to_work": "2 years"}
"""What three statutes say, written down again."""


def plus(start: date, period: str) -> date:
    """The last day of a period that begins on ``start``; working days are counted one by one."""
    if period == "at once":
        return start
    if period.startswith("statutory "):
        return plus(start, BY_LAW[period.removeprefix("statutory ")])
    number, unit = period.split(" ", 1)
    count = int(number)
    if unit.startswith("working"):
        day = start
        while count:
            day += DAY
            count -= day in WORKED
        return day
    return start + relativedelta(**{unit if unit.endswith("s") else f"{unit}s": count})


def past(start: date | None, period: str | None, as_of: date) -> bool:
    """Whether a period is over: its last day was before ``as_of``."""
    return start is not None and period is not None and plus(start, period) < as_of


def moved(day: date, given: dict) -> date:
    """The day itself or the next working day, unless the notice promises the day itself."""
    while given.get("ends") is None and day not in WORKED:
        day += DAY
    return day


def midnight(day: date, zone: str) -> datetime:
    """When a day begins in the zone, in UTC."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


def day_of(moment: datetime, zone: str) -> date:
    """The day that a moment in UTC belongs to in the zone."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()
