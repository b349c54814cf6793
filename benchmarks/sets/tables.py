"""The tables of the columns set, made from their specifications.

Here: reading `columns/{half}.yaml` and making its tables by seed. Not here: what stands in a kind of column
(`personal_kinds`, `plain_kinds`), how a guess is scored (`benchmarks.scoring`).

A line of a table is ``header | kind[:argument] [?blanks in %] [^ or _] | truth``, where ``^`` is upper
case, ``_`` is lower case, and the truth stands if it is not the kind's own.
"""

from __future__ import annotations

import random
import re
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from benchmarks.sets.kinds import kinds
from benchmarks.sets.people import Row

HERE = Path(__file__).resolve().parent / "columns"
SEED = 20260
FREE_TEXT = "free"
MACHINE_TEXT = "machine"


@dataclass(frozen=True)
class Truth:
    """What is true of a column.

    ``must``: sets of alternatives, one of each set must be said; ``may``: what may also be said; ``hidden``: whether
    ``must`` can be known without the header; ``text``: ``free``, ``machine`` or empty.
    """

    must: tuple[frozenset[str], ...] = ()
    may: frozenset[str] = frozenset()
    hidden: bool = True
    text: str = ""


@dataclass(frozen=True)
class Column:
    """One column: its header, its values (one a row, blanks as empty texts), and its truth."""

    header: str
    values: tuple[str, ...]
    truth: Truth


@dataclass(frozen=True)
class Table:
    """One table of the set."""

    name: str
    system: str
    columns: tuple[Column, ...]


def truth_of(text: str) -> Truth:
    """Read a truth as the specifications write it."""
    must: list[frozenset[str]] = []
    may: set[str] = set()
    kind = ""
    hidden = True
    for word in text.replace("+", " ").split():
        if word in {FREE_TEXT, MACHINE_TEXT}:
            kind = word
        elif word == "*":
            hidden = False
        elif word.startswith("~"):
            may.add(word[1:])
        elif word != "-":
            must.append(frozenset(word.split("/")))
    if kind == FREE_TEXT:
        may |= {"user.content", "user.content.private", "user.content.public"}
    return Truth(tuple(must), frozenset(may), hidden, kind)


@dataclass(frozen=True)
class _Spec:
    header: str
    kind: str
    argument: str
    blanks: int
    case: str
    truth: Truth


def _spec(line: str) -> _Spec:
    header, what, *truth = (part.strip() for part in re.split(r"\s\|\s?", line.strip()))
    case = ""
    blanks = 0
    if flags := re.search(r"((?:\s+(?:\?\d+|\^|_))+)$", what):
        what = what[: flags.start()]
        for flag in flags[1].split():
            if flag.startswith("?"):
                blanks = int(flag[1:])
            else:
                case = flag
    name, _, argument = what.strip().partition(":")
    if name not in kinds():
        raise ValueError(f"no kind of column is called {name!r} (header {header!r})")
    said = truth[0] if truth and truth[0] else kinds()[name][1]
    return _Spec(header, name, argument, blanks, case, truth_of(said))


def _value(spec: _Spec, row: Row) -> str:
    if spec.blanks and row.rng.randrange(100) < spec.blanks:
        return row.rng.choice(("", "", "", "N/A", "-"))
    value = kinds()[spec.kind][0](row, spec.argument)
    return value.upper() if spec.case == "^" else value.lower() if spec.case == "_" else value


def specifications(half: str) -> list[dict[str, str]]:
    """The tables of `half` as written: ``table``, ``system``, ``rows``, ``columns``."""
    read: list[dict[str, str]] = yaml.safe_load((HERE / f"{half}.yaml").read_text(encoding="utf-8"))
    return read


@cache
def tables(half: str) -> tuple[Table, ...]:
    """The tables of `half`, the same each time."""
    made = []
    for spec in specifications(half):
        rng = random.Random(zlib.crc32(f"{SEED}/{half}/{spec['table']}".encode()))
        lines = [_spec(line) for line in spec["columns"].splitlines() if line.strip()]
        rows = []
        for index in range(int(spec["rows"])):
            row = Row(rng, half, index)
            rows.append([_value(line, row) for line in lines])
        columns = tuple(
            Column(line.header, tuple(values), line.truth)
            for line, values in zip(lines, zip(*rows, strict=True), strict=True)
        )
        made.append(Table(spec["table"], spec["system"], columns))
    return tuple(made)
