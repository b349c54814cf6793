"""Erasing in a database: PostgreSQL, MariaDB, MySQL and SQLite, with an account of its own, in one transaction a store.

What belongs here: the way of an erasure, which is the same for all databases: keys go into temporary tables, rows are
compared with what was read, children go before parents, and what the plan does not know stops all of it. What differs
between databases is ``stores.sql_writing``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from stores.erasing import Eraser, Item, Key, Result, State, Work
from stores.errors import ErasureRefused, SourceError
from stores.sql_links import ForeignKey, Names, parsed, query_of
from stores.sql_turns import Turn, column_of, keyed, target_of, turns_of
from stores.sql_writing import Writer, parts_of, writing
from stores.store import Store, Table

CHANGED = "it is not what was read: it changed, or something in the database keeps it from changing"
UNDONE = "nothing in this store was erased; make the plan again, or repeat"


class Sql:
    """See ``stores.erasing.Eraser`` and ``Together``."""

    def needs(self, table: Table) -> tuple[str, ...]:  # noqa: ARG002
        """Nothing beside the key: the record itself is compared."""
        return ()

    def check(self, store: Store, folder: Path) -> None:
        """See ``stores.erasing.Eraser.check``."""
        with writing(store, folder):
            pass

    def ready(self, works: Sequence[Work], folder: Path) -> None:
        """See ``stores.erasing.Together.ready``: every right is tried on no row at all."""
        if not works:
            return
        store = works[0].store
        with writing(store, folder) as writer:
            for work in works:
                _may(writer, work)
            try:
                links = _links(writer)
            except writer.errors as error:
                raise ErasureRefused(f"{store.name}: foreign keys cannot be read ({writer.told(error)})") from None
            names = Names(store)
            emptied = {names.of(work.table) for work in works if work.action == "delete"}
            for link in links:
                if names.same(link.parent) in emptied:
                    child = writer.dialect.table(parts_of(link.child))
                    _try(writer, store, link.child, "SELECT", f"SELECT 1 FROM {child} WHERE 1 = 0")

    def erase(self, work: Work, folder: Path, today: date) -> Iterator[Result]:
        """See ``stores.erasing.Eraser.erase``."""
        for _, result in self.erase_together([work], folder, today):
            yield result

    def erase_together(self, works: Sequence[Work], folder: Path, today: date) -> Iterator[tuple[int, Result]]:  # noqa: ARG002
        """See ``stores.erasing.Together``: one transaction; if one record is not what was read, all is undone."""
        if not works:
            return
        store = works[0].store
        with writing(store, folder) as writer:
            try:
                links = _links(writer)
                turns = list(turns_of(writer, works, links))
                writer.begin()
                absent, changed = _carry_out(writer, turns, links)
                if changed:
                    writer.rollback()
                else:
                    writer.commit()
            except writer.errors as error:
                writer.rollback()
                raise SourceError(f"{store.name}: the database refused ({writer.told(error)}); {UNDONE}") from None
            except BaseException:
                writer.rollback()
                raise
        yield from _results(turns, absent, changed)

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Key]) -> set[Key]:
        """See ``stores.erasing.Eraser.present``."""
        if not keys:
            return set()
        with writing(store, folder) as writer:
            work = Work(store, table, "delete", [Item(key) for key in keys])
            try:
                (turn,) = turns_of(writer, [work])
                rows = writer.ask(f"SELECT k.n FROM {keyed(turn)}")
                writer.rollback()
            except writer.errors as error:
                raise SourceError(f"{store.name}: the database does not answer ({writer.told(error)})") from None
        return {work.items[int(row[0])].key for row in rows}


def _links(writer: Writer) -> list[ForeignKey]:
    return parsed(writer.ask(query_of(writer.dialect.function)))


def _try(writer: Writer, store: Store, table: str, right: str, statement: str) -> None:
    """Run a statement that touches no row, for the right that it needs.

    Raises:
        ErasureRefused: the account may not.
    """
    writer.begin()
    try:
        writer.run(statement)
    except writer.errors as error:
        told = f"the erasure account may not {right} in {table} ({writer.told(error)})"
        raise ErasureRefused(f"{store.name}: {told}; nothing was erased") from None
    finally:
        writer.rollback()


def _may(writer: Writer, work: Work) -> None:
    """See that a work's table and columns are such that it can be done, and that the account may."""
    store, source = work.store, work.table.source or work.table.name
    parts, target = parts_of(source), target_of(writer, work.table)
    try:
        wrong = writer.kind_of_table(parts)
        may_be_null = writer.nullable(parts)
    except writer.errors as error:
        raise ErasureRefused(f"{store.name}: {source} cannot be looked at ({writer.told(error)})") from None
    if wrong:
        raise ErasureRefused(f"{store.name}: {source}: {wrong}; nothing was erased")
    columns = {column for item in work.items for column in item.columns} if work.action != "delete" else set()
    for column in sorted(columns):
        null, text = may_be_null.get(column.lower(), (False, False))
        spans = work.action == "redact" and all(item.spans.get(column) for item in work.items if column in item.columns)
        if not null and not text:
            told = "has no such column" if column.lower() not in may_be_null else f"lets {column} never be empty"
            raise ErasureRefused(f"{store.name}: {source} {told}; nothing was erased")
        if spans and not text:
            raise ErasureRefused(f"{store.name}: {source}.{column} is no text to cut from; nothing was erased")
    if work.action == "delete":
        _try(writer, store, source, "DELETE", f"DELETE FROM {target} WHERE 1 = 0")
    else:
        sets = ", ".join(f"{column_of(writer, column)} = {column_of(writer, column)}" for column in sorted(columns))
        _try(writer, store, source, "UPDATE", f"UPDATE {target} SET {sets} WHERE 1 = 0")
    _try(writer, store, source, "SELECT", f"SELECT * FROM {target} WHERE 1 = 0")


def _carry_out(
    writer: Writer, turns: Sequence[Turn], links: Sequence[ForeignKey]
) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Do all of it inside the transaction that is open.

    Returns:
        By place in ``turns``, the numbers of items that were not there any more; and of those that are not what was
        read, after which nothing of it may stand.

    Raises:
        ErasureRefused: a row that the plan does not know refers to one that would go.
    """
    absent: dict[int, set[int]] = {}
    for number, turn in enumerate(turns):
        if turn.work.action == "delete":
            _nobody_else_refers(writer, turn, links)
            absent[number], left = _delete(writer, turn)
        else:
            absent[number], left = _absent(writer, turn), _update(writer, turn)
        if left:
            return absent, {number: left}
    return absent, {}


def _absent(writer: Writer, turn: Turn) -> set[int]:
    none = f"NOT EXISTS (SELECT 1 FROM {turn.target} AS t WHERE {turn.fits})"
    return _numbers(writer, f"SELECT k.n FROM {turn.keys} AS k WHERE {none}")


def _delete(writer: Writer, turn: Turn) -> tuple[set[int], set[int]]:
    """Delete a turn's rows; which were not there any more, and which are not what was read.

    That every row went is the rule, and asks for nothing but the DELETE; else it is done again, slower, to tell which.
    A second row of a key, come since the reading, is not looked for here: the verification finds it.
    """
    which = f"{turn.fits} AND {turn.same}"
    writer.run("SAVEPOINT abide_turn")
    done = writer.delete(turn.target, turn.keys, which)
    if done > len(turn.items):
        raise ErasureRefused(f"{turn.work.store.name}: a key stands for several rows; {UNDONE}")
    if done == len(turn.items):
        return set(), set()
    if left := _numbers(writer, f"SELECT k.n FROM {keyed(turn)}"):
        return set(), left
    writer.run("ROLLBACK TO SAVEPOINT abide_turn")
    absent = _absent(writer, turn)
    if writer.delete(turn.target, turn.keys, which) + len(absent) != len(turn.items):
        raise SourceError(f"{turn.work.store.name}: rows came and went while they were erased; {UNDONE}")
    return absent, _numbers(writer, f"SELECT k.n FROM {keyed(turn)}")


def _update(writer: Writer, turn: Turn) -> set[int]:
    """Update a turn's rows; which are not what was read."""
    if turn.strict and (other := _numbers(writer, f"SELECT k.n FROM {keyed(turn)} WHERE NOT ({turn.same})")):
        return other
    nullable = writer.nullable(parts_of(turn.work.table.source or turn.work.table.name))
    sets = [
        (c, f"k.t{turn.cut.index(c)}" if c in turn.cut else "NULL" if nullable[c.lower()][0] else "''")
        for c in turn.columns
    ]
    if writer.update(turn.target, turn.keys, f"{turn.fits} AND NOT ({turn.done}) AND {turn.same}", sets) > len(
        turn.items
    ):
        raise ErasureRefused(f"{turn.work.store.name}: a key stands for several rows; {UNDONE}")
    return _numbers(writer, f"SELECT k.n FROM {keyed(turn)} WHERE NOT ({turn.done})")


def _numbers(writer: Writer, query: str) -> set[int]:
    return {int(row[0]) for row in writer.ask(query)}


def _nobody_else_refers(writer: Writer, turn: Turn, links: Iterable[ForeignKey]) -> None:
    """Refuse where a row outside the plan refers to one that would go: the database would take it along, or break.

    Where the database would act by itself, the rows that go are locked first, so that none can come to refer to them.
    """
    names = Names(turn.work.store)
    source = names.of(turn.work.table)
    mine = [link for link in links if names.same(link.parent) == source]
    if writer.locks and any(link.acts for link in mine):
        writer.ask(f"SELECT k.n FROM {keyed(turn)}{writer.locks}")
    for link in mine:
        child = writer.dialect.table(parts_of(link.child))
        pairs = zip(link.columns, link.parent_columns, strict=True)
        refers = " AND ".join(f"{column_of(writer, a, 'c.')} = {column_of(writer, b, 't.')}" for a, b in pairs)
        query = f"SELECT count(*) FROM {keyed(turn)} JOIN {child} AS c ON {refers}"
        if link.child == link.parent:  # a row of the same table that goes in the same turn is no obstacle
            query += f" WHERE NOT EXISTS (SELECT 1 FROM {turn.again} AS k WHERE {turn.child_fits})"
        found = int(writer.ask(query)[0][0])
        if found:
            raise ErasureRefused(
                f"{turn.work.store.name}: {found} rows of {link.child} refer to records that would go and are not in "
                f"the plan; {UNDONE}"
            )


def _results(
    turns: Sequence[Turn], absent: Mapping[int, set[int]], changed: Mapping[int, set[int]]
) -> Iterator[tuple[int, Result]]:
    for number, turn in enumerate(turns):
        gone, other = absent.get(number, set()), changed.get(number, set())
        for place, item in enumerate(turn.items):
            if place in other:
                yield turn.place, Result(item.key, State.CHANGED, CHANGED)
            elif changed:
                yield turn.place, Result(item.key, State.FAILED, UNDONE)
            elif place in gone:
                yield turn.place, Result(item.key, State.ABSENT)
            else:
                yield turn.place, Result(item.key, State.REMOVED)


ERASER: Eraser = Sql()
