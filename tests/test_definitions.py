"""What Dagster is told of the controllers: keys, groups, owners, kinds, descriptions and checks."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
import pytest

from assets.erasure import GROUP
from assets.metadata import GROUPS, promise, safe
from assets.steps import AS_OF_TAG
from pipelines.build import build_definitions
from pipelines.folders import ROOT, controller_folders
from rules.errors import ConfigurationError
from stores.controller import load_controller

TINY = Path(__file__).parent / "tiny"
EXAMPLES = sorted(path.parent for path in ROOT.glob("examples/*/abide.yaml"))

KEYS = """\
s1_extract tiny/landed/paper
s1_extract tiny/landed/recruitment/applications
s2_find tiny/finding/recruitment/applications
s3_record tiny/record/recruitment
s3_record tiny/subject
s4_judge tiny/flagged/kept_past_period
s4_judge tiny/flagged/special_category_held
s5_report tiny/report/flagged
s5_report tiny/report/processing_records
s5_report tiny/report/scoreboard
s6_erasure tiny/erasure/certificate
s6_erasure tiny/erasure/executed
s6_erasure tiny/erasure/plan"""

CHECKS = """\
tiny/erasure/executed verified
tiny/flagged/kept_past_period candidates_twelve_months
tiny/flagged/special_category_held no_special_categories
tiny/landed/paper readable
tiny/landed/recruitment/applications contract
tiny/landed/recruitment/applications drift
tiny/landed/recruitment/applications readable
tiny/landed/recruitment/applications row_conservation blocking
tiny/record/recruitment mapped
tiny/report/scoreboard recruiters_trained
tiny/subject erased_stays_erased"""

PAPER = """\
name: paper
role: controller
connector: none
not_read_because: The forms lie in a cabinet.
holds: [candidate]
"""


@pytest.fixture
def folder(tmp_path):
    """The tiny controller as it is configured: no export, no key, no warehouse."""
    place = tmp_path / "tiny"
    shutil.copytree(TINY, place, ignore=shutil.ignore_patterns("exports", ".abide", "report"))
    (place / "stores" / "paper.yaml").write_text(PAPER)
    return place


def specs(definitions):
    return {key: spec for one in definitions.assets for key, spec in one.specs_by_key.items()}


def check_specs(definitions):
    return [spec for one in definitions.assets for spec in one.check_specs]


def test_the_keys_and_groups_of_a_small_controller(folder):
    found = specs(build_definitions([folder]))
    assert "\n".join(sorted(f"{spec.group_name} {key.to_user_string()}" for key, spec in found.items())) == KEYS
    assert not (folder / ".abide").exists()


def test_its_checks_and_which_of_them_block(folder):
    found = check_specs(build_definitions([folder]))
    lines = [f"{s.asset_key.to_user_string()} {s.name}{' blocking' if s.blocking else ''}" for s in found]
    assert "\n".join(sorted(lines)) == CHECKS


def test_what_hangs_on_what(folder):
    found = {
        key.to_user_string(): {dep.asset_key.to_user_string() for dep in spec.deps}
        for key, spec in specs(build_definitions([folder])).items()
    }
    assert found["tiny/finding/recruitment/applications"] == {"tiny/landed/recruitment/applications"}
    assert found["tiny/record/recruitment"] == {"tiny/landed/recruitment/applications"}
    assert found["tiny/subject"] == {
        "tiny/record/recruitment",
        "tiny/finding/recruitment/applications",
        "tiny/landed/paper",
    }
    assert found["tiny/report/scoreboard"] == {key for key in found if "/flagged/" in key}
    assert found["tiny/report/flagged"] == {"tiny/report/scoreboard"}


@pytest.mark.parametrize("place", [TINY, *EXAMPLES], ids=lambda path: path.name)
def test_every_asset_can_be_read_in_the_catalogue(place):
    controller = load_controller(place)
    found = specs(build_definitions([place]))
    assert len(found) > 5
    for key, spec in found.items():
        first, *rest = spec.description.split("\n")
        assert 5 < len(first) <= 80, key
        assert not set(first) & set("*`_#[]<>"), key
        assert rest[:1] in ([], [""]), key
        assert 1 <= len(spec.kinds) <= 2, key
        assert list(spec.owners) == list(controller.owners), key
        assert spec.group_name in (*GROUPS, GROUP), key
        assert key.path[0] == controller.id


@pytest.mark.parametrize("place", [TINY, *EXAMPLES], ids=lambda path: path.name)
def test_every_clause_is_one_check_described_by_its_quote_and_law(place):
    controller = load_controller(place)
    found = {spec.name: spec for spec in check_specs(build_definitions([place])) if "clause" in spec.metadata}
    assert set(found) == {safe(clause.id) for clause in controller.notice.clauses}
    for clause in controller.notice.clauses:
        spec = found[safe(clause.id)]
        layer = ("report", "scoreboard") if clause.rule is None else ("flagged", safe(clause.rule))
        assert spec.asset_key == dg.AssetKey([controller.id, *layer])
        assert spec.description == promise(clause)
        assert all(law in spec.description for law in clause.law)
        assert not spec.blocking


def test_columns_carry_the_category_they_hold(folder):
    spec = specs(build_definitions([folder]))[dg.AssetKey(["tiny", "landed", "recruitment", "applications"])]
    columns = {column.name: column for column in spec.metadata["dagster/column_schema"].columns}
    assert columns["email"].tags == {"abide/category": "user.contact.email", "abide/said_by": "map"}
    assert columns["notes"].tags == {}
    assert not columns["email"].constraints.nullable


def test_the_night_is_every_asset_of_the_five_groups_in_one_process(folder):
    definitions = build_definitions([folder])
    job = definitions.resolve_job_def("nightly")
    assert job.executor_def is dg.in_process_executor
    erasing = {key for key, spec in specs(definitions).items() if spec.group_name == GROUP}
    assert len(erasing) == 3
    assert job.asset_layer.executable_asset_keys == set(specs(definitions)) - erasing
    assert {node.definition.pool for node in job.nodes} == {"warehouse"}


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 1, 15, 2, 0, tzinfo=UTC), "2026-01-15"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "2026-03-29"),  # 02:00 as British Summer Time begins
        (datetime(2026, 7, 31, 23, 30, tzinfo=UTC), "2026-08-01"),
    ],
)
def test_the_schedule_runs_and_says_which_day_it_judges(folder, at, day):
    definitions = build_definitions([folder])
    (schedule,) = definitions.schedules
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 2 * * *", "Europe/London")
    with dg.build_schedule_context(scheduled_execution_time=at) as context:
        (request,) = schedule.evaluate_tick(context).run_requests
    assert request.tags[AS_OF_TAG] == day
    assert request.run_key == day


def test_a_missed_night_raises_the_alarm(folder):
    policy = specs(build_definitions([folder]))[dg.AssetKey(["tiny", "report", "scoreboard"])].freshness_policy
    assert (policy.deadline_cron, policy.timezone) == ("0 5 * * *", "Europe/London")
    assert policy.lower_bound_delta.total_seconds() == 3 * 3600


def test_a_wrong_folder_is_told_and_takes_no_other_down(folder, tmp_path):
    wrong = tmp_path / "wrong"
    shutil.copytree(folder, wrong)
    (wrong / "abide.yaml").write_text("controler: tiny\nname: Tiny Ltd\n")
    definitions = build_definitions([wrong, tmp_path / "missing", folder])
    found = specs(definitions)
    assert {key.to_user_string() for key in found} == {line.split()[1] for line in KEYS.splitlines()} | {
        "wrong/configuration",
        "missing/configuration",
    }
    told = found[dg.AssetKey(["wrong", "configuration"])].description
    assert "abide.yaml:1" in told
    assert "did you mean 'controller'?" in told
    nightly = definitions.resolve_job_def("nightly").asset_layer.executable_asset_keys
    assert dg.AssetKey(["wrong", "configuration"]) in nightly


def test_a_wrong_folder_makes_the_night_red(tmp_path):
    (tmp_path / "wrong").mkdir()
    job = build_definitions([tmp_path / "wrong"]).resolve_job_def("nightly")
    with dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}) as instance:
        result = job.execute_in_process(
            instance=instance, raise_on_error=False, tags={AS_OF_TAG: date(2026, 3, 1).isoformat()}
        )
    assert not result.success
    (failure,) = [event for event in result.all_events if event.is_step_failure]
    assert "the file is missing" in failure.step_failure_data.user_failure_data.description


def test_two_folders_of_one_controller_are_not_both_run(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "twin")
    found = specs(build_definitions([folder, tmp_path / "twin"]))
    assert dg.AssetKey(["twin", "configuration"]) in found
    assert "the id 'tiny' is that of" in found[dg.AssetKey(["twin", "configuration"])].description


def test_folders_come_from_the_environment_else_the_examples(tmp_path):
    named = controller_folders({"ABIDE_CONTROLLERS": f"{tmp_path / 'a'}:{tmp_path / 'b'}, {tmp_path / 'a'}"})
    assert named == [tmp_path / "a", tmp_path / "b"]
    assert controller_folders({"ABIDE_CONTROLLERS": "examples/x"}) == [ROOT / "examples" / "x"]
    assert controller_folders({}) == EXAMPLES


def test_no_folder_at_all_is_an_error(monkeypatch, tmp_path):
    monkeypatch.setattr("pipelines.folders.ROOT", tmp_path)
    with pytest.raises(ConfigurationError, match="no controller folder"):
        controller_folders({})
