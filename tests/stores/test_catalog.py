"""Every map of the catalog: it states what it must, and it lands samples in the vendor's format with exact counts."""

import duckdb
import pytest

from rules.relations import EXTRA
from stores.keys import make_key, read_key
from stores.quoting import table_name
from stores.records import build_records
from stores.table import Table
from stores.warehouse import open_warehouse
from tests.stores import samples

ZONE = "Europe/London"
EXPECTABLE = {"rows", "landed", "quarantined", "reasons", "short", "unknown", "missing", "records", "also"} | {
    "values",
    "identifiers",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """One controller's folder and its open warehouse, for all samples."""
    folder = tmp_path_factory.mktemp("catalog")
    make_key(folder)
    with open_warehouse(folder, read_key(folder, {})) as con:
        yield folder, con


@pytest.mark.parametrize("name", samples.vendors())
def test_a_map_states_all_it_must(name):
    assert [f"{table.name}: {lack}" for table in samples.vendor(name).tables for lack in samples.lacks(table)] == []


@pytest.mark.parametrize("name", samples.vendors())
def test_every_table_of_a_map_has_a_sample(name):
    tables = {table.name for table in samples.vendor(name).tables}
    assert sorted(tables - samples.sampled(name)) == []


@pytest.mark.parametrize("folder", samples.folders())
def test_a_sample_binds_and_expects_the_same_tables(folder, house):
    store = samples.copied(folder, house[0])
    assert {table.name for table in store.tables} == samples.expected(folder).keys()
    assert store.name == folder


@pytest.mark.parametrize(("folder", "name"), samples.cases())
def test_a_sample_lands_exactly(folder, name, house):
    home, con = house
    wanted = samples.expected(folder)[name]
    assert wanted.keys() <= EXPECTABLE
    store = samples.copied(folder, home)
    table = next(one for one in store.tables if one.name == name)
    found = samples.landed(con, store, table, home)
    assert (found.rows, found.landed, found.quarantined, found.reasons) == (
        wanted["rows"],
        wanted["landed"],
        wanted.get("quarantined", 0),
        wanted.get("reasons", {}),
    )
    assert found.landed + found.quarantined == found.rows
    assert (sorted(found.unknown), sorted(found.missing)) == (
        sorted(wanted.get("unknown", [])),
        sorted(wanted.get("missing", [])),
    )
    signs = wanted.get("short", [])
    assert len(found.short) == len(signs)
    assert all(any(sign in told for told in found.short) for sign in signs)
    assert build_records(con, store, table, ZONE) == found.landed
    _compare(con, store, table, f"record.{table_name(store, table)}", wanted.get("records", {}))
    _compare(con, store, table, "", wanted.get("values", {}))
    assert wanted.get("also", {}).keys() <= EXTRA.keys()
    for relation, rows in wanted.get("also", {}).items():
        _compare(con, store, table, f"record.{table_name(store, table, relation)}", rows)
    if "identifiers" in wanted:
        query = 'SELECT kind, count(*) FROM record.identifier WHERE store = ? AND "table" = ? GROUP BY kind'
        assert dict(con.execute(query, [folder, name]).fetchall()) == wanted["identifiers"]


def _compare(con, store, table, source, wanted):
    for key, given in wanted.items():
        found = samples.facts(con, store, table, source, list(given))
        assert key in found, f"no record {key}; there are {sorted(found)}"
        assert found[key] == given, key


@pytest.mark.parametrize(("rows", "short"), [(9_999, False), (10_000, True), (10_001, False)])
def test_a_search_of_hubspot_that_stopped_is_told(rows, short):
    contacts = next(table for table in samples.vendor("hubspot").tables if table.name == "contacts")
    (sign,) = contacts.short_when
    assert duckdb.sql(f"SELECT {sign.when} FROM range({rows})").fetchall() == [(short,)]


def test_a_bare_map_is_told_all_it_lacks():
    bare = {"name": "people", "columns": ["id", "mail", "seen"], "key": ["id"], "subject": {"email": "mail"}}
    found = set(
        samples.lacks(Table.model_validate({**bare, "record": {"last_interaction_on": "try_cast(seen as date)"}}))
    )
    for name in ("page", "rests_on", "purpose", "erasure", "required", "subject_type", "lawful_basis", "evidence"):
        assert f"does not state {name}" in found
    assert "the identifier mail is not listed under personal" in found
    assert "clocks does not explain last_interaction_on" in found
    assert "last_interaction_on does not take its day from date_of" in found
    assert "last_interaction_on reads a date by hand" in found
    assert "no column of the key is required" in found
