"""Every vendor's eraser against its stand-in: what is removed, what waits, what is kept; and every fault, without a lie."""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

import stores.vendor_api as http
from stores.erasing import Item, State, Work
from stores.errors import ErasureRefused, SourceError
from tests.vendors.cases import (
    ADDRESS,
    CASES,
    NAME,
    TODAY,
    azure,
    crisp,
    erase,
    export,
    graph,
    hubspot,
    running,
    zoom,
    zoom_recording,
)


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


@pytest.mark.parametrize("make", [hubspot, graph])
def test_what_an_earlier_try_deleted_is_not_called_gone_while_the_vendor_may_have_it(make, monkeypatch, tmp_path):
    case = make()
    with running(case, monkeypatch) as (store, table, eraser):
        erase(eraser, store, table, case, tmp_path)
        again = erase(eraser, store, table, case, tmp_path)
    assert again.state is case.good
    assert again.until > TODAY
