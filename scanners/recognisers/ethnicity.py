"""Racial or ethnic origin; a nationality or a language alone is not one (Art. 9(1))."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser

CATEGORY = "user.demographic.race_ethnicity"

FOUND = (
    ("Ethnicity: White British", "White British"),
    ("She describes herself as Black Caribbean", "Black Caribbean"),
    ("I am mixed race", "mixed race"),
    ("He is of Pakistani heritage", "Pakistani heritage"),
    ("As a Black woman I felt left out", "Black woman"),
    ("Comes from a Romany Gypsy family", "Romany Gypsy family"),
    ("British Asian", "British Asian"),
    ("an applicant of South Asian origin", "South Asian origin"),
    ("member of the BAME staff network, two hours a month", "BAME staff network"),
)
LEFT = (
    "The room was cold, and the coffee was black.",
    "black coffee, no sugar",
    "Two boxes of black ink and white paper",
    "Black Friday offers",
    "Spoke to Mr Black about the White House contract",
    "Mixed salad for lunch",
    "She is a French citizen",
    "The Asian market opened lower",
    "Race for Life registration",
    "The race starts at ten",
    "Chinese translation of the manual",
    "Black Country Housing Group",
    "blacklisted number",
    "Ethnicity: prefer not to say",
)
UNDER = (
    ("ethnicity", "White", "White"),
    ("Ethnic origin", "Any other background", "Any other background"),
)

_WORDS = TermRecogniser("ethnicity", "ethnicity", "ethnicity.peoples", "ethnicity.notes", "ethnicity.field")


def recogniser() -> EntityRecognizer:
    """Words of racial and ethnic origin."""
    return _WORDS
