"""A shop of two tables in a warehouse in memory, held to its contract."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from assets.night import contract_of
from assets.night.contract import hold_to_contract
from assets.night.state import Reading, begin
from stores.quoting import identifier
from stores.store import Store

AS_OF = date(2026, 3, 1)


STORE = Store.model_validate(
    {
        "name": "shop",
        "role": "controller",
        "connector": "files",
        "export": "exports",
        "exported_at": "modified",
        "fresh_within": "26 hours",
        "tables": [
            {
                "name": "orders",
                "columns": ["order id", "email", "status", "placed", "customer", "coupon", "total", "options"],
                "key": ["order id"],
                "required": ["email"],
                "codes": {"status": ["open", "paid"]},
                "dates": {"placed": "iso"},
                "links": {"customer": "customers.id", "coupon": "coupons.code"},
                "types": {"total": "number", "options": "json", "email": "email"},
            },
            {"name": "customers", "columns": ["id", "cv"], "key": ["id"], "opens": {"cv_text": {"path": "cv"}}},
        ],
    }
)


ORDERS, CUSTOMERS = STORE.tables


ORDER = ("1", "a@x.example", "open", "2026-01-31", "7", "SPRING", "12.50", '{"gift": true}')


def order(key="9", **cells):
    given = {identifier_.replace(" ", "_"): cell for identifier_, cell in zip(ORDERS.column_names, ORDER, strict=True)}
    given |= {"order_id": key} | cells
    return tuple(given.values())


@pytest.fixture
def con():
    con = duckdb.connect()
    begin(con)
    land(con, ORDERS, [order("1"), order("2", status="paid", customer=None, total=" ", placed=None)])
    land(con, CUSTOMERS, [("7", "a.pdf", "words", None), ("8", None, None, None)])
    return con


def land(con, table, rows, keys=None):
    names = [*table.column_names, *table.opened_names]
    name = f'landed."shop__{table.name}"'
    con.execute(f"DROP TABLE IF EXISTS {name}")
    con.execute(f"CREATE TABLE {name} ({', '.join(f'{identifier(n)} VARCHAR' for n in names)}, record_key VARCHAR)")
    given = [[*row, key] for row, key in zip(rows, keys or [row[0] for row in rows], strict=True)]
    if given:
        con.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * (len(names) + 1))})", given)


def reading(con, table, **given):
    landed = con.execute(f'SELECT count(*) FROM landed."shop__{table.name}"').fetchone()[0]
    told = {"rows": landed, "landed": landed, "age_hours": 3.0, "fresh_within_hours": 26.0, **given}
    return Reading("shop", table.name, None, "controller", **{"reading": "read" if landed else "empty", **told})


def quarantine(con, *rows, table=ORDERS):
    name = f'quarantine."shop__{table.name}"'
    con.execute(f"CREATE OR REPLACE TABLE {name} (_file VARCHAR, _line BIGINT, reason VARCHAR)")
    con.executemany(f"INSERT INTO {name} VALUES (?, ?, ?)", [list(row) for row in rows])
    reasons = {}
    for _, _, reason in rows:
        reasons[reason] = reasons.get(reason, 0) + 1
    landed = con.execute(f'SELECT count(*) FROM landed."shop__{table.name}"').fetchone()[0]
    return {"rows": landed + len(rows), "quarantined": len(rows), "reasons": reasons}


def held_to(con, orders=None, customers=None, as_of=AS_OF):
    """The readings of both tables after the contract was tested; each may be given other facts."""
    given = [reading(con, ORDERS, **(orders or {})), reading(con, CUSTOMERS, **(customers or {}))]
    return hold_to_contract(con, STORE, given, as_of)


def broken(con, table=ORDERS):
    return {(t.kind, t.column): (t.records, t.keys) for t in contract_of(con, STORE, table) if not t.held}
