"""Making export files for tests, and landing them."""

import io
import zipfile

import openpyxl
import xlsxwriter

from stores.landing import land
from stores.store import Store

COLUMNS = ["id", "name"]
VALUE = "Margarethe"
"""Stands in every hostile file; must stand in no message."""


def store_of(columns=None, connector="files", export="in", **table):
    settings = {"name": "people", "file": "*", "columns": columns or COLUMNS, "key": ["id"], **table}
    return Store.model_validate(
        {
            "name": "shop",
            "role": "controller",
            "connector": connector,
            "export": export,
            "exported_at": "modified",
            "fresh_within": "1 day",
            "tables": [settings],
        }
    )


def put(folder, name, data):
    (folder / "in").mkdir(exist_ok=True)
    path = folder / "in" / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def run(con, folder, **given):
    store = store_of(**given)
    return land(con, store, store.tables[0], folder)


def landed_rows(con, *columns):
    shown = ", ".join(f'"{column}"' for column in columns or COLUMNS)
    return con.execute(f'SELECT {shown} FROM landed."shop__people" ORDER BY _file, _line').fetchall()


def xlsx(rows, sheets=("Sheet",)):
    book = openpyxl.Workbook()
    book.active.title = sheets[0]
    for name in sheets[1:]:
        book.create_sheet(name)
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def shared_xlsx():
    """A sheet whose text stands in the table of shared strings, some of it in runs, with phonetics beside it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, COLUMNS)
    sheet.write(1, 0, "1")
    sheet.write_rich_string(1, 1, "plain ", book.add_format({"bold": True}), "bold")
    sheet.write(2, 0, "2")
    sheet.write_formula(2, 1, '=A2&"x"', None, "1x")
    book.close()
    return out.getvalue()


def rezipped(data, part, change):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info)
            new.writestr(info.filename, change(text) if info.filename == part else text)
    return out.getvalue()
