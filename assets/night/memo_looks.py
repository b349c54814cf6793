"""What the values by which columns are told were found to be, so that a column of old values is told without looking.

What belongs here: keeping the answers of ``scanners.looks`` from night to night. What is asked, and of which values, is
``scanners``'; how a value is digested is ``digests``'.

``meta.memo_look`` has one row for each distinct value of a table that was looked at tonight: a keyed digest of it under
the controller's own key, and one bit a question for whether it was asked and what the answer was. Answers rest on all
recognisers together: when one of them changes all are asked again, which costs seconds at most.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa

from assets.night.digests import digests

if TYPE_CHECKING:
    from scanners.looks import Answers

TABLE = {"memo_look": "high BIGINT, low BIGINT, versions VARCHAR, answers BLOB"}
_DIGEST = ["high", "low"]


class Looks:
    """The answers of one table, while it is scanned: given as `recall` to its scan, and kept after it."""

    def __init__(self, con: duckdb.DuckDBPyConnection, store: str, table: str) -> None:
        from scanners.version import of_looks

        self._con = con
        self._mine = [store, table, of_looks()]
        self._asked = pl.DataFrame(schema={"high": pl.Int64, "low": pl.Int64})
        self._answers: Answers = np.zeros((0, 0), dtype=np.uint8)

    def recall(self, values: pl.Series) -> Answers:
        """What is known of the values of the table that are looked at; what is learned is written on it."""
        from scanners.looks import nothing_known, unpacked

        row = self._con.execute("SELECT keyed_digest('abide/memo/look')").fetchone()
        key = blake2b(bytes.fromhex(row[0]) if row else b"", digest_size=32).digest()
        both = digests(values, key)
        self._asked = pl.DataFrame({"high": both[:, 0].copy(), "low": both[:, 1].copy()})
        self._answers = nothing_known(values)
        held = self._con.execute(
            'SELECT high, low, answers FROM meta.memo_look WHERE store = ? AND "table" = ? AND versions = ?', self._mine
        ).to_arrow_table()
        if len(held):
            known = pl.DataFrame(pl.from_arrow(held.select(_DIGEST))).with_row_index("row")
            met = self._asked.with_row_index("place").join(known, on=_DIGEST)
            bits = np.frombuffer(b"".join(held["answers"].to_pylist()), dtype=np.uint8).reshape(len(held), -1)
            self._answers[:, met["place"].to_numpy()] = unpacked(bits[met["row"].to_numpy()])
        return self._answers

    def keep(self) -> None:
        """Keep tonight's answers in place of the table's own of before."""
        from scanners.looks import packed

        bits = packed(self._answers)
        frame = self._asked.with_row_index("place").sort(_DIGEST)
        first = np.flatnonzero(frame.select(pl.struct(_DIGEST).rle_id().diff().fill_null(1) != 0).to_series())
        frame, bits = frame[first], _merged(bits[frame["place"].to_numpy()], first)
        answers = pa.FixedSizeBinaryArray.from_buffers(pa.binary(bits.shape[1]), len(bits), [None, pa.py_buffer(bits)])
        table = frame.select(_DIGEST).to_arrow().append_column("answers", answers)
        self._con.begin()
        try:
            self._con.execute('DELETE FROM meta.memo_look WHERE store = ? AND "table" = ?', self._mine[:2])
            self._con.register("looked", table)
            self._con.execute("INSERT INTO meta.memo_look SELECT ?, ?, high, low, ?, answers FROM looked", self._mine)
            self._con.commit()
        except BaseException:
            self._con.rollback()
            raise
        finally:
            self._con.unregister("looked")


def _merged(bits: Answers, first: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Answers:
    """What was answered of one value in any of its columns; the rows of one value begin at each of `first`."""
    merged: Answers = np.bitwise_or.reduceat(bits, first, axis=0) if len(first) else bits
    return np.ascontiguousarray(merged)
