"""The contract of a landed table: what its map says it is, tested every night, and what does not hold.

What belongs here: the terms about a table as a whole, and what becomes of terms that do not hold. Those about single
records are ``assets.night.terms``'s; Great Expectations tests both (``assets.landing_checks``).

A term that does not hold is a *doubt*: clauses that need the table are unproved, because a code, a link or a type that
the map does not know may hide just the record that breaks a promise. It is not doubted where the reading itself says so
already: the export is stale or empty, lacks columns, or its rows were quarantined. No sentence holds a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import duckdb

from assets.landing_checks import ROW, SHOWN, Expectation, outcomes
from assets.names import shown
from assets.night.state import Reading
from assets.night.terms import Term, terms_of_records
from assets.night.volume import Usual, remember_volume, usual
from stores.quoting import table_name
from stores.store import Store, Table

DATED = "the date in "
"""How landing's reasons about a date begin."""


def hold_to_contract(
    con: duckdb.DuckDBPyConnection, store: Store, readings: Sequence[Reading], as_of: date
) -> list[Reading]:
    """Test every landed table of a store, write down how each term stands, and add the doubts to the readings.

    Args:
        con: the warehouse, with all tables of the store landed: links lead from one to another.
        store: the store.
        readings: how each of its tables was read, in their order.
        as_of: the night; its counts are compared with earlier nights.
    """
    con.execute("DELETE FROM meta.contract WHERE store = ?", [store.name])
    landed = [(t, r) for t, r in zip(store.tables, readings, strict=True) if r.reading != "failed"]
    wholes = _as_wholes(con, [reading for _, reading in landed], as_of)
    by_name = {reading.table: reading for reading in readings}
    doubts: dict[str, tuple[str, ...]] = {}
    for (table, reading), whole in zip(landed, wholes, strict=True):
        terms = [_with_places(con, store, table, term) for term in whole]
        terms += [*(terms_of_records(con, store, table, by_name) if reading.landed else ())]
        _write(con, reading, terms)
        told = [term.told for term in terms if term.doubted and term.kind != "short"]
        doubts[table.name] = tuple(dict.fromkeys(_one_reason(doubt) for doubt in (*reading.doubts, *told)))
        remember_volume(con, reading, as_of)
    return [replace(reading, doubts=doubts.get(reading.table, reading.doubts)) for reading in readings]


def contract_of(con: duckdb.DuckDBPyConnection, store: Store, table: Table) -> tuple[Term, ...]:
    """How the terms of a table's contract stood when it was read last; none of a table that could not be read."""
    rows = con.execute(
        'SELECT kind, "column", held, records, keys, told, doubted FROM meta.contract '
        'WHERE store = ? AND "table" = ? ORDER BY position',
        [store.name, table.name],
    ).fetchall()
    return tuple(
        Term(kind, column, held, records, tuple(keys), told, doubted)
        for kind, column, held, records, keys, told, doubted in rows
    )


def _write(con: duckdb.DuckDBPyConnection, reading: Reading, terms: Sequence[Term]) -> None:
    rows = [
        [reading.store, reading.table, n, t.kind, t.column, t.held, t.records, list(t.keys), t.told, t.doubted]
        for n, t in enumerate(terms)
    ]
    marks = ", ".join(f"({', '.join('?' * len(row))})" for row in rows)
    con.execute(f"INSERT INTO meta.contract VALUES {marks}", [cell for row in rows for cell in row])


def _one_reason(doubt: str) -> str:
    """A doubt as one reason among others, which semicolons part."""
    return doubt.replace("; ", ", ").rstrip(".")


def _as_wholes(con: duckdb.DuckDBPyConnection, readings: Sequence[Reading], as_of: date) -> list[list[Term]]:
    """The terms about each table as a whole.

    Each is a measure that may not fall below nothing: hours left until the export is stale, rows above the fewest that
    are believed, columns missing counted down. So one expectation tests all of a store's, a row for each.
    """
    import pandas as pd  # type: ignore[import-untyped]  # slow to import, as the library that reads the frame is

    usually = [usual(con, reading, as_of) for reading in readings]
    measures = [
        (place, kind, left)
        for place, (reading, known) in enumerate(zip(readings, usually, strict=True))
        for kind, left in _left(reading, known).items()
    ]
    if not measures:
        return []
    frame = pd.DataFrame({ROW: range(len(measures)), "left": [float(left) for *_, left in measures]})
    (found,) = outcomes(frame, [Expectation("left", "at_least", 0)], len(measures))
    terms: list[list[Term]] = [[] for _ in readings]
    for row, (place, kind, _) in enumerate(measures):
        held = found.tested and row not in found.rows
        terms[place].append(Term(kind) if held else _whole(kind, readings[place], usually[place]))
    return terms


def _left(reading: Reading, known: Usual) -> dict[str, float]:
    """What is left of each measure; below nothing the term of that kind does not hold."""
    hours = (reading.fresh_within_hours, reading.age_hours)
    return {
        "columns": -len(reading.missing_columns),
        "rows": reading.landed - 1,
        "volume": reading.landed - known.least,
        "fresh": 0 if hours[0] is None or hours[1] is None else hours[0] - hours[1],
        "short": -len(reading.doubts),
        "dates": -_undated(reading),
        "quarantined": _undated(reading) - reading.quarantined,
    }


def _undated(reading: Reading) -> int:
    """Rows that landing put into quarantine because of a date."""
    return sum(number for reason, number in reading.reasons.items() if reason.startswith(DATED))


def _with_places(con: duckdb.DuckDBPyConnection, store: Store, table: Table, term: Term) -> Term:
    """A term about quarantined rows, with the places of the first of them: they have no record key to be named by.

    Where the key is personal the file's name may be too (a letter, a CV); then only the line is told.
    """
    if term.held or term.kind not in {"dates", "quarantined"}:
        return term
    place = "'line ' || _line" if table.key_is_personal else "concat(_file, ':', _line)"
    found = con.execute(
        f"SELECT {place} FROM quarantine.{table_name(store, table)} WHERE starts_with(reason, ?) = ? "
        f"ORDER BY _file, _line LIMIT {SHOWN}",
        [DATED, term.kind == "dates"],
    ).fetchall()
    return replace(term, keys=tuple(str(at) for (at,) in found))


def _whole(kind: str, reading: Reading, known: Usual) -> Term:
    """A term about a table as a whole that does not hold."""
    told, records, doubted = "", 0, False
    match kind:
        case "columns":
            told = f"the export has no column {', '.join(map(shown, reading.missing_columns))}"
        case "rows":
            told = "the export is empty"
        case "volume" if not reading.landed:
            told = f"no row landed, while the last night on record had {known.last:,}"
        case "volume":
            nights = "the night before" if known.nights == 1 else f"the last {known.nights} nights"
            told = f"{reading.landed:,} rows landed, less than half of the usual {known.median:,.0f} ({nights})"
            doubted = reading.rows < known.least  # else the rows that lack are quarantined, which is told already
        case "fresh":
            told = f"the export is {reading.age_hours:.0f} hours old, {reading.fresh_within_hours:.0f} are allowed"
        case "short":
            told, doubted = ". ".join(sign.rstrip(".") for sign in reading.doubts), True
        case "dates":
            records = _undated(reading)
            told = f"{_rows(records)} quarantined for a date not written as the map says, or readable in two ways"
        case "quarantined":
            records = reading.quarantined - _undated(reading)
            others = {reason: number for reason, number in reading.reasons.items() if not reason.startswith(DATED)}
            why = ", ".join(f"{number:,} {reason}" for reason, number in others.items())
            told = f"{_rows(records)} quarantined{f' ({why})' if why else ''}"
    return Term(kind, held=False, records=records, told=told, doubted=doubted)


def _rows(number: int) -> str:
    return "1 row was" if number == 1 else f"{number:,} rows were"
