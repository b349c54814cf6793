"""What a ledger's entries add up to: people, decisions, holds, batches, approvals.

What belongs here: taking entries in, one after the other, and answering what stands. Whether an entry was allowed is
asked of ``erasure.rulebook`` before it comes here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from erasure import acts as e
from erasure.entry import Entry
from erasure.signing import Argon2id

Record = tuple[str, str, str | None]

NEEDED = 2
"""Distinct people whose approval a batch needs."""


@dataclass
class Person:
    """A person: the roles they hold, and every key they ever signed with."""

    id: str
    roles: frozenset[e.PersonRole]
    public_key: str
    costs: Argon2id | None
    retired: bool = False
    keys: set[str] = field(default_factory=set)

    def may(self, role: e.PersonRole) -> bool:
        """Whether the person acts and holds the role."""
        return not self.retired and role in self.roles

    def is_same(self, other: Person) -> bool:
        """Whether both are one person: the same name, or a key in common."""
        return self.id == other.id or not self.keys.isdisjoint(other.keys)


@dataclass(frozen=True)
class Decision:
    """The last decision on a flag."""

    verdict: str
    by: str
    number: int
    flag: e.FlagRef
    scope: e.Scope | None = None
    until: date | None = None


@dataclass
class Hold:
    """A hold on records."""

    number: int
    by: str
    placed: e.Held
    records: dict[Record, str | None]
    released: int | None = None

    @property
    def review_on(self) -> date:
        """When someone must look at it again. It does not end on that day."""
        return date.fromisoformat(self.placed.review_on)


@dataclass
class Limit:
    """A restriction or an objection of one person, and the number of the entry that ended it."""

    number: int
    said: e.Limited
    lifted: int | None = None


@dataclass(frozen=True)
class Correction:
    """A correction of one person's value: the entry that recorded it, and its day."""

    number: int
    day: date
    said: e.Corrected


@dataclass
class Batch:
    """A batch: its flags, who put them there, and what was approved and done."""

    id: str
    proposers: set[str]
    flags: dict[str, e.FlagRef]
    at: datetime
    withdrawn: bool = False
    planned: e.Planned | None = None
    approvals: list[tuple[str, e.Approved]] = field(default_factory=list)
    acts: list[tuple[datetime, e.Acted]] = field(default_factory=list)
    words: dict[str, tuple[str, date]] = field(default_factory=dict)
    """Kind of step to who said that it is done, and when."""
    _content: str | None = None

    @property
    def content(self) -> str:
        """The SHA-256 of the batch's id and its flags' canonical JSON, a line each, in the order of their ids.

        Another one as soon as a flag, its facts, its remedy or its record is.
        """
        if self._content is None:
            whole = sha256(f"{self.id}\n".encode())
            for name in sorted(self.flags):
                whole.update(f"{self.flags[name].line}\n".encode())
            self._content = whole.hexdigest()
        return self._content

    @property
    def binding(self) -> tuple[str, str]:
        """What an approval must be of now: ``plan`` and its hash once one is made of this content, else ``batch``."""
        if self.planned is not None and self.planned.content == self.content:
            return "plan", self.planned.plan
        return "batch", self.content

    def change(self) -> None:
        """Say that the flags are others now."""
        self._content = None


class Standing:
    """What stands after the entries taken so far."""

    def __init__(self) -> None:
        self.controller: str | None = None
        self.installation: str | None = None
        self.number = 0
        self.head = "0" * 64
        self.at: datetime | None = None
        self.people: dict[str, Person] = {}
        self.decisions: dict[str, Decision] = {}
        self.deciders: dict[str, set[str]] = {}
        self.holds: dict[int, Hold] = {}
        self.limits: dict[int, Limit] = {}
        self.corrections: dict[tuple[str, str, str], Correction] = {}
        self.batches: dict[str, Batch] = {}
        self._holding: dict[Record, set[int]] = {}
        self._stopped: dict[Record, int] = {}
        self._batch_of: dict[str, str] = {}

    # --- what stands ---------------------------------------------------------------------------------------------

    def key_of(self, by: str) -> str | None:
        """The public key that an entry by this person must be signed with; None if there is no such person."""
        if by == e.INSTALLATION:
            return self.installation
        person = self.people.get(by)
        return person.public_key if person else None

    def holding(self, record: Record) -> Hold | None:
        """The hold on a record, the earliest of several; None if there is none."""
        numbers = self._holding.get(record)
        return self.holds[min(numbers)] if numbers else None

    def held(self) -> Iterator[tuple[Record, Hold]]:
        """Every record on hold, with the hold that must be reviewed last."""
        for record, numbers in self._holding.items():
            if numbers:
                yield record, max((self.holds[n] for n in numbers), key=lambda hold: (hold.review_on, hold.number))

    def limiting(self) -> Iterator[Limit]:
        """Every restriction and objection that runs, by number."""
        return (limit for limit in self.limits.values() if limit.lifted is None)

    def wrong(self) -> list[Correction]:
        """The corrections whose old value is wrong still: a later one did not make it the right one again."""
        found: dict[tuple[str, str], Correction] = {}
        for one in sorted(self.corrections.values(), key=lambda one: one.number):
            found[one.said.subject, one.said.old] = one
            found.pop((one.said.subject, one.said.new), None)
        return list(found.values())

    def batch_of(self, flag: str) -> Batch | None:
        """The batch, not withdrawn, that a flag is in."""
        name = self._batch_of.get(flag)
        return self.batches[name] if name else None

    def stands_approved(self, flag: e.FlagRef) -> bool:
        """Whether the last word on a flag approves it with these facts, and its record was not stopped since.

        A hold, and a dismissal that reaches the whole record, supersede what was approved before them for good: their
        end revives no approval.
        """
        last = self.decisions.get(flag.flag)
        return (
            last is not None
            and last.verdict == "approve"
            and last.flag.facts == flag.facts
            and last.number > self._stopped.get(flag.record, 0)
        )

    def concerned(self, batch: Batch) -> set[str]:
        """Who proposed the batch or ever decided on one of its flags: none of them may approve it."""
        names = set(batch.proposers)
        for flag in batch.flags:
            names |= self.deciders.get(flag, set())
        return names

    def is_concerned(self, batch: Batch, name: str) -> bool:
        """Whether the person is one of those, under whatever name."""
        person = self.people[name]
        return any(person.is_same(self.people[other]) for other in self.concerned(batch))

    def approvers(self, batch: Batch) -> list[str]:
        """The distinct people whose approvals of what the batch is now still count.

        An approval stops counting when the batch or its plan changes, or when its giver retires, loses the role, or
        turns out to have decided or proposed.
        """
        counted: list[Person] = []
        for name, approval in batch.approvals:
            person = self.people[name]
            if (
                (approval.of, approval.sha256) == batch.binding
                and person.may(e.PersonRole.APPROVER)
                and not self.is_concerned(batch, name)
                and not any(person.is_same(other) for other in counted)
            ):
                counted.append(person)
        return [person.id for person in counted]

    def is_authorised(self, batch: Batch) -> bool:
        """Whether two distinct people approved what the batch is now, and every flag in it still stands approved."""
        whole = not batch.withdrawn and bool(batch.flags)
        standing = whole and all(self.stands_approved(flag) for flag in batch.flags.values())
        return standing and len(self.approvers(batch)) >= NEEDED

    def administrators(self, without: str = "") -> list[str]:
        """Who administers, leaving one person out."""
        return [p.id for p in self.people.values() if p.may(e.PersonRole.ADMINISTRATOR) and p.id != without]

    def next_batch(self) -> str:
        """The id of the next batch."""
        return f"EB-{len(self.batches) + 1:04d}"

    # --- taking entries in ---------------------------------------------------------------------------------------

    def take(self, entry: Entry, hash_: str) -> None:
        """Take in one entry that was found allowed."""
        self.number, self.head, self.at = entry.number, hash_, entry.moment
        match entry.data:
            case e.Opened() as d:
                self.controller, self.installation = d.controller, d.public_key
            case e.PersonAdded() | e.PersonRoles() | e.PersonKey() | e.PersonRetired() as d:
                self._take_person(d)
            case e.Decided() as d:
                until = date.fromisoformat(d.until) if d.until else None
                for flag in d.flags:
                    self.decisions[flag.flag] = Decision(d.verdict, entry.by, entry.number, flag, d.scope, until)
                    if d.scope is e.Scope.RECORD:
                        self._stopped[flag.record] = entry.number
                self._decided_by((flag.flag for flag in d.flags), entry.by)
            case e.Held() as d:
                records = {one.record: one.flag for one in d.records}
                self.holds[entry.number] = Hold(entry.number, entry.by, d, records)
                for record in records:
                    self._holding.setdefault(record, set()).add(entry.number)
                    self._stopped[record] = entry.number
                self._decided_by((one.flag for one in d.records if one.flag), entry.by)
            case e.Released() as d:
                hold = self.holds[d.hold]
                hold.released = entry.number
                for record in hold.records:
                    self._holding[record].discard(hold.number)
            case e.Limited() | e.Lifted() | e.Corrected() as d:
                self._take_right(entry, d)
            case d:
                self._take_batch(entry, d)

    def _take_right(self, entry: Entry, d: e.Limited | e.Lifted | e.Corrected) -> None:
        if isinstance(d, e.Limited):
            self.limits[entry.number] = Limit(entry.number, d)
        elif isinstance(d, e.Lifted):
            self.limits[d.limit].lifted = entry.number
        else:
            self.corrections[d.subject, d.old, d.new] = Correction(entry.number, entry.day, d)

    def _take_person(self, d: e.PersonAdded | e.PersonRoles | e.PersonKey | e.PersonRetired) -> None:
        if isinstance(d, e.PersonAdded):
            person = Person(d.person, frozenset(d.roles), d.public_key, d.costs, keys={d.public_key})
            self.people[d.person] = person
            return
        person = self.people[d.person]
        if isinstance(d, e.PersonRoles):
            person.roles = frozenset(d.roles)
        elif isinstance(d, e.PersonKey):
            person.public_key, person.costs = d.public_key, d.costs
            person.keys.add(d.public_key)
        else:
            person.retired = True

    def _take_batch(self, entry: Entry, d: e.Data) -> None:
        if isinstance(d, e.Batched):
            batch = self.batches.setdefault(d.batch, Batch(d.batch, set(), {}, entry.moment))
            batch.proposers.add(entry.by)
            batch.flags.update({flag.flag: self._known(flag) for flag in d.flags})
            self._batch_of.update(dict.fromkeys((flag.flag for flag in d.flags), d.batch))
            batch.change()
        elif isinstance(d, e.Dropped):
            batch = self.batches[d.batch]
            batch.proposers.add(entry.by)
            for name in d.flags:
                del batch.flags[name]
                del self._batch_of[name]
            batch.change()
        elif isinstance(d, e.Withdrawn):
            batch = self.batches[d.batch]
            batch.withdrawn = True
            for name in batch.flags:
                self._batch_of.pop(name, None)
        elif isinstance(d, e.Planned):
            self.batches[d.batch].planned = d
        elif isinstance(d, e.Approved):
            self.batches[d.batch].approvals.append((entry.by, d))
        elif isinstance(d, e.Acted):
            self.batches[d.batch].acts.append((entry.moment, d))
        elif isinstance(d, e.Done):
            self.batches[d.batch].words[d.action] = entry.by, entry.day

    def _known(self, flag: e.FlagRef) -> e.FlagRef:
        """The same flag as it was decided on, so that it is held once."""
        last = self.decisions.get(flag.flag)
        return last.flag if last is not None and last.flag == flag else flag

    def _decided_by(self, flags: Iterable[str], by: str) -> None:
        for flag in flags:
            self.deciders.setdefault(flag, set()).add(by)
