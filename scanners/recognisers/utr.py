"""Unique Taxpayer References (HMRC): ten digits, the first a check digit, which one number in eleven passes."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern
from stdnum.gb import utr

from scanners.context import NearPattern
from scanners.whole import Whole, matcher

CATEGORY = "user.government_id.national_identification_number"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (
    ("UTR 1955839661 for the self-assessment", "1955839661"),
    ("Unique Taxpayer Reference: 19558 39661", "19558 39661"),
)
LEFT = ("1955839661", "order 1955839661", "UTR 1955839662", "tax of 1955839661 pence")

_FORM = matcher(r"\d{5} ?\d{5}K?")


class _References(NearPattern):
    """Ten digits with HMRC's check digit, beside the reference's name."""

    def validate_result(self, pattern_text: str) -> bool | None:
        """False when the check digit is wrong, else undecided."""
        return None if utr.is_valid(pattern_text) else False


WHOLE = Whole(
    called="ten-digit numbers with the check digit of taxpayer references",
    is_one=lambda value: _FORM(value) and utr.is_valid(value) and value[0] != "0",
    loose=_FORM,
    header=r"\b(?:utr(?: ?(?:no|num|number|code))?|(?:unique )?tax ?payer ref(?:erence)?|self assessment (?:no|"
    r"number|ref)|tax ref(?:erence)?)\b",
    against=r"\b(?:isbn|nhs|bank|phone|barcode)\b",
    checked=True,
    fewest=8,
)


def recogniser() -> EntityRecognizer:
    """Taxpayer references."""
    patterns = [Pattern("ten digits", r"\b\d{5} ?\d{5}K?\b", 0.2)]
    return _References(
        "utr", patterns, ["utr", "taxpayer reference", "taxpayer ref", "self assessment reference"], reach=30
    )
