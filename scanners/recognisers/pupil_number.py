"""Unique Pupil Numbers (DfE, "Unique pupil numbers: a guide"): a check letter, the authority, the school, a serial."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer
from stdnum.gb import upn

from scanners.whole import Whole, matcher

CATEGORY = "user.government_id.national_identification_number"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (("UPN B801200005001 moved up to year 7", "B801200005001"),)
LEFT = ("UPN A801200005001", "E000200005001", "batch B8012000050012", "B801-2000-05001")


class _PupilNumbers(PatternRecognizer):
    """The shape, the list of authorities and the check letter."""

    def validate_result(self, pattern_text: str) -> bool:
        """Whether the number could have been issued."""
        return bool(upn.is_valid(pattern_text))


WHOLE = Whole(
    called="unique pupil numbers with a valid check letter",
    is_one=lambda value: len(value) == 13 and upn.is_valid(value),
    loose=matcher(r"[A-Z]\d{11}[\dA-Z]"),
    header=r"\b(?:upn(?: ?(?:no|num|number))?|unique pupil (?:no|number)|pupil (?:no|number)|former upn)\b",
    against=r"\b(?:user principal name|school)\b",
    proof="alone",
)


def recogniser() -> EntityRecognizer:
    """Pupil numbers."""
    pattern = Pattern("letter and twelve", r"\b[A-HJ-NP-RT-W]\d{11}[\dA-Z]\b", 0.3)
    return _PupilNumbers(
        supported_entity="PUPIL_NUMBER", name="pupil_number", patterns=[pattern], context=["upn", "pupil"]
    )
