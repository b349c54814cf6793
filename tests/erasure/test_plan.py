"""The plan: exactly what goes, children before parents; nothing of another person's; whatever is out of reach is told."""

import pytest

from erasure.plan_show import masked, summary
from stores.sql_links import ForeignKey
from tests.erasure.shop import TABLES, controller, deleted, done, flagged, planned, snapshot

ROWS = {
    "addresses": [["H1", "1 Elm Row"], ["H2", "2 Oak Row"]],
    "customers": [
        ["C1", "jo@mail.example", "Jo Field", "H1", None],
        ["C2", "sam@mail.example", "Sam Brook", "H1", "C1"],
        ["C3", "kim@mail.example", "Kim Lane", "H2", None],
    ],
    "orders": [["O1", "C1", "C1", "ring first"], ["O2", "C2", "C1", ""], ["O3", "C3", "", ""]],
    "lines": [["L1", "O1"], ["L2", "O1"], ["L3", "O2"], ["L4", "O3"]],
}
PEOPLE = {("customers", f"C{n}"): f"person {n}" for n in (1, 2, 3)} | {
    ("orders", f"O{n}"): f"person {n}" for n in (1, 2, 3)
}


def world(tmp_path, **more):
    owner = controller(tmp_path)
    return owner, snapshot(owner, ROWS, PEOPLE, **more)


def test_children_go_before_parents_and_what_is_shared_stays(tmp_path):
    owner, con = world(tmp_path)
    plan = planned(con, owner, flagged(con, "customers", "C1"))
    assert done(plan) == [
        (0, "unlink", "customers", ["C2"]),
        (0, "unlink", "orders", ["O2"]),
        (1, "delete", "lines", ["L1", "L2"]),
        (2, "delete", "orders", ["O1"]),
        (3, "delete", "customers", ["C1"]),
    ]
    assert plan.steps[0].records == {"C2": ["referred_by"]}
    assert plan.steps[1].records == {"O2": ["paid_by"]}
    assert plan.shared == {("shop", "addresses"): 1}
    assert plan.complete
    assert plan.kept == ()


def test_a_row_that_only_they_referred_to_goes_with_them(tmp_path):
    owner, con = world(tmp_path)
    plan = planned(con, owner, flagged(con, "customers", "C3"))
    assert deleted(plan) == {("customers", "C3"), ("orders", "O3"), ("lines", "L4"), ("addresses", "H2")}
    assert done(plan)[-1] == (4, "delete", "addresses", ["H2"])
    both = planned(con, owner, flagged(con, "customers", "C1"), flagged(con, "customers", "C2"))
    assert ("addresses", "H1") in deleted(both)
    assert both.shared == {}


@pytest.mark.parametrize("ground", ["holds", "statutory"])
def test_what_a_ground_keeps_keeps_all_it_hangs_on_and_nothing_else(tmp_path, ground):
    owner, con = world(tmp_path, **{ground: [("lines", "L1")]})
    plan = planned(con, owner, flagged(con, "customers", "C1"), flagged(con, "customers", "C3"))
    assert plan.kept == ((("shop", "customers", "C1"), "a kept record refers to it"),)
    assert deleted(plan) == {("customers", "C3"), ("orders", "O3"), ("lines", "L4"), ("addresses", "H2")}
    assert plan.complete
    owner, con = world(tmp_path, **{ground: [("customers", "C1")]})
    plan = planned(con, owner, flagged(con, "customers", "C1"))
    assert plan.kept[0][1] == {"holds": "hold", "statutory": "statutory_minimum"}[ground]
    assert plan.steps == ()


def test_another_persons_record_that_must_refer_stops_the_deletion(tmp_path):
    tables = {**TABLES, "orders": {**TABLES["orders"], "required": ["customer_id", "paid_by"]}}
    owner = controller(tmp_path, tables)
    con = snapshot(owner, ROWS, PEOPLE)
    plan = planned(con, owner, flagged(con, "customers", "C1"))
    assert deleted(plan) == set()
    assert plan.obstacles == ("shop.customers: record C1 cannot go: a record of another person refers to it",)
    both = planned(con, owner, flagged(con, "customers", "C1"), flagged(con, "customers", "C2"))
    assert ("customers", "C1") in deleted(both), "the other's record goes too, at its own flag"


def test_a_row_of_someone_unknown_is_not_lost(tmp_path):
    owner, con = world(tmp_path)
    con.execute("UPDATE relation.record SET subject = NULL WHERE record_key = 'O1'")
    assert ("orders", "O1") in deleted(planned(con, owner, flagged(con, "customers", "C1"))), "nobody's: it hangs on C1"
    con.execute("INSERT INTO record.identifier VALUES ('shop', 'orders', 'O1', 'phone', 'weak')")
    plan = planned(con, owner, flagged(con, "customers", "C1"))
    assert deleted(plan) == set()
    assert plan.obstacles == ("shop.customers: record C1 cannot go: a record of another person refers to it",)


def test_a_chain_in_one_table_and_a_circle(tmp_path):
    rows = {
        "customers": [
            ["C1", "a", "", "", "C3"],
            ["C2", "a", "", "", "C1"],
            ["C3", "a", "", "", "C2"],
            ["C4", "a", "", "", "C4"],
        ]
    }
    people = {("customers", f"C{n}"): "one person" for n in range(1, 5)}
    owner = controller(tmp_path)
    con = snapshot(owner, rows, people)
    plan = planned(con, owner, flagged(con, "customers", "C1"), flagged(con, "customers", "C4"))
    assert done(plan) == [
        (0, "unlink", "customers", ["C1", "C2", "C3"]),
        (1, "delete", "customers", ["C1", "C2", "C3", "C4"]),
    ]
    assert plan.complete
    shut = {**TABLES, "customers": {**TABLES["customers"], "required": ["referred_by"]}}
    owner = controller(tmp_path, shut)
    plan = planned(snapshot(owner, rows, people), owner, flagged(con, "customers", "C1"))
    assert "no longer flagged" in plan.obstacles[0]
    con = snapshot(owner, rows, people)
    plan = planned(con, owner, flagged(con, "customers", "C1"))
    assert plan.obstacles[0] == "shop.customers: record C1 is in a circle of references that cannot be blanked"


def test_composite_keys_and_tables_that_no_map_binds(tmp_path):
    tables = {
        "rounds": {"columns": ["year", "number", "email"], "key": ["year", "number"], "subject": {"email": "email"}},
        "marks": {"columns": ["mark_id", "year", "number"], "key": ["mark_id"]},
    }
    owner = controller(tmp_path, tables)
    con = snapshot(
        owner,
        {"rounds": [["2020", "1", "a"], ["2021", "1", "b"]], "marks": [["M1", "2020", "1"], ["M2", "2021", "1"]]},
        {},
    )
    both = ForeignKey("marks", ("year", "number"), "rounds", ("year", "number"), cascades=False, may_be_null=False)
    plan = planned(con, owner, flagged(con, "rounds", "2020|1"), keys={"shop": [both]})
    assert done(plan) == [(1, "delete", "marks", ["M1"]), (2, "delete", "rounds", ["2020|1"])]
    hidden = ForeignKey("audit", ("round",), "rounds", ("number",), cascades=True, may_be_null=False)
    plan = planned(con, owner, flagged(con, "rounds", "2020|1"), keys={"shop": [both, hidden]})
    assert plan.obstacles == ("shop.rounds: the table audit refers to it and is not bound, so its rows are not known",)


NOTED = {
    **TABLES,
    "notes": {
        "columns": ["note_id", "owner_type", "owner_id", "said"],
        "key": ["note_id"],
        "links": {
            "owner_id": {
                "by": "owner_type",
                "of": {"customer": "customers.customer_id", "Order": "orders.order_id", "supplier": "suppliers.id"},
            }
        },
    },
}
NOTES = [
    ["N1", "customer", "C1", "a"],
    ["N2", "Order", "O1", "b"],
    ["N3", "Order", "C1", "no order has this number"],
    ["N4", "supplier", "C1", "of a table that is not bound"],
    ["N5", None, "C1", "of what, nobody knows"],
    ["N6", " customer ", "C1", "white space is no other kind"],
    ["N7", "customer", "C2", "another's"],
    ["N8", "customer", None, "of nobody"],
]


def test_a_reference_that_goes_by_another_column_is_followed_by_what_that_says(tmp_path):
    owner = controller(tmp_path, NOTED)
    con = snapshot(owner, {**ROWS, "notes": NOTES}, PEOPLE)
    plan = planned(con, owner, flagged(con, "customers", "C1"))
    assert done(plan) == [
        (0, "unlink", "customers", ["C2"]),
        (0, "unlink", "orders", ["O2"]),
        (1, "delete", "lines", ["L1", "L2"]),
        (1, "delete", "notes", ["N1", "N2", "N6"]),
        (2, "delete", "orders", ["O1"]),
        (3, "delete", "customers", ["C1"]),
    ]
    con = snapshot(owner, {**ROWS, "notes": NOTES}, {**PEOPLE, ("notes", "N1"): "person 2"})
    plan = planned(con, owner, flagged(con, "customers", "C1"))
    assert plan.steps[1].records == {"N1": ["owner_id"]}, "another's note loses the reference and stays"
    con.execute("UPDATE meta.reading SET doubts = '[\"x\"]' WHERE \"table\" = 'notes'")
    plan = planned(con, owner, flagged(con, "customers", "C3"))
    assert plan.obstacles == ("shop.notes: not all of it could be read, so a record that refers may be missing",)


def test_a_map_may_name_the_database_that_mysql_takes_for_granted(tmp_path):
    tables = {
        "people": {"source": "shop.people", "columns": ["id", "email"], "key": ["id"], "subject": {"email": "email"}},
        "marks": {"source": "shop.Marks", "columns": ["id", "person"], "key": ["id"]},
    }
    owner = controller(tmp_path, tables, url="mysql://reader:x@127.0.0.1/shop")
    con = snapshot(owner, {"people": [["P1", "a"], ["P2", "b"]], "marks": [["M1", "P1"], ["M2", "P2"]]}, {})
    key = ForeignKey("marks", ("person",), "people", ("id",), cascades=True, may_be_null=False)
    plan = planned(con, owner, flagged(con, "people", "P1"), keys={"shop": [key]})
    assert done(plan) == [(1, "delete", "marks", ["M1"]), (2, "delete", "people", ["P1"])]
    other = ForeignKey("old.marks", ("person",), "people", ("id",), cascades=True, may_be_null=False)
    plan = planned(con, owner, flagged(con, "people", "P1"), keys={"shop": [key, other]})
    assert plan.obstacles == (
        "shop.people: the table old.marks refers to it and is not bound, so its rows are not known",
    )


def test_fields_are_blanked_redacted_or_reduced_and_a_deletion_covers_them(tmp_path):
    owner, con = world(tmp_path)
    con.execute("INSERT INTO finding.finding VALUES ('shop', 'orders', 'note', 'O1', 'user.health_and_medical', 3, 9)")
    con.execute("INSERT INTO finding.finding VALUES ('shop', 'orders', 'note', 'O1', 'user.name', 0, 2)")
    plan = planned(
        con,
        owner,
        flagged(con, "orders", "O1", "redact", "note", "user.health_and_medical"),
        flagged(con, "customers", "C2", "reduce_to_suppression"),
        flagged(con, "customers", "C3", "blank_fields", "name, address_id"),
        flagged(con, "orders", "O3", "restrict"),
    )
    assert [(s.action, s.table, dict(s.records)) for s in plan.steps] == [
        ("blank", "customers", {"C2": {"name": []}, "C3": {"name": [], "address_id": []}}),
        ("redact", "orders", {"O1": {"note": [[3, 9]]}}),
        ("restrict", "orders", {"O3": []}),
    ]
    covered = planned(con, owner, flagged(con, "orders", "O1", "blank_fields", "note"), flagged(con, "customers", "C1"))
    assert {step.action for step in covered.steps} == {"unlink", "delete"}
    whole = planned(
        con,
        owner,
        flagged(con, "orders", "O1", "redact", "note", "user.name"),
        flagged(con, "orders", "O1", "blank_fields", "note"),
    )
    assert whole.steps[0].records == {"O1": {"note": []}}, "blanked whole: no span is left to redact"
    none = planned(con, owner, flagged(con, "customers", "C2", "blank_fields"))
    assert "names no field" in none.obstacles[0]


def test_whatever_is_out_of_reach_is_told(tmp_path):
    owner, con = world(tmp_path)
    flag = flagged(con, "customers", "C3")
    assert "foreign keys could not be read" in planned(con, owner, flag, keys={}).obstacles[0]
    con.execute("UPDATE meta.reading SET reading = 'stale' WHERE \"table\" = 'lines'")
    assert planned(con, owner, flag).obstacles == (
        "shop.lines: the last reading is 'stale', so what is there now is not known",
    )
    con.execute("UPDATE meta.reading SET reading = 'failed' WHERE \"table\" = 'orders'")
    assert "shop.orders: the last reading is 'failed'" in " ".join(planned(con, owner, flag).obstacles)
    other = flagged(con, "", "shop", "task", store="elsewhere")
    assert "is of no record of a table that is read" in planned(con, owner, other).obstacles[0]
    files = controller(tmp_path, connector="files")
    con = snapshot(files, ROWS, PEOPLE)
    told = planned(con, files, flagged(con, "customers", "C3")).obstacles
    assert told[0] == "shop.addresses: its map states no way of deletion (erasure:)"


def test_the_same_data_give_the_same_plan_on_any_night_and_other_data_another(tmp_path):
    owner, con = world(tmp_path)
    first = planned(con, owner, flagged(con, "customers", "C1"))
    owner, con = world(tmp_path)
    con.execute("UPDATE meta.verdict SET as_of = DATE '2026-03-02'")
    flag = flagged(con, "customers", "C1")
    con.execute("UPDATE flagged.flag SET as_of = DATE '2026-03-02'")
    again = planned(con, owner, flag)
    assert (first.sha256, first.text) == (again.sha256, again.text)
    con.execute("INSERT INTO landed.shop__lines VALUES ('L9', 'O1', 'L9')")
    assert planned(con, owner, flag).sha256 != first.sha256


def test_a_plan_and_its_samples_hold_no_value(tmp_path):
    owner, con = world(tmp_path)
    plan = planned(con, owner, flagged(con, "customers", "C1"), flagged(con, "customers", "C2", "blank_fields", "name"))
    shown = str(summary(con, owner, plan))
    for value in ("jo@mail", "Jo Field", "Sam", "Elm", "ring first"):
        assert value not in plan.text
        assert value not in shown
    assert "'email': 'xx@xxxx.xxxxxxx', 'name': 'xx xxxxx'" in shown
    assert masked("Zoë, 07700 900123") == "xxx, 99999 999999"
    assert masked("a" * 40) == "x" * 32 + " …"
    assert masked(None) == ""
