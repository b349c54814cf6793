"""What nobody looked into when the stores were searched after an erasure: tables, rows, files, pictures.

What belongs here: counting it, so that it can be told. The search is ``erasure.searching``'s.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from stores.controller import Controller
from stores.files_unread import count_unread
from stores.quoting import identifier, table_name
from stores.store import Store
from stores.xlsx_pictures import count_pictures

UNSEARCHED = {
    "tables_not_searched": "tables of the stores could not be searched: their exports are older than the erasure, or "
    "were not read: export anew, then repeat",
    "rows_not_searched": "rows of the tables that were searched could not be read, so nobody looked into them: mend "
    "them, export anew, then repeat",
    "files_not_searched": "files below the exports that were searched belong to no table, so nobody looked into them: "
    "name them in a table, or see whether one speaks of a person who went",
    "pictures_not_searched": "pictures and embedded objects in the workbooks that were searched: nobody read them, see "
    "whether one shows a person who went",
}
"""What is counted, and what to do about it."""


def count_unsearched(
    con: duckdb.DuckDBPyConnection, controller: Controller, again: str, fresh: Collection[tuple[str, str]]
) -> dict[str, int]:
    """How much of each was not searched.

    Args:
        con: a connection with the second reading.
        controller: the controller.
        again: the catalog of the second reading, with its dot.
        fresh: the tables that were searched: (store, table).
    """
    places = list(controller.tables())
    searched = [(store, table) for store, table in places if (store.name, table.name) in fresh]

    def named(store: Store) -> list[str]:
        """The documents that the records of a store's searched tables name."""
        asked = [
            f"SELECT {identifier(column)} FROM {again}landed.{table_name(store, table)}"
            for one, table in searched
            for column in sorted({opens.path for opens in table.opens.values() if opens.path})
            if one.name == store.name
        ]
        return [row[0] for row in con.execute(" UNION ".join(asked)).fetchall() if row[0]] if asked else []

    readings = con.execute(f'SELECT store, "table", quarantined FROM {again}meta.reading').fetchall()
    return {
        "tables_not_searched": len(places) - len(searched),
        "rows_not_searched": sum(rows or 0 for store, table, rows in readings if (store, table) in fresh),
        "files_not_searched": count_unread(
            controller.stores, {store.name for store, _ in searched}, controller.folder, named
        ),
        "pictures_not_searched": count_pictures(searched, controller.folder),
    }
