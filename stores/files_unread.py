"""How many files of the exports no table is read from: nobody reads them, so nobody knows what they hold.

What belongs here: counting them. Which files a table stands in is its connector's; documents that records name are
``stores.documents_find``'s.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from stores.connectors import connector_for
from stores.documents_find import home, is_elsewhere
from stores.errors import SourceError
from stores.files_archive import members, parts_of
from stores.files_find import SourceFile, archives, is_archive
from stores.keys import STATE
from stores.store import Store, Table

Place = tuple[Path, str]
"""A file, and the member if it is an archive."""

_NO_RECORDS = frozenset({".DS_Store", ".gitignore", ".gitkeep", ".keep"})


def count_unread(
    stores: Sequence[Store], wanted: Iterable[str], folder: Path, named: Callable[[Store], Iterable[str]]
) -> int:
    """The files below the exports of some stores that no table of any store is read from, each once.

    A hidden file counts, but for those that file managers and version control leave; in an archive, none does. An empty
    file does not, nor a document that a record names. What cannot be looked into counts for one.

    Args:
        stores: every store of the controller.
        wanted: the names of those whose exports are looked into.
        folder: the controller's folder.
        named: the documents that a store's records name, as they name them.
    """
    names = set(wanted)
    known = {place for store in stores for table in store.tables for place in _read(store, table, folder)}
    found: set[Place] = set()
    for store in stores:
        if store.name in names and (store.export or "").strip("/"):
            known.update(_documents(store, folder, named(store)))
            found.update(_archived(store, folder) if is_archive(store) else _below(store, folder))
    return len(found - known)


def _read(store: Store, table: Table, folder: Path) -> Iterator[Place]:
    """The files that a table is read from; none if it is read from no files, or has none."""
    try:
        files: Callable[[Store, Table, Path], list[SourceFile]] | None
        files = getattr(connector_for(store), "files", None)
        for file in files(store, table, folder) if files else ():
            yield file.path, file.member or ""
    except SourceError:
        return


def _documents(store: Store, folder: Path, named: Iterable[str]) -> Iterator[Place]:
    at = home(store, folder)
    plain = {given for one in named if not is_elsewhere(given := one.strip().replace("\\", "/")) and "\0" not in given}
    if not is_archive(store):
        yield from ((real, "") for given in plain if (real := _real(at / given)))
        return
    wanted = {"/".join(parts_of(given)) for given in plain}
    try:
        yield from ((file.path, member) for file, member, inside in _members(store, folder) if inside in wanted)
    except SourceError:
        return


def _real(path: Path) -> Path | None:
    try:
        return path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        return None


def _archived(store: Store, folder: Path) -> Iterator[Place]:
    try:
        for file, member, _ in _members(store, folder):
            yield file.path, member
    except SourceError:
        yield home(store, folder), ""


def _members(store: Store, folder: Path) -> Iterator[tuple[SourceFile, str, str]]:
    """The members of the store's archives: the archive, the member's name, and the name as records name it."""
    for archive in archives(store, store.tables[0], folder) if store.tables else ():
        for member, name in members(archive.path, archive.name, "**/*"):
            yield archive, member, name.removeprefix(f"{archive.name}/")


def _below(store: Store, folder: Path) -> Iterator[Place]:
    """The files below the folders that the export is; of links, what they lead to."""
    try:
        for export in folder.glob((store.export or "").strip("/")):
            if export.is_dir():
                yield from _walked(export, folder.resolve(), set())
    except (OSError, ValueError, NotImplementedError):
        yield home(store, folder), ""


def _walked(top: Path, controller: Path, walked: set[Path]) -> Iterator[Place]:
    """The files below a folder. A linked folder is walked if it stands in the controller's, and is one place elsewhere.

    Raises:
        OSError: a folder cannot be looked into.
    """
    for at, folders, names in os.walk(top, onerror=_stop):
        here = Path(at)
        walked.add(here.resolve())
        for path in [*(here / name for name in names), *(one for name in folders if (one := here / name).is_symlink())]:
            real = _real(path)
            if real is None or real.is_relative_to(controller / STATE) or path.name in _NO_RECORDS or real in walked:
                continue
            if real.is_dir() and real.is_relative_to(controller):
                yield from _walked(real, controller, walked)
            elif real.is_dir() or (real.is_file() and real.stat().st_size):
                yield real, ""


def _stop(error: OSError) -> NoReturn:
    raise error
