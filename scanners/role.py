"""A column's role: everything besides the value that a reading depends on.

Here: what of a column's name and kind reaches the recognisers, and its shortest form, under which columns of other
names and tables share one reading. Not here: how a column's kind is told (`scanners.column`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache, lru_cache

from presidio_analyzer import EntityRecognizer

from scanners.context import header_speaks
from scanners.registry import Kind, kinds

SPEAKS = "speaks"


@dataclass(frozen=True, slots=True)
class Role:
    """How a column's values are read.

    `header`: its name as `scanners.text.header_words`; `words`: whether words in it may tell of a person (not so in a
    column of companies or pages); `name`: the category of name it holds as a whole, if it does.
    """

    header: str
    words: bool = True
    name: str | None = None

    def written(self) -> str:
        """The role as JSON, for a batch."""
        return json.dumps(asdict(self), sort_keys=True)


@lru_cache(maxsize=4096)
def role_from(written: str) -> Role:
    """The role that `Role.written` wrote."""
    return Role(**json.loads(written))


@lru_cache(maxsize=4096)
def key_of(role: Role) -> str:
    """What readings depend on, as text: two roles of one key give the same marks for the same value."""
    speaking = [f"{kind.name}={said}" for kind in kinds().values() if (said := header_role(kind, role.header))]
    return ";".join([f"words={role.words:d}", f"name={role.name or ''}", *speaking])


@cache
def header_role(kind: Kind, header: str) -> str:
    """All that one recogniser's results depend on of a column's name; '' if the name says nothing to it.

    A recogniser of ours may tell by a method `header_role`; one that leaves Presidio's `enhance_using_context` as it is
    depends on whether the name holds a context word; of any other it is the whole name.
    """
    recogniser = kind.recogniser
    told = getattr(recogniser, "header_role", None)
    if told is not None:
        return str(told(header))
    if takes_no_header(kind):
        return SPEAKS if header_speaks(recogniser, header) else ""
    return header


def takes_no_header(kind: Kind) -> bool:
    """Whether the recogniser itself never looks at the column's name: it only raises a result that stands."""
    recogniser = kind.recogniser
    plain = type(recogniser).enhance_using_context is EntityRecognizer.enhance_using_context
    return plain and not hasattr(recogniser, "header_role")
