"""The categories of data that a sentence names, as fideslang keys.

What belongs here: finding them. The words stand in ``words/categories.yaml``, the taxonomy is ``rules.categories``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scanners.prose.patterns import alternatives

_COMPILED = tuple((key, re.compile(rf"(?<![\w-])(?:{words})")) for key, words in alternatives("categories").items())


@dataclass(frozen=True, slots=True)
class Named:
    """A category named in a sentence: its key, and where its words stand in ``said``."""

    key: str
    start: int
    end: int


def named(said: str) -> list[Named]:
    """The categories that a text names, in order, without overlap."""
    found = [
        Named(key, m.start(), m.end()) for key, words in _COMPILED for m in words.finditer(said) if m.end() > m.start()
    ]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Named] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def keys(found: Iterable[Named]) -> list[str]:
    """Their keys, each once, in the order in which they are named."""
    return list(dict.fromkeys(one.key for one in found))
