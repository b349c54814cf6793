"""Reading Parquet with DuckDB: every column as text, digits kept.

What belongs here: types and their text. Nested values become JSON; a decimal inside one becomes a JSON string, because
DuckDB's JSON would round it.
"""

from __future__ import annotations

import re

import duckdb

from stores.errors import SourceError
from stores.files_find import SourceFile
from stores.landing_stage import Stage
from stores.quoting import identifier, literal
from stores.store import Table

_EXACT = re.compile(r"DECIMAL\(\d+,\s*\d+\)|U?HUGEINT|U?BIGINT")


def read_parquet(stage: Stage, file: SourceFile, _: Table) -> int:
    """Stage one Parquet file and return the number of rows its footer states. ``_line`` is the row's ordinal, from 1.

    Raises:
        SourceError: the file is not Parquet, is damaged, or is encrypted.
    """
    con = stage.con
    path = literal(re.sub(r"([*?\[])", r"[\1]", str(file.path)))
    try:
        rows = int(con.execute(f"SELECT sum(num_rows) FROM parquet_file_metadata({path})").fetchall()[0][0])
        shape = con.execute(f"DESCRIBE FROM read_parquet({path})").fetchall()
    except duckdb.Error:
        raise SourceError(f"{file.name}: not a sound Parquet file; export it again") from None
    names = [str(column[0]) for column in shape]
    columns = stage.header(names, file.name)
    selected = ", ".join(
        f"{_text(name, str(kind))} AS {identifier(column)}"
        for (name, kind, *_), column in zip(shape, columns, strict=True)
    )
    stage.flush()
    try:
        con.execute(
            f"INSERT INTO {stage.into} BY NAME SELECT {literal(file.name)} AS _file, file_row_number + 1 AS _line, "
            f"{selected} FROM read_parquet({path}, file_row_number = true)"
        )
    except duckdb.Error:
        raise SourceError(f"{file.name}: the Parquet file is damaged; export it again") from None
    return rows


def _text(name: str, kind: str) -> str:
    column = identifier(name)
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION")):
        return f"CAST(to_json(CAST({column} AS {_EXACT.sub('VARCHAR', kind)})) AS VARCHAR)"
    return f"CAST({column} AS VARCHAR)"
