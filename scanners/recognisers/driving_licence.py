"""Driving licence numbers as the DVLA issues them."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer
from presidio_analyzer.predefined_recognizers import UkDrivingLicenceRecognizer

CATEGORY = "user.government_id.drivers_license_number"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (("licence MORGA657054SM9IJ on file", "MORGA657054SM9IJ"),)
LEFT = ("99999657054SM9IJ", "MORGA657054", "SKU ABCDE123456FGHIJ")


def recogniser() -> EntityRecognizer:
    """Presidio's driving licence recogniser."""
    return UkDrivingLicenceRecognizer(supported_entity="DRIVING_LICENCE", name="driving_licence")
