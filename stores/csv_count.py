"""Counting the records of a CSV file without parsing it, to hold against what a parser found.

What belongs here: line and quote arithmetic. In well-formed CSV (RFC 4180) a line break ends a record exactly when an
even number of quotes stands before it; a file where that misleads is one the fast reader must not be trusted with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """What stands in a CSV file.

    Attributes:
        lines: physical lines, the last one with or without its line break.
        records: lines that end a record, header included, blank lines not.
        delimiters: delimiters outside quotes.
        plain: whether nothing in it needs the exact reader: no blank line, NUL byte, blank beside a quote, open quote.
    """

    lines: int
    records: int
    delimiters: int
    plain: bool


def count(chunks: Iterable[bytes], delimiter: str) -> Count:
    """Count one file, given as its unpacked bytes in order."""
    sign = delimiter.encode()
    mark = re.escape(sign)
    spaced = re.compile(rb"(?:^|[\n\r]|%s) +\"|\" +(?:[\n\r]|%s|$)" % (mark, mark))
    lines = ends = blanks = delimiters = 0
    inside = odd = held = False
    before = last = b"\n"
    first = True
    for given in chunks:
        chunk = given.removeprefix(b"\xef\xbb\xbf") if first else given
        first = False
        chunk = b"\r" + chunk if held else chunk
        held = chunk.endswith(b"\r")
        chunk = chunk[:-1] if held else chunk
        if not chunk:
            continue
        if b"\r" in chunk:
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        feeds = chunk.count(b"\n")
        touching = {last + chunk[:1]}.intersection((b' "', b'" '))  # a blank and a quote, parted by the chunks
        if b'"' in chunk:
            parts = chunk.split(b'"')
            outside = b'"'.join([b"", *parts[1::2]] if inside else parts[0::2])
            inside ^= len(parts) % 2 == 0
            ends += outside.count(b"\n")
            odd = odd or ((b' "' in outside or b'" ' in outside) and spaced.search(outside) is not None)
        else:
            outside = b"" if inside else chunk
            ends += 0 if inside else feeds
        odd = odd or bool(touching) or b"\0" in chunk
        lines += feeds
        blanks += _blanks(before + outside)
        delimiters += outside.count(sign)
        before = b'"' if inside else (before + outside)[-1:]
        last = chunk[-1:]
    if held:
        lines += 1
        last = b"\n"
        if not inside:
            ends += 1
            blanks += before == b"\n"
            before = b"\n"
    lines += last != b"\n"
    ends += before != b"\n"
    return Count(lines, ends - blanks, delimiters, not (blanks or inside or odd))


def _blanks(text: bytes) -> int:
    """Line breaks that follow a line break at once."""
    if b"\n\n" not in text:
        return 0
    return sum(len(run) - 1 for run in re.findall(rb"\n\n+", text))
