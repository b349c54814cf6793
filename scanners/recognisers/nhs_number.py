"""NHS numbers; the check digit passes one number in eleven, so a cell needs words about it as well."""

from __future__ import annotations

import re
from collections.abc import Sequence

from presidio_analyzer import EntityRecognizer, Pattern
from presidio_analyzer.predefined_recognizers import NhsRecognizer
from stdnum.gb import nhs

from scanners.whole import Whole

CATEGORY = "user.health_and_medical.record_id"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (
    ("NHS number 401-023-2137", "401-023-2137"),
    ("NHS no: 221 395 1837", "221 395 1837"),
)
LEFT = ("401-023-2137", "order 2213951837", "NHS number 401-023-2138", "NHS contract worth 4000000000")


_FORM = re.compile(r"\d{3}[- ]?\d{3}[- ]?\d{4}")
_ISSUED = "3467"


def _is_one(value: str) -> bool:
    return _FORM.fullmatch(value) is not None and nhs.is_valid(value) and len(set(value)) > 2


def _issued(values: Sequence[str]) -> str | None:
    """Ten-digit ISBNs have the same check digit, but begin with 0 or 1; no issued NHS number does."""
    share = sum(v[0] in _ISSUED for v in values) / len(values)
    return "they lie in the ranges that are issued" if share >= 0.9 else None


WHOLE = Whole(
    called="ten-digit numbers with the NHS check digit",
    is_one=_is_one,
    loose=lambda value: _FORM.fullmatch(value) is not None,
    header=r"\bnhs\b(?! trust)(?: ?(?:no|num|number|id))?$|\bnhs ?(?:no|num|number|id)\b|\bnhsno\b|\bnhsnumber\b|"
    r"health service number",
    against=r"\bisbn|\bbook|\butr\b|\btax\b|\buln\b",
    together=_issued,
    checked=True,
)


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
