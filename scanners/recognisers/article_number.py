"""Numbers of goods and books, not persons: ISBN, EAN and GTIN with their check digits.

Their category is the system's own, so that they are no finding: they explain away what looks like a person's number.
"""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern
from stdnum import ean, isbn

from scanners.context import NearPattern
from scanners.whole import Whole, matcher

CATEGORY = "system.operations"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (("ISBN 978-0-14-044913-6 in paperback", "978-0-14-044913-6"), ("EAN 5012345678900", "5012345678900"))
LEFT = ("ISBN 978-0-14-044913-7", "5012345678900", "EAN of the pallet")


class _Articles(NearPattern):
    """The check digit is a condition."""

    def validate_result(self, pattern_text: str) -> bool | None:
        """False when neither check digit holds, else undecided."""
        return None if isbn.is_valid(pattern_text) or ean.is_valid(pattern_text) else False


WHOLE = Whole(
    called="ISBNs or EANs with a valid check digit, which tell of goods",
    is_one=lambda value: (
        (len(value) in {12, 13} and value.isdigit() and ean.is_valid(value))
        or (10 <= len(value) <= 17 and isbn.is_valid(value) and (len(value) > 10 or value[0] in "0123"))
    ),
    loose=matcher(r"[\d -]{8,17}X?"),
    header=r"\b(?:isbn(?: ?1[03])?|ean(?: ?13)?|gtin(?: ?1[34])?|upc|bar ?codes?)\b",
    checked=True,
)


def recogniser() -> EntityRecognizer:
    """Numbers of goods beside their names."""
    patterns = [Pattern("ISBN or EAN", r"\b\d(?:[- ]?\d){7,11}[- ]?[\dX]\b", 0.2)]
    return _Articles("article_number", patterns, ["isbn", "ean", "gtin", "barcode", "upc"], reach=12)
