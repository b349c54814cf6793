"""``abide person``: who may review, approve and administer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from erasure import acts as e
from erasure.errors import Refused
from erasure.signing import Argon2id, by_passphrase, new_costs, public_key_in
from erasure.standing import Person
from pipelines.commands.acting import Actor, Desk, Secret, answer, answering, now


def add(
    folder: Path | None,
    who: Actor,
    name: str,
    roles: Sequence[str],
    new: Secret,
    public_key: Path | None,
    as_json: bool,
) -> None:
    """Add a person; the first one, an administrator, needs nobody who adds them."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        empty = not desk.ledger.read().people
        if not empty:
            who.sign_in(desk.ledger.read())
        key, costs = _key(name, new, public_key)
        data = e.said(kind="person_added", person=name, roles=tuple(roles), public_key=key, costs=costs)
        written = desk.ledger.append_own(now(), lambda _: [data]) if empty else desk.append(who, lambda _: [data])
        told = f"{name} is {', '.join(sorted(roles))}; entry {written[-1].number}"
        answer({"person": name, "roles": sorted(roles), "entry": written[-1].number}, [told], as_json=as_json)


def change(folder: Path | None, who: Actor, name: str, roles: Sequence[str] | None, as_json: bool) -> None:
    """Give a person other roles; None retires them."""
    with answering(as_json=as_json):
        data = (
            e.said(kind="person_retired", person=name)
            if roles is None
            else e.said(kind="person_roles", person=name, roles=tuple(roles))
        )
        written = Desk(folder).append(who, lambda _: [data])
        told = f"{name} is retired" if roles is None else f"{name} is {', '.join(sorted(roles))} now"
        shown: dict[str, Any] = {"person": name, "entry": written[-1].number}
        answer(
            {**shown, "roles": sorted(roles or []), "retired": roles is None},
            [f"{told}; entry {written[-1].number}"],
            as_json=as_json,
        )


def rekey(folder: Path | None, who: Actor, name: str, new: Secret, public_key: Path | None, as_json: bool) -> None:
    """Give a person another passphrase or key: their own affair, or an administrator's."""
    with answering(as_json=as_json):
        desk = Desk(folder)
        who.sign_in(desk.ledger.read())
        key, costs = _key(name, new, public_key)
        data = e.said(kind="person_key", person=name, public_key=key, costs=costs)
        written = desk.append(who, lambda _: [data])
        answer(
            {"person": name, "entry": written[-1].number},
            [f"{name} signs with another {'passphrase' if costs else 'key'} now; entry {written[-1].number}"],
            as_json=as_json,
        )


def show_all(folder: Path | None, as_json: bool) -> None:
    """Every person who is or was in the ledger."""
    with answering(as_json=as_json):
        people = Desk(folder).ledger.read().people.values()
        lines = [
            f"{p.id:<20} {'retired' if p.retired else ', '.join(sorted(p.roles)):<34} "
            f"{'passphrase' if p.costs else 'key'} {p.public_key[:12]}"
            for p in people
        ]
        hint = "nobody is in the ledger yet; abide person add NAME --role administrator makes the first"
        answer([_data(p) for p in people], lines or [hint], as_json=as_json)


def _key(name: str, new: Secret, public_key: Path | None) -> tuple[str, Argon2id | None]:
    """The new public key, and the costs if it is a passphrase's."""
    if public_key is not None:
        if new != Secret():
            raise Refused("public-key", "a person has a key or a passphrase, not both", "one of the two")
        return public_key_in(public_key), None
    costs = new_costs()
    return by_passphrase(new.read(name, confirm=True), costs).public_key, costs


def _data(person: Person) -> dict[str, Any]:
    return {
        "person": person.id,
        "roles": sorted(person.roles),
        "retired": person.retired,
        "signs_with": "passphrase" if person.costs else "key",
        "public_key": person.public_key,
    }
