"""Passport numbers, beside words about passports."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern
from presidio_analyzer.predefined_recognizers import UkPassportRecognizer

CATEGORY = "user.government_id.passport_number"
COLUMN = "header"
NEEDS = r"\d"

FOUND = (
    ("passport number AB1234567", "AB1234567"),
    ("UK passport 925076473 expires in May", "925076473"),
)
LEFT = ("order AB1234567", "925076473", "passport photo 12345")


def recogniser() -> EntityRecognizer:
    """Presidio's passport recogniser, with the nine-digit numbers still in use."""
    patterns = [
        Pattern("two letters, seven digits", r"\b[A-Z]{2}\d{7}\b", 0.1),
        Pattern("nine digits", r"\b\d{9}\b", 0.1),
    ]
    return UkPassportRecognizer(
        patterns=patterns, context=["passport", "travel document", "hmpo"], supported_entity="PASSPORT", name="passport"
    )
