"""The words in which evidence is told: shares, counts and the column's name. Never a value, nor a part of one.

Here: the sentences. Not here: what they rest on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scanners.names import Persons


def of_shape(hit: int, looked_at: int, distinct: int, called: str, header: str | None, more: str) -> str:
    """How many values are of a shape, whether the header says so, and what else speaks for it."""
    parts = [f"{_share(hit, looked_at)} of {_values(looked_at, distinct)} are {called}"]
    parts.append(f"header '{header}'" if header is not None else "the header does not name it")
    if more:
        parts.append(more)
    return "; ".join(parts)


def of_nature(hit: int, looked_at: int, distinct: int, called: str) -> str:
    """How many values are of a nature that is no category."""
    return f"{_share(hit, looked_at)} of {_values(looked_at, distinct)} are {called}"


def of_names(seen: Persons) -> str:
    """What the lists of names say of the values."""
    known = seen.full if seen.several >= 0.5 else max(seen.first, seen.last)
    what = "a given name with a family name" if seen.several >= 0.5 else "a known name"
    return f"{known:.0%} hold {what}".replace("%", " %")


def of_cell(recogniser: str, score: float, *, raised_by: str = "", lowered_by: str = "") -> str:
    """Why a part of a cell is a finding."""
    parts = [f"seen by {recogniser.replace('_', ' ')}, score {score:.2f}"]
    if raised_by:
        parts.append(f"raised by {raised_by}")
    if lowered_by:
        parts.append(f"lowered by {lowered_by}")
    return "; ".join(parts)


def _share(hit: int, total: int) -> str:
    percent = 100 * hit / total if total else 0.0
    return "all" if hit == total else f"{min(percent, 99.9):.0f} %" if percent < 99.5 else "over 99 %"


def _values(looked_at: int, distinct: int) -> str:
    if looked_at == distinct:
        return "1 distinct value" if distinct == 1 else f"{distinct:,} distinct values"
    return f"{looked_at:,} looked at among {distinct:,} distinct values"
