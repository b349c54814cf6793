"""The gate before the language model: the sentences of a text in which a person may be named.

Here: which stretches of a text the model reads. Not here: the model (`scanners.model`), what counts as a name of what
it finds (`scanners/recognisers/person.py`).

The model costs a hundred times what all other recognisers cost together, and its view reaches four words to either
side. So it reads sentences, each distinct one once, and only those with a word that may be a name: a capitalised word
where no sentence begins or beside another; one with which a sentence begins, or one in lower case behind a word that
leads to a person, if the lists of names know it (`scanners.name_lists`). Days, months beside numbers and `I` are none.
Of a value of more than `PIECE` characters it reads a sentence only while that has a word not met `OFTEN` times before,
and at most `MOST` characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from scanners.name_lists import derived, given_names, surnames
from scanners.recognisers.person import LEADS_TO_A_PERSON

MOST = 40_000
"""Characters of one value that the model reads, about 0.5 s; what is left beyond them is told as unread."""

OFTEN = 3
LONGEST = 600
"""A sentence beyond this many characters is read around its capitalised words only."""

AROUND = 120

_END = re.compile(r"[.!?][\"'\u2019)\]]{0,3}\s+|\n\s*")
_NO_END = re.compile(r"(?:^|[\s(])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Rev|Cllr|Capt|Sr|Jr|Messrs|No|Ref|cf|e\.g|i\.e)\.\s*$")
_CAPITAL = re.compile(r"(?<![\w'\u2019-])(?:[A-Z]|[^\x00-\x7F\W\d_])[\w'\u2019-]*")
_WORD = re.compile(r"[^\W\d_]+")
_BEHIND_A_CUE = re.compile(rf"(?:^|\b{LEADS_TO_A_PERSON}[\s,]\s?)([^\W\d_]{{3,}})", re.MULTILINE)
_TOGETHER = re.compile(r"[\w '\u2019.-]{1,40}")
_NEVER = frozenset(
    [f"i{ending}" for mark in "'\u2019" for ending in ("", f"{mark}m", f"{mark}ve", f"{mark}d", f"{mark}ll")]
    + [f"{day}day" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")]
)
_MONTHS = frozenset(
    [
        *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
        *("november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
    ]
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The text cut after `.`, `!`, `?` and at line ends, without a rest; not after an abbreviation or three words."""
    start = 0
    for end in _END.finditer(text):
        piece = text[start : end.end()]
        if len(piece.split()) <= 3 or _NO_END.search(piece[-12:]):
            continue
        yield start, end.end()
        start = end.end()
    if start < len(text):
        yield start, len(text)


@cache
def _known() -> frozenset[str]:
    """The names of the lists, in lower case."""
    return frozenset(name.lower() for name in given_names() | surnames())


def _begins_like_a_name(word: str) -> bool:
    given, _, things = derived()
    return word.lower() in _known() or (word in given and word not in things and len(word) > 2)


@cache
def may_name() -> str:
    """A pattern, in Rust's syntax, without which no stretch of a text is read: a capital, or a name behind its cue."""
    return rf"\p{{Lu}}|(?:^|\b{LEADS_TO_A_PERSON}[\s,]\s?)(?:{'|'.join(map(re.escape, sorted(_known())))})\b"


def candidates(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The words of a sentence that may belong to a person's name, as spans."""
    found: list[tuple[int, int]] = []
    for match in _CAPITAL.finditer(text, start, end):
        word = match.group()
        if not word[0].isupper() or word.lower() in _NEVER or _is_month(text, match.start(), match.end()):
            continue
        found.append(match.span())
    first = _WORD.search(text, start, end)
    kept: list[tuple[int, int]] = []
    for i, (a, b) in enumerate(found):
        before = i > 0 and _TOGETHER.fullmatch(text, found[i - 1][1], a) is not None
        after = i + 1 < len(found) and _TOGETHER.fullmatch(text, b, found[i + 1][0]) is not None
        begins = first is not None and a == first.start()
        alone = _begins_like_a_name(text[a:b]) if begins else b - a > 2 and not text[a:b].isupper()
        if before or after or alone:
            kept.append((a, b))
    spoken = ((m.start(1), m.end(1)) for m in _BEHIND_A_CUE.finditer(text, start, end))
    kept += [(a, b) for a, b in spoken if text[a:b] in _known()]
    return sorted(kept)


def _is_month(text: str, start: int, end: int) -> bool:
    if text[start:end].lower() not in _MONTHS:
        return False
    before, after = text[max(0, start - 6) : start].rstrip(" ,"), text[end : end + 6].lstrip(" ,.")
    return before[-1:].isdigit() or before[-2:] in {"st", "nd", "rd", "th", "of"} or after[:1].isdigit()


def windows(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The stretches of a text that the model is to read, in order, each with its capitalised words."""
    for start, end in sentences(text):
        found = candidates(text, start, end)
        if not found:
            continue
        if end - start <= LONGEST:
            yield start, end, tuple(text[a:b] for a, b in found)
            continue
        left = right = -1
        words: list[str] = []
        for a, b in found:
            if words and a - AROUND > right:
                yield left, right, tuple(words)
                words = []
            if not words:
                left = _space(text, max(start, a - AROUND), start)
            words.append(text[a:b])
            right = min(end, b + AROUND)
            if right - left > LONGEST:
                yield left, right, tuple(words)
                words = []
        if words:
            yield left, right, tuple(words)


def _space(text: str, place: int, floor: int) -> int:
    return max(floor, text.rfind(" ", floor, place) + 1) if place > floor else floor


class Rationed:
    """Decides, window by window of one long value, whether the model still reads it."""

    def __init__(self) -> None:
        self._met: Counter[str] = Counter()
        self._read = 0
        self.left_some = False

    def admits(self, length: int, words: tuple[str, ...]) -> bool:
        """Whether a window of `length` characters with these capitalised words is read."""
        if all(self._met[word] >= OFTEN for word in words):
            return False
        if self._read + length > MOST:
            self.left_some = True
            return False
        self._met.update(words)
        self._read += length
        return True
