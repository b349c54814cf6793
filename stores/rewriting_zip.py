"""A zip archive written anew with one member changed or left out; all others keep order, names, times and contents.

What belongs here: copying members. Bytes that belong to no member (what a program left behind when it appended) are not
copied. That the new archive takes the old one's place whole or not at all is ``stores.rewriting``'s.
"""

from __future__ import annotations

import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import BinaryIO, cast

from stores.errors import SourceError
from stores.files_find import SourceFile

_DAMAGED = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, LookupError, zlib.error)
_ZIP64 = 1


@contextmanager
def member_instead(file: SourceFile, out: BinaryIO) -> Iterator[BinaryIO]:
    """Write the archive of a member to ``out``; the member is what the block writes.

    Raises:
        SourceError: the archive is damaged or packed in an unknown way.
    """
    with _both(file, out) as (old, new):
        waiting = iter(old.infolist())
        for info in waiting:
            if info.filename == file.member:
                with new.open(_like(info), "w") as inner:
                    yield cast(BinaryIO, inner)
                break
            _copied(old, info, new)
        for info in waiting:
            _copied(old, info, new)


def without_member(file: SourceFile, out: BinaryIO) -> None:
    """Write the archive of a member to ``out`` without it; raises as ``member_instead``."""
    with _both(file, out) as (old, new):
        for info in old.infolist():
            if info.filename != file.member:
                _copied(old, info, new)


def parts_instead(old: zipfile.ZipFile, out: BinaryIO, parts: Mapping[str, bytes | None]) -> None:
    """Write an archive to ``out`` with some of its members as given, and without those that are None."""
    with zipfile.ZipFile(out, "w") as new:
        new.comment = old.comment
        for info in old.infolist():
            if info.filename not in parts:
                _copied(old, info, new)
            elif (data := parts[info.filename]) is not None:
                with new.open(_like(info), "w") as inner:
                    inner.write(data)


@contextmanager
def _both(file: SourceFile, out: BinaryIO) -> Iterator[tuple[zipfile.ZipFile, zipfile.ZipFile]]:
    try:
        with zipfile.ZipFile(file.path) as old, zipfile.ZipFile(out, "w") as new:
            new.comment = old.comment
            yield old, new
    except _DAMAGED:
        told = "cannot be written anew (damaged, or packed in an unknown way); nothing was erased in it"
        raise SourceError(f"{file.archive}: the archive {told}") from None


def _copied(old: zipfile.ZipFile, info: zipfile.ZipInfo, new: zipfile.ZipFile) -> None:
    with old.open(info) as source, new.open(_like(info), "w") as target:
        shutil.copyfileobj(source, target, 1 << 20)


def _like(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The same name, time, rights and way of packing; sizes are worked out anew."""
    made = copy(info)
    at, kept = 0, b""
    while at + 4 <= len(info.extra):
        kind, length = struct.unpack_from("<HH", info.extra, at)
        if kind != _ZIP64:
            kept += info.extra[at : at + 4 + length]
        at += 4 + length
    made.extra = kept
    return made
