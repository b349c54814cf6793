"""Exports that change from night to night: no row is dropped, every change is told, nothing is counted twice."""

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stores.errors import SourceError
from stores.files import Files
from stores.warehouse import scratch
from tests.stores.exports import landed_rows, put, run, store_of, xlsx


def as_csv(rows):
    out = io.StringIO()
    names = list(rows[0])
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows([row.get(name) for name in names] for row in rows)
    return out.getvalue().encode()


def as_xlsx(rows):
    names = list(rows[0])
    return xlsx([names, *([row.get(name) for name in names] for row in rows)])


def as_parquet(rows):
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


FORMATS = {
    "csv": as_csv,
    "json": lambda rows: json.dumps(rows).encode(),
    "jsonl": lambda rows: "\n".join(map(json.dumps, rows)).encode(),
    "parquet": as_parquet,
    "xlsx": as_xlsx,
}
BASE = [{"id": str(n), "name": f"name {n}", "age": str(30 + n)} for n in range(3)]
CHANGES = {
    "new": ([row | {"shoe": "42"} for row in BASE], ("shoe",), ()),
    "vanished": ([{"id": row["id"], "name": row["name"]} for row in BASE], (), ("age",)),
    "reordered": ([dict(reversed(row.items())) for row in BASE], (), ()),
    "renamed": ([{"id": row["id"], "name": row["name"], "years": row["age"]} for row in BASE], ("years",), ("age",)),
    "text to number": ([row | {"age": int(row["age"])} for row in BASE], (), ()),
    "text to boolean": ([row | {"age": True} for row in BASE], (), ()),
    "all empty": ([row | {"age": None} for row in BASE], (), ()),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", FORMATS)
def test_a_change_is_told_and_drops_no_row(warehouse, controller, kind, change):
    rows, unknown, missing = CHANGES[change]
    put(controller, f"a.{kind}", FORMATS[kind](rows))
    landed = run(warehouse, controller, columns=["id", "name", "age"])
    assert (landed.rows, landed.landed, landed.quarantined) == (3, 3, 0)
    assert (landed.unknown, landed.missing) == (unknown, missing)
    assert landed_rows(warehouse, "id", "name") == [(row["id"], row["name"]) for row in BASE]
    for column in unknown:
        assert {value for (value,) in landed_rows(warehouse, column)} == {str(row[column]) for row in rows}


@pytest.mark.parametrize("kind", FORMATS)
def test_files_of_two_shapes_are_one_table(warehouse, controller, kind):
    put(controller, f"a.{kind}", FORMATS[kind](BASE))
    changed = [{"shoe": 42 + n, "age": n, "id": f"x{n}", "name": None} for n in range(2)]
    changed[0]["name"] = "later"
    put(controller, f"b.{kind}", FORMATS[kind](changed))
    landed = run(warehouse, controller, columns=["id", "name", "age"])
    assert (landed.rows, landed.landed, landed.unknown, landed.missing) == (5, 5, ("shoe",), ())
    assert landed_rows(warehouse, "id", "age", "shoe")[-2:] == [("x0", "0", "42"), ("x1", "1", "43")]


def test_a_nested_shape_that_changes_lands_as_what_it_is(warehouse, controller):
    rows = [
        {"id": "1", "address": {"city": "A"}},
        {"id": "2", "address": "B"},
        {"id": "3", "address": [1]},
        {"id": "4"},
    ]
    put(controller, "a.json", json.dumps(rows))
    landed = run(warehouse, controller, columns={"id": "/id", "city": "/address/city"})
    assert (landed.landed, landed.unknown) == (4, ("address",))
    shown = [("1", "A", None), ("2", None, "B"), ("3", None, "[1]"), ("4", None, None)]
    assert landed_rows(warehouse, "id", "city", "address") == shown


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)
RECORD = st.fixed_dictionaries({"id": TEXT}, optional={"name": TEXT | st.none(), "more": TEXT})
BROKEN = st.sampled_from(['"a', "a,b,c,d,e", '"a"b', "{", "[1", "\0", '{"id":1,"id":2}', "NaN", "é"])


@settings(deadline=None, max_examples=60)
@given(records=st.lists(RECORD, max_size=6), broken=st.lists(st.tuples(st.integers(0, 6), BROKEN), max_size=3))
def test_staged_and_rejected_are_the_records_of_the_source(records, broken):
    lines = [json.dumps(record) for record in records]
    for place, text in broken:
        lines.insert(place, text)
    mixed = [*records, *(text for _, text in broken)]
    assert staging("a.jsonl", "\n".join(lines)) in {len(lines), None}
    assert staging("a.json", json.dumps({"results": mixed}), rows="/results") == len(mixed)


def staging(name, text, **table):
    """How many rows one file stages and rejects, which is what it says it holds; None where it is refused as a whole."""
    store = store_of(columns=["id", "name"], **table)
    con = scratch()
    try:
        with TemporaryDirectory() as place:
            put(Path(place), name, text)
            told = Files().export(store, store.tables[0], Path(place), con, "staged")
        tables = ("staged", "staged_rejected")
        found = [con.execute(f"SELECT count(*) FROM {one}").fetchall()[0][0] for one in tables]
        assert found == [told.staged, told.rejected]
        assert told.rows == sum(found)
    except SourceError:
        assert con.execute("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]
        return None
    else:
        return told.rows
    finally:
        con.close()
