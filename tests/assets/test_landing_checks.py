"""The contract of a landed table: each expectation breaks when it should, and no value leaves in what is told."""

import duckdb
import pytest

from assets.landing_checks import KEYS_SHOWN, contract_of
from stores.store import Store

STORE = Store.model_validate(
    {
        "name": "shop",
        "role": "controller",
        "connector": "files",
        "export": "exports",
        "exported_at": "modified",
        "fresh_within": "26 hours",
        "tables": [
            {
                "name": "orders",
                "columns": ["order id", "email", "status", "note"],
                "key": ["order id"],
                "required": ["email"],
                "codes": {"status": ["open", "paid"]},
                "personal": {"email": "user.contact.email"},
            }
        ],
    }
)
(TABLE,) = STORE.tables
GOOD = [("1", "a@x.example", "open", "-"), ("2", "b@x.example", "paid", None), ("3", "c@x.example", None, None)]


def landed(rows, keys=None):
    con = duckdb.connect()
    con.execute("CREATE SCHEMA landed")
    con.execute(
        'CREATE TABLE landed."shop__orders" ("order id" VARCHAR, email VARCHAR, status VARCHAR, note VARCHAR, '
        "record_key VARCHAR)"
    )
    for row, key in zip(rows, keys or [row[0] for row in rows], strict=True):
        con.execute('INSERT INTO landed."shop__orders" VALUES (?, ?, ?, ?, ?)', [*row, key])
    return con


def broken(rows, keys=None, missing=()):
    found = contract_of(landed(rows, keys), STORE, TABLE, missing)
    return {(b.expectation.removeprefix("expect_"), b.column): (b.records, b.keys) for b in found.broken}


def test_a_table_that_is_what_its_map_says():
    found = contract_of(landed(GOOD), STORE, TABLE)
    assert found.broken == ()
    assert found.expectations == 7
    assert found.metadata() == {"expectations": 7, "broken": 0}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("9", " ", "open", "-"), {("column_values_to_not_be_null", "email"): (1, ("9",))}),
        (("9", "d@x.example", "Open", "-"), {("column_values_to_be_in_set", "status"): (1, ("9",))}),
        (("", "d@x.example", "open", "-"), {("column_values_to_not_be_null", "order id"): (1, ("",))}),
    ],
    ids=["a required column of white space", "an unknown code", "an empty key column"],
)
def test_one_wrong_row_is_counted_and_named_by_its_key(row, expected):
    assert broken([*GOOD, row]) == expected


def test_a_key_that_stands_twice_counts_both_records():
    found = broken([*GOOD, ("3", "d@x.example", "open", "-")])
    assert found == {("column_values_to_be_unique", "record_key"): (2, ("3",))}


def test_a_record_without_a_key():
    assert ("column_values_to_not_be_null", "record_key") in broken(GOOD, ["1", "2", None])


def test_an_empty_table_is_no_kept_contract():
    assert broken([]) == {("table_row_count_to_be_between", ""): (0, ())}


def test_a_missing_column_is_told_once_and_not_tested_further():
    rows = [(order, None, status, note) for order, _, status, note in GOOD]
    assert broken(rows, missing=("email",)) == {("table_columns_to_match_set", ""): (0, ())}


def test_nothing_that_is_told_holds_a_value():
    rows = [(str(i), f"person{i}@secret.example", f"secret state {i}", "secret note") for i in range(50)]
    found = contract_of(landed(rows), STORE, TABLE)
    assert [b.records for b in found.broken] == [50]
    metadata = found.metadata()
    assert len(metadata["record_keys"]) == KEYS_SHOWN
    assert "secret" not in repr(metadata)
    assert "secret" not in repr(found)
    assert found.sentences() == ["status holds a code that the map does not know (50 records)"]


def test_great_expectations_writes_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert not contract_of(landed(GOOD), STORE, TABLE).broken
    assert list(tmp_path.iterdir()) == []
