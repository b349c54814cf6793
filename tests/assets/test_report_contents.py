"""What the report says, before it is written: history, reasons, coverage, records of processing, the headline."""

from __future__ import annotations

from datetime import date

import pytest

from assets.report.coverage import column_names, duration, read_coverage
from assets.report.history import read_history
from assets.report.processing import processing_records
from assets.report.scoreboard import Line, Scoreboard, read_scoreboard
from assets.report.unproved import gaps
from rules.terms import Verdict
from tests.assets import report_world

AS_OF = report_world.AS_OF
snapshot = report_world.snapshot


@pytest.fixture
def harbour(tmp_path):
    return report_world.controller(tmp_path)


def test_history_counts_nights_and_says_since_when(harbour):
    history = read_history(snapshot(), [clause.id for clause in harbour.notice.clauses], AS_OF)
    candidates = history["candidates-twelve-months"]
    assert (candidates.runs, candidates.since) == (8, date(2026, 2, 20))
    assert candidates.in_words == "Of the last 28 nights: broken on 8, kept on 18; 2 without a run."
    assert history["no-health-data"].before is Verdict.KEPT
    assert (history["no-health-data"].runs, history["fresh-exports"].since) == (1, None)


def test_each_reason_has_its_kind_and_its_place(harbour):
    con = snapshot()
    board = read_scoreboard(con, harbour, AS_OF)
    found = {gap.kind: gap for gap in gaps(board, read_coverage(con, harbour), harbour)}
    assert {kind: [line.clause.id for line, _ in gap.clauses] for kind, gap in found.items()} == {
        "not_run": ["fresh-exports"],
        "stale": ["candidates-twelve-months", "inactive-three-years"],
        "quarantined": ["no-health-data"],
        "doubted": ["candidates-twelve-months", "inactive-three-years", "no-health-data"],
        "undated": ["candidates-twelve-months"],
        "withheld": ["inactive-three-years"],
        "nothing_in_scope": ["answer-in-a-month"],
        "unprovable": ["never-sold"],
    }
    assert found["stale"].places == {"recruitment.applications": "3 days old, 26 hours allowed"}
    assert found["doubted"].places == {
        "hubspot.contacts": f"{report_world.SIGN}; {report_world.CODE}",
        "recruitment.applications": "the export has no column full_name",
    }
    assert found["undated"].clauses[0][1] == "4 of 240 judged; counted from ended_on"


def test_a_store_the_night_says_nothing_of_is_shown_as_not_read(harbour):
    found = {reading.place: reading for reading in read_coverage(snapshot(), harbour)}
    assert found["payroll"].reading == "not_read"
    assert found["payroll"].error == "The bureau gives no export."
    assert found["hubspot.contacts"].exported_at is not None
    assert found["hubspot.contacts"].unknown_columns == ("colour", "1 not shown: not like the name of a column")
    assert found["recruitment.applications"].fullness == 100


def test_times_are_told_in_the_controllers_zone(harbour):
    con = snapshot()
    con.execute("UPDATE meta.reading SET exported_at = '2026-07-01 23:30:00' WHERE store = 'hubspot'")
    found = {reading.place: reading for reading in read_coverage(con, harbour)}
    assert str(found["hubspot.contacts"].exported_at) == "2026-07-02 00:30:00+01:00"


def test_records_of_processing_join_the_map_the_scanners_and_the_clauses(harbour):
    con = snapshot()
    found = processing_records(con, harbour, read_scoreboard(con, harbour, AS_OF))
    stores = {entry["store"]: entry for entry in found["stores"]}
    hubspot = stores["hubspot"]
    assert (hubspot["provider"], hubspot["role"], hubspot["records"]) == ("HubSpot", "processor", 1)
    assert (hubspot["purposes"], hubspot["purposes_that_are_no_code"]) == (["marketing"], 1)
    assert [basis["dpv"] for basis in hubspot["lawful_bases"]] == ["eu-gdpr:A6-1-a", "eu-gdpr:A6-1-f"]
    assert hubspot["categories"] == [
        {"category": "user.contact.email", "special": False, "said_by": ["map", "scanner"]},
        {"category": "user.health_and_medical", "special": True, "said_by": ["scanner"]},
    ]
    assert [kept["clause"] for kept in hubspot["retention"]] == ["inactive-three-years"]
    assert stores["recruitment"]["retention"][0]["period"] == "12 months"
    assert (stores["payroll"]["subject_types"], stores["payroll"]["records"]) == (["employee"], 0)


def test_records_of_processing_tell_the_recipients_of_the_registers_and_no_name_of_a_disclosure(harbour):
    con = snapshot()
    con.execute("INSERT INTO relation.processor VALUES ('Copperleaf Print', 'registers', 'processors')")
    con.execute("INSERT INTO relation.processor VALUES ('Copperleaf Print', 'registers', 'processors')")
    con.execute("INSERT INTO relation.disclosure VALUES ('P. Ainter', 'insurer', 'registers', 'disclosures')")
    con.execute("INSERT INTO relation.disclosure VALUES ('P. Ainter', NULL, 'registers', 'disclosures')")
    assert processing_records(con, harbour, read_scoreboard(con, harbour, AS_OF))["recipients"] == [
        {"recipient": "Copperleaf Print", "as": "processor", "store": "registers", "table": "processors"},
        {"recipient": "insurer", "as": "kind", "store": "registers", "table": "disclosures"},
    ]


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        ("bbbkkaauu", "3 promises broken, 2 kept, 2 not proved, 2 attested"),
        ("bk", "1 promise broken, 1 kept"),
        ("kkua", "No promise broken, but 1 not proved, 2 kept, 1 attested"),
        ("kka", "Every promise kept: 2 proved by data, 1 attested"),
    ],
)
def test_the_headline_tells_the_night_in_words(harbour, verdicts, told):
    word = {"b": Verdict.BROKEN, "k": Verdict.KEPT, "a": Verdict.ATTESTED, "u": Verdict.UNPROVED}
    lines = tuple(Line(harbour.notice.clauses[0], word[letter]) for letter in verdicts)
    assert Scoreboard("harbour", "Harbour", AS_OF, lines).headline == told


@pytest.mark.parametrize(
    ("hours", "told"),
    [(0.5, "30 minutes"), (1.0, "1 hour"), (26.0, "26 hours"), (72.0, "3 days"), (None, "unknown"), (0.0, "0 minutes")],
)
def test_durations_are_told_as_people_say_them(hours, told):
    assert duration(hours) == told


def test_names_that_may_be_values_are_not_shown():
    assert column_names(["First Name", "07700900123", "a@b.example", "id_12"]) == (
        "First Name",
        "id_12",
        "2 not shown: not like the name of a column",
    )
