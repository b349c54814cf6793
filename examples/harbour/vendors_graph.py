"""The mailbox of Harbour's office, as Microsoft Graph answers, and mail with documents in the support mailbox.

Here: one method a message. Not here: which of them break a promise (``planted_site``), how many clean ones there are
(``clean_cloud``), mail without documents (``vendors``).
"""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from examples.harbour.book import Book
from examples.people import Person

OFFICE = ("Harbour office", "office@harbour.example")
WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"


class Office:
    """Messages of the office."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def message(self, person: Person, day: date, body: str, *attached: tuple[str, bytes], **more: Any) -> str:
        """A message from a person, or from the office: ``more`` replaces members. Returns its internetMessageId."""
        count = self.book.number("office", 1)
        number = f"<office-{count:06d}@mail.harbour.example>"
        at = f"{day}T10:{count % 60:02d}:00Z"
        sender = _address(person.name, person.email)
        row = {
            "@odata.etag": f'W/"CQAAABYAAA{count}"',
            "id": f"AAMkAGI1AAA{count}=",
            "createdDateTime": at,
            "lastModifiedDateTime": at,
            "changeKey": f"CQAAABYAAA{count}",
            "categories": [],
            "receivedDateTime": at,
            "sentDateTime": at,
            "hasAttachments": bool(attached),
            "internetMessageId": number,
            "subject": "Our visit",
            "bodyPreview": body[:80],
            "importance": "normal",
            "parentFolderId": "AQMkADYAAAIBDAAAAA==",
            "conversationId": f"AAQkAGI1{count}=",
            "conversationIndex": "AQHZ",
            "isDeliveryReceiptRequested": None,
            "isReadReceiptRequested": False,
            "isRead": True,
            "isDraft": False,
            "webLink": f"https://outlook.office365.com/owa/?ItemID={count}",
            "inferenceClassification": "focused",
            "body": {"contentType": "text", "content": body},
            "sender": sender,
            "from": sender,
            "toRecipients": [_address(*OFFICE)],
            "ccRecipients": [],
            "bccRecipients": [],
            "replyTo": [],
            "flag": {"flagStatus": "notFlagged"},
            "attachments": [_attachment(number, i, *one) for i, one in enumerate(attached, 1)],
        }
        self.book.add("office_messages", {**row, **more})
        return number

    def attachment(self, message: str, ordinal: int = 1) -> tuple[str, str]:
        """The key of a message's attachment."""
        return message, f"{message}-{ordinal}"

    def with_document(self, person: Person, day: date, body: str, name: str, document: bytes) -> tuple[str, str]:
        """A message to the support mailbox with a Word document. Returns the key of the document."""
        number = f"{self.book.number('mail', 100001)}.support@mail.harbour.example"
        message = EmailMessage()
        message["Message-ID"] = f"<{number}>"
        message["Date"] = format_datetime(datetime.combine(day, time(9, 15), tzinfo=UTC))
        message["From"] = f"{person.name} <{person.email}>"
        message["To"] = "support@harbour.example"
        message["Subject"] = "With a document"
        message.set_content(body)
        message.add_attachment(document, maintype="application", subtype=WORD, filename=name)
        self.book.add("mail_support", message)
        return number, "1"


def addressed(*people: Person) -> list[dict[str, Any]]:
    """Recipients, as Graph writes them."""
    return [_address(person.name, person.email) for person in people]


def _address(name: str, address: str) -> dict[str, Any]:
    return {"emailAddress": {"name": name, "address": address}}


def _attachment(message: str, ordinal: int, name: str, document: bytes) -> dict[str, Any]:
    return {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "@odata.mediaContentType": f"application/{WORD}",
        "id": f"{message}-{ordinal}",
        "lastModifiedDateTime": "2026-01-05T10:00:00Z",
        "name": name,
        "contentType": f"application/{WORD}",
        "size": len(document),
        "isInline": False,
        "contentId": None,
        "contentLocation": None,
        "contentBytes": b64encode(document).decode(),
    }
