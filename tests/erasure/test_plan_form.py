"""A plan's canonical form is that of ``erasure.canonical`` however it is written, and its records read as a mapping."""

import json

import pyarrow as pa
import pytest

from erasure.canonical import canonical, sha256_text
from erasure.plan import make_plan
from erasure.plan_form import keep_plan
from erasure.plan_records import AT_ONCE, Records
from tests.erasure.shop import batch, controller, deleted, flagged, snapshot

ODD = ['a"b', "Zoë", "tab\tnew\nline", "back\\slash", "\x7f", "\U0001f600", "k:0f", "", "ﬃ"]


def test_the_form_of_a_plan_is_canonical_and_what_is_kept_is_what_was_hashed(tmp_path):
    owner = controller(tmp_path)
    rows = {
        "customers": [[key, "a@mail.example", "N", "", None] for key in ODD],
        "orders": [["O1", "Zoë", "Zoë", ""], ["O2", "other", "Zoë", ""]],
    }
    con = snapshot(owner, rows, {("customers", "Zoë"): "p", ("orders", "O1"): "p", ("orders", "O2"): "q"})
    flags = [flagged(con, "customers", key) for key in ODD] + [
        flagged(con, "orders", "O2", "blank_fields", "note, x y")
    ]
    plan = make_plan(con, owner, batch(*flags), {"shop": ()})
    assert canonical(json.loads(plan.text)) == plan.text
    assert sha256_text(plan.text) == plan.sha256
    data = json.loads(plan.text)
    (customers,) = (s for s in data["steps"] if (s["table"], s["action"], s["turn"]) == ("customers", "delete", 1))
    assert customers["records"] == sorted(set(ODD) - {"Zoë"})
    assert {s["action"] for s in data["steps"]} == {"unlink", "blank", "delete"}
    kept = keep_plan(tmp_path, plan)
    assert kept.read_text(encoding="utf-8") == plan.text
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_record_that_is_not_landed_stays_in_the_plan_and_is_told(tmp_path):
    owner = controller(tmp_path)
    con = snapshot(owner, {"customers": [["C1", "a", "", "", None]]}, {("customers", "C1"): "p"})
    flags = [flagged(con, "customers", "C1"), flagged(con, "customers", "C0"), flagged(con, "orders", "O9")]
    plan = make_plan(con, owner, batch(*flags), {"shop": ()})
    assert deleted(plan) == {("customers", "C0"), ("customers", "C1"), ("orders", "O9")}
    assert [(s.table, list(s.records)) for s in plan.steps] == [("customers", ["C0", "C1"]), ("orders", ["O9"])]
    con.execute("UPDATE meta.reading SET reading = 'failed'")
    assert deleted(make_plan(con, owner, batch(*flags), {"shop": ()})) == deleted(plan)


@pytest.mark.parametrize("count", [0, 1, AT_ONCE, AT_ONCE + 1])
def test_records_read_as_a_mapping(count):
    keys = [f"{n:06}" for n in range(count)]
    whole = Records(pa.array(keys, pa.string()))
    assert (len(whole), list(whole)) == (count, keys)
    assert json.loads(f"[{''.join(whole.pieces())}]") == keys
    cut = Records(pa.array(keys, pa.string()), pa.array([f'{{"c":[[{n},9]]}}' for n in range(count)], pa.string()))
    assert json.loads(f"[{''.join(cut.pieces())}]") == [[key, {"c": [[n, 9]]}] for n, key in enumerate(keys)]
    assert "x" not in cut
    if count:
        assert (whole[keys[-1]], cut[keys[-1]]) == ((), {"c": [[count - 1, 9]]})
    with pytest.raises(KeyError):
        cut["x"]
