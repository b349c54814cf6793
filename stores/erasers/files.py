"""Erasing in export files and folders: CSV, JSON, JSON Lines, Parquet, and the documents that records name or are.

What belongs here: which files a work concerns, and choosing the edit by format. A file is put in place whole or not at
all (``stores.rewriting``); a record is found by reading the file anew (``stores.locating``). XLSX and XML files, and
what is inside zip archives, are not erased in: those works are refused before the first deletion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from stores.connectors import present_by_reading
from stores.editing_json import Inside, edit_json, edit_json_lines
from stores.editing_lines import edit_csv
from stores.editing_parquet import edit_parquet
from stores.erasing import Eraser, Key, Result, State, Work
from stores.erasing_documents import Documents
from stores.errors import ErasureRefused, SourceError
from stores.files import CONNECTOR, format_of
from stores.files_find import SourceFile, source_files
from stores.locating import Located, Place, locate
from stores.rewriting import may_replace, remove_file, sweep, watched
from stores.store import Connector, Store, Table

_EDITED = frozenset({"csv", "json", "jsonl", "parquet", "document"})


class Files:
    """See ``stores.erasing.Eraser`` and ``Together``."""

    def needs(self, table: Table) -> tuple[str, ...]:
        """The columns that name a document."""
        return tuple(one.path for one in table.opens.values() if one.path)

    def check(self, store: Store, folder: Path) -> None:
        """See ``stores.erasing.Eraser.check``."""
        if store.connector != "files":
            raise ErasureRefused(f"{store.name}: erase: by files erases in a store of files, not of {store.connector}")
        try:
            for table in store.tables:
                files_of(store, table, folder)
        except SourceError as error:
            raise ErasureRefused(str(error)) from None

    def ready(self, works: Sequence[Work], folder: Path) -> None:
        """See ``stores.erasing.Together.ready``."""
        for work in works:
            for file in files_of(work.store, work.table, folder):
                sweep(file.path.parent)
                may_replace(file)
                kind = format_of(work.table, file)
                if kind not in _EDITED:
                    raise ErasureRefused(f"{file.name}: records are not erased in {kind} files; a person must do it")
                if kind == "document" and work.action != "delete":
                    raise ErasureRefused(f"{file.name}: a document is not changed, only removed; a person must mend it")
                if kind == "parquet" and work.table.each is not None:
                    raise ErasureRefused(f"{file.name}: lists inside Parquet rows are not erased in by Abide")
            if work.documents:
                Documents(work, folder)

    def erase(self, work: Work, folder: Path, today: date) -> Iterator[Result]:
        """See ``stores.erasing.Eraser.erase``."""
        for _, result in self.erase_together([work], folder, today):
            yield result

    def erase_together(self, works: Sequence[Work], folder: Path, today: date) -> Iterator[tuple[int, Result]]:  # noqa: ARG002
        """See ``stores.erasing.Together``: work by work, file by file; each file is as it was, or done."""
        yield from one_by_one(works, lambda work: list(_erased(work, folder)))

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Key]) -> set[Key]:
        """See ``stores.erasing.Eraser.present``. A table of which no file is left holds none."""
        return present_in_files(CONNECTOR, store, table, folder, keys, files_of)


def files_of(store: Store, table: Table, folder: Path) -> list[SourceFile]:
    """The files of a table.

    Raises:
        SourceError: there is none.
    """
    return source_files(store, table, folder, "**/*" if table.format == "document" else f"{table.name}.*")


def one_by_one(works: Sequence[Work], erased: Callable[[Work], Sequence[Result]]) -> Iterator[tuple[int, Result]]:
    """Works one after the other; a record that goes whole in a later work is left alone in an earlier one."""
    going = {(work.table.name, item.key): place for place, work in enumerate(works) if work.action == "delete"
             for item in work.items}  # fmt: skip
    early: dict[tuple[str, Key], list[int]] = {}
    for place, work in enumerate(works):
        items = []
        for item in work.items:
            if work.action != "delete" and going.get((work.table.name, item.key), -1) > place:
                early.setdefault((work.table.name, item.key), []).append(place)
            else:
                items.append(item)
        for result in erased(replace(work, items=items)) if items else ():
            yield place, result
            for other in early.pop((work.table.name, result.key), ()):
                yield other, result


def present_in_files(
    connector: Connector,
    store: Store,
    table: Table,
    folder: Path,
    keys: Sequence[Key],
    files: Callable[[Store, Table, Path], list[SourceFile]],
) -> set[Key]:
    """Which records are there, by reading; none where no file is left."""
    try:
        files(store, table, folder)
    except SourceError as error:
        if ": no file matches " in str(error):
            return set()
        raise
    return present_by_reading(connector, store, table, folder, keys)


def _erased(work: Work, folder: Path) -> Iterator[Result]:
    documents = Documents(work, folder) if work.documents else None
    try:
        files = {file.name: watched(file) for file in files_of(work.store, work.table, folder)}
    except SourceError as error:
        if ": no file matches " not in str(error):
            raise
        files = {}
    found = locate(work, folder) if files else Located(results=[Result(item.key, State.ABSENT) for item in work.items])
    for name, lines in found.places.items():
        done = Result(("",), State.REMOVED)
        try:
            _edit(files[name], work, lines)
        except Inside as inside:
            told = (
                f"records of {inside} stand inside it and are not in the plan" if str(inside) != work.table.name else ""
            )
            done = Result(
                ("",), State.RETAINED, told or "the value stands in the record around it; a person must do it"
            )
        for places in lines.values():
            for place in places:
                yield replace(done, key=place.item.key)
    yield from found.results
    if documents is not None:
        documents.remove(work.items)


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
        case "document":
            remove_file(file)
        case kind:
            raise ErasureRefused(f"{file.name}: records are not erased in {kind} files")


ERASER: Eraser = Files()
