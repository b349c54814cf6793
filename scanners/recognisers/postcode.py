"""British postcodes of an existing postcode area."""

from __future__ import annotations

import re

from presidio_analyzer import EntityRecognizer, Pattern
from presidio_analyzer.predefined_recognizers import UkPostcodeRecognizer

from scanners.whole import Whole, matcher

CATEGORY = "user.contact.address.postal_code"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (
    ("Deliver to 4 Mill Lane, Leeds LS1 4AP", "LS1 4AP"),
    ("SW1A 1AA", "SW1A 1AA"),
    ("postcode ls14ap", "ls14ap"),
)
LEFT = ("P12 3AB is our SKU", "B2B 4U", "A4 paper", "Q1 2CD", "room E1", "q2 7bd results")

_AREAS = re.compile(
    r"(?:"
    r"AB|AL|B|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|BX|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|"
    r"EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|"
    r"LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|"
    r"SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE|GIR"
    r")",
    re.IGNORECASE,
)


_WRITTEN = re.compile(rf"(?:GIR ?0AA|{_AREAS.pattern}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{{2}})", re.IGNORECASE)
_NEARLY = matcher(
    rf"{_AREAS.pattern}\d[A-Z\d]?(?:[ -]*\d[ABD-HJLNP-UW-Z]{{2}}|[ -]*\d)?|\d{{5}}(?:-\d{{4}})?|\d{{4}} "
    rf"?[A-Z]{{2}}|D\d\d ?\w{{4}}"
)

WHOLE = Whole(
    called="valid UK postcodes",
    is_one=lambda value: _WRITTEN.fullmatch(value) is not None,
    loose=_NEARLY,
    header=r"\b(?:post ?(?:al)? ?codes?|post ?cd|p ?code|pc|zip(?: ?code)?|plz|(?:home|billing|shipping|"
    r"delivery) pc)\b",
    against=r"\b(?:sku|(?:product|part|sort) ?code)\b",
    fewest=3,
)


class _Postcodes(UkPostcodeRecognizer):
    """Presidio's recogniser with the list of areas."""

    def invalidate_result(self, pattern_text: str) -> bool:
        """Whether the area does not exist."""
        area = pattern_text[: next((i for i, c in enumerate(pattern_text) if c.isdigit()), 0)].strip()
        return _AREAS.fullmatch(area) is None


def recogniser() -> EntityRecognizer:
    """Presidio's postcode recogniser: surer when written with a space and in capitals."""
    shapes = UkPostcodeRecognizer.PATTERNS[0].regex
    patterns = [
        Pattern("written out", "(?-i:" + shapes.replace(r"\s?", " ") + ")", 0.6),
        Pattern("run together", shapes, 0.2),
    ]
    context = [
        "postcode",
        "post code",
        "postal code",
        "zip",
        "address",
        "deliver",
        "delivery",
        "home",
        "street",
        "road",
    ]
    return _Postcodes(patterns=patterns, context=context, supported_entity="POSTCODE", name="postcode")
