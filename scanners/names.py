"""Columns of persons' names: what their headers say and what their values look like.

Here: names that stand alone in a cell. Not here: names in prose (`scanners/recognisers/person.py`).
"""

from __future__ import annotations

import re

RECOGNISER = "names"
NAME = "user.name"
FIRST = "user.name.first"
LAST = "user.name.last"
ENOUGH = 0.7
"""Share of a column's distinct values that must look like names for the column to be one of names."""

_FIRST = re.compile(r"\b(?:first ?names?|fore ?names?|given ?names?|fname|christian names?|fn|middle ?names?)\b")
_LAST = re.compile(r"\b(?:last ?names?|sur ?names?|family ?names?|lname|maiden name|ln)\b")
_PERSON = re.compile(
    r"\b(?:names?|full ?name|display ?name|nick ?name|person|attendees?|delegates?|requesters?|requestor|"
    r"applicants?|candidates?|employees?|"
    r"associates?|contacts?|customers?|clients?|authors?|speakers?|trainers?|tutors?|agents?|owners?|assignees?|"
    r"assigned to|managers?|"
    r"referees?|next of kin|senders?|from|recipients?|to|parents?|guardians?|carers?|signator(?:y|ies)|reviewers?|"
    r"payees?|payers?|learners?|"
    r"students?|patients?|members?|cardholder|account holder|commenter|respondents?|participants?|registrants?|"
    r"subscribers?|"
    r"hosts?|organi[sz]ers?|created by|updated by|approved by|taken by|handled by|interviewer|comment author|"
    r"attention to|real ?name)\b"
)
_NOT_A_PERSON = re.compile(
    r"\b(?:company|companies|organi[sz]ation|org|business|employer|supplier|vendor|product|file|event|user ?name|"
    r"username|course|item|"
    r"column|campaign|lists?|group|team|department|school|store|domain|service|category|field|form|plan|project|"
    r"types?|status|ticket|"
    r"class|venue|room|city|town|country|county|bank|brand|page|template|ids?|e?mail|phone|mobile|tel|at|on|date|"
    r"time|url|count|number|no|ref|"
    r"segment|role|job|title|login|nicename|score|stage|source|address|street|region|state|amount|method|code|tags?|"
    r"size|reason|"
    r"subject|notes?|comments?|description|question|answer|trading|tenant|browser|device|os|uuid|key|slug|meeting|"
    r"webinar|topic|"
    r"industry|sector|position|qualification|exercise|path|currency|language|gender|age|interest|purpose|scope|"
    r"channel|"
    r"app|application|site|host|server|feature|screen|section|table|set|document|policy|clause|rule|report|batch)\b"
)
_PARTICLES = r"(?:de|da|di|del|della|dos|du|la|le|van|von|der|den|ten|ter|bin|bint|al|el|ben|ap|y|e|st\.?|mac|mc|o)"
_TITLES = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|rev|capt|cllr)\.?"
_WORD = r"[^\W\d_]+(?:['\u2019`.-][^\W\d_]+){0,3}['\u2019.]?"
_NAME = re.compile(
    rf"(?:{_TITLES}\s+)?{_WORD}(?:,?\s+(?:{_PARTICLES}\s+)?{_WORD}){{0,4}}(?:,?\s+(?:jr|sr|ii|iii|obe|mbe|cbe|phd|"
    rf"bsc|ma)\.?)?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\s*[<(\[]\s*[^\s<>]+@[^\s<>]+\s*[>)\]]\s*|^\"|\"$")
_THING = re.compile(
    r"\b(?:ltd|limited|plc|llp|llc|inc|gmbh|cic|group|holdings?|services?|solutions?|systems?|software|"
    r"consult(?:ing|ants?|ancy)|school|"
    r"college|academy|university|council|trust|hospital|church|bank|partners(?:hip)?|associates|agency|foundation|"
    r"society|association|"
    r"institute|centre|center|department|team|office|admin(?:istrator)?|support|sales|accounts?|info|enquir(?:y|"
    r"ies)|reception|test|"
    r"unknown|none|null|n/a|various|tbc|other|anonymous|guest|yes|no|true|false|training|learning|housing|foods?|"
    r"restaurant|"
    r"workshop|conference|webinar|course|ticket|admission|general|standard|premium|workspace|marketing|newsletter|"
    r"system|robot|bot)\b",
    re.IGNORECASE,
)
_THINGS_TABLE = re.compile(
    r"\b(?:events?|compan(?:y|ies)|organi[sz]ations?|products?|courses?|campaigns?|lists?|exercises?|suppliers?|"
    r"tenants?|items?|"
    r"ticket class(?:es)?|plans?|projects?|venues?|categories|services?|cookies|assets|segments|forms?)$"
)


def header_category(header: str, table: str) -> str | None:
    """The category of name that a column's name asks for, or None; both arguments as `scanners.text.header_words`.

    A bare `name` in a table of events or companies is a thing's name.
    """
    if _FIRST.search(header):
        return FIRST
    if _LAST.search(header):
        return LAST
    if not _PERSON.search(header) or _NOT_A_PERSON.search(header):
        return None
    if header == "name" and _THINGS_TABLE.search(table):
        return None
    return NAME


def looks_like_a_name(value: str, category: str = NAME) -> bool:
    """Whether a whole cell can be a person's name: words of letters, none of them a company's or a department's.

    A full name is up to six words and begins with capitals, or is of one case throughout; a first or last name, up to
    three words.
    """
    name = _ADDRESS.sub(" ", value.strip()).strip()
    if not name or len(name) > 70 or not _NAME.fullmatch(name) or _THING.search(name):
        return False
    words = name.split()
    if category in {FIRST, LAST}:
        return len(words) <= 3
    capitals = sum(w[0].isupper() for w in words)
    if len(words) == 1:
        return capitals == 1 and len(name) > 1
    return (
        (name.islower() and len(words) <= 3)
        or capitals >= 2
        or (capitals >= 1 and not name[0].islower() and len(words) == 2)
    )


def surely_a_name(value: str) -> bool:
    """A stricter look for a cell in a mixed column: two to four words, each with a capital and at least two letters."""
    name = _ADDRESS.sub(" ", value.strip()).strip()
    words = name.split()
    return (
        looks_like_a_name(value) and 2 <= len(words) <= 4 and all(w[0].isupper() for w in words) and not name.isupper()
    )
