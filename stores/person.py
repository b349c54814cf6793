"""Why records are thought to be of one person: store, table, record key, kind and strength of identifier; no value.

What belongs here: reading what ``stores.linking`` found, from a warehouse or a snapshot. How it looks on a screen is
the command line's. A reviewer finds the values in the store itself, by the record key.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from stores.identifiers import ALIKE
from stores.linking import SHARABLE

_MEANS = {"different_names": "people of other names use it", "too_many": "it stands beside too many others"}


@dataclass(frozen=True)
class Record:
    """One record: where it stands, and whose it is thought to be (None: nobody's that could be named)."""

    store: str
    table: str
    key: str
    subject: str | None


@dataclass(frozen=True)
class Tie:
    """One identifier of a person, as its kind and the first digits of its keyed digest.

    Attributes:
        kind: email, phone, an id of a system …
        digest: eight hexadecimal digits, by which its rows can be told from those of another.
        strength: exact, strong or weak; or shared, with ``why``.
        why: of a shared one, what makes it so; '' otherwise.
        records: the records of this person in which it stands.
    """

    kind: str
    digest: str
    strength: str
    why: str
    records: tuple[Record, ...]

    @property
    def links(self) -> bool:
        """Whether it may link two records of this person."""
        return self.strength in {"exact", "strong"} or self.why == _MEANS["different_names"]


@dataclass(frozen=True)
class Near:
    """A record of somebody else that has something in common with the person's, and was not linked for it."""

    kind: str
    why: str
    record: Record


@dataclass(frozen=True)
class Person:
    """One person as the night saw them: their records, what ties these together, and who is near."""

    subject: str | None
    records: tuple[Record, ...]
    ties: tuple[Tie, ...]
    near: tuple[Near, ...]


def find(con: duckdb.DuckDBPyConnection, asked: str) -> list[list[Record]]:
    """The people meant by the beginning of a subject's digest, a record key, or STORE/TABLE/KEY: the records of each.

    A record of nobody that could be named stands alone.
    """
    store, _, rest = asked.partition("/")
    table, _, key = rest.partition("/")
    rows = con.execute(
        """
        WITH meant AS (
            SELECT store, "table", record_key, subject FROM relation.record
            WHERE record_key = $asked OR (store = $store AND "table" = $table AND record_key = $key)
                OR (length($asked) >= 6 AND starts_with(subject, lower($asked)))
        )
        SELECT DISTINCT r.store, r."table", r.record_key, r.subject FROM relation.record AS r JOIN meant AS m
            ON r.subject = m.subject
            OR (r.store = m.store AND r."table" = m."table" AND r.record_key = m.record_key)
        ORDER BY ALL
        """,
        {"asked": asked, "store": store, "table": table, "key": key},
    ).fetchall()
    people: dict[object, list[Record]] = {}
    for row in rows:
        record = Record(*row)
        people.setdefault(record.subject or record, []).append(record)
    return list(people.values())


def describe(con: duckdb.DuckDBPyConnection, records: list[Record]) -> Person:
    """What ties a person's records together, and whose records are near: they share what is weak, or look alike."""
    con.execute(
        'CREATE OR REPLACE TEMP TABLE own (store VARCHAR, "table" VARCHAR, record_key VARCHAR, subject VARCHAR)'
    )
    con.executemany("INSERT INTO own VALUES (?, ?, ?, ?)", [[r.store, r.table, r.key, r.subject] for r in records])
    rows = con.execute(
        """
        SELECT i.kind, i.digest, CASE WHEN s.why IS NOT NULL AND i.strength <> 'weak' THEN 'shared' ELSE i.strength END
            AS strength, coalesce(s.why, ''), o.store, o."table", o.record_key, o.subject
        FROM own AS o JOIN record.identifier AS i USING (store, "table", record_key)
        LEFT JOIN relation.shared AS s USING (digest) ORDER BY ALL
        """
    ).fetchall()
    ties: dict[tuple[str, str, str, str], list[Record]] = {}
    for kind, digest, strength, why, *record in rows:
        ties.setdefault((kind, digest[:8], strength, _MEANS.get(why, "")), []).append(Record(*record))
    near = con.execute(
        """
        SELECT DISTINCT CASE WHEN mine.kind = $alike OR i.kind = $alike THEN 'alike' ELSE coalesce(s.why, 'weak') END,
            mine.kind, i.store, i."table", i.record_key, r.subject
        FROM own AS o JOIN record.identifier AS mine USING (store, "table", record_key)
        JOIN record.identifier AS i ON i.digest = mine.digest
        LEFT JOIN own AS same ON same.store = i.store AND same."table" = i."table" AND same.record_key = i.record_key
        JOIN relation.record AS r ON r.store = i.store AND r."table" = i."table" AND r.record_key = i.record_key
        LEFT JOIN relation.shared AS s ON s.digest = i.digest
        WHERE same.store IS NULL
        ORDER BY ALL
        """,
        {"alike": ALIKE},
    ).fetchall()
    con.execute("DROP TABLE own")
    told = {"alike": "looks alike", "weak": "weak: links nobody", **_MEANS}
    return Person(
        subject=records[0].subject,
        records=tuple(records),
        ties=tuple(Tie(*named, tuple(of)) for named, of in ties.items()),
        near=tuple(Near(kind, told[why], Record(*record)) for why, kind, *record in near),
    )


def doubts(con: duckdb.DuckDBPyConnection) -> list[Tie]:
    """Every identifier that several people share or that looks like another's, with the records it stands in."""
    rows = con.execute(
        f"""
        SELECT i.kind, i.digest, 'shared' AS strength, s.why, i.store, i."table", i.record_key, r.subject
        FROM record.identifier AS i JOIN relation.shared AS s USING (digest)
        JOIN relation.record AS r USING (store, "table", record_key)
        WHERE i.strength <> 'weak' AND i.kind IN {SHARABLE}
        UNION ALL
        SELECT '{ALIKE}', i.digest, 'weak', 'alike', i.store, i."table", i.record_key, r.subject
        FROM record.identifier AS i JOIN relation.record AS r USING (store, "table", record_key)
        WHERE i.digest IN (
            SELECT digest FROM record.identifier GROUP BY digest
            HAVING bool_or(kind = '{ALIKE}') AND count(DISTINCT (store, "table", record_key)) > 1)
        ORDER BY ALL
        """
    ).fetchall()
    found: dict[tuple[str, str, str, str], list[Record]] = {}
    told = {"alike": "it only looks like another", **_MEANS}
    for kind, digest, strength, why, *record in rows:
        found.setdefault((kind, digest[:8], strength, told[why]), []).append(Record(*record))
    return [Tie(*named, tuple(dict.fromkeys(of))) for named, of in found.items()]
