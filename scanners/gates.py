"""Gates: which texts a recogniser must read at all, told for whole columns at once by necessary patterns.

Here: each recogniser's necessary patterns, from its own (`needed`) or from its NEEDS, and one pass of them over a
series of texts; recognisers of words have stems in their stead (`scanners.stem_search`). Not here: the translation of a
pattern (`scanners.needed`), the gate before the language model (`scanners.windows`), what is done with a text that is
let through (`scanners.engine`).

A gate lets through every text in which its recogniser can find something that counts; the tests compare gated with
ungated reading. Patterns are tried some together first, and one by one only where those find something.

What counts: a result that stays below `SURE` is no finding. If a recogniser's weak patterns can be lifted by words
alone, they are tried only where such words stand in the text, or in texts of a column whose name speaks for it.
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
from scanners.stem_search import StemSearch
from scanners.terms import TermRecogniser

HANDFUL = 50
"""So many texts that may hold something of one group of shapes are not told apart by recogniser.

Polars keeps the 32 patterns it used last compiled; others take longer to compile anew than their recognisers take over
a few texts.
"""

TOGETHER = 8
"""Recognisers of shapes whose patterns are tried as one: that takes as long as one alone; twice as many take longer."""

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


def gate_of(kind: Kind) -> Gate:
    """The gate before one recogniser.

    Its patterns come from: `needs`, patterns one of which must match, which a recogniser of ours may state; those of a
    Presidio pattern recogniser that reads with nothing else; the file's NEEDS.
    """
    recogniser = kind.recogniser
    stated = getattr(recogniser, "needs", None)
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


@dataclass(frozen=True, slots=True)
class _Group:
    """Recognisers, and a pattern that matches wherever one of them may find something, no header speaking for it."""

    pattern: str
    entities: tuple[str, ...]


class Gates:
    """The gates of a set of recognisers, ready to be tried."""

    def __init__(self, table: Mapping[str, Kind]) -> None:
        words = {
            entity: kind.recogniser for entity, kind in table.items() if isinstance(kind.recogniser, TermRecogniser)
        }
        self.words = StemSearch({entity: recogniser.stems for entity, recogniser in words.items()})
        shapes = [entity for entity in table if entity != PERSON and entity not in words]
        self.by_entity = {entity: gate_of(table[entity]) for entity in shapes}
        gated = [entity for entity in shapes if self.by_entity[entity].strong is not None]
        parts = [tuple(gated[start : start + TOGETHER]) for start in range(0, len(gated), TOGETHER)]
        self.groups = [self._group(part) for part in parts]
        self.shapes = _union(dict.fromkeys(group.pattern for group in self.groups))
        self.open = [entity for entity in shapes if entity not in gated]

    def _group(self, entities: tuple[str, ...]) -> _Group:
        of_each = [(gate.strong, gate.words) for gate in map(self.by_entity.__getitem__, entities)]
        return _Group(_union(dict.fromkeys(p for both in of_each for p in both if p)), entities)

    def admit(self, texts: pl.Series) -> Admission:
        """What is to be read of `texts` (strings, no nulls)."""
        return Admission(self, texts)

    def any_admitted(self, texts: pl.Series) -> Indices:
        """The places in `texts` that some recogniser may have to read, told by the groups alone; headers apart."""
        if self.open:
            return np.arange(len(texts))
        forms, places, strange = _forms(texts)
        found = [strange, np.flatnonzero(self.words.any_found(texts))]
        found.append(places[_matches(forms, self.shapes)])
        return _joined(*found)


class Admission:
    """Which of some texts each recogniser must read; places are theirs, in rising order."""

    def __init__(self, gates: Gates, texts: pl.Series) -> None:
        self._gates = gates
        self._everything = np.arange(len(texts))
        self._forms, self._places, self._strange = _forms(texts)
        words = gates.words.found(texts)
        self._plain = {entity: _joined(found, self._strange) for entity, found in words.items()}
        maybe = np.flatnonzero(_matches(self._forms, gates.shapes))
        forms = self._forms.gather(maybe)
        for group in gates.groups:
            hits = np.flatnonzero(_matches(forms, group.pattern))
            some, where = forms.gather(hits), self._places[maybe[hits]]
            if len(hits) <= HANDFUL:
                self._plain.update(dict.fromkeys(group.entities, _joined(where, self._strange)))
                continue
            for entity in group.entities:
                self._plain[entity] = _joined(where[self._is_admitted(entity, some)], self._strange)

    def _is_admitted(self, entity: str, forms: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        gate = self._gates.by_entity[entity]
        found = _matches(forms, gate.strong) if gate.strong else np.zeros(len(forms), dtype=np.bool_)
        if gate.weak is not None:
            lifted = np.flatnonzero(_matches(forms, gate.words or ""))
            found[lifted] |= _matches(forms.gather(lifted), gate.weak)
        return found

    def plain(self, entity: str) -> Indices:
        """The texts that a recogniser must read whatever the header says."""
        return self._plain.get(entity, self._everything)

    def spoken(self, entity: str, among: Indices) -> Indices:
        """Those of the texts at `among` that it must read if the header speaks for it."""
        gate = self._gates.by_entity[entity]
        if gate.strong is None or gate.weak is None:
            return np.intersect1d(self.plain(entity), among)
        mine = np.flatnonzero(np.isin(self._places, among))
        hits = _matches(self._forms.gather(mine), _union(p for p in (gate.strong, gate.weak) if p))
        return _joined(self._places[mine[hits]], np.intersect1d(self._strange, among))


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
    return texts.str.contains(pattern).to_numpy(writable=True)


def _joined(*places: Indices) -> Indices:
    return np.unique(np.concatenate(places))
