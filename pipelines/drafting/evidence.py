"""What the values of a table say of its columns: counts only, computed over every row.

What belongs here: measuring. What is concluded from it is ``pipelines.drafting.conclude``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import duckdb

from stores.dates import DateFormat, days_sql, says_a_date
from stores.quoting import identifier, literal

NONE_WORDS = ("0000-00-00", "0000-00-00 00:00:00", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00", "0001-01-01")
"""How software writes that there is no date."""

_SHAPES = {
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "uuid": r"(?i)\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?",
    "integer": r"[+-]?\d{1,18}",
    "number": r"[+-]?\d{1,18}(?:\.\d+)?",
    "boolean": r"(?i)true|false|yes|no|t|f",
    "ip": r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}",
    "phone": r"\+?[\d(][\d ()./-]{6,18}\d",
    "code": r"[A-Za-z][A-Za-z_ -]{0,29}",
}
_WRITTEN = ("iso", "dotnet", "%Y/%m/%d", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%b %d, %Y", "%d.%m.%Y", "%d-%m-%Y")
_BRITISH = ("%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S")
_AMERICAN = ("%m/%d/%Y", "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S")
_COUNTED = ("compact", "epoch_s", "epoch_ms", "epoch_us")
_TIMELY = re.compile(
    r"date|time|(?:^|_)(?:on|ts)$|at$|on$|[a-z]ed$|when|since|until|start|ends?$|expir|due|birth|seen|last",
    re.IGNORECASE,
)
_MOST_CODES = 12


@dataclass(frozen=True)
class Evidence:
    """What was counted in one column.

    Attributes:
        rows: rows of the table.
        filled: rows in which the column holds something.
        distinct: distinct values among them.
        longest: characters of the longest value.
        shapes: shape (``email``, ``integer`` …) to the number of filled rows that have it.
        dates: form of a date to the number of filled rows it reads.
        two_ways: filled rows whose day and month can be told both ways, and differ.
        none_words: the vendor's words for "no date" among the values.
        codes: the distinct values if they are few, short and without digits; empty otherwise.
        addressed: a value holds an @, as addresses do.
    """

    rows: int
    filled: int
    distinct: int
    longest: int
    shapes: dict[str, int] = field(default_factory=dict)
    dates: dict[str, int] = field(default_factory=dict)
    two_ways: int = 0
    none_words: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    addressed: bool = False

    @property
    def unique(self) -> bool:
        """Whether every row has a value of its own."""
        return self.rows > 0 and self.filled == self.rows == self.distinct

    def mostly(self, shape: str, share: float = 0.8) -> bool:
        """Whether at least this share of the filled rows have the shape."""
        return self.filled > 0 and self.shapes.get(shape, 0) >= share * self.filled


def examine(con: duckdb.DuckDBPyConnection, staged: str, columns: Sequence[str]) -> dict[str, Evidence]:
    """Count what each column of a staged table (all VARCHAR) holds."""
    rows = _one(con, f"SELECT count(*) FROM {staged}")[0]
    return {column: _column(con, staged, column, rows) for column in columns}


def _column(con: duckdb.DuckDBPyConnection, staged: str, column: str, rows: int) -> Evidence:
    value = f"trim({identifier(column)})"
    full = f"coalesce({value}, '') <> ''"
    shapes = ", ".join(f"count(*) FILTER (regexp_full_match({value}, {literal(p)}))" for p in _SHAPES.values())
    filled, distinct, longest, addressed, *counts = _one(
        con,
        f"SELECT count(*), count(DISTINCT {value}), max(length({value})), max(contains({value}, '@')::INT), {shapes} "
        f"FROM {staged} WHERE {full}",
    )
    shaped = {name: n for name, n in zip(_SHAPES, counts, strict=True) if n}
    dates, two_ways, none = _dates(con, staged, column, longest) if filled else ({}, 0, ())
    codes: tuple[str, ...] = ()
    if 0 < distinct <= _MOST_CODES and filled >= 4 * distinct and shaped.get("code") == filled:
        found = con.execute(f"SELECT DISTINCT {value} FROM {staged} WHERE {full} ORDER BY 1").fetchall()
        codes = tuple(str(code) for (code,) in found)
    return Evidence(rows, filled, distinct, longest, shaped, dates, two_ways, none, codes, bool(addressed))


def _dates(
    con: duckdb.DuckDBPyConnection, staged: str, column: str, longest: int
) -> tuple[dict[str, int], int, tuple[str, ...]]:
    """Which forms read how many of the values. A count of seconds needs a name that speaks of time."""
    if longest > 40:
        return {}, 0, ()
    value = f"trim({identifier(column)})"
    none = tuple(word for word in NONE_WORDS if _one(con, f"SELECT count(*) FROM {staged} WHERE {value} = '{word}'")[0])
    forms = [*_WRITTEN, *_BRITISH, *_AMERICAN, *(_COUNTED if _TIMELY.search(column) else ())]
    given = {form: DateFormat(forms=(form,), none=none) for form in forms}
    wanted = ", ".join(f"count(*) FILTER (len({days_sql(column, one, 'UTC')}) = 1)" for one in given.values())
    meant = says_a_date(column, given["iso"])
    counts = _one(con, f"SELECT {wanted} FROM {staged} WHERE {meant}")
    found = {form: n for form, n in zip(forms, counts, strict=True) if n}
    both = [(day, month) for day, month in zip(_BRITISH, _AMERICAN, strict=True) if day in found and month in found]
    two_ways = 0
    if both:
        ways = " OR ".join(f"len({days_sql(column, DateFormat(forms=pair, none=none), 'UTC')}) = 2" for pair in both)
        two_ways = _one(con, f"SELECT count(*) FROM {staged} WHERE {meant} AND ({ways})")[0]
    return found, two_ways, none


def contained(con: duckdb.DuckDBPyConnection, child: str, column: str, parent: str, key: str) -> tuple[int, int]:
    """How many rows fill a child's column, and how many of them name no key of the parent."""
    filled, lost = _one(
        con,
        f"SELECT count(*), count(*) FILTER (x NOT IN (SELECT trim({identifier(key)}) FROM {parent} "
        f"WHERE {identifier(key)} IS NOT NULL)) "
        f"FROM (SELECT trim({identifier(column)}) AS x FROM {child}) WHERE x <> ''",
    )
    return filled, lost


def together_unique(con: duckdb.DuckDBPyConnection, staged: str, columns: Iterable[str]) -> bool:
    """Whether the columns, each filled in every row, tell every row from every other."""
    names = ", ".join(f"trim({identifier(column)})" for column in columns)
    total, different = _one(con, f"SELECT count(*), count(DISTINCT row({names})) FROM {staged}")
    return total > 0 and total == different


def _one(con: duckdb.DuckDBPyConnection, query: str) -> list[int]:
    return [int(n or 0) for n in con.execute(query).fetchall()[0]]
