"""JSON as text, digit for digit: numbers are never made into floats, nested values stay compact JSON.

What belongs here: parsing text, JSON pointers (RFC 6901), and values as text. Files and records are
``stores.json_read``'s.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NoReturn


class JsonError(ValueError):
    """What is wrong with a JSON text, and in which line of it; never a value."""

    def __init__(self, reason: str, line: int = 1) -> None:
        self.reason = reason
        self.line = line
        super().__init__(reason)


class Number(str):
    """A JSON number as it was written."""

    __slots__ = ()


class _Absent:
    """Nothing stands where the pointer leads."""


ABSENT = _Absent()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise JsonError("an object names the same member twice")
    return found


def _constant(_: str) -> NoReturn:
    raise JsonError("NaN or Infinity, which is not JSON")


DECODER = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=_constant, object_pairs_hook=_object)
"""Numbers as ``Number``; raises JsonError for NaN, Infinity, and a member that stands twice (one would be lost)."""


def parse(text: str) -> Any:
    """The value in ``text``; numbers as ``Number``.

    Raises:
        JsonError: not JSON, nested too deeply, or a member stands twice in one object (one of them would be lost).
    """
    try:
        return DECODER.decode(text)
    except JsonError:
        raise
    except json.JSONDecodeError as error:
        short = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        raise JsonError("cut short" if short else "not valid JSON", error.lineno) from None
    except RecursionError:
        raise JsonError("nested too deeply") from None


def steps(pointer: str) -> list[str]:
    """The reference tokens of a JSON pointer.

    Raises:
        ValueError: it does not begin with a slash.
    """
    if not pointer:
        return []
    if not pointer.startswith("/"):
        raise ValueError(f"'{pointer}' is not a JSON pointer; it begins with /")
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/")]


def pointer_of(path: Sequence[str]) -> str:
    """The JSON pointer of reference tokens."""
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in path)


def at(value: Any, path: list[str]) -> Any:
    """What stands at a path inside ``value``, or ``ABSENT``.

    Beyond RFC 6901, a step ``name=email`` into a list means its first element whose member ``name`` is ``email``:
    vendors list named values (form fields, telephone numbers by type) in no fixed order.
    """
    for step in path:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, list) and "=" in step:
            value = _named(value, step)
        else:
            return ABSENT
    return value


def _named(listed: list[Any], step: str) -> Any:
    name, _, wanted = step.partition("=")
    return next((one for one in listed if isinstance(one, dict) and str(one.get(name)) == wanted), ABSENT)


def as_text(value: Any) -> str | None:
    """A value as a column holds it: text as it is, numbers as written, true and false, lists and objects as JSON.

    Raises:
        JsonError: nested too deeply.
    """
    if value is None or value is ABSENT:
        return None
    if isinstance(value, str):
        return str(value)
    try:
        return _compact(value)
    except RecursionError:
        raise JsonError("nested too deeply") from None


def _compact(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{_quoted(name)}:{_compact(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_compact, value)) + "]"
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    return {True: "true", False: "false", None: "null"}[value]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
