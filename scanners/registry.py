"""The recognisers there are: found by walking `scanners/recognisers`, one a file.

Here: the walk, what a recogniser's file must hold, and the one table from Presidio's entities to categories.
Not here: the engine that runs them.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Literal

from presidio_analyzer import EntityRecognizer

from rules.categories import is_category
from scanners import recognisers
from scanners.result import name_of
from scanners.terms import TermRecogniser

Evidence = Literal["shape", "header"]
PERSON = "PERSON"


class RecogniserError(Exception):
    """A file in `scanners/recognisers` does not hold what it must; the message names the file and what is missing."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One recogniser's file.

    Its name, category and Presidio recogniser; whether and how it can type a column; whether it is a recogniser of
    words (`terms`: the special categories), which finds cells and never whole columns; and a pattern without which it
    cannot find anything (`needs`), tried first because it is cheap.
    """

    name: str
    category: str
    recogniser: EntityRecognizer
    column: Evidence | None
    terms: bool
    needs: str | None

    @property
    def is_personal(self) -> bool:
        """Whether what it finds is personal data; else it is a thing's, and explains away what looks personal."""
        return self.category.startswith("user")

    @property
    def entity(self) -> str:
        """The Presidio entity, the file's name in capitals."""
        return self.name.upper()


def modules() -> list[ModuleType]:
    """Every recogniser's module, by name."""
    names = sorted(m.name for m in pkgutil.iter_modules(recognisers.__path__) if not m.name.startswith("_"))
    return [importlib.import_module(f"{recognisers.__name__}.{name}") for name in names]


@cache
def kinds() -> dict[str, Kind]:
    """Presidio entity → recogniser, in alphabetical order.

    Raises:
        RecogniserError: a file lacks CATEGORY, FOUND, LEFT or recogniser(), or its CATEGORY is not known.
    """
    table = {}
    for module in modules():
        kind = _kind(module)
        table[kind.entity] = kind
    return table


def _kind(module: ModuleType) -> Kind:
    name = module.__name__.rpartition(".")[2]
    for needed in ("CATEGORY", "FOUND", "LEFT", "recogniser"):
        if not getattr(module, needed, None):
            raise RecogniserError(f"scanners/recognisers/{name}.py: {needed} is missing or empty")
    if not is_category(module.CATEGORY):
        raise RecogniserError(
            f"scanners/recognisers/{name}.py: CATEGORY is not a known data category: {module.CATEGORY}"
        )
    column = getattr(module, "COLUMN", None)
    if column not in {None, "shape", "header"}:
        raise RecogniserError(f"scanners/recognisers/{name}.py: COLUMN is {column!r}; allowed are 'shape' and 'header'")
    build: Callable[[], EntityRecognizer] = module.recogniser
    recogniser = build()
    if name_of(recogniser) != name or recogniser.supported_entities != [name.upper()]:
        raise RecogniserError(
            f"scanners/recognisers/{name}.py: its recogniser must be named {name}, its entity {name.upper()}"
        )
    needs = getattr(module, "NEEDS", None)
    return Kind(name, module.CATEGORY, recogniser, column, isinstance(recogniser, TermRecogniser), needs)
