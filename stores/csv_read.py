"""Reading CSV: DuckDB's reader where it can be held to account, the exact reader where it cannot.

What belongs here: choosing between the two, the header, and what is quarantined. DuckDB runs without its sniffer (it
silently takes a data row as the header), in strict mode, with its rejects kept; if it rejects anything, or its count is
not the count made without it, its rows are thrown away and the exact reader takes the file. Delimiters are counted too:
strict mode passes over one too many at the end of a line.
An empty field is NULL; a quoted empty field is ''.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import duckdb

from stores.csv_count import Count, count
from stores.csv_exact import Record, records
from stores.csv_section import sections
from stores.errors import SourceError
from stores.files_find import SourceFile
from stores.files_open import chunks, for_duckdb, held, is_unicode, opened_text
from stores.landing_stage import Stage
from stores.quoting import identifier, literal
from stores.store import Table


def read_csv(stage: Stage, file: SourceFile, table: Table) -> int:
    """Stage one CSV file (``.gz`` too) and return its number of records, counted apart from the reading.

    Raises:
        SourceError: no header, another encoding throughout, a damaged file, or one that changed while being read.
    """
    if table.section is not None:
        return _section(stage, file, table, table.section)
    counted = count(chunks(file), table.delimiter) if table.encoding != "utf-16" else None
    header = _header(file, table)
    if header is None:
        return 0
    columns = stage.header([name or "" for name in header.fields or []], file.name)
    even = counted and counted.delimiters == counted.records * (len(columns) - 1)
    trusted = counted and counted.plain and even and table.encoding in {"utf-8", "utf-8-sig"}
    if counted and trusted and held(file) and _fast(stage, file, table, columns, header, counted):
        return counted.records - 1
    return _exact(stage, file, table, columns, counted)


def _header(file: SourceFile, table: Table) -> Record | None:
    """The first record, or None if the file holds nothing."""
    with opened_text(file, table.encoding) as text:
        found = next(records(text, table.delimiter), None)
    if found is None:
        return None
    return _sound_header(file, table, found)


def _sound_header(file: SourceFile, table: Table, found: Record) -> Record:
    if found.fields is None:
        raise SourceError(f"{file.name}: the header on line {found.line} cannot be read: {found.reason}")
    if not all(is_unicode(name or "") and "\0" not in (name or "") for name in found.fields):
        raise SourceError(f"{file.name}: the header is not {table.encoding}; say the encoding in the map")
    return found


def _section(stage: Stage, file: SourceFile, table: Table, title: str) -> int:
    """Stage the rows under a title; a file without it, or with rows that may belong to it, is told as a doubt."""
    rows = 0
    found = None
    with opened_text(file, table.encoding) as text:
        for found in sections(records(text, table.delimiter), title):
            header = _sound_header(file, table, found.header)
            width = found.width
            columns = stage.header([name or "" for name in (header.fields or [])[:width]], file.name)
            uneven = len(header.fields or ()) > width
            for record in found.rows:
                rows += 1
                reason = _fault(record, len(header.fields or ()), table.encoding)
                if reason:
                    stage.reject(file.name, record.line, reason)
                else:
                    values = (record.fields or [])[: -1 if uneven else None]
                    stage.add(file.name, record.line, dict(zip(columns, values, strict=True)))
            if found.loose:
                stage.doubts.append(
                    f"{file.name}: records without a title follow the section '{title}'; are they of it?"
                )
    if found is None:
        stage.doubts.append(f"{file.name}: there is no section '{title}'")
    return rows


def _fast(stage: Stage, file: SourceFile, table: Table, columns: list[str], header: Record, counted: Count) -> bool:
    """Stage the file with DuckDB's reader; False, with nothing staged, if its answer does not stand up."""
    con = stage.con
    expected = counted.records - 1
    names = [f"c{place}" for place in range(len(columns))]
    line = f"{header.line + header.lines - 1} + row_number() OVER ()"
    inner = "0"
    if counted.lines != counted.records + header.lines - 1:
        inner = " + ".join(_breaks(name) for name in names)
        line += " + sum(breaks) OVER (ROWS UNBOUNDED PRECEDING) - breaks"
    shape = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    selected = ", ".join(f"{name} AS {identifier(column)}" for name, column in zip(names, columns, strict=True))
    stage.flush()
    before = _rows(con, f"SELECT count(*) FROM {stage.into}")
    try:
        with for_duckdb(con, file) as path:
            con.execute(
                f"INSERT INTO {stage.into} BY NAME SELECT {literal(file.name)} AS _file, {line} AS _line, {selected} "
                f"FROM (SELECT *, {inner} AS breaks FROM read_csv("
                f"{literal(path)}, auto_detect = false, header = true, columns = {{{shape}}}, "
                f"delim = {literal(table.delimiter)}, quote = '\"', escape = '\"', nullstr = '', "
                "allow_quoted_nulls = false, strict_mode = true, store_rejects = true, rejects_limit = 1, "
                "rejects_table = 'csv_rejects', rejects_scan = 'csv_scans', "
                f"compression = '{'gzip' if file.packed else 'none'}'))"
            )
        rejected = _rows(con, "SELECT count(*) FROM csv_rejects")
    except duckdb.Error:
        rejected = 1
    finally:
        con.execute("DROP TABLE IF EXISTS csv_rejects; DROP TABLE IF EXISTS csv_scans")
    if not rejected and _rows(con, f"SELECT count(*) FROM {stage.into}") - before == expected:
        return True
    con.execute(f"DELETE FROM {stage.into} WHERE _file = {literal(file.name)}")
    return False


def _breaks(name: str) -> str:
    """SQL for the line breaks inside a value; a carriage return and line feed together are one."""
    size = f"strlen({name})"
    feeds = f"{size} - strlen(replace({name}, chr(10), ''))"
    returns = f"{size} - strlen(replace({name}, chr(13), ''))"
    both = f"({size} - strlen(replace({name}, chr(13) || chr(10), ''))) // 2"
    some = f"contains({name}, chr(10)) OR contains({name}, chr(13))"
    return f"CASE WHEN {some} THEN {feeds} + {returns} - {both} ELSE 0 END"


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(con.execute(query).fetchall()[0][0])


def _exact(stage: Stage, file: SourceFile, table: Table, columns: list[str], counted: Count | None) -> int:
    rows = undecoded = lines = 0

    def numbered(text: Iterable[str]) -> Iterator[str]:
        nonlocal lines
        for line in text:
            lines += 1
            yield line

    with opened_text(file, table.encoding) as text:
        found = records(numbered(text), table.delimiter)
        next(found, None)
        for record in found:
            rows += 1
            reason = _fault(record, len(columns), table.encoding)
            if reason:
                undecoded += reason.startswith("not ")
                stage.reject(file.name, record.line, reason)
            else:
                stage.add(file.name, record.line, dict(zip(columns, record.fields or (), strict=True)))
    if counted and lines != counted.lines:
        raise SourceError(f"{file.name}: the file changed while it was being read")
    if rows and undecoded == rows:
        raise SourceError(f"{file.name}: no record is {table.encoding}; say the encoding in the map")
    return rows


def _fault(record: Record, width: int, encoding: str) -> str:
    """Why a record is quarantined, '' if it is not."""
    if record.fields is None:
        return record.reason
    if not all(value is None or is_unicode(value) for value in record.fields):
        return f"not {encoding}"
    if any(value and "\0" in value for value in record.fields):
        return "holds a NUL byte"
    if len(record.fields) != width:
        return f"{len(record.fields)} fields where the header has {width}"
    return ""
