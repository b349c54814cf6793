"""The registry of what a column can hold: a kind's name, the function that makes a value, and what is true of it.

Here: the registry. Not here: the kinds (`personal_kinds`, `plain_kinds`), the tables.

A truth names the categories that must be said of the column, alternatives joined by ``/``, several by ``+``; ``~``
marks what may be said; ``*`` marks one that cannot be known once the header is hidden (then it only may be said).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from importlib import import_module

from benchmarks.sets.people import Row

Make = Callable[[Row, str], str]
MODULES = ("personal_kinds", "plain_kinds")
_KINDS: dict[str, tuple[Make, str]] = {}


@cache
def kinds() -> dict[str, tuple[Make, str]]:
    """Every kind by name: the function that makes a value, and the truth of it."""
    for module in MODULES:
        import_module(f"benchmarks.sets.{module}")
    return _KINDS


def kind(name: str, truth: str = "") -> Callable[[Make], Make]:
    """Register a generator that takes an argument under `name`, with its usual truth."""

    def keep(make: Make) -> Make:
        _KINDS[name] = (make, truth)
        return make

    return keep


def simple(name: str, truth: str, make: Callable[[Row], str]) -> None:
    """Register a generator that takes no argument."""
    _KINDS[name] = (lambda row, _arg: make(row), truth)


def day_between(row: Row, first: date, last: date) -> date:
    """A day from `first` to the day before `last`."""
    return first + timedelta(days=row.rng.randrange((last - first).days))
