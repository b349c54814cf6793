"""The accounts of docs/guide/connecting-a-database.md, made from its own text: they read what is listed, and no more."""

import re
from pathlib import Path
from uuid import uuid4

import duckdb
import psycopg
import pymysql
import pytest

from stores.connectors import connector_for
from stores.errors import SourceError
from stores.landing import land
from stores.sql_attach import attached, may_write
from tests.servers import connect_mariadb, connect_postgres
from tests.stores.test_sql import store_of

GUIDE = (Path(__file__).parents[2] / "docs/guide/connecting-a-database.md").read_text()


def statements(kind, database, account):
    """The guide's statements of a kind, for a scratch database and an account of this test's own."""
    text = re.search(rf"^```sql {kind}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)[1]
    text = re.sub(r"\bshop\b", database, re.sub(r"\babide\b", account, text))
    return [statement for statement in text.split(";") if statement.strip()]


@pytest.fixture
def account():
    return f"abide_{uuid4().hex[:8]}"


@pytest.fixture
def postgres_account(postgres_url, account):
    database = postgres_url.rpartition("/")[2]
    with connect_postgres(postgres_url) as con:
        con.execute("DROP TABLE IF EXISTS customers, orders, salaries")
        for name in ("customers", "orders", "salaries"):
            con.execute(f"CREATE TABLE {name} (id int); INSERT INTO {name} VALUES (1), (2)")
        for statement in statements("postgresql", database, account):
            con.execute(statement)
        yield re.sub(r"//[^@/]*@", f"//{account}:change-me@", postgres_url)
        con.execute(f"DROP OWNED BY {account}; DROP ROLE {account}")
        con.execute("DROP TABLE customers, orders, salaries")


@pytest.fixture
def mariadb_account(mariadb_url, account):
    database = mariadb_url.rpartition("/")[2]
    with connect_mariadb(mariadb_url) as con, con.cursor() as cursor:
        for name in ("customers", "orders", "salaries"):
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
            cursor.execute(f"CREATE TABLE {name} (id int)")
            cursor.execute(f"INSERT INTO {name} VALUES (1), (2)")
        for statement in statements("mariadb", database, account):
            cursor.execute(statement)
        yield re.sub(r"//[^@/]*@", f"//{account}:change-me@", mariadb_url)
        cursor.execute(f"DROP USER {account}")
        cursor.execute("DROP TABLE customers, orders, salaries")


CONNECT = {"postgres": connect_postgres, "mariadb": connect_mariadb}
DENIED = (psycopg.Error, pymysql.Error)


@pytest.mark.server
@pytest.mark.parametrize("server", ["postgres", "mariadb"])
def test_the_guides_account_reads_what_is_listed_and_writes_nothing(warehouse, controller, request, server):
    url = request.getfixturevalue(f"{server}_account")
    maps = [{"name": name, "columns": ["id"], "key": ["id"]} for name in ("customers", "orders", "salaries")]
    store = store_of(url, ["id"]).model_validate(
        {**store_of(url, ["id"]).model_dump(exclude_none=True), "tables": maps}
    )
    with connector_for(store).snapshot(store, controller, warehouse):
        assert land(warehouse, store, store.tables[0], controller).landed == 2
        assert land(warehouse, store, store.tables[1], controller).landed == 2
        with pytest.raises(SourceError, match="no table salaries, or the account may not read it"):
            land(warehouse, store, store.tables[2], controller)
    assert may_write(store, controller, warehouse) is False
    for refused in (
        "SELECT * FROM salaries",
        "INSERT INTO customers VALUES (3)",
        "UPDATE customers SET id = 4",
        "DELETE FROM customers",
        "TRUNCATE TABLE customers",
        "CREATE TABLE made (id int)",
        "DROP TABLE customers",
    ):
        with CONNECT[server](url) as con, con.cursor() as cursor, pytest.raises(DENIED):
            cursor.execute(refused)


@pytest.mark.server
@pytest.mark.parametrize("server", ["postgres", "mariadb"])
def test_an_attached_database_is_read_only_whatever_its_account_may(warehouse, controller, request, server):
    url = request.getfixturevalue(f"{server}_url")
    store = store_of(url, ["id"])
    with CONNECT[server](url) as con, con.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS odd")
        cursor.execute("CREATE TABLE odd (id int)")
    assert may_write(store, controller, warehouse) is True
    with attached(store, controller, warehouse) as source:
        run = {"postgres": "postgres_execute", "mariadb": "mysql_execute"}[server]
        schema = "public" if server == "postgres" else url.rpartition("/")[2]
        for refused in (
            f"CALL {run}('{source.alias}', 'INSERT INTO odd VALUES (1)')",
            f'INSERT INTO {source.alias}."{schema}".odd VALUES (1)',
        ):
            with pytest.raises(duckdb.Error):
                warehouse.execute(refused)
    with CONNECT[server](url) as con, con.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM odd")
        assert cursor.fetchone()[0] == 0


@pytest.mark.server
@pytest.mark.parametrize("server", ["postgres", "mariadb"])
def test_an_account_that_may_write_one_column_may_write(warehouse, controller, request, server):
    url = request.getfixturevalue(f"{server}_account")
    name = re.search(r"//([^:]*):", url)[1]
    admin = request.getfixturevalue(f"{server}_url")
    with CONNECT[server](admin) as con, con.cursor() as cursor:
        cursor.execute(f"GRANT UPDATE (id) ON orders TO {name}")
    assert may_write(store_of(url, ["id"]), controller, warehouse) is True


@pytest.mark.server
def test_an_account_that_needs_tls_is_not_let_in_without(warehouse, controller, mariadb_account, mariadb_url):
    name = re.search(r"//([^:]*):", mariadb_account)[1]
    with connect_mariadb(mariadb_url) as con, con.cursor() as cursor:
        for statement in statements("mariadb-tls", "shop", name):
            cursor.execute(statement)
    store = store_of(f"{mariadb_account}?ssl_mode=disabled", ["id"], source="orders")
    with pytest.raises(SourceError, match="TLS settings") as told:
        land(warehouse, store, store.tables[0], controller)
    assert "change-me" not in str(told.value)


@pytest.mark.server
def test_postgres_is_read_over_tls_where_the_url_asks_for_it(warehouse, controller, postgres_url):
    with connect_postgres(postgres_url) as con:
        if con.execute("SHOW ssl").fetchone()[0] != "on":
            pytest.skip("this PostgreSQL has no certificate")
    store = store_of(f"{postgres_url}?sslmode=require", ["id"])
    with attached(store, controller, warehouse) as source:
        assert source.ask("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == [(True,)]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://u:hunter2@db.example/shop", "sslmode='require'"),
        ("postgresql://u:hunter2@db.example/shop?sslmode=verify-full", "sslmode='verify-full'"),
        ("postgresql://u:hunter2@127.0.0.1/shop", None),
        ("postgresql://u:hunter2@/shop?host=/var/run/postgresql", None),
        ("mysql://u:hunter2@192.0.2.1/shop", 'ssl_mode="required"'),
        ("mariadb://u:hunter2@db.example/shop?ssl_mode=verify_identity&ssl_ca=/a/b c.pem", 'ssl_ca="/a/b c.pem"'),
        ("mysql://u:hunter2@localhost/shop", None),
    ],
)
def test_tls_is_required_off_this_host(url, words):
    from importlib import import_module

    store = store_of(url, ["id"])
    dialect = import_module("stores.sql_postgres" if url.startswith("postgres") else "stores.sql_mysql").DIALECT
    *_, attach = dialect.attach(url, store, Path(), "alias")
    assert "hunter2" not in attach
    if words is None:
        assert "ssl" not in attach
    else:
        assert words in attach.replace("''", "'")


@pytest.mark.server
@pytest.mark.parametrize("server", ["postgres", "mariadb"])
def test_no_secret_outlives_the_attaching(warehouse, controller, request, server):
    url = request.getfixturevalue(f"{server}_account")
    with attached(store_of(url, ["id"]), controller, warehouse) as source:
        seen = [
            warehouse.execute(f"FROM {what}").fetchall()
            for what in ("duckdb_secrets()", "duckdb_databases()", "duckdb_settings()", "duckdb_logs()")
        ]
        assert source.ask("SELECT 1 AS one") == [(1,)]
        assert seen[0] == []
        assert "change-me" not in repr(seen)
    assert warehouse.execute("SELECT count(*) FROM duckdb_databases() WHERE type <> 'duckdb'").fetchall() == [(0,)]
