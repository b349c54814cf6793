"""Fields of a record that stays at a vendor: emptied, or mended, by its own call; asked for again; and never a lie."""

from __future__ import annotations

import pytest

from stores.erasing import Item, State, Work
from stores.table import Table
from tests.vendors.cases import NAME, TODAY, crisp, hubspot, running
from tests.vendors.ledger import address, in_ledger

CONTACT = {
    "id": "/id",
    "email": "/properties/email",
    "jobtitle": "/properties/jobtitle",
    "message": "/properties/message",
}
PERSON = {"people_id": "/people_id", "email": "/email", "address": "/person/address", "notepad": "/notepad"}
TEXT = f"call {NAME} about it"
SPANS = {"message": ((5, 5 + len(NAME)),)}
PAST = {"jobtitle": [{"value": ""}, {"value": "Head"}]}


def contact():
    case = hubspot()
    case.vendor.contacts["7"].update(jobtitle="Head", message=TEXT)
    return case, Table(name="contacts", file="c.json", format="json", columns=CONTACT, key=("id",))


def profile():
    case = crisp()
    case.vendor.people["p/1"] = {
        "people_id": "p/1", "email": "a@mail.example", "person": {"nickname": NAME, "address": "1 High Street"},
        "notepad": TEXT, "score": 0.7,
    }  # fmt: skip
    return case, Table(name="people", file="p.json", format="json", columns=PERSON, key=("people_id",))


def change(made, monkeypatch, tmp_path, action, **item):
    case, table = made
    with running(case, monkeypatch) as (store, _, eraser):
        work = Work(store, table, action, [Item(case.key, **item)])
        return next(iter(eraser.erase(work, tmp_path, TODAY)))


OTHERS = [(contact, "jobtitle"), (profile, "address")]
BLANKED = [*OTHERS, (in_ledger, "FirstName"), (in_ledger, "Phone"), (address, "City")]


@pytest.mark.parametrize(("make", "column"), OTHERS)
def test_a_field_is_emptied_and_every_other_stays(make, column, monkeypatch, tmp_path):
    case, table = make()
    assert change((case, table), monkeypatch, tmp_path, "blank", columns=(column,)).state is State.REMOVED
    if make is contact:
        email = case.vendor.contacts["7"]["email"]
        assert case.vendor.contacts["7"] == {"email": email, "jobtitle": "", "message": TEXT}
    else:
        assert case.vendor.people["p/1"]["person"] == {"nickname": NAME}
        assert case.vendor.people["p/1"]["notepad"] == TEXT
    assert change((case, table), monkeypatch, tmp_path, "blank", columns=(column,)).state is State.REMOVED


@pytest.mark.parametrize(("make", "column"), [(contact, "message"), (profile, "notepad")])
def test_a_stretch_is_cut_out_of_the_text_that_was_read_and_of_no_other(make, column, monkeypatch, tmp_path):
    case, table = make()
    spans = {column: SPANS["message"]}
    given = {"columns": (column,), "spans": spans}
    other = change((case, table), monkeypatch, tmp_path, "redact", values={column: TEXT + "!"}, **given)
    assert other.state is State.CHANGED
    assert change((case, table), monkeypatch, tmp_path, "redact", values={column: TEXT}, **given).state is State.REMOVED
    held = case.vendor.contacts["7"]["message"] if make is contact else case.vendor.people["p/1"]["notepad"]
    assert NAME not in held
    assert held == "call *** about it"
    again = change((case, table), monkeypatch, tmp_path, "redact", values={column: TEXT}, **given)
    assert again.state is State.REMOVED, "to repeat it does no harm"


@pytest.mark.parametrize(("make", "column"), BLANKED)
def test_a_change_that_is_a_lie_is_found_out(make, column, monkeypatch, tmp_path):
    case, table = make()
    case.vendor.lies = True
    assert change((case, table), monkeypatch, tmp_path, "blank", columns=(column,)).state is State.FAILED


@pytest.mark.parametrize(("make", "column"), BLANKED)
@pytest.mark.parametrize("fault", ["500", "cut", "garbled", "403", "429:86400"])
def test_a_fault_that_lasts_ends_in_failed(make, column, fault, monkeypatch, tmp_path):
    case, table = make()
    case.vendor.always = fault
    assert change((case, table), monkeypatch, tmp_path, "blank", columns=(column,)).state is State.FAILED


def test_a_value_that_hubspot_keeps_in_its_history_is_not_called_removed(monkeypatch, tmp_path):
    made = contact()
    made[0].vendor.history = {"7": PAST}
    result = change(made, monkeypatch, tmp_path, "blank", columns=("jobtitle",))
    assert (result.state, "history" in result.reason) == (State.RETAINED, True)
    assert made[0].vendor.contacts["7"]["jobtitle"] == ""


def test_the_contact_that_another_was_merged_into_is_not_changed(monkeypatch, tmp_path):
    made = contact()
    made[0].vendor.merged = {"7": "8"}
    assert change(made, monkeypatch, tmp_path, "blank", columns=("jobtitle",)).state is State.CHANGED
    assert "jobtitle" not in made[0].vendor.contacts["8"]


def test_what_is_gone_is_absent_and_an_address_that_makes_the_profile_waits_for_a_person(monkeypatch, tmp_path):
    made = profile()
    assert change(made, monkeypatch, tmp_path, "blank", columns=("email",)).state is State.MANUAL
    made[0].vendor.people.clear()
    assert change(made, monkeypatch, tmp_path, "blank", columns=("address",)).state is State.ABSENT
