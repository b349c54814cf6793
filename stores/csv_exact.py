"""The exact CSV reader: every physical line of a file ends up in a record or beside a reason.

What belongs here: splitting text into records and fields by RFC 4180, telling an empty field (None) from a quoted empty
one (''), and finding the way back after a broken quote. Python's ``csv`` module tells neither apart, and after an
unclosed quote takes the rest of the file for one field.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST = 16_000_000
"""Characters of one record; a longer one is a quote that was never closed."""

_CLOSE = re.compile(r'([^"]*+(?:""[^"]*+)*+)"')
_BREAKS = "\r\n"


@dataclass(frozen=True)
class Record:
    """One record, or the reason why it is none.

    Attributes:
        line: 1-based physical line where it starts.
        lines: physical lines it takes.
        fields: its fields, None for an empty one without quotes; None if it cannot be read.
        reason: why it cannot be read, else ''.
    """

    line: int
    lines: int
    fields: list[str | None] | None
    reason: str = ""


class _Fields:
    """The fields of one record as its lines come in."""

    def __init__(self, delimiter: str) -> None:
        self.delimiter = delimiter
        self.bare = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
        self.fields: list[str | None] = []
        self.open: list[str] = []

    def feed(self, text: str) -> str:
        """Take one physical line: 'done', 'open' (a quoted field goes on), or 'bad'."""
        at = 0
        if self.open:
            closed = _CLOSE.match(text)
            if closed is None:
                self.open.append(text)
                return "open"
            value: str | None = ("".join(self.open) + closed[1]).replace('""', '"')
            self.open = []
            at = closed.end()
            if (state := self._after(text, at, value)) != "next":
                return state
            at += 1
        while True:
            if text[at : at + 1] == '"':
                closed = _CLOSE.match(text, at + 1)
                if closed is None:
                    self.open.append(text[at + 1 :])
                    return "open"
                value, at = closed[1].replace('""', '"'), closed.end()
            else:
                found = self.bare.match(text, at)
                value, at = (found[0] or None, found.end()) if found else (None, at)
            if (state := self._after(text, at, value)) != "next":
                return state
            at += 1

    def _after(self, text: str, at: int, value: str | None) -> str:
        follows = text[at : at + 1]
        if follows and follows != self.delimiter and follows not in _BREAKS:
            return "bad"
        self.fields.append(value)
        return "next" if follows == self.delimiter else "done"


def records(lines: Iterable[str], delimiter: str) -> Iterator[Record]:
    """The records of a CSV text; blank lines are none.

    After a record that cannot be read, reading goes on at its second line: those lines are each taken as a record of
    their own, but for the last, so that every line is looked at twice at most.

    Args:
        lines: physical lines with their line breaks (line feed, carriage return, or both).
        delimiter: one character.
    """
    numbered = enumerate(lines, 1)
    again: deque[tuple[int, str, bool]] = deque()
    while True:
        if again:
            number, text, alone = again.popleft()
        elif (fresh := next(numbered, None)) is not None:
            number, text, alone = *fresh, False
        else:
            return
        if not text.strip(_BREAKS):
            continue
        if '"' not in text:
            yield Record(number, 1, [value or None for value in text.rstrip(_BREAKS).split(delimiter)])
            continue
        parser = _Fields(delimiter)
        state = parser.feed(text)
        used, length = [(number, text)], len(text)
        while state == "open" and not alone and length <= LONGEST:
            if again:
                following = again.popleft()[:2]
            elif (fresh := next(numbered, None)) is not None:
                following = fresh
            else:
                break
            used.append(following)
            length += len(following[1])
            state = parser.feed(following[1])
        if state == "done":
            yield Record(number, len(used), parser.fields)
            continue
        yield Record(number, 1, None, "unclosed quote" if state == "open" else "text after a closing quote")
        rest = used[1:]
        again.extendleft(reversed([(n, t, place < len(rest)) for place, (n, t) in enumerate(rest, 1)]))
