"""Values that were corrected, and where they stand still: ``relation.old_value``, found by their digests.

What belongs here: the form in which a value is digested, and looking for old values in the records of those they are
about. Nobody else's records are looked into: a few cells are digested, not every cell of every night.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa

from stores.quoting import identifier, literal, table_name
from stores.store import Store, Table

CORRECTED = "rectify:"
"""Goes before a value that is digested, so that its digest is no identifier's."""

OLD_VALUES = "relation.old_value"
"""Store, table, record key, column, and since when the value in it is known to be wrong."""

LONGEST = 12
"""Words of a value that is found within a longer text."""

MOST = 4_000
"""Words of a text that are looked into."""

_MARKS = ".,;:!?()[]{}\"'\u2018\u2019\u201c\u201d"


def folded(text: str) -> str:
    """A value in the form that is digested: no matter how it is spaced, or whether in capitals."""
    return " ".join(text.casefold().split())


def find_old_values(con: duckdb.DuckDBPyConnection, mapped: Sequence[tuple[Store, Table]], corrections: str) -> int:
    """Make ``relation.old_value``.

    Args:
        con: the warehouse, with ``landed.*``, ``record.identifier`` and ``relation.linked``.
        mapped: the tables that were read.
        corrections: a table of subject, digest (of an identifier, or NULL), old (the value's digest) and since.

    Returns:
        How many fields hold an old value.
    """
    con.execute(
        f'CREATE OR REPLACE TABLE {OLD_VALUES} (store VARCHAR, "table" VARCHAR, record_key VARCHAR, "column" VARCHAR, '
        "since DATE)"
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE corrected AS
        WITH people AS (
            SELECT subject, old, since FROM {corrections}
            UNION SELECT l.subject, c.old, c.since FROM {corrections} AS c
            JOIN record.identifier AS i ON i.digest = c.digest AND i.strength <> 'weak'
            JOIN relation.linked AS l USING (store, "table", record_key)
            WHERE c.digest NOT IN (SELECT digest FROM relation.shared)
        )
        SELECT l.store, l."table", l.record_key, p.old, min(p.since) AS since
        FROM people AS p JOIN relation.linked AS l USING (subject) GROUP BY ALL"""
    )
    concerned = set(con.execute('SELECT DISTINCT store, "table" FROM corrected').fetchall())
    for store, table in mapped:
        if (store.name, table.name) in concerned:
            _look(con, store, table)
    con.execute("DROP TABLE corrected")
    return int(con.execute(f"SELECT count(*) FROM {OLD_VALUES}").fetchall()[0][0])


def _look(con: duckdb.DuckDBPyConnection, store: Store, table: Table) -> None:
    landed = f"landed.{table_name(store, table)}"
    there = {row[0] for row in con.execute(f"SELECT * FROM {landed} LIMIT 0").description or ()}
    columns = [name for name in table.column_names if name in there]
    place = f'store = {literal(store.name)} AND "table" = {literal(table.name)}'
    rows = con.execute(
        f"SELECT record_key{''.join(f', {identifier(name)}' for name in columns)} FROM {landed} "
        f"WHERE record_key IN (SELECT record_key FROM corrected WHERE {place})"
    ).fetchall()
    said = [
        (key, column, part)
        for key, *values in rows
        for column, value in zip(columns, values, strict=True)
        for part in _parts(value or "")
    ]
    names = ("record_key", "column", "part")
    con.register("said", pa.table({n: pa.array([row[i] for row in said], pa.string()) for i, n in enumerate(names)}))
    con.execute(
        f"""INSERT INTO {OLD_VALUES}
        SELECT DISTINCT c.store, c."table", c.record_key, s."column", c.since FROM said AS s
        JOIN (SELECT * FROM corrected WHERE {place}) AS c USING (record_key)
        WHERE keyed_digest({literal(CORRECTED)} || s.part) = c.old"""
    )
    con.unregister("said")


def _parts(text: str) -> Iterator[str]:
    """The whole value, and every run of its words without the marks around it."""
    whole = folded(text)
    if not whole:
        return
    seen = {whole}
    words = whole.split()[:MOST]
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            run = " ".join(words[start:end])
            seen.update((run, run.strip(_MARKS)))
    yield from sorted(seen - {""})
