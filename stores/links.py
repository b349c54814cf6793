"""What a map says of references: which column of a table names which column of another table of the store.

What belongs here: both forms of ``links:`` and what they come to. That the tables and columns are there is checked by
``stores.table`` and ``stores.store``; what a deletion makes of references is ``erasure``'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import Field, model_validator

from rules.document import Document


class Link(Document):
    """What a column names: a column of one table (in short: ``table.column``), or of one of several tables."""

    to: str | None = Field(default=None, description="The table.column that it names.")
    by: str | None = Field(default=None, description="The column that says which kind of record is meant.")
    of: dict[str, str] = Field(
        default_factory=dict, description="What that column says, letter for letter, to the table.column then named."
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
            table, _, column = target.partition(".")
            if not (table and column):
                raise ValueError(f"a link names table.column, not '{target}'")
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
    """

    column: str
    parent: str
    parent_column: str
    when: tuple[str, str] | None = None


def references(links: Mapping[str, Link]) -> Iterator[Reference]:
    """Every reference that a map states, in its order."""
    for column, link in links.items():
        for code, target in link.targets:
            parent, _, named = target.partition(".")
            yield Reference(column, parent, named, None if code is None or link.by is None else (link.by, code))
