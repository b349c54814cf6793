"""``abide subject find``: why records are thought to be of one person, and who is near; or every doubt of this kind.

What belongs here: laying out what ``stores.person`` found. No value is shown: the record keys lead to them in the
stores, for who may see them there.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipelines.commands.console import fail, say, say_json, tell
from stores.controller import Controller, load_controller
from stores.keys import read_key
from stores.person import Near, Person, Record, Tie, describe, doubts
from stores.person import find as find_people
from stores.warehouse_snapshots import open_snapshot

AT_MOST = 20
"""Records shown of one identifier; --json has them all."""


def find(folder: Path, asked: str | None, *, as_json: bool) -> None:
    """Tell of the person meant; without one, of every identifier that several people share or that looks alike."""
    controller = load_controller(folder)
    with open_snapshot(folder, read_key(folder)) as con:
        if asked is None:
            ties = doubts(con)
            if as_json:
                say_json({"controller": controller.id, "doubts": [_tie(tie) for tie in ties]})
            else:
                for line in doubt_lines(controller, ties):
                    say(line)
            return
        found = find_people(con, asked)
        if not found:
            told = f"no person's digest starts with '{asked}', and no record has that key"
            fail(f"{told} in {controller.name}.", "give six digits or more of a subject, or STORE/TABLE/KEY")
        if len(found) > 1:
            for records in found[:10]:
                first = records[0]
                tell(f"  {first.subject or 'nobody named'}  {first.store}/{first.table}/{first.key}")
            fail(f"'{asked}' means {len(found)} people.", "give more of the digest, or STORE/TABLE/KEY")
        one = describe(con, found[0])
    if as_json:
        say_json(_as_data(controller, one))
    else:
        for line in lines(controller, one):
            say(line)


def lines(controller: Controller, one: Person) -> list[str]:
    """The person's page as lines of text."""
    stores = len({record.store for record in one.records})
    who = f"Person {one.subject}" if one.subject else "Nobody who could be named"
    told = [f"{who} of {controller.name}: {_count(one.records, 'record')} in {_of(stores, 'store')}", "", "Records"]
    told += _shown(one.records)
    linking = [tie for tie in one.ties if tie.links]
    told += ["", "Linked by"]
    told += [line for tie in linking for line in _tie_lines(tie)] or ["  nothing: no exact or strong identifier"]
    told += ["", "Not linked by"]
    told += [line for tie in one.ties if not tie.links for line in _tie_lines(tie)] or ["  no weak identifier"]
    told += ["", "Near, and not linked"]
    by_why: dict[tuple[str, str], list[Near]] = {}
    for near in one.near:
        by_why.setdefault((near.kind, near.why), []).append(near)
    for (kind, why), several in by_why.items():
        told.append(f"  {kind}, {why}")
        told += _shown([near.record for near in several], "    ", named=True)
    return told if by_why else [*told, "  nobody"]


def doubt_lines(controller: Controller, ties: Sequence[Tie]) -> list[str]:
    """Every doubt as lines of text."""
    told = [f"{_of(len(ties), 'identifier')} of {controller.name} that several people may have"]
    for tie in ties:
        told += ["", f"{tie.kind} {tie.digest}: {tie.why}", *_shown(tie.records, named=True)]
    return told


def _tie_lines(tie: Tie) -> list[str]:
    why = f", {tie.why}" if tie.why else ""
    places = sorted({f"{record.store}.{record.table}" for record in tie.records})
    return [f"  {tie.kind} {tie.digest}  {tie.strength}{why}: {_count(tie.records, 'record')} in {', '.join(places)}"]


def _shown(records: Sequence[Record], indent: str = "  ", *, named: bool = False) -> list[str]:
    told = [
        f"{indent}{r.store}/{r.table}/{r.key}" + (f"  of {(r.subject or 'nobody named')[:12]}" if named else "")
        for r in records[:AT_MOST]
    ]
    return told + ([f"{indent}and {len(records) - AT_MOST:,} more"] if len(records) > AT_MOST else [])


def _count(things: Sequence[Any], noun: str) -> str:
    return _of(len(things), noun)


def _of(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _record(record: Record) -> dict[str, str | None]:
    return {"store": record.store, "table": record.table, "record_key": record.key, "subject": record.subject}


def _tie(tie: Tie) -> dict[str, Any]:
    return {
        "kind": tie.kind,
        "digest": tie.digest,
        "strength": tie.strength,
        "why": tie.why or None,
        "links": tie.links,
        "records": [_record(record) for record in tie.records],
    }


def _as_data(controller: Controller, one: Person) -> dict[str, Any]:
    return {
        "controller": controller.id,
        "subject": one.subject,
        "records": [_record(record) for record in one.records],
        "identifiers": [_tie(tie) for tie in one.ties],
        "near": [{"kind": n.kind, "why": n.why, **_record(n.record)} for n in one.near],
    }
