"""The erasure job: the same from the command line, from Dagster and from the sensor; what it refuses is readable."""

import json
from datetime import UTC, datetime

import dagster as dg
import pytest

from assets.erasure import BATCHES
from pipelines.build import build_definitions
from pipelines.cli import main
from pipelines.erasing import SENSOR, run_batch
from pipelines.resources import QUIET
from stores.controller import load_controller
from tests.erasure.approved import allowed, approved, night_of_all, planned, say

LATE = "candidates-twelve-months"


@pytest.fixture
def today(place, monkeypatch):
    """The controller with an export of today, and a night of today; decisions are of an earlier hour."""
    for name in ("DAGSTER_HOME", "ABIDE_KEY", "ABIDE_PERSON"):
        monkeypatch.delenv(name, raising=False)
    allowed(place)
    day = datetime.now(UTC).date()
    old = place / "exports" / "applications-2026-03-01.csv"
    old.rename(old.with_name(f"applications-{day}.csv"))
    night_of_all(place, day)
    return place


def wanted(flag):
    return flag.clause == LATE and flag.record_key in {"A1", "A4"}


def exported(place):
    (path,) = (place / "exports").glob("applications-*.csv")
    return [line.split(",")[0] for line in path.read_text().splitlines()[1:]]


def run(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    told = capsys.readouterr()
    return ended.value.code, told.out, told.err


def test_the_command_erases_and_certifies_and_says_what_is_missing(today, capsys):
    planned(today, wanted)
    code, _, err = run(["erase", today, "--batch", "EB-0001"], capsys)
    assert (code, "0 of 2 approvals of its plan" in err) == (2, True)
    code, _, err = run(["erase", today, "--batch", "EB-0404"], capsys)
    assert (code, "there is no batch EB-0404" in err) == (2, True)
    assert exported(today) == ["A1", "A2", "A3", "A4", "A5"]
    ledger = planned_ledger(today)
    for who in ("ann", "abe"):
        of, sha256 = ledger.read().batches["EB-0001"].binding
        say(ledger, who, {"kind": "approved", "batch": "EB-0001", "of": of, "sha256": sha256})
    code, out, err = run(["erase", today, "--batch", "EB-0001", "--json"], capsys)
    assert code == 0, err
    assert json.loads(out)["status"] == "verified"
    assert exported(today) == ["A2", "A3", "A5"]
    assert "jane" not in (out + err).lower()
    code, out, _ = run(["replay", today, "--since", "2026-03-01"], capsys)
    assert (code, "0 records were back" in out) == (0, True)
    code, out, _ = run(["batch", "show", "EB-0001", "--controller", today], capsys)
    assert "certified" in out


def planned_ledger(place):
    from erasure.ledger import ledger_of
    from stores.keys import read_key

    return ledger_of(load_controller(place), read_key(place))


def test_the_sensor_asks_once_for_what_two_people_approved(today, tmp_path):
    definitions = build_definitions([today])
    sensor = definitions.resolve_sensor_def(SENSOR)
    assert sensor.default_status is dg.DefaultSensorStatus.STOPPED
    ledger = planned(today, wanted)
    assert look(sensor, definitions, tmp_path).run_requests == []
    for who in ("ann", "abe"):
        of, sha256 = ledger.read().batches["EB-0001"].binding
        say(ledger, who, {"kind": "approved", "batch": "EB-0001", "of": of, "sha256": sha256})
    tick = look(sensor, definitions, tmp_path)
    (request,) = tick.run_requests
    assert (request.job_name, request.partition_key) == ("erasure_tiny", "EB-0001")
    assert request.run_key == f"tiny/EB-0001/{sha256}"
    assert [one.partition_keys for one in tick.dynamic_partitions_requests] == [["EB-0001"]]


def look(sensor, definitions, home):
    """One look, as the daemon has it: with an instance that is kept."""
    with dg.DagsterInstance.local_temp(str(home), overrides=dict(QUIET)) as instance:
        context = dg.SensorEvaluationContext(
            instance_ref=instance.get_ref(),
            last_tick_completion_time=None,
            last_run_key=None,
            cursor=None,
            repository_name=None,
            repository_def=definitions.get_repository_def(),
        )
        with context:
            return sensor.evaluate_tick(context)


@pytest.mark.slow
def test_a_run_tells_counts_only_and_a_second_one_does_no_harm(today):
    approved(today, wanted)
    controller = load_controller(today)
    with dg.DagsterInstance.ephemeral(settings=dict(QUIET)) as instance:
        assert run_batch(controller, "EB-0001", instance) == (True, [])
        assert instance.get_dynamic_partitions(str(BATCHES.name)) == ["EB-0001"]
        assert run_batch(controller, "EB-0001", instance) == (True, [])
        events = str([instance.all_logs(one.run_id) for one in instance.get_runs()])
        for secret in ("jane", "Jane", "mail.example"):
            assert secret not in events
        key = dg.AssetKey(["tiny", "erasure", "executed"])
        assert instance.get_materialized_partitions(key) == {"EB-0001"}
    assert exported(today) == ["A2", "A3", "A5"]
    assert len(list((today / "certificates").glob("*.json"))) == 2


def test_no_job_of_a_night_erases(today):
    definitions = build_definitions([today])
    nightly = definitions.resolve_job_def("nightly").asset_layer.executable_asset_keys
    assert not [key for key in nightly if "erasure" in key.path]
