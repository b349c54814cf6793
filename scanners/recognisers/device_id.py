"""Identifiers of devices: IMEI with its check digit (3GPP TS 23.003), and opaque ones under such headers."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern
from stdnum import luhn

from scanners.context import NearPattern
from scanners.whole import Whole, matcher

CATEGORY = "user.device.device_id"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (
    ("IMEI 490154203237518 was reported stolen", "490154203237518"),
    ("IMEI: 35-209900-176148-1", "35-209900-176148-1"),
    ("device id 6f9619ff-8b86-4011-b42d-00c04fc964ff", "6f9619ff-8b86-4011-b42d-00c04fc964ff"),
)
LEFT = (
    "IMEI 490154203237519",
    "order 490154203237518",
    "6f9619ff-8b86-4011-b42d-00c04fc964ff",
    "the device id is missing",
)

_UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_IMEI = matcher(r"(?:01|35|86|99|49|45|52|53|44)\d{13}")
_FORM = matcher(
    rf"{_UUID}|(?=.*\d)[0-9a-f]{{12,64}}|\d{{2}}-\d{{6}}-\d{{6}}-\d|(?=.*\d)[A-Z0-9]{{8,20}}|[\w:-]{{20,250}}"
)


class _Devices(NearPattern):
    """An IMEI's check digit is a condition."""

    def validate_result(self, pattern_text: str) -> bool | None:
        """False when fifteen digits lack the check digit, else undecided."""
        digits = pattern_text.replace("-", "").replace(" ", "")
        return False if digits.isdigit() and not luhn.is_valid(digits) else None


WHOLE = Whole(
    called="IMEIs with a valid check digit",
    is_one=lambda value: _IMEI(value) and luhn.is_valid(value),
    loose=_FORM,
    header=r"\b(?:device ?(?:ids?|uuid|identifier|token|serial|guid)|idf[av]|gaid|aaid|ad ?id|advertis(?:ing|er) "
    r"?id|android ?id|udid|imei|imsi|iccid|hardware ?id|"
    r"install(?:ation)? ?id|machine ?id|handset ?id|push ?token|fcm token|mobile device|serial (?:no|number) of "
    r"(?:phone|device))\b",
    against=r"\b(?:type|model|name|category|make|count)\b",
    checked=True,
    fewest=6,
)


def recogniser() -> EntityRecognizer:
    """IMEIs and device ids beside their names."""
    patterns = [
        Pattern("IMEI", r"\b\d{15}\b|\b\d{2}-\d{6}-\d{6}-\d\b", 0.2),
        Pattern("UUID", rf"\b{_UUID}\b", 0.2),
    ]
    context = ["imei", "device id", "deviceid", "idfa", "gaid", "advertising id", "android id"]
    return _Devices("device_id", patterns, context, reach=20)
