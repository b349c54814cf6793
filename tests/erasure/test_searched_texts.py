"""After an erasure the texts of every store are searched for the person: what means them surely, and what may not."""

import shutil

import pytest

from assets.erasure import told
from erasure.tombstones import find_returned
from stores.controller import load_controller
from stores.keys import read_key
from stores.warehouse_snapshots import open_snapshot
from tests.erasure.approved import ERASURE, allowed, approved, hand, night_of_all
from tests.erasure.nights import AS_OF
from tests.erasure.test_hand import LATE

PEOPLE = """\
name: recruitment
role: controller
connector: files
export: exports
exported_at: {name: "%Y-%m-%d"}
fresh_within: 26 hours
erase: {by: files}
tables:
  - name: applications
    file: applications-*.csv
    columns: [application_id, email, full_name, closed, result, phone, nino, postcode, login]
    key: [application_id]
    subject: {email: email, phone: phone, login: login}
    subject_type: candidate
    purpose: recruitment
    lawful_basis: contract
    record: {ended_on: try_cast(closed as date), outcome: lower(result)}
    personal:
      email: user.contact.email
      full_name: user.name
      phone: user.contact.phone_number
      nino: user.government_id.national_identification_number
      postcode: user.contact.address.postal_code
"""
CALLS = """\
name: calls
role: controller
connector: files
export: calls
exported_at: {name: "%Y-%m-%d"}
fresh_within: 26 hours
erase: {by: files}
tables:
  - name: calls
    file: calls-*.csv
    columns: [call_id, email, caller, phone, note]
    key: [call_id]
    subject: {email: email, phone: phone}
    subject_type: contact
    purpose: recruitment
    lawful_basis: contract
    personal: {email: user.contact.email, caller: user.name, phone: user.contact.phone_number}
"""
HEADING = "application_id,email,full_name,closed,result,phone,nino,postcode,login\n"
JANE = "A1,jane.roe@mail.example,Jane Roe,2024-01-10,unsuccessful,07911 123456,AB123456C,LS2 8AA,jroe84\n"
SAM = "A2,sam.poe@mail.example,Sam Poe,2026-02-01,unsuccessful,07922 654321,CE654321D,SW1A 1AA,spoe77\n"
NONE = {"texts_with_identifier": 0, "texts_with_shared_identifier": 0, "texts_with_name": 0}


@pytest.fixture(scope="module")
def made_once(first_night, tmp_path_factory):
    place = shutil.copytree(first_night, tmp_path_factory.mktemp("texts") / "tiny")
    allowed(place)
    (place / "stores" / "recruitment.yaml").write_text(PEOPLE + ERASURE)
    (place / "stores" / "calls.yaml").write_text(CALLS + ERASURE)
    (place / "calls").mkdir()
    (place / "exports" / "applications-2026-03-01.csv").write_text(HEADING + JANE + SAM)
    calls(place)
    return place


@pytest.fixture
def place(made_once, tmp_path):
    return shutil.copytree(made_once, tmp_path / "tiny")


def calls(place, *rows):
    """Write the calls: email, caller, phone, note."""
    lines = ["call_id,email,caller,phone,note", *(f"c{n},{row}" for n, row in enumerate(rows)), ""]
    (place / "calls" / "calls-2026-03-01.csv").write_text("\n".join(lines))


def erased(place, *rows):
    calls(place, "bob.bee@mail.example,Bob Bee,07933 111222,nothing", *rows)
    night_of_all(place, AS_OF)
    approved(place, lambda flag: flag.clause == LATE and flag.record_key == "A1")
    done = hand(place).execute()
    return done, {name: done.found[name] for name in NONE}


@pytest.mark.slow
def test_a_number_written_otherwise_in_anothers_note_is_not_verified(place):
    done, found = erased(place, "kay.lee@mail.example,Kay Lee,,ring her aunt on +44 (0)7911 123-456")
    assert found == {**NONE, "texts_with_identifier": 1}
    assert (done.counts(), done.found["identifiers_searched_in_texts"]) == ({"verified": 1}, 3)
    data = hand(place).certify()[1]
    assert data["status"] == "incomplete"
    assert "1 records mention an identifier" in told(done)
    whole = str(data) + told(done)
    assert not any(value in whole for value in ("7911", "AB123456C", "jroe84", "Jane", "LS2"))
    # it is taken out of the note: the same batch, repeated when no reading of before is left, finds nothing more
    calls(place, "kay.lee@mail.example,Kay Lee,,ring her aunt")
    assert {name: hand(place).execute().found[name] for name in NONE} == NONE
    assert hand(place).certify()[1]["status"] == "verified"


@pytest.mark.slow
def test_what_means_the_person_keeps_the_batch_open(place):
    _, found = erased(
        place,
        ",,07911123456,left a message",  # a number that no record of somebody else bears
        "kay.lee@mail.example,Kay Lee,,NI no. AB 12 34 56 C",
        "kay.lee@mail.example,Kay Lee,,her login was JROE84.",
        '"","Roe, Jane",,wrote from Leeds LS2 8AA',
        'kay.lee@mail.example,Kay Lee,,"lives with Jane Roe, LS2 8AA"',
    )
    assert found == {**NONE, "texts_with_identifier": 5}
    assert hand(place).certify()[1]["status"] == "incomplete"


@pytest.mark.slow
def test_what_may_be_anothers_is_told_and_stops_nothing(place):
    done, found = erased(
        place,
        "tom.roe@mail.example,Tom Roe,07911 123456,her husband; on 07911 123456",
        "jr@mail.example,Jane Roe,,another of that name",
        "kay.lee@mail.example,Kay Lee,,knows Jane Roe",
    )
    assert found == {**NONE, "texts_with_shared_identifier": 1, "texts_with_name": 1}
    data = hand(place).certify()[1]
    assert data["status"] == "verified"
    assert [(one["records"], one["state"]) for one in data["remains"]] == [(1, "task"), (1, "task")]
    assert "1 records mention the name of a person who went" in told(done)


@pytest.mark.slow
def test_tombstones_of_texts_call_nobody_back(place):
    erased(place)
    calls(place, "jr@mail.example,Jane Roe,07911 123456,AB123456C")
    night_of_all(place, AS_OF)
    with open_snapshot(place, read_key(place)) as con:
        assert find_returned(con, load_controller(place)) == []
