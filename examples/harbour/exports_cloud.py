"""The files that Crisp, Azure, WordPress, Google Analytics and Microsoft 365 export, each in its vendor's format.

Here: the files. What stands in them is ``clean_cloud``'s and the ``planted_*``'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from examples.harbour.book import Book
from examples.harbour.vendors_compass import INVENTORY, SCHEMA
from examples.harbour.vendors_site import NOBODY, SITE
from examples.writers import write_csv, write_json, write_jsonl, write_lines, write_sqlite

WXR = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Harbour Learning</title>
<wp:wxr_version>1.2</wp:wxr_version>"""


def write(exports: Path, book: Book) -> None:
    """Write the exports of these vendors below ``exports``."""
    rows = book.rows
    for name in ("conversations", "messages", "people"):
        write_json(
            exports / "crisp" / f"{name}.json", {"error": False, "reason": "listed", "data": rows[f"crisp_{name}"]}
        )
    for name in ("originals", "files", "pages", "subscriptions", "campaigns"):
        write_jsonl(exports / "crisp" / f"{name}.jsonl", rows[f"crisp_{name}"])
    tables = {name: (f"CREATE TABLE {name} ({ddl})", rows[f"compass_{name}"]) for name, ddl in SCHEMA.items()}
    write_sqlite(exports / "compass.db", tables)
    write_csv(exports / "azure_blobs" / "compass-inventory_1000000_0.csv", INVENTORY, rows["compass_blobs"], crlf=True)
    write_lines(exports / "wordpress" / "harbour.WordPress.xml", _wxr(rows))
    analytics = exports / "google_analytics"
    write_jsonl(analytics / "events_export.jsonl", rows["site_events"])
    write_jsonl(analytics / "pseudonymous_users_export.jsonl", rows["site_visitors"])
    write_jsonl(analytics / "users_export.jsonl", rows["site_users"])
    for setting in rows["site_settings"]:
        write_json(analytics / f"retention-{setting['name'].split('/')[1]}.json", setting)
    write_json(exports / "microsoft_365" / "office" / "messages.json", {"value": rows["office_messages"]})


def _wxr(rows: Mapping[str, Any]) -> Iterator[str]:
    """A WXR file, line by line."""
    yield WXR
    for author_id, login, email, name, first, last in rows["site_authors"]:
        told = (author_id, login, email, name, first, last)
        names = ("id", "login", "email", "display_name", "first_name", "last_name")
        yield (
            "<wp:author>"
            + "".join(_element(f"wp:author_{n}", v) for n, v in zip(names, told, strict=True))
            + "</wp:author>"
        )
    for item in rows["site_items"]:
        yield from _item(item)
    yield "</channel>"
    yield "</rss>"


def _item(item: Mapping[str, Any]) -> Iterator[str]:
    number, kind = item["post_id"], item["post_type"]
    day = f"{item['day']} 09:30:00" if item["day"] else NOBODY
    yield "<item>"
    yield _element("title", item["title"]) + _element("link", f"{SITE}/?p={number}") + "<pubDate></pubDate>"
    yield _element("dc:creator", "" if kind == "feedback" else "editor")
    yield f'<guid isPermaLink="false">{SITE}/?p={number}</guid>'
    yield (
        "<description></description>"
        + _element("content:encoded", item["content"])
        + "<excerpt:encoded></excerpt:encoded>"
    )
    yield _element("wp:post_id", number) + "".join(
        _element(f"wp:{name}", day) for name in ("post_date", "post_date_gmt", "post_modified", "post_modified_gmt")
    )
    fixed = {"comment_status": "open", "ping_status": "closed", "post_name": f"p{number}", "status": "publish"}
    fixed |= {"post_parent": "0", "menu_order": "0", "post_type": kind, "post_password": "", "is_sticky": "0"}
    yield "".join(_element(f"wp:{name}", value) for name, value in fixed.items())
    if kind == "post":
        yield '<category domain="category" nicename="guides">Guides</category>'
    for key, value in item["meta"]:
        yield "<wp:postmeta>" + _element("wp:meta_key", key) + _element("wp:meta_value", value) + "</wp:postmeta>"
    for comment in item["comments"]:
        yield from _comment(comment)
    yield "</item>"


def _comment(comment: Mapping[str, str]) -> Iterator[str]:
    known = {
        "id": comment["id"],
        "author": comment["author"],
        "author_email": comment["email"],
        "author_url": comment.get("url", ""),
        "author_IP": comment.get("ip", ""),
        "date": comment["day"],
        "date_gmt": comment["day"],
        "content": comment["text"],
        "approved": "1",
        "type": "comment",
        "parent": "0",
        "user_id": "0",
    }
    meta = _element("wp:meta_key", "akismet_result") + _element("wp:meta_value", "false")
    yield "<wp:comment>" + "".join(_element(f"wp:comment_{name}", value) for name, value in known.items())
    yield f"<wp:commentmeta>{meta}</wp:commentmeta></wp:comment>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"
