"""From an approved plan to a certificate: what is refused, what goes, what is verified, and what is left of it."""

import json
from datetime import UTC, datetime

import pytest

from assets.erasure import told
from erasure.errors import Refused
from stores.controller import load_controller
from stores.errors import ErasureRefused
from stores.keys import read_key
from stores.warehouse import open_warehouse
from stores.warehouse_snapshots import open_snapshot
from tests.erasure.approved import ERASURE, LIMITS, allowed, approved, hand, night_of_all, planned, say
from tests.erasure.nights import AS_OF, export

LATE = "candidates-twelve-months"


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


def test_what_is_missing_is_told_and_nothing_is_touched(ready):
    before = rows(ready)
    ledger = planned(ready, late("A1", "A4"))
    with pytest.raises(Refused, match="0 of 2 approvals"):
        hand(ready).execute()
    of, sha256 = ledger.read().batches["EB-0001"].binding
    say(ledger, "ann", {"kind": "approved", "batch": "EB-0001", "of": of, "sha256": sha256})
    with pytest.raises(Refused, match="1 of 2 approvals"):
        hand(ready).execute()
    say(ledger, "abe", {"kind": "approved", "batch": "EB-0001", "of": of, "sha256": sha256})
    settings = ready / "abide.yaml"
    text = settings.read_text()
    for limits, words in (
        ("", "states no limits"),
        ("erasure: {rows: 1, share: 1.0}\n", "touches 2 records, the limit is 1"),
        (
            "erasure: {rows: 10, share: 0.2}\n",
            "2 of 5 records of recruitment.applications, the limit is a share of 0.2",
        ),
    ):
        settings.write_text(text.replace(LIMITS, limits))
        with pytest.raises(Refused, match=words):
            hand(ready).execute()
    settings.write_text(text)
    export(ready, A1="jane.roe@mail.example,Jane Roe,2026-01-10,unsuccessful,")
    with pytest.raises(Refused, match="not what was approved"):
        hand(ready).execute()
    export(
        ready,
        A1="jane.roe@mail.example,Jane Roe,2024-01-10,unsuccessful,",
        A9="x@mail.example,X,2024-01-10,unsuccessful,",
    )
    flags = tuple(ledger.read().batches["EB-0001"].flags.values())
    held = {"store": flags[0].store, "table": flags[0].table, "record_key": flags[0].record_key}
    say(
        ledger,
        "rob",
        {
            "kind": "held",
            "matter": "claim",
            "owner": "counsel",
            "review_on": "2026-09-01",
            "reason": "claim",
            "records": [held],
        },
    )
    with pytest.raises(Refused, match="on hold"):
        hand(ready).execute()
    export(ready)
    assert rows(ready) == before
    assert not list((ready / ".abide").glob("erasure/*/intent.jsonl"))
    assert not list((ready / ".abide").glob("erasure/*/*.duckdb*"))
    with pytest.raises(Refused, match="nothing of EB-0001 was begun"):
        hand(ready).certify()


def test_a_store_without_a_word_on_erasure_is_refused(place):
    settings = place / "abide.yaml"
    settings.write_text(settings.read_text() + LIMITS)
    store = place / "stores" / "recruitment.yaml"
    store.write_text(store.read_text() + ERASURE)
    night_of_all(place, AS_OF)
    approved(place, late("A1"))
    with pytest.raises(ErasureRefused, match="says nothing under erase:"):
        hand(place).execute()


class Lying:
    """An eraser that says what it did not do."""

    def needs(self, table):
        return ()

    def check(self, store, folder):
        pass

    def erase(self, work, folder, today):
        from stores.erasing import Result, State

        for item in work.items:
            yield Result(item.key, State.REMOVED)

    def present(self, store, table, folder, keys):
        return set()


class Failing(Lying):
    def erase(self, work, folder, today):
        from stores.erasing import Result, State

        yield Result(work.items[0].key, State.ABSENT)
        raise TimeoutError("jane.roe@mail.example did not answer")


class Waiting(Lying):
    def erase(self, work, folder, today):
        from datetime import timedelta

        from stores.erasing import Result, State

        for state, item in zip((State.REQUESTED, State.BEYOND_USE, State.MANUAL), work.items, strict=True):
            yield Result(item.key, state, "as the vendor says", today + timedelta(days=30), "see to it")


def test_lying_success_is_found_out(ready):
    approved(ready, late("A1", "A4"))
    done = hand(ready, erasers=lambda _: Lying()).execute()
    assert done.counts() == {"failed": 2}
    _, data = hand(ready).certify()
    assert data["status"] == "incomplete"
    assert data["remains"][0]["why"] == "the store still gives it out after it was called removed"
    night_of_all(ready, AS_OF)
    with open_snapshot(ready, read_key(ready)) as con:  # it never went, so it is not back
        assert con.execute("SELECT count(*) FROM meta.returned").fetchall() == [(0,)]
    done = hand(ready).execute()
    assert done.counts() == {"verified": 2}
    path, data = hand(ready).certify()
    assert (data["number"], data["status"]) == (2, "verified")
    assert path.name == "EB-0001-2.json"


@pytest.mark.slow
def test_an_error_is_the_state_of_its_records_and_quotes_nothing(ready):
    approved(ready, late("A1", "A4", "A5"))
    done = hand(ready, erasers=lambda _: Failing()).execute()
    assert done.counts() == {"failed": 3}
    log = next((ready / ".abide" / "erasure").glob("*/intent.jsonl")).read_text()
    assert "TimeoutError" in log
    assert "jane" not in log
    assert hand(ready).execute().counts() == {"verified": 3}


@pytest.mark.slow
def test_a_request_is_not_called_done(ready):
    approved(ready, late("A1", "A4", "A5"))
    done = hand(ready, erasers=lambda _: Waiting()).execute()
    assert done.counts() == {"beyond_use": 1, "manual": 1, "requested": 1}
    _, data = hand(ready).certify()
    assert data["status"] == "incomplete"
    assert {(one["state"], one["until"]) for one in data["remains"]} == {
        ("beyond_use", "2026-03-31"), ("manual", "2026-03-31"), ("requested", "2026-03-31"),
    }  # fmt: skip


@pytest.mark.slow
def test_what_was_asked_for_is_verified_once_it_has_come_true(ready):
    approved(ready, late("A1", "A4", "A5"))
    waiting = {"erasers": lambda _: Waiting()}
    hand(ready, **waiting).execute()
    hand(ready, **waiting).certify()
    assert hand(ready, **waiting).execute().counts() == {"beyond_use": 1, "manual": 1, "requested": 1}
    export(ready, A1=None, A4=None, A5=None)
    assert hand(ready, **waiting).execute().counts() == {"beyond_use": 1, "verified": 2}
    later = datetime(2026, 4, 1, 12, tzinfo=UTC)
    assert hand(ready, clock=lambda: later, **waiting).execute().counts() == {"verified": 3}


@pytest.mark.slow
def test_what_a_person_did_is_verified_by_a_whole_export_only(place):
    """An export that is empty, or of which a row is quarantined, shows nothing, whatever it lacks."""
    allowed(place)
    store = place / "stores" / "recruitment.yaml"
    store.write_text(store.read_text().replace("by: files", "by: hand"))
    night_of_all(place, AS_OF)
    approved(place, late("A1", "A4"))
    assert hand(place).execute().counts() == {"manual": 2}
    header, *others = [line for line in rows(place) if line[:2] not in {"A1", "A4"}]
    (place / "exports" / "applications-2026-03-01.csv").unlink()
    anew = place / "exports" / "applications-2026-03-03.csv"
    later = datetime(2026, 3, 3, 12, tzinfo=UTC)
    erased = "jane.roe@mail.example,Jane Roe,2024-01-10,unsuccessful,"
    whole = "\n".join([header, *others, ""])
    for shown in ("", header + "\n", f"{whole}A1,{erased},more,cells\n", f"{whole},{erased}\n"):
        anew.write_text(shown)
        assert hand(place, clock=lambda: later).execute().counts() == {"manual": 2}, shown
        assert hand(place, clock=lambda: later).certify()[1]["status"] == "incomplete"
    anew.write_text(whole)
    assert hand(place, clock=lambda: later).execute().counts() == {"verified": 2}


@pytest.mark.slow
def test_an_address_that_stands_in_anothers_record_is_told_and_the_batch_is_not_called_verified(place):
    allowed(place)
    export(place, A2="sam.poe@mail.example,Sam Poe,2025-12-01,unsuccessful,ask Jane.Roe@mail.example.")
    night_of_all(place, AS_OF)
    approved(place, late("A1"))
    done = hand(place).execute()
    assert done.counts() == {"verified": 1}
    assert (done.found["records_with_identifier"], done.found["texts_with_address"]) == (0, 1)
    _, data = hand(place).certify()
    assert data["status"] == "incomplete"
    assert "1 records mention an identifier" in told(done)


@pytest.mark.slow
def test_a_person_who_is_there_under_another_key_is_found_by_their_identifier(ready):
    approved(ready, late("A1"))

    class Renumbering(Lying):
        def erase(self, work, folder, today):
            export(ready, A1=None, A9="Jane.Roe+x@mail.example,J Roe,2026-01-10,unsuccessful,")
            yield from super().erase(work, folder, today)

    done = hand(ready, erasers=lambda _: Renumbering()).execute()
    assert done.counts() == {"failed": 1}
    assert done.found["records_with_identifier"] == 1


@pytest.mark.slow
def test_two_processes_do_not_carry_out_one_batch(ready):
    from erasure.intent import alone

    approved(ready, late("A1"))
    order = hand(ready).order()
    with alone(order.home(ready)), pytest.raises(Refused, match="by another process"):
        hand(ready).execute()
    assert hand(ready).execute().counts() == {"verified": 1}


def test_the_bytes_of_what_was_erased_are_in_no_file(ready, monkeypatch):
    plain = {"jane.roe@mail.example", "Jane Roe", "ann.moe@mail.example", "Ann Moe"}
    approved(ready, late("A1", "A4"))
    hand(ready).execute()
    hand(ready).certify()
    for path in ready.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not [text for text in plain if text.encode() in data], path
    for opened in (open_warehouse, open_snapshot):
        with opened(ready, read_key(ready)) as con:
            for schema, name in con.execute(
                "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT temporary"
            ).fetchall():
                found = str(con.execute(f'SELECT * FROM "{schema}"."{name}"').fetchall())
                assert not [text for text in plain if text in found], name
    assert len(list((ready / ".abide" / "snapshots").glob("*.duckdb"))) == 1
    night_of_all(ready, AS_OF)  # the warehouse is a warehouse still


def test_the_certificate_is_checked_offline_and_every_change_is_found(ready, capsys):
    from pipelines.cli import main

    approved(ready, late("A1"))
    hand(ready).execute()
    path, _ = hand(ready).certify()

    def verified(file, code):
        with pytest.raises(SystemExit) as ended:
            main(["verify", str(ready), "--certificate", str(file), "--json"])
        told = json.loads(capsys.readouterr().out)
        assert ended.value.code == code, told
        return told

    assert verified(path, 0)["certificates"] == 1
    whole = json.loads(path.read_text())
    for change, words in (
        ({"certificate": {**whole["certificate"], "status": "incomplete"}}, "was edited"),
        ({"signature": "00" * 64}, "not signed"),
        ({"sha256": "0" * 64}, "was edited"),
    ):
        other = path.with_name("other.json")
        other.write_text(json.dumps({**whole, **change}))
        assert words in str(verified(other, 1)["faults"])
    other.write_text("{}")
    assert "is no certificate" in str(verified(other, 1)["faults"])


def test_a_hold_that_comes_in_between_stops_the_rest(ready):
    ledger = approved(ready, late("A1", "A4"))
    assert hand(ready, erasers=lambda _: Lying()).execute().counts() == {"failed": 2}
    flag = next(f for f in ledger.read().batches["EB-0001"].flags.values() if f.record_key == "A4")
    held = {"store": flag.store, "table": flag.table, "record_key": "A4"}
    say(
        ledger,
        "rob",
        {
            "kind": "held",
            "matter": "claim",
            "owner": "counsel",
            "review_on": "2026-09-01",
            "reason": "claim",
            "records": [held],
        },
    )
    before = rows(ready)
    with pytest.raises(Refused, match="on hold"):
        hand(ready).execute()
    assert rows(ready) == before


def test_plans_are_read_back_by_their_hash(ready):
    approved(ready, late("A1"))
    (plan,) = (ready / ".abide" / "plans").glob("*.json")
    plan.chmod(0o600)
    plan.write_text(plan.read_text().replace('"A1"', '"A2"'))
    with pytest.raises(Refused, match="not the one that was approved"):
        hand(ready).execute()
    assert load_controller(ready).limits is not None
