"""The text of HTML, for reading and scanning, not for showing.

What belongs here: which elements end a line, which hold no text, which attributes hold some. The standard library's
parser takes any nesting and any fault without losing what stands after it.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote

_BLANKS = re.compile(r"[ \t]+")
_LINES = re.compile(r"\s*\n\s*\n\s*")
_BREAKS = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "table"})
_WORDS = ("alt", "title", "value", "placeholder")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)


class _Text(HTMLParser):
    def __init__(self, hidden: frozenset[str], *, attributes: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.without = hidden
        self.attributes = attributes
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.without:
            self.hidden += 1
        elif tag in _BREAKS:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")
        if self.attributes:
            self.parts += [f" {found} " for found in _said(tag, dict(attrs))]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.without and self.hidden:
            self.hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)

    def handle_comment(self, data: str) -> None:
        if self.attributes:
            self.parts.append(f" {data} ")


def _said(tag: str, given: dict[str, str | None]) -> list[str]:
    """What attributes say in words: names of pictures, values of fields, addresses that links lead to."""
    found = [value for name in _WORDS if (value := given.get(name))]
    if tag == "meta" and given.get("name") and (value := given.get("content")):
        found.append(value)
    address = given.get("href") or ""
    if address.lower().startswith(("mailto:", "tel:")):
        found.append(unquote(address.partition(":")[2]))
    return found


def html_text(text: str, *, whole: bool = False) -> str:
    """The text of an HTML document.

    Args:
        text: the document.
        whole: also its title, comments, and what attributes say.
    """
    parser = _Text(frozenset({"script", "style"} if whole else {"script", "style", "title"}), attributes=whole)
    parser.feed(text)
    parser.close()
    return _LINES.sub("\n", _BLANKS.sub(" ", "".join(parser.parts).replace("\xa0", " "))).strip()


def stated_charset(data: bytes) -> str | None:
    """The character set that a ``meta`` element near the beginning states."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else None
