"""Which recognisers' stems stand in which texts of a column, told in one pass over all of them.

Here: a column's texts as stems are looked for in them, and the search for all stems at once. Not here: where stems come
from (`scanners.needs`), which patterns of a recogniser are then tried (`scanners.word_gate`).

Polars looks for thousands of stems at once (Aho and Corasick's way), in time that depends on the texts alone and on how
often a stem is met; overlapping ones are all told.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
import pyarrow as pa

from scanners.needs import PLAIN, Clause, shortest

Indices = np.ndarray[tuple[int], np.dtype[np.intp]]


class StemSearch:
    """The stems of some recognisers, ready to be looked for.

    Args:
        stems: by recogniser, at most 64 of them; a text that it must read holds a stem of it.
    """

    def __init__(self, stems: Mapping[str, Clause]) -> None:
        kept = {entity: shortest(clause) for entity, clause in stems.items()}
        self.entities = tuple(kept)
        self._any = shortest(stem for some in kept.values() for stem in some)
        self._all = sorted({stem for some in kept.values() for stem in some})
        whose = dict.fromkeys(self._all, 0)
        for place, some in enumerate(kept.values()):
            for stem in some:
                whose[stem] |= 1 << place
        self._whose = pl.Series([whose[stem] for stem in self._all], dtype=pl.UInt64)

    def any_found(self, texts: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Per text, whether it holds a stem of any recogniser."""
        return _spaced(texts).str.contains_any(self._any).to_numpy(writable=True)

    def found(self, texts: pl.Series) -> dict[str, Indices]:
        """By recogniser, the places of the texts that hold a stem of it, in rising order."""
        met = _spaced(texts).str.extract_many(self._all, overlapping=True)
        lengths = met.list.len().to_numpy()
        some = np.flatnonzero(lengths)
        whose = met.explode(empty_as_null=False).replace_strict(self._all, self._whose).to_numpy()
        starts = np.cumsum(lengths[some], dtype=np.intp) - lengths[some]
        of_each = np.bitwise_or.reduceat(whose, starts) if len(some) else whose
        return {entity: some[of_each & (1 << place) != 0] for place, entity in enumerate(self.entities)}


def _spaced(texts: pl.Series) -> pl.Series:
    """The texts as `scanners.needs.plain` has them, with one more space at either end."""
    padded = pl.select(pl.lit(" ") + texts + pl.lit(" ")).to_series().to_arrow()
    _, offsets, data = padded.buffers()
    translated = pa.py_buffer(data.to_pybytes().translate(PLAIN))
    return pl.Series(pa.LargeStringArray.from_buffers(len(padded), offsets, translated, offset=padded.offset))
