"""National Insurance numbers (HMRC NIM39110)."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer
from presidio_analyzer.predefined_recognizers import UkNinoRecognizer

from scanners.whole import Whole, matcher

CATEGORY = "user.government_id.national_identification_number"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (
    ("NI number AA 12 34 56 B", "AA 12 34 56 B"),
    ("hh 01 02 03 d", "hh 01 02 03 d"),
    ("Her NINO is AB123456C", "AB123456C"),
)
LEFT = ("BG 12 34 56 A", "AB12 CDE", "invoice AB123456", "QQ123456Z")


WHOLE = Whole(
    called="well-formed National Insurance numbers",
    is_one=matcher(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z] ?-?\d{2} ?-?\d{2} ?-?\d{2} ?-?[A-D]"),
    loose=matcher(r"[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]?"),
    header=r"\b(?:nino|n ?i ?n ?o?|ni (?:no|num|number|code)|n i number|nat(?:ional)? ins(?:urance)?(?: ?(?:no|"
    r"num|number))?|"
    r"national insurance)\b",
    against=r"\bsku\b|\bpart\b|\bproduct\b",
    proof="alone",
)


def recogniser() -> EntityRecognizer:
    """Presidio's National Insurance number recogniser."""
    return UkNinoRecognizer(supported_entity="NINO", name="nino")
