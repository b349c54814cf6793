"""The tables of a database as they were at one moment, each in tables of its own.

What belongs here: the way of a reading, which is the same for all databases: one moment, one fresh attempt, nothing
left behind. On a warehouse's connection the rows are written once, as they are landed. Every column is turned into text
by the database itself: the scanners read a zero date as NULL, NaN as 0 and a wide numeric as a float. The database
counts the rows of the same moment, whatever isolation it is set to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import duckdb

from stores.errors import SourceError
from stores.landing_stage import Stage
from stores.landing_write import landed_row, landed_shape
from stores.quoting import identifier, literal
from stores.sql_attach import Source, attached
from stores.store import Exported, Store, Table

_N = "_abide_rows"
"""The column in which the database states its own count beside every row."""


@dataclass(frozen=True)
class Held:
    """One table as it was: the temporary tables ``into`` and ``{into}_rejected``, and what the reading found.

    Where ``exported.landed_as`` says so, the rows stand there instead of in ``into``.

    Attributes:
        columns: the columns of ``into``.
    """

    into: str
    exported: Exported
    columns: tuple[str, ...]


Moment = dict[str, Held | str]
"""Table to what was read of it, or to why it cannot be read."""


@dataclass(frozen=True)
class _Plan:
    """How one table is read.

    Attributes:
        given: the database's expressions, one a column.
        all_columns: the columns found, and those of the map that the table lacks.
        lost: the database's condition for a row of which a text is not whole, or None.
        unique: whether the database itself keeps the map's key unique.
        printed: the columns whose texts are dates that the database printed.
    """

    table: Table
    source: str
    stage: Stage
    into: str
    landed_as: str | None
    at: datetime
    target: str
    columns: tuple[str, ...]
    all_columns: tuple[str, ...]
    given: tuple[str, ...]
    lost: str | None
    unique: bool
    printed: frozenset[str]
    note: str | None


def read_tables(store: Store, tables: Sequence[Table], folder: Path, con: duckdb.DuckDBPyConnection) -> Moment:
    """Read ``tables`` as of one moment into temporary tables of ``con``.

    A reading that breaks is tried once afresh, all of it, since half of another moment is no moment: a connection may
    have been cut, or DuckDB met bytes that are no text, which are looked for from then on. If it breaks again, each
    table is tried alone, and those that cannot be read are left out of a last reading.

    Raises:
        SourceError: the database does not answer, or breaks off whatever is read; nothing is left behind.
    """
    refused: Moment = {}
    for attempt in range(3):
        wanted = [table for table in tables if table.name not in refused]
        try:
            return {**refused, **_read(store, wanted, folder, con, trusting=attempt == 0)}
        except duckdb.Error:
            pass
        if attempt == 1:
            alone = _refused_alone(store, wanted, folder, con)
            if not alone:
                break
            refused.update(alone)
    raise SourceError(f"{store.name}: the database broke off the reading twice; nothing of it was landed")


def _refused_alone(store: Store, tables: Sequence[Table], folder: Path, con: duckdb.DuckDBPyConnection) -> Moment:
    """The tables that cannot be read even alone."""
    refused: Moment = {}
    for table in tables:
        try:
            found = _read(store, [table], folder, con, trusting=False)[table.name]
        except duckdb.Error:
            refused[table.name] = (
                f"{store.name}: the table {table.source or table.name} cannot be read; "
                "check that the account may SELECT from it, and that the connection holds"
            )
        else:
            if isinstance(found, Held):
                drop(con, found)
    return refused


def drop(con: duckdb.DuckDBPyConnection, held: Held) -> None:
    """Drop what was read of one table."""
    _drop(con, held.into, held.exported.landed_as)


def _drop(con: duckdb.DuckDBPyConnection, into: str, landed_as: str | None) -> None:
    con.execute(f"DROP TABLE IF EXISTS temp.{identifier(into)}")
    con.execute(f"DROP TABLE IF EXISTS temp.{identifier(f'{into}_rejected')}")
    if landed_as is not None:
        con.execute(f"DROP TABLE IF EXISTS landed.{landed_as}")


def _is_warehouse(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether rows can be landed on this connection: there is a place for them, and the key of their digests."""
    return bool(
        con.execute(
            "SELECT EXISTS (FROM duckdb_schemas() WHERE database_name = current_database() AND schema_name = 'landed') "
            "AND EXISTS (FROM duckdb_functions() WHERE function_name = 'keyed_digest')"
        ).fetchall()[0][0]
    )


def _read(
    store: Store, tables: Sequence[Table], folder: Path, con: duckdb.DuckDBPyConnection, *, trusting: bool
) -> Moment:
    """One reading of all ``tables`` in one transaction of DuckDB's: the temporary tables appear together or not at all.

    With ``trusting``, a text that is not valid Unicode breaks the reading, as it does in DuckDB, and is not looked for:
    that is a tenth cheaper.

    Raises:
        SourceError: the database does not answer.
        duckdb.Error: the reading broke; it was undone.
    """
    found: Moment = {}
    now = datetime.now(UTC)
    with attached(store, folder, con) as source, _one_thread(con):
        con.execute("BEGIN")
        try:
            checked = _texts_are_checked(source, store) or trusting
            at = source.copied_at or now
            straight = checked and _is_warehouse(con)
            plans: list[_Plan] = []
            for table in tables:
                try:
                    plans.append(_plan(source, store, table, at, straight=straight))
                except SourceError as error:
                    found[table.name] = str(error)
            way = _in_one_statement if source.dialect.one_statement else _one_by_one
            for plan, total in way(source, plans, checked=checked):
                found[plan.table.name] = _held(con, store, plan, total)
            con.execute("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):  # a connection that is gone cannot be told to roll back; DuckDB does
                con.execute("ROLLBACK")
            raise
    return found


def _texts_are_checked(source: Source, store: Store) -> bool:
    """Whether the database itself sees to it that every text is valid Unicode.

    Raises:
        SourceError: the session is not set as a reading needs it.
    """
    session = source.dialect.session(source.ask)
    if session.fault:
        raise SourceError(f"{store.name}: {session.fault}")
    return session.checked


@contextmanager
def _one_thread(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """While one connection gives the rows, DuckDB's other threads would only spin: measured, twice the CPU."""
    before = con.execute("SELECT current_setting('threads')").fetchall()[0][0]
    con.execute("SET threads = 1")
    try:
        yield
    finally:
        con.execute(f"SET threads = {before}")


def _plan(source: Source, store: Store, table: Table, at: datetime, *, straight: bool) -> _Plan:
    """How a table is read, the tables it goes into made; ``straight``: as it is landed, unless it opens documents.

    Raises:
        SourceError: there is no such table, or its columns cannot be those of the map.
    """
    name = table.source or table.name
    parts = name.split(".")
    if len(parts) > 2 or not all(parts):
        raise SourceError(f"{store.name}/{table.name}: source: must be table or schema.table, not '{name}'")
    dialect = source.dialect
    shape = [(str(column), str(kind), note) for column, kind, note in source.ask(dialect.columns(parts))]
    if not shape:
        raise SourceError(f"{store.name}: there is no table {name}, or the account may not read it")
    into = f"sql_{uuid4().hex[:12]}"
    with Stage(source.con, into, store, table) as stage:
        columns = stage.header([column for column, _, _ in shape], f"{store.name}/{name}")
        all_columns = tuple(dict.fromkeys((*table.column_names, *columns)))
        landed_as = identifier(into) if straight and not table.opens else None
        if landed_as is not None:
            landed_shape(source.con, landed_as, table, all_columns)
        lost = [told for column, kind, _ in shape if (told := dialect.lost(column, kind))]
        return _Plan(
            table,
            name,
            stage,
            into,
            landed_as,
            at,
            dialect.table(parts),
            tuple(columns),
            all_columns,
            tuple(dialect.text(column, kind) for column, kind, _ in shape),
            " OR ".join(lost) or None,
            _is_unique(source, parts, table),
            frozenset(name for name, (_, kind, _) in zip(columns, shape, strict=True) if dialect.prints_dates(kind)),
            shape[0][2],
        )


def _is_unique(source: Source, parts: list[str], table: Table) -> bool:
    query = source.dialect.unique(parts, table.key)
    return query is not None and bool(source.ask(query)[0][0])


def _held(con: duckdb.DuckDBPyConnection, store: Store, plan: _Plan, total: int | None) -> Held | str:
    """What was read of a table, once every row the database counted is accounted for."""
    into, rejected = plan.stage.into, plan.stage.rejected_into
    con.execute(
        f"INSERT INTO {rejected} SELECT _file, -_line, 'not valid Unicode text' FROM {into} WHERE _line < 0 ORDER BY 2"
    )
    con.execute(f"DELETE FROM {into} WHERE _line < 0")
    exported = replace(plan.stage.finish(total or 0, plan.at), unique=plan.unique, printed=plan.printed)
    if plan.landed_as is not None:
        staged = int(con.execute(f"SELECT count(*) FROM landed.{plan.landed_as}").fetchall()[0][0])
        exported = replace(exported, staged=staged, landed_as=plan.landed_as)
    if total is None or exported.staged + exported.rejected != total:
        _drop(con, plan.into, plan.landed_as)
        counted = "did not say how many rows it has" if total is None else f"counted {total} rows"
        given = exported.staged + exported.rejected
        return f"{store.name}: of the table {plan.source} the database {counted}, and gave {given}"
    short = (f"{plan.source}: {plan.note}",) if plan.note else ()
    return Held(plan.into, replace(exported, short=short), plan.all_columns)


def _one_by_one(source: Source, plans: Sequence[_Plan], *, checked: bool) -> Iterator[tuple[_Plan, int | None]]:
    """Each table in a statement of its own: the database's transaction, which is DuckDB's, is the moment."""
    for plan in plans:
        total = int(source.ask(f"SELECT count(*) AS n FROM {plan.target}")[0][0])
        given = ", ".join(f"{text} AS c{place}" for place, text in enumerate(plan.given))
        rows = source.run(f"SELECT {given} FROM {plan.target}")
        _fill(source.con, plan, _looked_at(rows, len(plan.given), checked=checked))
        yield plan, total


def _in_one_statement(source: Source, plans: Sequence[_Plan], *, checked: bool) -> Iterator[tuple[_Plan, int | None]]:
    """All tables in one statement, one after the other: the statement is the moment."""
    if not plans:
        return
    width = max(len(plan.given) for plan in plans)
    branches = []
    for place, plan in enumerate(plans):
        padded = (*plan.given, *("NULL",) * (width - len(plan.given)))
        given = ", ".join(f"{text} AS c{column}" for column, text in enumerate(padded))
        total = f"(SELECT COUNT(*) AS {_N} FROM {plan.target}) AS abide_total"
        branches.append(
            f"SELECT {place} AS place, {_N} AS total, {plan.lost or 'FALSE'} AS lost, {given} "
            f"FROM {total} LEFT JOIN {plan.target} ON TRUE"
        )
    together, columns = f"sql_{uuid4().hex[:12]}", ", ".join(f"c{place}" for place in range(width))
    source.con.execute(
        f"CREATE TEMP TABLE {together} AS SELECT place, total, wrong OR lost <> 0 AS wrong, {columns} "
        f"FROM {_looked_at(source.run(' UNION ALL '.join(branches)), width, checked=checked)}"
    )
    counted = dict(source.con.execute(f"SELECT place, max(total) FROM {together} GROUP BY place").fetchall())
    for place, plan in enumerate(plans):
        wanted = f"place = {place} AND total > 0"
        if plan.landed_as is not None:
            source.con.execute(
                f"INSERT INTO {plan.stage.rejected_into} SELECT {literal(plan.source)}, line, 'not valid Unicode text' "
                f"FROM (SELECT wrong, row_number() OVER () AS line FROM {together} WHERE {wanted}) WHERE wrong"
            )
        _fill(source.con, plan, f"{together} WHERE {wanted}")
        yield plan, counted.get(place)
    source.con.execute(f"DROP TABLE {together}")


def _looked_at(rows: str, width: int, *, checked: bool) -> str:
    """``rows``, of the columns c0, c1 ..., and a column ``wrong``: whether a text of the row is not valid Unicode.

    Unless every text is known to be valid (``checked``), each is looked at; one that is not becomes NULL.
    """
    if checked:
        return f"(SELECT *, FALSE AS wrong FROM {rows})"
    places = range(width)
    tried = "".join(f", TRY(decode(encode(c{place}))) AS d{place}" for place in places)
    wrong = " OR ".join(f"(c{place} IS NOT NULL AND d{place} IS NULL)" for place in places)
    sound = ", ".join(f"d{place} AS c{place}" for place in places)
    return f"(SELECT * REPLACE ({sound}), {wrong} AS wrong FROM (SELECT *{tried} FROM {rows}))"


def _fill(con: duckdb.DuckDBPyConnection, plan: _Plan, rows: str) -> None:
    """Stage a table's rows: ``_line`` is the row's ordinal, negative if it is wrong; ``_file`` is the table's name.

    What is landed straight away has no wrong rows.
    """
    given = "".join(f", c{place} AS {identifier(column)}" for place, column in enumerate(plan.columns))
    if plan.landed_as is not None:
        lacking = "".join(f", NULL AS {identifier(c)}" for c in plan.all_columns if c not in plan.columns)
        con.execute(
            f"INSERT INTO landed.{plan.landed_as} SELECT {landed_row(plan.table, plan.all_columns, plan.at)} "
            f"FROM (SELECT {literal(plan.source)} AS _file, row_number() OVER () AS _line, wrong{given}{lacking} "
            f"FROM {rows}) WHERE NOT wrong"
        )
        return
    con.execute(
        f"INSERT INTO {plan.stage.into} BY NAME SELECT {literal(plan.source)} AS _file, "
        f"CASE WHEN wrong THEN -1 ELSE 1 END * row_number() OVER () AS _line{given} FROM {rows}"
    )
