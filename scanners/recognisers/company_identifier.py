"""Numbers of businesses, not persons: British VAT registrations and company numbers, with their checks.

Their category is the system's own, so that they are no finding: they explain away what looks like a person's number.
"""

from __future__ import annotations

import re

from presidio_analyzer import EntityRecognizer, Pattern
from stdnum.gb import vat

from scanners.context import NearPattern
from scanners.whole import Whole, matcher

CATEGORY = "system.operations"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (
    ("VAT number GB 980 7806 84 on the invoice", "GB 980 7806 84"),
    ("VAT reg no 980780684", "980780684"),
    ("company number 01234567 registered in England", "01234567"),
    ("Companies House: SC123456", "SC123456"),
)
LEFT = ("VAT number GB 980 7806 85", "980780684", "account 01234567", "VAT of 20 on 123456789 items")

_COMPANY = matcher(r"(?:SC|NI|OC|SO|NC|R0|FC|BR|LP|SL|CE|IP|RS|NF|GE)\d{6}|0\d{7}|1[0-6]\d{6}")


class _Numbers(NearPattern):
    """A VAT number's check digits are a condition (HMRC; modulus 97 and 9755)."""

    def validate_result(self, pattern_text: str) -> bool | None:
        """False when nine digits are no VAT number, else undecided."""
        digits = re.sub(r"[^\d]", "", pattern_text)
        return False if len(digits) in {9, 12} and not vat.is_valid(pattern_text) else None


WHOLE = Whole(
    called="valid VAT registrations or company numbers, which tell of businesses",
    is_one=lambda value: (
        len(value) <= 20
        and re.match(r"GB|\d", value) is not None
        and re.sub(r"\D", "", value) != ""
        and vat.is_valid(value)
    ),
    loose=lambda value: _COMPANY(value) or matcher(r"(?:[A-Z]{2})?[ ]?[\d ]{8,14}")(value),
    header=r"\b(?:vat(?: ?(?:no|num|number|reg\w*|id))?|(?:company|companies house|crn)(?: ?(?:reg\w*)?)?(?: "
    r"?(?:no|num|number|id))?|registered (?:no|number)|charity (?:no|number)|duns(?: number)?|eori)\b",
    against=r"\b(?:name|amount|rate|total|code|type|contact|e ?mail|phone|address|url|website|size)\b",
    checked=True,
    fewest=6,
)


def recogniser() -> EntityRecognizer:
    """VAT and company numbers beside their names."""
    patterns = [
        Pattern("VAT", r"\b(?:GB ?)?\d{3} ?\d{4} ?\d{2}(?: ?\d{3})?\b", 0.2),
        Pattern("company", r"\b(?:(?:SC|NI|OC|SO)\d{6}|\d{8})\b", 0.2),
    ]
    context = [
        "vat number",
        "vat reg",
        "vat reg no",
        "vat no",
        "vat registration",
        "company number",
        "company no",
        "companies house",
        "company registration",
    ]
    return _Numbers("company_identifier", patterns, context, reach=25)
