"""What a deletion draws after it: dependents, rows left without an owner, other people's references, and what is kept.

What belongs here: following links over the landed records of the last night, set by set. The rules:

- A record that refers to a deleted one, and is of the same person or of nobody, goes too.
- A record of another person, or of someone unknown, that refers to it stays; its reference is blanked, or the
  deletion is given up.
- A row that nobody's identifier stands in and that only deleted records refer to (an address) goes too; one that others
  refer to stays.
- A record with a ground to keep (a hold, a statutory minimum) stays, and so does all that it hangs on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from erasure.plan_links import Link
from stores.controller import Controller
from stores.quoting import identifier, literal, table_name

OTHERS = "a record of another person refers to it"
"""Why a record stays that no ground keeps: deleting it would break what is another person's."""

Numbers = npt.NDArray[np.int64]

Node = tuple[str, ...]
"""Store, table and record key."""

NODE = 'store VARCHAR, "table" VARCHAR, record_key VARCHAR'
SAME = 'USING (store, "table", record_key)'


class Graph:
    """The records that a plan deletes, and why others are not. Lives in temporary tables of one connection.

    Tables: ``plan_root`` (what is asked), ``plan_gone`` (what is deleted, with ``why``: asked, dependent or orphan),
    ``plan_kept`` (what stays with its ground), ``plan_unlink`` (other people's references to blank).
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, controller: Controller, links: Sequence[Link], as_of: date
    ) -> None:
        self.con, self.controller, self.links, self.as_of = con, controller, links, as_of

    def follow(self, roots: Iterable[tuple[str, str, str]]) -> None:
        """Work out everything from the records whose deletion is asked."""
        listed = sorted(set(roots))
        columns = {
            name: pa.array([row[n] for row in listed], pa.string())
            for n, name in enumerate(("store", "table", "record_key"))
        }
        self.con.register("asked_roots", pa.table(columns))
        self._run(f"CREATE OR REPLACE TEMP TABLE plan_root ({NODE})")
        self._run("INSERT INTO plan_root SELECT * FROM asked_roots")
        self.con.unregister("asked_roots")
        self._edges()
        self._grounds()
        while True:
            self._down()
            if not self._block():
                break
        self._orphans()
        self._unlinks()

    def _run(self, sql: str) -> None:
        self.con.execute(sql)

    def _count(self, sql: str) -> int:
        return int(self.con.execute(sql).fetchall()[0][0])

    def _edges(self) -> None:
        """Every reference among landed records of the stores concerned; a record that refers to itself is none."""
        self._run(
            "CREATE OR REPLACE TEMP TABLE plan_edge (link INTEGER, store VARCHAR, child VARCHAR, child_key VARCHAR, "
            "parent VARCHAR, parent_key VARCHAR, may_blank BOOLEAN)"
        )
        concerned = {row[0] for row in self.con.execute("SELECT DISTINCT store FROM plan_root").fetchall()}
        tables = {(s.name, t.name): (s, t) for s, t in self.controller.tables()}
        for number, link in enumerate(self.links):
            if link.store not in concerned or not self._landed(link.store, link.child, link.parent):
                continue
            child, parent = (table_name(*tables[link.store, name]) for name in (link.child, link.parent))
            pairs = zip(link.columns, link.parent_columns, strict=True)
            fits = " AND ".join(f"nullif(c.{identifier(a)}, '') = p.{identifier(b)}" for a, b in pairs)
            self._run(
                f"INSERT INTO plan_edge SELECT {number}, {literal(link.store)}, {literal(link.child)}, c.record_key, "
                f"{literal(link.parent)}, p.record_key, {link.may_blank} "
                f"FROM landed.{child} AS c JOIN landed.{parent} AS p ON {fits} "
                f"WHERE {literal(link.child)} <> {literal(link.parent)} OR c.record_key <> p.record_key"
            )

    def _landed(self, store: str, *names: str) -> bool:
        found = self.con.execute(
            'SELECT count(DISTINCT "table") FROM meta.reading WHERE store = ? AND "table" IN (SELECT unnest(?)) '
            "AND reading NOT IN ('failed', 'not_read')",
            [store, list(names)],
        ).fetchall()
        return bool(found[0][0] == len(set(names)))

    def _grounds(self) -> None:
        """Every record of the stores concerned that has a ground to keep it, and the records given up so far."""
        day = f"CAST('{self.as_of.isoformat()}' AS DATE)"
        self._run(
            f'CREATE OR REPLACE TEMP TABLE plan_kept AS SELECT store, "table", record_key, '
            f"CASE WHEN on_hold THEN 'hold' ELSE 'statutory_minimum' END AS ground FROM relation.record "
            f"WHERE store IN (SELECT store FROM plan_root) AND (on_hold OR lasts(statutory_until, {day}))"
        )

    def _down(self) -> None:
        """From what is asked and not kept, downwards to all that depends on it.

        A row with weak identifiers alone is someone's, and nobody knows whose: it counts as another person's.
        """
        self._run(
            'CREATE OR REPLACE TEMP TABLE plan_named AS SELECT DISTINCT store, "table", record_key '
            "FROM record.identifier WHERE store IN (SELECT store FROM plan_root)"
        )
        self._run(
            'CREATE OR REPLACE TEMP TABLE plan_gone AS SELECT DISTINCT r.store, r."table", r.record_key, s.subject, '
            f"'asked' AS why, 0 AS turn FROM plan_root AS r ANTI JOIN plan_kept {SAME} "
            f"LEFT JOIN relation.record AS s {SAME}"
        )
        self._run(
            f"CREATE OR REPLACE TEMP TABLE plan_other "
            f"(link INTEGER, {NODE}, parent VARCHAR, parent_key VARCHAR, may_blank BOOLEAN)"
        )
        turn = 0
        while True:
            self._run(
                f"""CREATE OR REPLACE TEMP TABLE plan_next AS
                SELECT e.link, e.store, e.child AS "table", e.child_key AS record_key, e.parent, e.parent_key,
                    e.may_blank, own.subject AS own, g.subject AS above,
                    own.subject IS NULL AND n.store IS NOT NULL AS someone
                FROM plan_edge AS e
                JOIN plan_gone AS g ON g.store = e.store AND g."table" = e.parent AND g.record_key = e.parent_key
                    AND g.turn = {turn}
                LEFT JOIN relation.record AS own
                    ON own.store = e.store AND own."table" = e.child AND own.record_key = e.child_key
                LEFT JOIN plan_named AS n
                    ON n.store = e.store AND n."table" = e.child AND n.record_key = e.child_key"""
            )
            other = "(someone OR (own IS NOT NULL AND own IS DISTINCT FROM above))"
            self._run(
                'INSERT INTO plan_other SELECT link, store, "table", record_key, parent, parent_key, may_blank '
                f"FROM plan_next WHERE {other}"
            )
            self._run(
                'INSERT INTO plan_gone SELECT store, "table", record_key, coalesce(any_value(own), any_value(above)), '
                f"'dependent', {turn + 1} FROM plan_next WHERE NOT ({other}) "
                'AND (store, "table", record_key) NOT IN (SELECT (store, "table", record_key) FROM plan_gone) '
                "GROUP BY ALL"
            )
            turn += 1
            if not self._count(f"SELECT count(*) FROM plan_gone WHERE turn = {turn}"):
                return

    def _block(self) -> int:
        """Give up each deletion that would break a record that stays; returns how many were given up now."""
        before = self._count("SELECT count(*) FROM plan_kept")
        self._run(
            """INSERT INTO plan_kept
            SELECT DISTINCT g.store, g."table", g.record_key, 'a kept record refers to it'
            FROM plan_gone AS g
            JOIN plan_edge AS e ON e.store = g.store AND e.parent = g."table" AND e.parent_key = g.record_key
            JOIN plan_kept AS k ON k.store = e.store AND k."table" = e.child AND k.record_key = e.child_key
            WHERE (g.store, g."table", g.record_key) NOT IN (SELECT (store, "table", record_key) FROM plan_kept)"""
        )
        self._run(
            f"""INSERT INTO plan_kept
            SELECT DISTINCT o.store, o.parent, o.parent_key, '{OTHERS}'
            FROM plan_other AS o
            LEFT JOIN plan_gone AS g ON g.store = o.store AND g."table" = o."table" AND g.record_key = o.record_key
            WHERE NOT o.may_blank AND g.store IS NULL
                AND (o.store, o.parent, o.parent_key) NOT IN (SELECT (store, "table", record_key) FROM plan_kept)"""
        )
        return self._count("SELECT count(*) FROM plan_kept") - before

    def _orphans(self) -> None:
        """Rows that only deleted records refer to, in tables where nobody's identifier stands, go with them."""
        owned = [(s.name, t.name) for s, t in self.controller.tables() if t.subject or not t.personal]
        names = ", ".join(f"({literal(s)}, {literal(t)})" for s, t in owned) or "('', '')"
        while True:
            before = self._count("SELECT count(*) FROM plan_gone")
            self._run(
                f"""INSERT INTO plan_gone
                SELECT e.store, e.parent, e.parent_key, any_value(own.subject), 'orphan', -1
                FROM plan_edge AS e
                LEFT JOIN plan_gone AS g ON g.store = e.store AND g."table" = e.child AND g.record_key = e.child_key
                LEFT JOIN relation.record AS own
                    ON own.store = e.store AND own."table" = e.parent AND own.record_key = e.parent_key
                WHERE (e.store, e.parent) NOT IN ({names})
                    AND (e.store, e.parent, e.parent_key) NOT IN (SELECT (store, "table", record_key) FROM plan_kept)
                    AND (e.store, e.parent, e.parent_key) NOT IN (SELECT (store, "table", record_key) FROM plan_gone)
                GROUP BY e.store, e.parent, e.parent_key HAVING bool_and(g.store IS NOT NULL)"""
            )
            if self._count("SELECT count(*) FROM plan_gone") == before:
                return

    def _unlinks(self) -> None:
        """The references of records that stay to records that go."""
        self._run(
            'CREATE OR REPLACE TEMP TABLE plan_unlink AS SELECT DISTINCT o.link, o.store, o."table", o.record_key '
            "FROM plan_other AS o "
            'JOIN plan_gone AS p ON p.store = o.store AND p."table" = o.parent AND p.record_key = o.parent_key '
            'ANTI JOIN plan_gone AS g ON g.store = o.store AND g."table" = o."table" AND g.record_key = o.record_key'
        )

    def shared(self) -> dict[tuple[str, str], int]:
        """How many rows without an owner stay because others refer to them, by store and table."""
        rows = self.con.execute(
            """SELECT e.store, e.parent, count(DISTINCT e.parent_key) FROM plan_edge AS e
            JOIN plan_gone AS g ON g.store = e.store AND g."table" = e.child AND g.record_key = e.child_key
            ANTI JOIN plan_gone AS p ON p.store = e.store AND p."table" = e.parent AND p.record_key = e.parent_key
            GROUP BY ALL ORDER BY ALL"""
        ).fetchall()
        return {(store, table): int(count) for store, table, count in rows}

    def waves(self) -> tuple[list[tuple[str, str, int, list[str]]], list[tuple[int, Node]], list[Node]]:
        """The order of deletion.

        Returns:
            Store, table, turn and the record keys deleted in it, children first; the references (link, child) that are
            blanked before, because records refer to each other in a circle; and the records of a circle that cannot be
            opened.
        """
        self._run(
            'CREATE OR REPLACE TEMP TABLE plan_number AS SELECT store, "table", record_key, '
            'CAST(row_number() OVER (ORDER BY store, "table", record_key) - 1 AS BIGINT) AS node FROM plan_gone'
        )
        edges = self.con.execute(
            """SELECT c.node AS child, p.node AS parent, e.link, e.may_blank FROM plan_edge AS e
            JOIN plan_number AS c ON c.store = e.store AND c."table" = e.child AND c.record_key = e.child_key
            JOIN plan_number AS p ON p.store = e.store AND p."table" = e.parent AND p.record_key = e.parent_key"""
        ).fetchnumpy()
        child, parent, link, blank = (np.asarray(edges[name]) for name in ("child", "parent", "link", "may_blank"))
        count = self._count("SELECT count(*) FROM plan_number")
        turns = _turns(count, child, parent)
        cut = blank.astype(bool) & (turns[child] < 0) & (turns[parent] < 0)
        if cut.any():
            turns = _turns(count, child[~cut], parent[~cut])
        self.con.register("node_turns", pa.table({"node": np.arange(count), "turn": turns}))
        self._run(
            "CREATE OR REPLACE TEMP TABLE plan_turn AS "
            "SELECT n.*, t.turn FROM plan_number n JOIN node_turns t USING (node)"
        )
        self.con.unregister("node_turns")
        ordered = self.con.execute(
            'SELECT store, "table", turn, list(record_key ORDER BY record_key) FROM plan_turn WHERE turn >= 0 '
            "GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        opened = sorted({(int(a), self._node(int(b))) for a, b in zip(link[cut], child[cut], strict=True)})
        stuck = self.con.execute(
            'SELECT store, "table", record_key FROM plan_turn WHERE turn < 0 ORDER BY ALL'
        ).fetchall()
        return ordered, opened, stuck

    def _node(self, number: int) -> Node:
        found = self.con.execute('SELECT store, "table", record_key FROM plan_number WHERE node = ?', [number])
        return tuple(found.fetchall()[0])


def _turns(count: int, child: Numbers, parent: Numbers) -> Numbers:
    """The turn of each node, later than its children's (Kahn 1962), layer by layer; -1 above a circle, or in one."""
    turns = np.full(count, -1, dtype=np.int64)
    waiting = np.bincount(parent, minlength=count)
    order = np.argsort(child, kind="stable")
    parents = parent[order]
    starts = np.searchsorted(child[order], np.arange(count + 1))
    layer, turn = np.flatnonzero(waiting == 0), 0
    while len(layer):
        turns[layer] = turn
        lengths = starts[layer + 1] - starts[layer]
        offsets = np.repeat(starts[layer] - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
        reached = parents[np.arange(int(lengths.sum())) + offsets]
        np.subtract.at(waiting, reached, 1)
        layer = np.unique(reached)
        layer = layer[waiting[layer] == 0]
        turn += 1
    return turns
