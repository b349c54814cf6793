"""Who is the same person across stores: ``relation.linked``, and what several people share: ``relation.shared``.

What belongs here: linking records by identifiers. Only exact and strong identifiers link. Weak ones (a telephone, an
address of a machine, a role mailbox, an address that only looks alike) are counted and never act. An e-mail address or
telephone that people of clearly different names use, or that stands beside too many other identifiers, is *shared*:
between those people it is weak.

- *Clearly different*: the given names differ, and so do the family names or the initials. Anna Brown and Anna Jones
  may be one person who married, J. Smith and Jo Smith one who abbreviates; Jo Smith and Anna Smith are two.
- A shared address still links the records that bear the same name, and those that bear none with each other. Whoever
  has a record that it stands in is *doubtful*: see ``subject_doubtful`` in ``rules.relations``.
- Too many: then nothing says whose it is, and it links nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from stores.identifiers import ALIKE, SAME_MAILBOX, prepare

MANY = 500
"""Other identifiers beside which an address may stand before it counts as everybody's."""

LARGE, ROOM = 2_000_000, "2GB"
"""From how many identifiers on DuckDB may hold more than a night usually allows it, and how much."""

SHARABLE = "('email', 'email_same_mailbox', 'email_sha256', 'phone', 'name_postcode')"
"""Kinds that several people can use. An id that a system gives is of one person, or of none."""

Numbers = npt.NDArray[np.int64]


def link(con: duckdb.DuckDBPyConnection, many: int = MANY) -> dict[str, int]:
    """Give each record its subject: ``relation.linked`` (store, table, record_key, subject).

    Two records are of one person when an exact or strong identifier of both is the same, directly or over others, and
    is not shared by people of clearly different names. The subject is the least digest among the person's identifiers:
    the same night gives the same one, whatever the order.

    Beside it: ``relation.shared`` (digest, why: different_names or too_many) and ``relation.doubt`` (store, table,
    record_key): the records in which a shared identifier stands.

    Returns:
        Counts: identifiers that link, subjects, records linked, weak identifiers that several subjects have, shared
        identifiers, and addresses that look like another person's.
    """
    prepare(con)
    with _room(con):
        return _link(con, many)


@contextmanager
def _room(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """More memory while millions are linked: spilling them, encrypted, would double the work."""
    before = con.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]
    if _count(con, "SELECT count(*) FROM record.identifier") > LARGE:
        con.execute(f"SET memory_limit = '{ROOM}'")
    try:
        yield
    finally:
        con.execute(f"SET memory_limit = '{before}'")


def _link(con: duckdb.DuckDBPyConnection, many: int) -> dict[str, int]:
    _find_shared(con)
    nodes, people = _components(con, many)
    con.execute(
        'CREATE OR REPLACE TABLE relation.doubt AS SELECT DISTINCT store, "table", record_key '
        "FROM record.identifier JOIN relation.shared USING (digest) WHERE strength <> 'weak'"
    )
    return {
        "identifiers": nodes,
        "subjects": people,
        "linked": _count(con, "SELECT count(*) FROM relation.linked"),
        "weak_links": _count(
            con,
            "SELECT count(*) FROM (SELECT digest FROM record.identifier JOIN relation.linked "
            f"USING (store, \"table\", record_key) WHERE strength = 'weak' AND kind <> '{ALIKE}' "
            "GROUP BY digest HAVING count(DISTINCT subject) > 1)",
        ),
        "shared": _count(con, "SELECT count(*) FROM relation.shared"),
        "alike": _count(
            con,
            "SELECT count(DISTINCT digest) FROM record.identifier AS a WHERE kind = "
            f"'{ALIKE}' AND EXISTS (FROM record.identifier AS e WHERE e.digest = a.digest AND "
            f"e.kind IN ('email', '{SAME_MAILBOX}', '{ALIKE}') "
            'AND (e.store, e."table", e.record_key) <> (a.store, a."table", a.record_key))',
        ),
    }


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    found = con.execute(query).fetchone()
    return int(found[0]) if found else 0


def _find_shared(con: duckdb.DuckDBPyConnection) -> None:
    """Identifiers used by people of clearly different names."""
    usable = f"strength <> 'weak' AND kind IN {SHARABLE} AND family IS NOT NULL"
    con.execute(
        f"""
        CREATE OR REPLACE TABLE relation.shared AS
        WITH several AS (
            SELECT digest FROM record.identifier WHERE {usable} GROUP BY digest HAVING min(given) <> max(given)
        ), named AS (
            SELECT DISTINCT digest, given, family, initial FROM record.identifier JOIN several USING (digest)
            WHERE {usable}
        )
        SELECT DISTINCT digest, 'different_names' AS why FROM named AS a JOIN named AS b USING (digest)
        WHERE a.given < b.given AND (a.family <> b.family OR a.initial <> b.initial)
        """
    )


def _components(con: duckdb.DuckDBPyConnection, many: int) -> tuple[int, int]:
    """Number the identifiers, find who hangs together, and write ``relation.linked``: identifiers and people found."""
    _number(con)
    found = con.execute(
        "SELECT n, m AS other FROM grouped WHERE m > n UNION ALL SELECT n, other FROM more"
    ).fetchnumpy()
    left, right = np.asarray(found["n"], dtype=np.int64), np.asarray(found["other"], dtype=np.int64)
    nodes = _count(con, "SELECT count(*) FROM numbered")
    if _crowded(con, left, right, nodes, many):
        return _components(con, many)
    root = np.arange(nodes, dtype=np.int64)
    people = 0
    if nodes:
        graph = coo_matrix((np.ones(len(left), dtype=np.int8), (left, right)), shape=(nodes, nodes))
        people, labels = connected_components(graph, directed=False)
        least = np.full(people, nodes, dtype=np.int64)
        np.minimum.at(least, labels, root)
        root = least[labels]
    con.register("root_of", pa.table({"n": np.arange(nodes), "root": root}))
    con.execute(
        "CREATE OR REPLACE TABLE relation.linked AS "
        'SELECT store, "table", record_key, subject FROM grouped JOIN ('
        "SELECT root_of.n, node AS subject FROM root_of JOIN numbered ON numbered.n = root_of.root) USING (n)"
    )
    con.unregister("root_of")
    con.execute("DROP TABLE grouped; DROP TABLE numbered; DROP TABLE more")
    return nodes, int(people)


def _number(con: duckdb.DuckDBPyConnection) -> None:
    """The identifiers in order of their digests, and each record with its least, its greatest, and all that are others.

    A shared one stands for several: one a given name, one a family name with its initial, one for records of no name.
    """
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE node AS
        SELECT store, "table", record_key, digest AS node, NULL AS shared, kind FROM record.identifier
        WHERE strength <> 'weak' AND digest NOT IN (SELECT digest FROM relation.shared)
        UNION ALL
        SELECT store, "table", record_key, unnest(CASE WHEN family IS NULL THEN [keyed_digest(digest || '/')]
            ELSE [keyed_digest(digest || '/' || given), keyed_digest(digest || '/' || family || '/' || initial)] END),
            digest, kind
        FROM record.identifier JOIN relation.shared USING (digest)
        WHERE strength <> 'weak' AND why = 'different_names'
        """
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE numbered AS SELECT *, row_number() OVER (ORDER BY node) - 1 AS n FROM "
        f"(SELECT node, any_value(shared) AS shared, bool_or(kind IN {SHARABLE}) AS sharable FROM node GROUP BY node)"
    )
    con.execute(
        'CREATE OR REPLACE TEMP TABLE grouped AS SELECT store, "table", record_key, min(n) AS n, max(n) AS m, '
        "count(*) AS several FROM node JOIN numbered USING (node) GROUP BY ALL"
    )
    con.execute(  # few records have more than two, and a list of each one's would be most of the work
        "CREATE OR REPLACE TEMP TABLE more AS SELECT g.n, numbered.n AS other FROM node "
        'JOIN (FROM grouped WHERE several > 2) AS g USING (store, "table", record_key) JOIN numbered USING (node)'
    )
    con.execute("DROP TABLE node")


def _crowded(con: duckdb.DuckDBPyConnection, left: Numbers, right: Numbers, nodes: int, many: int) -> bool:
    """Whether there are identifiers beside too many others; they are then shared, and link nobody."""
    pairs = np.unique(np.concatenate([left, right]) * nodes + np.concatenate([right, left])) if nodes else left
    beside = np.bincount(pairs // nodes, minlength=nodes) if nodes else pairs
    crowd = np.flatnonzero(beside > many)
    if not len(crowd):
        return False
    con.register("crowd", pa.table({"n": crowd}))
    con.execute(
        "CREATE OR REPLACE TEMP TABLE everybodys AS SELECT DISTINCT coalesce(shared, node) AS digest "
        "FROM numbered JOIN crowd USING (n) WHERE sharable "
        "EXCEPT SELECT digest FROM relation.shared WHERE why = 'too_many'"
    )
    con.unregister("crowd")
    con.execute("DELETE FROM relation.shared WHERE digest IN (FROM everybodys)")
    con.execute("INSERT INTO relation.shared SELECT digest, 'too_many' FROM everybodys")
    found = _count(con, "SELECT count(*) FROM everybodys") > 0
    con.execute("DROP TABLE everybodys")
    return found
