"""Broken web logs."""

import gzip

from tests.stores.malformed.export import NAMES, Case, damaged

LOG = b"".join(
    b'203.0.113.%d - - [10/Oct/2024:13:55:%02d +0000] "GET /?n=%s HTTP/1.1" 200 12 "-" "agent"\n'
    % (n, n, name.replace(" ", "+").encode())
    for n, name in enumerate(NAMES, 1)
)


def of_logs(rng):
    columns = ["entry", "host", "ident", "authuser", "time", "request", "status", "bytes", "referer", "user_agent"]

    def case(name, data, rows=None, file="t.log"):
        given = {"columns": columns, "key": ["entry"], "digest_key": True}
        return Case(f"weblog: {name}", "weblog", {file: data}, rows, given, "weblog")

    yield case("sound", LOG, 6)
    yield case("empty", b"", None)
    yield case("a line of nothing", LOG + b"\n", None)
    yield case("a line of another form", LOG + b"hello world\n", 7)
    yield case("a TLS greeting", LOG + LOG.splitlines()[0].replace(b"GET /", b"\\x16\\x03\\x01") + b"\n", 7)
    yield case("escaped quotes", LOG + LOG.splitlines()[0].replace(b"agent", b'a \\"b\\" c') + b"\n", 7)
    yield case("bare quotes", LOG + LOG.splitlines()[0].replace(b"agent", b'a "b" c') + b"\n", 7)
    yield case("NUL bytes", LOG + b"\0" * 300 + b"\n", 7)
    yield case("a line of 4 MB", LOG + LOG.splitlines()[0].replace(b"agent", b"x" * 4_000_000) + b"\n", 7)
    yield case("bad UTF-8", LOG + LOG.splitlines()[0].replace(b"agent", b"\xff") + b"\n", 7)
    yield case("no last line end", LOG.rstrip(), 6)
    yield case("gzip, cut", gzip.compress(LOG, mtime=0)[:-9], -1, "t.log.gz")
    yield case("gzip", gzip.compress(LOG, mtime=0), 6, "t.log.gz")
    for name, data in damaged(LOG, rng, 12):
        yield case(name, data)
