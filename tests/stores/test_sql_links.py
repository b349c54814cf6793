"""Every foreign key of a database, composite ones too: on SQLite, PostgreSQL and MariaDB."""

import sqlite3
from contextlib import closing
from uuid import uuid4

import pytest

from stores.errors import SourceError
from stores.sql_links import ForeignKey, Names, foreign_keys
from stores.store import Store
from stores.warehouse import scratch
from tests.servers import connect_mariadb, connect_postgres

TABLES = (
    "CREATE TABLE link_parents (a INT NOT NULL, b INT NOT NULL, PRIMARY KEY (a, b))",
    "CREATE TABLE link_people (id INT PRIMARY KEY, boss INT, FOREIGN KEY (boss) REFERENCES link_people (id))",
    (
        "CREATE TABLE link_children (id INT PRIMARY KEY, y INT NOT NULL, x INT NOT NULL, person INT, "
        "FOREIGN KEY (x, y) REFERENCES link_parents (a, b), "
        "FOREIGN KEY (person) REFERENCES link_people (id) ON DELETE CASCADE)"
    ),
)
EXPECTED = {
    ForeignKey("link_people", ("boss",), "link_people", ("id",), cascades=False, may_be_null=True),
    ForeignKey("link_children", ("x", "y"), "link_parents", ("a", "b"), cascades=False, may_be_null=False),
    ForeignKey("link_children", ("person",), "link_people", ("id",), cascades=True, may_be_null=True, acts=True),
}


def found(url, folder):
    store = Store.model_validate(
        {
            "name": "shop",
            "role": "controller",
            "connector": "sql",
            "url": url,
            "fresh_within": "26 hours",
            "tables": [{"name": "people", "columns": ["id"], "key": ["id"]}],
        }
    )
    with scratch() as con:
        return {key for key in foreign_keys(store, folder, con) if key.child.startswith("link_")}


def test_sqlite(tmp_path):
    with closing(sqlite3.connect(tmp_path / "shop.db")) as con:
        for statement in TABLES:
            con.execute(statement)
        con.execute("CREATE TABLE link_short (p INT REFERENCES LINK_People)")  # names have no case here
        con.commit()
    short = ForeignKey("link_short", ("p",), "link_people", ("id",), cascades=False, may_be_null=True)
    assert found("sqlite:shop.db", tmp_path) == {*EXPECTED, short}
    with pytest.raises(SourceError):
        found("sqlite:none.db", tmp_path)


@pytest.mark.server
def test_postgresql(tmp_path, postgres_url):
    with connect_postgres(postgres_url) as con:
        for statement in TABLES:
            con.execute(statement)
    try:
        assert found(postgres_url, tmp_path) == EXPECTED
    finally:
        with connect_postgres(postgres_url) as con:
            con.execute("DROP TABLE link_children, link_people, link_parents")


@pytest.mark.server
def test_mariadb(tmp_path, mariadb_url):
    with connect_mariadb(mariadb_url) as con, con.cursor() as cursor:
        for statement in TABLES:
            cursor.execute(statement)
    try:
        assert found(mariadb_url, tmp_path) == EXPECTED
    finally:
        with connect_mariadb(mariadb_url) as con, con.cursor() as cursor:
            for name in ("link_children", "link_people", "link_parents"):
                cursor.execute(f"DROP TABLE {name}")


@pytest.mark.server
def test_mariadb_across_databases(tmp_path, mariadb_url):
    """A table of another database that refers to ours is named with it, and ours without."""
    other = f"abide_test_{uuid4().hex[:8]}"
    own = mariadb_url.rpartition("/")[2]
    with connect_mariadb(mariadb_url) as con, con.cursor() as cursor:
        cursor.execute("CREATE TABLE link_people (id INT PRIMARY KEY)")
        cursor.execute(f"CREATE DATABASE {other}")
        try:
            cursor.execute(
                f"CREATE TABLE {other}.link_notes (id INT PRIMARY KEY, p INT, up INT, "
                f"FOREIGN KEY (p) REFERENCES {own}.link_people (id), FOREIGN KEY (up) REFERENCES {other}.link_notes (id))"
            )
            store = Store.model_validate(
                {
                    "name": "shop", "role": "controller", "connector": "sql", "url": mariadb_url, "fresh_within": "1 hours",
                    "tables": [{"name": "people", "columns": ["id"], "key": ["id"]}],
                }
            )  # fmt: skip
            with scratch() as asking:
                keys = [key for key in foreign_keys(store, tmp_path, asking) if key.child.endswith("link_notes")]
            assert {(key.child, key.parent) for key in keys} == {
                (f"{other}.link_notes", "link_people"),
                (f"{other}.link_notes", f"{other}.link_notes"),
            }
        finally:
            cursor.execute(f"DROP DATABASE {other}")
            cursor.execute("DROP TABLE link_people")


@pytest.mark.parametrize(
    ("url", "source", "told", "same"),
    [
        ("mysql://a:b@h/shop", "shop.Customers", "customers", True),
        ("mariadb://a:b@h:3306/shop", "Shop.customers", "Customers", True),
        ("mysql://a:b@h/shop", "old.customers", "customers", False),
        ("mysql://a:b@h/shop", "old.customers", "old.customers", True),
        ("mysql://a:b@h/shop", "customers", "old.customers", False),
        ("postgresql://a:b@h/shop", "public.customers", "customers", True),
        ("postgresql://a:b@h/shop", "shop.customers", "customers", False),
        ("postgresql://a:b@h/shop", "customers", "Customers", False),
        ("sqlite:shop.db", "main.customers", "CUSTOMERS", True),
        ("sqlite:shop.db", "customers", "orders", False),
    ],
)
def test_a_table_is_known_by_whatever_name_its_map_calls_it(url, source, told, same):
    given = {"name": "people", "source": source, "columns": ["id"], "key": ["id"]}
    store = Store.model_validate(
        {
            "name": "shop",
            "role": "controller",
            "connector": "sql",
            "url": url,
            "fresh_within": "1 hours",
            "tables": [given],
        }
    )
    names = Names(store)
    assert (names.of(store.tables[0]) == names.same(told)) is same
