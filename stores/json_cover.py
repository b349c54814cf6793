"""What a map's pointers leave of a record, so that a member no map names is landed and scanned all the same.

What belongs here: comparing pointers with a record. What becomes of the rest is ``stores.json_read``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from stores.json_values import at

Cover = dict[str, Any]
"""Members that pointers lead into, each with the cover of what stands there; an empty cover is the whole of it."""


def cover_of(paths: Iterable[list[str]]) -> Cover | None:
    """The cover of several pointers; None if one of them leads to the record itself, so that nothing is left."""
    cover: Cover = {}
    for path in paths:
        if not path:
            return None
        inner = cover
        for step in path[:-1]:
            known = step in inner
            inner = inner.setdefault(step, {})
            if known and not inner:
                break  # a shorter pointer has all of it
        else:
            inner[path[-1]] = {}
    return cover


def left_over(record: dict[str, Any], cover: Cover) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each member that ``cover`` does not reach, with the steps to it; only as deep as the cover itself goes."""
    for name, value in record.items():
        inner = cover.get(name)
        if inner is None:
            yield (name,), value
        elif inner and isinstance(value, dict):
            for steps, rest in left_over(value, inner):
                yield (name, *steps), rest
        elif inner and value is not None and not (isinstance(value, list) and _all_reached(value, inner)):
            yield (name,), value


def _all_reached(listed: list[Any], cover: Cover) -> bool:
    """Whether pointers reach all that stands in a list; they lead into one by place or by a named value."""
    for place, element in enumerate(listed):
        if element is None:
            continue
        named = [step for step in cover if step == str(place) or ("=" in step and at(listed, [step]) is element)]
        if not named:
            return False
        if all(cover[step] for step in named):
            if not isinstance(element, dict):
                return False
            inner: Cover = {}
            for step in named:
                inner |= cover[step] | ({step.partition("=")[0]: {}} if "=" in step else {})
            if any(True for _ in left_over(element, inner)):
                return False
    return True
