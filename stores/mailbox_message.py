"""One e-mail message as a row of text.

What belongs here: headers, body and attachment names of RFC 5322 / MIME messages, by the standard library, whose parser
gives up on some broken headers with exceptions of many kinds. Where a message stands is ``stores.mailbox``'s.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from typing import TypeVar

from stores.documents_html import html_text

T = TypeVar("T")
NO_CHARSETS = frozenset({"unicode_escape", "raw_unicode_escape", "unicode-escape", "idna", "punycode", "undefined"})
"""Codecs of Python that are no character sets of mail; some take quadratic time."""


class BadMessage(Exception):  # noqa: N818 - it is what is quarantined
    """Why this is no message that can be read; never a value."""


def message(raw: bytes) -> dict[str, str | None]:
    """The columns of one message.

    ``message_id`` and ``in_reply_to`` without angle brackets; an absent id is ``sha256:`` and the digest of the whole
    message. ``date`` is ISO 8601 in UTC, None if it cannot be read. Lists are joined with ``; ``. ``body`` is the plain
    text, or the text of the HTML.

    Raises:
        BadMessage: no header at all, or a structure that the standard library cannot take apart.
    """
    return guarded(lambda: _row(raw))


def parsed(raw: bytes) -> EmailMessage:
    """A message as the standard library's tree of parts; use it inside ``guarded``."""
    mail = message_from_bytes(raw, policy=policy.default)
    headed(mail)
    return mail


def guarded(read: Callable[[], T]) -> T:
    """What ``read`` gives of a message.

    Raises:
        BadMessage: instead of whatever the standard library raises.
    """
    try:
        return read()
    except BadMessage:
        raise
    except RecursionError:
        raise BadMessage("nested too deeply") from None
    except Exception:  # noqa: BLE001 - the parser's exceptions are of no common kind, and quote the message
        raise BadMessage("cannot be parsed as a mail message") from None


def _row(raw: bytes) -> dict[str, str | None]:
    mail = parsed(raw)
    names, addresses = _people(mail, "From")
    attachments, unnamed = _attachments(mail)
    row = {
        "message_id": _identifier(mail, "Message-ID") or f"sha256:{hashlib.sha256(raw).hexdigest()}",
        "in_reply_to": _identifier(mail, "In-Reply-To"),
        "date": _date(mail),
        "from_address": "; ".join(addresses) or None,
        "from_name": "; ".join(names) or None,
        "to_addresses": "; ".join(_people(mail, "To")[1]) or None,
        "cc_addresses": "; ".join(_people(mail, "Cc")[1]) or None,
        "subject": _header(mail, "Subject"),
        "body": _body(mail),
        "attachments": "; ".join(attachments) or None,
        "attachment_count": str(len(attachments) + unnamed),
    }
    return {name: None if value is None else sound(value) for name, value in row.items()}


def headed(mail: EmailMessage) -> None:
    """Refuse what has no header at all."""
    if not mail.keys():
        raise BadMessage("no mail headers")


def sound(text: str) -> str:
    """Text with undecodable bytes replaced: mail often states a wrong character set, and must still be scanned."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\0", "�")


def tried(read: Callable[[], T]) -> T | None:
    """What ``read`` gives, or None where the standard library fails on a broken header."""
    try:
        return read()
    except Exception:  # noqa: BLE001 - see message()
        return None


def _header(mail: EmailMessage, name: str) -> str | None:
    value = tried(lambda: mail[name])
    if value is None:
        value = next((text for key, text in mail.raw_items() if key.lower() == name.lower()), None)
    return None if value is None else str(value).strip() or None


def _identifier(mail: EmailMessage, name: str) -> str | None:
    value = _header(mail, name)
    return None if value is None else re.sub(r"[<>\s]", "", value.split(">")[0]) or None


def _date(mail: EmailMessage) -> str | None:
    """The date as ``2024-01-31T12:00:00Z``. No zone is read as UTC (RFC 5322, 3.3: ``-0000``)."""
    text = _header(mail, "Date")
    try:
        moment = parsedate_to_datetime(text or "")
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment.year >= 1000 else None


def _people(mail: EmailMessage, name: str) -> tuple[list[str], list[str]]:
    """Display names and addresses of an address header; what is no address is kept as it stands."""
    headers = tried(lambda: mail.get_all(name)) or []
    names: list[str] = []
    addresses: list[str] = []
    for header in headers:
        found: tuple[Address, ...] = getattr(header, "addresses", ())
        names += [person.display_name for person in found if person.display_name]
        addresses += [person.addr_spec for person in found if person.addr_spec not in {"", "<>"}]
        if not found and str(header).strip():
            addresses.append(str(header).strip())
    if not headers and (text := _header(mail, name)):
        addresses.append(text)
    return names, addresses


def _attachments(mail: EmailMessage) -> tuple[list[str], int]:
    """Names of the attached files, and how many have none."""
    names: list[str] = []
    unnamed = 0
    for part in mail.walk():
        if part.is_multipart():
            continue
        name = tried(part.get_filename)
        if name:
            names.append(str(name))
        elif tried(part.get_content_disposition) == "attachment":
            unnamed += 1
    return names, unnamed


def _body(mail: EmailMessage) -> str | None:
    for kind in ("plain", "html"):
        part = tried(lambda kind=kind: mail.get_body((kind,)))  # type: ignore[misc]
        if part is not None:
            text = _content(part)
            if found := (html_text(text) if part.get_content_subtype() == "html" else text).strip():
                return found
    return None


def _content(part: MIMEPart) -> str:
    """The text of a part; in an unknown or wrong character set as UTF-8, else as Latin-1: scanned rather than lost."""
    raw = part.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else b""
    charset = part.get_content_charset("utf-8")
    for name in (charset, "utf-8"):
        if name in NO_CHARSETS:
            continue
        try:
            return data.decode(name).replace("\r\n", "\n")
        except (UnicodeError, LookupError):
            continue
    return data.decode("latin-1").replace("\r\n", "\n")
