"""Hardware addresses of network devices."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer
from presidio_analyzer.predefined_recognizers import MacAddressRecognizer

from scanners.whole import Whole, matcher

CATEGORY = "user.device.device_id"
COLUMN = "shape"
NEEDS = r"[0-9A-Fa-f]{2}[:.-]"

FOUND = (("laptop 00:1A:2B:3C:4D:5E joined", "00:1A:2B:3C:4D:5E"),)
LEFT = ("at 10:30:45 on 01-02-2024", "00:00:00:00:00:00", "FF:FF:FF:FF:FF:FF")


WHOLE = Whole(
    called="hardware addresses",
    is_one=matcher(
        r"(?!(?:00[:-]?){6}|(?:ff[:-]?){6})(?:[0-9a-f]{2}(?::[0-9a-f]{2}){5}|[0-9a-f]{2}(?:-[0-9a-f]{2}){5}|"
        r"[0-9a-f]{4}(?:\.[0-9a-f]{4}){2})"
    ),
    loose=matcher(r"(?=.*\d)[0-9a-f]{12}"),
    header=r"\b(?:mac(?: ?addr(?:ess)?)?|hardware addr(?:ess)?|bssid|physical address|wifi mac|bluetooth "
    r"addr(?:ess)?)\b",
    proof="alone",
)


def recogniser() -> EntityRecognizer:
    """Presidio's MAC recogniser."""
    return MacAddressRecognizer(supported_entity="MAC_ADDRESS", name="mac_address")
