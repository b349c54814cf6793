"""From values to marks: each recogniser reads what its gate lets through, and nothing twice.

Here: one pure function over a batch of values and their columns' roles; any part of a column will do, on any process.
Not here: the gates (`scanners.gates`), how one recogniser reads one text (`scanners.engine`), what a column is
(`scanners.column`, which needs the marks of all its values).
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import polars as pl
import pyarrow as pa
from presidio_analyzer import RecognizerResult

from scanners import names
from scanners.column import SURE
from scanners.engine import examine, named_in
from scanners.gates import Indices, gates
from scanners.marks import MARKS, UNREAD
from scanners.registry import PERSON, Kind, kinds
from scanners.role import Role, header_role, role_from, takes_no_header
from scanners.text import FREE_TEXT_WORDS, PIECE, is_free_text, is_machine_text, pieces

READ: pa.Schema = pa.schema(
    [
        pa.field("value_id", pa.int64(), nullable=False),
        pa.field("value", pa.string(), nullable=False),
        pa.field("role", pa.string(), nullable=False),
    ]
)
"""Values to read: `value_id` is the caller's, unique in the batch; `role` as `Role.written`; no blank values."""

ALLOWED = 1.0
"""CPU seconds that one recogniser may spend on one value, for each million characters begun."""

_SHORTEST_PROSE = 3 * FREE_TEXT_WORDS - 1

_CAPITAL = r"\p{Lu}"
_PRESIDIOS = (RecognizerResult.RECOGNIZER_NAME_KEY, RecognizerResult.RECOGNIZER_IDENTIFIER_KEY)

_Mark = tuple[int, str, int, int, float, str]


@dataclass(slots=True)
class _Texts:
    """The texts of a batch: a value is one, or several pieces if it is long. The arrays run parallel."""

    series: pl.Series
    cell: Indices
    offset: Indices
    role: Indices
    long_values: dict[int, int] = field(default_factory=dict)


def read_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """What every recogniser sees in a batch of values.

    Args:
        batch: rows of `READ`, any order.

    Returns:
        Rows of `scanners.marks.MARKS`, sorted. It holds no value. The same values in other batches, or in another order,
        give the same marks.
    """
    return _Reading(batch).marks()


class _Reading:
    def __init__(self, batch: pa.RecordBatch) -> None:
        self._ids = batch.column("value_id").to_pylist()
        self._values = pl.Series("value", batch.column("value"), dtype=pl.String)
        encoded = batch.column("role").dictionary_encode()
        self._roles = [role_from(text) for text in encoded.dictionary.to_pylist()]
        self._role_of = encoded.indices.to_numpy()
        self._texts = _texts(self._values, self._role_of)
        self._words: dict[int, bool] = {}
        self._marks: set[_Mark] = set()

    def marks(self) -> pa.RecordBatch:
        if self._ids:
            admitted = gates().admit(self._texts.series)
            for entity, kind in kinds().items():
                if entity == PERSON:
                    self._read_names(kind)
                    continue
                for said, header, roles in self._shares(kind):
                    allowed = admitted[entity].spoken if said else admitted[entity].plain
                    everything = bool(said) and not takes_no_header(kind)
                    self._read(kind, header, said, self._of(roles, None if everything else allowed))
        ordered = sorted(self._marks, key=lambda m: (m[0], m[2], m[3], m[1], -m[4], m[5]))
        columns = list(zip(*ordered, strict=True)) or [()] * len(MARKS)
        arrays = [pa.array(column, f.type) for column, f in zip(columns, MARKS, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=MARKS)

    def _shares(self, kind: Kind) -> Iterator[tuple[str, str, list[int]]]:
        """The roles in which one text gives the same to this recogniser: what it is told, a header, the roles."""
        shares: dict[str, list[int]] = defaultdict(list)
        for number, role in enumerate(self._roles):
            if role.words or not kind.terms:
                shares[header_role(kind, role.header)].append(number)
        for said, roles in shares.items():
            yield said, self._roles[roles[0]].header if said else "", roles

    def _of(self, roles: list[int], places: Indices | None) -> Indices:
        """The places, all if None, that are of one of the roles."""
        if places is None:
            places = np.arange(len(self._texts.role))
        return places if len(roles) == len(self._roles) else places[np.isin(self._texts.role[places], roles)]

    def _read(self, kind: Kind, header: str, said: str, places: Indices) -> None:
        keep_weak = kind.column == "shape" or bool(said)
        known: dict[str, tuple[list[RecognizerResult], bool]] = {}
        spent: dict[int, float] = defaultdict(float)
        for place, text in zip(places.tolist(), self._texts.series.gather(places).to_list(), strict=True):
            cell = int(self._texts.cell[place])
            if kind.terms and not self._has_words(cell):
                continue
            limit = self._texts.long_values.get(cell)
            if limit is not None and spent[cell] > ALLOWED * limit:
                self._unread(kind, cell)
                continue
            if text not in known:
                began = time.thread_time() if limit else 0.0
                known[text] = examine(kind, text, header)
                spent[cell] += time.thread_time() - began if limit else 0.0
            found, stopped = known[text]
            offset = int(self._texts.offset[place])
            self._keep(cell, offset, (r for r in found if keep_weak or r.score >= SURE))
            if stopped:
                self._unread(kind, cell)

    def _read_names(self, kind: Kind) -> None:
        """Names in prose, by the model; of whole values, so that no sentence is cut."""
        roles = [number for number, role in enumerate(self._roles) if role.words]
        long_enough = np.flatnonzero((self._values.str.len_bytes() >= _SHORTEST_PROSE).to_numpy())
        mine = long_enough[np.isin(self._role_of[long_enough], roles)]
        mine = mine[self._values.gather(mine).str.contains(_CAPITAL).to_numpy()]
        prose = [
            (cell, text)
            for cell, text in zip(mine.tolist(), self._values.gather(mine).to_list(), strict=True)
            if is_free_text(text) and self._has_words(cell)
        ]
        for (cell, text), (artifacts, left_some) in zip(prose, named_in([t for _, t in prose]), strict=True):
            if artifacts.entities:
                found, _ = examine(kind, text, self._roles[self._role_of[cell]].header, artifacts)
                self._keep(cell, 0, (r for r in found if r.score >= SURE))
            if left_some:
                self._unread(kind, cell)

    def _keep(self, cell: int, offset: int, found: Iterable[RecognizerResult]) -> None:
        for result in found:
            place = (result.start + offset, result.end + offset)
            score = round(min(result.score, 1.0), 6)
            self._marks.add((self._ids[cell], result.entity_type, *place, score, _said(result)))

    def _unread(self, kind: Kind, cell: int) -> None:
        self._marks.add((self._ids[cell], kind.entity, UNREAD, UNREAD, 0.0, "{}"))

    def _has_words(self, cell: int) -> bool:
        """Whether the value holds words that may tell of a person: no machine text, no name in a column of names."""
        if cell not in self._words:
            value = self._values[cell]
            named = self._roles[self._role_of[cell]].name
            self._words[cell] = not is_machine_text(value) and not (
                named is not None and names.looks_like_a_name(value, named)
            )
        return self._words[cell]


def _texts(values: pl.Series, roles: Indices) -> _Texts:
    cells = np.arange(len(values))
    texts = _Texts(values, cells, np.zeros(len(values), dtype=np.intp), roles)
    long_values = np.flatnonzero((values.str.len_chars() > PIECE).to_numpy())
    if not len(long_values):
        return texts
    cut = [
        (cell, offset, piece)
        for cell, value in zip(long_values.tolist(), values.gather(long_values).to_list(), strict=True)
        for offset, piece in pieces(value)
    ]
    short = np.delete(cells, long_values)
    cell = np.concatenate([short, np.array([c for c, _, _ in cut])])
    return _Texts(
        pl.concat([values.gather(short), pl.Series(values.name, [p for _, _, p in cut], dtype=pl.String)]),
        cell,
        np.concatenate([np.zeros(len(short), dtype=np.intp), np.array([o for _, o, _ in cut])]),
        roles[cell],
        {int(c): 1 + len(values[int(c)]) // 1_000_000 for c in long_values},
    )


def _said(result: RecognizerResult) -> str:
    metadata = result.recognition_metadata or {}
    return _json(tuple(sorted((k, str(v)) for k, v in metadata.items() if k not in _PRESIDIOS)))


@lru_cache(maxsize=4096)
def _json(said: tuple[tuple[str, str], ...]) -> str:
    return json.dumps(dict(said))
