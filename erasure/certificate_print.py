"""A certificate for people: one HTML page with its own style for print, and the same as PDF.

What belongs here: how a certificate looks. The PDF is made by PDFium (``pypdfium2``) with a standard font; what it says
is what the page says. Nothing is loaded from anywhere.
"""

from __future__ import annotations

import ctypes
import io
import textwrap
from collections.abc import Mapping
from html import escape
from typing import Any

_STYLE = (
    "body{font:11pt/1.4 serif;max-width:46em;margin:2em auto;padding:0 1em;color:#111}h1{font-size:1.5em}"
    "h2{font-size:1.1em;margin:1.4em 0 .3em}pre{font:9pt/1.35 monospace;white-space:pre-wrap;margin:0}"
    "@media print{body{margin:0;max-width:none}@page{size:A4;margin:18mm}}"
)
_WIDTH, _HEIGHT, _MARGIN, _SIZE, _LEADING = 595, 842, 54, 9.0, 12.5
_COLUMNS = 98


def printed(data: Mapping[str, Any], sha256: str) -> dict[str, bytes]:
    """The page and the PDF, by suffix."""
    title, parts = _said(data, sha256)
    return {"html": _html(title, parts).encode(), "pdf": _pdf(title, parts)}


def _said(data: Mapping[str, Any], sha256: str) -> tuple[str, list[tuple[str, list[str]]]]:
    title = f"Certificate of erasure {data['batch']}-{data['number']}"
    status = "verified: everything was found gone" if data["status"] == "verified" else "INCOMPLETE: see what remains"
    head = [
        f"Controller    {data['name']} ({data['controller']})",
        f"Status        {status}",
        f"Started       {data['started_at']}",
        f"Read again    {data['verified_at'] or 'not yet'}",
        f"Issued        {data['issued_at']}",
        f"Flags         {data['flags']}, of {', '.join(data['clauses'])}",
        f"Proposed by   {', '.join(data['proposed_by'])}",
        f"Decided by    {', '.join(data['decided_by'])}",
        f"Said done by  {', '.join(f'{by} ({action})' for action, by in data['said_done_by'].items()) or 'nobody'}",
        f"Approved by   {', '.join(data['approved_by'])}",
        f"Supersedes    {data['supersedes'] or 'none'}",
    ]
    parts: list[tuple[str, list[str]]] = [("", head)]
    for store in data["stores"]:
        lines = [
            f"Medium        {store['sanitization']['media_type']} ({store['sanitization']['media_source']})"
            + (f", held by {store['provider']}" if store["provider"] else ""),
            f"Method        {store['sanitization']['method']} ({store['sanitization']['standard']})",
            f"Technique     {store['sanitization']['technique']}",
            f"Verification  {store['sanitization']['verification']}",
        ]
        for table in store["tables"]:
            states = ", ".join(f"{count:,} {state}" for state, count in table["states"].items())
            after = table["records_after"] if table["records_after"] >= 0 else "not read"
            lines.append(f"{table['table']}: {table['action']} {table['asked']:,}: {states}; "
                         f"records before {table['records_before']:,}, after {after}")  # fmt: skip
        parts.append((f"Store {store['store']}", lines))
    parts.append(
        ("Kept with its ground", [f"{count:,} {ground}" for ground, count in data["kept"].items()] or ["nothing"])
    )
    remains = [
        f"{one['where']}: {one['records']:,} {one['state']}" + (f" until {one['until']}" if one["until"] else "")
        + (f": {one['why']}" if one["why"] else "")
        for one in data["remains"]
    ]  # fmt: skip
    parts.append(("What remains, and until when", remains or ["nothing"]))
    found = [f"{name.replace('_', ' ')}: {value}" for name, value in data["verification"].items()]
    parts.append(("Verification", found))
    parts.append(("Abide's own copies", [f"{name.replace('_', ' ')}: {n}" for name, n in data["own_copies"].items()]))
    parts.append(
        (
            "Proof",
            [
                f"plan          {data['plan']}",
                f"certificate   {sha256}",
                f"ledger        entry {data['ledger']['number']}, {data['ledger']['hash']}",
                f"made by       {data['tool']}",
                "The file of the same name ending in .json is signed; abide verify --certificate FILE checks it.",
            ],
        )
    )
    return title, parts


def _html(title: str, parts: list[tuple[str, list[str]]]) -> str:
    body = "".join(
        (f"<h2>{escape(head)}</h2>" if head else "") + f"<pre>{escape(chr(10).join(lines))}</pre>"
        for head, lines in parts
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>{body}</body></html>\n"
    )


def _pdf(title: str, parts: list[tuple[str, list[str]]]) -> bytes:
    """The same lines on A4 pages."""
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    lines = [(title, True), ("", False)]
    for head, texts in parts:
        lines += [("", False), (head, True)] if head else []
        for text in texts:
            lines += [(line, False) for line in textwrap.wrap(text, _COLUMNS, subsequent_indent="    ") or [""]]
    document = pdfium.PdfDocument.new()
    try:
        fonts = {bold: raw.FPDFText_LoadStandardFont(document.raw, name) for bold, name in
                 ((False, b"Courier"), (True, b"Courier-Bold"))}  # fmt: skip
        page, at = None, 0.0
        for text, bold in lines:
            if page is None or at < _MARGIN:
                if page is not None:
                    page.gen_content()
                page, at = document.new_page(_WIDTH, _HEIGHT), float(_HEIGHT - _MARGIN)
            if text:
                shown = raw.FPDFPageObj_CreateTextObj(document.raw, fonts[bold], _SIZE)
                coded = (text + "\0").encode("utf-16-le")
                raw.FPDFText_SetText(
                    shown, ctypes.cast(ctypes.create_string_buffer(coded), ctypes.POINTER(ctypes.c_ushort))
                )
                raw.FPDFPageObj_Transform(shown, 1, 0, 0, 1, _MARGIN, at)
                raw.FPDFPage_InsertObject(page.raw, shown)
            at -= _LEADING
        if page is not None:
            page.gen_content()
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
    finally:
        document.close()
