"""Landing: one table of one store into the warehouse, so that landed and quarantined rows are the rows of the source.

What belongs here: record keys, row digests, what is quarantined for its key, and the count that must come out. Reading
is the connectors'. Landed values stand in the encrypted warehouse only; quarantine holds places and reasons, no values.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from stores.connectors import connector_for
from stores.documents import open_documents
from stores.errors import ConservationError, SourceError
from stores.landing_stage import RESERVED, drop_stage
from stores.landing_write import write
from stores.quoting import identifier, table_name
from stores.store import Connector, Exported, Store, Table

_INTO = "landing_stage"


@dataclass(frozen=True)
class Landed:
    """What one landing did.

    Attributes:
        rows: records in the source; always ``landed + quarantined``.
        landed: rows now in ``landed."{store}__{table}"``.
        quarantined: rows now in ``quarantine."{store}__{table}"``.
        reasons: reason to number of quarantined rows.
        exported_at: the export's own time, UTC.
        columns: the export's columns, in the order of the map, then those the map does not know.
        missing: columns of the map that the export has not and must have; landed as NULL, as are those it may lack.
        unknown: columns of the export that the map has not; landed under their own name.
        short: signs that the export was cut short, in words, without a value.
    """

    rows: int
    landed: int
    quarantined: int
    reasons: dict[str, int]
    exported_at: datetime
    columns: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    short: tuple[str, ...]


def land(
    con: duckdb.DuckDBPyConnection, store: Store, table: Table, folder: Path, connector: Connector | None = None
) -> Landed:
    """Read one table anew and put it into the warehouse in place of what stood there.

    The rows of the night before are dropped first, whatever happens then: a store that failed is not judged on old
    data. The new tables appear together or not at all.

    Args:
        con: the connection of ``open_warehouse``, outside any transaction.
        store: the store's binding.
        table: one of its tables.
        folder: the controller's folder.
        connector: how to read; the store's own medium by default.

    Raises:
        SourceError: the source cannot be read, or its record keys are personal and the map does not say so.
        ConservationError: rows were lost or made up between source and warehouse.
    """
    name = table_name(store, table)
    exported = None
    con.execute(f"DROP TABLE IF EXISTS landed.{name}; DROP TABLE IF EXISTS quarantine.{name}")
    try:
        exported = (connector or connector_for(store)).export(store, table, folder, con, _INTO)
        _conserved(con, store, table, exported)
        _keys_told(con, store, table, exported)
        if table.opens:
            open_documents(con, _INTO, store, table, folder)
        con.execute("BEGIN")
        try:
            write(con, _INTO, name, table, exported)
            _unchanged(store, table, exported)
            landed = _told(con, name, table, exported)
            _all_there(store, table, landed)
            con.execute("COMMIT")
        except BaseException:
            con.execute("ROLLBACK")
            raise
    except duckdb.Error as error:
        raise SourceError(f"{store.name}/{table.name}: cannot be landed ({type(error).__name__})") from None
    finally:
        drop_stage(con, _INTO)
        if exported is not None and exported.landed_as is not None:  # it has its own name now, unless something failed
            con.execute(f"DROP TABLE IF EXISTS landed.{exported.landed_as}")
    return landed


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(con.execute(query).fetchall()[0][0])


def _conserved(con: duckdb.DuckDBPyConnection, store: Store, table: Table, exported: Exported) -> None:
    staged = _count(con, f"SELECT count(*) FROM temp.{_INTO}")
    rejected = _count(con, f"SELECT count(*) FROM temp.{_INTO}_rejected")
    if (staged, rejected) != (exported.staged, exported.rejected) or staged + rejected != exported.rows:
        raise ConservationError(
            f"{store.name}/{table.name}: the source has {exported.rows} rows, "
            f"{staged} were read and {rejected} could not be read"
        )


def _unchanged(store: Store, table: Table, exported: Exported) -> None:
    if not exported.still():
        raise SourceError(f"{store.name}/{table.name}: a file changed while it was being read; land it again")


def _all_there(store: Store, table: Table, landed: Landed) -> None:
    if landed.landed + landed.quarantined != landed.rows:
        raise ConservationError(
            f"{store.name}/{table.name}: {landed.landed} landed and {landed.quarantined} quarantined "
            f"of {landed.rows} rows"
        )


def _keys_told(con: duckdb.DuckDBPyConnection, store: Store, table: Table, exported: Exported) -> None:
    """Refuse an export without its key columns, with our own, or with addresses as keys that it does not tell."""
    if taken := [column for column in exported.columns if column.lower() in RESERVED]:
        raise SourceError(
            f"{store.name}/{table.name}: the column '{taken[0]}' bears a name that landing keeps for itself"
        )
    needed = [column for column in table.key if column not in table.key_may_lack]
    if lost := [column for column in needed if column in exported.missing]:
        raise SourceError(f"{store.name}/{table.name}: the export has no key column '{lost[0]}'; was it renamed?")
    if table.key_is_personal:
        return
    for column in table.key:
        if _count(con, f"SELECT count(*) FROM temp.{_INTO} WHERE contains({identifier(column)}, '@')"):
            raise SourceError(
                f"{store.name}/{table.name}: the key column '{column}' holds addresses; list it under personal: "
                "so that record keys become keyed digests"
            )


def _told(con: duckdb.DuckDBPyConnection, name: str, table: Table, exported: Exported) -> Landed:
    reasons = con.execute(f"SELECT reason, count(*) FROM quarantine.{name} GROUP BY reason ORDER BY reason").fetchall()
    known = {*table.column_names, *table.opened_names}
    return Landed(
        rows=exported.rows,
        landed=_count(con, f"SELECT count(*) FROM landed.{name}"),
        quarantined=_count(con, f"SELECT count(*) FROM quarantine.{name}"),
        reasons={str(reason): int(number) for reason, number in reasons},
        exported_at=exported.exported_at,
        columns=exported.columns,
        missing=table.lacking(exported.missing),
        unknown=tuple(column for column in exported.columns if column not in known),
        short=(*exported.short, *_cut_short(con, name, table)),
    )


def _cut_short(con: duckdb.DuckDBPyConnection, name: str, table: Table) -> list[str]:
    """What the map says of a short export, where the landed rows show it."""
    told = []
    for sign in table.short_when:
        try:
            shown = con.execute(f"SELECT coalesce(({sign.when}), false) FROM landed.{name}").fetchall()[0][0]
        except duckdb.Error:
            raise SourceError(f"{table.name}: short_when cannot be computed over this export: {sign.because}") from None
        if shown:
            told.append(sign.because)
    return told
