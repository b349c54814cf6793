"""What the words around a mention say of it: denied or not, and about whom.

Here: the clause and the sentence a mention stands in, negation, other persons; for every term recogniser alike. Not
here: general talk, companies and titles (`scanners.talk`); homonyms of one category, which are guards in its words.

All functions take the text from `scanners.text.lower` and the mention's span in it, and look at a bounded stretch on
either side.
"""

from __future__ import annotations

import re

from scanners.finding import OTHER, SUBJECT, UNKNOWN
from scanners.text import is_free_text

REACH = 110
REACH_AFTER = 90
LONGEST_WORD = 40

_SENTENCE_END = re.compile(r"[!?\n{}|;]|\.(?=\s|$)")
_CLAUSE_END = re.compile(r"\b(?:but|however|although|though|except|instead|whereas|yet)\b|\s[\-\u2013\u2014]\s")
_DENIAL = re.compile(
    r"\b(?:no|not|non|nor|neither|never|nil|none|without|denie[sd]|denying|isn['\u2019]?t|wasn['\u2019]?t|"
    r"aren['\u2019]?t|don['\u2019]?t|doesn['\u2019]?t|didn['\u2019]?t|hasn['\u2019]?t|haven['\u2019]?t|hadn['\u2019]?t|"
    r"weren['\u2019]?t|ain['\u2019]?t|free of|free from|negative for|"
    r"ruled out|ruling out|nobody|no one|absence of|lack of|nothing to do with)\b"
    r"(?! (?:only|just|sure|well|coping|feeling|fully|surprised?|doubt|problem|idea|one else|matter|"
    r"wonder|least|vot(?:e|ed|es|ing))\b)"
)
_STILL_HELD = re.compile(
    r"\b(?:because|due|owing|since|after|following|until|when|whilst|while|so|as (?:he|she|i|they|the)|given|"
    r"despite|thanks to|on account|for medical|for health|which|who|that['\u2019]?s|"
    r"my|her|his|their|our|"
    r"attend\w*|com(?:e|ing)|mak(?:e|ing)|work\w*|able|driv\w+|cop\w+|manag\w+|sle?ep\w*|return\w*|back|join\w*|"
    r"travel\w*|us(?:e|ing)|reach\w*|respond\w*|repl\w+|want\w*|told|tell|mention\w*|answer\w*|available|"
    r"in (?:work|today|this|until|tomorrow|the office)|"
    r"at work|call\w*|contact\w*|happy|ready|going well|stand\w*|climb\w*|lift\w*|sit\w*|"
    r"walk\w*|see[ns]?|hear\w*|pay\w*|paid|"
    r"eat\w*|drink\w*|arriv\w+|turn\w*|show\w*|left|leav\w+|stay\w*|cope|feel\w*|fit for)\b"
)
_HAS_MORE = re.compile(r"\b(?:or|nor)\b")
_DENIED_AFTER = re.compile(
    r"""["'”\u2019)\s]*(?:\([^()\n]{1,20}\)\s?)?(?:,\s{0,2}["']?(?:answer|value|text|response|a)["']?\s?)?"""
    r"""(?:[:=?\-\u2013\u2014>]+["'“\u2018(\s]*|\(|(?:have|has|are|is|were|was|been)\s)"""
    r"""(?:none|no|nil|n/?a|n|not|nothing|false|0|negative|denied|ruled out|nope|never|"""
    r"""prefer(?:red)? not|undisclosed|unknown|withheld|declined)\b(?!['\u2019]?\w)"""
)
_DENIED_VERB_AFTER = re.compile(
    r"[^.;!?\n]{0,30}?\b(?:(?:was|were|been|is|has been) )?(?:ruled out|denied|excluded|not (?:present|applicable|"
    r"declared|disclosed|known|reported|suspected|found|recorded|stated|given|held|asked|provided|captured|taken|"
    r"collected|processed|answered|specified|available|on file)|discounted)\b"
    r"|\s(?:unknown|undisclosed|withheld|unrecorded|unspecified|n/?a|prefer(?:s|red)? not)\b"
)
_DENIED_BEFORE = re.compile(
    r"(?:^|[.;:(]\s?)(?:undisclosed|n/?a|refused|declined|unknown|withheld|not (?:stated|given|recorded|known|"
    r"asked|disclosed)|prefer(?:s|red)? not to (?:say|answer|state))\s?[,:\u2013-]\s?(?:\w+\s){0,2}$"
    r"|\b(?:not|n['\u2019]t|declin\w+|refus\w+|prefer\w* not|reluctant|unwilling) "
    r"(?:(?:want|wish|like|care|choose|willing|prepared|going|able) )?(?:to )?"
    r"(?:giv\w+|stat\w+|say\w*|answer\w*|provid\w+)\s"
    r"(?:(?:us|me|about|what|how|who|which|whether|if)\s){0,2}(?:\w+\s){0,3}$"
)
_RELATION = (
    r"(?:son|daughter|wife|husband|partner|mother|mum|mam|mom|mummy|father|dad|brother|sister|child|children|kids?|"
    r"baby|boyfriend|girlfriend|fianc[ée]e?|parents?|uncle|aunt(?:ie|y)?|cousin|nephew|niece|gran(?:dmother|dfather|ny|"
    r"dad|dson|ddaughter|dma|dpa|dparents|dchild)?|nan|colleague|friend|boss|manager|neighbour|flatmate|housemate|"
    r"assistant|guest|plus one|spouse|(?:mother|father|sister|brother|son|daughter)[ -]in[ -]law|twins?|stepson|"
    r"stepdaughter|ex[ -](?:wife|husband|partner)|other half|landlord|tutor|relative|family member)s?"
)
_OTHER_BEFORE = re.compile(
    rf"(?:\b(?:my|his|her|their|our|your|whose|a|another|one)\s(?:[\w-]+\s){{0,2}}?|\w['\u2019]s\s(?:[\w-]+\s)?)"
    rf"{_RELATION}(?:['\u2019]s?)?\b(?!\s+and\s+i\b)([^.!?\n;]{{0,60}})$"
)
_OTHER_ALONE = re.compile(
    r"(?:^|[,(:]\s?|\b(?:as|and|cos|because|that|but)\s)(?:mum|dad|nan|gran|grandad|wife|hubby|"
    r"husband|son|daughter)\s(?:has|had|is|was|with|diagnosed|in|being)\b([^.!?\n;]{0,40})$"
)
_OTHER_AFTER = re.compile(
    rf"[^.!?\n;]{{0,20}}\b(?:of|for|by|in)\s(?:my|his|her|their|our)\s(?:\w+\s){{0,2}}?{_RELATION}\b"
    rf"|\s?\((?:my|his|her|their)?\s?{_RELATION}\)"
)
_FIRST_PERSON = re.compile(r"\b(?:i|i['\u2019](?:m|ve|ll|d)|im|ive|my|me)\b")
_SUBJECT_BEFORE = re.compile(
    r"\b(?:he|she|they|(?:s?he|they)['\u2019](?:s|re|ve)|client|customer|caller|candidate|applicant|delegate|learner|"
    r"student|pupil|employee|tenant|member|attendee|patient|resident|donor|volunteer|driver|claimant|"
    r"subject|staff member|contact|participant|apprentice|colleague)\b[^.!?\n;]{0,60}$"
)


def around(low: str, start: int, end: int) -> tuple[str, str]:
    """The words of the same sentence before and behind the mention, at most `REACH` and `REACH_AFTER` characters."""
    before = low[max(0, start - REACH) : start]
    cut = 0
    for stop in _SENTENCE_END.finditer(before):
        cut = stop.end()
    after = low[end : end + REACH_AFTER]
    stop_after = _SENTENCE_END.search(after)
    return before[cut:], after[: stop_after.end()] if stop_after else after


def word_start(low: str, at: int) -> int:
    """Where the word begins in which `at` lies, looking back at most `LONGEST_WORD` letters."""
    for start in range(at, max(0, at - LONGEST_WORD) - 1, -1):
        if start == 0 or not (low[start - 1].isalnum() or low[start - 1] == "-"):
            return start
    return at


def is_denied(low: str, end: int, before: str) -> bool:
    """Whether the mention is negated: `no known allergies`, `not disabled`, `convictions: none`.

    What stands between the denial and the mention may show that something else was denied: `not coming because of her
    asthma`, `not told anyone about her pregnancy`.
    """
    if _DENIED_BEFORE.search(before):
        return True
    cut = 0
    for stop in _CLAUSE_END.finditer(before):
        cut = stop.end()
    before = before[cut:]
    for denial in _DENIAL.finditer(before):
        between = before[denial.end() :]
        if len(between.split()) > 8 or _STILL_HELD.search(between):
            continue
        if "," not in between:
            return True
        after_comma = between[between.index(",") :] + re.split(r"[.;!?\n]", low[end : end + REACH_AFTER])[0]
        if _HAS_MORE.search(after_comma):
            return True
    return _DENIED_AFTER.match(low, end) is not None or _DENIED_VERB_AFTER.match(low, end, end + 60) is not None


def about_whom(low: str, start: int, end: int) -> str:
    """Whom the mention is about: `other`, `subject` or `unknown`; a short cell is about the record's own subject."""
    before, after = around(low, start, end)
    for other in (_OTHER_BEFORE.search(before), _OTHER_ALONE.search(before)):
        if other and not _FIRST_PERSON.search(other.group(1)):
            return OTHER
    if _OTHER_AFTER.match(after):
        return OTHER
    if _FIRST_PERSON.search(before) or _SUBJECT_BEFORE.search(before) or not is_free_text(low[:400]):
        return SUBJECT
    return SUBJECT if re.match(r"(?:i|my)\b", low[start:end]) else UNKNOWN
