"""The text of one document, given as its bytes: which kind it is, and who reads that kind.

What belongs here: telling kinds apart by what the bytes are, by the name only where bytes cannot tell. It runs in the
process that opens documents (``stores.documents_worker``), which passes on nothing but its answer.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from stores import documents_office as office
from stores import documents_pdf as pdf
from stores import documents_rtf as rtf
from stores.documents_characters import characters
from stores.documents_html import html_text, stated_charset
from stores.documents_kinds import (
    CHARACTERS,
    DAMAGED,
    ENCRYPTED,
    FURTHER,
    PICTURES,
    UNKNOWN,
    Enough,
    Gathered,
    Opened,
    Unreadable,
)
from stores.mailbox_message import BadMessage, message

_READERS: Mapping[str, Callable[[bytes, Gathered], None]] = {
    "pdf": pdf.read,
    "docx": office.read_docx,
    "xlsx": office.read_xlsx,
    "odt": office.read_odt,
    "rtf": rtf.read,
}
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ")
_OPENED = frozenset({".pdf", ".docx", ".xlsx", ".odt", ".rtf"})
_MAIL = ("message_id", "date", "from_name", "from_address", "to_addresses", "cc_addresses", "subject", "body")


def opened(data: bytes, name: str) -> Opened:
    """The text of a document.

    Args:
        data: its bytes.
        name: its file name, which decides only between kinds of plain text.
    """
    into = Gathered()
    kind = "other"
    try:
        suffix = PurePosixPath(name.lower()).suffix
        kind = _kind(data) or _plain_kind(data, suffix)
        if kind in _READERS:
            _READERS[kind](data, into)
        elif kind == "mail":
            _mail(data, into)
        else:
            _plain(data, kind, suffix, into)
    except Enough:
        pass
    except Unreadable as error:
        return Opened(None, error.reason, "other" if kind == "text" else kind)
    return into.opened(kind)


def _kind(data: bytes) -> str:
    """The kind that the bytes show; '' if it may be text.

    Raises:
        Unreadable: they show a kind that is not opened.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\3\4"):
        return _packed(data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_COMPOUND):
        raise Unreadable(ENCRYPTED if _LOCKED in data else UNKNOWN)
    if data.startswith(_ARCHIVES) or data.startswith(b"PK\5\6"):
        raise Unreadable(FURTHER)
    if data[4:12] in {b"ftypheic", b"ftypavif", b"ftypmif1"} or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        raise Unreadable(PICTURES)
    return ""


def _packed(data: bytes) -> str:
    """The kind of a zip archive, by the parts every one of its kind has."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, LookupError):
        raise Unreadable(DAMAGED) from None
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:128]:
        return "odt"
    raise Unreadable(UNKNOWN if "[Content_Types].xml" in names or "mimetype" in names else FURTHER)


def _plain_kind(data: bytes, suffix: str) -> str:
    if suffix == ".eml":
        return "mail"
    head = data[:1024].lower()
    html = suffix in {".html", ".htm", ".xhtml"} or b"<!doctype html" in head or b"<html" in head
    return "html" if html else "text"


def _plain(data: bytes, kind: str, suffix: str, into: Gathered) -> None:
    """Gather plain text or HTML.

    Raises:
        Unreadable: it is no text.
    """
    found = characters(data, stated_charset(data) if kind == "html" else None)
    if found is None or (suffix in _OPENED and not data):
        if data.startswith(_PICTURES):
            raise Unreadable(PICTURES)
        raise Unreadable(DAMAGED if suffix in _OPENED else UNKNOWN)
    text, certain = found
    if not certain:
        into.say(CHARACTERS)
    into.add(html_text(text, whole=True) if kind == "html" else text)


def _mail(data: bytes, into: Gathered) -> None:
    try:
        row = message(data)
    except BadMessage:
        raise Unreadable(DAMAGED) from None
    into.add("\n".join(value for name in _MAIL if (value := row[name])))
    if row["attachment_count"] != "0":
        into.say(FURTHER)
