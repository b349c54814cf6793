"""Workbooks made by chance, by two libraries: without some rows they read as before without them, and nothing else moved."""

import io
import os
import random
import zipfile

import openpyxl
import pytest
import xlsxwriter

from tests.erasure.erasers import read, work
from tests.erasure.filed import OLD, bound, carried, kept, people

seeded = random.Random
WORDS = ["hired", "left", "Zoë & co", "<b>", " two ", "_x0041_", "line\nbreak", "3.50", "é" * 40]


def book(rng, rows, path):
    """Write a workbook with these rows among others' cells; texts that only it says are told by their number."""
    filler = [[rng.choice([*WORDS, 7, 2.5, True]) for _ in range(3)] for _ in range(rng.randint(0, 5))]
    if rng.random() < 0.5:
        made = xlsxwriter.Workbook(path, {"strings_to_urls": rng.random() < 0.5, "constant_memory": rng.random() < 0.3})
        sheet, other = made.add_worksheet("People"), made.add_worksheet("Other")
        for n, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell is not None:
                    sheet.write(n, place, cell)
        for n, row in enumerate(filler):
            other.write_row(n, 0, row)
        made.close()
        return
    made = openpyxl.Workbook()
    made.active.title = "People"
    for n, row in enumerate(rows, 1):
        for place, cell in enumerate(row, 1):
            if cell is not None:
                made.active.cell(n, place, cell)
    other = made.create_sheet("Other")
    for row in filler:
        other.append(row)
    made.save(path)


@pytest.mark.parametrize("seed", range(24))
def test_a_workbook_by_chance(tmp_path, seed):
    rng = seeded(seed)
    rows, numbers = [["id", "email", "note", "n"]], []
    for n in range(rng.randint(1, 12)):
        if rng.random() < 0.2:
            rows.append([None] * 4)
        numbers.append(str(n))
        email = rng.choice([f"findable{n}.@x.example", f"mailto:findable{n}.@x.example", "shared@x.example"])
        rows.append([str(n), email, rng.choice([*WORDS, None, f"findable{n}. note"]), rng.choice([1, 2.5, None])])
    path = tmp_path / "exports" / "people.xlsx"
    path.parent.mkdir()
    book(rng, rows, path)
    path.chmod(0o640)
    os.utime(path, ns=(OLD, OLD))
    store = bound(people(file="people.xlsx", sheet="People", columns=["id", "email", "note", "n"]))
    before, other = read(store, "people", tmp_path).rows, cells(path, "Other")
    gone = rng.sample(numbers, rng.randint(1, len(numbers)))
    assert set(carried([work(store, "people", tmp_path, gone)], tmp_path)) == {"removed"}
    assert cells(path, "Other") == other
    after = read(store, "people", tmp_path).rows if len(gone) < len(numbers) else {}
    assert after == {key: row for key, row in before.items() if key[0] not in gone}
    with zipfile.ZipFile(io.BytesIO(kept(path))) as archive:
        said = b"".join(archive.read(name) for name in archive.namelist())
    assert [n for n in numbers if f"findable{n}.".encode() in said] == [
        n for n in numbers if n not in gone and any("findable" in (cell or "") for cell in before[n,][0].values())
    ]


def cells(path, sheet):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[sheet].iter_rows()]
