"""CSV by generated cases: what was written is what is landed, and the two readers and the counter never disagree."""

import csv
import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from stores import csv_read
from stores.csv_count import count
from stores.csv_exact import records
from stores.errors import SourceError
from stores.files import Files
from stores.store import Store
from stores.warehouse import scratch

WIDTH = 3
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
NASTY = st.text(st.sampled_from("\",;\t \r\n\ufeffé😀a1'\\|#"), max_size=8)
ROWS = st.lists(st.lists(TEXT | NASTY, min_size=WIDTH, max_size=WIDTH), max_size=12)
BROKEN = st.text(st.sampled_from('",\n\r a\0é'), max_size=60)


def store_of(delimiter):
    return Store.model_validate(
        {
            "name": "shop",
            "role": "controller",
            "connector": "files",
            "export": "people.csv",
            "exported_at": "modified",
            "fresh_within": "1 day",
            "tables": [{"name": "people", "columns": ["c0", "c1", "c2"], "key": ["c0"], "delimiter": delimiter}],
        }
    )


def read(data, delimiter=",", fast=True):
    """Rows staged as (line, fields), places rejected, and what was told."""
    store = store_of(delimiter)
    kept = csv_read._fast
    con = scratch()
    try:
        if not fast:
            csv_read._fast = lambda *_: False
        with TemporaryDirectory() as folder:
            (Path(folder) / "people.csv").write_bytes(data)
            told = Files().export(store, store.tables[0], Path(folder), con, "staged")
        staged = con.execute("SELECT _line, c0, c1, c2 FROM staged ORDER BY rowid").fetchall()
        rejected = con.execute("SELECT _line, reason FROM staged_rejected ORDER BY 1").fetchall()
        return staged, rejected, told
    finally:
        csv_read._fast = kept
        con.close()


@settings(deadline=None, max_examples=50)
@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;\t|"),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    mark=st.booleans(),
    cut=st.booleans(),
)
@example([["a", "b", "c\r\n\nd"]], ",", "\r\n", csv.QUOTE_MINIMAL, True, True)
@example([["", "", ""]], ",", "\n", csv.QUOTE_MINIMAL, False, False)
@example([[' "', '" ', "x\n"]], ",", "\n", csv.QUOTE_MINIMAL, False, False)
def test_what_was_written_is_what_is_read(rows, delimiter, ending, quoting, mark, cut):
    if ending != "\r\n":  # the writer quotes only the line break it writes itself
        rows = [[re.sub("[\r\n]+", ending, value) for value in row] for row in rows]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=quoting)
    writer.writerows([["c0", "c1", "c2"], *rows])
    text = out.getvalue()
    text = text.removesuffix(ending) if cut and not text.endswith(f"{delimiter}{ending}") else text
    staged, rejected, told = read((("\ufeff" if mark else "") + text).encode(), delimiter)
    empty = "" if quoting == csv.QUOTE_ALL else None
    assert [list(fields) for _, *fields in staged] == [[value or empty for value in row] for row in rows]
    assert rejected == []
    assert told.rows == told.staged == len(rows)
    line = 2
    for (found, *_), row in zip(staged, rows, strict=True):
        assert found == line
        line += 1 + sum(len(value.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1 for value in row)


@settings(deadline=None, max_examples=60)
@given(body=BROKEN)
@example('a, "b",c\n')
@example('a,"b" ,c\n')
@example('"\n"a\n",b,c')
@example("a,b,c\r\nd,e,f\ng,h,i\r")
def test_a_broken_file_loses_no_line_and_both_readers_agree(body):
    data = f"c0,c1,c2\n{body}".encode()
    try:
        staged, rejected, told = read(data)
    except SourceError as error:
        if "no record is utf-8" not in str(error):
            raise
        return
    assert told.rows == len(staged) + len(rejected) == told.staged + told.rejected
    assert (staged, rejected) == read(data, fast=False)[:2]
    lines = io.StringIO(body, newline="").readlines()
    taken = [line for line, *_ in staged] + [line for line, _ in rejected]
    assert len(taken) == len(set(taken)), "a line starts one record at most"
    starts = {number for number, line in enumerate(lines, 2) if line.strip("\r\n")}
    if '"' not in body:
        assert set(taken) == starts
    else:
        assert set(taken) <= starts | {number for number, _ in enumerate(lines, 2)}
        covered = {
            line for record in records(lines, ",") for line in range(record.line + 1, record.line + record.lines + 1)
        }
        assert starts <= covered, "every line that is not blank is part of a record or of a rejection"


@settings(deadline=None, max_examples=200)
@given(body=st.text(st.sampled_from('",\n\r a'), max_size=40), size=st.integers(1, 7))
def test_the_counter_counts_the_same_in_pieces(body, size):
    data = body.encode()
    whole = count([data], ",")
    pieces = count([data[at : at + size] for at in range(0, len(data), size)], ",")
    assert (whole.lines, whole.records) == (pieces.lines, pieces.records)
    assert whole.lines == len(io.StringIO(body, newline="").readlines())
    if '"' not in body:
        assert whole.records == sum(1 for line in io.StringIO(body, newline="") if line.strip("\r\n"))


def test_a_stray_quote_costs_its_own_line_only():
    lines = [f"{n},a,b" for n in range(1000)]
    lines[500] = '500,"a,b'
    staged, rejected, _ = read("\n".join(["c0,c1,c2", *lines]).encode())
    assert rejected == [(502, "unclosed quote")]
    assert len(staged) == 999


def test_many_stray_quotes_are_read_in_linear_time():
    lines = [f'{n},"a,b' for n in range(40_001)]
    staged, rejected, told = read("\n".join(["c0,c1,c2", *lines]).encode())
    assert told.rows == len(staged) + len(rejected)
    assert len(rejected) > 0
