"""Mail of every kind: plain, HTML, odd character sets, broken headers, folders and mbox."""

import pytest

from stores.landing import land
from stores.mailbox_message import BadMessage, message
from stores.store import Store

STORE = Store.model_validate(
    {
        "name": "desk",
        "role": "controller",
        "connector": "mailbox",
        "export": "mail",
        "exported_at": "modified",
        "fresh_within": "1 day",
        "tables": [
            {
                "name": "mail",
                "columns": ["message_id", "body"],
                "key": ["message_id"],
                "personal": {"message_id": "user.unique_id"},
            }
        ],
    }
)
FULL = """\
Message-ID: <1@harbour.example>
In-Reply-To: <0@harbour.example>
Date: Wed, 31 Jan 2024 23:30:00 -0200
From: =?utf-8?q?Zo=C3=AB_Example?= <zoe@harbour.example>
To: a@harbour.example, "B, C" <b@harbour.example>
Cc: group: c@harbour.example;
Subject: =?utf-8?b?w6k=?= and more
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: multipart/alternative; boundary=y

--y
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

caf=E9
--y
Content-Type: text/html

<p>not this</p>
--y--
--x
Content-Type: application/pdf; name=a.pdf
Content-Disposition: attachment; filename="cv.pdf"

x
--x
Content-Type: image/png
Content-Disposition: attachment

x
--x--
"""


def test_a_full_message():
    assert message(FULL.encode()) == {
        "message_id": "1@harbour.example",
        "in_reply_to": "0@harbour.example",
        "date": "2024-02-01T01:30:00Z",
        "from_address": "zoe@harbour.example",
        "from_name": "Zoë Example",
        "to_addresses": "a@harbour.example; b@harbour.example",
        "cc_addresses": "c@harbour.example",
        "subject": "é and more",
        "body": "café",
        "attachments": "cv.pdf",
        "attachment_count": "2",
    }


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/html", b"<style>p{}</style><p>Hello&nbsp;&amp; <b>bye</b></p><p>two</p>", "Hello & bye\ntwo"),
        ("text/plain; charset=klingon", "é".encode(), "é"),
        ("text/plain; charset=unicode_escape", b"\\d", "\\d"),
        ("text/plain; charset=us-ascii", b"\xe9", "é"),
        ("text/plain; charset=utf-16", b"\xff\xfe\x00", "ÿþ"),
        ("text/plain", b"a\0b", "a�b"),
        ("application/pdf", b"x", None),
        ("nonsense", b"as text", "as text"),
    ],
)
def test_a_body_is_read_whatever_it_claims_to_be(kind, body, text):
    found = message(b"Subject: x\nContent-Type: " + kind.encode() + b"\n\n" + body)["body"]
    assert found is None if text is None else (found or "").replace("\x00", "").startswith(text)


@pytest.mark.parametrize(
    ("header", "column", "value"),
    [
        (b"Date: yesterday", "date", None),
        (b"Date: Wed, 31 Jan 2024 12:00:00 +9999", "date", None),
        (b"Date: Wed, 31 Jan 2024 12:00:00 -0000", "date", "2024-01-31T12:00:00Z"),
        (b"Date: Wed, 31 Jan 99999 12:00:00 +0000", "date", None),
        (b"From: @@@<<", "from_name", None),
        (b"From: undisclosed", "from_address", "undisclosed"),
        (b"To: ", "to_addresses", None),
        (b"Subject: \xff\xfe raw", "subject", "�� raw"),
        (b"Subject: =?utf-8?b?////?= x", "subject", "��� x"),
        (b"Message-ID: <a@b.example", "message_id", "a@b.example"),
        (b"Message-ID: [bad]@x y", "message_id", "[bad]@xy"),
    ],
)
def test_broken_headers_cost_the_header_not_the_message(header, column, value):
    assert message(b"X-Kept: 1\n" + header + b"\n\nbody")[column] == value


def test_a_message_without_id_has_one_of_its_own():
    first, second = (message(b"Subject: x\n\n" + body)["message_id"] for body in (b"a", b"b"))
    assert first != second
    assert first == message(b"Subject: x\n\na")["message_id"]
    assert "@" not in first


@pytest.mark.parametrize("raw", [b"", b"\n", b"no headers at all\n", b"\n\nbody only"])
def test_what_has_no_headers_is_no_message(raw):
    with pytest.raises(BadMessage, match="no mail headers"):
        message(raw)


def test_a_message_nested_without_end_is_no_crash():
    nested = b"Content-Type: message/rfc822\n\n" * 3000 + b"Subject: x\n\nbody"
    with pytest.raises(BadMessage, match="nested too deeply"):
        message(nested)


def test_an_mbox_ends_messages_where_they_end(warehouse, controller):
    (controller / "mail").mkdir()
    text = (
        "From a Wed Jan 31 12:00:00 2024\r\nMessage-ID: <1@a>\r\n\r\nFrom the start\r\n>From quoted\r\n>>From twice\r\n\r\n"
        "From b Wed Jan 31 12:00:00 2024\nMessage-ID: <2@a>\n\nline\nFrom inside\n\n\n"
        "From c Wed Jan 31 12:00:00 2024\nnothing\n"
    )
    (controller / "mail" / "in.mbox").write_bytes(text.encode())
    landed = land(warehouse, STORE, STORE.tables[0], controller)
    assert (landed.rows, landed.landed, landed.reasons) == (4, 2, {"no mail headers": 2})
    found = warehouse.execute("SELECT message_id, body, _line, folder FROM landed.desk__mail ORDER BY _line").fetchall()
    assert [row[2:] for row in found] == [(1, "in"), (8, "in")]


def test_a_message_too_large_is_quarantined(warehouse, controller, monkeypatch):
    monkeypatch.setattr("stores.mailbox.LARGEST", 1000)
    (controller / "mail").mkdir()
    small = "From a\nMessage-ID: <1@a>\n\nx\n\n"
    big = "From b\nMessage-ID: <2@a>\n\n" + "y" * 50 + "\n" + "z\n" * 600 + "\n"
    (controller / "mail" / "in.mbox").write_text(small + big + small.replace("1@a", "3@a"))
    (controller / "mail" / "big.eml").write_text("Message-ID: <4@a>\n\n" + "z" * 2000)
    landed = land(warehouse, STORE, STORE.tables[0], controller)
    assert (landed.rows, landed.landed, landed.reasons) == (4, 2, {"larger than 0 MiB": 2})


def test_an_empty_mailbox_is_no_error(warehouse, controller):
    (controller / "mail").mkdir()
    (controller / "mail" / "in.mbox").write_bytes(b"")
    assert land(warehouse, STORE, STORE.tables[0], controller).rows == 0
