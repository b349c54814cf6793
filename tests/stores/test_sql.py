"""Databases: what the servers hold lands as what it is, in one snapshot, and no password is ever told."""

import os
import sqlite3
import threading
from datetime import UTC, datetime

import pytest

from stores.connectors import connector_for
from stores.errors import SourceError
from stores.landing import land
from stores.quoting import identifier
from stores.store import Store
from tests.servers import connect_mariadb, connect_postgres

SECRET = "p w'\\\"=x@:/%"


def store_of(url, columns, source="odd", **table):
    return Store.model_validate(
        {
            "name": "shop",
            "role": "controller",
            "connector": "sql",
            "url": url,
            "fresh_within": "1 day",
            "tables": [{"name": "people", "source": source, "columns": columns, "key": ["id"], **table}],
        }
    )


def run(con, folder, store):
    return land(con, store, store.tables[0], folder)


def landed_rows(con, store):
    columns = ", ".join(identifier(column) for column in store.tables[0].column_names)
    return con.execute(f'SELECT {columns} FROM landed."shop__people" ORDER BY id').fetchall()


def quoted(text):
    return "".join(f"%{byte:02X}" for byte in text.encode())


@pytest.mark.server
def test_postgres_values_land_as_what_they_are(warehouse, controller, postgres_url):
    wide = "123456789012345678901234567890.123456789012345678901234567890"
    with connect_postgres(postgres_url) as con:
        con.execute("DROP TABLE IF EXISTS odd; DROP TYPE IF EXISTS mood; CREATE TYPE mood AS ENUM ('sad', 'ok')")
        con.execute(
            "CREATE TABLE odd (id int, n numeric, f float8, d date, at timestamptz, local timestamp, b bytea, a int[], "
            'j json, e mood, i interval, u uuid, t boolean, "Odd ""Näme" text, gone int)'
        )
        con.execute("ALTER TABLE odd DROP COLUMN gone")
        con.execute(
            "INSERT INTO odd VALUES (1, 'NaN', 'NaN', 'infinity', '-infinity', 'infinity', '\\x00ff', '{1,NULL}', "
            "'{\"a\": 1.10}', 'sad', '1 year 2 days 03:00', '00000000-0000-0000-0000-000000000001', true, 'it''s'), "
            f"(2, {wide}, 0.1::float8 + 0.2::float8, '0044-03-15 BC', '2024-06-01 12:00+02', '2024-06-01 12:00:00.000001', "
            "'', '{}', NULL, NULL, NULL, NULL, false, '')"
        )
        con.execute(f"ALTER DATABASE {con.info.dbname} SET datestyle = 'German'; SET datestyle = 'ISO'")
    columns = ["id", "n", "f", "d", "at", "local", "b", "a", "j", "e", "i", "u", "t", 'Odd "Näme']
    store = store_of(postgres_url, columns)
    before = datetime.now(UTC)
    landed = run(warehouse, controller, store)
    assert before <= landed.exported_at <= datetime.now(UTC)
    assert (landed.landed, landed.missing, landed.unknown) == (2, (), ())
    first, second = landed_rows(warehouse, store)
    assert first == (
        "1", "NaN", "NaN", "infinity", "-infinity", "infinity", "\\x00ff", "{1,NULL}", '{"a": 1.10}', "sad",
        "1 year 2 days 03:00:00", "00000000-0000-0000-0000-000000000001", "true", "it's",
    )  # fmt: skip
    assert second == (
        "2", wide, "0.30000000000000004", "0044-03-15 BC", "2024-06-01 10:00:00+00", "2024-06-01 12:00:00.000001",
        "\\x", "{}", None, None, None, None, "false", "",
    )  # fmt: skip


@pytest.mark.server
def test_mariadb_values_land_as_what_they_are(warehouse, controller, mariadb_url):
    with connect_mariadb(mariadb_url) as con, con.cursor() as cursor:
        cursor.execute("SET SESSION sql_mode = '', time_zone = '+02:00'")
        cursor.execute("DROP TABLE IF EXISTS odd")
        cursor.execute(
            "CREATE TABLE odd (id int, d date, at datetime(6), stamp timestamp NULL, n decimal(40,20), f float, g double, "
            "b blob, e enum('a','b'), bits bit(4), j json, s varchar(50), t time, u bigint unsigned, "
            "l varchar(20) CHARACTER SET latin1, y year, `odd ``näme` int)"
        )
        cursor.execute(
            "INSERT INTO odd VALUES (1, '0000-00-00', '0000-00-00', '2024-06-01 12:00:00', "
            "12345678901234567890.12345678901234567890, 1234567, 0.1, x'00ff', 'a', b'101', '{\"a\":1.10}', 'é😀\\\\', "
            "'-838:59:59', 18446744073709551615, 'café', 2024, 7), "
            "(2, '2024-00-00', '2024-02-29 01:02:03.000004', NULL, NULL, NULL, 1e300, '', '', NULL, NULL, '', NULL, 0, NULL, "
            "NULL, NULL)"
        )
    columns = ["id", "d", "at", "stamp", "n", "f", "g", "b", "e", "bits", "j", "s", "t", "u", "l", "y", "odd `näme"]
    store = store_of(mariadb_url, columns)
    run(warehouse, controller, store)
    first, second = landed_rows(warehouse, store)
    assert first == (
        "1", "0000-00-00", "0000-00-00 00:00:00.000000", "2024-06-01 10:00:00+00:00",
        "12345678901234567890.12345678901234567890", "1234567", "0.1", "0x00FF", "a", "0x5", '{"a":1.10}', "é😀\\",
        "-838:59:59", "18446744073709551615", "café", "2024", "7",
    )  # fmt: skip
    assert second[:3] == ("2", "2024-00-00", "2024-02-29 01:02:03.000004")
    assert second[3:] == (None, None, None, "1e300", "0x", "", None, None, "", None, "0", None, None, None)


def test_sqlite_values_land_as_what_they_are(warehouse, controller):
    con = sqlite3.connect(controller / "shop.db")
    con.execute("CREATE TABLE odd (id INTEGER, v, r REAL, d DATE)")
    rows = [
        (1, "text", 0.1 + 0.2, "2024-02-30"),
        (2, b"\x00\xff", 0.1, ""),
        (3, 2**63 - 1, -1e300, None),
        (4, None, 3.0, 5),
    ]
    con.executemany("INSERT INTO odd VALUES (?, ?, ?, ?)", rows)
    con.execute("CREATE VIEW seen AS SELECT * FROM odd WHERE id < 3")
    con.commit()
    con.close()
    store = store_of("sqlite:shop.db", ["id", "v", "r", "d"])
    run(warehouse, controller, store)
    assert landed_rows(warehouse, store) == [
        ("1", "text", "0.30000000000000004", "2024-02-30"),
        ("2", "0x00FF", "0.1", ""),
        ("3", "9223372036854775807", "-1.0e+300", None),
        ("4", None, "3.0", "5"),
    ]
    assert run(warehouse, controller, store_of("sqlite:shop.db", ["id"], source="main.seen")).landed == 2


def test_an_empty_table_is_no_error_and_columns_may_differ(warehouse, controller):
    con = sqlite3.connect(controller / "shop.db")
    con.execute("CREATE TABLE odd (id, extra)")
    con.close()
    landed = run(warehouse, controller, store_of("sqlite:shop.db", ["id", "name"]))
    assert (landed.rows, landed.missing, landed.unknown) == (0, ("name",), ("extra",))


@pytest.mark.parametrize(
    ("url", "source", "says"),
    [
        ("sqlite:none.db", "odd", "leads to no file"),
        ("sqlite:../outside.db", "odd", "leads outside"),
        ("sqlite:/etc/passwd", "odd", "below the controller's folder"),
        ("sqlite:.abide/key", "odd", "leads outside"),
        ("sqlite:.", "odd", "not a file"),
        ("sqlite:text.db", "odd", "cannot be read|does not let us in"),
        ("sqlite:shop.db", "nothing", "there is no table nothing"),
        ("sqlite:shop.db", "a.b.c", "table or schema.table"),
        ("sqlite:shop.db", "odd'; DROP TABLE odd; --", "there is no table"),
        ("oracle://h/d", "odd", "url: must begin with one of"),
        ("postgresql://u:hunter2@/", "odd", "scheme://account:password@host"),
        ("postgresql://u:hunter2@h:port/d", "odd", "scheme://account:password@host"),
        ("postgresql://u:hunter2@127.0.0.1:1/d", "odd", "does not let us in"),
        ("mysql://u:hunter2@127.0.0.1:1/d", "odd", "does not let us in"),
        ("postgresql://${SHOP_DB_SECRET}@h/d", "odd", "environment variable SHOP_DB_SECRET is not set"),
    ],
)
def test_a_database_that_cannot_be_read_is_told_without_its_password(warehouse, controller, url, source, says):
    (controller / "text.db").write_text("no database" * 100)
    (controller.parent / "outside.db").touch()
    con = sqlite3.connect(controller / "shop.db")
    con.execute("CREATE TABLE odd (id)")
    con.close()
    with pytest.raises(SourceError, match=says) as told:
        run(warehouse, controller, store_of(url, ["id"], source=source))
    assert "hunter2" not in str(told.value)
    assert "\n" not in str(told.value)
    assert told.value.__suppress_context__ or told.value.__context__ is None


@pytest.mark.server
@pytest.mark.parametrize("server", ["postgres", "mariadb"])
def test_a_wrong_password_or_table_is_told_without_it(warehouse, controller, request, server):
    url = request.getfixturevalue(f"{server}_url")
    with pytest.raises(SourceError, match="there is no table nothing"):
        run(warehouse, controller, store_of(url, ["id"], source="nothing"))
    scheme, _, rest = url.partition("://")
    bad = f"{scheme}://nobody:{quoted(SECRET)}@{rest.partition('@')[2]}"
    with pytest.raises(SourceError, match="does not let us in") as told:
        run(warehouse, controller, store_of(bad, ["id"]))
    assert SECRET not in str(told.value)
    assert quoted(SECRET) not in str(told.value)


@pytest.mark.server
def test_an_account_that_may_only_read_is_enough_whatever_its_password(warehouse, controller, mariadb_url, monkeypatch):
    with connect_mariadb(mariadb_url) as con, con.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS odd")
        cursor.execute("CREATE TABLE odd (id int)")
        cursor.execute("INSERT INTO odd VALUES (1)")
        cursor.execute("DROP USER IF EXISTS abide_reader")
        cursor.execute("CREATE USER abide_reader IDENTIFIED BY %s", (SECRET,))
        cursor.execute("GRANT SELECT ON odd TO abide_reader")
    try:
        monkeypatch.setitem(os.environ, "SHOP_DB_SECRET", quoted(SECRET))
        url = "mariadb://abide_reader:${SHOP_DB_SECRET}@" + mariadb_url.partition("@")[2]
        assert run(warehouse, controller, store_of(url, ["id"])).landed == 1
        with connect_mariadb(mariadb_url) as con, con.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS hidden (id int)")
        with pytest.raises(SourceError, match="may not read it"):
            run(warehouse, controller, store_of(url, ["id"], source="hidden"))
    finally:
        with connect_mariadb(mariadb_url) as con, con.cursor() as cursor:
            cursor.execute("DROP USER abide_reader")


def insert_for_ever(connect, url, stop, started):
    with connect(url) as con, con.cursor() as cursor:
        number = 1_000_000
        while not stop.is_set():
            number += 1
            cursor.execute("INSERT INTO odd VALUES (%s)", (number,))
            started.set()


@pytest.mark.server
@pytest.mark.parametrize(("server", "connect"), [("postgres", connect_postgres), ("mariadb", connect_mariadb)])
def test_count_and_rows_are_of_one_moment(warehouse, controller, request, server, connect):
    url = request.getfixturevalue(f"{server}_url")
    with connect(url) as con, con.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS odd")
        cursor.execute("CREATE TABLE odd (id int)")
        cursor.execute(
            "INSERT INTO odd WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT i FROM n"
        )
    stop, started = threading.Event(), threading.Event()
    writer = threading.Thread(target=insert_for_ever, args=(connect, url, stop, started))
    writer.start()
    try:
        assert started.wait(10)
        seen = [run(warehouse, controller, store_of(url, ["id"])).landed for _ in range(5)]
    finally:
        stop.set()
        writer.join()
    assert seen == sorted(seen)
    assert seen[-1] > seen[0], "rows must have come in between readings for this to prove anything"


@pytest.mark.server
@pytest.mark.parametrize("server", ["postgres", "mariadb"])
def test_nothing_can_be_written_to_the_source(warehouse, controller, request, server):
    url = request.getfixturevalue(f"{server}_url")
    connect = connect_postgres if server == "postgres" else connect_mariadb
    with connect(url) as con, con.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS odd")
        cursor.execute("CREATE TABLE odd (id int)")
        cursor.execute("INSERT INTO odd VALUES (1)")
    store = store_of(url, ["id"])
    connector = connector_for(store)
    assert connector.present(store, store.tables[0], controller, [("1",)]) == {("1",)}
    with connect(url) as con, con.cursor() as cursor:
        cursor.execute("DELETE FROM odd")
    assert connector.present(store, store.tables[0], controller, [("1",)]) == set()


def test_a_copied_database_is_as_old_as_its_file_and_one_in_use_as_its_reading(warehouse, controller):
    con = sqlite3.connect(controller / "shop.db")
    con.execute("CREATE TABLE seen (id TEXT)")
    con.execute("INSERT INTO seen VALUES ('1')")
    con.commit()
    con.close()
    os.utime(controller / "shop.db", (1_700_000_000, 1_700_000_000))
    store = store_of("sqlite:shop.db", ["id"], source="seen")
    assert (datetime.now(UTC) - run(warehouse, controller, store).exported_at).total_seconds() < 600
    copied = store.model_copy(update={"exported_at": "modified"})
    assert run(warehouse, controller, copied).exported_at == datetime.fromtimestamp(1_700_000_000, UTC)
