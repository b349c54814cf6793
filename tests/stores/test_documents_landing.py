"""Documents that rows name or hold, and documents that are rows: columns, reasons, and that nothing else is opened."""

import base64
import hashlib
import os
import sys

import pytest

from stores.documents_find import Shelf
from stores.documents_opener import Opener
from stores.errors import SourceError
from stores.landing import land
from tests.stores.exports import VALUE, put, run, store_of
from tests.stores.papers import PERSON, docx, pdf, shown, zipped
from tests.stores.papers import run as paragraph

OPENS = {"cv_text": {"path": "cv"}}


def applications(paths):
    return "id,cv\n" + "".join(f'{number},"{path}"\n' for number, path in enumerate(paths, 1))


def opened(con, column="cv_text"):
    query = f'SELECT {column}, {column}_unread FROM landed."shop__people" ORDER BY CAST(id AS INTEGER)'
    return con.execute(query).fetchall()


@pytest.fixture
def folder(controller):
    put(controller, "cv.pdf", pdf(shown(VALUE)))
    (controller / "in" / "deep").mkdir()
    (controller / "in" / "deep" / "cv 2.docx").write_bytes(docx(paragraph(PERSON)))
    return controller


def land_applications(con, folder, paths, **settings):
    put(folder, "people.csv", applications(paths))
    return run(con, folder, columns=["id", "cv"], file="people.csv", opens=OPENS, **settings)


def test_the_documents_that_rows_name(warehouse, folder):
    landed = land_applications(warehouse, folder, ["cv.pdf", "deep/cv 2.docx", "", "  ", "deep\\cv 2.docx", "./cv.pdf"])
    assert (landed.rows, landed.landed) == (6, 6)
    assert (landed.unknown, landed.missing) == ((), ())
    assert opened(warehouse) == [
        (VALUE, None),
        (PERSON, None),
        (None, None),
        (None, None),
        (PERSON, None),
        (VALUE, None),
    ]
    columns = [row[0] for row in warehouse.execute('DESCRIBE landed."shop__people"').fetchall()]
    assert columns[:4] == ["id", "cv", "cv_text", "cv_text_unread"]


def test_a_path_that_leads_elsewhere_is_not_followed(warehouse, folder, tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "other.txt").write_text("not an export")
    inside = folder / "in"
    (inside / "out").symlink_to(tmp_path / "secret.txt")
    (inside / "up").symlink_to(folder)
    (inside / "sibling").symlink_to(folder / "other.txt")
    (inside / "fine").symlink_to("cv.pdf")
    (inside / "loop").symlink_to("loop")
    os.mkfifo(inside / "pipe")
    outside = [
        str(tmp_path / "secret.txt"),
        "../other.txt",
        "deep/../../other.txt",
        "..\\other.txt",
        "C:\\other.txt",
        "\\\\server\\x.txt",
        "file:///etc/passwd",
        "https://mail.example/x.pdf",
        "out",
        "up/other.txt",
        "sibling",
        "up/.abide/key",
    ]
    missing = ["none.pdf", "loop", "pipe", "deep", "cv.pdf/x", "x" * 5000]
    land_applications(warehouse, folder, [*outside, *missing, "fine"])
    reasons = [("leads outside the exports")] * len(outside) + ["no such file"] * len(missing)
    assert opened(warehouse) == [*((None, reason) for reason in reasons), (VALUE, None)]


@pytest.mark.parametrize("export", ["in", "in/people.csv", "in/*.csv", "./in/people.*"])
def test_paths_are_relative_to_the_exports(warehouse, folder, export):
    put(folder, "people.csv", applications(["cv.pdf"]))
    file = "people.csv" if export == "in" else None
    run(warehouse, folder, columns=["id", "cv"], export=export, file=file, opens=OPENS)
    assert opened(warehouse) == [(VALUE, None)]


def test_the_state_of_abide_is_no_export(warehouse, controller):
    (controller / "people.csv").write_text(applications([".abide/key", "people.csv"]))
    run(warehouse, controller, columns=["id", "cv"], export=".", file="people.csv", opens=OPENS)
    assert opened(warehouse)[0] == (None, "leads outside the exports")
    assert opened(warehouse)[1][1] is None


def test_a_store_without_exports_has_no_documents(controller):
    store = store_of().model_copy(update={"export": None})
    with pytest.raises(SourceError, match="needs a folder of exports"):
        Shelf(store, store.tables[0], controller)


def test_documents_inside_the_archive_of_their_rows(warehouse, controller):
    rows = applications(["cvs/ann.pdf", "cvs/none.pdf", "../x", "cvs\\ann.pdf", "bad.docx"])
    put(controller, "a.zip", zipped({"people.csv": rows, "cvs/ann.pdf": pdf(shown("ann in a")), "bad.docx": b"PK\3\4"}))
    put(controller, "b.zip", zipped({"people.csv": "id,cv\n6,cvs/ann.pdf\n", "cvs/ann.pdf": pdf(shown("ann in b"))}))
    run(warehouse, controller, columns=["id", "cv"], export="in/*.zip", file="people.csv", opens=OPENS)
    assert opened(warehouse) == [
        ("ann in a", None),
        (None, "no such file"),
        (None, "leads outside the exports"),
        ("ann in a", None),
        (None, "damaged"),
        ("ann in b", None),
    ]


def test_documents_that_rows_hold(warehouse, controller):
    data = docx(paragraph(PERSON))
    text = base64.b64encode(data).decode()
    rows = [
        (text, "a.docx"),
        (text[:80] + "\r\n" + text[80:], "a.docx"),
        ("%%%", "a.pdf"),
        ("", "none"),
        ("PGI+aGk=", "x.html"),
    ]
    put(controller, "people.csv", "id,bytes,name\n" + "".join(f'{n},"{b}",{f}\n' for n, (b, f) in enumerate(rows, 1)))
    opens = {"body": {"base64": "bytes", "name": "name"}}
    run(warehouse, controller, columns=["id", "bytes", "name"], file="people.csv", opens=opens)
    assert opened(warehouse, "body") == [(PERSON, None), (PERSON, None), (None, "damaged"), (None, None), ("hi", None)]
    digests = [
        found[0] for found in warehouse.execute('SELECT bytes FROM landed."shop__people" ORDER BY id').fetchall()
    ]
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert digests[:2] == [digest, digest]
    assert digests[2] == f"sha256:{hashlib.sha256(b'%%%').hexdigest()}"
    assert not digests[3]


def test_a_document_met_twice_is_parsed_once(warehouse, folder, monkeypatch):
    asked = []
    real = Opener._opened

    def noted(self, data, name):
        asked.append(name)
        return real(self, data, name)

    monkeypatch.setattr(Opener, "_opened", noted)
    for number in range(5):
        put(folder, f"copy{number}.pdf", (folder / "in" / "cv.pdf").read_bytes())
    land_applications(warehouse, folder, [f"copy{number % 5}.pdf" for number in range(700)])
    assert opened(warehouse) == [(VALUE, None)] * 700
    assert len(asked) == 1


DOCUMENT = {
    "format": "document",
    "file": "**/*",
    "key": ["path"],
    "columns": ["path", "name", "extension", "bytes", "modified_at", "sha256", "kind", "text", "text_unread"],
}


def test_each_file_is_a_row(warehouse, folder):
    data = (folder / "in" / "cv.pdf").read_bytes()
    put(folder, "notes", "plain")
    put(folder, ".hidden.txt", "not seen")
    put(folder, "bad.docx", b"PK\3\4")
    put(folder, "a.txt.gz", b"\x1f\x8b")
    os.utime(folder / "in" / "cv.pdf", (1_700_000_000, 1_700_000_000))
    landed = run(warehouse, folder, **DOCUMENT)
    assert (landed.rows, landed.landed, landed.unknown, landed.missing) == (5, 5, (), ())
    assert warehouse.execute("SELECT *, _file, _line FROM landed.\"shop__people\" WHERE name = 'cv.pdf'").fetchall()[0][
        :9
    ] == (
        "cv.pdf",
        "cv.pdf",
        "pdf",
        str(len(data)),
        "2023-11-14T22:13:20Z",
        hashlib.sha256(data).hexdigest(),
        "pdf",
        VALUE,
        None,
    )
    query = 'SELECT path, kind, text, text_unread, _file FROM landed."shop__people" ORDER BY path'
    assert warehouse.execute(query).fetchall() == [
        ("a.txt.gz", "other", None, "holds further files, not opened", "in/a.txt.gz"),
        ("bad.docx", "other", None, "damaged", "in/bad.docx"),
        ("cv.pdf", "pdf", VALUE, None, "in/cv.pdf"),
        ("deep/cv 2.docx", "docx", PERSON, None, "in/deep/cv 2.docx"),
        ("notes", "text", "plain", None, "in/notes"),
    ]


def test_documents_inside_archives_are_rows_too(warehouse, controller):
    put(controller, "a.zip", zipped({"x/a.txt": "one", "b.pdf": pdf(shown("two"))}))
    assert run(warehouse, controller, **{**DOCUMENT, "export": "in/*.zip"}).landed == 2
    query = 'SELECT path, text, modified_at FROM landed."shop__people" ORDER BY path'
    assert warehouse.execute(query).fetchall() == [("b.pdf", "two", None), ("x/a.txt", "one", None)]


def test_only_what_the_map_lists_is_looked_at(warehouse, folder, monkeypatch):
    monkeypatch.setattr(Opener, "open", None)
    run(warehouse, folder, **{**DOCUMENT, "columns": ["path", "sha256"], "file": "cv.pdf"})
    with pytest.raises(SourceError, match="list text_unread beside text"):
        run(warehouse, folder, **{**DOCUMENT, "columns": ["path", "text"]})
    with pytest.raises(SourceError, match="a document has no 'author'"):
        run(warehouse, folder, **{**DOCUMENT, "columns": ["path", "author"]})


def test_documents_and_the_rows_that_name_them_meet_by_path(warehouse, folder):
    land_applications(warehouse, folder, ["deep/cv 2.docx"])
    named = warehouse.execute('SELECT cv FROM landed."shop__people"').fetchall()
    run(warehouse, folder, **{**DOCUMENT, "file": "**/*.docx"})
    assert warehouse.execute('SELECT path FROM landed."shop__people"').fetchall() == named


_WATCHED: list[tuple[str, str]] = []


def _watch(event, args):
    if _WATCHED and event in {"open", "socket.connect", "socket.bind", "socket.getaddrinfo"}:
        _WATCHED.append((event, str(args[0])))


def test_no_file_outside_the_exports_is_opened(warehouse, folder):
    (folder / "in" / "out").symlink_to("/etc/hostname")
    put(folder, "evil.zip", zipped({"../../evil.txt": "x"}))
    store = store_of(columns=["id", "cv"], file="people.csv", opens=OPENS)
    put(folder, "people.csv", applications(["cv.pdf", "out", "../../etc/hostname", "/etc/hostname", "evil.zip"]))
    land(warehouse, store, store.tables[0], folder)  # what Python loads late is loaded now
    sys.addaudithook(_watch)
    _WATCHED.append(("begin", ""))
    try:
        land(warehouse, store, store.tables[0], folder)
    finally:
        seen = _WATCHED[1:]
        _WATCHED.clear()
    home = str(folder.resolve())
    elsewhere = [path for event, path in seen if event != "open" or not path.startswith(home)]
    assert [path for path in elsewhere if not path.isdigit()] == ["/dev/null"]
