"""Lines of ``notice.yaml`` that a draft left open for a person: finding them, and checking the rest beside them.

What belongs here: the mark ``rules.notice.OPEN`` in a document. It is valid nowhere, so that no night runs on a draft.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap

from rules.document import line_of
from rules.errors import Problem
from rules.notice import OPEN
from rules.terms import Remedy


def left_open(document: CommentedMap, path: Path) -> Iterator[Problem]:
    """Every line that a draft left open for a person to decide."""
    for place in _places(document, OPEN):
        key = str(place[-1])
        hint = f"one of {', '.join(remedy.value for remedy in Remedy)}" if key == "remedy" else ""
        owner = document["clauses"][place[1]].get("id", place[1]) if len(place) > 2 and place[0] == "clauses" else ""
        name = ".".join(str(part) for part in ((owner, *place[2:]) if owner != "" else place))
        told = "is left open: a person decides it, and no night runs before"
        yield Problem(path, line_of(document, place), name, told, hint)


def _places(node: Any, word: str, above: tuple[int | str, ...] = ()) -> Iterator[tuple[int | str, ...]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from _places(value, word, (*above, str(key)))
    elif isinstance(node, (list, tuple)):
        for i, value in enumerate(node):
            yield from _places(value, word, (*above, i))
    elif node == word:
        yield above


def without_open(document: dict[str, Any]) -> dict[str, Any]:
    """The notice with its open clauses as unprovable ones and an open date filled, so that the rest can be checked."""
    found = dict(document)
    if found.get("published") == OPEN:
        found["published"] = "2000-01-01"
    clauses = found.get("clauses")
    if isinstance(clauses, list):
        found["clauses"] = [
            {
                **{k: v for k, v in one.items() if k in {"id", "quote", "law"}},
                "unprovable": "It is left open by the draft.",
            }
            if isinstance(one, dict) and any(_places(one, OPEN))
            else one
            for one in clauses
        ]
    return found
