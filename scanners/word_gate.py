"""Which of many patterns a text may meet, told by its words.

Here: from the stems that patterns need (`scanners.needs`) to what a word opens, and from the words of a text to the
patterns that are worth trying on it. Not here: the patterns, and what is done with those that are tried
(`scanners.vocabulary`).

A pattern has up to `CLAUSES` sets of stems, and a match holds a stem of each: so a text in which one of the sets is not
met need not be read for that pattern. Every stem lies within one word. What a word opens depends on the word alone and
is remembered, for most words of a text are met again and again: a text costs a look-up a word, whatever the number of
patterns. Sets of patterns are written as whole numbers, one bit a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from scanners.needs import CLAUSES, LONGEST, Stem

REMEMBERED = 20_000
"""Words of which a gate remembers what they open: all of ordinary prose; names and numbers pass through."""

_WORD = re.compile(r"[^\W_]+")

Clauses = Sequence[frozenset[Stem]]
Opened = tuple[int, ...]
"""Per clause, the patterns of which a word meets it."""


class WordGate:
    """The gate of some patterns, each given by its clauses: at least one."""

    def __init__(self, patterns: Iterable[Clauses]) -> None:
        begins: dict[str, list[int]] = {}
        within: dict[str, list[int]] = {}
        self._free = [0] * CLAUSES
        for number, clauses in enumerate(patterns):
            for place in range(CLAUSES):
                if place >= len(clauses):
                    self._free[place] |= 1 << number
                    continue
                for at_start, letters in clauses[place]:
                    opened = (begins if at_start else within).setdefault(letters, [0] * CLAUSES)
                    opened[place] |= 1 << number
        self._begins = begins
        self._within = list(within.items())
        self.of_word = lru_cache(REMEMBERED)(self._of_word)

    def _of_word(self, word: str) -> Opened:
        """What a word in lower case opens, clause by clause."""
        found = [self._begins[word[:n]] for n in range(1, LONGEST + 1) if word[:n] in self._begins]
        found += [opened for letters, opened in self._within if letters in word]
        return tuple(_any(opened[place] for opened in found) for place in range(CLAUSES)) if found else ()

    def met(self, words: Iterable[str]) -> int:
        """The patterns that may be met in a text of these words (`words_of`)."""
        met = list(self._free)
        for word in words:
            for place, opened in enumerate(self.of_word(word)):
                met[place] |= opened
        first, *others = met
        for opened in others:
            first &= opened
        return first


@lru_cache(8)
def words_of(text: str, start: int, end: int) -> frozenset[str]:
    """The words of a part of a text in lower case, without those within a word; kept for the next gate that asks."""
    return frozenset(_WORD.findall(text[start:end].lower()))


def bits_of(number: int) -> Iterable[int]:
    """The places of the bits that are set, in rising order."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _any(sets: Iterable[int]) -> int:
    found = 0
    for one in sets:
        found |= one
    return found
