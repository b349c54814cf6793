"""Marital status, under a header that asks for it, or as a whole column of its words."""

from __future__ import annotations

from collections.abc import Sequence

from presidio_analyzer import EntityRecognizer, Pattern

from scanners.context import NearPattern
from scanners.whole import Whole, one_of

CATEGORY = "user.demographic.marital_status"
COLUMN = "header"
NEEDS = r"(?i:marital|civil)"

FOUND = (("Marital status: divorced", "divorced"),)
LEFT = ("a single invoice", "married the two data sets", "separated by commas", "divorced from reality")

_WORDS = (
    *(
        "single",
        "married",
        "divorced",
        "widowed",
        "separated",
        "civil partnership",
        "in a civil partnership",
        "cohabiting",
        "engaged",
    ),
    *(
        "living with partner",
        "partnered",
        "never married",
        "widow",
        "widower",
        "civil partner",
        "unmarried",
        "common law",
        "other",
        "unknown",
    ),
    *(
        "prefer not to say",
        "not disclosed",
        "not stated",
        "married/civil partnership",
        "s",
        "m",
        "d",
        "w",
        "domestic partnership",
    ),
)


def _several(values: Sequence[str]) -> str | None:
    low = {v.casefold() for v in values}
    return (
        "at least three of its words are there"
        if len(low & {"married", "divorced", "widowed", "single", "separated"}) >= 3
        else None
    )


WHOLE = Whole(
    called="words for marital status",
    is_one=one_of(_WORDS),
    header=r"\b(?:marital(?: ?(?:status|state))?|civil status|relationship status|marriage status)\b",
    together=_several,
    fewest=3,
)


def recogniser() -> EntityRecognizer:
    """The words beside `marital status`."""
    pattern = Pattern(
        "word", r"\b(?:single|married|divorced|widowed|separated|in a civil partnership|cohabiting)\b", 0.1
    )
    return NearPattern("marital_status", [pattern], ["marital status", "civil status"], reach=18)
