"""What comes with a mail message beside its body: one row for each attached file, picture or message.

What belongs here: which parts of a message (RFC 2045 to 2049) are attachments, and their columns. What they say is read
by ``stores.documents_opener``; an attached message is a row of its own, and so is each of its attachments.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, MIMEPart
from hashlib import sha256

from stores.documents_kinds import DAMAGED, Opened
from stores.documents_opener import Opener
from stores.mailbox_message import NO_CHARSETS, BadMessage, guarded, message, parsed, sound, tried

_SAID = ("from_name", "from_address", "to_addresses", "cc_addresses", "date", "subject", "body")
_SUFFIXES = {"text/html": ".html", "message/rfc822": ".eml"}
_REPORTS = "message/delivery-status"


@dataclass(frozen=True)
class Attachment:
    """One part of a message that is not its body."""

    part: MIMEPart
    attached: bool
    """Whether it is a whole message."""


def attachments(mail: EmailMessage) -> list[Attachment]:
    """The attachments of one message, in the order in which they stand; those of an attached message after it."""
    return list(_found(mail))


def counted(mail: EmailMessage) -> int:
    """The number of attachments, counted without looking at what they are: parts without parts, less the bodies."""
    return _leaves(mail) - _bodies_below(mail)


def rows(raw: bytes, opener: Opener) -> tuple[int, Iterator[dict[str, str | None]]]:
    """The number of attachments of one message, counted apart, and their rows.

    Raises:
        BadMessage: it cannot be taken apart.
    """
    outer = message(raw)
    mail = guarded(lambda: parsed(raw))
    found = guarded(lambda: attachments(mail))
    return guarded(lambda: counted(mail)), (_row(outer, place, one, opener) for place, one in enumerate(found, 1))


def _row(outer: dict[str, str | None], ordinal: int, attachment: Attachment, opener: Opener) -> dict[str, str | None]:
    part = attachment.part
    data = tried(lambda: _bytes(attachment)) or b""
    name = tried(part.get_filename)
    kind = tried(part.get_content_type) or "application/octet-stream"
    opened = _whole(data) if attachment.attached else opener.open(_marked(part, data), _named(name, kind))
    row = {
        "message_id": outer["message_id"],
        "ordinal": str(ordinal),
        "filename": str(name) if name else None,
        "content_type": kind,
        "bytes": str(len(data)),
        "sha256": sha256(data).hexdigest(),
        "text": opened.text,
        "text_unread": opened.unread,
        "from_address": outer["from_address"],
        "date": outer["date"],
    }
    return {column: None if value is None else sound(value) for column, value in row.items()}


def _found(mail: EmailMessage | MIMEPart) -> Iterator[Attachment]:
    bodies = _bodies(mail)
    for part in _own(mail):
        if _is_message(part):
            yield Attachment(part, attached=True)
            for inner in part.get_payload():
                if isinstance(inner, MIMEPart):
                    yield from _found(inner)
        elif not any(part is body for body in bodies):
            yield Attachment(part, attached=False)


def _own(mail: EmailMessage | MIMEPart) -> Iterator[MIMEPart]:
    """The parts of a message that hold no parts of the same message."""
    if mail.is_multipart() and not _is_message(mail) and mail.get_content_type() != _REPORTS:
        for part in mail.get_payload():
            if isinstance(part, MIMEPart):
                yield from _own(part)
    else:
        yield mail


def _is_message(part: EmailMessage | MIMEPart) -> bool:
    return part.get_content_maintype() == "message" and part.is_multipart() and part.get_content_type() != _REPORTS


def _bodies(mail: EmailMessage | MIMEPart) -> list[MIMEPart]:
    """The parts that are the message itself: its plain text and its HTML."""
    found = [tried(lambda kind=kind: mail.get_body((kind,))) for kind in ("plain", "html")]  # type: ignore[misc]
    return [part for part in found if part is not None]


def _leaves(mail: EmailMessage | MIMEPart) -> int:
    """Parts without parts, and whole messages beside what they hold."""
    if not mail.is_multipart() or mail.get_content_type() == _REPORTS:
        return 1
    inner = sum(_leaves(part) for part in mail.get_payload() if isinstance(part, MIMEPart))
    return inner + _is_message(mail)


def _bodies_below(mail: EmailMessage | MIMEPart) -> int:
    """How many parts are the body of the message or of one attached to it."""
    found = len({id(part) for part in _bodies(mail)})
    for part in _own(mail):
        if _is_message(part):
            found += sum(_bodies_below(inner) for inner in part.get_payload() if isinstance(inner, MIMEPart))
    return found


def _bytes(attachment: Attachment) -> bytes:
    """What is attached, its transfer encoding undone; of a message or a report, as it stands."""
    part = attachment.part
    if attachment.attached or part.is_multipart():
        inner = part.get_payload()
        return b"\n".join(tried(one.as_bytes) or b"" for one in inner if isinstance(one, MIMEPart))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _marked(part: MIMEPart, data: bytes) -> bytes:
    """The bytes of a text in UTF-8 with a mark that says so, if the message states their character set rightly."""
    charset = tried(part.get_content_charset) if part.get_content_maintype() == "text" else None
    if not charset or charset in NO_CHARSETS:
        return data
    try:
        return codecs.BOM_UTF8 + data.decode(charset).encode()
    except (LookupError, UnicodeError):
        return data


def _named(name: object, kind: str) -> str:
    """The name that tells how to read a part: its own, else one made of its type."""
    text = str(name or "")
    return text if "." in text else f"{text or 'part'}{_SUFFIXES.get(kind, '')}"


def _whole(data: bytes) -> Opened:
    """The text of an attached message; what is attached to it is a row of its own."""
    try:
        row = message(data)
    except BadMessage:
        return Opened(None, DAMAGED, "mail")
    return Opened("\n".join(value for name in _SAID if (value := row[name])), None, "mail")
