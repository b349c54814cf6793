"""Whole nights over a small controller, whose exports are changed in ways that mean nothing: no verdict moves.

And in ways that take something away: no promise becomes kept by it. Every rule by itself is ``tests/rules``'s.
"""

import csv
import json
import os
import re
import shutil
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from dateutil.relativedelta import relativedelta

from pipelines.jobs import run_night
from stores.controller import load_controller
from stores.keys import make_key

AS_OF = date(2026, 3, 2)
STORE = """\
name: {name}
role: controller
connector: files
export: exports/{name}
exported_at: modified
fresh_within: 26 hours
tables:
  - name: {table}
    file: {table}*.csv
"""
NOTICE = {
    "silent-three-years": ("Silent readers go after three years.", "inactive-subject", {
        "period": "36 months", "purchase_within": "36 months", "purposes": ["marketing"]}, None),
    "news-stops": ("Who objects gets no more news.", "contacted-after-objection", {"message_purposes": ["marketing"]}, None),
    "news-asked-for": ("News goes to those who asked.", "marketing-without-permission", {
        "message_purposes": ["marketing"], "channels": ["email"]}, None),
    "letters-two-years": ("Letters are kept for two years.", "kept-past-period", {
        "subject_type": "correspondent", "clock": "collected_on", "period": "24 months"}, None),
    "members-kept": ("A former reader goes after a year.", "kept-past-period", {
        "subject_type": "subscriber", "outcome": "left", "clock": "ended_on", "period": "12 months"}, None),
    "nothing-special": ("Letters with an illness are not kept.", "special-category-held", {
        "subject_types": ["correspondent"]}, None),
    "a-name-and-an-address": ("Of a reader we know a name and an address.", "undeclared-category", {
        "subject_types": ["subscriber"], "categories": ["user.name", "user.contact.email"]}, ["readers"]),
    "readers-only": ("The list is for readers.", "outside-purpose", {
        "held_in": ["readers"], "subject_types": ["subscriber"]}, None),
}  # fmt: skip
TABLES = {
    "readers": ("people", "number full_name email asked heard objected ended state", """\
    key: [<number>]
    subject: {email: <email>}
    subject_type: subscriber
    purpose: marketing
    lawful_basis: consent
    record:
      opted_in_on: try_cast(<asked> as date)
      last_interaction_on: try_cast(<heard> as date)
      opted_out_on: try_cast(<objected> as date)
      ended_on: try_cast(<ended> as date)
      outcome: nullif(<state>, '')
    personal: {<full_name>: user.name, <email>: user.contact.email}
""", [
        ("1", "Ada Lowe", "ada@mail.example", "2021-05-01", "2025-12-01", "", "", ""),
        ("2", "Ben Moor", "ben@mail.example", "2021-05-01", "2023-03-02", "", "", ""),
        ("3", "Cat Nash", "cat@mail.example", "2021-05-01", "2023-03-01", "", "", ""),
        ("4", "Dan Orme", "dan@mail.example", "2022-05-01", "2025-06-01", "2025-11-20", "", ""),
        ("5", "Eve Pike", "eve@mail.example", "2022-05-01", "2022-06-01", "", "2025-03-02", "left"),
    ]),
    "post": ("sent", "message email day", """\
    key: [<message>]
    subject: {email: <email>}
    subject_type: contact
    purpose: mailing_history
    record: {channel: "'email'", last_contacted_on: try_cast(<day> as date)}
    also:
      send: {sent_on: try_cast(<day> as date), message_purpose: "'marketing'"}
    personal: {<email>: user.contact.email}
""", [
        ("m1", "ada@mail.example", "2025-12-01"),
        ("m2", "dan@mail.example", "2025-11-20"),
        ("m3", "dan@mail.example", "2025-11-21"),
        ("m4", "eve@mail.example", "2022-05-01"),
    ]),
    "letters": ("letters", "letter email came body", """\
    key: [<letter>]
    subject: {email: <email>}
    subject_type: correspondent
    purpose: correspondence
    record: {collected_on: try_cast(<came> as date), last_interaction_on: try_cast(<came> as date)}
    personal: {<email>: user.contact.email}
""", [
        ("l1", "eve@mail.example", "2024-03-02", "Thank you for the magazine."),
        ("l2", "ada@mail.example", "2025-03-01", "May I have the issue of June once more?"),
    ]),
}  # fmt: skip
"""By store: the table, its columns, the map in which <column> is the header of that column, and the rows."""
EXPECTED = {"silent-three-years": {("readers", "3")}, "news-stops": {("post", "m3")}}
DAYS = re.compile(r"20\d\d-\d\d-\d\d")


class Village:
    """The controller's folder, made of what its exports hold; each part can be changed before the night."""

    def __init__(self, folder, as_of=AS_OF):
        self.folder, self.as_of = folder, as_of
        self.rows = {name: list(rows) for name, (*_, rows) in TABLES.items()}
        self.headers = {name: columns.split() for name, (_, columns, *_) in TABLES.items()}
        self.names = {name: name for name in TABLES}
        self.copies, self.gone, self.without = 1, set(), {}

    def write(self):
        for part in ("stores", "exports"):
            shutil.rmtree(self.folder / part, ignore_errors=True)
            (self.folder / part).mkdir(parents=True)
        text = (
            "controller: village\nname: Village News Ltd\ntimezone: Europe/London\nowners: [privacy@village.example]\n"
        )
        (self.folder / "abide.yaml").write_text(text, encoding="utf-8")
        (self.folder / "notice.txt").write_text(
            "\n".join(said for said, *_ in NOTICE.values()) + "\n", encoding="utf-8"
        )
        (self.folder / "notice.yaml").write_text(json.dumps(self._notice()), encoding="utf-8")
        for name in TABLES:
            self._store(name)

    def _notice(self):
        def one(name, said, rule, given, stores):
            named = {k: [self.names[s] for s in v] if k == "held_in" else v for k, v in given.items()}
            clause = {"id": name, "quote": said, "rule": rule, "given": named, "remedy": "task"}
            return clause | ({"stores": [self.names[s] for s in stores]} if stores else {})

        clauses = [one(name, *told) for name, told in NOTICE.items()]
        return {"controller": "Village News Ltd", "published": "2020-01-01", "clauses": clauses}

    def _store(self, name):
        table, columns, told, _ = TABLES[name]
        plain = columns.split()
        headers = dict(zip(plain, self.headers[name], strict=True))
        told = f"    columns: [{', '.join(self.headers[name])}]\n" + re.sub(r"<(\w+)>", lambda m: headers[m[1]], told)
        binding = STORE.format(name=self.names[name], table=table) + told
        (self.folder / "stores" / f"{self.names[name]}.yaml").write_text(binding, encoding="utf-8")
        exports = self.folder / "exports" / self.names[name]
        exports.mkdir()
        if name in self.gone:
            return
        left = [i for i, column in enumerate(plain) if column != self.without.get(name)]
        moment = datetime.combine(self.as_of, datetime.min.time(), UTC) - timedelta(hours=2)
        for copy in range(self.copies):
            path = exports / f"{table}{copy or ''}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                out = csv.writer(file)
                out.writerow([self.headers[name][i] for i in left])
                out.writerows([[row[i] for i in left] for row in self.rows[name]])
            os.utime(path, (moment.timestamp(), moment.timestamp()))

    def night(self):
        """Verdict by clause, and the flags as (store by its old name, record key)."""
        self.write()
        if not (self.folder / ".abide").exists():
            make_key(self.folder)
        done = run_night([load_controller(self.folder)], self.as_of)
        assert done.success, done.failures
        board = json.loads((self.folder / "report" / "scoreboard.json").read_text())
        old = {new: name for name, new in self.names.items()}
        flags = {}
        for clause, store, key in (
            pl.read_parquet(self.folder / "report" / "flagged.parquet").select("clause", "store", "record_key").rows()
        ):
            flags.setdefault(clause, set()).add((old[store], key))
        return {row["id"]: row["verdict"] for row in board["clauses"]}, flags


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    verdicts, flags = Village(tmp_path_factory.mktemp("before")).night()
    assert flags == EXPECTED
    assert verdicts == {name: "broken" if name in EXPECTED else "kept" for name in NOTICE}
    return verdicts, flags


@pytest.fixture
def village(tmp_path):
    return Village(tmp_path)


@pytest.mark.slow
def test_the_order_of_rows(village, before):
    village.rows = {name: rows[::-1] for name, rows in village.rows.items()}
    assert village.night() == before


@pytest.mark.slow
def test_the_names_of_stores(village, before):
    village.names = {"readers": "subscribers_7", "post": "outbox", "letters": "a_box"}
    assert village.night() == before


@pytest.mark.slow
@pytest.mark.parametrize("years", [-24, 28])
def test_every_date_with_the_night(tmp_path, years, before):
    """No clause here ends on a working day, so any years that keep the leap days will do."""
    village = Village(tmp_path, AS_OF + relativedelta(years=years))

    def shifted(text):
        return DAYS.sub(lambda d: (date.fromisoformat(d[0]) + relativedelta(years=years)).isoformat(), text)

    village.rows = {name: [tuple(map(shifted, row)) for row in rows] for name, rows in village.rows.items()}
    assert village.night() == before


@pytest.mark.slow
def test_an_export_that_comes_twice(village, before):
    """The same rows in a second file are the same records: nothing is unproved for it."""
    village.copies = 2
    assert village.night() == before


@pytest.mark.slow
def test_somebody_who_has_nothing_to_do_with_it(village, before):
    village.rows["readers"].append(("9", "Zoe Quirk", "zoe@mail.example", "2025-05-01", "2025-12-24", "", "", ""))
    village.rows["letters"].append(("l9", "zoe@mail.example", "2025-12-24", "A happy new year to all of you."))
    assert village.night() == before


@pytest.mark.slow
def test_headers_that_the_map_translates(village, before):
    village.headers = {
        "readers": ["Nr", "Name", "Mail", "Since", "Seen", "Stop", "Over", "How"],
        "post": ["Id", "Receiver", "Went"],
        "letters": ["Id", "Sender", "Day", "Words"],
    }
    assert village.night() == before


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_store_taken_away_makes_no_promise_kept_that_stood_on_it(village, before, name):
    """And nobody is silent because the store that heard of them is gone."""
    village.gone = {name}
    verdicts, flags = village.night()
    assert {clause for clause, said in verdicts.items() if said == "kept"} <= {
        clause for clause, said in before[0].items() if said == "kept"
    }
    assert verdicts["silent-three-years"] == "unproved"
    assert "silent-three-years" not in flags
    said = {"readers": "readers-only", "post": "news-stops", "letters": "letters-two-years"}[name]
    assert verdicts[said] == "unproved"


@pytest.mark.slow
@pytest.mark.parametrize(("name", "column"), [("readers", "heard"), ("readers", "objected"), ("letters", "body")])
def test_a_column_taken_away_makes_no_promise_kept(village, before, name, column):
    village.without = {name: column}
    verdicts, _ = village.night()
    assert {clause for clause, said in verdicts.items() if said == "kept"} <= {
        clause for clause, said in before[0].items() if said == "kept"
    }
