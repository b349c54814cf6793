"""A JSON document read record by record, so that a document larger than memory can be landed.

What belongs here: walking from the document's root to its list of records, and text that comes in pieces. The standard
library parses every value, so digits stay as written and members that stand twice are found; ijson was measured and
makes 1E400, -0 and 1.0e5 other texts. What the map wants of a record is ``stores.json_read``'s.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from stores.files_open import is_unicode
from stores.json_values import ABSENT, DECODER, JsonError, at

PIECE = 1 << 20
LONGEST = 64 << 20
"""Characters of one record, or of a document that is one record; a longer one is refused."""

_BLANK = " \t\n\r"
_NEAR = 16
"""What ends this near to the end of what was read, value or error, may be another when the text goes on: 1 and 1.5."""


class Walk:
    """One reading of a document.

    Attributes:
        found: what stands at each wanted pointer from the root; complete when ``records`` is exhausted.
        listed: whether a list of records was found.
        blank: whether the document holds nothing at all.
    """

    def __init__(self, stream: TextIO, wanted: dict[str, list[str]]) -> None:
        self.found: dict[str, Any] = dict.fromkeys(wanted, ABSENT)
        self.listed = self.blank = False
        self._wanted = wanted
        self._stream = stream
        self._text, self._at, self._line, self._ended = "", 0, 1, False

    def records(self, path: list[str], *, whole: bool) -> Iterator[Any]:
        """The elements of the list at ``path``; with ``whole``, an object that stands there is the one record.

        Raises:
            JsonError: the document is not JSON, is cut short or nested too deeply, or one record is too long.
        """
        try:
            self.blank = not self._next()
            if self.blank:
                return
            yield from self._inside(path, list(self._wanted.items()), whole=whole)
            if self._next():
                raise self._wrong("not valid JSON")
        except RecursionError:
            raise self._wrong("nested too deeply") from None

    def _inside(self, path: list[str], wanted: list[tuple[str, list[str]]], *, whole: bool) -> Iterator[Any]:
        opening = self._next()
        if not path and opening == "[":
            self.listed = True
            for _ in self._elements():
                yield self._value()
        elif not path and opening == "{" and not whole:
            self._skip()
        elif not path or opening not in {"{", "["} or any("=" in step for step in path):
            yield from self._chosen(self._value(), path, wanted, whole=whole)
        else:
            names = self._members() if opening == "{" else (str(place) for place in self._elements())
            for name in names:
                deeper = [(label, steps[1:]) for label, steps in wanted if steps and steps[0] == name]
                if name == path[0]:
                    yield from self._inside(path[1:], deeper, whole=whole)
                elif deeper:
                    self._keep(self._value(), deeper)
                else:
                    self._skip()

    def _chosen(
        self, value: Any, path: list[str], wanted: list[tuple[str, list[str]]], *, whole: bool
    ) -> Iterator[Any]:
        """The records inside a value that was read in one."""
        self._keep(value, wanted)
        records = at(value, path)
        if whole and isinstance(records, dict):
            records = [records]
        if isinstance(records, list):
            self.listed = True
            yield from records

    def _keep(self, value: Any, wanted: list[tuple[str, list[str]]]) -> None:
        for label, steps in wanted:
            self.found[label] = at(value, steps)

    def _skip(self) -> None:
        """Read a value for its soundness alone; a list of records of another table is not held whole."""
        match self._next():
            case "[":
                for _ in self._elements():
                    self._value()
            case "{":
                for _ in self._members():
                    self._value()
            case _:
                self._value()

    def _elements(self) -> Iterator[int]:
        """The places in a list; whoever asks for the next one has read the value at the last."""
        self._at += 1
        place = 0
        if self._next() == "]":
            self._at += 1
            return
        while True:
            yield place
            place += 1
            if self._comma("]"):
                return

    def _members(self) -> Iterator[str]:
        """The names in an object; whoever asks for the next one has read the last one's value."""
        self._at += 1
        seen: set[str] = set()
        if self._next() == "}":
            self._at += 1
            return
        while True:
            if self._next() != '"':
                raise self._wrong("not valid JSON")
            name = str(self._value())
            if name in seen:
                raise self._wrong("an object names the same member twice")
            seen.add(name)
            if self._next() != ":":
                raise self._wrong("not valid JSON")
            self._at += 1
            yield name
            if self._comma("}"):
                return

    def _comma(self, closing: str) -> bool:
        """Pass a comma, or the closing bracket: True."""
        sign = self._next()
        if sign not in {",", closing}:
            raise self._wrong("not valid JSON")
        self._at += 1
        return sign == closing

    def _next(self) -> str:
        """The next character that is not blank, '' at the end of the document."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _value(self) -> Any:
        """The value at the cursor, in one."""
        self._next()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                behind = error.pos - self._at
                unclosed = error.msg.startswith("Unterminated string")
                if (unclosed or error.pos >= len(self._text) - _NEAR) and self._more():
                    continue
                self._at += behind
                raise self._wrong("cut short" if unclosed else "not valid JSON") from None
            except JsonError as error:
                raise self._wrong(error.reason) from None
            size = end - self._at
            if end < len(self._text) - _NEAR or not self._more():
                self._at += size
                return value

    def _more(self) -> bool:
        """Read on: as much again as is held, so that a long record is not parsed over and over. False at the end."""
        if self._ended:
            return False
        self._line += self._text.count("\n", 0, self._at)
        self._text, self._at = self._text[self._at :], 0
        if len(self._text) > LONGEST:
            raise self._wrong(f"one record of more than {LONGEST >> 20} million characters; split it")
        piece = self._stream.read(max(PIECE, len(self._text)))
        if not is_unicode(piece):
            raise UnicodeError
        self._ended = not piece
        self._text += piece
        return bool(piece)

    def _wrong(self, reason: str) -> JsonError:
        if self._ended and not self._text[self._at :].strip(_BLANK):
            reason = "cut short"
        return JsonError(reason, self._line + self._text.count("\n", 0, self._at))
