"""The memo: what was read before is not read again, what is gone is forgotten, and no value is kept."""

from contextlib import contextmanager

import pyarrow as pa
import pytest

from assets.night.finding import read_here
from assets.night.memo import begin_memo, marks_of
from scanners import version
from scanners.finding import INPUT
from scanners.marks import MARKS, UNREAD
from scanners.scan import Scan, scan_batch
from stores.keys import make_key, read_key
from stores.warehouse import open_warehouse

NOTES = [
    "I spoke to Jane Smith about the renewal yesterday",
    "Her son is coeliac, write to jane@mail.example",
    "see figure two below",
    "call me on 07700 900123 after six",
]


def scan_of(columns, table="people"):
    rows = [
        {"store": "shop", "table": table, "column": column, "value_id": i, "value": value, "occurrences": 1}
        for column, values in columns.items()
        for i, value in enumerate(values)
    ]
    return pa.RecordBatch.from_pylist(rows, schema=INPUT)


class Reader:
    """Reads as the night does, and counts what it was given."""

    def __init__(self):
        self.read = []

    def __call__(self, batches, entities):
        held = list(batches)
        self.read += [
            (value, None if entities is None else frozenset(entities)) for b in held for value in b["value"].to_pylist()
        ]
        return read_here(held, entities)

    def values(self):
        return sorted(value for value, _ in self.read)


@pytest.fixture
def con(tmp_path):
    make_key(tmp_path)
    with open_warehouse(tmp_path, read_key(tmp_path)) as con:
        begin_memo(con)
        yield con


def night(con, batch, table="people", read=None):
    reader = read or Reader()
    scan = Scan(batch)
    found = scan.conclude(marks_of(con, "shop", table, scan, reader))
    assert found.equals(scan_batch(batch))
    return reader


def test_a_second_night_reads_nothing_and_finds_the_same(con):
    batch = scan_of({"notes": NOTES})
    assert night(con, batch).values() == sorted(NOTES)
    assert night(con, batch).values() == []


def test_only_the_new_value_is_read(con):
    night(con, scan_of({"notes": NOTES}))
    assert night(con, scan_of({"notes": [*NOTES, "She is a vegan"]})).values() == ["She is a vegan"]


def test_columns_and_tables_whose_roles_agree_share_a_reading(con):
    assert len(night(con, scan_of({"notes": NOTES, "remark": NOTES})).values()) == 4
    assert night(con, scan_of({"case_notes": NOTES}, "cases"), "cases").values() == []
    asks = night(con, scan_of({"dietary requirements": [NOTES[2]]}, "cases"), "cases")
    assert asks.values() == [NOTES[2]]


def test_what_is_gone_is_forgotten_and_no_value_is_kept(con):
    night(con, scan_of({"notes": NOTES}))
    night(con, scan_of({"notes": NOTES}, "cases"), "cases")
    night(con, scan_of({"notes": [NOTES[0]]}))
    left = con.execute('SELECT "table", count(*) FROM meta.memo GROUP BY 1 ORDER BY 1').fetchall()
    assert left == [("cases", 4), ("people", 1)]
    marked = con.execute("SELECT DISTINCT entity FROM meta.memo_mark WHERE \"table\" = 'people'").fetchall()
    assert marked == [("PERSON",)]
    for name in ("memo", "memo_mark"):
        kinds = {
            kind
            for _, kind in con.execute(
                f"SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = '{name}'"
            ).fetchall()
        }
        assert kinds <= {"VARCHAR", "INTEGER", "BIGINT", "DOUBLE"}
        kept = str(con.execute(f"SELECT * FROM meta.{name}").fetchall())
        assert not [word for note in NOTES for word in note.split() if len(word) > 5 and word in kept]


def test_the_digest_is_of_the_controllers_own_key(con, tmp_path):
    night(con, scan_of({"notes": NOTES}))
    mine = con.execute("SELECT high, low FROM meta.memo ORDER BY 1").fetchall()
    other = tmp_path / "other"
    make_key(other)
    with open_warehouse(other, read_key(other)) as theirs:
        begin_memo(theirs)
        night(theirs, scan_of({"notes": NOTES}))
        assert not {*mine} & {*theirs.execute("SELECT high, low FROM meta.memo").fetchall()}


@contextmanager
def versions(monkeypatch, **changed):
    made = {**version.versions(), **changed}
    with monkeypatch.context() as patch:
        patch.setattr(version, "versions", lambda: {e: v for e, v in made.items() if v})
        yield


def test_a_changed_recogniser_reads_again_and_no_other(con, monkeypatch):
    batch = scan_of({"notes": NOTES})
    night(con, batch)
    with versions(monkeypatch, HEALTH="changed"):
        assert {entities for _, entities in night(con, batch).read} == {frozenset({"HEALTH"})}
        assert night(con, batch).values() == []
    assert con.execute("SELECT count(*) FROM meta.memo_versions").fetchall() == [(1,)]


def test_a_recogniser_read_with_another_version_replaces_its_marks_only(con, monkeypatch):
    batch = scan_of({"notes": NOTES})
    night(con, batch)
    con.execute("UPDATE meta.memo_mark SET score = 0.51 WHERE entity IN ('HEALTH', 'PERSON')")
    with versions(monkeypatch, HEALTH="changed"):
        scan = Scan(batch)
        scores = {m["entity"]: m["score"] for m in marks_of(con, "shop", "people", scan, read_here).to_pylist()}
    assert (scores["HEALTH"], scores["PERSON"]) == (0.7, 0.51)


def test_what_was_not_read_whole_is_told_and_tried_again(con):
    batch = scan_of({"notes": NOTES[:1], "remark": NOTES[:1]})
    mark = {"entity": "PERSON", "start": UNREAD, "end": UNREAD, "score": 0.0, "said": "{}"}

    def stopped(batches, entities):
        for some in batches:
            yield pa.RecordBatch.from_pylist(
                [{"value_id": i, **mark} for i in some["value_id"].to_pylist()], schema=MARKS
            )

    for _ in range(2):
        scan = Scan(batch)
        told = marks_of(con, "shop", "people", scan, stopped)
        assert sorted(told["value_id"].to_pylist()) == [0, 1]
    assert night(con, batch).values() == NOTES[:1]


def test_a_night_that_fails_leaves_the_memo_as_it_was(con):
    night(con, scan_of({"notes": NOTES[:1]}))

    def failing(batches, entities):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        marks_of(con, "shop", "people", Scan(scan_of({"notes": NOTES[1:]})), failing)
    assert night(con, scan_of({"notes": NOTES[:1]})).values() == []
