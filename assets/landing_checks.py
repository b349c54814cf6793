"""The contract of a landed table, stated from its map and tested by Great Expectations: the only home of that library.

What belongs here: turning a map into expectations, and results into counts. Great Expectations' results quote the
values that failed; none leaves this file. What leaves is the expectation, the column, how many records failed, and the
keys of at most 20 of them. Runs on pandas over a projection: the record key and the columns under test.
Source: https://docs.greatexpectations.io/docs/core/connect_to_data/dataframes/ (version 1.24).
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from assets.metadata import table_of
from stores.quoting import identifier, table_name
from stores.store import Store, Table

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

KEYS_SHOWN = 20
KEY = "record_key"

_SENTENCE = {
    "expect_table_row_count_to_be_between": "the table is empty",
    "expect_table_columns_to_match_set": "columns of the map are missing in the export",
    "expect_column_values_to_not_be_null": "is empty where the map says it never is",
    "expect_column_values_to_be_unique": "stands more than once",
    "expect_column_values_to_be_in_set": "holds a code that the map does not know",
}


@dataclass(frozen=True)
class Broken:
    """One expectation that does not hold: of which column ('' for the table), in how many records, their keys."""

    expectation: str
    column: str
    records: int
    keys: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What is wrong, in words, without a value."""
        what = _SENTENCE[self.expectation]
        return f"{self.column} {what} ({self.records} records)" if self.column else what


@dataclass(frozen=True)
class Contract:
    """What was expected of a table, and what does not hold."""

    expectations: int
    broken: tuple[Broken, ...]

    def sentences(self) -> list[str]:
        """What does not hold, one sentence each."""
        return [broken.sentence for broken in self.broken]

    def metadata(self) -> dict[str, Any]:
        """The check's metadata: counts, and the keys of at most 20 failing records of all expectations together."""
        shown: dict[str, Any] = {"expectations": self.expectations, "broken": len(self.broken)}
        if self.broken:
            shown["broken_expectations"] = table_of(
                [{"expectation": b.expectation, "column": b.column, "records": b.records} for b in self.broken],
                {"expectation": "string", "column": "string", "records": "int"},
            )
            shown["record_keys"] = list(dict.fromkeys(key for b in self.broken for key in b.keys))[:KEYS_SHOWN]
        return shown


def contract_of(con: duckdb.DuckDBPyConnection, store: Store, table: Table, missing: Sequence[str] = ()) -> Contract:
    """Test a landed table against its map.

    Expected: at least one row; every column of the map; the record key and the key's columns filled, the key unique;
    required columns filled; coded columns holding only their codes. A cell of white space counts as empty.

    Args:
        con: the warehouse, with the table landed.
        store: the store.
        table: the map.
        missing: columns of the map that the export has not; they are not tested further.
    """
    here = [column for column in table.column_names if column not in set(missing)]
    tested = [column for column in here if column in {*table.key, *table.required, *table.codes}]
    cells = "".join(f", nullif(trim({identifier(column)}), '') AS {identifier(column)}" for column in tested)
    rows = con.execute(f"SELECT record_key{cells} FROM landed.{table_name(store, table)}").df()
    filled = dict.fromkeys([KEY, *(column for column in tested if column in {*table.key, *table.required})])
    codes = {column: allowed for column, allowed in table.codes.items() if column in tested}
    return _validate(rows, here, table, list(filled), codes)


def _validate(
    rows: pd.DataFrame, here: Sequence[str], table: Table, filled: Sequence[str], codes: dict[str, tuple[str, ...]]
) -> Contract:
    gx = _great_expectations()
    expect = gx.expectations
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("landed")

    def results(name: str, frame: pd.DataFrame, expectations: list[Any]) -> list[Any]:
        batches = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe(name)
        found = batches.get_batch({"dataframe": frame}).validate(
            gx.ExpectationSuite(name=name, expectations=expectations),
            result_format={"result_format": "COMPLETE", "unexpected_index_column_names": [KEY]},
        )
        return list(found.results)

    header = rows.iloc[:0].reindex(columns=list(here))
    told = results(
        "header", header, [expect.ExpectTableColumnsToMatchSet(column_set=list(table.column_names), exact_match=False)]
    )
    told += results(
        "rows",
        rows,
        [
            expect.ExpectTableRowCountToBeBetween(min_value=1),
            expect.ExpectColumnValuesToBeUnique(column=KEY),
            *(expect.ExpectColumnValuesToNotBeNull(column=column) for column in filled),
            *(expect.ExpectColumnValuesToBeInSet(column=c, value_set=list(allowed)) for c, allowed in codes.items()),
        ],
    )
    return Contract(len(told), tuple(_broken(result) for result in told if not result.success))


def _great_expectations() -> Any:
    """The library, imported when it is first needed (6 CPU seconds), silent, and sending nothing."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read at the import
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)  # its warnings may quote what they stumbled on
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"module 'sre_(constants|parse|compile)' is deprecated", DeprecationWarning)
        import great_expectations as gx
    return gx


def _broken(result: Any) -> Broken:
    """What of a failed result may leave: name, column, count and keys; never what the cells hold."""
    config = result.expectation_config
    found = result.result or {}
    keys = {str(row[KEY]) for row in found.get("unexpected_index_list") or []}
    return Broken(
        expectation=str(config.type),
        column=str(config.kwargs.get("column", "")),
        records=int(found.get("unexpected_count", 0)),
        keys=tuple(sorted(keys)[:KEYS_SHOWN]),
    )
