"""Hashed e-mail addresses and telephone numbers, which stay personal data (recital 26: they single a person out)."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern

from scanners.context import NearPattern
from scanners.whole import Whole, matcher

CATEGORY = "user.unique_id.pseudonymous"
COLUMN = "header"
NEEDS = r"[0-9a-fA-F]{32}"

FOUND = (
    (
        "email_sha256 b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514",
        "b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514",
    ),
)
LEFT = (
    "commit b4c9a289323b21a01c3e940f150eb9b8c542587f",
    "checksum 9e107d9d372bb6826bd81d3542a419d6",
    "email_sha256 is empty",
)

_DIGEST = r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128}"

WHOLE = Whole(
    called="digests of an identifier",
    is_one=matcher(_DIGEST),
    loose=matcher(r"[A-Za-z0-9+/]{22,86}={0,2}"),
    header=r"(?:e ?mail|phone|mobile|address|contact|customer|user|subscriber|person|identity|gravatar|"
    r"subject).{0,12}(?:hash(?:ed)?|md ?5|sha ?\d*|hex|digest)|"
    r"(?:hash(?:ed)?|md ?5|sha ?\d*|digest).{0,10}(?:e ?mail|phone|mobile|address|contact|customer|user|"
    r"subscriber|person)|\bhem\b|\bgravatar\b|\bsubscriber hash\b|\bpseudonym\w*",
    against=r"\b(?:password|file|commit|checksum|content|build|row|document|etag|image|campaign)\b",
    proof="header",
)


def recogniser() -> EntityRecognizer:
    """Digests beside the word for what they are of."""
    pattern = Pattern("digest", rf"\b(?:{_DIGEST})\b", 0.1)
    context = [
        "email_hash",
        "hashed email",
        "email_sha256",
        "email_md5",
        "sha256 email",
        "md5 email",
        "hashed_email",
        "email hash",
    ]
    return NearPattern("hashed_identifier", [pattern], context, reach=30)
