"""From an approved plan to a certificate: what is refused, what goes, what is verified, and what is left of it."""

import json

import pytest

from erasure.errors import Refused
from stores.controller import load_controller
from tests.erasure.approved import LIMITS, allowed, approved, hand, night_of_all, planned, say
from tests.erasure.nights import AS_OF, export

LATE = "candidates-twelve-months"


@pytest.fixture
def ready(place):
    allowed(place)
    night_of_all(place, AS_OF)
    return place


def rows(place):
    return (place / "exports" / "applications-2026-03-01.csv").read_text().splitlines()


def late(*keys):
    return lambda flag: flag.clause == LATE and (not keys or flag.record_key in keys)


def test_what_two_people_approved_goes_and_is_certified(ready):
    ledger = approved(ready, late("A1", "A4"))
    done = hand(ready).execute()
    assert done.counts() == {"verified": 2}
    assert [line[:2] for line in rows(ready)[1:]] == ["A2", "A3", "A5"]
    path, data = hand(ready).certify()
    assert data["status"] == "verified"
    assert data["stores"][0]["tables"][0]["states"] == {"verified": 2}
    assert (data["approved_by"], data["decided_by"]) == (["abe", "ann"], ["rob"])
    text = path.read_text() + path.with_suffix(".html").read_text()
    for secret in ("jane", "Jane", "mail.example", "A1"):
        assert secret not in text
    assert path.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    acts = [act.what for _, act in ledger.read().batches["EB-0001"].acts]
    assert acts == ["started", "executed", "verified", "certified"]
    assert json.loads(path.read_text())["certificate"] == data
    assert not list((ready / ".abide" / "erasure").glob("*/*.duckdb*"))
