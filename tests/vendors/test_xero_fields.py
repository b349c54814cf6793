"""Fields, numbers and addresses of a contact in Xero: emptied by type, all else as it was, the history not forgotten."""

from __future__ import annotations

import pytest

from stores.erasers.xero import ERASER
from stores.erasing import Item, State, Work
from stores.errors import SourceError
from tests.vendors.cases import TODAY, running
from tests.vendors.ledger import NOTE, address, held, in_ledger


def done(made, monkeypatch, tmp_path, action, **item):
    case, table = made
    with running(case, monkeypatch) as (store, _, eraser):
        return next(iter(eraser.erase(Work(store, table, action, [Item(case.key, **item)]), tmp_path, TODAY)))


def by_type(entries, kind):
    return {entry[kind]: entry for entry in entries}


@pytest.mark.parametrize("column", ["FirstName", "Phone"])
def test_a_field_is_emptied_and_every_other_stays(column, monkeypatch, tmp_path):
    made = in_ledger()
    wanted = held()
    if column == "Phone":
        wanted["Phones"][0]["PhoneNumber"] = ""
    else:
        wanted[column] = ""
    for _ in range(2):
        assert done(made, monkeypatch, tmp_path, "blank", columns=(column,)).state is State.REMOVED
        left = made[0].vendor.fields["c1"]
        phones = by_type(left.pop("Phones"), "PhoneType")
        assert {**left, "Phones": phones} == {**wanted, "Phones": by_type(wanted["Phones"], "PhoneType")}
        left["Phones"] = list(phones.values())
    assert made[0].vendor.contacts == {"c1": "ACTIVE", "c2": "ACTIVE"}


def test_a_stretch_is_cut_out_of_the_text_that_was_read_and_of_no_other(monkeypatch, tmp_path):
    made = in_ledger()
    given = {"columns": ("BankAccountDetails",), "spans": {"BankAccountDetails": ((8, 15),)}}
    other = done(made, monkeypatch, tmp_path, "redact", values={"BankAccountDetails": NOTE + "!"}, **given)
    assert other.state is State.CHANGED
    for _ in range(2):
        result = done(made, monkeypatch, tmp_path, "redact", values={"BankAccountDetails": NOTE}, **given)
        assert result.state is State.REMOVED
        assert made[0].vendor.fields["c1"]["BankAccountDetails"] == "ask for *** at the counter"


def test_an_address_goes_and_the_empty_one_that_xero_keeps_is_said(monkeypatch, tmp_path):
    made = address()
    case, table = made
    with running(case, monkeypatch) as (store, _, eraser):
        assert eraser.present(store, table, tmp_path, [case.key, ("c1", "DELIVERY")]) == {case.key}
    result = done(made, monkeypatch, tmp_path, "delete")
    assert (result.state, "empty" in result.reason) == (State.RETAINED, True)
    left = by_type(case.vendor.fields["c1"]["Addresses"], "AddressType")
    assert {value for name, value in left["STREET"].items() if name != "AddressType"} == {""}
    assert left["POBOX"] == held()["Addresses"][1]
    with running(case, monkeypatch) as (store, _, eraser):
        assert eraser.present(store, table, tmp_path, [case.key]) == set()


def test_what_the_history_tells_still_is_not_called_removed(monkeypatch, tmp_path):
    made = in_ledger()
    made[0].vendor.history["c1"] = ["Adam was here", "First name changed from ADA to Grace"]
    given = {"columns": ("FirstName",), "values": {"FirstName": "Ada"}}
    for _ in range(2):  # the second time the contact itself tells it no more, the landed value does
        result = done(made, monkeypatch, tmp_path, "blank", **given)
        assert (result.state, "history" in result.reason) == (State.RETAINED, True)
    made[0].vendor.history["c1"] = ["Adam was here"]
    assert done(made, monkeypatch, tmp_path, "blank", **given).state is State.REMOVED


def test_the_name_waits_for_a_person_and_so_does_what_cannot_be_written(monkeypatch, tmp_path):
    made = in_ledger()
    result = done(made, monkeypatch, tmp_path, "blank", columns=("Name",))
    assert (result.state, "wants a name" in result.task) == (State.MANUAL, True)
    assert done(made, monkeypatch, tmp_path, "blank", columns=("Website",)).state is State.MANUAL
    assert not [asked for asked in made[0].vendor.asked if asked[0] == "POST"]


def test_a_contact_that_xero_has_redacted_is_left_to_xero(monkeypatch, tmp_path):
    made = in_ledger()
    made[0].vendor.contacts["c1"] = "GDPRREQUEST"
    assert done(made, monkeypatch, tmp_path, "blank", columns=("FirstName",)).state is State.RETAINED
    del made[0].vendor.contacts["c1"]
    assert done(made, monkeypatch, tmp_path, "blank", columns=("FirstName",)).state is State.ABSENT


@pytest.mark.parametrize("answer", [{}, {"HistoryRecords": None}, {"HistoryRecords": [None]}, []])
def test_a_history_that_is_none_of_xeros_never_says_removed(answer, monkeypatch, tmp_path):
    made = in_ledger()
    real = made[0].vendor.reply

    def reply(method, path, query, body):
        return (200, answer, {}) if path.endswith("/History") else real(method, path, query, body)

    made[0].vendor.reply = reply
    assert done(made, monkeypatch, tmp_path, "blank", columns=("FirstName",)).state is State.FAILED


def test_a_list_that_is_none_of_xeros_is_no_empty_one(monkeypatch, tmp_path):
    made = address()
    made[0].vendor.fields["c1"]["Addresses"] = ["Leeds"]
    case, table = made
    with running(case, monkeypatch) as (store, _, eraser), pytest.raises(SourceError):
        eraser.present(store, table, tmp_path, [case.key])


def test_no_more_values_are_asked_for_than_a_call_of_its_own_writes():
    (_, contacts), (_, addresses) = in_ledger(), address()
    assert ERASER.needs(contacts) == ("Name", "FirstName", "BankAccountDetails", "Phone")
    assert ERASER.needs(addresses) == ("AddressLine1", "City")
    assert ERASER.needs(contacts.model_copy(update={"name": "contact_persons"})) == ()
