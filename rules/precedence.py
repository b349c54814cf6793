"""Which ground decides over a record, which lost, and when a loser would win.

What belongs here: weighing what all clauses say of one record, in the order of ``rules.rule.Ground``: a hold, a
statutory minimum, the subject's request, the declared maximum, inactivity. What one clause says is ``rules.explain``'s.

Between the end of its purpose and the day on which nothing keeps it any longer a record is *blocked*: it is kept for
the one ground that keeps it and for nothing else (UK GDPR Art. 18(2); residence and blocking in DIN 66398). The rule
``not-blocked`` finds those that are still in use then, ``kept-with-too-much`` the fields that this ground does not
need.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from rules.rule import ABOVE_EVERY_ERASURE, Ground

if TYPE_CHECKING:
    from rules.explain import Said

LAW = {
    Ground.HOLD: "UK GDPR Art. 17(3)(e)",
    Ground.STATUTORY_MINIMUM: "UK GDPR Art. 17(3)(b)",
    Ground.REQUEST: "UK GDPR Art. 17(1)",
    Ground.DECLARED_MAXIMUM: "UK GDPR Art. 5(1)(e)",
    Ground.INACTIVITY: "the notice's own rule on inactivity",
}
"""On what each ground rests, strongest first."""


class State(StrEnum):
    """What may be done with a record."""

    IN_USE = "in use"
    BLOCKED = "blocked"
    DUE = "must be destroyed"


@dataclass(frozen=True)
class Weighed:
    """One ground, as it stands for the record.

    Attributes:
        ground: which one.
        stands: decides; loses (it holds, and a stronger one decides); waits (it will hold on ``wins_on``); none.
        told: how it stands, in words.
        wins_on: the day from which it would decide, were nothing stronger there; None where no day is known.
    """

    ground: Ground
    stands: str
    told: str
    wins_on: date | None = None


def weigh(said: Iterable[Said], as_of: date) -> tuple[Weighed, ...]:
    """Every ground for and against the record, strongest first; at most one decides."""
    every = list(said)
    found: list[Weighed] = []
    decided = False
    for ground in LAW:
        one = _keeps(every, ground) if ground in ABOVE_EVERY_ERASURE else _erases(every, ground, as_of)
        if one.stands == "holds":
            one = Weighed(ground, "loses" if decided else "decides", one.told, one.wins_on)
            decided = True
        found.append(one)
    return tuple(found)


def state_of(weighed: Iterable[Weighed]) -> State:
    """In use while no ground to erase holds; blocked while one does and a stronger one keeps the record."""
    stands = {one.ground: one.stands for one in weighed}
    keeps = any(stands[ground] == "decides" for ground in ABOVE_EVERY_ERASURE)
    erases = any(stands[g] in {"decides", "loses"} for g in LAW if g not in ABOVE_EVERY_ERASURE)
    if not erases:
        return State.IN_USE
    return State.BLOCKED if keeps else State.DUE


def _keeps(said: list[Said], ground: Ground) -> Weighed:
    """A hold or a statutory minimum: the same for every clause that asks."""
    states = [g for one in said for g in one.grounds if g.name == ground.value]
    if any(g.holds for g in states):
        return Weighed(ground, "holds", "holds")
    lapsed = next((g.state for g in states if g.state != "none"), "")
    if ground is Ground.HOLD:
        return Weighed(ground, "none", lapsed or "none is placed; one would win from its day")
    return Weighed(ground, "none", f"{lapsed}; a later end would win" if lapsed else "no law is stated to ask for it")


def _erases(said: list[Said], ground: Ground, as_of: date) -> Weighed:
    """A ground to erase: the strongest answer among the clauses of its kind, and the day on which a clear one turns."""
    of = [one for one in said if one.rule.ground is ground]
    past = [one for one in of if one.answer == "flag" or _kept_by_law(one)]
    if past:
        due = min((one.due_on for one in past if one.due_on), default=None)
        told = f"the time ran out on {due}" if due else "the time ran out"
        return Weighed(ground, "holds", f"{told} ({', '.join(one.clause.id for one in past)})", due)
    kept = [one for one in of if one.answer.startswith("kept by ")]
    if kept:
        why = kept[0].answer.removeprefix("kept by ").replace("_", " ")
        return Weighed(ground, "none", f"put off while the ground {why} holds ({kept[0].clause.id})")
    dated = [one for one in of if one.answer == "clear" and one.due_on and one.due_on >= as_of]
    if dated:
        first = min(dated, key=lambda one: one.due_on or as_of)
        turns = (first.due_on or as_of) + timedelta(days=1)
        return Weighed(ground, "waits", f"would win on {turns} ({first.clause.id})", turns)
    if any(one.answer == "undated" for one in of):
        return Weighed(ground, "none", "no usable date, so nobody knows when it would win")
    return Weighed(ground, "none", "no clause speaks against it" if of else "no clause judges it")


def _kept_by_law(one: Said) -> bool:
    return one.answer in {f"kept by {ground.value}" for ground in ABOVE_EVERY_ERASURE}
