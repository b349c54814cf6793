"""What the ledger and the plan cost: reading a ledger's entries, appending one, and planning a batch of many flags.

    python benchmarks/ledger.py [FLAGS]

Tells CPU seconds of this process and its largest memory. The plan is of customers each with an order and a line.
"""

import resource
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from erasure import entry as e
from erasure.deciding import chunks
from erasure.ledger import Ledger
from erasure.ledger_sqlite import SqliteMedium
from erasure.plan import make_plan
from erasure.signing import Argon2id, by_passphrase, installation
from erasure.tonight import flags_tonight
from rules import relations
from rules.relations import RECORD
from stores.controller import Controller
from stores.store import Store
from stores.warehouse import scratch

NIGHT = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
PERSONAL = {"email": "user.contact.email", "name": "user.name"}
TABLES = [
    {
        "name": "customers",
        "columns": ["customer_id", "email", "name"],
        "key": ["customer_id"],
        "subject": {"email": "email"},
        "personal": PERSONAL,
    },
    {
        "name": "orders",
        "columns": ["order_id", "customer_id"],
        "key": ["order_id"],
        "links": {"customer_id": "customers.customer_id"},
    },
    {"name": "lines", "columns": ["line_id", "order_id"], "key": ["line_id"], "links": {"order_id": "orders.order_id"}},
]


def main() -> None:
    """Run both and tell."""
    flags = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        decided(Path(folder), flags)


def decided(folder: Path, flags: int) -> None:
    """A ledger in which all flags are approved and in one batch, and the plan of that batch."""
    shop = Store.model_validate(
        {
            "name": "shop",
            "role": "controller",
            "connector": "sql",
            "url": "sqlite:shop.db",
            "fresh_within": "26 hours",
            "tables": TABLES,
        }
    )
    controller = Controller(folder, "acme", "Acme Ltd", "Europe/London", (), None, "", (shop,), {})  # type: ignore[arg-type]
    con = scratch()
    with closing(con):
        snapshot(con, flags)
        ledger = Ledger(SqliteMedium(folder / "ledger.sqlite"), "acme", installation(bytes(32)))
        costs = Argon2id(salt="0" * 32)
        signer = by_passphrase("a passphrase to measure with", costs)
        person = e.said(
            kind="person_added",
            person="rob",
            roles=["administrator", "reviewer"],
            public_key=signer.public_key,
            costs=costs,
        )
        ledger.append_own(AT, lambda _: [person])
        chosen = told("read the flags of the night", lambda: list(flags_tonight(con).values()))
        approve = [e.said(kind="decided", verdict="approve", reason="measured", flags=part) for part in chunks(chosen)]
        told(
            f"append {len(approve):,} entries that approve them",
            lambda: ledger.append(AT, "rob", signer, lambda _: approve),
        )
        put = [e.said(kind="batched", batch="EB-0001", flags=part) for part in chunks(chosen)]
        told("append as many that put them into a batch", lambda: ledger.append(AT, "rob", signer, lambda _: put))
        standing = told("read and verify the ledger", ledger.read)
        batch = standing.batches["EB-0001"]
        told("hash the batch", lambda: batch.content)
        plan = told(f"plan {flags:,} flags", lambda: make_plan(con, controller, batch, {"shop": ()}))
        records = sum(len(step.records) for step in plan.steps)
        print(
            f"{records:,} records in {len(plan.steps)} steps, {len(plan.text) / 1e6:,.1f} MB, complete: {plan.complete}"
        )
        small = [
            e.said(
                kind="decided", verdict="dismiss", reason="one more", scope="flag", until="2026-06-01", flags=chosen[:1]
            )
        ]
        told("append one entry to that ledger", lambda: ledger.append(AT, "rob", signer, lambda _: small))
    print(f"largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


def told(what, work):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Do the work and tell what it cost."""
    before = time.process_time()
    result = work()
    print(f"{time.process_time() - before:8.2f} CPU s  {what}")
    return result


def snapshot(con, flags: int) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """The tables of a night that a plan reads, with this many customers flagged of twice as many."""
    con.execute(relations.macros())
    for schema in ("landed", "record", "relation", "flagged", "meta", "finding"):
        con.execute(f"CREATE SCHEMA {schema}")
    count = 2 * flags
    con.execute(
        "CREATE TABLE landed.shop__customers AS SELECT 'C' || i AS customer_id, 'c' || i || '@mail.example' AS email, "
        f"'Name ' || i AS name, 'C' || i AS record_key FROM range({count}) t(i)"
    )
    for child, parent in (("order", "customer"), ("line", "order")):
        letter, above = child[0].upper(), parent[0].upper()
        con.execute(
            f"CREATE TABLE landed.shop__{child}s AS SELECT '{letter}' || i AS {child}_id, "
            f"'{above}' || i AS {parent}_id, '{letter}' || i AS record_key FROM range({count}) t(i)"
        )
    columns = ", ".join(f'"{name}" {kind}' for name, kind in RECORD.items())
    con.execute(f"CREATE TABLE relation.record ({columns})")
    for table, letter in (("customers", "C"), ("orders", "O"), ("lines", "L")):
        subject = "md5(i::varchar)" if table == "customers" else "NULL"
        con.execute(
            'INSERT INTO relation.record (store, "table", record_key, subject, on_hold) '
            f"SELECT 'shop', '{table}', '{letter}' || i, {subject}, i % 1000 = 7 FROM range({count}) t(i)"
        )
    con.execute(
        "CREATE TABLE record.identifier AS SELECT 'shop' AS store, 'customers' AS \"table\", 'C' || i AS record_key "
        f"FROM range({count}) t(i)"
    )
    con.execute("CREATE TABLE meta.verdict AS SELECT DATE '2026-03-01' AS as_of")
    con.execute(
        "CREATE TABLE meta.reading AS SELECT 'shop' AS store, t AS \"table\", 'read' AS reading, 0 AS quarantined, "
        "'[]' AS doubts FROM (SELECT unnest(['customers', 'orders', 'lines']) AS t)"
    )
    con.execute(
        'CREATE TABLE finding.finding (store VARCHAR, "table" VARCHAR, "column" VARCHAR, record_key VARCHAR, '
        'category VARCHAR, "start" BIGINT, "end" BIGINT)'
    )
    con.execute(
        "CREATE TABLE flagged.flag AS SELECT md5('flag' || i) AS flag_id, md5('facts') AS facts_digest, 'a' AS clause, "
        "'kept-past-period' AS rule, 'shop' AS store, 'customers' AS \"table\", 'C' || i AS record_key, "
        f"'erase' AS remedy, NULL::VARCHAR AS columns, NULL::VARCHAR AS category, DATE '2026-03-01' AS as_of "
        f"FROM range({flags}) t(i)"
    )


if __name__ == "__main__":
    main()
