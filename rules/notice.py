"""The notice of one controller: its text, its clauses, and that every quote stands word for word in the text.

What belongs here: what a clause may say. Whether its rule exists and accepts what is given is ``rules.binding``'s.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from rules.document import Document
from rules.terms import Remedy

ClauseId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{2,59}$")]


OPEN = "DECIDE"
"""What a draft writes where a person has to decide. It is no valid value anywhere: ``abide check`` names each."""


class Attestation(Document):
    """A person's word for what no data can prove."""

    by: str = Field(min_length=2, description="Role of the person who attests, e.g. Data Protection Officer.")
    on: date
    until: date

    @model_validator(mode="after")
    def _ordered(self) -> Attestation:
        if self.until <= self.on:
            raise ValueError("an attestation must end after it was given")
        return self


class Clause(Document):
    """One promise: a verbatim quote, the law behind it, and the rule that proves it or why no data can."""

    id: ClauseId
    quote: str = Field(min_length=8)
    law: tuple[str, ...] = ()
    rule: str | None = None
    given: dict[str, Any] = Field(default_factory=dict)
    stores: tuple[str, ...] | None = Field(
        default=None, description="Only these stores; all that can matter if absent."
    )
    remedy: Remedy | None = None
    unprovable: str | None = Field(default=None, min_length=10)
    attested: Attestation | None = None

    @model_validator(mode="after")
    def _rule_or_reason(self) -> Clause:
        if (self.rule is None) == (self.unprovable is None):
            raise ValueError("a clause has either a rule or an unprovable reason, and not both")
        if self.rule is not None and self.remedy is None:
            raise ValueError("a clause with a rule says its remedy: nothing that leads to deletion has a default")
        if self.rule is None and (self.given or self.remedy or self.stores):
            raise ValueError("an unprovable clause has no given, no remedy and no stores")
        if self.attested is not None and self.unprovable is None:
            raise ValueError("only an unprovable clause can be attested")
        return self


class Accepted(Document):
    """A warning of ``abide check`` about the notice that somebody has looked at and lets stand until a day."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*(/[a-z0-9-]+)?$")] = Field(
        description=(
            "As abide check prints it, e.g. open-ended/1f0c33aa; without the part after '/', every one of its kind."
        )
    )
    reason: str = Field(min_length=10)
    until: date


class Notice(Document):
    """The published privacy notice of one controller as code."""

    controller: str = Field(min_length=2)
    published: date
    clauses: tuple[Clause, ...] = Field(min_length=1)
    accepted: tuple[Accepted, ...] = Field(default=(), description="Warnings about the notice that may stand.")

    @model_validator(mode="after")
    def _unique(self) -> Notice:
        seen: set[str] = set()
        for clause in self.clauses:
            if clause.id in seen:
                raise ValueError(f"the clause id '{clause.id}' stands twice")
            seen.add(clause.id)
        return self


def words(text: str) -> str:
    """``text`` with every run of white space as one space; nothing else is changed."""
    return re.sub(r"\s+", " ", text).strip()


def stands_in(quote: str, text: str) -> bool:
    """Whether the quote stands word for word in the notice's text: white space may differ, nothing else may."""
    return re.search(r"(?<!\w)" + re.escape(words(quote)) + r"(?!\w)", words(text)) is not None


_MARKS = dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "title"), "heading") | {"li": "item", "tr": "row"}
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "title", "tr", "ul",
))  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """A notice's text with a line break wherever a block of it ends.

    Attributes:
        text: the text; with its white space as single spaces it is the text that quotes are held against.
        lines: of each line of ``text``, the 1-based line of the file on which it begins.
        marks: of each line, what its mark-up says it is: ``heading``, ``item`` of a list, ``row`` of a table, or ''.
    """

    text: str
    lines: tuple[int, ...]
    marks: tuple[str, ...]


class _Text(HTMLParser):
    """The words of a page as lines, each with the line of the file where it begins; a block ends a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[int, str, str]] = []
        self._line = ""
        self._began = 1
        self._mark = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._hidden += tag in {"script", "style"}
        self._end(tag)
        if tag in _MARKS:
            self._mark = _MARKS[tag]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style"}
        self._end(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            if not self._line.strip() and data.strip():
                self._began = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
            self._line += data

    def close(self) -> None:
        super().close()
        self._end("body")

    def _end(self, tag: str) -> None:
        if tag not in _BLOCKS:
            self._line += " "
            return
        if self._line.strip():
            self.rows.append((self._began, words(self._line), self._mark))
        elif tag in {"p", "div", "section", "ul", "ol", "table"}:
            self.rows.append((self._began, "", ""))
        self._line = self._mark = ""


def notice_layout(path: Path) -> Layout:
    """The readable text of ``notice.txt``, ``.md`` or ``.html`` with its blocks kept apart, and where each begins."""
    raw = path.read_text(encoding="utf-8-sig")
    if path.suffix in {".html", ".htm"}:
        parser = _Text()
        parser.feed(raw)
        parser.close()
        lines, shown, marks = zip(*parser.rows, strict=True) if parser.rows else ((), (), ())
        return Layout("\n".join(shown), lines, marks)
    rows = raw.splitlines()
    text = "\n".join(html.unescape(row) if path.suffix == ".md" else row for row in rows)
    return Layout(text, tuple(range(1, len(rows) + 1)), tuple("row" if row.lstrip()[:1] == "|" else "" for row in rows))


def notice_text(path: Path) -> str:
    """The readable text of ``notice.txt``, ``.md`` or ``.html``."""
    text = notice_layout(path).text
    return words(text) if path.suffix in {".html", ".htm"} else text
