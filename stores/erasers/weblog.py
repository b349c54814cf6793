"""Erasing in web-server logs: whole lines go, plain or gzip; a field of a line is never changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from stores.editing_lines import edit_lines
from stores.erasers.files import one_by_one, present_in_files
from stores.erasing import Eraser, Key, Result, State, Work
from stores.errors import ErasureRefused, SourceError
from stores.files_find import SourceFile, source_files
from stores.locating import locate
from stores.rewriting import may_replace, sweep, watched
from stores.store import Store, Table
from stores.weblog import CONNECTOR


class WebLog:
    """See ``stores.erasing.Eraser`` and ``Together``. A server must not write to the files meanwhile."""

    def needs(self, table: Table) -> tuple[str, ...]:  # noqa: ARG002
        """Nothing beside the key: it is a digest of the line."""
        return ()

    def check(self, store: Store, folder: Path) -> None:
        """See ``stores.erasing.Eraser.check``."""
        if store.connector != "weblog":
            raise ErasureRefused(f"{store.name}: erase: by weblog erases in web-server logs, not in {store.connector}")
        try:
            for table in store.tables:
                files_of(store, table, folder)
        except SourceError as error:
            raise ErasureRefused(str(error)) from None

    def ready(self, works: Sequence[Work], folder: Path) -> None:
        """See ``stores.erasing.Together.ready``."""
        for work in works:
            if work.action != "delete":
                told = f"{work.store.name}/{work.table.name}: a log line is not changed, only removed whole"
                raise ErasureRefused(f"{told}; approve its erasure, or see to it by hand")
            for file in files_of(work.store, work.table, folder):
                sweep(file.path.parent)
                may_replace(file)

    def erase(self, work: Work, folder: Path, today: date) -> Iterator[Result]:
        """See ``stores.erasing.Eraser.erase``."""
        for _, result in self.erase_together([work], folder, today):
            yield result

    def erase_together(self, works: Sequence[Work], folder: Path, today: date) -> Iterator[tuple[int, Result]]:  # noqa: ARG002
        """See ``stores.erasing.Together``: file by file."""
        yield from one_by_one(works, lambda work: list(_erased(work, folder)))

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Key]) -> set[Key]:
        """See ``stores.erasing.Eraser.present``."""
        return present_in_files(CONNECTOR, store, table, folder, keys, files_of)


def files_of(store: Store, table: Table, folder: Path) -> list[SourceFile]:
    """The logs of a table."""
    return source_files(store, table, folder, "*")


def _erased(work: Work, folder: Path) -> Iterator[Result]:
    files = {file.name: watched(file) for file in files_of(work.store, work.table, folder)}
    found = locate(work, folder)
    for name, lines in found.places.items():
        edit_lines(files[name], work.table.encoding, lines)
        for places in lines.values():
            for place in places:
                yield Result(place.item.key, State.REMOVED)
    yield from found.results


ERASER: Eraser = WebLog()
