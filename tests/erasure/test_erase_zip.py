"""Erasing in zip archives: the member is rewritten, all others keep order, names, times and contents, and no old byte is left."""

import gzip
import io
import os
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stores.errors import ErasureRefused, SourceError
from tests.erasure.erasers import read, store_of, work
from tests.erasure.filed import OLD, carried, kept, people
from tests.stores.exports import xlsx

ROWS = [["1", "a@x.example", "plain"], ["2", "findable-b@x.example", "ring Bob"], ["3", "c@x.example", "Zoë"]]
CSV = "id,email,note\n" + "".join(",".join(row) + "\n" for row in ROWS)


def parquet():
    out = io.BytesIO()
    pq.write_table(
        pa.table({name: [row[n] for row in ROWS] for n, name in enumerate(("id", "email", "note"))}),
        out,
        compression="none",
    )
    return out.getvalue()


XML = "<all>" + "".join(f"<p><id>{a}</id><email>{b}</email><note>{c}</note></p>" for a, b, c in ROWS) + "</all>"
JSON = "[" + ",".join(f'{{"id": "{a}", "email": "{b}", "note": "{c}"}}' for a, b, c in ROWS) + "]"
FORMS = {
    "people.csv": (CSV.encode(), {}),
    "people.csv.gz": (gzip.compress(CSV.encode()), {}),
    "people.json": (JSON.encode(), {}),
    "people.jsonl": (JSON[1:-1].replace("},", "}\n").encode(), {}),
    "people.parquet": (parquet(), {}),
    "people.xml": (XML.encode(), {"rows": "/all/p"}),
    "people.xlsx": (xlsx([["id", "email", "note"], *ROWS]), {}),
}


def archive(folder, members, pack=zipfile.ZIP_STORED, name="all.zip"):
    path = folder / "exports" / name
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w", pack) as out:
        out.comment = b"made nightly"
        for n, (member, data) in enumerate(members.items()):
            info = zipfile.ZipInfo(member, (2020, 1, 2 + n, 3, 4, 6))
            info.compress_type, info.external_attr, info.comment = pack, 0o640 << 16, b"one"
            info.extra = b"\x55\x54\x05\x00\x01\x00\x00\x00\x5e"
            out.writestr(info, data)
    path.chmod(0o640)
    os.utime(path, ns=(OLD, OLD))
    return path


def bound(*tables, by="files", export="exports/*.zip"):
    return store_of(connector=by, export=export, exported_at="modified", erase={"by": by}, tables=list(tables))


def others(path, name):
    with zipfile.ZipFile(path) as found:
        assert found.comment == b"made nightly"
        return [
            (one.filename, one.date_time, one.compress_type, one.external_attr, one.comment, one.extra,
             None if one.filename == name else found.read(one))
            for one in found.infolist()
        ]  # fmt: skip


@pytest.mark.parametrize("pack", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("name", FORMS)
def test_a_record_of_every_format_inside_an_archive(tmp_path, name, pack):
    data, more = FORMS[name]
    inside = f"données/{name}"
    path = archive(tmp_path, {"b/first.txt": b"x" * 99, inside: data, "a/last.csv": b"id\n2\n", "empty/": b""}, pack)
    with path.open("ab") as end:  # what a program left behind that appended a newer directory
        end.seek(0)
    store = bound(people(file="**/people.*", **more))
    before = others(path, inside)
    asked = [work(store, "people", tmp_path, ["2"])]
    assert carried(asked, tmp_path) == ["removed"]
    kept(path)
    assert others(path, inside) == before
    with zipfile.ZipFile(path) as found:
        assert found.testzip() is None
        now = found.read(inside)
    if name.endswith((".csv", ".json", ".xml")):
        assert b"findable" not in path.read_bytes() if pack == zipfile.ZIP_STORED else b"findable" not in now
    if name == "people.csv":
        assert now.decode() == CSV.replace("2,findable-b@x.example,ring Bob\n", "")
    assert carried(asked, tmp_path) == ["absent"]
    rest = work(store, "people", tmp_path, ["1", "3"])
    assert set(carried([rest], tmp_path)) == {"removed"}


def test_bytes_that_belong_to_no_member_are_not_kept(tmp_path):
    path = archive(tmp_path, {"people.csv": CSV.encode()})
    with zipfile.ZipFile(path, "a") as again:  # the old member stays in the file, named by no directory
        again.filelist.clear()
        again.NameToInfo.clear()
        again.writestr("people.csv", CSV.replace("findable-b", "other").encode())
        again.comment = b"made nightly"
    os.utime(path, ns=(OLD, OLD))
    assert b"findable-b" in path.read_bytes()
    assert carried([work(bound(people(file="people.csv")), "people", tmp_path, ["1"])], tmp_path) == ["removed"]
    assert b"findable-b" not in kept(path)


def test_one_work_over_several_members_and_archives(tmp_path):
    one, two = (
        "id,email,note\n" + "\n".join(f"{n},p{n}@x.example,x" for n in numbers) + "\n" for numbers in ((1, 2), (3, 4))
    )
    first = archive(tmp_path, {"people-1.csv": one.encode(), "people-2.csv": two.encode()}, name="a.zip")
    second = archive(tmp_path, {"people-3.csv": one.replace("1,", "5,").replace("2,", "6,").encode()}, name="b.zip")
    store = bound(people(file="people-*.csv"))
    assert carried([work(store, "people", tmp_path, ["1", "3", "6"])], tmp_path) == ["removed"] * 3
    assert [row[0] for row in others(first, "")] == ["people-1.csv", "people-2.csv"]
    assert b"p1@" not in kept(first)
    assert b"p3@" not in kept(first)
    assert b"p2@" not in kept(second)
    assert b"p1@" in kept(second)


def test_an_archive_that_changes_between_two_members_is_left(tmp_path, monkeypatch):
    from stores import rewriting

    path = archive(
        tmp_path, {"people-1.csv": CSV.encode(), "people-2.csv": CSV.replace("1,", "4,").replace("2,", "5,").encode()}
    )
    store = bound(people(file="people-*.csv"))
    asked = [work(store, "people", tmp_path, ["1", "4"])]
    real, calls = rewriting._like, []

    def like(*given):
        real(*given)
        calls.append(1)
        if len(calls) == 2:
            os.utime(path)

    monkeypatch.setattr(rewriting, "_like", like)
    with pytest.raises(SourceError, match=r"all\.zip: the file changed"):
        carried(asked, tmp_path)
    with zipfile.ZipFile(path) as found:
        assert [found.read(name).count(b"\n") for name in ("people-1.csv", "people-2.csv")] == [3, 4]
    assert [one.name for one in path.parent.iterdir()] == ["all.zip"]


def test_documents_and_messages_inside_an_archive(tmp_path):
    rows = b"id,email,cv\n1,a@x.example,cv/one.txt\n2,b@x.example,cv/both.txt\n3,c@x.example,./cv/both.txt\n"
    members = {"people.csv": rows, "cv/one.txt": b"CV of one", "cv/both.txt": b"CV of both"}
    path = archive(tmp_path, members)
    table = {
        "name": "people",
        "file": "people.csv",
        "columns": ["id", "email", "cv"],
        "key": ["id"],
        "opens": {"t": {"path": "cv"}},
    }
    store = bound(table)
    asked = [work(store, "people", tmp_path, ["1", "2"], documents=("cv",))]
    assert set(carried(asked, tmp_path)) == {"removed"}
    assert [row[0] for row in others(path, "")] == ["people.csv", "cv/both.txt"]
    assert set(carried(asked, tmp_path)) == {"absent"}
    archive(tmp_path, members, name="second.zip")
    with pytest.raises(ErasureRefused, match="2 archives; which of them is meant is not known"):
        carried(asked, tmp_path)
    path.unlink()
    (tmp_path / "exports" / "second.zip").unlink()
    archive(
        tmp_path,
        {
            "a.eml": b"From: d@x.example\nMessage-ID: <4@x>\n\nfour\n",
            "b.eml": b"From: e@x.example\nMessage-ID: <5@x>\n\n",
        },
    )
    store = bound({"name": "mail", "columns": ["message_id", "from_address"], "key": ["message_id"]}, by="mailbox")
    assert carried([work(store, "mail", tmp_path, ["4@x"])], tmp_path) == ["removed"]
    assert [row[0] for row in others(path, "")] == ["b.eml"]


def test_documents_and_log_lines_that_are_records_inside_an_archive(tmp_path):
    path = archive(tmp_path, {"cv/ann.txt": b"Ann was here", "cv/bob.txt": b"Bob was here"})
    table = {"name": "cvs", "format": "document", "columns": ["path", "text", "text_unread"], "key": ["path"]}
    store = bound({**table, "file": "cv/*"})
    (key, *_) = sorted(read(store, "cvs", tmp_path).rows)
    assert "ann" in key[0]
    assert carried([work(store, "cvs", tmp_path, [key])], tmp_path) == ["removed"]
    assert [row[0] for row in others(path, "")] == ["cv/bob.txt"]
    assert b"Ann was here" not in kept(path)
    line = '192.0.2.{n} - - [01/Jan/2024:00:00:00 +0000] "GET /{n} HTTP/1.1" 200 5 "-" "x"\n'
    path = archive(tmp_path, {"access.log": b"".join(line.format(n=n).encode() for n in (1, 2, 1))})
    store = bound({"name": "hits", "columns": ["entry", "host"], "key": ["entry"]}, by="weblog")
    gone = [key for key, (row, _) in read(store, "hits", tmp_path).rows.items() if row["host"] == "192.0.2.1"]
    assert carried([work(store, "hits", tmp_path, gone)], tmp_path) == ["removed"] * 2
    assert b"192.0.2.2" in kept(path)
    assert b"192.0.2.1" not in kept(path)


@pytest.mark.parametrize("fault", ["disk full", "no rename"])
def test_a_fault_leaves_the_old_archive_whole(tmp_path, monkeypatch, fault):
    from stores import rewriting

    path = archive(tmp_path, {"people.csv": CSV.encode()})
    asked = [work(bound(people(file="people.csv")), "people", tmp_path, ["2"])]
    before = path.read_bytes()
    with monkeypatch.context() as patched:
        if fault == "disk full":
            patched.setattr(
                rewriting.os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device"))
            )
        else:
            patched.setattr(
                rewriting.Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(5, "Input/output error"))
            )
        with pytest.raises(SourceError, match="the old one stands as it was"):
            carried(asked, tmp_path)
    assert kept(path) == before
    assert carried(asked, tmp_path) == ["removed"]
