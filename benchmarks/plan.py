"""What it costs to plan a batch of many flags: the plan made, hashed and written, on an encrypted snapshot of a night.

    python -m benchmarks.plan [FLAGS] [--remedy erase|redact|blank_fields]

The night holds twice as many customers as are flagged, each with an order, and each order with a line. A process of
its own makes the night, so that the memory told is of the planning alone, the batch's flags among it. Prints CPU and
wall seconds, and the largest memory of the process.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import duckdb

from erasure.plan import make_plan
from erasure.plan_form import keep_plan
from erasure.standing import Batch
from erasure.tonight import flags_tonight
from rules.relations import RECORD
from stores.controller import Controller
from stores.keys import make_key, read_key
from stores.store import Store
from stores.warehouse import open_warehouse
from stores.warehouse_snapshots import open_snapshot, publish_snapshot

Made = TypeVar("Made")

NIGHT = date(2026, 3, 1)
TABLES = [
    {
        "name": "customers",
        "columns": ["customer_id", "email", "name", "note"],
        "key": ["customer_id"],
        "subject": {"email": "email"},
        "personal": {"email": "user.contact.email", "name": "user.name"},
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
    """Make the night, plan its batch, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("flags", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--remedy", choices=("erase", "redact", "blank_fields"), default="erase")
    given = parser.parse_args()
    apart = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as place:
        for work in (_night, _plan):
            process = apart.Process(target=work, args=(Path(place), given.flags, given.remedy))
            process.start()
            process.join()
            if process.exitcode:
                raise SystemExit(process.exitcode)


def _plan(folder: Path, flags: int, remedy: str) -> None:
    controller = controller_of(folder)
    with open_snapshot(folder, read_key(folder)) as con:
        batch = _told(
            "the flags of the night, as a batch holds them",
            lambda: Batch("EB-0001", {"rob"}, flags_tonight(con), datetime(2026, 3, 1, 9, tzinfo=UTC)),
        )
        _told("the batch's hash", lambda: batch.content)
        cpu, wall = time.process_time(), time.perf_counter()
        made = _told(
            f"the plan of {flags:,} flags to {remedy}", lambda: make_plan(con, controller, batch, {"shop": ()})
        )
        path = _told("its canonical form, hashed and written", lambda: keep_plan(folder, made))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    records = sum(len(step.records) for step in made.steps)
    print(f"{records:,} records in {len(made.steps)} steps, {path.stat().st_size / 1e6:,.1f} MB, sha256 {made.sha256}")
    print(f"complete: {made.complete}")
    print(f"planned in {cpu:,.1f} CPU s, {wall:,.1f} wall s; the process at its largest {_peak():,.0f} MB")


def _told(what: str, work: Callable[[], Made]) -> Made:
    cpu, wall = time.process_time(), time.perf_counter()
    made = work()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{cpu:8.2f} CPU s {wall:8.2f} wall s {_peak():8,.0f} MB  {what}", flush=True)
    return made


def _peak() -> float:
    """The high-water mark of this program, in MB; ``ru_maxrss`` would begin with that of the one that started it."""
    (line,) = (x for x in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if x.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e6


def controller_of(folder: Path) -> Controller:
    """A controller of one shop with these tables."""
    given = {
        "name": "shop",
        "role": "controller",
        "connector": "sql",
        "url": "sqlite:shop.db",
        "fresh_within": "26 hours",
        "tables": TABLES,
    }
    shop = Store.model_validate(given)
    return Controller(folder, "acme", "Acme Ltd", "Europe/London", (), None, "", (shop,), {})  # type: ignore[arg-type]


def _night(folder: Path, flags: int, remedy: str) -> None:
    """A snapshot of a night with this many customers flagged."""
    make_key(folder)
    key = read_key(folder)
    with open_warehouse(folder, key) as con:
        fill(con, flags, remedy)
        publish_snapshot(con, folder, NIGHT, key)


def fill(con: duckdb.DuckDBPyConnection, flags: int, remedy: str) -> None:
    """The tables of a night that a plan reads, with this many customers flagged of twice as many."""
    count = 2 * flags
    for schema in ("landed", "record", "relation", "flagged", "meta", "finding"):
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    con.execute(
        "CREATE OR REPLACE TABLE landed.shop__customers AS SELECT 'C' || i AS customer_id, 'c' || i || '@mail.example' "
        f"AS email, 'Name ' || i AS name, 'a note' AS note, 'C' || i AS record_key FROM range({count}) t(i)"
    )
    for child, parent in (("order", "customer"), ("line", "order")):
        letter, above = child[0].upper(), parent[0].upper()
        con.execute(
            f"CREATE OR REPLACE TABLE landed.shop__{child}s AS SELECT '{letter}' || i AS {child}_id, "
            f"'{above}' || i AS {parent}_id, '{letter}' || i AS record_key FROM range({count}) t(i)"
        )
    columns = ", ".join(f'"{name}" {kind}' for name, kind in RECORD.items())
    con.execute(f"CREATE OR REPLACE TABLE relation.record ({columns})")
    for table, letter in (("customers", "C"), ("orders", "O"), ("lines", "L")):
        subject = "md5(i::varchar)" if table == "customers" else "NULL"
        con.execute(
            'INSERT INTO relation.record (store, "table", record_key, subject, on_hold) '
            f"SELECT 'shop', '{table}', '{letter}' || i, {subject}, i % 1000 = 7 FROM range({count}) t(i)"
        )
    con.execute(
        "CREATE OR REPLACE TABLE record.identifier AS SELECT 'shop' AS store, 'customers' AS \"table\", "
        f"'C' || i AS record_key FROM range({count}) t(i)"
    )
    con.execute("CREATE OR REPLACE TABLE meta.verdict AS SELECT DATE '2026-03-01' AS as_of")
    con.execute(
        "CREATE OR REPLACE TABLE meta.reading AS SELECT 'shop' AS store, t AS \"table\", 'read' AS reading, "
        "0 AS quarantined, '[]' AS doubts FROM (SELECT unnest(['customers', 'orders', 'lines']) AS t)"
    )
    con.execute(
        "CREATE OR REPLACE TABLE finding.finding AS SELECT 'shop' AS store, 'customers' AS \"table\", "
        "'note' AS \"column\", 'C' || i AS record_key, 'user.name' AS category, 2::BIGINT AS \"start\", "
        f'6::BIGINT AS "end" FROM range({count}) t(i)'
    )
    con.execute(
        "CREATE OR REPLACE TABLE flagged.flag AS SELECT md5('flag' || i) AS flag_id, "
        "md5('facts' || i) AS facts_digest, 'a' AS clause, 'kept-past-period' AS rule, 'shop' AS store, "
        "'customers' AS \"table\", 'C' || i AS record_key, "
        f"'{remedy}' AS remedy, 'note' AS columns, 'user.name' AS category, DATE '2026-03-01' AS as_of "
        f"FROM range({flags}) t(i)"
    )


if __name__ == "__main__":
    main()
