"""Records of processing activities, UK GDPR Art. 30(1), as the notice's clauses and the stores' maps state them.

What belongs here: what the configuration says, without a night: one activity a purpose. What the data themselves say,
the night reports in ``processing_records.json``. What is processed for another controller, Art. 30(2), is
``processor``'s, and no activity of the controller's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.article30.processor import processed_for
from rules.notice import Clause, words
from rules.terms import LawfulBasis, Role, SpecialCondition
from stores.controller import Controller
from stores.store import Store
from stores.table import Table

BY_RECORD = "stated record by record"
"""The purpose of tables that give one to each record: the map cannot name it, the night's report does."""

_RETENTION = ("kept-past-period", "inactive-subject")
_SECURITY = ("safeguard-missing", "assessment-overdue", "disposal-uncertified", "breach-notified-late")


@dataclass
class Activity:
    """One processing activity: everything that is done for one purpose.

    Attributes:
        purpose: Art. 30(1)(b).
        subject_types: categories of data subjects, Art. 30(1)(c).
        categories: categories of personal data as fideslang keys, Art. 30(1)(c).
        bases: lawful bases, Art. 6(1).
        conditions: conditions of Art. 9(2).
        stores: where the data stand.
        recipients: the processors that hold them, Art. 30(1)(d).
        limits: clauses that state the time limit for erasure, Art. 30(1)(f).
    """

    purpose: str
    subject_types: set[str] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)
    bases: set[LawfulBasis] = field(default_factory=set)
    conditions: set[SpecialCondition] = field(default_factory=set)
    stores: set[str] = field(default_factory=set)
    recipients: set[str] = field(default_factory=set)
    limits: list[Clause] = field(default_factory=list)


@dataclass(frozen=True)
class Recipient:
    """Who gets data: a named processor with its stores, or a kind of recipient that a clause allows."""

    name: str
    kind: str
    stores: tuple[str, ...] = ()
    clause: str = ""


def activities(controller: Controller) -> list[Activity]:
    """The activities, sorted by purpose; tables whose records state their own purpose stand together, last."""
    found: dict[str, Activity] = {}
    for store, table in controller.tables():
        if processed_for(controller, store.name, table.name):
            continue
        purpose = str(table.purpose) if table.purpose else BY_RECORD
        _add(found.setdefault(purpose, Activity(purpose)), store, table)
    for one in found.values():
        one.limits = [clause for clause in controller.notice.clauses if _limits(clause, one)]
    return sorted(found.values(), key=lambda one: (one.purpose == BY_RECORD, one.purpose))


def _add(one: Activity, store: Store, table: Table) -> None:
    one.stores.add(store.name)
    one.categories |= set(table.personal.values())
    if table.subject_type:
        one.subject_types.add(table.subject_type.value)
    if table.lawful_basis:
        one.bases.add(table.lawful_basis)
    if table.special_condition:
        one.conditions.add(table.special_condition)
    if store.role is Role.PROCESSOR and store.provider:
        one.recipients.add(store.provider)


def _limits(clause: Clause, one: Activity) -> bool:
    """Whether a clause limits how long the data of an activity are kept."""
    if clause.rule not in _RETENTION or (clause.stores and not one.stores & set(clause.stores)):
        return False
    purposes = clause.given.get("purposes") or [clause.given.get("purpose")]
    if purposes != [None]:
        return one.purpose in purposes
    return clause.given.get("subject_type") in one.subject_types


def recipients(controller: Controller) -> list[Recipient]:
    """The list of recipients, Art. 30(1)(d): processors by name, then the kinds of recipients that clauses allow."""
    named: dict[str, list[str]] = {}
    for store in controller.stores:
        if store.role is Role.PROCESSOR and store.provider:
            named.setdefault(store.provider, []).append(store.name)
    found = [Recipient(name, "processor", tuple(stores)) for name, stores in sorted(named.items())]
    for clause in controller.notice.clauses:
        kinds = clause.given.get("recipient_kinds", ()) if clause.rule == "disclosure-undeclared" else ()
        found += [Recipient(str(kind), "kind of recipient", clause=clause.id) for kind in kinds]
    return found


def clauses_of(controller: Controller, *rules: str) -> Iterator[tuple[str, str]]:
    """Id and words of the clauses that one of the rules proves."""
    for clause in controller.notice.clauses:
        if clause.rule in rules:
            yield clause.id, words(clause.quote)


def transfers(controller: Controller) -> list[tuple[str, str]]:
    """What the notice promises of transfers, Art. 30(1)(e)."""
    return list(clauses_of(controller, "processor-without-contract"))


def security(controller: Controller) -> list[tuple[str, str]]:
    """What the notice promises of security, Art. 30(1)(g)."""
    return list(clauses_of(controller, *_SECURITY))


def period_of(clause: Clause) -> str:
    """The period that a retention clause states, with the event it counts from."""
    clock = clause.given.get("clock")
    return f"{clause.given.get('period')}" + (f" from {clock}" if clock else " of silence")
