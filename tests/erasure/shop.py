"""A shop in a snapshot made by hand: customers, addresses two of them may share, orders and what hangs on orders."""

from datetime import date

from erasure.acts import FlagRef
from erasure.plan import make_plan
from erasure.standing import Batch
from rules import relations
from rules.relations import RECORD
from stores.controller import Controller
from stores.store import Store
from stores.warehouse import keyed_digest, scratch

KEY = bytes(range(32))
AS_OF = date(2026, 3, 1)
TABLES = {
    "addresses": {
        "columns": ["address_id", "street"],
        "key": ["address_id"],
        "personal": {"street": "user.contact.address"},
    },
    "customers": {
        "columns": ["customer_id", "email", "name", "address_id", "referred_by"],
        "key": ["customer_id"],
        "subject": {"email": "email"},
        "personal": {"email": "user.contact.email", "name": "user.name"},
        "links": {"address_id": "addresses.address_id", "referred_by": "customers.customer_id"},
    },
    "orders": {
        "columns": ["order_id", "customer_id", "paid_by", "note"],
        "key": ["order_id"],
        "links": {"customer_id": "customers.customer_id", "paid_by": "customers.customer_id"},
        "required": ["customer_id"],
    },
    "lines": {"columns": ["line_id", "order_id"], "key": ["line_id"], "links": {"order_id": "orders.order_id"}},
}


def controller(tmp_path, tables=None, connector="sql", **more):
    """A controller with the shop as its one store."""
    listed = [{"name": name, **given} for name, given in (tables or TABLES).items()]
    where = {"url": "sqlite:shop.db"} if connector == "sql" else {"export": "exports", "exported_at": "modified"}
    store = Store.model_validate(
        {
            "name": "shop",
            "role": "controller",
            "connector": connector,
            "fresh_within": "26 hours",
            "tables": listed,
            **where,
            **more,
        }
    )
    return Controller(tmp_path, "acme", "Acme Ltd", "Europe/London", (), None, "", (store,), {})


def snapshot(owner, rows, people, *, holds=(), statutory=()):
    """A connection as a snapshot gives it.

    Args:
        owner: the controller.
        rows: table to its rows, each a list of cells; the first columns are the key.
        people: (table, key) to the person it is of; a record that is not named is of nobody.
        holds: (table, key) of records on hold.
        statutory: (table, key) of records with a statutory minimum that runs.
    """
    con = scratch()
    con.execute(relations.macros())
    for schema in ("landed", "record", "relation", "flagged", "meta", "finding"):
        con.execute(f"CREATE SCHEMA {schema}")
    columns = ", ".join(f'"{name}" {kind}' for name, kind in RECORD.items())
    con.execute(f"CREATE TABLE relation.record ({columns})")
    con.execute(
        'CREATE TABLE meta.reading (store VARCHAR, "table" VARCHAR, reading VARCHAR, quarantined BIGINT, doubts VARCHAR)'
    )
    con.execute("CREATE TABLE meta.verdict (as_of DATE)")
    con.execute(
        'CREATE TABLE record.identifier (store VARCHAR, "table" VARCHAR, record_key VARCHAR, kind VARCHAR, strength VARCHAR)'
    )
    con.execute("INSERT INTO meta.verdict VALUES (?)", [AS_OF])
    con.execute(
        'CREATE TABLE finding.finding (store VARCHAR, "table" VARCHAR, "column" VARCHAR, record_key VARCHAR, category VARCHAR, '
        '"start" BIGINT, "end" BIGINT)'
    )
    con.execute(
        "CREATE TABLE flagged.flag (flag_id VARCHAR, facts_digest VARCHAR, clause VARCHAR, rule VARCHAR, store VARCHAR, "
        '"table" VARCHAR, record_key VARCHAR, remedy VARCHAR, columns VARCHAR, category VARCHAR, as_of DATE)'
    )
    (store,) = owner.stores
    for table in store.tables:
        names = ", ".join(f'"{name}" VARCHAR' for name in table.column_names)
        con.execute(f'CREATE TABLE landed."shop__{table.name}" ({names}, record_key VARCHAR)')
        con.execute("INSERT INTO meta.reading VALUES ('shop', ?, 'read', 0, '[]')", [table.name])
        for row in rows.get(table.name, ()):
            key = "|".join(str(cell) for cell in row[: len(table.key)])
            con.execute(
                f'INSERT INTO landed."shop__{table.name}" VALUES ({", ".join("?" * (len(row) + 1))})', [*row, key]
            )
            con.execute(
                'INSERT INTO relation.record (store, "table", record_key, subject, on_hold, statutory_until) '
                "VALUES ('shop', ?, ?, ?, ?, ?)",
                [
                    table.name, key, people.get((table.name, key)), (table.name, key) in holds,
                    date(2027, 1, 1) if (table.name, key) in statutory else None,
                ],
            )  # fmt: skip
    return con


def flagged(con, table, key, remedy="erase", columns=None, category=None, store="shop"):
    """Raise a flag in the snapshot; what a batch holds of it."""
    name = keyed_digest(KEY, f"{table} {key} {remedy}")
    facts = keyed_digest(KEY, "facts")
    con.execute("DELETE FROM flagged.flag WHERE flag_id = ?", [name])
    con.execute(
        "INSERT INTO flagged.flag VALUES (?, ?, 'a-clause', 'a-rule', ?, ?, ?, ?, ?, ?, ?)",
        [name, facts, store, table, key, remedy, columns, category, AS_OF],
    )
    return FlagRef(
        flag=name,
        facts=facts,
        clause="a-clause",
        rule="a-rule",
        store=store,
        table=table,
        record_key=key,
        remedy=remedy,
    )


def batch(*flags):
    return Batch("EB-0001", {"rob"}, {flag.flag: flag for flag in flags}, None)


def done(plan):
    """What a plan does, in order: (turn, action, table, keys)."""
    return [(step.turn, step.action, step.table, sorted(step.records)) for step in plan.steps]


def deleted(plan):
    return {(step.table, key) for step in plan.steps if step.action == "delete" for key in step.records}


def planned(con, owner, *flags, keys=None):
    """The plan of a batch of these flags."""
    return make_plan(con, owner, batch(*flags), {"shop": ()} if keys is None else keys)
