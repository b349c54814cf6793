"""``abide decide`` and ``abide hold``: verdicts on flags, one by one or from the report's CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import typer

from erasure import acts as e
from erasure.deciding import Word
from erasure.errors import Refused
from erasure.reviewed import Reviewed
from erasure.standing import Hold
from erasure.tonight import find_flag
from pipelines.commands.acting import Actor, Desk, answer, answering, now
from pipelines.commands.console import Exit

DONE = {"approve": "approved", "dismiss": "dismissed", "hold": "put on hold"}


def decide(folder: Path | None, who: Actor, flags: Sequence[str], word: Word, as_json: bool) -> None:
    """Say the same of some flags of the last night."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        if not flags:
            raise Refused("flags", "none is named", "flag ids, or --from FILE", "report/flagged.csv lists them")
        with desk.night() as con:
            found = list({flag.flag: flag for flag in (find_flag(con, prefix) for prefix in flags)}.values())
        data = word.of(found)
        written = desk.append(who, lambda _: data)
        numbers = [entry.number for entry in written]
        shown = {"decision": word.decision, "flags": [flag.flag for flag in found], "entries": numbers}
        told = f"{len(found):,} {'flag' if len(found) == 1 else 'flags'} {DONE[word.decision]}; entry {numbers[-1]}"
        answer(shown, [told], as_json=as_json)


def decide_from(folder: Path | None, who: Actor, file: Path, partial: bool, as_json: bool) -> None:
    """Record what a reviewer filled in, each row checked against the last night; all of it or nothing."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        name, signer, _ = who.sign_in(desk.ledger.read())
        reviewed = Reviewed(file, desk.key)
        with desk.night() as con:
            flags = reviewed.check(con)
        written = desk.ledger.append(now(), name, signer, lambda s: reviewed.make(s, flags, partial=partial))
        counts = Counter(row.word.decision for row in reviewed.rows) if written else Counter[str]()
        shown = {
            "recorded": {word: counts[word] for word in DONE},
            "refused": [one.as_data() for one in reviewed.refused],
            "without_decision": reviewed.blank,
            "entries": [entry.number for entry in written],
        }
        lines = [f"row {one.number}, {one.flag[:12] or 'no flag_id'}: {one.why}" for one in reviewed.refused]
        lines.append(_summary(counts, len(reviewed.refused), reviewed.blank))
        if reviewed.refused and not partial:
            lines.append("Nothing was recorded. Mend the rows, or say --partial to record the others.")
        answer(shown, lines, as_json=as_json)
        if reviewed.refused:
            raise typer.Exit(Exit.BROKEN if written else Exit.FAILED)


def hold_record(folder: Path | None, who: Actor, record: tuple[str, str, str], word: Word, as_json: bool) -> None:
    """Put a record on hold that need not be flagged."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        store, table, key = record
        known = {(s.name, t.name) for s, t in desk.controller.tables()}
        if (store, table) not in known:
            raise Refused("record", f"there is no table {store}.{table}", "STORE TABLE KEY, as in report/flagged.csv")
        data = word.hold([e.HeldRecord(store=store, table=table, record_key=key)])
        written = desk.append(who, lambda _: data)
        number = written[-1].number
        answer({"hold": number, "records": 1}, [f"1 record put on hold; hold {number}"], as_json=as_json)


def release(folder: Path | None, who: Actor, number: int, reason: str, as_json: bool) -> None:
    """End a hold."""
    with answering(as_json=as_json):
        data = e.said(kind="released", hold=number, reason=reason)
        written = Desk(folder).append(who, lambda _: [data])
        told = f"hold {number} is released; approvals given before it do not come back; entry {written[-1].number}"
        answer({"released": number, "entry": written[-1].number}, [told], as_json=as_json)


def holds(folder: Path | None, reasons: bool, as_json: bool) -> None:
    """The holds that run, those to be reviewed first on top."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        today = now().astimezone(desk.controller.zone).date()
        running = [hold for hold in desk.ledger.read().holds.values() if hold.released is None]
        running.sort(key=lambda hold: (hold.review_on, hold.number))
        lines = []
        for hold in running:
            late = ", overdue" if hold.review_on < today else ""
            count = len(hold.records)
            lines.append(
                f"hold {hold.number}: {count:,} {'record' if count == 1 else 'records'}, by {hold.by}, "
                f"review on {hold.review_on}{late}"
            )
            if reasons:
                placed = hold.placed
                lines.append(f"  matter: {placed.matter}; owner: {placed.owner}; reason: {placed.reason}")
        answer([_hold(hold, today, reasons=reasons) for hold in running], lines or ["no hold runs"], as_json=as_json)


def _hold(hold: Hold, today: date, *, reasons: bool) -> dict[str, Any]:
    words = {"matter": hold.placed.matter, "owner": hold.placed.owner, "reason": hold.placed.reason}
    return {
        "hold": hold.number,
        "by": hold.by,
        "review_on": hold.review_on.isoformat(),
        "overdue": hold.review_on < today,
        "records": [dict(zip(("store", "table", "record_key"), record, strict=True)) for record in hold.records],
        **(words if reasons else {}),
    }


def _summary(counts: Counter[str], refused: int, blank: int) -> str:
    parts = [f"{counts[word]:,} {done}" for word, done in DONE.items()]
    return f"{', '.join(parts)}; {refused:,} refused; {blank:,} without a decision."
