"""Who gets data, and where: companies named in a sentence, kinds of recipients, countries and the ground of a transfer.

What belongs here: names by their form and by the words around them. Names that a model guesses are
``scanners.prose.entities``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scanners.prose.layout import Sentence
from scanners.prose.patterns import alternatives, table

_KNOWN: tuple[str, ...] = tuple(table("services")["names"])

_FORMS = r"(?:Ltd\.?|Limited|PLC|plc|Inc\.?|LLP|LLC|GmbH|B\.?V\.?|S\.?A\.?|AG|CIC)"
_WORD = r"[A-Z][\w&'\u2019.-]*"
_COMPANY = re.compile(rf"\b({_WORD}(?: (?:{_WORD}|and|&|of|information)){{0,4}}?),? ({_FORMS})(?!\w)")
_VERB = (
    r"(?:use|using|hosted (?:by|on|at|with)|provided by|supplied by|run by|operated by|powered by|processed by|"
    r"stored (?:by|with|on|in)|sent (?:through|via|with|to)|through|via|runs on|run on|shared with|"
    r"share (?:it|this|your (?:\w+ )?(?:data|details|information)) with|pass(?:ed)? (?:\w+ ){0,4}?to|delivered by|"
    r"carried by|managed by|built on|advertisement on|held (?:in|by|with|on)|kept (?:in|on)|processor,)"
)
_NAME = r"[A-Z][\w&'\u2019-]*[\w](?:\.(?:com|co\.uk|io|org|net))?"
_AFTER_VERB = re.compile(
    rf"\b{_VERB} (?:a (?:\w+[ -]){{0,4}}(?:called|service,?|company,?|"
    rf"provider,?) )?({_NAME}(?: (?:{_NAME}|\d{{3}})){{0,2}})(?: and ({_NAME}(?: {_NAME}){{0,2}}))?"
)
_IS = re.compile(
    rf"\b(?:system|platform|software|database|provider|supplier|processor) is (?:called )?({_NAME}(?: {_NAME}){{0,2}})"
)
_SUBJECT = re.compile(
    rf"^({_NAME}(?: (?:{_NAME}|\d{{3}})){{0,2}}) (?:sells|carries|makes|publishes|hosts|counts|"
    rf"collects|stores|processes|runs|manages|handles|takes|delivers|prints)\b"
)
GUESSED = "by the words beside it; confirm"
"""Why a capitalised word is taken for a company that no list and no form of name tells of."""

_NOT_NAMES = frozenset(table("common")["words"])
_KINDS = alternatives("recipients")
_COUNTRIES = alternatives("countries")


@dataclass(frozen=True, slots=True)
class Recipient:
    """A company or service that a sentence names: its name, the line, and why it is taken for one."""

    name: str
    line: int
    why: str


def companies(sentence: Sentence, known: Iterable[str], own: str) -> Iterator[Recipient]:
    """The companies that a sentence names.

    Args:
        sentence: the sentence.
        known: names of services known to exist, beside ``words/services.yaml``.
        own: the controller's name, which is no recipient.
    """
    text, lower = sentence.quote, sentence.quote.lower()
    taken: list[str] = []
    for name in sorted({*_KNOWN, *known}, key=len, reverse=True):
        if name.lower() not in lower or any(name.lower() in other.lower() for other in taken) or _is_own(name, own):
            continue
        if _stands(name, text):
            taken.append(name)
            yield Recipient(name, sentence.line, "a service known by this name")
    told = [(m[1] + " " + m[2], "by the form of its name") for m in _COMPANY.finditer(text)]
    told += [(name, GUESSED) for m in _AFTER_VERB.finditer(text) for name in m.groups() if name]
    told += [(m[1], GUESSED) for m in _IS.finditer(text)]
    told += [(m[1], GUESSED) for m in [_SUBJECT.search(text)] if m]
    for raw, why in told:
        name = _trimmed(raw)
        if (
            name
            and not _is_own(name, own)
            and not any(name.lower() in other.lower() or other.lower() in name.lower() for other in taken)
        ):
            taken.append(name)
            yield Recipient(name, sentence.line, why)


def _stands(name: str, text: str) -> bool:
    """Whether a name stands in a text as one: several words in any case, a single one as written or in capitals."""
    if len(name) > 3 and " " in name:
        return re.search(rf"(?<![\w.@/-]){re.escape(name)}(?![\w@])", text, re.IGNORECASE) is not None
    forms = {name, name.upper(), *([name.capitalize()] if len(name) > 3 else [])}
    return any(re.search(rf"(?<![\w.@/-]){re.escape(form)}(?![\w@])", text) for form in forms)


def proper(name: str, own: str) -> str:
    """A name without the common words around it; '' if nothing is left, or it is the controller's own."""
    trimmed = _trimmed(name)
    plain = not trimmed[:1].isupper() or trimmed.isupper() or any(char in trimmed for char in "@/:")
    return "" if plain or _is_own(trimmed, own) else trimmed


def _trimmed(name: str) -> str:
    words = name.strip(" .,'\u2019-").split()
    while words and words[0].lower().removesuffix("'s") in _NOT_NAMES:
        words.pop(0)
    while words and words[-1].lower() in _NOT_NAMES:
        words.pop()
    return " ".join(words) if words and len(words[0]) > 1 else ""


def _is_own(name: str, own: str) -> bool:
    mine = re.sub(rf"\b{_FORMS}$", "", own).strip().lower()
    theirs = re.sub(rf"\b{_FORMS}$", "", name).strip().lower()
    return bool(mine) and (theirs == mine or theirs.split()[:1] == mine.split()[:1])


def kinds(said: str) -> list[str]:
    """The kinds of recipients that a text names."""
    return [kind for kind, words in _KINDS.items() if re.search(rf"\b(?:{words})", said)]


def countries(text: str) -> list[str]:
    """The countries that a text names as ISO 3166 codes, in its own spelling; the United Kingdom left out."""
    return [code for code, words in _COUNTRIES.items() if re.search(words, text)]
