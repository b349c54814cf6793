"""Which records refer to which: the maps' links and the databases' own foreign keys, as one list.

What belongs here: finding the links between the tables of a store, what cannot be seen of them, and asking databases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stores.controller import Controller
from stores.errors import SourceError
from stores.sql_links import ForeignKey, foreign_keys
from stores.store import Store, Table
from stores.warehouse import scratch


@dataclass(frozen=True)
class Link:
    """Rows of ``child`` refer to rows of ``parent``, in the same store.

    Attributes:
        store: the store.
        child: the table that refers.
        columns: its columns.
        parent: the table referred to.
        parent_columns: the columns referred to, in the same order.
        may_blank: the reference can be blanked in the child.
        by: ``map`` or ``database``.
    """

    store: str
    child: str
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    may_blank: bool
    by: str


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
            found.setdefault((link.store, link.child, link.columns, link.parent, link.parent_columns), link)
    order = sorted(found.values(), key=lambda one: (one.store, one.child, one.columns, one.parent))
    return order, sorted(set(unseen), key=lambda one: (one.store, one.child, one.parent))


def _of_maps(store: Store) -> Iterator[Link]:
    bound = {table.name: table for table in store.tables}
    for table in store.tables:
        for column, target in table.links.items():
            parent, _, wanted = target.partition(".")
            if parent in bound:
                may_blank = column not in {*table.key, *table.required}
                yield Link(store.name, table.name, (column,), parent, (wanted,), may_blank, "map")


def _of_database(store: Store, keys: Iterable[ForeignKey], unseen: list[Unseen]) -> Iterator[Link]:
    bound: dict[str, list[Table]] = {}
    for table in store.tables:
        bound.setdefault((table.source or table.name).removeprefix("public."), []).append(table)
    for key in keys:
        for parent in bound.get(key.parent, ()):
            if key.child not in bound:
                unseen.append(Unseen(store.name, key.child, parent.name))
            for child in bound.get(key.child, ()):
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
