"""Telephone numbers as people and spreadsheets write them, held against the phonenumbers library."""

import duckdb
import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stores.telephone import e164

CON = duckdb.connect()


def normal(values, region="GB"):
    rows = ", ".join("(NULL)" if value is None else "('" + value.replace("'", "''") + "')" for value in values)
    found = CON.execute(f"SELECT {e164('x', region)} FROM (VALUES {rows}) t(x)").fetchall()
    return [row[0] for row in found]


CASES = [
    ("07700 900123", "+447700900123"),
    ("7700900123", "+447700900123"),
    ("447700900123", "+447700900123"),
    ("447700900123.0", "+447700900123"),
    ("+44 (0)7700 900-123", "+447700900123"),
    ("+4407700900123", "+447700900123"),
    ("4407700900123", "+447700900123"),
    ("0044 7700 900123", "+447700900123"),
    ("(020) 7946 0000 ext. 12", "+442079460000"),
    ("020 7946 0000 x3", "+442079460000"),
    ("+33 1 99 00 12 34", "+33199001234"),
    ("tel: 01632 960000", "+441632960000"),
    ("4.47911E+11", None),
    ("4.47911e+11", None),
    ("4,47911E+11", None),
    ("4.477E11", None),
    ("44E10", None),
    ("", None),
    ("  ", None),
    ("12345", None),
    ("n/a", None),
    (None, None),
    ("07700 900123 / +44 7700 900124", None),
    ("555123456789", "555123456789"),
]


@pytest.mark.parametrize(("written", "number"), CASES)
def test_a_number_has_one_form(written, number):
    assert normal([written]) == [number]


@pytest.mark.parametrize(
    ("region", "written", "number"),
    [
        ("US", "(202) 555-0123", "+12025550123"),
        ("US", "1-202-555-0123", "+12025550123"),
        ("US", "011 44 7700 900123", "+447700900123"),
        ("IT", "06 1234 5678", "+390612345678"),
        ("IE", "085 012 3456", "+353850123456"),
        ("IE", "353850123456", "+353850123456"),
        ("AU", "0491 570 156", "+61491570156"),
    ],
)
def test_numbers_of_other_regions(region, written, number):
    assert normal([written], region) == [number]


@settings(deadline=None, max_examples=40)
@given(
    numbers=st.lists(st.from_regex(r"(?:7[4-9]|20|1[2-9]|80)[0-9]{8}", fullmatch=True), min_size=20, max_size=20),
    gap=st.sampled_from(["", " ", "-", "."]),
)
def test_every_writing_of_a_number_is_what_the_library_reads(numbers, gap):
    forms = ["0{}", "+44{}", "0044{}", "44{}", "{}", "+44 (0){}", "+440{}"]
    spaced = [gap.join([number[:4], number[4:7], number[7:]]) for number in numbers]
    written = [form.format(number) for number in spaced for form in forms]
    expected = []
    for number in numbers:
        parsed = phonenumbers.parse(f"0{number}", "GB")
        expected += [phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)] * len(forms)
    assert normal(written) == expected
