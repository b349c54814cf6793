"""``allow.yaml``: the one place where a controller silences what the scanners see, with reason, name and an end.

What belongs here: the file's form and which finding an entry is about. What follows is ``assets.night.allowing``'s.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import Field, field_validator

from rules.categories import categories, is_category
from rules.document import Document, line_of, read_yaml, validate
from rules.errors import ConfigurationError, Problem, nearest
from stores.store import Name, Store

FILE = "allow.yaml"


class Allowed(Document):
    """One entry: what is not to be told again until a day, because somebody looked and says why."""

    store: Name
    table: Name | None = Field(default=None, description="Every table of the store if absent.")
    column: str | None = Field(default=None, min_length=1, description="As exported; every column if absent.")
    record: str | None = Field(default=None, min_length=1, description="One record's key; every record if absent.")
    category: str = Field(description="A data category; it covers those below it.")
    reason: str = Field(min_length=10, description="Why this is no personal data of that category, or may be there.")
    by: str = Field(min_length=2, description="Who says so.")
    until: date = Field(description="The last day on which it holds; afterwards the finding stands again.")

    @field_validator("category")
    @classmethod
    def _known(cls, value: str) -> str:
        if not is_category(value):
            raise ValueError(f"'{value}' is not a data category; {nearest(value, categories())}")
        return value

    def holds(self, as_of: date) -> bool:
        """Whether the entry still holds on the day."""
        return as_of <= self.until

    @property
    def place(self) -> str:
        """The store, table, column and record, as far as given, joined by dots."""
        return ".".join(part for part in (self.store, self.table, self.column, self.record) if part)


class AllowList(Document):
    """The file: ``allow`` is the list of entries."""

    allow: tuple[Allowed, ...] = ()


def read_allow(folder: Path, stores: dict[str, Store] | None) -> tuple[Allowed, ...]:
    """The entries of a controller's folder; none when the file is not there.

    Args:
        folder: the controller's.
        stores: its stores by name, to check the entries' places; None where they could not be read.

    Raises:
        ConfigurationError: the file is wrong, or an entry names a store or table that is not bound.
    """
    path = folder / FILE
    if not path.is_file():
        return ()
    document = read_yaml(path)
    entries = validate(AllowList, document, path).allow
    problems = []
    for i, entry in enumerate(entries if stores is not None else ()):
        known = stores or {}
        if entry.store not in known:
            line, told = line_of(document, ["allow", i, "store"]), f"there is no store '{entry.store}'"
            problems.append(Problem(path, line, f"allow.{i}.store", told, nearest(entry.store, known)))
        elif entry.table is not None and entry.table not in (names := [t.name for t in known[entry.store].tables]):
            line, told = line_of(document, ["allow", i, "table"]), f"{entry.store} has no table '{entry.table}'"
            problems.append(Problem(path, line, f"allow.{i}.table", told, nearest(entry.table, names)))
    if problems:
        raise ConfigurationError(problems)
    return entries
