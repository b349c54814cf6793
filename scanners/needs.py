"""The gate before a recogniser of words: letters without which none of its patterns can be met.

Here: reading regular expressions for the letters they must hold. Not here: where the gate is tried
(`scanners.registry`).

A pattern of many alternatives is dear, a list of plain stems is cheap: a text that holds none of the stems need not be
read. The stems are worked out from the patterns, so that they can be necessary by construction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from re import _parser as parser  # type: ignore[attr-defined]  # the only reader of its own patterns that Python has
from typing import Any

LONGEST = 7
"""Letters of a stem: long enough to be rare, short enough that one stem stands for many words."""

SHORT = 3
"""A stem of so few letters counts only at the beginning of a word."""

COMMON = frozenset(
    "about above after again and are back been before being but came can case come could date does done due fine find "
    "for form found from gave get give good half hand has have head her high his home into its just keep left life "
    "line list live long low made make mark need new not note now off one only our out over own paid part pass plan "
    "read room runs said sat says see sent show side sick so some take test than that the their them they this time "
    "two type under use user uses very view was week were what when will with work year you your".split()
)
"""Stems that stand in most texts: a pattern's other letters make the better gate."""

_Stems = frozenset[tuple[bool, str]]


def needs_of(patterns: Iterable[str], endings: Iterable[str] = ()) -> str:
    """A pattern, in any case, that every text matches in which one of `patterns` or a word with an ending is met.

    Raises:
        ValueError: a pattern can be met without any letter of its own.
    """
    stems: set[tuple[bool, str]] = set()
    for pattern in patterns:
        found = _stems(parser.parse(pattern), start=True)
        if not found:
            raise ValueError(f"this pattern can be met by any text: {pattern}")
        stems |= found
    for ending in endings:
        found = _stems(parser.parse(ending), start=False)
        if not found:
            raise ValueError(f"this ending can be met by any text: {ending}")
        stems |= found
    words = {w for _, w in stems}
    kept = sorted(
        (begins, word)
        for begins, word in stems
        if not any(o != word and o in word and (len(o) > SHORT or not _begins(stems, o)) for o in words)
    )
    return "(?i:" + "|".join((r"(?:\b|_)" if begins else "") + re.escape(word) for begins, word in kept) + ")"


def _begins(stems: set[tuple[bool, str]], word: str) -> bool:
    return (True, word) in stems and (False, word) not in stems


def _stems(sequence: Any, *, start: bool) -> _Stems:
    """The best set of stems for a sequence: one of them is in every match; empty if there is none."""
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
        at_start = _is_gap(name, value)
    choices += _cut(run, begins=begins)
    return max(choices, key=_worth, default=frozenset())


def _inner(name: str, value: Any, *, start: bool) -> Sequence[_Stems]:
    if name == "SUBPATTERN":
        return [_stems(value[3], start=start)]
    if name == "BRANCH":
        branches = [_stems(branch, start=start) for branch in value[1]]
        return [frozenset().union(*branches)] if all(branches) else []
    if name == "MAX_REPEAT" and value[0] >= 1:
        return [_stems(value[2], start=start)]
    return []


def _is_gap(name: str, value: Any) -> bool:
    """Whether this is the white space between two words, or an optional word before the next."""
    if name == "MAX_REPEAT" and value[0] >= 1 and len(value[2]) == 1:
        return str(value[2][0][0]) == "IN" and any(str(k) == "CATEGORY" and "SPACE" in str(v) for k, v in value[2][0][1])
    return False


def _cut(run: str, *, begins: bool) -> list[_Stems]:
    run = run[:LONGEST]
    return [frozenset({(begins and len(run) <= SHORT, run)})] if run else []


def _worth(stems: _Stems) -> tuple[int, int]:
    return min((1 if w in COMMON else len(w) for _, w in stems), default=0), -len(stems)
