"""What was erased and comes back is told the next night, and a replay after a restore reaches the same state."""

import json
import shutil

import pytest

from assets.replay import Replay, batches_since
from assets.report.write import write_reports
from stores.controller import load_controller
from stores.keys import read_key
from stores.warehouse_snapshots import open_snapshot
from tests.erasure.approved import NOON, allowed, approved, hand, night_of_all
from tests.erasure.nights import AS_OF, HEADING

MANY = 60
EXPORT = "exports/applications-2026-03-01.csv"


@pytest.fixture(scope="module")
def once(first_night, tmp_path_factory):
    """Sixty applications, of which fifty were erased; and a backup of the export from before."""
    home = tmp_path_factory.mktemp("erased")
    place = shutil.copytree(first_night, home / "tiny")
    lines = [f"B{n},person{n}@mail.example,Person {n},2023-01-{n % 28 + 1:02},unsuccessful,\n" for n in range(MANY)]
    (place / EXPORT).write_text(HEADING + "".join(lines))
    allowed(place)
    night_of_all(place, AS_OF)
    keys = {f"B{n}" for n in range(50)}
    shutil.copy2(place / EXPORT, home / "backup.csv")
    approved(place, lambda flag: flag.clause == "candidates-twelve-months" and flag.record_key in keys)
    assert hand(place).execute().counts() == {"verified": 50}
    hand(place).certify()
    return home


@pytest.fixture
def erased(once, tmp_path):
    """The folder, its export and the backup; copied."""
    home = shutil.copytree(once, tmp_path / "home")
    return home / "tiny", home / "tiny" / EXPORT, home / "backup.csv"


def back(place):
    with open_snapshot(place, read_key(place)) as con:
        rows = con.execute("SELECT record_key, what, batch FROM meta.returned ORDER BY ALL").fetchall()
        write_reports(con, load_controller(place), AS_OF, place / "report")
    board = json.loads((place / "report" / "scoreboard.json").read_text())
    assert [(row["record_key"], row["what"], row["batch"]) for row in board["returned"]] == rows
    page = (place / "report" / "index.html").read_text()
    assert ("Erased, and back" in page) is bool(rows)
    return rows


def test_fifty_resurrections_are_told_the_next_night(erased):
    place, export, backup = erased
    night_of_all(place, AS_OF)
    assert back(place) == []
    lines = backup.read_text().splitlines(keepends=True)[1:]
    restored = lines[:25]  # a restored backup
    anew = [f"C{n},Person{n}@Mail.example,P {n},2026-02-01,unsuccessful,\n" for n in range(25, 45)]  # a form
    tagged = [f"D{n},person{n}+new@mail.example,P {n},2026-02-01,unsuccessful,\n" for n in range(45, 50)]  # an import
    stranger = ["B49,someone-else@mail.example,Someone Else,2026-02-01,unsuccessful,\n"]  # the number was given again
    export.write_text(export.read_text() + "".join([*restored, *anew, *tagged, *stranger]))
    night_of_all(place, AS_OF)
    found = back(place)
    assert len({row[0] for row in found}) == 50
    assert {row[2] for row in found} == {"EB-0001"}
    assert [row[1] for row in found].count("record") == 25
    assert "B49" not in {row[0] for row in found}


@pytest.mark.slow
def test_a_replay_after_a_restore_reaches_the_same_state(erased):
    place, export, backup = erased
    after = export.read_bytes()
    shutil.copy2(backup, export)
    assert batches_since(load_ledger(place), AS_OF) == ["EB-0001"]
    again = Replay(load_controller(place), "EB-0001", lambda: NOON)
    found = again.replay()
    assert (found.records, found.held) == (50, 0)
    path, data = again.certify(found.order)
    assert (path.name, data["status"]) == ("EB-0001-replay1-1.json", "verified")
    assert export.read_bytes() == after
    assert Replay(load_controller(place), "EB-0001", lambda: NOON).replay().records == 0
    night_of_all(place, AS_OF)
    assert back(place) == []


@pytest.mark.slow
def test_a_replay_that_was_cut_off_goes_on_and_certifies_all_of_it(erased, monkeypatch):
    import assets.hand

    place, export, backup = erased
    after = export.read_bytes()
    shutil.copy2(backup, export)

    def cut_off(*given, **more):
        real(*given, **more)
        raise KeyboardInterrupt

    real = assets.hand.carry_out
    with monkeypatch.context() as dying:
        dying.setattr("erasure.intent.Intent.results", lambda *_: None)
        dying.setattr("assets.hand.carry_out", cut_off)
        with pytest.raises(KeyboardInterrupt):
            Replay(load_controller(place), "EB-0001", lambda: NOON).replay()
    assert export.read_bytes() == after  # it was erased, and nothing of that was written down
    again = Replay(load_controller(place), "EB-0001", lambda: NOON)
    found = again.replay()
    assert found.records == 50
    path, data = again.certify(found.order)
    assert (path.name, data["status"]) == ("EB-0001-replay1-1.json", "verified")
    assert data["stores"][0]["tables"][0]["states"] == {"verified": 50}


def load_ledger(place):
    from erasure.ledger import ledger_of

    return ledger_of(load_controller(place), read_key(place))


def test_a_replay_leaves_a_record_that_only_has_the_number_of_an_erased_one(erased):
    place, export, backup = erased
    shutil.copy2(backup, export)
    text = export.read_text().replace("B7,person7@mail.example,Person 7", "B7,new@mail.example,New Person")
    export.write_text(text)
    found = Replay(load_controller(place), "EB-0001", lambda: NOON).replay()
    assert found.records == 49
    assert "B7,new@mail.example" in export.read_text()
