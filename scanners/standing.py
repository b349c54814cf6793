"""How a name stands in a text: what speaks for a person and what for a thing that bears a person's name, weighed.

Here: the signs of one span (the words that make it, the words beside it, the shape of the text) and their weights,
which `benchmarks/standing.py` fits. Not here: the spans (`scanners/recognisers/person.py`), brands known by
name and the phrases that settle the matter (`scanners.namesakes`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from math import exp
from pathlib import Path

from scanners.name_lists import derived, given_names, goods, listed, places, surnames

WEIGHTS = Path(__file__).parent / "standing.tsv"
WHOLE = "any"
"""The sign that every span bears."""
AROUND = 60

_CLASSES_BEFORE = (
    ("titles", "title"),
    ("greetings", "greeted"),
    ("roles", "role"),
    ("told", "told"),
    ("things", "thing"),
)
"""Words that may stand before a name, by list, and what they make of it."""

_MARKS_BEFORE = {
    ",": "comma",
    ":": "colon",
    ";": "comma",
    ".": "stop",
    "(": "paren",
    "/": "slash",
    "@": "at",
    **dict.fromkeys("\"'\u201c\u2018", "quote"),
}
_MARKS_AFTER = {
    "(": "paren",
    "&": "ampersand",
    "+": "ampersand",
    ":": "colon",
    "-": "dash",
    "/": "slash",
    ".": "stop",
    "!": "shout",
    "<": "mail",
    "@": "mail",
}
_ARTICLES = frozenset({"the", "a", "an", "our", "your", "this", "these"})
_LINKS = frozenset({"to", "from", "of", "at", "in", "on", "re", "for", "v", "about", "with"})
_OF_HERS = re.compile(
    r"\b(?:behalf|phone|mobile|laptop|visa|passport|name|wife|husband|mother|father|mum|dad|son|daughter|parents?|age|"
    r"signature|details|account|email|complaint|care|estate|death|birthday|departure|arrival|address|desk|car) of $",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[\w.+-]+@[\w-]+\.|\b(?:\+44|0)\d[\d ]{7,12}\d\b|\b[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b")
_PERSONAL = re.compile(
    r"\b(?:she|he|her|him|his|who|mrs?|ms|miss|born|dob|aged|asked|rang|phoned|spoke|told|thank|dear|regards|i|my)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"([\w'\u2019&/]+)?([^\w\n]*|[^\w]*\n[^\w]*)$")
_AFTER = re.compile(r"(['\u2019]s\b)?([^\w\n]*)([\w'\u2019]+)?(?:[ -]([\w'\u2019]+))?")
_NAME = r"[^\W\d_a-z][\w'\u2019-]+(?: [^\W\d_a-z][\w'\u2019-]+){0,2}"
_LINKED = re.compile(rf"({_NAME})(?:,| and| &|, and|;|/) $")
_FOLLOWING = re.compile(rf"(?:,| and| &|, and|;|/) ({_NAME})")
_WORDS = re.compile(r"[^\W\d_][\w'\u2019]*")


def signs(text: str, start: int, end: int) -> Iterator[str]:
    """The signs of the span."""
    name = text[start:end]
    parts = [w for w in re.split(r"[\s-]+", name) if w]
    kind = _kind(parts)
    before = text[max(0, start - AROUND) : start]
    after = text[end : end + AROUND]
    ahead, behind = _ahead(before), _behind(after)
    yield WHOLE
    linked = _LINKED.search(before)
    if linked:
        yield f"linked {_ahead(before[: linked.start()])}"
        yield f"linked kind {_kind(linked[1].split())}"
    following = _FOLLOWING.match(after)
    if following:
        yield f"following kind {_kind(following[1].split())}"
        yield f"following {_behind(after[following.end() :])}"
    yield f"kind {kind}"
    yield f"before {ahead}"
    yield f"after {behind}"
    yield f"kind {kind} before {ahead}"
    yield f"kind {kind} after {behind}"
    yield f"before {ahead} after {behind}"
    yield f"parts {min(len(parts), 4)}"
    for number, part in enumerate(parts[:3]):
        yield from (f"part {min(number, 1)} {sign}" for sign in _of_word(part))
    yield from _of_text(text[max(0, start - 300) : end + 300], name)


def _of_text(text: str, name: str) -> Iterator[str]:
    rest = text.replace(name, " ")
    words = _WORDS.findall(rest)
    long = [w for w in words if len(w) > 3]
    capitals = sum(w[0].isupper() for w in long)
    if len(long) >= 2 and capitals >= 0.75 * len(long):
        yield "text titled"
    if long and capitals == 0:
        yield "text plain"
    if len(words) > 3 and all(w.isupper() for w in words):
        yield "text capital"
    if _FIGURE.search(text):
        yield "text figures"
    if _PERSONAL.search(rest):
        yield "text personal"
    if len(words) <= 3:
        yield "text short"
    if len(words) > 14:
        yield "text long"
    if re.search(r"[={}<>\\]|\(\)|\w_\w|::", text):
        yield "text code"
    if re.search(r"£|\d%|\bGBP\b", text):
        yield "text money"


def _kind(parts: list[str]) -> str:
    if all(w.islower() for w in parts):
        return f"low{min(len(parts), 2)}"
    cased = [_cased(w) for w in parts if len(w.strip(".")) > 1]
    if not cased:
        return "initials"
    first, last = _how_known(cased[0], given=True), _how_known(cased[-1], given=False)
    if len(cased) == 1:
        return f"I{last}" if len(parts) > 1 else f"{first}{last}"
    return f"{first}+{last}"


def _how_known(word: str, *, given: bool) -> str:
    sure, likely = (given_names(), derived()[0]) if given else (surnames(), derived()[1])
    if word in sure:
        return "S"
    return "L" if word in likely else "-"


def _cased(word: str) -> str:
    return "'".join(p.capitalize() for p in word.replace("\u2019", "'").split("'")) if word.isupper() else word


def _of_word(part: str) -> Iterator[str]:
    word = _cased(part)
    low = word.lower()
    if word in derived()[2]:
        yield "thing"
    if word in places():
        yield "place"
    if part.isupper() and len(part) > 2:
        yield "capitals"
    if low in goods() or low in _beside("things"):
        yield "goods"
    if any(low in _beside(name) for name in ("roles", "told", "greetings")):
        yield "lead"


def _beside(name: str) -> frozenset[str]:
    return listed(f"beside_{name}")


def _ahead(before: str) -> str:
    """The class of what stands before the span."""
    match = _BEFORE.search(before)
    word, mark = (match[1] or "", match[2]) if match else ("", "")
    low = word.lower()
    if not before.strip():
        return "begin"
    if "\n" in mark:
        return "line greeted" if low in _beside("greetings") else "line"
    for name, said in _CLASSES_BEFORE:
        if low in _beside(name):
            return f"{said}:" if said == "role" and ":" in mark else said
    stop = mark.strip()
    return _MARKS_BEFORE.get(stop[-1], "mark") if stop else _small_ahead(word, before)


def _small_ahead(word: str, before: str) -> str:
    low = word.lower()
    if low in _ARTICLES:
        return "article"
    if low in {"in", "at", "near", "on", "into"}:
        return "in"
    if low == "of" and _OF_HERS.search(before):
        return "of hers"
    if low in _beside("auxiliaries"):
        return "auxiliary"
    if low in _beside("small"):
        return low
    return "number" if word[0].isdigit() else "Word" if word[0].isupper() else "word"


def _behind(after: str) -> str:
    """The class of what stands behind the span."""
    if not after.strip():
        return "end"
    if "\n" in after[:2]:
        return "line"
    match = _AFTER.match(after)
    owned, mark, word, second = match.groups("") if match else ("", after.strip(), "", "")
    mark = mark.strip()
    begins = word[:1]
    if owned:
        return "owned Word" if begins.isupper() else "owned"
    if mark[:1] in {",", ";"}:
        return "comma Word" if begins.isupper() else "comma number" if begins.isdigit() else "comma"
    if mark:
        return _MARKS_AFTER.get(mark[0], "mark")
    return _word_behind(word, second) if word else "end"


def _word_behind(word: str, second: str) -> str:
    low = word.lower().replace("'", "").replace("\u2019", "")
    if low == "and":
        return "and Word" if second[:1].isupper() else "and"
    for words, said in ((_beside("doing"), "does"), (_LINKS, low), (_beside("small"), "small"), (goods(), "goods")):
        if low in words:
            return said
    if low in _beside("things"):
        return "goods"
    if not word[0].islower():
        return "number" if word[0].isdigit() else "Word"
    if low.endswith("ed") and len(low) > 4:
        return "did"
    return "words" if low.endswith("s") and len(low) > 3 else "word"


@cache
def _weights() -> dict[str, float]:
    lines = (line.split("\t") for line in WEIGHTS.read_text(encoding="utf-8").splitlines())
    return {sign: float(weight) for sign, weight in lines}


def likelihood(text: str, start: int, end: int) -> float:
    """How likely a span shaped like a name is a person's where it stands."""
    weights = _weights()
    return 1 / (1 + exp(-sum(weights.get(sign, 0.0) for sign in signs(text, start, end))))
