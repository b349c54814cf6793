"""Reading JSON documents and JSON Lines: which records, which columns, what is quarantined.

What belongs here: the map's ``rows``, ``each`` and pointers, and what they leave. A broken document is a SourceError
(nothing after the break can be trusted); a broken line of JSON Lines is quarantined alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stores.errors import SourceError
from stores.files_find import SourceFile
from stores.files_open import is_unicode, opened_text
from stores.json_cover import Cover, cover_of, left_over
from stores.json_stream import Walk
from stores.json_values import ABSENT, JsonError, as_text, at, parse, pointer_of, steps
from stores.landing_pages import Page
from stores.landing_stage import Stage
from stores.store import Table

_PARENT = "../"
_GATHERED = "further_members"


@dataclass(frozen=True)
class Shape:
    """The map's pointers, taken apart.

    Attributes:
        rows: steps to the list of records.
        each: steps, inside a record, to the list of which each element is a row.
        columns: column to (whether from the record around the element, steps); None: every top-level member is one.
        cover: what the pointers reach of a record or element, or other tables take of it; None: all of it.
    """

    rows: list[str] | None
    each: list[str] | None
    columns: dict[str, tuple[bool, list[str]]] | None
    cover: Cover | None


def shape_of(stage: Stage, table: Table) -> Shape:
    """The shape that a map states.

    Raises:
        SourceError: something of it is no pointer.
    """
    try:
        columns = None
        if isinstance(table.columns, dict):
            columns = {
                name: (True, steps("/" + pointer.removeprefix(_PARENT)))
                if pointer.startswith(_PARENT)
                else (False, steps(pointer))
                for name, pointer in table.columns.items()
            }
        rows = None if table.rows is None else steps(table.rows)
        each = None if table.each is None else steps(table.each)
        reached = [path for above, path in (columns or {}).values() if not above]
        others = [] if table.each is not None else [steps(other.each or "") for other in _children(stage, table)]
        if columns is None:
            others = [path for path in others if not path or path[0] not in table.columns]
        return Shape(rows, each, columns, cover_of([*reached, *others]))
    except ValueError as error:
        raise SourceError(f"{stage.name}: {error}") from None


def _children(stage: Stage, table: Table) -> Iterator[Table]:
    """The tables of the store that take a list out of the same records."""
    for other in stage.store.tables:
        same = (other.file, other.source, other.format, other.rows) == (
            table.file,
            table.source,
            table.format,
            table.rows,
        )
        if same and other.each is not None and other.name != table.name:
            yield other


def read_json(stage: Stage, file: SourceFile, table: Table) -> int:
    """Stage one JSON document and return its number of rows, counted apart from the reading.

    ``_line`` is the ordinal of the record, from 1. A document is a list of records, or holds one at ``rows``;
    ``rows: ""`` says that the document itself is the one record. Memory is bounded by the longest record.

    Raises:
        SourceError: the document is not JSON, is cut short or too deep, or has no list where the map says.
    """
    shape = shape_of(stage, table)
    wanted = {name: steps(said) for name, said in (("total", table.states_rows), ("more", table.more_at)) if said}
    rows = ordinal = 0
    with opened_text(file, table.encoding) as stream:
        walk = Walk(stream, wanted)
        try:
            for ordinal, record in enumerate(walk.records(shape.rows or [], whole=shape.rows == []), 1):
                rows += elements(record, shape.each)
                stage_record(stage, file, ordinal, record, shape)
        except JsonError as error:
            raise SourceError(f"{file.name}:{error.line}: the document is {error.reason}; export it again") from None
    if walk.blank:
        return 0
    if not walk.listed:
        where = f"at {table.rows}" if table.rows else "at its top"
        raise SourceError(f"{file.name}: no list of records {where}; say where it stands with rows: in the map")
    if wanted:
        total, more = (walk.found.get(name, ABSENT) for name in ("total", "more"))
        stage.pages.append(Page(ordinal, as_text(total), more not in (ABSENT, None, "", False)))
    return rows


def read_json_lines(stage: Stage, file: SourceFile, table: Table) -> int:
    """Stage one JSON Lines file (https://jsonlines.org) and return its number of rows.

    ``_line`` is the physical line. Blank lines are none.

    Raises:
        SourceError: the file is damaged or in another encoding, or not one of its lines is JSON.
    """
    shape = shape_of(stage, table)
    if table.states_rows or table.more_at:
        raise SourceError(f"{stage.name}: lines of JSON state no total and no further page; leave both out of the map")
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
                rows += elements(record, shape.each)
                stage_record(stage, file, number, record, shape)
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


def elements(record: Any, each: list[str] | None) -> int:
    """How many rows a record makes: one, or one for each element; one rejected row where no list stands."""
    if each is None:
        return 1
    inner = at(record, each)
    if inner is None or inner is ABSENT:
        return 0 if inner is None or isinstance(record, dict) else 1
    return len(inner) if isinstance(inner, list) else 1


def stage_record(stage: Stage, file: SourceFile, line: int, record: Any, shape: Shape) -> None:
    """Stage the rows of one record, or quarantine it."""
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


def _row(stage: Stage, file: SourceFile, line: int, element: Any, parent: Any, shape: Shape) -> None:
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
        if isinstance(element, dict) and shape.cover is not None:
            _rest(stage, row, element, shape)
    except JsonError as error:
        stage.reject(file.name, line, error.reason)
        return
    stage.add(file.name, line, row)


def _rest(stage: Stage, row: dict[str, str | None], element: dict[str, Any], shape: Shape) -> None:
    """Put what no pointer of the map reaches into further columns, named by the way to it.

    Raises:
        JsonError: two members cannot be told apart, a name is no text, or a value is nested too deeply.
    """
    gathered: dict[str, Any] = {}
    for path, value in left_over(element, shape.cover or {}):
        name = ".".join(path)
        if not is_unicode(name) or "\0" in name:
            raise JsonError("a member's name is not text")
        if shape.columns is None and stage.of_map(name):
            column: str | None = stage.column(name)
            if column in row:
                raise JsonError("two members differ only in case")
        else:
            try:
                column = stage.further(name, pointer_of(path), row)
            except LookupError:
                raise JsonError("two members differ only in case") from None
        if column is None:
            gathered[pointer_of(path)] = value
        else:
            row[column] = as_text(value)
    if gathered:
        row[stage.column(_GATHERED)] = as_text(gathered)
