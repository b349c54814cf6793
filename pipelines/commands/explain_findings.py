"""What the scanners saw of a flagged record or of a column, why, and how to silence it in one place.

What belongs here: the part of ``abide explain`` that tells of findings. Never a value: categories, scores, words of
evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from stores.allow import FILE, Allowed
from stores.controller import Controller

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST = 12


@dataclass(frozen=True)
class Seen:
    """One finding, or several alike: where, what, how sure, on what evidence, in how many places."""

    store: str
    table: str
    column: str
    whole: bool
    category: str
    score: float
    recogniser: str
    evidence: str
    times: int

    def as_data(self) -> dict[str, Any]:
        """For ``--json``."""
        return dict(vars(self))


def seen_of_flag(con: DuckDBPyConnection, flag: Mapping[str, Any]) -> list[Seen]:
    """What was seen of the flag's record, in the flag's columns if it names any; of whole columns too.

    A flag that rests on no finding (it has no category) has none.
    """
    if not flag.get("category"):
        return []
    named = [name.strip() for name in str(flag.get("columns") or "").split(",") if name.strip()]
    where = 'store = ? AND "table" = ? AND (record_key = ? OR record_key IS NULL)'
    given: list[Any] = [flag["store"], flag["table"], flag["record_key"]]
    if named:
        where += ' AND list_contains(?, "column")'
        given.append(named)
    found = _seen(con, "finding.finding", where, given)
    of_category = [s for s in found if any(s.category.startswith(c.strip()) for c in str(flag["category"]).split(","))]
    return of_category or found


def seen_of_column(con: DuckDBPyConnection, store: str, table: str, column: str) -> list[Seen]:
    """What was seen in a column, alike findings together, the whole column's first."""
    return _seen(con, "finding.finding", 'store = ? AND "table" = ? AND "column" = ?', [store, table, column])


def set_aside(con: DuckDBPyConnection, store: str, table: str, column: str) -> list[str]:
    """What of a column an entry of the allow list keeps silent, in words."""
    rows = con.execute(
        "SELECT category, reason, allowed_by, allowed_until, count(*) FROM finding.allowed "
        'WHERE store = ? AND "table" = ? AND "column" = ? GROUP BY ALL ORDER BY ALL',
        [store, table, column],
    ).fetchall()
    return [f"{n:,} of {what}, allowed by {by} until {until}: {why}" for what, why, by, until, n in rows]


def unread(con: DuckDBPyConnection, store: str, table: str, column: str) -> list[str]:
    """Why a column is not proved: its prose is in a language that no model reads."""
    rows = con.execute(
        'SELECT told FROM finding.unread WHERE store = ? AND "table" = ? AND "column" = ?', [store, table, column]
    ).fetchall()
    return [str(told) for (told,) in rows]


def _seen(con: DuckDBPyConnection, place: str, where: str, given: list[Any]) -> list[Seen]:
    rows = con.execute(
        'SELECT store, "table", "column", record_key IS NULL AS whole, category, max(score), recogniser, '
        f"coalesce(evidence, 'not told: found before evidence was kept'), count(*) FROM {place} WHERE {where} "
        'GROUP BY ALL ORDER BY "column", whole DESC, category, 6 DESC, 8 LIMIT 100',
        given,
    ).fetchall()
    return [Seen(*row) for row in rows]


def told(found: list[Seen]) -> list[tuple[str, str]]:
    """Each finding as a name and a sentence, at most `MOST`, then how many more."""
    lines = [(s.column, _sentence(s)) for s in found[:MOST]]
    if len(found) > MOST:
        lines.append(("…", f"{len(found) - MOST} more; report/findings.parquet has all"))
    return lines


def _sentence(seen: Seen) -> str:
    what = f"the whole column is {seen.category}" if seen.whole else seen.category
    times = f", {seen.times:,} times" if seen.times > 1 else ""
    return f"{what} ({seen.recogniser}, score {seen.score:.2f}{times}): {seen.evidence}"


def how_to_silence(seen: Seen, record: str | None) -> list[str]:
    """The entry to write into the allow list."""
    one_record = f", record: '{record}'" if record and not seen.whole else ""
    return [
        f"In {FILE} of the controller's folder, under allow:",
        f"  - {{store: {seen.store}, table: {seen.table}, column: '{seen.column}'{one_record},",
        f"     category: {seen.category}, reason: why it may stand, by: your name, until: YYYY-MM-DD}}",
    ]


def lapsed_for(controller: Controller, found: list[Seen], as_of: date) -> list[str]:
    """The lapsed entries that were about any of the findings: they are asked again."""
    gone = [entry for entry in controller.allowed if not entry.holds(as_of) and any(_about(entry, s) for s in found)]
    return [f"allowed by {e.by} until {e.until} ({e.reason}): that has lapsed, so it is asked again" for e in gone]


def _about(entry: Allowed, seen: Seen) -> bool:
    return (
        entry.store == seen.store
        and entry.table in {None, seen.table}
        and entry.column in {None, seen.column}
        and (seen.category == entry.category or seen.category.startswith(f"{entry.category}."))
    )
