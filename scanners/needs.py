"""Stems: letters without which a pattern cannot be met.

Here: reading regular expressions for the letters they must hold, and one cheap pattern of many stems. Not here: the
patterns (`scanners.vocabulary`), where a recogniser's gate is tried (`scanners.registry`).

A pattern of many alternatives is dear, a list of plain stems is cheap: a text that holds none of the stems need not be
read. The stems are worked out from the patterns, so that they are necessary by construction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import prod
from re import _parser as parser  # type: ignore[attr-defined]  # the only reader of its own patterns that Python has
from typing import Any

LONGEST = 7
"""Letters of a stem: long enough to be rare, short enough that one stem stands for many words."""

CLAUSES = 3
"""Sets of stems that are asked of a text before a pattern is tried; more cost more than they keep out."""

COMMON = frozenset(
    """
    about above after again also and any are away back been before being both but call came can case come could date
    does done due even fail fine find for form found from full gave get give good half hand has have head her high
    his home into its just keep know last left life like line list live long low made make mark need new not note
    now off one only our over own paid part pass plan read room runs said same sat says see sent show side sick
    order other out please so some take tell test than that the their them then they this through ticket time told
    two type under use user uses very view wait walk was week were what when which will with work year you your
    """.split()  # noqa: SIM905 - a hundred quotes read worse
)
"""Stems that stand in most texts: a pattern's other letters make the better gate."""

Stem = tuple[bool, str]
"""Whether it stands at the beginning of a word, and its letters in lower case."""

_Stems = frozenset[Stem]


def stems_of(pattern: str) -> frozenset[Stem]:
    """Stems of which every match of a pattern holds at least one; empty if a match may hold none of its own."""
    return _stems(parser.parse(pattern), start=True)


def clauses_of(pattern: str) -> tuple[frozenset[Stem], ...]:
    """Several such sets, the rarest first: a match holds a stem of each of them. At most `CLAUSES`; may be none."""
    return _rarest(_choices(parser.parse(pattern), start=True))


def clauses_of_words(words: str) -> tuple[frozenset[Stem], ...]:
    """What `clauses_of` says of plain words with gaps between them, for which no pattern need be parsed."""
    return _rarest([frozenset({(True, word[:LONGEST])}) for word in words.split()])


def stems_of_words(words: str) -> frozenset[Stem]:
    """What `stems_of` says of plain words with gaps between them, for which no pattern need be parsed."""
    return max((frozenset({(True, word[:LONGEST])}) for word in words.split()), key=_worth)


def endings_of(endings: Iterable[str]) -> frozenset[Stem]:
    """The stems of words' endings."""
    return frozenset().union(*(_stems(parser.parse(ending), start=False) for ending in endings))


def shortest(stems: Iterable[Stem]) -> list[Stem]:
    """The stems without those that another one stands for, because it is a part of them."""
    kept: list[Stem] = []
    for begins, word in sorted(set(stems), key=lambda s: (len(s[1]), s[0], s[1])):
        if not any(stands_for(other, (begins, word)) for other in kept):
            kept.append((begins, word))
    return sorted(kept)


def stands_for(stem: Stem, other: Stem) -> bool:
    """Whether every text that holds `other` holds `stem`."""
    return other[1].startswith(stem[1]) if stem[0] and other[0] else not stem[0] and stem[1] in other[1]


def any_of(stems: Iterable[Stem]) -> str:
    """A pattern that is met, in any case, where one of the stems stands; Python and Rust read it alike."""
    kept = shortest(stems)
    first = tree([w for begins, w in kept if begins])
    anywhere = tree([w for begins, w in kept if not begins])
    return r"(?i:(?:\b|_)" + first + (f"|{anywhere}" if anywhere else "") + ")" if first else f"(?i:{anywhere})"


def tree(words: Sequence[str], depth: int = 0) -> str:
    """Plain words as alternatives by their first letters."""
    if len(words) < 3 or depth == 4:
        return "(?:" + "|".join(map(re.escape, words)) + ")" if words else ""
    branches: dict[str, list[str]] = {}
    for word in words:
        branches.setdefault(word[:1], []).append(word[1:])
    return "(?:" + "|".join(re.escape(h) + tree(tails, depth + 1) for h, tails in sorted(branches.items())) + ")"


def _rarest(choices: Iterable[_Stems]) -> tuple[_Stems, ...]:
    return tuple(sorted(dict.fromkeys(filter(None, choices)), key=_worth, reverse=True)[:CLAUSES])


def _stems(sequence: Any, *, start: bool) -> _Stems:
    return max(_choices(sequence, start=start), key=_worth, default=frozenset())


def _choices(sequence: Any, *, start: bool) -> list[_Stems]:
    """Sets of stems of each of which a match holds one, in the order of the pattern."""
    choices: list[_Stems] = []
    run, begins = "", start
    at_start = start
    for kind, value in sequence:
        name = str(kind)
        if name == "LITERAL" and chr(value).isalnum():
            if not run:
                begins = at_start
            run += chr(value).lower()
            at_start = False
            continue
        if name in {"ASSERT", "ASSERT_NOT", "AT"}:
            continue
        choices += _cut(run, begins=begins)
        run = ""
        choices += _inner(name, value, start=at_start)
        at_start = _ends_in_gap([(kind, value)], start=at_start)
    return choices + _cut(run, begins=begins)


def _inner(name: str, value: Any, *, start: bool) -> Sequence[_Stems]:
    if name == "SUBPATTERN":
        return _choices(value[3], start=start)
    if name == "BRANCH":
        branches = [_stems(branch, start=start) for branch in value[1]]
        return [frozenset().union(*branches)] if all(branches) else []
    if name == "MAX_REPEAT" and value[0] >= 1:
        return _choices(value[2], start=start and value[1] == 1)
    return []


def _ends_in_gap(sequence: Any, *, start: bool) -> bool:
    """Whether what follows a sequence stands at the beginning of a word; `start`: whether the sequence does."""
    if not len(sequence):
        return start
    name, value = str(sequence[-1][0]), sequence[-1][1]
    if name == "SUBPATTERN":
        return _ends_in_gap(value[3], start=start and len(sequence) == 1)
    if name == "BRANCH":
        return all(_ends_in_gap(branch, start=start and len(sequence) == 1) for branch in value[1])
    if name == "MAX_REPEAT":
        if len(value[2]) == 1 and str(value[2][0][0]) == "IN":
            return value[0] >= 1 and any(str(k) == "CATEGORY" and "SPACE" in str(v) for k, v in value[2][0][1])
        return _ends_in_gap(value[2], start=False) and (value[0] >= 1 or (start and len(sequence) == 1))
    return False


def _cut(run: str, *, begins: bool) -> list[_Stems]:
    run = run[:LONGEST]
    return [frozenset({(begins, run)})] if run else []


def _worth(stems: _Stems) -> float:
    """Roughly, in how large a part of all prose none of the stems stands; of no stem nothing is known."""
    return prod(1 - _share(stem) for stem in stems) if stems else -1.0


def _share(stem: Stem) -> float:
    """Roughly, in how large a part of all prose a stem stands."""
    begins, word = stem
    often = _OFTEN[len(word)] * (1 if begins else 3)
    return max(min(often, 0.999), 0.9 if word in COMMON else 0.0)


_OFTEN = (1, 1, 0.9, 0.06, 0.02, 0.007, 0.003, 0.002)
"""By the letters of a stem at the beginning of a word."""
