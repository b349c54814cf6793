"""User agents: what a browser or program says of itself and the device it runs on."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer

from scanners.whole import Whole, matcher

CATEGORY = "user.device"
COLUMN = "shape"
NEEDS = "/"

FOUND = (
    (
        "seen with Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101",
    ),
)
LEFT = ("Mozilla is a browser", "Chrome/120 is out", "and/or", "curl/8.4.0 is installed")

_PROGRAM = r"(?:Mozilla|Opera|Dalvik|okhttp|CFNetwork|WhatsApp|facebookexternalhit)/\d[\w.]*"

WHOLE = Whole(
    called="user agents",
    is_one=matcher(
        rf"{_PROGRAM}.*|[\w.-]+/\d[\w.]* \([^)]{{3,}}\).*|[\w-]+/[\d.]+ (?:CFNetwork|\(?iPhone|\(?Android).*"
    ),
    loose=matcher(r"[\w.-]+/[\d.]+.*"),
    header=r"\b(?:user ?agents?|ua|ua string|browser(?: ?(?:string|agent))?|http user agent|cs user agent)\b",
    proof="alone",
)


def recogniser() -> EntityRecognizer:
    """User agents in texts: a program with its version and, in brackets, the device."""
    pattern = Pattern("program and device", rf"\b{_PROGRAM}\s\([^()\n]{{3,200}}\)(?:\s[A-Za-z]+/[\d.]+)*", 0.8)
    return PatternRecognizer(supported_entity="USER_AGENT", name="user_agent", patterns=[pattern])
