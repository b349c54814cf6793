"""Whom a sentence is about, as the capacities in which people stand in a record.

What belongs here: finding them. The words stand in ``words/people.yaml`` and ``words/outcomes.yaml``.
"""

from __future__ import annotations

import re

from rules.terms import SubjectType
from scanners.prose.patterns import alternatives

_COMPILED = {SubjectType(kind): re.compile(rf"\b(?:{words})") for kind, words in alternatives("people").items()}
_OUTCOMES = alternatives("outcomes")


def people(said: str) -> list[SubjectType]:
    """The capacities named in a text, in the order in which they are named."""
    found = [(m.start(), kind) for kind, words in _COMPILED.items() if (m := words.search(said))]
    return [kind for _, kind in sorted(found)]


def outcome(said: str) -> str | None:
    """The outcome that a promise is limited to, if the text says one."""
    return next((code for code, words in _OUTCOMES.items() if re.search(words, said)), None)
