"""A column's values and their marks, held by Arrow and made into Python's when asked for.

Here: the two sequences, parallel to each other. Not here: what is told of them (`scanners.scan`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, overload

import numpy as np
import polars as pl

from scanners.column import SURE
from scanners.marks import Mark, said_as

CHUNK = 50_000
"""Values that are read at once, and rows that are made at once: what bounds the memory of reading."""


class Values(Sequence[str]):
    """The distinct values of a column, in rising order of `value_id`; held by Arrow, made into texts one by one."""

    def __init__(self, series: pl.Series) -> None:
        self.series = series

    def __len__(self) -> int:
        return len(self.series)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        return Values(self.series[index]) if isinstance(index, slice) else str(self.series[index])

    def __iter__(self) -> Iterator[str]:
        for start in range(0, len(self.series), CHUNK):
            yield from self.series[start : start + CHUNK].to_list()


class Marks(Sequence[Sequence[Mark]]):
    """The marks of each value of a column, parallel to its `Values`; made when asked for.

    `frame`: the column's rows of `scanners.marks.MARKS` in order of `value_id`, which runs from `first`.
    """

    def __init__(self, first: int, length: int, frame: pl.DataFrame) -> None:
        self.frame = frame
        self._first = first
        places = np.arange(first, first + length + 1)
        self._bounds = np.searchsorted(frame["value_id"].to_numpy(), places)

    def __len__(self) -> int:
        return len(self._bounds) - 1

    @overload
    def __getitem__(self, index: int) -> Sequence[Mark]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Sequence[Mark]]: ...
    def __getitem__(self, index: int | slice) -> Sequence[Mark] | Sequence[Sequence[Mark]]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        return _made(self.frame[int(self._bounds[place]) : int(self._bounds[place + 1])].rows())

    def __iter__(self) -> Iterator[Sequence[Mark]]:
        for start in range(0, len(self), CHUNK):
            bounds = self._bounds[start : start + CHUNK + 1].tolist()
            rows = self.frame[bounds[0] : bounds[-1]].rows()
            for low, high in pairwise(bounds):
                yield _made(rows[low - bounds[0] : high - bounds[0]]) if high > low else ()

    def telling(self, entities: Iterable[str]) -> Marks:
        """The sure ones of these entities only."""
        wanted = pl.col("entity").is_in(sorted(entities)) & (pl.col("score") >= SURE)
        return Marks(self._first, len(self), self.frame.filter(wanted))

    def marked(self) -> Iterator[tuple[int, list[Mark]]]:
        """The places, counted within the column, of the values that have a mark, each with its marks."""
        for start in range(0, len(self.frame), CHUNK):
            for value_id, rows in groupby(self._whole_values(start).rows(), key=itemgetter(0)):
                yield value_id - self._first, _made(list(rows))

    def _whole_values(self, start: int) -> pl.DataFrame:
        """The rows from `start` on, about `CHUNK` of them: those of a value together."""
        ids = self.frame["value_id"]
        low, high = (
            int(ids.search_sorted(ids[at], side="left")) if at < len(ids) else len(ids) for at in (start, start + CHUNK)
        )
        return self.frame[low:high]


def _made(rows: list[tuple[Any, ...]]) -> list[Mark]:
    return [Mark(entity, start, end, score, said_as(said)) for _, entity, start, end, score, said in rows]
