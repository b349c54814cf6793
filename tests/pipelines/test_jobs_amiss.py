"""Nights in which something is amiss: what goes on, what is a warning, what stops them, and what is told of it."""

import sys
from datetime import date
from types import ModuleType

import pytest

from stores.controller import load_controller
from stores.files import CONNECTOR as FILES
from stores.keys import read_key
from stores.warehouse import open_warehouse
from stores.warehouse_snapshots import open_snapshot
from tests.pipelines.nightly import EXPORT, Night, made

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
