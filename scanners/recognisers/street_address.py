"""Postal addresses: a house number or name and a street."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer

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
    r"(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Way|Crescent|Terrace|Gardens|Place|Square|Court|Grove|Hill|Park|Row|Mews|"
    r"Parade|Walk|Rise|View|Green|Vale|Wharf|Quay|Gate)"
)


def recogniser() -> EntityRecognizer:
    """Numbered streets, with their capitals."""
    pattern = Pattern(
        "number and street",
        rf"(?-i:\b(?:(?:Flat|Unit|Apartment|Apt)\s\d{{1,4}}[A-Za-z]?,?\s)?\d{{1,4}}[A-Za-z]?,?\s(?:[A-Z][a-z'\u2019]+\s){{1,3}}{_STREET}\b(?!\s?[a-z]?\d))",
        0.6,
    )
    return PatternRecognizer(supported_entity="STREET_ADDRESS", name="street_address", patterns=[pattern])
