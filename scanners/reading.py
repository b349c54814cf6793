"""From values to marks: each recogniser reads what its gate lets through, and nothing twice.

Here: one pure function over a batch of values and their columns' roles; any part of a column will do, on any process.
Not here: the gates (`scanners.gates`), how one recogniser reads one text (`scanners.engine`), what a column is
(`scanners.column`, which needs the marks of all its values).
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import polars as pl
import pyarrow as pa
from presidio_analyzer import RecognizerResult

from scanners import names
from scanners.arrow import batch_of
from scanners.column import SURE
from scanners.engine import examine, named_in
from scanners.gates import Indices, gates
from scanners.marks import MARKS, UNREAD
from scanners.registry import PERSON, Kind, kinds
from scanners.role import header_role, role_from, takes_no_header
from scanners.text import (
    FREE_TEXT_WORDS,
    LONGEST_NOTE,
    PIECE,
    is_free_text,
    is_machine_text,
    is_note,
    may_be_note,
    pieces,
)
from scanners.windows import may_name

READ: pa.Schema = pa.schema(
    [
        pa.field("value_id", pa.int64(), nullable=False),
        pa.field("value", pa.string(), nullable=False),
        pa.field("role", pa.string(), nullable=False),
    ]
)
"""Values to read: `value_id` is the caller's, unique in the batch; `role` as `Role.written`; no blank values."""

ALLOWED = 0.85
"""CPU seconds one recogniser may spend on a long value, per million characters; under 1 s with its last piece."""

_SHORTEST_PROSE = 3 * FREE_TEXT_WORDS - 1
_SHORTEST_NOTE = 6

_LETTERS = r"[A-Za-z\x{80}-\x{10FFFF}]{2}"
_MAY_BE_PROSE = rf"(?s)(?:{_LETTERS}.*?[^A-Za-z].*?){{{FREE_TEXT_WORDS - 1}}}{_LETTERS}"
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


def must_be_read(batch: pa.RecordBatch) -> pa.BooleanArray:
    """Which values of a batch of `READ` some recogniser may have to read: the rest have no marks. Costs little."""
    admitted: pa.BooleanArray = pl.Series(_Reading(batch, frozenset(kinds())).admitted()).to_arrow()
    return admitted


def read_batch(batch: pa.RecordBatch, entities: Collection[str] | None = None) -> pa.RecordBatch:
    """What the recognisers see in a batch of values.

    Args:
        batch: rows of `READ`, any order.
        entities: the recognisers that read, by their entities; None for all.

    Returns:
        Rows of `scanners.marks.MARKS`, sorted. It holds no value. The same values in other batches, or in another
        order, give the same marks.
    """
    return _Reading(batch, frozenset(kinds() if entities is None else entities)).marks()


class _Reading:
    def __init__(self, batch: pa.RecordBatch, entities: frozenset[str]) -> None:
        self._kinds = [kind for entity, kind in kinds().items() if entity in entities]
        self._ids = batch.column("value_id").to_pylist()
        self._values = pl.Series("value", batch.column("value"), dtype=pl.String)
        encoded = batch.column("role").dictionary_encode()
        self._roles = [role_from(text) for text in encoded.dictionary.to_pylist()]
        self._role_of = pl.Series(encoded.indices).to_numpy()  # pyarrow's own way imports pandas
        self._texts = _texts(self._values, self._role_of)
        self._words: dict[int, bool] = {}
        self._marks: set[_Mark] = set()

    def admitted(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Per value, whether a recogniser may have to read it."""
        found = np.zeros(len(self._ids), dtype=np.bool_)
        if self._ids:
            found[self._texts.cell[gates().any_admitted(self._texts.series)]] = True
            heard = [any(header_role(kind, role.header) for kind in self._kinds) for role in self._roles]
            found |= np.array(heard)[self._role_of]
            if any(kind.entity == PERSON for kind in self._kinds):
                found[self._maybe_prose()] = True
        return found

    def marks(self) -> pa.RecordBatch:
        if self._ids:
            for kind, header, places in self._shared():
                self._read(kind, header, places)
            for kind in self._kinds:
                if kind.entity == PERSON:
                    self._read_names(kind)
        ordered = sorted(self._marks, key=lambda m: (m[0], m[2], m[3], m[1], -m[4], m[5]))
        return batch_of(ordered, MARKS)

    def _shared(self) -> Iterator[tuple[Kind, str, Indices]]:
        """Per recogniser and what a header tells it: one such header, and the texts to read under it."""
        admitted = gates().admit(self._texts.series)
        for kind in self._kinds:
            if kind.entity == PERSON:
                continue
            shares: dict[str, list[int]] = defaultdict(list)
            for number, role in enumerate(self._roles):
                if role.words or not kind.terms:
                    shares[header_role(kind, role.header)].append(number)
            for said, roles in shares.items():
                if not said:
                    yield kind, "", self._of(roles, admitted.plain(kind.entity))
                    continue
                of_roles = self._of(roles, np.arange(len(self._texts.role)))
                everything = not takes_no_header(kind)
                places = of_roles if everything else admitted.spoken(kind.entity, of_roles)
                yield kind, self._roles[roles[0]].header, places

    def _of(self, roles: list[int], places: Indices) -> Indices:
        """The places that are of one of the roles."""
        return places if len(roles) == len(self._roles) else places[np.isin(self._texts.role[places], roles)]

    def _read(self, kind: Kind, header: str, places: Indices) -> None:
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
            self._keep(cell, offset, (r for r in found if r.score >= SURE))
            if stopped:
                self._unread(kind, cell)

    def _maybe_prose(self) -> Indices:
        """The values that may be prose that names someone, in columns whose words may tell of a person."""
        roles = [number for number, role in enumerate(self._roles) if role.words]
        sizes = self._values.str.len_bytes().to_numpy()
        mine = np.flatnonzero(sizes >= _SHORTEST_NOTE)
        mine = mine[np.isin(self._role_of[mine], roles)]
        prose = mine[sizes[mine] >= _SHORTEST_PROSE]
        for pattern in (may_name(), _MAY_BE_PROSE):
            prose = prose[self._values.gather(prose).str.contains(pattern).to_numpy()]
        notes = np.setdiff1d(mine[sizes[mine] <= 2 * LONGEST_NOTE], prose)
        for pattern in (r"\s", may_be_note()):
            notes = notes[self._values.gather(notes).str.contains(pattern).to_numpy()]
        return np.union1d(prose, notes)

    def _prose(self) -> list[tuple[int, str]]:
        """The values that are prose and may name someone, whole, so that no sentence is cut."""
        mine = self._maybe_prose()
        return [
            (cell, text)
            for cell, text in zip(mine.tolist(), self._values.gather(mine).to_list(), strict=True)
            if (is_free_text(text) or is_note(text)) and self._has_words(cell)
        ]

    def _read_names(self, kind: Kind) -> None:
        """Names in prose, by the model."""
        prose = self._prose()
        for (cell, text), (artifacts, left_some) in zip(prose, named_in([t for _, t in prose]), strict=True):
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
