"""Meridian: its clauses cover what its story is about, its planted days are where calendars say, its catalogue maps stand."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import shutil
import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import examples
from examples.generate import generate
from examples.meridian.days import Days, after, in_a_log
from examples.meridian.make_exports import VERDICTS
from rules.notice import stands_in, words
from stores.controller import CATALOG, Controller, load_controller

WHOLE_MAPS = (
    *("orders", "delegates", "newsletter", "support", "weblog", "texts", "surveys", "competitions", "resellers"),
    *("adverts", "marketing_lists", "social", "enquiries", "info_mailbox"),
)
SOURCE = Path(examples.__file__).parent / "meridian"
AS_OF = date(2026, 3, 2)
DAYS = (AS_OF, date(2027, 3, 31), date(2028, 2, 29), date(2028, 3, 1), date(2025, 12, 31))


def made(to: Path, as_of: date) -> Path:
    folder = to / "meridian"
    shutil.copytree(
        SOURCE, folder, ignore=shutil.ignore_patterns("exports", "truth.json", ".abide", "report", "__pycache__")
    )
    generate(folder, as_of)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("made"), AS_OF)


@pytest.fixture(scope="module")
def controller(folder: Path) -> Controller:
    return load_controller(folder)


def test_every_clause_is_quoted_and_has_a_verdict(controller: Controller) -> None:
    assert {clause.id for clause in controller.notice.clauses} == set(VERDICTS)
    for clause in controller.notice.clauses:
        assert stands_in(clause.quote, controller.text), clause.id
        assert clause.law, clause.id
    assert len({words(clause.quote) for clause in controller.notice.clauses}) == len(controller.notice.clauses)


def test_the_notice_is_of_the_length_that_people_read(controller: Controller) -> None:
    assert 900 <= len(controller.text.split()) <= 2200
    assert controller.notice.controller in controller.text


def test_every_store_of_the_story_is_bound(controller: Controller) -> None:
    media = {store.name: (store.connector, str(store.role)) for store in controller.stores}
    assert media["orders"] == ("sql", "controller")
    assert media["weblog"] == ("weblog", "controller")
    assert media["newsletter"] == ("files", "processor")
    assert media["info_mailbox"] == ("mailbox", "controller")
    assert {"delegates", "support", "suppression_list", "rights_register", "enquiries"} <= set(media)
    assert {"texts", "surveys", "competitions", "resellers", "adverts", "marketing_lists", "social"} <= set(media)
    catalogued = [store for store in controller.stores if store.catalog]
    assert len(catalogued) >= 17


@pytest.mark.parametrize("store", WHOLE_MAPS)
def test_every_table_of_a_catalogue_is_used(controller: Controller, store: str) -> None:
    bound = controller.store(store)
    vendor = YAML(typ="safe").load(CATALOG / f"{bound.catalog}.yaml")
    assert [table.name for table in bound.tables] == [table["name"] for table in vendor["tables"]]
    assert vendor["page"].startswith("https://")


def test_a_stale_or_empty_store_cannot_silence_the_promise_on_inactivity(controller: Controller) -> None:
    linking = {
        store.name
        for store, table in controller.tables()
        if any(identifier.strength != "weak" for identifier in table.subject.values())
    }
    assert {"orders", "texts", "adverts"} <= linking
    assert not {"social", "analytics"} & linking


def test_exports_hold_the_columns_of_the_maps(folder: Path, controller: Controller) -> None:
    read = 0
    for store, table in controller.tables():
        if store.connector != "files" or table.format in {"json", "xlsx", "document"}:
            continue
        path = next((folder / str(store.export)).glob(str(table.file)))
        if ".csv" not in path.suffixes and path.suffix != ".txt":
            continue
        encoding = "utf-8-sig" if table.encoding == "utf-8" else table.encoding
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        header = next(csv.reader(io.StringIO(raw.decode(encoding), newline=""), delimiter=table.delimiter))
        lacking = set(table.column_names) - set(header)
        assert set(header) <= set(table.column_names), f"{store.name}.{table.name}"
        assert lacking <= set(table.may_be_absent), f"{store.name}.{table.name}"
        assert len(header) == len(set(header))
        read += 1
    assert read >= 25
    con = sqlite3.connect(folder / "exports/orders.db")
    for table in controller.store("orders").tables:
        found = [row[1] for row in con.execute(f"PRAGMA table_info({table.source})")]
        assert found == list(table.column_names)
    con.close()


def test_the_example_is_small_and_whole(folder: Path) -> None:
    lines = sum(path.read_text(encoding="latin-1").count("\n") - 1 for path in (folder / "exports").rglob("*.csv"))
    calls = json.loads((folder / "exports/support/calls.json").read_text(encoding="utf-8"))["calls"]
    logged = sum(
        (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()).count(b"\n")
        for path in (folder / "exports/weblog").iterdir()
    )
    assert 900 <= logged <= 1200
    assert 2000 <= lines + logged + len(calls) + sum(len(call["comments"]) for call in calls) <= 5000


def test_damaged_rows_are_planted_where_few_clauses_look(folder: Path) -> None:
    with (folder / "exports/enquiries/enquiries.csv").open(encoding="cp1252", newline="") as source:
        ragged = [row for row in csv.reader(source, delimiter=";") if len(row) != 8]
    assert len(ragged) == 1
    log = (folder / "exports/weblog/access.log").read_text() + gzip.decompress(
        (folder / "exports/weblog/access.log.1.gz").read_bytes()
    ).decode()
    unlike = [line for line in log.splitlines() if not re.match(r'\S+ - - \[[^\]]+\] "GET ', line)]
    assert len(unlike) == 4


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_a_period_ends_where_the_calendar_says(as_of: date) -> None:
    days = Days(as_of)
    for period in ({"months": 1}, {"months": 36}, {"months": 72}, {"days": 28}, {"days": 90}):
        kept, late = days.oldest_kept(**period), days.newest_late(**period)
        assert after(kept, **period) >= as_of > after(late, **period)
        assert kept - late == timedelta(days=1)


def test_the_shortest_month_counts_whole() -> None:
    assert Days(date(2027, 3, 31)).oldest_kept(months=1) == date(2027, 3, 1)
    assert Days(date(2028, 2, 29)).oldest_kept(months=1) == date(2028, 1, 29)
    assert Days(date(2027, 2, 28)).oldest_kept(months=1) == date(2027, 1, 28)
    assert Days(date(2027, 2, 28)).oldest_kept(months=36) == date(2024, 2, 28)
    assert Days(date(2027, 3, 1)).newest_late(months=36) == date(2024, 2, 29)


def test_a_log_writes_english_months() -> None:
    assert in_a_log(datetime(2026, 5, 9, 7, 8, 9), "+0100") == "09/May/2026:07:08:09 +0100"  # noqa: DTZ001


@pytest.mark.parametrize("as_of", DAYS[1:], ids=str)
def test_another_day_plants_the_same(folder: Path, tmp_path: Path, as_of: date) -> None:
    def counts(of: Path) -> dict[str, tuple[object, ...]]:
        told = json.loads((of / "truth.json").read_text(encoding="utf-8"))["clauses"]
        return {
            clause: (said["verdict"], len(said["flags"]), len(said["near_misses"]), said["undated"])
            for clause, said in told.items()
        }

    assert counts(made(tmp_path, as_of)) == counts(folder)


def test_the_breaches_of_a_clause_differ_in_kind(folder: Path) -> None:
    told = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["clauses"]
    inactive = {(store, table) for store, table, _ in told["inactive-36-months"]["flags"]}
    assert len(inactive) >= 8
    gone = {(store, table) for store, table, _ in told["erasure-in-every-store"]["flags"]}
    assert len(gone) >= 5
    assert ["support", "agreements"] in [list(place) for place in gone]
