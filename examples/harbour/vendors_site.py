"""Harbour's website: what WordPress.com exports of it, and what Google Analytics counted there.

Here: one method a record, with a clean one as the default. Not here: which records break a promise
(``planted_site``), how many clean ones there are (``clean_cloud``).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from examples.harbour.book import Book
from examples.harbour.pages import millis
from examples.people import Person

NOBODY = "0000-00-00 00:00:00"
FORM = (
    "Please send me the guide to self-assessment, edition {n}.",
    "What does Compass cost for {n} people?",
    "Is there a course on observation in week {n}?",
)
REMARKS = (
    "Thank you, point {n} was new to me.",
    "We have tried this with {n} colleagues and it works.",
    "Could you say more about step {n}?",
)
PLACES = ("/", "/compass", "/courses", "/news", "/guides/self-assessment", "/search?q=observation")
SITE = "https://www.harbour.example"
DEVICE = {
    "category": "desktop",
    "mobile_brand_name": "Apple",
    "mobile_model_name": None,
    "mobile_marketing_name": None,
    "mobile_os_hardware_model": None,
    "operating_system": "Macintosh",
    "operating_system_version": "10.15",
    "vendor_id": None,
    "advertising_id": None,
    "language": "en-gb",
    "is_limited_ad_tracking": "No",
    "time_zone_offset_seconds": None,
    "browser": None,
    "browser_version": None,
    "web_info": {"browser": "Chrome", "browser_version": "126.0", "hostname": "www.harbour.example"},
}
ELSEWHERE = (
    "event_previous_timestamp",
    "event_value_in_usd",
    "user_ltv",
    "app_info",
    "event_dimensions",
    "ecommerce",
    "publisher",
    "collected_traffic_source",
    "session_traffic_source_last_click",
)


class Site:
    """Posts, comments and events of the website."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def author(self, login: str, name: str, email: str) -> str:
        """Someone with an account to write. Returns its id."""
        number = str(self.book.number("author", 1))
        first, _, last = name.partition(" ")
        self.book.add("site_authors", (number, login, email, name, first, last))
        return number

    def page(self, day: date, *comments: dict[str, str]) -> str:
        """An article with its comments. Returns its id."""
        number = str(self.book.number("post", 101))
        item = {"post_id": number, "title": "Ten questions before an inspection", "post_type": "post", "day": day}
        content = "<p>Ten questions, and where to look for the answers.</p>"
        self.book.add(
            "site_items", {**item, "content": content, "comments": list(comments), "meta": [("_edit_last", "1")]}
        )
        return number

    def comment(self, person: Person, day: date, text: str = "", **more: str) -> dict[str, str]:
        """A comment; ``more``: ip, url. Its id stands in it."""
        number = str(self.book.number("remark", 5001))
        said = text or self.book.text(*REMARKS)
        return {
            "id": number,
            "author": person.name,
            "email": person.email,
            "day": f"{day} 10:15:00",
            "text": said,
            **more,
        }

    def submitted(self, person: Person, day: date | None) -> tuple[str, tuple[str, str, str]]:
        """What somebody sent through the form. Returns the post's id and the key of the value beside it."""
        number = str(self.book.number("post", 101))
        said = self.book.text(*FORM)
        content = (
            f"{said}\n<!--more-->\nAUTHOR: {person.name}\nAUTHOR EMAIL: {person.email}\nAUTHOR URL: \n"
            f"SUBJECT: [Harbour Learning] Ask us\nIP: 203.0.113.{person.number % 250 + 1}\n"
        )
        meta = ("_feedback_extra_fields", "a:0:{}")
        item = {"post_id": number, "title": f"{person.name} - {day}", "post_type": "feedback", "day": day}
        self.book.add("site_items", {**item, "content": content, "comments": [], "meta": [meta]})
        return number, (number, *meta)

    def visited(
        self,
        day: date,
        place: str = "",
        *,
        agreed: bool = True,
        cookie: bool = True,
        user: str | None = None,
        **params: str,
    ) -> tuple[tuple[str, ...], list[tuple[str, ...]], list[tuple[str, ...]]]:
        """An event of Google Analytics. Returns its key, those of its parameters, and those of its properties."""
        book = self.book
        count = book.number("event of the site", 1)
        at = str(millis(day) * 1000 + count)
        visitor = f"{1_000_000 + count % 97}.{millis(book.ago(60)) // 1000}"
        given = {"page_location": SITE + (place or book.rng.choice(PLACES)), "page_title": "Harbour Learning", **params}
        properties = {"theme": "light"} if count % 4 == 0 else {}
        row: dict[str, Any] = {
            "event_date": f"{day:%Y%m%d}",
            "event_timestamp": at,
            "event_name": "page_view",
            "event_params": [{"key": name, "value": _value(value)} for name, value in given.items()],
            "event_bundle_sequence_id": str(count),
            "event_server_timestamp_offset": "1200",
            "user_id": user,
            "user_pseudo_id": visitor if cookie else None,
            "privacy_info": {
                "analytics_storage": "Yes" if agreed else "No",
                "ads_storage": "No",
                "uses_transient_token": "No",
            },
            "user_properties": [
                {"key": n, "value": {**_value(v), "set_timestamp_micros": at}} for n, v in properties.items()
            ],
            "user_first_touch_timestamp": at if cookie else None,
            "device": DEVICE,
            "geo": {"city": "Saltmarsh", "country": "United Kingdom", "continent": "Europe", "region": "England"}
            | {"sub_continent": "Northern Europe", "metro": "(not set)"},
            "traffic_source": {"name": "(direct)", "medium": "(none)", "source": "(direct)"},
            "stream_id": "4000000001",
            "platform": "WEB",
            "items": [],
            "is_active_user": True,
            "batch_event_index": "1",
            "batch_page_id": "1",
            "batch_ordering_id": "1",
            **dict.fromkeys(ELSEWHERE),
        }
        book.add("site_events", row)
        key = (at, "page_view", str(count))
        return key, [(*key, name) for name in given], [(*key, name) for name in properties]

    def visitor(self, name: str, known: str, day: date) -> str:
        """A row of the table of visitors, or of that of user ids. Returns the key's last part."""
        seen = str(millis(day) * 1000)
        device = {"operating_system": "Macintosh", "category": "desktop", "mobile_brand_name": None}
        where = {"city": "Saltmarsh", "country": "United Kingdom", "continent": "Europe", "region": "England"}
        info = {
            "last_active_timestamp_micros": seen,
            "user_first_touch_timestamp_micros": seen,
            "first_purchase_date": None,
        }
        stream = {"stream_id": "4000000001"} if name == "pseudo_user_id" else {}
        row: dict[str, Any] = {
            name: known,
            **stream,
            "user_info": info,
            "device": {**device, "mobile_model_name": None, "unified_screen_name": None},
            "geo": where,
            "audiences": [],
            "user_properties": [],
            "user_ltv": {"revenue_in_usd": 0, "sessions": "1"},
            "predictions": None,
            "privacy_info": {"is_limited_ad_tracking": "No", "is_ads_personalization_allowed": "No"},
            "occurrence_date": f"{day:%Y%m%d}",
            "last_updated_date": f"{day:%Y%m%d}",
        }
        self.book.add("site_users" if name == "user_id" else "site_visitors", row)
        return f"{day:%Y%m%d}"


def _value(text: str) -> dict[str, str | None]:
    return {"string_value": text, "int_value": None, "float_value": None, "double_value": None}
