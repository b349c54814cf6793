"""A store that is not read again grows older: a partial night never makes an old export look fresh."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from assets.night import judge_rule, land_store, link_subjects, record_store
from stores.controller import load_controller
from stores.keys import make_key, read_key
from stores.warehouse import open_warehouse

TINY = Path(__file__).parent.parent / "tiny"
EXPORTED = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("as_of", "reading"),
    [(date(2026, 3, 2), "read"), (date(2026, 3, 3), "stale"), (EXPORTED, "read")],
)
def test_an_export_ages_without_being_read_again(tmp_path, as_of, reading):
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    make_key(folder)
    controller = load_controller(folder)
    (store,) = controller.stores
    with open_warehouse(folder, read_key(folder)) as con:
        (first,) = land_store(con, controller, store, EXPORTED)
        assert first.reading == "read"
        record_store(con, controller, store, EXPORTED)
        link_subjects(con, controller, as_of)
        assert con.execute("SELECT reading FROM meta.reading").fetchall() == [(reading,)]
        (result,) = judge_rule(con, controller, controller.rules["kept-past-period"], as_of)
        assert ("the export is stale" in result.reason) is (reading == "stale")
        link_subjects(con, controller, EXPORTED)
        assert con.execute("SELECT reading, age_hours FROM meta.reading").fetchall() == [("read", first.age_hours)]
