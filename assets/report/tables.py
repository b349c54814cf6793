"""The flagged records and the findings as tables, and the three forms in which tables are written.

What belongs here: queries that give whole tables, and writers whose bytes depend on the table alone. No row is ever
left out. Spreadsheet programs run a cell that starts with certain characters as a formula (CWE-1236; OWASP, "CSV
Injection"): such a cell is given a leading apostrophe in CSV and XLSX. Parquet keeps the text as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import xlsxwriter

from rules.flag import COLUMNS

FINDING_COLUMNS = (
    "store",
    "table",
    "column",
    "record_key",
    "category",
    "score",
    "start",
    "end",
    "stated_or_implied",
    "about",
    "recogniser",
    "distinct_values",
    "as_of",
    "evidence",
)
"""Columns of ``report/findings.parquet``, in order. ``record_key`` is null when the finding is of the whole column."""

ROWS_A_SHEET = 1_048_575
"""Rows below the heading that one XLSX sheet holds (Microsoft, "Excel specifications and limits": 1,048,576 rows)."""

CHARACTERS_A_CELL = 32_767
"""Characters one XLSX cell holds (same source)."""

_STARTS_A_FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"  # noqa: RUF001 - the full-width forms are meant
_CUT = " … (cut short; whole in flagged.parquet)"
_WIDTHS = {"flag_id": 20, "clause": 32, "record_key": 26, "because": 70, "facts": 60, "subject": 20, "columns": 24}


def flagged(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Every flag of the night, in the columns of ``rules.flag``, sorted by clause, store, table, record key.

    Args:
        con: an open snapshot.
        as_of: the night; flags that an earlier night left behind are not of this one.
    """
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    return con.sql(
        f"SELECT {names} FROM flagged.flag WHERE as_of = {_day(as_of)} "
        'ORDER BY clause, store, "table", record_key NULLS LAST, flag_id'
    ).pl()


def findings(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Everything the scanners saw, in a fixed order: places, categories, scores; never a value."""
    names = ", ".join(f'"{name}"' for name in FINDING_COLUMNS)
    order = ", ".join(f'"{name}" NULLS FIRST' for name in FINDING_COLUMNS)
    return con.sql(f"SELECT {names} FROM finding.finding ORDER BY {order}").pl()


def write_parquet(table: pl.DataFrame, path: Path) -> None:
    """Write the table as it is."""
    table.write_parquet(path, compression="zstd")


def neutralised(table: pl.DataFrame) -> pl.DataFrame:
    """The table with an apostrophe before each text that a spreadsheet would run as a formula."""
    text = [name for name, kind in table.schema.items() if kind == pl.String]
    return table.with_columns(
        pl.when(pl.col(name).str.contains(_STARTS_A_FORMULA))
        .then(pl.concat_str(pl.lit("'"), pl.col(name)))
        .otherwise(pl.col(name))
        .alias(name)
        for name in text
    )


def write_csv(table: pl.DataFrame, path: Path) -> None:
    """Write the table as RFC 4180 CSV (UTF-8, newline as line end), formulas neutralised."""
    neutralised(table).write_csv(path, date_format="%Y-%m-%d", line_terminator="\n")


def write_xlsx(table: pl.DataFrame, path: Path, as_of: date, rows_a_sheet: int = ROWS_A_SHEET) -> None:
    """Write the table as XLSX, formulas neutralised, further sheets where one is full; dated by the night, not by now.

    Args:
        table: what to write.
        path: where to; its folder also takes the writer's own temporary files.
        as_of: the night, given as the workbook's creation time.
        rows_a_sheet: rows below the heading of one sheet.
    """
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "use_zip64": True,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": "Flagged records", "created": datetime.combine(as_of, time())})
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF1F4"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        starts = range(0, max(table.height, 1), rows_a_sheet)
        for number, start in enumerate(starts, 1):
            part = neutralised(table.slice(start, rows_a_sheet))
            sheet = book.add_worksheet("Flagged" if len(starts) == 1 else f"Flagged {number}")
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, part.height, part.width - 1)
            for column, name in enumerate(part.columns):
                sheet.set_column(column, column, _WIDTHS.get(name, 16))
                sheet.write_string(0, column, name, head)
            for row, cells in enumerate(part.iter_rows(), 1):
                for column, cell in _filled(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, datetime.combine(cell, time()), day)
                    elif isinstance(cell, (int, float)):
                        sheet.write_number(row, column, cell)
                    else:
                        sheet.write_string(row, column, _fitting(str(cell)))


def _fitting(text: str) -> str:
    return text if len(text) <= CHARACTERS_A_CELL else text[: CHARACTERS_A_CELL - len(_CUT)] + _CUT


def _filled(cells: tuple[Any, ...]) -> Iterator[tuple[int, Any]]:
    return ((column, cell) for column, cell in enumerate(cells) if cell is not None)


def _day(day: date) -> str:
    return f"CAST('{day.isoformat()}' AS DATE)"
