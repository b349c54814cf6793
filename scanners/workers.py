"""Reading in several processes: the same function over the same batches, so the same marks.

Here: how many processes are worth it, and handing batches to them. Not here: what a batch is read for
(`scanners.reading`). A worker is started anew (spawn), gets Arrow batches, gives Arrow batches back, and opens nothing:
no warehouse, no store, no network.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from types import TracebackType
from typing import Self

import pyarrow as pa

from scanners.reading import read_batch

MEMORY = 600_000_000
"""What one worker may need, in bytes."""

SPARE = 1_500_000_000
"""What the night itself and the machine need beside the workers."""

WORTH = 3_000_000
"""Characters left to read, short of which starting processes (2 CPU seconds each) costs more than it saves."""

AHEAD = 3
"""Batches that wait for each worker: the memory of what is under way stays bounded."""


def fitting(cores: int | None = None, available: int | None = None) -> int:
    """How many workers fit this machine: one a core, as many as the free memory holds; 1 stands for none beside us.

    Args:
        cores: those this process may use; found out if not given.
        available: free memory in bytes; found out if not given.
    """
    cores = cores or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else cores or os.cpu_count() or 1
    free = _available() if available is None else available
    return max(1, min(cores, (free - SPARE) // MEMORY))


def _available() -> int:
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return 2 * SPARE


class Workers:
    """Reads batches of `scanners.reading.READ`, in `count` processes where there is enough to read, else in this one.

    The processes are started when first needed and ended with the `with` block.
    """

    def __init__(self, count: int | None = None) -> None:
        self._count = fitting() if count is None else count
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def read(self, batches: Iterable[pa.RecordBatch], entities: Collection[str] | None) -> Iterator[pa.RecordBatch]:
        """The marks of each batch, in the order of the batches."""
        waiting = iter(batches)
        held: list[pa.RecordBatch] = []
        if self._count > 1 and self._pool is None:
            held = _until(waiting, WORTH)
            if sum(map(_characters, held)) >= WORTH:
                self._pool = ProcessPoolExecutor(self._count, multiprocessing.get_context("spawn"))
        if self._pool is None:
            for batch in _both(held, waiting):
                yield read_batch(batch, entities)
            return
        wanted = None if entities is None else tuple(sorted(entities))
        under_way: list[Future[pa.RecordBatch]] = []
        for batch in _both(held, waiting):
            under_way.append(self._pool.submit(read_batch, batch, wanted))
            if len(under_way) > AHEAD * self._count:
                yield under_way.pop(0).result()
        for future in under_way:
            yield future.result()


def _both(held: list[pa.RecordBatch], waiting: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    while held:
        yield held.pop(0)
    yield from waiting


def _until(batches: Iterator[pa.RecordBatch], worth: int) -> list[pa.RecordBatch]:
    """The first batches, until they hold this many characters."""
    held: list[pa.RecordBatch] = []
    size = 0
    for batch in batches:
        held.append(batch)
        size += _characters(batch)
        if size >= worth:
            break
    return held


def _characters(batch: pa.RecordBatch) -> int:
    return int(batch.column("value").nbytes)
