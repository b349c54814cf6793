"""Companies in whose hands the controller's data lie, by its own stores, and which the notice does not name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.checking.lint import Lint, Seen
from rules.document import line_of, read_yaml
from rules.terms import Role

KIND = "recipient-not-named"
LAW = ("UK GDPR Art. 13(1)(e)", "UK GDPR Art. 28")


def find(seen: Seen) -> Iterator[Lint]:
    """Each provider of a processor's store of which the notice says no word, nor of what kind of company it is."""
    told: set[str] = set()
    for store in seen.controller.stores:
        provider = store.provider or ""
        if store.role is not Role.PROCESSOR or provider in told or _is_named(provider, seen):
            continue
        told.add(provider)
        path = seen.controller.folder / "stores" / f"{store.name}.yaml"
        mark = re.sub(r"[^a-z0-9]+", "-", provider.lower()).strip("-")
        said = f"{provider} holds the data of the store {store.name}, and the notice does not name it."
        todo = "name it in the notice, or the kind of company it is, and accept this"
        yield Lint(KIND, mark, path, line_of(read_yaml(path), ["provider"]), "", said, LAW, todo)


def _is_named(provider: str, seen: Seen) -> bool:
    plain = re.sub(r"\b(?:ltd|limited|plc|inc|llp)\b\.?", "", provider.lower()).strip(" .,")
    return plain in seen.said or re.search(rf"\b{re.escape(plain.split()[0])}\b", seen.said) is not None
