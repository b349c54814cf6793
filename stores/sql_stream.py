"""The rows of one statement that reads several tables, told apart as they stream.

What belongs here: nothing of any database. The statement is ``stores.sql_read``'s.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc


class Stream:
    """Tables one after another: the first column is the place of a row's table, the second the number of its rows.

    Attributes:
        total: how many rows the database counted in the table read last, None if it gave no row of it.
    """

    def __init__(self, reader: pa.RecordBatchReader) -> None:
        self._batches = iter(reader)
        self._rest: pa.RecordBatch | None = None
        self.total: int | None = None

    def of(self, place: int) -> Iterator[pa.RecordBatch]:
        """The rows of the table at ``place``, up to the first of another."""
        self.total = None
        while True:
            batch, self._rest = self._rest, None
            if batch is None:
                batch = next(self._batches, None)
            if batch is None:
                return
            if batch.num_rows == 0:
                continue
            if batch.column(0)[0].as_py() != place:
                self._rest = batch
                return
            if self.total is None:
                self.total = int(batch.column(1)[0].as_py())
            ends = pc.run_end_encode(batch.column(0)).run_ends[0].as_py()
            if ends < batch.num_rows:
                self._rest = batch.slice(ends)
            yield batch.slice(0, ends)
