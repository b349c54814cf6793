"""Which characters the bytes of a text stand for, told by rule; where the rule cannot be sure, it says so.

What belongs here: byte order marks, UTF-8, UTF-16 and Windows-1252 (https://encoding.spec.whatwg.org/#windows-1252).
Guessing by the frequency of letters is not used: a wrong guess would go unseen.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x07\x0e-\x19\x1c-\x1f]")
_UNFIT = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "utf-7", "utf_7"})
_LETTERS = bytes(
    code for code in range(0xC0, 0x100) if bytes([code]).decode("cp1252") == bytes([code]).decode("cp1250", "replace")
)
_CERTAIN = re.compile(
    rb"[\x00-\x7f\xa0\xa3\xa7\xa9\xab\xae\xb0\xb7\xbb%s]*"
    rb"(?:(?:(?<![A-Za-z])[\x80\x85\x91-\x97\x99]|[\x80\x85\x91-\x97\x99](?![A-Za-z])|(?<=[A-Za-z])\x92(?=[A-Za-z]))"
    rb"[\x00-\x7f\xa0\xa3\xa7\xa9\xab\xae\xb0\xb7\xbb%s]*)*" % (re.escape(_LETTERS), re.escape(_LETTERS))
)
"""Windows-1252 where nothing else is likely: signs it shares with Windows-1250, and no sign inside a word but the
apostrophe; in DOS and Mac text letters stand in those places."""


def characters(data: bytes, stated: str | None = None) -> tuple[str, bool] | None:
    """The text of ``data`` and whether its characters are certain; None if it is no text.

    Args:
        data: the bytes of a whole document.
        stated: the encoding that the document itself states.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _told(data[len(mark) :], encoding)
    if stated and stated.lower() not in _UNFIT:
        try:
            text = data.decode(stated)
        except (LookupError, UnicodeError):
            pass
        else:
            return None if _CONTROL.search(text) else (text, True)
    if b"\0" in data:
        return _wide(data)
    try:
        text = data.decode()
        certain = "\x1b" not in text  # ISO 2022 switches character sets with it
    except UnicodeDecodeError:
        text, certain = _narrow(data)
    return None if _CONTROL.search(text) else (text, certain)


def _told(data: bytes, encoding: str) -> tuple[str, bool] | None:
    """Text whose encoding a mark at its beginning tells."""
    try:
        text, certain = data.decode(encoding), True
    except UnicodeDecodeError:
        text, certain = data.decode(encoding, "replace"), False
    return None if _CONTROL.search(text) else (text, certain)


def _wide(data: bytes) -> tuple[str, bool] | None:
    """UTF-16 without a mark: of the Latin letters every other byte is zero, and none of the others is."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    encoding = "utf-16-le" if not even else "utf-16-be" if not odd else None
    if encoding is None or max(even, odd) * 5 < len(data) or len(data) % 2:
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else (text, True)


def _narrow(data: bytes) -> tuple[str, bool]:
    """Text that is not UTF-8: UTF-8 with damage if more of it decodes than not, else Windows-1252."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    if sum(not character.isascii() for character in text) - broken >= broken:
        return text, False
    certain = _CERTAIN.fullmatch(data) is not None
    return data.decode("cp1252", "replace"), certain
