"""Gender, under a header that asks for it."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern

from scanners.context import NearPattern

CATEGORY = "user.demographic.gender"
COLUMN = "header"

FOUND = (("Gender: Female", "Female"),)
LEFT = ("M", "female connector, 6 mm", "a male voice choir")
UNDER = (("gender", "Non-binary", "Non-binary"),)


def recogniser() -> EntityRecognizer:
    """The words for gender."""
    pattern = Pattern(
        "gender",
        r"\b(?:female|male|non[- ]binary|transgender|trans (?:man|woman)|woman|man|agender|genderfluid|f|m|x|other|"
        r"prefer not to say|"
        r"unspecified|unknown|not stated)\b",
        0.1,
    )
    return NearPattern("gender", [pattern], ["gender", "sex", "gender identity"], reach=12)
