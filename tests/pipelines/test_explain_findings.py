"""What `abide explain` tells of findings: why, how often, how to silence it, and that a lapsed entry is asked again."""

from datetime import date
from types import SimpleNamespace

import duckdb
import pytest

from assets.night.judging import _with_languages
from assets.night.state import Reading, begin
from pipelines.commands import explain_findings as findings
from stores.allow import Allowed

AS_OF = date(2026, 11, 22)
HEALTH = "user.health_and_medical"
WHY = "seen by health, score 0.90; raised by the column's name"


@pytest.fixture
def con():
    con = duckdb.connect()
    begin(con)
    for column, key, category, score, evidence in [
        ("notes", "A1", HEALTH, 0.9, WHY),
        ("notes", "A2", HEALTH, 0.9, WHY),
        ("notes", "A1", "user.name", 0.75, "seen by person, score 0.75"),
        ("email", None, "user.contact.email", 1.0, "all of 9 distinct values are e-mail addresses of persons"),
    ]:
        con.execute(
            "INSERT INTO finding.finding VALUES ('crm', 'people', ?, ?, ?, ?, 0, 5, 'stated', 'subject', 'health', 3, ?, ?)",
            [column, key, category, score, AS_OF, evidence],
        )
    return con


def flag(**more):
    return {"store": "crm", "table": "people", "record_key": "A1", "columns": "notes", "category": HEALTH, **more}


def test_a_flag_tells_its_findings_with_their_evidence(con):
    (seen,) = findings.seen_of_flag(con, flag())
    assert findings.told([seen]) == [("notes", f"{HEALTH} (health, score 0.90): {WHY}")]
    assert seen.as_data()["evidence"] == WHY
    assert findings.seen_of_flag(con, flag(category=None)) == []


def test_a_column_tells_alike_findings_once(con):
    whole = findings.seen_of_column(con, "crm", "people", "notes")
    assert [(s.category, s.times) for s in whole] == [(HEALTH, 2), ("user.name", 1)]
    (email,) = findings.seen_of_column(con, "crm", "people", "email")
    assert findings.told([email])[0][1].startswith("the whole column is user.contact.email")


def test_how_to_silence_names_one_place(con):
    (seen,) = findings.seen_of_flag(con, flag())
    entry = " ".join(findings.how_to_silence(seen, "A1"))
    assert "allow.yaml" in entry
    assert "column: 'notes', record: 'A1'" in entry
    assert f"category: {HEALTH}" in entry


def test_a_lapsed_entry_says_so(con):
    seen = findings.seen_of_flag(con, flag())
    entry = {"store": "crm", "category": HEALTH, "reason": "the form asks for it", "by": "A. Officer"}
    for until, told in ((date(2026, 11, 21), 1), (date(2026, 11, 22), 0)):
        controller = SimpleNamespace(allowed=(Allowed(until=until, **entry),))
        assert len(findings.lapsed_for(controller, seen, AS_OF)) == told


def test_prose_in_a_language_without_a_model_is_a_doubt_and_told_of_its_column(con):
    con.execute("INSERT INTO finding.unread VALUES ('crm', 'people', 'notes', 'de', 'all of it is German')")
    reading = Reading("crm", "people", None, "", "read", doubts=("cut short",))
    found = _with_languages(con, {("crm", "people"): reading})
    assert found["crm", "people"].doubts == ("cut short", "all of it is German")
    assert findings.unread(con, "crm", "people", "notes") == ["all of it is German"]
    assert findings.unread(con, "crm", "people", "email") == []
