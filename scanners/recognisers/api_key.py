"""Keys, tokens and secrets that open a system: by their issuers' prefixes, or opaque ones under such headers."""

from __future__ import annotations

import re

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer

from scanners.whole import Whole, matcher

CATEGORY = "user.authorization.credentials"
COLUMN = "shape"
NEEDS = r"[A-Za-z0-9_-]{16}|-----BEGIN"

FOUND = (
    ("the key is AKIAIOSFODNN7EXAMPLE for now", "AKIAIOSFODNN7EXAMPLE"),
    ("api_key=9f8e7d6c5b4a39281706f5e4d3c2b1a0", "9f8e7d6c5b4a39281706f5e4d3c2b1a0"),
    ("Authorization: Bearer abcDEF0123456789abcDEF0123456789", "abcDEF0123456789abcDEF0123456789"),
)
LEFT = (
    "the API key is missing from the header",
    "api_key=REPLACE_ME_WITH_YOUR_KEY_PLEASE",
    "order 9f8e7d6c5b4a39281706f5e4d3c2b1a0",
    "a secret ingredient of the recipe",
)

_ISSUED = (
    r"(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{30,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|"
    r"[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|AIza[\w-]{35}|SG\.[\w-]{16,}\.[\w-]{16,}|sk-(?:proj-|ant-)?[\w-]{20,}|"
    r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}|pat-[a-z0-9]{2,3}-[0-9a-f-]{36}|npm_[A-Za-z0-9]{36}|key-[0-9a-f]{32}|"
    r"ya29\.[\w-]{20,}"
)

WHOLE = Whole(
    called="keys with an issuer's prefix",
    is_one=matcher(_ISSUED, re.NOFLAG),
    loose=matcher(r"(?=.*[A-Za-z])(?=.*\d)[\w+/=.:-]{16,2000}|-----BEGIN.*"),
    header=r"\b(?:api ?(?:key|token|secret)|secret(?: ?key)?|access ?(?:key|token)|auth(?:entication|orisation|"
    r"orization)? ?(?:token|key)|bearer|refresh ?token|oauth ?token|client ?secret|"
    r"private ?key|token|credentials?|reset ?token|remember ?token|activation ?key|totp secret|mfa secret|jwt)\b",
    against=r"\b(?:type|name|expir\w*|created|scope|count|primary key|foreign|device|push|session|cookie|payment|"
    r"card|public|idempotency)\b",
    proof="alone",
)


class _Keys(PatternRecognizer):
    """A key has digits among its letters."""

    def validate_result(self, pattern_text: str) -> bool | None:
        """False when there is no digit, else undecided."""
        return None if pattern_text.startswith("-----") or any(c.isdigit() for c in pattern_text) else False


def recogniser() -> EntityRecognizer:
    """Keys that show themselves, and opaque ones after `api_key=` or `Bearer`."""
    patterns = [
        Pattern("issued", rf"(?-i:(?<![\w-])(?:{_ISSUED})(?![\w-]))", 0.8),
        Pattern(
            "named",
            r"\b(?:api[ _-]?(?:key|token|secret)|secret[ _-]?key|access[ _-]?(?:key|token)|client[ _-]?secret|"
            r"auth[ _-]?token|bearer)"
            r"[\"']?(?: is)?\s{0,2}[:= ]\s{0,2}[\"']?\K[A-Za-z0-9+/_=-]{20,200}",
            0.7,
        ),
        Pattern("private key", r"-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----", 0.9),
    ]
    return _Keys(supported_entity="API_KEY", name="api_key", patterns=patterns)
