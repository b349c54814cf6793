"""Text as a reader sees it: letters of other scripts as the Latin ones they are taken for, as SQL.

What belongs here: the letters, and folding text by them. That two addresses look alike links nobody; see
``stores.identifiers``. Source: Unicode UTS 39, confusables.txt, the lower-case letters of Cyrillic, Greek, Armenian and
rare Latin ones; where it is silent (Cyrillic ve, ka, em, te), the letter that a reader would type.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from stores.quoting import literal

TAKEN_FOR = {
    "a": "\u0430\u03b1\u0251",
    "b": "\u0432\u0185",
    "c": "\u0441\u03f2",
    "d": "\u0501\u0111",
    "e": "\u0435\u03b5",
    "g": "\u0581\u0261",
    "h": "\u04bb\u0570",
    "i": "\u0456\u03b9\u0131\u0269",
    "j": "\u0458\u03f3",
    "k": "\u043a\u03ba",
    "l": "\u04cf\u217c\u0142",
    "m": "\u043c",
    "n": "\u0578",
    "o": "\u043e\u03bf\u0585\u00f8",
    "p": "\u0440\u03c1",
    "q": "\u051b\u0566",
    "r": "\u0433",
    "s": "\u0455",
    "t": "\u0442\u03c4",
    "u": "\u03c5\u057d",
    "v": "\u0475\u03bd",
    "w": "\u051d",
    "x": "\u0445\u03c7",
    "y": "\u0443\u04af\u03b3",
}
"""A Latin letter, and those that are taken for it."""

_FORMS = (range(0xFF10, 0xFF5B), range(0x1D400, 0x1D800), range(0x2100, 0x214F), range(0x24D0, 0x24EA))
"""Code points of other shapes of Latin letters and digits: full width, mathematical, letterlike, in a circle."""


@cache
def _letters() -> tuple[str, str]:
    """The letters that look like another, and those others, place by place."""
    every = {
        chr(code): plain
        for code in (code for codes in _FORMS for code in codes)
        if len(plain := unicodedata.normalize("NFKC", chr(code)).lower()) == 1 and plain.isascii() and plain.isalnum()
    }
    every |= {letter: latin for latin, letters in TAKEN_FOR.items() for letter in letters}
    return "".join(every), "".join(every.values())


def looks_like(text: str) -> str:
    """SQL for lower-case text without accents, and with the Latin letter for each that is like one.

    Text of ASCII alone (as many bytes as characters) stays as it is: DuckDB reads all the letters anew for each value.
    """
    letters, plain = _letters()
    folded = f"translate(strip_accents({text}), {literal(letters)}, {literal(plain)})"
    return f"CASE WHEN strlen({text}) = length({text}) THEN {text} ELSE {folded} END"
