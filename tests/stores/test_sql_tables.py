"""Tables of a database, however they are called and made: views, partitions, foreign ones, and rows that a policy may hide."""

import pytest

from stores.landing import land
from stores.quoting import identifier
from tests.servers import connect_mariadb, connect_postgres
from tests.stores.test_sql import landed_rows, run, store_of


@pytest.mark.server
@pytest.mark.parametrize("server", ["postgres", "mariadb"])
def test_names_of_every_kind_views_and_partitions_are_read(warehouse, controller, request, server):
    url = request.getfixturevalue(f"{server}_url")
    quote = identifier if server == "postgres" else lambda name: "`" + name.replace("`", "``") + "`"
    table, column = "Order \"1\" 'Ünï' `x` \\", "Nāme \"a\" 'b' `c` \\ %"
    parts = {
        "postgres": (
            "PARTITION BY RANGE (id)",
            "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10)",
            "CREATE TABLE parted_2 PARTITION OF parted DEFAULT",
        ),
        "mariadb": (
            "PARTITION BY RANGE (id) (PARTITION a VALUES LESS THAN (10), PARTITION b VALUES LESS THAN MAXVALUE)",
        ),
    }[server]
    generated = "GENERATED ALWAYS AS (id * 2) STORED"
    with (connect_postgres if server == "postgres" else connect_mariadb)(url) as con, con.cursor() as cursor:
        cursor.execute("DROP VIEW IF EXISTS seen")
        for name in (quote(table), "parted"):
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
        cursor.execute(f"CREATE TABLE {quote(table)} (id int, {quote(column)} varchar(9), twice int {generated})")
        cursor.execute(f"INSERT INTO {quote(table)} (id) VALUES (1)")
        cursor.execute(f"UPDATE {quote(table)} SET {quote(column)} = ''")
        cursor.execute(f"CREATE VIEW seen AS SELECT id, 'x' AS v FROM {quote(table)}")
        cursor.execute(f"CREATE TABLE parted (id int) {parts[0]}")
        for statement in parts[1:]:
            cursor.execute(statement)
        cursor.execute("INSERT INTO parted VALUES (1), (2), (99)")
    store = store_of(url, ["id", column, "twice"], source=table)
    run(warehouse, controller, store)
    assert landed_rows(warehouse, store) == [("1", "", "2")]
    assert run(warehouse, controller, store_of(url, ["id", "v"], source="seen")).landed == 1
    assert run(warehouse, controller, store_of(url, ["id"], source="parted")).landed == 3


@pytest.mark.server
def test_rows_that_a_policy_may_hide_and_foreign_tables_are_doubted(warehouse, controller, postgres_url):
    with connect_postgres(postgres_url) as con:
        con.execute("DROP TABLE IF EXISTS odd")
        con.execute("CREATE TABLE odd (id int); INSERT INTO odd VALUES (1), (2)")
        con.execute("ALTER TABLE odd ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON odd USING (id = 1)")
        con.execute("DROP ROLE IF EXISTS abide_policy; CREATE ROLE abide_policy LOGIN PASSWORD 'x'")
        con.execute("GRANT SELECT ON odd TO abide_policy")
        con.execute(
            "CREATE EXTENSION IF NOT EXISTS file_fdw; CREATE SERVER IF NOT EXISTS files FOREIGN DATA WRAPPER file_fdw"
        )
        con.execute("CREATE FOREIGN TABLE IF NOT EXISTS away (id text) SERVER files OPTIONS (program 'echo 7')")
        try:
            url = postgres_url.replace("postgres@", "abide_policy:x@", 1)
            landed = run(warehouse, controller, store_of(url, ["id"]))
            assert landed.landed == 1
            assert [doubt for doubt in landed.short if "row-level security may hide rows" in doubt]
            assert (
                land(
                    warehouse, store_of(postgres_url, ["id"]), store_of(postgres_url, ["id"]).tables[0], controller
                ).short
                == ()
            )
            away = run(warehouse, controller, store_of(postgres_url, ["id"], source="away"))
            assert (away.landed, len(away.short)) == (1, 1)
        finally:
            con.execute("DROP TABLE odd; DROP FOREIGN TABLE away; DROP ROLE abide_policy")
