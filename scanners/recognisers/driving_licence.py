"""Driving licence numbers as the DVLA issues them."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer
from presidio_analyzer.predefined_recognizers import UkDrivingLicenceRecognizer

from scanners.whole import Whole, matcher

CATEGORY = "user.government_id.drivers_license_number"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (("licence MORGA657054SM9IJ on file", "MORGA657054SM9IJ"),)
LEFT = ("99999657054SM9IJ", "MORGA657054", "SKU ABCDE123456FGHIJ")


WHOLE = Whole(
    called="well-formed driving licence numbers",
    is_one=matcher(
        r"(?=.{16,20}$)[A-Z]{1,5}9{0,4}(?<=^.{5}) ?\d[0156]\d(?:0[1-9]|[12]\d|3[01])\d ?[A-Z9]{2} ?[A-Z0-9] "
        r"?[A-Z]{2}(?: ?\d{2})?"
    ),
    header=r"\b(?:driv(?:ing|ers?) licen[cs]e(?: ?(?:no|num|number))?|dvla|licen[cs]e (?:no|num|number)|dl "
    r"?(?:no|num|number))\b",
    against=r"\b(?:software|product|key|sia|premises)\b",
    proof="alone",
)


def recogniser() -> EntityRecognizer:
    """Presidio's driving licence recogniser."""
    return UkDrivingLicenceRecognizer(supported_entity="DRIVING_LICENCE", name="driving_licence")
