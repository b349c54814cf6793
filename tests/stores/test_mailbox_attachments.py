"""What comes with mail: one row an attachment, opened, counted apart; nothing of a message is passed over."""

import base64

import pytest

from stores.documents_opener import Opener
from stores.errors import SourceError
from stores.landing import land
from stores.mailbox_attachments import rows
from stores.store import Store
from tests.stores.papers import PERSON, docx, pdf, run, shown, xlsx, zipped

COLUMNS = [
    "message_id",
    "ordinal",
    "filename",
    "content_type",
    "bytes",
    "sha256",
    "text",
    "text_unread",
    "from_address",
    "date",
]


@pytest.fixture(scope="module")
def opener():
    with Opener() as one:
        yield one


def part(kind, data, *, name=None, how="attachment"):
    named = f'; filename="{name}"' if name else ""
    text = base64.encodebytes(data if isinstance(data, bytes) else data.encode()).decode()
    return f"Content-Type: {kind}\nContent-Disposition: {how}{named}\nContent-Transfer-Encoding: base64\n\n{text}"


def mail(*parts, number=1, kind="mixed", body="Content-Type: text/plain\n\nhello\n"):
    inside = "".join(f"--b{number}\n{one}\n" for one in (body, *parts))
    return (
        f"Message-ID: <{number}@mail.example>\nFrom: Hal <hal@mail.example>\nSubject: files {number}\n"
        f"Date: Wed, 31 Jan 2024 12:00:00 +0000\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/{kind}; boundary="b{number}"\n\n{inside}--b{number}--\n'
    ).encode()


def attached(raw):
    return f"Content-Type: message/rfc822\nContent-Disposition: attachment\n\n{raw.decode()}"


def found(raw, opener):
    expected, given = rows(raw, opener)
    listed = list(given)
    assert len(listed) == expected
    return [(row["filename"], row["content_type"], row["text"], row["text_unread"]) for row in listed]


def test_attached_files_are_opened(opener):
    raw = mail(
        part("application/pdf", pdf(shown("one page")), name="cv.pdf"),
        part("application/octet-stream", docx(run(PERSON)), name="letter.docx"),
        part("application/vnd.ms-excel", xlsx(), name="staff.xlsx"),
        part("text/plain", "a café".encode("cp1252"), name="note.txt"),
        part("text/html", b"<p>in HTML</p>"),
        part("text/calendar", b"BEGIN:VCALENDAR\nATTENDEE:mailto:zoe@mail.example", how="inline"),
        part("image/png", b"\x89PNG\r\n\x1a\n\0\0", name="logo.png", how="inline"),
        part("application/ms-tnef", bytes.fromhex("789f3e22") + bytes(20), name="winmail.dat"),
        part("application/zip", zipped({"a.txt": "x"}), name="a.zip"),
        part("application/pkcs7-signature", b"\x30\x82\1\2", name="smime.p7s"),
    )
    given = found(raw, opener)
    assert [row[0] for row in given] == [
        "cv.pdf",
        "letter.docx",
        "staff.xlsx",
        "note.txt",
        None,
        None,
        "logo.png",
        "winmail.dat",
        "a.zip",
        "smime.p7s",
    ]
    assert given[0][2:] == ("one page", None)
    assert given[1][2:] == (PERSON, None)
    assert "margarethe@mail.example" in given[2][2]
    assert given[3][2:] == ("a café", None)
    assert given[4][2:] == ("in HTML", None)
    assert "zoe@mail.example" in given[5][2]
    assert [row[2:] for row in given[6:]] == [
        (None, "only pictures, no text"),
        (None, "not a kind of document that is opened"),
        (None, "holds further files, not opened"),
        (None, "not a kind of document that is opened"),
    ]


def test_an_attached_message_is_a_row_and_so_are_its_attachments(opener):
    inner = mail(part("text/plain", b"deep", name="deep.txt"), number=3)
    middle = mail(attached(inner), part("text/plain", b"near", name="near.txt"), number=2)
    given = found(mail(attached(middle), part("text/plain", b"last", name="last.txt")), opener)
    assert [(row[0], row[1]) for row in given] == [
        (None, "message/rfc822"),
        (None, "message/rfc822"),
        ("deep.txt", "text/plain"),
        ("near.txt", "text/plain"),
        ("last.txt", "text/plain"),
    ]
    assert "hal@mail.example" in given[0][2]
    assert "files 2" in given[0][2]
    assert given[0][2].endswith("hello")
    assert [row[2] for row in given[2:]] == ["deep", "near", "last"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"Subject: x\n\nonly a body", []),
        (b"Subject: x\nContent-Type: text/html\n\n<p>x", []),
        (b"Subject: x\nContent-Type: application/pdf\n\nnot one", [(None, "application/pdf", "not one", None)]),
        (mail(), []),
        (mail("Content-Type: text/html\n\n<p>hello</p>", kind="alternative"), []),
        (mail("Content-Type: text/plain\n\na second text"), [(None, "text/plain", "a second text", None)]),
        (
            mail(b"Content-Type: text/plain; charset=iso-8859-2\n\n\xbelu\xbb".decode("latin-1"))
            .decode()
            .encode("latin-1"),
            [(None, "text/plain", "žluť", None)],
        ),
        (mail("Content-Type: nonsense\n\nx"), [(None, "text/plain", "x", None)]),
    ],
)
def test_the_body_is_no_attachment_and_all_else_is_one(raw, expected, opener):
    assert found(raw, opener) == expected


def test_a_report_that_mail_could_not_be_delivered_is_read(opener):
    report = "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x.example\n\nFinal-Recipient: rfc822; zoe@mail.example\nStatus: 5.1.1\n"
    given = found(mail(report, attached(b"Subject: mine\n\nbody"), kind="report"), opener)
    assert [row[1] for row in given] == ["message/delivery-status", "message/rfc822"]
    assert "zoe@mail.example" in given[0][2]
    assert given[1][2] == "mine\nbody"


def store(*names):
    tables = [
        {"name": "messages", "columns": ["message_id"], "key": ["message_id"]},
        {"name": "attachments", "each": "/attachments", "columns": COLUMNS, "key": ["message_id", "ordinal"]},
        {"name": "wrong", "each": "/pictures", "columns": ["x"], "key": ["x"]},
    ]
    for table in tables:
        table["digest_key"] = True
    return Store.model_validate(
        {
            "name": "desk",
            "role": "controller",
            "connector": "mailbox",
            "export": "mail",
            "exported_at": "modified",
            "fresh_within": "1 day",
            "tables": [table for table in tables if table["name"] in names],
        }
    )


def test_attachments_of_a_mailbox_land_and_a_bad_message_is_one_rejected_row(warehouse, controller):
    (controller / "mail").mkdir()
    deep = b"Content-Type: message/rfc822\n\n" * 3000 + b"Subject: x\n\nbody"
    box = b"".join(
        b"From x Wed Jan 31 12:00:00 2024\n" + one + b"\n"
        for one in (
            mail(part("text/plain", b"one", name="1.txt"), part("text/plain", b"two", name="2.txt")),
            b"no headers at all\n",
            mail(number=2),
            deep,
        )
    )
    (controller / "mail" / "in.mbox").write_bytes(box)
    (controller / "mail" / "a.eml").write_bytes(mail(part("text/plain", b"three", name="3.txt"), number=3))
    both = store("messages", "attachments")
    messages, attachments = (land(warehouse, both, table, controller) for table in both.tables)
    assert (messages.rows, messages.landed, messages.reasons) == (5, 3, {"no mail headers": 1, "nested too deeply": 1})
    assert (attachments.rows, attachments.landed, attachments.reasons) == (5, 3, messages.reasons)
    assert attachments.unknown == ()
    query = "SELECT _file, _line, ordinal, filename, text, from_address, date FROM landed.desk__attachments ORDER BY 1, 2, 3"
    sender = ("hal@mail.example", "2024-01-31T12:00:00Z")
    assert warehouse.execute(query).fetchall() == [
        ("mail/a.eml", 1, "1", "3.txt", "three", *sender),
        ("mail/in.mbox", 1, "1", "1.txt", "one", *sender),
        ("mail/in.mbox", 1, "2", "2.txt", "two", *sender),
    ]


def test_a_mailbox_has_nothing_else_to_be_read_with_each(warehouse, controller):
    (controller / "mail").mkdir()
    (controller / "mail" / "a.eml").write_bytes(mail())
    wrong = store("wrong")
    with pytest.raises(SourceError, match="a mailbox has no '/pictures'"):
        land(warehouse, wrong, wrong.tables[0], controller)
