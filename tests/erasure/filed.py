"""Exports in files, and erasing in them as the hand does it."""

import os
from datetime import date

from stores.erasing import eraser_for
from tests.erasure.erasers import states, store_of

TODAY = date(2026, 3, 1)
OLD = 1_700_000_000_123_456_789
HEAD = "id;email;note"
MBOX = [
    b"From a@x.example Mon Jan  1 00:00:00 2024\nFrom: a@x.example\nMessage-ID: <1@x>\nSubject: one\n\nHello\n>From here\n\n",
    b"From b@x.example Tue Jan  2 00:00:00 2024\r\nFrom: b@x.example\r\nMessage-ID: <2@x>\r\n\r\nbytes \xff\xfe\r\n\r\n",
    b"From c@x.example Wed Jan  3 00:00:00 2024\nFrom: c@x.example\nMessage-ID: <3@x>\n\nlast",
]


def bound(*tables, by="files", **more):
    return store_of(
        connector=by, export="exports", exported_at="modified", erase={"by": by}, tables=list(tables), **more
    )


def people(**more):
    return {"name": "people", "columns": ["id", "email", "note"], "key": ["id"], "subject": {"email": "email"}, **more}


def put(folder, name, data):
    path = folder / "exports" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.chmod(0o640)
    os.utime(path, ns=(OLD, OLD))
    return path


def carried(works, folder):
    eraser = eraser_for(works[0].store)
    eraser.check(works[0].store, folder)
    eraser.ready(works, folder)
    return states(eraser.erase_together(works, folder, TODAY))


def kept(path):
    """The file has its old mode and times, and nothing lies beside it."""
    status = path.stat()
    assert (status.st_mode & 0o777, status.st_mtime_ns) == (0o640, OLD)
    assert [other.name for other in path.parent.iterdir() if other.name.startswith(".")] == []
    return path.read_bytes()
