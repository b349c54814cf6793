"""Erasing in export files, folders and zip archives: records of every format read, and documents that they name or are.

What belongs here: choosing the edit by format. What a format does not let be erased in is refused before the first
deletion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from stores.editing_json import edit_json, edit_json_lines
from stores.editing_lines import edit_csv
from stores.editing_parquet import edit_parquet
from stores.editing_xlsx import allow_xlsx, edit_xlsx
from stores.editing_xml import edit_xml
from stores.erasing import Eraser, Result, State, Work
from stores.erasing_documents import Documents
from stores.erasing_files import NO_KEY, FileEraser
from stores.errors import ErasureRefused, Retained
from stores.files import format_of
from stores.files_find import SourceFile
from stores.locating import Place
from stores.rewriting import remove_file
from stores.store import Table


class Files(FileEraser):
    """See ``stores.erasing_files``."""

    medium = "files"

    def needs(self, table: Table) -> tuple[str, ...]:
        """The columns that name a document."""
        return tuple(one.path for one in table.opens.values() if one.path)

    def pattern(self, table: Table) -> str:
        """Documents wherever they lie; else the files named as the table."""
        return "**/*" if table.format == "document" else f"{table.name}.*"

    def allow(self, work: Work, file: SourceFile) -> None:
        """See ``stores.erasing_files``."""
        kind = format_of(work.table, file)
        if kind == "xlsx":
            allow_xlsx(file)
        if kind == "document" and work.action != "delete":
            raise ErasureRefused(f"{file.name}: a document is not changed, only removed; a person must mend it")
        if kind == "parquet" and work.table.each is not None:
            raise ErasureRefused(f"{file.name}: lists inside Parquet rows are not erased in by Abide")

    def ready(self, works: Sequence[Work], folder: Path) -> None:
        """See ``stores.erasing.Together.ready``; the documents that records name are looked for too."""
        super().ready(works, folder)
        for work in works:
            if work.documents:
                Documents(work, folder)

    def erased(self, work: Work, folder: Path) -> Iterator[Result]:
        """See ``stores.erasing_files``; a document goes once the record that names it is gone."""
        documents = Documents(work, folder) if work.documents else None
        yield from super().erased(work, folder)
        if documents is not None:
            documents.remove(work.items)

    def edit(self, file: SourceFile, work: Work, lines: Mapping[int, Sequence[Place]]) -> Result:
        """See ``stores.erasing_files``."""
        try:
            _edit(file, work, lines)
        except Retained as why:
            return Result(NO_KEY, State.RETAINED, str(why))
        return Result(NO_KEY, State.REMOVED)


def _edit(file: SourceFile, work: Work, lines: Mapping[int, Sequence[Place]]) -> None:
    match format_of(work.table, file):
        case "csv":
            edit_csv(file, work.table, lines)
        case "json":
            edit_json(file, work.store, work.table, lines)
        case "jsonl":
            edit_json_lines(file, work.store, work.table, lines)
        case "parquet":
            edit_parquet(file, lines)
        case "xlsx":
            edit_xlsx(file, work.table, lines)
        case "xml":
            edit_xml(file, work.store, work.table, lines)
        case "document":
            remove_file(file)
        case kind:
            raise ErasureRefused(f"{file.name}: records are not erased in {kind} files")


ERASER: Eraser = Files()
