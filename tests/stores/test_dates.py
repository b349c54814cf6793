"""Dates as vendors write them: read as the map says, never guessed."""

from datetime import date

import duckdb
import pytest

from stores.dates import DateFormat, day_sql, fault_sql

LONDON = "Europe/London"
CASES = [
    ("iso", "2024-03-31", date(2024, 3, 31)),
    ("iso", "2024-03-31T23:30:00Z", date(2024, 4, 1)),
    ("iso", "2024-03-31 23:30:00", date(2024, 3, 31)),
    ("iso", "2024-03-31T23:30:00.1234567Z", date(2024, 4, 1)),
    ("iso", "2024-01-31T23:30:00+05:30", date(2024, 1, 31)),
    ("iso", "2024-01-31 18:59:59.5+00", date(2024, 1, 31)),
    ("iso", "2024-02-30", None),
    ("iso", "0000-00-00", None),
    ("iso", "0001-01-01T00:00:00Z", None),
    ("iso", "infinity", None),
    ("iso", "-infinity", None),
    ("iso", "epoch", None),
    ("iso", "2024-3-1", None),
    ("iso", "01/02/2024", None),
    ("iso", "290279-12-22", None),
    ("compact", "20240229", date(2024, 2, 29)),
    ("compact", "20230229", None),
    ("epoch_s", "1711927800", date(2024, 4, 1)),
    ("epoch_ms", "1711927800000", date(2024, 4, 1)),
    ("epoch_us", "1711927800000000", date(2024, 4, 1)),
    ("epoch_ms", "1711927800", None),
    ("epoch_s", "1711927800000", None),
    ("epoch_s", "0", None),
    ("dotnet", "/Date(1573755038314+0000)/", date(2019, 11, 14)),
    ("dotnet", "/Date(1573755038314)/", date(2019, 11, 14)),
    ("dotnet", "/Date(-62135596800000)/", None),
    ("dotnet", "1573755038314", None),
    ("excel", "45382", date(2024, 3, 31)),
    ("excel", "45382.98", date(2024, 3, 31)),
    ("%d/%m/%Y", "03/04/2024", date(2024, 4, 3)),
    ("%m/%d/%Y", "03/04/2024", date(2024, 3, 4)),
    ("%d/%m/%Y", "03/14/2024", None),
    ("%d/%m/%Y %H:%M", "31/03/2024 23:30", date(2024, 3, 31)),
    ("%d %b %Y %H:%M %z", "31 Mar 2024 23:30 +0000", date(2024, 4, 1)),
]


def read(given, value, zone=LONDON):
    con = duckdb.connect()
    con.execute("CREATE TABLE t (x VARCHAR)")
    con.execute("INSERT INTO t VALUES (?)", [value])
    return con.execute(f"SELECT {day_sql('x', given, zone)}, {fault_sql('x', given)} FROM t").fetchall()[0]


@pytest.mark.parametrize(("form", "value", "day"), CASES)
def test_each_form_reads_what_is_written_in_it_and_nothing_else(form, value, day):
    found, fault = read(DateFormat.model_validate(form), value)
    assert found == day
    assert (fault is None) == (day is not None)


@pytest.mark.parametrize("value", ["", "  ", None])
def test_nothing_is_no_date_and_no_fault(value):
    assert read(DateFormat.model_validate("iso"), value) == (None, None)


def test_a_vendors_word_for_none_is_no_date_and_no_fault():
    given = DateFormat.model_validate({"forms": ["iso"], "none": ["0000-00-00 00:00:00"]})
    assert read(given, "0000-00-00 00:00:00") == (None, None)
    assert read(given, "0000-00-00")[1] == "the date in 'x' is not written as the map says"


def test_a_date_that_can_be_read_two_ways_is_a_fault():
    both = DateFormat.model_validate(["%d/%m/%Y", "%m/%d/%Y"])
    assert read(both, "03/04/2024")[1] == "the date in 'x' can be read two ways"
    assert read(both, "31/03/2024") == (date(2024, 3, 31), None)
    assert read(both, "04/04/2024") == (date(2024, 4, 4), None)


def test_a_moment_without_an_offset_is_of_the_zone_the_map_states():
    assert read(DateFormat.model_validate({"forms": ["iso"], "zone": "UTC"}), "2024-06-30 23:30:00")[0] == date(
        2024, 7, 1
    )
    assert read(DateFormat.model_validate("iso"), "2024-06-30 23:30:00")[0] == date(2024, 6, 30)
    assert read(DateFormat.model_validate({"forms": ["%d/%m/%Y %H:%M"], "zone": "UTC"}), "30/06/2024 23:30")[0] == date(
        2024, 7, 1
    )


@pytest.mark.parametrize("wrong", ["isoo", "%d/%m", [], {"forms": ["iso"], "zone": "Mars"}])
def test_a_form_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match=r"."):
        DateFormat.model_validate(wrong)
