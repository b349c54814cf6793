"""Passport numbers, beside words about passports."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern
from presidio_analyzer.predefined_recognizers import UkPassportRecognizer

from scanners.whole import Whole, matcher

CATEGORY = "user.government_id.passport_number"
COLUMN = "header"
NEEDS = r"\d"

FOUND = (
    ("passport number AB1234567", "AB1234567"),
    ("UK passport 925076473 expires in May", "925076473"),
)
LEFT = ("order AB1234567", "925076473", "passport photo 12345")


WHOLE = Whole(
    called="passport numbers",
    is_one=matcher(r"[A-Z]{2}\d{7}|\d{9}"),
    loose=matcher(r"(?=.*\d)[A-Z0-9]{6,10}"),
    header=r"\bpassport(?: ?(?:no|num|number|id))?\b|\btravel doc",
    against=r"\b(?:country|expiry|expires|issued|issue|date|type|copy|photo|valid|held|checked)\b",
    proof="header",
)


def recogniser() -> EntityRecognizer:
    """Presidio's passport recogniser, with the nine-digit numbers still in use."""
    patterns = [
        Pattern("two letters, seven digits", r"\b[A-Z]{2}\d{7}\b", 0.1),
        Pattern("nine digits", r"(?<=\bpassport\b[^\d\n]{0,30})\b\d{9}\b", 0.6),
    ]
    return UkPassportRecognizer(
        patterns=patterns, context=["passport", "travel document", "hmpo"], supported_entity="PASSPORT", name="passport"
    )
