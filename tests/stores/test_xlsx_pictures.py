"""Pictures and embedded objects of workbooks are counted, each workbook once; one that cannot be opened counts for one."""

import zipfile

from stores.store import Store, Table
from stores.xlsx_pictures import count_pictures


def workbook(path, *names):
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", *names):
            archive.writestr(name, b"x")


def bound(**more):
    one = {"file": "*.xlsx", "columns": ["id"], "key": ["id"], "subject_type": "contact", "purpose": "p",
           "lawful_basis": "contract", **more}  # fmt: skip
    return Store.model_validate(
        {"name": "books", "role": "controller", "connector": "files", "export": "in", "exported_at": "modified",
         "fresh_within": "26 hours", "tables": [{"name": "first", **one}, {"name": "second", **one}]}
    )  # fmt: skip


def counted(store, folder):
    tables: list[tuple[Store, Table]] = [(store, table) for table in store.tables]
    return count_pictures(tables, folder)


def test_pictures_are_counted_once_a_workbook(tmp_path):
    (tmp_path / "in").mkdir()
    assert counted(bound(), tmp_path) == 0
    workbook(tmp_path / "in" / "a.xlsx", "xl/media/image1.png", "xl/media/image2.jpeg", "xl/embeddings/oleObject1.bin")
    workbook(tmp_path / "in" / "b.xlsx", "docProps/thumbnail.jpeg", "xl/drawings/drawing1.xml")
    (tmp_path / "in" / "c.xlsx").write_bytes(b"no workbook")
    assert counted(bound(), tmp_path) == 4 + 1, "what cannot be opened is one that nobody read"
    assert counted(bound(format="csv"), tmp_path) == 0
