"""What a deletion draws after it: dependents, rows left without an owner, other people's references, and what is kept.

What belongs here: following links over the landed records of the last night, set by set. The rules:

- A record that refers to a deleted one, and is of the same person or of nobody, goes too.
- A record of another person, or of someone unknown, that refers to it stays; its reference is blanked, or the
  deletion is given up.
- A row that nobody's identifier stands in and that only deleted records refer to (an address) goes too; one that others
  refer to stays.
- A record with a ground to keep (a hold, a statutory minimum) stays, and so does all that it hangs on.

Records are numbers here (``erasure.plan_places``): joining them costs a tenth of joining names of tables and keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb

from erasure.plan_links import Link
from erasure.plan_places import Places
from stores.controller import Controller
from stores.quoting import identifier, literal

OTHERS = "a record of another person refers to it"
"""Why a record stays that no ground keeps: deleting it would break what is another person's."""


class Graph:
    """The records that a plan deletes, and why others are not. Lives in temporary tables of one connection.

    Tables: ``plan_root`` (what is asked), ``plan_gone`` (what is deleted), ``plan_kept`` (what stays with its ground),
    ``plan_unlink`` (other people's references to blank), ``plan_edge`` (every reference).
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, controller: Controller, links: Sequence[Link], as_of: date
    ) -> None:
        self.con, self.controller, self.links, self.as_of = con, controller, links, as_of
        self.places = Places(con, controller)

    def follow(self, asked: str) -> None:
        """Work out everything from the records whose deletion is asked.

        Args:
            asked: a table of them: store, table, record_key; each once.
        """
        self.places.number(asked, self.links)
        self._edges()
        self._owners()
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
        self._run("CREATE OR REPLACE TEMP TABLE plan_edge (link INTEGER, child BIGINT, parent BIGINT)")
        for number, link in enumerate(self.links):
            child, parent = self.places.get(link.store, link.child), self.places.get(link.parent_store, link.parent)
            if child is None or parent is None:
                continue
            pairs = zip(link.columns, link.parent_columns, strict=True)
            fits = " AND ".join(f"nullif(c.{identifier(a)}, '') = p.{identifier(b)}" for a, b in pairs)
            if link.when is not None:
                fits += f" AND trim(c.{identifier(link.when[0])}, ' \t\r\n') = {literal(link.when[1])}"
            itself = " WHERE c.rowid <> p.rowid" if child is parent else ""
            self._run(
                f"INSERT INTO plan_edge SELECT {number}, c.rowid + {child.first}, p.rowid + {parent.first} "
                f"FROM {child.landed} AS c JOIN {parent.landed} AS p ON {fits}{itself}"
            )

    def _owners(self) -> None:
        """Whose the records are; a row with weak identifiers alone is someone's, and nobody knows whose."""
        self._run(
            "CREATE OR REPLACE TEMP TABLE plan_subject AS "
            "SELECT subject, row_number() OVER (ORDER BY subject) AS number FROM ("
            "SELECT DISTINCT subject FROM relation.record "
            "WHERE subject IS NOT NULL AND store IN (SELECT store FROM plan_store))"
        )
        self._run("CREATE OR REPLACE TEMP TABLE plan_owner (node BIGINT, subject BIGINT)")
        for place in self.places:
            self._run(
                f"INSERT INTO plan_owner SELECT n.node, s.number FROM {place.nodes} AS n "
                f"JOIN relation.record AS r ON r.record_key = n.record_key AND {place.of('r')} "
                "JOIN plan_subject AS s USING (subject)"
            )
            self._run(
                f"INSERT INTO plan_owner SELECT n.node, NULL FROM {place.nodes} AS n "
                f"SEMI JOIN (SELECT record_key FROM record.identifier AS i WHERE {place.of('i')}) AS i "
                "ON i.record_key = n.record_key ANTI JOIN plan_owner AS o ON o.node = n.node"
            )
        self._run("DROP TABLE plan_subject")

    def _grounds(self) -> None:
        """Every record of the stores concerned that has a ground to keep it, and the records given up so far."""
        day = f"CAST('{self.as_of.isoformat()}' AS DATE)"
        self._run("CREATE OR REPLACE TEMP TABLE plan_kept (node BIGINT, ground VARCHAR)")
        for place in self.places:
            self._run(
                "INSERT INTO plan_kept SELECT n.node, "
                "CASE WHEN r.on_hold THEN 'hold' ELSE 'statutory_minimum' END FROM relation.record AS r "
                f"JOIN {place.nodes} AS n ON n.record_key = r.record_key "
                f"WHERE {place.of('r')} AND (r.on_hold OR lasts(r.statutory_until, {day}))"
            )

    def _down(self) -> None:
        """From what is asked and not kept, downwards to all that depends on it."""
        self._run(
            "CREATE OR REPLACE TEMP TABLE plan_gone AS SELECT r.node, o.subject, 0 AS turn FROM plan_root AS r "
            "ANTI JOIN plan_kept USING (node) LEFT JOIN plan_owner AS o USING (node)"
        )
        self._run("CREATE OR REPLACE TEMP TABLE plan_other (link INTEGER, child BIGINT, parent BIGINT)")
        turn = 0
        while True:
            self._run(
                f"""CREATE OR REPLACE TEMP TABLE plan_next AS
                SELECT e.link, e.child, e.parent, o.subject AS own, g.subject AS above,
                    o.node IS NOT NULL AND (o.subject IS NULL OR o.subject IS DISTINCT FROM g.subject) AS other
                FROM plan_edge AS e
                JOIN plan_gone AS g ON g.node = e.parent AND g.turn = {turn}
                LEFT JOIN plan_owner AS o ON o.node = e.child"""
            )
            self._run("INSERT INTO plan_other SELECT link, child, parent FROM plan_next WHERE other")
            self._run(
                f"INSERT INTO plan_gone SELECT child, coalesce(min(own), min(above)), {turn + 1} FROM plan_next "
                "WHERE NOT other AND child NOT IN (SELECT node FROM plan_gone) GROUP BY child"
            )
            turn += 1
            if not self._count(f"SELECT count(*) FROM plan_gone WHERE turn = {turn}"):
                return

    def _block(self) -> int:
        """Give up each deletion that would break a record that stays; returns how many were given up now."""
        before = self._count("SELECT count(*) FROM plan_kept")
        self._run(
            """INSERT INTO plan_kept
            SELECT DISTINCT g.node, 'a kept record refers to it' FROM plan_gone AS g
            JOIN plan_edge AS e ON e.parent = g.node
            WHERE e.child IN (SELECT node FROM plan_kept) AND g.node NOT IN (SELECT node FROM plan_kept)"""
        )
        firm = ", ".join(str(number) for number, link in enumerate(self.links) if not link.may_blank) or "NULL"
        self._run(
            f"""INSERT INTO plan_kept
            SELECT DISTINCT o.parent, '{OTHERS}' FROM plan_other AS o
            WHERE o.link IN ({firm}) AND o.child NOT IN (SELECT node FROM plan_gone)
                AND o.parent NOT IN (SELECT node FROM plan_kept)"""
        )
        return self._count("SELECT count(*) FROM plan_kept") - before

    def _orphans(self) -> None:
        """Rows that only deleted records refer to, in tables where nobody's identifier stands, go with them."""
        owned = {(s.name, t.name) for s, t in self.controller.tables() if t.subject or not t.personal}
        loose = [str(n) for n, link in enumerate(self.links) if (link.parent_store, link.parent) not in owned]
        while loose:
            before = self._count("SELECT count(*) FROM plan_gone")
            self._run(
                f"""INSERT INTO plan_gone
                SELECT e.parent, any_value(o.subject), -1 FROM plan_edge AS e
                LEFT JOIN plan_gone AS g ON g.node = e.child
                LEFT JOIN plan_owner AS o ON o.node = e.parent
                WHERE e.link IN ({", ".join(loose)}) AND e.parent NOT IN (SELECT node FROM plan_kept)
                    AND e.parent NOT IN (SELECT node FROM plan_gone)
                GROUP BY e.parent HAVING bool_and(g.node IS NOT NULL)"""
            )
            if self._count("SELECT count(*) FROM plan_gone") == before:
                return

    def _unlinks(self) -> None:
        """The references of records that stay to records that go."""
        self._run(
            "CREATE OR REPLACE TEMP TABLE plan_unlink AS SELECT DISTINCT link, child FROM plan_other "
            "WHERE parent IN (SELECT node FROM plan_gone) AND child NOT IN (SELECT node FROM plan_gone)"
        )

    def shared(self) -> dict[tuple[str, str], int]:
        """How many rows without an owner stay because others refer to them, by store and table."""
        rows = self.con.execute(
            'SELECT p.store, p."table", count(*) FROM (SELECT DISTINCT parent FROM plan_edge '
            "WHERE child IN (SELECT node FROM plan_gone) AND parent NOT IN (SELECT node FROM plan_gone)) AS s "
            "JOIN plan_place AS p ON s.parent >= p.first AND s.parent < p.beyond GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        return {(store, table): int(count) for store, table, count in rows}
