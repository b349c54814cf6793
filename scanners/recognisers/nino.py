"""National Insurance numbers (HMRC NIM39110)."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer
from presidio_analyzer.predefined_recognizers import UkNinoRecognizer

CATEGORY = "user.government_id.national_identification_number"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (
    ("NI number AA 12 34 56 B", "AA 12 34 56 B"),
    ("hh 01 02 03 d", "hh 01 02 03 d"),
    ("Her NINO is AB123456C", "AB123456C"),
)
LEFT = ("BG 12 34 56 A", "AB12 CDE", "invoice AB123456", "QQ123456Z")


def recogniser() -> EntityRecognizer:
    """Presidio's National Insurance number recogniser."""
    return UkNinoRecognizer(supported_entity="NINO", name="nino")
