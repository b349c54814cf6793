"""The night, end to end, on both example controllers: every planted breach is flagged, and nothing else."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from assets.report.scoreboard import read_scoreboard
from examples.generate import generate
from pipelines.commands.explain import explain
from pipelines.commands.scoreboard import draw
from pipelines.jobs import run_night
from rules.flag import COLUMNS
from stores.controller import load_controller
from stores.keys import make_key, read_key
from stores.quoting import identifier
from stores.warehouse_snapshots import open_snapshot

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/abide.yaml"))
README = (EXAMPLES.parent / "README.md").read_text(encoding="utf-8")
QUICK = "meridian"
"""The example whose night is shorter: the quick tests run it too."""
EACH = [pytest.param(name, marks=[] if name == QUICK else [pytest.mark.slow]) for name in NAMES]
SHOWN = next(name for name in NAMES if f"examples/{name}/report" in README)
AS_OF = date(2026, 11, 22)


def made(name, folder, *, as_of=AS_OF, shuffle=None):
    """A copy of an example with its exports generated and its night run."""
    place = folder / name
    shutil.copytree(EXAMPLES / name, place, ignore=shutil.ignore_patterns(".abide", "report", "exports", "truth.json"))
    generate(place, as_of, shuffle=shuffle)
    make_key(place)
    return night(place, as_of)


def night(place, as_of=AS_OF):
    done = run_night([load_controller(place)], as_of)
    assert done.success, done.failures
    return place


@pytest.fixture(scope="module", params=EACH)
def place(request, tmp_path_factory):
    return made(request.param, tmp_path_factory.mktemp("night"))


def flagged(place):
    found: dict[str, set] = {}
    for clause, *row in (
        pl.read_parquet(place / "report" / "flagged.parquet").select("clause", "store", "table", "record_key").rows()
    ):
        found.setdefault(clause, set()).add(tuple(row))
    return found


def records(place, clauses):
    """Per clause, the record keys of the rows that the truth names by the values of their key columns."""
    controller = load_controller(place)
    keys = {(s.name, t.name): t.key for s, t in controller.tables()}
    found = {clause: set() for clause in clauses}
    with open_snapshot(place, read_key(place)) as con:
        for clause, named in clauses.items():
            for store, table, key in named:
                if not table:
                    found[clause].add((store, "", store))
                    continue
                where = " AND ".join(f"{identifier(column)} = ?" for column in keys[store, table])
                landed = f"landed.{identifier(f'{store}__{table}')}"
                rows = con.execute(f"SELECT record_key FROM {landed} WHERE {where}", list(map(str, key))).fetchall()
                assert len(rows) == 1, f"the truth names {len(rows)} rows of {store}.{table}"
                found[clause].add((store, table, rows[0][0]))
    return found


def planted(place, what="flags"):
    return records(place, {clause: told[what] for clause, told in truth(place).items()})


def truth(place):
    return json.loads((place / "truth.json").read_text())["clauses"]


def test_every_planted_breach_is_flagged_and_nothing_else(place):
    found, expected = flagged(place), planted(place)
    wrong = {
        clause: {"missed": sorted(keys - found.get(clause, set())), "too many": sorted(found.get(clause, set()) - keys)}
        for clause, keys in expected.items()
        if keys != found.get(clause, set())
    }
    assert not wrong
    assert set(found) <= set(expected)
    assert sum(map(len, found.values())) > 20


def test_near_misses_are_records_and_are_not_flagged(place):
    found = flagged(place)
    for clause, near in planted(place, "near_misses").items():
        assert not near & found.get(clause, set()), clause


def test_each_verdict_is_the_planted_one(place):
    board = json.loads((place / "report" / "scoreboard.json").read_text())
    said = {row["id"]: (row["verdict"], row["undated"]) for row in board["clauses"]}
    assert said == {clause: (told["verdict"], told.get("undated", 0)) for clause, told in truth(place).items()}
    assert {verdict for verdict, _ in said.values()} == {"broken", "unproved", "attested"}, "each rule has a breach"


@pytest.mark.parametrize("what", ["flags", "near_misses"])
def test_every_clause_with_a_rule_has_a_breach_and_a_near_miss(place, what):
    rules = {clause.id for clause in load_controller(place).notice.clauses if clause.rule}
    assert rules == {clause for clause, told in truth(place).items() if told[what]}


def test_the_report_has_the_columns_others_rely_on(place):
    assert tuple(pl.read_parquet(place / "report" / "flagged.parquet").columns) == COLUMNS


def test_nothing_personal_is_written_outside_the_warehouse(place):
    """Every identifying value that landed is looked for, as bytes, in every file the night wrote."""
    controller = load_controller(place)
    values = set()
    with open_snapshot(place, read_key(place)) as con:
        for store, table in controller.tables():
            for column, category in table.personal.items():
                if category.startswith(("user.contact.email", "user.name", "user.contact.phone")):
                    rows = con.execute(
                        f"SELECT DISTINCT {identifier(column)} FROM landed.{identifier(f'{store.name}__{table.name}')}"
                    ).fetchall()
                    values |= {value for (value,) in rows if value and ("@" in value or " " in value.strip())}
    assert len(values) > 100
    written = [p for folder in ("report", ".abide") for p in (place / folder).rglob("*") if p.is_file()]
    assert len(written) > 6
    assert holds_any(b"..." + min(values).encode() + b"\xff", values)
    assert [path.name for path in written if holds_any(path.read_bytes(), values)] == []


def holds_any(data, values):
    """Whether one of the texts stands in the bytes: all are looked for at once, each byte being a letter of Latin-1."""
    wanted = pl.Series([value.encode().decode("latin-1") for value in sorted(values)])
    return pl.Series([data.decode("latin-1")]).str.contains_any(wanted.implode()).item()


@pytest.mark.parametrize("place", [one for one in EACH if one.values[0] == SHOWN], indirect=True)
def test_the_readme_shows_what_is_printed(place, capsys):
    """Each line of the README's two outputs, but for '…' and the keyed ids, is one that the commands print."""
    controller = load_controller(place)
    with open_snapshot(place, read_key(place)) as con:
        board = read_scoreboard(con, controller, AS_OF)
        (flag,) = con.execute(
            "SELECT flag_id FROM flagged.flag WHERE clause = 'candidates-twelve-months' AND record_key = 'AP2002'"
        ).fetchone()
    draw(
        Console(width=100, highlight=False, markup=False),
        controller,
        board,
        Path("examples", place.name, "report/index.html"),
    )
    explain(flag, [place], as_json=False)
    printed = {re.sub("[0-9a-f]{32}", "…", line).rstrip() for line in capsys.readouterr().out.splitlines()}
    blocks = re.findall("```\n(.*?)```", README, re.DOTALL)
    shown = [line for block in blocks if controller.name in block for line in block.splitlines()]
    missing = [line for line in shown if line.rstrip() not in printed | {"", "…"} and not line.startswith("$ ")]
    assert missing == []
    assert len(shown) > 40


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_rows_changes_no_flag(name, tmp_path):
    first = made(name, tmp_path / "a")
    shuffled = made(name, tmp_path / "b", shuffle=3)
    assert truth(first) == truth(shuffled)
    assert {clause: keys for clause, keys in planted(shuffled).items() if keys} == flagged(shuffled)


@pytest.mark.slow
@pytest.mark.parametrize("as_of", [date(2028, 2, 29), date(2027, 3, 31), date(2026, 3, 1)])
@pytest.mark.parametrize("name", NAMES)
def test_any_day_gives_its_truth(name, as_of, tmp_path):
    place = made(name, tmp_path, as_of=as_of)
    assert {clause: keys for clause, keys in planted(place).items() if keys} == flagged(place)


@pytest.mark.slow
def test_a_second_run_writes_the_same_bytes(place):
    report = place / "report"
    before = {name: (report / name).read_bytes() for name in ("flagged.csv", "flagged.parquet", "scoreboard.json")}
    night(place)
    assert before == {name: (report / name).read_bytes() for name in before}
