"""Working days of England and Wales, for requests of data subjects that are planted on the edge of their time.

Here: the days, by the package ``holidays`` and a loop; nothing of the SQL that judges the requests.
"""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from holidays import country_holidays

ONE_DAY = timedelta(days=1)
HOLIDAYS = country_holidays("GB", subdiv="ENG")


def moved(day: date) -> date:
    """``day`` if somebody works on it, else the next one."""
    while day.weekday() > 4 or day in HOLIDAYS:
        day += ONE_DAY
    return day


def oldest_answerable(as_of: date, period: relativedelta) -> date:
    """The earliest day of receipt whose time to answer has not run out on ``as_of``; a day earlier is too late."""
    day: date = as_of - period - 9 * ONE_DAY
    while moved(day + period) < as_of:
        day += ONE_DAY
    return day
