"""The two tables of a scan: what goes in and what comes out.

Here: the Arrow schemas and what their columns mean. Not here: how a finding is made (`scanners.scan`).

A finding never holds the value, nor any part of it: a category, a place and a score only.
"""

from __future__ import annotations

import pyarrow as pa

INPUT: pa.Schema = pa.schema(
    [
        pa.field("store", pa.string(), nullable=False),
        pa.field("table", pa.string(), nullable=False),
        pa.field("column", pa.string(), nullable=False),
        pa.field("value_id", pa.int64(), nullable=False),
        pa.field("value", pa.string()),
        pa.field("occurrences", pa.int64()),
    ]
)
"""The distinct, non-empty values of whole columns; a batch may hold many columns but never a part of one.

`value_id` is unique within its column and is how the caller finds the records again; `occurrences` is the number of
rows that hold the value (carried for the caller, not used in a decision yet). Null or blank values are passed over.
"""

OUTPUT: pa.Schema = pa.schema(
    [
        pa.field("store", pa.string(), nullable=False),
        pa.field("table", pa.string(), nullable=False),
        pa.field("column", pa.string(), nullable=False),
        pa.field("value_id", pa.int64()),
        pa.field("category", pa.string(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("start", pa.int64()),
        pa.field("end", pa.int64()),
        pa.field("stated_or_implied", pa.string(), nullable=False),
        pa.field("about", pa.string(), nullable=False),
        pa.field("recogniser", pa.string(), nullable=False),
        pa.field("distinct_values", pa.int64(), nullable=False),
        pa.field("evidence", pa.string(), nullable=False),
    ]
)
"""One row a finding.

- `value_id`, `start`, `end`: null when the whole column is of the category; otherwise the value and the span in it,
  counted in Unicode code points as Python's `str` counts them, end exclusive.
- `category`: a key that `rules.categories.is_category` knows.
- `score`: 0 to 1.
- `stated_or_implied`: `stated` ("has asthma") or `implied` ("hearing loop needed").
- `about`: `subject` (the person the record is about), `other` (a relative, a colleague) or `unknown`.
- `recogniser`: the file in `scanners/recognisers` that said so.
- `distinct_values`: how many distinct values the column has in this batch.
- `evidence`: why, in words and counts: what was seen, what the column's name says, what raised or lowered the score.
"""

STATED = "stated"
IMPLIED = "implied"
SUBJECT = "subject"
OTHER = "other"
UNKNOWN = "unknown"
