"""Values of a database that are no text quarantine their row, and no other."""

import sqlite3

import pytest

from tests.servers import connect_mariadb, connect_postgres
from tests.stores.test_sql import landed_rows, run, store_of


def quarantined(con):
    return con.execute('SELECT reason, count(*) FROM quarantine."shop__people" GROUP BY ALL').fetchall()


@pytest.mark.server
def test_bytes_that_are_no_text_quarantine_their_row_on_postgres(warehouse, controller, postgres_url):
    name = f"{postgres_url.rpartition('/')[2]}_ascii"
    url = f"{postgres_url.rpartition('/')[0]}/{name}"
    with connect_postgres(postgres_url) as admin:
        admin.execute(f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
        try:
            with connect_postgres(url) as con:
                con.execute("CREATE TABLE odd (id int, t text)")
                con.execute(r"INSERT INTO odd VALUES (1, E'caf\xe9'), (2, E'caf\xc3\xa9'), (3, 'plain'), (4, NULL)")
            store = store_of(url, ["id", "t"])
            landed = run(warehouse, controller, store)
            assert (landed.rows, landed.landed) == (4, 3)
            assert landed_rows(warehouse, store) == [("2", "café"), ("3", "plain"), ("4", None)]
            assert quarantined(warehouse) == [("not valid Unicode text", 1)]
            assert warehouse.execute('SELECT _file, _line FROM quarantine."shop__people"').fetchall() == [("odd", 1)]
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.server
def test_characters_outside_unicode_quarantine_their_row_on_mariadb(warehouse, controller, mariadb_url):
    """ucs2 holds half characters, and cp1251 a byte that no character stands for: the server would say '?'."""
    with connect_mariadb(mariadb_url) as con, con.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS odd")
        cursor.execute(
            "CREATE TABLE odd (id int, h varchar(9) CHARACTER SET ucs2, c varchar(9) CHARACTER SET cp1251, "
            "l varchar(9) CHARACTER SET latin1)"
        )
        cursor.execute("INSERT INTO odd VALUES (1, x'D800', NULL, NULL), (2, 'Ω', x'C0', x'81')")
        cursor.execute("INSERT INTO odd VALUES (3, NULL, x'98', NULL), (4, '?', '?', '?')")
    store = store_of(mariadb_url, ["id", "h", "c", "l"])
    landed = run(warehouse, controller, store)
    assert (landed.rows, landed.landed) == (4, 2)
    assert landed_rows(warehouse, store) == [("2", "Ω", "\u0410", "\x81"), ("4", "?", "?", "?")]
    assert quarantined(warehouse) == [("not valid Unicode text", 2)]


def test_bytes_that_are_no_text_quarantine_their_row_on_sqlite(warehouse, controller):
    con = sqlite3.connect(controller / "shop.db")
    con.execute("CREATE TABLE odd (id INTEGER, t, g INTEGER GENERATED ALWAYS AS (length(t)) VIRTUAL)")
    con.execute(
        "INSERT INTO odd VALUES (1, CAST(x'FF41' AS TEXT)), (2, 'a' || char(0) || 'b'), (3, x'FF41'), (4, 9e999)"
    )
    con.commit()
    con.close()
    store = store_of("sqlite:shop.db", ["id", "t", "g"])
    landed = run(warehouse, controller, store)
    assert (landed.rows, landed.landed, landed.unknown) == (4, 3, ())
    assert [row[:2] for row in landed_rows(warehouse, store)] == [("2", "a\0b"), ("3", "0xFF41"), ("4", "Inf")]
    assert quarantined(warehouse) == [("not valid Unicode text", 1)]
