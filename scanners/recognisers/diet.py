"""Dietary requirements of any kind: what a person eats or will not eat.

A need that also tells of religion or health (halal, coeliac) is found here as a dietary requirement and, besides, by
`religion` or `health`.
"""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.bearing import MOSTLY
from scanners.terms import TermRecogniser

CATEGORY = "user.demographic.dietary_requirement"

FOUND = (
    ("Vegan", "Vegan"),
    ("Please order a vegetarian lunch for me", "order a vegetarian lunch"),
    ("Halal meal, thank you", "Halal meal"),
    ("gluten-free if possible", "gluten-free"),
    ("I don't eat pork", "don't eat pork"),
    ("Nut allergy, carries an epipen", "Nut allergy"),
    ("No dairy please", "No dairy"),
    ("She is coeliac", "coeliac"),
    ("Kosher only", "Kosher"),
)
LEFT = (
    "None",
    "no dietary requirements",
    "Not vegetarian",
    "Halal Foods Ltd",
    "Invoice for The Vegan Kitchen Ltd",
    "The Vegetarian Society annual conference",
    "lunch is included in the price",
    "We sell dairy equipment",
    "vegan leather notebook cover",
    "LD18 4DF",
    "B12 1GF",
    "flat 3V",
)
UNDER = (
    ("dietary_requirements", "Mushrooms make me ill", "Mushrooms make me ill"),
    ("Diet", "Fish only", "Fish only"),
)

_WORDS = TermRecogniser("diet", "diet", "diet.table", "diet.notes", least=MOSTLY)


def recogniser() -> EntityRecognizer:
    """Words of diet."""
    return _WORDS
