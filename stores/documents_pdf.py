"""The text of PDF documents, by PDFium: pages, form fields, notes, links, bookmarks, what the file says of itself.

What belongs here: what of a PDF holds words, and what of it cannot be read. PDFium (BSD) is chosen over pypdf and
pdfminer.six: several times to dozens of times as fast, and kept hard against hostile files by a browser's makers. It
runs only in the process that opens documents (``stores.documents_worker``).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import partial
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from stores.documents_kinds import (
    CHARACTERS,
    DAMAGED,
    ENCRYPTED,
    FURTHER,
    PICTURES,
    SOME_PICTURES,
    Gathered,
    Unreadable,
)

_SAID = ("Title", "Author", "Subject", "Keywords")
_NOTES = (b"T", b"Subj", b"Contents")
_LOCKED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
_MOST_BAD_PAGES = 100
_SAMPLE = 200
_FEW = 100
"""A page with fewer characters, and a picture over half of it, is a picture: a scan with a stamp on it."""


def read(data: bytes, into: Gathered) -> None:
    """Gather the text of a PDF.

    Raises:
        Unreadable: it is encrypted, or damaged beyond reading.
    """
    try:
        document = pdfium.PdfDocument(data)
        pages = len(document)
    except pdfium.PdfiumError as error:
        raise Unreadable(ENCRYPTED if getattr(error, "err_code", None) in _LOCKED else DAMAGED) from None
    if not pages:
        raise Unreadable(DAMAGED)
    if b"%%EOF" not in data[-2048:]:
        into.say(DAMAGED)
    for name in _SAID:
        into.add(f"{document.get_metadata_value(name)}\n")
    _forms(document, into)
    _bookmarks(document, into)
    bad = pictures = 0
    for number in range(pages):
        try:
            pictures += _page(document, document[number], into)
        except pdfium.PdfiumError:
            into.say(DAMAGED)
            bad += 1
            if bad > _MOST_BAD_PAGES:
                break
    if pictures:
        into.say(PICTURES if into.empty else SOME_PICTURES)
    files = raw.FPDFDoc_GetAttachmentCount(document)
    if files > 0:
        into.say(FURTHER)


def _forms(document: Any, into: Gathered) -> None:
    try:
        document.init_forms()
    except pdfium.PdfiumError:
        into.say(DAMAGED)
    packets = raw.FPDF_GetXFAPacketCount(document)
    if packets > 0:  # a form inside the form (XFA); its own fields are read like those of any other
        into.say(FURTHER)


def _bookmarks(document: Any, into: Gathered) -> None:
    for mark in document.get_toc():
        into.add(f"{mark.get_title()}\n")


def _page(document: Any, page: Any, into: Gathered) -> bool:
    """Gather one page, and say whether it is a picture."""
    words = page.get_textpage()
    text = words.get_text_range(errors="replace")
    into.add(f"{text}\n")
    if _uncertain(words):
        into.say(CHARACTERS)
    _notes(document, page, into)
    picture = len(text.strip()) < _FEW and _pictured(page, empty=not text.strip())
    words.close()
    page.close()
    return picture


def _uncertain(words: Any) -> bool:
    """Whether the fonts do not tell, of more than one in ten characters, which characters they are."""
    number = words.count_chars()
    asked = range(0, number, max(number // _SAMPLE, 1))
    unmapped = sum(raw.FPDFText_HasUnicodeMapError(words, place) == 1 for place in asked)
    return bool(unmapped * 10 > len(asked))


def _pictured(page: Any, *, empty: bool) -> bool:
    """Whether a page shows something that is no text: anything at all if it has no text, else a picture over half."""
    area = max(page.get_width() * page.get_height(), 1.0)
    for number in range(raw.FPDFPage_CountObjects(page)):
        thing = raw.FPDFPage_GetObject(page, number)
        if empty:
            return True
        if raw.FPDFPageObj_GetType(thing) != raw.FPDF_PAGEOBJ_IMAGE:
            continue
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
        if (right.value - left.value) * (top.value - bottom.value) * 2 > area:
            return True
    return False


def _notes(document: Any, page: Any, into: Gathered) -> None:
    """The fields, notes and links of a page."""
    form = document.formenv
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        said = [_wide(partial(raw.FPDFAnnot_GetStringValue, note, key)) for key in _NOTES]
        if form:
            said.append(_wide(partial(raw.FPDFAnnot_GetFormFieldValue, form, note)))
        said.append(_address(document, note))
        into.add("".join(f"{text}\n" for text in said if text))
        if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_FILEATTACHMENT:
            into.say(FURTHER)
        raw.FPDFPage_CloseAnnot(note)


def _wide(read_into: Callable[[Any, int], int]) -> str:
    """A text that PDFium gives as UTF-16, in bytes, with two zero bytes at its end."""
    size = read_into(None, 0)
    if size <= 2:
        return ""
    room = (ctypes.c_ushort * (size // 2))()
    read_into(room, size)
    return bytes(room)[:-2].decode("utf-16-le", "replace")


def _address(document: Any, note: Any) -> str:
    """Where a link leads, if it is an address outside the document."""
    link = raw.FPDFAnnot_GetLink(note)
    action = raw.FPDFLink_GetAction(link) if link else None
    size = raw.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
    if size <= 1:
        return ""
    room = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(document, action, room, size)
    return room.raw[: size - 1].decode("utf-8", "replace")
