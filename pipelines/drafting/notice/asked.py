"""A value of a proposed clause with the words it rests on, and what such values are looked for in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rules.notice import OPEN
from scanners.prose.periods import Period
from scanners.prose.reading import Said


@dataclass(frozen=True)
class Value:
    """A value of a clause and why it stands there; ``OPEN`` with what has to be decided."""

    value: Any
    why: str

    @property
    def open(self) -> bool:
        """Whether a person still has to decide it."""
        return bool(self.value == OPEN)


@dataclass(frozen=True)
class Asked:
    """What the values of one proposal are looked for in.

    Attributes:
        said: the sentence or list.
        kind: the kind of promise.
        context: what stands around it, as ``said``: before it in its paragraph, its lead, its heading.
        period: the period the proposal is about, if it is about one.
        title: the notice's title, as ``said``: it may name whom the notice is for.
        stores: provider's name in lower case to the names of its stores, as far as they are bound already.
    """

    said: Said
    kind: str
    context: str
    period: Period | None
    title: str
    stores: dict[str, list[str]]

    @property
    def text(self) -> str:
        """The words of the promise itself."""
        return self.said.text


Given = dict[str, Value]


def open_value(what: str) -> Value:
    """A value that a person decides."""
    return Value(OPEN, what)
