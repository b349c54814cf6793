"""Dates by generated moments: whatever DuckDB reads is the day that Python's datetime has, in every form and zone."""

import datetime as dt
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stores.dates import DateFormat, day_sql, fault_sql

CON = duckdb.connect()
CON.execute("SET TimeZone = 'UTC'")
ZONES = ["Europe/London", "UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Australia/Lord_Howe"]
MOMENTS = st.datetimes(dt.datetime(1990, 1, 3), dt.datetime(2037, 12, 30))  # noqa: DTZ001 - zones are added below
NEAR_CHANGE = st.sampled_from(
    [
        "2024-03-31T00:59:59.999999",
        "2024-03-31T01:30",
        "2024-10-27T00:30",
        "2024-10-27T01:30",
        "2024-02-29T23:59:59",
        "2024-12-31T23:59:59.500000",
        "2024-06-30T23:00",
    ]
).map(dt.datetime.fromisoformat)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))


def read(given, values, zone):
    """The day and the fault of each value."""
    form = DateFormat.model_validate(given)
    rows = ", ".join("('" + value.replace("'", "''") + "')" for value in values)
    return CON.execute(
        f"SELECT {day_sql('x', form, zone)}, {fault_sql('x', form)} FROM (VALUES {rows}) t(x)"
    ).fetchall()


def told(given, values, zone):
    found = read(given, values, zone)
    assert [fault for _, fault in found] == [None] * len(values), values
    return [day for day, _ in found]


@settings(deadline=None, max_examples=60)
@given(moment=MOMENTS | NEAR_CHANGE, offset=OFFSETS, zone=st.sampled_from(ZONES), digits=st.sampled_from([0, 1, 3, 6]))
def test_a_moment_with_an_offset_is_the_day_in_the_controllers_zone(moment, offset, zone, digits):
    part = 10 ** (6 - digits)
    moment = moment.replace(microsecond=moment.microsecond // part * part)
    aware = moment.replace(tzinfo=offset)
    fraction = f".{moment.microsecond:06d}"[: digits + 1] if digits else ""
    written = moment.strftime("%Y-%m-%d{}%H:%M:%S") + fraction
    east = round(offset.utcoffset(None).total_seconds() / 60)
    hours, minutes = divmod(abs(east), 60)
    mark = "-" if east < 0 else "+"
    ends = [f"{mark}{hours:02d}:{minutes:02d}", f"{mark}{hours:02d}{minutes:02d}", f" {mark}{hours:02d}{minutes:02d}"]
    ends += [f"{mark}{hours:02d}"] if minutes == 0 else []
    ends += ["Z", " Z"] if east == 0 else []
    values = [written.format(gap) + end for gap in ("T", " ") for end in ends]
    values += [value.replace(".", ",") for value in values] + [f"  {values[0]} "]
    day = aware.astimezone(ZoneInfo(zone)).date()
    assert told("iso", values, zone) == [day] * len(values)
    short = [moment.strftime("%Y-%m-%dT%H:%M") + end for end in ends]
    day = aware.replace(second=0, microsecond=0).astimezone(ZoneInfo(zone)).date()
    assert told("iso", short, zone) == [day] * len(short)


@settings(deadline=None, max_examples=20)
@given(
    moments=st.lists(MOMENTS | NEAR_CHANGE, min_size=1, max_size=20),
    zone=st.sampled_from(ZONES),
    written_in=st.sampled_from([None, *ZONES]),
)
def test_a_moment_without_an_offset_is_of_the_stated_zone(moments, zone, written_in):
    forms = {
        "iso": ["%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        "%d/%m/%Y %H:%M": ["%d/%m/%Y %H:%M"],
        "%m/%d/%Y %I:%M %p": ["%m/%d/%Y %I:%M %p"],
        "%b %d, %Y %I:%M:%S %p": ["%b %d, %Y %I:%M:%S %p"],
        "%-d %B %Y %-H:%M": ["%d %B %Y %H:%M"],
    }
    for form, patterns in forms.items():
        given = {"forms": [form]} | ({"zone": written_in} if written_in else {})
        written = [(moment.strftime(pattern), pattern) for moment in moments for pattern in patterns]
        days = told(given, [value for value, _ in written], zone)
        for day, (value, pattern) in zip(days, written, strict=True):
            said = dt.datetime.strptime(value, pattern)  # noqa: DTZ007 - the zone comes next
            there = ZoneInfo(written_in or zone)
            # an hour that the clocks pass twice, or not at all, may be meant either way
            possible = {said.replace(tzinfo=there, fold=fold).astimezone(ZoneInfo(zone)).date() for fold in (0, 1)}
            assert day in ({said.date()} if (written_in or zone) == zone else possible)


@settings(deadline=None, max_examples=20)
@given(moments=st.lists(MOMENTS | NEAR_CHANGE, min_size=1, max_size=20), zone=st.sampled_from(ZONES))
def test_counts_since_the_epoch_are_days_in_the_controllers_zone(moments, zone):
    aware = [moment.replace(tzinfo=dt.UTC) for moment in moments]
    micros = [(one - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1) for one in aware]
    days = [one.astimezone(ZoneInfo(zone)).date() for one in aware]
    units = {"epoch_s": 1_000_000, "epoch_ms": 1000, "epoch_us": 1}
    for form, unit in units.items():
        counts = [str(micro // unit) for micro in micros]
        assert told(form, counts, zone) == days
        for other in units.keys() - {form}:
            assert {day for day, _ in read(other, counts, zone)} == {None}, "a count of another unit is no date"
    for offset in ("", "+0000", "+1300"):
        assert told("dotnet", [f"/Date({micro // 1000}{offset})/" for micro in micros], zone) == days


DAYS = st.lists(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)), min_size=1, max_size=40)


@settings(deadline=None, max_examples=15)
@given(days=DAYS, time=st.floats(0, 0.999))
@example([dt.date(2000, 2, 29), dt.date(1900, 2, 28)], 0.5)
def test_plain_days(days, time):
    assert told("iso", [day.isoformat() for day in days], "Europe/London") == days
    assert told("compact", [day.strftime("%Y%m%d") for day in days], "Europe/London") == days
    for pattern in ("%d/%m/%Y", "%m/%d/%Y", "%d-%b-%Y", "%d %B %Y", "%Y/%m/%d", "%d.%m.%Y"):
        for lead in ("", " "):
            assert told(pattern, [lead + day.strftime(pattern) for day in days], "Europe/London") == days
    serials = {day: (day - dt.date(1899, 12, 30)).days for day in days}
    counted = [day for day in days if serials[day] >= 1000]
    if counted:
        assert told("excel", [str(serials[day]) for day in counted], "Europe/London") == counted
        assert told("excel", [f"{serials[day] + time:.6f}" for day in counted], "Europe/London") == counted


@settings(deadline=None, max_examples=15)
@given(days=DAYS)
def test_day_and_month_are_never_exchanged_by_guess(days):
    written = [day.strftime("%d/%m/%Y") for day in days]
    for day, (found, fault) in zip(days, read(["%d/%m/%Y", "%m/%d/%Y"], written, "UTC"), strict=True):
        if day.day <= 12 and day.day != day.month:
            assert fault == "the date in 'x' can be read two ways"
        else:
            assert (found, fault) == (day, None)


JUNK = st.text(st.sampled_from("0123456789-/:.,+TZ eE"), min_size=1, max_size=20)
ANY = [
    "iso", "compact", "epoch_s", "epoch_ms", "epoch_us", "dotnet", "excel",
    "%d/%m/%Y", "%m/%d/%Y %H:%M", "%d %b %Y %H:%M %z", ["%d/%m/%Y", "iso"],
]  # fmt: skip


@settings(deadline=None, max_examples=30)
@given(values=st.lists(JUNK, min_size=1, max_size=100))
def test_a_value_has_a_day_or_a_fault_and_never_both(values):
    for form in ANY:
        for value, (day, fault) in zip(values, read(form, values, "UTC"), strict=True):
            assert (day is None) == (fault is not None or not value.strip()), (form, value)
            assert day is None or dt.date(1900, 1, 1) <= day < dt.date(2200, 1, 1)


@pytest.mark.parametrize(
    "value", ["infinity", "-infinity", "epoch", "now", "today", "NaN", "nan", "inf", "NULL", "never"]
)
@pytest.mark.parametrize("form", ANY, ids=str)
def test_a_word_is_no_date(form, value):
    assert read(form, [value], "UTC")[0][0] is None
    assert read(form, [value], "UTC")[0][1] is not None


@pytest.mark.parametrize(
    "value",
    [
        "2024-03-31T10:00:00+25:00",
        "2024-03-31T10:00:00+05:75",
        "2024-03-31T10:60:00Z",
        "2024-03-31T25:00:00Z",
        "2023-02-29T10:00:00Z",
        "2024-03-31T10:00:00Zulu",
        "2024-03-31T10:00:00.1234567890Z",
        "12024-03-31",
        "2024-03-31T",
    ],
)
def test_what_is_nearly_iso_is_not_read(value):
    assert read("iso", [value], "UTC")[0] == (None, "the date in 'x' is not written as the map says")


def test_a_name_of_a_zone_is_refused_because_it_may_be_two():
    with pytest.raises(ValueError, match="BST is more than one zone"):
        DateFormat.model_validate("%Y-%m-%d %H:%M %Z")
