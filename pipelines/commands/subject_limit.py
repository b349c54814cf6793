"""``abide subject restrict``, ``object`` and ``lift``: what a person asked for, for every night to judge by.

What belongs here: recording and ending. The nights read it in ``assets.night.deciding``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from erasure import acts as e
from erasure.errors import Refused
from pipelines.commands.acting import Actor, Desk, answer, answering
from pipelines.commands.subject_one import clock, clock_line, near_lines, the_one

_SAID = {"restriction": "is restricted", "objection": "has objected"}
_RIGHTS = {"restriction": ("restriction",), "objection": ("objection", "consent_withdrawal", "withdrawal")}


def limit(
    folder: Path,
    asked: str,
    right: Literal["restriction", "objection"],
    since: str,
    reason: str,
    who: Actor,
    *,
    as_json: bool,
) -> None:
    """Record that the person's data are restricted, or that they objected."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        with desk.night() as con:
            one = the_one(con, asked)
            waits = clock(con, one.subject, _RIGHTS[right])
        if not one.digests:
            told = "every identifier of the person is shared with others"
            raise Refused("person", told, hint="tell the people apart in the stores first")
        data = [
            e.said(
                kind="limited",
                right=right,
                digests=one.digests[start : start + e.MOST_FLAGS],
                since=since,
                reason=reason,
            )
            for start in range(0, len(one.digests), e.MOST_FLAGS)
        ]
        written = [entry.number for entry in desk.append(who, lambda _: data)]
        shown: dict[str, Any] = {
            "right": right,
            "since": since,
            "person": one.as_data(),
            "entries": written,
            "request": vars(waits) if waits else None,
        }
        stores = len({record.store for record in one.records})
        lines = [
            f"{one.subject[:12]} {_SAID[right]} since {since}: {_of(len(one.records), stores)}; entry {written[-1]}.",
            "From the next night on every send after that day is flagged, wherever the person stands.",
            clock_line(waits),
            *near_lines(one),
        ]
        if right == "restriction":
            lines.append("Tell whoever received the data (Art. 19), and the person before it is lifted (Art. 18(3)).")
        answer(shown, lines, as_json=as_json)


def _of(records: int, stores: int) -> str:
    return f"{records:,} records in {stores} stores"


def lift(folder: Path, number: int, reason: str, who: Actor, *, as_json: bool) -> None:
    """End a restriction, or record that an objection was taken back."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        (written,) = desk.append(who, lambda _: [e.said(kind="lifted", limit=number, reason=reason)])
        answer(
            {"lifted": number, "entry": written.number},
            [f"{number} is lifted; entry {written.number}."],
            as_json=as_json,
        )


def limits(folder: Path, *, as_json: bool) -> None:
    """What runs."""
    with answering(as_json=as_json):
        running = list(Desk(folder).ledger.read().limiting())
        shown = [
            {
                "number": one.number,
                "right": one.said.right,
                "since": one.said.since,
                "identifiers": len(one.said.digests),
            }
            for one in running
        ]
        lines = [f"{o['number']}  {o['right']} since {o['since']}, {o['identifiers']} identifiers" for o in shown]
        answer(shown, lines or ["Nobody has data restricted, and nobody objected."], as_json=as_json)
