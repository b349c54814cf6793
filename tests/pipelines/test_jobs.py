"""The nightly job in this process: what it makes, what it says, what stops it, and that no value reaches Dagster."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from pipelines.build import ROOT, assemble
from pipelines.jobs import NightResult, run_night
from pipelines.resources import QUIET
from stores.controller import load_controller
from stores.files import CONNECTOR as FILES
from stores.keys import make_key, read_key
from stores.warehouse import open_warehouse
from stores.warehouse_snapshots import open_snapshot

TINY = Path(__file__).parent.parent / "tiny"
AS_OF = date(2026, 3, 1)
EXPORT = "exports/applications-2026-03-01.csv"

REGISTER = """\
name: register
role: processor
provider: Paper Cloud
connector: files
export: exports
exported_at: {name: "%Y-%m-%d"}
fresh_within: 26 hours
tables:
  - name: visits
    file: visits-*.csv
    columns: [visit_id, phone]
    key: [visit_id]
    subject: {phone: phone}
    subject_type: visitor
    personal: {phone: user.contact.phone_number}
"""

CASTING = """\
id: casts-a-code
title: A rule whose condition cannot be computed
over: record
ground: other_breach
flag_when:
  - cast(outcome as integer) > 1
because: The outcome is above one.
examples:
  - {why: above, as_of: 2026-03-01, row: {outcome: "2"}, expect: flag}
  - {why: below, as_of: 2026-03-01, row: {outcome: "1"}, expect: clear}
"""


def made(folder, *, register=None):
    """A copy of the tiny controller with a key; ``register`` is the text of a second store's export."""
    shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns(".abide", "report"))
    if register is not None:
        (folder / "stores" / "register.yaml").write_text(REGISTER)
        (folder / "exports" / "visits-2026-03-01.csv").write_text(register)
    make_key(folder)
    return folder


class Night:
    """One night and everything Dagster kept of it."""

    def __init__(self, *folders, as_of=AS_OF, **given):
        self.steps = []
        controllers = [load_controller(f) if isinstance(f, Path) else f for f in folders]
        with dg.DagsterInstance.ephemeral(settings=dict(QUIET)) as instance:
            self.result = run_night(controllers, as_of, instance=instance, on_step=self.steps.append, **given)
            (run,) = instance.get_runs()
            self.tags = run.tags
            self.logs = instance.all_logs(run.run_id)
        events = [log.dagster_event for log in self.logs if log.dagster_event]
        self.made = {
            e.asset_key.to_user_string(): e.step_materialization_data.materialization.metadata
            for e in events
            if e.is_step_materialization
        }
        self.checks = {
            (c.asset_key.to_user_string(), c.check_name): c
            for e in events
            if e.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION
            for c in [e.event_specific_data]
        }

    @property
    def text(self):
        """Every event as it would be stored."""
        return "\n".join(dg.serialize_value(log) for log in self.logs)

    def verdicts(self):
        return {name: c.metadata["verdict"].value for (_, name), c in self.checks.items() if "verdict" in c.metadata}


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


def test_a_store_that_is_missing_does_not_stop_the_others(tmp_path):
    folder = made(tmp_path / "tiny", register="visit_id,phone\n1,01632 960001\n")
    (folder / EXPORT).unlink()
    night = Night(folder)
    assert night.result.success, night.result.failures
    check = night.checks["tiny/landed/recruitment/applications", "readable"]
    assert (check.passed, check.severity.value) == (False, "ERROR")
    check = night.checks["tiny/landed/recruitment/applications", "contract"]
    assert (check.passed, check.severity.value) == (False, "WARN")
    assert night.checks["tiny/landed/recruitment/applications", "drift"].passed
    assert night.checks["tiny/landed/register/visits", "readable"].passed
    assert night.made["tiny/record/register"]["dagster/row_count"].value == 1
    assert night.verdicts() == dict.fromkeys(
        ("candidates_twelve_months", "no_special_categories", "recruiters_trained"), "unproved"
    )


def test_an_old_export_and_an_empty_one_are_warnings_and_prove_nothing(tmp_path):
    folder = made(tmp_path / "tiny", register="visit_id,phone\n")
    night = Night(folder, as_of=date(2026, 3, 5))
    assert night.result.success, night.result.failures
    for name, reading in (("recruitment/applications", "stale"), ("register/visits", "empty")):
        check = night.checks[f"tiny/landed/{name}", "readable"]
        assert (check.passed, check.severity.value, check.metadata["reading"].value) == (False, "WARN", reading)
        check = night.checks[f"tiny/landed/{name}", "contract"]
        assert (check.passed, check.severity.value) == (False, "WARN"), "the check readable weighs it"


def test_a_broken_contract_is_an_error_and_its_clauses_are_not_proved(tmp_path):
    folder = made(tmp_path / "tiny")
    export = folder / EXPORT
    export.write_text(export.read_text().replace(",hired,", ",maybe,"))
    night = Night(folder)
    assert night.result.success, night.result.failures
    check = night.checks["tiny/landed/recruitment/applications", "contract"]
    assert (check.passed, check.severity.value, check.blocking) == (False, "ERROR", False)
    assert check.description == "result holds a code that the map does not know (1 record)"
    assert (check.metadata["broken"].value, check.metadata["doubts"].value) == (1, 1)
    assert check.metadata["record_keys"].value == ["A3"]
    assert "maybe" not in night.text
    clause = night.checks["tiny/flagged/kept_past_period", "candidates_twelve_months"]
    assert clause.metadata["verdict"].value == "broken", "what was flagged stays flagged"
    assert "applications: result holds a code" in clause.description


@pytest.mark.slow
def test_drift_is_a_warning_on_its_first_night_and_what_is_new_is_scanned(tmp_path):
    folder = made(tmp_path / "tiny")
    Night(folder)
    rows = (folder / EXPORT).read_text().splitlines()
    later = [f"{rows[0]},_contact", *(f"{row},new{n}@mail.example" for n, row in enumerate(rows[1:]))]
    (folder / EXPORT.replace("03-01", "03-02")).write_text("\n".join(later) + "\n")
    (folder / EXPORT).unlink()
    for _ in range(2):
        night = Night(folder, as_of=date(2026, 3, 2))
        check = night.checks["tiny/landed/recruitment/applications", "drift"]
        assert (check.passed, check.severity.value) == (False, "WARN")
        assert check.description == "_contact is new (email), which the map does not list"
        assert night.made["tiny/landed/recruitment/applications"]["drift"].value == 1
        assert night.made["tiny/landed/recruitment/applications"]["dagster/row_count"].value == 3
    with open_snapshot(folder, read_key(folder)) as con:
        seen = con.execute("SELECT category, count(*) FROM finding.finding WHERE \"column\" = '_contact' GROUP BY 1")
        assert seen.fetchall() == [("user.contact.email", 1)], "the column as a whole"


class Liar:
    """A connector that says it read one row more than it hands over."""

    snapshot = staticmethod(FILES.snapshot)

    def export(self, store, table, folder, con, into):
        told = FILES.export(store, table, folder, con, into)
        return type(told)(told.rows + 1, told.staged, told.rejected, told.exported_at, told.columns, told.missing)


def test_rows_that_go_missing_stop_the_night(tmp_path, monkeypatch):
    module = ModuleType("stores.liar")
    module.CONNECTOR = Liar()
    monkeypatch.setitem(sys.modules, "stores.liar", module)
    controller = load_controller(made(tmp_path / "tiny"))
    lying = tuple(store.model_copy(update={"connector": "liar"}) for store in controller.stores)
    night = Night(type(controller)(**{**vars(controller), "stores": lying}))
    assert not night.result.success
    assert night.result.failed_steps == ["tiny: landed recruitment"]
    assert "the source has 4 rows, 3 were read" in night.result.failures[0]
    check = night.checks["tiny/landed/recruitment/applications", "row_conservation"]
    assert (check.passed, check.severity.value, check.blocking) == (False, "ERROR", True)
    assert night.made == {}
    assert {step.step for step in night.steps if step.state == "skipped"} >= {"subject", "report scoreboard"}
    assert not (tmp_path / "tiny" / "report").exists()


def test_an_exception_that_quotes_a_value_is_told_without_it(tmp_path):
    """DuckDB's conversion error names the text it could not convert; here it is a person's name."""
    folder = made(tmp_path / "tiny")
    (folder / "rules").mkdir()
    (folder / "rules" / "casts-a-code.yaml").write_text(CASTING)
    notice = (folder / "notice.yaml").read_text()
    (folder / "notice.yaml").write_text(notice.replace("rule: special-category-held", "rule: casts-a-code"))
    text = (folder / "notice.yaml").read_text().replace("    given: {subject_types: [candidate]}\n", "")
    (folder / "notice.yaml").write_text(text)
    store = folder / "stores" / "recruitment.yaml"
    store.write_text(store.read_text().replace("outcome: lower(result)", "outcome: full_name"))
    night = Night(folder)
    assert night.result.failed_steps == ["tiny: flagged casts_a_code"]
    (told,) = night.result.failures
    assert told.startswith("ConversionException at rules/engine.py:")
    names = [
        row.split(",")[2] for row in (folder / "exports" / "applications-2026-03-01.csv").read_text().splitlines()[1:4]
    ]
    assert all(" " in name for name in names)
    assert "STEP_FAILURE" in night.text
    assert [name for name in names if name in told or name in night.text] == []
    with open_warehouse(folder, read_key(folder)) as con:  # the failed step left nothing open
        assert con.execute("SELECT count(*) FROM relation.record").fetchall() == [(3,)]


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
