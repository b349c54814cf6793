"""An entry of the ledger: its place in the chain, when, by whom, and what it says.

What belongs here: the form that is written and hashed. The kinds of acts it may tell of are ``erasure.acts``'s.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from erasure.acts import Data, PersonId, Said, Sha256
from erasure.canonical import canonical, sha256_text


class Entry(Said):
    """One entry: its place in the chain, when, by whom, and what it says.

    Attributes:
        number: 1 for the first, without gaps.
        previous: the hash of the entry before; 64 zeros for the first.
        at: the moment in UTC, to the second.
        by: a person's id, or ``installation``.
        data: what it says.
    """

    number: int = Field(ge=1)
    previous: Sha256
    at: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]
    by: PersonId
    data: Annotated[Data, Field(discriminator="kind")]

    @field_validator("at")
    @classmethod
    def _is_a_moment(cls, value: str) -> str:
        datetime.fromisoformat(value)
        return value

    @property
    def body(self) -> str:
        """The entry as canonical JSON: what is hashed."""
        return canonical(self.model_dump(mode="json"))

    @property
    def moment(self) -> datetime:
        """``at`` as a moment."""
        return datetime.fromisoformat(self.at)

    @property
    def day(self) -> date:
        """The day of ``at`` in UTC."""
        return self.moment.date()


def hash_of(body: str) -> str:
    """The hash of an entry, from its canonical JSON."""
    return sha256_text(body)


def written(at: datetime) -> str:
    """A moment as entries write it.

    Raises:
        ValueError: the moment has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment in the ledger needs its time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
