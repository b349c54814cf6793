"""The allow list: what it silences, until when, and what a mistake in it says."""

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from assets.night.allowing import lapsed, set_aside
from assets.night.state import begin
from rules.errors import ConfigurationError
from stores.controller import load_controller

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "harbour"
ENTRY = """
allow:
  - store: recruitment
    table: applications
    column: notes
    category: user.health_and_medical
    reason: the form asks for access needs, which the notice states
    by: A. Officer
    until: 2026-12-31
"""
HEALTH = "user.health_and_medical"


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "harbour"
    shutil.copytree(EXAMPLE, place, ignore=shutil.ignore_patterns(".abide", "report", "exports", "*.py"))
    return place


def left(folder, as_of):
    controller = load_controller(folder)
    store = controller.store("recruitment")
    table = next(t for t in store.tables if t.name == "applications")
    con = duckdb.connect()
    begin(con)
    for column, key, category in [
        ("notes", "A1", HEALTH),
        ("notes", "A2", f"{HEALTH}.genetic"),
        ("notes", "A1", "user.name"),
        ("email", None, "user.contact.email"),
    ]:
        con.execute(
            "INSERT INTO finding.finding VALUES "
            "('recruitment', 'applications', ?, ?, ?, 0.9, 0, 5, 'stated', 'subject', 'health', 3, ?, 'seen')",
            [column, key, category, as_of],
        )
    aside = set_aside(con, controller, store, table, as_of)
    kept = con.execute("SELECT category FROM finding.finding ORDER BY 1").fetchall()
    told = con.execute("SELECT DISTINCT reason, allowed_by, allowed_until FROM finding.allowed").fetchall()
    return aside, [category for (category,) in kept], told


def test_an_entry_silences_its_category_and_what_is_below_it_until_its_day(folder):
    (folder / "allow.yaml").write_text(ENTRY)
    aside, kept, told = left(folder, date(2026, 12, 31))
    assert (aside, kept) == (2, ["user.contact.email", "user.name"])
    assert told == [("the form asks for access needs, which the notice states", "A. Officer", date(2026, 12, 31))]


@pytest.mark.slow
def test_a_lapsed_entry_is_asked_again(folder):
    (folder / "allow.yaml").write_text(ENTRY)
    aside, kept, _ = left(folder, date(2027, 1, 1))
    assert (aside, len(kept)) == (0, 4)
    assert [entry.place for entry in lapsed(load_controller(folder), date(2027, 1, 1))] == [
        "recruitment.applications.notes"
    ]
    assert lapsed(load_controller(folder), date(2026, 12, 31)) == []


def test_one_record_only(folder):
    (folder / "allow.yaml").write_text(ENTRY.replace("column: notes", "record: A2"))
    assert left(folder, date(2026, 12, 31))[0] == 1


def test_without_the_file_nothing_is_silenced(folder):
    assert left(folder, date(2026, 12, 31))[0] == 0


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("store: recruitment", "store: recruitmnt", "did you mean 'recruitment'"),
        ("table: applications", "table: application", "did you mean 'applications'"),
        (HEALTH, "user.health", "not a data category"),
        ("    until: 2026-12-31\n", "", "until"),
        ("    by: A. Officer\n", "", "by"),
        ("reason: the form asks for access needs, which the notice states", "reason: no", "reason"),
    ],
)
def test_a_mistake_is_told_with_its_place(folder, old, new, words):
    (folder / "allow.yaml").write_text(ENTRY.replace(old, new))
    with pytest.raises(ConfigurationError, match=words):
        load_controller(folder)
