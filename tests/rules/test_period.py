"""Calendar arithmetic: what DuckDB counts, against an independent implementation (dateutil), over any day."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.period import Period, parse_period
from rules.trial import trial_connection

CON = trial_connection()


def due(clock, period):
    return CON.execute(f"SELECT due(CAST(? AS DATE), {period.sql})", [clock]).fetchone()[0]


@pytest.mark.parametrize(
    ("clock", "period", "last_day"),
    [
        (date(2024, 2, 29), "12 months", date(2025, 2, 28)),
        (date(2024, 2, 29), "4 years", date(2028, 2, 29)),
        (date(2026, 1, 31), "1 month", date(2026, 2, 28)),
        (date(2024, 1, 31), "1 month", date(2024, 2, 29)),
        (date(2026, 8, 31), "36 months", date(2029, 8, 31)),
        (date(2026, 1, 31), "28 days", date(2026, 2, 28)),
        (date(2026, 2, 1), "2 weeks", date(2026, 2, 15)),
    ],
)
def test_month_ends(clock, period, last_day):
    assert due(clock, parse_period(period)) == last_day


@settings(max_examples=300, deadline=None)
@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(1, 120), st.integers(-40, 40))
def test_months_agree_with_dateutil(clock, months, offset):
    last_day = clock + relativedelta(months=months)
    assert due(clock, Period(months=months)) == last_day
    as_of = last_day + timedelta(days=offset)
    sql = f"SELECT kept_past(CAST(? AS DATE), {Period(months=months).sql}, CAST(? AS DATE))"
    assert CON.execute(sql, [clock, as_of]).fetchone()[0] == (as_of > last_day)


@pytest.mark.parametrize("text", ["", "a year", "0 days", "12", "months", "1.5 years", "12 fortnights", "-3 days"])
def test_what_is_no_period(text):
    with pytest.raises(ValueError, match="is not a period"):
        parse_period(text)
