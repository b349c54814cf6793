"""Gender, under a header that asks for it."""

from __future__ import annotations

from collections.abc import Sequence

from presidio_analyzer import EntityRecognizer, Pattern

from scanners.context import NearPattern
from scanners.whole import Whole, one_of

CATEGORY = "user.demographic.gender"
COLUMN = "header"

FOUND = (("Gender: Female", "Female"),)
LEFT = ("M", "female connector, 6 mm", "a male voice choir")
UNDER = (("gender", "Non-binary", "Non-binary"),)


_WORDS = (
    *(
        "female",
        "male",
        "f",
        "m",
        "x",
        "u",
        "w",
        "d",
        "non-binary",
        "non binary",
        "nonbinary",
        "nb",
        "enby",
        "woman",
        "man",
        "trans woman",
    ),
    *(
        "trans man",
        "transgender",
        "agender",
        "genderfluid",
        "gender fluid",
        "genderqueer",
        "other",
        "prefer not to say",
        "unspecified",
    ),
    *(
        "unknown",
        "not stated",
        "not known",
        "not specified",
        "undisclosed",
        "intersex",
        "boy",
        "girl",
        "another gender",
        "0",
        "1",
        "2",
        "9",
    ),
    *("prefer to self-describe", "prefer not to answer", "declined", "n/a", "-", "not given", "masc", "fem"),
)
_BOTH = (("female", "male"), ("f", "m"), ("woman", "man"), ("girl", "boy"))


def _both(values: Sequence[str]) -> str | None:
    """A silent header needs the words for two sexes side by side."""
    low = {v.casefold() for v in values}
    if any(a in low and b in low for a, b in _BOTH) and not low & {"0", "1", "2", "9", "d", "w"}:
        return "the words for both sexes are among them"
    return None


WHOLE = Whole(
    called="words for gender",
    is_one=one_of(_WORDS),
    header=r"\b(?:gender(?: ?(?:id|identity|code))?|sex)\b",
    against=r"\b(?:pay gap|reassign\w*|orientation)\b",
    together=_both,
    blank=True,
    fewest=2,
)


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
