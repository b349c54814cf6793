"""Rows in bounded memory, and writers that never hold them whole."""

from __future__ import annotations

import gzip
import json
import mailbox
import tracemalloc
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from examples.rows import AT_MOST, Rows
from examples.writers import exporting, write_csv, write_json, write_mbox
from tests.examples.test_generate import AS_OF


def test_rows_keep_their_order_and_can_be_read_again_and_added_to() -> None:
    rows: Rows[tuple[int, str]] = Rows()
    assert list(rows) == []
    number = 2 * AT_MOST + 7
    for n in range(number):
        rows.append((n, str(n)))
    assert len(rows) == number
    assert [n for n, _ in rows] == list(range(number))
    rows.append((number, "last"))
    assert len(list(rows)) == number + 1
    assert next(iter(rows)) == (0, "0")
    assert [rows[place][0] for place in (0, AT_MOST, number, -1, -2)] == [0, AT_MOST, number, number, number - 1]
    with pytest.raises(IndexError):
        rows[number + 1]


def test_many_rows_do_not_stay_in_memory() -> None:
    tracemalloc.start()
    try:
        rows: Rows[tuple[str, ...]] = Rows()
        for n in range(3 * AT_MOST):
            rows.append((f"{n:01000d}",))
        held, _ = tracemalloc.get_traced_memory()
        seen = sum(1 for _ in rows)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert seen == 3 * AT_MOST
    assert held < 0.3e6
    assert most < 5e6  # all of them are 7 MB


def numbers(upto: int) -> Iterator[dict[str, int]]:
    yield from ({"n": n} for n in range(upto))


def test_a_document_is_written_from_what_comes_one_by_one(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"count": 3, "next": None, "rows": numbers(3)})
    assert json.loads((tmp_path / "a.json").read_text()) == {"count": 3, "next": None, "rows": [*numbers(3)]}
    write_json(tmp_path / "b.json", numbers(2))
    assert json.loads((tmp_path / "b.json").read_text()) == [*numbers(2)]
    write_json(tmp_path / "c.json", {"a": [], "b": [{"n": 1}], "é": "ü"})
    assert json.loads((tmp_path / "c.json").read_text(encoding="utf-8")) == {"a": [], "b": [{"n": 1}], "é": "ü"}
    with exporting(AS_OF, shuffle=1):
        write_json(tmp_path / "d.json", {"rows": numbers(50)})
    mixed = json.loads((tmp_path / "d.json").read_text())["rows"]
    assert mixed != [*numbers(50)]
    assert sorted(row["n"] for row in mixed) == list(range(50))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_compressed_file_is_the_same_bytes(tmp_path: Path, encoding: str) -> None:
    options = {"encoding": encoding, "delimiter": ";", "crlf": True}
    write_csv(tmp_path / "a.csv", ["x", "y"], [["é", "1;2"], ["two\r\nlines", None]], **options)  # type: ignore[arg-type]
    write_csv(tmp_path / "a.csv.gz", ["x", "y"], [["é", "1;2"], ["two\r\nlines", None]], gz=True, **options)  # type: ignore[arg-type]
    assert gzip.decompress((tmp_path / "a.csv.gz").read_bytes()) == (tmp_path / "a.csv").read_bytes()
    assert (tmp_path / "a.csv").read_bytes().decode(encoding) == 'x;y\r\né;"1;2"\r\n"two\r\nlines";\r\n'


def test_a_mailbox_quotes_lines_that_look_like_its_own(tmp_path: Path) -> None:
    whole = EmailMessage()
    whole["Message-ID"] = "<1@quayhouse.example>"
    whole.set_content("From here on\n>From there\n")
    write_mbox(tmp_path / "a.mbox", [whole, b"Message-ID: <2@quayhouse.example>\n\nFrom here on\n>From there\n"])
    box = mailbox.mbox(tmp_path / "a.mbox")
    bodies = [message.get_payload() for message in box]
    box.close()
    assert bodies == [">From here on\n>>From there\n"] * 2
