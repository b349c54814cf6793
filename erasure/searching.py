"""Whether anything still speaks of a person of whom everything was to go, in any store that was read again.

What belongs here: looking for the identifiers of an order's tombstones in a second reading: in the columns that a map
calls identifiers, and as e-mail addresses within any text. Tombstones hold what was looked for even when no reading of
before is left. A record that waits for a vendor or a person, or is kept with its ground, is no trace: it is told as
what it is. Shared and weak identifiers (a role mailbox) are no tombstones, so nobody else's record is one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property

import duckdb
import pyarrow as pa

from erasure.order import Order
from erasure.tombstones import IDENTIFIER, identifiers_of_whole, load_stones, wholly_gone
from stores.controller import Controller
from stores.identifiers import same_mailbox
from stores.landing_stage import RESERVED
from stores.quoting import identifier, literal, table_name

Place = tuple[str, str]
_ADDRESS = r"[^\s<>\"'',;:()\[\]{}|=]+@[^\s<>\"'',;:()\[\]{}|=]+"


class Search:
    """One search.

    Args:
        con: a connection with the second reading, and the macros of a warehouse.
        controller: the controller.
        order: what was erased.
        again: the catalog of the second reading, with its dot.
        fresh: the tables in it that say what their stores hold now: (store, table).
        excused: records that are known to stand: (store, table, record key).
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        controller: Controller,
        order: Order,
        again: str,
        fresh: Collection[Place],
        excused: Iterable[tuple[str, str, str]],
    ) -> None:
        self.con, self.controller, self.order, self.again, self.fresh = con, controller, order, again, fresh
        load_stones(con, controller.folder)
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE sought AS SELECT DISTINCT digest FROM stone "
            f"WHERE kind = '{IDENTIFIER}' AND batch = {literal(order.batch)}"
        )
        _rows(con, "search_fresh", ("store", "table"), fresh)
        _rows(con, "search_excused", ("store", "table", "record_key"), excused)
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE search_bearing AS
            SELECT DISTINCT i.store, i."table", i.record_key, i.digest FROM {again}record.identifier AS i
            JOIN sought USING (digest) JOIN search_fresh USING (store, "table")
            ANTI JOIN search_excused USING (store, "table", record_key)"""
        )

    def erased_of_traced(self, first: str) -> dict[Place, set[str]]:
        """The erased records of the people of whom an identifier stands; ``first``: the reading of before, if left."""
        wholly_gone(self.order, self.con, first)
        rows = self.con.execute(
            f'SELECT DISTINCT store, "table", record_key FROM ({identifiers_of_whole(first)}) '
            "WHERE digest IN (SELECT digest FROM search_bearing)"
        ).fetchall()
        found: dict[Place, set[str]] = {}
        for store, table, key in rows:
            found.setdefault((store, table), set()).add(key)
        return found

    def found(self) -> dict[str, int]:
        """How much was looked for where, and how many records bear an identifier or mention an address."""
        return {
            "identifiers_searched": self._count("SELECT count(*) FROM sought"),
            "tables_searched": len(self.fresh),
            "tables_not_searched": sum(1 for s, t in self.controller.tables() if (s.name, t.name) not in self.fresh),
            "records_with_identifier": self._count(
                'SELECT count(*) FROM (SELECT DISTINCT store, "table", record_key FROM search_bearing)'
            ),
            "texts_with_address": self._mentions,
        }

    @cached_property
    def _mentions(self) -> int:
        """Records that hold an address of such a person in any column, and do not bear it as their identifier."""
        if not self._count("SELECT count(*) FROM sought"):
            return 0
        parts = []
        for store, table in self.controller.tables():
            if (store.name, table.name) not in self.fresh:
                continue
            landed = f"{self.again}landed.{table_name(store, table)}"
            names = [row[0] for row in self.con.execute(f"SELECT * FROM {landed} LIMIT 0").description or ()]
            texts = ", ".join(identifier(name) for name in names if name not in RESERVED)
            if texts:
                parts.append(
                    f'SELECT {literal(store.name)} AS store, {literal(table.name)} AS "table", record_key, '
                    f"unnest(list_distinct(regexp_extract_all(lower(concat_ws(' ', {texts})), '{_ADDRESS}'))) AS word "
                    f"FROM {landed}"
                )
        if not parts:
            return 0
        mailbox = same_mailbox("word", gmail_dots=not self.controller.ignore_gmail_dots)
        return self._count(
            f"""WITH said AS (
                SELECT store, "table", record_key, rtrim(nfc_normalize(word), '.') AS word
                FROM ({" UNION ALL ".join(parts)})
            ), known AS (
                SELECT word FROM (SELECT DISTINCT word FROM said)
                WHERE keyed_digest('email:' || sha256(word)) IN (FROM sought)
                OR keyed_digest('email:' || sha256({mailbox})) IN (FROM sought)
            )
            SELECT count(*) FROM (SELECT DISTINCT store, "table", record_key FROM said SEMI JOIN known USING (word)
            ANTI JOIN search_excused USING (store, "table", record_key)
            ANTI JOIN search_bearing USING (store, "table", record_key))"""
        )

    def _count(self, query: str) -> int:
        return int(self.con.execute(query).fetchall()[0][0])


def _rows(con: duckdb.DuckDBPyConnection, name: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """A temporary table of texts."""
    told = sorted(set(rows))
    con.register(
        "search_rows", pa.table({c: pa.array([row[n] for row in told], pa.string()) for n, c in enumerate(columns)})
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM search_rows")
    con.unregister("search_rows")
