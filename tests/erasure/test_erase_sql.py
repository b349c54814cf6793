"""Erasing in real databases: exactly the planned rows, in one transaction, or nothing and a sentence that says why."""

from datetime import date

import pytest

from stores.erasing import State, eraser_for
from stores.errors import ErasureRefused, SourceError
from tests.erasure.databases import TABLES, database
from tests.erasure.erasers import read, states, store_of, work
from tests.servers import mariadb_url

__all__ = ["mariadb_url"]
TODAY = date(2026, 3, 1)
KINDS = [
    "sqlite",
    pytest.param("postgres", marks=pytest.mark.server),
    pytest.param("mariadb", marks=pytest.mark.server),
]


@pytest.fixture(params=KINDS)
def shop(request, tmp_path):
    made = database(request.param, request, tmp_path)
    yield made
    made.clear()


def carried(works, folder):
    eraser = eraser_for(works[0].store)
    eraser.check(works[0].store, folder)
    eraser.ready(works, folder)
    return list(eraser.erase_together(works, folder, TODAY))


def test_exactly_the_planned_records_go_children_first(shop):
    store = shop.store()
    before = {name: shop.rows(name) for name in ("customers", "orders", "tags")}
    works = [
        work(store, "tags", shop.folder, [("2", "a|b"), ("4", "a|b")]),
        work(store, "orders", shop.folder, ["102", "104"]),
        work(store, "customers", shop.folder, ["3"], "unlink", ["referred_by"]),
        work(store, "customers", shop.folder, ["4"], "unlink", ["referred_by"]),
        work(store, "customers", shop.folder, ["5"], "unlink", ["referred_by"]),
        work(store, "customers", shop.folder, ["2", "4"]),
    ]
    results = carried(works, shop.folder)
    assert set(states(results)) == {"removed"}
    assert [place for place, _ in results] == [0, 0, 1, 1, 2, 3, 4, 5, 5]
    kept = [row for row in before["customers"] if row[0] not in {"2", "4"}]
    assert shop.rows("customers") == [(*row[:4], "None") for row in kept]
    assert shop.rows("orders") == [row for row in before["orders"] if row[0] not in {"102", "104"}]
    assert shop.rows("tags") == [row for row in before["tags"] if row[0] not in {"2", "4"}]
    eraser = eraser_for(store)
    assert eraser.present(store, works[-1].table, shop.folder, [("2",), ("3",)]) == {("3",)}
    assert eraser.present(store, works[0].table, shop.folder, [("2", "a|b"), ("3", "a|b")]) == {("3", "a|b")}
    assert eraser.present(store, works[0].table, shop.folder, []) == set()


@pytest.mark.slow
def test_the_same_work_twice_does_no_harm(shop):
    store = shop.store()
    known = read(store, "customers", shop.folder)
    works = [
        work(store, "tags", shop.folder, [("6", "a|b")]),
        work(store, "orders", shop.folder, ["106"]),
        work(store, "customers", shop.folder, ["6"], known=known),
        work(store, "customers", shop.folder, ["1"], "blank", ["name", "email"], known=known),
        work(store, "customers", shop.folder, ["2"], "redact", ["note", "name"], {"note": ((5, 14),)}, known=known),
    ]
    assert set(states(carried(works, shop.folder))) == {"removed"}
    after = shop.rows("customers")
    assert after[0][1:4] == ("", "None", "Call Person Ü1 soon")
    assert after[1][1:4] == ("person2@mail.example", "None", "Call *** soon")
    assert states(carried(works, shop.folder)) == ["absent", "absent", "absent", "removed", "removed"]
    assert shop.rows("customers") == after


def test_a_row_that_changed_since_undoes_all_of_it(shop):
    store = shop.store()
    works = [
        work(store, "tags", shop.folder, [("1", "a|b"), ("6", "a|b")]),
        work(store, "orders", shop.folder, ["101", "106"]),
        work(store, "customers", shop.folder, ["1", "6"]),
    ]
    shop.run("UPDATE customers SET note = 'she asked us to keep it' WHERE id = 6")
    before = {name: shop.rows(name) for name in ("customers", "orders", "tags")}
    found = carried(works, shop.folder)
    assert states(found) == ["failed", "failed", "failed", "failed", "failed", "changed"]
    assert all("example" not in result.reason for _, result in found)
    assert {name: shop.rows(name) for name in ("customers", "orders", "tags")} == before


def test_a_row_that_came_since_stops_it_even_where_the_database_would_cascade(shop):
    store = shop.store()
    works = [
        work(store, "tags", shop.folder, [("6", "a|b")]),
        work(store, "orders", shop.folder, ["106"]),
        work(store, "customers", shop.folder, ["6"]),
    ]
    shop.run("INSERT INTO orders VALUES (999, 6, NULL, 1)")
    before = {name: shop.rows(name) for name in ("customers", "orders", "tags")}
    with pytest.raises(ErasureRefused, match="1 rows of orders refer"):
        carried(works, shop.folder)
    assert {name: shop.rows(name) for name in ("customers", "orders", "tags")} == before


@pytest.mark.server
def test_mariadb_tables_named_with_their_database(request, tmp_path):
    shop = database("mariadb", request, tmp_path)
    try:
        own = shop.url.rpartition("/")[2]
        store = shop.store(tables=[{**table, "source": f"{own}.{table['name']}"} for table in TABLES])
        shop.run("UPDATE customers SET referred_by = 6 WHERE id = 5")
        works = [
            work(store, "tags", tmp_path, [("5", "a|b"), ("6", "a|b")]),
            work(store, "orders", tmp_path, ["105"]),
            work(store, "customers", tmp_path, ["5", "6"]),
        ]
        with pytest.raises(ErasureRefused, match="1 rows of orders refer"):
            carried(works, tmp_path)
        works[1] = work(store, "orders", tmp_path, ["105", "106"])
        assert set(states(carried(works, tmp_path))) == {"removed"}
        assert [row[0] for row in shop.rows("customers")] == ["1", "2", "3", "4"]
    finally:
        shop.clear()


def test_records_that_refer_to_each_other_go_once_one_reference_is_cut(shop):
    store = shop.store()
    shop.run("UPDATE customers SET referred_by = 2 WHERE id = 1")
    shop.run("UPDATE customers SET referred_by = 1 WHERE id = 2")
    shop.run("UPDATE customers SET referred_by = NULL WHERE id = 3")
    works = [
        work(store, "tags", shop.folder, [("1", "a|b"), ("2", "a|b")]),
        work(store, "orders", shop.folder, ["101", "102"]),
        work(store, "customers", shop.folder, ["1"], "unlink", ["referred_by"]),
        work(store, "customers", shop.folder, ["2"]),
        work(store, "customers", shop.folder, ["1"]),
    ]
    shop.run("UPDATE customers SET note = 'another' WHERE id = 1")
    assert states(carried(works, shop.folder)).count("changed") == 1
    works[2] = work(store, "customers", shop.folder, ["1"], "unlink", ["referred_by"])
    works[4] = work(store, "customers", shop.folder, ["1"])
    assert set(states(carried(works, shop.folder))) == {"removed"}
    assert [row[0] for row in shop.rows("customers")] == ["3", "4", "5", "6"]


@pytest.mark.parametrize("kind", KINDS[1:])
def test_without_the_right_it_is_refused_before_the_first_delete(kind, request, tmp_path):
    shop = database(kind, request, tmp_path)
    try:
        store = shop.store(rights=("SELECT",))
        before = shop.rows("tags")
        with pytest.raises(ErasureRefused, match="may not DELETE in tags"):
            carried([work(store, "tags", shop.folder, [("6", "a|b")])], shop.folder)
        with pytest.raises(ErasureRefused, match="may not UPDATE in customers"):
            carried([work(store, "customers", shop.folder, ["6"], "blank", ["name"])], shop.folder)
        assert shop.rows("tags") == before
        own = store_of(connector="sql", url=shop.url, tables=TABLES, erase={"by": "sql", "url": shop.url})
        with pytest.raises(ErasureRefused, match="export's own account"):
            eraser_for(own).check(own, shop.folder)
        store = shop.store(rights=("SELECT", "DELETE"))
        carried([work(store, "tags", shop.folder, [("6", "a|b")])], shop.folder)
        assert len(shop.rows("tags")) == 5
    finally:
        shop.clear()


def test_what_cannot_be_blank_is_refused_before(shop):
    store = shop.store()
    with pytest.raises(ErasureRefused, match="lets customer_id never be empty"):
        carried([work(store, "orders", shop.folder, ["101"], "blank", ["customer_id"])], shop.folder)
    with pytest.raises(ErasureRefused, match="no text to cut"):
        carried([work(store, "orders", shop.folder, ["101"], "redact", ["total"], {"total": ((0, 1),)})], shop.folder)


def test_a_view_is_refused(shop):
    shop.run("CREATE VIEW seen AS SELECT * FROM tags")
    try:
        tables = [{"name": "seen", "columns": ["customer_id", "label"], "key": ["customer_id", "label"]}]
        store = shop.store(tables=tables)
        with pytest.raises(ErasureRefused, match="view"):
            carried([work(store, "seen", shop.folder, [("6", "a|b")])], shop.folder)
    finally:
        shop.run("DROP VIEW seen")


def test_nobody_answers(tmp_path):
    url = "postgresql://eraser:secret-word@127.0.0.1:1/none"
    store = store_of(
        connector="sql", url="postgresql://reader:x@127.0.0.1:1/none", tables=TABLES, erase={"by": "sql", "url": url}
    )
    with pytest.raises(ErasureRefused) as told:
        eraser_for(store).check(store, tmp_path)
    assert "secret-word" not in str(told.value)


@pytest.mark.server
@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
@pytest.mark.slow
def test_a_lock_that_is_not_let_go_undoes_it_and_is_told(kind, request, tmp_path, monkeypatch):
    from tests.servers import connect_mariadb, connect_postgres

    monkeypatch.setattr("stores.sql_writing_postgres._WAITS", "-c lock_timeout=300ms")
    monkeypatch.setattr("stores.sql_writing_mysql.WAITS", 1)
    shop = database(kind, request, tmp_path)
    try:
        store = shop.store()
        works = [work(store, "tags", shop.folder, [("5", "a|b"), ("6", "a|b")])]
        connect = connect_postgres if kind == "postgres" else connect_mariadb
        with connect(shop.url) as con, con.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE tags SET label = 'x' WHERE customer_id = 6")
            with pytest.raises(SourceError, match="the database refused") as told:
                carried(works, shop.folder)
            cursor.execute("ROLLBACK")
        assert "a|b" not in str(told.value)
        assert len(shop.rows("tags")) == 6
        assert states(carried(works, shop.folder)) == [State.REMOVED] * 2
    finally:
        shop.clear()


def test_bytes_of_what_was_deleted_are_overwritten_in_sqlite(request, tmp_path):
    shop = database("sqlite", request, tmp_path)
    shop.run("PRAGMA journal_mode = WAL")
    shop.run("UPDATE customers SET note = 'findable-secret-note' WHERE id = 6")
    store = shop.store()
    carried([
        work(store, "tags", tmp_path, [("6", "a|b")]), work(store, "orders", tmp_path, ["106"]),
        work(store, "customers", tmp_path, ["6"]),
    ], tmp_path)  # fmt: skip
    for file in tmp_path.iterdir():
        assert b"findable-secret-note" not in file.read_bytes(), file.name
        assert b"person6@mail.example" not in file.read_bytes(), file.name
