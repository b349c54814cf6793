"""What can go wrong between a decision and its record. Messages name fields, ids and numbers; never a reason's text.

AbideError
└── ErasureError
    ├── Refused            what was asked is not allowed: which field, what is allowed, what to do
    ├── LedgerError        the ledger cannot be opened, read or written
    │   └── TamperedError  the ledger is not what was written: nothing may be built on it
    └── PlanError          a plan cannot be made from what the last night left
"""

from __future__ import annotations

from rules.errors import AbideError


class ErasureError(AbideError):
    """Root of the errors of this folder."""


class Refused(ErasureError):  # noqa: N818 - a refusal is the field's word
    """What was asked is not allowed.

    Attributes:
        field: the field at fault, as the command line and the CSV call it.
        message: what is wrong with it.
        allowed: what would be allowed, '' if the message says it.
        hint: what to do, '' if nothing can be done.
    """

    def __init__(self, field: str, message: str, allowed: str = "", hint: str = "") -> None:
        self.field, self.message, self.allowed, self.hint = field, message, allowed, hint
        parts = [f"{field}: {message}."]
        parts += [f"Allowed: {allowed}."] if allowed else []
        parts += [f"Hint: {hint}."] if hint else []
        super().__init__(" ".join(parts))

    def as_data(self) -> dict[str, str]:
        """The refusal for machines."""
        return {"field": self.field, "message": self.message, "allowed": self.allowed, "hint": self.hint}


class LedgerError(ErasureError):
    """The ledger cannot be opened, read or written."""


class TamperedError(LedgerError):
    """The ledger is not what was written."""


class PlanError(ErasureError):
    """A plan cannot be made from what the last night left."""
