"""Decisions on flags: approved, dismissed, or put on hold; and the batches that approved flags go into.

What belongs here: what a person says, as entries for the ledger. Whether they may say it is ``erasure.rulebook``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

import duckdb

from erasure import acts as e
from erasure.errors import Refused
from erasure.rulebook import may_batch
from erasure.signing import by_passphrase
from erasure.standing import Batch, Record, Standing
from erasure.tonight import flags_tonight, lapsed

T = TypeVar("T")


@dataclass(frozen=True)
class Word:
    """What is said of a flag, as the command line or a row of the CSV gives it; texts that are not given are ''."""

    decision: str
    reason: str
    scope: str = ""
    until: str = ""
    matter: str = ""
    owner: str = ""
    review_on: str = ""

    def of(self, flags: Sequence[e.FlagRef]) -> list[e.Data]:
        """The entries that say so of these flags.

        Raises:
            Refused: a field is missing, belongs to another decision, or is not what is allowed.
        """
        needed = {"approve": (), "dismiss": ("scope", "until"), "hold": ("matter", "owner", "review_on")}
        if self.decision not in needed:
            raise Refused("decision", "is not one that is known", ", ".join(needed))
        own = needed[self.decision]
        for field in ("scope", "until", "matter", "owner", "review_on"):
            filled = bool(getattr(self, field).strip())
            if filled and field not in own:
                raise Refused(field, f"does not belong to {self.decision}", "nothing")
            if not filled and field in own:
                raise Refused(field, f"is missing, and {self.decision} needs it", e.ALLOWED[field])
        if self.decision == "hold":
            return self.hold([e.HeldRecord(**_record(flag.record), flag=flag.flag) for flag in flags])
        given = {field: getattr(self, field) for field in own}
        return [
            e.said(kind="decided", verdict=self.decision, reason=self.reason, flags=part, **given)
            for part in chunks(flags)
        ]

    def hold(self, records: Sequence[e.HeldRecord]) -> list[e.Data]:
        """The entries that put these records on hold; a record named twice is held once."""
        once = list({one.record: one for one in records}.values())
        return [
            e.said(
                kind="held",
                matter=self.matter,
                owner=self.owner,
                review_on=self.review_on,
                reason=self.reason,
                records=part,
            )
            for part in chunks(once)
        ]


def grouped(words: Iterable[tuple[Word, e.FlagRef]]) -> list[e.Data]:
    """The entries for many flags, as few as say it all: those of which the same is said go together."""
    order: dict[Word, int] = {}
    listed = list(words)
    for word, _ in listed:
        order.setdefault(word, len(order))
    listed.sort(key=lambda pair: order[pair[0]])
    made: list[e.Data] = []
    for word, pairs in groupby(listed, key=lambda pair: pair[0]):
        made += word.of([flag for _, flag in pairs])
    return made


def propose(
    con: duckdb.DuckDBPyConnection, standing: Standing, flags: Sequence[e.FlagRef], batch: str | None = None
) -> list[e.Data]:
    """The entries that put flags into a batch.

    Args:
        con: a snapshot of the last night.
        standing: what stands in the ledger.
        flags: tonight's flags; empty for every flag that is approved, as it is tonight, and in no batch.
        batch: the batch they join; None for a new one.

    Raises:
        Refused: there is nothing to put in.
    """
    name = batch or standing.next_batch()
    chosen = list(flags)
    if not chosen:
        ready = {n: d.flag for n, d in standing.decisions.items() if standing.stands_approved(d.flag)}
        free = {n for n in ready if standing.batch_of(n) is None}
        chosen = [flag for n, flag in flags_tonight(con, free).items() if flag == ready[n]]
    if not chosen:
        hint = "abide decide FLAG --approve"
        raise Refused("flags", "no flag is approved, as it is tonight, and in no batch", hint=hint)
    for flag in chosen:
        may_batch(standing, flag, name)
    return [e.said(kind="batched", batch=name, flags=part) for part in chunks(chosen)]


def approval(con: duckdb.DuckDBPyConnection, batch: Batch, given: str) -> e.Data:
    """The entry that approves a batch.

    Args:
        con: a snapshot of the last night: a flag whose facts changed has lapsed, and stops the batch.
        batch: the batch.
        given: the hash the person names, or its first 12 characters or more.

    Raises:
        Refused: that is not what the batch is now, or a flag in it has lapsed.
    """
    of, sha256 = batch.binding
    if len(given) < 12 or not sha256.startswith(given.lower()):
        told = "is not that of what the batch is now" if given else "say which hash is approved"
        allowed = f"{sha256[:12]} or more of {sha256}, the hash of the {of}"
        raise Refused("hash", told, allowed, f"look at it first: abide batch show {batch.id}")
    gone = lapsed(con, batch.flags)
    if gone:
        name, why = next(iter(gone.items()))
        told = f"{len(gone)} of its {len(batch.flags)} flags lapsed ({name[:12]}: {why})"
        raise Refused("batch", told, hint=f"abide batch drop {batch.id} --lapsed")
    return e.said(kind="approved", batch=batch.id, of=of, sha256=sha256)


def not_twice(standing: Standing, batch: Batch, name: str, passphrase: str) -> None:
    """Refuse a passphrase that also opens the account of another person who counts for the batch.

    Keys are unique in the ledger; a passphrase has a salt of its own for each name, so that only trying it tells.

    Raises:
        Refused: it does: whoever knows it could count as two.
    """
    for other in sorted({*standing.concerned(batch), *standing.approvers(batch)} - {name}):
        person = standing.people[other]
        if person.costs and by_passphrase(passphrase, person.costs).public_key in person.keys:
            told = f"the passphrase of {name} is that of {other} too, who proposed, decided or approved"
            raise Refused("passphrase", told, "one of the person's own", "abide person key gives another")


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in parts that one entry may list."""
    for start in range(0, len(items), e.MOST_FLAGS):
        yield items[start : start + e.MOST_FLAGS]


def states(con: duckdb.DuckDBPyConnection, standing: Standing, batch: Batch) -> Mapping[str, str]:
    """What each flag of a batch is now: ready, or why it is not."""
    gone = lapsed(con, batch.flags)
    told = {}
    for name, flag in batch.flags.items():
        hold = standing.holding(flag.record)
        last = standing.decisions.get(name)
        if hold is not None:
            told[name] = f"on hold {hold.number}"
        elif name in gone:
            told[name] = f"lapsed: {gone[name]}"
        elif not standing.stands_approved(flag):
            told[name] = "dismissed" if last is not None and last.verdict == "dismiss" else "not approved any more"
        else:
            told[name] = "ready"
    return told


def _record(record: Record) -> dict[str, str | None]:
    return dict(zip(("store", "table", "record_key"), record, strict=True))
