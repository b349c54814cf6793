"""The parts of a workbook that go with cells: links, comments, and the order of calculation, as edits of their bytes.

What belongs here: relationships between parts (ECMA-376 Part 2, 9.3) and what in them names cells. The cells themselves
are ``stores.editing_xlsx``'s.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from stores.errors import Retained
from stores.xlsx_cells import column_of
from stores.xml_places import Edit, Element, Places, applied

Cell = tuple[int, int]
"""Row, from 1, and column, from 0."""


@dataclass
class Gone:
    """The cells that are emptied."""

    rows: set[int] = field(default_factory=set)
    cells: set[Cell] = field(default_factory=set)

    def whole(self, reference: str) -> bool:
        """Whether all of a range is."""
        return all(self._holds(row, column) for row, column in cells_in(reference))

    def touches(self, reference: str) -> bool:
        """Whether any of a range is."""
        return any(self._holds(row, column) for row, column in cells_in(reference))

    def _holds(self, row: int, column: int) -> bool:
        return row in self.rows or (row, column) in self.cells


def cells_in(reference: str) -> Iterator[Cell]:
    """The cells of a range such as ``B2:C9``.

    Raises:
        ValueError: it is no range.
    """
    first, _, last = reference.replace("$", "").partition(":")
    (top, left), (bottom, right) = _cell(first), _cell(last or first)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield row, column


def _cell(reference: str) -> Cell:
    return int(re.sub(r"\D", "", reference)), column_of(reference)


class Parts:
    """A workbook's parts, those that were changed as they are to be."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive, self.changed = archive, dict[str, bytes | None]()

    def read(self, name: str) -> bytes:
        """A part as it is to be."""
        data = self.changed.get(name)
        return self.archive.read(name) if data is None else data

    def edit(self, name: str, edits: Iterable[Edit]) -> None:
        """Change bytes of a part as it is now."""
        if listed := list(edits):
            self.changed[name] = applied(self.read(name), listed)

    def elements(self, name: str, *path: str) -> list[Element]:
        """The elements at a path of a part."""
        return list(Places(path, lambda *_: True, prefixes=False).of(self.read(name)).values())

    def related(self, name: str) -> list[tuple[Element, str]]:
        """A part's relationships, and the part that each leads to."""
        rels = relationships_of(name)
        if rels not in self.archive.namelist():
            return []
        found = []
        for element in self.elements(rels, "Relationships", "Relationship"):
            target = element.attributes.get("Target", "")
            at = target[1:] if target.startswith("/") else posixpath.normpath(f"{posixpath.dirname(name)}/{target}")
            found.append((element, at))
        return found


def relationships_of(name: str) -> str:
    """The part with a part's relationships."""
    return posixpath.join(posixpath.dirname(name), "_rels", posixpath.basename(name) + ".rels")


def unlink(parts: Parts, sheet: str, gone: Gone) -> None:
    """Take out the hyperlinks of cells that are emptied, and where they lead."""
    if b"hyperlink" not in parts.read(sheet):
        return
    there = [link for outer in parts.elements(sheet, "worksheet", "hyperlinks") for link in outer.children]
    going = [link for link in there if gone.whole(link.attributes.get("ref", ""))]
    if not going:
        return
    stay = {_relation(link) for link in there if link not in going}
    ids = {_relation(link) for link in going} - stay - {""}
    if len(going) == len(there):
        (outer,) = parts.elements(sheet, "worksheet", "hyperlinks")
        parts.edit(sheet, [(outer.start, outer.end, b"")])
    else:
        parts.edit(sheet, [(link.start, link.end, b"") for link in going])
    parts.edit(
        relationships_of(sheet),
        [(one.start, one.end, b"") for one, _ in parts.related(sheet) if one.attributes.get("Id") in ids],
    )


def _relation(link: Element) -> str:
    return next((value for key, value in link.attributes.items() if key.endswith(":id")), "")


def uncomment(parts: Parts, sheet: str, gone: Gone) -> None:
    """Take out the comments on cells that are emptied, and the shapes that show them.

    Raises:
        Retained: the drawing of the comments cannot be taken apart.
    """
    for relation, part in parts.related(sheet):
        if part not in parts.archive.namelist():
            continue
        match relation.attributes.get("Type", "").rpartition("/")[2]:
            case "comments":
                path: tuple[str, ...] = ("comments", "commentList", "comment")
            case "threadedComment":
                path = ("ThreadedComments", "threadedComment")
            case "vmlDrawing":
                _undraw(parts, part, gone)
                continue
            case _:
                continue
        there = parts.elements(part, *path)
        parts.edit(part, [(one.start, one.end, b"") for one in there if gone.whole(one.attributes.get("ref", ""))])


def _undraw(parts: Parts, part: str, gone: Gone) -> None:
    edits = []
    for shape in parts.elements(part, "xml", "shape"):
        for data in shape.local("ClientData"):
            row = next((one.text for one in data.local("Row")), "")
            column = next((one.text for one in data.local("Column")), "")
            cell = (int(row) + 1, int(column)) if row.strip().isdigit() and column.strip().isdigit() else None
            if cell and (cell[0] in gone.rows or cell in gone.cells):
                edits.append((shape.start, shape.end, b""))
    parts.edit(part, edits)


def forget_order(parts: Parts) -> None:
    """Leave out the order of calculation, which names cells with formulas; programs make it anew.

    Raises:
        Retained: its place in the workbook is not found.
    """
    found = [(one, part) for one, part in parts.related("xl/workbook.xml") if part.lower().endswith("calcchain.xml")]
    for relation, part in found:
        types = [
            one
            for one in parts.elements("[Content_Types].xml", "Types", "Override")
            if one.attributes.get("PartName", "").lower() == f"/{part.lower()}"
        ]
        if len(found) > 1 or part not in parts.archive.namelist():
            raise Retained("its order of calculation is not where it should be; a person must do it")
        parts.edit("[Content_Types].xml", [(one.start, one.end, b"") for one in types])
        parts.edit(relationships_of("xl/workbook.xml"), [(relation.start, relation.end, b"")])
        parts.changed[part] = None
