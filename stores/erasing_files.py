"""Erasing in files, whatever their format: which files a work concerns, in which order, and what became of each record.

What belongs here: what erasers of files share. How a file of one format is edited is each eraser's. A file is put in
place whole or not at all (``stores.rewriting``); a record is found by reading the file anew (``stores.locating``).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from stores.connectors import connector_for, present_by_reading
from stores.erasing import Item, Key, Result, State, Work
from stores.errors import ErasureRefused, SourceError
from stores.files_find import SourceFile, source_files
from stores.locating import Located, Place, locate
from stores.rewriting import may_replace, sweep, watched
from stores.store import Store, Table


class FileEraser(ABC):
    """See ``stores.erasing.Eraser`` and ``Together``. Nothing else may write to the files meanwhile.

    Attributes:
        medium: the connector whose stores it erases in.
    """

    medium: str

    @abstractmethod
    def pattern(self, table: Table) -> str:
        """Which files below the export's folder are a table's, where its map names none."""

    @abstractmethod
    def allow(self, work: Work, file: SourceFile) -> None:
        """See that the work can be carried out in the file.

        Raises:
            ErasureRefused: it cannot; the text says what a person does.
        """

    @abstractmethod
    def edit(self, file: SourceFile, work: Work, lines: Mapping[int, Sequence[Place]]) -> Result:
        """Put the file in place without these records, or with them as they are to be.

        Returns:
            What became of every one of them; the key is put in by who asks.
        """

    def needs(self, table: Table) -> tuple[str, ...]:  # noqa: ARG002
        """Nothing beside the key, unless records name documents."""
        return ()

    def check(self, store: Store, folder: Path) -> None:
        """See ``stores.erasing.Eraser.check``."""
        if store.connector != self.medium:
            raise ErasureRefused(f"{store.name}: erase: by {self.medium} erases in no store of {store.connector}")
        try:
            for table in store.tables:
                self.files(store, table, folder)
        except SourceError as error:
            raise ErasureRefused(str(error)) from None

    def ready(self, works: Sequence[Work], folder: Path) -> None:
        """See ``stores.erasing.Together.ready``."""
        for work in works:
            for file in self.files(work.store, work.table, folder):
                sweep(file.path.parent)
                may_replace(file)
                self.allow(work, file)

    def erase(self, work: Work, folder: Path, today: date) -> Iterator[Result]:
        """See ``stores.erasing.Eraser.erase``."""
        for _, result in self.erase_together([work], folder, today):
            yield result

    def erase_together(self, works: Sequence[Work], folder: Path, today: date) -> Iterator[tuple[int, Result]]:  # noqa: ARG002
        """See ``stores.erasing.Together``: work by work, file by file; each file is as it was, or done."""
        yield from _one_by_one(works, lambda work: list(self.erased(work, folder)))

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Key]) -> set[Key]:
        """See ``stores.erasing.Eraser.present``. A table of which no file is left holds none."""
        if not self._left(store, table, folder):
            return set()
        return present_by_reading(connector_for(store), store, table, folder, keys)

    def files(self, store: Store, table: Table, folder: Path) -> list[SourceFile]:
        """The files of a table.

        Raises:
            SourceError: there is none.
        """
        return source_files(store, table, folder, self.pattern(table))

    def erased(self, work: Work, folder: Path) -> Iterator[Result]:
        """Carry out one work; where no file is left, every record is absent."""
        files = watched(self._left(work.store, work.table, folder))
        found = locate(work, folder) if files else Located(results=[_absent(item) for item in work.items])
        for name, lines in found.places.items():
            done = self.edit(files[name], work, lines)
            for places in lines.values():
                for place in places:
                    yield replace(done, key=place.item.key)
        yield from found.results

    def _left(self, store: Store, table: Table, folder: Path) -> list[SourceFile]:
        try:
            return self.files(store, table, folder)
        except SourceError as error:
            if ": no file matches " in str(error):
                return []
            raise


NO_KEY: Key = ()
"""Stands in what ``FileEraser.edit`` returns."""


def _absent(item: Item) -> Result:
    return Result(item.key, State.ABSENT)


def _one_by_one(works: Sequence[Work], erased: Callable[[Work], Sequence[Result]]) -> Iterator[tuple[int, Result]]:
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
