"""What the words around a mention say of it: denied or not, about whom, and whether it only names a thing.

Here: negation, other persons, companies, course titles and addresses on the web, for every term recogniser alike.
Not here: homonyms of one category; those are guards in its own file.

All functions take the text as it stands, the same text from `scanners.text.lower`, and the mention's span in them, and
look at a bounded stretch on either side.
"""

from __future__ import annotations

import re

from scanners.finding import OTHER, SUBJECT, UNKNOWN
from scanners.text import is_free_text

_REACH = 70
_CLAUSE_END = re.compile(r"[.;!?\n{}|]|\bbut\b|\bhowever\b|\balthough\b|\bexcept\b")
_DENIAL = re.compile(
    r"\b(?:no|not|non|nor|neither|never|nil|none|without|denie[sd]|isn['\u2019]?t|wasn['\u2019]?t|aren['\u2019]?t|"
    r"don['\u2019]?t|doesn['\u2019]?t|"
    r"didn['\u2019]?t|hasn['\u2019]?t|haven['\u2019]?t|free of|free from|negative for|ruled out|nobody|absence of)\b"
    r"(?! (?:only|just|sure|well|coping)\b)"
)
_DENIED_AFTER = re.compile(
    r"""["'”\u2019)\s]*(?:,\s{0,2}["']?(?:answer|value|text|response|a)["']?\s?)?(?:[:=?\-\u2013—]+["'“\u2018(\s]*|(?:have|has|are|is|were|was|been)\s)(?:none|no|nil|n/?a|not|nothing|false|0|"""
    r"""negative|denied|ruled out)\b"""
)
_PERSON = (
    r"(?:son|daughter|wife|husband|partner|mother|mum|father|dad|brother|sister|child|children|kids?|baby|boyfriend|"
    r"girlfriend|fianc[ée]e?|parents?|uncle|aunt|cousin|nephew|niece|gran(?:dmother|dfather|ny|dad|dson)?|"
    r"colleague|friend|boss|manager|neighbour|flatmate|assistant|guest|plus one|carer|spouse|in-law)s?"
)
_OTHER_BEFORE = re.compile(
    rf"\b(?:my|his|her|their|our|your|a)\s(?:\w+\s){{0,2}}?{_PERSON}(?:['\u2019]s)?\b(?!\s+and\s+i\b)[^.!?\n;]{{0,50}}$"
)
_OTHER_AFTER = re.compile(rf"[^.!?\n;]{{0,20}}\b(?:of|for|by)\s(?:my|his|her|their|our)\s(?:\w+\s)?{_PERSON}\b")
_FIRST_PERSON = re.compile(r"\b(?:i|i['\u2019](?:m|ve|ll|d)|im|my)\b[^.!?\n;]{0,60}$")
_COMPANY_AFTER = re.compile(
    r"(?:[ &,'\u2019-]+[A-Z&][\w&.'\u2019-]*|\s(?:of|and|for)\b){0,4}?[ ,]+(?:Ltd|LTD|Limited|LIMITED|PLC|Plc|plc|"
    r"LLP|LLC|Inc|CIC|"
    r"GmbH|Restaurant|RESTAURANT|Foods|FOODS|Takeaway|Butchers?|Bakery|Caf[ée]|Kitchen|Grill|Deli|Catering|Group|"
    r"Holdings|Solutions|Society|Association|Foundation|Trust|Charity|Aid|School|Primary|Academy|College|University|"
    r"Hospital|Centre|Center|Church|Street|Road|Lane|Avenue|Festival|Museum|Press|Magazine|Awards?|UK)\b"
)
_COMPANY_AFTER_ANY_CASE = re.compile(r"\s(?:[\w&]+\s){0,1}(?:ltd|limited|plc|llp|restaurant)\b", re.IGNORECASE)
_TITLE_AFTER = re.compile(
    r"(?:['\u2019]s)?[\s\-\u2013]+(?:\w+[\s\-\u2013]+){0,2}?(?:awareness|studies|course|courses|module|webinar|"
    r"workshop|seminar|conference|"
    r"policy|policies|qualification|training|history month|first aid(?:er|ers)?|equality|charity|campaign|research|"
    r"fundrais\w+|"
    r"leaflet|brochure|newsletter|confident employer)\b"
)
_TITLE_BEFORE = re.compile(
    r"\b(?:gcse|a[\s-]level|btec|nvq|diploma|degree|certificate|award|module|webinar|workshop|lecture|seminar|"
    r"course|courses|"
    r"training|qualification|unit \d+|introduction to|understanding|history of|policy|book|article|blog|essay)"
    r"(?:\s\w+)?(?:\s*[:\"'“\u2018\u2013-]+|\s(?:in|on|about|titled|called))\s*(?:the\s)?(?:\w+\s){0,2}[\"'“\u2018]?$"
    r"|\b(?:gcse|understanding|introduction to|history of|diploma in|degree in)\s(?:\w+\s)?$"
)
_ADDRESS_CHARACTERS = re.compile(
    r"://|www\.|@|\w\.(?:com|co|org|net|example|test|html?|php|aspx?|png|jpe?g|pdf)\b|^/\w+/"
)


def is_denied(low: str, start: int, end: int) -> bool:
    """Whether the mention is negated: `no known allergies`, `not disabled`, `convictions: none`."""
    before = low[max(0, start - _REACH) : start]
    before = before[max((cut.end() for cut in _CLAUSE_END.finditer(before)), default=0) :]
    for denial in _DENIAL.finditer(before):
        between = before[denial.end() :]
        if len(between.split()) > 8:
            continue
        if "," not in between:
            return True
        after_comma = between[between.index(",") :] + re.split(r"[.;!?\n]", low[end : end + _REACH])[0]
        if re.search(r"\b(?:or|nor)\b", after_comma):
            return True
    return _DENIED_AFTER.match(low, end) is not None


def about_whom(low: str, start: int, end: int) -> str:
    """Whom the mention is about: `other`, `subject` or `unknown`; a short cell is about the record's own subject."""
    before = low[max(0, start - _REACH) : start]
    if _OTHER_BEFORE.search(before) or _OTHER_AFTER.match(low, end):
        return OTHER
    if not is_free_text(low) or _FIRST_PERSON.search(before) or re.match(r"(?:i|my)\b", low[start:end]):
        return SUBJECT
    return UNKNOWN


def names_a_thing(text: str, low: str, start: int, end: int) -> bool:
    """Whether the words only name a company, a place, a course or a title: `Halal Foods Ltd`, `autism awareness`."""
    after = text[end : end + 60]
    if text[start].isupper() and _COMPANY_AFTER.match(after):
        return True
    if _COMPANY_AFTER_ANY_CASE.match(after):
        return True
    if _TITLE_AFTER.match(low[end : end + 50]):
        return True
    return _TITLE_BEFORE.search(low[max(0, start - 60) : start]) is not None


def in_an_address(text: str, start: int, end: int) -> bool:
    """Whether the mention lies inside a web or e-mail address or a path, where words are names of things."""
    left = max(text.rfind(c, max(0, start - 300), start) for c in " \t\n<>\"'(,;") + 1
    rights = [i for i in (text.find(c, end, end + 300) for c in " \t\n<>\"'),;") if i >= 0]
    token = text[max(left, start - 300) : min(rights, default=min(len(text), end + 300))]
    return _ADDRESS_CHARACTERS.search(token) is not None
