"""What a store is: the binding a user writes, and the connector protocol.

What belongs here: the binding and the protocol. The map of a table is ``stores.table``'s; reading the files that hold
them ``stores.controller``'s; media live one a file beside this one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, Protocol

import duckdb
from pydantic import Field, StringConstraints, field_validator, model_validator

from rules.document import Document
from rules.period import Period, parse_period
from rules.terms import Role, SubjectType
from stores.erase_by import EraseBy
from stores.table import Identifier, Name, Table

__all__ = [
    "Connector",
    "Exported",
    "ExportedAt",
    "Identifier",
    "Name",
    "Store",
    "Table",
    "safe_name",
]


class ExportedAt(Document):
    """Where the export's own time comes from: a date in the file's name."""

    name: str = Field(description="strftime pattern found in the file's name, e.g. %Y-%m-%d.")

    @field_validator("name")
    @classmethod
    def _has_a_date(cls, value: str) -> str:
        if not all(part in value for part in ("%Y", "%m", "%d")):
            raise ValueError("the pattern must hold %Y, %m and %d")
        return value


class Store(Document):
    """One operational system of the controller."""

    name: Name
    role: Role
    provider: str | None = None
    connector: Literal["files", "sql", "mailbox", "weblog", "none"]
    export: str | None = Field(default=None, description="Folder or file of the export, below the controller's folder.")
    url: str | None = Field(default=None, description="Address of an SQL store; secrets as ${NAME}.")
    exported_at: Literal["modified"] | ExportedAt | None = None
    fresh_within: str | None = Field(default=None, description="An export older than this is stale, e.g. 26 hours.")
    not_read_because: str | None = Field(default=None, min_length=10)
    holds: tuple[SubjectType, ...] = Field(default=(), description="Of a store not read: whom it holds data about.")
    catalog: Name | None = None
    erase: EraseBy | None = Field(default=None, description="How approved erasures are carried out; none: not at all.")
    region: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "GB"
    options: dict[str, str] = Field(default_factory=dict)
    tables: tuple[Table, ...] = ()

    @field_validator("fresh_within")
    @classmethod
    def _is_a_period(cls, value: str | None) -> str | None:
        if value is not None and not ((period := parse_period(value)).hours or period.days):
            raise ValueError("freshness is stated in hours, days or weeks")
        return value

    @model_validator(mode="after")
    def _complete(self) -> Store:
        if self.role is Role.PROCESSOR and not self.provider:
            raise ValueError("a processor's store names its provider")
        if self.connector == "none":
            if not self.not_read_because:
                raise ValueError("a store with connector none says not_read_because")
            if not self.holds:
                raise ValueError("a store with connector none says whom it holds data about, e.g. holds: [client]")
            return self
        if self.connector == "sql":
            if not self.url or self.export:
                raise ValueError("an sql store has a url and no export")
        elif not self.export or self.url:
            raise ValueError(f"a {self.connector} store has an export and no url")
        elif self.exported_at is None:
            raise ValueError("say where the export's time comes from: exported_at: modified, or {name: '%Y-%m-%d'}")
        if self.fresh_within is None:
            raise ValueError("say fresh_within: how old an export may be, e.g. 26 hours")
        if not self.tables:
            raise ValueError("a store that is read has tables")
        names = [table.name for table in self.tables]
        self._links_lead_somewhere()
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"the table '{twice[0]}' stands twice")
        return self

    def _links_lead_somewhere(self) -> None:
        bound = {table.name: table for table in self.tables}
        for table in self.tables:
            for link in table.references:
                if (
                    link.store is None
                    and link.parent in bound
                    and link.parent_column not in bound[link.parent].column_names
                ):
                    where = f" where {link.when[0]} is '{link.when[1]}'" if link.when else ""
                    raise ValueError(
                        f"{table.name}.{link.column} links to {link.parent}.{link.parent_column}{where}, "
                        f"which {link.parent} does not list"
                    )

    @property
    def freshness(self) -> Period | None:
        """``fresh_within`` as a period of hours or days."""
        return parse_period(self.fresh_within) if self.fresh_within else None


@dataclass(frozen=True)
class Exported:
    """What one reading of one table found.

    Attributes:
        rows: records in the source, counted independently of how they were read.
        staged: rows handed over in ``{into}`` (columns as exported, all VARCHAR, after ``_file`` and ``_line``).
        rejected: rows handed over in ``{into}_rejected`` (``_file VARCHAR, _line BIGINT, reason VARCHAR``).
        exported_at: the oldest export time among the files read, UTC.
        columns: the columns found, in order: the map's, then any the map does not know.
        missing: columns of the map that the export has not (landed as NULL).
        short: signs in the documents themselves that the export was cut short, in words, without a value.
        place: the column of ``{into}`` that tells one of its rows from another: ``rowid`` of a table; ``_line`` where
            ``{into}`` is a view of one file, which is then read when its rows are asked for.
        still: whether that file is as it was when it was counted.
        landed_as: where the rows stand in the warehouse already as they are landed, the faulty ones among them: a table
            of the schema ``landed``, by its quoted name, of which ``{into}`` is a view. None: they are to be written.
        unique: the source itself sees to it that no two records bear the same key.
        printed: columns whose texts a database printed of dates or moments (``stores.dates.fault_sql``).
    """

    rows: int
    staged: int
    rejected: int
    exported_at: datetime
    columns: tuple[str, ...]
    missing: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    place: Literal["rowid", "_line"] = "rowid"
    still: Callable[[], bool] = lambda: True
    landed_as: str | None = None
    unique: bool = False
    printed: frozenset[str] = frozenset()


class Connector(Protocol):
    """The one way a medium is read and looked into. How it is erased in: ``stores.erasing``."""

    def snapshot(self, store: Store, folder: Path, con: duckdb.DuckDBPyConnection) -> AbstractContextManager[None]:
        """Hold one moment of the source while its tables are exported, one after another, on ``con``.

        Raises:
            stores.errors.SourceError: the source cannot be reached.
        """

    def export(self, store: Store, table: Table, folder: Path, con: duckdb.DuckDBPyConnection, into: str) -> Exported:
        """Read every record of ``table`` into temporary tables ``into`` and ``{into}_rejected`` of ``con``.

        Raises:
            stores.errors.SourceError: the source cannot be read at all; nothing is staged.
        """

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Sequence[str]]) -> set[tuple[str, ...]]:
        """Which of the source keys (values of the key columns) the source holds at this moment, read anew."""


def safe_name(text: str) -> str:
    """``text`` as a name that SQL and Dagster keys accept: lower-case letters, digits and underscores."""
    return re.sub(r"[^a-z0-9_]+", "_", text.lower()).strip("_")
