"""Records taken out of, or changed in, JSON documents and JSON Lines; all other text stays as it is, to the character.

What belongs here: where in the text a record, an element or a value stands. Which records: ``stores.locating``'s.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from stores.editing_lines import codec_of
from stores.errors import Retained, SourceError
from stores.files_find import SourceFile
from stores.files_open import opened_text
from stores.json_values import DECODER, steps
from stores.locating import Place
from stores.rewriting import remove_file, replacing
from stores.store import Store, Table

Span = tuple[int, int]
_BLANK = " \t\n\r"
AROUND = "the value stands in the record around it; a person must do it"


def edit_json(file: SourceFile, store: Store, table: Table, lines: Mapping[int, Sequence[Place]]) -> None:
    """Take records out of one JSON document, or change values of them.

    Raises:
        SourceError: the document is not what it was when the records were found, or cannot be written.
        Retained: what is asked would take along what is not; nothing was changed.
    """
    text = _text(file, table)
    start = _find(text, _skip(text, 0), steps(table.rows or ""))
    if start is None:
        raise _moved(file)
    if text[start] == "{":
        found, whole = [(start, _end(text, start))], True
    else:
        found, whole = list(_elements(text, start)), False
    if not lines.keys() <= set(range(1, len(found) + 1)):
        raise _moved(file)
    records = {number: found[number - 1] for number in lines}
    gone, edits = _edits(text, store, table, {records[n]: places for n, places in lines.items()})
    if gone and whole:
        remove_file(file)
        return
    if gone:
        edits.append(_without(text, start, found, gone))
    _write(file, table, _applied(text, edits))


def edit_json_lines(file: SourceFile, store: Store, table: Table, lines: Mapping[int, Sequence[Place]]) -> None:
    """Take records out of a file of JSON Lines, or change values of them; as ``edit_json``."""
    parts = _text(file, table).split("\n")
    for number, places in lines.items():
        line = parts[number - 1] if number <= len(parts) else ""
        start = _find(line, _skip(line, 0), steps(table.rows or ""))
        if start is None:
            raise _moved(file)
        span = start, _end(line, start)
        gone, edits = _edits(line, store, table, {span: places})
        parts[number - 1] = "" if gone else _applied(line, edits)
    emptied = {n for n in lines if not parts[n - 1].strip()}
    kept = [part for n, part in enumerate(parts, 1) if n not in emptied]
    _write(file, table, "\n".join(kept))


def _edits(
    text: str, store: Store, table: Table, records: Mapping[Span, Sequence[Place]]
) -> tuple[set[Span], list[tuple[int, int, str]]]:
    """The records that go whole, and what is changed in the others."""
    gone: set[Span] = set()
    edits: list[tuple[int, int, str]] = []
    for (start, end), places in records.items():
        if table.each is None:
            for place in places:
                if place.new:
                    edits += _changes(text, start, table, place)
                else:
                    _nothing_inside(text, start, store, table)
                    gone.add((start, end))
            continue
        opening = _find(text, start, steps(table.each))
        if opening is None:
            raise SourceError(f"{store.name}/{table.name}: a list of records moved while it was looked at")
        inner = list(_elements(text, opening))
        for place in places:
            if place.new:
                edits += _changes(text, inner[place.nth][0], table, place)
        if going := {inner[place.nth] for place in places if not place.new}:
            edits.append(_without(text, opening, inner, going))
    return gone, edits


def _nothing_inside(text: str, start: int, store: Store, table: Table) -> None:
    for other in store.tables:
        same = (other.file, other.format, other.rows) == (table.file, table.format, table.rows)
        if not same or other.each is None or other.name == table.name:
            continue
        at = _find(text, start, steps(other.each))
        if at is not None and text[at] == "[" and any(True for _ in _elements(text, at)):
            raise Retained(f"records of {other.name} stand inside it and are not in the plan")


def _changes(text: str, start: int, table: Table, place: Place) -> Iterator[tuple[int, int, str]]:
    for column, new in place.new.items():
        pointer = table.columns.get(column) if isinstance(table.columns, dict) else None
        if pointer is not None and pointer.startswith("../"):
            raise Retained(AROUND)
        at = _find(text, start, steps(pointer) if pointer is not None else [column])
        if at is not None and new is not None and text[at] != '"':
            raise Retained(AROUND)  # stretches of a list or an object are no stretches of its text
        if at is not None:
            yield at, _end(text, at), "null" if new is None else json.dumps(new, ensure_ascii=False)


def _find(text: str, start: int, path: Sequence[str]) -> int | None:
    """Where the value at a path begins, counted from a value that begins at ``start``."""
    for step in path:
        found = None
        if text[start : start + 1] == "{":
            found = next((at for name, at in _members(text, start) if name == step), None)
        elif text[start : start + 1] == "[":
            for number, (at, end) in enumerate(_elements(text, start)):
                if step == str(number) or ("=" in step and _named(text[at:end], step)):
                    found = at
                    break
        if found is None:
            return None
        start = found
    return start


def _named(text: str, step: str) -> bool:
    name, _, wanted = step.partition("=")
    value = DECODER.decode(text)
    return isinstance(value, dict) and str(value.get(name)) == wanted


def _members(text: str, start: int) -> Iterator[tuple[str, int]]:
    at = _skip(text, start + 1)
    while text[at] != "}":
        name, at = DECODER.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        yield str(name), at
        at = _skip(text, _end(text, at))
        if text[at] == ",":
            at = _skip(text, at + 1)


def _elements(text: str, start: int) -> Iterator[Span]:
    at = _skip(text, start + 1)
    while text[at] != "]":
        end = _end(text, at)
        yield at, end
        at = _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


def _end(text: str, start: int) -> int:
    return int(DECODER.raw_decode(text, start)[1])


def _without(text: str, opening: int, spans: Sequence[Span], gone: set[Span]) -> tuple[int, int, str]:
    """The list that begins at ``opening`` without some of its elements, as an edit."""
    end = _end(text, opening)
    kept = [n for n, span in enumerate(spans) if span not in gone]
    if not kept:
        return opening, end, "[]"
    parts = [text[opening : spans[0][0]]]
    for place, n in enumerate(kept):
        parts.append(text[slice(*spans[n])])
        if place + 1 < len(kept):
            parts.append(text[spans[n][1] : spans[n + 1][0]])
    return opening, end, "".join([*parts, text[spans[-1][1] : end]])


def _applied(text: str, edits: Sequence[tuple[int, int, str]]) -> str:
    """The text with its edits; the last first, so that places hold."""
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _text(file: SourceFile, table: Table) -> str:
    with opened_text(file, table.encoding) as stream:
        return stream.read()


def _write(file: SourceFile, table: Table, text: str) -> None:
    codec, mark = codec_of(file, table.encoding)
    with replacing(file) as out:
        out.write(mark)
        out.write(text.encode(codec, "surrogatepass" if table.encoding == "utf-16" else "surrogateescape"))


def _moved(file: SourceFile) -> SourceError:
    return SourceError(f"{file.name}: the file changed while records were looked for; nothing was erased in it")
