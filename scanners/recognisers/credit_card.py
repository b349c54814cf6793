"""Payment card numbers: issuer's prefix, length and check digit (ISO/IEC 7812)."""

from __future__ import annotations

import re

from presidio_analyzer import EntityRecognizer
from presidio_analyzer.predefined_recognizers import CreditCardRecognizer
from stdnum import luhn

from scanners.whole import Whole

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


_PREFIX = re.compile(r"3(?:0[0-5]|[47]|[689]|5(?:2[89]|[3-8]))|4|5[0-8]|6|2[2-7]")
_FORM = re.compile(r"\d(?:[ -]?\d){12,18}")
_MASKED = re.compile(r"(?:\d{4}[ -]?\d{0,2})?[ -]?[xX*\u2022#][xX*\u2022# -]{3,18}\d{4}")


def _is_one(value: str) -> bool:
    if not _FORM.fullmatch(value):
        return False
    digits = re.sub(r"\D", "", value)
    if len(digits) < 14 and digits[0] != "4":
        return False
    if len(digits) == 15 and digits[:2] not in {"34", "37"}:
        return False
    return _PREFIX.match(digits) is not None and luhn.is_valid(digits) and len(set(digits)) > 2


WHOLE = Whole(
    called="payment card numbers with a valid check digit",
    is_one=_is_one,
    loose=lambda value: _MASKED.fullmatch(value) is not None,
    header=r"\b(?:(?:credit|debit|payment|bank)? ?card(?: ?(?:no|num|number|pan))?|cc(?: ?(?:no|num|number))?|"
    r"pan|cardnumber|card ?no)\b",
    against=r"\b(?:type|brand|name|holder|expiry|exp|token|id|loyalty|library|gift|pan india|imei|barcode|isbn|"
    r"ean|gtin|serial|business)\b",
    checked=True,
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
