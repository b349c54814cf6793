"""Broken mailboxes."""

import base64

from tests.stores.malformed.export import RECORDS, Case, damaged


def mail(number, name, body="Hello.", headers=""):
    return (
        f"From MAILER-DAEMON Sat Jan  1 00:00:00 2000\nMessage-ID: <{number}@mail.example>\n"
        f"Date: Mon, 05 Feb 2024 10:00:00 +0000\nFrom: {name} <p{number}@mail.example>\n{headers}\n{body}\n\n"
    ).encode()


MBOX = b"".join(mail(number, name) for number, name, _ in RECORDS)


def of_mail(rng):
    columns = ["message_id", "date", "from_address", "from_name", "subject", "body", "attachments"]

    def case(name, data, rows=None, file="t.mbox", **table):
        return Case(
            f"mail: {name}", "mailbox", {file: data}, rows, {"columns": columns, "digest_key": True, **table}, "mailbox"
        )

    def attached(kind, data):
        text = base64.encodebytes(data).decode()
        head = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="B"\n'
        body = f'--B\n\nHi\n--B\nContent-Type: {kind}; name="a"\nContent-Transfer-Encoding: base64\n\n{text}\n--B--'
        return MBOX + mail(7, "Seven", body, head)

    yield case("sound", MBOX, 6)
    yield case("empty", b"", None)
    yield case("no From line", MBOX.split(b"\n", 1)[1], None)
    yield case("no headers", MBOX + b"From x Sat Jan  1 00:00:00 2000\n\njust text\n\n", 7)
    yield case("no Message-ID", MBOX + b"From x Sat Jan  1 00:00:00 2000\nSubject: x\n\ntext\n\n", 7)
    yield case("a date that is none", MBOX + mail(7, "Seven").replace(b"Mon, 05 Feb 2024", b"Someday"), 7)
    yield case("two dates", MBOX + mail(7, "Seven", headers="Date: Tue, 06 Feb 2024 10:00:00 +0000\n"), 7)
    yield case(
        "a charset nobody knows", MBOX + mail(7, "Seven", headers="Content-Type: text/plain; charset=x-none\n"), 7
    )
    yield case("a broken encoded word", MBOX + mail(7, "=?utf-8?B?!!!?=", headers="Subject: =?utf-8?Q?=ZZ?=\n"), 7)
    yield case("multipart without its boundary", MBOX + mail(7, "Seven", headers="Content-Type: multipart/mixed\n"), 7)
    yield case(
        "parts never closed", MBOX + mail(7, "S", "--B\n\nx", 'Content-Type: multipart/mixed; boundary="B"\n'), 7
    )
    nest = "".join(f'Content-Type: multipart/mixed; boundary="B{n}"\n\n--B{n}\n' for n in range(300))
    yield case("300 parts deep", MBOX + mail(7, "Seven", "x", nest.removesuffix("\n")), None)
    yield case("a header of 3 MB", MBOX + mail(7, "Seven", headers="Subject: " + "x" * 3_000_000 + "\n"), 7)
    yield case(
        "10,000 recipients",
        MBOX + mail(7, "S", headers="To: " + ", ".join(f"a{n}@b.example" for n in range(10_000)) + "\n"),
        7,
    )
    yield case(
        "bad base64", MBOX + mail(7, "S", "!!!!", "Content-Transfer-Encoding: base64\nContent-Type: text/plain\n"), 7
    )
    yield case("8-bit bytes", MBOX + mail(7, "S").replace(b"Hello", b"\xff\xfe\x80"), 7)
    yield case("NUL bytes", MBOX + mail(7, "S").replace(b"Hello", b"\0\0"), 7)
    yield case("From inside a body", MBOX + mail(7, "S", "one\n\n>From here\ntwo"), 7)
    yield case("an attachment", attached("application/pdf", b"%PDF-1.4 broken"), 7)
    yield case("a message in a message", attached("message/rfc822", mail(8, "Eight").split(b"\n", 1)[1]), 7)
    yield case("an eml", MBOX.split(b"\n", 1)[1].split(b"\nFrom ")[0], 1, "t.eml")
    yield case("an empty eml", b"", None, "t.eml")
    for name, data in damaged(MBOX, rng, 18):
        yield case(name, data)
