"""What a ledger's entries say: one model a kind of act, all of them closed.

What belongs here: what may be said, and how it is checked. The entry around it is ``erasure.entry``'s; whether an act
is allowed is ``erasure.rulebook``'s; what the entries add up to is ``erasure.standing``'s. Reasons, matters and owners
are words a person typed: they leave the ledger only when someone asks to read them.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_serializer,
)
from pydantic.dataclasses import dataclass

from erasure.canonical import canonical
from erasure.errors import Refused
from erasure.signing import Argon2id
from rules.document import Document
from rules.terms import Remedy

INSTALLATION = "installation"
"""Who signs what no person did."""

MOST_FLAGS = 1_000
"""Flags one entry may list; an act on more becomes several entries."""

BATCH = re.compile(r"^EB-\d{4,9}$")

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
PersonId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9._-]{1,39}$")]
BatchId = Annotated[str, StringConstraints(pattern=BATCH.pattern)]
Text = Annotated[str, StringConstraints(min_length=3, max_length=2_000, pattern=r"\S")]
Short = Annotated[str, StringConstraints(min_length=2, max_length=200, pattern=r"\S")]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class PersonRole(StrEnum):
    """What a person may do. One person may hold several."""

    REVIEWER = "reviewer"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """How far a dismissal reaches: this flag while its facts stand, this flag whatever they are, or the record."""

    FACTS = "facts"
    FLAG = "flag"
    RECORD = "record"


class Said(Document):
    """Base of what an entry says. Texts are kept to the letter: what was signed is what was given."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class FlagRef:
    """A flag as it stood when someone acted on it: its identity, the digest of its facts, and its record.

    A ledger holds many: one takes a third of the memory of a model.
    """

    flag: Digest
    facts: Digest
    clause: str
    rule: str
    store: str
    table: str
    record_key: str | None
    remedy: Remedy

    @property
    def record(self) -> tuple[str, str, str | None]:
        """Store, table and record key."""
        return self.store, self.table, self.record_key

    @property
    def line(self) -> str:
        """The flag as canonical JSON."""
        names = ("clause", "facts", "flag", "record_key", "remedy", "rule", "store", "table")
        return canonical({name: getattr(self, name) for name in names})


Flags = Annotated[tuple[FlagRef, ...], Field(min_length=1, max_length=MOST_FLAGS)]
Roles = Annotated[tuple[PersonRole, ...], Field(min_length=1, max_length=3)]


class HeldRecord(Said):
    """A record that is put on hold, and the flag that led to it if one did."""

    store: str
    table: str
    record_key: str | None
    flag: Digest | None = None

    @property
    def record(self) -> tuple[str, str, str | None]:
        """Store, table and record key."""
        return self.store, self.table, self.record_key


class Opened(Said):
    """The ledger begins: whose it is, and the installation's public key."""

    kind: Literal["opened"] = "opened"
    controller: str
    public_key: Sha256
    version: Literal[1] = 1


class PersonAdded(Said):
    """A person may act from now on. ``costs`` is null for a person with a key file."""

    kind: Literal["person_added"] = "person_added"
    person: PersonId
    roles: Roles
    public_key: Sha256
    costs: Argon2id | None


class PersonRoles(Said):
    """A person's roles are these from now on."""

    kind: Literal["person_roles"] = "person_roles"
    person: PersonId
    roles: Roles


class PersonKey(Said):
    """A person's key or passphrase is another one from now on."""

    kind: Literal["person_key"] = "person_key"
    person: PersonId
    public_key: Sha256
    costs: Argon2id | None


class PersonRetired(Said):
    """A person acts no more. The name is never given again."""

    kind: Literal["person_retired"] = "person_retired"
    person: PersonId


class Decided(Said):
    """A verdict on flags: their remedy is approved, or they are dismissed until a day."""

    kind: Literal["decided"] = "decided"
    verdict: Literal["approve", "dismiss"]
    reason: Text
    scope: Scope | None = None
    until: Day | None = None
    flags: Flags


class Held(Said):
    """Records are put on hold. A hold lasts until it is released; on the review day someone must look at it."""

    kind: Literal["held"] = "held"
    matter: Short
    owner: Short
    review_on: Day
    reason: Text
    records: Annotated[tuple[HeldRecord, ...], Field(min_length=1, max_length=MOST_FLAGS)]


class Released(Said):
    """A hold ends. ``hold`` is the number of the entry that placed it."""

    kind: Literal["released"] = "released"
    hold: int
    reason: Text


class Batched(Said):
    """A batch of approved flags is proposed, or grows."""

    kind: Literal["batched"] = "batched"
    batch: BatchId
    flags: Flags


class Dropped(Said):
    """Flags leave a batch."""

    kind: Literal["dropped"] = "dropped"
    batch: BatchId
    flags: Annotated[tuple[Digest, ...], Field(min_length=1, max_length=MOST_FLAGS)]


class Withdrawn(Said):
    """A batch is given up. Its number is never given again."""

    kind: Literal["withdrawn"] = "withdrawn"
    batch: BatchId
    reason: Text


class Planned(Said):
    """A plan was made of exactly this content of a batch; from now on approvals are of the plan."""

    kind: Literal["planned"] = "planned"
    batch: BatchId
    content: Sha256
    plan: Sha256


class Approved(Said):
    """One approval of exactly this content of a batch, or exactly this plan of it."""

    kind: Literal["approved"] = "approved"
    batch: BatchId
    of: Literal["batch", "plan"]
    sha256: Sha256


class Acted(Said):
    """What the installation did about a batch that two people approved: counts, and of a certificate its hash."""

    kind: Literal["acted"] = "acted"
    batch: BatchId
    sha256: Sha256
    what: Literal["started", "executed", "verified", "certified", "failed"]
    counts: dict[Annotated[str, StringConstraints(pattern=r"^[a-z_.]{1,80}$")], int] = Field(default_factory=dict)
    certificate: Sha256 | None = None


class Done(Said):
    """A person says that what a batch asks of people is done: everything of one kind of step of its plan."""

    kind: Literal["done"] = "done"
    batch: BatchId
    sha256: Sha256
    action: Literal["restrict", "task"]
    reason: Text


class Limited(Said):
    """A person has their data restricted (UK GDPR Art. 18) or objected to their use (Art. 21).

    The person is told by keyed digests of identifiers that mean one person: who is imported anew is known again.
    """

    kind: Literal["limited"] = "limited"
    right: Literal["restriction", "objection"]
    digests: Annotated[tuple[Digest, ...], Field(min_length=1, max_length=MOST_FLAGS)]
    since: Day
    reason: Text


class Lifted(Said):
    """A restriction ends, or an objection is taken back. ``limit`` is the number of the entry that recorded it."""

    kind: Literal["lifted"] = "lifted"
    limit: int
    reason: Text


class Corrected(Said):
    """A value about a person was wrong (UK GDPR Art. 16): whose, and keyed digests of the old value and the new one.

    ``digests`` are those of identifiers that mean the person alone: the subject is another one if the value was an
    address. An entry without them is written as it was before there were any, or its hash would be another one.
    """

    kind: Literal["corrected"] = "corrected"
    subject: Digest
    old: Digest
    new: Digest
    reason: Text
    digests: Annotated[tuple[Digest, ...], Field(max_length=MOST_FLAGS)] = ()

    @model_serializer(mode="wrap")
    def _written(self, usual: SerializerFunctionWrapHandler) -> dict[str, Any]:
        told: dict[str, Any] = usual(self)
        return {name: value for name, value in told.items() if name != "digests" or value}


Data: TypeAlias = (
    Opened
    | PersonAdded
    | PersonRoles
    | PersonKey
    | PersonRetired
    | Decided
    | Held
    | Released
    | Limited
    | Lifted
    | Corrected
    | Batched
    | Dropped
    | Withdrawn
    | Planned
    | Approved
    | Acted
    | Done
)
_DATA: TypeAdapter[Data] = TypeAdapter(Annotated[Data, Field(discriminator="kind")])


ALLOWED = {
    "person": "2 to 40 of a-z, 0-9, dot, dash, underscore, beginning with a letter",
    "roles": ", ".join(PersonRole),
    "reason": "3 to 2,000 characters",
    "scope": ", ".join(Scope),
    "until": "a day, YYYY-MM-DD",
    "review_on": "a day, YYYY-MM-DD",
    "since": "a day, YYYY-MM-DD",
    "matter": "2 to 200 characters",
    "owner": "2 to 200 characters",
    "action": "restrict, task: the others a reading shows",
    "batch": "EB- and a number, such as EB-0001",
    "flags": f"1 to {MOST_FLAGS:,} flags",
}


def said(**values: Any) -> Data:
    """What an entry says, checked.

    Raises:
        Refused: a field is missing or not what is allowed; the value itself is not told.
    """
    try:
        return _DATA.validate_python(values)
    except ValidationError as error:
        place = [str(part) for part in error.errors()[0]["loc"] if part != values.get("kind")]
        field = place[0] if place else "kind"
        raise Refused(field, "is missing or not what is allowed", ALLOWED.get(field, "")) from None
