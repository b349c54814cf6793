"""What is held about one person, record by record, with others left out: the content of an access pack.

What belongs here: reading a person's records from a snapshot and redacting others in them. Where it is written, and how
it looks, is the command's. This is the one place that hands a person's values out, to be given to that person.

Left out, each with its reason: columns in which the scanners or the map see other people; free text that no scanner
read. Cut from texts that stay: every name, address or number the scanners saw that is not the person's own, and every
other e-mail address whatever the scanners say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import duckdb

from stores.controller import Controller
from stores.person import Record
from stores.quoting import identifier, table_name
from stores.store import Store, Table

CUT = "[another person]"
_ADDRESS = re.compile(r"[^\s<>\"',;:()\[\]{}|=]+@[^\s<>\"',;:()\[\]{}|=]+")
_PERSONAL = ("user.name", "user.contact", "user.unique_id", "user.government_id", "user.financial", "user.device")
"""Categories whose finding in a text may name somebody."""


@dataclass
class Held:
    """What one table holds about the person.

    Attributes:
        rows: record key to column to value, others cut.
        left_out: column to why it is not there.
        cuts: how many stretches were cut.
        portable: the keys of rows that Art. 20 covers.
    """

    store: Store
    table: Table
    rows: dict[str, dict[str, str | None]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    cuts: int = 0
    portable: set[str] = field(default_factory=set)
    undecided: set[str] = field(default_factory=set)
    facts: dict[str, dict[str, str | None]] = field(default_factory=dict)


def collect(con: duckdb.DuckDBPyConnection, controller: Controller, records: Iterable[Record]) -> list[Held]:
    """What every table holds of these records."""
    wanted: dict[tuple[str, str], list[str]] = {}
    for record in records:
        wanted.setdefault((record.store, record.table), []).append(record.key)
    held = []
    for store, table in controller.tables():
        if keys := wanted.get((store.name, table.name)):
            one = Held(store, table)
            _read(con, one, keys)
            held.append(one)
    own = _own_values(held)
    for one in held:
        _redact(con, one, own)
        _portable(con, one)
    return held


def _read(con: duckdb.DuckDBPyConnection, one: Held, keys: list[str]) -> None:
    name = table_name(one.store, one.table)
    there = {row[0] for row in con.execute(f"DESCRIBE landed.{name}").fetchall()}
    columns = [column for column in one.table.column_names if column in there]
    shown = ", ".join(identifier(column) for column in columns)
    rows = con.execute(
        f"SELECT record_key, {shown} FROM landed.{name} WHERE record_key IN (SELECT unnest(?)) ORDER BY 1", [keys]
    ).fetchall()
    for key, *values in rows:
        one.rows[key] = dict(zip(columns, values, strict=True))


def _own_values(held: Iterable[Held]) -> set[str]:
    """The person's own identifiers, names and contact details, folded, each word of a name too."""
    own: set[str] = set()
    for one in held:
        columns = _own_columns(one.table)
        named = {c for c, category in one.table.personal.items() if category.startswith("user.name")}
        for row in one.rows.values():
            for column in columns & row.keys():
                if value := row[column]:
                    own.add(_folded(value))
                    if column in named:
                        own.update(_folded(word) for word in re.findall(r"\w+", value))
    return own - {""}


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


Seen = tuple[str, str | None, str, int | None, int | None, str]
"""A finding: column, record key (None: the whole column), category, start, end, about whom."""


def _redact(con: duckdb.DuckDBPyConnection, one: Held, own: Collection[str]) -> None:
    mine = [one.store.name, one.table.name]
    seen: list[Seen] = con.execute(
        """
        SELECT DISTINCT "column", record_key, category, "start", "end", about FROM (
            SELECT "column", record_key, category, "start", "end", about, store, "table" FROM finding.finding
            UNION ALL SELECT "column", record_key, category, "start", "end", about, store, "table" FROM finding.allowed)
        WHERE store = ? AND "table" = ? AND (record_key IS NULL OR record_key IN (SELECT unnest(?)))
        """,
        [*mine, list(one.rows)],
    ).fetchall()
    _leave_out(con, one, {column for column, key, _, _, _, about in seen if key is None and about == "other"})
    plain = _own_columns(one.table)
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for finding in seen:
        column, key = finding[0], finding[1]
        if key is not None and column not in plain and (text := one.rows[key].get(column)):
            spans.setdefault((column, key), []).extend(_of_another(one.table, finding, text, own))
    for key, row in one.rows.items():
        for column, value in row.items():
            if value and column not in plain:
                addresses = [m.span() for m in _ADDRESS.finditer(value) if _folded(m[0]).strip(".") not in own]
                row[column], count = _cut(value, [*spans.get((column, key), []), *addresses])
                one.cuts += count


def _leave_out(con: duckdb.DuckDBPyConnection, one: Held, others: Collection[str]) -> None:
    """Take out the columns that are about others, and texts of which nobody knows whom they name."""
    mine = [one.store.name, one.table.name]
    asked = 'SELECT DISTINCT "column" FROM {} WHERE store = ? AND "table" = ?'
    scanned = {row[0] for row in con.execute(asked.format('meta."column"'), mine).fetchall()}
    unread = {row[0] for row in con.execute(asked.format("finding.unread"), mine).fetchall()}
    known = _own_columns(one.table) | {*one.table.key, *one.table.codes, *one.table.dates, *one.table.types}
    for column in sorted({column for row in one.rows.values() for column in row}):
        if column in others:
            one.left_out[column] = "it is about other people"
        elif column not in known and column not in scanned:
            one.left_out[column] = "no scanner read it, so whom it names is not known: a person reads it"
        elif column in unread:
            one.left_out[column] = "it could not be read whole, so whom it names is not known: a person reads it"
    for row in one.rows.values():
        for column in one.left_out:
            row.pop(column, None)


def _of_another(table: Table, finding: Seen, text: str, own: Collection[str]) -> list[tuple[int, int]]:
    """The stretch of the text that names somebody else, if the finding is one of those."""
    column, _, category, start, end, about = finding
    begin, finish = (start, end) if start is not None and end is not None else (0, len(text))
    whole = (begin, finish) == (0, len(text))
    words = [_folded(word) for word in re.findall(r"\w+", text[begin:finish])]
    if _folded(text[begin:finish]) in own or (words and all(word in own for word in words)):
        return []
    if about == "other" or (category.startswith(_PERSONAL) and not (whole and column in table.personal)):
        return [(begin, finish)]
    return []


def _own_columns(table: Table) -> set[str]:
    """Columns that hold the person's own identifiers, names and contact details, as the map says."""
    identifiers = {c for one in table.subject.values() for c in (one.column, *one.joined)}
    return identifiers | {
        c for c, category in table.personal.items() if category.startswith(("user.name", "user.contact"))
    }


def _cut(text: str, spans: Iterable[tuple[int, int]]) -> tuple[str, int]:
    """The text without these stretches, and how many there were, overlapping ones as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    for start, end in reversed(merged):
        text = text[:start] + CUT + text[end:]
    return text, len(merged)


def _portable(con: duckdb.DuckDBPyConnection, one: Held) -> None:
    """What UK GDPR Art. 20(1) covers: on consent or contract, by automated means, given by the person.

    Who gave it stands in ``source``; where that says nothing, a person decides.
    """
    rows = con.execute(
        "SELECT record_key, purpose, lawful_basis, source FROM relation.record "
        'WHERE store = ? AND "table" = ? AND record_key IN (SELECT unnest(?))',
        [one.store.name, one.table.name, list(one.rows)],
    ).fetchall()
    for key, purpose, basis, source in rows:
        one.facts[key] = {"purpose": purpose, "lawful_basis": basis, "source": source}
        if basis in {"consent", "contract"}:
            if source is None:
                one.undecided.add(key)
            elif source.casefold() in {"subject", "data_subject", "form", "self", "person"}:
                one.portable.add(key)
