"""A fault in any medium ends in a state that a person can act on, never in 'verified', and the old file stands whole."""

import gzip
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stores import rewriting
from stores.errors import SourceError
from tests.erasure.approved import approved, hand
from tests.erasure.erasers import read, work
from tests.erasure.filed import HEAD, MBOX, OLD, bound, carried, people, put

LOG = '192.0.2.{n} - - [01/Jan/2024:00:00:0{n} +0000] "GET / HTTP/1.1" 200 5 "-" "x"\n'
ROWS = (HEAD.replace(";", ",") + "\n1,a@x.example,x\n2,b@x.example,y\n").encode()
LINES = b'{"id":1,"email":"a@x.example","note":"x"}\n{"id":2,"email":"b@x.example","note":"y"}\n'
DOCUMENT = b'[{"id":1,"email":"a@x.example","note":"x"},{"id":2,"email":"b@x.example","note":"y"}]'
MAIL = {"name": "mail", "columns": ["message_id", "body"], "key": ["message_id"]}
HITS = {"name": "hits", "columns": ["entry", "host"], "key": ["entry"], "digest_key": True, "file": "access.log*"}
MEDIA = {
    "csv": ("people.csv", ROWS, people(file="people.csv"), "files"),
    "csv.gz": ("people.csv.gz", gzip.compress(ROWS), people(file="people.csv.gz"), "files"),
    "jsonl": ("people.jsonl", LINES, people(file="people.jsonl"), "files"),
    "json": ("people.json", DOCUMENT, people(file="people.json"), "files"),
    "parquet": ("people.parquet", b"", people(file="people.parquet"), "files"),
    "mbox": ("in.mbox", b"".join(MBOX), MAIL, "mailbox"),
    "weblog": ("access.log", "".join(LOG.format(n=n) for n in (1, 2)).encode(), HITS, "weblog"),
}


def full(*_):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("fault", ["disk full", "no rename", "half written"])
def test_the_old_file_stands_and_the_work_can_be_repeated(tmp_path, monkeypatch, medium, fault):
    name, data, table, by = MEDIA[medium]
    path = put(tmp_path, name, data)
    if medium == "parquet":
        pq.write_table(pa.table({"id": [1, 2], "email": ["a@x.example", "b@x.example"], "note": ["x", "y"]}), path)
        os.utime(path, ns=(OLD, OLD))
    before = path.read_bytes()
    store = bound(table, by=by)
    key = min(read(store, table["name"], tmp_path).rows)
    asked = [work(store, table["name"], tmp_path, [key])]
    with monkeypatch.context() as broken:
        if fault == "disk full":
            broken.setattr(rewriting.os, "fsync", full)
        elif fault == "no rename":
            broken.setattr(rewriting.Path, "replace", full)
        else:
            broken.setattr(rewriting, "_like", full)
        with pytest.raises(SourceError, match="the old one stands as it was") as told:
            carried(asked, tmp_path)
    assert "x.example" not in str(told.value)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert carried(asked, tmp_path) == ["removed"]
    assert path.read_bytes() != before


def test_what_a_crash_left_beside_a_file_is_swept(tmp_path):
    name, data, table, by = MEDIA["csv"]
    path = put(tmp_path, name, data)
    part = path.with_name(f".{name}{rewriting.PART}")
    part.write_bytes(b"half of it: a@x.example")
    store = bound(table, by=by)
    assert carried([work(store, "people", tmp_path, ["2"])], tmp_path) == ["removed"]
    assert not part.exists()


def test_a_full_disk_is_a_failed_state_and_then_a_verified_one(ready, monkeypatch):
    approved(ready, lambda flag: flag.clause == "candidates-twelve-months")
    with monkeypatch.context() as broken:
        broken.setattr(rewriting.Path, "replace", full)
        broken.setattr("assets.hand.keep", lambda path: path.with_name(path.name + ".part").rename(path))
        done = hand(ready).execute()
    assert set(done.counts()) == {"failed"}
    (reason,) = {outcome.reason for outcome in done.outcomes[0].values()}
    assert "the old one stands as it was" in reason
    assert set(hand(ready).execute().counts()) == {"verified"}
