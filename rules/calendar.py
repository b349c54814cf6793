"""The calendar that deadlines are looked up in: one row a day, its working days, and the moment at which it begins.

What belongs here: the table ``abide_calendar`` that the macros of ``relations.sql`` read. How a period is written is
``rules.period``'s. A rule needs no Python: the table is joined like any other, so that another engine can hold it too.

Working days are those of England and Wales: neither Saturday nor Sunday nor a bank holiday (Banking and Financial
Dealings Act 1971 s.1 and Sch. 1, with the days that proclamations moved or added, and the common-law holidays Good
Friday and Christmas Day), as the package ``holidays`` lists them. A bank holiday that is proclaimed after the package
was released counts as a working day until it is updated; a deadline then falls too early, never too late.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import duckdb

FIRST, LAST = date(1990, 1, 1), date(2060, 12, 31)
"""The days in the calendar. Outside them no day is moved: see the macros."""

ZONE = "Europe/London"


@cache
def bank_holidays() -> tuple[date, ...]:
    """The bank and public holidays of England and Wales from FIRST to LAST, in order, substitute days among them."""
    from holidays import country_holidays  # 0.1 CPU seconds, which no command without a warehouse should pay

    days = country_holidays("GB", subdiv="ENG", years=range(FIRST.year, LAST.year + 1))
    return tuple(sorted(day for day in days if FIRST <= day <= LAST))


@cache
def calendar(zone: str = ZONE) -> str:
    """The SQL that makes ``abide_calendar`` in a connection, for the controller whose days are those of ``zone``.

    Columns: ``day``; ``working``; ``working_no``, working days up to and with this
    one; ``next_working``, this day or the first working day after it; ``begins_at``, the moment in UTC at which the day
    begins in the zone, without a zone.
    """
    listed = ", ".join(f"'{day.isoformat()}'" for day in bank_holidays())
    where = "'" + zone.replace("'", "''") + "'"
    return f"""
        CREATE OR REPLACE TEMP TABLE abide_calendar AS
        WITH one AS (
            SELECT CAST(d AS DATE) AS day,
                dayofweek(d) NOT IN (0, 6)
                    AND CAST(d AS DATE) NOT IN (SELECT CAST(unnest([{listed}]) AS DATE)) AS working
            FROM generate_series(TIMESTAMP '{FIRST}', TIMESTAMP '{LAST}', INTERVAL 1 DAY) AS days(d)
        )
        SELECT day, working,
            CAST(sum(CASE WHEN working THEN 1 ELSE 0 END) OVER (ORDER BY day) AS INTEGER) AS working_no,
            coalesce(min(CASE WHEN working THEN day END) OVER (ORDER BY day ROWS BETWEEN CURRENT ROW AND 9 FOLLOWING),
                day) AS next_working,
            timezone('UTC', timezone({where}, CAST(day AS TIMESTAMP))) AS begins_at
        FROM one;
    """


READERS = ("answer_by", "moved", "extended", "begins", "local_day", "by_then")
"""The macros of ``relations.sql`` that look something up in the calendar; and every one that ends in ``_working``."""

_READS = re.compile(rf"\b({'|'.join(READERS)}|[a-z_]+_working)\(", re.IGNORECASE)


def provide(con: duckdb.DuckDBPyConnection, sql: str, zone: str = ZONE) -> None:
    """Make the calendar of ``zone`` in a connection, if ``sql`` reads it and the connection has not that one already.

    It is made only then: it costs more than most commands.
    """
    if _READS.search(sql) is None:
        return
    found = con.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'abide_calendar' AND temporary")
    if found.fetchall() != [(zone,)]:  # without a comment it is the empty one that the macros were bound to
        con.execute(calendar(zone))
        told = "'" + zone.replace("'", "''") + "'"
        con.execute(f"COMMENT ON TABLE temp.abide_calendar IS {told}")
