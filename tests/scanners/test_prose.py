"""Reading a notice: sentences and their places, periods and what they count from, categories, people, recipients."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.categories import is_category
from rules.notice import Layout, notice_layout, notice_text, words
from rules.relations import CLOCKS
from rules.terms import SubjectType
from scanners.prose.data import keys, named
from scanners.prose.layout import sentences
from scanners.prose.patterns import table
from scanners.prose.people import outcome, people
from scanners.prose.periods import TRIGGERS, periods, trigger
from scanners.prose.reading import dates, read_notice
from scanners.prose.recipients import countries
from scanners.prose.recipients import kinds as recipient_kinds


def read(text, *marks):
    rows = text.split("\n")
    return sentences(text, range(1, len(rows) + 1), marks)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("kept for twelve months", ["12 months"]),
        ("kept for a further six years", ["6 years"]),
        ("for 28 days, then for 2 weeks", ["28 days", "2 weeks"]),
        ("within one calendar month", ["1 month"]),
        ("within 72 hours", ["72 hours"]),
        ("for twenty-five years", ["25 years"]),
        ("for eight (8) years", ["8 years"]),
        ("a 7-year period, or a fortnight", ["7 years", "14 days"]),
        ("for six to twelve months", ["12 months"]),
        ("within 10 working days", ["10 days"]),
        ("within a month", ["1 month"]),
        ("you must be over 18 years old", []),
        ("people aged 16 years", []),
        ("we moved here 20 years ago", []),
        ("twice a year, and every 12 months", []),
        ("on a day that suits you", []),
    ],
)
def test_periods(said, found):
    assert [period.value for period in periods(said)] == found


@pytest.mark.parametrize(("said", "note"), [("within 10 working days", "working"), ("six to twelve months", "range")])
def test_what_a_value_does_not_say_is_noted(said, note):
    (period,) = periods(said)
    assert not period.exact
    assert note in period.note


@given(st.integers(1, 9999), st.sampled_from(["hour", "day", "week", "month", "year"]))
def test_every_number_and_unit_is_found_with_its_place(number, unit):
    said = f"we keep it for {number} {unit}s after it was closed"
    (period,) = periods(said)
    assert period.value == f"{number} {unit}{'' if number == 1 else 's'}"
    assert said[period.start : period.end] == period.words == f"{number} {unit}s"


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("kept for 12 months after the exercise has been completed", "ended_on"),
        ("deleted two years after they stop volunteering", "ended_on"),
        ("kept for seven years after your last donation", "last_interaction_on"),
        ("if you have not logged in for 3 years we delete it", "last_interaction_on"),
        ("six years from the end of the financial year in which you bought it", "purchase_completed_on"),
        ("erased 30 days after you unsubscribe", "opted_out_on"),
        ("log files are deleted after 90 days", "collected_on"),
        ("kept for 12 months", None),
    ],
)
def test_the_clock_a_period_counts_from(said, clock):
    found = trigger(said, periods(said)[0])
    assert (found[0] if found else None) == clock


def test_the_vocabularies_are_those_of_the_law():
    assert set(TRIGGERS) <= set(CLOCKS)
    assert all(is_category(key) for key in table("categories"))
    assert set(table("people")) <= {kind.value for kind in SubjectType}
    for name in ("categories", "people", "outcomes", "recipients", "countries"):
        assert all(re.compile(one) for alternatives in table(name).values() for one in alternatives)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("your name, e-mail address and job title", ["user.name", "user.contact.email", "user.job_title"]),
        ("company name and account name", ["user.contact.organization", "user.account.username"]),
        ("ip address, browser and operating system", ["user.device.ip_address", "user.device"]),
        ("gender, dietary requirements", ["user.demographic.gender", "user.demographic.dietary_requirement"]),
        ("a number of rights, and our website address is below", []),
    ],
)
def test_categories(said, found):
    assert keys(named(said)) == found


def test_people_outcomes_recipients_countries_and_days():
    assert people("unsuccessful candidates and our newsletter") == [SubjectType.CANDIDATE, SubjectType.SUBSCRIBER]
    assert outcome("unsuccessful candidates") == "unsuccessful"
    assert recipient_kinds("the police, hm revenue and customs, or our courier") == [
        "courier",
        "law_enforcement",
        "tax_authority",
    ]
    assert countries("servers in the United States and Northern Ireland") == ["US"]
    assert [day.isoformat() for day in dates("15th september 2021, 28/07/2022, 31 february 2020")] == [
        "2021-09-15",
        "2022-07-28",
    ]


def test_wrapped_lines_are_one_sentence_and_lines_of_a_list_are_not():
    text = (
        "HOW LONG WE KEEP THINGS\n\nWe keep the records of people who applied for a post here and did\nnot get it for twelve "
        "months. After that we\ndestroy them.\n\nWe collect:\n\nFull name\nE-mail address\n\nNothing else is asked for by us here at all."
    )
    found = read(text)
    assert [one.quote for one in found if not one.title] == [
        "We keep the records of people who applied for a post here and did not get it for twelve months.",
        "After that we destroy them.",
        "We collect:",
        "Full name",
        "E-mail address",
        "Nothing else is asked for by us here at all.",
    ]
    assert [one.line for one in found if not one.title] == [3, 4, 7, 9, 10, 12]
    assert {one.heading for one in found} == {"how long we keep things"}
    assert [one.lead for one in found if one.lead] == ["we collect:", "we collect:"]


@pytest.mark.parametrize(
    "text", ["We use Acme Ltd. to host it.", "Write to Mr. J. Smith, e.g. by post.", "See Art. 6 of the Act."]
)
def test_an_abbreviation_ends_no_sentence(text):
    assert [one.quote for one in read(text)] == [text]


@given(st.text(alphabet="Ab .,:\n-*|#1)”", max_size=200))
def test_sentences_stand_in_any_text_in_order_and_without_overlap(text):
    found = read(text)
    at = 0
    for one in found:
        assert at <= one.start < one.end <= len(text)
        assert words(text[one.start : one.end]) == one.quote
        at = one.end


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>We keep it.",
                "</p>",
                "<li>Name",
                "</li>",
                "<h2>Data</h2>",
                "<td>x</td>",
                "<b>12</b> months",
                "<script>y</script>",
                "\n",
            ]
        ),
        max_size=20,
    )
)
def test_a_page_has_the_same_words_with_and_without_its_blocks(parts):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notice.html"
        path.write_text("".join(parts), encoding="utf-8")
        layout = notice_layout(path)
        assert words(layout.text) == words(notice_text(path))
        assert len(layout.lines) == len(layout.marks) == (len(layout.text.split("\n")) if layout.lines else 0)


def test_a_reading_is_whole():
    text = "Privacy notice\n\nWe mean Gull Ltd. Updated on 3 May 2026.\n\nWe use Xero to send our invoices. Heron Post Ltd prints them."
    reading = read_notice(Layout(text, tuple(range(1, 6)), ("",) * 5))
    assert (reading.controller, reading.published.isoformat()) == ("Gull Ltd", "2026-05-03")
    assert {one.name for one in reading.recipients} == {"Xero", "Heron Post Ltd"}
