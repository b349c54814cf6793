"""Political opinion and party membership (Art. 9(1))."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser

CATEGORY = "user.demographic.political_opinion"

FOUND = (
    ("He is a Labour Party member", "Labour Party member"),
    ("She votes Conservative", "votes Conservative"),
    ("I campaigned for the Lib Dems last year", "campaigned for the Lib Dems"),
    ("Stood as a Green Party candidate", "Stood as a Green Party candidate"),
    ("known for his left-wing views", "left-wing views"),
    ("voted Leave in the referendum", "voted Leave in the referendum"),
    ("My uncle is a lifelong Tory", "Tory"),
    ("a member of Plaid Cymru", "member of Plaid Cymru"),
)
LEFT = (
    "At a conservative estimate, forty delegates",
    "Labour costs rose in March",
    "parts and labour included",
    "The green form is on your desk",
    "We vote on the agenda at ten",
    "office politics",
    "The left wing of the building is closed",
    "Conservative growth forecast",
    "a liberal supply of coffee",
    "She left the party early",
    "a third party supplier",
    "No political affiliation",
    "republican era furniture",
)
UNDER = (("political_opinion", "Centrist", "Centrist"),)

_WORDS = TermRecogniser("politics", "politics", "politics.parties", "politics.notes")


def recogniser() -> EntityRecognizer:
    """Words of party and conviction."""
    return _WORDS
