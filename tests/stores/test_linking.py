"""Who is one person: normal forms, what is shared by several, what only looks alike, merged ids, and invariants."""

from collections import defaultdict
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.trial import trial_connection
from stores.identifiers import COLUMNS, insert_identifiers, prepare
from stores.linking import link
from stores.person import describe, doubts, find
from stores.store import Store

NAMED = {"personal": {"name": "user.name"}}


@pytest.fixture(scope="module")
def con():
    with trial_connection() as connection:
        connection.execute("CREATE MACRO keyed_digest(v) AS sha256('test key' || CAST(v AS VARCHAR))[1:32]")
        connection.execute("CREATE SCHEMA landed; CREATE SCHEMA relation; CREATE SCHEMA record")
        yield connection


def people(con, rows, subject, *, gmail_dots=True, region="GB", many=500, **table):
    """The groups of row numbers that are thought to be one person; a row alone is of one that nobody shares."""
    columns = sorted({column for row in rows for column in row} | {"id"})
    store = Store.model_validate(
        {
            "name": "crm", "role": "controller", "connector": "sql", "url": "sqlite:x.db", "fresh_within": "26 hours",
            "region": region,
            "tables": [{"name": "people", "columns": columns, "key": ["id"], "subject": subject, **table}],
        }
    )  # fmt: skip
    con.execute("DROP TABLE IF EXISTS record.identifier")
    prepare(con)
    typed = ", ".join(f'"{c}" VARCHAR' for c in columns)
    con.execute(f"CREATE OR REPLACE TABLE landed.people ({typed}, record_key VARCHAR)")
    for number, row in enumerate(rows, 1):
        values = [*({**row, "id": str(number)}.get(c) for c in columns), str(number)]
        con.execute(f"INSERT INTO landed.people VALUES ({', '.join('?' * len(values))})", values)
    insert_identifiers(con, store, store.tables[0], "landed.people", gmail_dots=gmail_dots)
    counts = link(con, many)
    con.execute(
        "CREATE OR REPLACE TABLE relation.record AS SELECT 'crm' AS store, 'people' AS \"table\", p.record_key, subject "
        "FROM landed.people AS p LEFT JOIN relation.linked USING (record_key)"
    )
    found = defaultdict(set)
    for key, who in con.execute("SELECT record_key, subject FROM relation.linked").fetchall():
        found[who].add(int(key))
    return sorted(map(tuple, map(sorted, found.values()))), counts


def mails(*addresses):
    return [{"mail": address} for address in addresses]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("jo@x.example", " JO@X.example ", True),
        ("jo@x.example", "jo+news@x.example", True),
        ("jo+a@x.example", "jo+b@x.example", True),
        ("jo@gmail.com", "jo+news@googlemail.com", True),
        ("jo.smith@gmail.com", "josmith@gmail.com", False),
        ("jo.smith@x.example", "josmith@x.example", False),
        ("jo@x.example", "jo@y.example", False),
        ("zo\u00eb@x.example", "zoe\u0308@x.example", True),
        ("zo\u00eb@x.example", "zoe@x.example", False),
        ("jo@x.example", "j\u043e@x.example", False),
        ("+jo@x.example", "@x.example", False),
    ],
)
def test_an_address_in_its_normal_form(con, one, other, same):
    found, _ = people(con, mails(one, other), {"email": "mail"})
    assert ((1, 2) in found) is same


def test_dots_of_gmail_tell_nobody_apart_where_the_controller_says_so(con):
    rows = mails("jo.smith@gmail.com", "josmith@googlemail.com", "j.o.smith+x@gmail.com", "jo.smith@x.example")
    assert people(con, rows, {"email": "mail"}, gmail_dots=False)[0] == [(1, 2, 3), (4,)]


@pytest.mark.parametrize("other", ["j\u043e@x.example", "j\u00f6@x.example", "\uff4ao@x.example", "jo@\u0445.example"])
def test_what_only_looks_alike_is_reported_and_not_linked(con, other):
    found, counts = people(con, mails("jo@x.example", other, "eve@x.example"), {"email": "mail"})
    assert found == [(1,), (2,), (3,)]
    assert counts["alike"] == 1
    near = describe(con, find(con, "1")[0]).near
    assert [(n.why, n.record.key) for n in near] == [("looks alike", "2")]
    assert {record.key for tie in doubts(con) for record in tie.records} == {"1", "2"}


def test_two_that_look_like_the_same_third_are_near_each_other(con):
    _, counts = people(con, mails("j\u043e@x.example", "j\u00f3@x.example"), {"email": "mail"})
    assert counts["alike"] == 1


@pytest.mark.parametrize("mailbox", ["info@x.example", "info+jo@x.example", "Sales@x.example"])
def test_a_mailbox_of_a_role_links_nobody(con, mailbox):
    assert people(con, mails(mailbox, mailbox), {"email": "mail"})[0] == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jo Smith", "jo smith", True),
        ("Jo Smith", "Smith, Jo", True),
        ("Ms Jo Ann Smith", "Jo Smith", True),
        ("J Smith", "Jo Smith", True),
        ("Anna Brown", "Anna Jones", True),
        ("Zo\u00eb Smith", "Zoe Smith", True),
        ("Jo Smith", "Anna Smith", False),
        ("Jo Smith", "Eve Brown", False),
        ("John Brown", "James Smith", False),
        ("Jo Smith", "Acme Limited", None),
        ("Jo Smith", "Jo", None),
        ("Jo Smith", "", None),
        ("Jo Smith", "Room 12 East", None),
    ],
)
def test_an_address_that_people_of_clearly_different_names_use_is_weak(con, one, other, same):
    rows = [{"mail": "home@x.example", "name": name} for name in (one, other)]
    found, counts = people(con, rows, {"email": "mail"}, **NAMED)
    assert ((1, 2) in found) is (same is not False)
    assert counts["shared"] == (same is False)


def test_a_shared_address_still_links_the_records_of_one_name_and_those_of_none(con):
    names = ["Jo Smith", "Anna Smith", "J. Smith", None, "Anna Smith", None]
    rows = [{"mail": "home@x.example", "name": name} for name in names]
    found, counts = people(con, rows, {"email": "mail"}, **NAMED)
    assert found == [(1, 3), (2, 5), (4, 6)]
    assert counts["shared"] == 1
    doubtful = con.execute("SELECT count(*) FROM relation.doubt").fetchone()
    assert doubtful == (6,)
    (tie,) = doubts(con)
    assert (tie.kind, tie.why, len(tie.records)) == ("email", "people of other names use it", 6)


def test_a_shared_address_does_not_part_what_an_id_holds_together(con):
    rows = [
        {"mail": "home@x.example", "name": "Jo Smith", "person": "P1"},
        {"mail": "home@x.example", "name": "Anna Smith", "person": "P2"},
        {"mail": "own@x.example", "name": "Jo Smith", "person": "P1"},
    ]
    assert people(con, rows, {"email": "mail", "person_id": "person"}, **NAMED)[0] == [(1, 3), (2,)]


def test_two_columns_of_a_name_and_a_table_of_several_people(con):
    rows = [{"mail": "home@x.example", "first": first, "last": "Smith"} for first in ("Jo", "Anna")]
    two = {"first": "user.name.first", "last": "user.name.last"}
    assert people(con, rows, {"email": "mail"}, personal=two)[0] == [(1,), (2,)]
    both = {"first": "user.name", "last": "user.name"}
    assert people(con, rows, {"email": "mail"}, personal=both)[0] == [(1, 2)]


def test_an_address_beside_too_many_ids_links_nobody(con):
    rows = [{"mail": "desk@x.example", "person": f"P{n}"} for n in range(8)]
    rows.append({"mail": "desk@x.example"})
    given = {"email": "mail", "person_id": "person"}
    assert people(con, rows, given, many=8)[0] == [tuple(range(1, 10))]
    found, counts = people(con, rows, given, many=7)
    assert found == [(n,) for n in range(1, 9)]
    assert counts["shared"] == 1
    assert con.execute("SELECT why FROM relation.shared").fetchall() == [("too_many",)]


def test_an_id_links_however_many_addresses_stand_beside_it(con):
    rows = [{"mail": f"jo{n}@x.example", "person": "P1"} for n in range(9)]
    assert people(con, rows, {"email": "mail", "person_id": "person"}, many=3)[0] == [tuple(range(1, 10))]


def test_merged_ids_lead_to_the_contact_that_remained(con):
    rows = [{"contact": "101", "was": "88;89"}, {"contact": "88"}, {"contact": "89"}, {"contact": "90", "was": ""}]
    merged = {"column": "was", "split": ";", "of": "contact", "strength": "strong"}
    assert people(con, rows, {"contact": "contact", "merged": merged})[0] == [(1, 2, 3), (4,)]


@pytest.mark.parametrize(("region", "same"), [("GB", True), ("NO", False)])
def test_a_telephone_is_read_by_the_region_of_its_store(con, region, same):
    rows = [{"tel": "07700 900123"}, {"tel": "+44 7700 900123"}]
    strong = {"phone": {"column": "tel", "strength": "strong"}}
    assert ((1, 2) in people(con, rows, strong, region=region)[0]) is same


def test_a_family_telephone_that_is_strong_in_one_store_parts_its_people(con):
    rows = [{"tel": "07700 900123", "name": name} for name in ("Jo Smith", "Anna Smith")]
    strong = {"phone": {"column": "tel", "strength": "strong"}}
    assert people(con, rows, strong, **NAMED)[0] == [(1,), (2,)]


def test_name_and_postcode_need_each_other(con):
    rows = [
        {"name": "Jo Smith", "code": "n1 9gu"},
        {"name": "JO SMITH ", "code": "N19GU"},
        {"name": "Jo Smith", "code": ""},
        {"name": "Jo Smith", "code": None},
    ]
    weak = {"name_postcode": {"column": "name", "joined": ["code"], "strength": "weak"}}
    assert people(con, rows, weak)[0] == []
    strong = {"name_postcode": {"column": "name", "joined": ["code"], "strength": "strong"}}
    assert people(con, rows, strong)[0] == [(1, 2)]


def test_the_page_of_a_person_shows_kinds_and_keys_and_no_value(con):
    rows = [
        {"mail": "jo@x.example", "tel": "07700 900123", "person": "P1"},
        {"mail": "jo+x@x.example", "tel": None, "person": None},
        {"mail": "eve@x.example", "tel": "07700 900123", "person": None},
    ]
    people(con, rows, {"email": "mail", "phone": "tel", "person_id": "person"})
    (records,) = find(con, "crm/people/2")
    one = describe(con, records)
    assert [r.key for r in one.records] == ["1", "2"]
    assert {(t.kind, t.strength, t.links, len(t.records)) for t in one.ties} == {
        ("email", "exact", True, 1),
        ("email_same_mailbox", "strong", True, 1),
        ("person_id", "exact", True, 1),
        ("phone", "weak", False, 1),
    }
    assert [(n.kind, n.why, n.record.key) for n in one.near] == [("phone", "weak: links nobody", "3")]
    assert not any(word in repr(one) for word in ("x.example", "900123", "P1"))
    assert find(con, one.subject[:8]) == [records]
    assert find(con, one.subject[:3]) == []


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "mail": st.none() | st.sampled_from("abcdef"),
            "id": st.none() | st.sampled_from("uvwxyz"),
            "tel": st.none() | st.sampled_from("123"),
            "who": st.none() | st.sampled_from([("1", "7", "1"), ("2", "7", "2"), ("3", "8", "3"), ("1", "8", "1")]),
        }
    ),
    min_size=1,
    max_size=14,
)


def linked(con, rows, order=None):
    """Partition of the rows' numbers by subject, and the subjects, from rows put straight into ``record.identifier``."""
    con.execute("DROP TABLE IF EXISTS record.identifier")
    prepare(con)
    kinds = (("mail", "email", "exact"), ("id", "person_id", "exact"), ("tel", "phone", "weak"))
    given = [
        ["s", "t", str(n), kind, strength, f"{name}{row[name]}", *map(int, row["who"] or ())]
        + [None] * (3 * (not row["who"]))
        for n, row in enumerate(rows)
        for name, kind, strength in kinds
        if row[name]
    ]
    given = [given[n] for n in order(range(len(given)))] if order else given
    if given:
        one = f"({', '.join('?' * len(COLUMNS))})"
        con.execute(
            f"INSERT INTO record.identifier VALUES {', '.join([one] * len(given))}",
            [value for row in given for value in row],
        )
    link(con)
    return dict(con.execute("SELECT CAST(record_key AS INTEGER), subject FROM relation.linked").fetchall())


def differ(one, other):
    return one[0] != other[0] and (one[1] != other[1] or one[2] != other[2])


def by_hand(rows):
    """Who is one person, by merging sets until nothing changes."""
    shared = {
        row["mail"]
        for row in rows
        if row["mail"] and row["who"]
        for other in rows
        if other["mail"] == row["mail"] and other["who"] and differ(row["who"], other["who"])
    }
    tokens = {}
    for n, row in enumerate(rows):
        mine = {("id", row["id"])} if row["id"] else set()
        if row["mail"] in shared:
            who = row["who"]
            mine |= {(row["mail"], "given", who[0]), (row["mail"], "family", *who[1:])} if who else {(row["mail"], "")}
        elif row["mail"]:
            mine.add(("mail", row["mail"]))
        if mine:
            tokens[n] = mine
    groups = [({n}, set(mine)) for n, mine in tokens.items()]
    while True:
        for one, other in combinations(groups, 2):
            if one[1] & other[1]:
                groups = [g for g in groups if g is not one and g is not other] + [
                    (one[0] | other[0], one[1] | other[1])
                ]
                break
        else:
            return {frozenset(rows) for rows, _ in groups}


def partition(found):
    groups = defaultdict(set)
    for n, subject in found.items():
        groups[subject].add(n)
    return {frozenset(group) for group in groups.values()}


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_the_people_found_are_those_found_by_hand(con, rows):
    assert partition(linked(con, rows)) == by_hand(rows)


@settings(max_examples=15, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_changes_who_is_who(con, rows, random):
    first = linked(con, rows)
    assert linked(con, rows, lambda numbers: random.sample(numbers, len(numbers))) == first
    link(con)
    again = con.execute("SELECT CAST(record_key AS INTEGER), subject FROM relation.linked").fetchall()
    assert dict(again) == first
    con.execute("INSERT INTO record.identifier FROM record.identifier")
    link(con)
    assert dict(con.execute("SELECT CAST(record_key AS INTEGER), subject FROM relation.linked").fetchall()) == first


@settings(max_examples=15, deadline=None)
@given(ROWS)
def test_a_weak_link_never_merges(con, rows):
    without = [{**row, "tel": None} for row in rows]
    assert partition(linked(con, rows)) == partition(linked(con, without))


def test_an_older_table_of_identifiers_gains_its_columns(con):
    con.execute("DROP TABLE IF EXISTS record.identifier")
    old = 'store VARCHAR, "table" VARCHAR, record_key VARCHAR, kind VARCHAR, strength VARCHAR, digest VARCHAR'
    con.execute(f"CREATE TABLE record.identifier ({old})")
    con.execute("INSERT INTO record.identifier VALUES ('s', 't', '1', 'email', 'exact', 'd')")
    assert link(con)["linked"] == 1
