"""Postal addresses: a house number or name and a street."""

from __future__ import annotations

import re

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer

from scanners.whole import Whole

CATEGORY = "user.contact.address.street"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (
    ("please post it to 12 High Street, Leeds", "12 High Street"),
    ("Flat 3, 41a Queens Road", "Flat 3, 41a Queens Road"),
)
LEFT = (
    "two-way street",
    "30 days on the road",
    "12 Street Food stalls",
    "10 Downing staff",
    "it is 5 miles by road",
    "3 Close calls",
)

_STREET = (
    r"(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Way|Crescent|Terrace|Gardens|Place|Square|Court|Grove|"
    r"Hill|Park|Row|Mews|"
    r"Parade|Walk|Rise|View|Green|Vale|Wharf|Quay|Gate)"
)


_LINE = re.compile(
    r"(?:(?:Flat|Unit|Apartment|Apt|Suite|Room|Floor|Plot|"
    r"Studio)\s\w{1,5},?\s)?(?:\d{1,4}(?:[-/]\d{1,4})?\s?[A-Za-z]?,?\s|"
    r"(?:The\s)?[A-Z][a-z'\u2019]+(?:\s[A-Z][a-z'\u2019]+)?\s(?:House|Cottage|Farm|Lodge|Court|Barn|Villa|Hall|"
    r"Mill),?\s)"
    r"(?:[A-Z][\w'\u2019.-]*\s){0,4}"
    r"(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Cl|Drive|Dr|Way|Crescent|Cres|Terrace|Ter|Gardens|Gdns|Place|"
    r"Pl|Square|Sq|"
    r"Court|Ct|Grove|Gr|Hill|Park|Row|Mews|Parade|Walk|Rise|View|Green|Vale|Wharf|Quay|Gate|Broadway|Mount|"
    r"Common|Fields?|"
    r"Boulevard|Blvd|Bank|Croft|Meadows?|Chase|Mead|End|Yard|Heights|Circus|Embankment|Passage|Drove|Wynd|Brae|"
    r"Loan)\b\.?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_FOREIGN = re.compile(
    r"(?:\d{1,5},?\s)?(?:rue|avenue|via|calle|plaza|strada)\s.{3,60}|[A-ZÄÖÜ][\w .-]+(?:stra(?:ß|ss)e|str\.|weg|"
    r"platz|gasse)\s\d{1,4}\w?.*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\d{1,5}\s?[A-Za-z]?,?\s+[A-Za-z].{2,}|.{3,40},.{3,}|(?:p\.?\s?o\.?\s)?box\s\d+.*|.*\b(?:house|cottage|farm|"
    r"lodge|flat|unit|floor)\b.*",
    re.IGNORECASE | re.DOTALL,
)


def is_full(value: str) -> bool:
    """Whether an address goes on after its street, so that it is a whole postal address."""
    line = _LINE.match(value)
    return line is not None and re.search(r"[,\n]\s*[A-Za-z]{2}", line["rest"]) is not None


def _is_one(value: str) -> bool:
    return (
        len(value) <= 250
        and (_LINE.match(value) is not None or _FOREIGN.fullmatch(value) is not None)
        and not is_full(value)
    )


def _loose(value: str) -> bool:
    return len(value) <= 250 and "@" not in value and (_NUMBERED.fullmatch(value) is not None) and not is_full(value)


WHOLE = Whole(
    called="numbered streets",
    is_one=_is_one,
    loose=_loose,
    header=r"\b(?:(?:home|billing|shipping|delivery|mailing|postal|correspondence|current|previous|permanent|"
    r"street)? ?addr(?:ess)?(?: ?(?:line)?s? ?\d)?|"
    r"street(?: ?\d| name| line| address)?|line ?1|add(?:r)? ?1|house (?:name|number|no)|a\d line)\b|\baddress "
    r"?(?:line ?)?\d?\b|\baddress",
    against=r"e ?mail|\b(?:ip|mac|web|url|host|remote|client|server|wallet|page|memory|site|bitcoin)\b|\bcity\b|"
    r"\bcountry\b|\bstate\b|\btype\b|\bid\b",
    proof="alone",
)


def recogniser() -> EntityRecognizer:
    """Numbered streets, with their capitals."""
    pattern = Pattern(
        "number and street",
        rf"(?-i:\b(?:(?:Flat|Unit|Apartment|"
        rf"Apt)\s\d{{1,4}}[A-Za-z]?,?\s)?\d{{1,4}}[A-Za-z]?,?\s(?:[A-Z][a-z'\u2019]+\s){{1,3}}{_STREET}\b(?!\s?[a-z]?\d))",
        0.6,
    )
    return PatternRecognizer(supported_entity="STREET_ADDRESS", name="street_address", patterns=[pattern])
