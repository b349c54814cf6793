"""Names of persons in prose, by spaCy's named-entity model; names in columns of names are `scanners.names`'."""

from __future__ import annotations

import re

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from scanners.known_persons import known
from scanners.namesakes import names_a_thing
from scanners.result import result_of
from scanners.standing import likelihood
from scanners.text import is_free_text, is_note

CATEGORY = "user.name"

FOUND = (
    ("I spoke to Jane Smith about the renewal yesterday", "Jane Smith"),
    ("Please copy in Mr Okafor when you reply", "Okafor"),
    ("The referee is John O'Brien from the Leeds office", "John O'Brien"),
)
LEFT = (
    "Comes by car, car reg AB12 CDE, needs a space.",
    "The invoice from Acme Widgets Ltd is overdue again",
    "Please install Microsoft Office on the new laptop",
    "Upgraded the Zoom licence and the HubSpot account",
    "Delivery to Milton Keynes on Thursday at noon",
    "The meeting is in the Churchill Room this afternoon",
)

_SHAPE = re.compile(r"(?!.*\d)[^\W\d_][\w'\u2019.-]*(?:[ -](?:[^\W\d_][\w'\u2019.-]*)){0,4}")
_THING = re.compile(
    r"\b(?:ltd|limited|plc|llp|inc|gmbh|group|services?|solutions?|systems?|software|office|room|hall|street|road|"
    r"lane|house|centre|"
    r"center|park|school|college|academy|university|hospital|church|council|team|department|support|sales|admin|"
    r"invoice|order|"
    r"ticket|account|event|course|training|webinar|conference|licen[cs]e|server|cloud|excel|word|outlook|teams|zoom|"
    r"hubspot|xero|"
    r"eventbrite|crisp|azure|microsoft|google|linkedin|facebook|wordpress|windows|android|chrome|safari|firefox|vat|"
    r"pdf|csv|api|"
    r"sql|dbs|crm|gdpr|hmrc|nhs|ico|hello|hi|dear|thanks|regards|cheers|kind|best|re|fw|fwd|please|halal|kosher|vegan|"
    r"vegetarian|coeliac|muslim|jewish|epipen|asthma|nut|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"january|"
    r"february|march|april|june|july|august|september|october|november|december|easter|christmas|ramadan|"
    r"milton keynes)\b",
    re.IGNORECASE,
)
LEADS_TO_A_PERSON = (
    r"(?:spoke (?:to|with)|told|ask|asked|hi|hiya|hello|hey|thanks|thx|ta|cheers|dear|ring|call|called|met|cc|"
    r"from|name is|its|it's|this is|mr|mrs|ms|dr|regards|tell|email|emailed|for|by|with|seen|"
    r"add|and|had|is|to)"
)
"""Words, in lower case, after which a name in lower case counts."""
_SPOKEN = re.compile(rf"(?:\b{LEADS_TO_A_PERSON}[\s,]\s?|^)$")
_TITLE = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|prof)\.?\s", re.IGNORECASE)
_SCORE = 0.75
LEAST = 0.2
"""How likely a person a span must be where it stands (`scanners.standing`)."""
LISTED = 100_000
"""Characters of one text in which the lists look for what the model missed, about 0.3 s; the model reads on."""


class Persons(EntityRecognizer):
    """The model's PERSON spans that are shaped like a name and name no thing, and names that the lists tell."""

    def load(self) -> None:
        """Nothing to load: the model runs before the recognisers."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Names in prose; one in lower case counts only after a word that leads to a person."""
        del entities
        if nlp_artifacts is None:
            return []
        return [
            result_of(self, start, end, _SCORE)
            for start, end in spans(text, nlp_artifacts)
            if likelihood(text, start, end) >= LEAST
        ]


def spans(text: str, nlp_artifacts: NlpArtifacts) -> list[tuple[int, int]]:
    """The spans that may be names, in order, before how they stand is weighed."""
    found: list[tuple[int, int]] = []
    for span in nlp_artifacts.entities:
        if span.label_ != "PERSON":
            continue
        start, end = span.start_char, span.end_char
        title = _TITLE.match(text, start, end)
        if title:
            start = title.end()
        if text[start:end].endswith(("'s", "\u2019s")):
            end -= 2
        if not is_shaped(text, start, end) or names_a_thing(text, start, end):
            continue
        found.append((start, end))
    if is_free_text(text) or is_note(text):
        found += _told_by_lists(text, found)
    return sorted(found)


def _told_by_lists(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Names that the lists know and no span found before overlaps, the longer of two that overlap."""
    told: list[tuple[int, int]] = []
    end = -1
    taken = sorted(found)
    at = 0
    for start, stop in sorted(set(known(text[:LISTED])), key=lambda span: (span[0], -span[1])):
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if start < end or (at < len(taken) and taken[at][0] < stop):
            continue
        if not _THING.search(text, start, stop) and not names_a_thing(text, start, stop):
            told.append((start, stop))
            end = stop
    return told


def is_shaped(text: str, start: int, end: int) -> bool:
    """Whether a span has the shape of a name and no word of a thing in it or behind it."""
    name = text[start:end]
    if not _SHAPE.fullmatch(name) or _THING.search(name):
        return False
    if not name[0].isupper():
        return _SPOKEN.search(text[max(0, start - 24) : start].lower()) is not None and len(name) > 2
    following = text[end : end + 30]
    if re.match(
        r"\s(?:[A-Z][\w&]*\s)?(?:Ltd|Limited|PLC|plc|LLP|Inc|Street|Road|Lane|Avenue|Room|Hall|School|College|House)\b",
        following,
    ):
        return False
    if re.search(r"\b(?:in|at|near|via)\s$", text[max(0, start - 6) : start]):
        return False
    words = name.split()
    if len(words) == 1:
        return len(name) > 2 and not name.isupper()
    return sum(w[0].isupper() for w in words) >= 2


def recogniser() -> EntityRecognizer:
    """Persons named in prose."""
    return Persons(supported_entities=["PERSON"], name="person")
