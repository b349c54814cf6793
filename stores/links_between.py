"""Links from one store's table to another's: that they lead to a store, a table and a column that are bound.

What belongs here: what can be said only when every binding has been read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rules.errors import Problem, nearest
from stores.store import Store


def astray(folder: Path, stores: Sequence[Store]) -> list[Problem]:
    """The links between stores that lead nowhere; ``folder``: the controller's."""
    bound = {store.name: {table.name: table for table in store.tables} for store in stores}
    found = []
    for store in stores:
        for table in store.tables:
            for link in (one for one in table.references if one.store is not None):
                tables = bound.get(link.store or "", {})
                if not tables:
                    told, hint = f"no store '{link.store}' with tables is bound", nearest(link.store or "", bound)
                elif link.parent not in tables:
                    told, hint = f"{link.store} binds no table '{link.parent}'", nearest(link.parent, tables)
                elif link.parent_column not in (names := tables[link.parent].column_names):
                    told = f"{link.store}/{link.parent} does not list '{link.parent_column}'"
                    hint = nearest(link.parent_column, names)
                else:
                    continue
                path = folder / "stores" / f"{store.name}.yaml"
                found.append(Problem(path, 0, f"tables: {table.name}: links: {link.column}", told, hint))
    return found
