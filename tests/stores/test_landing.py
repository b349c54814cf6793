"""Record keys, duplicates, digests, and that a failed landing leaves nothing behind."""

import csv
import io
import random
from datetime import UTC, datetime

import pytest

from stores.errors import ConservationError, SourceError
from stores.keys import read_key
from stores.landing import land
from stores.landing_write import landed_digest
from stores.store import Store
from stores.warehouse import keyed_digest

HEADER = ("id", "kind", "email")


def store_of(**table):
    return Store.model_validate(
        {
            "name": "shop",
            "role": "controller",
            "connector": "files",
            "export": "in",
            "exported_at": "modified",
            "fresh_within": "1 day",
            "tables": [{"name": "people", "file": "*.csv", "columns": HEADER, "key": ["id"], **table}],
        }
    )


def write(folder, rows, header=HEADER, name="people.csv"):
    (folder / "in").mkdir(exist_ok=True)
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    (folder / "in" / name).write_text(out.getvalue())


def run(warehouse, folder, **table):
    store = store_of(**table)
    return land(warehouse, store, store.tables[0], folder)


def column(con, name, source='landed."shop__people"'):
    return [row[0] for row in con.execute(f"SELECT {name} FROM {source} ORDER BY 1").fetchall()]


def digests(con, landed='landed."shop__people"'):
    return con.execute(f"SELECT record_key, {landed_digest(con, landed)} FROM {landed} ORDER BY 1").fetchall()


def test_what_was_landed_is_told(warehouse, controller):
    write(controller, [("1", "a", "x@y.example", "?")], ("id", "Kind", "email", "shoe size"))
    landed = run(warehouse, controller, columns=[*HEADER, "phone"])
    assert (landed.rows, landed.landed, landed.quarantined, landed.reasons) == (1, 1, 0, {})
    assert landed.columns == ("id", "kind", "email", "shoe size")
    assert landed.missing == ("phone",)
    assert landed.unknown == ("shoe size",)
    assert landed.exported_at.tzinfo is UTC
    found = warehouse.execute('SELECT id, kind, email, phone, "shoe size", _file, _line FROM landed."shop__people"')
    assert found.fetchall() == [("1", "a", "x@y.example", None, "?", "in/people.csv", 2)]


def test_an_empty_export_lands_no_rows_and_is_no_error(warehouse, controller):
    write(controller, [])
    landed = run(warehouse, controller)
    assert (landed.rows, landed.landed, landed.quarantined, landed.missing) == (0, 0, 0, ())
    assert column(warehouse, "id") == []


def test_several_files_are_one_table(warehouse, controller):
    write(controller, [("1", "a", "")], name="a.csv")
    write(controller, [("2", "b")], HEADER[:2], name="b.csv")
    landed = run(warehouse, controller)
    assert (landed.landed, landed.missing) == (2, ("email",))
    assert column(warehouse, "_file") == ["in/a.csv", "in/b.csv"]


def test_a_key_of_several_columns_is_unmistakable(warehouse, controller):
    write(controller, [("a|b", "c", ""), ("a", "b|c", ""), ("a\\", "|c", "")])
    landed = run(warehouse, controller, key=["id", "kind"])
    assert landed.landed == 3
    assert column(warehouse, "record_key") == ["a\\\\|\\|c", "a\\|b|c", "a|b\\|c"]


@pytest.mark.parametrize(
    "given",
    [{"personal": {"email": "user.contact.email"}}, {"subject": {"email": "email"}}],
)
def test_a_personal_key_becomes_a_keyed_digest(warehouse, controller, given):
    write(controller, [("1", "a", "ann@harbour.example")])
    run(warehouse, controller, key=["email"], **given)
    digest = keyed_digest(read_key(controller, {}), "ann@harbour.example")
    assert column(warehouse, "record_key") == [f"k:{digest}"]


def test_an_address_in_a_key_that_is_not_called_personal_is_refused(warehouse, controller):
    write(controller, [("1", "a", "ann@harbour.example")])
    with pytest.raises(SourceError, match="list it under personal") as told:
        run(warehouse, controller, key=["email"])
    assert "ann" not in str(told.value)


def test_rows_without_key_are_quarantined(warehouse, controller):
    write(controller, [("", "a", "x"), ("  ", "b", "y"), ("1", "c", "z")])
    landed = run(warehouse, controller)
    assert (landed.landed, landed.reasons) == (1, {"no key": 2})


def test_the_same_row_again_is_landed_once_and_differing_ones_never(warehouse, controller):
    rows = [("1", "a", "x"), ("1", "a", "x"), ("1", "a", "x"), ("2", "b", "x"), ("2", "b", "y"), ("3", "c", "z")]
    write(controller, rows)
    landed = run(warehouse, controller)
    assert column(warehouse, "record_key") == ["1", "3"]
    assert landed.reasons == {"same row again": 2, "key not unique": 2}
    assert landed.rows == landed.landed + landed.quarantined == 6
    header = warehouse.execute('SELECT * FROM quarantine."shop__people" LIMIT 0').description
    assert [name for name, *_ in header] == ["_file", "_line", "reason"]


def test_null_and_empty_text_are_not_the_same_row(warehouse, controller):
    (controller / "in").mkdir()
    (controller / "in" / "people.csv").write_text('id,kind,email\n1,,x\n1,"",x\n')
    assert run(warehouse, controller).reasons == {"key not unique": 2}


def test_the_order_of_rows_and_columns_changes_nothing(warehouse, controller):
    rows = [(str(n % 60), "ab"[n % 2], f"{n % 3}") for n in range(100)] + [("x", "a", "1"), ("x", "b", "1")]
    write(controller, rows)
    first = run(warehouse, controller)
    seen = digests(warehouse)
    random.Random(7).shuffle(rows)  # noqa: S311 - a fixed order
    write(controller, [(c, b, a) for a, b, c in rows], HEADER[::-1])
    second = run(warehouse, controller)
    assert first.reasons == second.reasons
    assert seen == digests(warehouse)
    assert len(seen) == 60


def test_a_row_digest_tells_a_changed_value_and_no_value_moves_between_columns(warehouse, controller):
    write(controller, [("1", "ab", "c"), ("2", "a", "bc"), ("3", "ab", "c")])
    run(warehouse, controller)
    assert len({digest for _, digest in digests(warehouse)}) == 3


def test_a_new_column_without_values_leaves_digests_alone(warehouse, controller):
    write(controller, [("1", "a", "b")])
    run(warehouse, controller)
    before = digests(warehouse)
    write(controller, [("1", "a", "b", "")], (*HEADER, "new"))
    run(warehouse, controller)
    assert digests(warehouse) == before


def test_a_renamed_key_column_is_an_error_that_names_it(warehouse, controller):
    write(controller, [("1", "a", "b")], ("identifier", "kind", "email"))
    with pytest.raises(SourceError, match="no key column 'id'"):
        run(warehouse, controller)


def test_a_failed_landing_drops_the_night_before(warehouse, controller):
    write(controller, [("1", "a", "b")])
    run(warehouse, controller)
    (controller / "in" / "people.csv").unlink()
    with pytest.raises(SourceError, match="no file matches"):
        run(warehouse, controller)
    tables = warehouse.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT temporary OR table_name <> 'abide_calendar'"
    ).fetchall()
    assert tables == [("meta", "version")]


def test_a_landing_that_fails_half_way_leaves_no_half_table(warehouse, controller, monkeypatch):
    write(controller, [("1", "a", "b")])
    monkeypatch.setattr(
        "stores.landing._count", lambda con, query: 0 if "FROM landed." in query else _counted(con, query)
    )
    with pytest.raises(ConservationError, match="0 landed and 0 quarantined of 1"):
        run(warehouse, controller)
    tables = warehouse.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT temporary OR table_name <> 'abide_calendar'"
    ).fetchall()
    assert tables == [("meta", "version")]


def _counted(con, query):
    return con.execute(query).fetchall()[0][0]


def test_the_export_time_comes_from_the_name_the_oldest_of_all(warehouse, controller):
    for day in ("2026-02-27", "2026-02-28"):
        write(controller, [(day, "a", "b")], name=f"people {day}.csv")
    settings = store_of().model_dump(mode="json") | {"exported_at": {"name": "%Y-%m-%d"}}
    store = Store.model_validate(settings)
    landed = land(warehouse, store, store.tables[0], controller)
    assert landed.exported_at == datetime(2026, 2, 27, tzinfo=UTC)
    assert column(warehouse, "DISTINCT _exported_at") == [landed.exported_at.replace(tzinfo=None)]
    write(controller, [], name="undated.csv")
    with pytest.raises(SourceError, match="holds no date"):
        land(warehouse, store, store.tables[0], controller)
