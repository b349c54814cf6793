"""What it means to erase in a store: the work handed over, what became of each record, and the eraser's protocol.

What belongs here: the protocol every eraser keeps. A new medium or vendor is one new file in ``stores/erasers`` with an
attribute ``ERASER``. An eraser never decides what goes: it is handed exact records. It says of each what became of it,
and it is never believed: what it calls removed is read again before it counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, Protocol, cast, runtime_checkable

from stores.errors import ErasureRefused
from stores.store import Store, Table

Key = tuple[str, ...]
"""The values of a record's key columns in the store itself, in the order of ``Table.key``."""

Spans = tuple[tuple[int, int], ...]
"""Half-open stretches of a text, in characters, ascending and apart."""


class State(StrEnum):
    """What became of one record, as the eraser knows it."""

    REMOVED = "removed"
    """Gone, or blanked, as was asked; to be verified by reading again."""
    ABSENT = "absent"
    """It was not there any more: someone else removed it, or an earlier try of the same batch did."""
    REQUESTED = "requested"
    """The vendor has taken the request and has not carried it out yet."""
    BEYOND_USE = "beyond_use"
    """Out of everyone's reach, and restorable by the vendor until ``until`` (soft delete, versions, backups)."""
    MANUAL = "manual"
    """Only a person can do it: ``Result.task`` says what and where."""
    CHANGED = "changed"
    """It is not what the plan rests on: its content changed since; it was left as it is."""
    RETAINED = "retained"
    """The store keeps it, with the reason (a legal hold on a blob, a reference that may not break)."""
    FAILED = "failed"
    """It was tried and could not be done; trying again may do."""


@dataclass(frozen=True)
class Item:
    """One record of the work.

    Attributes:
        key: the key in the store.
        columns: columns to blank or to cut references in; empty for a whole record.
        spans: of each column to redact, the stretches to cut out.
        values: the columns the eraser asked for (``Eraser.needs``) and those with spans, as they were landed; never
            logged.
        digest: the record as it was landed (``stores.erasing_text``), '' where it is not compared.
    """

    key: Key
    columns: tuple[str, ...] = ()
    spans: Mapping[str, Spans] = field(default_factory=dict)
    values: Mapping[str, str | None] = field(default_factory=dict, repr=False)
    digest: str = field(default="", repr=False)


@dataclass(frozen=True)
class Work:
    """What is done to records of one table in one turn: one step of an approved plan."""

    store: Store
    table: Table
    action: Literal["delete", "blank", "redact", "unlink"]
    items: Sequence[Item]
    documents: tuple[str, ...] = ()
    """Columns that name a file below the export's folder, which goes with its record."""
    columns: tuple[str, ...] = ()
    """The columns, in their order, that ``Item.digest`` is of."""


@dataclass(frozen=True)
class Result:
    """What became of one record.

    Attributes:
        key: the record.
        state: what became of it.
        reason: in words without any value; required for changed, retained, failed and manual.
        until: for beyond_use and requested: the last day on which it may still be there.
        task: for manual: what a person does, in words without any value.
        receipt: the vendor's own number of the request, if it gives one and it says nothing of a person.
        job: for manual: the name of the job file that holds the key.
    """

    key: Key
    state: State
    reason: str = ""
    until: date | None = None
    task: str = ""
    receipt: str = ""
    job: str = ""


class Eraser(Protocol):
    """The one way an approved erasure is carried out in a medium or at a vendor."""

    def needs(self, table: Table) -> tuple[str, ...]:
        """Columns whose landed values are needed beside the key (an address the vendor's call asks for)."""

    def check(self, store: Store, folder: Path) -> None:
        """Reach the store with the erasure credential and see that it may erase, before anything is erased.

        Raises:
            ErasureRefused: no credential, no reach, or no right to erase; the text says what to do.
        """

    def erase(self, work: Work, folder: Path, today: date) -> Iterator[Result]:
        """Carry the work out; one result for each item. To do the same work twice does no harm.

        Media with transactions do all of a work in one, or none of it. An error that stops the whole work is raised;
        one that concerns a record is its result.

        Raises:
            ErasureRefused: nothing was erased.
            stores.errors.SourceError: it stopped in the middle; to repeat the work is safe.
        """

    def present(self, store: Store, table: Table, folder: Path, keys: Sequence[Key]) -> set[Key]:
        """Which of these records the store itself still gives out, asked anew."""


@runtime_checkable
class Together(Protocol):
    """What an eraser may offer beside: all works of a store at once, where they stand or fall together."""

    def ready(self, works: Sequence[Work], folder: Path) -> None:
        """See that every one of the works can be carried out, before anything in any store is erased.

        Raises:
            ErasureRefused: a right, a column or a kind of file stands against it; the text says what to do.
        """

    def erase_together(self, works: Sequence[Work], folder: Path, today: date) -> Iterator[tuple[int, Result]]:
        """As ``Eraser.erase``, of all works in their order: the place of a work, and the result of one of its items."""


def only_whole(store: Store, table: Table) -> bool:
    """Whether the store's own eraser only removes records of a table: messages, log lines, documents."""
    by = store.erase.by if store.erase else ""
    return by in {"mailbox", "weblog"} or (by == "files" and table.format == "document")


def eraser_for(store: Store) -> Eraser:
    """The eraser that the store's binding names.

    Raises:
        ErasureRefused: the binding names none, or one this version has not.
    """
    if store.erase is None:
        raise ErasureRefused(
            f"{store.name}: its binding says nothing under erase:, so nothing is erased there; "
            "say erase: {by: ...} with a credential of its own, or {by: hand}"
        )
    name = f"stores.erasers.{store.erase.by}"
    if find_spec(name) is None:
        raise ErasureRefused(f"{store.name}: there is no eraser '{store.erase.by}'")
    return cast(Eraser, import_module(name).ERASER)
