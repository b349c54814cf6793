"""Turns each vendor's columns into the one shape that rules see: ``record."{store}__{table}"`` and what hangs on it.

What belongs here: the SQL that a map becomes. Identifiers are ``stores.identifiers``'s, and who is the same person
across stores is ``stores.linking``'s.
Each record table has the columns of a record (``rules.relations``: identity without the subject, then OWN), and
``subject_on_hold``. Beside it: ``record.identifier``, and one table
``record."{store}__{table}__{relation}"`` for each further relation the map fills.
"""

from __future__ import annotations

import duckdb

from rules.relations import CODES, EXTRA, OWN
from stores.dates import day_sql
from stores.errors import SourceError
from stores.identifiers import insert_identifiers, prepare
from stores.map_sql import DATES
from stores.quoting import identifier, literal, table_name
from stores.store import Store, Table

LONGEST_CODE = 60
"""Characters that a code may have."""

NO_CODE = r"@|[0-9]{7}|([0-9][ ().+]*){9}|[\r\n]"
"""What no code holds: an address, a long number, a telephone number however it is spaced, a second line."""


def constants(store: Store, table: Table) -> dict[str, str]:
    """What is one value in the whole table: store, table, and the facts the map states and no SQL overrides."""
    stated = {
        "subject_type": table.subject_type,
        "purpose": table.purpose,
        "lawful_basis": table.lawful_basis,
        "special_condition": table.special_condition,
    }
    own = {name: str(value) for name, value in stated.items() if value is not None and name not in table.record}
    return {"store": store.name, "table": table.name, **own}


def build_records(
    con: duckdb.DuckDBPyConnection, store: Store, table: Table, zone: str, *, gmail_dots: bool = True
) -> int:
    """Build the record tables of one landed table, replacing those of the night before.

    Args:
        con: the warehouse, with the table landed.
        store: the store.
        table: the map.
        zone: the controller's time zone, in which its days are counted.
        gmail_dots: whether the dots of a Gmail address tell mailboxes apart.

    Returns:
        The number of records.

    Raises:
        SourceError: an expression of the map cannot be computed over this export; the message names it, no value.
    """
    fixed = constants(store, table)
    landed = _with_days(store, table, zone)
    facts = {
        **{name: table.record.get(name, literal(fixed.get(name))) for name in OWN},
        "subject_on_hold": table.record.get("subject_on_hold", "NULL"),
    }
    kinds = {**OWN, "subject_on_hold": "BOOLEAN"}
    drop_records(con, store, table)
    columns = ", ".join(f"CAST(({sql}) AS {kinds[name]}) AS {name}" for name, sql in facts.items())
    identity = f'{literal(store.name)} AS store, {literal(table.name)} AS "table", record_key'
    _create(con, store, table, landed, f"record.{table_name(store, table)}", f"{identity}, {columns}", facts, kinds)
    for relation, given in table.also.items():
        typed = EXTRA[relation]
        wanted = {name: given.get(name, "NULL") for name in typed}
        more = ", ".join(f"CAST(({sql}) AS {typed[name]}) AS {name}" for name, sql in wanted.items())
        target = f"record.{table_name(store, table, relation)}"
        _create(con, store, table, landed, target, f"{identity}, {more}", wanted, typed)
    _refuse_what_is_no_code(con, store, table)
    prepare(con)
    insert_identifiers(con, store, table, landed, gmail_dots=gmail_dots)
    found = con.execute(f"SELECT count(*) FROM record.{table_name(store, table)}").fetchone()
    return int(found[0]) if found else 0


def _with_days(store: Store, table: Table, zone: str) -> str:
    """The landed table, and beside it the day of each column whose dates the map explains and a fact speaks of."""
    landed = f"landed.{table_name(store, table)}"
    spoken = " ".join([*table.record.values(), *(sql for part in table.also.values() for sql in part.values())])
    days = [
        f"{identifier(column)} := {day_sql(column, given, zone)}"
        for column, given in table.dates.items()
        if column.lower() in spoken.lower()
    ]
    return f"(SELECT *, struct_pack({', '.join(days)}) AS {DATES} FROM {landed})" if days else landed


def _refuse_what_is_no_code(con: duckdb.DuckDBPyConnection, store: Store, table: Table) -> None:
    """A code is shown in flags and reports; text about a person must not pass as one.

    Raises:
        SourceError: naming the facts whose values are longer than codes are, or hold an address or a long number.
    """
    stated = {"record": [name for name in CODES if name in table.record]}
    for relation, given in table.also.items():
        stated[relation] = [name for name in given if EXTRA[relation][name] == "VARCHAR"]
    for relation, names in stated.items():
        place = f"record.{table_name(store, table, *([] if relation == 'record' else [relation]))}"
        for name in names:
            wrong = con.execute(
                f"SELECT count(*) FROM {place} WHERE length({name}) > {LONGEST_CODE} "
                f"OR regexp_matches({name}, {literal(NO_CODE)})"
            ).fetchone()
            if wrong and wrong[0]:
                given_to = f"gives {relation}.{name} what is no code in {wrong[0]} rows"
                told = f"the map of {store.name}.{table.name} {given_to}"
                raise SourceError(f"{told}; map it by a case expression, or leave it out")


def drop_records(con: duckdb.DuckDBPyConnection, store: Store, table: Table) -> None:
    """Remove what an earlier night made of the table: a store that was not read is not judged on old data."""
    prepare(con)
    con.execute(f"DROP TABLE IF EXISTS record.{table_name(store, table)}")
    for relation in EXTRA:
        con.execute(f"DROP TABLE IF EXISTS record.{table_name(store, table, relation)}")
    con.execute('DELETE FROM record.identifier WHERE store = ? AND "table" = ?', [store.name, table.name])


def _create(
    con: duckdb.DuckDBPyConnection,
    store: Store,
    table: Table,
    landed: str,
    target: str,
    columns: str,
    facts: dict[str, str],
    kinds: dict[str, str],
) -> None:
    try:
        con.execute(f"CREATE TABLE {target} AS SELECT {columns} FROM {landed}")
    except duckdb.Error:
        wrong = [name for name, sql in facts.items() if not _computes(con, landed, sql, kinds[name])]
        named = ", ".join(wrong) or "its facts together"
        told = f"the map of {store.name}.{table.name} cannot be computed over this export: {named}"
        raise SourceError(f"{told}; try_cast or try_strptime make what cannot be read undated") from None


def _computes(con: duckdb.DuckDBPyConnection, landed: str, sql: str, kind: str) -> bool:
    try:
        con.execute(f"SELECT count(x) FROM (SELECT CAST(({sql}) AS {kind}) AS x FROM {landed})").fetchone()
    except duckdb.Error:
        return False
    return True
