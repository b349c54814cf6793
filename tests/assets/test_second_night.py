"""A night that remembers finds what a night without a memory finds, and keeps no value for it."""

from dataclasses import replace

import polars as pl
import pyarrow as pa
import pytest

from assets.night.memo import ALL_TABLES, begin_memo
from assets.night.memo_looks import Looks
from benchmarks.rows import changed, tables
from benchmarks.scan_night import bind, scanned, write
from scanners import looks, version
from scanners.finding import INPUT
from scanners.scan import Scan
from stores.keys import make_key, read_key
from stores.warehouse import open_warehouse

FINDINGS = (
    'SELECT store, "table", "column", record_key, category, score, "start", "end", stated_or_implied, about, '
    "recogniser, distinct_values, evidence FROM finding.finding ORDER BY ALL"
)


def numbered(rows):
    return {name: [{"row": str(i), **row} for i, row in enumerate(some)] for name, some in rows.items()}


def controller(folder, rows):
    folder.mkdir()
    make_key(folder)
    bind(folder, rows)
    write(folder, rows)


def asked_of(folder, sql):
    with open_warehouse(folder, read_key(folder)) as con:
        return con.execute(sql).fetchall()


@pytest.fixture
def judged(monkeypatch):
    """The values that a question was put to, since the list was last emptied."""
    values = []

    def heard(judge):
        return lambda value: (values.append(value), judge(value))[1]

    asked = {name: replace(question, judge=heard(question.judge)) for name, question in looks.questions().items()}
    monkeypatch.setattr(looks, "questions", lambda: asked)
    return values


@pytest.mark.slow
def test_a_second_night_finds_what_a_first_one_would(tmp_path, judged, monkeypatch):
    monkeypatch.setattr(looks, "MOST", 60)
    rows = tables(300)
    controller(tmp_path / "old", numbered(rows))
    scanned(tmp_path / "old", 1)
    first = len(judged)
    judged.clear()
    rows = numbered({name: changed(some, name, 0.05) for name, some in rows.items()})
    write(tmp_path / "old", rows)
    scanned(tmp_path / "old", 1)
    assert 0 < len(judged) < first / 5
    controller(tmp_path / "new", rows)
    scanned(tmp_path / "new", 1)
    found = asked_of(tmp_path / "old", FINDINGS)
    assert len(found) > 20
    assert found == asked_of(tmp_path / "new", FINDINGS)
    values = {str(v) for some in rows.values() for row in some for v in row.values() if len(v) > 5}
    for name in ALL_TABLES:
        assert not values & {str(cell) for row in asked_of(tmp_path / "old", f"FROM meta.{name}") for cell in row}
    for name in ALL_TABLES:
        held = f'SELECT "table", count(*) FROM meta.{name} GROUP BY ALL ORDER BY ALL'
        assert asked_of(tmp_path / "old", held) == asked_of(tmp_path / "new", held)


def test_what_was_looked_at_is_not_looked_at_again(tmp_path, judged, monkeypatch):
    make_key(tmp_path)
    rows = [
        {"store": "shop", "table": "people", "column": column, "value_id": i, "value": value, "occurrences": 1}
        for column, values in {"mail": ["jane@mail.example", "info@mail.example"], "pc": ["LS1 4AP", "late"]}.items()
        for i, value in enumerate(values)
    ]

    def told():
        judged.clear()
        kept = Looks(con, "shop", "people")
        scan = Scan(pa.RecordBatch.from_pylist(rows, schema=INPUT), kept.recall)
        kept.keep()
        return [column.understood for column in scan.columns]

    with open_warehouse(tmp_path, read_key(tmp_path)) as con:
        begin_memo(con)
        first = told()
        assert judged
        assert told() == first
        assert not judged
        rows[1]["value"] = "nothing"
        assert told() != first
        assert {*judged} & {"nothing", "LS1 4AP", "late"} == {"nothing"}
        assert con.execute("SELECT count(*) FROM meta.memo_look").fetchall() == [(4,)]
        monkeypatch.setattr(version, "of_looks", lambda: "another")
        told()
        assert "LS1 4AP" in judged


def test_answers_are_packed_and_unpacked():
    values = pl.Series("value", ["a", "b", "c"])
    answers = looks.nothing_known(values)
    answers[0, 1], answers[-1, 2], answers[5, 0] = looks.ASKED, looks.ASKED | looks.YES, looks.ASKED | looks.YES
    assert (looks.unpacked(looks.packed(answers)) == answers).all()


def test_what_is_looked_at_hardly_changes_with_the_column():
    values = [f"value {i}" for i in range(3_000)]
    seen = looks.drawn(values, 100).to_list()
    assert looks.drawn(values[::-1], 100).to_list() == seen
    fewer = looks.drawn([v for i, v in enumerate(values) if i % 100], 100).to_list()
    assert len({*seen} & {*fewer}) >= 90
    assert looks.drawn(values[:5], 100).sort().to_list() == values[:5]
