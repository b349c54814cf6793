"""Making documents for tests: small, in their real formats, every part under the test's hand."""

import base64
import io
import zipfile
import zlib

import xlsxwriter

PERSON = "Margarethe Example"
ADDRESS = "margarethe@mail.example"
LOCKED_PDF = zlib.decompress(
    base64.b64decode(
        "eNqNUctu1EAQvM9X9GWPZF49M7Zk7YEkKyFAWW0CF5TDPHoWo5Udeb1Swk9y4A/gRxgbCBbLAWss2dVV1T1dq+3V5oW80Gz17fuX"
        "r0yCgD58Yk3D+Hbo0ynSAI3HJLwMFMyardeMujRx1IJ79/RAwLd+T0fGL/tTN4Jk/HWbjvABsBB3cL+Q6jPppR/9od+znx4wee8W"
        "AvxnL8Z3dOxPQyyKUil0/pZS61/2j6WtuBDz69R07ifrgcpgf3ubhfd7UMUUNONvqNuPH0GqqggBVY21daou5U17GMtW+O3ou+SH"
        "xPgNNIKMKlXjNSFVDqOO2cdA2UjpnfYRKaqQKmtSTDqhVc5KrKXzISdHWEZ/B41OFGrlQrCYglUC87R3Y5QglWPWqgoZyZQWzlQe"
        "pUUhyr/NOXshRbWM53GgzARYJp4fsMZoAxmeMVkuP1e6P5ipzzApq3PMujNMLbXj4NsDDfNeb9vPVEbhu74fQc8B8Fdd7kH++r4q"
        "gTV1DBErSSYoUk7IEKJWQtQCk01o3Pp/KCXo6y4OTw8jmN9JH0c/jPNC0CFbra5vNuwHQeHD8w=="
    )
)
"""A page under a password (RC4, 128 bits), made with pypdf."""


def pdf(*pages, info="", notes=(), fields=(), files=(), extra=(), end=b"%%EOF\n", picture=False):
    """A PDF with a page for each content stream; objects 1 to 5 are catalog, pages, font, info, picture."""
    objects = {}
    first = 6
    kids, annotations = [], []
    number = first + 2 * len(pages)
    for subtype, text in notes:
        objects[number] = f"<< /Type /Annot /Subtype /{subtype} /Rect [10 10 20 20] {text} >>"
        annotations.append(number)
        number += 1
    widgets = []
    for name, value in fields:
        objects[number] = f"<< /Type /Annot /Subtype /Widget /FT /Tx /Rect [10 10 200 20] /T ({name}) /V ({value}) >>"
        widgets.append(number)
        annotations.append(number)
        number += 1
    names = ""
    for name, data in files:
        objects[number] = f"<< /Type /EmbeddedFile /Length {len(data)} >>\nstream\n{data}\nendstream"
        objects[number + 1] = f"<< /Type /Filespec /F ({name}) /EF << /F {number} 0 R >> >>"
        names = f"/Names << /EmbeddedFiles << /Names [({name}) {number + 1} 0 R] >> >>"
        number += 2
    for place, content in enumerate(pages):
        page, stream = first + 2 * place, first + 2 * place + 1
        kids.append(f"{page} 0 R")
        shown = "/XObject << /I 5 0 R >>" if picture else ""
        listed = f"/Annots [{' '.join(f'{one} 0 R' for one in annotations)}]" if annotations and not place else ""
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {stream} 0 R "
            f"/Resources << /Font << /F 3 0 R >> {shown} >> {listed} >>"
        )
        objects[stream] = f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"
    form = f"/AcroForm << /Fields [{' '.join(f'{one} 0 R' for one in widgets)}] >>" if widgets else ""
    objects[1] = f"<< /Type /Catalog /Pages 2 0 R {names} {form} >>"
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects[3] = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects[4] = f"<< {info} >>"
    objects[5] = (
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
        "stream\nA\nendstream"
    )
    objects.update(dict(extra))
    return assembled(objects, end=end)


def assembled(objects, end=b"%%EOF\n"):
    """Objects by number as a PDF with its table of places."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number in sorted(objects):
        places[number] = len(out)
        body = objects[number]
        out += (
            f"{number} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode("cp1252")) + b"\nendobj\n"
        )
    start = len(out)
    top = max(objects) + 1
    out += f"xref\n0 {top}\n0000000000 65535 f \n".encode()
    for number in range(1, top):
        out += f"{places[number]:010d} 00000 n \n".encode() if number in places else b"0000000000 65535 f \n"
    out += f"trailer\n<< /Size {top} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n".encode() + end
    return bytes(out)


def shown(text):
    """The content stream of a page that shows ``text``."""
    return f"BT /F 12 Tf 50 700 Td ({text}) Tj ET"


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def docx(body="", **parts):
    """A DOCX; ``parts`` are further parts by name, with ``__`` for a slash and a suffix of ``.xml``."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    others = {f"{name.replace('__', '/')}.xml": f"<w:x {space}>{text}</w:x>" for name, text in parts.items()}
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {space}><w:t>style</w:t></w:styles>",
            **others,
        }
    )


def run(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def odt(body="", styles="", meta="", manifest=""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, text in (("content", body), ("styles", styles), ("meta", meta)):
            archive.writestr(f"{name}.xml", f'<o:d xmlns:o="o" xmlns:text="t" xmlns:dc="d">{text}</o:d>')
        archive.writestr("META-INF/manifest.xml", f"<m>{manifest}</m>")
    return out.getvalue()


def xlsx():
    """Two sheets, one hidden, with a comment, a header and an author."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.set_properties({"author": PERSON})
    first, second = book.add_worksheet("Staff"), book.add_worksheet("Hidden")
    second.hide()
    first.write(0, 0, "name")
    first.write(1, 0, 45000, book.add_format({"num_format": "yyyy-mm-dd"}))
    first.write_comment("A1", "ask her sister", {"author": "Hal Example"})
    first.set_header("&Cconfidential")
    second.write(3, 2, ADDRESS)
    book.close()
    return out.getvalue()
