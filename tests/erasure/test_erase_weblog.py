"""Erasing in web logs: the lines are gone, every other line is what it was."""

import gzip

from tests.erasure.erasers import read, work
from tests.erasure.filed import bound, carried, kept, put


def test_lines_of_a_web_log(tmp_path):
    line = '{ip} - - [01/Jan/2024:00:00:0{n} +0000] "GET /{n} HTTP/1.1" 200 5 "-" "x\\"y"\n'
    one = [line.format(ip=ip, n=n).encode() for n, ip in enumerate(("192.0.2.1", "192.0.2.2", "192.0.2.1"))]
    stays = line.format(ip="192.0.2.3", n=8).encode()
    two = [line.format(ip="192.0.2.1", n=9).encode()] * 2 + [b"broken \xff line\n", stays]
    first, second = (
        put(tmp_path, "access.log", b"".join(one)),
        put(tmp_path, "access.log.1.gz", gzip.compress(b"".join(two))),
    )
    store = bound(
        {"name": "hits", "columns": ["entry", "host"], "key": ["entry"], "digest_key": True, "file": "access.log*"},
        by="weblog",
    )
    found = read(store, "hits", tmp_path)
    gone = [key for key, (row, _) in found.rows.items() if row["host"] == "192.0.2.1"]
    assert len(gone) == 4
    asked = [work(store, "hits", tmp_path, gone)]
    assert carried(asked, tmp_path) == ["removed"] * 4
    assert kept(first) == one[1]
    assert gzip.decompress(kept(second)) == b"".join(two[2:])
    assert carried(asked, tmp_path) == ["absent"] * 4
