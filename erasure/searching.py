"""Whether anything still speaks of a person of whom everything was to go, in any store that was read again.

What belongs here: looking for the tombstones of an order in a second reading: for identifiers in the columns that a map
calls so, and within any text for addresses, ids, telephone numbers and names. Tombstones hold what was looked for even
when no reading of before is left. A record that waits for a vendor or a person, or is kept with its ground, is told as
what it is, and no trace. Shared identifiers and role mailboxes are no tombstones, so nobody else's record is one.

What is a trace follows from how surely it means one person. An address, an id, a number, a name with its postcode: the
batch is incomplete while one stands in a text. A number or id that a record of somebody else bears as its own, and a
name alone, may be theirs: they are told, for a person to look at, and stop nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property

import duckdb
import pyarrow as pa

from erasure.order import Order
from erasure.telling import ID, KINDS, NAME, PHONE, UNTOLD, compact, digest, own_columns
from erasure.texts import find_in_texts
from erasure.tombstones import IDENTIFIER, identifiers_of_whole, load_stones, wholly_gone
from erasure.unsearched import UNSEARCHED, count_unsearched
from stores.controller import Controller
from stores.identifiers import same_mailbox
from stores.landing_stage import RESERVED
from stores.names import name_columns
from stores.quoting import identifier, literal, table_name
from stores.store import Store, Table

Place = tuple[str, str]

TRACES = {
    "records_with_identifier": "records bear an identifier of a person of whom everything was to go",
    "texts_with_address": "records mention an identifier of a person of whom everything was to go: an e-mail address",
    "texts_with_identifier": "records mention an identifier of a person of whom everything was to go: "
    "an id, a telephone number, or the name with the postcode",
}
"""What a search finds that means the person: while there is any, an erasure is not verified."""

WEAK = {
    "texts_with_shared_identifier": "records mention an id or a telephone number of a person who went, which a "
    "record of somebody else bears too: see whose it is there",
    "texts_with_name": "records mention the name of a person who went; others may have it: see whose it is there",
    **UNSEARCHED,
}
"""What it finds that may be somebody else's, or could not look into: told, for a person to look at."""
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
        con.execute(
            "CREATE OR REPLACE TEMP TABLE search_telling AS SELECT DISTINCT digest, kind, content AS long FROM stone "
            f"WHERE kind IN {(*KINDS, UNTOLD)} AND batch = {literal(order.batch)}"
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
        sought = self._count("SELECT count(*) FROM sought")
        unsearched = count_unsearched(self.con, self.controller, self.again, self.fresh) if sought else {}
        return {
            "identifiers_searched": sought,
            "tables_searched": len(self.fresh),
            **dict.fromkeys(UNSEARCHED, 0),
            **unsearched,
            "records_with_identifier": self._count(
                'SELECT count(*) FROM (SELECT DISTINCT store, "table", record_key FROM search_bearing)'
            ),
            "texts_with_address": self._mentions,
            **self._told,
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

    @cached_property
    def _told(self) -> dict[str, int]:
        """How many records hold what tells such a person in any column, by how surely it does."""
        kinds = dict(self.con.execute("SELECT kind, count(*) FROM search_telling GROUP BY kind").fetchall())
        searched = [(s, t) for s, t in self.controller.tables() if kinds and (s.name, t.name) in self.fresh]
        places = [(s, t, self._columns(s, t)) for s, t in searched]
        source = " UNION ALL ".join(part for one in places for part in self._texts(*one))
        prose = " UNION ALL ".join(part for one in places for part in self._prose(*one))
        if source:
            self._find_others()
            find_in_texts(self.con, [store.region for store in self.controller.stores], source, prose)
            self._find_borne()
        counts = dict.fromkeys((True, False, None), 0)
        if source:
            rows = self.con.execute(
                f"""SELECT sure, count(*) FROM (
                    SELECT max(CASE WHEN t.kind = '{NAME}' THEN 0 WHEN b.word IS NOT NULL THEN 1 ELSE 2 END) AS sure
                    FROM search_told AS t LEFT JOIN search_borne AS b USING (kind, word)
                    ANTI JOIN search_excused USING (store, "table", record_key)
                    ANTI JOIN search_bearing USING (store, "table", record_key)
                    GROUP BY store, "table", record_key
                ) GROUP BY sure"""
            ).fetchall()
            counts |= {{2: True, 1: False, 0: None}[sure]: number for sure, number in rows}
        return {
            "identifiers_searched_in_texts": kinds.get(ID, 0) + kinds.get(PHONE, 0),
            "identifiers_not_searched_in_texts": kinds.get(UNTOLD, 0),
            "names_searched_in_texts": kinds.get(NAME, 0),
            "texts_with_identifier": counts[True],
            "texts_with_shared_identifier": counts[False],
            "texts_with_name": counts[None],
        }

    def _find_others(self) -> None:
        """``search_other``: the records that bear an exact or strong identifier of somebody else, and none sought."""
        self.con.execute(
            f"""CREATE OR REPLACE TEMP TABLE search_other AS
            SELECT DISTINCT store, "table", record_key FROM {self.again}record.identifier AS i WHERE strength <> 'weak'
            AND NOT EXISTS (FROM {self.again}record.identifier AS own JOIN sought USING (digest)
                WHERE own.store = i.store AND own."table" = i."table" AND own.record_key = i.record_key)
            AND NOT EXISTS (FROM search_excused AS e
                WHERE e.store = i.store AND e."table" = i."table" AND e.record_key = i.record_key)"""
        )

    def _find_borne(self) -> None:
        """``search_borne``: kind and word of what was found that a record of somebody else bears as its own."""
        theirs = (
            f'SELECT digest FROM {self.again}record.identifier JOIN search_other USING (store, "table", record_key)'
        )
        numbers = f"(SELECT DISTINCT word FROM search_told WHERE kind = '{PHONE}')"
        parts = [f"SELECT '{PHONE}' AS kind, word FROM {numbers} WHERE {digest(PHONE, 'word')} IN ({theirs})"]
        for store, table in self.controller.tables():
            for column in own_columns(table) if (store.name, table.name) in self.fresh else ():
                if column in self._columns(store, table):
                    rows = (
                        f"(SELECT {compact(identifier(column))} AS word FROM {self._landed(store, table)} "
                        f"SEMI JOIN {self._others(store, table)} USING (record_key))"
                    )
                    found = f"(SELECT DISTINCT word FROM search_told WHERE kind = '{ID}')"
                    parts.append(f"SELECT DISTINCT '{ID}', word FROM {rows} SEMI JOIN {found} USING (word)")
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE search_borne AS {' UNION '.join(parts)}")

    def _others(self, store: Store, table: Table) -> str:
        return (
            f"(SELECT record_key FROM search_other WHERE store = {literal(store.name)} "
            f'AND "table" = {literal(table.name)})'
        )

    def _landed(self, store: Store, table: Table) -> str:
        return f"{self.again}landed.{table_name(store, table)}"

    def _columns(self, store: Store, table: Table) -> list[str]:
        found = self.con.execute(f"SELECT * FROM {self._landed(store, table)} LIMIT 0").description or ()
        return [row[0] for row in found if row[0] not in RESERVED]

    def _texts(self, store: Store, table: Table, columns: list[str]) -> list[str]:
        """SQL of the texts of a table's records; what only names or numbers records by itself."""
        place = f'{literal(store.name)} AS store, {literal(table.name)} AS "table", record_key'
        own = {one.column for one in table.subject.values()} | set(table.personal)
        linking = ({*table.key, *table.links}) - own
        parts = [(False, [c for c in columns if c not in linking]), (True, [c for c in columns if c in linking])]
        return [
            f"SELECT {place}, {_joined(names)} AS text, {are} AS linking FROM {self._landed(store, table)}"
            for are, names in parts
            if names
        ]

    def _prose(self, store: Store, table: Table, columns: list[str]) -> list[str]:
        """SQL of a table's texts without the name that a record of somebody else gives its own person."""
        place = f'{literal(store.name)} AS store, {literal(table.name)} AS "table", record_key'
        named = [c for c in columns if c in name_columns(table)]
        others = [c for c in columns if c not in named]
        landed = self._landed(store, table)
        parts = [f"SELECT {place}, {_joined(others)} AS text FROM {landed}"] if others else []
        if named:
            parts.append(
                f"SELECT {place}, {_joined(named)} AS text FROM {landed} "
                f"ANTI JOIN {self._others(store, table)} USING (record_key)"
            )
        return parts

    def _count(self, query: str) -> int:
        return int(self.con.execute(query).fetchall()[0][0])


def _joined(columns: Iterable[str]) -> str:
    """SQL: columns as one text; no number or name goes over the line between two."""
    return f"concat_ws(' | ', {', '.join(map(identifier, columns))})"


def _rows(con: duckdb.DuckDBPyConnection, name: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """A temporary table of texts."""
    told = sorted(set(rows))
    con.register(
        "search_rows", pa.table({c: pa.array([row[n] for row in told], pa.string()) for n, c in enumerate(columns)})
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM search_rows")
    con.unregister("search_rows")
