"""How commands speak: results on standard output, everything else on standard error, mistakes in one form.

What belongs here: what every command needs. Nothing here knows a store or a rule.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from datetime import date, datetime
from enum import IntEnum
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from rules.errors import Problem, nearest

WIDTH = 100
"""Columns of output that goes to a file or a pipe."""


class Exit(IntEnum):
    """What a command's exit code means."""

    KEPT = 0
    BROKEN = 1
    FAILED = 2
    MISCONFIGURED = 3


def screen() -> Console:
    """Standard output for tables: 100 columns wide when it is no terminal, unless COLUMNS says otherwise."""
    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else WIDTH
    return Console(width=width, highlight=False, markup=False, emoji=False)


def margin() -> Console:
    """Standard error, for progress."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def say(text: str = "") -> None:
    """A line of the result."""
    typer.echo(text)


def tell(text: str) -> None:
    """A line beside the result."""
    typer.echo(text, err=True)


def say_json(value: Any) -> None:
    """The result as JSON, and nothing else."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def fail(text: str, hint: str = "", code: Exit = Exit.FAILED) -> NoReturn:
    """End with one line, and a hint if there is one."""
    tell(f"abide: {text}" + (f" Hint: {hint}" if hint else ""))
    raise typer.Exit(code)


def problem_as_data(problem: Problem) -> dict[str, Any]:
    """A problem for ``--json``."""
    return {
        "file": str(problem.file),
        "line": problem.line,
        "key": problem.key,
        "message": problem.message,
        "hint": problem.hint,
    }


def known(what: str, names: Iterable[str], allowed: Iterable[str]) -> None:
    """End unless every name given on the command line is one of the allowed."""
    all_of_them = set(allowed)
    for name in names:
        if name not in all_of_them:
            fail(f"there is no {what} '{name}'.", nearest(name, all_of_them))


def day(text: str | None, zones: Iterable[ZoneInfo]) -> date:
    """The day that ``--as-of`` names: YYYY-MM-DD, or today in the controllers' time zones.

    There is no default: the day decides what is past its period, and nothing that leads to deletion has a default.
    """
    if text is None:
        fail(
            "say --as-of YYYY-MM-DD, or --as-of today. The day decides which records are past their period, and "
            "nothing that leads to deletion has a default."
        )
    if text == "today":
        days = {datetime.now(zone).date() for zone in zones}
        if len(days) > 1:
            fail("it is not the same day in every controller's time zone; say --as-of YYYY-MM-DD.")
        return days.pop()
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"--as-of '{text}' is not a day; write it as YYYY-MM-DD, or say today.")
