"""Erasing in files: the planned records' bytes are gone, every other byte is where it was, mode and times are the old ones."""

import gzip
import json
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stores.erasing import eraser_for
from stores.errors import ErasureRefused, SourceError
from tests.erasure.erasers import read, work
from tests.erasure.filed import OLD, bound, carried, kept, people, put

DIALECTS = {
    "plain": ("utf-8", ",", "\n", b""),
    "excel": ("utf-8-sig", ";", "\r\n", b"\xef\xbb\xbf"),
    "old-mac": ("cp1252", "\t", "\r", b""),
    "latin": ("latin-1", "|", "\n", b""),
    "wide": ("utf-16", ",", "\r\n", b"\xff\xfe"),
}


def csv(dialect):
    encoding, sign, end, mark = DIALECTS[dialect]
    lines = [
        "id;email;note", "1;a@x.example;plain", '2;b@x.example;"two\nlines; and ""quotes"""', "", "3;c@x.example;Zoë café",
        '"4";"d@x.example";""', "5;e@x.example;",
    ]  # fmt: skip
    codec = "utf-16-le" if encoding == "utf-16" else "utf-8" if encoding == "utf-8-sig" else encoding
    encoded = [(line.replace(";", sign) + end).encode(codec) for line in lines]
    return mark, encoded, people(file="people.csv", format="csv", encoding=encoding, delimiter=sign)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("gone", [["2"], ["1", "5"], ["4"], ["1", "2", "3", "4", "5"]])
def test_rows_of_a_csv_go_and_every_other_byte_stays(tmp_path, dialect, gone):
    mark, lines, table = csv(dialect)
    path = put(tmp_path, "people.csv", mark + b"".join(lines))
    store = bound(table)
    assert set(carried([work(store, "people", tmp_path, gone)], tmp_path)) == {"removed"}
    place = {"1": 1, "2": 2, "3": 4, "4": 5, "5": 6}
    left = [line for n, line in enumerate(lines) if n not in {place[key] for key in gone}]
    assert kept(path) == mark + b"".join(left)
    if len(gone) < 5:
        assert eraser_for(store).present(store, store.tables[0], tmp_path, [(k,) for k in "12345"]) == {
            (k,) for k in "12345" if k not in gone
        }


def test_a_gzip_file_and_fields_that_are_blanked_or_cut(tmp_path):
    mark, lines, table = csv("excel")
    data = mark + b"".join(lines)
    path = put(tmp_path, "people.csv.gz", gzip.compress(data))
    store = bound({**table, "file": "people.csv.gz"})
    known = read(store, "people", tmp_path)
    works = [
        work(store, "people", tmp_path, ["1"], "blank", ["email"], known=known),
        work(store, "people", tmp_path, ["2"], "redact", ["note"], {"note": ((0, 9),)}, known=known),
        work(store, "people", tmp_path, ["3"], known=known),
    ]
    assert carried(works, tmp_path) == ["removed"] * 3
    lines[1] = b"1;;plain\r\n"
    lines[2] = b'2;b@x.example;"***; and ""quotes"""\r\n'
    assert gzip.decompress(kept(path)) == mark + b"".join(lines[:4] + lines[5:])
    assert carried(works, tmp_path) == ["removed", "removed", "absent"]


def test_a_section_of_a_report(tmp_path):
    text = b"People\nid,email,note\n1,a@x.example,x\n2,b@x.example,y\n\nTotals\nid,email\n1,a@x.example\n"
    path = put(tmp_path, "people.csv", text)
    store = bound(people(file="people.csv", format="csv", section="People"))
    assert carried([work(store, "people", tmp_path, ["1"])], tmp_path) == ["removed"]
    assert kept(path) == text.replace(b"1,a@x.example,x\n", b"")


def test_what_changed_since_is_left_as_it_is(tmp_path):
    _mark, lines, table = csv("plain")
    path = put(tmp_path, "people.csv", b"".join(lines))
    store = bound(table)
    asked = [work(store, "people", tmp_path, ["1", "3"])]
    path.write_bytes(path.read_bytes().replace(b",plain", b",please keep"))
    os.utime(path, ns=(OLD, OLD))
    assert sorted(carried(asked, tmp_path)) == ["changed", "removed"]
    assert b"please keep" in kept(path)


JSON = b"""{"meta": {"n": 3},
 "people": [
  {"id": 1, "email": "a@x.example", "note": "one", "extra": [1.50, 2]},
  {"id":2,"email":"b@x.example","note":null} ,
  {"id": 3, "email": "c@x.example", "note": "Zo\\u00eb and Bob", "calls": [{"no": 7, "with": "Bob"}, {"no": 8, "with": "Ann"}]}
 ]}
"""


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        (["2"], JSON.replace(b'{"id":2,"email":"b@x.example","note":null} ,\n  ', b"")),
        (["1"], JSON.replace(b'{"id": 1, "email": "a@x.example", "note": "one", "extra": [1.50, 2]},\n  ', b"")),
        (["1", "2", "3"], JSON[: JSON.index(b"[\n")] + b"[]" + b"}\n"),
    ],
)
def test_records_of_a_json_document(tmp_path, gone, left):
    path = put(tmp_path, "people.json", JSON)
    store = bound(people(file="people.json", format="json", rows="/people"))
    assert set(carried([work(store, "people", tmp_path, gone)], tmp_path)) == {"removed"}
    assert kept(path) == left
    json.loads(left)


def test_values_and_elements_of_json_and_what_stands_inside_a_record(tmp_path):
    path = put(tmp_path, "people.json", JSON)
    table = people(file="people.json", format="json", rows="/people")
    calls = {"name": "calls", "file": "people.json", "format": "json", "rows": "/people", "each": "/calls",
             "columns": {"person": "../id", "no": "/no", "with": "/with"}, "key": ["person", "no"]}  # fmt: skip
    store = bound(table, calls)
    assert carried([work(store, "people", tmp_path, ["3"])], tmp_path) == ["retained"]
    assert kept(path) == JSON
    done = carried([work(store, "people", tmp_path, ["3"], "redact", ["note"], {"note": ((8, 11),)})], tmp_path)
    assert done == ["removed"]
    assert kept(path) == JSON.replace(b'"Zo\\u00eb and Bob"', '"Zoë and ***"'.encode())
    assert carried([work(store, "calls", tmp_path, [("3", "7")])], tmp_path) == ["removed"]
    assert b'"calls": [{"no": 8' in kept(path)
    works = [work(store, "calls", tmp_path, [("3", "8")]), work(store, "people", tmp_path, ["3"])]
    # the record changes when its call goes, so the second work is what was read after the first
    assert carried(works[:1], tmp_path) == ["removed"]
    assert carried([work(store, "people", tmp_path, ["3"])], tmp_path) == ["removed"]
    assert len(json.loads(kept(path))["people"]) == 2


def test_stretches_of_a_nested_value_are_not_cut_from_its_text(tmp_path):
    path = put(tmp_path, "people.json", b'[{"id": 1, "email": "a@x.example", "note": {"by": "Bob"}}]')
    store = bound(people(file="people.json", format="json"))
    assert carried([work(store, "people", tmp_path, ["1"], "redact", ["note"], {"note": ((7, 10),)})], tmp_path) == [
        "retained"
    ]
    assert b'{"by": "Bob"}' in kept(path)


def test_lines_of_json(tmp_path):
    lines = [
        b'{"id": 1, "email": "a@x.example", "note": "x"}\r\n',
        b"\n",
        b'{"note":"y","id":2,"email":"b@x.example"}\n',
        b'{"id":3,"email":null,"note":"\xc3\xa9"}',
    ]
    path = put(tmp_path, "people.jsonl", b"".join(lines))
    store = bound(people(file="people.jsonl", format="jsonl"))
    assert carried([work(store, "people", tmp_path, ["2"])], tmp_path) == ["removed"]
    assert kept(path) == lines[0] + lines[1] + lines[3]
    assert carried([work(store, "people", tmp_path, ["1"], "blank", ["email"])], tmp_path) == ["removed"]
    assert kept(path) == lines[0].replace(b'"a@x.example"', b"null") + lines[1] + lines[3]


def test_rows_of_parquet(tmp_path):
    rows = pa.table({"id": [1, 2, 3], "email": ["a@x.example", "b@x.example", None], "note": ["x", "call Bob", "z"]})
    path = put(tmp_path, "people.parquet", b"")
    pq.write_table(rows, path, compression="none", row_group_size=2)
    os.utime(path, ns=(OLD, OLD))
    store = bound(people(file="people.parquet", format="parquet"))
    known = read(store, "people", tmp_path)
    works = [
        work(store, "people", tmp_path, ["2"], "redact", ["note"], {"note": ((5, 8),)}, known=known),
        work(store, "people", tmp_path, ["1"], known=known),
    ]
    assert carried(works, tmp_path) == ["removed", "removed"]
    assert b"a@x.example" not in kept(path)
    assert b"Bob" not in path.read_bytes()
    assert pq.read_table(path).to_pylist() == [
        {"id": 2, "email": "b@x.example", "note": "call ***"}, {"id": 3, "email": None, "note": "z"},
    ]  # fmt: skip


def test_documents_go_with_their_record_unless_another_names_them(tmp_path):
    rows = b"id,email,cv\n1,a@x.example,cv/one.txt\n2,b@x.example,cv/both.txt\n3,c@x.example,cv/both.txt\n"
    path = put(tmp_path, "people.csv", rows)
    one, both = put(tmp_path, "cv/one.txt", b"CV of one"), put(tmp_path, "cv/both.txt", b"CV of both")
    table = {
        "name": "people",
        "file": "people.csv",
        "columns": ["id", "email", "cv"],
        "key": ["id"],
        "opens": {"text": {"path": "cv"}},
    }
    store = bound(table)
    asked = [work(store, "people", tmp_path, ["1", "2"], documents=("cv",))]
    assert set(carried(asked, tmp_path)) == {"removed"}
    assert (one.exists(), both.exists()) == (False, True)
    assert kept(path) == b"id,email,cv\n3,c@x.example,cv/both.txt\n"
    one.write_bytes(b"left by a crash")
    assert set(carried(asked, tmp_path)) == {"absent"}
    assert not one.exists()


@pytest.mark.parametrize(
    "path",
    [
        "../outside.txt",
        "/etc/hostname",
        "cv/../../outside.txt",
        "link/outside.txt",
        "..\\outside.txt",
        "file:///etc/hostname",
    ],
)
def test_a_document_outside_the_export_is_never_removed(tmp_path, path):
    outside = tmp_path / "outside.txt"
    outside.write_text("not ours")
    rows = f"id,email,cv\n1,a@x.example,{path}\n".encode()
    export = put(tmp_path, "people.csv", rows)
    (tmp_path / "exports" / "link").symlink_to(tmp_path)
    table = {
        "name": "people",
        "file": "people.csv",
        "columns": ["id", "email", "cv"],
        "key": ["id"],
        "opens": {"text": {"path": "cv"}},
    }
    store = bound(table)
    known = read(bound({**table, "opens": {}}), "people", tmp_path)
    with pytest.raises(ErasureRefused, match="outside the export's folder; nothing was erased"):
        carried([work(store, "people", tmp_path, ["1"], documents=("cv",), known=known)], tmp_path)
    assert outside.read_text() == "not ours"
    assert export.read_bytes() == rows


def test_what_is_not_erased_in_is_refused_with_a_sentence(tmp_path):
    _mark, lines, table = csv("plain")
    path = put(tmp_path, "people.csv", b"".join(lines))
    store = bound(table)
    asked = [work(store, "people", tmp_path, ["1"])]
    os.link(path, tmp_path / "second")
    with pytest.raises(ErasureRefused, match="second name"):
        carried(asked, tmp_path)


def test_a_document_that_is_a_file_of_records_is_never_removed(tmp_path):
    rows = b"id,email,cv\n1,a@x.example,people.csv\n2,b@x.example,cv/two.txt\n"
    path = put(tmp_path, "people.csv", rows)
    columns = ["id", "email", "cv"]
    known = read(bound({"name": "people", "file": "people.csv", "columns": columns, "key": ["id"]}), "people", tmp_path)
    table = {"name": "people", "file": "people.csv", "columns": columns, "key": ["id"], "opens": {"t": {"path": "cv"}}}
    with pytest.raises(ErasureRefused, match="a document in which records stand; nothing was erased"):
        carried([work(bound(table), "people", tmp_path, ["1"], documents=("cv",), known=known)], tmp_path)
    assert path.read_bytes() == rows


@pytest.mark.parametrize("fault", ["disk full", "no rename", "changed meanwhile", "cut short"])
def test_a_fault_leaves_the_old_file_whole(tmp_path, monkeypatch, fault):
    from stores import rewriting

    _mark, lines, table = csv("plain")
    path = put(tmp_path, "people.csv", b"".join(lines))
    store = bound(table)
    asked = [work(store, "people", tmp_path, ["1", "3"])]
    if fault == "disk full":
        monkeypatch.setattr(
            rewriting.os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device"))
        )
    elif fault == "no rename":
        monkeypatch.setattr(
            rewriting.Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(5, "Input/output error"))
        )
    elif fault == "changed meanwhile":
        real = rewriting._like
        monkeypatch.setattr(
            rewriting, "_like", lambda *a: (path.write_bytes(path.read_bytes() + b"6,f@x.example,\n"), real(*a))
        )
    else:
        monkeypatch.setattr("stores.editing_lines._write", lambda file, *_: cut_short(file))
    before = path.read_bytes()
    with pytest.raises(SourceError) as told:
        carried(asked, tmp_path)
    assert "example" not in str(told.value)
    assert path.read_bytes().startswith(before)
    assert [other.name for other in path.parent.iterdir()] == ["people.csv"]


def cut_short(file):
    from stores.rewriting import replacing

    with replacing(file) as out:
        out.write(b"id,em")
        raise OSError(5, "Input/output error")
