"""Gates: which texts a recogniser must read at all, told for whole columns at once by necessary patterns.

Here: each recogniser's necessary patterns, from its own (`needed`) or from its NEEDS, and one pass of them over a
series of texts. Not here: the translation of a pattern (`scanners.needed`), the gate before the language model
(`scanners.windows`), what is done with a text that is let through (`scanners.engine`).

A gate lets through every text in which its recogniser can find something that counts; the tests compare gated with
ungated reading. Patterns are tried together first, and one by one only where the whole finds something.

What counts: a result that stays below `SURE` is no finding. If a recogniser's weak patterns can be lifted by words
alone, they are tried only where such words stand in the text or in the header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
from presidio_analyzer import EntityRecognizer, PatternRecognizer

from scanners.column import SURE
from scanners.context import word_pattern
from scanners.needed import BEYOND, STAND_IN, STRANGE, UntranslatedError, needed
from scanners.registry import PERSON, Kind, kinds

FEW = 2_000
"""So many texts that may hold a word of some special category are not told apart by category.

Polars keeps the 32 patterns it used last compiled. Those of words are large, and take longer to compile anew than their
recognisers take over a few texts.
"""

Indices = np.ndarray[tuple[int], np.dtype[np.intp]]


@dataclass(frozen=True, slots=True)
class Gate:
    """One recogniser's necessary patterns, in Rust's syntax.

    A text is let through if `strong` matches in it, or `weak` does and `words` does too (or the header speaks for the
    recogniser). `strong` is None if nothing is known of what the recogniser needs: it reads every text.
    """

    strong: str | None
    weak: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """Places of the texts that are let through: whatever the header says, and if it speaks for the recogniser."""

    plain: Indices
    spoken: Indices


def gate_of(kind: Kind) -> Gate:
    """The gate before one recogniser.

    Its patterns come from: `needs`, patterns one of which must match, which a recogniser of ours may state; those of a
    Presidio pattern recogniser that reads with nothing else; the file's NEEDS.
    """
    recogniser = kind.recogniser
    stated = None if kind.terms else getattr(recogniser, "needs", None)
    try:
        if stated is not None:
            return Gate(_union(needed(p.pattern, p.flags) for p in stated))
        if isinstance(recogniser, PatternRecognizer) and type(recogniser).analyze is PatternRecognizer.analyze:
            return _of_patterns(recogniser)
    except UntranslatedError:
        pass
    return Gate(needed(kind.needs) if kind.needs else None)


def _of_patterns(recogniser: PatternRecognizer) -> Gate:
    flags = (recogniser.global_regex_flags or 0) & re.IGNORECASE
    patterns = [(p.score, needed(p.regex, flags)) for p in vars(recogniser)["patterns"]]
    liftable = (
        recogniser.context
        and type(recogniser).validate_result is PatternRecognizer.validate_result
        and type(recogniser).enhance_using_context is EntityRecognizer.enhance_using_context
    )
    strong = [p for score, p in patterns if score >= SURE or not liftable]
    weak = [p for score, p in patterns if score < SURE and liftable]
    words = needed(word_pattern(tuple(recogniser.context)).pattern, re.IGNORECASE) if weak else None
    return Gate(_union(strong) if strong else "", _union(weak) if weak else None, words)


def _union(patterns: Iterable[str]) -> str:
    return "|".join(patterns)


class Gates:
    """The gates of a set of recognisers, ready to be tried."""

    def __init__(self, table: Mapping[str, Kind]) -> None:
        self._gates = {entity: gate_of(kind) for entity, kind in table.items() if entity != PERSON}
        grouped: dict[bool, list[str]] = {True: [], False: []}
        for entity, gate in self._gates.items():
            if gate.strong is not None:
                grouped[table[entity].terms].append(entity)
        self._groups = [
            (_union(p for e in group for p in (self._gates[e].strong, self._gates[e].weak) if p), group, of_words)
            for of_words, group in grouped.items()
            if group
        ]

    def admit(self, texts: pl.Series) -> dict[str, Admitted]:
        """Recogniser's entity → the places in `texts` (strings, no nulls) that it must read, in rising order."""
        everything = np.arange(len(texts))
        found = {entity: Admitted(everything, everything) for entity in self._gates}
        forms, places, strange = _forms(texts)
        for together, group, of_words in self._groups:
            hits = np.flatnonzero(_matches(forms, together))
            some, where = forms.gather(hits), places[hits]
            if of_words and len(hits) <= FEW:
                both = _joined(where, strange)
                found.update(dict.fromkeys(group, Admitted(both, both)))
                continue
            for entity in group:
                gate = self._gates[entity]
                strong = where[_matches(some, gate.strong)] if gate.strong else where[:0]
                plain = spoken = _joined(strong, strange)
                if gate.weak is not None:
                    weak = np.flatnonzero(_matches(some, gate.weak))
                    lifted = where[weak[_matches(some.gather(weak), gate.words or "")]]
                    plain, spoken = _joined(plain, lifted), _joined(plain, where[weak])
                found[entity] = Admitted(plain, spoken)
        return found


@cache
def gates() -> Gates:
    """The gates of all recognisers there are."""
    return Gates(kinds())


def _forms(texts: pl.Series) -> tuple[pl.Series, Indices, Indices]:
    """The texts as necessary patterns read them, the place of each, and the places of those let through unread.

    A text with underscores is read a second time with spaces in their stead, as the recognisers of words read it.
    """
    places = np.arange(len(texts))
    forms, strange = texts, places[:0]
    beyond = np.flatnonzero((texts.str.len_bytes() != texts.str.len_chars()).to_numpy())
    if len(beyond):
        some = texts.gather(beyond)
        strange = beyond[_matches(some, STRANGE)]
        forms = texts.clone().scatter(beyond, some.str.replace_all(BEYOND, STAND_IN))
    lined = np.flatnonzero(texts.str.contains("_", literal=True).to_numpy())
    if len(lined):
        spaced = forms.gather(lined).str.replace_all("_", " ", literal=True)
        forms, places = pl.concat([forms, spaced]), np.concatenate([places, lined])
    return forms, places, strange


def _matches(texts: pl.Series, pattern: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return texts.str.contains(pattern).to_numpy()


def _joined(*places: Indices) -> Indices:
    return np.unique(np.concatenate(places))
