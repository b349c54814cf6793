"""Opening documents: every kind's text, wherever in the document it stands, and an honest word where there is none."""

import io
import zipfile

import pytest

from stores.documents_characters import characters
from stores.documents_kinds import LARGEST, LONGEST, REASONS
from stores.documents_text import opened
from tests.stores.papers import (
    ADDRESS,
    LOCKED_PDF,
    PERSON,
    docx,
    odt,
    pdf,
    run,
    shown,
    xlsx,
    zipped,
)

PICTURE = "q 500 0 0 700 0 0 cm /I Do Q "
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def told(data, name="x"):
    found = opened(data, name)
    assert found.unread is None or set(found.unread.split("; ")) <= set(REASONS)
    return found.kind, found.text, found.unread


@pytest.mark.parametrize(
    ("data", "text", "unread"),
    [
        (pdf(shown("first"), shown("caf\xe9 second")), "first\ncafé second", None),
        (
            pdf(shown("x"), info=f"/Author ({PERSON}) /Title (CV) /Keywords (k) /Subject (s)"),
            f"CV\n{PERSON}\ns\nk\nx",
            None,
        ),
        (pdf(shown("x"), notes=[("Text", "/Contents (a note) /T (Hal)")]), "x\nHal\na note", None),
        (pdf(shown("x"), notes=[("Link", f"/A << /S /URI /URI (mailto:{ADDRESS}) >>")]), f"x\nmailto:{ADDRESS}", None),
        (pdf(shown("x"), fields=[("surname", "Example")]), "x\nsurname\nExample", None),
        (pdf(shown("x"), files=[("a.txt", "inside")]), "x", "holds further files, not opened"),
        (pdf(shown("x"), notes=[("FileAttachment", "/Contents (f)")]), "x\nf", "holds further files, not opened"),
        (pdf(PICTURE, picture=True), None, "only pictures, no text"),
        (pdf("0 0 m 100 100 l S"), None, "only pictures, no text"),
        (pdf(shown("x"), PICTURE, picture=True), "x", "some pages are only pictures"),
        (pdf(PICTURE + shown("stamp"), picture=True), "stamp", "some pages are only pictures"),
        (pdf(PICTURE + shown("words " * 30), picture=True), ("words " * 30).strip(), None),
        (pdf(""), "", None),
        (LOCKED_PDF, None, "encrypted"),
        (pdf(shown("x"), end=b""), "x", "damaged"),
        (pdf(shown("x"))[:200], None, "damaged"),
        (b"%PDF-1.7\nnothing more", None, "damaged"),
        (pdf(shown("x"), extra=[(2, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>")]), None, "damaged"),
    ],
    ids=range(18),
)
def test_pdf(data, text, unread):
    assert told(data) == ("pdf", text, unread)


def test_a_pdf_whose_letters_mean_nothing_known_is_said():
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
    found = opened(pdf("BT /F 12 Tf 50 700 Td <010203040506> Tj ET", extra=[(3, font)]), "x.pdf")
    assert "its characters are not certain" in (found.unread or "")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (docx(run("one") + run("two")), "one\ntwo"),
        (docx("<w:tbl><w:tr><w:tc>" + run("a") + "</w:tc><w:tc>" + run("b") + "</w:tc></w:tr></w:tbl>"), "a\nb"),
        (docx("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>"), "a\tb\nc"),
        (docx('<w:p><w:del w:author="Hal"><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>'), "Hal gone"),
        (
            docx(f'<w:p><w:r><w:instrText>HYPERLINK "mailto:{ADDRESS}"</w:instrText></w:r></w:p>'),
            f'HYPERLINK "mailto:{ADDRESS}"',
        ),
        (docx(run("b"), word__header1=run("head"), word__footer2=run("foot")), "b\nhead\n\nfoot"),
        (
            docx(run("b"), word__comments=f'<w:comment w:author="{PERSON}">{run("note")}</w:comment>'),
            f"b\n {PERSON} note",
        ),
        (docx(run("b"), word__footnotes=run("foot"), word__endnotes=run("end")), "b\nfoot\n\nend"),
        (docx("<w:r><w:t>\n</w:t></w:r>", docProps__core=f"<creator>{PERSON}</creator>"), PERSON),
        (docx(run("b"), docProps__app="<Company>Fernhill</Company><Application>x</Application>"), "b\nFernhill"),
        (
            docx(
                "<w:p><AlternateContent><Choice><w:txbxContent>" + run("box") + "</w:txbxContent></Choice><Fallback>"
                "<w:pict>" + run("box") + "</w:pict></Fallback></AlternateContent></w:p>"
            ),
            "box",
        ),
        (docx("<AlternateContent><Choice/><Fallback>" + run("old") + "</Fallback></AlternateContent>"), "old"),
        (docx('<w:p><w:drawing><docPr name="1" descr="a photo of her"/></w:drawing></w:p>'), "a photo of her"),
    ],
    ids=range(13),
)
def test_docx(data, text):
    kind, found, unread = told(data)
    assert (kind, unread) == ("docx", None)
    assert [line.strip() for line in (found or "").split("\n") if line.strip()] == [
        line.strip() for line in text.split("\n") if line.strip()
    ]


def with_part(data, name, content):
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def lied(data):
    """The size of every part is understated."""
    at = data.index(b"PK\1\2")
    while at >= 0:
        data = data[: at + 24] + b"\1\0\0\0" + data[at + 28 :]
        at = data.find(b"PK\1\2", at + 4)
    return data


@pytest.mark.parametrize(
    ("data", "text", "unread"),
    [
        (with_part(docx(run("b")), "word/embeddings/a.bin", b"x"), "b", "holds further files, not opened"),
        (with_part(docx(run("b")), "word/afchunk.html", b"x"), "b", "holds further files, not opened"),
        (with_part(docx(), "word/media/i.png", b"x"), None, "only pictures, no text"),
        (with_part(docx(run("b")), "word/header1.xml", b"<broken"), "b", "damaged"),
        (docx("<!-- x -->" + run("b")).replace(b"PK\1\2", b"PK\1\1"), None, "damaged"),
        (zipped({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a><t>&b;</t></a>"}), None, "damaged"),
        (zipped({"word/document.xml": "<w:t>" + "x" * 200}), None, "damaged"),
        (zipped({"word/document.xml": b" " * (100 << 20)}), None, "too large"),
        (lied(docx(run("b" * 100))), None, "damaged"),
    ],
    ids=range(9),
)
def test_a_docx_that_is_not_what_it_should_be(data, text, unread):
    assert told(data)[1:] == (text, unread)


def test_xlsx_all_sheets_hidden_ones_too():
    kind, text, unread = told(xlsx())
    assert (kind, unread) == ("xlsx", None)
    for piece in (
        "Staff",
        "name",
        "2023-03-15",
        "Hidden",
        ADDRESS,
        "ask her sister",
        "Hal Example",
        "confidential",
        PERSON,
    ):
        assert piece in text


def test_odt():
    body = "<text:p>a<text:tab/>b<text:s/><text:span>c</text:span><text:line-break/>d</text:p>"
    data = odt(body, styles="<text:p>head</text:p>", meta=f"<dc:creator>{PERSON}</dc:creator><dc:date>2024</dc:date>")
    assert told(data) == ("odt", f"a\tb c\nd\nhead\n{PERSON}", None)
    assert told(odt(body, manifest="<encryption-data/>")) == ("odt", None, "encrypted")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"{\rtf1\ansi caf\'e9\par two}", "café\ntwo"),
        (r"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8}", "При"),
        (r"{\rtf1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset238 B;}}\f1 \'e8\f0 \'e8}", "čè"),
        (r"{\rtf1\uc1 \u8364? \u-10179?\u-8704?end}", "€ 😀end"),
        (r"{\rtf1\uc2 \u233\'c3\'a9x}", "éx"),
        (r"{\rtf1{\header head\par}{\footer foot}body{\footnote note}}", "head\n\nfootbody\nnote"),
        (
            r"{\rtf1{\info{\author Margarethe Example}{\*\company Fernhill}{\title CV}}x}",
            "Margarethe Example\nFernhill\nCVx",
        ),
        (
            r"{\rtf1{\*\generator Riched;}{\stylesheet{\s0 Normal;}}{\colortbl;\red0;}a\~b\_c\-d\{\}\\}",
            r"a b-cd{}" + "\\",
        ),
        (r"{\rtf1 a{\*\annotation her note}{\*\atnauthor Hal}b}", "a\nher note\nHalb"),
        (
            r'{\rtf1{\field{\*\fldinst HYPERLINK "mailto:a@mail.example"}{\fldrslt a}}}',
            'HYPERLINK "mailto:a@mail.example"a',
        ),
        (r"{\rtf1{\shp{\*\shpinst{\sp{\sn x}{\sv 1234567}}{\shptxt box}}}}", "box"),
        (r"{\rtf1 a\cell b\cell\row c\line d\tab e\emdash f}", "a\tb\t\nc\nd\te—f"),
        (r"{\rtf1 a}trailing", "a"),
    ],
    ids=range(13),
)
def test_rtf(text, found):
    assert told(text.encode("cp1252")) == ("rtf", found.strip(), None)


@pytest.mark.parametrize(
    ("text", "found", "unread"),
    [
        (r"{\rtf1 cut {\b short", "cut short", "damaged"),
        (r"{\rtf1{\pict\pngblip 89504e47}}", None, "only pictures, no text"),
        (r"{\rtf1 x{\object{\*\objdata 0105}}}", "x", "holds further files, not opened"),
        (r"{\rtf1\ansicpg99999 x}", "x", "its characters are not certain"),
        (r"{\rtf1\ansi \'81x}", "�x", "its characters are not certain"),
        (r"{\rtf1\bin99999999999999 x}", None, "damaged"),
        ("{\\rtf1 " + "{" * 100_000 + "x", "x", "damaged"),
    ],
    ids=range(7),
)
def test_an_rtf_that_is_not_what_it_should_be(text, found, unread):
    assert told(text.encode("cp1252"))[1:] == (found, unread)


@pytest.mark.parametrize(
    ("data", "text", "unread"),
    [
        (b"<html><title>T</title><style>p{}</style><p>Hello&nbsp;&amp; bye<br>x", "T\nHello & bye\nx", None),
        (
            b"<!DOCTYPE html><a href='mailto:a%40b.example?x'>w</a><img alt='her'><!-- c --><input value=v>",
            "a@b.example?x w her c v",
            None,
        ),
        (b"<html><meta charset='windows-1251'>\xcf\xf0\xe8", "При", None),
        (b"<html>\xcf\xf0\xe8", "Ïðè", "its characters are not certain"),
        ("<html>é".encode("utf-16"), "é", None),
        (b"<html>" + b"<div>" * 50_000 + b"deep", "deep", None),
    ],
    ids=range(6),
)
def test_html(data, text, unread):
    assert told(data, "x.html") == ("html", text, unread)


@pytest.mark.parametrize(
    ("data", "text", "certain"),
    [
        (b"", "", True),
        (b"plain\r\n", "plain\r\n", True),
        ("é 😀".encode(), "é 😀", True),
        (b"\xef\xbb\xbf\xc3\xa9", "é", True),
        ("é".encode("utf-16"), "é", True),
        ("é".encode("utf-32"), "é", True),
        (b"\xff\xfeh\0i", "h�", False),
        ("hello".encode("utf-16-le"), "hello", True),
        ("hello".encode("utf-16-be"), "hello", True),
        ("Жizn".encode("utf-16-le"), "Жizn", True),
        ("café £5 \u2013 “x” don\u2019t 3…".encode("cp1252"), "café £5 \u2013 “x” don\u2019t 3…", True),
        ("Señor Øre".encode("cp1252"), "Señor Øre", False),  # Windows-1250 has other letters there
        ("Привет".encode("cp1251"), "Ïðèâåò", False),
        ("žluť".encode("cp1250"), "žlu�", False),
        ("Björn à".encode("cp850"), "Bj”rn …", False),
        ("Jos\x8e".encode("latin-1"), "JosŽ", False),
        ("don\u2019t".encode() + b"\xff", "don\u2019t�", False),
        ("日本".encode("iso2022_jp"), "\x1b$BF|K\\\x1b(B", False),
        ("tšk".encode("cp1252"), "tšk", False),
    ],
    ids=range(19),
)
def test_characters_are_told_by_rule(data, text, certain):
    assert characters(data) == (text, certain)


@pytest.mark.parametrize(
    "data",
    [b"\0\1\2\3", b"a\0b", b"\x00a\x00b\0\0", b"\x1f\x01", "日本語".encode("utf-16-le")[:-1] + b"\0", b"\xff\xfe\1\0"],
)
def test_what_is_no_text_is_not_taken_for_text(data):
    assert characters(data) is None


@pytest.mark.parametrize(
    ("data", "name", "kind", "unread"),
    [
        (COMPOUND, "a.doc", "other", "not a kind of document that is opened"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "a.docx", "other", "encrypted"),
        (b"\x89PNG\r\n\x1a\n\0", "a.png", "other", "only pictures, no text"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a.jpg", "other", "only pictures, no text"),
        (b"\0\0\0\x18ftypheic", "a.heic", "other", "only pictures, no text"),
        (zipped({"a.txt": "x"}), "a.zip", "other", "holds further files, not opened"),
        (
            zipped({"[Content_Types].xml": "x", "ppt/presentation.xml": "x"}),
            "a.pptx",
            "other",
            "not a kind of document that is opened",
        ),
        (b"\x1f\x8b\x08\0", "a.gz", "other", "holds further files, not opened"),
        (b"PK\3\4 not really", "a.docx", "other", "damaged"),
        (b"\0\1\2", "a.exe", "other", "not a kind of document that is opened"),
        (b"\0\1\2", "a.pdf", "other", "damaged"),
        (b"", "a.pdf", "other", "damaged"),
        (b"\n", "a.eml", "mail", "damaged"),
    ],
    ids=range(13),
)
def test_what_is_not_opened_says_why(data, name, kind, unread):
    assert told(data, name) == (kind, None, unread)


def test_a_mail_is_read_with_its_headers():
    data = b"From: Hal <hal@mail.example>\nSubject: s\nMessage-ID: <1@x>\n\nbody"
    assert told(data, "a.eml") == ("mail", "1@x\nHal\nhal@mail.example\ns\nbody", None)


def test_of_a_text_too_long_the_beginning_is_kept():
    kind, text, unread = told(b"x" * (LONGEST + 1), "a.txt")
    assert (kind, len(text), unread) == ("text", LONGEST, "too large")
    assert told(b"x" * LONGEST, "a.txt")[2] is None
    assert LARGEST > LONGEST
