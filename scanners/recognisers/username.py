"""Names of accounts: beside the word, or under a header that says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer

from scanners.names import is_given, is_known
from scanners.whole import Whole, matcher

CATEGORY = "user.account.username"
COLUMN = "header"
NEEDS = r"(?i:user|login|log-in|handle|twitter|instagram|skype)"

FOUND = (
    ("username: jsmith84 is locked out", "jsmith84"),
    ("logs in with the user name jane.smith", "jane.smith"),
)
LEFT = ("the username is wrong", "username and password", "user name: required", "please reset my username")

_NAME = matcher(r"@?(?=.*[A-Za-z])[\w.$-]{2,40}(?:\\[\w.$-]{2,40})?")
_OPAQUE = matcher(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{16,}")
_PARTS = re.compile(r"[A-Za-z]{2,}")


def _of_names(values: Sequence[str]) -> str | None:
    """A silent header needs names inside: `jane.smith`, `smith_j2`."""
    named = 0
    for value in values:
        parts = [part.capitalize() for part in _PARTS.findall(value)]
        joined = "." in value or "_" in value or "-" in value
        named += (
            len(parts) >= 2
            and joined
            and ((is_given(parts[0]) and is_known(parts[1])) or (is_given(parts[1]) and is_known(parts[0])))
        )
    return "most are made of a given name and a family name" if named >= 0.6 * len(values) else None


WHOLE = Whole(
    called="single words in lower case, with dots, digits or signs",
    is_one=lambda value: value == value.lower() and matcher(r"(?=.*[._-])[a-z][a-z0-9._-]{3,30}")(value),
    loose=lambda value: _NAME(value) and not _OPAQUE(value),
    header=r"\b(?:user ?names?|log ?in(?: ?(?:name|id))?|user ?login|screen ?name|(?:twitter|instagram|github|"
    r"skype|social|slack|discord|tiktok|x) ?(?:handle|username|name|account|id)|s ?a ?m ?account ?name|"
    r"logon(?: ?name)?|skype|twitter|instagram|upn|account ?name|(?:remote|auth|http) ?user)\b",
    against=r"\b(?:bank|company|organi[sz]ation|customer|role|type|agent|count|url|link|group|last|date|at|time|"
    r"attempts|status|mode|story|display|full|first|real|customer account name|campaign|ad|sales|savings)\b",
    together=_of_names,
    fewest=6,
)


class _UserNames(PatternRecognizer):
    """A user name has a digit, a dot or another sign, or it is a word like any other."""

    def validate_result(self, pattern_text: str) -> bool | None:
        """False for a plain word, else undecided."""
        return None if re.search(r"[\d._-]", pattern_text) else False


def recogniser() -> EntityRecognizer:
    """User names after the word."""
    pattern = Pattern(
        "after the word",
        r"\b(?:user ?name|user id|login|log-in|handle)\b(?: is|'s| "
        r"was)?\s?[:=]?\s{0,2}[\"']?\K@?[A-Za-z][\w.-]{3,30}(?<![.])",
        0.6,
    )
    return _UserNames(supported_entity="USERNAME", name="username", patterns=[pattern])
