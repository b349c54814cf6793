"""The two temporary tables that a connector fills: rows as exported, and rows it could not read, with place and reason.

What belongs here: getting text rows into DuckDB in batches of bounded size, and keeping the map's columns and the
export's in step. Nothing about any format.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa

from stores.errors import SourceError
from stores.landing_pages import Page, cut_short
from stores.quoting import identifier, literal
from stores.store import Exported, Store, Table

RESERVED = frozenset(
    {"_file", "_line", "record_key", "_digest", "_exported_at", "_place", "_differ", "_reason", "_abide_rows"}
)
"""Column names that reading and landing keep for themselves."""
MOST_COLUMNS = 2_000
MANY_COLUMNS = 1_000
"""Past these, what the map does not name is gathered in one column."""
_ROWS = 10_000
_CHARACTERS = 32_000_000


def drop_stage(con: duckdb.DuckDBPyConnection, into: str) -> None:
    """Drop what a stage, and the landing of it, left behind."""
    views = con.execute(
        f"SELECT count(*) FROM duckdb_views() WHERE temporary AND view_name = {literal(into)}"
    ).fetchall()
    if views[0][0]:
        con.execute(f"DROP VIEW temp.{identifier(into)}")
    for made in ("", "_rejected", "_twice", "_faults"):
        con.execute(f"DROP TABLE IF EXISTS temp.{identifier(into + made)}")


class Stage:
    """The temporary tables ``into`` and ``{into}_rejected`` while they are being filled; dropped if filling fails.

    Column names are compared without regard to case, as SQL does; the map's spelling wins.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, into: str, store: Store, table: Table) -> None:
        self.con = con
        self.store = store
        self.table = table
        self.pages: list[Page] = []
        self.doubts: list[str] = []
        self.open_shape = False
        self._waiting: list[tuple[str, list[str], Path | None]] = []
        self._into = into
        self.into = identifier(into)
        self.rejected_into = identifier(f"{into}_rejected")
        self.name = f"{store.name}/{table.name}"
        self._names = {column.lower(): column for column in table.column_names}
        self._of_map = table.column_names
        self._map_names = frozenset(column.lower() for column in table.column_names)
        self._found: set[str] = set()
        self._missing: set[str] = set()
        self._rows: list[tuple[str, int, Mapping[str, str | None]]] = []
        self._rejected: list[tuple[str, int, str]] = []
        self._characters = 0
        for column in table.column_names:
            self._allowed(column)
        columns = "".join(f", {identifier(column)} VARCHAR" for column in table.column_names)
        con.execute(f"CREATE OR REPLACE TEMP TABLE {self.into} (_file VARCHAR, _line BIGINT{columns})")
        con.execute(f"CREATE OR REPLACE TEMP TABLE {self.rejected_into} (_file VARCHAR, _line BIGINT, reason VARCHAR)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if kind is not None:
            drop_stage(self.con, self._into)

    def _allowed(self, column: str) -> None:
        if column.lower() in RESERVED:
            raise SourceError(f"{self.name}: the column name '{column}' is Abide's own; rename it in the export")

    def column(self, name: str) -> str:
        """The staged column that holds the export's column ``name``, made if the map does not know it.

        Raises:
            SourceError: the name is reserved, or there are too many columns to be columns.
        """
        known = self._names.get(name.lower())
        if known is None:
            self._allowed(name)
            if len(self._names) >= MOST_COLUMNS:
                raise SourceError(f"{self.name}: more than {MOST_COLUMNS} columns; name the wanted ones in the map")
            self.con.execute(f"ALTER TABLE {self.into} ADD COLUMN {identifier(name)} VARCHAR")
            self._names[name.lower()] = known = name
        self._found.add(known)
        return known

    def of_map(self, name: str) -> bool:
        """Whether the map lists a column of this name."""
        return name.lower() in self._map_names

    def further(self, name: str, otherwise: str, taken: Container[str]) -> str | None:
        """The staged column for what the map does not name: ``name``, or ``otherwise`` where that would be mistaken.

        Args:
            name: what the column would best be called.
            otherwise: a name that tells it from a column of the map, one of landing's own, or one in ``taken``.
            taken: the columns that the row has already.

        Returns:
            None if there are too many columns already for one more.

        Raises:
            LookupError: both names are taken.
        """
        for one in (name, otherwise):
            if not one.strip() or one.lower() in RESERVED or one.lower() in self._map_names:
                continue
            if one.lower() not in self._names and len(self._names) >= MANY_COLUMNS:
                return None
            if (column := self.column(one)) not in taken:
                return column
        raise LookupError

    def header(self, names: Iterable[str], file: str) -> list[str]:
        """The staged columns for a file's header; columns of the map that it lacks are noted as missing.

        Raises:
            SourceError: a name stands twice, or none of the map's columns is there (no header, or the wrong delimiter).
        """
        given = [name.strip() or f"column_{place}" for place, name in enumerate(names, 1)]
        if len(given) > MOST_COLUMNS:
            raise SourceError(f"{file}: the header has {len(given)} columns, more than {MOST_COLUMNS}; not read")
        lower = [name.lower() for name in given]
        if twice := [place for place, name in enumerate(lower, 1) if lower.index(name) + 1 < place]:
            raise SourceError(f"{file}: column {twice[0]} of the header has the name of an earlier one")
        if not any(column.lower() in lower for column in self._of_map):
            raise SourceError(
                f"{file}: the first line names none of the {len(self._of_map)} columns of the map; "
                f"is the header missing, or the delimiter, encoding or file another?"
            )
        self._missing.update(column for column in self._of_map if column.lower() not in lower)
        return [self.column(name) for name in given]

    def add(self, file: str, line: int, row: Mapping[str, str | None]) -> None:
        """Stage one row; its keys are names that ``column`` gave."""
        self._rows.append((file, line, row))
        self._characters += sum(len(value) for value in row.values() if value)
        if len(self._rows) >= _ROWS or self._characters >= _CHARACTERS:
            self.flush()

    def reject(self, file: str, line: int, reason: str) -> None:
        """Quarantine one record: its place and the reason, never a value."""
        self._rejected.append((file, line, reason))
        if len(self._rejected) >= _ROWS:
            self.flush()

    def select(self, query: str, columns: list[str], path: Path | None) -> None:
        """Stage the rows of a query when they are needed.

        Args:
            query: gives ``_file``, ``_line`` and the columns, under their staged names.
            columns: those names.
            path: the one file that it reads, if the file outlasts the reading; its rows may then be read where they
                stand, without a copy.
        """
        self.flush()
        self._waiting.append((query, columns, path))

    def _view(self) -> Path | None:
        """Make ``{into}`` a view of the one file that waits, if nothing else was staged; the file, or None."""
        if len(self._waiting) != 1 or self._waiting[0][2] is None or self._rows or self._count(self.into):
            return None
        query, columns, path = self._waiting.pop()
        shown = ", ".join(
            identifier(name) if name in columns else f"CAST(NULL AS VARCHAR) AS {identifier(name)}"
            for name in self._names.values()
        )
        self.con.execute(f"DROP TABLE {self.into}")
        self.con.execute(f"CREATE TEMP VIEW {self.into} AS SELECT _file, _line, {shown} FROM ({query})")
        return path

    def flush(self) -> None:
        """Write what is waiting."""
        waiting, self._waiting = self._waiting, []
        for query, _, _ in waiting:
            self.con.execute(f"INSERT INTO {self.into} BY NAME {query}")
        rows, self._rows, self._characters = self._rows, [], 0
        if rows:
            try:
                self._insert(rows)
            except (UnicodeEncodeError, pa.ArrowInvalid):
                sound = [row for row in rows if _is_text(row[2])]
                self._rejected += [
                    (file, line, "not valid Unicode text") for file, line, row in rows if not _is_text(row)
                ]
                self._insert(sound)
        rejected, self._rejected = self._rejected, []
        if rejected:
            files, lines, reasons = zip(*rejected, strict=True)
            batch = pa.table({"_file": list(files), "_line": pa.array(lines, pa.int64()), "reason": list(reasons)})
            self._write(self.rejected_into, batch)

    def _insert(self, rows: list[tuple[str, int, Mapping[str, str | None]]]) -> None:
        columns = [name for name in self._names.values() if name in self._found]
        batch = pa.table(
            {
                "_file": pa.array([file for file, _, _ in rows], pa.string()),
                "_line": pa.array([line for _, line, _ in rows], pa.int64()),
                **{name: pa.array([row.get(name) for _, _, row in rows], pa.large_string()) for name in columns},
            }
        )
        self._write(self.into, batch)

    def _write(self, target: str, batch: pa.Table) -> None:
        self.con.register("stage_batch", batch)
        try:
            self.con.execute(f"INSERT INTO {target} BY NAME SELECT * FROM stage_batch")
        finally:
            self.con.unregister("stage_batch")

    def finish(self, rows: int, exported_at: datetime, *, open_shape: bool = False) -> Exported:
        """Write the rest and say what was staged.

        Args:
            rows: records in the source, counted independently.
            exported_at: the export's time, UTC.
            open_shape: the format has no header, so a column of the map that no record had is missing.
        """
        path = None if self.table.opens else self._view()
        before = _state(path)
        self.flush()
        staged = self._count(self.into)
        if (open_shape or self.open_shape) and staged:
            self._missing.update(column for column in self._of_map if column not in self._found)
        columns = [name for name in self._names.values() if name in self._found]
        missing = tuple(column for column in self._of_map if column in self._missing)
        short = cut_short(self.pages, states_rows=self.table.states_rows, more_at=self.table.more_at)
        rejected = self._count(self.rejected_into)
        told = (*self.doubts, *short)
        found = Exported(rows, staged, rejected, exported_at, tuple(columns), missing, told)
        return found if path is None else replace(found, place="_line", still=lambda: _state(path) == before)

    def _count(self, table: str) -> int:
        return int(self.con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _state(path: Path | None) -> tuple[int, ...]:
    """What changes when a file is written or put in another's place."""
    if path is None:
        return ()
    told = path.stat()
    return (told.st_ino, told.st_size, told.st_mtime_ns)


def _is_text(row: Mapping[str, str | None]) -> bool:
    try:
        for value in row.values():
            if value:
                value.encode()
    except UnicodeEncodeError:
        return False
    return True
