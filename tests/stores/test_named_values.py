"""Values that a vendor lists by name, keys of which a part may be empty, and columns that an export may leave out."""

import json

import pytest
from pydantic import ValidationError

from stores.json_values import ABSENT, at, parse, steps
from stores.landing import land
from stores.store import Store


@pytest.mark.parametrize(
    ("pointer", "wanted"),
    [
        ("/values/name=email/value", "jo@x.example"),
        ("/values/name=kind=of/value", "b"),
        ("/values/number=7/value", "seven"),
        ("/values/name=telephone/value", ABSENT),
        ("/values/name=email/other", ABSENT),
        ("/values/1/value", "jo@x.example"),
        ("/a=b", "a member may bear such a name"),
    ],
)
def test_a_step_may_name_the_element_it_means(pointer, wanted):
    document = parse(
        json.dumps(
            {
                "a=b": "a member may bear such a name",
                "values": [
                    "not an object",
                    {"name": "email", "value": "jo@x.example"},
                    {"name": "email", "value": "a second one"},
                    {"name": "kind=of", "value": "b"},
                    {"number": 7, "value": "seven"},
                ],
            }
        )
    )
    assert at(document, steps(pointer)) == wanted


def store(**table):
    fields = {"name": "changes", "file": "*.csv", "columns": ["who", "day", "list"], "key": ["who", "list"], **table}
    binding = {"name": "mail", "role": "controller", "connector": "files", "export": "in", "exported_at": "modified"}
    return Store.model_validate({**binding, "fresh_within": "1 day", "tables": [fields]})


def test_a_part_of_a_key_may_be_empty_where_the_map_says_so(warehouse, controller):
    (controller / "in").mkdir()
    (controller / "in" / "changes.csv").write_text("who,day,list\n1,a,\n1,b,7\n,c,7\n2,d,\n")
    strict, lenient = store(), store(key_may_lack=["list"])
    found = land(warehouse, strict, strict.tables[0], controller)
    assert (found.landed, found.reasons) == (1, {"no key": 3})
    found = land(warehouse, lenient, lenient.tables[0], controller)
    assert (found.landed, found.reasons) == (3, {"no key": 1})
    keys = warehouse.execute("SELECT record_key FROM landed.mail__changes ORDER BY 1").fetchall()
    assert keys == [("1|",), ("1|7",), ("2|",)]


@pytest.mark.parametrize("lacking", [["who", "list"], ["day"]])
def test_a_key_keeps_one_column_that_is_never_empty(lacking):
    with pytest.raises(ValidationError, match="key_may_lack"):
        store(key_may_lack=lacking)


@pytest.mark.parametrize(
    ("may_be_absent", "missing"),
    [([], ("day", "note", "list")), (["day", "note"], ("list",)), ("all", ("list",))],
)
def test_a_column_that_may_be_absent_is_not_missed(may_be_absent, missing, warehouse, controller):
    (controller / "in").mkdir()
    (controller / "in" / "changes.csv").write_text("who\n1\n")
    given = store(
        columns=["who", "day", "note", "list"], key=["who"], required=["who", "list"], may_be_absent=may_be_absent
    )
    assert land(warehouse, given, given.tables[0], controller).missing == missing


def test_a_column_that_may_be_absent_is_one_of_the_maps():
    with pytest.raises(ValidationError, match="may_be_absent names the column 'dya'"):
        store(may_be_absent=["dya"])
