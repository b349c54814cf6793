"""Harbour's chat at Crisp, as the REST API answers: conversations, messages, people.

Here: one method a record, with a clean one as the default. Not here: which records break a promise
(``planted_compass``), how many clean ones there are (``clean_cloud``).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from examples.harbour.book import Book
from examples.harbour.pages import DAY, millis
from examples.people import Person

WEBSITE = "42286ab3-b29a-4fde-8538-da0ae501d825"
OPERATOR = {"type": "website", "user_id": "a4c32c68-be91-4e29-b05f-976e93abbe3f", "nickname": "Harbour", "avatar": None}
COMPANY = (
    "legal_name",
    "domain",
    "url",
    "description",
    "timezone",
    "phones",
    "emails",
    "geolocation",
    "metrics",
    "tags",
)
ASKED = (
    "Where do I find last term's report? It has {n} pages.",
    "The chart for site {n} is empty since this morning.",
    "Can I move {n} actions to another colleague at once?",
    "Please give our new colleague access, that makes {n} of us.",
    "The export stops after {n} rows, is that meant?",
)
ANSWERED = (
    "Thank you, we are looking into it. Your number in the queue is {n}.",
    "Please try again, it should work now. It took us {n} minutes.",
)


class Chat:
    """Rows of Crisp's exports."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def profile(self, person: Person, seen: date, *segments: str, **more: Any) -> str:
        """A profile; ``more`` replaces what stands below ``person``, or ``notepad``. Returns its id."""
        book = self.book
        number = f"{book.number('crisp person', 1):08x}-7b1e-4c2d-9f3a-5d6c7b8a9e0f"
        notepad = more.pop("notepad", None)
        about = {
            "nickname": person.name,
            "avatar": None,
            "gender": None,
            "phone": person.phone,
            "address": None,
            "description": None,
            "website": None,
            "timezone": 0,
            "profiles": [],
            "employment": {"name": person.company, "domain": None, "title": person.job_title, "role": None}
            | {"seniority": None},
            "geolocation": {"country": "GB", "region": "ENG", "city": person.city, "coordinates": None},
            "locales": ["en"],
            **more,
        }
        company = dict.fromkeys(COMPANY)
        book.add(
            "crisp_people",
            {
                "people_id": number,
                "email": person.email,
                "person": about,
                "company": {"name": person.company, **company},
                "segments": list(segments) or ["compass"],
                "notepad": notepad,
                "active": {"now": False, "last": millis(seen)},
                "score": None,
                "created_at": millis(seen - 30 * DAY),
                "updated_at": millis(seen),
            },
        )
        book.add("crisp_subscriptions", {"people_id": number, "data": {"email": True}})
        return number

    def conversation(
        self,
        person: Person,
        day: date,
        *,
        profile: str | None = None,
        segments: tuple[str, ...] = ("compass",),
        **more: Any,
    ) -> str:
        """A conversation without its messages; ``more``: participants, coordinates. Returns its id."""
        book = self.book
        count = book.number("crisp conversation", 1)
        number = f"session_{count:08x}-1c3d-4e5f-8a9b-0c1d2e3f4a5b"
        where = {"coordinates": more.get("coordinates"), "city": person.city, "region": "ENG", "country": "GB"}
        system = {
            "os": {"version": "10", "name": "Windows"},
            "engine": {"version": "126.0", "name": "Blink"},
            "browser": {"major": "126", "version": "126.0", "name": "Chrome"},
            "useragent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
        }
        device = {
            "capabilities": ["browsing"],
            "geolocation": where,
            "system": system,
            "timezone": 0,
            "locales": ["en"],
        }
        book.add(
            "crisp_conversations",
            {
                "session_id": number,
                "website_id": WEBSITE,
                "inbox_id": None,
                "people_id": profile,
                "state": "resolved",
                "status": 2,
                "is_verified": False,
                "is_blocked": False,
                "availability": "offline",
                "active": {"now": False, "last": millis(day)},
                "last_message": "Thank you!",
                "preview_message": {"type": "text", "from": "user", "excerpt": "Thank you!", "fingerprint": count},
                "topic": None,
                "participants": more.get("participants", []),
                "mentions": [],
                "compose": {"operator": None, "visitor": None},
                "unread": {"operator": 0, "visitor": 0},
                "assigned": {"user_id": OPERATOR["user_id"]},
                "meta": {
                    "nickname": person.name,
                    "email": person.email,
                    "phone": person.phone,
                    "address": None,
                    "subject": None,
                    "ip": f"203.0.113.{person.number % 250 + 1}",
                    "connection": {"isp": None, "asn": "AS64496"},
                    "origin": "chat",
                    "data": {},
                    "avatar": None,
                    "segments": list(segments),
                    "device": device,
                },
                "created_at": millis(day),
                "updated_at": millis(day + DAY),
                "waiting_since": None,
            },
        )
        return number

    def message(
        self, session: str, day: date, content: Any, *, kind: str = "text", operator: bool = False
    ) -> tuple[str, str]:
        """A message of the person, or of an operator. Returns its key."""
        book = self.book
        number = 163_408_806_000 + book.number("crisp message", 1)
        user = OPERATOR if operator else {"type": "website", "user_id": session, "nickname": None, "avatar": None}
        book.add(
            "crisp_messages",
            {
                "session_id": session,
                "website_id": WEBSITE,
                "fingerprint": number,
                "type": kind,
                "from": "operator" if operator else "user",
                "origin": "chat",
                "content": content,
                "preview": [],
                "mentions": [],
                "read": "chat",
                "delivered": "chat",
                "ignored": {},
                "edited": False,
                "translated": False,
                "automated": False,
                "timestamp": millis(day) + book.number("crisp tick", 1),
                "user": user,
                "references": [],
                "original": {"original_id": None},
            },
        )
        return session, str(number)

    def original(self, session: str, person: Person, day: date) -> None:
        """The e-mail behind a message that came by mail."""
        number = f"orig-{self.book.number('crisp original', 1):05d}"
        row = {"website_id": WEBSITE, "session_id": session, "original_id": number, "type": "email"}
        headers = {"From": f"{person.name} <{person.email}>", "Subject": "Compass"}
        content = "<p>Please see the picture.</p>"
        self.book.add("crisp_originals", {**row, "headers": headers, "content": content, "timestamp": millis(day)})

    def file(self, message: tuple[str, str], day: date) -> None:
        """A picture that was sent in the chat."""
        address = f"https://storage.crisp.example/{message[1]}/picture.png"
        one = {"name": "picture.png", "type": "image/png", "url": address}
        data = [{**one, "fingerprint": int(message[1]), "timestamp": millis(day)}]
        self.book.add("crisp_files", {"session_id": message[0], "data": data})

    def pages(self, session: str, day: date) -> None:
        """The pages that were seen on the way to the question."""
        seen = (
            ("Compass | Sign in", "https://www.harbour.example/compass"),
            ("Reports", "https://app.compass.example/r"),
        )
        data = [
            {"page_title": title, "page_url": url, "page_referrer": None, "timestamp": millis(day) + i}
            for i, (title, url) in enumerate(seen)
        ]
        self.book.add("crisp_pages", {"session_id": session, "data": data})

    def campaign(self, profile: str, day: date) -> tuple[str, str]:
        """A campaign that was sent to a person. Returns its key."""
        number = f"b1e1a1a0-0000-4000-8000-{self.book.number('crisp campaign', 1):012d}"
        when = {"created_at": millis(day - DAY), "updated_at": millis(day), "dispatched_at": millis(day)}
        row = {"campaign_id": number, "type": "one_shot", "name": "News of Compass", **when, "occurred_at": millis(day)}
        self.book.add("crisp_campaigns", {"people_id": profile, "data": [{**row, "statistics": ["delivered"]}]})
        return profile, number
