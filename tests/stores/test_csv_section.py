"""CSV files of several sections: the right one, all of it, and nothing of another."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stores.csv_exact import records
from stores.csv_section import sections
from tests.stores.exports import landed_rows, put, run

REPORT = """Attendee Report
Report Generated:,"Mar 24, 2024 5:18 PM"
Topic,Webinar ID,Actual Duration (minutes),# Registered
"Retention, in practice",966 0000 0001,61,3
Host Details,
Attended,User Name (Original Name),Email
Yes,Host,host@harbour.example
Panelist Details,
Attended,User Name (Original Name),Email
Yes,Pat,pat@harbour.example
Attendee Details,
Attended,User Name (Original Name),Email
Yes,Ann,ann@harbour.example
No,"Bo
Two lines",bo@harbour.example
Yes,Cut
"""
COLUMNS = ["Attended", "User Name (Original Name)", "Email"]
GIVEN = {"columns": COLUMNS, "key": ["Email"], "personal": {"Email": "user.contact.email"}}


def names(con):
    return [name for (name,) in landed_rows(con, COLUMNS[1])]


def test_rows_of_other_sections_are_neither_landed_nor_counted(warehouse, controller):
    put(controller, "a.csv", REPORT)
    landed = run(warehouse, controller, section="Attendee Details", **GIVEN)
    assert (landed.rows, landed.landed) == (3, 2)
    assert landed.reasons == {"2 fields where the header has 3": 1}
    assert names(warehouse) == ["Ann", "Bo\nTwo lines"]
    assert landed.short == ()
    places = warehouse.execute('SELECT _line FROM quarantine."shop__people"').fetchall()
    assert places == [(16,)]


@pytest.mark.parametrize("title", ["Host Details", "host details", " Host Details, ", "Host Details:"])
def test_a_section_in_the_middle_ends_at_the_next_title(warehouse, controller, title):
    put(controller, "a.csv", REPORT)
    landed = run(warehouse, controller, section=title, **GIVEN)
    assert (landed.rows, names(warehouse)) == (1, ["Host"])


@pytest.mark.parametrize("empty", ["\n", ",,\n", "\r\n", " , ,\n"])
def test_an_empty_record_ends_a_section(warehouse, controller, empty):
    put(controller, "a.csv", REPORT.replace("Panelist", f"{empty}Panelist"))
    assert run(warehouse, controller, section="Host Details", **GIVEN).rows == 1
    assert names(warehouse) == ["Host"]


def test_rows_behind_an_empty_line_are_told(warehouse, controller):
    put(controller, "a.csv", REPORT.replace("No,", "\nNo,"))
    landed = run(warehouse, controller, section="Attendee Details", **GIVEN)
    assert landed.rows == 1
    assert landed.short == ("in/a.csv: records without a title follow the section 'Attendee Details'; are they of it?",)


def test_a_file_without_the_section_is_told(warehouse, controller):
    put(controller, "a.csv", REPORT)
    put(controller, "b.csv", REPORT.split("Panelist", maxsplit=1)[0])
    landed = run(warehouse, controller, section="Panelist Details", **GIVEN)
    assert (landed.rows, landed.short) == (1, ("in/b.csv: there is no section 'Panelist Details'",))


def test_one_comma_too_many_everywhere_is_no_column(warehouse, controller):
    text = "Attendee Details,\n" + "".join(
        f"{line},\n" for line in ("Attended,Email", "Yes,a@x.example", "No,b@x.example")
    )
    put(controller, "a.csv", text)
    given = {**GIVEN, "columns": ["Attended", "Email"]}
    landed = run(warehouse, controller, section="Attendee Details", **given)
    assert (landed.landed, landed.unknown) == (2, ())


@pytest.mark.parametrize(
    ("text", "reasons", "unknown"),
    [
        ("Attended,Email,\nYes,a@x.example,\nNo,b@x.example\n", {"2 fields where the header has 3": 1}, ("column_3",)),
        ("Attended,Email,\nYes,a@x.example,note\nNo,b@x.example,\n", {}, ("column_3",)),
        ("Attended,Email\nYes,a@x.example,\n", {"3 fields where the header has 2": 1}, ()),
    ],
)
def test_a_comma_too_many_in_some_rows_only_is_not_passed_over(warehouse, controller, text, reasons, unknown):
    put(controller, "a.csv", f"Attendee Details\n{text}")
    given = {**GIVEN, "columns": ["Attended", "Email"]}
    landed = run(warehouse, controller, section="Attendee Details", **given)
    assert (landed.reasons, landed.unknown) == (reasons, unknown)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_section_reads_in_every_encoding(warehouse, controller, encoding):
    put(controller, "a.csv", REPORT.replace("Ann", "Zoë").replace("\n", "\r\n").encode(encoding))
    run(warehouse, controller, section="Attendee Details", encoding=encoding, **GIVEN)
    assert names(warehouse)[0] == "Zoë"


CELL = st.text(st.sampled_from("ab1@ é"), min_size=1, max_size=4).filter(str.strip)
ROW = st.tuples(CELL, CELL, CELL)


@settings(deadline=None, max_examples=150)
@given(parts=st.lists(st.tuples(st.sampled_from(["One", "Two", "Three"]), st.lists(ROW, max_size=5)), max_size=5))
def test_each_row_belongs_to_one_section(parts):
    text = "Report,of,today\n"
    for title, rows in parts:
        text += f"{title} Details,\nname,address,time\n" + "".join(",".join(row) + "\n" for row in rows)
    lines = text.splitlines(keepends=True)
    for wanted in ("One", "Two", "Three"):
        found = [tuple(row.fields) for one in sections(records(lines, ","), f"{wanted} Details") for row in one.rows]
        assert found == [row for title, rows in parts for row in rows if title == wanted]


NOTED = """Notes:
"Some addresses are missing: an owner may keep theirs back.
This is a setting."

Name,Email
Ann,ann@harbour.example
"""


def test_a_note_between_title_and_header_is_passed_over(warehouse, controller):
    put(controller, "a.csv", NOTED)
    given_to = {"columns": ["Name", "Email"], "key": ["Email"], "personal": {"Email": "user.contact.email"}}
    landed = run(warehouse, controller, section="Notes", **given_to)
    assert (landed.rows, landed.landed, landed.missing) == (1, 1, ())


def test_an_empty_section_is_not_filled_with_the_next_one():
    text = "Notes:\nOther Details,\n,\nName,Email\nAnn,ann@harbour.example\n\n"
    (found,) = sections(records(iter(text.splitlines(keepends=True)), ","), "Notes")
    assert [record.fields for record in found.rows] == [["Ann", "ann@harbour.example"]]
    text = "Notes:\nOther Details,\nName,Email\nAnn,ann@harbour.example\n"
    (found,) = sections(records(iter(text.splitlines(keepends=True)), ","), "Notes")
    assert found.header.fields is not None
    assert found.header.fields[0] == "Other Details"
