"""The map of one table: where it stands in an export, and what its columns mean to rules.

What belongs here: the models of a map. The binding that holds maps, and the connectors, are ``stores.store``'s; how a
date is read is ``stores.dates``'s; turning a map into relations is ``stores.records``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from rules.categories import categories, is_category
from rules.document import Document
from rules.errors import nearest
from rules.relations import CLOCKS, EXTRA, OWN
from rules.terms import LawfulBasis, SpecialCondition, SubjectType
from stores.dates import DateFormat
from stores.links import Link, Reference, references

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Strength = Literal["exact", "strong", "weak"]
Kind = Literal["integer", "number", "boolean", "uuid", "email", "ip", "json"]
DEFAULT_STRENGTH: Mapping[str, Strength] = {"email": "exact", "phone": "weak", "ip": "weak", "name_postcode": "weak"}
"""How surely an identifier means one person. An identifier of the controller's own (any other name) is exact."""


class Identifier(Document):
    """One identifier of the data subject in a table: the column it stands in and how surely it means one person."""

    column: str
    strength: Strength
    joined: tuple[str, ...] = Field(default=(), description="Columns that make it one together, e.g. the postcode.")
    split: str | None = Field(default=None, min_length=1, description="What stands between several in one column.")
    of: Name | None = Field(default=None, description="The kind it is, where a table has two of one kind.")


class Erasure(Document):
    """How, and how surely, the vendor deletes."""

    kind: Literal["immediate", "soft_delete", "purge_pending", "manual_task"] = Field(
        description="immediate: gone at once; soft_delete: restorable for delay_days; purge_pending: gone within "
        "delay_days; manual_task: only a person or the processor can do it."
    )
    method: str
    delay_days: int | None = Field(default=None, ge=0)
    verify: str | None = Field(default=None, description="How a later reading shows that it is gone.")
    returns_by: tuple[str, ...] = Field(default=(), description="Ways in which an erased person comes back.")
    source: str = Field(description="The vendor page or standard this rests on.")

    @model_validator(mode="after")
    def _delay_told(self) -> Erasure:
        if self.kind in {"soft_delete", "purge_pending"} and self.delay_days is None:
            raise ValueError(f"{self.kind} says delay_days")
        return self


class Opens(Document):
    """A document that a column names or holds: its text becomes a column, and so does the reason why it has none."""

    path: str | None = Field(default=None, description="Column with a path below the export's folder.")
    base64: str | None = Field(default=None, description="Column with the document's bytes in base64.")
    name: str | None = Field(default=None, description="Column with the document's file name.")

    @model_validator(mode="after")
    def _one_of_both(self) -> Opens:
        if (self.path is None) == (self.base64 is None):
            raise ValueError("say path: or base64:, the column that names or holds the document")
        return self


class ShortWhen(Document):
    """A sign that the export was cut short."""

    when: str = Field(description="SQL aggregate over the exported columns that is true of a short export.")
    because: str = Field(min_length=10, description="What it means and what to ask for.")


class Table(Document):
    """The map of one table: where it stands in the export, and what its columns mean to rules."""

    name: Name
    file: str | None = Field(default=None, description="Glob below the store's export folder.")
    source: str | None = Field(default=None, description="Table or view in an SQL store, as schema.table or table.")
    format: Literal["csv", "json", "jsonl", "parquet", "xlsx", "xml", "document"] | None = None
    encoding: Literal["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"] = "utf-8"
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1, strip_whitespace=False)] = ","
    section: str | None = Field(default=None, description="CSV of several sections: the line that titles this one.")
    sheet: str | None = None
    rows: str | None = Field(default=None, description="JSON pointer to the list of records, e.g. /results.")
    each: str | None = Field(default=None, description="JSON pointer, inside a record, to a list: one row an element.")
    columns: tuple[str, ...] | dict[str, str] = Field(
        description="The columns expected; for JSON: column name to JSON pointer inside the record."
    )
    key: tuple[str, ...] = Field(min_length=1)
    key_may_lack: tuple[str, ...] = Field(default=(), description="Columns of the key that may be empty.")
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
    may_be_absent: tuple[str, ...] | Literal["all"] = Field(
        default=(), description="Columns an export may leave out; all: the vendor leaves out whatever holds nothing."
    )
    dates: dict[str, DateFormat] = Field(default_factory=dict, description="Column to how its dates are written.")
    types: dict[str, Kind] = Field(default_factory=dict, description="Column to the type of its values.")
    links: dict[str, Link] = Field(
        default_factory=dict, description="Column to what it names: a table.column of this store, or one of several."
    )
    opens: dict[Name, Opens] = Field(default_factory=dict, description="Column made of a document's text.")
    clocks: dict[str, str] = Field(default_factory=dict, description="Clock to the event it is, and why it counts.")
    evidence: str | None = Field(default=None, description="Where the evidence of the lawful basis stands.")
    seldom_declared: tuple[str, ...] = Field(default=(), description="Personal columns few notices declare.")
    states_rows: str | None = Field(default=None, description="JSON pointer to the total the document states.")
    more_at: str | None = Field(default=None, description="JSON pointer to the cursor of a further page.")
    short_when: tuple[ShortWhen, ...] = Field(default=(), description="Signs that the export was cut short.")
    erasure: Erasure | None = None
    page: str | None = Field(default=None, description="The vendor page or schema this map rests on.")
    rests_on: Literal["schema", "documentation", "working_knowledge"] | None = None

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

    @field_validator("clocks")
    @classmethod
    def _known_clocks(cls, value: dict[str, str]) -> dict[str, str]:
        for name in value:
            if name not in CLOCKS:
                raise ValueError(f"'{name}' is not a clock; {nearest(name, CLOCKS)}")
        return value

    @model_validator(mode="after")
    def _columns_exist(self) -> Table:
        exported, known = set(self.column_names), {*self.column_names, *self.opened_names}
        if taken := exported & set(self.opened_names):
            raise ValueError(f"opens makes the column '{min(taken)}', which the export has already")
        opened = [column for one in self.opens.values() for column in (one.path, one.base64, one.name) if column]
        for what, columns in (
            ("key", self.key),
            ("subject", [c for i in self.subject.values() for c in (i.column, *i.joined)]),
            ("personal", self.personal),
            ("codes", self.codes),
            ("required", self.required),
            ("may_be_absent", () if self.may_be_absent == "all" else self.may_be_absent),
            ("dates", self.dates),
            ("types", self.types),
            ("links", self.links),
            ("opens", opened),
            ("seldom_declared", self.seldom_declared),
        ):
            for column in columns:
                if column not in known:
                    raise ValueError(
                        f"{what} names the column '{column}', which is not listed; {nearest(column, known)}"
                    )
        if unknown := [column for column in self.key_may_lack if column not in self.key]:
            raise ValueError(f"key_may_lack names '{unknown[0]}', which is no column of the key")
        if set(self.key) == set(self.key_may_lack):
            raise ValueError("a key needs one column that is never empty; key_may_lack names them all")
        if unknown := [name for name in self.clocks if name not in self.record]:
            raise ValueError(f"clocks explains '{unknown[0]}', which record does not state")
        if unknown := [column for column in self.seldom_declared if column not in self.personal]:
            raise ValueError(f"seldom_declared names '{unknown[0]}', which is not listed under personal")
        self._links_are_told(known)
        return self

    def _links_are_told(self, known: Iterable[str]) -> None:
        for column, link in self.links.items():
            if link.by is None:
                continue
            if link.by == column:
                raise ValueError(f"links: {column} says of itself which kind of record it names")
            if link.by not in known:
                raise ValueError(
                    f"links: {column} goes by the column '{link.by}', which is not listed; {nearest(link.by, known)}"
                )
            if unknown := [code for code in self.codes.get(link.by, ()) if code not in link.of]:
                raise ValueError(
                    f"links: {column} does not say what it names where {link.by} is '{unknown[0]}', one of its codes"
                )

    @property
    def references(self) -> tuple[Reference, ...]:
        """What its ``links`` come to."""
        return tuple(references(self.links))

    @property
    def kinds_named(self) -> dict[str, tuple[str, ...]]:
        """Of each column by which links go, what it may say."""
        found: dict[str, list[str]] = {}
        for link in self.links.values():
            if link.by is not None:
                found[link.by] = [code for code in found.get(link.by, link.of) if code in link.of]
        return {column: tuple(codes) for column, codes in found.items()}

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns expected in the export, in order."""
        return tuple(self.columns)

    @property
    def opened_names(self) -> tuple[str, ...]:
        """The columns that opening documents adds: each document's text, and why there is none."""
        return tuple(name for one in self.opens for name in (one, f"{one}_unread"))

    def lacking(self, missing: Iterable[str]) -> tuple[str, ...]:
        """Of the columns that an export has not, those without which something may have gone unseen."""
        if self.may_be_absent == "all":
            return tuple(column for column in missing if column in {*self.key, *self.required})
        return tuple(column for column in missing if column not in self.may_be_absent)

    @property
    def key_is_personal(self) -> bool:
        """Whether a key column identifies a person: the record key is then a keyed digest, never the value.

        A vendor's own id (a kind outside ``DEFAULT_STRENGTH``) says nothing by itself and is what a reviewer looks for.
        """
        telling = (one.column for kind, one in self.subject.items() if (one.of or kind) in DEFAULT_STRENGTH)
        personal = {*self.personal, *telling}
        return self.digest_key or any(column in personal for column in self.key)
