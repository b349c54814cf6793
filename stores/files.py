"""The medium of export files: CSV, JSON, JSON Lines, Parquet and XLSX below the controller's folder.

What belongs here: choosing the reader by the file's format. The readers live one a format beside this file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path, PurePosixPath

import duckdb

from stores.connectors import present_by_reading
from stores.csv_read import read_csv
from stores.documents_find import home
from stores.documents_opener import Opener
from stores.documents_read import check_columns, read_document
from stores.errors import SourceError
from stores.files_find import SourceFile, exported_at, source_files
from stores.files_parquet import read_parquet
from stores.json_read import read_json, read_json_lines
from stores.landing_stage import Stage
from stores.store import Connector, Exported, Store, Table
from stores.xlsx_read import read_xlsx
from stores.xml_read import read_xml

Reader = Callable[[Stage, SourceFile, Table], int]

_READERS: Mapping[str, Reader] = {
    "csv": read_csv,
    "json": read_json,
    "jsonl": read_json_lines,
    "parquet": read_parquet,
    "xlsx": read_xlsx,
}
_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".xml": "xml",
}
_WITHOUT_HEADER = frozenset({"json", "jsonl", "xml"})


class Files:
    """Exports as files. Each column is text, NULL where the export has nothing."""

    def snapshot(self, store: Store, folder: Path, con: duckdb.DuckDBPyConnection) -> AbstractContextManager[None]:  # noqa: ARG002
        """See ``stores.store.Connector.snapshot``: files stand still."""
        return nullcontext()

    def export(self, store: Store, table: Table, folder: Path, con: duckdb.DuckDBPyConnection, into: str) -> Exported:
        """See ``stores.store.Connector.export``."""
        found = self.files(store, table, folder)
        at = exported_at(store, found)
        if table.format == "document":
            return _documents(store, table, folder, found, at, Stage(con, into, store, table))
        formats = [format_of(table, file) for file in found]
        rows = 0
        with Stage(con, into, store, table) as stage:
            for file, kind in zip(found, formats, strict=True):
                if kind == "xml":
                    rows += read_xml(stage, file, table, store.tables)
                else:
                    rows += _READERS[kind](stage, file, table)
            return stage.finish(rows, at, open_shape=_WITHOUT_HEADER.issuperset(formats))

    def files(self, store: Store, table: Table, folder: Path) -> list[SourceFile]:
        """The files that a table is read from. See ``stores.files_find.source_files``."""
        return source_files(store, table, folder, "**/*" if table.format == "document" else f"{table.name}.*")

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Sequence[str]]) -> set[tuple[str, ...]]:
        """See ``stores.store.Connector.present``."""
        return present_by_reading(self, store, table, folder, keys)


def _documents(
    store: Store, table: Table, folder: Path, found: list[SourceFile], at: datetime, filling: Stage
) -> Exported:
    check_columns(table)
    where = PurePosixPath(home(store, folder).relative_to(folder).as_posix())
    with filling as stage, Opener() as opener:
        for file in found:
            read_document(stage, file, table, where, opener)
        return stage.finish(len(found), at)


def format_of(table: Table, file: SourceFile) -> str:
    """The format of a file: as the map says, or as its name does.

    Raises:
        SourceError: neither tells.
    """
    if table.format:
        return table.format
    suffixes = [suffix.lower() for suffix in Path(file.name).suffixes]
    last = next((suffix for suffix in reversed(suffixes) if suffix != ".gz"), "")
    if last not in _SUFFIXES:
        known = ", ".join((*_READERS, "xml", "document"))
        raise SourceError(f"{file.name}: the format is not told by the name; say format: {known}")
    return _SUFFIXES[last]


CONNECTOR: Connector = Files()
