"""What Abide's scanners say of the benchmark's rows, in the benchmark's own words.

Here: building batches for `scanners.scan.scan_batch` and reading its findings. Not here: the baseline
(`benchmarks.plain_presidio`), when a guess is right (`benchmarks.scoring`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from benchmarks.scoring import Finding
from benchmarks.sets.tables import Table
from scanners.finding import INPUT
from scanners.scan import scan_batch

STORE = "bench"
MOST = 0.5
SHOWN = "headers shown"
HIDDEN = "headers hidden"
LYING = "headers lying"
NEGATED = (True, "negated", "true", "yes")


def _batch(table: str, columns: Mapping[str, Sequence[str]]) -> pa.RecordBatch:
    rows = [
        {"store": STORE, "table": table, "column": name, "value_id": i, "value": value, "occurrences": 1}
        for name, values in columns.items()
        for i, value in enumerate(values)
    ]
    return pa.RecordBatch.from_pylist(rows, schema=INPUT)


def distinct(values: Iterable[str]) -> list[str]:
    """The distinct values that are not blank, in their first order."""
    return [value for value in dict.fromkeys(values) if value.strip()]


def headers_of(table: Table, how: str) -> list[str]:
    """The headers of a table: as they are, hidden (``col_1`` …), or lying: each column under its left neighbour's."""
    own = [column.header for column in table.columns]
    if how == HIDDEN:
        return [f"col_{i}" for i in range(1, len(own) + 1)]
    return own if how == SHOWN else [own[-1], *own[:-1]]


def of_columns(tables: Sequence[Table], how: str) -> list[list[frozenset[str]]]:
    """The categories said of each column of each table.

    A category is said if the scanner says it of the whole column or, where the column is not labelled as free text,
    finds it in more than half of its distinct values.
    """
    said = []
    for number, table in enumerate(tables, 1):
        names = headers_of(table, how)
        values = {name: distinct(c.values) for name, c in zip(names, table.columns, strict=True)}
        result = scan_batch(_batch(table.name if how == SHOWN else f"table_{number}", values))
        whole: dict[str, set[str]] = defaultdict(set)
        cells: dict[tuple[str, str], set[int]] = defaultdict(set)
        found = (result.column(name).to_pylist() for name in ("column", "category", "value_id"))
        for name, category, value_id in zip(*found, strict=True):
            if value_id is None:
                whole[name].add(category)
            else:
                cells[name, category].add(value_id)
        for (name, category), ids in cells.items():
            column = table.columns[names.index(name)]
            if column.truth.text != "free" and len(ids) > MOST * len(values[name]):
                whole[name].add(category)
        said.append([frozenset(whole[name]) for name in names])
    return said


def of_texts(groups: Mapping[str, Sequence[str]]) -> dict[str, list[list[Finding]]]:
    """The findings of each text of each group; a group is read as a one-column table with a neutral header.

    A category said of the whole column is a finding on every text of it.
    """
    answer = {}
    for number, (group, texts) in enumerate(groups.items(), 1):
        values = distinct(texts)
        places = {value: i for i, value in enumerate(values)}
        rows = scan_batch(_batch(f"table_{number}", {"text": values})).to_pylist()
        by_id: dict[int, list[Finding]] = defaultdict(list)
        everywhere = []
        for row in rows:
            negated = row.get("negated", False) in NEGATED
            how, about = row["stated_or_implied"], row["about"]
            if row["value_id"] is None:
                everywhere.append(Finding(-1, -1, row["category"], how, about, negated))
            else:
                finding = Finding(row["start"], row["end"], row["category"], how, about, negated)
                by_id[row["value_id"]].append(finding)
        answer[group] = [[*by_id[places[text]], *everywhere] if text in places else [] for text in texts]
    return answer
