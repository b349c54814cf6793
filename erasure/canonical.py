"""One way to write a value down, so that the same value has the same hash everywhere.

What belongs here: canonical JSON and its hash. The form is that of RFC 8785 (JSON Canonicalization Scheme) for the
values a ledger holds: objects with ASCII keys, lists, texts, whole numbers, true, false, null. Numbers with a fraction
are refused, because they are what two programs write in two ways.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly (RFC 7493, section 2.2)."""

_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical(value: Any) -> str:
    """The value as canonical JSON.

    Raises:
        TypeError: it holds something that has no canonical form.
    """
    _check(value)
    return _ENCODE(value)


def sha256_of(value: Any) -> str:
    """The SHA-256 of the value's canonical JSON in UTF-8, as 64 hexadecimal digits."""
    return sha256_text(canonical(value))


def sha256_text(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as 64 hexadecimal digits; a lone surrogate, which UTF-8 lacks, counts too."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _check(value: Any) -> None:
    if value is None or isinstance(value, (str, bool)):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise TypeError("a number beyond 2^53 has no canonical form")
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise TypeError("a key that is not ASCII text has no canonical form")
            _check(inner)
        return
    if isinstance(value, (list, tuple)):
        for inner in value:
            _check(inner)
        return
    raise TypeError(f"{type(value).__name__} has no canonical form")
