"""One small source of every medium and format, with what it holds and what of it cannot be landed."""

import csv
import gzip
import io
import json
import sqlite3
from dataclasses import dataclass
from email.message import EmailMessage
from hashlib import sha256

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stores.store import Store
from tests.servers import connect_mariadb, connect_postgres

COLUMNS = ("id", "name", "note")
RECORDS = [
    ("001", "Ann Example", 'said "no", twice'),
    ("002", "Zoë 😀 O'Neill", "first line\nsecond line"),
    ("12345678901234567890", "a|b\\c", None),
    ("0.30000000000000004", "=1+1", "x"),
]
TWICE = ("001", "Ann Other", "another record under the same key")


@dataclass(frozen=True)
class Case:
    """A store with a table, what its source holds, and the rows that cannot be landed."""

    store: Store
    rows: int
    quarantined: dict
    values: dict
    key: tuple


def store_of(connector, table, **given):
    settings = {"name": "shop", "role": "controller", "connector": connector, "fresh_within": "26 hours", **given}
    if connector != "sql":
        settings.setdefault("exported_at", "modified")
    return Store.model_validate({**settings, "tables": [{"name": "people", **table}]})


def people(columns=COLUMNS, **given):
    return {"columns": list(columns), "key": ["id"], **given}


def clean(store, records=RECORDS, quarantined=None, extra=0):
    values = {record[0]: record for record in records}
    return Case(store, len(records) + extra, quarantined or {}, values, (records[0][0],))


def csv_text(records):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(records)
    return out.getvalue().encode()


def write_csv(folder):
    (folder / "people.csv").write_bytes(csv_text(RECORDS))
    return clean(store_of("files", people(file="people.csv"), export="."))


def write_csv_gz(folder):
    text = csv_text([*RECORDS, TWICE]) + b"003,ragged\r\n004,b\xe9d,bytes\r\n"
    (folder / "people.csv.gz").write_bytes(gzip.compress(text))
    store = store_of("files", people(file="people.csv.gz"), export=".")
    quarantined = {"key not unique": 2, "2 fields where the header has 3": 1, "not utf-8": 1}
    return clean(store, RECORDS[1:], quarantined, extra=4)


def objects():
    return [dict(zip(COLUMNS, record, strict=True)) for record in RECORDS]


def write_json(folder):
    (folder / "people.json").write_text(json.dumps({"results": [*objects(), "no object"]}))
    store = store_of("files", people(file="people.json", rows="/results"), export=".")
    return clean(store, quarantined={"not an object": 1}, extra=1)


def write_jsonl(folder):
    lines = [json.dumps(record) for record in objects()]
    (folder / "people.jsonl").write_text("\n".join([*lines[:2], '{"id": "9', "", *lines[2:]]) + "\n")
    return clean(store_of("files", people(file="people.jsonl"), export="."), quarantined={"cut short": 1}, extra=1)


def write_jsonl_gz(folder):
    text = "\r\n".join(json.dumps(record) for record in objects())
    (folder / "people.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    return clean(store_of("files", people(file="*.gz"), export="."))


def write_parquet(folder):
    pq.write_table(pa.Table.from_pylist(objects()), folder / "people.parquet")
    return clean(store_of("files", people(file="people.parquet"), export="."))


def write_xlsx(folder):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([])
    sheet.append(COLUMNS)
    for record in RECORDS:
        sheet.append(record)
    for row in sheet.iter_rows():
        for cell in row:
            cell.data_type = "s" if cell.value is not None else "n"
    sheet.append([])
    sheet.append(["9", "b", "c", "beyond"])
    book.save(folder / "people.xlsx")
    store = store_of("files", people(file="people.xlsx"), export=".")
    return clean(store, quarantined={"a value beyond the header": 1}, extra=1)


LOG = '{} - ann [31/Jan/2024:12:00:00 +0000] "GET /a?q=1 HTTP/1.1" 200 12 "-" "agent \\"x\\""'


def write_weblog(folder):
    (folder / "logs").mkdir()
    (folder / "logs" / "access.log").write_text(f"{LOG.format('2001:db8::1')}\nGET / nonsense\n{LOG.format('h')}\n")
    (folder / "logs" / "access.log.1.gz").write_bytes(gzip.compress(f"{LOG.format('old')}\n".encode()))
    table = {"name": "hits", "columns": ["entry", "host", "query"], "key": ["entry"]}
    store = store_of("weblog", table, export="logs")
    entries = {host: f"{sha256(LOG.format(host).encode()).hexdigest()[:32]}:1" for host in ("2001:db8::1", "h", "old")}
    values = {entry: (entry, host, "q=1") for host, entry in entries.items()}
    return Case(store, 4, {"not a combined log line": 1}, values, (entries["h"],))


def mail(number):
    found = EmailMessage()
    found["From"] = "Ann Example <ann@harbour.example>"
    found["To"] = "desk@harbour.example"
    found["Subject"] = f"Number {number} é"
    found["Message-ID"] = f"<{number}@harbour.example>"
    found["Date"] = "Wed, 31 Jan 2024 12:00:00 +0100"
    found.set_content(f"Hello\n\nFrom here on, {number}\n")
    return found


MAIL_TABLE = {
    "name": "mail",
    "columns": ["message_id", "subject", "date"],
    "key": ["message_id"],
    "personal": {"message_id": "user.unique_id"},
}


def mail_values():
    return {
        f"{number}@harbour.example": (f"{number}@harbour.example", f"Number {number} é", "2024-01-31T11:00:00Z")
        for number in (1, 2)
    }


def write_mbox(folder):
    parts = [b"From x Wed Jan 31 12:00:00 2024\n" + bytes(mail(n)).replace(b"\nFrom", b"\n>From") for n in (1, 2)]
    (folder / "in.mbox").write_bytes(b"\n".join([*parts, b"From x Wed Jan 31 12:00:00 2024\n\nno headers\n"]))
    store = store_of("mailbox", MAIL_TABLE, export="in.mbox")
    return Case(store, 3, {"no mail headers": 1}, mail_values(), ("2@harbour.example",))


def write_eml(folder):
    (folder / "mail" / "sub").mkdir(parents=True)
    (folder / "mail" / "a.eml").write_bytes(bytes(mail(1)))
    (folder / "mail" / "sub" / "b.eml").write_bytes(bytes(mail(2)))
    (folder / "mail" / "c.eml").write_bytes(b"")
    store = store_of("mailbox", MAIL_TABLE, export="mail")
    return Case(store, 3, {"no mail headers": 1}, mail_values(), ("1@harbour.example",))


def write_sqlite(folder):
    con = sqlite3.connect(folder / "shop.db")
    con.execute('CREATE TABLE "pe""ople" (id, name, note)')
    con.executemany('INSERT INTO "pe""ople" VALUES (?, ?, ?)', [*RECORDS, RECORDS[1]])
    con.commit()
    con.close()
    store = store_of("sql", people(source='pe"ople'), url="sqlite:shop.db")
    return clean(store, quarantined={"same row again": 1}, extra=1)


def write_postgres(_, url):
    with connect_postgres(url) as con:
        con.execute("DROP SCHEMA IF EXISTS shop CASCADE; CREATE SCHEMA shop")
        con.execute("CREATE TABLE shop.people (id text, name text, note text)")
        con.cursor().executemany("INSERT INTO shop.people VALUES (%s, %s, %s)", [*RECORDS, (None, "x", "y")])
    store = store_of("sql", people(source="shop.people"), url=url)
    return clean(store, quarantined={"no key": 1}, extra=1)


def write_mariadb(_, url):
    with connect_mariadb(url) as con, con.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS people")
        cursor.execute("CREATE TABLE people (id varchar(40), name varchar(100), note text)")
        cursor.executemany("INSERT INTO people VALUES (%s, %s, %s)", [*RECORDS, ("", "x", "y")])
    return clean(store_of("sql", people(), url=url), quarantined={"no key": 1}, extra=1)


FILES = [write_csv, write_csv_gz, write_json, write_jsonl, write_jsonl_gz, write_parquet, write_xlsx]
LOCAL = [*FILES, write_weblog, write_mbox, write_eml, write_sqlite]
SERVERS = [
    pytest.param((write_postgres, "postgres_url"), marks=pytest.mark.server, id="postgres"),
    pytest.param((write_mariadb, "mariadb_url"), marks=pytest.mark.server, id="mariadb"),
]
