"""Reading JSON documents and JSON Lines: which records, which columns, what is quarantined.

What belongs here: the map's ``rows``, ``each`` and pointers. A broken document is a SourceError (nothing after the
break can be trusted); a broken line of JSON Lines is quarantined alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stores.errors import SourceError
from stores.files_find import SourceFile
from stores.files_open import is_unicode, opened_text
from stores.json_values import ABSENT, JsonError, as_text, at, parse, steps
from stores.landing_stage import Stage
from stores.store import Table

_PARENT = "../"


@dataclass(frozen=True)
class _Shape:
    """The map's pointers, taken apart. ``columns`` is None when every top-level member is a column."""

    rows: list[str] | None
    each: list[str] | None
    columns: dict[str, tuple[bool, list[str]]] | None


def _shape(stage: Stage, table: Table) -> _Shape:
    try:
        columns = None
        if isinstance(table.columns, dict):
            columns = {
                name: (pointer.startswith(_PARENT), steps("/" + pointer.removeprefix(_PARENT)))
                if pointer.startswith(_PARENT)
                else (False, steps(pointer))
                for name, pointer in table.columns.items()
            }
        rows = None if table.rows is None else steps(table.rows)
        return _Shape(rows, None if table.each is None else steps(table.each), columns)
    except ValueError as error:
        raise SourceError(f"{stage.name}: {error}") from None


def read_json(stage: Stage, file: SourceFile, table: Table) -> int:
    """Stage one JSON document and return its number of rows, counted apart from the reading.

    ``_line`` is the ordinal of the record, from 1. A document is a list of records, or holds one at ``rows``;
    ``rows: ""`` says that the document itself is the one record.

    Raises:
        SourceError: the document is not JSON, is cut short or too deep, or has no list where the map says.
    """
    shape = _shape(stage, table)
    with opened_text(file, table.encoding) as stream:
        text = stream.read()
    if not is_unicode(text):
        raise SourceError(f"{file.name}: not {table.encoding}; say the encoding in the map")
    if not text.strip():
        return 0
    try:
        document = parse(text)
    except JsonError as error:
        raise SourceError(f"{file.name}:{error.line}: the document is {error.reason}; export it again") from None
    del text
    found = at(document, shape.rows or [])
    if shape.rows == [] and isinstance(found, dict):
        found = [found]
    if not isinstance(found, list):
        where = f"at {table.rows}" if table.rows else "at its top"
        raise SourceError(f"{file.name}: no list of records {where}; say where it stands with rows: in the map")
    expected = sum(_elements(record, shape.each) for record in found)
    for ordinal, record in enumerate(found, 1):
        _record(stage, file, ordinal, record, shape)
    return expected


def read_json_lines(stage: Stage, file: SourceFile, table: Table) -> int:
    """Stage one JSON Lines file (https://jsonlines.org) and return its number of rows.

    ``_line`` is the physical line. Blank lines are none.

    Raises:
        SourceError: the file is damaged or in another encoding, or not one of its lines is JSON.
    """
    shape = _shape(stage, table)
    rows = lines = broken = 0
    with opened_text(file, table.encoding) as stream:
        for number, line in _lines(stream):
            lines += 1
            fault = "" if is_unicode(line) else f"not {table.encoding}"
            try:
                record = None if fault else at(parse(line), shape.rows or [])
            except JsonError as error:
                fault = error.reason
            if fault:
                rows += 1
                broken += 1
                stage.reject(file.name, number, fault)
            else:
                rows += _elements(record, shape.each)
                _record(stage, file, number, record, shape)
    if lines and broken == lines:
        raise SourceError(f"{file.name}: none of its lines can be read as JSON; is it another format or encoding?")
    return rows


def _lines(stream: Any) -> Iterator[tuple[int, str]]:
    """Lines ended by a line feed alone, as JSON Lines has them, with their numbers; blank ones left out."""
    number, parts = 0, []
    for part in stream:  # also split at carriage returns, which may stand between values
        parts.append(part)
        if part.endswith("\n"):
            number += 1
            if text := "".join(parts).strip():
                yield number, text
            parts = []
    if text := "".join(parts).strip():
        yield number + 1, text


def _elements(record: Any, each: list[str] | None) -> int:
    """How many rows a record makes: one, or one for each element; one rejected row where no list stands."""
    if each is None:
        return 1
    inner = at(record, each)
    if inner is None or inner is ABSENT:
        return 0 if inner is None or isinstance(record, dict) else 1
    return len(inner) if isinstance(inner, list) else 1


def _record(stage: Stage, file: SourceFile, line: int, record: Any, shape: _Shape) -> None:
    if not isinstance(record, (dict, list)):
        stage.reject(file.name, line, "not an object")
        return
    if shape.each is None:
        _row(stage, file, line, record, record, shape)
        return
    inner = at(record, shape.each)
    if inner is None or (inner is ABSENT and isinstance(record, dict)):
        return
    if not isinstance(inner, list):
        stage.reject(file.name, line, "no list where the map says each")
        return
    for element in inner:
        _row(stage, file, line, element, record, shape)


def _row(stage: Stage, file: SourceFile, line: int, element: Any, parent: Any, shape: _Shape) -> None:
    row: dict[str, str | None] = {}
    try:
        if shape.columns is not None:
            for name, (above, path) in shape.columns.items():
                value = at(parent if above else element, path)
                if value is not ABSENT:
                    row[stage.column(name)] = as_text(value)
        elif not isinstance(element, dict):
            stage.reject(file.name, line, "not an object")
            return
        else:
            for name, value in element.items():
                row[stage.column(name)] = as_text(value)
            if len(row) != len(element):
                stage.reject(file.name, line, "two members differ only in case")
                return
    except JsonError as error:
        stage.reject(file.name, line, error.reason)
        return
    stage.add(file.name, line, row)
