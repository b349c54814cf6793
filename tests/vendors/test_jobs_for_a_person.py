"""What no call of a vendor does is a job file for a person."""

from __future__ import annotations

import json
import stat

from stores.erasing import Item, State, Work
from tests.vendors.cases import (
    ADDRESS,
    TODAY,
    Case,
    erase,
    export,
    hubspot,
    running,
)
from tests.vendors.eventbrite import Eventbrite


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


def test_a_job_file_that_cannot_be_written_fails(monkeypatch, tmp_path):
    case = Case("hand", Eventbrite(), ("attendees", ("id",)), ("a1",), State.MANUAL)
    (tmp_path / ".abide").write_text("in the way")
    with running(case, monkeypatch) as (store, table, eraser):
        assert erase(eraser, store, table, case, tmp_path).state is State.FAILED
