"""Passwords written out beside the word."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer

CATEGORY = "user.authorization.password"
NEEDS = r"(?i:pass|pwd)"

FOUND = (
    ("my password is Tr0ub4dor&3 and it still fails", "Tr0ub4dor&3"),
    ("pwd: hunter22", "hunter22"),
)
LEFT = (
    "please reset my password",
    "the password is wrong",
    "password: expired",
    "my password is not working",
    "password = required",
)


def recogniser() -> EntityRecognizer:
    """A word with a digit or sign in it after `password is` or `password:`."""
    pattern = Pattern(
        "password",
        r"\b(?:password|passcode|passphrase|pwd|passwd)\b(?: is|'s|"
        r" was)?\s?[:=]?\s{0,2}[\"']?\K(?=[^\s\"',]{0,40}[\d!@#$%^&*])[^\s\"',]{5,40}(?<![.;])",
        0.7,
    )
    return PatternRecognizer(supported_entity="PASSWORD", name="password", patterns=[pattern])
