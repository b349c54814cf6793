"""Vehicle registration marks, beside words about vehicles."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer
from presidio_analyzer.predefined_recognizers import UkVehicleRegistrationRecognizer

from scanners.whole import Whole, matcher

CATEGORY = "user.government_id.vehicle_registration"
COLUMN = "header"
NEEDS = r"\d"

FOUND = (
    ("car reg AB51 ABC for the visitor bay", "AB51 ABC"),
    ("number plate A123 BCD", "A123 BCD"),
)
LEFT = ("SKU AB51 ABC", "order A123 BCD", "the part ABC 123D is out of stock")


_CURRENT = r"[A-HJ-PR-Y]{2}(?:0[2-9]|[12]\d|5[1-9]|[67]\d)[ -]?[A-HJ-PR-Z]{3}"

WHOLE = Whole(
    called="vehicle registration marks",
    is_one=matcher(_CURRENT),
    loose=matcher(
        rf"{_CURRENT}|[A-HJ-NPR-TV-Y]\d{{1,3}}[- ]?[A-HJ-PR-Y][A-HJ-PR-Z]{{2}}|"
        rf"[A-HJ-PR-Z]{{3}}[- ]?\d{{1,3}}[- ]?[A-HJ-NPR-TV-Y]|[A-Z]{{1,3}} ?\d{{1,4}}"
    ),
    header=r"\b(?:v ?r ?[mn]|(?:car|vehicle|van) ?reg(?:istration)?(?: ?(?:no|num|number|mark|plate))?|"
    r"reg(?:istration)? ?(?:plate|mark)|number plate|licen[cs]e plate|plate(?: ?(?:no|num|number))?|"
    r"reg(?: ?no)?|registration (?:no|number|mark)|car details|vehicle)\b",
    against=r"\b(?:sku|part|product|charity|company|vat|make|model|colour|type|date)\b",
    least=0.3,
    fewest=8,
)


class _Registrations(UkVehicleRegistrationRecognizer):
    """Presidio's recogniser, for which a plausible year is no proof: part numbers have one too."""

    reach = 35
    doubt = ("sku", "order", "part", "invoice", "product")

    def validate_result(self, pattern_text: str) -> bool | None:
        """False when the year cannot be, else undecided."""
        return False if super().validate_result(pattern_text) is False else None


def recogniser() -> EntityRecognizer:
    """Presidio's vehicle registration recogniser."""
    context = [
        "car",
        "vehicle",
        "number plate",
        "reg",
        "registration plate",
        "vrn",
        "vrm",
        "dvla",
        "v5c",
        "mot",
        "parking",
        "van",
        "car registration",
    ]
    return _Registrations(context=context, supported_entity="VEHICLE_REGISTRATION", name="vehicle_registration")
