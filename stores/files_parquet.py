"""Reading Parquet with DuckDB: every column as text, digits kept.

What belongs here: types and their text. Nested values become JSON; a number inside one that DuckDB's JSON would round,
or that JSON has not, becomes a JSON string. A map with pointers is read row by row, as ``stores.json_read`` has it.
"""

from __future__ import annotations

import re

import duckdb

from stores.errors import SourceError
from stores.files_find import SourceFile
from stores.files_open import for_duckdb
from stores.json_read import elements, shape_of, stage_record
from stores.json_values import JsonError, parse
from stores.landing_stage import Stage
from stores.quoting import identifier, literal
from stores.store import Table

_EXACT = re.compile(r"DECIMAL\(\d+,\s*\d+\)|U?HUGEINT|U?BIGINT")
_NO_JSON = re.compile(rf"{_EXACT.pattern}|DOUBLE|FLOAT")
_ROWS = 1_000


def read_parquet(stage: Stage, file: SourceFile, table: Table) -> int:
    """Stage one Parquet file and return the number of its rows. ``_line`` is the row's ordinal, from 1.

    The number is the one that the footer states; with ``each``, that of the elements.

    Raises:
        SourceError: the file is not Parquet, is damaged, or is encrypted.
    """
    with for_duckdb(stage.con, file) as path:
        con, source = stage.con, literal(path)
        try:
            rows = int(con.execute(f"SELECT sum(num_rows) FROM parquet_file_metadata({source})").fetchall()[0][0])
            shape = [
                (str(n), str(kind)) for n, kind, *_ in con.execute(f"DESCRIBE FROM read_parquet({source})").fetchall()
            ]
        except duckdb.Error:
            raise SourceError(f"{file.name}: not a sound Parquet file; export it again") from None
        try:
            if table.each is None and not isinstance(table.columns, dict):
                _whole(stage, file, source, shape)
                return rows
            return _mapped(stage, file, source, shape, table, rows)
        except duckdb.Error:
            raise SourceError(f"{file.name}: the Parquet file is damaged; export it again") from None


def _mapped(
    stage: Stage, file: SourceFile, source: str, columns: list[tuple[str, str]], table: Table, rows: int
) -> int:
    """Stage what pointers reach, and the rest of each row, by way of JSON."""
    shape = shape_of(stage, table)
    stage.open_shape = True
    members = ", ".join(
        f"{identifier(name)} := CAST({identifier(name)} AS {_NO_JSON.sub('VARCHAR', kind)})" for name, kind in columns
    )
    cursor = stage.con.cursor()
    try:
        cursor.execute("SET TimeZone = 'UTC'")
        cursor.execute(
            f"SELECT file_row_number + 1, CAST(to_json(struct_pack({members})) AS VARCHAR) "
            f"FROM read_parquet({source}, file_row_number = true)"
        )
        read = made = 0
        while batch := cursor.fetchmany(_ROWS):
            for number, text in batch:
                try:
                    record = parse(text)
                except JsonError as error:
                    made += 1
                    stage.reject(file.name, number, error.reason)
                else:
                    made += elements(record, shape.each)
                    stage_record(stage, file, number, record, shape)
            read += len(batch)
    finally:
        cursor.close()
    if read != rows:
        raise SourceError(f"{file.name}: the footer states {rows} rows and {read} were read; export it again")
    return made


def _whole(stage: Stage, file: SourceFile, source: str, shape: list[tuple[str, str]]) -> None:
    """Stage every column as it is."""
    names = [name for name, _ in shape]
    columns = stage.header(names, file.name)
    selected = ", ".join(
        f"{_text(name, kind)} AS {identifier(column)}" for (name, kind), column in zip(shape, columns, strict=True)
    )
    query = (
        f"SELECT {literal(file.name)} AS _file, file_row_number + 1 AS _line, {selected} "
        f"FROM read_parquet({source}, file_row_number = true)"
    )
    lasting = file.path if file.member is None else None
    stage.select(query, columns, lasting)
    if lasting is None:
        stage.flush()


def _text(name: str, kind: str) -> str:
    column = identifier(name)
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION")):
        return f"CAST(to_json(CAST({column} AS {_EXACT.sub('VARCHAR', kind)})) AS VARCHAR)"
    return f"CAST({column} AS VARCHAR)"
