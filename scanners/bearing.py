"""Whether a word of a special category bears on a person where it stands: the words around it, weighed.

Here: the signs of one mention (the words before and behind it, who and what else stands in the sentence, the shape of
the text) and their weights, which `benchmarks/bearing.py` fits. Not here: the mentions (`scanners.terms`), the phrases
that settle the matter (`scanners.talk`), whether a name is a person's (`scanners.standing`).

A word counts by the classes it is in (`bearing.txt`) and, as one of fifteen thousand frequent ones, by what words of
like use were worth (`bearing_words.tsv.gz`).
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from math import exp
from pathlib import Path

from scanners.name_lists import given_names, surnames
from scanners.someone import names_someone

_HERE = Path(__file__).parent
WEIGHTS = _HERE / "bearing.tsv"
WORTHS = _HERE / "bearing_words.tsv.gz"
CLASSES = _HERE / "bearing.txt"
FILES = (WEIGHTS, WORTHS, CLASSES)
MOSTLY = 0.2
"""A mention that is less likely of a person is left where this is asked: chosen on halves left out of the fit."""
WORDS_KEPT = 4096
"""How many words a process remembers what it made of."""
WHOLE = "any"
"""The sign that every mention bears."""
BEFORE, AFTER = 110, 90
"""How many letters around a mention are its own surroundings; `_TEXT` on either side are its text."""
_TEXT = 300

_TOKEN = re.compile(r"[^\W\d_][\w'\u2019]*|\d[\d.,]*|[£%?!:;,()\"/&+=.\-]")
_STOPS = frozenset(".!?;")
_SMALL = "small"
"""The class of words that count beside a mention as themselves."""
_IMPERSONAL = frozenset(
    {"event", "trade", "office", "job", "firm", "place", "thing", "many", "we", "figure", "animal", "vocation"}
)
_COUNTS = frozenset({"two", "three", "four", "five", "six", "both"})
_PERSONAL = frozenset({"first", "third", "kin", "role", "title"})
_OTHER_WORDS = frozenset({"may", "will", "mark", "rose", "grant", "bill", "drew", "dale", "june", "april", "august"})
"""Given names that are other words more often."""
_LENGTHS = ((1, "none"), (3, "two"), (6, "five"), (10, "nine"), (16, "fifteen"))


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in CLASSES.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif not line.startswith("#"):
            for word in line.split():
                found[word] = (*found.get(word, ()), name)
    return found


def tokens(text: str) -> list[str]:
    """Words, numbers and marks in their order."""
    return _TOKEN.findall(text)


def plain(word: str) -> str:
    """A word as the lists have it."""
    return word.lower().replace("\u2019", "'")


def beside(text: str, start: int, end: int) -> tuple[list[str], list[str]]:
    """The plain words around a mention, and its own."""
    around = text[max(0, start - BEFORE) : start] + " " + text[end : end + AFTER]
    return [plain(w) for w in tokens(around) if w[0].isalpha()], _own(text[start:end])


def _own(mention: str) -> list[str]:
    return [plain(w) for w in tokens(mention) if w[0].isalpha()]


def _named(words: Sequence[str]) -> Iterator[str]:
    """The classes of the words; two or three members are persons of the record, and members are not."""
    last = ""
    for word in words:
        low = plain(word)
        names = _classes().get(low, ())
        yield from ("role",) if "many" in names and last in _COUNTS else names
        last = low


@lru_cache(maxsize=WORDS_KEPT)
def _is_given(word: str) -> bool:
    low = word.lower()
    return word in given_names() and low not in _OTHER_WORDS and low not in _classes()


@lru_cache(maxsize=WORDS_KEPT)
def _shape(word: str) -> str:
    """The class of one word beside a mention."""
    if not word[0].isalpha():
        return "number" if word[0].isdigit() else word
    low = plain(word)
    classes = _classes().get(low)
    if classes:
        return low if classes[0] == _SMALL else classes[0]
    if word[0].isupper():
        known = word in given_names() or word in surnames()
        return "Name" if known else "CAPITALS" if word.isupper() and len(word) > 1 else "Word"
    ending = next((ending for ending in ("ing", "ed", "ly") if low.endswith(ending)), "")
    return ending or ("words" if low.endswith("s") and not low.endswith("ss") else "word")


def signs(text: str, start: int, end: int, category: str) -> Iterator[str]:
    """The signs of the mention; some may come twice."""
    before = tokens(text[max(0, start - BEFORE) : start])
    after = tokens(text[end : end + AFTER])
    last = max((i + 1 for i, word in enumerate(before) if word in _STOPS), default=0)
    first = next((i + 1 for i, word in enumerate(after) if word in _STOPS), len(after))
    before, after = before[last:], after[:first]
    yield WHOLE
    yield f"of {category}"
    yield from _of_neighbours(before, after, category)
    for where, words in (("before", before), ("after", after)):
        for name in _named(words):
            yield f"{where} {name}"
            yield f"sentence {name}"
    if before:
        yield f"first {_shape(before[0])}"
    if ":" in before:
        yield "before :"
    if any(_is_given(word) for word in (*before, *after)):
        yield "sentence given"
    yield from _of_mention(text, start, end)
    yield from _of_text(text, start, end, category)


def _of_neighbours(before: Sequence[str], after: Sequence[str], category: str) -> Iterator[str]:
    near = [_shape(word) for word in before[-2:]]
    far = [_shape(word) for word in after[:2]]
    b1, b2 = near[-1] if near else "begin", near[0] if len(near) > 1 else "begin"
    a1, a2 = far[0] if far else "end", far[1] if len(far) > 1 else "end"
    yield f"behind {b1}"
    yield f"second behind {b2}"
    yield f"ahead of {a1}"
    yield f"second ahead of {a2}"
    yield f"behind {b2} {b1}"
    yield f"ahead of {a1} {a2}"
    yield f"between {b1} and {a1}"
    yield f"{category} behind {b1}"
    yield f"{category} ahead of {a1}"


def _of_mention(text: str, start: int, end: int) -> Iterator[str]:
    mention = text[start:end]
    words = mention.split()
    yield f"mention words {min(len(words), 3)}"
    if mention[0].isupper() and start > 0:
        yield "mention Capital"
    if len(words) > 1 and all(word[0].isupper() for word in words):
        yield "mention Titled"
    if start == 0:
        yield "mention begins"
    for number, word in enumerate(words):
        for name in _classes().get(plain(word).strip(".,'"), ()):
            yield f"mention {name}"
            if number == 0:
                yield f"mention begins {name}"
    if words and plain(words[-1]).endswith("s") and not plain(words[-1]).endswith(("ss", "is", "us", "'s")):
        yield "mention plural"


def _of_text(text: str, start: int, end: int, category: str) -> Iterator[str]:
    rest = tokens(text[max(0, start - _TEXT) : start] + " " + text[end : end + _TEXT])
    words = [word for word in rest if word[0].isalpha()]
    named = set(_named(words))
    yield from (f"text {name}" for name in named)
    given = any(_is_given(word) for word in words)
    personal = given or not named.isdisjoint(_PERSONAL)
    if given:
        yield "text given"
    if not personal:
        yield "text of nobody"
        yield f"text of nobody {category}"
    apart = text[:start] + text[start:end].lower() + text[end:]  # capitals of the mention itself name nobody
    low = apart.lower()
    first, last = max(0, start - BEFORE), end + AFTER
    somebody = personal or (len(low) == len(apart) and names_someone(apart, low, first, last))
    things = ("none", "one", "more")[min(len(named & _IMPERSONAL), 2)]
    yield f"text somebody {somebody} things {things}"
    yield f"text somebody {somebody} {category}"
    if start == 0:
        yield f"begins {'Capital' if text[0].isupper() else 'low'} things {things}"
    yield from _of_shape(rest, words, category)


def _of_shape(rest: Sequence[str], words: Sequence[str], category: str) -> Iterator[str]:
    long = [word for word in words if len(word) > 3]
    capitals = sum(word[0].isupper() for word in long)
    if len(long) > 1 and capitals >= 0.7 * len(long):
        yield "text titled"
    if long and capitals == 0:
        yield "text plain"
    yield f"text words {next((name for most, name in _LENGTHS if len(words) < most), 'many')}"
    if not words:
        yield f"alone {category}"
    if "?" in rest:
        yield "text asks"
    if "£" in rest:
        yield "text money"
    if any(word[0].isdigit() for word in rest):
        yield "text number"


@cache
def _weights() -> dict[str, float]:
    lines = (line.split("\t") for line in WEIGHTS.read_text(encoding="utf-8").splitlines())
    return {sign: float(weight) for sign, weight in lines}


@cache
def _worths() -> tuple[dict[str, float], dict[str, float]]:
    """What each word is worth around a mention, and in it."""
    lines = [line.split("\t") for line in gzip.decompress(WORTHS.read_bytes()).decode().splitlines()]
    return {word: float(one) for word, one, _ in lines}, {word: float(two) for word, _, two in lines}


def mean(words: Sequence[str], worth: Mapping[str, float]) -> float:
    """The words' mean worth; one that is not known is worth nothing."""
    return sum(worth.get(word, 0.0) for word in words) / len(words) if words else 0.0


def total(found: Iterable[str], weights: Mapping[str, float]) -> float:
    """The weights of the signs, each once."""
    return sum(weights.get(sign, 0.0) for sign in set(found))


def likelihood(text: str, start: int, end: int, category: str) -> float:
    """How likely the mention is said of a person; 1 if nothing stands around it."""
    around, own = beside(text, start, end)
    if not around:
        return 1.0
    first, second = _worths()
    said = total(signs(text, start, end, category), _weights()) + mean(around, first) + mean(own, second)
    return 1 / (1 + exp(-said))
