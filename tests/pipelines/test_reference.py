"""The reference in the tree is what the program writes, and its catalog shows every system with its proof."""

import pytest

from pipelines.reference import REFERENCE, pages
from pipelines.reference_catalog import HEADINGS, SYSTEMS, tables_of, vendors


@pytest.mark.parametrize("name", ["catalog.md", "promises.md", "relations.md", "rules.md"])
def test_the_page_is_current(name):
    assert (REFERENCE / name).read_text(encoding="utf-8") == pages()[name], "run make docs"
    assert set(pages()) == {"catalog.md", "promises.md", "relations.md", "rules.md"}


def test_every_map_stands_under_a_system_and_every_system_has_a_map():
    read = {(name, table.name) for places in SYSTEMS.values() for name, table in tables_of(places)}
    assert read == {(name, table.name) for name, vendor in vendors().items() for table in vendor.tables}


def test_every_table_has_samples_and_every_system_a_clause_that_needs_it():
    lines = pages()["catalog.md"].split("\n\n")
    rows = next(part.split("\n") for part in lines if part.startswith(f"| {HEADINGS[0]} |"))[2:]
    cells = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]
    assert all(len(row) == len(HEADINGS) for row in cells)
    assert [row[1] for row in cells if row[-2] == "none"] == []
    system, judged = "", set()
    for row in cells:
        system = row[0] or system
        judged |= {system} if row[-1] != "none" else set()
    assert sorted(SYSTEMS.keys() - judged) == []
