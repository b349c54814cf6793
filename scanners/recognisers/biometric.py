"""Biometric data that identifies a person: fingers, face, iris, voice, gait (Art. 4(14), Art. 9(1))."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser

CATEGORY = "user.biometric"

FOUND = (
    ("Enrolled his fingerprint for the door", "Enrolled his fingerprint"),
    ("fingerprint template stored on the reader", "fingerprint template stored"),
    ("Clocks in by facial recognition", "Clocks in by facial recognition"),
    ("Iris scan on file", "Iris scan on file"),
    ("her voiceprint is used by the bank line", "voiceprint"),
    ("biometric data captured at reception", "biometric data captured"),
)
LEFT = (
    "browser fingerprint changed",
    "SSH key fingerprint SHA256:abc",
    "certificate fingerprint mismatch",
    "device fingerprinting by the ad network",
    "no fingerprints taken",
    "we hold no biometric data",
    "facial recognition policy",
    "iris bulbs in the flower bed",
    "fingerprints on the glass screen",
    "scan of her passport attached",
)
UNDER = (("biometric_template", "Rk1SACAyMAAAAAD8AAABPAFi", "Rk1SACAyMAAAAAD8AAABPAFi"),)

_WORDS = TermRecogniser("biometric", "biometric", "biometric.body", "biometric.field")


def recogniser() -> EntityRecognizer:
    """Words of biometric identification."""
    return _WORDS
