"""What a map says of references: which column of a table names which column of another table, of its store or another.

What belongs here: both forms of ``links:`` and what they come to. That the tables and columns are there is checked by
``stores.table`` and ``stores.store``, and between stores by ``stores.links_between``; what a deletion makes of them is
``erasure``'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import Field, model_validator

from rules.document import Document


class Link(Document):
    """What a column names: a column of one table (in short: ``table.column``), or of one of several tables.

    A table of another store of the controller is ``store/table``: a blob names the row of the database that names it.
    """

    to: str | None = Field(default=None, description="The table.column that it names, or store/table.column.")
    by: str | None = Field(default=None, description="The column that says which kind of record is meant.")
    of: dict[str, str] = Field(
        default_factory=dict,
        description="What that column says, letter for letter, to the table.column (or store/table.column) then named.",
    )

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"to": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_of_both(self) -> Link:
        if (self.to is None) == (self.by is None) or (self.by is None) != (not self.of):
            raise ValueError("say table.column, or {by: column, of: {what it says: table.column}}")
        for _, target in self.targets:
            place, _, column = target.partition(".")
            if not (all(place.split("/")) and place.count("/") < 2 and column):
                raise ValueError(f"a link names table.column, or store/table.column, not '{target}'")
        return self

    @property
    def targets(self) -> Iterator[tuple[str | None, str]]:
        """What the column beside it says (None: there is none), and the table.column that is then named."""
        if self.to is not None:
            yield None, self.to
        yield from self.of.items()


@dataclass(frozen=True)
class Reference:
    """Values of ``column`` name values of ``parent_column`` of the table ``parent``.

    Attributes:
        when: a column beside it and what it says where that table is meant; None: always.
        store: the store of that table, if it is another one.
    """

    column: str
    parent: str
    parent_column: str
    when: tuple[str, str] | None = None
    store: str | None = None


def references(links: Mapping[str, Link]) -> Iterator[Reference]:
    """Every reference that a map states, in its order."""
    for column, link in links.items():
        for code, target in link.targets:
            place, _, named = target.partition(".")
            store, _, parent = place.rpartition("/")
            when = None if code is None or link.by is None else (link.by, code)
            yield Reference(column, parent, named, when, store or None)
