"""The one person that a right is exercised by: found, named by digests, with what is only near and the running clock.

What belongs here: what access, restriction, objection and erasure share. Nothing is decided on a weak link: who is near
is told to whoever decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from erasure.errors import Refused
from stores.person import Near, Record, describe, find


@dataclass(frozen=True)
class Clock:
    """A request in the rights register that waits: when it came, and the last day to answer it.

    ``due_on`` is a month from receipt, or from when it was known who asks, or the extension told; that it moves to the
    next working day is the night's rule request-overdue to say.
    """

    received_on: str
    due_on: str


@dataclass(frozen=True)
class One:
    """One person: the subject, their records, digests of identifiers that mean them alone, and who is near."""

    subject: str
    records: tuple[Record, ...]
    digests: tuple[str, ...]
    near: tuple[Near, ...]

    def as_data(self) -> dict[str, Any]:
        """Counts, keys and keyed digests."""
        return {
            "subject": self.subject,
            "records": len(self.records),
            "identifiers": list(self.digests),
            "near": [
                {"kind": n.kind, "why": n.why, "store": n.record.store, "table": n.record.table, "key": n.record.key}
                for n in self.near
            ],
        }


def the_one(con: duckdb.DuckDBPyConnection, asked: str) -> One:
    """The person meant.

    Raises:
        Refused: nobody, several, or a record that no exact or strong identifier ties to anyone.
    """
    found = find(con, asked)
    if not found:
        raise Refused("person", "no record has that key and no person's digest starts so", hint="abide subject find")
    if len(found) > 1:
        told = f"it means {len(found)} people"
        raise Refused("person", told, "six digits or more of a subject, or STORE/TABLE/KEY", "abide subject find")
    one = describe(con, found[0])
    if one.subject is None:
        told = "the record has no exact or strong identifier, so it cannot be said whose it is"
        raise Refused("person", told, hint="a person looks for the others: abide subject find")
    rows = con.execute(
        """
        SELECT DISTINCT i.digest FROM relation.record AS r
        JOIN record.identifier AS i USING (store, "table", record_key)
        WHERE r.subject = ? AND i.strength <> 'weak' AND i.digest NOT IN (SELECT digest FROM relation.shared) ORDER BY 1
        """,
        [one.subject],
    ).fetchall()
    return One(one.subject, one.records, tuple(row[0] for row in rows), one.near)


def clock(con: duckdb.DuckDBPyConnection, subject: str, rights: tuple[str, ...]) -> Clock | None:
    """The earliest request of the person in the rights register that is not answered; None if there is none."""
    row = con.execute(
        """
        SELECT received_on, coalesce(extended_until,
            CAST(greatest(received_on, identity_confirmed_on) + INTERVAL 1 MONTH AS DATE)) AS due_on
        FROM relation.request WHERE subject = ? AND right_exercised IN (SELECT unnest(?)) AND received_on IS NOT NULL
            AND decided_on IS NULL AND closed_on IS NULL ORDER BY due_on LIMIT 1
        """,
        [subject, list(rights)],
    ).fetchone()
    return Clock(row[0].isoformat(), row[1].isoformat()) if row else None


def clock_line(found: Clock | None) -> str:
    """The clock in words."""
    if found is None:
        return "No request of this person waits in a rights register."
    return f"The request of {found.received_on} is to be answered by {found.due_on}."


def near_lines(one: One) -> list[str]:
    """How many records are near and not touched."""
    if not one.near:
        return []
    return [f"{len(one.near):,} records only look or sound alike and were left out: abide subject find tells them."]
