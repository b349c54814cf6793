"""Every foreign key of a database, composite ones too: on SQLite, PostgreSQL and MariaDB."""

import sqlite3
from contextlib import closing

import pytest

from stores.errors import SourceError
from stores.sql_links import ForeignKey, foreign_keys
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
        con.execute("CREATE TABLE link_short (p INT REFERENCES link_people)")
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
