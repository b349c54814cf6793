"""All tables of a store are of one moment: what is committed while they are read is seen in none of them.

Between two tables stands a view that waits for a lock the test holds, so the change is made between their readings.
"""

import sqlite3
import subprocess
import sys
import threading
import time

import pytest

from stores.connectors import connector_for
from stores.errors import SourceError
from stores.landing import land
from stores.store import Store
from tests.servers import connect_mariadb, connect_postgres

LOCK = 20_240_131
BEFORE = {"people": {("1", "Ann"), ("2", "Ben")}, "orders": {("10", "1", "5"), ("11", "2", "7")}}
AFTER = {"people": {("1", "Anna"), ("3", "Cy")}, "orders": {("10", "1", "6"), ("12", "3", "8")}}
CHANGE = (
    "INSERT INTO people VALUES (3, 'Cy')",
    "INSERT INTO orders VALUES (12, 3, 8)",
    "UPDATE people SET name = 'Anna' WHERE id = 1",
    "UPDATE orders SET amount = 6 WHERE id = 10",
    "DELETE FROM orders WHERE id = 11",
    "DELETE FROM people WHERE id = 2",
)
MAPS = [
    {"name": "people", "columns": ["id", "name"], "key": ["id"]},
    {"name": "gate", "columns": ["id"], "key": ["id"]},
    {"name": "orders", "columns": ["id", "person_id", "amount"], "key": ["id"], "links": {"person_id": "people.id"}},
]


def store_of(url, maps=MAPS):
    return Store.model_validate(
        {
            "name": "shop",
            "role": "controller",
            "connector": "sql",
            "url": url,
            "fresh_within": "1 day",
            "tables": maps,
        }
    )


def landed_of(con, folder, store):
    """Every table of the store, landed as the night lands it."""
    found = {}
    with connector_for(store).snapshot(store, folder, con):
        for table in store.tables:
            landed = land(con, store, table, folder)
            columns = ", ".join(table.column_names)
            rows = con.execute(f'SELECT {columns} FROM landed."shop__{table.name}"').fetchall()
            assert landed.landed == landed.rows == len(rows)
            found[table.name] = set(rows)
    return found


def people_and_orders(cursor, engine=""):
    for statement in (
        "DROP VIEW IF EXISTS gate",
        "DROP TABLE IF EXISTS orders",
        "DROP TABLE IF EXISTS people",
        f"CREATE TABLE people (id int PRIMARY KEY, name varchar(20)) {engine}",
        f"CREATE TABLE orders (id int PRIMARY KEY, person_id int REFERENCES people (id), amount int) {engine}",
        "INSERT INTO people VALUES (1, 'Ann'), (2, 'Ben')",
        "INSERT INTO orders VALUES (10, 1, 5), (11, 2, 7)",
    ):
        cursor.execute(statement)


def until(seen, seconds=20):
    """Wait until ``seen()``; the other side tells us, no time is assumed."""
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "the reading never came to the gate"
        time.sleep(0.01)


class Between(threading.Thread):
    """Does something while the reading waits at the gate, and then opens it."""

    def __init__(self, at_gate, change, open_gate):
        super().__init__()
        self.at_gate, self.change, self.open_gate, self.error = at_gate, change, open_gate, None

    def run(self):
        try:
            until(self.at_gate)
            self.change()
        except BaseException as error:  # noqa: BLE001 - told in the test's own thread
            self.error = error
        finally:
            self.open_gate()

    def __exit__(self, *_):
        self.join()
        if self.error:
            raise self.error

    def __enter__(self):
        self.start()


@pytest.mark.server
def test_postgres_tables_are_of_one_moment(warehouse, controller, postgres_url):
    with connect_postgres(postgres_url) as con, connect_postgres(postgres_url) as holder:
        people_and_orders(con)
        con.execute(f"CREATE VIEW gate AS SELECT 1 AS id, pg_advisory_xact_lock({LOCK})::text AS held")
        holder.execute(f"SELECT pg_advisory_lock({LOCK})")

        def waits():
            found = con.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'"
            )
            return found.fetchone()[0] > 0

        def change():
            for statement in CHANGE:
                con.execute(statement)

        store = store_of(postgres_url)
        with Between(waits, change, lambda: holder.execute(f"SELECT pg_advisory_unlock({LOCK})")):
            assert {**landed_of(warehouse, controller, store), "gate": {("1",)}} == {**BEFORE, "gate": {("1",)}}
        assert {**landed_of(warehouse, controller, store), "gate": {("1",)}} == {**AFTER, "gate": {("1",)}}
        con.execute("DROP VIEW gate")


MARIADB_GATE = "CREATE VIEW gate AS SELECT id, GET_LOCK(CONCAT(DATABASE(), '_gate_', id % 2), 20) AS held FROM orders WHERE id < 12"
"""Reads a row before it waits: a view of constants would be worked out before the first table is read."""


def mariadb_gate_shut(holder):
    """Shut the gate; gives what opens it. The lock's name is the whole server's, so it says whose database it is of."""
    holder.execute("SELECT GET_LOCK(CONCAT(DATABASE(), '_gate_1'), 0)")
    assert holder.fetchone() == (1,)
    return lambda: holder.execute("SELECT RELEASE_LOCK(CONCAT(DATABASE(), '_gate_1'))")


def mariadb_waits(cursor, state):
    cursor.execute(
        "SELECT count(*) FROM information_schema.processlist WHERE state LIKE %s AND db = database()", (state,)
    )
    return cursor.fetchone()[0] > 0


@pytest.fixture
def isolation(request, mariadb_url):
    """The server's default isolation, for as long as the test runs."""
    with connect_mariadb(mariadb_url) as con, con.cursor() as cursor:
        cursor.execute("SELECT @@global.tx_isolation")
        before = cursor.fetchone()[0]
        cursor.execute("SET GLOBAL tx_isolation = %s", (request.param,))
        yield request.param
        cursor.execute("SET GLOBAL tx_isolation = %s", (before,))


@pytest.mark.server
@pytest.mark.whole_server
@pytest.mark.parametrize("isolation", ["REPEATABLE-READ", "READ-COMMITTED"], indirect=True)
def test_mariadb_tables_are_of_one_moment(warehouse, controller, mariadb_url, isolation):
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

        store = store_of(mariadb_url)
        with Between(lambda: mariadb_waits(cursor, "User lock"), change, open_gate):
            assert landed_of(warehouse, controller, store) == {**BEFORE, "gate": {("10",), ("11",)}}
        assert landed_of(warehouse, controller, store) == {**AFTER, "gate": {("10",)}}
        cursor.execute("DROP VIEW gate")


@pytest.mark.server
@pytest.mark.parametrize("engine", ["MyISAM", "Aria", "MEMORY"])
def test_tables_without_transactions_are_locked_while_they_are_read(warehouse, controller, mariadb_url, engine):
    """An engine without transactions has no read view; the statement's table locks hold all of them instead."""
    with (
        connect_mariadb(mariadb_url) as con,
        con.cursor() as cursor,
        connect_mariadb(mariadb_url) as writing,
        writing.cursor() as writer,
        connect_mariadb(mariadb_url) as holding,
        holding.cursor() as holder,
    ):
        people_and_orders(cursor, f"ENGINE={engine}")
        cursor.execute(MARIADB_GATE)
        open_gate = mariadb_gate_shut(holder)
        written = threading.Thread(target=lambda: [writer.execute(statement) for statement in CHANGE[2:]])

        def change():
            if engine != "MEMORY":  # MyISAM and Aria may append while they are read; what is appended is not seen
                cursor.execute(CHANGE[0])
                cursor.execute(CHANGE[1])
            written.start()
            until(lambda: mariadb_waits(cursor, "Waiting for table%"))

        store = store_of(mariadb_url)
        with Between(lambda: mariadb_waits(cursor, "User lock"), change, open_gate):
            assert landed_of(warehouse, controller, store) == {**BEFORE, "gate": {("10",), ("11",)}}
        written.join()
        assert {**landed_of(warehouse, controller, store)}["people"] >= {("1", "Anna")}
        cursor.execute("DROP VIEW gate")


@pytest.mark.server
@pytest.mark.whole_server
@pytest.mark.parametrize("isolation", ["READ-UNCOMMITTED"], indirect=True)
def test_a_server_that_reads_uncommitted_data_holds_no_moment(warehouse, controller, mariadb_url, isolation):
    store = store_of(mariadb_url, MAPS[:1])
    with (
        pytest.raises(SourceError, match="reads uncommitted data"),
        connector_for(store).snapshot(store, controller, warehouse),
    ):
        pass


FLIP = """
import sqlite3, sys, time
con = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
con.execute("PRAGMA synchronous = OFF")
print("writing", flush=True)
while True:
    for name, amount in (("Anna", 1), ("Ann", 2)):
        con.execute("BEGIN IMMEDIATE")
        con.execute("UPDATE people SET name = ? WHERE id = 1", (name,))
        con.execute("UPDATE orders SET amount = ? WHERE id = 10", (amount,))
        con.execute("COMMIT")
        time.sleep(0.02)
"""


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_sqlite_tables_are_of_one_moment(warehouse, controller, journal):
    """Another process changes two tables together without end, and a view between them is slow enough for it."""
    file = controller / "shop.db"
    con = sqlite3.connect(file, isolation_level=None)
    con.execute(f"PRAGMA journal_mode = {journal}")
    people_and_orders(con.cursor())
    con.execute("UPDATE orders SET amount = 2 WHERE id = 10")
    slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) SELECT max(i) AS id FROM n"
    con.execute(f"CREATE VIEW gate AS {slow}")
    con.close()
    store = store_of("sqlite:shop.db")
    with subprocess.Popen([sys.executable, "-c", FLIP, str(file)], stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout.readline() == b"writing\n"
            seen = set()
            for _ in range(3):
                try:
                    found = landed_of(warehouse, controller, store)
                except SourceError:
                    continue  # with a rollback journal, a writer in the middle of its commit keeps readers out
                seen.add((dict(found["people"])["1"], {row[0]: row[2] for row in found["orders"]}["10"]))
        finally:
            writer.kill()
    assert seen <= {("Anna", "1"), ("Ann", "2")}
    assert seen or journal == "delete"


def test_a_table_that_fails_does_not_fail_the_others(warehouse, controller):
    con = sqlite3.connect(controller / "shop.db")
    people_and_orders(con.cursor())
    con.execute("CREATE VIEW gate AS SELECT abs(-9223372036854775807 - 1) AS id")  # an integer overflow when it is read
    con.commit()
    con.close()
    store = store_of("sqlite:shop.db")
    with connector_for(store).snapshot(store, controller, warehouse):
        for table in (store.tables[0], store.tables[2]):
            assert land(warehouse, store, table, controller).landed == 2
        with pytest.raises(SourceError, match="the table gate cannot be read"):
            land(warehouse, store, store.tables[1], controller)


def test_a_moment_is_handed_over_once_and_leaves_nothing(warehouse, controller):
    con = sqlite3.connect(controller / "shop.db")
    people_and_orders(con.cursor())
    con.commit()
    con.close()
    store = store_of("sqlite:shop.db", [MAPS[0], MAPS[2]])
    connector = connector_for(store)
    with connector.snapshot(store, controller, warehouse):
        assert land(warehouse, store, store.tables[0], controller).landed == 2
        with pytest.raises(SourceError, match="handed over already"):
            land(warehouse, store, store.tables[0], controller)
    tables = warehouse.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = 'temp' AND table_name <> 'abide_calendar'"
    ).fetchall()
    assert tables == []
    assert warehouse.execute("FROM duckdb_secrets()").fetchall() == []
    assert warehouse.execute("SELECT count(*) FROM duckdb_databases() WHERE type = 'sqlite'").fetchall() == [(0,)]


@pytest.mark.server
def test_mariadb_tables_of_any_width_and_collation_stand_in_one_statement(warehouse, controller, mariadb_url):
    """Seventy columns of 2,000 characters are past the size of a row that the server keeps; collations need not agree."""
    wide = [f"c{place}" for place in range(70)]
    with connect_mariadb(mariadb_url) as con, con.cursor() as cursor:
        people_and_orders(cursor)
        cursor.execute("DROP TABLE IF EXISTS wide")
        cursor.execute(f"CREATE TABLE wide (id int, {', '.join(f'{name} text' for name in wide)}) COLLATE utf8mb4_bin")
        cursor.execute(f"INSERT INTO wide VALUES (1{', %s' * 70})", [str(place) * 1000 for place in range(70)])
        cursor.execute("DROP TABLE IF EXISTS latin")
        cursor.execute("CREATE TABLE latin (id int, a varchar(9)) CHARACTER SET latin1 COLLATE latin1_german2_ci")
        cursor.execute("INSERT INTO latin VALUES (1, 'Müß')")
        cursor.execute("DROP TABLE IF EXISTS empty")
        cursor.execute("CREATE TABLE empty (id int, a varchar(9)) COLLATE utf8mb4_unicode_ci")
    maps = [
        {"name": "wide", "columns": ["id", *wide], "key": ["id"]},
        {"name": "empty", "columns": ["id", "a"], "key": ["id"]},
        {"name": "latin", "columns": ["id", "a"], "key": ["id"]},
        *MAPS[::2],
    ]
    found = landed_of(warehouse, controller, store_of(mariadb_url, maps))
    wide_row = ("1", *(str(place) * 1000 for place in range(70)))
    assert found == {"wide": {wide_row}, "empty": set(), "latin": {("1", "Müß")}, **BEFORE}
