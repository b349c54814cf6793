"""What can go wrong with a store. Messages say file, what was found, what to do; never a value.

AbideError
├── SourceError          the source cannot be read at all: its store is failed, its clauses unproved, the night goes on
├── ErasureRefused       the eraser will not erase this, and says why
├── Retained             a record stays where it is: erasing it would take along what is not to go
├── WarehouseError       the warehouse cannot be opened or does not fit
└── ConservationError    rows landed and quarantined are not the rows of the source: the night stops
"""

from __future__ import annotations

from rules.errors import AbideError


class SourceError(AbideError):
    """The source cannot be read at all. Its store counts as failed, the clauses that need it as unproved."""


class ErasureRefused(AbideError):  # noqa: N818 - a refusal is the field's word
    """The eraser will not erase, and says why; nothing was erased."""


class Retained(AbideError):  # noqa: N818 - the state's word
    """Records stay as they are, for the reason given: erasing them there would take along what is not in the plan."""


class WarehouseError(AbideError):
    """The warehouse cannot be opened, or holds what this version does not know."""


class ConservationError(AbideError):
    """Landed and quarantined rows do not add up to the rows of the source."""
