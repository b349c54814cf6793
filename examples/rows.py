"""Rows kept until they are written, in bounded memory: past a number of them they wait in a temporary file.

Here: the keeping. Not here: what a row holds, and the files that rows become (``examples.writers``).
"""

from __future__ import annotations

import os
import pickle
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Generic, TypeVar

T = TypeVar("T")

AT_MOST = 2_000
"""Rows that stay in memory; more are moved to a temporary file, so many at a time."""


class Rows(Iterable[T], Generic[T]):
    """Rows in the order in which they were added; they can be read more than once. A row once added is not changed."""

    def __init__(self) -> None:
        self._last: list[T] = []
        self._moved = 0
        self._file: IO[bytes] | None = None

    def append(self, row: T) -> None:
        """Add one row."""
        self._last.append(row)
        if len(self._last) >= AT_MOST:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the rows
                weakref.finalize(self, self._file.close)
            self._file.seek(0, os.SEEK_END)
            pickle.dump(self._last, self._file, protocol=pickle.HIGHEST_PROTOCOL)
            self._moved += len(self._last)
            self._last = []

    def __getitem__(self, place: int) -> T:
        """The row at a place, from the end if negative. One that has been moved is read again: change none."""
        place = place + len(self) if place < 0 else place
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._last[place - self._moved] if place >= self._moved else next(islice(self, place, None))

    def __len__(self) -> int:
        return self._moved + len(self._last)

    def __iter__(self) -> Iterator[T]:
        if self._file is not None:
            place, left = 0, self._moved
            while left:
                self._file.seek(place)
                part: list[T] = pickle.load(self._file)  # noqa: S301 - written above, by this process
                place = self._file.tell()
                left -= len(part)
                yield from part
        yield from self._last
