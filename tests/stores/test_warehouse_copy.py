"""The warehouse rid of records: all their rows and nobody else's, whatever the landed columns are called."""

from datetime import date

import pytest

from stores.keys import make_key, read_key
from stores.warehouse import open_warehouse
from stores.warehouse_copy import forget

A, B = ("crm", "people"), ("shop", "people")
LANDED = '(record_key VARCHAR, store VARCHAR, "table" VARCHAR)'  # columns of the source's own, named as ours are


@pytest.fixture
def key(tmp_path):
    make_key(tmp_path)
    key = read_key(tmp_path)
    with open_warehouse(tmp_path, key) as con:
        for place in ("crm__people", "shop__people"):
            con.execute(f"CREATE TABLE landed.{place} {LANDED}")
            con.execute(f"INSERT INTO landed.{place} VALUES ('1', 'Leeds', 'by the door'), ('2', 'York', 'window')")
        for place in ("finding.found", "record.kept", "relation.held", "flagged.late"):
            con.execute(f"CREATE SCHEMA IF NOT EXISTS {place.partition('.')[0]}")
            con.execute(f"CREATE TABLE {place} {LANDED}")
            for store, table in (A, B):
                con.execute(f"INSERT INTO {place} VALUES ('1', '{store}', '{table}'), ('2', '{store}', '{table}')")
    return key


def left(folder, key):
    with open_warehouse(folder, key) as con:
        own = {
            place: con.execute(f"SELECT store, record_key FROM {place} ORDER BY ALL").fetchall()
            for place in ("finding.found", "record.kept", "relation.held", "flagged.late")
        }
        landed = {
            place: [row[0] for row in con.execute(f"SELECT record_key FROM landed.{place} ORDER BY 1").fetchall()]
            for place in ("crm__people", "shop__people")
        }
    return landed, own


ALL = [("crm", "1"), ("crm", "2"), ("shop", "1"), ("shop", "2")]


def test_rows_of_what_is_gone_go_from_every_table_but_what_says_why(tmp_path, key):
    counts = forget(tmp_path, key, date(2026, 3, 1), {A: {"1"}, B: {"2"}}, {})
    landed, own = left(tmp_path, key)
    assert landed == {"crm__people": ["2"], "shop__people": ["1"]}
    rest = [("crm", "2"), ("shop", "1")]
    assert own == {"finding.found": rest, "record.kept": rest, "relation.held": rest, "flagged.late": ALL}
    assert {name: counts[name] for name in ("landed", "findings", "facts")} == {"landed": 2, "findings": 2, "facts": 4}


def test_of_what_is_blanked_only_values_go(tmp_path, key):
    counts = forget(tmp_path, key, date(2026, 3, 1), {A: {"2"}}, {A: ["1"]})
    landed, own = left(tmp_path, key)
    assert landed == {"crm__people": [], "shop__people": ["1", "2"]}
    assert own["finding.found"] == ALL[2:]
    assert own["record.kept"] == own["relation.held"] == [ALL[0], *ALL[2:]]
    assert {name: counts[name] for name in ("landed", "findings", "facts")} == {"landed": 2, "findings": 2, "facts": 2}


def test_nothing_said_deletes_nothing(tmp_path, key):
    forget(tmp_path, key, date(2026, 3, 1), {}, {})
    landed, own = left(tmp_path, key)
    assert set(map(tuple, landed.values())) == {("1", "2")}
    assert set(map(tuple, own.values())) == {tuple(ALL)}
