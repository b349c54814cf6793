"""Opening export files: plain, gzip or inside a zip archive, bytes or text; damage of every kind is one SourceError.

What belongs here: bytes and encodings. No format. Nothing is unpacked to disk.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast
from uuid import uuid4

import duckdb
from fsspec.implementations.memory import MemoryFileSystem

from stores.errors import SourceError
from stores.files_find import SourceFile

CHUNK = 1 << 20
MOST_EXPANDED = 1 << 28
MOST_RATIO = 200
"""A gzip file that is both over 256 MiB unpacked and over 200 times its size is refused; text packs 3 to 30 times."""

WIDE_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


IN_MEMORY = 256 << 20
"""Bytes of a member of an archive that are held in memory for a reader that needs a whole file."""


@contextmanager
def _stored(file: SourceFile) -> Iterator[BinaryIO]:
    """The bytes of a file as they are stored."""
    if file.member is None:
        with file.path.open("rb") as plain:
            yield plain
        return
    with zipfile.ZipFile(file.path) as archive:
        try:
            member = archive.open(file.member)
        except (NotImplementedError, KeyError, RuntimeError):
            raise zipfile.BadZipFile from None
        with member:
            yield cast(BinaryIO, member)


@contextmanager
def opened(file: SourceFile, *, unpack: bool = True) -> Iterator[BinaryIO]:
    """The bytes of a file or member, unpacked if its name ends in ``.gz`` and ``unpack`` is not False.

    Raises:
        SourceError: also for whatever goes wrong while the caller reads.
    """
    try:
        with _stored(file) as stream:
            if not file.packed or not unpack:
                yield stream
            else:
                with cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb")) as unpacked:
                    yield unpacked
    except zipfile.BadZipFile:
        if file.member is None:
            raise
        raise SourceError(f"{file.name}: damaged, or packed in an unknown way, inside its archive") from None
    except EOFError:
        kind = "gzip file" if file.packed else "archive"
        raise SourceError(f"{file.name}: the {kind} is cut short; export it again") from None
    except (gzip.BadGzipFile, zlib.error):
        kind = "gzip file" if file.packed else "zip archive"
        raise SourceError(f"{file.name}: not a sound {kind}; export it again") from None
    except OSError as error:
        raise SourceError(f"{file.name}: cannot be read ({error.strerror or 'input/output error'})") from None


def chunks(file: SourceFile) -> Iterator[bytes]:
    """The bytes of a file, unpacked, a mebibyte at a time.

    Raises:
        SourceError: the file is damaged, or unpacks to far more than an export does.
    """
    most = max(MOST_EXPANDED, file.path.stat().st_size * MOST_RATIO)
    total = 0
    with opened(file) as stream:
        while chunk := stream.read(CHUNK):
            total += len(chunk)
            if total > most and file.packed:
                raise SourceError(f"{file.name}: unpacks to more than {MOST_RATIO} times its size; not read")
            yield chunk


@contextmanager
def seekable(file: SourceFile) -> Iterator[BinaryIO]:
    """The bytes of a file for a reader that jumps about in it; a member of an archive is held in memory.

    Raises:
        OSError: a plain file cannot be read.
        SourceError: see ``opened``; or the member is too large to be held.
    """
    if file.member is None and not file.packed:
        with file.path.open("rb") as plain:
            yield plain
        return
    with opened(file) as stream:
        data = stream.read(IN_MEMORY + 1)
    if len(data) > IN_MEMORY:
        raise SourceError(f"{file.name}: larger than {IN_MEMORY >> 20} MiB inside its archive; unpack the archive")
    yield io.BytesIO(data)


def held(file: SourceFile) -> bool:
    """Whether DuckDB can read the file by ``for_duckdb``: it is plain, or a member that fits into memory."""
    if file.member is None:
        return True
    with zipfile.ZipFile(file.path) as archive:
        return not file.packed and archive.getinfo(file.member).file_size <= IN_MEMORY


@contextmanager
def for_duckdb(con: duckdb.DuckDBPyConnection, file: SourceFile) -> Iterator[str]:
    """The path by which DuckDB reads a file; a member of an archive stands in memory, unpacked, while this lasts.

    Raises:
        SourceError: see ``seekable``.
    """
    if file.member is None:
        yield re.sub(r"([*?\[])", r"[\1]", str(file.path))
        return
    with seekable(file) as stream:
        memory = MemoryFileSystem()
        path = f"/{uuid4().hex}"
        memory.pipe_file(path, stream.read())
    con.register_filesystem(memory)
    try:
        yield f"memory:/{path}"
    finally:
        con.unregister_filesystem("memory")
        memory.rm_file(path)


@contextmanager
def opened_text(file: SourceFile, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The text of a file with its line ends as they are; a byte that does not decode becomes a lone surrogate.

    A UTF-8 byte order mark is passed over.

    Raises:
        SourceError: also for whatever goes wrong while the caller reads.
    """
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    errors = "surrogatepass" if encoding == "utf-16" else "surrogateescape"
    with opened(file) as stream:
        if encoding != "utf-16":
            _refuse_wide(file, encoding)
        try:
            yield io.TextIOWrapper(stream, encoding=codec, errors=errors, newline="")
        except UnicodeError:
            raise SourceError(f"{file.name}: not {encoding}, or cut short; say the encoding in the map") from None


def _refuse_wide(file: SourceFile, encoding: str) -> None:
    with opened(file) as stream:
        wide = WIDE_MARKS.get(stream.read(2))
    if wide:
        raise SourceError(f"{file.name}: the file is {wide}, not {encoding}; say encoding: {wide} in the map")


def is_unicode(text: str) -> bool:
    """Whether every byte behind ``text`` decoded."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
