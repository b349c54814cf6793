"""Each request for erasure has its own clock: a later one excuses nothing that was due, and restarts nothing.

Random people with records and requests go the whole way from a landed table to flags; what must come of it is worked out
here record by record, in plain Python.
"""

import random
from datetime import date, timedelta

import duckdb
import pytest

from rules.compiled import compile_clause
from rules.engine import judge
from rules.notice import Clause
from rules.rule import library
from stores.linking import link
from stores.records import build_records
from stores.store import Store
from stores.subjects import build_relations
from tests.bare_night import bare_night
from tests.rules.oracle.days import plus

AS_OF = date(2026, 3, 2)
GIVEN = {"within": "1 month", "ends": "same_day", "except_purposes": ["register"]}
RULE = library()["erasure-request-unmet"]
CLAUSE = Clause(id="erased", quote="gone in a month", rule=RULE.id, given=GIVEN, remedy="erase")
COLUMNS = ("id", "mail", "purpose", "collected", "asked", "until")
DESK = Store.model_validate(
    {
        "name": "desk",
        "role": "controller",
        "connector": "sql",
        "url": "sqlite:x.db",
        "fresh_within": "26 hours",
        "tables": [
            {
                "name": "people",
                "columns": list(COLUMNS),
                "key": ["id"],
                "subject": {"email": "mail"},
                "record": {
                    "purpose": "purpose",
                    "collected_on": "try_cast(collected AS date)",
                    "erasure_requested_on": "try_cast(asked AS date)",
                    "erasure_extended_until": "try_cast(until AS date)",
                },
            }
        ],
    }
)


@pytest.fixture
def con():
    with bare_night() as connection:
        yield connection


def night(con: duckdb.DuckDBPyConnection, rows):
    """Flags by key, with the day they were due; how many records were judged, and how many undated."""
    typed = ", ".join(f'"{column}" VARCHAR' for column in (*COLUMNS, "record_key", "_file"))
    con.execute(f"CREATE TABLE landed.desk__people ({typed}, _line BIGINT)")
    for row in rows:
        told = [None if row.get(column) is None else str(row[column]) for column in COLUMNS]
        con.execute("INSERT INTO landed.desk__people VALUES (?, ?, ?, ?, ?, ?, ?, 'f', 1)", [*told, row["id"]])
    build_records(con, DESK, DESK.tables[0], "Europe/London")
    link(con)
    build_relations(con, [(DESK, DESK.tables[0])], AS_OF)
    judged = judge(con, compile_clause(RULE, CLAUSE, AS_OF), "a controller", AS_OF)
    return dict(con.execute("SELECT record_key, due_on FROM flagged.flag").fetchall()), judged.rows, judged.undated


def entry(key, mail, asked, until=None):
    return {"id": key, "mail": mail, "purpose": "register", "collected": asked, "asked": asked, "until": until}


def held(key, mail, collected):
    return {"id": key, "mail": mail, "purpose": "marketing", "collected": collected}


LONG_AGO, LAST_WEEK = date(2025, 6, 2), AS_OF - timedelta(days=7)


@pytest.mark.parametrize("again", [None, LAST_WEEK, AS_OF])
def test_who_asks_again_puts_nothing_off(con, again):
    entries = [entry("r1", "a@x.example", LONG_AGO)]
    entries += [entry("r2", "a@x.example", again)] if again else []
    flags, _, _ = night(con, [*entries, held("1", "a@x.example", date(2024, 1, 1)), held("2", "b@x.example", None)])
    assert flags == {"1": date(2025, 7, 2)}


def test_what_came_after_an_erasure_goes_by_the_request_that_was_made_then(con):
    """Who came back was not held when first asking; a record that nobody dated counts as held then."""
    entries = [entry("r1", "a@x.example", LONG_AGO), entry("r2", "a@x.example", LAST_WEEK)]
    flags, judged, _ = night(
        con, [*entries, held("1", "a@x.example", date(2025, 9, 1)), held("2", "a@x.example", None)]
    )
    assert flags == {"2": date(2025, 7, 2)}
    assert judged == 2
    found = "SELECT record_key, subject_erasure_requested_on FROM relation.record WHERE purpose = 'marketing'"
    assert dict(con.execute(found).fetchall()) == {"1": LAST_WEEK, "2": LONG_AGO}


def test_an_extension_is_of_one_request(con):
    entries = [
        entry("r1", "a@x.example", date(2026, 1, 10), date(2026, 4, 10)),
        entry("r2", "a@x.example", date(2026, 1, 20)),
    ]
    flags, _, _ = night(con, [*entries, held("1", "a@x.example", date(2024, 1, 1))])
    assert flags == {"1": date(2026, 2, 20)}


def test_a_request_dated_in_the_future_hides_no_other(con):
    entries = [entry("r1", "a@x.example", LONG_AGO), entry("r2", "a@x.example", date(2027, 1, 1))]
    flags, _, undated = night(con, [*entries, held("1", "a@x.example", date(2024, 1, 1))])
    assert (flags, undated) == ({"1": date(2025, 7, 2)}, 0)


def expected(rows):
    """By the key of each record that is held: the day that was due first of all that are over, or that it is undated."""
    asked: dict[str, list] = {}
    for row in rows:
        if row.get("asked"):
            asked.setdefault(row["mail"], []).append((row["asked"], row["until"]))
    flags, undated, judged = {}, 0, 0
    for row in rows:
        requests = asked.get(row["mail"], [])
        if row["purpose"] == "register" or not requests:
            continue
        last = max(day for day, _ in requests)
        about = [one for one in requests if one[0] == last or row["collected"] is None or row["collected"] <= one[0]]
        over = []
        for day, until in about:
            first, longest = plus(day, "1 month"), plus(day, "3 months")
            due = first if until is None else max(first, min(until, longest))
            over += [due] if day <= AS_OF and due < AS_OF else []
        judged += 1
        if over:
            flags[row["id"]] = min(over)
        else:
            undated += any(day > AS_OF for day, _ in about)
    return flags, judged, undated


@pytest.mark.parametrize("seed", range(6))
def test_random_people_and_requests(con, seed):
    rng = random.Random(seed)  # noqa: S311 - a seed, no secret
    rows = []
    for person in range(40):
        mail = f"p{person}@x.example"
        for n in range(rng.choice((0, 1, 2, 2, 3))):
            day = AS_OF - timedelta(days=rng.choice((-3, 0, 5, 27, 28, 29, 30, 31, 32, 60, 90, 91, 200, 400)))
            until = rng.choice((None, None, day + timedelta(days=rng.randrange(20, 140))))
            rows.append(entry(f"r{person}-{n}", mail, day, until))
        for n in range(rng.randrange(1, 4)):
            day = rng.choice((None, AS_OF - timedelta(days=rng.randrange(500))))
            rows.append(held(f"h{person}-{n}", mail, day))
    rng.shuffle(rows)
    found = night(con, rows)
    assert found == expected(rows)
    assert len(found[0]) > 10
    assert found[1] > len(found[0])
