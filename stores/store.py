"""What a store is: the binding a user writes, the map of its tables, and the connector protocol.

What belongs here: the models and the protocol. Reading the files that hold them is ``stores.controller``'s; turning a
map into relations is ``stores.records``'s; media live one a file beside this one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol

import duckdb
from pydantic import Field, StringConstraints, field_validator, model_validator

from rules.categories import categories, is_category
from rules.document import Document
from rules.errors import nearest
from rules.period import Period, parse_period
from rules.relations import EXTRA, OWN
from rules.terms import LawfulBasis, Role, SpecialCondition, SubjectType

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Strength = Literal["exact", "strong", "weak"]
DEFAULT_STRENGTH: Mapping[str, Strength] = {"email": "exact", "phone": "weak", "ip": "weak", "name_postcode": "weak"}
"""How surely an identifier means one person. An identifier of the controller's own (any other name) is exact."""


class Identifier(Document):
    """One identifier of the data subject in a table: the column it stands in and how surely it means one person."""

    column: str
    strength: Strength


class Erasure(Document):
    """How, and how surely, the vendor deletes."""

    method: str
    delay_days: int | None = Field(default=None, ge=0)
    source: str = Field(description="The vendor page or standard this rests on.")


class Table(Document):
    """The map of one table: where it stands in the export, and what its columns mean to rules."""

    name: Name
    file: str | None = Field(default=None, description="Glob below the store's export folder.")
    source: str | None = Field(default=None, description="Table or view in an SQL store, as schema.table or table.")
    format: Literal["csv", "json", "jsonl", "parquet", "xlsx"] | None = None
    encoding: Literal["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"] = "utf-8"
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1, strip_whitespace=False)] = ","
    sheet: str | None = None
    rows: str | None = Field(default=None, description="JSON pointer to the list of records, e.g. /results.")
    each: str | None = Field(default=None, description="JSON pointer, inside a record, to a list: one row an element.")
    columns: tuple[str, ...] | dict[str, str] = Field(
        description="The columns expected; for JSON: column name to JSON pointer inside the record."
    )
    key: tuple[str, ...] = Field(min_length=1)
    digest_key: bool = Field(default=False, description="The key says something of the record: show a keyed digest.")
    subject: dict[Name, Identifier] = Field(default_factory=dict)
    subject_type: SubjectType | None = None
    purpose: str | None = None
    lawful_basis: LawfulBasis | None = None
    special_condition: SpecialCondition | None = None
    record: dict[str, str] = Field(default_factory=dict, description="Record column to SQL over exported columns.")
    also: dict[str, dict[str, str]] = Field(default_factory=dict, description="Further relations this table fills.")
    personal: dict[str, str] = Field(default_factory=dict, description="Column to the category it holds.")
    codes: dict[str, tuple[str, ...]] = Field(default_factory=dict, description="Column to the codes it may hold.")
    required: tuple[str, ...] = Field(default=(), description="Columns that are never empty.")
    erasure: Erasure | None = None

    @field_validator("subject", mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {
            kind: {"column": given, "strength": DEFAULT_STRENGTH.get(kind, "exact")}
            if isinstance(given, str)
            else given
            for kind, given in value.items()
        }

    @field_validator("personal")
    @classmethod
    def _known_categories(cls, value: dict[str, str]) -> dict[str, str]:
        for key in value.values():
            if not is_category(key):
                raise ValueError(f"'{key}' is not a data category; {nearest(key, categories())}")
        return value

    @field_validator("record")
    @classmethod
    def _known_facts(cls, value: dict[str, str]) -> dict[str, str]:
        for name in value:
            if name not in OWN and name != "subject_on_hold":
                raise ValueError(f"'{name}' is not a column of a record; {nearest(name, OWN)}")
        return value

    @field_validator("also")
    @classmethod
    def _known_relations(cls, value: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        for relation, facts in value.items():
            if relation not in EXTRA:
                raise ValueError(f"'{relation}' is not a relation a map can fill; {nearest(relation, EXTRA)}")
            for name in facts:
                if name not in EXTRA[relation]:
                    raise ValueError(f"'{name}' is not a column of {relation}; {nearest(name, EXTRA[relation])}")
        return value

    @model_validator(mode="after")
    def _columns_exist(self) -> Table:
        known = set(self.column_names)
        for what, columns in (
            ("key", self.key),
            ("subject", [i.column for i in self.subject.values()]),
            ("personal", self.personal),
            ("codes", self.codes),
            ("required", self.required),
        ):
            for column in columns:
                if column not in known:
                    raise ValueError(
                        f"{what} names the column '{column}', which is not listed; {nearest(column, known)}"
                    )
        return self

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns expected in the export, in order."""
        return tuple(self.columns)

    @property
    def key_is_personal(self) -> bool:
        """Whether a key column identifies a person: the record key is then a keyed digest, never the value."""
        personal = {*self.personal, *(i.column for i in self.subject.values())}
        return self.digest_key or any(column in personal for column in self.key)


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
    region: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "GB"
    options: dict[str, str] = Field(default_factory=dict)
    tables: tuple[Table, ...] = ()

    @field_validator("fresh_within")
    @classmethod
    def _is_a_period(cls, value: str | None) -> str | None:
        if value is not None and parse_period(value).months:
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
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"the table '{twice[0]}' stands twice")
        return self

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
    """

    rows: int
    staged: int
    rejected: int
    exported_at: datetime
    columns: tuple[str, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Erased:
    """What an erasure did in one table, in WordPress's honest shape: removed, retained, why, whether it is finished."""

    removed: int
    retained: int
    messages: tuple[str, ...]
    done: bool


class Connector(Protocol):
    """The one way a medium is read, looked into, and erased in."""

    def export(self, store: Store, table: Table, folder: Path, con: duckdb.DuckDBPyConnection, into: str) -> Exported:
        """Read every record of ``table`` into temporary tables ``into`` and ``{into}_rejected`` of ``con``.

        Raises:
            stores.errors.SourceError: the source cannot be read at all; nothing is staged.
        """

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Sequence[str]]) -> set[tuple[str, ...]]:
        """Which of the source keys (values of the key columns) the source holds at this moment, read anew."""

    def erase(self, store: Store, table: Table, folder: Path, keys: Sequence[Sequence[str]]) -> Erased:
        """Erase the records with these keys, or raise ``stores.errors.ErasureRefused``. Never pretend."""


def safe_name(text: str) -> str:
    """``text`` as a name that SQL and Dagster keys accept: lower-case letters, digits and underscores."""
    return re.sub(r"[^a-z0-9_]+", "_", text.lower()).strip("_")
