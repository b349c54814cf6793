"""What all connectors share: how one is found, how presence is looked up.

What belongs here: nothing of any one medium. A new medium is one new file beside this one, named as the medium, with
an attribute ``CONNECTOR``; there is no list to add it to.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import cast

from stores.errors import SourceError
from stores.quoting import identifier
from stores.store import Connector, Store, Table
from stores.warehouse import scratch


def connector_for(store: Store) -> Connector:
    """The connector of the store's medium: the attribute ``CONNECTOR`` of the module named as the medium.

    Raises:
        SourceError: the store is not read at all, or this version has no such medium.
    """
    if store.connector == "none":
        raise SourceError(f"{store.name}: the store is not read: {store.not_read_because}")
    try:
        return cast(Connector, import_module(f"stores.{store.connector}").CONNECTOR)
    except (ModuleNotFoundError, AttributeError):
        raise SourceError(f"{store.name}: there is no connector '{store.connector}'") from None


def present_by_reading(
    connector: Connector,
    store: Store,
    table: Table,
    folder: Path,
    keys: Sequence[Sequence[str]],
    *,
    whole: bool = False,
) -> set[tuple[str, ...]]:
    """Which of ``keys`` stand in the source, found by reading all of it again, in memory only.

    A record that cannot be read (quarantined) has no key, so it is not found: who relies on absence asks for a reading
    that is ``whole``.

    Raises:
        SourceError: the source cannot be read; or, with ``whole``, it holds nothing, or records without a key or that
            cannot be read, or says itself that it was cut short.
    """
    wanted = {tuple(key) for key in keys}
    if not wanted:
        return set()
    con = scratch()
    try:
        read = connector.export(store, table, folder, con, "reading")
        columns = ", ".join(identifier(column) for column in table.key)
        if whole:
            needed = [identifier(column) for column in table.key if column not in table.key_may_lack]
            keyless = " OR ".join(f"trim(coalesce({column}, '')) = ''" for column in needed)
            lacking = con.execute(f"SELECT count(*) FROM reading WHERE {keyless}").fetchall()[0][0]
            if not read.staged or read.rejected or read.short or lacking:
                raise SourceError(
                    f"{store.name}/{table.name}: the export is empty or was not read whole, so nothing shows that a "
                    "record is not there; export it anew"
                )
        con.execute(f"SELECT DISTINCT {columns} FROM reading")
        found: set[tuple[str, ...]] = set()
        while rows := con.fetchmany(10_000):
            found.update(wanted.intersection(rows))
        return found
    finally:
        con.close()
