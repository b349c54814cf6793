"""Which vendor's map of the catalog a found table fits.

What belongs here: comparing columns. A table is recognised if it has most of a map's columns, and of two maps the one
that explains more of the table stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipelines.drafting.folders import Drafted
from rules.document import load
from stores.controller import CATALOG, Vendor
from stores.table import Table

_SHARE, _SHARE_OF_JSON, _FEWEST = 0.8, 0.4, 4
"""Of a map's columns, how many must be there. The interfaces that give JSON leave out what is empty."""


@dataclass(frozen=True)
class Known:
    """A table of the catalog that a found table fits, and how well."""

    catalog: str
    vendor: str
    table: Table
    shared: int
    expected: int
    processor: bool = False

    @property
    def told(self) -> str:
        """The evidence in words."""
        if self.expected == 0:
            return "by the form of its lines" if self.catalog == "weblog" else "by the form of its messages"
        return f"{self.shared} of the {self.expected} columns of its map are there"


def recognise(found: Drafted) -> Known | None:
    """The map of the catalog that fits, if one does."""
    if found.connector in {"mailbox", "weblog"}:
        known = {"mailbox": "mailbox", "weblog": "weblog"}[found.connector]
        vendor = _catalog().get(known)
        return Known(known, vendor.vendor, vendor.tables[0], 0, 0, vendor.processor) if vendor else None
    best: tuple[float, Known] | None = None
    for name, vendor in _catalog().items():
        for table in vendor.tables:
            if not _alike(found, table):
                continue
            theirs, ours = _columns(table), _columns(found)
            shared = len(theirs & ours)
            share = shared / len(theirs)
            if shared < min(_FEWEST, len(theirs)) or share < (_SHARE_OF_JSON if _is_json(found) else _SHARE):
                continue
            fit = shared / len(theirs | ours)
            if best is None or fit > best[0]:
                best = (fit, Known(name, vendor.vendor, table, shared, len(theirs), vendor.processor))
    return best[1] if best else None


@cache
def _catalog() -> dict[str, Vendor]:
    return {path.stem: load(Vendor, path) for path in sorted(CATALOG.glob("*.yaml"))}


def _is_json(found: Drafted) -> bool:
    return found.place.get("format") in {"json", "jsonl"}


def _alike(found: Drafted, table: Table) -> bool:
    """Whether both are lists of columns, or pointers into lists that stand at the same place."""
    if found.connector == "sql":
        return table.format is None and not isinstance(table.columns, dict)
    if _is_json(found) or isinstance(table.columns, dict):
        same = (found.place.get("rows") or "") == (table.rows or "") and found.place.get("each") == table.each
        return _is_json(found) and table.format in {"json", "jsonl", None} and isinstance(table.columns, dict) and same
    if table.section or table.sheet not in {None, found.place.get("sheet")}:
        return False
    return table.format in {None, found.place.get("format")} and len(table.column_names) > 1


def _columns(given: Drafted | Table) -> set[str]:
    columns = given.columns
    if isinstance(columns, dict):
        return {pointer for pointer in columns.values() if not pointer.startswith("../")}
    return {column.strip().lower() for column in columns}
