"""Every map of the catalog is held to its contract on its own samples: every term can be tested, none is guessed."""

from datetime import date

import pytest

from assets.night import contract_of, land_store
from rules.notice import Notice
from stores.controller import Controller
from stores.keys import make_key, read_key
from stores.warehouse import open_warehouse
from tests.stores import samples

AS_OF = date(2026, 3, 1)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """One controller's folder and its open warehouse, for all samples."""
    folder = tmp_path_factory.mktemp("contracts")
    make_key(folder)
    with open_warehouse(folder, read_key(folder, {})) as con:
        yield folder, con


def controller(folder):
    notice = Notice.model_validate(
        {
            "controller": "Samples",
            "published": "2026-01-01",
            "clauses": [{"id": "sample", "quote": "We keep it.", "unprovable": "It is only a sample."}],
        }
    )
    return Controller(
        folder=folder,
        id="samples",
        name="Samples",
        timezone="Europe/London",
        owners=(),
        notice=notice,
        text="We keep it.",
        stores=(),
        rules={},
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", samples.folders())
def test_every_term_of_a_map_can_be_tested_on_its_samples(name, house):
    folder, con = house
    store = samples.copied(name, folder)
    readings = {reading.table: reading for reading in land_store(con, controller(folder), store, AS_OF)}
    for table in store.tables:
        reading, terms = readings[table.name], contract_of(con, store, table)
        assert bool(terms) == (reading.reading != "failed")  # whether a sample can be read is test_catalog's question
        assert [term.told for term in terms if "could not be tested" in term.told] == []
        assert [term for term in terms if not term.held and not term.told] == []
        assert {term.told for term in terms if term.doubted and term.kind != "short"} <= set(reading.doubts)
        here = set(table.column_names) - set(reading.missing_columns) if reading.landed else set()
        for kind, columns in (("codes", table.codes), ("type", table.types), ("link", table.links)):
            assert {term.column for term in terms if term.kind == kind} == here & set(columns)
