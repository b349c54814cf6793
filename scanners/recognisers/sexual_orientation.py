"""Sex life and sexual orientation, stated, or implied by a partner's sex (Art. 9(1))."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser

CATEGORY = "user.demographic.sexual_orientation"

FOUND = (
    ("He is gay and out at work", "gay and out"),
    ("identifies as bisexual", "bisexual"),
    ("She came out as a lesbian last year", "came out as a lesbian"),
    ("I am straight", "straight"),
    ("He will bring his husband to the dinner", "his husband"),
    ("in a same-sex relationship", "same-sex relationship"),
    ("Sexual orientation: heterosexual", "heterosexual"),
)
LEFT = (
    "Please call straight away",
    "go straight on at the roundabout",
    "Marvin Gaye tickets",
    "Ms Gay from accounts called",
    "12 Gay Street, Bath",
    "asexual reproduction in plants",
    "LGBT history month",
    "LGBTQ+ awareness training",
    "not gay",
    "Sexual orientation: prefer not to say",
    "her husband called to rearrange",
    "sexual harassment policy",
    "the report is straight from the system",
)
UNDER = (
    ("sexual_orientation", "Gay man", "Gay man"),
    ("Sexuality", "Other", "Other"),
)

_WORDS = TermRecogniser("sexual_orientation", "sexual_orientation", "sexual_orientation.life")


def recogniser() -> EntityRecognizer:
    """Words of sexual orientation and sex life."""
    return _WORDS
