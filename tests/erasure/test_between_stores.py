"""A record of one store that refers to a record of another goes with it, before it; or the plan says why not."""

import pytest

from erasure.order import read_order
from erasure.plan_links import children_first
from rules.errors import ConfigurationError
from stores.controller import load_controller
from tests.erasure.approved import ERASURE, allowed, approved, hand, night_of_all
from tests.erasure.nights import AS_OF
from tests.erasure.test_hand import LATE

DRAWER = """\
name: drawer
role: controller
connector: files
export: drawer
exported_at: {name: "%Y-%m-%d"}
fresh_within: 26 hours
erase: {by: files}
tables:
  - name: files
    file: files-*.csv
    columns: [name, of, note]
    key: [name]
    links: {of: recruitment/applications.application_id}
    subject_type: candidate
    purpose: recruitment
    lawful_basis: contract
"""


@pytest.fixture
def two(place):
    allowed(place)
    (place / "stores" / "drawer.yaml").write_text(DRAWER + ERASURE)
    (place / "drawer").mkdir()
    drawer(place).write_text("name,of,note\ncv.pdf,A1,x\nletter.pdf,A1,y\nother.pdf,A2,z\nlost.pdf,,w\n")
    night_of_all(place, AS_OF)
    return place


def drawer(place):
    return place / "drawer" / "files-2026-03-01.csv"


def test_what_refers_from_another_store_goes_too(two):
    ledger = approved(two, lambda flag: flag.clause == LATE and flag.record_key == "A1")
    order = read_order(two, "EB-0001", ledger.read().batches["EB-0001"].binding[1])
    assert [(step.store, len(step.records)) for step in order.steps] == [("drawer", 2), ("recruitment", 1)]
    assert hand(two).execute().counts() == {"verified": 3}
    assert drawer(two).read_text() == "name,of,note\nother.pdf,A2,z\nlost.pdf,,w\n"
    assert {one["store"] for one in hand(two).certify()[1]["stores"]} == {"drawer", "recruitment"}


def test_a_store_that_may_refer_and_was_not_read_is_an_obstacle(two):
    drawer(two).unlink()
    night_of_all(two, AS_OF)
    with pytest.raises(AssertionError, match=r"drawer\.files: the last reading is 'failed'"):
        approved(two, lambda flag: flag.clause == LATE and flag.record_key == "A1")


def test_the_store_that_refers_comes_first(two):
    controller = load_controller(two)
    assert children_first(controller, ["recruitment", "drawer"]) == ["drawer", "recruitment"]
    assert children_first(controller, ["recruitment"]) == ["recruitment"]


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("recruitmnt/applications.application_id", "no store 'recruitmnt'"),
        ("recruitment/application.application_id", "binds no table 'application'"),
        ("recruitment/applications.aplication_id", "does not list 'aplication_id'"),
        ("a/b/c.d", "a link names table.column, or store/table.column"),
        ("/applications.application_id", "a link names table.column, or store/table.column"),
    ],
)
def test_a_link_that_leads_nowhere_is_a_mistake(place, to, told):
    (place / "stores" / "drawer.yaml").write_text(DRAWER.replace("recruitment/applications.application_id", to))
    with pytest.raises(ConfigurationError, match=told):
        load_controller(place)
