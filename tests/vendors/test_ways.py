"""What each vendor does in its own way: what it keeps, archives, restores, or leaves to a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stores.erasing import State
from stores.errors import SourceError
from tests.vendors.azure_blob import Blob
from tests.vendors.cases import (
    TODAY,
    Case,
    azure,
    crisp,
    erase,
    graph,
    hubspot,
    running,
    xero,
)
from tests.vendors.eventbrite import Eventbrite


def test_hubspot_does_not_delete_the_contact_that_another_was_merged_into(monkeypatch, tmp_path):
    case = hubspot()
    case.vendor.merged = {"5": "8"}
    with running(case, monkeypatch) as (store, table, eraser):
        result = erase(eraser, store, table, case, tmp_path, ("5",))
        assert result.state is State.CHANGED
        assert set(case.vendor.contacts) == {"7", "8"}
        assert eraser.present(store, table, tmp_path, [("5",), ("8",)]) == {("8",)}


def test_hubspot_a_deleted_contact_that_it_can_restore_is_there(monkeypatch, tmp_path):
    case = hubspot()
    case.vendor.archived["7"] = case.vendor.contacts.pop("7")
    with running(case, monkeypatch) as (store, table, eraser):
        assert eraser.present(store, table, tmp_path, [("7",)]) == {("7",)}
        assert erase(eraser, store, table, case, tmp_path).state is State.REQUESTED
        assert eraser.present(store, table, tmp_path, [("7",)]) == set()


def test_crisp_a_profile_takes_no_conversation_along_and_parts_wait_for_their_whole(monkeypatch, tmp_path):
    case = crisp()
    case.table, case.key = ("pages", ("session_id", "timestamp", "page_url")), ("s1", "1", "u")
    with running(case, monkeypatch) as (store, table, eraser):
        assert erase(eraser, store, table, case, tmp_path).state is State.MANUAL
        assert eraser.present(store, table, tmp_path, [case.key]) == {case.key}
        del case.vendor.conversations["s1"]
        assert erase(eraser, store, table, case, tmp_path).state is State.ABSENT


def test_crisp_one_message_goes_and_the_conversation_stays(monkeypatch, tmp_path):
    case = crisp()
    case.table, case.key = ("messages", ("session_id", "fingerprint")), ("s1", "11")
    with running(case, monkeypatch) as (store, table, eraser):
        assert erase(eraser, store, table, case, tmp_path).state is State.REMOVED
    assert set(case.vendor.messages) == {("s2", "22")}


def test_a_hold_keeps_mail_and_says_so(monkeypatch, tmp_path):
    case = graph()
    case.options["hold"] = "yes"
    with running(case, monkeypatch) as (store, table, eraser):
        result = erase(eraser, store, table, case, tmp_path)
    assert result.state is State.RETAINED
    assert "hold" in result.reason


@pytest.mark.parametrize("kept", [{"held": True}, {"until": "Thu, 01 Jan 2099 00:00:00 GMT"}])
def test_azure_what_a_hold_or_policy_keeps_is_retained(kept, monkeypatch, tmp_path):
    case = azure()
    case.vendor.blobs = [Blob("cv/ada.pdf", "v1", current=True, **kept)]
    with running(case, monkeypatch) as (store, table, eraser):
        assert erase(eraser, store, table, case, tmp_path).state is State.RETAINED
        assert eraser.present(store, table, tmp_path, [case.key]) == {case.key}
    assert not case.vendor.blobs[0].deleted


def test_azure_one_version_goes_alone_and_without_soft_delete_it_is_gone(monkeypatch, tmp_path):
    case = azure()
    case.vendor.soft_days = 0
    case.key = ("evidence/cv/ada.pdf", "v1", "", "")
    with running(case, monkeypatch) as (store, table, eraser):
        assert erase(eraser, store, table, case, tmp_path).state is State.REMOVED
        assert eraser.present(store, table, tmp_path, [case.key]) == set()
    left = {(b.name, b.version, b.snapshot) for b in case.vendor.blobs}
    assert left == {("cv/ada.pdf", "v2", ""), ("cv/ada.pdf", "", "s1"), ("cv/ada.pdf.sig", "v1", "")}


def test_xero_archives_and_a_person_asks_xero(monkeypatch, tmp_path):
    case = xero()
    with running(case, monkeypatch) as (store, table, eraser):
        eraser.check(store, tmp_path)
        result = erase(eraser, store, table, case, tmp_path)
        assert result.state is State.MANUAL
        assert "GDPRREQUEST" in result.task
        assert case.vendor.contacts == {"c1": "ARCHIVED", "c2": "ACTIVE"}
        assert eraser.present(store, table, tmp_path, [case.key]) == {case.key}
        case.vendor.contacts["c1"] = "GDPRREQUEST"
        assert erase(eraser, store, table, case, tmp_path).state is State.RETAINED


def test_xero_that_lies_about_archiving_fails(monkeypatch, tmp_path):
    case = xero()
    case.vendor.lies = True
    with running(case, monkeypatch) as (store, table, eraser):
        assert erase(eraser, store, table, case, tmp_path).state is State.FAILED


@pytest.mark.parametrize(("number", "state"), [("i1", State.RETAINED), ("i2", State.MANUAL), ("none", State.ABSENT)])
def test_xero_keeps_approved_invoices(number, state, monkeypatch, tmp_path):
    case = xero()
    case.table = ("invoices", ("InvoiceID",))
    with running(case, monkeypatch) as (store, table, eraser):
        assert erase(eraser, store, table, case, tmp_path, (number,)).state is state


def test_eventbrite_is_asked_by_a_person_and_orders_are_looked_for(monkeypatch, tmp_path):
    vendor = Eventbrite()
    vendor.orders = {"o1": {}}
    case = Case("eventbrite", vendor, ("orders", ("id",)), ("o1",), State.MANUAL, "/v3")
    with running(case, monkeypatch) as (store, table, eraser):
        eraser.check(store, tmp_path)
        assert erase(eraser, store, table, case, tmp_path).state is State.MANUAL
        assert {method for method, *_ in vendor.asked} == {"GET"}
        assert eraser.present(store, table, tmp_path, [("o1",), ("o2",)]) == {("o1",)}
        vendor.always = "500"
        with pytest.raises(SourceError):
            eraser.present(store, table, tmp_path, [("o1",)])


def test_hubspot_purge_ends_within_its_thirty_days(monkeypatch, tmp_path):
    case = hubspot()
    with running(case, monkeypatch) as (store, table, eraser):
        assert erase(eraser, store, table, case, tmp_path).until == TODAY + timedelta(days=30)
