"""E-mail addresses, those of reserved domains (RFC 2606) included."""

from __future__ import annotations

import tldextract
from presidio_analyzer import EntityRecognizer, Pattern
from presidio_analyzer.predefined_recognizers import EmailRecognizer

CATEGORY = "user.contact.email"
COLUMN = "shape"
NEEDS = "@"

FOUND = (
    ("write to jane.smith@quayside.example today", "jane.smith@quayside.example"),
    ("Jane <j.o'brien+news@mail.co.uk>", "j.o'brien+news@mail.co.uk"),
    ("JANE@EXAMPLE.COM", "JANE@EXAMPLE.COM"),
    ("GET /login?email=jane@mail.example&x=1 HTTP/1.1", "jane@mail.example"),
)
LEFT = (
    "meet @ noon",
    "@quayside on social media",
    "price @ 4.50 each",
    "user@localhost is not routable",
    "see @types/node@20.1.0",
)

_RESERVED = (".example", ".test", ".invalid")


class _Email(EmailRecognizer):
    """Presidio's recogniser with bounded repeats (its own is quadratic) and the reserved domains let in."""

    def validate_result(self, pattern_text: str) -> bool:
        """Whether the domain ends in a public suffix or a reserved one."""
        domain = pattern_text.rpartition("@")[2].lower()
        return domain.endswith(_RESERVED) or tldextract.extract(domain).fqdn != ""


def recogniser() -> EntityRecognizer:
    """Presidio's e-mail recogniser."""
    local = r"[!#$%'*+\-^_`{|}~.\w]"
    label = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
    pattern = Pattern(
        "e-mail", rf"(?<!{local})(?!\.)(?:(?!\.\.|\.@){local}){{1,64}}@{label}(?:\.{label}){{1,8}}(?![\w@])", 0.5
    )
    return _Email(patterns=[pattern], supported_entity="EMAIL_ADDRESS", name="email_address")
