"""The terms of a table's contract about single records: made from its map, tested, told in words without a value.

What belongs here: which expectation each key of a map becomes. DuckDB prepares what Great Expectations looks at: a
projection of the columns under test, and a truth for each row where it takes a second table (links), the whole table
(unique keys) or a parser (dates, JSON).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from assets.landing_checks import ROW, SHOWN, Expectation, How, Outcome, outcomes
from assets.names import shown
from assets.night.state import Reading
from stores.documents_kinds import REASONS
from stores.quoting import identifier, literal, table_name
from stores.store import Store, Table

PART = 250_000
"""Rows put to Great Expectations at once: about 100 MB of texts in pandas."""

_IPV4 = r"(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
PATTERNS = {
    "integer": r"[+-]?[0-9]+",
    "number": r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?",
    "boolean": r"(?i:true|false|yes|no|y|n|t|f|1|0)",
    "uuid": r"\{?[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\}?",
    "email": r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+",
    "ip": rf"(?:{_IPV4}|(?=[^:]*:[^:]*:)[0-9A-Fa-f:]{{2,39}}(?::{_IPV4})?(?:%\w+)?)",
}
"""A type of the map to what its values look like, the whole text. JSON takes a parser."""

WORDS = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "yes or no",
    "uuid": "a UUID",
    "email": "an e-mail address",
    "ip": "an IP address",
    "json": "JSON",
}


@dataclass(frozen=True)
class Term:
    """One term of a table's contract and how it stands.

    Attributes:
        kind: ``columns``, ``rows``, ``volume``, ``fresh``, ``short``, ``key``, ``filled``, ``codes``, ``type``,
            ``dates``, ``quarantined``, ``link``, ``unread``.
        column: the column of the map it is about, '' for the table as a whole.
        held: whether it holds.
        records: how many records it does not hold for; 0 where it is about the table as a whole.
        keys: the record keys of the first 20 of them; of quarantined rows, which have none, file and line.
        told: what does not hold, in words, without a value; '' where it holds.
        doubted: whether clauses that need the table are unproved because of it.
    """

    kind: str
    column: str = ""
    held: bool = True
    records: int = 0
    keys: tuple[str, ...] = ()
    told: str = ""
    doubted: bool = False


@dataclass(frozen=True)
class Tested:
    """A term that Great Expectations tests in each record: the SQL of the column it looks at, and what is expected."""

    term: Term
    how: How
    sql: str
    given: tuple[str, ...] | str | None = None


def terms_of_records(
    con: duckdb.DuckDBPyConnection, store: Store, table: Table, readings: Mapping[str, Reading]
) -> Iterator[Term]:
    """How the terms about single records stand, in the order of the map.

    Args:
        con: the warehouse, with all tables of the store landed.
        store: the store.
        table: one of its tables, with at least one row landed.
        readings: how each table of the store was read, by name.
    """
    reading = readings[table.name]
    terms = list(_terms(store, table, reading, readings))
    tested = [one for one in terms if isinstance(one, Tested)]
    found = dict(zip(tested, _test(con, store, table, tested), strict=True))
    for one in terms:
        if isinstance(one, Term):
            yield one
        elif not found[one].tested:
            told = f"{shown(one.term.column) if one.term.column else 'the key'} could not be tested as the map says"
            yield replace(one.term, held=False, told=told, doubted=True)
        elif failed := found[one].failed:
            yield replace(
                one.term,
                held=False,
                records=failed,
                keys=_keys(con, store, table, found[one].rows),
                told=_told(con, store, table, one.term, failed, readings),
                doubted=True,
            )
        else:
            yield one.term


def _terms(store: Store, table: Table, reading: Reading, readings: Mapping[str, Reading]) -> Iterator[Tested | Term]:
    """What the map expects of each record; of columns that the export has."""
    here = [column for column in (*table.column_names, *table.opened_names) if column not in reading.missing_columns]
    twice = (
        f"SELECT record_key FROM landed.{table_name(store, table)} WHERE record_key IS NOT NULL "
        "GROUP BY 1 HAVING count(*) > 1"
    )
    yield Tested(Term("key"), "true", f"(record_key IS NOT NULL AND record_key NOT IN ({twice}))")
    for column in here:
        if column in table.required:
            yield Tested(Term("filled", column), "filled", cell(column))
        if codes := table.codes.get(column) or table.kinds_named.get(column):
            yield Tested(Term("codes", column), "one_of", cell(column), codes)
        if (kind := table.types.get(column)) == "json":
            yield Tested(Term("type", column), "true", f"coalesce(json_valid({cell(column)}), true)")
        elif kind:
            yield Tested(Term("type", column), "like", cell(column), PATTERNS[kind])
    for column in here:
        if column in table.links:
            yield _link(store, table, column, readings)
    for column in unread_columns(store, table):
        yield Tested(Term("unread", column), "empty", cell(column))


def _link(store: Store, table: Table, column: str, readings: Mapping[str, Reading]) -> Tested | Term:
    """A link, tested in the landed data of the same night, where a table it leads to is bound and was read."""
    known: dict[tuple[str, str] | None, str] = {}
    for link in (one for one in table.references if one.column == column and one.store is None):
        name, wanted = link.parent, link.parent_column
        if name not in readings:
            continue
        if readings[name].reading == "failed" or wanted in readings[name].missing_columns:
            why = "could not be read" if readings[name].reading == "failed" else f"has no column {shown(wanted)}"
            return Term(
                "link", column, held=False, told=f"{shown(column)} was not followed, because {name} {why}", doubted=True
            )
        there = next(one for one in store.tables if one.name == name)
        held = f"SELECT {cell(wanted)} FROM landed.{table_name(store, there)} WHERE {cell(wanted)} IS NOT NULL"
        known[link.when] = f"{cell(column)} IN ({held})"
    if not known:
        unbound = " or ".join(_led_to(table, column))
        return Term("link", column, told=f"not tested, because {unbound} is not bound")
    there_is = known[None] if None in known else _by_kind(table, column, known)
    return Tested(Term("link", column), "true", f"({cell(column)} IS NULL OR {there_is})")


def _by_kind(table: Table, column: str, known: Mapping[tuple[str, str] | None, str]) -> str:
    """SQL: of a link that goes by a column beside it, whether the record is there; one without a kind leads nowhere.

    A kind that the map does not know, or whose table is not bound, is not this term's to test.
    """
    by = next(link.when[0] for link in table.references if link.column == column and link.when)
    cases = " ".join(f"WHEN {literal(when[1])} THEN {held}" for when, held in known.items() if when)
    return f"CASE {cell(by)} {cases} ELSE {cell(by)} IS NOT NULL END"


def _led_to(table: Table, column: str) -> list[str]:
    """The tables that a link may lead to."""
    led = (link for link in table.references if link.column == column)
    return list(dict.fromkeys(f"{link.store}/{link.parent}" if link.store else link.parent for link in led))


def cell(column: str) -> str:
    """SQL for a cell's text without white space around it, NULL of an empty one.

    Trimming a text costs forty times what looking at its ends does, and few have white space there.
    """
    name = identifier(column)
    return f"CASE WHEN {name}[1] <= ' ' OR {name}[-1] <= ' ' THEN nullif(trim({name}, ' \t\r\n'), '') ELSE {name} END"


def unread_columns(store: Store, table: Table) -> tuple[str, ...]:
    """The columns that say why a document could not be opened."""
    opened = [f"{name}_unread" for name in table.opens]
    whole = table.format == "document" or (store.connector == "mailbox" and table.each is not None)
    return (*opened, *(["text_unread"] if whole and "text_unread" in table.column_names else []))


def _test(con: duckdb.DuckDBPyConnection, store: Store, table: Table, tested: Sequence[Tested]) -> list[Outcome]:
    """Put a table's terms to Great Expectations, part by part."""
    over = {sql: f"c{place}" for place, sql in enumerate(dict.fromkeys(one.sql for one in tested))}
    columns = "".join(f", {sql} AS {name}" for sql, name in over.items())
    expectations = [Expectation(over[one.sql], one.how, one.given) for one in tested]
    sums = [Outcome() for _ in tested]
    (end,) = con.execute(f"SELECT coalesce(max(rowid) + 1, 0) FROM landed.{table_name(store, table)}").fetchall()[0]
    for start in range(0, end, PART):
        part = con.sql(
            f"SELECT rowid AS {ROW}{columns} FROM landed.{table_name(store, table)} "
            f"WHERE rowid >= {start} AND rowid < {start + PART} ORDER BY rowid"
        ).df()
        sums = [_sum(one, more) for one, more in zip(sums, outcomes(part, expectations), strict=True)]
    return sums


def _sum(one: Outcome, more: Outcome) -> Outcome:
    return Outcome(one.failed + more.failed, (*one.rows, *more.rows)[:SHOWN], one.tested and more.tested)


def _keys(con: duckdb.DuckDBPyConnection, store: Store, table: Table, rows: Sequence[int]) -> tuple[str, ...]:
    numbers = ", ".join(map(str, rows))
    found = con.execute(
        f"SELECT record_key FROM landed.{table_name(store, table)} WHERE rowid IN ({numbers}) ORDER BY rowid"
    ).fetchall()
    return tuple(dict.fromkeys(str(key) for (key,) in found if key is not None))


def _told(
    con: duckdb.DuckDBPyConnection, store: Store, table: Table, term: Term, failed: int, readings: Mapping[str, Reading]
) -> str:
    """What does not hold of some records, in words."""
    name, records = shown(term.column), "1 record" if failed == 1 else f"{failed:,} records"
    if term.kind == "unread":
        documents = records.replace("record", "document")
        why = _reasons(con, store, table, term.column)
        return f"{name.removesuffix('_unread')} could not be read whole from {documents}{f' ({why})' if why else ''}"
    if term.kind == "link":
        targets = [target for target in _led_to(table, term.column) if target in readings]
        maybe = "".join(
            f", {gone:,} of {target} quarantined" for target in targets if (gone := readings[target].quarantined)
        )
        return f"{name} leads to no record of {' or '.join(targets)} ({records}{maybe})"
    wrong = {
        "key": "the record key is missing or stands more than once",
        "filled": f"{name} is empty where the map says it never is",
        "codes": f"{name} holds a code that the map does not know",
        "type": f"{name} is not {WORDS[table.types[term.column]]}" if term.kind == "type" else "",
    }
    return f"{wrong[term.kind]} ({records})"


def _reasons(con: duckdb.DuckDBPyConnection, store: Store, table: Table, column: str) -> str:
    """For which of the fixed reasons documents were not read, each with the number of documents it stands for."""
    found = con.execute(
        f"SELECT reason, count(*) AS n FROM (SELECT unnest(string_split({cell(column)}, '; ')) AS reason "
        f"FROM landed.{table_name(store, table)}) WHERE list_contains(?, reason) GROUP BY 1 ORDER BY n DESC, reason",
        [list(REASONS)],
    ).fetchall()
    return ", ".join(f"{number:,} {reason}" for reason, number in found)
