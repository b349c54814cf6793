"""From the distinct values of whole columns to findings: one pure function.

Here: the order of the work for a batch, and what is told of a column and its cells. Not here: what is seen in a value
(`scanners.reading`), what a column is (`scanners.column`), the shape of the tables (`scanners.finding`).

The work has three parts, so that it can be shared out and remembered: `Scan` tells how each column's values are to be
read, `scanners.reading.read_batch` reads them, any part of them anywhere, and `Scan.conclude` tells what the columns
are from the marks of all their values.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from scanners import evidence, names
from scanners.arrow import batch_of
from scanners.column import DIGIT, WRITTEN_OUT, Understood, understand
from scanners.context import LOWERED, RAISED
from scanners.finding import INPUT, OUTPUT, STATED, SUBJECT, UNKNOWN
from scanners.headers import is_of_identifiers, is_of_things
from scanners.held import CHUNK, Marks, Values
from scanners.looks import Recall, nothing_known
from scanners.marks import MARKS, UNREAD, Mark
from scanners.reading import READ, read_batch
from scanners.registry import PERSON, Kind, kinds
from scanners.role import Role
from scanners.terms import ABOUT, HOW
from scanners.text import header_words, is_identifier

MIXED_NAME_SCORE = 0.6

_ANSWERED = {"user.demographic.gender": "user.demographic.sexual_orientation"}
"""What a whole column is → what its answers may sound like and are not: `non-binary` under gender says a gender."""

UNREAD_KEY = b"unread"
"""Where a result's schema tells what was not read whole: JSON, one list [column, recogniser, values] each."""

_Row = dict[str, Any]


class BatchError(Exception):
    """The batch does not have the columns of `scanners.finding.INPUT`; the message names the ones that are wrong."""


@dataclass(frozen=True, slots=True)
class _Column:
    """One column: its values stand at `first` and the following places of the scan."""

    store: str
    table: str
    column: str
    first: int
    value_ids: pl.Series
    values: Values
    understood: Understood

    @property
    def header(self) -> str:
        return header_words(self.column)

    @property
    def named(self) -> str | None:
        """The category of name that it holds as a whole, if it does."""
        return next((t.category for t in self.understood.typed if t.recogniser == names.RECOGNISER), None)

    @property
    def role(self) -> Role:
        return Role(self.header, words=not is_of_things(self.header), name=self.named)


class Scan:
    """One batch on its way: which values are to be read and how, and what it is concluded from their marks.

    A value's place is its number in the batch, in the order of store, table, column and value_id. `recall` tells what
    is known of the values that columns are told by; it is asked once a table.
    """

    def __init__(self, batch: pa.RecordBatch, recall: Recall = nothing_known) -> None:
        _check(batch)
        frame = pl.DataFrame(pl.from_arrow(batch.select(_USED))).filter(
            pl.col("value").is_not_null() & (pl.col("value").str.strip_chars() != "")
        )
        frame = frame.sort("store", "table", "column", "value_id")
        spans = frame.group_by("store", "table", "column", maintain_order=True).len().rows()
        bounds = [0, *accumulate(length for *_, length in spans)]
        parts = [frame[low:high] for low, high in pairwise(bounds)]
        tables: dict[tuple[str, str], dict[str, Values]] = {}
        for (store, table, column, _), part in zip(spans, parts, strict=True):
            tables.setdefault((store, table), {})[column] = Values(part["value"])
        told = {key: understand(key[1], of_table, recall) for key, of_table in tables.items()}
        self.columns = [
            _Column(
                *(store, table, column, first, part["value_id"], tables[store, table][column]),
                told[store, table][column],
            )
            for (store, table, column, _), first, part in zip(spans, bounds, parts, strict=False)
        ]

    def to_read(self) -> Iterator[pa.RecordBatch]:
        """Batches of `scanners.reading.READ`, of at most `CHUNK` values, `value_id` being the place."""
        return self.at(np.arange(sum(len(column.values) for column in self.columns)))

    def at(self, places: np.ndarray[Any, Any], size: int | None = None) -> Iterator[pa.RecordBatch]:
        """The values at some places, given in rising order, as batches of at most `CHUNK` values.

        `size`: about so many bytes of values a batch at most, but one value at least.
        """
        firsts = [column.first for column in self.columns]
        for some in self._cut(places, size):
            bounds = [*np.searchsorted(some, firsts).tolist(), len(some)]
            parts = []
            for column, (low, high) in zip(self.columns, pairwise(bounds), strict=True):
                if high > low:
                    ids = pl.Series("value_id", some[low:high], dtype=pl.Int64)
                    values = column.values.series.gather(some[low:high] - column.first).alias("value")
                    role = pl.lit(column.role.written()).alias("role")
                    parts.append(pl.DataFrame([ids, values]).with_columns(role))
            yield _as_batch(pl.concat(parts))

    def _cut(self, places: np.ndarray[Any, Any], size: int | None) -> list[np.ndarray[Any, Any]]:
        cuts = np.arange(len(places)) // CHUNK
        if size is not None and len(places):
            lengths = np.concatenate([column.values.series.str.len_bytes().to_numpy() for column in self.columns])
            cuts = cuts * (1 + lengths[places].sum() // size) + np.cumsum(lengths[places], dtype=np.int64) // size
        return np.split(places, 1 + np.flatnonzero(np.diff(cuts))) if len(places) else []

    def conclude(self, marks: pa.Table) -> pa.RecordBatch:
        """The findings, from the marks (`scanners.marks.MARKS`) of every value, each by its place."""
        frame = pl.DataFrame(pl.from_arrow(marks)).sort("value_id", maintain_order=True)
        unread = frame.filter(pl.col("start") == UNREAD)
        frame = frame.filter(pl.col("start") != UNREAD)
        rows: list[_Row] = []
        told: list[list[Any]] = []
        for column in self.columns:
            rows.extend(_findings(column, _marks_of(column, frame)))
            cut = _marks_of(column, unread).frame.group_by("entity").len().sort("entity")
            told += [[column.column, kinds()[entity].name, number] for entity, number in cut.iter_rows()]
        schema = OUTPUT.with_metadata({UNREAD_KEY: json.dumps(told)}) if told else OUTPUT
        return batch_of([[row[name] for name in OUTPUT.names] for row in rows], schema)


_USED = ["store", "table", "column", "value_id", "value"]


def scan_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Find the personal and special-category data in a batch of distinct values.

    Args:
        batch: rows of `scanners.finding.INPUT`, any order; whole columns only.

    Returns:
        Rows of `scanners.finding.OUTPUT`, sorted by store, table, column, value_id (the column's own findings first),
        start, category. The same rows in another order give the same result. It holds no value. If a recogniser
        stopped at its limit, the schema's metadata tells so under `UNREAD_KEY`.

    Raises:
        BatchError: a column of the batch is missing or of another type.
    """
    scan = Scan(batch)
    return scan.conclude(pa.Table.from_batches([read_batch(part) for part in scan.to_read()], schema=MARKS))


def unread(found: pa.RecordBatch | pa.Table) -> list[tuple[str, str, int]]:
    """What a scan did not read whole: column, recogniser, and in how many of the column's values."""
    metadata = found.schema.metadata or {}
    return [(column, recogniser, number) for column, recogniser, number in json.loads(metadata.get(UNREAD_KEY, b"[]"))]


def _as_batch(frame: pl.DataFrame) -> pa.RecordBatch:
    (batch,) = frame.select("value_id", "value", "role").rechunk().to_arrow().cast(READ).combine_chunks().to_batches()
    return batch


def _check(batch: pa.RecordBatch) -> None:
    wrong = [
        field.name
        for field in INPUT
        if field.name not in batch.schema.names or not _same(batch.schema.field(field.name).type, field.type)
    ]
    if wrong:
        raise BatchError(f"the batch has no column of the right type for: {', '.join(wrong)}")


def _same(given: pa.DataType, wanted: pa.DataType) -> bool:
    return bool(given == wanted or (pa.types.is_large_string(given) and pa.types.is_string(wanted)))


def _marks_of(column: _Column, frame: pl.DataFrame) -> Marks:
    first, last = column.first, column.first + len(column.values)
    low, high = np.searchsorted(frame["value_id"].to_numpy(), [first, last]).tolist()
    return Marks(first, len(column.values), frame[low:high])


def _findings(column: _Column, marks: Marks) -> Iterator[_Row]:
    typed = column.understood.typed
    for whole in typed:
        yield _row(
            *(column, None, whole.category, whole.score, None, None, STATED, SUBJECT, whole.recogniser),
            whole.evidence,
        )
    whole_categories = {names.NAME if t.category.startswith(names.NAME) else t.category for t in typed}
    header, table = column.header, header_words(column.table)
    mixed_names = column.named is None and names.header_category(header, table) == names.NAME
    identifiers = is_of_identifiers(header)
    marks = marks.telling({e for e, kind in kinds().items() if kind.category not in whole_categories})
    for place, value, made in _every(column, marks) if mixed_names else _marked(column, marks):
        found = [m for m in made if not _is_an_answer(m, value, whole_categories)]
        cells = _cells(column, place, value, found, identifiers=identifiers)
        if mixed_names and not cells and names.surely_a_name(value):
            start = value.index(value.strip())
            end = start + len(value.strip())
            cells[start, end, names.NAME] = _row(
                *(column, place, names.NAME, MIXED_NAME_SCORE, start, end, STATED, SUBJECT, names.RECOGNISER),
                f"shaped like a name; header '{column.column}'",
            )
        for key in sorted(cells):
            yield cells[key]


def _every(column: _Column, marks: Marks) -> Iterator[tuple[int, str, Sequence[Mark]]]:
    """Each value with its place and marks."""
    return zip(range(len(column.values)), column.values, marks, strict=True)


def _marked(column: _Column, marks: Marks) -> Iterator[tuple[int, str, Sequence[Mark]]]:
    """The same of the values that have a mark."""
    held = iter(marks.marked())
    while some := list(islice(held, CHUNK)):
        values = column.values.series.gather([place for place, _ in some]).to_list()
        yield from ((place, value, made) for (place, made), value in zip(some, values, strict=True))


def _cells(
    column: _Column,
    place: int,
    value: str,
    found: Sequence[Mark],
    *,
    identifiers: bool,
) -> dict[tuple[int, int, str], _Row]:
    """What is told of one value, from its strong marks of categories that its column does not have as a whole.

    A mark within the number of a business or of goods is explained away by it.
    """
    table = kinds()
    identifier = is_identifier(value)
    things = [mark for mark in found if not table[mark.entity_type].is_personal]
    cells: dict[tuple[int, int, str], _Row] = {}
    for mark in found:
        kind = table[mark.entity_type]
        if not kind.is_personal or any(_is_within(mark, thing) for thing in things):
            continue
        if not kind.terms and _is_doubtful(kind, mark.score, identifier=identifier, identifiers=identifiers):
            continue
        key = (mark.start, mark.end, kind.category)
        row = _row(
            *(column, place, kind.category, round(mark.score, 4), mark.start, mark.end),
            *(mark.said.get(HOW, STATED), mark.said.get(ABOUT, UNKNOWN), kind.name),
            evidence.of_cell(
                kind.name, mark.score, raised_by=mark.said.get(RAISED, ""), lowered_by=mark.said.get(LOWERED, "")
            ),
        )
        if key not in cells or cells[key]["score"] < row["score"]:
            cells[key] = row
    return cells


def _is_an_answer(mark: Mark, value: str, whole: set[str]) -> bool:
    """Whether a mark is of the whole value, and the column as a whole is what explains it."""
    category = kinds()[mark.entity_type].category
    return mark.end - mark.start >= len(value.strip()) and any(_ANSWERED.get(c) == category for c in whole)


def _is_within(mark: Mark, thing: Mark) -> bool:
    return thing.start <= mark.start and mark.end <= thing.end and mark.score <= thing.score


def _is_doubtful(kind: Kind, score: float, *, identifier: bool, identifiers: bool) -> bool:
    """Whether a typed match in a cell is better explained by the cell or its column being an identifier."""
    if identifiers and kind.entity != PERSON:
        return score < WRITTEN_OUT or kind.needs == DIGIT
    return identifier and score < WRITTEN_OUT


def _row(
    column: _Column,
    place: int | None,
    category: str,
    score: float,
    start: int | None,
    end: int | None,
    how: str,
    about: str,
    recogniser: str,
    why: str,
) -> _Row:
    return {
        "store": column.store,
        "table": column.table,
        "column": column.column,
        "value_id": None if place is None else column.value_ids[place],
        "category": category,
        "score": score,
        "start": start,
        "end": end,
        "stated_or_implied": how,
        "about": about,
        "recogniser": recogniser,
        "distinct_values": len(column.values),
        "evidence": why,
    }
