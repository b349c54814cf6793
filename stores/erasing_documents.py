"""The documents that records name, removed with them: below the export's folder, and if no other record names them.

What belongs here: deciding which files go, and removing them. Reading documents is ``stores.documents_find``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from stores.connectors import connector_for
from stores.documents_find import home, is_elsewhere
from stores.erasing import Item, Work
from stores.errors import ErasureRefused, SourceError
from stores.files_archive import members
from stores.files_find import SourceFile, archives, contained, is_archive, source_files
from stores.keys import STATE
from stores.quoting import identifier
from stores.rewriting import remove, remove_file
from stores.store import Store, Table
from stores.warehouse import scratch


class Documents:
    """The documents of a work's records.

    Raises:
        ErasureRefused: the store has no folder of documents, or several archives of them, or a path leads elsewhere.
    """

    def __init__(self, work: Work, folder: Path) -> None:
        if not work.store.export:
            raise ErasureRefused(f"{work.store.name}: its records name documents, and it has no folder of them")
        self.work, self.folder = work, folder
        self.zipped = is_archive(work.store)
        self._members: dict[str, SourceFile] = {}
        try:
            self.home = contained(folder, home(work.store, folder), work.store)
            if self.zipped:
                self._open_archive()
            self._tables = {_place(file) for table in work.store.tables for file in _files(work.store, table, folder)}
        except SourceError as error:
            raise ErasureRefused(str(error)) from None
        for item in work.items:
            for given in self._named(item):
                self._path(given)

    def _open_archive(self) -> None:
        found = archives(self.work.store, self.work.table, self.folder)
        if len(found) > 1:
            raise ErasureRefused(
                f"{self.work.store.name}: its records name documents, and there are {len(found)} archives; "
                "which of them is meant is not known, so leave one"
            )
        for archive in found:
            for member, name in members(archive.path, archive.name, "**/*"):
                inside = name.removeprefix(f"{archive.name}/")
                self._members[inside] = replace(archive, name=name, member=member, archive=archive.name)

    def _named(self, item: Item) -> set[str]:
        return {given for column in self.work.documents if (given := (item.values.get(column) or "").strip())}

    def _path(self, given: str) -> Path:
        """Where a document stands, without following a link at its end: the link itself is what a record names.

        Raises:
            ErasureRefused: it leads out of the export's folder.
        """
        plain = given.replace("\\", "/")
        if self.zipped:
            inside = PurePosixPath(plain)
            found = self._members.get(str(inside))
            if found is not None and _place(found) in self._tables:
                raise self._refused("in which records stand")
            if not is_elsewhere(plain):
                return Path(inside)
        elif not is_elsewhere(plain):
            try:
                path = (self.home / plain).parent.resolve() / Path(plain).name
                real = path.resolve()
            except (OSError, RuntimeError, ValueError):
                path = real = self.folder
            within = path.is_relative_to(self.home) and real.is_relative_to(self.home) and path != self.home
            if (real, "") in self._tables:
                raise self._refused("in which records stand")
            if within and not real.is_relative_to(self.folder.resolve() / STATE) and not path.is_dir():
                return path
        raise self._refused("outside the export's folder")

    def _refused(self, what: str) -> ErasureRefused:
        place = f"{self.work.store.name}/{self.work.table.name}"
        return ErasureRefused(f"{place}: a record names a document {what}; nothing was erased")

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
            if self.zipped:
                if found := self._members.get(path.as_posix()):
                    remove_file(found)
                continue
            if path.is_symlink() and path.resolve().is_relative_to(self.home):
                remove(path.resolve(), self.work.store.name)
            remove(path, f"{self.work.store.name}: a document")

    def _tried(self, given: str) -> Path | None:
        try:
            return self._path(given)
        except ErasureRefused:
            return None


def _files(store: Store, table: Table, folder: Path) -> list[SourceFile]:
    """The files in which records of a table stand."""
    if table.format == "document":
        return []
    try:
        return source_files(store, table, folder, f"{table.name}.*")
    except SourceError as error:
        if ": no file matches " in str(error):
            return []
        raise


def _place(file: SourceFile) -> tuple[Path, str]:
    return file.path, file.name.removeprefix(f"{file.archive}/") if file.member else ""


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
