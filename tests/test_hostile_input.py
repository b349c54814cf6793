"""Hostile input: thirty stores, each spoilt in its own way, in one night with two that are well.

No export that is not what it should be reads as clean: its clause is unproved, with counts of what was set aside, and
the clauses of the stores that are well are kept.
"""

import gzip
import json
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from pipelines.cli import main
from stores.keys import read_key
from stores.warehouse_snapshots import open_snapshot

AS_OF = "2026-03-01"
EXPORTED = datetime(2026, 2, 28, 23, tzinfo=UTC).timestamp()
MEMBERS = (
    "member_id,full_name,email,left_on,status\n"
    "M1,Jo Field,jo@mail.example,2025-06-30,left\n"
    "M2,Sam Brook,sam@mail.example,,member\n"
    "M3,Kim Vale,kim@mail.example,2024-12-31,left\n"
)
ROWS = MEMBERS.splitlines(keepends=True)
ORDERS = json.dumps(
    {"orders": [{"id": n, "buyer": {"email": f"b{n}@mail.example"}, "closed": "2025-01-01"} for n in (1, 2)]}
)
VALUES = ("Jo Field", "jo@mail", "Jo Other", "Sam Brook", "Kim Vale", "b1@mail")
BINDING = """\
name: {name}
role: controller
connector: files
export: exports/{name}
exported_at: modified
fresh_within: 26 hours
tables:
"""
TABLES = {
    "members": """\
  - name: members
    file: members.csv
    columns: [member_id, full_name, email, left_on, status]
    key: [member_id]
    subject: {email: email}
    subject_type: subscriber
    record: {ended_on: try_cast(left_on as date), outcome: status}
    personal: {full_name: user.name, email: user.contact.email}
    required: [member_id]
""",
    "orders": """\
  - name: orders
    file: orders.json
    format: json
    rows: /orders
    columns: {order_id: /id, email: /buyer/email, closed: /closed}
    key: [order_id]
    subject: {email: email}
    subject_type: customer
    record: {ended_on: try_cast(closed as date)}
    personal: {email: user.contact.email}
""",
}
GIVEN = {
    "members": "{subject_type: subscriber, outcome: left, clock: ended_on, period: 24 months}",
    "orders": "{subject_type: customer, clock: ended_on, period: 72 months}",
}
CLAUSE = """\
  - id: {clause}
    quote: We delete what we hold when its time is over.
    rule: kept-past-period
    given: {given}
    stores: [{store}]
    remedy: erase
"""


class Spot:
    """One store among many, to spoil: its binding and its export."""

    def __init__(self, folder, name, kind):
        self.folder = folder
        self.home = f"exports/{name}"
        self.binding = f"stores/{name}.yaml"
        self.export = f"{self.home}/members.csv" if kind == "members" else f"{self.home}/orders.json"
        self.write(self.binding, BINDING.format(name=name) + TABLES[kind])
        self.write(self.export, MEMBERS if kind == "members" else ORDERS)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        os.utime(path, (EXPORTED, EXPORTED))

    def swap(self, name, old, new):
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        self.write(name, text.replace(old, new, 1))

    def drop(self):
        (self.folder / self.export).unlink()

    def be_folder(self):
        self.drop()
        (self.folder / self.export).mkdir()

    def be_old(self):
        os.utime(self.folder / self.export, (EXPORTED - 3 * 86400,) * 2)

    def be_link(self):
        other = self.folder.parent / "other.csv"
        other.write_text(MEMBERS, encoding="utf-8")
        self.drop()
        (self.folder / self.export).symlink_to(other)

    def be_gzip(self, content):
        self.swap(self.binding, "members.csv", "members.csv.gz")
        self.write(f"{self.home}/members.csv.gz", content)

    def be_workbook(self, content):
        self.swap(self.binding, "members.csv", "members.xlsx\n    format: xlsx")
        self.write(f"{self.home}/members.xlsx", content)

    def be_sql(self, url):
        self.swap(self.binding, f"export: {self.home}\nexported_at: modified", f"url: {url}")
        self.swap(self.binding, "connector: files", "connector: sql")
        self.swap(self.binding, "file: members.csv", "source: members")

    def be_database_without_the_table(self):
        self.be_sql(f"sqlite:{self.home}/members.db")
        con = sqlite3.connect(self.folder / self.home / "members.db")
        con.execute("CREATE TABLE another (a)")
        con.close()


@dataclass(frozen=True)
class Case:
    """What is done to a store, and what the night must say of it."""

    spoil: Callable[[Spot], object]
    kind: str = "members"
    reading: str = "failed"
    landed: int = 0
    quarantined: int = 0
    says: str = ""
    missing: tuple[str, ...] = ()


def export(content, **said):
    return Case(lambda s: s.write(s.export, content), **said)


UNREAD = {"says": "the export could not be read"}
ONE_ASIDE = {"reading": "read", "landed": 2, "quarantined": 1, "says": "1 row was not readable"}
SPOILT = {
    "the file is missing": Case(Spot.drop, **UNREAD),
    "a folder of the file's name": Case(Spot.be_folder, **UNREAD),
    "an empty file": export("", reading="empty", says="the export is empty"),
    "a header and nothing else": export(ROWS[0], reading="empty", says="the export is empty"),
    "no header": export("".join(ROWS[1:]), **UNREAD),
    "UTF-16 where UTF-8 was said": export(MEMBERS.encode("utf-16"), **UNREAD),
    "another encoding in one row": export(MEMBERS.replace("Sam", "S\xe4m").encode("cp1252"), **ONE_ASIDE),
    "a NUL byte in a value": export(MEMBERS.replace("Sam B", "Sam\0B"), **ONE_ASIDE),
    "a row with too many fields": export(MEMBERS.replace("30,left", "30,left,x,y"), **ONE_ASIDE),
    "a row with too few fields": export(MEMBERS.replace(",2025-06-30,left", ""), **ONE_ASIDE),
    "a quote that never closes": export(MEMBERS.replace("Jo Field", '"Jo Field'), **ONE_ASIDE),
    "a row without its key": export(
        MEMBERS + ",Jo Other,jo@mail.example,2020-01-01,left\n", **{**ONE_ASIDE, "landed": 3}
    ),
    "a key twice": export(
        MEMBERS + "M1,Jo Other,jo@mail.example,2020-01-01,left\n",
        reading="read",
        landed=2,
        quarantined=2,
        says="2 rows were not readable",
    ),
    "a column renamed": export(
        MEMBERS.replace("left_on", "leaving_date"),
        reading="read",
        landed=3,
        says="no usable date",
        missing=("left_on",),
    ),
    "dates in another form": export(
        MEMBERS.replace("2025-06-30", "30/06/2025"), reading="read", landed=3, says="1 record has no usable date"
    ),
    "a clock in the future": export(
        MEMBERS.replace("2025-06-30", "2199-06-30"), reading="read", landed=3, says="1 record has no usable date"
    ),
    "an export of three days ago": Case(Spot.be_old, reading="stale", landed=3, says="the export is stale"),
    "a link out of the folder": Case(Spot.be_link, **UNREAD),
    "gzip that is none": Case(lambda s: s.be_gzip(MEMBERS), **UNREAD),
    "gzip cut short": Case(lambda s: s.be_gzip(gzip.compress(os.urandom(500) + MEMBERS.encode())[:-40]), **UNREAD),
    "a workbook that is none": Case(lambda s: s.be_workbook(MEMBERS), **UNREAD),
    "JSON cut short": export(ORDERS[:-30], kind="orders", **UNREAD),
    "JSON without the list": export(ORDERS.replace('"orders"', '"order"'), kind="orders", **UNREAD),
    "JSON of another shape": export('{"orders": "none"}', kind="orders", **UNREAD),
    "JSON of an empty list": export('{"orders": []}', kind="orders", reading="empty", says="the export is empty"),
    "JSON nested without end": export('{"orders":' + "[" * 100_000, kind="orders", **UNREAD),
    "JSON with a number for a record": export(ORDERS.replace("[{", "[7, {", 1), kind="orders", **ONE_ASIDE),
    "a secret that is not set": Case(lambda s: s.be_sql("postgresql://reader:${ACME_DB}@db.example/x"), **UNREAD),
    "a database that is none": Case(lambda s: s.be_sql(f"sqlite:{s.export}"), **UNREAD),
    "a database without the table": Case(Spot.be_database_without_the_table, **UNREAD),
    "a database out of the folder": Case(lambda s: s.be_sql("sqlite:../other.db"), **UNREAD),
    "well, members": Case(lambda s: None, reading="read", landed=3),
    "well, orders": Case(lambda s: None, kind="orders", reading="read", landed=2),
}
NAMES = {case: f"s{number:02}" for number, case in enumerate(SPOILT)}


def abide(*words):
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return ended.value.code


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The controller with all its stores, before its night."""
    folder = tmp_path_factory.mktemp("hostile") / "acme"
    clauses = ["controller: Acme Ltd", 'published: "2026-01-01"', "clauses:\n"]
    text = "\n".join(clauses)
    for case, name in NAMES.items():
        spot = Spot(folder, name, SPOILT[case].kind)
        text += CLAUSE.format(clause=f"clause-{name}", given=GIVEN[SPOILT[case].kind], store=name)
        SPOILT[case].spoil(spot)
    spot.write("abide.yaml", "controller: acme\nname: Acme Ltd\n")
    spot.write("notice.txt", "Acme Ltd. We delete what we hold when its time is over.\n")
    spot.write("notice.yaml", text)
    assert abide("init", folder) == 0
    return folder


@dataclass(frozen=True)
class Night:
    """What the one night told, and how each store was read."""

    code: int
    out: str
    err: str
    readings: dict[str, tuple]


@pytest.fixture(scope="module")
def night(folder, tmp_path_factory):
    told = tmp_path_factory.mktemp("told")
    with (
        pytest.MonkeyPatch.context() as patch,
        (told / "out").open("w", encoding="utf-8") as out,
        (told / "err").open("w", encoding="utf-8") as err,
    ):
        for name in ("DAGSTER_HOME", "ACME_DB", "ABIDE_KEY"):
            patch.delenv(name, raising=False)
        patch.setattr("sys.stdout", out)
        patch.setattr("sys.stderr", err)
        code = abide("scan", folder, "--as-of", AS_OF, "--json")
    with open_snapshot(folder, read_key(folder)) as con:
        rows = con.execute(
            "SELECT store, reading, landed, quarantined, reasons, missing_columns, error FROM meta.reading"
        ).fetchall()
    readings = {row[0]: row[1:] for row in rows}
    return Night(code, (told / "out").read_text("utf-8"), (told / "err").read_text("utf-8"), readings)


@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_export_never_reads_as_clean(night, case):
    name, wanted = NAMES[case], SPOILT[case]
    (board,) = json.loads(night.out)
    said = {clause["id"]: clause for clause in board["clauses"]}[f"clause-{name}"]
    reading, landed, quarantined, reasons, missing, error = night.readings[name]
    assert (reading, landed, quarantined) == (wanted.reading, wanted.landed, wanted.quarantined), (reasons, error)
    assert sum(json.loads(reasons).values()) == quarantined
    assert tuple(json.loads(missing)) == wanted.missing
    assert said["verdict"] == ("kept" if case.startswith("well") else "unproved"), said
    assert wanted.says in said["reason"]
    assert said["stores_needed"] == [name]
    assert (error is None) == (reading != "failed")
    assert error is None or name in error


def test_the_night_ends_without_a_crash_and_tells_no_value(night):
    assert night.code == 1
    assert "Traceback" not in night.out + night.err
    assert not [value for value in VALUES if value in night.out + night.err]
