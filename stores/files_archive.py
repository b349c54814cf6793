"""Exports that come as a zip archive: which members a table stands in, behind checks of the whole archive.

What belongs here: the directory of an archive (APPNOTE.TXT 6.3.10), and what of it is refused. Members are read as
streams (``stores.files_open``), never unpacked to disk; archives inside an archive are not opened.
"""

from __future__ import annotations

import stat
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from stores.errors import SourceError

MOST_MEMBERS = 100_000
MOST_UNPACKED = 1 << 36
LARGE, MOST_RATIO = 1 << 29, 200
"""Refused: more members, more bytes unpacked than 64 GiB, or both over 512 MiB and 200 times the archive's size."""

_UNIX = 3


def members(path: Path, name: str, pattern: str) -> list[tuple[str, str]]:
    """The members of an archive that fit a pattern, each as its own name and as messages name it, sorted.

    Hidden ones (a leading dot) are not exports and are passed over, as among files.

    Args:
        path: the archive.
        name: how messages name it.
        pattern: glob over the members' names, ``**`` for folders of any depth.

    Raises:
        SourceError: the archive is damaged, or one of its members is not what an export holds; the message names the
            member by its ordinal, since names of members may be personal.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            listed = archive.infolist()
            start = archive.start_dir
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, LookupError):
        raise SourceError(f"{name}: not a sound zip archive, or cut short; export it again") from None
    except OSError as error:
        raise SourceError(f"{name}: cannot be read ({error.strerror or 'input/output error'})") from None
    _check(listed, name, path.stat().st_size, start)
    wanted = PurePosixPath(pattern).parts
    found = []
    for member in listed:
        parts = parts_of(member.filename)
        hidden = any(part.startswith(".") for part in parts)
        if not member.is_dir() and not hidden and _fits(parts, wanted):
            found.append((member.filename, f"{name}/{'/'.join(parts)}"))
    return sorted(found, key=lambda pair: pair[1])


def _check(listed: list[zipfile.ZipInfo], name: str, size: int, start: int) -> None:
    if len(listed) > MOST_MEMBERS:
        raise SourceError(f"{name}: the archive has {len(listed)} members; not read")
    unpacked = sum(member.file_size for member in listed)
    if unpacked > MOST_UNPACKED or (unpacked > LARGE and unpacked > MOST_RATIO * size):
        raise SourceError(f"{name}: unpacks to {unpacked >> 20} MiB, far more than an export does; not read")
    seen: set[tuple[str, ...]] = set()
    for ordinal, member in enumerate(listed, 1):
        if fault := _fault(member) or ("has the name of an earlier one" if parts_of(member.filename) in seen else ""):
            raise SourceError(f"{name}: member {ordinal} of the archive {fault}; not read")
        seen.add(parts_of(member.filename))
    last = start
    for ordinal, member in sorted(enumerate(listed, 1), key=lambda pair: -pair[1].header_offset):
        if member.header_offset + member.compress_size > last:
            raise SourceError(f"{name}: member {ordinal} of the archive overlaps another; not read")
        last = member.header_offset


def _fault(member: zipfile.ZipInfo) -> str:
    """What is wrong with a member, or ''."""
    given = member.orig_filename.replace("\\", "/")
    if "\0" in given or not parts_of(given):
        return "has no proper name"
    if given.startswith("/") or given[1:2] == ":" or ".." in given.split("/"):
        return "leads outside the archive"
    if member.flag_bits & 0x41:
        return "is encrypted"
    mode = member.external_attr >> 16 if member.create_system == _UNIX else 0
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "is a link or a device"
    return ""


def parts_of(name: str) -> tuple[str, ...]:
    """The folders and the name of a member; some programs write backslashes between them."""
    return tuple(part for part in name.replace("\\", "/").split("/") if part not in {"", "."})


def _fits(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_fits(parts[at:], pattern[1:]) for at in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and _fits(parts[1:], pattern[1:])
