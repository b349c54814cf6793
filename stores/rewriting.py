"""A file put in another's place, whole or not at all: written beside it, made durable, renamed over it.

What belongs here: the one way in which a file of an export is changed or removed. The new file has the old one's mode,
owner and times: an export does not become a fresh one because a record went.
"""

from __future__ import annotations

import gzip
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from stores.errors import ErasureRefused, SourceError
from stores.files_find import Seen, SourceFile
from stores.rewriting_zip import member_instead, without_member

PART = ".abide-part"
"""How the name of an unfinished file ends. It begins with a dot, so no export's glob takes it for one."""


def may_replace(file: SourceFile) -> None:
    """See that a file can be put in this one's place.

    Raises:
        ErasureRefused: it (or its archive) has a second name, or the folder or disk does not let us.
    """
    name = file.archive or file.name
    status = file.path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ErasureRefused(f"{name}: is no plain file")
    if status.st_nlink > 1:
        raise ErasureRefused(f"{name}: has a second name (hard link) that would keep what is erased; remove it")
    if not os.access(file.path.parent, os.W_OK | os.X_OK) or not os.access(file.path, os.W_OK):
        raise ErasureRefused(f"{name}: this account may not write it, or not in its folder")
    if shutil.disk_usage(file.path.parent).free < status.st_size + (1 << 20):
        raise ErasureRefused(f"{name}: the disk has no room for the new file beside the old one")


@contextmanager
def replacing(file: SourceFile) -> Iterator[BinaryIO]:
    """A new file in place of ``file``: what the block writes, packed by gzip if the old one is.

    Of a member of an archive it is the archive that is put in place anew.

    Raises:
        SourceError: it could not be written, or the old file changed meanwhile; the old one stands as it was.
        ErasureRefused: see ``may_replace``.
    """
    with _new(file) as (stream, before):
        if file.member is None:
            with _packed(file, stream, before) as out:
                yield out
        else:
            with member_instead(file, stream) as inner, _packed(file, inner, before) as out:
                yield out


@contextmanager
def _packed(file: SourceFile, stream: BinaryIO, before: os.stat_result) -> Iterator[BinaryIO]:
    if not file.packed:
        yield stream
        return
    with gzip.GzipFile(filename="", fileobj=stream, mode="wb", mtime=int(before.st_mtime)) as packed:
        yield cast(BinaryIO, packed)


@contextmanager
def _new(file: SourceFile) -> Iterator[tuple[BinaryIO, os.stat_result]]:
    """A new file that takes the place of ``file``'s path when the block ends, and what stands there until then."""
    may_replace(file)
    sweep(file.path.parent)
    part = file.path.with_name(f".{file.path.name}{PART}")
    before = file.path.stat()
    try:
        _unchanged(file, before)
        handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as stream:
            yield stream, before
            stream.flush()
            _like(stream.fileno(), before)
            os.fsync(stream.fileno())
            written = _state(os.fstat(stream.fileno()))
        _unchanged(file, before)
        part.replace(file.path)
        durable(file.path.parent)
        if file.seen is not None:
            file.seen.state = written
    except OSError as error:
        told = f"{file.name}: the new file could not be written ({error.strerror or type(error).__name__})"
        raise SourceError(f"{told}; the old one stands as it was") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def watched(files: Iterable[SourceFile]) -> dict[str, SourceFile]:
    """The files by name, with what they are now, before records are looked for in them: changed only if still that."""
    seen: dict[Path, Seen] = {}
    return {file.name: replace(file, seen=seen.setdefault(file.path, Seen(_state(file.path.stat())))) for file in files}


def _unchanged(file: SourceFile, before: os.stat_result) -> None:
    """Raise SourceError where a file is not what it was when it was looked into."""
    if _state(file.path.stat()) != (file.seen.state if file.seen else _state(before)):
        name = file.archive or file.name
        raise SourceError(f"{name}: the file changed while records were erased in it; it stands as it was")


def remove_file(file: SourceFile) -> bool:
    """Remove a file of an export for good, if it is still what was looked into; False if it was gone already.

    Raises:
        SourceError: it changed, or could not be removed.
    """
    if file.member is not None:
        with _new(file) as (stream, _):
            without_member(file, stream)
        return True
    if file.seen is not None and file.path.exists():
        _unchanged(file, file.path.stat())
    return remove(file.path, file.name)


def _like(handle: int, before: os.stat_result) -> None:
    """Give an open file another's owner, mode and times."""
    if (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
        os.fchown(handle, before.st_uid, before.st_gid)
    os.fchmod(handle, stat.S_IMODE(before.st_mode))
    os.utime(handle, ns=(before.st_atime_ns, before.st_mtime_ns))


def _state(status: os.stat_result) -> tuple[int, ...]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def remove(path: Path, name: str) -> bool:
    """Remove a file for good; False if it was gone already.

    Raises:
        SourceError: it could not be removed.
    """
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise SourceError(f"{name}: could not be removed ({error.strerror or type(error).__name__})") from None
    durable(path.parent)
    return True


def sweep(folder: Path) -> None:
    """Remove unfinished files that a crash left in a folder: they hold what was to stay, and what was to go.

    Raises:
        SourceError: one cannot be removed.
    """
    for path in folder.glob(f".*{PART}"):
        remove(path, path.name)


def durable(folder: Path) -> None:
    """Make what was renamed or removed in a folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
