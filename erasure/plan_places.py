"""The landed tables that a plan follows links through, and the numbers their records have while it is made.

What belongs here: numbering records and naming them again. A record's number is its row in the landed table, counted on
from table to table; it means nothing once the plan is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from erasure.plan_links import Link, drawn_in
from stores.controller import Controller
from stores.quoting import literal, table_name

UNREAD = "('failed', 'not_read')"
"""Readings after which what is landed is not what the store holds."""


@dataclass(frozen=True)
class Place:
    """Records of one table: those from number ``first`` on and before ``beyond``.

    Attributes:
        landed: the landed table, quoted; '' of records that are asked for and not landed.
        nodes: SQL for a relation of each record's number, ``node``, and its ``record_key``.
    """

    store: str
    table: str
    first: int
    beyond: int
    landed: str
    nodes: str

    def of(self, alias: str) -> str:
        """SQL: a row of a table of records is of this place."""
        return f'{alias}.store = {literal(self.store)} AND {alias}."table" = {literal(self.table)}'


class Places:
    """The places of the stores concerned. Tables: ``plan_store``, ``plan_place``, ``plan_root`` (node)."""

    def __init__(self, con: duckdb.DuckDBPyConnection, controller: Controller) -> None:
        self.con, self.controller = con, controller
        self._landed: dict[tuple[str, str], Place] = {}
        self._lost: list[Place] = []

    def __iter__(self) -> Iterator[Place]:
        """Every place, those of records that are not landed last."""
        yield from self._landed.values()
        yield from self._lost

    def get(self, store: str, table: str) -> Place | None:
        """Where the records of a table are, if it is landed and its store concerned."""
        return self._landed.get((store, table))

    def number(self, asked: str, links: Sequence[Link]) -> None:
        """Number the records of every store that is asked about, and of those that refer to one.

        Args:
            asked: a table of the records asked for: store, table, record_key; each once.
            links: which records refer to which.
        """
        named = self.con.execute(f"SELECT DISTINCT store FROM {asked}").fetchall()
        concerned = drawn_in(links, (row[0] for row in named))
        self.con.execute("CREATE OR REPLACE TEMP TABLE plan_store (store VARCHAR)")
        for name in sorted(concerned):
            self.con.execute("INSERT INTO plan_store VALUES (?)", [name])
        read = set(
            self.con.execute(f'SELECT store, "table" FROM meta.reading WHERE reading NOT IN {UNREAD}').fetchall()
        )
        beyond = 0
        for store, table in self.controller.tables():
            if store.name in concerned and (store.name, table.name) in read:
                landed = f"landed.{table_name(store, table)}"
                first, beyond = beyond, beyond + self._one(f"SELECT coalesce(max(rowid) + 1, 0) FROM {landed}")
                nodes = f"(SELECT rowid + {first} AS node, record_key FROM {landed})"
                self._landed[store.name, table.name] = Place(store.name, table.name, first, beyond, landed, nodes)
        self.con.execute("CREATE OR REPLACE TEMP TABLE plan_root (node BIGINT)")
        for place in self._landed.values():
            self.con.execute(
                f"INSERT INTO plan_root SELECT n.node FROM {asked} AS a JOIN {place.nodes} AS n USING (record_key) "
                f"WHERE {place.of('a')}"
            )
        self._number_lost(asked, beyond)
        self.con.execute(
            'CREATE OR REPLACE TEMP TABLE plan_place (store VARCHAR, "table" VARCHAR, first BIGINT, beyond BIGINT)'
        )
        for place in self:
            row = [place.store, place.table, place.first, place.beyond]
            self.con.execute("INSERT INTO plan_place VALUES (?, ?, ?, ?)", row)

    def _number_lost(self, asked: str, beyond: int) -> None:
        """Records that are asked for and not landed; nothing refers to them that is known."""
        found = " UNION ALL ".join(
            f'SELECT {literal(p.store)} AS store, {literal(p.table)} AS "table", record_key FROM {p.landed}'
            for p in self._landed.values()
        )
        anti = f'ANTI JOIN ({found}) AS l USING (store, "table", record_key)' if found else ""
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE plan_lost AS SELECT {beyond} - 1 + row_number() OVER "
            f'(ORDER BY store, "table", record_key) AS node, store, "table", record_key FROM {asked} {anti}'
        )
        self.con.execute("INSERT INTO plan_root SELECT node FROM plan_lost")
        places = self.con.execute(
            'SELECT store, "table", min(node), max(node) + 1 FROM plan_lost GROUP BY ALL ORDER BY ALL'
        ).fetchall()
        for store, table, first, end in places:
            nodes = f"(SELECT node, record_key FROM plan_lost WHERE node >= {first} AND node < {end})"
            self._lost.append(Place(store, table, first, end, "", nodes))

    def nodes(self) -> dict[tuple[str, str], str]:
        """By store and table, SQL for a relation of the records' numbers, ``node``, and ``record_key``."""
        found: dict[tuple[str, str], list[str]] = {}
        for place in self:
            found.setdefault((place.store, place.table), []).append(f"FROM {place.nodes}")
        return {place: " UNION ALL ".join(parts) for place, parts in found.items()}

    def _one(self, sql: str) -> int:
        return int(self.con.execute(sql).fetchall()[0][0])

    def named(self, nodes: str, more: str = "") -> str:
        """SQL that names numbered records.

        Args:
            nodes: a table with a column ``node``.
            more: further columns of it, each after a comma.

        Returns:
            A query of store, table, record_key and those columns.
        """
        parts = [
            f'SELECT {literal(p.store)} AS store, {literal(p.table)} AS "table", n.record_key{more} '
            f"FROM {nodes} AS x JOIN {p.nodes} AS n ON n.node = x.node"
            for p in self
        ]
        nothing = f"SELECT '' AS store, '' AS \"table\", '' AS record_key{more} FROM {nodes} AS x WHERE false"
        return " UNION ALL ".join(parts or [nothing])
