"""Abide's own copies beside the warehouse: access packs, job files, reports. Nothing of who was erased stays in one."""

import json
import shutil

import pytest

from assets.report import write_reports
from pipelines.cli import main
from stores.controller import load_controller
from stores.keys import read_key
from stores.warehouse_snapshots import open_snapshot
from tests.erasure.approved import ERASURE, allowed, approved, hand, night_of_all
from tests.erasure.nights import AS_OF
from tests.erasure.test_hand import LATE
from tests.erasure.test_searched import VENDOR, contacts, late

SECRETS = (b"jane.roe@mail.example", b"Jane Roe", b"told by telephone")
JANE = ",jane.roe@mail.example,told by telephone,2024-01-10"


@pytest.fixture
def place(place, monkeypatch):
    """A vendor whose key is the address itself, and everything that Abide writes about people before an erasure."""
    for name in ("DAGSTER_HOME", "ABIDE_KEY", "ABIDE_PERSON"):
        monkeypatch.delenv(name, raising=False)
    allowed(place)
    (place / "stores" / "crm.yaml").write_text(VENDOR.replace("key: [contact_id]", "key: [email]") + ERASURE)
    (place / "crm").mkdir()
    contacts(place, "c0,bob.bee@mail.example,,2026-02-01", "c1" + JANE)
    night_of_all(place, AS_OF)
    with open_snapshot(place, read_key(place)) as con:
        write_reports(con, load_controller(place), AS_OF, place / "report")
    pack(place, "A1")
    return place


def pack(place, key):
    with pytest.raises(SystemExit) as ended:
        main(["subject", "access", str(place), f"recruitment/applications/{key}"])
    assert ended.value.code in {0, None}


def packs(place):
    return sorted((place / ".abide" / "access").iterdir())


def holding(place):
    """The files with a value of the person, other than the stores themselves."""
    return [
        path.relative_to(place).as_posix()
        for path in sorted(place.rglob("*"))
        if path.is_file() and any(secret in path.read_bytes() for secret in SECRETS)
    ]


def test_packs_and_jobs_go_with_what_they_speak_of(place):
    pack(place, "A2")
    assert any(name.startswith(".abide/access/") for name in holding(place))
    approved(place, lambda flag: flag.clause == LATE and (flag.record_key == "A1" or flag.store == "crm"))
    assert hand(place).execute().counts() == {"manual": 1, "verified": 1}
    (job,) = (place / ".abide" / "jobs").iterdir()
    assert b"jane.roe" in job.read_bytes()
    data = hand(place).certify()[1]
    assert (data["own_copies"]["access_packs"], data["own_copies"]["job_files"]) == (1, 0)
    assert job.exists(), "a person has not done it yet"
    assert len(packs(place)) == 1, "another person's pack stays"
    contacts(place, "c0,bob.bee@mail.example,,2026-02-01", day="2026-03-02")
    assert hand(place).execute().counts() == {"verified": 2}
    data = hand(place).certify()[1]
    assert (data["status"], data["own_copies"]["job_files"]) == ("verified", 1)
    assert holding(place) == []


@pytest.mark.slow
def test_a_pack_that_cannot_be_read_is_told_and_the_batch_is_not_called_verified(place):
    approved(place, late("A1"))
    (one,) = packs(place)
    (one / "data.json").write_text('{"tables": [')
    assert hand(place).execute().counts() == {"verified": 1}
    data = hand(place).certify()[1]
    assert (data["own_copies"]["access_packs_unreadable"], data["status"]) == (1, "incomplete")
    shutil.rmtree(one)
    assert hand(place).execute().counts() == {"verified": 1}
    assert hand(place).certify()[1]["status"] == "verified"


@pytest.mark.slow
def test_what_a_crash_left_of_a_reading_goes_too(place):
    approved(place, late("A1"))
    hand(place).execute()
    home = next((place / ".abide" / "erasure").glob("EB-0001-*"))
    for name in ("again.duckdb", "again.duckdb.wal", "check.duckdb.part"):
        (home / name).write_bytes(b"x")
    other = home.with_name("EB-0002-abc")
    other.mkdir()
    (other / "first.duckdb").write_bytes(b"x")
    data = hand(place).certify()[1]
    assert sorted(path.name for path in home.glob("*.duckdb*")) == []
    assert data["own_copies"]["working_copies_kept"] == 1
    assert json.loads((place / "certificates" / "EB-0001-1.json").read_text())["certificate"] == data
