"""The record of what is processed on behalf of other controllers, UK GDPR Art. 30(2): one entry a mandate.

What belongs here: what ``mandates.yaml`` and the maps of its tables state. Transfers and security, Art. 30(2)(c) and
(d), are what the notice promises for all processing (``activities``).
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.terms import Role
from stores.controller import Controller
from stores.mandates import Mandate


@dataclass(frozen=True)
class Entry:
    """What is processed under one mandate.

    Attributes:
        mandate: for whom, and what is done.
        stores: where the data stand.
        subject_types: categories of data subjects, where the maps state them.
        categories: categories of personal data as fideslang keys.
        processors: the further processors that hold them, Art. 28(2) and (4).
    """

    mandate: Mandate
    stores: tuple[str, ...]
    subject_types: tuple[str, ...]
    categories: tuple[str, ...]
    processors: tuple[str, ...]


def register(controller: Controller) -> list[Entry]:
    """Every mandate, in the order of the file; none where the folder has no mandates."""
    tables = {f"{store.name}.{table.name}": (store, table) for store, table in controller.tables()}
    found = []
    for mandate in controller.mandates:
        places = [tables[name] for name in mandate.tables if name in tables]
        found.append(
            Entry(
                mandate=mandate,
                stores=tuple(sorted({store.name for store, _ in places})),
                subject_types=tuple(sorted({table.subject_type.value for _, table in places if table.subject_type})),
                categories=tuple(sorted({c for _, table in places for c in table.personal.values()})),
                processors=tuple(
                    sorted({s.provider for s, _ in places if s.role is Role.PROCESSOR and s.provider is not None})
                ),
            )
        )
    return found


def processed_for(controller: Controller, store: str, table: str) -> str | None:
    """For whom the data of a table are processed; None where the controller decides about them itself."""
    name = f"{store}.{table}"
    return next((one.controllers for one in controller.mandates if name in one.tables), None)
