"""Names told by the lists of names and the words around them, where the language model sees none.

What belongs here: pairs of a known given and family name, a family name put before its given name, and a known given
name in the place of a person (asked, told, spoken to, doing what persons do). What does not: the lists themselves
(`scanners.name_lists`), names that stand alone in a cell (`scanners.names`), things that bear names
(`scanners.namesakes`).

A derived word of the lists is weak evidence; it counts only beside a hand-written one or where a person must stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from scanners import names
from scanners.name_lists import given_names, places, surnames

_WORD = r"[^\W\d_a-z][^\W\d_]+(?:['\u2019-][^\W\d_]+)?"
_FAMILY = r"(?:[OD]['\u2019]|Mac|Mc|de |van |von |al-|Al-|El-)?" + _WORD
_PAIR = re.compile(rf"(?<![\w'\u2019@./-])(?=({_WORD}) ({_FAMILY})(?![\w@]))")
_TURNED = re.compile(rf"(?<![\w'\u2019@./-])({_FAMILY}), ({_WORD})(?![\w@])")
_DOES = (
    r"(?:asked|says|said|told|called|rang|phoned|emailed|texted|wrote|reported|counted|signed|confirmed|complained|"
    r"apologised|resigned|retired|agreed|refused|mentioned|explained|thinks|wants|needs|runs|knows|"
    r"(?:was|is|has been) (?:late|off|ill|sick|great|lovely|rude|helpful|kind|brilliant|amazing|away|out|in|"
    r"very|so|really|on (?:leave|holiday|annual)|not (?:in|happy)|happy|unhappy|upset|going|coming|leaving|working|"
    r"calling|asking|waiting|looking|back|our|my|the (?:one|best|only))|"
    r"will (?:ring|call|email|be|send|come|bring|get|let|take|do|pick|run|cover|chase|reply)|"
    r"has (?:the|a|been|not|left|gone|asked|called|rung|sent|booked|paid|moved|said)|would like|can(?:not|"
    r"'t)? (?:you|make|do|be|come)|"
    r"(?:moved|went|came|started|joined|left|met|spoke|works?|lives?|helped|fixed|sorted|booked|sent|paid|chased) |"
    r"on (?:the phone|reception)|and [A-Z][\w'\u2019-]+ (?:are|were|have|will))"
)
_DOING = re.compile(rf"(?:(?<=^)|(?<=[\n.!?;:,] )|(?<=\n)|(?<=\bso )|(?<=\band ))({_WORD}) (?={_DOES})")
_LOWER_DOING = re.compile(rf"(?:^|(?<=\n))([a-z]{{3,12}}) (?={_DOES})")
_SPOKEN_TO = re.compile(
    r"\b(?:[Tt]ell|[Aa]sk|[Aa]sked|[Tt]old|[Rr]ing|[Rr]ang|[Pp]hone|[Cc]all|[Cc]alled|[Ee]mail|[Tt]ext|"
    r"[Mm]essage (?:with|for|from)|"
    r"[Mm]obile (?:for|of)|[Nn]umber for|[Ss]poke (?:to|with)|[Ss]peak (?:to|with)|[Hh]i|[Hh]ello|[Dd]ear|"
    r"[Tt]hanks|[Cc]heers|"
    r"[Cc]ontact is|[Nn]ame is|[Nn]ame|[Pp]arent of|[Bb]elongs to|[Ff]arewell to|[Bb]irthday|[Ss]igned|"
    r"[Rr]eminder to|[Gg]iven to|[Hh]anded to|[Cc]overing for|[Mm]an called|[Ww]oman called|[Ll]ady called|"
    r"[Uu][Pp][Nn] \w+ for|about|for|with|from|by)[ ,:]{1,2}([^\W\d_]{2,}(?:-[^\W\d_]+)?)(?![\w@])"
)
_OWNED = re.compile(rf"(?<![\w'\u2019@./-])({_WORD})['\u2019]s (?=[a-z])")
_OPEN_CUE = re.compile(r"\b(?:about|for|with|from|by)[ ,:]{1,2}$")
_LABELLED = re.compile(
    rf"\b(?i:payee|passport \d+,|reimburse|learner|visitor|attendee|guest|patient|client|driver|tenant|"
    rf"applicant|candidate|"
    rf"surname|forename|first name|last name|full name|name|cardholder|policyholder|next of kin|referee|employee|pupil|"
    rf"student|member|donor|witness|claimant|deceased|signed by|approved by|"
    rf"authorised by)[ :]{{1,2}}({_WORD}(?: {_FAMILY})?)(?![\w@])"
)
_WORD_NAMES = frozenset(
    [
        *(
            "April",
            "Bill",
            "Blessing",
            "Faith",
            "Grace",
            "Hope",
            "Joy",
            "June",
        ),
        *(
            "Mark",
            "May",
            "Patience",
            "Precious",
            "Prince",
            "Rob",
            "Sunny",
            "Will",
        ),
    ]
)
_NOT_FAMILY = frozenset(
    [
        *(
            "Avenue",
            "Centre",
            "Church",
            "College",
            "Court",
            "Hall",
            "Hill",
            "House",
        ),
        *(
            "Lane",
            "Park",
            "Road",
            "Room",
            "School",
            "Street",
        ),
    ]
)
_KEPT_OFF = frozenset(
    [
        *(
            "Art",
            "Bill",
            "Dean",
            "Eve",
            "Faith",
            "Grace",
            "Guy",
            "Hope",
        ),
        *(
            "Jan",
            "Joy",
            "Mark",
            "Max",
            "May",
            "Pat",
            "Ray",
            "Rob",
        ),
        *(
            "Rose",
            "Star",
            "Sue",
            "Will",
        ),
    ]
)


def known(text: str) -> Iterator[tuple[int, int]]:
    """Spans of names, in no order; some may overlap. Its time is linear in the text."""
    yield from (m.span(1)[:1] + m.span(2)[1:] for m in _PAIR.finditer(text) if _is_pair(m.group(1), m.group(2)))
    for match in _TURNED.finditer(text):
        if _is_given(match.group(2)) and _may_be_family(match.group(1)):
            yield match.span()
    for pattern, is_one in (
        (_DOING, _is_called),
        (_LOWER_DOING, _low().__contains__),
        (_OWNED, given_names().__contains__),
        (_LABELLED, _is_labelled),
    ):
        yield from (match.span(1) for match in pattern.finditer(text) if is_one(match.group(1)))
    for match in _SPOKEN_TO.finditer(text):
        said = match.group(1)
        sure = _OPEN_CUE.search(text[max(0, match.start(1) - 8) : match.start(1)]) is None
        if (said in given_names() and said not in _KEPT_OFF) or (sure and (_is_called(said) or said in _low())):
            yield match.span(1)


def _is_called(word: str) -> bool:
    return _is_given(word) or word in _WORD_NAMES


def _is_labelled(name: str) -> bool:
    first, _, last = name.partition(" ")
    return _is_called(first) or (last != "" and _may_be_family(last) and not names.is_thing(first))


def _is_pair(first: str, last: str) -> bool:
    if last in _NOT_FAMILY or first in places() or (last in places() and last not in surnames()):
        return False
    if names.is_thing(first) and first not in _WORD_NAMES:
        return False
    if first in given_names() or first in _WORD_NAMES:
        return last in surnames() or (first in given_names() and _may_be_family(last) and names.is_family(last))
    return last in surnames() and names.is_given(first)


def _is_given(word: str) -> bool:
    return word in given_names() or (
        names.is_given(word) and not names.is_thing(word) and word not in places() and len(word) > 3
    )


def _may_be_family(word: str) -> bool:
    bare = word.rsplit(" ", maxsplit=1)[-1]
    return bare in surnames() or (not names.is_thing(bare) and bare not in places() and not names.is_given(bare))


@cache
def _low() -> frozenset[str]:
    """Given names in lower case that are no words of English."""
    english = {*_WORD_NAMES, *_KEPT_OFF}
    return frozenset(name.lower() for name in given_names() if name not in english and len(name) > 2) | {"jan", "jean"}
