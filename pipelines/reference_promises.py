"""The promises of two kinds of notice as a page: each row, the clauses that answer for it, and what breaks them.

What belongs here: reading ``examples/promises`` and telling each row's proof from the example's notice and its planted
truth. That the truth is what a night finds is ``tests/test_night.py``'s; that every row is accounted for,
``tests/pipelines/test_reference_promises.py``'s.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from examples.generate import generate
from pipelines.reference_catalog import EXAMPLES, lines_of
from rules.document import Document, load
from rules.notice import Clause
from stores.controller import Controller, load_controller

PROMISES = EXAMPLES / "promises"
ROWS: Mapping[str, tuple[str, ...]] = {
    "harbour": tuple(f"E{n:02d}" for n in range(1, 62)),
    "meridian": tuple(f"M{n:02d}" for n in range(1, 66)),
}
"""The ids of every promise that was found in the two real notices, by the example that is modelled on each."""

AS_OF = date(2026, 11, 22)
"""The day for which the examples' truth is told: the tests' own."""


class Row(Document):
    """One promise of a notice, in our own words.

    Attributes:
        id: the row's short id: M for the kind of notice that Meridian's is, E for Harbour's.
        about: what is promised.
        clauses: the clauses of the example's notice that answer for it, the nearest first.
        lints: what ``abide check`` says where the text of a notice itself is at fault, by the name of the lint's file.
        not_proved: what of the promise no data can prove although a clause proves the rest.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[ME][0-9]{2}$")]
    about: str = Field(min_length=5, max_length=90)
    clauses: tuple[str, ...] = Field(min_length=1)
    lints: tuple[str, ...] = ()
    not_proved: str | None = Field(default=None, min_length=10)


class Promises(Document):
    """The rows that one example accounts for."""

    controller: str
    rows: tuple[Row, ...] = Field(min_length=1)


def promises() -> list[Promises]:
    """Every file of ``examples/promises``, by name.

    Raises:
        ConfigurationError: with file, line and key.
    """
    return [load(Promises, path) for path in sorted(PROMISES.glob("*.yaml"))]


@cache
def example(name: str) -> tuple[Controller, Mapping[str, Any]]:
    """An example's controller and the truth of its planted records by clause, made in a folder that is gone again."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / name
        shutil.copytree(
            EXAMPLES / name, folder, ignore=shutil.ignore_patterns(".abide", "report", "exports", "truth.json")
        )
        truth = generate(folder, AS_OF).clauses()
    return load_controller(EXAMPLES / name), truth


def promises_page() -> str:
    """One row a promise and clause: the rule or the reason, what is planted that breaks it, and what nearly does."""
    told = promises()
    wanted = sum(map(len, ROWS.values()))
    found = sum(accounted(one.controller, row) for one in told for row in one.rows)
    parts = [
        "# Promises",
        "",
        "Written from `examples/promises`, the examples' notices and their truth by `make docs`.",
    ]
    parts += ["", f"clauses.md: {found} of {wanted} rows accounted for by name."]
    parts += [
        "",
        "A breach or near miss is named by store and table, with the key of the first and how many there are in all.",
        "A clause without a rule says why no data can prove it; whose word stands for it is in the example's notice.",
    ]
    for one in told:
        controller, truth = example(one.controller)
        clauses = {clause.id: clause for clause in controller.notice.clauses}
        parts += ["", f"## {controller.name}", ""]
        headings = (
            "row",
            "promise",
            "clause",
            "rule, or why there is none",
            "broken by",
            "nearly broken by",
            "beside it",
        )
        parts += lines_of(headings, _lines(one.rows, clauses, truth))
        beyond = clauses.keys() - {name for row in one.rows for name in row.clauses}
        parts += ["", "What its notice promises beyond these rows:", ""]
        parts += lines_of(
            headings[2:-1], ((name, *_proof(clause, truth)) for name, clause in clauses.items() if name in beyond)
        )
    return "\n".join(parts) + "\n"


def accounted(name: str, row: Row) -> bool:
    """Whether an example accounts for a row: by rules, each with a breach and a near miss planted, or by reasons."""
    controller, truth = example(name)
    clauses = {clause.id: clause for clause in controller.notice.clauses}
    named = [clauses[one] for one in row.clauses if one in clauses]
    planted = [truth.get(clause.id, {}) for clause in named if clause.rule]
    proved = all(one.get("flags") and one.get("near_misses") for one in planted)
    return row.id in ROWS[name] and len(named) == len(row.clauses) and proved


def _lines(rows: Iterable[Row], clauses: Mapping[str, Clause], truth: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        head, beside = (row.id, row.about), _beside(row)
        for name in row.clauses:
            yield (*head, name, *_proof(clauses[name], truth), beside)
            head, beside = ("", ""), ""


def _proof(clause: Clause, truth: Mapping[str, Any]) -> tuple[str, str, str]:
    """The clause's rule or the reason why it has none, what is planted that breaks it, and what nearly does."""
    planted = truth.get(clause.id, {})
    proof = f"`{clause.rule}`" if clause.rule else str(clause.unprovable)
    return proof, _records(planted.get("flags", ())), _records(planted.get("near_misses", ()))


def _beside(row: Row) -> str:
    lints = ", ".join(f"`abide check`: {name.replace('_', ' ')}" for name in row.lints)
    unproved = f"Not proved: {row.not_proved}" if row.not_proved else ""
    return ". ".join(part for part in (lints, unproved) if part)


def _records(places: Iterable[tuple[str, str, list[str]]]) -> str:
    """The first record by store, table and key; a key that is an address is left out, and so is a moment."""
    listed = list(places)
    if not listed:
        return ""
    store, table, key = listed[0]
    named = " ".join(part for part in key if "@" not in part and ":" not in part)
    place = f"{store}.{table} {named}".strip() if table else store
    return place if len(listed) == 1 else f"{place} and {len(listed) - 1} more"
