"""Broken gzip files and zip archives, and bombs."""

import gzip
import io
import zipfile

from tests.stores.malformed.csv_files import CSV
from tests.stores.malformed.export import Case, damaged


def of_gzip(rng):
    packed = gzip.compress(CSV, mtime=0)

    def case(name, data, rows=None):
        return Case(f"gzip: {name}", "csv", {"t.csv.gz": data}, rows)

    yield case("sound", packed, 6)
    yield case("two members", gzip.compress(CSV, mtime=0) + gzip.compress(b"7,Late,x\n", mtime=0), 7)
    yield case("not gzip", CSV, -1)
    yield case("empty", b"", None)
    yield case("without its end", packed[:-8], -1)
    yield case("rubbish behind", packed + b"rubbish", None)
    yield case("a bomb", bomb_gzip, -1)
    for name, data in damaged(packed, rng, 12):
        yield case(name, data)


def zeros(stream, head=b"id,name,note\n", size=560):
    """Write so many megabytes that pack to a thousandth: over the size that is unpacked."""
    stream.write(head)
    for _ in range(size):
        stream.write(b"0" * 1_000_000)


def bomb_gzip():
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as stream:
        zeros(stream)
    return out.getvalue()


def bomb_zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("t.csv", "w") as stream:
        zeros(stream)
    return out.getvalue()


def archive(members, *, stored=False):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as packed:
        for name, data in members:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            packed.writestr(info, data)
    return out.getvalue()


def of_archives(rng):
    def case(name, data, rows=None):
        return Case(f"zip: {name}", "zip", {"t.zip": data}, rows, {"file": "t.csv", "format": "csv"})

    link = zipfile.ZipInfo("t.csv")
    link.external_attr = 0o120777 << 16
    locked = bytearray(archive([("t.csv", CSV)]))
    locked[6] |= 1
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    yield case("sound", archive([("t.csv", CSV)]), 6)
    yield case("stored", archive([("t.csv", CSV)], stored=True), 6)
    yield case("empty", b"", -1)
    yield case("no members", archive([]), -1)
    yield case("another member", archive([("u.csv", CSV)]), -1)
    yield case("a member with ../", archive([("../t.csv", CSV)]), -1)
    yield case("a member with ../ beside", archive([("t.csv", CSV), ("../../etc/passwd", b"x")]), -1)
    yield case("an absolute member", archive([("t.csv", CSV), ("/etc/passwd", b"x")]), -1)
    yield case("a symbolic link", archive([(link, b"/etc/passwd")]), -1)
    yield case("a member twice", archive_twice(), -1)
    yield case("locked", bytes(locked), -1)
    yield case("a bomb", bomb_zip, -1)
    yield case("a zip in a zip", archive([("t.csv", archive([("t.csv", CSV)]))]), None)
    yield case("backslashes", archive([("..\\t.csv", CSV)]), -1)
    for name, data in damaged(archive([("t.csv", CSV)]), rng, 12):
        yield case(name, data)


def archive_twice():
    first = archive([("t.csv", CSV), ("x.csv", CSV)])
    return first.replace(b"x.csv", b"t.csv")
