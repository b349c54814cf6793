"""The report: its files, what they say, and what can never stand in them."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
import shutil
import stat
from datetime import datetime

import openpyxl
import polars as pl
import pytest

from assets.report import ReportError, write_reports
from assets.report.page import embedded, render_page
from assets.report.scoreboard import read_scoreboard
from assets.report.tables import FINDING_COLUMNS, flagged, write_xlsx
from rules.flag import COLUMNS
from rules.terms import Verdict
from tests.assets import report_world

AS_OF = report_world.AS_OF
HOSTILE = report_world.HOSTILE
snapshot = report_world.snapshot
make_controller = report_world.controller


@pytest.fixture
def harbour(tmp_path):
    return make_controller(tmp_path)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A report to read only."""
    out = tmp_path_factory.mktemp("harbour") / "report"
    write_reports(snapshot(), make_controller(out.parent), AS_OF, out)
    return out


def test_every_file_is_written_for_its_owner_only(harbour, tmp_path):
    written = write_reports(snapshot(), harbour, AS_OF, tmp_path / "report")
    assert sorted(written) == sorted(path.name for path in (tmp_path / "report").iterdir())
    assert {stat.S_IMODE(path.stat().st_mode) for path in written.values()} == {0o600}
    assert stat.S_IMODE((tmp_path / "report").stat().st_mode) == 0o700
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_the_scoreboard_holds_every_clause_in_the_order_of_the_notice(report, harbour):
    found = json.loads((report / "scoreboard.json").read_text("utf-8"))
    assert [clause["id"] for clause in found["clauses"]] == [clause.id for clause in harbour.notice.clauses]
    assert (found["controller"], found["name"], found["as_of"]) == ("harbour", "Harbour Learning Ltd", "2026-03-01")
    assert found["totals"] == {
        "clauses": 8,
        "kept": 1,
        "broken": 2,
        "unproved": 4,
        "attested": 1,
        "flags": 75,
        "open": 75,
        "judged": 240 + 310 + 1_210 + 5_204,
        "undated": 4,
    }
    first = found["clauses"][0]
    assert (first["verdict"], first["flags"], first["undated"]) == ("broken", 70, 4)
    assert first["kept"] == {"hold": 3, "statutory_minimum": 6}
    assert (first["stores_needed"], first["as_of"]) == (["recruitment"], "2026-03-01")


def test_a_clause_whose_rule_did_not_run_is_not_proved(harbour):
    board = read_scoreboard(snapshot(), harbour, AS_OF)
    line = next(line for line in board.lines if line.clause.id == "fresh-exports")
    assert line.verdict is Verdict.UNPROVED
    assert "not run" in line.reason


def test_flags_are_those_of_the_night_in_the_agreed_columns(report):
    table = pl.read_parquet(report / "flagged.parquet")
    assert tuple(table.columns) == COLUMNS
    assert table.height == 75
    assert table.get_column("as_of").unique().to_list() == [AS_OF]
    assert table.sort("clause", "store", "table", "record_key").equals(table)
    assert HOSTILE in table.get_column("record_key").to_list(), "Parquet keeps the key as it is"
    assert tuple(pl.read_parquet(report / "findings.parquet").columns) == FINDING_COLUMNS


def test_no_cell_of_the_csv_starts_a_formula(report):
    with (report / "flagged.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 76
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    keys = [row[COLUMNS.index("record_key")] for row in rows]
    assert {"'" + HOSTILE, "'-0", "'+1", "'@2", "93"} <= set(keys)


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(report):
    book = openpyxl.load_workbook(report / "flagged.xlsx")
    sheet = book["Flagged"]
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]] == list(COLUMNS)
    assert len(rows) == 76
    assert not [cell for row in rows for cell in row if cell.data_type == "f" or cell.hyperlink]
    texts = [cell.value for row in rows for cell in row if isinstance(cell.value, str)]
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'" + HOSTILE in texts
    assert isinstance(sheet.cell(3, COLUMNS.index("due_on") + 1).value, datetime)
    assert book.properties.created == datetime(2026, 3, 1)  # noqa: DTZ001 - a workbook's time has no zone


def test_a_full_sheet_goes_on_in_the_next(tmp_path):
    table = flagged(snapshot(), AS_OF)
    write_xlsx(table, tmp_path / "many.xlsx", AS_OF, rows_a_sheet=30)
    book = openpyxl.load_workbook(tmp_path / "many.xlsx")
    assert book.sheetnames == ["Flagged 1", "Flagged 2", "Flagged 3"]
    ids = [row[0] for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert ids == table.get_column("flag_id").to_list()


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(tmp_path):
    write_xlsx(pl.DataFrame({"facts": ["x" * 40_000]}), tmp_path / "long.xlsx", AS_OF)
    cell = openpyxl.load_workbook(tmp_path / "long.xlsx")["Flagged"]["A2"].value
    assert len(cell) == 32_767
    assert cell.endswith("whole in flagged.parquet)")


def test_the_same_night_gives_the_same_bytes(harbour, tmp_path):
    first = write_reports(snapshot(), harbour, AS_OF, tmp_path / "one")
    second = write_reports(snapshot(reverse=True), harbour, AS_OF, tmp_path / "two")
    assert [name for name in first if first[name].read_bytes() != second[name].read_bytes()] == []


def test_a_failure_leaves_the_report_before_as_it_was(report, harbour, tmp_path):
    report = shutil.copytree(report, tmp_path / "report")
    before = {path.name: path.read_bytes() for path in report.iterdir()}
    con = snapshot()
    con.execute("DROP TABLE finding.finding")
    with pytest.raises(ReportError, match="could not be read"):
        write_reports(con, harbour, AS_OF, report)
    assert {path.name: path.read_bytes() for path in report.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_files_of_others_stay_and_a_crash_in_the_last_step_is_mended(report, harbour, tmp_path):
    report = shutil.copytree(report, tmp_path / "report")
    (report / "minutes.txt").write_text("read on Monday", encoding="utf-8")
    report.rename(report.with_name(".report.old"))
    write_reports(snapshot(), harbour, AS_OF, report)
    assert (report / "minutes.txt").read_text("utf-8") == "read on Monday"
    assert (report / "index.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM flagged.flag WHERE record_key = 'A-1001'",
        "UPDATE flagged.flag SET clause = 'gone' WHERE record_key = 'A-1001'",
        "UPDATE meta.verdict SET flags = 3 WHERE clause = 'stop-any-time'",
    ],
)
def test_a_snapshot_that_contradicts_itself_is_refused(harbour, tmp_path, change):
    con = snapshot()
    con.execute(change)
    with pytest.raises(ReportError):
        write_reports(con, harbour, AS_OF, tmp_path / "report")
    assert not (tmp_path / "report").exists()


def test_the_page_asks_nothing_of_any_network_and_runs_only_its_own(report):
    page = (report / "index.html").read_text("utf-8")
    assert not re.findall(r"https?://|url\(|@import|<link|<img|<iframe|\bsrc=", page)
    assert not re.findall(r"<[^>]*\s(?:on[a-z]+|style)=", page)
    style, script = (
        re.search(r"<style>(.*?)</style>", page, re.DOTALL),
        re.search(r"<script>(.*?)</script>", page, re.DOTALL),
    )
    assert style
    assert script
    for kind, text in (("style", style[1]), ("script", script[1])):
        sha = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src &#39;sha256-{sha}&#39;" in page
    assert "default-src &#39;none&#39;" in page


def test_nothing_breaks_out_of_the_page(tmp_path):
    clauses = [dict(clause) for clause in report_world.CLAUSES]
    clauses[0]["quote"] = "We keep </script><script>alert(1)</script> <img src=x onerror=alert(2)> & \u2028 nothing."
    page = render_page(*_parts(make_controller(tmp_path, clauses)))
    assert "<script>alert" not in page
    assert "<img" not in page
    assert page.count("</script>") == 2
    assert page.count("<!--") == 0


@pytest.mark.parametrize("text", ["</script>", "<!--<script>", "]]>", "\u2028\u2029", "&lt;", '"\\'])
def test_embedded_data_comes_back_as_it_was(text):
    written = embedded({"text": text})
    assert json.loads(written) == {"text": text}
    assert not set("<>&\u2028\u2029") & set(written)


def test_no_personal_value_reaches_any_file(report):
    for path in report.iterdir():
        raw = path.read_bytes()
        assert b"bloggs" not in raw.lower(), path.name


def test_beyond_the_limit_the_page_says_so_and_lists_of_every_clause(harbour):
    page = render_page(*_parts(harbour), shown=12)
    assert "This page lists 12 of 75 flags" in page
    assert "flagged.parquet" in page
    found = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    packed = json.loads(found[1])["rows"]
    clauses = [packed["clause"]["distinct"][place] for place in packed["clause"]["places"]]
    assert sorted(clauses).count("no-health-data") == 5
    assert len(clauses) == 12


def _parts(controller):
    con = snapshot()
    return con, controller, read_scoreboard(con, controller, AS_OF), flagged(con, AS_OF)
