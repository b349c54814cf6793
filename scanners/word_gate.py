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


class WordGate:
    """The gate of some patterns, each given by its clauses: at least one.

    What is met is one whole number: of each pattern a bit for its first clauses, behind all of them one for its second
    ones, and so on.
    """

    def __init__(self, patterns: Iterable[Sequence[Clause]]) -> None:
        every = list(patterns)
        self._patterns, stems = len(every), dict[str, int]()
        self._free = 0
        for number, clauses in enumerate(every):
            for place, clause in enumerate(clauses):
                for stem in clause:
                    stems[stem] = stems.get(stem, 0) | self._bit(number, place)
            for place in range(len(clauses), CLAUSES):
                self._free |= self._bit(number, place)
        self._beginning = {stem: opened for stem, opened in stems.items() if stem[0] == " "}
        self._within = {stem: opened for stem, opened in stems.items() if stem[0] != " "}
        self._lengths = sorted({len(stem) for stem in self._within})
        self._of_word = lru_cache(REMEMBERED)(self._opened_by)

    def _bit(self, number: int, place: int) -> int:
        return 1 << (number + place * self._patterns)

    def _opened_by(self, word: bytes) -> int:
        """What a word opens."""
        spaced = f" {word.decode('ascii')} "
        opened = 0
        for end in range(2, min(LONGEST + 2, len(spaced)) + 1):
            opened |= self._beginning.get(spaced[:end], 0)
        for length in self._lengths:
            for start in range(1, len(spaced) - length + 1):
                opened |= self._within.get(spaced[start : start + length], 0)
        return opened

    def met(self, words: Iterable[bytes]) -> int:
        """The patterns that may be met in a text of these words (`words_of`): a bit for each."""
        met = self._free
        for opened in map(self._of_word, words):
            if opened:
                met |= opened
        found = (1 << self._patterns) - 1
        for place in range(CLAUSES):
            found &= met >> place * self._patterns
        return found


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
