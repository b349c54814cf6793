"""A notice's text as sentences: each with its place, its heading and, in a list, the words that lead into the list.

What belongs here: lines, blocks, headings, lists, sentence ends. Nothing here knows what a sentence means.

A line that was broken because the next word did not fit is joined with the next; any other line break ends a block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scanners.prose.patterns import table

_BULLET = re.compile(r"^\s*(?:[-*+•·‣◦▪\u2013\u2014]\s+|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*\.?|[A-Z]\.)\s+")
_MARKS = re.compile(r"^\s*#{1,6}\s+")
_EMPTY = re.compile(r"^\s*(?:#{1,6}|[-*+\u2022\u00b7]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s*$")
_RULE = re.compile(r"^[\s|:=_*-]+$")
_ENDED = re.compile(r"[.!?;:,][\"'”\u2019)\]*_]*$")
_STOP = re.compile(r"[.!?][\"'”\u2019)\]*_]*$")
_WIDEST = 160
_HEADING_WORDS = 12
_ABBREVIATIONS = frozenset(table("abbreviations")["words"])
_BREAK = re.compile(r"[.!?][\"'”\u2019)\]*_]*(?=\s+[\"'“\u2018(\[*_]*[A-Z0-9])")
_CURLY = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "“": '"', "”": '"', "\u00a0": " ", "\u2011": "-", "\u2013": "-", "\u2014": "-"}
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or one item of a list.

    Attributes:
        start: where it begins in the layout's text.
        end: where it ends.
        line: the 1-based line of the file.
        quote: word for word, white space as single spaces.
        said: for patterns: lower case, straight quotation marks, no mark-up.
        heading: the heading above it, as ``said``; '' if there is none.
        lead: of an item, the sentence that leads into its list, as ``said``; '' otherwise.
        lead_start: where that sentence begins; ``start`` if there is none.
        block: which block it stands in, counted from 0.
        title: whether it is a heading itself.
    """

    start: int
    end: int
    line: int
    quote: str
    said: str
    heading: str
    lead: str
    lead_start: int
    block: int
    title: bool = False


@dataclass
class _Block:
    start: int
    end: int
    row: int
    bullet: bool
    marked: bool
    gap: bool
    """Whether an empty line stands before it."""
    long: bool = False
    """Whether it is a paragraph, with a full stop at its end."""
    table: bool = False
    """Whether it is a row of a table."""
    numbered: bool = False
    """Whether a number stands before it, as before a heading or an item."""


def sentences(text: str, lines: Sequence[int], marks: Sequence[str] = ()) -> list[Sentence]:
    """Every sentence of a notice in order, headings included.

    Args:
        text: the text, with line breaks.
        lines: of each line of ``text``, the 1-based line of the file on which it begins.
        marks: of each line, ``heading``, ``item`` or ``row`` where mark-up says what it is, '' otherwise.
    """
    found: list[Sentence] = []
    blocks = list(_blocks(text, marks or [""] * len(lines)))
    heading, listing = "", _List()
    for number, block in enumerate(blocks):
        body = text[block.start : block.end]
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        following = text[after.start : after.end] if after else ""
        if listing.lead and not listing.takes(body, block, following):
            listing = _List()
        where = (listing.lead, listing.start if listing.lead else block.start)
        if not listing.lead and after and _is_heading(body, block):
            heading = plain(body)
            span = (block.start, block.end)
            found.append(_sentence(text, span, lines[block.row], heading, where, number, title=True))
            continue
        listing.items.append(block)
        spans = list(_ends(text, block.start, block.end))
        for place, (start, end) in enumerate(spans):
            row = block.row + text.count("\n", block.start, start)
            if place == 0 and len(spans) > 1 and not listing.lead and _run_in(text[start:end]):
                heading = plain(text[start:end])
            lead = where if listing.lead else ("", start)
            found.append(_sentence(text, (start, end), lines[row], heading, lead, number))
        if block.table:
            listing = listing if listing.table else _List(found[-1].said, found[-1].start, table=True)
        elif _leads(body, found[-1].said, after, following) and not (listing.lead and block.bullet):
            listing = _List(found[-1].said, found[-1].start)
    return found


@dataclass
class _List:
    """A list that is being read: the words that lead into it, and its items so far."""

    lead: str = ""
    start: int = 0
    items: list[_Block] = field(default_factory=list)
    table: bool = False

    def takes(self, body: str, block: _Block, following: str) -> bool:
        """Whether the next block is an item of this list."""
        if self.table or block.table:
            return self.table and block.table
        if block.marked or re.search(r"\s[\u2013\u2014-]$", body) or (body.isupper() and len(body.split()) > 1):
            return False
        if not self.items or block.bullet:
            return True
        if self.items[0].bullet:
            return False
        if not block.gap:
            return True
        apart = len(self.items) < 2 or self.items[1].gap
        short = len(body.split()) <= 25 and not _STOP.search(body) and not body.endswith(":")
        heads = bool(_STOP.search(following) or following.endswith(":")) and not self.items[-1].long
        return apart and short and not heads and not self.items[-1].long


def _leads(body: str, said: str, after: _Block | None, following: str) -> bool:
    """Whether a list follows: after a colon, or after "the following" where short lines follow at once."""
    if body.rstrip("*_ ").endswith(":"):
        return True
    short = after is not None and not after.gap and len(following.split()) <= 6 and not _STOP.search(following)
    return short and re.search(r"\b(?:the following|listed below|as follows)\b", said) is not None


def plain(text: str) -> str:
    """``text`` as patterns read it: lower case, straight marks, no mark-up, white space as single spaces."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text.translate(_CURLY))
    text = _MARKS.sub("", _BULLET.sub("", text))
    return re.sub(r"\s+", " ", re.sub(r"[*_`|]+", " ", text)).strip().lower()


def _sentence(
    text: str, span: tuple[int, int], line: int, heading: str, lead: tuple[str, int], block: int, *, title: bool = False
) -> Sentence:
    quote = re.sub(r"\s+", " ", text[span[0] : span[1]]).strip()
    return Sentence(span[0], span[1], line, quote, plain(quote), heading, lead[0], lead[1], block, title)


def _blocks(text: str, marks: Sequence[str]) -> Iterator[_Block]:
    rows = text.split("\n")
    width = _width(rows)
    here: _Block | None = None
    at, gap = 0, True
    for number, row in enumerate(rows):
        start, end = at + len(row) - len(row.lstrip()), at + len(row.rstrip())
        at += len(row) + 1
        if not row.strip() or _RULE.match(row) or _EMPTY.match(row):
            if here is not None:
                yield _closed(text, here)
            here, gap = None, True
            continue
        bullet, marked, mark = _BULLET.match(row), _MARKS.match(row), marks[number]
        joined = (
            here is not None
            and not (bullet or marked or mark or marks[number - 1])
            and _ran_over(rows[number - 1], row, width)
        )
        if here is not None and joined:
            here.end = end
            continue
        if here is not None:
            yield _closed(text, here)
        start += len(bullet[0].lstrip()) if bullet else len(marked[0].lstrip()) if marked else 0
        here = _Block(start, end, number, bool(bullet) or mark == "item", bool(marked) or mark == "heading", gap)
        here.table = mark == "row"
        here.numbered = bool(bullet and re.match(r"\s*\d", bullet[0]))
        gap = False
    if here is not None:
        yield _closed(text, here)


def _closed(text: str, block: _Block) -> _Block:
    body = text[block.start : block.end]
    block.long = not block.bullet and _STOP.search(body) is not None
    return block


def _width(rows: Sequence[str]) -> int:
    """The column at which the file's lines were broken; 0 if paragraphs stand on one line each."""
    lengths = sorted(len(row) for row in rows if row.strip() and " " in row[len(row) // 2 :])
    common = lengths[len(lengths) * 19 // 20] if lengths else 0
    return common if common <= _WIDEST else 0


def _ran_over(before: str, row: str, width: int) -> bool:
    """Whether a line goes on in the next: it is about as long as lines get, or the next begins in the middle of one."""
    length, start = len(before.rstrip()), row.lstrip()
    full = length + 1 + len(start.split(maxsplit=1)[0]) > width - 2 or length > 0.6 * width
    return bool(width) and (full or (start[:1].islower() and length > 0.3 * width))


def _is_heading(body: str, block: _Block) -> bool:
    if block.marked:
        return True
    if len(body.split()) > _HEADING_WORDS or block.table or "@" in body:
        return False
    if re.search(r"\s[\u2013\u2014-]$", body):
        return True
    starts = body[:1].isupper() or body[:1].isdigit()
    return starts and not _ENDED.search(body) and (block.gap or block.numbered or not block.bullet)


def _run_in(first: str) -> bool:
    """``Delegates. For a course we need …``: a heading that stands in its paragraph."""
    return len(first.split()) <= 3 and first.endswith(".")


def _ends(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begun = start
    for stop in _BREAK.finditer(text, start, end):
        word = re.search(r"([\w.]*\w)?$", text[begun : stop.start()])
        last = (word[1] or "").lower() if word else ""
        if text[stop.start()] == "." and (last in _ABBREVIATIONS or re.fullmatch(r"[a-z]", last)):
            after = text[stop.end() : end].lstrip()
            if last not in {"etc", "ltd", "inc", "co", "u.k", "p.m", "a.m"} or not re.match(
                r"(?:We|You|They|It|This|The|Our|Your|If|When|For|In)\b", after
            ):
                continue
        yield begun, stop.end()
        begun = stop.end() + len(text[stop.end() : end]) - len(text[stop.end() : end].lstrip())
    if text[begun:end].strip():
        yield begun, end
