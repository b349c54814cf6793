"""The medium of SQL databases: SQLite, PostgreSQL, MariaDB and MySQL, through DuckDB's own scanners, read only.

What belongs here: the connector. How a database is attached is ``sql_attach``'s, how its tables are read as of one
moment ``sql_read``'s, and what differs between databases a dialect's, one a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from stores.connectors import present_by_reading
from stores.errors import SourceError
from stores.landing_stage import drop_stage
from stores.quoting import identifier
from stores.sql_read import Held, Moment, drop, read_tables
from stores.store import Connector, Exported, Store, Table


class Sql:
    """Tables and views of a database."""

    def __init__(self) -> None:
        self._moments: dict[tuple[int, str], Moment] = {}

    @contextmanager
    def snapshot(self, store: Store, folder: Path, con: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """See ``stores.store.Connector.snapshot``.

        All tables are read here, one after another in one transaction of the database's or in one statement, into
        tables of ``con``; ``export`` hands them over. The database is let go of before the first is landed.
        """
        place = id(con), store.name
        self._moments[place] = read_tables(store, store.tables, folder, con)
        try:
            yield
        finally:
            for held in self._moments.pop(place).values():
                if isinstance(held, Held):
                    drop(con, held)

    def export(self, store: Store, table: Table, folder: Path, con: duckdb.DuckDBPyConnection, into: str) -> Exported:
        """See ``stores.store.Connector.export``. Outside a snapshot, the table is read as it is now."""
        moment = self._moments.get((id(con), store.name))
        if moment is None or table.name not in moment:
            moment = read_tables(store, [table], folder, con)
        held = moment[table.name]
        if isinstance(held, str):
            raise SourceError(held)
        moment[table.name] = f"{store.name}: the table {table.name} of this moment was handed over already"
        drop_stage(con, into)
        for name in ("", "_rejected"):
            con.execute(f"ALTER TABLE temp.{identifier(held.into + name)} RENAME TO {identifier(into + name)}")
        if held.exported.landed_as is not None:
            columns = "".join(f", {identifier(column)}" for column in held.columns)
            con.execute(f"DROP TABLE temp.{identifier(into)}")
            con.execute(
                f"CREATE TEMP VIEW {identifier(into)} AS SELECT _file, _line{columns} "
                f"FROM landed.{held.exported.landed_as}"
            )
        return held.exported

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Sequence[str]]) -> set[tuple[str, ...]]:
        """See ``stores.store.Connector.present``."""
        return present_by_reading(self, store, table, folder, keys)


CONNECTOR: Connector = Sql()
