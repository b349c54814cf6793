"""From the distinct values of whole columns to findings: one pure function.

Here: the order of the work for a batch. Not here: how a text is read (`scanners.engine`), what a column is
(`scanners.column`), the shape of the tables (`scanners.finding`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from presidio_analyzer import RecognizerResult

from scanners import evidence, names
from scanners.column import (
    DIGIT,
    SURE,
    WRITTEN_OUT,
    Typed,
    Understood,
    understand,
)
from scanners.context import LOWERED, RAISED
from scanners.engine import Reading, read
from scanners.finding import INPUT, OUTPUT, STATED, SUBJECT, UNKNOWN
from scanners.headers import is_of_identifiers, is_of_things
from scanners.registry import PERSON, Kind, entities_for, kinds
from scanners.terms import ABOUT, HOW
from scanners.text import header_words, is_free_text, is_identifier, is_machine_text, may_name_someone, pieces

MIXED_NAME_SCORE = 0.6

_Row = dict[str, Any]


class BatchError(Exception):
    """The batch does not have the columns of `scanners.finding.INPUT`; the message names the ones that are wrong."""


@dataclass(slots=True)
class _Column:
    store: str
    table: str
    column: str
    value_ids: list[int]
    values: list[str]

    @property
    def header(self) -> str:
        return header_words(self.column)


def scan_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Find the personal and special-category data in a batch of distinct values.

    Args:
        batch: rows of `scanners.finding.INPUT`, any order; whole columns only.

    Returns:
        Rows of `scanners.finding.OUTPUT`, sorted by store, table, column, value_id (the column's own findings first),
        start, category. The same rows in another order give the same result. It holds no value.

    Raises:
        BatchError: a column of the batch is missing or of another type.
    """
    _check(batch)
    columns = _columns(batch)
    readings: list[Reading] = []
    places: list[tuple[int, int, int]] = []
    understood = _understood(columns)
    for number, column in enumerate(columns):
        named = _named(understood[number])
        for index, value in enumerate(column.values):
            for offset, reading in _readings(value, column.header, named):
                readings.append(reading)
                places.append((number, index, offset))
    results: dict[tuple[int, int], list[RecognizerResult]] = defaultdict(list)
    for (number, index, offset), found in zip(places, read(readings), strict=True):
        for result in found:
            result.start += offset
            result.end += offset
            results[number, index].append(result)
    rows: list[_Row] = []
    for number, column in enumerate(columns):
        cells = [results.get((number, index), []) for index in range(len(column.values))]
        rows.extend(_findings(column, cells, understood[number]))
    return pa.RecordBatch.from_pylist(rows, schema=OUTPUT)


def _understood(columns: Sequence[_Column]) -> list[Understood]:
    """What each column is, seen beside the other columns of its table."""
    tables: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
    for column in columns:
        tables[column.store, column.table][column.column] = column.values
    told = {key: understand(key[1], of_table) for key, of_table in tables.items()}
    return [told[column.store, column.table][column.column] for column in columns]


def _named(understood: Understood) -> Typed | None:
    return next((typed for typed in understood.typed if typed.recogniser == names.RECOGNISER), None)


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


def _columns(batch: pa.RecordBatch) -> list[_Column]:
    grouped: dict[tuple[str, str, str], dict[int, str]] = defaultdict(dict)
    fields = (batch.column(name).to_pylist() for name in ("store", "table", "column", "value_id", "value"))
    for store, table, column, value_id, value in zip(*fields, strict=True):
        if value is not None and value.strip():
            grouped[store, table, column][value_id] = value
    return [
        _Column(*key, value_ids=sorted(cells), values=[cells[i] for i in sorted(cells)])
        for key, cells in sorted(grouped.items())
    ]


def _readings(value: str, header: str, named: Typed | None) -> Iterator[tuple[int, Reading]]:
    """What to read of a value: words only where there are words, the model only on prose that may name someone."""
    if named is not None and names.looks_like_a_name(value, named.category):
        yield 0, Reading(value, header, entities_for(value, words=False, model=False), ask_model=False)
        return
    words = not is_machine_text(value) and not is_of_things(header)
    for offset, piece in pieces(value):
        model = words and is_free_text(piece) and may_name_someone(piece)
        entities = entities_for(piece, words=words, model=model, header=header)
        yield offset, Reading(piece, header, entities, ask_model=model)


def _findings(column: _Column, results: Sequence[Sequence[RecognizerResult]], understood: Understood) -> Iterator[_Row]:
    table = kinds()
    typed, named = understood.typed, _named(understood)
    for whole in typed:
        yield _row(
            column, None, whole.category, whole.score, None, None, STATED, SUBJECT, whole.recogniser, whole.evidence
        )
    whole_categories = {names.NAME if t.category.startswith(names.NAME) else t.category for t in typed}
    identifiers = is_of_identifiers(column.header)
    mixed_names = named is None and names.header_category(column.header, header_words(column.table)) == names.NAME
    for value_id, value, found in zip(column.value_ids, column.values, results, strict=True):
        identifier = is_identifier(value)
        cells: dict[tuple[int, int, str], _Row] = {}
        things = _things(found)
        for result in found:
            kind = table[result.entity_type]
            if not kind.is_personal or any(_is_within(result, thing) for thing in things):
                continue
            if result.score < SURE or kind.category in whole_categories:
                continue
            if not kind.terms and _is_doubtful(kind, result.score, identifier=identifier, identifiers=identifiers):
                continue
            metadata = result.recognition_metadata
            key = (result.start, result.end, kind.category)
            row = _row(
                column,
                value_id,
                kind.category,
                round(min(result.score, 1.0), 4),
                result.start,
                result.end,
                metadata.get(HOW, STATED),
                metadata.get(ABOUT, UNKNOWN),
                kind.name,
                evidence.of_cell(
                    kind.name,
                    min(result.score, 1.0),
                    raised_by=metadata.get(RAISED, ""),
                    lowered_by=metadata.get(LOWERED, ""),
                ),
            )
            if key not in cells or cells[key]["score"] < row["score"]:
                cells[key] = row
        if mixed_names and not cells and names.surely_a_name(value):
            start = value.index(value.strip())
            end = start + len(value.strip())
            cells[start, end, names.NAME] = _row(
                *(column, value_id, names.NAME, MIXED_NAME_SCORE, start, end, STATED, SUBJECT, names.RECOGNISER),
                f"shaped like a name; header '{column.column}'",
            )
        for key in sorted(cells):
            yield cells[key]


def _things(found: Sequence[RecognizerResult]) -> list[RecognizerResult]:
    """What of a cell is a number of a business or of goods, which explains away what else is seen in it."""
    table = kinds()
    return [r for r in found if r.score >= SURE and not table[r.entity_type].is_personal]


def _is_within(result: RecognizerResult, thing: RecognizerResult) -> bool:
    return bool(thing.start <= result.start and result.end <= thing.end and result.score <= thing.score)


def _is_doubtful(kind: Kind, score: float, *, identifier: bool, identifiers: bool) -> bool:
    """Whether a typed match in a cell is better explained by the cell or its column being an identifier."""
    if identifiers and kind.entity != PERSON:
        return score < WRITTEN_OUT or kind.needs == DIGIT
    return identifier and score < WRITTEN_OUT


def _row(
    column: _Column,
    value_id: int | None,
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
        "value_id": value_id,
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
