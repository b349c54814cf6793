"""E-mail addresses, those of reserved domains (RFC 2606) included."""

from __future__ import annotations

import re

import tldextract
from presidio_analyzer import EntityRecognizer, Pattern
from presidio_analyzer.predefined_recognizers import EmailRecognizer

from scanners.whole import Whole

CATEGORY = "user.contact.email"
COLUMN = "shape"
NEEDS = "@|%40"

FOUND = (
    ("write to jane.smith@quayside.example today", "jane.smith@quayside.example"),
    ("Jane <j.o'brien+news@mail.co.uk>", "j.o'brien+news@mail.co.uk"),
    ("JANE@EXAMPLE.COM", "JANE@EXAMPLE.COM"),
    ("GET /login?email=jane@mail.example&x=1 HTTP/1.1", "jane@mail.example"),
    ("https://shop.example/unsubscribe?e=jane.smith%40mail.example&list=4", "jane.smith%40mail.example"),
    ("mailto:jane@mail.example?subject=Hello", "jane@mail.example"),
)
LEFT = (
    "meet @ noon",
    "@quayside on social media",
    "price @ 4.50 each",
    "user@localhost is not routable",
    "see @types/node@20.1.0",
    "write to info@quayside.example or no-reply@quayside.example",
)

_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
"""The suffix list that comes with the package; nothing is fetched."""

_RESERVED = (".example", ".test", ".invalid")


_ROLES = re.compile(
    r"(?:info|sales|support|help|helpdesk|admin|administrator|office|enquir(?:y|ies)|inquiries|contact|contactus|hello|hi|"
    r"accounts?|accounting|billing|invoices?|finance|payments?|payroll|orders?|bookings?|reservations?|reception|hr|jobs|"
    r"careers|recruitment|marketing|press|media|pr|news|newsletter|events?|team|staff|mail|post|postmaster|webmaster|"
    r"hostmaster|abuse|security|privacy|dpo|data[._-]?protection|legal|compliance|complaints|feedback|customer[._-]?"
    r"(?:service|services|care|support)|service|services|purchasing|procurement|suppliers?|no[._-]?reply|donotreply|"
    r"do[._-]not[._-]reply|noreply[\w.-]*|bounces?|mailer-daemon|notifications?|alerts?|updates|robot|bot|system|root|"
    r"it|itsupport|tech|training|courses|admissions|library|school|schooloffice|head|shop|store|web|general)\d{0,2}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[^\s@<>()\[\],;:\"]{1,64}@[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?){1,8}", re.IGNORECASE
)
_ALONE = re.compile(
    rf"(?:mailto:|smtp:)?(?:[^<>@]{{0,80}}[<(\[])?{_ADDRESS.pattern}[>)\]]?(?:\s*[,;|/]\s*{_ADDRESS.pattern}){{0,20}}[.;,]?",
    re.IGNORECASE,
)
_IN_A_LINK = re.compile(
    r"(?:https?://|/|www\.)\S{0,500}[?&=/][^\s@<>()\[\],;:\"?&=/]{1,64}(?:@|%40)[^\W_][\w-]{0,61}(?:\.[\w-]{1,61}){1,8}",
    re.IGNORECASE,
)


def is_of_a_role(address: str) -> bool:
    """Whether an address is a mailbox of a role or a machine (`info@`, `no-reply@`), which tells of no one person."""
    return _ROLES.fullmatch(re.split("@|%40", address, maxsplit=1)[0].split("+")[0]) is not None


def _address(value: str) -> str | None:
    """The first address of a cell that is one, a list of them, or a link that carries one; else None."""
    if ("@" not in value and "%40" not in value) or len(value) > 2000:
        return None
    alone = _ALONE.fullmatch(value)
    if alone is None and not _IN_A_LINK.match(value):
        return None
    found = _ADDRESS.search(value if alone else re.sub(r".*[?&=/](?=[^?&=/]*@)", "", value.replace("%40", "@")))
    return found.group() if found is not None and _is_domain(found.group()) else None


def _is_one(value: str) -> bool:
    address = _address(value)
    return address is not None and not is_of_a_role(address)


def _is_domain(address: str) -> bool:
    domain = address.rpartition("@")[2].lower()
    return domain.endswith(_RESERVED) or _SUFFIXES(domain).suffix != ""


WHOLE = Whole(
    called="e-mail addresses of persons",
    is_one=_is_one,
    loose=lambda value: _address(value) is not None,
    least=0.1,
    header=r"e ?mail|\bmail\b|courriel|correo",
    proof="alone",
)


class _Email(EmailRecognizer):
    """Presidio's recogniser with bounded repeats (its own is quadratic) and the reserved domains let in."""

    def validate_result(self, pattern_text: str) -> bool | None:
        """Whether the domain ends in a public suffix or a reserved one; undecided, so weak, for a role's mailbox."""
        if not _is_domain(pattern_text.replace("%40", "@")):
            return False
        return None if is_of_a_role(pattern_text) else True


def recogniser() -> EntityRecognizer:
    """Presidio's e-mail recogniser."""
    local = r"[!#$%'*+\-^_`{|}~.\w]"
    label = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
    pattern = Pattern(
        "e-mail", rf"(?<!{local})(?!\.)(?:(?!\.\.|\.@){local}){{1,64}}@{label}(?:\.{label}){{1,8}}(?![\w@])", 0.3
    )
    encoded = Pattern("encoded in a link", rf"(?<=[=/?&:])[\w.+-]{{1,64}}%40{label}(?:\.{label}){{1,8}}(?![\w@])", 0.3)
    return _Email(patterns=[pattern, encoded], supported_entity="EMAIL_ADDRESS", name="email_address", context=[])
