"""Whole postal addresses: a street, then a town or a postcode, in one cell or one sentence."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer

from scanners.recognisers.street_address import is_full
from scanners.whole import Whole, matcher

CATEGORY = "user.contact.address"
COLUMN = "shape"
NEEDS = r"\d[A-Za-z]{2}\b"

FOUND = (
    ("please post it to 12 High Street, Leeds, LS1 4AP by Friday", "12 High Street, Leeds, LS1 4AP"),
    ("Flat 3, 41a Queens Road, Acomb, York YO24 4LX", "Flat 3, 41a Queens Road, Acomb, York YO24 4LX"),
)
LEFT = ("12 High Street", "Leeds LS1 4AP", "30 days on the road, then 5 miles to LS1 4AP", "page 12, Figure 3, A4 2AB")

_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}"
_ENDS = matcher(rf".{{5,200}}[,\n ]\s*{_POSTCODE}(?:,?\s*(?:UK|GB|England|Scotland|Wales|United Kingdom))?\.?")
_PARTS = matcher(r"(?=.*\d)[\w .'/-]{2,60}(?:[,;\n|]+\s*[\w .'/-]{2,50}){2,8}")


def _loose(value: str) -> bool:
    return len(value) <= 300 and "@" not in value and (is_full(value) or _ENDS(value) or _PARTS(value))


WHOLE = Whole(
    called="whole postal addresses",
    is_one=lambda value: len(value) <= 300 and "@" not in value and (is_full(value) or ("," in value and _ENDS(value))),
    loose=_loose,
    header=r"\baddress(?:es)?(?! ?(?:line)? ?\d)|\baddr\b(?! ?\d)|\bship ?to\b|\bbill ?to\b|\b(?:residence|domicile)\b",
    against=r"e ?mail|\b(?:ip|mac|web|url|host|remote|wallet|type|id|city|country|site|venue|branch|store|office|"
    r"registered)\b",
    proof="alone",
)


def recogniser() -> EntityRecognizer:
    """Addresses from the house number to the postcode."""
    street = r"(?:(?:Flat|Unit|Apartment|Apt)\s\w{1,5},?\s)?\d{1,4}[A-Za-z]?,?\s(?:[A-Z][a-z'\u2019]+\s){1,4}?"
    kinds = (
        r"(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Way|Crescent|Terrace|Gardens|Place|Square|"
        r"Court|Grove|Hill|Park|Row|Mews|Walk|View)"
    )
    towns = r"(?:,?\s+[A-Z][A-Za-z'\u2019-]+){1,6}"
    pattern = Pattern("to the postcode", rf"(?-i:\b{street}{kinds}{towns},?\s+{_POSTCODE}\b)", 0.8)
    return PatternRecognizer(supported_entity="POSTAL_ADDRESS", name="postal_address", patterns=[pattern])
