"""Where documents that records name may stand: below the store's export, or inside the archive the record came from.

What belongs here: turning a path that a record states into bytes, and refusing every path that leads elsewhere.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path, PurePosixPath

from stores.documents_kinds import DAMAGED, LARGEST, MISSING, OUTSIDE, TOO_LARGE, Unreadable
from stores.errors import SourceError
from stores.files_archive import members, parts_of
from stores.files_find import SourceFile, archives, contained, is_archive
from stores.files_open import opened
from stores.keys import STATE
from stores.store import Store, Table

_ELSEWHERE = re.compile(r"/|[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*://")


def home(store: Store, folder: Path) -> Path:
    """The folder that paths in a store's records are relative to: the export, or what its glob or file stands in."""
    parts: list[str] = []
    for part in PurePosixPath((store.export or "").strip("/")).parts:
        if re.search(r"[*?\[]", part):
            break
        parts.append(part)
    found = folder.joinpath(*parts)
    return found if found.is_dir() else found.parent


def is_elsewhere(given: str) -> bool:
    """Whether a path, with forward slashes, is absolute, of another kind, or climbs."""
    return bool(_ELSEWHERE.match(given)) or ".." in given.split("/")


class Shelf:
    """The documents that the records of one table can name.

    Raises:
        SourceError: the store has no exports, or they lead outside the controller's folder.
    """

    def __init__(self, store: Store, table: Table, folder: Path) -> None:
        if not store.export:
            raise SourceError(f"{store.name}/{table.name}: opens: path: needs a folder of exports; the store has none")
        self._home = contained(folder, home(store, folder), store)
        self._state = folder.resolve() / STATE
        self._archives: dict[str, tuple[SourceFile, dict[str, str]]] = {}
        if is_archive(store):
            for archive in archives(store, table, folder):
                listed = members(archive.path, archive.name, "**/*")
                inside = {name.removeprefix(f"{archive.name}/"): member for member, name in listed}
                self._archives[archive.name] = (archive, inside)

    def read(self, path: str, row_file: str) -> bytes:
        """The bytes of the document that a record of the file ``row_file`` names.

        Raises:
            Unreadable: the path leads elsewhere, to nothing, or to more than is opened.
        """
        given = path.strip().replace("\\", "/")
        if is_elsewhere(given):
            raise Unreadable(OUTSIDE)
        if "\0" in given:
            raise Unreadable(MISSING)
        if self._archives:
            return self._member(given, row_file)
        try:
            real = (self._home / given).resolve(strict=True)
        except (OSError, RuntimeError, ValueError):
            raise Unreadable(MISSING) from None
        if not real.is_relative_to(self._home) or real.is_relative_to(self._state):
            raise Unreadable(OUTSIDE)
        return _whole(real)

    def _member(self, given: str, row_file: str) -> bytes:
        name = "/".join(parts_of(given))
        for archive, (file, inside) in self._archives.items():
            if row_file.startswith(f"{archive}/") and name in inside:
                document = SourceFile(file.path, f"{archive}/{name}", file.modified, inside[name], archive)
                try:
                    with opened(document, unpack=False) as stream:
                        data = stream.read(LARGEST + 1)
                except SourceError:
                    raise Unreadable(DAMAGED) from None
                if len(data) > LARGEST:
                    raise Unreadable(TOO_LARGE)
                return data
        raise Unreadable(MISSING)


def _whole(path: Path) -> bytes:
    """A regular file's bytes; a pipe or a device is not waited for."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        raise Unreadable(MISSING) from None
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)
        raise Unreadable(MISSING)
    with os.fdopen(handle, "rb") as file:
        if status.st_size > LARGEST:
            raise Unreadable(TOO_LARGE)
        try:
            return file.read(LARGEST)
        except OSError:
            raise Unreadable(DAMAGED) from None
