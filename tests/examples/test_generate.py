"""The examples' generator: same arguments, same bytes; another order, same rows; another day, same counts."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

import examples
from examples.generate import generate, main
from examples.people import People
from examples.truth import Truth
from examples.writers import age, exporting, write_csv, write_csv_gz, write_lines, write_sqlite, write_xlsx
from rules.notice import stands_in
from rules.terms import Verdict
from stores.controller import load_controller

HOME = Path(examples.__file__).parent
FOLDERS = sorted(path.parent for path in HOME.glob("*/make_exports.py"))
AS_OF = date(2026, 3, 2)
DAYS = (date(2025, 11, 22), date(2026, 7, 31), date(2027, 3, 31), date(2028, 2, 29), date(2028, 3, 1))
MADE = shutil.ignore_patterns("exports", "truth.json", ".abide", "report", "__pycache__")

each = pytest.mark.parametrize("source", FOLDERS, ids=lambda path: path.name)


def _made(source: Path, to: Path, as_of: date = AS_OF, **more: int) -> Path:
    folder = to / source.name
    shutil.copytree(source, folder, ignore=MADE)
    generate(folder, as_of, **more)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """Each example made once, for the tests that only read it."""
    return {source: _made(source, tmp_path_factory.mktemp("made")) for source in FOLDERS}


def _bytes(folder: Path) -> dict[str, str]:
    files = [folder / "truth.json", *(path for path in sorted((folder / "exports").rglob("*")) if path.is_file())]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def sheet_rows(path: Path) -> list[tuple[object, ...]]:
    """The rows below the header of a workbook's only sheet."""
    return list(load_workbook(path).worksheets[0].iter_rows(min_row=2, values_only=True))


def _rows(path: Path) -> Counter[str]:
    """What a file says, whatever the order of its rows."""
    if path.suffix == ".json":
        found = json.loads(path.read_text(encoding="utf-8"))
        lists = [found] if isinstance(found, list) else [v for v in found.values() if isinstance(v, list)]
        return Counter(json.dumps(row) for rows in lists for row in rows)
    if path.suffix == ".xlsx":
        return Counter(map(str, sheet_rows(path)))
    if path.suffix == ".mbox":
        return Counter(path.read_text(encoding="utf-8").split("From MAILER-DAEMON"))
    return Counter(path.read_bytes().splitlines())  # type: ignore[arg-type]


def _truth(folder: Path) -> dict[str, dict[str, object]]:
    told: dict[str, dict[str, object]] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["clauses"]
    return told


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in (folder / "exports").rglob("*") if path.is_file())


def _counts(folder: Path) -> dict[str, object]:
    return {
        clause: (said["verdict"], len(said["flags"]), len(said["near_misses"]), said["undated"])  # type: ignore[arg-type]
        for clause, said in _truth(folder).items()
    }


@each
def test_the_same_arguments_give_the_same_bytes(source: Path, made: dict[Path, Path], tmp_path: Path) -> None:
    one = _bytes(made[source])
    assert one == _bytes(_made(source, tmp_path / "b"))
    assert len(one) >= 8
    assert one != _bytes(_made(source, tmp_path / "c", seed=8))


@each
def test_the_bytes_do_not_hang_on_the_process(source: Path, tmp_path: Path) -> None:
    folder = _made(source, tmp_path)
    before = _bytes(folder)
    environment = {**os.environ, "PYTHONHASHSEED": "99", "PYTHONPATH": str(HOME.parent), "TZ": "Asia/Tokyo"}
    command = [sys.executable, "-m", "examples.generate", str(folder), "--as-of", AS_OF.isoformat()]
    subprocess.run(command, check=True, env=environment)
    assert _bytes(folder) == before


@each
def test_shuffling_changes_the_order_and_nothing_else(source: Path, made: dict[Path, Path], tmp_path: Path) -> None:
    plain, mixed = made[source], _made(source, tmp_path / "b", shuffle=5)
    assert _truth(plain) == _truth(mixed)
    moved = 0
    for path in sorted((plain / "exports").rglob("*")):
        other = mixed / path.relative_to(plain)
        if path.is_file() and path.suffix in {".csv", ".json", ".jsonl", ".xlsx", ".mbox"}:
            assert _rows(path) == _rows(other), path.name
            moved += path.read_bytes() != other.read_bytes()
    assert moved >= 5


@each
def test_every_day_gives_the_same_counts(source: Path, made: dict[Path, Path], tmp_path: Path) -> None:
    expected = _counts(made[source])
    for day in DAYS:
        assert _counts(_made(source, tmp_path / day.isoformat(), day)) == expected, day


@each
def test_scale_adds_clean_records_only(source: Path, made: dict[Path, Path], tmp_path: Path) -> None:
    small, large = made[source], _made(source, tmp_path / "b", scale=2)
    assert _counts(small) == _counts(large)
    assert _size(large) > 1.2 * _size(small)


@each
def test_the_truth_speaks_of_every_clause_and_no_other(source: Path, made: dict[Path, Path]) -> None:
    folder = made[source]
    controller = load_controller(folder)
    truth = _truth(folder)
    assert set(truth) == {clause.id for clause in controller.notice.clauses}
    for clause in controller.notice.clauses:
        said = truth[clause.id]
        assert stands_in(clause.quote, controller.text)
        assert Verdict(str(said["verdict"]))
        if clause.rule is None:
            assert said["verdict"] in {"unproved", "attested"}
            assert not said["flags"]
            continue
        assert said["near_misses"], f"{clause.id}: nothing nearly breaks it"
        assert said["verdict"] == "broken", clause.id
        assert len(said["flags"]) >= 2, clause.id  # type: ignore[arg-type]


@each
def test_the_truth_names_tables_and_whole_keys(source: Path, made: dict[Path, Path]) -> None:
    folder = made[source]
    controller = load_controller(folder)
    keys = {(store.name, table.name): len(table.key) for store, table in controller.tables()}
    keys |= {(store.name, ""): 1 for store in controller.stores}
    for clause, said in _truth(folder).items():
        for store, table, key in [*said["flags"], *said["near_misses"]]:  # type: ignore[misc]
            assert keys[store, table] == len(key), clause


@each
def test_only_reserved_addresses_stand_in_the_exports(source: Path, made: dict[Path, Path]) -> None:
    for path in sorted((made[source] / "exports").rglob("*")):
        if path.is_file() and path.suffix in {".csv", ".json", ".jsonl", ".mbox"}:
            text = path.read_bytes().decode("latin-1").lower()
            domains = set(re.findall(r"[\w.+'-]@([a-z0-9-]+(?:\.[a-z0-9-]+)+)", text))
            assert all(domain.endswith(".example") for domain in domains), path.name


def test_a_folder_without_a_generator_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make_exports"):
        main([str(tmp_path), "--as-of", "2026-03-02"])


def test_people_are_nobody() -> None:
    people = People(random.Random(1))  # noqa: S311 - made-up people
    made = [people.person() for _ in range(3000)]
    assert len({p.email for p in made}) == 3000
    assert len({p.phone for p in made}) == 3000
    assert all(p.phone.startswith(("07700 900", "020 7946 0", "011", "0121 496 0")) for p in made)
    assert all(" 496 0" in p.phone for p in made if p.phone.startswith("011"))
    assert all(p.email.isascii() and p.email.endswith(".example") for p in made)
    assert {"O'Brien", "Nguyen"} <= {p.last for p in made}
    assert "Siobhán" in {p.first for p in made}


def test_the_truth_must_be_of_one_mind() -> None:
    truth = Truth()
    with pytest.raises(ValueError, match="not a verdict"):
        truth.verdict("a-clause", "fine")
    truth.flag("a-clause", "store", "table", "1")
    with pytest.raises(ValueError, match="no verdict"):
        truth.clauses()
    truth.verdict("a-clause", "kept")
    with pytest.raises(ValueError, match="1 flags"):
        truth.clauses()
    truth.verdict("a-clause", "broken")
    truth.near_miss("a-clause", "store", "table", "1")
    with pytest.raises(ValueError, match="both"):
        truth.clauses()


def test_files_are_as_old_as_the_evening_before(tmp_path: Path) -> None:
    with exporting(AS_OF):
        write_csv(tmp_path / "a.csv", ["x"], [["1"]])
        write_csv(tmp_path / "b.csv", ["x"], [["1"]])
        age(tmp_path / "b.csv", 40)
    assert datetime.fromtimestamp((tmp_path / "a.csv").stat().st_mtime, UTC) == datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert datetime.fromtimestamp((tmp_path / "b.csv").stat().st_mtime, UTC) == datetime(
        2026, 1, 20, 23, 30, tzinfo=UTC
    )


def test_writers_write_what_vendors_do(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ["x", "y"], [["é", None], ["1", "2", "3"]], bom=True, crlf=True, delimiter=";")
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbfx;y\r\n\xc3\xa9;\r\n1;2;3\r\n"
    write_csv(tmp_path / "b.csv", ["x"], [["£"]], encoding="cp1252")
    assert (tmp_path / "b.csv").read_bytes() == b"x\n\xa3\n"
    write_csv_gz(tmp_path / "c.csv.gz", ["x"], [["1"]])
    assert (tmp_path / "c.csv.gz").read_bytes()[4:8] == b"\0\0\0\0"
    write_xlsx(tmp_path / "d.xlsx", "Sheet", ["day", "text"], [[AS_OF, "=1+1"]])
    assert sheet_rows(tmp_path / "d.xlsx") == [(datetime(AS_OF.year, AS_OF.month, AS_OF.day), "=1+1")]  # noqa: DTZ001
    write_sqlite(tmp_path / "e.db", {"t": ("CREATE TABLE t (day TEXT)", [[AS_OF]])})
    assert (tmp_path / "e.db").read_bytes()[:6] == b"SQLite"


def test_lines_of_a_log_keep_their_order(tmp_path: Path) -> None:
    lines = [str(n) for n in range(50)]
    with exporting(AS_OF, shuffle=3):
        write_lines(tmp_path / "a.log", lines)
        write_csv(tmp_path / "a.csv", ["n"], [[line] for line in lines])
    assert (tmp_path / "a.log").read_text().split() == lines
    mixed = (tmp_path / "a.csv").read_text().split()[1:]
    assert mixed != lines
    assert sorted(mixed, key=int) == lines
