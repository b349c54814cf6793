"""Where in the bytes of an XML document its elements stand, so that some can be taken out and all other bytes stay.

What belongs here: offsets, by expat, which refuses a document type. What is taken out is the formats' to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

Path = tuple[str, ...]
Edit = tuple[int, int, bytes]
"""Bytes from one offset to another, and what stands there instead."""

_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


@dataclass(slots=True)
class Element:
    """One element.

    Attributes:
        name: as it is written, prefix included.
        start: where its start tag begins.
        inside: where its content begins.
        close: where its end tag begins; of an empty-element tag, as ``end``.
        end: where what follows it begins.
        text: all text in it, its children's too.
    """

    name: str
    attributes: dict[str, str]
    start: int
    inside: int = -1
    close: int = -1
    end: int = -1
    texts: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, its children's too."""
        return "".join(self.texts)

    def local(self, name: str) -> Iterator[Element]:
        """Its children of this name, whatever their prefix."""
        return (child for child in self.children if child.name.rpartition(":")[2] == name)


class Places:
    """The elements at one path of a document that are asked for.

    Args:
        path: their path from the root.
        wanted: of each element at the path, its ordinal from 1 and its attributes to whether it is asked for.
        prefixes: whether names count with their prefix.
        encoding: what the document is in, if it does not say so.
    """

    def __init__(
        self,
        path: Sequence[str],
        wanted: Callable[[int, Mapping[str, str]], bool],
        *,
        prefixes: bool = True,
        encoding: str | None = None,
    ) -> None:
        self.path, self.wanted, self.prefixes = tuple(path), wanted, prefixes
        self.found: dict[int, Element] = {}
        self.ordinal = self.depth = self.fitting = 0
        self._open: list[Element] = []
        self._waiting: tuple[Element, str] | None = None
        self._parser = expat.ParserCreate(encoding)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _doctype

    def of(self, data: bytes) -> dict[int, Element]:
        """Each element asked for, by its ordinal.

        Raises:
            expat.ExpatError, ValueError: it is not well-formed, or declares a document type.
        """
        self._parser.Parse(data, True)
        self._mark_at(len(data))
        return self.found

    def _mark(self, *_: Any) -> None:
        """Whatever comes next shows where a tag ended."""
        self._mark_at(self._parser.CurrentByteIndex)

    def _mark_at(self, place: int) -> None:
        if self._waiting is not None:
            element, what = self._waiting
            setattr(element, what, place)
            self._waiting = None
            if not self._open:
                self._listen(asked=False)

    def _listen(self, *, asked: bool) -> None:
        """Outside of what is asked for, texts are no business of ours: being told of them takes half of the time."""
        self._parser.CharacterDataHandler = self._text if asked else None
        self._parser.DefaultHandler = self._mark if asked else None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._mark()
        if self._open:
            self._opened(name, attributes)
        elif self.fitting == self.depth < len(self.path):
            plain = name if self.prefixes else name.rpartition(":")[2]
            if plain == self.path[self.depth]:
                self.fitting += 1
                if self.fitting == len(self.path):
                    self.ordinal += 1
                    if self.wanted(self.ordinal, attributes):
                        self.found[self.ordinal] = self._opened(name, attributes)
        self.depth += 1

    def _opened(self, name: str, attributes: dict[str, str]) -> Element:
        element = Element(name, attributes, self._parser.CurrentByteIndex)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._listen(asked=True)
        self._open.append(element)
        self._waiting = element, "inside"
        return element

    def _end(self, _: str) -> None:
        self._mark()
        if self._open:
            element = self._open.pop()
            element.close = self._parser.CurrentByteIndex
            self._waiting = element, "end"
        self.depth -= 1
        self.fitting = min(self.fitting, self.depth)

    def _text(self, text: str) -> None:
        self._mark()
        for element in self._open:
            element.texts.append(text)


def _doctype(*_: Any) -> None:
    raise ValueError("a document type declaration")


def applied(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with their edits, which do not overlap."""
    parts, at = [], 0
    for start, end, new in sorted(edits):
        parts += [data[at:start], new]
        at = end
    return b"".join([*parts, data[at:]])


def encoding_of(data: bytes) -> str:
    """What a document says it is in, as Python calls it.

    Raises:
        LookupError: Python does not know it.
    """
    import codecs

    for mark, codec in (
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"<\0", "utf-16-le"),
        (b"\0<", "utf-16-be"),
    ):
        if data.startswith(mark):
            return codec
    said = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    return codecs.lookup(said[1].decode("ascii")).name if said else "utf-8"
