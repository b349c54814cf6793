"""Drift: how a table's columns differ from those of the night before. It is told on the first night and proves nothing.

What belongs here: ``meta.shape`` (which columns each night had, and what kind of values stood in them) and
``meta.drift`` (what differs tonight). A night that is run again is compared with earlier nights only, so that what it
told does not vanish. Names of columns are kept as they are, in the encrypted warehouse; what may be shown of them is
``assets.names``'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from assets.names import shown
from assets.night.state import Reading
from assets.night.terms import cell
from stores.landing_stage import RESERVED
from stores.quoting import table_name
from stores.store import Store, Table

KINDS = ("boolean", "integer", "number", "date", "other date", "uuid", "email", "json", "text")
"""The kinds of a value. ``date`` is ISO 8601, with or without time; ``other date`` any other way to write one."""

EMPTY = "empty"
EMPTIED = 20
"""Cells filled on the night before, from which on a column that is empty tonight is told: fewer come and go."""

LONGEST = 100
"""Bytes beyond which a value counts as text: no date, number or address is as long."""

_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_ISO = r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?)? ?(Z|[+-]\d{2}(:?\d{2})?)?( UTC)?"
_OTHER = (
    r"\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})([ ,T]+\d{1,2}[:.]\d{2}([:.]\d{2})?( ?[ap]m)?)?"
    r"|\d{4}[/.]\d{1,2}[/.]\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2})?)?"
    rf"|([a-z]{{3,9}},? )?(\d{{1,2}}[ /-]{_MONTH}|{_MONTH} \d{{1,2}}),?[ /-]\d{{2,4}}([ ,]+\d{{1,2}}:\d{{2}}.*)?"
    r"|/date\(-?\d+([+-]\d{4})?\)/"
    rf"|\d{{1,2}}/{_MONTH}/\d{{4}}:.*"
)
_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


@dataclass(frozen=True)
class Drift:
    """One column that differs from the night before.

    Attributes:
        column: its name in the export.
        what: ``new``, ``vanished`` or ``changed``.
        before: the kind it had, '' of a new column.
        now: the kind it has, '' of a vanished one.
        since: the night compared with.
        mapped: whether the map lists it.
    """

    column: str
    what: str
    before: str
    now: str
    since: date
    mapped: bool

    @property
    def sentence(self) -> str:
        """What differs, in words; the column's name only where it looks like one."""
        name = shown(self.column)
        known = "" if self.mapped else ", which the map does not list"
        match self.what:
            case "new":
                return f"{name} is new ({self.now}){known}"
            case "vanished":
                return f"{name} has vanished (it held {self.before})"
        return f"{name} was {self.before} and is now {self.now}"


@dataclass(frozen=True)
class Seen:
    """A column on one night: the kind of its values, and how many cells hold one."""

    kind: str
    filled: int


def find_drift(
    con: duckdb.DuckDBPyConnection, store: Store, table: Table, reading: Reading, as_of: date
) -> tuple[Drift, ...]:
    """Write down the shape of a landed table, and what differs from the last night before ``as_of``.

    A table without rows has no shape: that it is empty is told elsewhere.
    """
    place = [store.name, table.name]
    con.execute('DELETE FROM meta.drift WHERE store = ? AND "table" = ?', place)
    if not reading.landed:
        return ()
    before, known = _before(con, place, as_of), _last_kinds(con, place, as_of)
    tonight = {
        # an integer is a number: a column of numbers stays one on a night when all of them happen to be whole
        column: Seen("number" if (seen.kind, known.get(column)) == ("integer", "number") else seen.kind, seen.filled)
        for column, seen in shape(con, store, table, reading.missing_columns).items()
    }
    con.execute('DELETE FROM meta.shape WHERE store = ? AND "table" = ? AND as_of = ?', [*place, as_of])
    con.execute(
        "INSERT INTO meta.shape SELECT ?, ?, ?, unnest(?), unnest(?), unnest(?)",
        [*place, as_of, list(tonight), [s.kind for s in tonight.values()], [s.filled for s in tonight.values()]],
    )
    found = _compare(table, tonight, before, known)
    for one in found:
        row = [*place, as_of, one.column, one.what, one.before, one.now, one.since, one.mapped]
        con.execute(f"INSERT INTO meta.drift VALUES ({', '.join('?' * len(row))})", row)
    return found


def _compare(
    table: Table, tonight: Mapping[str, Seen], before: Mapping[str, tuple[Seen, date]], known: Mapping[str, str]
) -> tuple[Drift, ...]:
    if not before:
        return ()
    since = max(night for _, night in before.values())
    found = []
    for column, seen in tonight.items():
        if column not in before:
            found.append(("new", column, "", seen.kind))
            continue
        last, _ = before[column]
        if seen.kind == EMPTY:
            if last.filled >= EMPTIED:
                found.append(("changed", column, last.kind, EMPTY))
        elif known.get(column, seen.kind) != seen.kind:
            found.append(("changed", column, known[column], seen.kind))
    found += [("vanished", column, last.kind, "") for column, (last, _) in before.items() if column not in tonight]
    mapped = set(table.column_names)
    return tuple(Drift(column, what, was, now, since, column in mapped) for what, column, was, now in sorted(found))


def drift_of(con: duckdb.DuckDBPyConnection, store: Store, table: Table) -> tuple[Drift, ...]:
    """What the last reading of a table told."""
    rows = con.execute(
        'SELECT "column", what, before, now, since, mapped FROM meta.drift WHERE store = ? AND "table" = ? '
        'ORDER BY what, "column"',
        [store.name, table.name],
    ).fetchall()
    return tuple(Drift(*row) for row in rows)


def shape(con: duckdb.DuckDBPyConnection, store: Store, table: Table, missing: tuple[str, ...] = ()) -> dict[str, Seen]:
    """The columns of a landed table as exported, each with the one kind that all its values have.

    Integers among numbers make numbers, ISO dates among other dates other dates; any other mixture is text. All values
    are looked at, in one pass.
    """
    landed = f"landed.{table_name(store, table)}"
    skipped = {*RESERVED, *missing, *table.opened_names}
    columns = [str(name) for name, *_ in con.execute(f"DESCRIBE {landed}").fetchall() if name not in skipped]
    if not columns:
        return {}
    cells = " UNION ALL ".join(
        f"SELECT {n} AS place, {cell(column)} AS v FROM {landed}" for n, column in enumerate(columns)
    )
    found = con.execute(  # one expression for all columns: to plan one for each costs more than to read a small table
        f"SELECT place, count(v), coalesce(bit_or({_kind_sql('v')}), 0) FROM ({cells}) GROUP BY place"
    ).fetchall()
    seen = {columns[place]: Seen(_kind(int(bits)), int(filled)) for place, filled, bits in found}
    return {column: seen.get(column, Seen(EMPTY, 0)) for column in columns}


def _kind(bits: int) -> str:
    kinds = {kind for place, kind in enumerate(KINDS) if bits >> place & 1}
    if not kinds:
        return EMPTY
    if len(kinds) == 1:
        return kinds.pop()
    if kinds == {"integer", "number"}:
        return "number"
    return "other date" if kinds == {"date", "other date"} else "text"


def _kind_sql(value: str) -> str:
    """SQL for the bit of one value's kind, NULL of an empty one. Cheap questions come first: most values are text."""
    bit = {kind: 1 << place for place, kind in enumerate(KINDS)}
    text, first = bit["text"], f"ascii({value})"
    other = f"CASE WHEN regexp_full_match(lower({value}), '{_OTHER}') THEN {bit['other date']} ELSE {text} END"
    uuid = f"strlen({value}) = 36 AND regexp_full_match(lower({value}), '{_UUID}') THEN {bit['uuid']}"
    return (
        f"CASE WHEN {value} IS NULL THEN NULL "
        f"WHEN {first} IN ({ord('{')}, {ord('[')}) THEN "
        f"CASE WHEN json_valid({value}) THEN {bit['json']} ELSE {text} END "
        f"WHEN strlen({value}) > {LONGEST} THEN {text} "
        f"WHEN contains({value}, '@') THEN "
        rf"CASE WHEN regexp_full_match({value}, '[^@\s<>]+@[^@\s<>]+') THEN {bit['email']} ELSE {text} END "
        f"WHEN {first} BETWEEN {ord('0')} AND {ord('9')} OR {first} IN ({ord('+')}, {ord('-')}, {ord('.')}) THEN CASE "
        f"WHEN {uuid} WHEN regexp_full_match({value}, '[+-]?[0-9]+') THEN {bit['integer']} "
        rf"WHEN regexp_full_match({value}, '[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?') THEN {bit['number']} "
        f"WHEN regexp_full_match({value}, '{_ISO}') THEN {bit['date']} ELSE {other} END "
        f"WHEN strlen({value}) <= 5 THEN "
        f"CASE WHEN lower({value}) IN ('true', 'false', 'yes', 'no', 'y', 'n', 't', 'f') "
        f"THEN {bit['boolean']} ELSE {text} END "
        rf"WHEN {uuid} WHEN regexp_matches({value}, '^([A-Za-z]{{3,9}},? |/)[A-Za-z]*\(?-?[0-9]') THEN {other} "
        f"ELSE {text} END"
    )


def _before(con: duckdb.DuckDBPyConnection, place: list[str], as_of: date) -> dict[str, tuple[Seen, date]]:
    """The shape of the last night before ``as_of`` on which the table was landed."""
    rows = con.execute(
        'SELECT "column", kind, filled, as_of FROM meta.shape WHERE store = ? AND "table" = ? AND as_of = '
        '(SELECT max(as_of) FROM meta.shape WHERE store = ? AND "table" = ? AND as_of < ?)',
        [*place, *place, as_of],
    ).fetchall()
    return {column: (Seen(kind, filled), night) for column, kind, filled, night in rows}


def _last_kinds(con: duckdb.DuckDBPyConnection, place: list[str], as_of: date) -> dict[str, str]:
    """Each column's kind on the last night before ``as_of`` on which it held any value."""
    rows = con.execute(
        'SELECT "column", arg_max(kind, as_of) FROM meta.shape '
        f"WHERE store = ? AND \"table\" = ? AND as_of < ? AND kind <> '{EMPTY}' GROUP BY 1",
        [*place, as_of],
    ).fetchall()
    return dict(rows)
