"""Which names of columns may be shown: an export whose heading is missing has a person's values in their place.

What belongs here: that one question. It is asked of every name that leaves the warehouse, also of those in a map, which
may have been made from an export.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAME = re.compile(r"[A-Za-z_][\w .:/()?#&-]{0,59}")
_LONG_NUMBER = re.compile(r"\d{5}")
UNNAMED = "a column whose name is not shown"


def is_name(name: str) -> bool:
    """Whether ``name`` looks like the name of a column, and not like an address, a number or a sentence."""
    return bool(_NAME.fullmatch(name)) and not _LONG_NUMBER.search(name)


def shown(name: str) -> str:
    """``name`` where it looks like the name of a column, else words in its place."""
    return name if is_name(name) else UNNAMED


def column_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names that look like names of columns, and how many others there are."""
    given = list(names)
    fitting = [name for name in given if is_name(name)]
    hidden = len(given) - len(fitting)
    return (*fitting, *([f"{hidden} not shown: not like the name of a column"] if hidden else []))
