"""Ages of persons: beside words about age, under a header that says so, or as bands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from presidio_analyzer import EntityRecognizer, Pattern

from scanners.context import NearPattern
from scanners.whole import Whole, matcher

CATEGORY = "user.demographic.age_range"
COLUMN = "header"
NEEDS = r"\d"

FOUND = (
    ("a customer aged 43 from Leeds", "43"),
    ("she is 67 years old and lives alone", "67 years old"),
    ("my 8-year-old son", "8-year-old"),
    ("Age: 25-34", "25-34"),
)
LEFT = (
    "an invoice aged 43 days",
    "our firm is 25 years old",
    "the 10-year-old server",
    "page 43",
    "ages 43 minutes to load",
    "in 30 years of trading",
)

_BAND = matcher(
    r"(?:under |over |below |<=? ?|>=? ?)?\d{1,2}(?: ?(?:-|\u2013|to) ?\d{2})?(?: ?\+| and over| or over| plus)?(?: "
    r"?(?:years|yrs))?"
)
_NUMBER = matcher(r"(?:1[01]\d|\d{1,2})(?:\.0)?")


def _bands(values: Sequence[str]) -> str | None:
    """Bands of ages follow each other and end in an open one."""
    low = [v.casefold().replace(" ", "").replace("\u2013", "-") for v in values]
    closed = sum("-" in v or "to" in v for v in low)
    open_ended = any(v.endswith(("+", "over", "plus")) or v.startswith(("under", ">", "<")) for v in low)
    starts = {int(digits) for v in low if (digits := re.sub(r"^\D+", "", v.split("-")[0])).isdigit()}
    if closed >= 3 and open_ended and starts & {16, 18} and starts & {25, 35, 45, 55}:
        return "they are bands of ages, the last one open"
    return None


WHOLE = Whole(
    called="ages",
    is_one=lambda value: len(value) <= 20 and _BAND(value) and not value.isdigit(),
    loose=lambda value: (
        _NUMBER(value)
        or (len(value) <= 20 and _BAND(value))
        or matcher(r"\d{1,3} ?(?:y(?:rs?|ears?)?(?: old)?|yo)")(value)
    ),
    header=r"\b(?:age(?: ?(?:years|yrs|in years|at \w+|band|group|range|bracket|now|today))?|ages|aged)\b",
    against=r"\b(?:days?|debt|invoice|account|hours?|weeks?|months?|vehicle|car|property|building|asset|page|"
    r"average|avg|min|max|minimum|maximum|limit|restriction|rating|suitable|recommended|stock|balance)\b",
    together=_bands,
    fewest=4,
)


class _Ages(NearPattern):
    """Ages; things that grow old are doubted."""

    doubt = (
        "invoice",
        "debt",
        "firm",
        "company",
        "server",
        "building",
        "house",
        "car",
        "van",
        "system",
        "trading",
        "business",
        "laptop",
    )


def recogniser() -> EntityRecognizer:
    """Ages in texts."""
    patterns = [
        Pattern(
            "number",
            r"\b(?<![£$€.,/-])(?:1[01]\d|[1-9]?\d)(?:-\d{2})?\b(?![%.,/:-]?\d)(?! ?(?:days?|weeks?|months?|"
            r"hours?|minutes?|%|pages?))",
            0.1,
        ),
        Pattern(
            "years old",
            r"\b(?<!firm is )(?<!company is )(?<!business is )(?:1[01]\d|[1-9]?\d)(?:-year-old| years old| yrs "
            r"old|yo)\b(?= (?:and|who|son|daughter|boy|girl|man|woman|child|pupil|student|male|female|patient|"
            r"mother|father)|[,.;)]|$)",
            0.6,
        ),
    ]
    return _Ages("age", patterns, ["aged", "age", "age:"], reach=6)
