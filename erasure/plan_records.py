"""The records of a plan's step: millions of keys in order, each with what is touched, held as columns.

What belongs here: reading them as a mapping, and as the canonical JSON that is hashed. Nothing here decides.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

AT_ONCE = 1 << 16
"""Records that are Python objects at one time."""

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


class Records(Mapping[str, Any]):
    """Record key to what is touched: nothing for a whole record, columns, or columns with spans.

    Args:
        keys: the record keys, each once, in the order of their code points.
        whats: of each, what is touched, as canonical JSON; None where whole records go.
    """

    def __init__(self, keys: pa.Array, whats: pa.Array | None = None) -> None:
        self._keys, self._whats = keys, whats

    def __len__(self) -> int:
        """How many there are."""
        return len(self._keys)

    def __iter__(self) -> Iterator[str]:
        """The keys in order."""
        for start in range(0, len(self._keys), AT_ONCE):
            yield from self._keys.slice(start, AT_ONCE).to_pylist()

    def __getitem__(self, key: str) -> Any:
        """What is touched in this record."""
        low, high = 0, len(self._keys)
        while low < high:
            middle = (low + high) // 2
            if self._keys[middle].as_py() < key:
                low = middle + 1
            else:
                high = middle
        if low == len(self._keys) or self._keys[low].as_py() != key:
            raise KeyError(key)
        return () if self._whats is None else json.loads(self._whats[low].as_py())

    def __contains__(self, key: object) -> bool:
        """Whether the record is among them."""
        return isinstance(key, str) and bool(pc.any(pc.equal(self._keys, key)).as_py())

    def pieces(self) -> Iterator[str]:
        """The elements of their canonical JSON list, some thousands at a time, with a comma between all."""
        for start in range(0, len(self._keys), AT_ONCE):
            texts = [_ENCODE(key) for key in self._keys.slice(start, AT_ONCE).to_pylist()]
            if self._whats is not None:
                whats = self._whats.slice(start, AT_ONCE).to_pylist()
                texts = [f"[{key},{what}]" for key, what in zip(texts, whats, strict=True)]
            yield ("," if start else "") + ",".join(texts)
