"""Identifiers kept in cookies: Google Analytics' client id, Meta's, and opaque ones under such headers."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer

from scanners.whole import Whole, matcher

CATEGORY = "user.device.cookie_id"
COLUMN = "shape"
NEEDS = r"\.\d{10}"

FOUND = (
    ("cookie _ga=GA1.2.1478529630.1700123456; path=/", "GA1.2.1478529630.1700123456"),
    ("_fbp fb.1.1700123456789.1098115397", "fb.1.1700123456789.1098115397"),
)
LEFT = ("version GA1.2", "ratio 1.4785296301700123456", "GA1.2.3", "fb.1 of the plan")

_NAMED = r"GA\d\.\d\.\d{6,10}\.1[4-9]\d{8}|fb\.\d\.1[4-9]\d{11}\.\d{6,20}"

WHOLE = Whole(
    called="identifiers of cookies",
    is_one=matcher(rf"{_NAMED}|\d{{6,10}}\.1[4-9]\d{{8}}|GS\d\.\d\..+"),
    loose=matcher(r"(?=.*\d)[\w.%:-]{12,200}"),
    header=r"\b(?:cookies?(?: ?(?:id|value))?|(?:ga )?client ?id|cid|ga|gid|fbp|fbc|hutk|hubspotutk|visitor "
    r"?(?:id|token)|anonymous ?id|"
    r"(?:mc|muid|ecid|tracking) ?id|user pseudo id|browser ?id|gcl(?:id| au))\b",
    against=r"\b(?:name|purpose|consent|policy|category|banner|training|domain|provider|oauth|event|therapy|crm|api)\b",
    proof="alone",
)


def recogniser() -> EntityRecognizer:
    """Cookies' identifiers that show whose they are."""
    pattern = Pattern("named", rf"\b(?:{_NAMED})\b", 0.8)
    return PatternRecognizer(supported_entity="COOKIE_ID", name="cookie_id", patterns=[pattern])
