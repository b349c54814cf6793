"""What people decided shows in the next night: statuses, holds as a ground, dismissals out of the open count."""

import json
from datetime import UTC, datetime

import pytest

from erasure.deciding import Word
from erasure.errors import TamperedError
from erasure.ledger import ledger_of
from erasure.tonight import find_flag, lapsed
from rules.terms import Verdict
from stores.controller import load_controller
from stores.keys import read_key
from stores.warehouse_snapshots import open_snapshot
from tests.erasure.nights import AS_OF, export, flag_id, night, report, statuses
from tests.erasure.world import ROLES, added, signer

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATE, DECIDED = "candidates-twelve-months", "decided-lately"


@pytest.fixture
def place(place):
    """A controller after its first night, with people in its ledger."""
    ledger = ledger_of(load_controller(place))
    ledger.append_own(NOW, lambda _: [added("amy", ROLES["amy"])])
    ledger.append(NOW, "amy", signer("amy"), lambda _: [added("rob", ROLES["rob"])])
    return place


def say(place, clause, key, decision, **more):
    with open_snapshot(place, read_key(place)) as con:
        flag = find_flag(con, flag_id(place, clause, key))
    data = Word(decision, "Jane Roe asked us", **more).of([flag])
    return ledger_of(load_controller(place)).append(NOW, "rob", signer("rob"), lambda _: data)


def test_without_a_ledger_everything_is_open_and_none_is_made(first_night):
    assert set(statuses(first_night).values()) == {"open"}
    assert [path.name for path in (first_night / ".abide").iterdir() if "ledger" in path.name] == []


def test_each_status(place):
    say(place, LATE, "A1", "approve")
    say(place, LATE, "A4", "dismiss", scope="flag", until="2026-06-01")
    say(place, DECIDED, "A5", "hold", matter="claim 7", owner="counsel", review_on="2026-04-01")
    said = night(place)
    assert statuses(place) == {
        f"{LATE} A1": "approved",
        f"{LATE} A4": "dismissed until 2026-06-01",
        f"{DECIDED} A1": "open",
        f"{DECIDED} A4": "open",
        f"{DECIDED} A5": "on hold until 2026-04-01",
    }
    assert said[LATE].kept == {"hold": 1}, "A5 is kept by the hold, where the rule knows holds"
    assert said[LATE].flags == 2


@pytest.mark.slow
def test_a_hold_runs_past_its_review_until_it_is_released(place):
    (placed,) = say(place, DECIDED, "A5", "hold", matter="claim 7", owner="counsel", review_on="2026-04-01")
    later = AS_OF.replace(month=5)
    night(place, later)
    assert statuses(place)[f"{DECIDED} A5"] == "on hold, review was due on 2026-04-01"
    released = {"kind": "released", "hold": placed.number, "reason": "settled"}
    from erasure import acts as e

    ledger_of(load_controller(place)).append(NOW, "rob", signer("rob"), lambda _: [e.said(**released)])
    said = night(place, later)
    assert statuses(place)[f"{DECIDED} A5"] == "open"
    assert said[LATE].kept == {}
    assert statuses(place)[f"{LATE} A5"] == "open"


@pytest.mark.slow
def test_a_decision_lapses_when_its_facts_change(place):
    say(place, LATE, "A1", "approve")
    say(place, LATE, "A4", "dismiss", scope="facts", until="2026-06-01")
    say(place, LATE, "A5", "dismiss", scope="flag", until="2026-06-01")
    export(
        place,
        A1="jane.roe@mail.example,Jane Roe,2024-02-10,unsuccessful,",
        A4="ann.moe@mail.example,Ann Moe,2023-02-02,unsuccessful,",
        A5="bob.joe@mail.example,Bob Joe,2022-02-02,unsuccessful,",
    )
    said = night(place, land=True)
    now = statuses(place)
    assert (now[f"{LATE} A1"], now[f"{LATE} A4"]) == ("lapsed", "lapsed")
    assert now[f"{LATE} A5"] == "dismissed until 2026-06-01"
    assert said[LATE].verdict is Verdict.BROKEN
    approved = ledger_of(load_controller(place)).read().decisions
    with open_snapshot(place, read_key(place)) as con:
        assert sorted(lapsed(con, {n: d.flag for n, d in approved.items()}).values()) == ["its facts changed"] * 3
    export(place)
    night(place, land=True)
    assert statuses(place)[f"{LATE} A1"] == "approved", "the facts are again those that were approved"


@pytest.mark.slow
def test_a_dismissal_ends_after_its_last_day(place):
    say(place, LATE, "A4", "dismiss", scope="flag", until="2026-03-02")
    night(place, AS_OF.replace(day=2))
    assert statuses(place)[f"{LATE} A4"] == "dismissed until 2026-03-02"
    night(place, AS_OF.replace(day=3))
    assert statuses(place)[f"{LATE} A4"] == "lapsed"


@pytest.mark.slow
def test_a_dismissal_of_the_record_reaches_every_flag_of_it(place):
    say(place, LATE, "A4", "dismiss", scope="record", until="2026-06-01")
    night(place)
    now = statuses(place)
    assert now[f"{LATE} A4"] == now[f"{DECIDED} A4"] == "dismissed until 2026-06-01"
    assert now[f"{DECIDED} A1"] == "open"


def test_dismissed_flags_leave_the_open_count_and_stay_in_sight(place):
    say(place, LATE, "A4", "dismiss", scope="flag", until="2026-06-01")
    assert night(place)[LATE].verdict is Verdict.BROKEN
    for key, until in (("A1", "2026-05-01"), ("A5", "2026-07-01")):
        say(place, LATE, key, "dismiss", scope="flag", until=until)
    said = night(place)[LATE]
    assert said.verdict is Verdict.ATTESTED, "nobody proved it: people answer for it"
    assert said.reason == "all 3 flags are dismissed by a person, the first until 2026-05-01"
    board = json.loads((report(place) / "scoreboard.json").read_text())
    line = next(one for one in board["clauses"] if one["id"] == LATE)
    assert (line["flags"], line["open"], line["verdict"]) == (3, 0, "attested")
    assert board["totals"]["open"] == board["totals"]["flags"] - 3
    csv = (place / "report" / "flagged.csv").read_text()
    assert csv.count("dismissed until") == 3


@pytest.mark.slow
def test_the_same_ledger_and_data_give_the_same_bytes_and_no_word_a_person_typed(place):
    say(place, LATE, "A1", "approve")
    say(place, LATE, "A4", "dismiss", scope="flag", until="2026-06-01")
    say(place, DECIDED, "A5", "hold", matter="claim of Bob", owner="Olive Owner", review_on="2026-04-01")
    files = []
    for _ in range(2):
        night(place)
        files.append({path.name: path.read_bytes() for path in report(place).iterdir()})
    assert files[0] == files[1]
    for name, content in files[0].items():
        for word in (b"Jane Roe asked", b"claim of Bob", b"Olive Owner", b"Rob ", b"rob,"):
            assert word not in content, (name, word)
    with open_snapshot(place, read_key(place)) as con:
        columns = con.execute("SELECT column_name FROM duckdb_columns() WHERE table_name IN ('decision', 'hold')")
        assert not {"reason", "matter", "owner", "by"} & {row[0] for row in columns.fetchall()}


@pytest.mark.slow
def test_a_ledger_that_was_tampered_with_stops_the_night(place):
    say(place, LATE, "A1", "approve")
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(place / ".abide" / "ledger.sqlite", isolation_level=None)) as con:
        con.execute("DROP TRIGGER entry_no_update")
        con.execute("UPDATE entry SET body = replace(body, 'approve', 'dismiss') WHERE number = 4")
    with pytest.raises(TamperedError, match="entry 4"):
        night(place)
