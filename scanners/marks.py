"""What a recogniser saw in one value, before anyone asks what its column is.

Here: the row between reading and concluding, and its Arrow schema. Not here: findings (`scanners.finding`), which are
told of records; how a mark is made (`scanners.reading`) or weighed (`scanners.column`).

A mark never holds the value, nor any part of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa

MARKS: pa.Schema = pa.schema(
    [
        pa.field("value_id", pa.int64(), nullable=False),
        pa.field("entity", pa.string(), nullable=False),
        pa.field("start", pa.int64(), nullable=False),
        pa.field("end", pa.int64(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("said", pa.string(), nullable=False),
    ]
)
"""One row a mark.

- `entity`: Presidio's name of what was seen, the recogniser's file in capitals.
- `start`, `end`: the span, in Unicode code points; both `UNREAD` if the recogniser stopped at its limit, in which case
  it may have missed something in the value and its other marks there are only what it saw before.
- `score`: 0 to 1; weak ones are evidence for the column only.
- `said`: what else the recogniser says, as JSON of texts (`about`, `stated_or_implied`), keys sorted.
"""

UNREAD = -1


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of a value; the attributes are named as Presidio's result names them."""

    entity_type: str
    start: int
    end: int
    score: float
    said: Mapping[str, str]


@lru_cache(maxsize=4096)
def said_as(text: str) -> Mapping[str, str]:
    """The mapping that `said` holds."""
    found: dict[str, str] = json.loads(text)
    return found
