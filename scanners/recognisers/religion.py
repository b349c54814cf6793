"""Religion and belief, stated, or implied by food, dress, worship and fasting (Art. 9(1))."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser

CATEGORY = "user.demographic.religious_belief"

FOUND = (
    ("I am a practising Muslim and pray at noon", "Muslim"),
    ("Halal meal please", "Halal"),
    ("Kosher", "Kosher"),
    ("She is a Christian", "Christian"),
    ("Fasting for Ramadan that week", "Ramadan"),
    ("He is Jewish and cannot attend on Saturday", "Jewish"),
    ("Could we have a prayer room on site?", "prayer room"),
    ("A devout Catholic family", "devout Catholic"),
    ("My wife is a Jehovah's Witness", "Jehovah's Witness"),
    ("Religion: Quaker", "Quaker"),
    ("I'm an atheist", "atheist"),
)
LEFT = (
    "Christian will join the call at ten",
    "Spoke to Christian Black about the renewal",
    "Halal Foods Ltd",
    "Khan's Halal Restaurant, invoice 2231",
    "Sikh history and culture, course on Tuesdays",
    "Introduction to Islamic finance",
    "The platform is vendor-agnostic",
    "database agnostic design",
    "Trip to the Hindu Kush",
    "Christian Aid collection",
    "St Mary's Catholic Primary School",
    "Religion: none",
    "not religious",
    "Church Street, Leeds",
    "He follows the release notes religiously",
)
UNDER = (
    ("religion", "Christian", "Christian"),
    ("Religion or belief", "Jedi", "Jedi"),
)

_WORDS = TermRecogniser("religion")


def recogniser() -> EntityRecognizer:
    """Words of religion and belief."""
    return _WORDS
