"""Every vendor's eraser against its stand-in: what is removed, what waits, what is kept; and every fault, without a lie."""

from __future__ import annotations

import json
import logging
import stat
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import pytest

import stores.vendor_api as http
from stores.erasing import Item, State, Work, eraser_for
from stores.errors import ErasureRefused, SourceError
from tests.vendors.azure_blob import Blob
from tests.vendors.cases import (
    ADDRESS,
    CASES,
    NAME,
    TODAY,
    Case,
    azure,
    crisp,
    erase,
    export,
    graph,
    hubspot,
    running,
    store_of,
    xero,
    zoom,
    zoom_recording,
)
from tests.vendors.eventbrite import Eventbrite


@pytest.mark.parametrize("make", CASES)
def test_a_record_is_erased_once_and_the_second_time_does_no_harm(make, monkeypatch, tmp_path):
    case = make()
    with running(case, monkeypatch) as (store, table, eraser):
        eraser.check(store, tmp_path)
        first = erase(eraser, store, table, case, tmp_path)
        again = erase(eraser, store, table, case, tmp_path)
    assert first.state is case.good, first
    assert again.state in {State.ABSENT, case.good}, again
    if case.good in {State.REQUESTED, State.BEYOND_USE}:
        assert first.until > TODAY
        assert first.reason


def test_only_the_record_of_the_plan_goes(monkeypatch, tmp_path):
    for make, left in (
        (hubspot, lambda v: set(v.contacts) == {"8"} and v.blocked == {ADDRESS}),
        (crisp, lambda v: not v.people and set(v.conversations) == {"s1", "s2"} and len(v.messages) == 2),
        (zoom, lambda v: ("77", "r2") in v.registrants and ("77", "r1") not in v.registrants),
        (zoom_recording, lambda v: v.recordings == {"/a//b==": [], "plain": ["rec"]} and not v.trash),
        (graph, lambda v: set(v.messages) == {"z="} and set(v.purges) == {"x=", "y="}),
        (azure, lambda v: [b.name for b in v.blobs if not b.deleted] == ["cv/ada.pdf.sig"]),
    ):
        case = make()
        with running(case, monkeypatch) as (store, table, eraser):
            erase(eraser, store, table, case, tmp_path)
        assert left(case.vendor), make


@pytest.mark.parametrize("make", CASES)
@pytest.mark.parametrize("fault", ["429:1", "429", "500", "503:2", "cut", "silent"])
def test_one_fault_is_outlasted(make, fault, monkeypatch, tmp_path):
    case = make()
    with running(case, monkeypatch) as (store, table, eraser):
        case.vendor.plant(fault)
        assert erase(eraser, store, table, case, tmp_path).state is case.good


@pytest.mark.parametrize("make", CASES)
@pytest.mark.parametrize("fault", ["429:1", "429:86400", "500", "cut", "garbled", "403", "401"])
def test_a_fault_that_lasts_ends_in_failed_and_present_never_says_gone(make, fault, monkeypatch, tmp_path, caplog):
    case = make()
    caplog.set_level(logging.DEBUG)
    with running(case, monkeypatch) as (store, table, eraser):
        export(tmp_path, table, case.key)
        case.vendor.always = fault
        result = erase(eraser, store, table, case, tmp_path)
        assert result.state is State.FAILED
        assert result.reason
        try:
            present = eraser.present(store, table, tmp_path, [case.key])
        except (SourceError, ErasureRefused) as error:
            told = str(error)
        else:
            assert present == {case.key}
            told = ""
        with pytest.raises((ErasureRefused, SourceError)) if fault != "garbled" else _either():
            eraser.check(store, tmp_path)
    for text in (result.reason, told, caplog.text):
        assert NAME not in text
        assert ADDRESS not in text
        assert case.token not in text


DEEP = b"[" * 200_000
ODD = [
    *((hubspot, "/contacts/7", body) for body in ({"id": None}, {"id": ""}, {"id": []}, {}, DEEP)),
    *((zoom_recording, "/recordings", {"recording_files": files}) for files in ([None], [{}], [{"id": ""}])),
    (zoom_recording, "/recordings", DEEP),
    (azure, "/evidence", b"<a><Blobs/></a>"),
    (graph, "/messages", DEEP),
]
"""Answers that are well formed and are not the vendor's: what asks for them, where, and what comes."""


@pytest.mark.parametrize(("make", "place", "body"), ODD, ids=range(len(ODD)))
def test_an_answer_that_is_none_of_the_vendors_never_says_gone(make, place, body, monkeypatch, tmp_path):
    case = make()
    reply = case.vendor.reply

    def odd(method, path, query, said):
        return (200, body, {}) if method == "GET" and place in path else reply(method, path, query, said)

    monkeypatch.setattr(case.vendor, "reply", odd)
    with running(case, monkeypatch) as (store, table, eraser):
        export(tmp_path, table, case.key)
        assert erase(eraser, store, table, case, tmp_path).state is State.FAILED
        with pytest.raises((SourceError, ErasureRefused)):
            eraser.present(store, table, tmp_path, [case.key])


@pytest.mark.parametrize("rows", ["", "id\n", 'id\n"7\n', "id\n7,8\n"])
def test_an_export_that_is_empty_or_not_read_whole_does_not_say_gone(rows, monkeypatch, tmp_path):
    case = replace(hubspot(), by="hand")
    with running(case, monkeypatch) as (store, table, eraser):
        export(tmp_path, table, ("1",))
        assert eraser.present(store, table, tmp_path, [("1",), ("7",)]) == {("1",)}
        (tmp_path / "exports" / "records.csv").write_text(rows)
        with pytest.raises(SourceError, match="nothing shows"):
            eraser.present(store, table, tmp_path, [("7",)])


@contextmanager
def _either():
    with suppress(ErasureRefused, SourceError):
        yield


@pytest.mark.parametrize("make", CASES)
@pytest.mark.parametrize("fault", ["500", "cut", "garbled", "silent"])
def test_a_fault_of_the_deletion_alone_is_never_told_as_done_unless_it_is(make, fault, monkeypatch, tmp_path):
    """The deletion's own answer is lost for good; the readings around it work."""
    case = make()
    with running(case, monkeypatch) as (store, table, eraser):
        export(tmp_path, table, case.key)
        case.vendor.always, case.vendor.only = (
            fault,
            "POST" if case.by in {"hubspot", "graph"} and "tick" not in case.table[0] else "DELETE",
        )
        result = erase(eraser, store, table, case, tmp_path)
        still = eraser.present(store, table, tmp_path, [case.key])
    assert case.key in still
    assert result.state in {State.FAILED, State.REQUESTED}
    if result.state is State.REQUESTED:  # a garbled 200 counts as taken; the reading shows that it is there
        assert (case.by, fault) == ("hubspot", "garbled")


@pytest.mark.parametrize("make", CASES)
def test_a_success_that_is_a_lie_is_never_removed_and_present_finds_the_record(make, monkeypatch, tmp_path):
    case = make()
    with running(case, monkeypatch) as (store, table, eraser):
        export(tmp_path, table, case.key)
        case.vendor.lies = True
        result = erase(eraser, store, table, case, tmp_path)
        assert result.state not in {State.REMOVED, State.ABSENT, State.BEYOND_USE}
        assert eraser.present(store, table, tmp_path, [case.key]) == {case.key}


@pytest.mark.parametrize("make", CASES)
def test_a_deletion_whose_answer_is_lost_is_found_done_by_trying_again(make, monkeypatch, tmp_path):
    case = make()
    with running(case, monkeypatch) as (store, table, eraser):
        case.vendor.plant("lost", only="POST" if make in {hubspot, graph} else "DELETE")
        result = erase(eraser, store, table, case, tmp_path)
        assert result.state in {case.good, State.ABSENT}, result
        again = erase(eraser, store, table, case, tmp_path)
        assert again.state in {case.good, State.ABSENT}, again
    assert not case.vendor.faults


def test_a_vendor_that_is_down_is_not_asked_for_every_record(monkeypatch, tmp_path):
    case = hubspot()
    with running(case, monkeypatch) as (store, table, eraser):
        case.vendor.always = "500"
        items = [Item((str(n),)) for n in range(50)]
        results = list(eraser.erase(Work(store, table, "delete", items), tmp_path, TODAY))
    assert len(results) == 50
    assert {r.state for r in results} == {State.FAILED}
    assert len(case.vendor.asked) == 3 * http.TRIES


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


def test_a_job_file_holds_keys_only_for_its_owner_only_and_is_the_same_twice(monkeypatch, tmp_path):
    case = Case("hand", Eventbrite(), ("attendees", ("id",)), ("a1",), State.MANUAL)
    case.columns, case.values = ("id", "email"), {"email": ADDRESS}
    with running(case, monkeypatch) as (store, table, eraser):
        export(tmp_path, table, ("a1",))
        first, second = (erase(eraser, store, table, case, tmp_path) for _ in range(2))
        assert eraser.present(store, table, tmp_path, [("a1",), ("a2",)]) == {("a1",)}
    assert first == second
    jobs = list((tmp_path / ".abide" / "jobs").iterdir())
    assert len(jobs) == 1
    assert jobs[0].name in first.task
    assert stat.S_IMODE(jobs[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(jobs[0].parent.stat().st_mode) == 0o700
    text = jobs[0].read_text(encoding="utf-8")
    assert json.loads(text)["records"] == [{"key": ["a1"]}]
    assert ADDRESS not in text


def test_blanking_that_no_map_places_waits_for_a_person(monkeypatch, tmp_path):
    case = hubspot()
    with running(case, monkeypatch) as (store, table, eraser):
        item = Item(("7",), columns=("id",))
        result = next(iter(eraser.erase(Work(store, table, "blank", [item]), tmp_path, TODAY)))
    assert result.state is State.MANUAL
    assert not [one for one in case.vendor.asked if one[0] != "GET"]


@pytest.mark.parametrize("url", ["http://api.vendor.example", "ftp://127.0.0.1", "api.vendor.example", "https://["])
def test_the_credential_never_travels_in_the_clear(url, monkeypatch, tmp_path):
    store = store_of(hubspot(), url, monkeypatch)
    with pytest.raises(ErasureRefused, match="https://"):
        eraser_for(store).check(store, tmp_path)


def test_an_eraser_that_there_is_not_is_refused_by_its_name(monkeypatch):
    store = store_of(replace(hubspot(), by="nobody"), "https://api.vendor.example", monkeypatch)
    with pytest.raises(ErasureRefused, match="there is no eraser 'nobody'"):
        eraser_for(store)


def test_without_a_credential_nothing_is_asked(monkeypatch, tmp_path):
    store = store_of(hubspot(), "https://api.vendor.example", monkeypatch)
    monkeypatch.delenv("ERASER_TOKEN")
    with pytest.raises(ErasureRefused, match="ERASER_TOKEN"):
        eraser_for(store).check(store, tmp_path)


@pytest.mark.parametrize("token", ["caf\u00e9-secret", "two\nlines-secret", ""])
def test_a_credential_of_odd_characters_is_refused_and_not_told(token, monkeypatch, tmp_path):
    case = hubspot()
    case.token = token
    store = store_of(case, "https://api.vendor.example", monkeypatch)
    with pytest.raises(ErasureRefused) as told:
        eraser_for(store).check(store, tmp_path)
    assert "secret" not in str(told.value)


def test_a_job_file_that_cannot_be_written_fails(monkeypatch, tmp_path):
    case = Case("hand", Eventbrite(), ("attendees", ("id",)), ("a1",), State.MANUAL)
    (tmp_path / ".abide").write_text("in the way")
    with running(case, monkeypatch) as (store, table, eraser):
        assert erase(eraser, store, table, case, tmp_path).state is State.FAILED


@pytest.mark.parametrize("make", [hubspot, graph])
def test_what_an_earlier_try_deleted_is_not_called_gone_while_the_vendor_may_have_it(make, monkeypatch, tmp_path):
    case = make()
    with running(case, monkeypatch) as (store, table, eraser):
        erase(eraser, store, table, case, tmp_path)
        again = erase(eraser, store, table, case, tmp_path)
    assert again.state is case.good
    assert again.until > TODAY


@pytest.mark.parametrize("make", [crisp, graph, xero])
def test_a_binding_that_lacks_an_option_is_refused_with_its_name(make, monkeypatch, tmp_path):
    case = make()
    name = min(case.options)
    del case.options[name]
    store = store_of(case, "https://api.vendor.example", monkeypatch)
    with pytest.raises(ErasureRefused, match=name):
        eraser_for(store).check(store, tmp_path)


def test_a_redirect_is_not_followed_with_the_credential(monkeypatch, tmp_path):
    case = hubspot()
    case.vendor.reply = lambda *_: (302, None, {"Location": "http://127.0.0.1:9/elsewhere"})
    with running(case, monkeypatch) as (store, table, eraser):
        assert erase(eraser, store, table, case, tmp_path).state is State.FAILED
        with pytest.raises(SourceError):
            eraser.present(store, table, tmp_path, [case.key])


def test_a_key_cannot_leave_its_place_in_the_path(monkeypatch, tmp_path):
    case = hubspot()
    with running(case, monkeypatch) as (store, table, eraser):
        for key in ("../contacts/8", "..", "8?archived=true", "7/../8", "8#x"):
            assert erase(eraser, store, table, case, tmp_path, (key,)).state in {State.REQUESTED, State.FAILED}
    assert set(case.vendor.contacts) == {"7", "8"}
    assert not [one for one in case.vendor.asked if one[0] == "POST"]


def test_hubspot_purge_ends_within_its_thirty_days(monkeypatch, tmp_path):
    case = hubspot()
    with running(case, monkeypatch) as (store, table, eraser):
        assert erase(eraser, store, table, case, tmp_path).until == TODAY + timedelta(days=30)
