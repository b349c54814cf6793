"""A whole erasure, from approval to certificate and the next night, in each form of file that its store may have."""

import zipfile

import pytest

from stores.keys import read_key
from stores.warehouse_snapshots import open_snapshot
from tests.erasure.approved import approved, hand, night_of_all
from tests.erasure.nights import AS_OF
from tests.erasure.twenty import FORMS

LATE = "candidates-twelve-months"


@pytest.mark.parametrize(
    "form", ["csv", "xlsx", *(pytest.param(form, marks=pytest.mark.slow) for form in ("xml", "zip"))]
)
def test_a_whole_erasure_in_each_form_with_columns_called_as_ours_are(ready, form):
    """A letter has a subject, and a list of shops a store: such a column is not mixed up with our own."""
    names = ["subject", "store", "table", "word", "address", "kind", "digest", "node", "turn"]
    store = ready / "stores" / "recruitment.yaml"
    said = store.read_text().replace("result, notes]", f"result, notes, {', '.join(names)}]")
    said = said.replace("file: applications-*.csv", f"file: applications*.{'csv' if form == 'zip' else form}")
    said = said.replace("export: exports", "export: exports/*.zip") if form == "zip" else said
    store.write_text(said.replace("    key:", "    rows: /all/one\n    key:") if form == "xml" else said)
    (old,) = (ready / "exports").iterdir()
    first, *people = [line.split(",") for line in old.read_text().splitlines()]
    old.unlink()
    made = FORMS["csv" if form == "zip" else form](first + names, [[*row, *names] for row in people])
    path = ready / "exports" / f"applications-2026-03-01.{form}"
    if form == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("applications.csv", made)
    else:
        path.write_bytes(made)
    night_of_all(ready, AS_OF)
    approved(ready, lambda flag: flag.clause == LATE and flag.record_key in {"A1", "A4"})
    assert hand(ready).execute().counts() == {"verified": 2}
    assert hand(ready).certify()[1]["status"] == "verified"
    night_of_all(ready, AS_OF)
    with open_snapshot(ready, read_key(ready)) as con:
        left = con.execute("SELECT application_id FROM landed.recruitment__applications ORDER BY ALL").fetchall()
    assert left == [("A2",), ("A3",), ("A5",)]
