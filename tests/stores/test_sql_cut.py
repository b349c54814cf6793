"""A connection that is cut in the middle leaves nothing half-landed and nothing attached; the next landing works."""

import socket
import threading
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit, urlunsplit

import pytest

from stores.connectors import connector_for
from stores.errors import SourceError
from stores.landing import land
from stores.store import Store
from tests.servers import connect_mariadb, connect_postgres
from tests.stores.test_sql_moment import (
    AFTER,
    CHANGE,
    LOCK,
    MARIADB_GATE,
    Between,
    landed_of,
    mariadb_gate_shut,
    mariadb_waits,
    people_and_orders,
    store_of,
)

ROWS = 20_000
CONNECT = {"postgres": connect_postgres, "mariadb": connect_mariadb}
MANY = [
    {"name": "people", "source": "few", "columns": ["id", "name"], "key": ["id"]},
    {"name": "orders", "source": "many", "columns": ["id", "name"], "key": ["id"]},
]


class Proxy:
    """Passes bytes to a server and back, and cuts a connection once the server has sent ``most`` bytes over it."""

    def __init__(self, url, most, cuts):
        parts = urlsplit(url)
        self.target = (parts.hostname, parts.port or (5432 if parts.scheme.startswith("postgres") else 3306))
        self.most, self.cuts, self.made = most, cuts, 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        account = parts.netloc.rpartition("@")[0]
        self.url = urlunsplit(parts._replace(netloc=f"{account}@127.0.0.1:{self.listening.getsockname()[1]}"))
        self.threads = [threading.Thread(target=self.accept)]
        self.threads[0].start()

    def accept(self):
        while True:
            try:
                client, _ = self.listening.accept()
            except OSError:
                return
            there = socket.create_connection(self.target)
            for one, other, most in ((client, there, None), (there, client, self.most)):
                self.threads.append(threading.Thread(target=self.pass_on, args=(one, other, most)))
                self.threads[-1].start()

    def pass_on(self, one, other, most):
        passed = 0
        try:
            while data := one.recv(65_536):
                other.sendall(data)
                passed += len(data)
                if most is not None and passed > most and self.made < self.cuts:
                    self.made += 1
                    break
        except OSError:
            pass
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self):
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        for thread in self.threads:
            thread.join()


@contextmanager
def proxied(url, most, cuts):
    proxy = Proxy(url, most, cuts)
    try:
        yield proxy
    finally:
        proxy.close()


def few_and_many(url, server):
    series = "generate_series(1, {0}) AS s(seq)" if server == "postgres" else "seq_1_to_{0}"
    with CONNECT[server](url) as con, con.cursor() as cursor:
        for name, rows in (("few", 3), ("many", ROWS)):
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
            cursor.execute(f"CREATE TABLE {name} (id int PRIMARY KEY, name varchar(200))")
            noise = ", ".join(f"md5(concat(seq, {place}))" for place in range(4))  # MariaDB's answers may be compressed
            cursor.execute(f"INSERT INTO {name} SELECT seq, concat({noise}) FROM {series.format(rows)}")


def nothing_left(con):
    assert (
        con.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'temp' AND table_name <> 'abide_calendar'"
        ).fetchall()
        == []
    )
    assert con.execute("FROM duckdb_secrets()").fetchall() == []
    assert con.execute("SELECT count(*) FROM duckdb_databases() WHERE type IN ('postgres', 'mysql')").fetchall() == [
        (0,)
    ]
    assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'landed'").fetchall() == [(0,)]


@pytest.mark.server
@pytest.mark.parametrize("server", ["postgres", "mariadb"])
def test_a_connection_cut_once_is_tried_afresh(warehouse, controller, request, server):
    url = request.getfixturevalue(f"{server}_url")
    few_and_many(url, server)
    with proxied(url, 500_000, cuts=1) as proxy:
        found = landed_of(warehouse, controller, store_of(proxy.url, MANY))
        assert proxy.made == 1
    assert {name: len(rows) for name, rows in found.items()} == {"people": 3, "orders": ROWS}


@pytest.mark.server
@pytest.mark.parametrize("server", ["postgres", "mariadb"])
def test_a_table_that_is_cut_each_time_fails_alone(warehouse, controller, request, server):
    url = request.getfixturevalue(f"{server}_url")
    few_and_many(url, server)
    with proxied(url, 500_000, cuts=99) as proxy:
        store = store_of(proxy.url, MANY)
        connector = connector_for(store)
        with connector.snapshot(store, controller, warehouse):
            with pytest.raises(SourceError, match="the table many cannot be read") as told:
                land(warehouse, store, store.tables[1], controller)
            assert told.value.__context__ is None
            assert warehouse.execute(
                "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'landed' AND table_name LIKE 'shop%'"
            ).fetchall() == [(0,)]
            assert land(warehouse, store, store.tables[0], controller).landed == 3
        warehouse.execute('DROP TABLE landed."shop__people"; DROP TABLE quarantine."shop__people"')
        nothing_left(warehouse)
        assert proxy.made >= 3
    found = landed_of(warehouse, controller, store_of(url, MANY))
    assert {name: len(rows) for name, rows in found.items()} == {"people": 3, "orders": ROWS}


@pytest.mark.server
@pytest.mark.parametrize("server", ["postgres", "mariadb"])
def test_a_server_that_always_breaks_off_fails_the_store_and_the_next_landing_works(
    warehouse, controller, request, server
):
    url = request.getfixturevalue(f"{server}_url")
    few_and_many(url, server)
    with proxied(url, 20, cuts=999) as proxy:
        store = store_of(
            proxy.url.replace("://", "://nobody:hunter2@", 1).replace("hunter2@postgres@", "hunter2@"), MANY
        )
        with (
            pytest.raises(SourceError) as told,
            connector_for(store).snapshot(store, controller, warehouse),
        ):
            pass
    assert "hunter2" not in str(told.value)
    assert told.value.__suppress_context__ or told.value.__context__ is None
    nothing_left(warehouse)
    assert len(landed_of(warehouse, controller, store_of(url, MANY))["orders"]) == ROWS


@pytest.mark.server
def test_a_postgres_session_that_is_ended_is_tried_afresh_as_of_a_new_moment(warehouse, controller, postgres_url):
    with connect_postgres(postgres_url) as con, connect_postgres(postgres_url) as holder:
        people_and_orders(con)
        con.execute(f"CREATE VIEW gate AS SELECT 1 AS id, pg_advisory_xact_lock({LOCK})::text AS held")
        holder.execute(f"SELECT pg_advisory_lock({LOCK})")
        waiting = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'"

        def change():
            for statement in CHANGE:
                con.execute(statement)
            con.execute(f"SELECT pg_terminate_backend(pid) FROM ({waiting}) AS w")

        with Between(
            lambda: con.execute(waiting).fetchone() is not None,
            change,
            lambda: holder.execute(f"SELECT pg_advisory_unlock({LOCK})"),
        ):
            assert landed_of(warehouse, controller, store_of(postgres_url)) == {**AFTER, "gate": {("1",)}}
        con.execute("DROP VIEW gate")


@pytest.mark.server
def test_a_mariadb_session_that_is_ended_is_tried_afresh_as_of_a_new_moment(warehouse, controller, mariadb_url):
    with (
        connect_mariadb(mariadb_url) as con,
        con.cursor() as cursor,
        connect_mariadb(mariadb_url) as holding,
        holding.cursor() as holder,
    ):
        people_and_orders(cursor, "ENGINE=InnoDB")
        cursor.execute(MARIADB_GATE)
        open_gate = mariadb_gate_shut(holder)

        def change():
            for statement in CHANGE:
                cursor.execute(statement)
            cursor.execute(
                "SELECT id FROM information_schema.processlist WHERE state = 'User lock' AND db = database()"
            )
            for (session,) in cursor.fetchall():
                cursor.execute(f"KILL {session}")

        with Between(lambda: mariadb_waits(cursor, "User lock"), change, open_gate):
            assert landed_of(warehouse, controller, store_of(mariadb_url)) == {**AFTER, "gate": {("10",)}}
        cursor.execute("DROP VIEW gate")


@pytest.mark.server
@pytest.mark.parametrize("server", ["postgres", "mariadb"])
def test_a_view_that_fails_while_it_is_read_fails_alone(warehouse, controller, request, server):
    url = request.getfixturevalue(f"{server}_url")
    few_and_many(url, server)
    fails = "SELECT id, 1 / (id - 3) AS name FROM few"
    if server == "mariadb":
        fails = "SELECT id, (SELECT name FROM many WHERE few.id = 2 OR many.id = 1) AS name FROM few"
    with CONNECT[server](url) as con, con.cursor() as cursor:
        cursor.execute("DROP VIEW IF EXISTS fails")
        cursor.execute(f"CREATE VIEW fails AS {fails}")
    maps = [MANY[0], {"name": "fails", "columns": ["id", "name"], "key": ["id"]}, MANY[1]]
    store = Store.model_validate(store_of(url, maps).model_dump(exclude_none=True))
    with connector_for(store).snapshot(store, controller, warehouse):
        with pytest.raises(SourceError, match="the table fails cannot be read"):
            land(warehouse, store, store.tables[1], controller)
        assert land(warehouse, store, store.tables[0], controller).landed == 3
        assert land(warehouse, store, store.tables[2], controller).landed == ROWS
    with CONNECT[server](url) as con, con.cursor() as cursor:
        cursor.execute("DROP VIEW fails")
