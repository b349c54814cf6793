"""A credential goes to its vendor alone, and a binding that lacks something is refused before anything is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stores.erasing import State, eraser_for
from stores.errors import ErasureRefused, SourceError
from tests.vendors.cases import (
    crisp,
    erase,
    graph,
    hubspot,
    running,
    store_of,
    xero,
)


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
