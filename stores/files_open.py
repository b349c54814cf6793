"""Opening export files: plain or gzip, bytes or text; every way a file can be damaged told as one SourceError.

What belongs here: bytes and encodings. No format.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from stores.errors import SourceError
from stores.files_find import SourceFile

CHUNK = 1 << 20
MOST_EXPANDED = 1 << 29
MOST_RATIO = 200
"""A gzip file that is both over 512 MiB unpacked and over 200 times its size is refused; text packs 3 to 30 times."""

WIDE_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@contextmanager
def opened(file: SourceFile) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked if its name ends in ``.gz``.

    Raises:
        SourceError: also for whatever goes wrong while the caller reads.
    """
    packed = file.path.suffix.lower() == ".gz"
    try:
        with cast(BinaryIO, gzip.open(file.path)) if packed else file.path.open("rb") as stream:
            yield stream
    except EOFError:
        raise SourceError(f"{file.name}: the gzip file is cut short; export it again") from None
    except (gzip.BadGzipFile, zlib.error):
        raise SourceError(f"{file.name}: not a sound gzip file; export it again") from None
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
            if total > most and file.path.suffix.lower() == ".gz":
                raise SourceError(f"{file.name}: unpacks to more than {MOST_RATIO} times its size; not read")
            yield chunk


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
