"""Batches for the scanner tests."""

import pyarrow as pa
import pytest

from scanners.finding import INPUT


def make_batch(columns, store="shop", table="people"):
    """A batch from column name → list of values (None allowed), value ids counted from 0."""
    rows = [
        {"store": store, "table": table, "column": column, "value_id": i, "value": value, "occurrences": 1}
        for column, values in columns.items()
        for i, value in enumerate(values)
    ]
    return pa.RecordBatch.from_pylist(rows, schema=INPUT)


@pytest.fixture
def batch_of():
    return make_batch
