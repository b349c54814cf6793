"""``abide subject erase``: a person's request for erasure, as a proposed batch that two others approve.

What belongs here: choosing the flags. What is erased, in which order, and what a hold or a statutory minimum keeps, is
the plan's to say.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from erasure import acts as e
from erasure.deciding import Word, chunks
from erasure.errors import Refused
from erasure.standing import Standing
from erasure.tonight import flags_tonight
from pipelines.commands.acting import Actor, Desk, answer, answering
from pipelines.commands.subject_one import clock, clock_line, near_lines, the_one
from rules.terms import Remedy


def erase(folder: Path, asked: str, reason: str, who: Actor, *, as_json: bool) -> None:
    """Approve the person's erasable flags and propose a batch of them."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        with desk.night() as con:
            one = the_one(con, asked)
            waits = clock(con, one.subject, ("erasure",))
            mine = {(r.store, r.table, r.key) for r in one.records}
            flags = [f for f in flags_tonight(con).values() if f.record in mine and f.remedy is Remedy.ERASE]
        standing = desk.ledger.read()
        once = list({f.record: f for f in flags}.values())
        held = [f for f in once if standing.holding(f.record) is not None]
        taken = [f for f in once if f not in held and standing.batch_of(f.flag) is not None]
        free = [f for f in once if f not in held and f not in taken]
        rest = sorted(mine - {(f.store, f.table, f.record_key) for f in once})
        if not free:
            told = f"{len(held)} records are on hold, {len(taken)} in a batch already, and {len(rest)} no clause flags"
            hint = "enter the request in the rights register, so that the next night flags what must go"
            raise Refused("person", told, "records whose clause proposes to erase them", hint)

        def say(now: Standing) -> list[e.Data]:
            decided = [f for f in free if not now.stands_approved(f)]
            said = Word("approve", reason).of(decided) if decided else []
            return [*said, *(e.said(kind="batched", batch=now.next_batch(), flags=part) for part in chunks(free))]

        written = desk.append(who, say)
        batch = next(entry.data.batch for entry in written if isinstance(entry.data, e.Batched))
        shown: dict[str, Any] = {
            "batch": batch,
            "flags": [f.flag for f in free],
            "on_hold": len(held),
            "in_another_batch": len(taken),
            "not_flagged": [{"store": s, "table": t, "record_key": k} for s, t, k in rest],
            "person": one.as_data(),
            "request": vars(waits) if waits else None,
        }
        lines = [
            f"{batch}: {len(free):,} of {len(mine):,} records proposed; two other people approve it",
            f"{len(held):,} records are on hold and {len(taken):,} in another batch",
            f"{len(rest):,} records no clause flags for erasure: they stay until one does",
            *[f"  {s}/{t}/{k}" for s, t, k in rest[:20]],
            clock_line(waits),
            *near_lines(one),
        ]
        answer(shown, lines, as_json=as_json)
