"""What a doubted table does to verdicts: what was flagged stays flagged, nothing is kept, a whole person is not judged."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from assets.night import judge_rule, land_store, link_subjects, record_store
from rules.terms import Verdict
from stores.controller import load_controller
from stores.keys import make_key, read_key
from stores.warehouse import open_warehouse

TINY = Path(__file__).parent.parent / "tiny"
AS_OF = date(2026, 3, 1)
CODE = "recruitment.applications: result holds a code that the map does not know (1 record)"
INACTIVE = """\
  - id: inactive-a-year
    quote: We keep unsuccessful applications for twelve months.
    rule: inactive-subject
    given: {period: 12 months, purchase_within: 12 months, purposes: [recruitment]}
    remedy: erase
"""


@pytest.fixture
def folder(tmp_path):
    """The tiny controller with a promise about whole people; it can be spoilt before its night."""
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns(".abide", "report"))
    with (folder / "notice.yaml").open("a") as notice:
        notice.write(INACTIVE)
    binding = folder / "stores" / "recruitment.yaml"
    binding.write_text(
        binding.read_text().replace("record: {", "record: {last_interaction_on: try_cast(closed as date), ")
    )
    make_key(folder)
    return folder


def verdicts(folder):
    controller = load_controller(folder)
    (store,) = controller.stores
    with open_warehouse(folder, read_key(folder)) as con:
        readings = land_store(con, controller, store, AS_OF)
        told = con.execute("SELECT doubts FROM meta.reading").fetchall()
        assert told == [('["' + '", "'.join(readings[0].doubts) + '"]' if readings[0].doubts else "[]",)]
        record_store(con, controller, store, AS_OF)
        link_subjects(con, controller, AS_OF)
        rules = (controller.rules[name] for name in ("kept-past-period", "special-category-held", "inactive-subject"))
        return {result.clause: result for rule in rules for result in judge_rule(con, controller, rule, AS_OF)}


def spoil(folder, old, new):
    (export,) = (folder / "exports").glob("*.csv")
    text = export.read_text()
    assert old in text
    export.write_text(text.replace(old, new))


def test_a_table_that_is_as_its_map_says_lets_people_be_judged(folder):
    found = verdicts(folder)["inactive-a-year"]
    assert (found.verdict, found.flags, found.withheld, found.stores_stale) == (Verdict.BROKEN, 2, 0, ())


def test_a_doubt_withholds_people_and_leaves_flags_of_records_as_they_are(folder):
    spoil(folder, ",hired,", ",maybe,")
    found = verdicts(folder)
    person = found["inactive-a-year"]
    assert (person.verdict, person.flags, person.withheld) == (Verdict.UNPROVED, 0, 2)
    assert person.stores_stale == ("recruitment",)
    record = found["candidates-twelve-months"]
    assert (record.verdict, record.flags) == (Verdict.BROKEN, 1)
    assert record.reason == person.reason.split("; ")[0] == CODE


def test_a_doubt_alone_makes_a_kept_promise_unproved(folder):
    spoil(folder, "She has epilepsy and needs rest breaks", "Good interview")
    spoil(folder, "2024-01-10", "2026-01-10")
    assert verdicts(folder)["candidates-twelve-months"].verdict is Verdict.KEPT
    spoil(folder, ",hired,", ",maybe,")
    found = verdicts(folder)["candidates-twelve-months"]
    assert (found.verdict, found.flags, found.reason) == (Verdict.UNPROVED, 0, CODE)


def test_a_warehouse_made_before_there_were_doubts_goes_on(folder):
    before = verdicts(folder)["inactive-a-year"]
    controller = load_controller(folder)
    with open_warehouse(folder, read_key(folder)) as con:
        con.execute("ALTER TABLE meta.reading DROP COLUMN doubts")
        (result,) = judge_rule(con, controller, controller.rules["inactive-subject"], AS_OF)
        assert result == before
        con.execute("ALTER TABLE meta.reading DROP COLUMN doubts")
    assert verdicts(folder)["inactive-a-year"] == before
