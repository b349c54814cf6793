"""The turns of an erasure in a database: records' keys in temporary tables, and the conditions that join them to rows.

What belongs here: which rows a work means, which of them are what was read, and which are as they are to be already.
What is done to them is ``stores.erasers.sql``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stores.erasing import Item, Key, Work
from stores.erasing_text import redacted
from stores.sql_links import ForeignKey, Names
from stores.sql_writing import Writer, parts_of
from stores.store import Table


@dataclass
class Turn:
    """One work, or the part of one that touches the same columns, with its keys in a temporary table.

    Attributes:
        place: the work's place.
        items: the records.
        columns: the columns that are touched; empty for whole records.
        cut: those of them of which stretches are cut out.
        keys: the temporary table.
        before: keys of records that an earlier turn of the transaction changes: they were compared then.
        strict: records of it are in a later turn, so each must be what was read, even if it is as it is to be.
        fits: the condition for ``t`` and ``k`` being the same record; ``child_fits`` for ``c`` and ``k``.
        again: the same keys once more, where rows of the table refer to each other: MySQL opens a table once a query.
        same: the condition for its being what was read.
        done: the condition for its being as it is to be already.
    """

    place: int
    work: Work
    items: Sequence[Item]
    columns: tuple[str, ...]
    cut: tuple[str, ...]
    keys: str
    before: frozenset[Key] = frozenset()
    strict: bool = False
    target: str = ""
    fits: str = ""
    child_fits: str = ""
    again: str = ""
    same: str = ""
    done: str = ""


def turns_of(writer: Writer, works: Sequence[Work], links: Iterable[ForeignKey] = ()) -> Iterator[Turn]:
    """Every work with its keys in the database; a work whose records are touched in different columns is several."""
    number = 0
    touched: dict[str, set[Key]] = {}
    going = {(work.table.name, item.key) for work in works if work.action == "delete" for item in work.items}
    names = Names(works[0].store) if works else None
    circular = {names.same(link.parent) for link in links if link.parent == link.child} if names else set()
    for place, work in enumerate(works):
        groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Item]] = {}
        for item in work.items:
            cut = tuple(c for c in item.columns if item.spans.get(c))
            groups.setdefault((item.columns if work.action != "delete" else (), cut), []).append(item)
        for (columns, cut), items in groups.items():
            mine = touched.setdefault(work.table.name, set())
            turn = Turn(place, work, items, columns, cut, f"abide_k{number}", frozenset(mine) if mine else frozenset())
            number += 1
            if work.action != "delete":
                mine.update(item.key for item in items)
                turn.strict = any((work.table.name, item.key) in going for item in items)
            _fill(
                writer,
                turn,
                again=names is not None and work.action == "delete" and names.of(work.table) in circular,
            )
            yield turn


def _fill(writer: Writer, turn: Turn, *, again: bool) -> None:
    table = turn.work.table
    lacking = frozenset(table.key_may_lack)
    turn.target = target_of(writer, table)
    shape = {str(c).lower(): (str(c), str(k)) for c, k, _ in writer.ask(writer.dialect.columns(
        parts_of(table.source or table.name)))}  # fmt: skip
    key = [shape.get(column.lower(), (column, ""))[0] for column in table.key]
    turn.again = f"{turn.keys}s" if again else ""
    for name in (turn.keys, turn.again) if again else (turn.keys,):
        writer.keys(name, turn.target, key, len(turn.cut))
        writer.fill(name, _rows(turn, table), len(key) + 2 + len(turn.cut))
    texts = {name: writer.dialect.text(column, kind) for name, (column, kind) in shape.items()}
    turn.fits, turn.child_fits = (
        " AND ".join(
            _equal(writer, alias, column, f"k.k{place}", texts.get(column.lower()), table.key[place] in lacking)
            for place, column in enumerate(key)
        )
        for alias in ("t.", "c.")
    )
    own = [_of(texts[name.lower()], shape[name.lower()][0], writer) if name.lower() in texts else "NULL"
           for name in turn.work.columns]  # fmt: skip
    turn.same = f"(k.d = '' OR {writer.equal(writer.content(own), 'k.d')})"
    turn.done = " AND ".join(_is_done(writer, turn, column, texts) for column in turn.columns)


def _rows(turn: Turn, table: Table) -> Iterator[list[str | int | None]]:
    lacking = [place for place, column in enumerate(table.key) if column in table.key_may_lack]
    for number, item in enumerate(turn.items):
        row: list[str | int | None] = list(item.key)
        for place in lacking:
            row[place] = row[place] or None
        new = [redacted(item.values.get(column) or "", item.spans[column]) for column in turn.cut]
        yield [*row, "" if item.key in turn.before else item.digest, number, *new]


def _equal(writer: Writer, alias: str, column: str, key: str, text: str | None, may_lack: bool) -> str:
    own = column_of(writer, column, alias)
    if writer.dialect.function == "sqlite_query" and text:  # a column may hold values of several types
        own = _of(text, column, writer, alias)
    return f"({own} = {key} OR ({own} IS NULL AND {key} IS NULL))" if may_lack else f"{own} = {key}"


def _of(text: str, column: str, writer: Writer, alias: str = "t.") -> str:
    """The expression for a column as text, of the table with an alias."""
    name = column_of(writer, column)
    return text.replace(name, f"{alias}{name}")


def _is_done(writer: Writer, turn: Turn, column: str, texts: Mapping[str, str]) -> str:
    """The condition under which a column is already as it is to be."""
    own = column_of(writer, column, "t.")
    text = _of(texts[column.lower()], column, writer) if column.lower() in texts else own
    if column in turn.cut:
        return writer.equal(text, f"k.t{turn.cut.index(column)}")
    return f"({own} IS NULL OR {text} = '')"


def keyed(turn: Turn) -> str:
    """The rows of a turn, joined to its keys."""
    return f"{turn.keys} AS k JOIN {turn.target} AS t ON {turn.fits}"


def column_of(writer: Writer, column: str, of: str = "") -> str:
    """A column, quoted, of the table with an alias."""
    return of + writer.dialect.table([column])


def target_of(writer: Writer, table: Table) -> str:
    """A table's name, quoted."""
    return writer.dialect.table(parts_of(table.source or table.name))
