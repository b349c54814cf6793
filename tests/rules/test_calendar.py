"""Working days, the nights on which clocks change, and the time to answer a person.

Against implementations that share nothing with the SQL (dateutil, zoneinfo, and loops over days), over forty years.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.easter import easter
from dateutil.relativedelta import MO, relativedelta
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules.calendar import FIRST, LAST, bank_holidays, calendar, provide
from rules.compiled import compile_clause
from rules.errors import RuleError
from rules.notice import Clause
from rules.period import parse_period
from rules.rule import library
from rules.terms import Remedy
from rules.trial import trial_connection

DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
ANY_DAY = st.dates(date(1999, 12, 20), date(2045, 1, 10))
MOVED_OR_ADDED = {
    1999: {date(1999, 12, 31)},
    2002: {date(2002, 6, 3), date(2002, 6, 4)},
    2011: {date(2011, 4, 29)},
    2012: {date(2012, 6, 4), date(2012, 6, 5)},
    2020: {date(2020, 5, 8)},
    2022: {date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)},
    2023: {date(2023, 5, 8)},
}
"""Days that a proclamation moved or added, from the lists of GOV.UK and of the London Gazette."""
NOT_HELD = {date(2002, 5, 27), date(2012, 5, 28), date(2020, 5, 4), date(2022, 5, 30)}


def free(year):
    """The days of a year on which nobody works who keeps the bank holidays, Saturdays and Sundays left out."""
    days = {easter(year) - 2 * DAY, easter(year) + DAY}
    days |= {date(year, 5, 1) + relativedelta(weekday=MO(1)), date(year, 5, 31) + relativedelta(weekday=MO(-1))}
    days.add(date(year, 8, 31) + relativedelta(weekday=MO(-1)))
    for feast in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        day = feast
        while day.weekday() > 4 or (day != feast and day in days):
            day += DAY
        days.add(day if day not in days else day + DAY)
    return {d for d in (days - NOT_HELD) | MOVED_OR_ADDED.get(year, set()) if d.weekday() < 5}


WORKED = frozenset(
    day
    for day in (date(1998, 1, 1) + n * DAY for n in range(50 * 366))
    if day.weekday() < 5 and day not in free(day.year)
)


def moved(day):
    while day not in WORKED:
        day += DAY
    return day


@pytest.fixture(scope="module")
def con():
    with trial_connection() as connection:
        connection.execute(calendar())
        yield connection


def ask(con, sql, *values):
    return con.execute(f"SELECT {sql}", list(values)).fetchone()[0]


def test_the_bank_holidays_are_those_of_england_and_wales():
    listed = {day for day in bank_holidays() if day.weekday() < 5}
    for year in range(1996, 2060):
        assert {day for day in listed if day.year == year} == free(year), year


def test_substitute_days_after_christmas():
    for year, substitutes in ((2021, (27, 28)), (2022, (26, 27)), (2026, (25, 28)), (2027, (27, 28)), (2028, (25, 26))):
        found = {day.day for day in bank_holidays() if (day.year, day.month) == (year, 12) and day.weekday() < 5}
        assert found == set(substitutes), year


@settings(max_examples=150, deadline=None)
@given(ANY_DAY)
@example(date(2027, 12, 25))
@example(date(2026, 4, 3))
def test_a_day_is_moved_to_the_next_working_day(con, day):
    assert ask(con, "moved(CAST(? AS DATE), NULL)", day) == moved(day)
    assert ask(con, "moved(CAST(? AS DATE), 'same_day')", day) == day


@settings(max_examples=150, deadline=None)
@given(ANY_DAY, st.integers(1, 60))
def test_working_days_are_counted_one_by_one(con, start, number):
    day, left = start, number
    while left:
        day += DAY
        left -= day in WORKED
    assert ask(con, "due_working(CAST(? AS DATE), ?)", start, number) == day
    assert ask(con, "kept_past_working(CAST(? AS DATE), ?, CAST(? AS DATE))", start, number, day) is False
    assert ask(con, "kept_past_working(CAST(? AS DATE), ?, CAST(? AS DATE))", start, number, day + DAY) is True


@settings(max_examples=150, deadline=None)
@given(ANY_DAY, st.integers(0, 24 * 60 - 1), st.sampled_from([24, 48, 72]))
@example(date(2026, 3, 28), 30, 24)
@example(date(2026, 10, 24), 30, 24)
def test_days_begin_when_they_begin_in_london(con, day, minute, hours):
    begins = datetime.combine(day, time(), LONDON).astimezone(UTC).replace(tzinfo=None)
    assert ask(con, "begins(CAST(? AS DATE))", day) == begins
    moment = datetime.combine(day, time()) + timedelta(minutes=minute)
    assert ask(con, "local_day(CAST(? AS TIMESTAMP))", moment) == moment.replace(tzinfo=UTC).astimezone(LONDON).date()
    # 72 hours are 72 hours: in UTC they are added, and on the wall they are an hour more or less twice a year.
    late = ask(con, f"CAST(? AS TIMESTAMP) + {parse_period(f'{hours} hours').sql}", moment)
    assert late.replace(tzinfo=UTC).timestamp() - moment.replace(tzinfo=UTC).timestamp() == hours * 3600


def test_another_zone_has_its_own_days():
    with trial_connection() as con:
        for zone, hour in (("Pacific/Auckland", 12), ("Europe/London", 23)):
            provide(con, "begins(x)", zone)
            found = ask(con, "begins(DATE '2026-07-02')")
            assert found.isoformat() == f"2026-07-01T{hour}:00:00"


def test_the_calendar_is_made_only_for_what_reads_it():
    with trial_connection() as con:
        provide(con, "kept_past(ended_on, (12 * INTERVAL 1 MONTH), as_of)")
        assert ask(con, "(SELECT count(*) FROM abide_calendar)") == 0
        provide(con, "DUE_WORKING(ended_on, 10)")
        assert ask(con, "(SELECT count(*) FROM abide_calendar)") == (LAST - FIRST).days + 1


def answer_by(received, months, longest, asked, answered, told, until):
    """Article 12A in a loop over days: the count stands still on each day from the question to the answer."""
    stopped = 0
    if asked and answered:
        day = max(asked, received)
        while day <= answered:
            stopped += 1
            day += DAY
    first = received + relativedelta(months=months) + stopped * DAY
    last = received + relativedelta(months=longest) + stopped * DAY
    if (told is None and until is None) or (told is not None and told > moved(first)):
        return moved(first)
    return moved(max(first, min(until or last, last)))


@settings(max_examples=100, deadline=None)
@given(
    ANY_DAY,
    st.none() | st.integers(-5, 40),
    st.none() | st.integers(-2, 30),
    st.none() | st.integers(0, 50),
    st.none() | st.integers(0, 150),
)
@example(date(2024, 1, 31), None, None, None, None)
@example(date(2024, 2, 29), None, None, 1, None)
@example(date(2023, 11, 30), 1, 3, 28, 200)
def test_the_time_to_answer_agrees_with_a_loop_over_days(con, received, asked, took, told, until):
    on = [received + n * DAY if n is not None else None for n in (asked, told, until)]
    answered = on[0] + took * DAY if asked is not None and took is not None else None
    found = ask(
        con,
        "answer_by(r, INTERVAL 1 MONTH, INTERVAL 3 MONTH, paused_days(r, a, b), t, u, NULL) FROM (SELECT CAST(? AS DATE) "
        "AS r, CAST(? AS DATE) AS a, CAST(? AS DATE) AS b, CAST(? AS DATE) AS t, CAST(? AS DATE) AS u)",
        received, on[0], answered, on[1], on[2],
    )  # fmt: skip
    assert found == answer_by(received, 1, 3, on[0], answered, on[1], on[2])


def test_working_days_are_refused_where_hours_are_counted():
    clause = Clause(id="late", quote="within three days", rule="breach-notified-late", remedy=Remedy.TASK,
                    given={"within": "3 working days"})  # fmt: skip
    with pytest.raises(RuleError, match="cannot count within in working days"):
        compile_clause(library()["breach-notified-late"], clause, date(2026, 3, 1))


def test_a_word_outside_the_list_is_told_with_the_nearest():
    clause = Clause(id="late", quote="within a month", rule="request-overdue", remedy=Remedy.TASK,
                    given={"rights": ["access"], "within": "1 month", "ends": "sameday"})  # fmt: skip
    with pytest.raises(RuleError, match="ends cannot be 'sameday'; did you mean 'same_day'"):
        compile_clause(library()["request-overdue"], clause, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("text", "told"), [("10 working days", "10 working days"), ("1 business day", "1 working day")]
)
def test_working_days_are_read_and_told(text, told):
    assert str(parse_period(text)) == told
