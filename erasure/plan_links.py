"""Which records refer to which: the maps' links and the databases' own foreign keys, as one list.

What belongs here: finding the links between the tables of a store, what cannot be seen of them, and asking databases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stores.controller import Controller
from stores.errors import SourceError
from stores.sql_links import ForeignKey, Names, foreign_keys
from stores.store import Store, Table
from stores.warehouse import scratch


@dataclass(frozen=True)
class Link:
    """Rows of ``child`` refer to rows of ``parent``.

    Attributes:
        store: the child's store.
        child: the table that refers.
        columns: its columns.
        parent: the table referred to.
        parent_columns: the columns referred to, in the same order.
        may_blank: the reference can be blanked in the child.
        by: ``map`` or ``database``.
        when: a column of the child and what it says where ``parent`` is meant; None: always.
        above: the parent's store, if it is another one.
    """

    store: str
    child: str
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    may_blank: bool
    by: str
    when: tuple[str, str] | None = None
    above: str = ""

    @property
    def parent_store(self) -> str:
        """The store of the table referred to."""
        return self.above or self.store


@dataclass(frozen=True)
class Unseen:
    """A table of the database that refers to a bound one, and that no map binds: its rows are not known."""

    store: str
    child: str
    parent: str


def links_of(controller: Controller, keys: Mapping[str, Sequence[ForeignKey]]) -> tuple[list[Link], list[Unseen]]:
    """The links of every store.

    Args:
        controller: its maps name links.
        keys: the foreign keys of each SQL store that was asked, by store.

    Returns:
        The links among bound tables, each once; and what refers to them from tables that are not bound.
    """
    found: dict[tuple[object, ...], Link] = {}
    unseen: list[Unseen] = []
    for store in controller.stores:
        if store.connector == "none":
            continue
        for link in [*_of_database(store, keys.get(store.name, ()), unseen), *_of_maps(store)]:
            place = (link.store, link.child, link.columns, link.above, link.parent, link.parent_columns, link.when)
            found.setdefault(place, link)
    order = sorted(
        found.values(), key=lambda one: (one.store, one.child, one.columns, one.above, one.parent, one.when or ())
    )
    return order, sorted(set(unseen), key=lambda one: (one.store, one.child, one.parent))


def _of_maps(store: Store) -> Iterator[Link]:
    bound = {table.name: table for table in store.tables}
    for table in store.tables:
        for link in table.references:
            if link.store or link.parent in bound:
                may_blank = link.column not in {*table.key, *table.required}
                columns, named, above = (link.column,), (link.parent_column,), link.store or ""
                yield Link(store.name, table.name, columns, link.parent, named, may_blank, "map", link.when, above)


def _of_database(store: Store, keys: Iterable[ForeignKey], unseen: list[Unseen]) -> Iterator[Link]:
    bound: dict[str, list[Table]] = {}
    names = Names(store)
    for table in store.tables:
        bound.setdefault(names.of(table), []).append(table)
    for key in keys:
        for parent in bound.get(names.same(key.parent), ()):
            children = bound.get(names.same(key.child), ())
            if not children:
                unseen.append(Unseen(store.name, key.child, parent.name))
            for child in children:
                if set(key.columns) <= set(child.column_names) and set(key.parent_columns) <= set(parent.column_names):
                    may_blank = key.may_be_null and not set(key.columns) & set(child.key)
                    yield Link(
                        store.name, child.name, key.columns, parent.name, key.parent_columns, may_blank, "database"
                    )
                else:
                    unseen.append(Unseen(store.name, child.name, parent.name))


def keys_of(controller: Controller) -> tuple[dict[str, list[ForeignKey]], list[str]]:
    """The foreign keys of each SQL store, asked of the database itself; and the stores that did not answer."""
    found: dict[str, list[ForeignKey]] = {}
    unasked = []
    for store in controller.stores:
        if store.connector != "sql":
            continue
        con = scratch()
        try:
            found[store.name] = foreign_keys(store, controller.folder, con)
        except SourceError:
            unasked.append(store.name)
        finally:
            con.close()
    return found, unasked


def drawn_in(links: Iterable[Link], stores: Iterable[str]) -> set[str]:
    """The stores, and those whose records refer to records of theirs, near or far."""
    found = set(stores)
    between = [(link.store, link.above) for link in links if link.above]
    while more := {child for child, parent in between if parent in found} - found:
        found |= more
    return found


def children_first(controller: Controller, stores: Sequence[str]) -> list[str]:
    """Stores in an order in which those whose records refer to another's come before it; else as they are given."""
    between = {(s.name, link.store) for s in controller.stores for t in s.tables for link in t.references if link.store}
    left, found = list(stores), list[str]()
    while left:
        free = (one for one in left if not any((child, one) in between for child in left if child != one))
        found.append(next(free, left[0]))
        left.remove(found[-1])
    return found
