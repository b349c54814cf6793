"""One conformance test over every medium and format, with the real servers: nothing lost, nothing pretended."""

import duckdb
import pytest

from stores.connectors import connector_for
from stores.erasing import eraser_for
from stores.errors import ConservationError, ErasureRefused, SourceError
from stores.landing import land
from stores.quoting import identifier
from stores.store import Exported, Store
from tests.stores.media import LOCAL, SERVERS, people, store_of


@pytest.fixture(params=[*[pytest.param((make, None), id=make.__name__[6:]) for make in LOCAL], *SERVERS])
def case(request, controller):
    make, server = request.param
    return make(controller, request.getfixturevalue(server)) if server else make(controller)


def test_landed_and_quarantined_are_the_rows_of_the_source(case, warehouse, controller):
    table = case.store.tables[0]
    landed = land(warehouse, case.store, table, controller)
    assert landed.rows == case.rows
    assert landed.reasons == case.quarantined
    assert landed.quarantined == sum(case.quarantined.values())
    name = identifier(f"shop__{table.name}")
    columns = ", ".join(identifier(column) for column in table.column_names)
    found = warehouse.execute(f"SELECT {columns} FROM landed.{name}").fetchall()
    assert {row[0]: row for row in found} == case.values
    assert len(found) == landed.landed == len(case.values)
    places = warehouse.execute(f"SELECT _file, _line, reason FROM quarantine.{name}").fetchall()
    assert all(file and line >= 1 and reason for file, line, reason in places)
    kinds = warehouse.execute(f"SELECT DISTINCT column_type FROM (DESCRIBE SELECT {columns} FROM landed.{name})")
    assert kinds.fetchall() == [("VARCHAR",)]


def test_present_reads_the_source_anew(case, controller):
    connector = connector_for(case.store)
    table = case.store.tables[0]
    absent = ("there is no such key",)
    assert connector.present(case.store, table, controller, [case.key, absent]) == {case.key}
    assert connector.present(case.store, table, controller, []) == set()


def test_without_a_word_in_the_binding_nothing_is_erased(case):
    with pytest.raises(ErasureRefused, match="says nothing under erase:"):
        eraser_for(case.store)


class Lying:
    """A connector that loses a row on the way, or claims a count that is not so."""

    def __init__(self, inner, lie):
        self.inner = inner
        self.lie = lie

    def export(self, store, table, folder, con, into):
        told = self.inner.export(store, table, folder, con, into)
        if self.lie == "loses a row":
            con.execute(f"CREATE TEMP TABLE less AS FROM {into} WHERE _line > (SELECT min(_line) FROM {into})")
            seen_through = told.place == "_line" or told.landed_as is not None
            con.execute(f"DROP {'VIEW' if seen_through else 'TABLE'} {into}; ALTER TABLE less RENAME TO {into}")
            lost = con.execute(f"SELECT count(*) FROM {into}").fetchall()[0][0]
            return Exported(told.rows, lost, told.rejected, told.exported_at, told.columns)
        if self.lie == "claims a row":
            return Exported(told.rows + 1, told.staged + 1, told.rejected, told.exported_at, told.columns)
        return Exported(told.rows - 1, told.staged, told.rejected, told.exported_at, told.columns)


@pytest.mark.parametrize("lie", ["loses a row", "claims a row", "hides a row"])
def test_a_connector_that_lies_is_found_out(case, warehouse, controller, lie):
    table = case.store.tables[0]
    land(warehouse, case.store, table, controller)
    with pytest.raises(ConservationError, match=f"shop/{table.name}"):
        land(warehouse, case.store, table, controller, Lying(connector_for(case.store), lie))
    left = warehouse.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE '%__' || ?", [table.name])
    assert left.fetchall() == [(0,)], "the night before's rows must not stand in for a failed landing"


def test_nothing_of_the_reading_stays_behind(case, warehouse, controller):
    land(warehouse, case.store, case.store.tables[0], controller)
    assert warehouse.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE temporary AND table_name <> 'abide_calendar'"
    ).fetchall() == [(0,)]
    assert warehouse.execute("SELECT count(*) FROM duckdb_views() WHERE temporary AND NOT internal").fetchall() == [
        (0,)
    ]
    attached = {row[0] for row in warehouse.execute("SELECT database_name FROM duckdb_databases()").fetchall()}
    assert attached == {"memory", "system", "temp", "warehouse"}
    assert warehouse.execute("SELECT count(*) FROM duckdb_secrets()").fetchall() == [(0,)]


def test_a_store_that_is_not_read_says_why(controller):
    store = Store.model_validate(
        {
            "name": "paper",
            "role": "controller",
            "connector": "none",
            "not_read_because": "kept in a cabinet",
            "holds": ["client"],
        }
    )
    with pytest.raises(SourceError, match="kept in a cabinet"):
        connector_for(store)


def test_a_failed_reading_leaves_no_temporary_table(controller):
    store = store_of("files", people(file="none.csv"), export=".")
    con = duckdb.connect()
    with pytest.raises(SourceError, match="no file matches"):
        connector_for(store).export(store, store.tables[0], controller, con, "staged")
    assert con.execute("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]
