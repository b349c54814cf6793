"""Records taken out of, or changed in, XML documents, WXR among them; every other byte stays where it was.

What belongs here: which bytes a record or a value takes. Which records: ``stores.locating``'s; how values are read:
``stores.xml_read``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.parsers import expat
from xml.sax.saxutils import escape

from stores.editing_json import AROUND
from stores.errors import Retained, SourceError
from stores.files_find import SourceFile
from stores.files_open import opened
from stores.locating import Place
from stores.rewriting import remove_file, replacing
from stores.store import Store, Table
from stores.xml_places import Edit, Element, Path, Places, applied, encoding_of
from stores.xml_read import ENCODINGS, Shape, shape_of

WITHIN = "the value is made of several elements; a person must do it"
_CDATA = re.compile(r"\s*<!\[CDATA\[((?:(?!\]\]>).)*)\]\]>\s*", re.DOTALL)


def edit_xml(file: SourceFile, store: Store, table: Table, lines: Mapping[int, Sequence[Place]]) -> None:
    """Take records out of one XML document, or change values of them.

    Raises:
        SourceError: the document is not what it was when the records were found, or cannot be written.
        Retained: what is asked would take along what is not; nothing was changed.
    """
    with opened(file) as stream:
        data = stream.read()
    shape = shape_of(f"{store.name}/{table.name}", table, store.tables)
    said = ENCODINGS.get(table.encoding)
    try:
        codec = encoding_of(data) if said is None else table.encoding
        found = Places(shape.rows, lambda ordinal, _: ordinal in lines, encoding=said).of(data)
    except (expat.ExpatError, ValueError, LookupError):
        raise SourceError(f"{file.name}: the document cannot be taken apart; nothing was erased in it") from None
    if found.keys() != lines.keys():
        raise _moved(file)
    edits: list[Edit] = []
    for number, places in lines.items():
        rows = elements_at(found[number], shape.each)
        for place in places:
            if place.nth >= len(rows):
                raise _moved(file)
            row = rows[place.nth]
            _is(row, shape, table, place, file)
            if place.new:
                edits += _changes(data, codec, row, shape, place)
            else:
                _nothing_inside(row, shape, store, table)
                edits.append((row.start, row.end, b""))
    if len(shape.rows + shape.each) == 1 and any(not place.new for places in lines.values() for place in places):
        remove_file(file)  # the document is the record
        return
    with replacing(file) as out:
        out.write(applied(data, edits))


def elements_at(element: Element, path: Path) -> list[Element]:
    """The elements at a path below an element, in their order."""
    found = [element]
    for step in path:
        found = [child for one in found for child in one.children if child.name == step]
    return found


def _is(row: Element, shape: Shape, table: Table, place: Place, file: SourceFile) -> None:
    """See that a row has the key of the record that was found there, where that stands in elements of its own."""
    for path, names in shape.own.items():
        for column, value in zip(table.key, place.item.key, strict=True):
            there = elements_at(row, path) if column in names and not path[-1].startswith("@") else []
            if len(there) == 1 and there[0].text != value:
                raise _moved(file)


def _nothing_inside(row: Element, shape: Shape, store: Store, table: Table) -> None:
    for path in shape.left:
        if elements_at(row, path):
            whole = shape.rows + shape.each + path
            name = next(t.name for t in store.tables if t.name != table.name and _path(t) == whole)
            raise Retained(f"records of {name} stand inside it and are not in the plan")


def _path(table: Table) -> Path:
    return tuple(f"{table.rows or ''}{table.each or ''}"[1:].split("/"))


def _changes(data: bytes, codec: str, row: Element, shape: Shape, place: Place) -> Iterator[Edit]:
    for column, new in place.new.items():
        paths = [path for path, names in shape.own.items() if column in names]
        if not paths or any(column in names for names in shape.above.values()):
            raise Retained(AROUND)
        for path in paths:
            if path and path[-1].startswith("@"):
                yield from _attributes(data, codec, elements_at(row, path[:-1]), path[-1][1:], new)
            else:
                yield from _contents(data, codec, elements_at(row, path), new)


def _contents(data: bytes, codec: str, there: Sequence[Element], new: str | None) -> Iterator[Edit]:
    """The first of the elements emptied or written anew; of several that are emptied, the others go."""
    if any(element.children for element in there) or (new is not None and len(there) > 1):
        raise Retained(WITHIN)
    for place, element in enumerate(there):
        if place:
            yield element.start, element.end, b""
        elif element.inside < element.close:
            old = data[element.inside : element.close].decode(codec, "surrogateescape")
            yield element.inside, element.close, _content(old, new or "", codec)


def _content(old: str, new: str, codec: str) -> bytes:
    """Text as the content of an element; what was one CDATA section stays one."""
    if not new:
        return b""
    if _CDATA.fullmatch(old):
        return f"<![CDATA[{new.replace(']]>', ']]]]><![CDATA[>')}]]>".encode(codec, "surrogateescape")
    return escape(new, {"\r": "&#13;"}).encode(codec, "xmlcharrefreplace")


def _attributes(data: bytes, codec: str, there: Sequence[Element], name: str, new: str | None) -> Iterator[Edit]:
    if new is not None and len(there) > 1:
        raise Retained(WITHIN)
    for element in there:
        tag = data[element.start : element.inside].decode(codec, "surrogateescape")
        at = next((found for found in _given(tag) if found[1] == name), None)
        if at is None:
            continue
        start, end = at.span(2)
        quoted = escape(new or "", {'"': "&quot;", "'": "&apos;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
        before = element.start + len(tag[:start].encode(codec, "surrogateescape"))
        length = len(tag[start:end].encode(codec, "surrogateescape"))
        yield before, before + length, f'"{quoted}"'.encode(codec, "xmlcharrefreplace")


def _given(tag: str) -> Iterator[re.Match[str]]:
    """The attributes in a start tag: name, and value with its quotes."""
    return re.finditer(r"""\s([^\s=<>"']+)\s*=\s*("[^"]*"|'[^']*')""", tag)


def _moved(file: SourceFile) -> SourceError:
    return SourceError(f"{file.name}: the file changed while records were looked for; nothing was erased in it")
