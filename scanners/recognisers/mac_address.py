"""Hardware addresses of network devices."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer
from presidio_analyzer.predefined_recognizers import MacAddressRecognizer

CATEGORY = "user.device.device_id"
COLUMN = "shape"
NEEDS = r"[0-9A-Fa-f]{2}[:.-]"

FOUND = (("laptop 00:1A:2B:3C:4D:5E joined", "00:1A:2B:3C:4D:5E"),)
LEFT = ("at 10:30:45 on 01-02-2024", "00:00:00:00:00:00", "FF:FF:FF:FF:FF:FF")


def recogniser() -> EntityRecognizer:
    """Presidio's MAC recogniser."""
    return MacAddressRecognizer(supported_entity="MAC_ADDRESS", name="mac_address")
