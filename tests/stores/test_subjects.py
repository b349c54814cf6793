"""Records of one person across stores: what links, what never does, and facts that hold over the whole person."""

from datetime import date
from itertools import permutations

import duckdb
import pytest

from rules.relations import RELATIONS
from stores.errors import SourceError
from stores.linking import link
from stores.records import build_records
from stores.store import Store
from stores.subjects import build_relations
from tests.bare_night import bare_night

AS_OF = date(2026, 3, 1)


@pytest.fixture
def con():
    with bare_night() as connection:
        yield connection


def store(name, columns, **table):
    fields = {"name": "people", "columns": columns, "key": ["id"], **table}
    return Store.model_validate(
        {
            "name": name,
            "role": "controller",
            "connector": "sql",
            "url": "sqlite:x.db",
            "fresh_within": "26 hours",
            "tables": [fields],
        }
    )


def landed(con, one, rows):
    columns = one.tables[0].column_names
    typed = ", ".join(f'"{c}" VARCHAR' for c in columns)
    con.execute(
        f'CREATE OR REPLACE TABLE landed."{one.name}__people" ({typed}, record_key VARCHAR, _file VARCHAR, _line BIGINT)'
    )
    for row in rows:
        values = [row.get(c) for c in columns]
        con.execute(
            f'INSERT INTO landed."{one.name}__people" VALUES ({", ".join("?" * (len(columns) + 3))})',
            [*values, row["id"], "f", 1],
        )


CRM = store(
    "crm", ["id", "mail", "seen"], subject={"email": "mail"}, record={"last_interaction_on": "try_cast(seen as date)"}
)
SHOP = store(
    "shop",
    ["id", "mail", "person", "tel"],
    subject={"email": "mail", "person_id": "person", "phone": "tel"},
    record={"last_interaction_on": "null"},
)
HOLDS = store(
    "holds",
    ["id", "person", "until"],
    subject={"person_id": "person"},
    record={"subject_on_hold": "true", "hold_until": "try_cast(until as date)"},
)


def night(con, *given):
    for one, rows in given:
        landed(con, one, rows)
        build_records(con, one, one.tables[0], "Europe/London")
    counts = link(con)
    build_relations(con, [(one, one.tables[0]) for one, _ in given], AS_OF)
    return counts


def subjects(con):
    return dict(con.execute("SELECT store || '/' || record_key, subject FROM relation.record").fetchall())


def test_case_and_spaces_do_not_hide_a_person_and_links_go_over_several_identifiers(con):
    night(
        con,
        (CRM, [{"id": "1", "mail": " Jo@X.example "}, {"id": "2", "mail": "other@x.example"}]),
        (
            SHOP,
            [
                {"id": "9", "mail": "jo@x.example", "person": "P1"},
                {"id": "10", "mail": "new@x.example", "person": "P1"},
            ],
        ),
    )
    found = subjects(con)
    assert found["crm/1"] == found["shop/9"] == found["shop/10"]
    assert found["crm/2"] not in {None, found["crm/1"]}


def test_a_shared_telephone_or_role_mailbox_links_nobody(con):
    counts = night(
        con,
        (
            SHOP,
            [
                {"id": "1", "mail": "a@x.example", "tel": "07700 900123"},
                {"id": "2", "mail": "b@x.example", "tel": "+44 7700 900123"},
                {"id": "3", "mail": "info@x.example"},
                {"id": "4", "mail": "info@x.example"},
            ],
        ),
    )
    found = subjects(con)
    assert found["shop/1"] != found["shop/2"]
    assert found["shop/3"] is None
    assert found["shop/4"] is None
    assert counts["weak_links"] == 1


def test_the_subject_does_not_depend_on_the_order_of_rows(con):
    rows = [
        {"id": "1", "mail": "a@x.example", "person": "P1"},
        {"id": "2", "mail": "b@x.example", "person": "P1"},
        {"id": "3", "mail": "b@x.example"},
    ]
    found = []
    for order in permutations(rows):
        night(con, (SHOP, list(order)))
        found.append(sorted(subjects(con).items()))
    assert all(one == found[0] for one in found)
    assert len({subject for _, subject in found[0]}) == 1


def test_the_latest_interaction_is_taken_over_all_stores(con):
    night(
        con,
        (
            CRM,
            [
                {"id": "1", "mail": "a@x.example", "seen": "2018-01-01"},
                {"id": "2", "mail": "a@x.example", "seen": "2026-02-01"},
            ],
        ),
        (SHOP, [{"id": "9", "mail": "a@x.example"}]),
    )
    rows = con.execute(
        "SELECT last_interaction_on, subject_last_interaction_on, subject_records, subject_stores FROM relation.record ORDER BY record_key"
    ).fetchall()
    newest = date(2026, 2, 1)
    assert rows == [(date(2018, 1, 1), newest, 3, 2), (newest, newest, 3, 2), (None, newest, 3, 2)]


@pytest.mark.parametrize(("until", "held"), [(None, True), ("2026-03-01", True), ("2026-02-28", False)])
def test_a_hold_on_a_person_holds_all_their_records_until_it_ends(con, until, held):
    night(
        con,
        (SHOP, [{"id": "9", "mail": "a@x.example", "person": "P1"}, {"id": "10", "mail": "z@x.example"}]),
        (CRM, [{"id": "1", "mail": "a@x.example"}]),
        (HOLDS, [{"id": "h", "person": "P1", "until": until}]),
    )
    found = dict(con.execute("SELECT store || '/' || record_key, on_hold FROM relation.record").fetchall())
    assert found == {"shop/9": held, "shop/10": False, "crm/1": held, "holds/h": held}


def test_relations_have_the_columns_that_rules_are_promised(con):
    night(con, (CRM, [{"id": "1", "mail": "a@x.example"}]))
    for relation, columns in RELATIONS.items():
        if relation != "store":
            described = con.execute(f'DESCRIBE relation."{relation}"').fetchall()
            assert {name: kind for name, kind, *_ in described} == columns


def test_a_map_that_cannot_be_computed_is_told_by_name_without_a_value(con):
    wrong = store(
        "crm",
        ["id", "mail", "seen"],
        record={"ended_on": "cast(seen as date)", "collected_on": "try_cast(seen as date)"},
    )
    landed(con, wrong, [{"id": "1", "seen": "secret words"}])
    with pytest.raises(SourceError, match="ended_on") as told:
        build_records(con, wrong, wrong.tables[0], "Europe/London")
    assert "secret" not in str(told.value)
    assert "collected_on" not in str(told.value)
    assert told.value.__cause__ is None
    with pytest.raises(duckdb.CatalogException):
        con.execute("SELECT * FROM record.crm__people")


@pytest.mark.parametrize(
    ("value", "well"),
    [
        ("unsuccessful", True),
        ("Invited to the second round", True),
        (None, True),
        ("jo@x.example", False),
        ("ring 07700900123", False),
        ("x" * 61, False),
    ],
)
def test_text_about_a_person_does_not_pass_as_a_code(con, value, well):
    coded = store("crm", ["id", "mail", "seen"], record={"outcome": "seen"})
    landed(con, coded, [{"id": "1", "seen": value}])
    if well:
        assert build_records(con, coded, coded.tables[0], "Europe/London") == 1
    else:
        with pytest.raises(SourceError, match=r"record\.outcome what is no code in 1 rows") as told:
            build_records(con, coded, coded.tables[0], "Europe/London")
        assert value not in str(told.value)


SENT = store(
    "mailer", ["id", "mail", "day"], subject={"email": "mail"}, also={"send": {"sent_on": "try_cast(day as date)"}}
)
SAID = store(
    "said",
    ["id", "mail", "out", "yes", "limit"],
    subject={"email": "mail"},
    record={
        "opted_out_on": "try_cast(out as date)",
        "opted_in_on": "try_cast(yes as date)",
        "restricted_on": 'try_cast("limit" as date)',
    },
)


def test_a_message_is_judged_by_what_was_said_when_it_went_out(con):
    said = [("2026-01-10", None), ("2026-03-10", None), (None, "2020-01-01"), (None, "2026-02-10")]
    days = ["2019-12-31", "2026-01-10", "2026-01-11", "2026-02-10", "2026-03-11", None]
    night(
        con,
        (SENT, [{"id": str(n), "mail": "a@x.example", "day": day} for n, day in enumerate(days)]),
        (SAID, [{"id": str(n), "mail": "a@x.example", "out": out, "yes": yes} for n, (out, yes) in enumerate(said)]),
    )
    found = con.execute(
        "SELECT CAST(subject_opted_out_on AS VARCHAR), CAST(subject_opted_in_on AS VARCHAR) FROM relation.send ORDER BY record_key"
    ).fetchall()
    assert found == [
        (None, None),
        (None, "2020-01-01"),
        ("2026-01-10", "2020-01-01"),
        ("2026-01-10", "2026-02-10"),
        ("2026-03-10", "2026-02-10"),
        ("2026-03-10", "2026-02-10"),
    ]


def test_a_second_restriction_excuses_nothing_sent_after_the_first(con):
    days = ["2026-01-10", "2026-01-20", "2026-02-20"]
    night(
        con,
        (SENT, [{"id": str(n), "mail": "a@x.example", "day": day} for n, day in enumerate(days)]),
        (
            SAID,
            [{"id": str(n), "mail": "a@x.example", "limit": day} for n, day in enumerate(("2026-01-10", "2026-02-10"))],
        ),
    )
    found = con.execute(
        "SELECT CAST(subject_restricted_on AS VARCHAR) FROM relation.send ORDER BY record_key"
    ).fetchall()
    assert found == [(None,), ("2026-01-10",), ("2026-02-10",)]
