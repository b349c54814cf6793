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

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from scanners.needs import CLAUSES, LONGEST, Clause, plain

REMEMBERED = 20_000
"""Words of which a gate remembers what they open: all of ordinary prose; names and numbers pass through."""

Opened = tuple[int, ...]
"""Per clause, the patterns of which a word meets it."""


class WordGate:
    """The gate of some patterns, each given by its clauses: at least one."""

    def __init__(self, patterns: Iterable[Sequence[Clause]]) -> None:
        stems: dict[str, list[int]] = {}
        self._free = [0] * CLAUSES
        for number, clauses in enumerate(patterns):
            bit = 1 << number
            for place, clause in enumerate(clauses):
                for stem in clause:
                    stems.setdefault(stem, [0] * CLAUSES)[place] |= bit
            for place in range(len(clauses), CLAUSES):
                self._free[place] |= bit
        self._beginning = {stem: opened for stem, opened in stems.items() if stem[0] == " "}
        self._within = [(stem, opened) for stem, opened in stems.items() if stem[0] != " "]
        self._of_word = lru_cache(REMEMBERED)(self._opened_by)

    def _opened_by(self, word: bytes) -> Opened:
        """What a word opens, clause by clause; nothing if it opens none."""
        spaced = f" {word.decode('ascii')} "
        beginnings = (spaced[:n] for n in range(2, LONGEST + 3))
        found = [self._beginning[begins] for begins in dict.fromkeys(beginnings) if begins in self._beginning]
        found += [opened for stem, opened in self._within if stem in spaced]
        return tuple(_any(opened[place] for opened in found) for place in range(CLAUSES)) if found else ()

    def met(self, words: Iterable[bytes]) -> int:
        """The patterns that may be met in a text of these words (`words_of`)."""
        met = list(self._free)
        for opened in map(self._of_word, words):
            if opened:
                for place, patterns in enumerate(opened):
                    met[place] |= patterns
        first, *others = met
        for patterns in others:
            first &= patterns
        return first


@lru_cache(8)
def words_of(text: str, start: int, end: int) -> frozenset[bytes]:
    """The words of a part of a text, each once and as stems see them; kept for the next gate that asks."""
    return frozenset(plain(text[start:end]).split())


def bits_of(number: int) -> Iterator[int]:
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
