"""Which files a table stands in, and when they were exported. No file outside the controller's folder is ever opened.

What belongs here: globs, symbolic links, the export's time. Reading what is in the files is the formats'; what an
archive holds is ``stores.files_archive``'s.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from stores.errors import SourceError
from stores.files_archive import members
from stores.keys import STATE
from stores.store import Store, Table


@dataclass
class Seen:
    """What a file was when it was last looked into or written; members of one archive have it in common."""

    state: tuple[int, ...]


@dataclass(frozen=True)
class SourceFile:
    """One file of an export, or one member of a zip archive.

    Whoever reads its bytes uses ``stores.files_open``; ``path`` itself is the archive, not the member.

    Attributes:
        path: where it really is, symbolic links followed; inside the controller's folder.
        name: how messages and ``_file`` name it: relative to the controller's folder; of a member, behind the
            archive's name.
        modified: its modification time, UTC; of a member, the archive's.
        member: the member's name inside the archive at ``path``; None for a plain file.
        archive: how messages name the archive; '' for a plain file.
        seen: what it was when it was looked into, where it is to be changed (``stores.rewriting``).
    """

    path: Path
    name: str
    modified: datetime
    member: str | None = None
    archive: str = ""
    seen: Seen | None = field(default=None, compare=False)

    @property
    def packed(self) -> bool:
        """Whether the bytes are packed by gzip."""
        return (self.member or self.path.name).lower().endswith(".gz")


def contained(folder: Path, path: Path, store: Store) -> Path:
    """The real path behind ``path``, which must be inside the controller's folder and outside Abide's own state.

    Raises:
        SourceError: it leads elsewhere, or to nothing.
    """
    home = folder.resolve()
    shown = _shown(folder, path)
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError):
        raise SourceError(f"{store.name}: {shown} leads to no file") from None
    if not real.is_relative_to(home) or real.is_relative_to(home / STATE):
        raise SourceError(f"{store.name}: {shown} leads outside the exports of the controller's folder; not opened")
    return real


def _shown(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def source_files(store: Store, table: Table, folder: Path, otherwise: str) -> list[SourceFile]:
    """The files of one table, sorted by name: ``table.file`` below the export, or the export itself.

    If the export is a zip archive, or a glob of them, they are the members that fit ``table.file``.
    Hidden files (a leading dot) are not exports and are passed over.

    Args:
        store: its ``export`` is a folder, a file or a glob below ``folder``.
        table: its ``file`` is a glob below the export.
        folder: the controller's folder.
        otherwise: the glob below the export when it is a folder and the table names no file.

    Raises:
        SourceError: no file matches, one leads outside the folder, or an archive is not to be trusted.
    """
    export = (store.export or "").strip("/")
    zipped = is_archive(store)
    pattern = export if zipped else "/".join(part for part in (export, table.file) if part)
    if not zipped and not table.file and (folder / export).is_dir():
        pattern = f"{export}/{otherwise}"
    outside = [*PurePosixPath(pattern).parts, *PurePosixPath(table.file or "").parts]
    if ".." in outside or (store.export or "").startswith("/") or (table.file or "").startswith("/"):
        raise SourceError(f"{store.name}/{table.name}: '{pattern}' leads outside the controller's folder; not opened")
    found = _plain(store, table, folder, pattern)
    if zipped:
        inside = table.file or otherwise
        found = [
            SourceFile(archive.path, name, archive.modified, member, archive.name)
            for archive in found
            for member, name in members(archive.path, archive.name, inside)
        ]
        pattern = f"{pattern}/{inside}"
    if not found:
        raise SourceError(f"{store.name}/{table.name}: no file matches {pattern}")
    return found


def archives(store: Store, table: Table, folder: Path) -> list[SourceFile]:
    """The zip archives that the store's export is, or its glob means.

    Raises:
        SourceError: one leads outside the folder.
    """
    return _plain(store, table, folder, (store.export or "").strip("/"))


def is_archive(store: Store) -> bool:
    """Whether the store's export comes as zip archives."""
    return (store.export or "").lower().endswith(".zip")


def _plain(store: Store, table: Table, folder: Path, pattern: str) -> list[SourceFile]:
    contained(folder, folder, store)
    try:
        matches = sorted(folder.glob(pattern)) if pattern else []
    except (OSError, ValueError, NotImplementedError):
        raise SourceError(f"{store.name}/{table.name}: '{pattern}' is not a pattern of file names") from None
    found = []
    for path in matches:
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        real = contained(folder, path, store)
        status = real.stat()
        if stat.S_ISREG(status.st_mode):
            name = path.relative_to(folder).as_posix()
            found.append(SourceFile(real, name, datetime.fromtimestamp(status.st_mtime, UTC)))
    return found


def exported_at(store: Store, files: Iterable[SourceFile]) -> datetime:
    """The oldest export time among the files, UTC: the date in each name, or each modification time.

    A member of an archive is as old as the archive.

    Raises:
        SourceError: a file's name holds no date of the stated form.
    """
    if store.exported_at is None or store.exported_at == "modified":
        return min(file.modified for file in files)
    pattern = store.exported_at.name
    return min(_dated(store, pattern, file) for file in files)


def _dated(store: Store, pattern: str, file: SourceFile) -> datetime:
    digits = {"Y": r"\d{4}", "m": r"\d{2}", "d": r"\d{2}", "H": r"\d{2}", "M": r"\d{2}", "S": r"\d{2}"}
    regex = "".join(
        digits.get(part[1], re.escape(part)) if part.startswith("%") else re.escape(part)
        for part in re.findall(r"%.|[^%]+", pattern)
    )
    found = re.search(regex, PurePosixPath(file.archive or file.name).name)
    try:
        if found:
            return datetime.strptime(found[0], pattern).replace(tzinfo=UTC)
    except ValueError:
        pass
    raise SourceError(
        f"{store.name}: the name of {file.archive or file.name} holds no date {pattern}, so its age is unknown"
    )
