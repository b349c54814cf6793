"""The periods that a sentence states, and the event each one is counted from.

What belongs here: numbers and units in words or figures, and the trigger beside them. Whether a period limits keeping
or answers a request is told by the promise it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ONES = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
_NUMBERS = {word: number for number, word in enumerate(_ONES, 1)} | _TENS | {"a": 1, "an": 1, "hundred": 100}
_WORD = "|".join(sorted((*_ONES, *_TENS), key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,4}}|(?:{'|'.join(_TENS)})[ -](?:{'|'.join(_ONES[:9])})|(?:{_WORD})|an?)"
_PERIOD = re.compile(
    rf"\b(?P<low>{_NUMBER} (?:to|or) |\d{{1,4}}\s?-\s?)?(?P<n>{_NUMBER})(?:\s?\(\s?(?:\d{{1,4}}|{_WORD})\s?\))?"
    r"[ -](?:(?P<kind>calendar|full|complete|whole|further|additional|more|working|business|school|tax|financial|"
    r"academic|consecutive)[ -])?(?P<unit>hour|day|week|fortnight|month|quarter|year|decade)s?\b"
)
_PLAIN_UNITS = {"fortnight": (14, "day"), "quarter": (3, "month"), "decade": (10, "year")}
_AGE_AFTER = re.compile(r"^['\u2019]?\s?(?:old|of age|ago|olds|of (?:\w+ )?experience)\b")
_AGE_BEFORE = re.compile(
    r"\b(?:aged|under|over the age of|age of|at least the age of|younger than|older than|past|every|each|per|once)\s*$"
)
_NO_LIMIT = re.compile(
    r"\b(?:twice|once|times|hours?|days?) (?:a|an|per|each|every)\s*$|\b(?:in|of|"
    r"during) (?:the )?(?:previous|coming)\s*$"
)

Trigger = str

TRIGGERS: dict[Trigger, str] = {
    "opted_out_on": r"unsubscrib\w+|opt(?:ed|ing)?[- ]?out|withdr[ae]w\w*|objected|object to",
    "last_interaction_on": (
        r"last (?:\w+ ){0,2}?(?:contact\w*|interact\w*|activit\w+|active|log(?:ged)?[- ]?in|visit\w*|used?|open\w*|"
        r"donat\w+|gift|attend\w*|appointment|seen|heard|spoke\w*|order\w*|entry|treat\w*|correspond\w*|communicat\w*|"
        r"messages?|sign[- ]?in|call(?:s|ed)?\b|conversation)|"
        r"(?:becom\w+|been|are|is|were) (?:inactive|dormant)|not (?:\w+ ){0,2}?(?:opened|interacted|logged|used|heard|"
        r"been in touch)|heard nothing|inactiv\w+|most recent (?:contact|visit|activity)"
    ),
    "ended_on": (
        r"(?:after|of|from|since|following|once|when|until|upon|"
        r"on) (?:[\w'\u2019-]+ ){0,9}?(?:end(?:s|ed|ing)?(?! of (?:the|that|each|"
        r"your) (?:\w+ )?year)|clos(?:e[ds]?|ing|ure)|"
        r"complet(?:e[ds]?|ion|ing)|finish\w*|leav(?:e[sr]?|ing)|left|terminat\w+|expir\w+|draw|ceas\w+|cancel\w*|"
        r"resign\w*|settle[ds]?|resolved|concluded?|conclusion|decision|decided|filled|stop(?:s|"
        r"ped)?|graduat\w+|death|lapse[ds]?|"
        r"retire\w*|depart\w*|discharge\w*)\b|"
        r"the (?:length|duration|whole) of (?:[\w'\u2019-]+ ){1,4}?(?:plus|and)\b"
    ),
    "purchase_completed_on": (
        r"(?:after|of|from|since|following|in|within) (?:[\w'\u2019-]+ ){0,6}?(?:purchase[ds]?|"
        r"bought|order(?:ed|s)?|transaction|sale|"
        r"payments?|paid|bought|delivery|delivered|invoice\w*|donation|gift|financial year|tax year)\b|"
        r"(?:complet\w+|made) a purchase"
    ),
    "collected_on": (
        r"(?:after|of|from|since|following|when|once) (?:[\w'\u2019-]+ ){0,7}?(?:collect\w*|"
        r"submi\w+|receiv\w+|receipt|record\w*|"
        r"sign\w*[- ]?up|creat\w+|enter\w*|visit\w*|registr\w+|register\w*|appli\w+|application|sent|wrote|made|taken|"
        r"captured|filmed|joined|asked|answered|obtain\w*|date of)\b|log files?|footage|"
        r"recordings?|recorded (?:\w+ )?calls"
    ),
}
"""The clock of a record that a period counts from, to the words that speak of it; the first that is said stands."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stated length of time.

    Attributes:
        start: where it begins in the sentence's ``said``.
        end: where it ends.
        words: as the sentence says it.
        value: as a clause gives it, e.g. ``12 months``; of a range the longer end.
        exact: whether ``value`` says all: of working days and of ranges it does not.
        note: what ``value`` leaves out, '' if nothing.
    """

    start: int
    end: int
    words: str
    value: str
    exact: bool = True
    note: str = ""


def periods(said: str) -> list[Period]:
    """Every period in a sentence, in order; ages, frequencies ("every year") and what lies in the past are none."""
    return [period for found in _PERIOD.finditer(said) if (period := _period(said, found))]


def _period(said: str, found: re.Match[str]) -> Period | None:
    before, after = said[: found.start()], said[found.end() :]
    if _AGE_AFTER.search(after) or _AGE_BEFORE.search(before) or _NO_LIMIT.search(before):
        return None
    if found["n"] in {"a", "an"} and re.search(r"\b(?:twice|once|times|hours?|days?)\s*$", before):
        return None
    if found["n"] in {"a", "an"} and found["unit"] in {"hour", "day", "decade", "quarter"}:
        return None
    number = number_of(found["n"]) or 0
    unit = found["unit"]
    times, unit = _PLAIN_UNITS.get(unit, (1, unit))
    number *= times
    value = f"{number} {unit}{'' if number == 1 else 's'}"
    working = found["kind"] in {"working", "business", "school"}
    note = f"the notice counts {found['kind']} {found['unit']}s" if working else ""
    if found["kind"] in {"tax", "financial", "academic"}:
        note = f"the notice counts whole {found['kind']} years"
    if found["low"]:
        note = "the notice gives a range, and this is its longer end"
    return Period(found.start(), found.end(), found[0], value, not note, note)


def number_of(word: str) -> int | None:
    """A number in figures or words up to ninety-nine; None if the word is no number."""
    if word.isdigit():
        return int(word)
    parts = re.split(r"[ -]", word)
    return sum(_NUMBERS[part] for part in parts) if all(part in _NUMBERS for part in parts) else None


def trigger(said: str, period: Period) -> tuple[Trigger, str] | None:
    """The clock that a period counts from and the words that say so, nearest behind the period first."""
    behind = said[period.end : period.end + 160]
    for text in (behind, said):
        found = [
            (m.start(), m.end(), clock, m[0])
            for clock, words in TRIGGERS.items()
            if (m := re.search(rf"\b(?:{words})", text))
        ]
        if found:
            first = min(found)
            return next((clock, words) for start, _, clock, words in found if start < first[1])
    return None


_OPEN = re.compile(
    r"\b(?:as|so) long as (?:is |it is |they are |it's |this is |we are |"
    r"we (?:reasonably )?(?:need|require)|you\b|necessary|needed|required|"
    r"reasonably|seems|legally|your |the |there )|\bno longer than (?:is |we |"
    r"it is )?(?:necessary|need|required|reasonabl\w+)|"
    r"\bonly (?:for )?(?:as )?long (?:as|enough)|"
    r"\b(?:an? )?(?:appropriate|reasonable|suitable|relevant|required|certain|limited) (?:period|length|amount|time)\b|"
    r"\b(?:until|unless) (?:it is |they are |we )?no longer (?:necessary|need\w*|required)|"
    r"\bindefinite\w*|\bas necessary to\b|"
    r"\bas is necessary\b|\bwhen (?:it is |they are |we )?no longer (?:necessary|need\w*|"
    r"required)|\bas per (?:the )?terms\b|"
    r"\bin (?:line|accordance) with our (?:\w+ )?(?:retention|records?)\b|"
    r"\bfrom time to time (?:delete|erase)|\bwhen appropriate\b"
)


def open_ended(said: str) -> Iterator[tuple[int, int]]:
    """Where a sentence says how long without saying a number."""
    for found in _OPEN.finditer(said):
        yield found.span()
