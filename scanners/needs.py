"""Stems: letters without which a pattern cannot be met.

Here: what a text is for stems (`plain`), and reading regular expressions for the letters that they must hold. Not here:
the patterns (`scanners.vocabulary`), what is ruled out by stems (`scanners.word_gate`, `scanners.gates`).

A text is looked at as its words in lower case with one space before and behind each; whatever is no ASCII letter or
digit counts as a space. A stem is a few letters of one word, with the space before it if it begins the word and the one
behind if it ends it: ` asth`, ` gf `, `itis `. A pattern of many alternatives is dear, a list of stems is cheap: a text
that holds none of the stems need not be read. The stems are worked out from the patterns, so that they are necessary by
construction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import prod
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]  # the only reader of its own patterns that Python has
from typing import Any

LONGEST = 7
"""Letters of a stem: long enough to be rare, short enough that one stem stands for many words."""

CLAUSES = 3
"""Sets of stems that are asked of a text before a pattern is tried; more cost more than they keep out."""

VARIANTS = 24
"""Forms of a word (`vot(?:ed?|es|ing)`) that are told apart; more are left with what they have in common."""

EVERYWHERE = frozenset(
    """
    a an and any are as at am be been but by d do for from go had has have he her his i if in is it its m me my no not
    of on or our s she so t that the their them then they this to up us was we were what when which who will with you
    your
    """.split()  # noqa: SIM905 - so many quotes read worse
)
"""Words that nearly all prose holds."""

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

PLAIN = bytes(ord(chr(c).lower()) if c < 128 and chr(c).isalnum() else ord(" ") for c in range(256))
"""Byte → letter or digit in lower case, or a space."""

Stem = str
Clause = frozenset[Stem]
"""Stems of which a match holds one at least."""


def plain(text: str) -> bytes:
    """A text as stems are looked for in it, without the spaces at its ends."""
    return text.encode("ascii", "replace").translate(PLAIN)


def stems_of(pattern: str) -> Clause:
    """The stems of which every match of a pattern holds at least one; empty if a match may hold none of its own.

    `pattern`: met where no word character stands before or behind it.
    """
    return _best(_choices(parser.parse(pattern), starts=True, ends=True))


def clauses_of(pattern: str) -> tuple[Clause, ...]:
    """Several such sets, the rarest first: a match holds a stem of each of them. At most `CLAUSES`; may be none."""
    return _rarest(_choices(parser.parse(pattern), starts=True, ends=True))


def clauses_of_words(words: str) -> tuple[Clause, ...]:
    """What `clauses_of` says of plain words with gaps between them, for which no pattern need be parsed."""
    return _rarest(frozenset({_cut(word, starts=True, ends=True)}) for word in words.split())


def endings_of(endings: Iterable[str]) -> Clause:
    """The stems of words' endings."""
    return frozenset().union(*(_best(_choices(parser.parse(e), starts=False, ends=True)) for e in endings))


def shortest(stems: Iterable[Stem]) -> list[Stem]:
    """The stems without those that another one stands for, because it is a part of them."""
    every = set(stems)
    return sorted(s for s in every if not any(s[a:b] in every for a in range(len(s)) for b in _ends(s, a)))


def _ends(stem: Stem, start: int) -> range:
    """Where the parts of a stem that begin at `start` may end, the whole of it apart."""
    return range(start + 1, len(stem) + (start > 0))


def _rarest(choices: Iterable[Clause]) -> tuple[Clause, ...]:
    return tuple(sorted(dict.fromkeys(filter(None, choices)), key=_worth, reverse=True)[:CLAUSES])


def _best(choices: Iterable[Clause]) -> Clause:
    return max(choices, key=_worth, default=frozenset())


def _choices(sequence: Sequence[Any], *, starts: bool, ends: bool) -> list[Clause]:
    """Sets of stems of each of which a match of the sequence holds one, in the order of the pattern.

    `starts`, `ends`: whether a space stands before it, and behind it.
    """
    choices: list[Clause] = []
    items = list(sequence)
    for first, last, runs in _runs(items):
        code, value = items[first]
        if not runs and code not in _HOLDING:
            continue
        before = _is_gap(items[:first][::-1], first=False, beyond=starts)
        behind = _is_gap(items[last:], first=True, beyond=ends)
        if all(runs) and runs:
            choices.append(frozenset(_cut(run, starts=before, ends=behind) for run in runs))
        elif not runs:
            choices += _inner(code, value, starts=before, ends=behind)
    return choices


def _runs(items: Sequence[Any]) -> Iterator[tuple[int, int, list[str]]]:
    """The items one by one; but those that are met by a few runs of letters alone are taken together, with the runs."""
    place = 0
    while place < len(items):
        first, runs = place, [""]
        while place < len(items) and min(map(len, runs)) < LONGEST:
            longer = [run + more for run in runs for more in _letters(items[place])]
            if not 0 < len(longer) <= VARIANTS:
                break
            runs = longer
            place += 1
        if place > first:
            yield first, place, runs
            while place < len(items) and items[place][0] is sre.LITERAL and _is_plain(items[place][1]):
                place += 1
        else:
            place += 1
            yield first, place, []


def _letters(item: Any) -> list[str]:
    """The runs of letters and digits that an item is met by; none if there are others, or too many."""
    code, value = item
    if code is sre.LITERAL:
        return [chr(value).lower()] if _is_plain(value) else []
    if code is sre.IN:
        plain_ones = all(part[0] is sre.LITERAL and _is_plain(part[1]) for part in value)
        return [chr(letter).lower() for _, letter in value] if plain_ones else []
    if code is sre.SUBPATTERN:
        return _letters_in_row(value[3])
    if code is sre.BRANCH:
        branches = [_letters_in_row(branch) for branch in value[1]]
        return [run for runs in branches for run in runs] if all(branches) else []
    if code in _REPEATS and value[1] == 1:
        runs = _letters_in_row(value[2])
        return [""] * (value[0] == 0) + runs if runs else []
    return []


def _letters_in_row(items: Sequence[Any]) -> list[str]:
    runs = [""]
    for item in items:
        runs = [run + more for run in runs for more in _letters(item)]
        if not 0 < len(runs) <= VARIANTS:
            return []
    return runs


_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_HOLDING = (*_REPEATS, sre.SUBPATTERN, sre.BRANCH)
_WIDTHLESS = (sre.AT, sre.ASSERT, sre.ASSERT_NOT)


def _inner(code: Any, value: Any, *, starts: bool, ends: bool) -> Sequence[Clause]:
    if code is sre.SUBPATTERN:
        return _choices(value[3], starts=starts, ends=ends)
    if code is sre.BRANCH:
        branches = [_best(_choices(branch, starts=starts, ends=ends)) for branch in value[1]]
        return [frozenset().union(*branches)] if all(branches) else []
    least, most, inside = value
    if least < 1:
        return []
    once = most == 1
    return _choices(
        inside,
        starts=starts and (once or _edge(inside, first=False) == (True, False)),
        ends=ends and (once or _edge(inside, first=True) == (True, False)),
    )


def _is_plain(code: int) -> bool:
    """Whether a character is not a space to stems."""
    return code < 128 and chr(code).isalnum()


def _is_gap(items: Sequence[Any], *, first: bool, beyond: bool) -> bool:
    """Whether the first character matched by the items is surely a space to stems; by the last, if they are reversed.

    `beyond`: whether one is, if the items match nothing.
    """
    for item in items:
        gap, empty = _edge_of(item, first=first)
        if not gap:
            return False
        if not empty:
            return True
    return beyond


def _edge(items: Sequence[Any], *, first: bool) -> tuple[bool, bool]:
    """Whether the first (or last) character of a match is surely a space to stems, and whether it may be empty."""
    for item in items if first else reversed(list(items)):
        gap, empty = _edge_of(item, first=first)
        if not gap or not empty:
            return gap, False
    return True, True


def _edge_of(item: Any, *, first: bool) -> tuple[bool, bool]:
    code, value = item
    if code in _WIDTHLESS:
        return True, True
    if code is sre.SUBPATTERN:
        return _edge(value[3], first=first)
    if code is sre.BRANCH:
        edges = [_edge(branch, first=first) for branch in value[1]]
        return all(gap for gap, _ in edges), any(empty for _, empty in edges)
    if code in _REPEATS:
        gap, empty = _edge(value[2], first=first)
        return gap, empty or value[0] == 0
    if code is sre.LITERAL:
        return not _is_plain(value), False
    return code is sre.IN and all(_is_space(part) for part in value), False


def _is_space(part: Any) -> bool:
    """Whether a part of a class stands for nothing but spaces to stems."""
    code, value = part
    if code is sre.LITERAL:
        return not _is_plain(value)
    if code is sre.RANGE:
        return not any(_is_plain(c) for c in range(value[0], min(value[1], 127) + 1))
    return code is sre.CATEGORY and value in {sre.CATEGORY_SPACE, sre.CATEGORY_NOT_WORD}


def _cut(run: str, *, starts: bool, ends: bool) -> Stem:
    """The stem of some letters in a row: of too many the first ones, of an ending the last."""
    if len(run) > LONGEST and ends and not starts:
        run, starts = run[-LONGEST:], False
    elif len(run) > LONGEST:
        run, ends = run[:LONGEST], False
    return " " * starts + run + " " * ends


def _worth(clause: Clause) -> float:
    """Roughly, in how large a part of all prose none of the stems stands; of no stem nothing is known.

    Multiplied by size: a set has another order in every process, and the last bit decides between equals.
    """
    return prod(sorted(1 - _share(stem) for stem in clause)) if clause else -1.0


def _share(stem: Stem) -> float:
    """Roughly, in how large a part of all prose a stem stands."""
    word = stem.strip()
    whole = stem[0] == stem[-1] == " "
    often = _OFTEN_WHOLE[len(word)] if whole else _OFTEN[len(word)] * (1 if stem[0] == " " else 3)
    return max(min(often, 0.999), 0.98 if word in EVERYWHERE else 0.7 if word in COMMON else 0.0)


_OFTEN = (1, 1, 0.9, 0.06, 0.02, 0.007, 0.003, 0.002)
"""By the letters of a stem at the beginning of a word."""

_OFTEN_WHOLE = (1, 0.3, 0.02, 0.01, 0.006, 0.003, 0.002, 0.001)
"""By the letters of a stem that is a whole word."""
