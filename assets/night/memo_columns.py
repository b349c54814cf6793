"""What is kept of a table's columns from night to night, besides the digests of its rows and values.

What belongs here: how a column was read, what it was told to be, how many values it had, and by which numbers, its
lots, those values are drawn that it is told by. What became of its rows is ``memo_rows``'.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import polars as pl

from stores.quoting import identifier

if TYPE_CHECKING:
    from scanners.role import Role
    from scanners.scan import Scan

TABLES = {
    "memo_row": "row_digest UHUGEINT, cells BIGINT[]",
    "memo_column": '"column" VARCHAR, position INTEGER, distinct_values BIGINT, lots UBIGINT, told VARCHAR, '
    "signature VARCHAR",
}

ALL_LOTS = 2**64 - 1
COARSE = 2**48 - 1
"""What is not kept of a lot, so that it tells nothing of the value that drew it."""

SPARE = 1.1


@dataclass(frozen=True, slots=True)
class Held:
    """One column.

    ``distinct``: how many values it has; ``lots``: up to which lot they are to be looked at; ``told``: what findings in
    its cells rest on, None if it has no value.
    """

    column: str
    distinct: int
    lots: int
    told: str | None


def lot(column: str) -> str:
    """SQL for the number by which a column's value is drawn, or not, to be looked at."""
    return f"hash({identifier(column)})"


def lots_of(lots: pl.Series, before: int) -> int:
    """Up to which lot a column's values are to be looked at tomorrow: a few more than are needed, told coarsely."""
    from scanners.looks import MOST

    enough = int(SPARE * MOST)
    if len(lots) <= enough:
        return before
    return int(np.partition(lots.to_numpy(), enough)[enough]) | COARSE


def is_told(values: pl.Series) -> pl.Series:
    """Which values a scan looks at: those that are not blank."""
    return (values.str.strip_chars() != "").fill_null(value=False)


def told_of(scan: Scan, name: str) -> str:
    """What the findings in a column's cells rest on besides their own marks."""
    column = next(column for column in scan.columns if column.column == name)
    return json.dumps([column.role.written(), [[t.category, t.recogniser] for t in column.understood.typed]])


def role_in(told: str) -> Role:
    """How the column was read of which ``told_of`` told."""
    from scanners.role import role_from

    return role_from(json.loads(told)[0])


def signature() -> str:
    """What last night's columns and findings rest on besides the rows."""
    from scanners.version import of_findings

    return f"{of_findings()} duckdb {duckdb.__version__} polars {pl.__version__}"
