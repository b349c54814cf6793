"""NHS numbers; the check digit passes one number in eleven, so a cell needs words about it as well."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern
from presidio_analyzer.predefined_recognizers import NhsRecognizer

CATEGORY = "user.health_and_medical.record_id"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (
    ("NHS number 401-023-2137", "401-023-2137"),
    ("NHS no: 221 395 1837", "221 395 1837"),
)
LEFT = ("401-023-2137", "order 2213951837", "NHS number 401-023-2138", "NHS contract worth 4000000000")


class _NhsNumbers(NhsRecognizer):
    """Presidio's recogniser with the checksum as a condition, not as a proof."""

    def validate_result(self, pattern_text: str) -> bool | None:  # type: ignore[override]
        """False when the checksum fails or all digits repeat, else undecided."""
        digits = [c for c in pattern_text if c.isdigit()]
        plausible = super().validate_result(pattern_text) and len(set(digits[1:])) > 1
        return None if plausible else False


def recogniser() -> EntityRecognizer:
    """Presidio's NHS number recogniser."""
    pattern = Pattern("NHS number", r"(?<![\d-])\d{3}[- ]?\d{3}[- ]?\d{4}(?![\d-])", 0.3)
    context = ["nhs", "national health service", "health service number", "patient number"]
    return _NhsNumbers(patterns=[pattern], context=context, supported_entity="NHS_NUMBER", name="nhs_number")
