"""Payment card numbers: issuer's prefix, length and check digit (ISO/IEC 7812)."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer
from presidio_analyzer.predefined_recognizers import CreditCardRecognizer

CATEGORY = "user.financial.credit_card"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (
    ("card 4012-8888-8888-1881 expires 11/27", "4012-8888-8888-1881"),
    ("Visa 4111 1111 1111 1111", "4111 1111 1111 1111"),
)
LEFT = (
    "4012-8888-8888-1882",
    "tracking 1748503543012",
    "1700000000000001",
    "ref 1111 2222",
    "order 6000 0000 0000 0000",
)


class _Cards(CreditCardRecognizer):
    """Presidio's recogniser without numbers of one repeated digit after the prefix."""

    def validate_result(self, pattern_text: str) -> bool | None:  # type: ignore[override]
        """The check digit; a number that begins with 1 may as well be a timestamp and stays undecided."""
        valid = super().validate_result(pattern_text)
        return None if valid and pattern_text.startswith("1") else valid

    def invalidate_result(self, pattern_text: str) -> bool:
        """Whether the digits after the first are all nought."""
        digits = [c for c in pattern_text if c.isdigit()]
        return set(digits[1:]) == {"0"}


def recogniser() -> EntityRecognizer:
    """Presidio's card recogniser."""
    return _Cards(supported_entity="CREDIT_CARD", name="credit_card")
