r"""From a recogniser's pattern to a necessary one: whatever the first matches in, the second matches in too.

Here: the translation from Python's regular expressions to those of Rust's `regex` crate, which polars runs over a
column in time linear in its length. Not here: which patterns a recogniser has, and when the result is tried
(`scanners.gates`).

The result may match more, never less. What is loosened, and why nothing is lost by it:

- Look-arounds, anchors and `\K` only forbid: they are left out, but for a negative one of single characters at the
  pattern's very beginning or end, which becomes a character outside it, or the text's edge. A word boundary stays, as
  ASCII's `(?-u:\b)`, where the character beside it in the match is an ASCII letter, digit or underscore: if Unicode
  sees a boundary there, what lies on the other side is no word character at all, so ASCII sees one too. `(?<!\w)`
  before such a character and `(?!\w)` after one say the same.
- It reads texts in which every character beyond ASCII is replaced by `STAND_IN`, so that its automata are small. A
  class that may match anything beyond ASCII admits the stand-in. But digits are 0-9 only: a text with other digits, or
  with one of the letters that lower-case into ASCII, is `STRANGE` and is let through whatever a pattern says.
- A back reference admits whatever its group admits; a repeat of more than `MOST` admits any number.
"""

from __future__ import annotations

import re
import warnings
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MOST = 12
"""Repeats beyond this many are not counted out: they would unroll into as many states."""

STRANGE = r"[\p{Nd}&&[^0-9]]|[\x{17F}\x{212A}\x{130}\x{131}]"
"""Digits that are not ASCII, and the letters whose lower case or case fold is ASCII though they are not."""

BEYOND = r"[^\x00-\x7F]"
STAND_IN = "\x7f"

_WORD = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"))
_DIGITS = frozenset(range(48, 58))
_SPACES = frozenset([*range(9, 14), *range(28, 33)])
_ASCII = frozenset(range(128))
_CATEGORIES = {
    sre.CATEGORY_DIGIT: (_DIGITS, False),
    sre.CATEGORY_NOT_DIGIT: (_ASCII - _DIGITS, True),
    sre.CATEGORY_SPACE: (_SPACES, True),
    sre.CATEGORY_NOT_SPACE: (_ASCII - _SPACES, True),
    sre.CATEGORY_WORD: (_WORD, True),
    sre.CATEGORY_NOT_WORD: (_ASCII - _WORD, True),
}
_Set = tuple[frozenset[int], bool]
"""The ASCII characters of a class, and whether it may match one beyond ASCII."""

_Any: _Set = (_ASCII, True)


class UntranslatedError(Exception):
    """The pattern holds something that is not translated; the message says what, and quotes no value."""


def needed(pattern: str, flags: int = 0) -> str:
    r"""A pattern of Rust's `regex` that matches in every text in which `pattern` matches, `STRANGE` ones apart.

    Args:
        pattern: in the syntax of `re`, or of `regex` as far as the two agree (`\K` is left out).
        flags: those of `re` it is compiled with; only IGNORECASE changes the result.

    Raises:
        UntranslatedError: the pattern cannot be read.
    """
    if re.search(r"\[\[:|\{[a-z]", pattern):
        raise UntranslatedError("a POSIX class or a fuzzy match, which `re` reads in another way")
    source = re.sub(r"(?<!\\)((?:\\\\)*)\\K", r"\1", pattern)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `regex` admits nested sets, of which `re` warns
            tree = parser.parse(source, flags & re.IGNORECASE)
    except (re.error, OverflowError):
        raise UntranslatedError("the pattern is not one of `re`") from None
    folded = bool(tree.state.flags & re.IGNORECASE)
    return _Translation(tree).whole(folded=folded)


class _Translation:
    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._groups: dict[int, Any] = {}
        self._collect(tree)

    def whole(self, *, folded: bool) -> str:
        items = list(self._tree)
        behind, ahead = _outside(items[:1], -1), _outside(items[-1:], 1)
        text = self._sequence(items, _Any, _Any)
        text = f"{behind}(?:{text}){ahead}" if behind or ahead else text
        return f"(?i-u:{text})" if folded else f"(?-u:{text})"

    def _collect(self, items: Any) -> None:
        for code, value in items:
            if code is sre.SUBPATTERN:
                if value[0] is not None:
                    self._groups[value[0]] = value[3]
                self._collect(value[3])
            elif code is sre.BRANCH:
                for branch in value[1]:
                    self._collect(branch)
            elif code in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
                self._collect(value[2])
            elif code is sre.ATOMIC_GROUP:
                self._collect(value)

    def _sequence(self, items: list[Any], before: _Set | None, after: _Set | None) -> str:
        """`before` and `after`: what the characters beside the sequence may be, within the match; None: nothing."""
        firsts = [self._edge([item], first=True) for item in items]
        lasts = [self._edge([item], first=False) for item in items]
        out = []
        for i, item in enumerate(items):
            left = _join(lasts[:i][::-1], before)
            right = _join(firsts[i + 1 :], after)
            out.append(self._item(item, left, right))
        return "".join(out)

    def _item(self, item: Any, left: _Set | None, right: _Set | None) -> str:  # noqa: PLR0911
        code, value = item
        if code is sre.AT:
            bounded = value is sre.AT_BOUNDARY and (_is_ascii_word(left) or _is_ascii_word(right))
            return r"\b" if bounded else ""
        if code is sre.ASSERT:
            return ""
        if code is sre.ASSERT_NOT:
            direction, inside = value
            beside = right if direction < 0 else left
            return r"\b" if _is_word_only(inside) and _is_ascii_word(beside) else ""
        if code is sre.BRANCH:
            return "(?:" + "|".join(self._sequence(list(b), left, right) for b in value[1]) + ")"
        if code is sre.SUBPATTERN:
            _, add, remove, inside = value
            text = self._sequence(list(inside), left, right)
            if add & re.IGNORECASE:
                return f"(?i:{text})"
            return f"(?-i:{text})" if remove & re.IGNORECASE else f"(?:{text})"
        if code is sre.ATOMIC_GROUP:
            return f"(?:{self._sequence(list(value), left, right)})"
        if code in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
            return self._repeat(value, left, right)
        if code is sre.GROUPREF:
            if value not in self._groups:
                raise UntranslatedError("a back reference to a group that is not there")
            return f"(?:{self._sequence(list(self._groups[value]), _Any, _Any)})"
        return _class(_characters(item))

    def _repeat(self, value: Any, left: _Set | None, right: _Set | None) -> str:
        low, high, inside = value
        items = list(inside)
        if high != 1:
            left = _either(left, self._edge(items, first=False))
            right = _either(right, self._edge(items, first=True))
        text = self._sequence(items, left, right)
        if not text:
            return ""
        least = min(int(low), MOST)
        most = "" if high is sre.MAXREPEAT or high > MOST else str(int(high))
        if (least, most) == (1, "1"):
            return text
        counted = {(0, "1"): "?", (0, ""): "*", (1, ""): "+"}.get((least, most), "{" + f"{least},{most}" + "}")
        return (text if len(items) == 1 and items[0][0] in {sre.IN, sre.LITERAL} else f"(?:{text})") + counted

    def _edge(self, items: Any, *, first: bool) -> tuple[_Set, bool]:
        """What the first (or last) character of a match of the items may be, and whether the match may be empty."""
        found: _Set = (frozenset(), False)
        for item in items if first else reversed(list(items)):
            characters, empty = self._edge_of(item, first=first)
            found = _union(found, characters)
            if not empty:
                return found, False
        return found, True

    def _edge_of(self, item: Any, *, first: bool) -> tuple[_Set, bool]:  # noqa: PLR0911
        code, value = item
        if code in {sre.AT, sre.ASSERT, sre.ASSERT_NOT}:
            return (frozenset(), False), True
        if code is sre.BRANCH:
            edges = [self._edge(list(branch), first=first) for branch in value[1]]
            joined: _Set = (frozenset(), False)
            for characters, _ in edges:
                joined = _union(joined, characters)
            return joined, any(empty for _, empty in edges)
        if code is sre.SUBPATTERN:
            return self._edge(list(value[3]), first=first)
        if code is sre.ATOMIC_GROUP:
            return self._edge(list(value), first=first)
        if code in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
            characters, empty = self._edge(list(value[2]), first=first)
            return characters, empty or value[0] == 0
        if code is sre.GROUPREF:
            return _Any, True
        return _characters(item), False


def _outside(edge: list[Any], direction: int) -> str:
    """What a negative look-around of one character at a pattern's very edge asks of the character outside the match.

    Of several things forbidden only the single characters are told.
    """
    if not edge or edge[0][0] is not sre.ASSERT_NOT or edge[0][1][0] != direction:
        return ""
    inside = list(edge[0][1][1])
    branches = [list(b) for b in inside[0][1][1]] if len(inside) == 1 and inside[0][0] is sre.BRANCH else [inside]
    forbidden: frozenset[int] = frozenset()
    for branch in branches:
        if len(branch) == 1 and branch[0][0] in {sre.IN, sre.LITERAL, sre.CATEGORY}:
            forbidden |= _characters(branch[0])[0]
    if not forbidden:
        return ""
    allowed = _class((_ASCII - forbidden, True))
    return f"(?:^|{allowed})" if direction < 0 else f"(?:{allowed}|$)"


def _union(one: _Set, other: _Set) -> _Set:
    return one[0] | other[0], one[1] or other[1]


def _either(one: _Set | None, other: tuple[_Set, bool]) -> _Set | None:
    return _Any if one is None else _union(one, other[0])


def _join(edges: list[tuple[_Set, bool]], outside: _Set | None) -> _Set | None:
    """What may stand beside a place, from the edges of the items that follow it, nearest first."""
    found: _Set = (frozenset(), False)
    for characters, empty in edges:
        found = _union(found, characters)
        if not empty:
            return found
    return _Any if outside is None else _union(found, outside)


def _is_ascii_word(beside: _Set | None) -> bool:
    return beside is not None and bool(beside[0]) and not beside[1] and beside[0] <= _WORD


def _is_word_only(inside: Any) -> bool:
    """Whether a look-around holds nothing but one word character."""
    items = list(inside)
    return len(items) == 1 and items[0] in (
        (sre.IN, [(sre.CATEGORY, sre.CATEGORY_WORD)]),
        (sre.CATEGORY, sre.CATEGORY_WORD),
    )


def _characters(item: Any) -> _Set:
    code, value = item
    if code is sre.LITERAL:
        return (frozenset([value]), False) if value < 128 else (frozenset(), True)
    if code is sre.NOT_LITERAL:
        return _ASCII - {value}, True
    if code is sre.ANY:
        return _Any
    if code is sre.RANGE:
        low, high = value
        return frozenset(range(low, min(high, 127) + 1)), high > 127
    if code is sre.CATEGORY:
        return _CATEGORIES[value]
    if code is sre.IN:
        negated = value[0][0] is sre.NEGATE
        found: _Set = (frozenset(), False)
        for part in value[negated:]:
            found = _union(found, _characters(part))
        return (_ASCII - found[0], True) if negated else found
    raise UntranslatedError(f"{code} is not translated")


def _class(characters: _Set) -> str:
    codes = characters[0] | {ord(STAND_IN)} if characters[1] else characters[0]
    if len(codes) == 1:
        (code,) = codes
        return chr(code) if chr(code).isalnum() else rf"\x{code:02X}"
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "[" + "".join(rf"\x{a:02X}" if a == b else rf"\x{a:02X}-\x{b:02X}" for a, b in ranges) + "]"
