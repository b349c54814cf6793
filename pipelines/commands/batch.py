"""``abide batch`` and ``abide approve``: approved flags put together, and the two approvals a batch needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from erasure import acts as e
from erasure.deciding import approval, not_twice, propose, states
from erasure.entry import Entry
from erasure.errors import Refused
from erasure.rulebook import open_batch
from erasure.standing import NEEDED, Batch, Standing
from erasure.tonight import find_flag, lapsed
from pipelines.commands.acting import Actor, Desk, answer, answering, now


def new(folder: Path | None, who: Actor, flags: Sequence[str], batch: str | None, as_json: bool) -> None:
    """Put approved flags into a new batch, or into one that is there."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        with desk.night() as con:
            found = [find_flag(con, prefix) for prefix in flags]
            if batch is not None and not found:
                raise Refused("flags", "none is named", "flag ids")
            written = desk.append(who, lambda standing: propose(con, standing, found, batch))
        name = _batch_id(written[-1])
        standing = desk.ledger.read()
        one = standing.batches[name]
        lines = [f"{name}: {len(one.flags):,} flags; {one.binding[0]} hash {one.binding[1]}"]
        answer(_data(standing, one), lines, as_json=as_json)


def drop(folder: Path | None, who: Actor, batch: str, flags: Sequence[str], gone: bool, as_json: bool) -> None:
    """Take flags out of a batch: those named, or those that lapsed."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        standing = desk.ledger.read()
        one = open_batch(standing, batch)
        names = [_in_batch(one, prefix) for prefix in flags]
        if gone:
            with desk.night() as con:
                names += [name for name in lapsed(con, one.flags) if name not in names]
            names += [n for n, f in one.flags.items() if not standing.stands_approved(f) and n not in names]
        if not names:
            raise Refused("flags", "none of them lapsed" if gone else "none is named", "flag ids, or --lapsed")
        data = [
            e.said(kind="dropped", batch=batch, flags=tuple(names[start : start + e.MOST_FLAGS]))
            for start in range(0, len(names), e.MOST_FLAGS)
        ]
        desk.append(who, lambda _: data)
        standing = desk.ledger.read()
        lines = [f"{batch}: {len(names):,} dropped, {len(standing.batches[batch].flags):,} left"]
        answer(_data(standing, standing.batches[batch]), lines, as_json=as_json)


def withdraw(folder: Path | None, who: Actor, batch: str, reason: str, as_json: bool) -> None:
    """Give a batch up."""
    with answering(as_json=as_json):
        data = e.said(kind="withdrawn", batch=batch, reason=reason)
        written = Desk(folder).append(who, lambda _: [data])
        answer({"batch": batch, "entry": written[-1].number}, [f"{batch} is withdrawn"], as_json=as_json)


def done(folder: Path | None, who: Actor, batch: str, action: str, reason: str, as_json: bool) -> None:
    """A person's word that their part of a batch is done."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        started = [act.sha256 for _, act in open_batch(desk.ledger.read(), batch).acts if act.what == "started"]
        if not started:
            raise Refused("batch", f"{batch} was never started", hint="abide erase starts it")
        said = e.said(kind="done", batch=batch, sha256=started[-1], action=action, reason=reason)
        (written,) = desk.append(who, lambda _: [said])
        line = f"{batch}: {action} is said to be done; entry {written.number}. abide erase reads whether it shows"
        answer({"batch": batch, "action": action, "entry": written.number}, [line], as_json=as_json)


def show(folder: Path | None, batch: str, reasons: bool, as_json: bool) -> None:
    """One batch: what is in it, what it still is tonight, who approved it."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        standing = desk.ledger.read()
        if batch not in standing.batches:
            raise Refused("batch", f"there is no batch {batch}", hint="abide batch list tells them")
        one = standing.batches[batch]
        with desk.night() as con:
            now_is = states(con, standing, one)
        data = {
            **_data(standing, one),
            "flags": [{**asdict(f), "state": now_is[n]} for n, f in one.flags.items()],
        }
        if reasons:
            data["reasons"] = _reasons(desk, one)
        answer(data, _lines(standing, one, now_is, data.get("reasons")), as_json=as_json)


def show_all(folder: Path | None, as_json: bool) -> None:
    """Every batch."""
    with answering(as_json=as_json):
        standing = Desk(folder).ledger.read()
        listed = [_data(standing, batch) for batch in standing.batches.values()]
        lines = [f"{one['batch']}  {one['state']:<22} {one['size']:>9,} flags  {one['sha256'][:12]}" for one in listed]
        answer(listed, lines or ["there is no batch; abide batch new makes one"], as_json=as_json)


def approve(folder: Path | None, who: Actor, batch: str, given: str, as_json: bool) -> None:
    """Approve exactly what a batch is now."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        standing = desk.ledger.read()
        one = open_batch(standing, batch)
        with desk.night() as con:
            data = approval(con, one, given)
        name, signer, passphrase = who.sign_in(standing)
        if passphrase is not None:
            not_twice(standing, one, name, passphrase)
        desk.ledger.append(now(), name, signer, lambda _: [data])
        standing = desk.ledger.read()
        one = standing.batches[batch]
        count = len(standing.approvers(one))
        lines = [f"{batch}: approved by {name}, {count} of {NEEDED}; {one.binding[0]} hash {one.binding[1]}"]
        answer(_data(standing, one), lines, as_json=as_json)


def _data(standing: Standing, batch: Batch) -> dict[str, Any]:
    of, sha256 = batch.binding
    approvers = standing.approvers(batch)
    acts = [act.what for _, act in batch.acts]
    if batch.withdrawn:
        state = "withdrawn"
    elif acts:
        state = acts[-1]
    elif standing.is_authorised(batch):
        state = "approved"
    else:
        state = f"{len(approvers)} of {NEEDED} approvals"
    return {
        "batch": batch.id,
        "state": state,
        "size": len(batch.flags),
        "of": of,
        "sha256": sha256,
        "proposed_by": sorted(batch.proposers),
        "approved_by": approvers,
        "said_done_by": {action: by for action, (by, _) in sorted(batch.words.items())},
        "authorised": standing.is_authorised(batch),
        "acts": acts,
    }


def _lines(
    standing: Standing, batch: Batch, now_is: dict[str, str] | Any, reasons: list[dict[str, Any]] | None
) -> list[str]:
    data = _data(standing, batch)
    told = [
        f"{batch.id}: {data['state']}",
        f"  {data['of']} hash    {data['sha256']}",
        f"  proposed by  {', '.join(data['proposed_by'])}",
        f"  approved by  {', '.join(data['approved_by']) or 'nobody yet'}",
        f"  flags        {len(batch.flags):,}",
    ]
    groups = Counter((f.clause, f.store, f.table, str(f.remedy), now_is[n]) for n, f in batch.flags.items())
    for (clause, store, table, remedy, state), number in groups.items():
        told.append(f"    {number:>7,}  {clause}, {store}.{table}, {remedy}: {state}")
    told += [f"  said done    {action}, by {by}" for action, by in data["said_done_by"].items()]
    told += [f"  entry {one['entry']}, {one['by']}, {one['flags']:,} flags: {one['reason']}" for one in reasons or []]
    if data["state"].endswith("approvals"):
        told.append(f"  to approve   abide approve {batch.id} --hash {data['sha256'][:12]} --by NAME")
    return told


def _reasons(desk: Desk, batch: Batch) -> list[dict[str, Any]]:
    """The reasons behind the decisions that brought the flags in, for who approves."""
    standing = desk.ledger.read()
    numbers = {standing.decisions[n].number for n in batch.flags if n in standing.decisions}
    return [
        {
            "entry": entry.number,
            "by": entry.by,
            "flags": sum(flag.flag in batch.flags for flag in entry.data.flags),
            "reason": entry.data.reason,
        }
        for entry in desk.ledger.entries()
        if entry.number in numbers and isinstance(entry.data, e.Decided)
    ]


def _in_batch(batch: Batch, prefix: str) -> str:
    found = [name for name in batch.flags if name.startswith(prefix.lower())]
    if len(found) != 1:
        many = "several flags begin" if found else "no flag begins"
        raise Refused("flags", f"{many} with '{prefix}' in {batch.id}", hint=f"abide batch show {batch.id}")
    return found[0]


def _batch_id(entry: Entry) -> str:
    if not isinstance(entry.data, e.Batched):
        raise TypeError("the entry proposes no batch")
    return entry.data.batch
