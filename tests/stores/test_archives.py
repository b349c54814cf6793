"""Exports that come as zip archives: members land as files do, and an archive that is not to be trusted is refused."""

import gzip
import io
import json
import os
import stat
import struct
import time
import zipfile
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stores.errors import SourceError
from stores.landing import land
from stores.mailbox import CONNECTOR as MAILBOX
from tests.stores.exports import VALUE, landed_rows, put, run, store_of, xlsx
from tests.stores.papers import zipped

CSV = "id,name\n1,Ann\n2,Zoë\n"


def parquet():
    out = io.BytesIO()
    pq.write_table(pa.table({"id": ["1", "2"], "name": ["Ann", "Zoë"]}), out)
    return out.getvalue()


MEMBERS = {
    "people.csv": CSV,
    "people.csv.gz": gzip.compress(CSV.encode()),
    "people.json": json.dumps([{"id": "1", "name": "Ann"}, {"id": "2", "name": "Zoë"}]),
    "people.jsonl": '{"id":"1","name":"Ann"}\n{"id":"2","name":"Zoë"}\n',
    "people.parquet": parquet(),
    "people.xlsx": xlsx([["id", "name"], ["1", "Ann"], ["2", "Zoë"]]),
}


@pytest.mark.parametrize("name", MEMBERS)
def test_a_member_lands_as_the_file_would(warehouse, controller, name):
    put(controller, "all.zip", zipped({name: MEMBERS[name], "other.csv": "x,y\n1,2\n", "__MACOSX/._people.csv": "x"}))
    landed = run(warehouse, controller, export="in/*.zip", file="people.*")
    assert (landed.rows, landed.landed, landed.quarantined) == (2, 2, 0)
    assert landed_rows(warehouse) == [("1", "Ann"), ("2", "Zoë")]
    assert warehouse.execute('SELECT DISTINCT _file FROM landed."shop__people"').fetchall() == [(f"in/all.zip/{name}",)]


def test_a_csv_that_needs_the_exact_reader_lands_too(warehouse, controller):
    put(controller, "all.zip", zipped({"people.csv": 'id,name\n1,"a\nb"\n2,x,y\n\n3,"c"\n'}))
    landed = run(warehouse, controller, export="in/all.zip", file="people.csv")
    assert (landed.rows, landed.landed, landed.reasons) == (3, 2, {"3 fields where the header has 2": 1})


def test_archives_and_folders_in_them_are_globs(warehouse, controller):
    put(controller, "a.zip", zipped({"one/people.csv": "id,name\n1,Ann\n", "one/deep/er/people.csv": "id,name\n2,B\n"}))
    put(controller, "b.zip", zipped({"people.csv": "id,name\n3,C\n", "x\\people.csv": "id,name\n4,D\n"}))
    put(controller, "c.csv", "id,name\n9,not this\n")
    assert run(warehouse, controller, export="in/*.zip", file="**/people.csv").landed == 4
    assert run(warehouse, controller, export="in/*.zip", file="*/people.csv").landed == 2
    assert run(warehouse, controller, export="in/b.zip", file=None).landed == 1
    with pytest.raises(SourceError, match=r"no file matches in/b\.zip/none\.csv"):
        run(warehouse, controller, export="in/b.zip", file="none.csv")


def test_an_archive_is_as_old_as_itself_or_as_its_name_says(warehouse, controller):
    path = put(controller, "all-2026-02-03.zip", zipped({"2020-01-01.csv": CSV}))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert run(warehouse, controller, export="in/*.zip", file="*.csv").exported_at == datetime.fromtimestamp(1.7e9, UTC)
    store = store_of(export="in/*.zip", file="*.csv").model_copy(
        update={"exported_at": type("At", (), {"name": "%Y-%m-%d"})()}
    )
    assert land(warehouse, store, store.tables[0], controller).exported_at == datetime(2026, 2, 3, tzinfo=UTC)


def test_mail_inside_an_archive(warehouse, controller):
    put(
        controller,
        "mail.zip",
        zipped({"in/a.eml": "Message-ID: <1@a>\n\nhello", "b.mbox": "From x\nMessage-ID: <2@a>\n\nx\n"}),
    )
    store = store_of(
        ["message_id", "body"],
        connector="mailbox",
        export="in/mail.zip",
        file=None,
        key=["message_id"],
        digest_key=True,
    )
    landed = land(warehouse, store, store.tables[0], controller, MAILBOX)
    assert (landed.rows, landed.landed) == (2, 2)


def made(name="people.csv", data=CSV, **info):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(name)
        for key, value in info.items():
            setattr(member, key, value)
        archive.writestr("first.txt", "x")
        archive.writestr(member, data)
    return out.getvalue()


def link(kind=stat.S_IFLNK):
    return made("people.csv", "/etc/passwd", external_attr=(kind | 0o777) << 16, create_system=3)


def flagged():
    data = bytearray(made())
    at = data.rindex(b"PK\1\2")
    data[at + 8] |= 1
    return bytes(data)


def twice():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("people.csv", CSV)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("people.csv", CSV)
    return out.getvalue()


def overlapping():
    """Both members of the directory stand on the same bytes."""
    data = bytearray(made())
    first, second = data.index(b"PK\1\2"), data.rindex(b"PK\1\2")
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


def bomb():
    """A member of 600 MiB in a few bytes, as its directory says."""
    data = bytearray(made())
    at = data.rindex(b"PK\1\2")
    data[at + 24 : at + 28] = struct.pack("<I", 600 << 20)
    return bytes(data)


def claims_little():
    """The directory states fewer bytes than there are."""
    data = bytearray(made(data=CSV * 100))
    at = data.rindex(b"PK\1\2")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def damaged():
    data = bytearray(made(data=os.urandom(1000)))
    at = data.index(b"people.csv") + 200
    data[at] ^= 0xFF
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (lambda: made("/etc/people.csv"), "member 2 of the archive leads outside the archive"),
        (lambda: made("../people.csv"), "member 2 of the archive leads outside the archive"),
        (lambda: made("a/../../people.csv"), "member 2 of the archive leads outside the archive"),
        (lambda: made("..\\people.csv"), "member 2 of the archive leads outside the archive"),
        (lambda: made("C:\\people.csv"), "member 2 of the archive leads outside the archive"),
        (lambda: made("."), "member 2 of the archive has no proper name"),
        (link, "member 2 of the archive is a link or a device"),
        (lambda: link(stat.S_IFIFO), "member 2 of the archive is a link or a device"),
        (flagged, "member 2 of the archive is encrypted"),
        (twice, "member 2 of the archive has the name of an earlier one"),
        (overlapping, "of the archive overlaps another"),
        (bomb, "unpacks to 600 MiB, far more than an export does"),
        (lambda: made()[:-30], "not a sound zip archive"),
        (lambda: made()[:60], "not a sound zip archive"),
        (lambda: b"", "not a sound zip archive"),
        (lambda: b"PK\3\4" + bytes(100), "not a sound zip archive"),
        (damaged, "inside its archive"),
        (claims_little, "inside its archive"),
    ],
)
def test_an_archive_not_to_be_trusted_is_refused(warehouse, controller, data, why):
    put(controller, f"{VALUE}.zip".replace(VALUE, "all"), data())
    start = time.monotonic()
    with pytest.raises(SourceError, match=why) as refused:
        run(warehouse, controller, export="in/*.zip", file="people.csv")
    assert time.monotonic() - start < 10
    assert "in/all.zip" in str(refused.value)


def test_a_member_of_thousands_of_members_is_found_at_once(warehouse, controller):
    names = {f"n{number}.txt": "" for number in range(3_000)} | {"people.csv": CSV}
    put(controller, "all.zip", zipped(names, zipfile.ZIP_STORED))
    start = time.monotonic()
    assert run(warehouse, controller, export="in/all.zip", file="people.csv").landed == 2
    assert time.monotonic() - start < 5


def test_an_archive_inside_an_archive_is_no_file_that_is_read(warehouse, controller):
    put(controller, "all.zip", zipped({"inner.zip": zipped({"people.csv": CSV})}))
    with pytest.raises(SourceError, match="no file matches"):
        run(warehouse, controller, export="in/all.zip", file="people.csv")
    with pytest.raises(SourceError, match="the format is not told by the name"):
        run(warehouse, controller, export="in/all.zip", file="*")


def test_nothing_is_written_to_disk(warehouse, controller):
    put(controller, "all.zip", zipped(MEMBERS))
    before = {path for path in controller.rglob("*") if ".abide" not in path.parts}
    run(warehouse, controller, export="in/*.zip", file="people.parquet")
    assert {path for path in controller.rglob("*") if ".abide" not in path.parts} == before
