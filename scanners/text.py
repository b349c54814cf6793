"""What a text is before anyone reads it: machine text or words, a cell or prose, and how to cut a very long one.

Here: judgements on the shape of a single value or column name. Not here: anything about persons or categories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from scanners.name_lists import listed

PIECE = 4_000
"""Longest stretch, in code points, given to a recogniser at once: keeps every pattern's worst case small."""

LONGEST_NOTE = 60
"""Longest value, in code points, that may be a note of two or three words."""

OVERLAP = 200
"""How far a piece reaches back into the one before, so that a mention on the cut is still met whole."""

FREE_TEXT_WORDS = 4
"""A value of at least this many words is read as prose."""

_MACHINE = re.compile(
    r"""(?xi)
    (?![0+])[-]?\d[\d\s.,:%]*                                            # numbers, prices, versions, times, numeric ids
    | 0(?:\.\d+)? | 0\d{0,8} | 0{2,}\d* | \d{4}                          # zero, zero-padded ids
    | [£$€]\s?[\d.,]+
    | \d{4}-\d{2}-\d{2} (?:[T\s]\d{2}:\d{2} (?::\d{2}(?:[.,]\d+)?)? \s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?
    | \d{1,2}[/.-]\d{1,2}[/.-]\d{2,4} (?:[\sT]\d{1,2}:\d{2}(?::\d{2})?)?
    | /Date\(-?\d+(?:[+-]\d{4})?\)/
    | \{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?
    | (?=[0-9a-f]*\d)[0-9a-f]{16,}
    | Mozilla/\d.*
    """,
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NAME_INSIDE = re.compile(r"\S\s+[\"'“\u2018(]*[A-Z][^\W\d_]|^[\"'“\u2018(]*[A-Z][^\W\d_]+[\s,]+[A-Z][^\W\d_]")


def header_words(column: str) -> str:
    """A column name as lower-case words with single spaces: `homePostCode`, `home_post_code` → `home post code`."""
    return " ".join(re.sub(r"[\W_]+", " ", _CAMEL.sub(" ", column)).lower().split())


def lower(text: str) -> str:
    """The text in lower case, underscores as spaces, of exactly the same length, so that spans fit the original."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    return low.replace("_", " ")


def is_identifier(text: str) -> bool:
    """Whether a value is a number, price, date, timestamp, identifier, digest or user agent, not a dialled number."""
    stripped = text.strip()
    return len(stripped) <= PIECE and _MACHINE.fullmatch(stripped) is not None


def is_machine_text(text: str) -> bool:
    """Whether a value holds no words to read."""
    return is_identifier(text) or (len(text) <= PIECE and _WORD.search(text) is None)


def is_date(text: str) -> bool:
    """Whether a value begins like a calendar date."""
    return _DATE.match(text.strip()) is not None


def is_free_text(text: str) -> bool:
    """Whether a value is prose: at least `FREE_TEXT_WORDS` words of letters."""
    return any(count == FREE_TEXT_WORDS for count, _ in enumerate(_WORD.finditer(text), start=1))


def is_note(text: str) -> bool:
    """Whether a value of two or three words is a note that may name someone: `ask Declan`, `Ewa on break`."""
    return len(text) <= LONGEST_NOTE and re.search(may_be_note(), text) is not None


@cache
def may_be_note() -> str:
    """The pattern of such a note, in Python's syntax and Rust's: a word that leads to a person, or a person's doing."""
    leads = sorted(
        {word for name in ("told", "greetings", "roles") for word in listed(f"beside_{name}")} | {"by", "to"}
    )
    does = sorted(listed("beside_doing") | {"on", "off", "in", "out", "sick", "late"})
    return (
        rf"(?:^|\s)(?i:{'|'.join(map(re.escape, leads))})[,:]?\s+[A-Z][A-Za-z\x80-\u024f.]"
        rf"|^[A-Z][a-z\x80-\u024f]+:?\s(?:{'|'.join(does)})\b"
    )


def may_name_someone(text: str) -> bool:
    """Whether prose holds a capitalised word where no sentence begins: the gate before the named-entity model."""
    return _NAME_INSIDE.search(text) is not None


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text into stretches of at most `PIECE` code points with their offsets, at white space if there is any."""
    if len(text) <= PIECE:
        yield 0, text
        return
    start = 0
    while start < len(text):
        end = min(start + PIECE, len(text))
        if end < len(text):
            space = text.rfind(" ", start + PIECE // 2, end)
            end = space if space > 0 else end
        yield start, text[start:end]
        if end == len(text):
            return
        start = end - OVERLAP
