"""What a server vouches for is not looked for again, and nothing else is taken on trust."""

import pytest

from stores.sql_attach import attached
from tests.servers import connect_mariadb, connect_postgres
from tests.stores.test_sql import run, store_of

pytestmark = pytest.mark.server

POSTGRES = {
    "vouched": ("(id int PRIMARY KEY)", ["id"], True),
    "wider": ("(id bigint, part int, PRIMARY KEY (id))", ["id", "part"], True),
    "pair": ("(id int NOT NULL, part uuid NOT NULL, UNIQUE (part, id))", ["id", "part"], True),
    "included": ("(id int NOT NULL, part int NOT NULL, UNIQUE (id) INCLUDE (part))", ["id"], True),
    "narrower": ("(id int, part int, PRIMARY KEY (id, part))", ["id"], False),
    "texts": ("(id text PRIMARY KEY)", ["id"], False),
    "null": ("(id int UNIQUE)", ["id"], False),
    "later": ("(id int PRIMARY KEY DEFERRABLE)", ["id"], False),
    "none": ("(id int NOT NULL)", ["id"], False),
}
MARIADB = {
    "vouched": ("(id int PRIMARY KEY)", ["id"], True),
    "wider": ("(id bigint, part int, PRIMARY KEY (id))", ["id", "part"], True),
    "pair": ("(id int, part int, PRIMARY KEY (part, id))", ["id", "part"], True),
    "narrower": ("(id int, part int, PRIMARY KEY (id, part))", ["id"], False),
    "texts": ("(id varchar(20) PRIMARY KEY)", ["id"], False),
    "beside": ("(id int NOT NULL UNIQUE)", ["id"], False),
    "none": ("(id int NOT NULL)", ["id"], False),
    "remote": ("(id int PRIMARY KEY) ENGINE = MEMORY", ["id"], False),
}


def unique(url, con, folder, table, key):
    store = store_of(url, ["id"], table)
    with attached(store, folder, con) as source:
        return bool(source.ask(source.dialect.unique([table], key))[0][0])


def test_postgres_vouches_for_keys_of_numbers_alone(warehouse, controller, postgres_url):
    with connect_postgres(postgres_url) as con:
        for name, (shape, _, _) in POSTGRES.items():
            con.execute(f"DROP TABLE IF EXISTS {name}_k CASCADE; CREATE TABLE {name}_k {shape}")
        con.execute("CREATE VIEW vouched_v AS SELECT * FROM vouched_k; CREATE UNIQUE INDEX ON none_k (id) WHERE id > 5")
    found = {n: unique(postgres_url, warehouse, controller, f"{n}_k", key) for n, (_, key, _) in POSTGRES.items()}
    assert found == {name: told for name, (_, _, told) in POSTGRES.items()}
    assert not unique(postgres_url, warehouse, controller, "vouched_v", ["id"])


def test_mariadb_vouches_for_primary_keys_of_numbers_alone(warehouse, controller, mariadb_url):
    with connect_mariadb(mariadb_url) as con, con.cursor() as cursor:
        for name, (shape, _, _) in MARIADB.items():
            cursor.execute(f"DROP TABLE IF EXISTS {name}_k")
            cursor.execute(f"CREATE TABLE {name}_k {shape}")
        cursor.execute("CREATE OR REPLACE VIEW vouched_v AS SELECT * FROM vouched_k")
    found = {n: unique(mariadb_url, warehouse, controller, f"{n}_k", key) for n, (_, key, _) in MARIADB.items()}
    assert found == {name: told for name, (_, _, told) in MARIADB.items()}
    assert not unique(mariadb_url, warehouse, controller, "vouched_v", ["id"])


def test_a_key_that_a_child_table_bears_again_is_found(warehouse, controller, postgres_url):
    with connect_postgres(postgres_url) as con:
        con.execute("DROP TABLE IF EXISTS parents CASCADE; CREATE TABLE parents (id int PRIMARY KEY, v text)")
        con.execute("CREATE TABLE children () INHERITS (parents)")
        con.execute("INSERT INTO parents VALUES (1, 'a'), (2, 'b'); INSERT INTO children VALUES (1, 'c')")
    landed = run(warehouse, controller, store_of(postgres_url, ["id", "v"], "parents"))
    assert (landed.rows, landed.landed, landed.reasons) == (3, 1, {"key not unique": 2})


@pytest.mark.parametrize("kind", ["date", "timestamp", "timestamptz"])
def test_a_date_that_postgres_prints_and_no_calendar_of_ours_has_is_quarantined(
    warehouse, controller, postgres_url, kind
):
    sound = ["2024-02-29", "1900-01-01", "2199-12-31", "1999-12-31 23:59:59.999999+00"]
    odd = ["infinity", "-infinity", "2025-02-28 BC", "20240-02-01", "1899-12-31", "2200-01-01"]
    with connect_postgres(postgres_url) as con:
        con.execute(f"DROP TABLE IF EXISTS printed; CREATE TABLE printed (id int PRIMARY KEY, at {kind})")
        for number, value in enumerate([*sound, None, *odd]):
            con.execute(f"INSERT INTO printed VALUES ({number}, %s::text::{kind})", (value,))
    landed = run(warehouse, controller, store_of(postgres_url, ["id", "at"], "printed", dates={"at": "iso"}))
    assert (landed.landed, landed.reasons) == (
        len(sound) + 1,
        {"the date in 'at' is not written as the map says": len(odd)},
    )
