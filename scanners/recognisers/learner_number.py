"""Unique Learner Numbers (Learning Records Service, "ULN: format and check digit"): ten digits, modulus 11."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern

from scanners.context import NearPattern
from scanners.whole import Whole, matcher

CATEGORY = "user.government_id.national_identification_number"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (
    ("ULN 1023456787 was registered", "1023456787"),
    ("unique learner number: 3000000002", "3000000002"),
)
LEFT = ("1023456787", "ULN 1023456788", "order 3000000002", "ULN 9999999999")

_TEN = matcher(r"\d{10}")


def is_learner_number(value: str) -> bool:
    """Whether ten digits have the check digit of learner numbers: 10 less the weighted sum (10 to 2) modulo 11."""
    if not _TEN(value) or value[0] == "0" or value == "9999999999":
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(value, range(10, 1, -1), strict=False)) % 11
    return rest != 0 and 10 - rest == int(value[9])


class _LearnerNumbers(NearPattern):
    """Ten digits with the check digit, beside the number's name."""

    def validate_result(self, pattern_text: str) -> bool | None:
        """False when the check digit is wrong, else undecided."""
        return None if is_learner_number(pattern_text) else False


WHOLE = Whole(
    called="ten-digit numbers with the check digit of learner numbers",
    is_one=is_learner_number,
    loose=_TEN,
    header=r"\b(?:uln(?: ?(?:no|num|number))?|unique learner (?:no|number)|learner (?:no|number)|learner ref)\b",
    against=r"\b(?:nhs|utr|isbn|phone)\b",
    checked=True,
    fewest=8,
)


def recogniser() -> EntityRecognizer:
    """Learner numbers."""
    patterns = [Pattern("ten digits", r"\b\d{10}\b", 0.2)]
    return _LearnerNumbers("learner_number", patterns, ["uln", "unique learner number", "learner number"], reach=30)
