"""Log lines: every part kept as it is written, what is no log line quarantined."""

import gzip
from hashlib import sha256

import pytest

from stores.landing import land
from stores.store import Store
from stores.weblog import COLUMNS

STORE = Store.model_validate(
    {
        "name": "web",
        "role": "controller",
        "connector": "weblog",
        "export": "logs/access.log*",
        "exported_at": "modified",
        "fresh_within": "1 day",
        "tables": [{"name": "hits", "columns": ["entry", "host", "time", "forwarded"], "key": ["entry"]}],
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
    assert landed.missing == ("forwarded",)
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
    }
    assert second["request"] is second["path"] is second["query"] is second["referer"] is None
    assert (third["request"], third["referer"], third["bytes"]) == ("\\x16\\x03", "", "226")


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
