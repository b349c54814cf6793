"""Schemas by chance in a real PostgreSQL: the order is valid, exactly the planned rows go, or it is refused untouched.

``ABIDE_TEST_SCHEMAS`` says how many (40 if it does not); each is told by its seed.
"""

import os
from contextlib import closing
from datetime import date
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

from erasure.order import Touched
from erasure.plan import make_plan
from erasure.works import work_of
from stores.erasing import eraser_for
from stores.sql_links import foreign_keys
from stores.warehouse import scratch
from tests.erasure.schemas import NOWHERE, expected, key_of, left, made
from tests.erasure.shop import batch, controller, flagged, snapshot
from tests.servers import connect_postgres

MANY = int(os.environ.get("ABIDE_TEST_SCHEMAS", "40"))
PASSWORD = "change-me-1"
TODAY = date(2026, 3, 1)

pytestmark = pytest.mark.server


@pytest.fixture
def database(postgres_url):
    """An empty schema of the database, and the address of an account that erases in it."""
    role = f"abide_{uuid4().hex[:10]}"
    parts = urlsplit(postgres_url)
    place = f"{role}:{PASSWORD}@{parts.hostname}" + (f":{parts.port}" if parts.port else "")
    with connect_postgres(postgres_url) as con:
        con.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")
        con.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, UPDATE, DELETE ON TABLES TO {role}")
        yield con, postgres_url, urlunsplit(parts._replace(netloc=place))
        con.execute(f"DROP OWNED BY {role}")
        con.execute(f"DROP ROLE {role}")


def fill(con, world):
    """Make the tables and their rows in the database."""
    con.execute("SET session_replication_role = replica")  # rows of a circle have no order to be put in
    for table in world.tables.values():
        firm = {column for link in table.links if not link.may_be_null for column in link.columns}
        typed = ", ".join(
            f"{name} {'bigint' if name == 'id' or name.endswith('_id') else 'text'}{' NOT NULL' if name in firm else ''}"
            for name in table.columns
        )
        also = "" if table.own == table.key else f", UNIQUE ({', '.join(table.own)})"
        con.execute(f"CREATE TABLE {table.name} ({typed}, PRIMARY KEY ({', '.join(table.key)}), UNIQUE (code){also})")
        for row in table.rows:
            con.execute(f"INSERT INTO {table.name} VALUES ({', '.join(['%s'] * len(row))})", list(row.values()))
    for table in world.tables.values():
        for link in table.links:
            if link.in_database:
                con.execute(
                    f"ALTER TABLE {table.name} ADD FOREIGN KEY ({', '.join(link.columns)}) "
                    f"REFERENCES {link.parent} ({', '.join(link.targets)}) ON DELETE {link.action}"
                )
    con.execute("SET session_replication_role = DEFAULT")


def rows_of(con, world):
    return {
        table.name: {
            tuple(None if value is None else str(value) for value in row)
            for row in con.execute(f"SELECT {', '.join(table.columns)} FROM {table.name}").fetchall()
        }
        for table in world.tables.values()
    }


def bound(world, folder, url, erase):
    """The controller whose map binds the tables."""
    tables = {}
    for table in world.tables.values():
        if not table.bound:
            continue
        mapped = {
            link.columns[0]: f"{link.parent}.{link.targets[0]}"
            for link in table.links
            if not link.in_database and not link.when
        }
        if kinds := {link.when[1]: f"{link.parent}.{link.targets[0]}" for link in table.links if link.when}:
            mapped["names"] = {"by": "kind", "of": {**kinds, NOWHERE: "elsewhere.id"}}
        tables[table.name] = {
            "columns": table.columns,
            "key": list(table.key),
            "links": mapped,
            "required": [c for link in table.links if not link.may_be_null for c in link.columns if c in mapped],
        }
        if table.kind == "owned":
            tables[table.name] |= {"subject": {"email": "email"}, "personal": {"email": "user.contact.email"}}
        if table.kind == "loose":
            tables[table.name] |= {"personal": {"street": "user.contact.address"}}
    return controller(folder, tables, url=url, erase={"by": "sql", "url": erase})


def carried_out(con, owner, plan):
    """Erase in the database what the plan says, as the hand does; what became of each record."""
    (store,) = owner.stores
    eraser = eraser_for(store)
    works = []
    for number, step in enumerate(plan.steps):
        touched = Touched(number, "shop", step.table, step.action, step.way, None, (), dict(step.records))
        works.append(work_of(con, owner, touched, eraser, list(step.records))[0])
    eraser.check(store, owner.folder)
    eraser.ready(works, owner.folder)
    return [str(result.state) for _, result in eraser.erase_together(works, owner.folder, TODAY)]


def one(seed, database, folder):
    """Make the world of a seed, plan and erase in it, and hold it against the oracle; whether it was refused."""
    admin, url, erase = database
    world = made(seed)
    admin.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO public")
    role = urlsplit(erase).username
    fill(admin, world)
    admin.execute(f"GRANT SELECT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
    before = rows_of(admin, world)
    owner = bound(world, folder, url, erase)
    with closing(scratch()) as asking:
        keys = {"shop": foreign_keys(owner.stores[0], folder, asking)}
    listed = {t.name: [list(row.values()) for row in t.rows] for t in world.tables.values() if t.bound}
    with closing(snapshot(owner, listed, world.people, holds=world.holds)) as con:
        for table, key in sorted(world.someone):
            con.execute("INSERT INTO record.identifier VALUES ('shop', ?, ?, 'phone', 'weak')", [table, key])
        plan = make_plan(con, owner, batch(*(flagged(con, table, key) for table, key in world.asked)), keys)
        told = expected(world)
        if told.refused:
            assert any(told.refused in why for why in plan.obstacles), (seed, told.refused, plan.obstacles)
            assert rows_of(admin, world) == before, seed
            return True
        assert plan.complete, (seed, plan.obstacles)
        states = carried_out(con, owner, plan)
    assert set(states) <= {"removed"}, (seed, "a record was gone before its turn, or was not what was read")
    after, right = rows_of(admin, world), left(world, told)
    assert after == right, (seed, {t: after[t] ^ right[t] for t in after if after[t] != right[t]})
    return False


@pytest.mark.parametrize("seeds", [range(4), pytest.param(range(4, MANY), marks=pytest.mark.slow)], ids=["few", "many"])
def test_exactly_what_must_goes_or_it_is_refused_before_the_first_row(database, tmp_path, seeds):
    refused = [seed for seed in seeds if one(seed, database, tmp_path)]
    assert len(refused) < len(seeds), "some can be erased"


def test_the_worlds_have_what_they_are_for():
    worlds = [made(seed) for seed in range(200)]
    told = [expected(world) for world in worlds]
    links = [(table, link) for world in worlds for table in world.tables.values() for link in table.links]
    assert {bool(one.refused) for one in told} == {True, False}
    assert any(one.emptied for one in told)
    assert any(link.parent == table.name for table, link in links), "tables that refer to themselves"
    assert any(len(link.columns) > 1 for _, link in links), "keys of several columns"
    assert {link.action for _, link in links} == {"NO ACTION", "RESTRICT", "CASCADE", "SET NULL"}
    assert {link.in_database for _, link in links} == {True, False}
    by_kind = [(table, link) for table, link in links if link.when]
    assert any(link.parent == table.name for table, link in by_kind), "of several kinds, one of them its own"
    assert any("kind" in table.key for table, _ in by_kind)
    assert {link.may_be_null for _, link in by_kind} == {True, False}
    assert any(column == "names" for one in told for _, column in one.emptied), "such references are cut"
    circles = [w for w in worlds for t in w.tables.values() for a in t.links for b in w.tables[a.parent].links
               if b.parent == t.name != a.parent]  # fmt: skip
    assert circles
    assert any(
        world.tables[record[0]].kind == "loose" for world, one in zip(worlds, told, strict=True) for record in one.gone
    )
    assert all(key_of(w.tables[t], row) for w in worlds for t in w.tables for row in w.tables[t].rows)
