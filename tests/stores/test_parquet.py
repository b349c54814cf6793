"""Parquet with nested values: pointers, lists as child tables, what no pointer reaches, digits."""

from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stores.connectors import connector_for
from stores.errors import ConservationError, SourceError
from stores.landing import land
from stores.landing_stage import drop_stage
from stores.store import Store
from stores.warehouse import scratch
from tests.stores.exports import landed_rows, put, run, store_of

PARAM = pa.struct(
    [
        ("key", pa.string()),
        (
            "value",
            pa.struct([("string_value", pa.string()), ("int_value", pa.int64()), ("double_value", pa.float64())]),
        ),
    ]
)
EVENTS = pa.schema(
    [
        ("event_timestamp", pa.int64()),
        ("user_pseudo_id", pa.string()),
        ("event_params", pa.list_(PARAM)),
        ("device", pa.struct([("category", pa.string()), ("cost", pa.decimal128(22, 2))])),
        ("privacy_info", pa.struct([("analytics_storage", pa.string())])),
    ]
)
ROWS = [
    {
        "event_timestamp": 1711927800000000 + n,
        "user_pseudo_id": f"{n}.5",
        "event_params": [
            {"key": "page_location", "value": {"string_value": f"https://harbour.example/?q={n}"}},
            {"key": "count", "value": {"int_value": 2**62 + n, "double_value": 0.1}},
        ][: 2 - n % 2],
        "device": {"category": "mobile", "cost": Decimal("12345678901234567890.10")},
        "privacy_info": None if n else {"analytics_storage": "Yes"},
    }
    for n in range(3)
]
COLUMNS = {"id": "/event_timestamp", "who": "/user_pseudo_id", "category": "/device/category"}
EACH = {"id": "../event_timestamp", "key": "/key", "text": "/value/string_value", "number": "/value/int_value"}


def put_events(folder, rows=ROWS, name="events.parquet"):
    put(folder, name, b"")
    pq.write_table(pa.Table.from_pylist(rows, schema=EVENTS), folder / "in" / name)


def test_pointers_reach_into_structs_and_the_rest_lands_too(warehouse, controller):
    put_events(controller)
    landed = run(warehouse, controller, columns=COLUMNS)
    assert (landed.rows, landed.landed, landed.missing) == (3, 3, ())
    assert landed.unknown == ("event_params", "device.cost", "privacy_info")
    shown = landed_rows(warehouse, "_line", "id", "category", "device.cost", "privacy_info")
    first = (1, "1711927800000000", "mobile", "12345678901234567890.10", '{"analytics_storage":"Yes"}')
    assert shown[0] == first
    assert shown[1][-1] is None


def test_a_list_of_structs_is_a_table_of_its_own(warehouse, controller):
    put_events(controller)
    settings = store_of(columns=COLUMNS, file="*.parquet").model_dump(mode="json", exclude_none=True)
    child = {"name": "params", "file": "*.parquet", "each": "/event_params", "columns": EACH, "key": ["id", "key"]}
    store = Store.model_validate(settings | {"tables": [*settings["tables"], child]})
    parent, params = (land(warehouse, store, table, controller) for table in store.tables)
    assert parent.unknown == ("device.cost", "privacy_info")
    assert (params.rows, params.landed, params.unknown) == (5, 5, ("value.double_value",))
    found = warehouse.execute(
        'SELECT id, key, text, number, "value.double_value" FROM landed."shop__params" ORDER BY _line, key LIMIT 2'
    ).fetchall()
    assert found == [
        ("1711927800000000", "count", None, "4611686018427387904", "0.1"),
        ("1711927800000000", "page_location", "https://harbour.example/?q=0", None, None),
    ]


def test_a_column_that_vanished_is_told_and_drops_no_row(warehouse, controller):
    put_events(controller)
    landed = run(warehouse, controller, columns={**COLUMNS, "gone": "/geo/city"})
    assert (landed.landed, landed.missing) == (3, ("gone",))


def test_numbers_that_json_has_not_land_as_what_they_are(warehouse, controller):
    shape = pa.schema([("id", pa.string()), ("in", pa.struct([("x", pa.float64())]))])
    rows = [{"id": "1", "in": {"x": float("nan")}}, {"id": "2", "in": {"x": float("inf")}}, {"id": "3", "in": None}]
    put(controller, "a.parquet", b"")
    pq.write_table(pa.Table.from_pylist(rows, schema=shape), controller / "in" / "a.parquet")
    run(warehouse, controller, columns={"id": "/id", "x": "/in/x"})
    assert landed_rows(warehouse, "id", "x") == [("1", "nan"), ("2", "inf"), ("3", None)]


PEOPLE = [{"id": str(n), "name": f"name {n}"} for n in range(4)]


class Meddler:
    """A connector during whose landing somebody writes the file anew."""

    def __init__(self, inner, path, rows):
        self.inner, self.path, self.rows = inner, path, rows

    def export(self, *given):
        told = self.inner.export(*given)
        pq.write_table(pa.Table.from_pylist(self.rows), self.path)
        return told


@pytest.mark.parametrize("rows", [PEOPLE[::-1], [*PEOPLE[:3], PEOPLE[0]], PEOPLE[:2], [*PEOPLE, *PEOPLE]])
def test_a_file_that_changes_between_count_and_landing_is_refused(warehouse, controller, rows):
    path = put(controller, "a.parquet", b"")
    pq.write_table(pa.Table.from_pylist(PEOPLE), path)
    store = store_of()
    assert land(warehouse, store, store.tables[0], controller).landed == 4
    with pytest.raises((SourceError, ConservationError)):
        land(warehouse, store, store.tables[0], controller, Meddler(connector_for(store), path, rows))
    left = warehouse.execute(
        "SELECT table_name FROM duckdb_tables() WHERE table_name <> 'abide_calendar' UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal"
    ).fetchall()
    assert left == [("version",)]


def test_a_single_file_is_read_where_it_stands_and_several_are_not(controller):
    con = scratch()
    store = store_of()
    for name, place in (("a.parquet", "_line"), ("b.parquet", "rowid")):
        put(controller, name, b"")
        pq.write_table(pa.Table.from_pylist(PEOPLE), controller / "in" / name)
        told = connector_for(store).export(store, store.tables[0], controller, con, "staged")
        assert (told.place, told.still()) == (place, True)
        assert con.execute("SELECT count(*) FROM staged").fetchall() == [(told.rows,)]
        drop_stage(con, "staged")
