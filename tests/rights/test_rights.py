"""People's rights from the command line: access, erasure, correction, restriction, objection; and a breach's reach."""

import csv
import json
import shutil
import stat

import pytest

from erasure.ledger import ledger_of
from pipelines.cli import main
from stores.controller import load_controller
from tests.rights.world import CONTACTS, PAPER, SENDS, exports, flagged, made, night

ADA = "crm/contacts/c1"
VALUES = ("ada.roe", "Ada Roe", "boris", "Boris", "sam.poe", "Sam Poe")


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    place = made(tmp_path_factory.mktemp("rights"))
    night(place, find=True)
    return place


@pytest.fixture
def place(first, tmp_path, monkeypatch):
    for name in ("DAGSTER_HOME", "ABIDE_KEY", "ABIDE_PERSON", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ROB", "the passphrase of rob")
    monkeypatch.setenv("ABE", "the passphrase of abe")
    return shutil.copytree(first, tmp_path / "rights")


@pytest.fixture
def abide(capsys, place):
    def run(*words, code=0, values=False):
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        told = capsys.readouterr()
        assert ended.value.code == code, told
        if not values:
            for value in VALUES:
                assert value not in told.out + told.err
        return json.loads(told.out) if "--json" in words else told.out + told.err

    return run


BY = ("--by", "rob", "--passphrase-env", "ROB")


def test_a_pack_holds_all_of_the_person_and_nothing_of_others(abide, place, tmp_path):
    home = tmp_path / "pack"
    told = abide("subject", "access", place, ADA, "--to", home, "--json")
    assert (told["records"], told["stores"], told["portable"], told["cut"] >= 2) == (5, 3, 1, True)
    assert told["request"] == {"received_on": "2026-03-01", "due_on": "2026-04-01"}
    for path in [home, *home.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    whole = "".join(path.read_text(encoding="utf-8") for path in home.rglob("*") if path.is_file())
    for other in ("boris", "Boris", "Grant", "sam.poe", "kim.loe", "Sam Poe"):
        assert other not in whole
    for name in ("index.html", "data.json", "crm.contacts.csv"):
        text = (home / name).read_text(encoding="utf-8-sig")
        assert "ada.roe@mail.example" in text
        assert "Ada Roe asked" in text
        assert "[another person]" in text
    pack = json.loads((home / "data.json").read_text(encoding="utf-8"))
    contacts = next(t for t in pack["tables"] if t["table"] == "contacts")
    assert (contacts["purposes"], contacts["lawful_bases"], contacts["sources"]) == (
        ["marketing"],
        ["consent"],
        ["form"],
    )
    assert contacts["recipient"] == "CRM Corp"
    assert {record["key"] for t in pack["tables"] for record in t["records"]} == {"c1", "s1", "s2", "r1", "r2"}
    portable = json.loads((home / "portable" / "data.json").read_text(encoding="utf-8"))
    assert [(t["table"], len(t["records"])) for t in portable["tables"]] == [("contacts", 1)]


def test_a_page_asks_nothing_of_any_network_and_escapes(abide, place, tmp_path):
    exports(place, contacts={**CONTACTS, "c1": "ada.roe@mail.example,<script>alert(1)</script>,2026-02-01,,=1+1"})
    night(place)
    abide("subject", "access", place, ADA, "--to", tmp_path / "pack")
    page = (tmp_path / "pack" / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "src=" not in page
    assert "href=" not in page
    with (tmp_path / "pack" / "crm.contacts.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["how"] == "'=1+1"


def test_text_that_no_scanner_read_is_left_out(abide, first, place, tmp_path):
    shutil.rmtree(place)
    fresh = made(tmp_path / "fresh")
    night(fresh, find=False)
    told = abide("subject", "access", fresh, ADA, "--to", tmp_path / "pack", "--json")
    assert {(o["table"], o["column"]) for o in told["left_out"]} >= {("contacts", "note")}
    assert "Boris" not in (tmp_path / "pack" / "data.json").read_text(encoding="utf-8")


def test_a_pack_is_never_written_over_another_or_into_a_full_folder(abide, place, tmp_path):
    abide("subject", "access", place, ADA)
    assert "already" in abide("subject", "access", place, ADA, code=2)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x")
    abide("subject", "access", place, ADA, "--to", tmp_path / "full", code=2)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("asked", ["c9", "zzzzzzzz", "crm/contacts/none", "'; DROP TABLE x"])
def test_nobody_found_is_refused(abide, place, asked):
    assert "no record" in abide("subject", "access", place, asked, code=2)


def test_two_people_are_refused(abide, place):
    exports(place, contacts={**CONTACTS, "s1": "two.doe@mail.example,Two Doe,2026-01-01,,"})
    night(place)
    assert "2 people" in abide(
        "subject", "restrict", place, "s1", "--since", "2026-03-01", "--reason", "asked", *BY, code=2
    )


def test_an_objection_is_judged_the_next_night_and_survives_another_import(abide, place):
    assert flagged(place, "no-marketing-after-objection") == set()
    told = abide("subject", "object", place, ADA, "--since", "2026-03-02", "--reason", "by letter", "--json", *BY)
    assert told["request"]["received_on"] == "2026-03-02"
    # Another import: the contact is gone from the CRM, and comes back in the mailer under another record.
    exports(
        place,
        contacts={k: v for k, v in CONTACTS.items() if k != "c1"},
        sends={"n1": "ADA.ROE@mail.example,2026-03-05", "n0": "ada.roe@mail.example,2026-03-01", "s3": SENDS["s3"]},
    )
    night(place)
    assert flagged(place, "no-marketing-after-objection") == {"n1"}
    assert flagged(place, "objectors-suppressed") == {"n0", "n1"}
    (running,) = abide("subject", "limits", place, "--json")
    abide("subject", "lift", place, running["number"], "--reason", "took it back", *BY)
    night(place)
    assert flagged(place, "no-marketing-after-objection") == set()
    assert abide("subject", "limits", place, "--json") == []
    abide("subject", "lift", place, running["number"], "--reason", "again", *BY, code=2)


def test_a_restriction_reaches_every_record_of_the_person_and_no_other(abide, place):
    from stores.keys import read_key
    from stores.warehouse_snapshots import open_snapshot

    abide("subject", "restrict", place, ADA, "--since", "2026-03-04", "--reason", "disputes it", *BY)
    night(place)
    with open_snapshot(place, read_key(place)) as con:
        rows = con.execute(
            "SELECT record_key, subject_restricted_on, restricted_on FROM relation.record "
            "WHERE subject_restricted_on IS NOT NULL ORDER BY 1"
        ).fetchall()
        sends = con.execute("SELECT record_key FROM relation.send WHERE sent_on > subject_restricted_on").fetchall()
    assert [row[0] for row in rows] == ["c1", "r1", "r2", "s1", "s2"]
    assert {row[2] for row in rows} == {None}, "no store is said to obey because somebody asked"
    assert sends == [("s2",)]
    assert b"ada.roe" not in (place / ".abide" / "ledger.sqlite").read_bytes()


@pytest.mark.parametrize("since", ["2099-01-01", "tomorrow", "2026-13-01", "1901-01-01"])
def test_a_day_that_is_none_or_to_come_is_refused(abide, place, since):
    abide("subject", "object", place, ADA, "--since", since, "--reason", "asked", *BY, code=2)
    assert list(ledger_of(load_controller(place)).read().limiting()) == []


def test_only_a_reviewer_records_it(abide, place):
    words = ("subject", "restrict", place, ADA, "--since", "2026-03-01", "--reason", "asked")
    assert "reviewer" in abide(*words, "--by", "abe", "--passphrase-env", "ABE", code=2)


def test_erasure_proposes_what_is_flagged_and_keeps_the_rest(abide, place):
    told = abide("subject", "erase", place, "c4", "--reason", "asked in writing", "--json", *BY)
    assert (told["batch"], len(told["flags"]), told["not_flagged"]) == ("EB-0001", 1, [])
    standing = ledger_of(load_controller(place)).read()
    assert not standing.is_authorised(standing.batches["EB-0001"])
    assert "in a batch already" in abide("subject", "erase", place, "c4", "--reason", "again", *BY, code=2)
    assert "no clause flags" in abide("subject", "erase", place, ADA, "--reason", "asked", *BY, code=2)


def test_erasure_leaves_what_is_on_hold(abide, place):
    hold = ("--matter", "claim 7", "--owner", "counsel", "--review-on", "2027-06-01", "--reason", "a claim")
    abide("hold", "add", "--record", "crm", "contacts", "c4", *hold, "--controller", place, *BY)
    assert "1 records are on hold" in abide("subject", "erase", place, "c4", "--reason", "asked", *BY, code=2)


def test_a_correction_lists_every_place_until_the_stores_are_put_right(abide, place, monkeypatch):
    monkeypatch.setenv("OLD", "ada  ROE".replace("  ", " "))
    monkeypatch.setenv("NEW", "Ada Rowe")
    words = (
        "subject",
        "rectify",
        place,
        ADA,
        "--old-env",
        "OLD",
        "--new-env",
        "NEW",
        "--reason",
        "misspelt",
        "--json",
        *BY,
    )
    told = abide(*words)
    assert {(p["table"], p["record_key"], p["column"]) for p in told["places"]} == {
        ("contacts", "c1", "full_name"),
        ("contacts", "c1", "note"),
    }
    job = (place / ".abide" / "jobs").iterdir().__next__()
    assert stat.S_IMODE(job.stat().st_mode) == 0o600
    assert "Ada" not in job.read_text()
    again = abide(*words)
    assert again["entry"] == told["entry"], "the same correction stands once"
    exports(place, contacts={**CONTACTS, "c1": "ada.roe@mail.example,Ada Rowe,2026-02-01,,form"})
    night(place)
    assert abide(*words)["places"] == []
    assert not job.exists(), "there is nothing left to do"
    monkeypatch.setenv("NEW", "ada roe")
    assert "error" in abide(*words, code=2)


def test_a_breach_counts_people_categories_and_what_has_no_date(abide, place):
    words = ("breach", place, "--store", "crm", "--from", "2026-02-10T08:00", "--to", "2026-02-20")
    told = abide(*words, "--aware", "2026-03-01T10:00", "--json")
    (table,) = told["tables"]
    assert (table["reached"], table["possibly"], table["came_later"]) == (2, 1, 1)
    assert table["clocks"] == {"collected_on": "created"}
    assert (told["subjects"]["reached"], told["subjects"]["possibly"], len(told["subjects"]["digests"])) == (2, 1, 3)
    assert {c["category"]: c["subjects"] for c in told["categories"]}["user.contact.email"] == 3
    assert told["notify"]["ends"] == "2026-03-04T10:00+00:00"
    assert told["read_before_the_end"] is False
    late = abide("breach", place, "--store", "crm", "--from", "2026-02-10", "--to", "2026-06-01")
    assert "not counted. Run abide scan" in late
    shown = abide(*words)
    assert "72 hours end on" in shown
    assert "1 possibly" in shown


def test_an_export_that_was_not_read_leaves_nothing_out_silently(abide, place):
    for path in (place / "exports" / "crm").iterdir():
        path.unlink()
    night(place)
    told = abide("breach", place, "--store", "crm", "--from", "2026-02-10", "--to", "2026-02-20", "--json")
    assert told["tables"][0]["reading"] != "read"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--store", "crn", "--from", "2026-02-10", "--to", "2026-02-20"), "crm"),
        (("--store", "paper", "--from", "2026-02-10", "--to", "2026-02-20"), "not read"),
        (("--store", "crm", "--from", "2026-02-20", "--to", "2026-02-10"), "before it begins"),
        (("--store", "crm", "--from", "yesterday", "--to", "2026-02-10"), "not a moment"),
        (("--store", "crm", "--from", "2099-01-01", "--to", "2099-02-01"), "future"),
        (("--store", "crm", "--from", "2026-02-10", "--to", "2026-02-20", "--aware", "2099-01-01"), "future"),
    ],
)
def test_a_breach_that_cannot_be_is_refused(abide, place, words, told):
    (place / "stores" / "paper.yaml").write_text(PAPER)
    assert told in abide("breach", place, *words, code=2)
