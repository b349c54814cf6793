"""Reading XML documents record by record, in bounded memory: which elements are rows, which columns, what is refused.

What belongs here: the map's ``rows``, ``each`` and pointers over elements and attributes, named as the document writes
them, prefix included. Records are counted first by another parser (expat), which also refuses any document type
declaration: without one there are no entities to expand (XML 1.0, 4.4). What no pointer covers lands under its own
path, with dots, but for what another table of the store reads with ``each``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from lxml import etree

from stores.errors import SourceError
from stores.files_find import SourceFile
from stores.files_open import chunks, opened
from stores.landing_stage import Stage
from stores.store import Table

LARGEST = 8 << 20
"""Bytes of one record: a tree takes up to thirty times as much memory as its text."""

_PARENT = "../"
ENCODINGS = {"cp1252": "windows-1252", "latin-1": "iso-8859-1"}
"""Encodings that a map may state over what the document says, as XML calls them."""
_SHORT = frozenset({3, 5, 6, 20})  # expat: no element, unclosed token, part of a character, unclosed CDATA section
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_XML = "{http://www.w3.org/XML/1998/namespace}"
Path = tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """The map, taken apart.

    Attributes:
        rows: path of the records, from the root.
        each: path inside a record of the elements that are the rows; () if the records are.
        own: column by path inside the row.
        above: column by path inside the record around the row.
        left: paths inside the row that other tables read.
    """

    rows: Path
    each: Path
    own: dict[Path, list[str]]
    above: dict[Path, list[str]]
    left: frozenset[Path]


def read_xml(stage: Stage, file: SourceFile, table: Table, others: Iterable[Table] = ()) -> int:
    """Stage one XML document (``.gz`` too) and return its number of rows, counted apart from the reading.

    ``_line`` is the ordinal of the record, from 1. A value is the text of an element with all that stands in it, or an
    attribute (``/category/@nicename``); several at one path are a JSON list. An element that is there and empty is ''.

    Args:
        stage: where to.
        file: the document.
        table: its map; ``rows`` names the records.
        others: the store's other tables.

    Raises:
        SourceError: not XML, cut short, with a document type declaration, nested too deeply, or without the elements
            that the map names.
    """
    shape = shape_of(stage.name, table, others)
    encoding = ENCODINGS.get(table.encoding)
    expected = _Count(file, shape, encoding).run()
    try:
        with opened(file) as stream:
            _records(stage, file, stream, shape, encoding)
    except etree.XMLSyntaxError:
        raise SourceError(
            f"{file.name}: nested more than 256 deep, or a text over 10 MB, or a prefix that is not declared; not read"
        ) from None
    return expected


def _steps(pointer: str, place: str) -> Path:
    if pointer and not pointer.startswith("/"):
        raise SourceError(f"{place}: '{pointer}' is not a path of elements; it begins with /")
    return tuple(pointer[1:].split("/")) if pointer else ()


def shape_of(place: str, table: Table, others: Iterable[Table]) -> Shape:
    """A table's map, taken apart.

    Args:
        place: the store and table, as messages name them.
        table: the table.
        others: the store's tables.

    Raises:
        SourceError: it names no records, or not by a path.
    """
    if not table.rows:
        raise SourceError(f"{place}: say with rows: which elements are the records, e.g. rows: /rss/channel/item")
    rows, each = _steps(table.rows, place), _steps(table.each or "", place)
    own: dict[Path, list[str]] = {}
    above: dict[Path, list[str]] = {}
    columns = table.columns if isinstance(table.columns, dict) else {name: f"/{name}" for name in table.columns}
    for name, pointer in columns.items():
        outside = pointer.startswith(_PARENT)
        path = _steps(f"/{pointer.removeprefix(_PARENT)}" if outside else pointer, place)
        (above if outside and each else own).setdefault(path, []).append(name)
    whole = rows + each
    left: set[Path] = set()
    for other in others:
        path = _steps(other.rows or "", place) + _steps(other.each or "", place)
        if other.name != table.name and other.file == table.file and len(path) > len(whole):
            left.update({path[len(whole) :]} if path[: len(whole)] == whole else ())
    return Shape(rows, each, own, above, frozenset(left))


class _Count:
    """Counts the elements at one path, and refuses what must not reach a parser that builds trees."""

    def __init__(self, file: SourceFile, shape: Shape, encoding: str | None) -> None:
        self.file = file
        self.rows = shape.rows
        self.path = shape.rows + shape.each
        self.found = self.depth = self.fitting = self.reached = self.start = 0
        self.parser = expat.ParserCreate(encoding)
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.StartDoctypeDeclHandler = self._declared
        self.parser.EntityDeclHandler = self._declared

    def run(self) -> int:
        """The number of rows.

        Raises:
            SourceError: see ``read_xml``.
        """
        try:
            for chunk in chunks(self.file):
                self.parser.Parse(chunk, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            what = "cut short" if error.code in _SHORT else "not well-formed XML"
            raise SourceError(f"{self.file.name}:{error.lineno}: the document is {what}; export it again") from None
        except (LookupError, ValueError):
            raise SourceError(f"{self.file.name}: an encoding that is not read; say the encoding in the map") from None
        if self.reached < len(self.rows) - 1:
            missing = "/".join(self.rows[: self.reached + 1])
            raise SourceError(f"{self.file.name}: no element /{missing}; see rows: in the map")
        return self.found

    def _open(self, name: str, _: Any) -> None:
        if self.fitting == self.depth < len(self.path) and name == self.path[self.depth]:
            self.fitting += 1
            self.reached = max(self.reached, self.fitting)
            self.found += self.fitting == len(self.path)
            if self.fitting == len(self.rows):
                self.start = self.parser.CurrentByteIndex
        self.depth += 1

    def _close(self, _: str) -> None:
        if self.depth == self.fitting == len(self.rows) and self.parser.CurrentByteIndex - self.start > LARGEST:
            line = self.parser.CurrentLineNumber
            raise SourceError(f"{self.file.name}:{line}: one record is larger than {LARGEST >> 20} MiB; not read")
        self.depth -= 1
        self.fitting = min(self.fitting, self.depth)

    def _declared(self, *_: Any) -> None:
        raise SourceError(f"{self.file.name}: declares entities or a document type; not read")


def _records(stage: Stage, file: SourceFile, stream: Any, shape: Shape, encoding: str | None) -> None:
    parsed = etree.iterparse(
        stream,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding=encoding,
    )
    names: list[str] = []
    ordinal = 0
    for event, element in parsed:
        if event == "start":
            names.append(_name(element))
            continue
        inside = len(names) > len(shape.rows) and tuple(names[: len(shape.rows)]) == shape.rows
        if tuple(names) == shape.rows:
            ordinal += 1
            _record(stage, file, ordinal, element, shape)
        names.pop()
        if inside:
            continue
        element.clear(keep_tail=False)
        while element.getprevious() is not None:
            del element.getparent()[0]


def _name(element: Any) -> str:
    local = str(element.tag).rpartition("}")[2]
    return f"{element.prefix}:{local}" if element.prefix else local


def _attribute(element: Any, name: str) -> str:
    if not name.startswith("{"):
        return f"@{name}"
    space, _, local = name[1:].partition("}")
    if name.startswith(_XML):
        return f"@xml:{local}"
    prefix = next(prefix for prefix, known in element.nsmap.items() if known == space and prefix)
    return f"@{prefix}:{local}"


def _record(stage: Stage, file: SourceFile, ordinal: int, record: Any, shape: Shape) -> None:
    if not shape.each:
        _row(stage, file, ordinal, record, {}, shape)
        return
    around = _Values(shape.above, frozenset({shape.each}))
    if shape.above:
        around.collect(record, ())
    given = {name: _text(texts) for path, texts in around.found.items() for name in shape.above.get(path, ())}
    for element in _at(record, shape.each):
        _row(stage, file, ordinal, element, given, shape)


def _at(record: Any, path: Path) -> list[Any]:
    found = [record]
    for step in path:
        found = [child for element in found for child in element if _name(child) == step]
    return found


def _row(
    stage: Stage, file: SourceFile, ordinal: int, element: Any, above: dict[str, str | None], shape: Shape
) -> None:
    values = _Values(shape.own, shape.left)
    values.collect(element, ())
    row: dict[str, str | None] = {stage.column(name): text for name, text in above.items()}
    for path, texts in values.found.items():
        text = _text(texts)
        names = shape.own.get(path)
        if names is None and not (text or "").strip():
            continue
        for column in map(stage.column, names or [".".join(path) or "text"]):
            if column in row:
                stage.reject(file.name, ordinal, "two members differ only in case")
                return
            row[column] = text
    stage.add(file.name, ordinal, row)


class _Values:
    """The texts of an element, by path."""

    def __init__(self, wanted: dict[Path, list[str]], left: frozenset[Path]) -> None:
        self.wanted = wanted
        self.left = left
        self.found: dict[Path, list[str | None]] = {}

    def collect(self, element: Any, path: Path, *, covered: bool = False) -> None:
        """Gather what stands in an element; of what a pointer covers already, only what another pointer names."""
        nil = element.get(_NIL) in {"true", "1"}
        for name, value in element.attrib.items():
            if name != _NIL:
                self._add((*path, _attribute(element, name)), value, covered=False)
        children = list(element)
        if path in self.wanted:
            text = None if nil else "".join(element.itertext())
            self._add(path, text, covered=False)
            covered = True
        else:
            own = "".join([element.text or "", *(child.tail or "" for child in children)])
            if own.strip():
                self._add(path, own, covered=covered)
        for child in children:
            inside = (*path, _name(child))
            if inside not in self.left:
                self.collect(child, inside, covered=covered)

    def _add(self, path: Path, text: str | None, *, covered: bool) -> None:
        if path in self.wanted or not covered:
            self.found.setdefault(path, []).append(text)


def _text(texts: Sequence[str | None]) -> str | None:
    return texts[0] if len(texts) == 1 else json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
