"""The nightly job in this process: what it makes, what it says, and that no value reaches Dagster."""

import os
import shutil
import subprocess
import sys
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from pipelines.build import ROOT, assemble
from pipelines.jobs import NightResult, run_night
from pipelines.resources import QUIET
from stores.controller import load_controller
from stores.keys import read_key
from stores.warehouse import open_warehouse
from stores.warehouse_snapshots import open_snapshot
from tests.pipelines.nightly import AS_OF, EXPORT, TINY, Night, made


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return made(tmp_path_factory.mktemp("night") / "tiny")


@pytest.fixture(scope="module")
def night(place):
    return Night(place)


def test_the_night_makes_every_asset(night, place):
    assert night.result == NightResult(success=True)
    controller = load_controller(place)
    job = assemble([controller]).resolve_job_def("nightly")
    assert set(night.made) == {key.to_user_string() for key in job.asset_layer.executable_asset_keys}
    assert (place / "report" / "index.html").is_file()
    with open_snapshot(place, read_key(place)) as con:
        assert con.execute("SELECT DISTINCT as_of FROM flagged.flag").fetchall() == [(AS_OF,)]


def test_the_checks_say_what_the_night_found(night):
    found = {name: (c.passed, c.severity.value) for (_, name), c in night.checks.items()}
    assert found == {
        "row_conservation": (True, "ERROR"),
        "readable": (True, "WARN"),
        "contract": (True, "ERROR"),
        "drift": (True, "WARN"),
        "mapped": (True, "ERROR"),
        "erased_stays_erased": (True, "ERROR"),
        "candidates_twelve_months": (False, "ERROR"),
        "no_special_categories": (False, "ERROR"),
        "recruiters_trained": (False, "WARN"),
    }
    check = night.checks["tiny/flagged/kept_past_period", "candidates_twelve_months"]
    assert {name: check.metadata[name].value for name in ("flags", "judged", "undated")} == {
        "flags": 1,
        "judged": 2,
        "undated": 0,
    }


def test_metadata_holds_counts_and_categories(night):
    landed = night.made["tiny/landed/recruitment/applications"]
    assert (landed["dagster/row_count"].value, landed["rows_in_source"].value) == (3, 3)
    finding = night.made["tiny/finding/recruitment/applications"]
    categories = {record.data["category"] for record in finding["found_by_category"].records}
    assert {"user.contact.email", "user.health_and_medical"} <= categories
    tags = {column.name: column.tags for column in finding["dagster/column_schema"].schema.columns}
    assert tags["email"]["abide/category"] == "user.contact.email"
    assert night.made["tiny/report/flagged"]["flagged_csv"].value == "report/flagged.csv"
    assert night.made["tiny/report/scoreboard"]["as_of"].value == AS_OF.isoformat()


def test_no_value_and_no_folder_reaches_dagster(night, place):
    rows = (place / EXPORT).read_text().splitlines()[1:]
    values = {cell for row in rows for cell in row.split(",") if " " in cell or "@" in cell}
    assert len(values) == 8
    assert [value for value in values if value in night.text] == []
    assert "epilepsy" not in night.text
    assert str(place) not in "".join(map(repr, night.made.values()))


def test_progress_is_told_step_by_step(night):
    assert {step.controller for step in night.steps} == {"tiny"}
    ended = [step for step in night.steps if step.state == "done"]
    assert [step.done for step in ended] == list(range(1, 9))
    assert {step.total for step in night.steps} == {8}
    assert [(step.step, step.state) for step in night.steps[:2]] == [
        ("landed recruitment", "started"),
        ("landed recruitment", "done"),
    ]


def test_the_warehouse_is_free_when_the_run_has_ended(night, place):
    assert night.result.success
    with open_warehouse(place, read_key(place)) as con:
        assert con.execute("SELECT count(*) FROM meta.verdict").fetchall() == [(3,)]


def test_part_of_a_night(place, night):
    again = Night(place, rules=["kept-past-period"], stores=["recruitment"])
    assert again.result.success, again.result.failures
    assert "tiny/flagged/special_category_held" not in again.made
    assert set(again.made) < set(night.made)
    assert again.steps[-1].total == again.steps[-1].done == 7


def test_two_controllers_in_one_run(tmp_path):
    first, second = made(tmp_path / "one"), made(tmp_path / "two")
    (second / "abide.yaml").write_text(
        (second / "abide.yaml").read_text().replace("controller: tiny", "controller: wee")
    )
    (second / ".abide" / "key").unlink()
    night = Night(first, second)
    assert not night.result.success
    assert night.result.failed_steps == ["wee: landed recruitment"]
    assert "there is no key" in night.result.failures[0]
    assert "tiny/report/scoreboard" in night.made
    order = list(dict.fromkeys(step.controller for step in night.steps))
    assert order == ["tiny", "wee"]


@pytest.mark.parametrize("given", [None, "2026-02-27", "yesterday"])
def test_the_day_is_the_tag_or_the_day_of_the_run(place, given):
    controller = load_controller(place)
    job = assemble([controller]).resolve_job_def("nightly")
    selection = [dg.AssetKey(["tiny", "report", "scoreboard"])]
    with dg.DagsterInstance.ephemeral(settings=dict(QUIET)) as instance:
        result = job.execute_in_process(
            instance=instance,
            asset_selection=selection,
            raise_on_error=False,
            tags={"abide/as_of": given} if given else {},
        )
        record = instance.get_run_record_by_id(result.run_id)
    if given == "yesterday":
        (failure,) = [event for event in result.all_events if event.is_step_failure]
        assert "Write it as YYYY-MM-DD" in failure.step_failure_data.user_failure_data.description
        return
    (made_one,) = result.asset_materializations_for_node("tiny__report__scoreboard")
    today = record.create_timestamp.astimezone(ZoneInfo("Europe/London")).date().isoformat()
    assert made_one.metadata["as_of"].value == (given or today)


def test_an_instance_on_disk_keeps_no_value_and_sends_nothing(place, tmp_path, monkeypatch):
    """The tracked settings, as ``make`` installs them, and every byte that Dagster writes."""
    shutil.copy(ROOT / "pipelines" / "dagster.yaml", tmp_path / "dagster.yaml")
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    with dg.DagsterInstance.get() as instance:
        assert not instance.telemetry_enabled
        pools = instance.get_concurrency_config().pool_config
        assert (pools.default_pool_limit, pools.pool_granularity.value) == (1, "run")
        assert run_night([load_controller(place)], AS_OF, instance=instance).success
        check = dg.AssetKey(["tiny", "flagged", "kept_past_period"])
        assert instance.get_latest_materialization_event(check) is not None
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"candidates_twelve_months" in written
    for row in (place / EXPORT).read_text().splitlines()[1:]:
        assert [cell for cell in row.split(",") if (" " in cell or "@" in cell) and cell.encode() in written] == []


@pytest.mark.slow
def test_the_workspace_loads_from_anywhere(tmp_path):
    shutil.copy(ROOT / "pipelines" / "dagster.yaml", tmp_path / "dagster.yaml")
    settings = {"DAGSTER_HOME": str(tmp_path), "ABIDE_CONTROLLERS": str(TINY)}
    done = subprocess.run(
        [sys.executable, "-m", "dagster", "definitions", "validate", "-w", str(ROOT / "workspace.yaml")],
        cwd=tmp_path,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Validation successful for code location abide" in done.stdout + done.stderr
