"""Erasing in mailboxes: a message goes whole, its attachments with it, and every other byte stays."""

import gzip

import pytest

from stores.errors import ErasureRefused
from tests.erasure.erasers import read, work
from tests.erasure.filed import MBOX, bound, carried, kept, put


@pytest.mark.parametrize("packed", [False, True])
def test_messages_of_a_mailbox(tmp_path, packed):
    data = b"".join(MBOX)
    path = put(tmp_path, "in.mbox" + (".gz" if packed else ""), gzip.compress(data) if packed else data)
    letter = put(tmp_path, "four.eml", b"From: d@x.example\nMessage-ID: <4@x>\n\nfour\n")
    columns = ["message_id", "from_address", "subject", "body"]
    store = bound({"name": "mail", "columns": columns, "key": ["message_id"], "digest_key": True}, by="mailbox")
    asked = [work(store, "mail", tmp_path, ["2@x", "4@x"])]
    assert carried(asked, tmp_path) == ["removed", "removed"]
    left = kept(path)
    assert (gzip.decompress(left) if packed else left) == MBOX[0] + MBOX[2]
    assert not letter.exists()
    assert carried(asked, tmp_path) == ["absent", "absent"]
    with pytest.raises(ErasureRefused, match="only removed whole"):
        carried([work(store, "mail", tmp_path, ["1@x"], "blank", ["body"])], tmp_path)


def test_an_attachment_goes_with_its_message_and_not_alone(tmp_path):
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["Message-ID"], mail["Subject"] = "a@x.example", "<1@x>", "CV"
    mail.set_content("see the CV")
    mail.add_attachment("my life", filename="cv.txt")
    letter = put(tmp_path, "one.eml", mail.as_bytes())
    put(tmp_path, "two.eml", b"From: d@x.example\nMessage-ID: <4@x>\n\nfour\n")
    tables = (
        {"name": "mail", "columns": ["message_id", "body"], "key": ["message_id"]},
        {
            "name": "attachments",
            "each": "/attachments",
            "columns": ["message_id", "part", "name"],
            "key": ["message_id", "part"],
        },
    )
    store = bound(*tables, by="mailbox")
    (key,) = read(store, "attachments", tmp_path).rows
    alone = [work(store, "attachments", tmp_path, [key])]
    assert carried(alone, tmp_path) == ["manual"]
    assert letter.exists()
    together = [alone[0], work(store, "mail", tmp_path, ["1@x"])]
    assert sorted(carried(together, tmp_path)) == ["absent", "removed"]
    assert not letter.exists()
