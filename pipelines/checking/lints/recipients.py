"""Who gets the controller's data by its own stores and registers, and which the notice does not name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.checking.lint import Lint, Seen
from pipelines.checking.night import last_night, report_of
from rules.document import line_of, read_yaml
from rules.terms import Role

KIND = "recipient-not-named"
TODO = "name it in the notice, or the kind of company it is, and accept this"
LAW = ("UK GDPR Art. 13(1)(e)", "UK GDPR Art. 28")


def find(seen: Seen) -> Iterator[Lint]:
    """Each provider of a processor's store and recipient in a register of the last night that it does not name."""
    told: set[str] = set()
    for store in seen.controller.stores:
        provider = store.provider or ""
        if store.role is not Role.PROCESSOR or provider in told or _is_named(provider, seen):
            continue
        told.add(provider)
        path = seen.controller.folder / "stores" / f"{store.name}.yaml"
        said = f"{provider} holds the data of the store {store.name}, and the notice does not name it."
        yield Lint(KIND, _mark(provider), path, line_of(read_yaml(path), ["provider"]), "", said, LAW, TODO)
    yield from _registered(seen, told)


def _registered(seen: Seen, told: set[str]) -> Iterator[Lint]:
    """Recipients that the last night found in the registers; none without a night."""
    folder = seen.controller.folder
    records = last_night(folder)
    try:
        found = [
            (str(one["recipient"]), str(one["as"]), f"{one['store']}.{one['table']}") for one in records["recipients"]
        ]
        night = str(records["as_of"])
    except (KeyError, TypeError):
        return
    declared = {
        str(kind)
        for clause in seen.controller.notice.clauses
        for kind in clause.given.get("recipient_kinds", ())
        if clause.rule == "disclosure-undeclared"
    }
    for who, kind, place in found:
        if who in told or (who in declared if kind == "kind" else _is_named(who, seen)):
            continue
        told.add(who)
        what = f"recipients of the kind {who}" if kind == "kind" else who
        said = f"The night of {night} found {what} in the register {place}, and the notice does not name it."
        yield Lint(KIND, _mark(who), report_of(folder), 0, "", said, LAW, TODO)


def _mark(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _is_named(provider: str, seen: Seen) -> bool:
    plain = re.sub(r"\b(?:ltd|limited|plc|inc|llp)\b\.?", "", provider.lower()).strip(" .,")
    return plain in seen.said or re.search(rf"\b{re.escape(plain.split()[0])}\b", seen.said) is not None
