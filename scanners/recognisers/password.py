"""Passwords written out beside the word."""

from __future__ import annotations

import re

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer

from scanners.whole import Whole

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


_HASHED = re.compile(
    r"\$2[abxy]\$\d\d\$.{53}|\$(?:argon2(?:id?|d)|pbkdf2[\w-]*|scrypt|[156y]|P|S)\$.{10,}|(?:pbkdf2_sha\d+|"
    r"bcrypt_sha256|argon2|scrypt|md5|sha1)\$.+|"
    r"\{(?:SSHA|SHA|SMD5|CRYPT)\w*\}.+"
)
_NO_PASSWORD = re.compile(
    r"\d{4}-\d\d-\d\d.*|\d{1,2}/\d{1,2}/\d{4}.*|yes|no|true|false|y|n|set|expired|active|[01]", re.IGNORECASE
)

WHOLE = Whole(
    called="password hashes",
    is_one=lambda value: _HASHED.fullmatch(value) is not None,
    loose=lambda value: 3 <= len(value) <= 300 and _NO_PASSWORD.fullmatch(value) is None and value.count(" ") <= 3,
    header=r"\b(?:pass ?words?|passwd|pass ?(?:code|phrase)|pwd|pw|user ?pass|password ?hash|pass|pin(?: ?(?:no|"
    r"code|number))?)\b",
    against=r"\b(?:last|changed|reset|expir\w*|set|date|at|on|policy|count|attempts|strength|enabled|"
    r"pin code city|rate|mark|grade|fail|type|url)\b",
    proof="alone",
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
