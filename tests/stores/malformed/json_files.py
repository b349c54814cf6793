"""Broken JSON and JSON Lines."""

import json

from tests.stores.malformed.export import COLUMNS, RECORDS, Case, damaged

JSON = json.dumps([dict(zip(COLUMNS, record, strict=True)) for record in RECORDS]).encode()


def of_json(rng):
    pointers = {"columns": {name: f"/{name}" for name in COLUMNS}}

    def case(name, data, expect=None, **table):
        data = data.encode() if isinstance(data, str) else data
        return Case(f"json: {name}", "json", {"t.json": data}, expect, pointers | table)

    def one(text):
        return b'[{"id": "1", "name": "Zebedee Quux", "note": ' + text + b"}]"

    yield case("sound", JSON, 6)
    yield case("empty", b"", None)
    yield case("null", b"null", None)
    yield case("a number", b"7", -1)
    yield case("an object without a list", b'{"id": "1"}', -1)
    yield case("a list of numbers", b"[1, 2, 3]", 3)
    yield case("a list of lists", b"[[1], [2]]", None)
    yield case("nulls among the records", b'[null, {"id": "1"}, null]', 3)
    yield case("another place", b'{"data": []}', -1, rows="/rows")
    yield case("a list that is an object", b'{"rows": {"id": "1"}}', -1, rows="/rows")
    yield case("a byte order mark", b"\xef\xbb\xbf" + JSON, 6)
    yield case("UTF-16", JSON.decode().encode("utf-16"), -1)
    yield case("bad UTF-8", one(b'"\xff"'), -1)
    yield case("a lone surrogate", one(b'"\\ud800"'), 1)
    yield case("an escaped NUL", one(b'"a\\u0000b"'), 1)
    yield case("a bare line end in text", one(b'"a\nb"'), None)
    yield case("NaN", one(b"NaN"), -1)
    yield case("Infinity", one(b"-Infinity"), -1)
    yield case("a number of 5,000 digits", one(b"9" * 5000), 1)
    yield case("1e999999", one(b"1e999999"), 1)
    yield case("a leading zero", one(b"007"), -1)
    yield case("a member twice", b'[{"id": "1", "id": "2"}]', -1)
    yield case("members that differ in case", b'[{"id": "1", "ID": "2", "name": "a"}]', 1)
    yield case("a comma too many", b'[{"id": "1"},]', -1)
    yield case("single quotes", b"[{'id': '1'}]", -1)
    yield case("a comment", b'[{"id": "1"} /* x */]', -1)
    yield case("two documents", JSON + JSON, -1)
    yield case("text behind", JSON + b" trailing", -1)
    for depth in (90, 1_000, 100_000):
        yield case(f"{depth} deep", one(b"[" * depth + b"]" * depth), None)
        yield case(f"{depth} deep, never closed", one(b"[" * depth), -1)
    yield case("objects 50,000 deep", one(b'{"a":' * 50_000 + b"1" + b"}" * 50_000), None)
    yield case("a text of 8 MB", one(b'"' + b"x" * 8_000_000 + b'"'), 1)
    yield case("5,000 members", one(b"{" + b",".join(b'"m%d": 1' % n for n in range(5000)) + b"}"), None)
    yield case("a key that is an object", b'[{"id": {"a": 1}, "name": "x"}]', 1)
    yield case("a child that is no list", b'[{"id": "1", "kids": 7}]', 1, each="/kids", columns={"id": "/id"})
    yield case(
        "a child list of nulls", b'[{"id": "1", "kids": [null, null]}]', None, each="/kids", columns={"id": "/id"}
    )
    yield case("a total that is another", b'{"n": 9, "rows": [{"id": "1"}]}', 1, rows="/rows", states_rows="/n")
    for name, data in damaged(JSON, rng, 24):
        yield case(name, data)


LINES = b"".join(json.dumps(dict(zip(COLUMNS, record, strict=True))).encode() + b"\n" for record in RECORDS)


def of_lines(rng):
    pointers = {"columns": {name: f"/{name}" for name in COLUMNS}}

    def case(name, data, rows=None):
        return Case(f"jsonl: {name}", "jsonl", {"t.jsonl": data}, rows, pointers)

    yield case("sound", LINES, 6)
    yield case("empty", b"", None)
    yield case("blank lines", LINES.replace(b"\n", b"\n\n \n"), 6)
    yield case("CRLF", LINES.replace(b"\n", b"\r\n"), 6)
    yield case("no last line end", LINES.rstrip(), 6)
    yield case("a broken line", LINES + b'{"id": "7", \n', 7)
    yield case("a list in a line", LINES + b"[1]\n", 7)
    yield case("bare words", LINES + b"hello\n", 7)
    yield case("two objects in a line", LINES + b'{"id": "7"} {"id": "8"}\n', 7)
    yield case("bad UTF-8", LINES + b'{"id": "\xff"}\n', 7)
    yield case("NUL bytes", LINES + b"\0\0\0\n", 7)
    yield case("a deep line", LINES + b"[" * 200_000 + b"\n", 7)
    yield case("a line of 9 MB", LINES + b'{"id": "7", "note": "' + b"x" * 9_000_000 + b'"}\n', 7)
    yield case("all broken", b"{\n{\n{\n", None)
    yield case("a JSON document", JSON, None)
    for name, data in damaged(LINES, rng, 18):
        yield case(name, data)
