"""Log lines: every part kept as it is written, what is no log line quarantined."""

import gzip
from hashlib import sha256

import pytest

from stores.errors import SourceError
from stores.landing import land
from stores.store import Store
from stores.weblog import COLUMNS, LINES

STORE = Store.model_validate(
    {
        "name": "web",
        "role": "controller",
        "connector": "weblog",
        "export": "logs/access.log*",
        "exported_at": "modified",
        "fresh_within": "1 day",
        "tables": [{"name": "hits", "columns": ["entry", "host", "time", "cookie"], "key": ["entry"]}],
    }
)
TIME = "[31/Jan/2024:12:00:00 +0000]"


def put(folder, name, lines):
    (folder / "logs").mkdir(exist_ok=True)
    data = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines) + b"\n"
    (folder / "logs" / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)


def rows(con):
    columns = ", ".join(f'"{column}"' for column in COLUMNS)
    found = con.execute(f"SELECT {columns} FROM landed.web__hits ORDER BY _file, _line").fetchall()
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


def digest(line):
    return sha256(line.encode()).hexdigest()[:32]


def test_every_part_of_a_line_is_kept(warehouse, controller):
    lines = [
        f'2001:db8::1 id "a b" {TIME} "GET /p/é?x=a%20b&y=?z HTTP/2.0" 404 - "https://a.example/?q=\\"x\\"" "UA \\\\ \\x22" rt=0.1',
        f'198.51.100.7 - - {TIME} "-" 400 0 "-" "-"',
        f'h - - {TIME} "\\x16\\x03" 400 226 "" "-"',
    ]
    put(controller, "access.log", lines)
    landed = land(warehouse, STORE, STORE.tables[0], controller)
    assert landed.missing == ("cookie",)
    first, second, third = rows(warehouse)
    assert first == {
        "entry": f"{digest(lines[0])}:1",
        "host": "2001:db8::1",
        "ident": "id",
        "authuser": '"a b"',
        "time": "31/Jan/2024:12:00:00 +0000",
        "request": "GET /p/é?x=a%20b&y=?z HTTP/2.0",
        "status": "404",
        "bytes": None,
        "referer": 'https://a.example/?q=\\"x\\"',
        "user_agent": "UA \\\\ \\x22",
        "method": "GET",
        "path": "/p/é",
        "query": "x=a%20b&y=?z",
        "vhost": None,
        "forwarded_for": None,
        "address": "2001:db8::1",
        "extra": "rt=0.1",
    }
    assert second["request"] is second["path"] is second["query"] is second["referer"] is second["extra"] is None
    assert (third["request"], third["referer"], third["bytes"]) == ("\\x16\\x03", "", "226")
    assert third["method"] is third["path"] is third["address"] is None


REST = f'- - {TIME} "GET / HTTP/1.1" 200 1 "-" "-"'


def stated(line):
    return STORE.model_copy(update={"options": {"line": line}})


REQUESTS = (
    ("GET / HTTP/1.0", ("GET", "/", None)),
    ("GET /a?b HTTP/2", ("GET", "/a", "b")),
    ("GET /a? HTTP/1.1", ("GET", "/a", "")),
    ("GET /", ("GET", "/", None)),
    ("GET /two words?x=1 2 HTTP/1.1", ("GET", "/two words", "x=1 2")),
    ("VERSION-CONTROL * HTTP/1.1", ("VERSION-CONTROL", "*", None)),
    ('GET /\\"quoted\\" HTTP/1.1', ("GET", '/\\"quoted\\"', None)),
    ("GET /\\x22quoted\\x22 HTTP/1.1", ("GET", "/\\x22quoted\\x22", None)),
    ("GET", (None, None, None)),
    ("\\x16\\x03\\x01 \\x02", (None, None, None)),
    ("", (None, None, None)),
    ("\\n", (None, None, None)),
)


def test_a_request_that_is_none_has_no_path_and_is_kept(warehouse, controller):
    put(controller, "access.log", [f'192.0.2.1 - - {TIME} "{line}" 400 0 "-" "-"' for line, _ in REQUESTS])
    land(warehouse, STORE, STORE.tables[0], controller)
    found = [(row["request"], (row["method"], row["path"], row["query"])) for row in rows(warehouse)]
    assert found == list(REQUESTS)


HOSTS = (
    ("192.0.2.7", "192.0.2.7"),
    ("192.0.2.7:51234", "192.0.2.7"),
    ("2001:db8::1", "2001:db8::1"),
    ("[2001:db8::1]", "2001:db8::1"),
    ("[2001:db8::1]:443", "2001:db8::1"),
    ("fe80::1%eth0", "fe80::1"),
    ("[fe80::1%25eth0]:80", "fe80::1"),
    ("::ffff:192.0.2.7", "::ffff:192.0.2.7"),
    ("proxy.example", None),
    (None, None),
    ("192.0.2.700", None),
)


def test_an_address_stands_bare_beside_the_host_as_written(warehouse, controller):
    put(controller, "access.log", [f"{host or '-'} {REST}" for host, _ in HOSTS])
    land(warehouse, STORE, STORE.tables[0], controller)
    assert [(row["host"], row["address"]) for row in rows(warehouse)] == list(HOSTS)


FORWARDED = (
    ("203.0.113.9", "203.0.113.9"),
    ("203.0.113.9, 198.51.100.7", "203.0.113.9"),
    ("[2001:db8::9]:443, 198.51.100.7", "2001:db8::9"),
    ("unknown, 203.0.113.9:8080", "203.0.113.9"),
    ("unknown", "192.0.2.1"),
    (None, "192.0.2.1"),
    ("", "192.0.2.1"),
)


def test_the_client_behind_a_proxy_is_the_first_address_forwarded(warehouse, controller):
    lines = [f'192.0.2.1 {REST} "{"-" if forwarded is None else forwarded}"' for forwarded, _ in FORWARDED]
    put(controller, "access.log", lines)
    land(warehouse, stated("combined_forwarded"), STORE.tables[0], controller)
    found = rows(warehouse)
    assert [(row["forwarded_for"], row["address"]) for row in found] == list(FORWARDED)
    assert {row["extra"] for row in found} == {None}


def test_the_virtual_host_in_front_is_read_where_it_is_stated(warehouse, controller):
    put(controller, "access.log", [f'www.site.example:443 192.0.2.1 {REST} "203.0.113.9" 12 ms'])
    land(warehouse, stated("vhost_combined_forwarded"), STORE.tables[0], controller)
    (row,) = rows(warehouse)
    assert (row["vhost"], row["host"], row["address"], row["extra"]) == (
        "www.site.example:443",
        "192.0.2.1",
        "203.0.113.9",
        "12 ms",
    )
    land(warehouse, stated("vhost_combined"), STORE.tables[0], controller)
    (row,) = rows(warehouse)
    assert (row["forwarded_for"], row["address"], row["extra"]) == (None, "192.0.2.1", '"203.0.113.9" 12 ms')


def test_what_the_stated_format_does_not_name_is_kept_and_nothing_guessed(warehouse, controller):
    put(controller, "access.log", [f'192.0.2.1 {REST} "203.0.113.9"'])
    land(warehouse, STORE, STORE.tables[0], controller)
    (row,) = rows(warehouse)
    assert (row["forwarded_for"], row["address"], row["extra"]) == (None, "192.0.2.1", '"203.0.113.9"')


@pytest.mark.parametrize(
    ("line", "told"),
    [("combined", "vhost_combined_forwarded"), ("vhost_combined_forwarded", "not one line"), ("vhost", "no format")],
)
def test_a_log_of_another_format_than_stated_is_refused(warehouse, controller, line, told):
    put(controller, "access.log", [f"www.site.example:443 192.0.2.1 {REST}"])
    with pytest.raises(SourceError, match=told):
        land(warehouse, stated(line), STORE.tables[0], controller)


def test_an_option_that_no_log_has_is_refused(warehouse, controller):
    put(controller, "access.log", [f"192.0.2.1 {REST}"])
    store = STORE.model_copy(update={"options": {"lines": LINES[1]}})
    with pytest.raises(SourceError, match="a log has no 'lines'"):
        land(warehouse, store, STORE.tables[0], controller)


def test_the_fields_that_are_not_known_are_nothing(warehouse, controller):
    put(controller, "access.log", [f'- - - {TIME} "-" 408 - "-" "-"'])
    land(warehouse, STORE, STORE.tables[0], controller)
    (row,) = rows(warehouse)
    assert {name for name, value in row.items() if value is not None} == {"entry", "time", "status"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('h - - [x] "GET /" 200 1 "-"', "not a combined log line"),
        ('h - - [x] "GET / HTTP/1.1 200 1 "-" "-"', "not a combined log line"),
        ('h - - [x] "GET / HTTP/1.1" 2000 1 "-" "-"', "not a combined log line"),
        ('h - - [x] "a\0b" 200 1 "-" "-"', "not a combined log line"),
        ("{}", "not a combined log line"),
        ('h - - [x] "' + "a" * 2_000_000 + '" 200 1 "-" "-"', "not a combined log line"),
        ('h - - [x] "' + "\\" * 50_001 + '" 200 1 "-" "-"', "not a combined log line"),
        (b'h - - [x] "\xff" 200 1 "-" "-"', "not utf-8"),
    ],
)
def test_what_is_no_log_line_is_quarantined_with_its_line(warehouse, controller, line, reason):
    good = f'h - - {TIME} "GET / HTTP/1.1" 200 1 "-" "-"'
    put(controller, "access.log", [good, "", line, good])
    landed = land(warehouse, STORE, STORE.tables[0], controller)
    assert landed.reasons == {reason: 1}
    assert (landed.rows, landed.landed) == (3, 2)
    assert warehouse.execute("SELECT _line FROM quarantine.web__hits").fetchall() == [(3,)]


def test_rotated_and_packed_logs_are_one_table(warehouse, controller):
    good = f'h - - {TIME} "GET / HTTP/1.1" 200 1 "-" "-"'
    for name in ("access.log", "access.log.1", "access.log.2.gz"):
        put(controller, name, [good] * 3)
    assert land(warehouse, STORE, STORE.tables[0], controller).landed == 9
    assert {row["entry"] for row in rows(warehouse)} == {f"{digest(good)}:{number}" for number in range(1, 10)}


def test_a_line_keeps_its_key_when_logs_rotate_and_others_come(warehouse, controller):
    old, new = (f'{host} - - {TIME} "GET / HTTP/1.1" 200 1 "-" "-"' for host in ("old", "new"))
    put(controller, "access.log", [old])
    land(warehouse, STORE, STORE.tables[0], controller)
    (before,) = (row["entry"] for row in rows(warehouse))
    put(controller, "access.log.1.gz", [old])
    put(controller, "access.log", [new, new])
    land(warehouse, STORE, STORE.tables[0], controller)
    assert before in {row["entry"] for row in rows(warehouse) if row["host"] == "old"}


def test_a_map_can_say_that_its_key_is_shown_as_a_keyed_digest(warehouse, controller):
    put(controller, "access.log", [f'h - - {TIME} "GET / HTTP/1.1" 200 1 "-" "-"'])
    table = STORE.tables[0].model_copy(update={"digest_key": True})
    land(warehouse, STORE, table, controller)
    ((key,),) = warehouse.execute("SELECT record_key FROM landed.web__hits").fetchall()
    assert key.startswith("k:")


def test_an_empty_log_is_no_error(warehouse, controller):
    put(controller, "access.log", [])
    assert land(warehouse, STORE, STORE.tables[0], controller).rows == 0
