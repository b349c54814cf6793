"""Works for erasers as the hand makes them: records found by reading the store, with their digests."""

from dataclasses import dataclass

from stores.connectors import connector_for
from stores.erasing import Item, Work
from stores.erasing_text import compared, content_sql
from stores.landing_stage import RESERVED
from stores.quoting import identifier
from stores.store import Store
from stores.warehouse import scratch


def store_of(**given):
    """A binding with what every binding needs."""
    return Store.model_validate({"name": "shop", "role": "controller", "fresh_within": "26 hours", **given})


@dataclass
class Read:
    """Every record of one table as it is read now: key to (values, digest)."""

    columns: tuple
    rows: dict


def read(store, name, folder):
    table = next(one for one in store.tables if one.name == name)
    con = scratch()
    connector_for(store).export(store, table, folder, con, "reading")
    names = [row[0] for row in con.execute("SELECT * FROM reading LIMIT 0").description if row[0] not in RESERVED]
    columns = compared(table, names)
    shown = ", ".join(map(identifier, names))
    found = con.execute(f"SELECT {shown}, {content_sql(columns)} FROM reading").fetchall()
    rows = {}
    for *values, digest in found:
        row = dict(zip(names, values, strict=True))
        rows[tuple(row[column] or "" for column in table.key)] = (row, digest)
    con.close()
    return Read(columns, rows)


def work(store, name, folder, keys, action="delete", columns=(), spans=None, known=None, documents=()):
    """The work on records that are there now (or were in ``known``)."""
    table = next(one for one in store.tables if one.name == name)
    found = known or read(store, name, folder)
    items = []
    for given in keys:
        key = given if isinstance(given, tuple) else (given,)
        row, digest = found.rows[key]
        items.append(Item(key, tuple(columns), spans or {}, row, digest))
    return Work(store, table, action, items, documents, found.columns)


def states(results):
    return [str(result.state) for _, result in results]
