"""A plan says what its stores' erasers cannot do, so that nobody approves what would be refused."""

import pytest

from erasure.plan import make_plan
from tests.erasure.shop import TABLES, batch, controller, flagged, snapshot

ROWS = {"customers": [["C1", "jo@mail.example", "Jo Field", None, None]]}


def planned(con, owner, *flags):
    return make_plan(con, owner, batch(*flags), {})


@pytest.mark.parametrize("medium", ["mailbox", "weblog", "files"])
def test_a_field_of_what_is_only_removed_whole_is_told_before_anybody_approves(tmp_path, medium):
    """Or two people approve a plan that is refused when it is carried out."""
    way = {"erasure": {"kind": "immediate", "method": "rewritten", "source": "test"}}
    form = {"format": "document"} if medium == "files" else {}
    tables = {"customers": {**TABLES["customers"], **way, **form, "links": {}}}
    owner = controller(tmp_path, tables, medium, erase={"by": medium})
    con = snapshot(owner, ROWS, {("customers", "C1"): "person 1"})
    whole = planned(con, owner, flagged(con, "customers", "C1"))
    assert whole.complete, whole.obstacles
    cut = planned(con, owner, flagged(con, "customers", "C1", remedy="blank_fields", columns="name"))
    assert len(cut.obstacles) == 1
    assert "only removed whole" in cut.obstacles[0]
