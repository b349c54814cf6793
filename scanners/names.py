"""Columns of persons' names: what their headers say and what their values look like.

Here: names that stand alone in a cell. Not here: names in prose (`scanners/recognisers/person.py`), the lists of names
(`scanners/name_lists`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scanners.name_lists import derived, given_names, places, surnames, words

RECOGNISER = "names"
NAME = "user.name"
FIRST = "user.name.first"
LAST = "user.name.last"
ENOUGH = 0.7
"""Share of a column's distinct values that must look like names for the column to be one of names."""

LONGEST = 150
"""No cell longer than this is a name, with an address behind it or without."""

_FIRST = re.compile(
    r"\b(?:first ?names?|fore ?names?|given ?names?|fname|christian names?|fn|middle ?names?|known as|preferred "
    r"?(?:first )?names?|"
    r"vorname|pr[ée]nom|nombre|firstnm|name ?first|first)$|\b(?:first|given|fore|middle) ?name\b"
)
_LAST = re.compile(
    r"\b(?:last ?names?|sur ?names?|family ?names?|lname|sname|maiden ?name|ln|nachname|nom de famille|"
    r"apellidos?|lastnm|"
    r"name ?last|last)$|\b(?:last|sur|family|maiden) ?name\b"
)
_PERSON = re.compile(
    r"\b(?:names?|full ?name|display ?name|nick ?name|person|attendees?|delegates?|requesters?|requestor|"
    r"applicants?|candidates?|employees?|fullname|staff|worker|volunteer|donor|teacher|pupil|"
    r"associates?|contacts?|customers?|clients?|authors?|speakers?|trainers?|tutors?|agents?|owners?|assignees?|"
    r"assigned to|managers?|line manager|"
    r"referees?|next of kin|senders?|from|recipients?|to|parents?|guardians?|carers?|signator(?:y|ies)|reviewers?|"
    r"payees?|payers?|learners?|emergency contact|beneficiary|dependant|tenant name|driver|passenger|guest|"
    r"students?|patients?|members?|cardholder|account holder|holder|commenter|respondents?|participants?|registrants?|"
    r"subscribers?|assessor|mentor|coach|director|trustee|sales ?person|sales rep|rep|"
    r"hosts?|organi[sz]ers?|(?:created|updated|modified|approved|taken|handled|signed|submitted|raised|ordered|"
    r"booked|reported|uploaded|entered|prepared|witnessed|closed) by|interviewer|comment author|"
    r"attention to|attn|supporters?|borrowers?|ship to|bill to|sold to|real ?name)\b"
)
_HEAD = re.compile(
    r"(?:\b(?:manager|owner|agent|tutor|trainer|instructor|teacher|lecturer|contact|holder|head|lead|assessor|"
    r"interviewer|author|editor|"
    r"supporter|donor|borrower|driver|passenger|guardian|carer|parent|referee|supervisor|coach|mentor|director|"
    r"secretary|treasurer|"
    r"chair|chairman|organi[sz]er|person|nominee|beneficiary|claimant|defendant|solicitor|doctor|gp|consultant|"
    r"nurse|therapist|"
    r"practitioner|patient|client|customer|employee|learner|student|pupil|applicant|candidate|attendee|delegate|"
    r"requester|"
    r"assignee|assigned user|user full|sales ?person|signatory|witness|payee|player|resident|occupant|"
    r"display ?name|cardholder|visitor|guest|member|volunteer|worker|"
    r"colleague)(?: ?(?:full )?names?)?|\b\w+ed by(?: name)?|"
    r"person ?names?|\bfull ?names?)$"
)
"""Headers whose last word is a person: that word says what the column is, whatever stands before it."""

_NOT_A_PERSON = re.compile(
    r"\b(?:company|companies|organi[sz]ation|org|business|employer|supplier|vendor|product|file|event|user ?name|"
    r"username|course|item|"
    r"column|campaign|lists?|group|team|department|dept|school|store|domain|service|category|field|form|plan|project|"
    r"types?|status|ticket|"
    r"class|venue|room|city|town|country|county|bank|brand|page|template|ids?|e?mail|phone|mobile|tel|at|on|date|"
    r"time|url|count|number|no|ref|"
    r"segment|role|job|title|login|nicename|score|stage|source|address|street|region|state|amount|method|code|tags?|"
    r"size|reason|"
    r"subject|notes?|comments?|description|question|answer|trading|tenant|browser|device|os|uuid|key|slug|meeting|"
    r"webinar|topic|"
    r"industry|sector|position|qualification|exercise|path|currency|language|gender|age|interest|purpose|scope|"
    r"channel|model|make|colour|color|material|species|breed|drug|medication|location|site name|"
    r"app|application|site|host|server|feature|screen|section|table|set|document|policy|clause|rule|report|batch)\b"
)
_OPEN = re.compile(
    r"^(?:from|to|name|contact|client|customer|owner|agent|host|rep|staff|member|manager|director|holder|account "
    r"holder|payee|payer|tenant name|beneficiary)s?$|^(?:first|last|fn|ln|known as|nombre)$"
)
"""Headers under which things stand as well as persons: the names' own words must say which."""
_PARTICLES = r"(?:de|da|di|del|della|dos|du|la|le|van|von|der|den|ten|ter|bin|bint|al|el|ben|ap|y|e|st\.?|mac|mc|o)"
_TITLES = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|rev|capt|cllr|mr\.? (?:&|and) mrs)\.?"
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
    r"system|robot|bot|sons|bros|brothers|and sons|co|company|user|customer|street|road|avenue|house|hotel|"
    r"garage|pharmacy|"
    r"surgery|clinic|dental|motors|builders|plumbing|electrical|engineering|logistics|supplies|stores?|traders|bakery|"
    r"manager|director|officer|assistant|engineer|developer|analyst|consultant|coordinator|executive|technician|"
    r"nurse|teacher|"
    r"driver|head of|lead|specialist|advisor|adviser|designer|accountant|supervisor|intern|apprentice|chair|table|lamp|"
    r"edition|pack|set|kit|box|mug|shirt|jacket|book|guide|report|policy|form|letter|certificate|introduction|"
    r"advanced)\b",
    re.IGNORECASE,
)
_THINGS_TABLE = re.compile(
    r"\b(?:events?|compan(?:y|ies)|organi[sz]ations?|products?|courses?|campaigns?|lists?|exercises?|suppliers?|"
    r"tenants?|items?|stores|shops|branches|locations|sites|departments|teams|roles|schools|vendors|brands|"
    r"medications|drugs|"
    r"ticket class(?:es)?|plans?|projects?|venues?|categories|services?|cookies|assets|segments|forms?|rooms|"
    r"servers|devices|"
    r"vehicles|countries|cities|towns|files|documents|settings|permissions|features|tags|modules|units|qualifications)$"
)
_TITLED = re.compile(rf"{_TITLES}\s+(?=\S)", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*\.?")


@dataclass(frozen=True, slots=True)
class Persons:
    """How the distinct values of a column look as names, each a share of them (0 to 1).

    `shaped`: of the shape of a name and without a word of things. `full`, `first`, `last`: made of a known given and
    family name; one known given name; one known family name. `sure`: a word of the hand-written lists is among them.
    `placed`: a place, or a word of business. `several`: of two or more words.
    `thing`: holds a frequent word that is no name.
    """

    shaped: float
    full: float
    first: float
    last: float
    sure_first: float
    sure_last: float
    placed: float
    several: float
    thing: float


def header_category(header: str, table: str) -> str | None:
    """The category of name that a column's name asks for, or None; both arguments as `scanners.text.header_words`.

    A bare `name` in a table of events or companies is a thing's name.
    """
    ordered = _BY_ORDER.search(header) is not None and "name" not in header
    if _FIRST.search(header) and not ordered:
        return FIRST
    if _LAST.search(header) and not ordered:
        return LAST
    if _HEAD.search(header):
        return NAME
    if not _PERSON.search(header) or _NOT_A_PERSON.search(header):
        return None
    if header == "name" and _THINGS_TABLE.search(table):
        return None
    return NAME


_BY_ORDER = re.compile(
    r"\b(?:seen|login|order|contact|visit|purchase|activity|modified|updated|product|item|company|file|date|touch)\b"
)


def is_open(header: str) -> bool:
    """Whether things as well as persons stand under such a header, so that the values must say which they are."""
    return _OPEN.search(header) is not None


def says_things(header: str) -> bool:
    """Whether a column's name says that it names something other than persons."""
    return _NOT_A_PERSON.search(header) is not None


def is_table_of_things(table: str) -> bool:
    """Whether the table's name says that its rows are events, companies or goods."""
    return _THINGS_TABLE.search(table) is not None


def is_given(word: str) -> bool:
    """Whether a capitalised word is known as a given name, or behaves like one."""
    return word in given_names() or word in derived()[0]


def is_family(word: str) -> bool:
    """Whether a capitalised word is known as a family name, or behaves like one."""
    return word in surnames() or word in derived()[1]


def is_thing(word: str) -> bool:
    """Whether a capitalised word is a frequent one that is no name, or a word of business."""
    return word in derived()[2] or (word in words() and word not in surnames() and word not in given_names())


def is_known(word: str) -> bool:
    """Whether a capitalised word is known as a name of either kind."""
    return is_given(word) or is_family(word)


def looks_like_a_name(value: str, category: str = NAME) -> bool:
    """Whether a whole cell can be a person's name: words of letters, none of them a company's or a department's.

    A full name is up to six words and begins with capitals, or is of one case throughout; a first or last name, up to
    three words.
    """
    if len(value) > LONGEST:
        return False
    name = _ADDRESS.sub(" ", value.strip()).strip()
    if not name or len(name) > 70 or not _NAME.fullmatch(name) or _THING.search(name):
        return False
    parts = name.split()
    if category in {FIRST, LAST}:
        return len(parts) <= 3
    capitals = sum(w[0].isupper() for w in parts)
    if len(parts) == 1:
        return capitals == 1 and len(name) > 1
    return (
        (name.islower() and len(parts) <= 3)
        or capitals >= 2
        or (capitals >= 1 and not name[0].islower() and len(parts) == 2)
    )


def surely_a_name(value: str) -> bool:
    """A stricter look for a cell in a mixed column: two to four words, each with a capital and at least two letters."""
    if len(value) > LONGEST:
        return False
    name = _ADDRESS.sub(" ", value.strip()).strip()
    parts = name.split()
    return (
        looks_like_a_name(value) and 2 <= len(parts) <= 4 and all(w[0].isupper() for w in parts) and not name.isupper()
    )


SIGNS = 9
"""How many signs `signs` tells, in the order of `Persons`."""


def persons(shares: Sequence[float]) -> Persons:
    """How values look as names, from the share of them that bears each sign."""
    return Persons(*shares)


def signs(value: str) -> tuple[bool, ...]:
    """How one value looks as a name: the signs whose shares make `Persons`."""
    if len(value) > LONGEST:
        return (False,) * 9
    name = _TITLED.sub("", _ADDRESS.sub(" ", value.strip()).strip(), count=1)
    shaped = looks_like_a_name(value, FIRST if " " not in name else NAME)
    if not shaped:
        return (False,) * 9
    before, comma, after = name.partition(",")
    parts = [_cased(w) for w in _TOKEN.findall(f"{after} {before}" if comma else name)]
    long = [w for w in parts if len(w.rstrip(".")) > 1]
    placed = bool(long) and all(w in places() or w in words() for w in long)
    if not long:
        return (shaped, *(False,) * 8)
    thing = any(is_thing(w) for w in long)
    sure_first = any(w in given_names() for w in long[:2])
    sure_last = long[-1] in surnames() or (len(long) > 1 and long[0] in surnames())
    if len(parts) == 1:
        word = long[0]
        first, last = is_given(word), is_family(word)
        return (shaped, False, first, last, word in given_names(), word in surnames(), placed, False, thing)
    in_order = (is_given(long[0]) or is_family(long[-1])) and not is_thing(long[0]) and not is_thing(long[-1])
    turned = len(long) == 2 and is_family(long[0]) and is_given(long[1])
    initialled = len(long) == 1 and is_family(long[0])
    full = (in_order or turned or initialled) and not placed
    return (shaped, full, False, False, sure_first, sure_last, placed, True, thing)


def _cased(word: str) -> str:
    """`SMITH` and `smith` as `Smith`, `o'brien` as `O'Brien`, `Smith-Jones` as `Smith`."""
    first = word.split("-", maxsplit=1)[0].replace("\u2019", "'")
    if first.isupper() or first.islower():
        return "'".join(part.capitalize() for part in first.split("'"))
    return first
