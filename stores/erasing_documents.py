"""The documents that records name, removed with them: below the export's folder, and if no other record names them.

What belongs here: deciding which files go, and removing them. Reading documents is ``stores.documents_find``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from stores.connectors import connector_for
from stores.documents_find import home, is_elsewhere
from stores.erasing import Item, Work
from stores.errors import ErasureRefused, SourceError
from stores.files_find import contained, is_archive
from stores.keys import STATE
from stores.quoting import identifier
from stores.rewriting import remove
from stores.store import Store
from stores.warehouse import scratch


class Documents:
    """The documents of a work's records.

    Raises:
        ErasureRefused: the store has no folder of documents, they are inside an archive, or a path leads elsewhere.
    """

    def __init__(self, work: Work, folder: Path) -> None:
        self.work, self.folder = work, folder
        if not work.store.export or is_archive(work.store):
            raise ErasureRefused(f"{work.store.name}: documents inside a zip archive are not erased; unpack it")
        try:
            self.home = contained(folder, home(work.store, folder), work.store)
        except SourceError as error:
            raise ErasureRefused(str(error)) from None
        for item in work.items:
            for given in self._named(item):
                self._path(given)

    def _named(self, item: Item) -> set[str]:
        return {given for column in self.work.documents if (given := (item.values.get(column) or "").strip())}

    def _path(self, given: str) -> Path:
        """Where a document stands, without following a link at its end: the link itself is what a record names.

        Raises:
            ErasureRefused: it leads out of the export's folder.
        """
        plain = given.replace("\\", "/")
        if not is_elsewhere(plain):
            try:
                path = (self.home / plain).parent.resolve() / Path(plain).name
                real = path.resolve()
            except (OSError, RuntimeError, ValueError):
                path = real = self.folder
            inside = path.is_relative_to(self.home) and real.is_relative_to(self.home) and path != self.home
            if inside and not real.is_relative_to(self.folder.resolve() / STATE) and not path.is_dir():
                return path
        raise ErasureRefused(
            f"{self.work.store.name}/{self.work.table.name}: a record names a document outside the export's folder; "
            "nothing was erased"
        )

    def remove(self, items: Iterable[Item]) -> None:
        """Remove the documents of records that are gone, unless a record that stays names them too.

        Raises:
            SourceError: one could not be removed, or what stays could not be read.
        """
        wanted = {self._path(given) for item in items for given in self._named(item)}
        if not wanted:
            return
        stay = {path for given in _still_named(self.work.store, self.folder) if (path := self._tried(given))}
        for path in sorted(wanted - stay):
            if path.is_symlink() and path.resolve().is_relative_to(self.home):
                remove(path.resolve(), self.work.store.name)
            remove(path, f"{self.work.store.name}: a document")

    def _tried(self, given: str) -> Path | None:
        try:
            return self._path(given)
        except ErasureRefused:
            return None


def _still_named(store: Store, folder: Path) -> set[str]:
    """What the records that are there now name, in every table of the store."""
    found: set[str] = set()
    for table in store.tables:
        columns: Sequence[str] = sorted({one.path for one in table.opens.values() if one.path})
        if not columns:
            continue
        con = scratch()
        try:
            try:
                connector_for(store).export(store, table, folder, con, "reading")
            except SourceError as error:
                if ": no file matches " in str(error):
                    continue
                raise
            for column in columns:
                rows = con.execute(f"SELECT DISTINCT trim({identifier(column)}) FROM reading").fetchall()
                found.update(row[0] for row in rows if row[0])
        finally:
            con.close()
    return found
