"""What Google Analytics counted on Meridian's website, as BigQuery exports it: clean visits and planted ones.

Here: ``cookies-if-agreed``, ``analytics-never-learns``, and the events they speak of. Not here: the page counts of the
property that was replaced in the spring, whose file is empty (``forms``), the server's own logs (``weblog``).
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from examples.meridian.books import Books
from examples.meridian.days import Days
from examples.truth import Truth
from examples.writers import write_jsonl

COOKIES = "cookies-if-agreed"
LEARNS = "analytics-never-learns"
STORE = "google_analytics"
SITE = "https://www.meridian-systems.example"
VISITS = 40
PAGES = ("/", "/products", "/products/stockroom", "/training/dates", "/support", "/prices?places=25")
DEVICE = {
    "category": "desktop",
    "operating_system": "Windows",
    "operating_system_version": "10",
    "language": "en-gb",
    "is_limited_ad_tracking": "No",
    "web_info": {"browser": "Firefox", "browser_version": "127.0", "hostname": "www.meridian-systems.example"},
}
EMPTY = (
    "mobile_brand_name",
    "mobile_model_name",
    "mobile_marketing_name",
    "mobile_os_hardware_model",
    "vendor_id",
    "advertising_id",
    "time_zone_offset_seconds",
    "browser",
    "browser_version",
)
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


class Visits:
    """Events of the website."""

    def __init__(self, days: Days, rng: random.Random) -> None:
        self.days = days
        self.rng = rng
        self.events: list[dict[str, Any]] = []

    def visit(
        self, day: date, place: str, *, agreed: bool = True, cookie: bool = True, user: str | None = None
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """One page seen. Returns the keys of the event and of its page's address."""
        count = len(self.events) + 1
        at = str(int(datetime.combine(day, time(12), tzinfo=UTC).timestamp()) * 1_000_000 + count)
        consent = {"analytics_storage": "Yes" if agreed else "No", "ads_storage": "No", "uses_transient_token": "No"}
        where = {"city": "Kingsferry", "country": "United Kingdom", "continent": "Europe", "region": "England"}
        value = {"string_value": SITE + place, "int_value": None, "float_value": None, "double_value": None}
        known = {
            "event_date": f"{day:%Y%m%d}",
            "event_timestamp": at,
            "event_name": "page_view",
            "event_params": [{"key": "page_location", "value": value}],
            "event_bundle_sequence_id": str(count),
            "event_server_timestamp_offset": "900",
            "user_id": user,
            "user_pseudo_id": f"{3_000_000 + count % 23}.{at[:10]}" if cookie else None,
            "privacy_info": consent,
            "user_first_touch_timestamp": at if cookie else None,
            "device": {**dict.fromkeys(EMPTY), **DEVICE},
            "geo": {**where, "sub_continent": "Northern Europe", "metro": "(not set)"},
            "traffic_source": {"name": "(direct)", "medium": "(none)", "source": "(direct)"},
            "stream_id": "4000000077",
            "platform": "WEB",
            "items": [],
            "is_active_user": True,
            **{f"batch_{name}": "1" for name in ("event_index", "page_id", "ordering_id")},
        }
        self.events.append({**known, **dict.fromkeys(ELSEWHERE)})
        key = (at, "page_view", str(count))
        return key, (*key, "page_location")


def write_visits(folder: Path, books: Books, truth: Truth, scale: int) -> None:
    """Write the events below ``folder`` and say of each planted one what it is."""
    visits = Visits(books.days, books.rng)
    _planted(visits, books, truth)
    for i in range(VISITS * scale):
        agreed = i % 4 > 0
        visits.visit(books.days.ago(1 + books.rng.randrange(60)), books.rng.choice(PAGES), agreed=agreed, cookie=agreed)
    write_jsonl(folder / "events_export.jsonl", visits.events)


def _planted(visits: Visits, books: Books, truth: Truth) -> None:
    """Cookies without agreement, an address in a page's, an account's number; near: no cookie, the word address."""
    day = books.days.ago(9)
    for cookie, plant_one in ((True, truth.flag), (False, truth.near_miss)):
        event, param = visits.visit(day, "/products", agreed=False, cookie=cookie)
        plant_one(COOKIES, STORE, "events", *event)
        plant_one(COOKIES, STORE, "event_params", *param)
    who = books.person()
    _, param = visits.visit(day, f"/newsletter/confirm?address={who.email}")
    truth.flag(LEARNS, STORE, "event_params", *param)
    event, param = visits.visit(day, "/support", user="U-00017")
    truth.flag(LEARNS, STORE, "events", *event)
    truth.flag(LEARNS, STORE, "event_params", *param)
    for place in ("/search?q=change+of+address", "/assets/logo@2x"):
        event, param = visits.visit(day, place)
        truth.near_miss(LEARNS, STORE, "events", *event)
        truth.near_miss(LEARNS, STORE, "event_params", *param)
