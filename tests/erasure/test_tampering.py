"""A thousand random tamperings in the file itself, past its triggers: each is found. And what shows only elsewhere."""

import json
import random
import shutil
import sqlite3
from contextlib import closing

import pytest

from erasure import acts as e
from erasure import entry as form
from erasure.canonical import canonical
from erasure.checkpoint import read_checkpoints
from erasure.entry import Entry, hash_of
from erasure.errors import LedgerError, TamperedError
from erasure.ledger import Ledger, faults_of
from erasure.ledger_sqlite import SCHEMA, SqliteMedium
from erasure.signing import installation
from tests.erasure.world import KEY, act, approve, approve_flags, at, flag, fresh, hold, propose, signer

seeded = random.Random
"""A tampering is told by its turn and its seed, so that it can be made again."""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A ledger of 16 entries, its checkpoint, and an older copy of it."""
    folder = tmp_path_factory.mktemp("ledger")
    ledger = fresh(folder)
    approve_flags(ledger, flag(1), flag(2))
    hold(ledger, flag(3))
    propose(ledger, flag(1))
    approve(ledger, "ann")
    folded(folder / "ledger.sqlite")
    shutil.copy(folder / "ledger.sqlite", folder / "older.sqlite")
    approve(ledger, "abe")
    propose(ledger, flag(2))
    act(
        ledger,
        "rita",
        kind="decided",
        verdict="dismiss",
        reason="a mistake",
        scope="flag",
        until="2026-09-01",
        flags=[flag(4)],
    )
    act(ledger, "rob", kind="released", hold=ledger.read().holds.popitem()[0], reason="settled")
    act(ledger, "amy", kind="person_retired", person="abe")
    folded(folder / "ledger.sqlite")
    return ledger, ledger.checkpoint()


def folded(path):
    """All that is in the write-ahead log is in the file."""
    with closing(sqlite3.connect(path)) as con:
        con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def edit_text(rows, rng):
    """One character of what is stored is another one."""
    row, column = rng.randrange(len(rows)), rng.choice([1, 2, 3])
    text = rows[row][column]
    place = rng.randrange(len(text))
    other = rng.choice([c for c in "0123456789abcdef xyz" if c != text[place]])
    rows[row][column] = text[:place] + other + text[place + 1 :]


def edit_and_rehash(rows, rng):
    """Someone who knows the format changes a value and makes the whole chain fit again, but cannot sign."""
    place = rng.randrange(len(rows))
    entry = json.loads(rows[place][1])
    match rng.choice(["at", "by", "data"]):
        case "at":
            entry["at"] = entry["at"][:-3] + f"{rng.randrange(1, 60):02d}Z"
        case "by":
            entry["by"] = rng.choice([n for n in ("amy", "rob", "rita", "ann", "abe", "zoe") if n != entry["by"]])
        case "data":
            entry["data"]["reason"] = f"another {rng.random()}"
    rows[place][1] = canonical(entry)
    rehash(rows, place)


def rehash(rows, start):
    for place in range(start, len(rows)):
        entry = json.loads(rows[place][1])
        entry["number"] = place + 1
        entry["previous"] = rows[place - 1][2] if place else "0" * 64
        rows[place][0], rows[place][1] = place + 1, canonical(entry)
        rows[place][2] = hash_of(rows[place][1])


def delete(rows, rng):
    """Some entries go, the last ones perhaps."""
    start = rng.randrange(len(rows))
    del rows[start : start + rng.randrange(1, 4)]


def delete_and_close(rows, rng):
    """An entry goes and those after it move up, hashes and all."""
    place = rng.randrange(len(rows) - 1)
    del rows[place]
    rehash(rows, place)


def reorder(rows, rng):
    """Two entries change places, with their numbers or without."""
    one, two = rng.sample(range(len(rows)), 2)
    rows[one][1:], rows[two][1:] = rows[two][1:], rows[one][1:]
    if rng.random() < 0.5:
        rehash(rows, min(one, two))


def repeat(rows, rng):
    """An entry stands twice: the same approval again, at the end."""
    rows.append(list(rng.choice(rows)))
    rows[-1][0] = len(rows)
    rows[-1][2] += ""
    if rng.random() < 0.5:
        rehash(rows, len(rows) - 1)
    else:
        rows[-1][2] = "f" * 64


def forge(rows, rng):
    """An entry is added that the rules forbid, signed by the person's own key, the chain whole."""
    who, said = rng.choice(
        [
            ("ann", {"kind": "approved", "batch": "EB-0001", "of": "batch", "sha256": "ab" * 32}),
            ("rob", {"kind": "approved", "batch": "EB-0001", "of": "batch", "sha256": "ab" * 32}),
            ("rob", {"kind": "person_roles", "person": "rob", "roles": ["administrator"]}),
            ("abe", {"kind": "decided", "verdict": "approve", "reason": "mine", "flags": [flag(9)]}),
            ("amy", {"kind": "person_retired", "person": "amy"}),
        ]
    )
    data = e.said(**said)
    entry = Entry(number=len(rows) + 1, previous=rows[-1][2], at=form.written(at(rng.randrange(9))), by=who, data=data)
    hash_ = hash_of(entry.body)
    rows.append([entry.number, entry.body, hash_, signer(who).sign(hash_)])


def swap_signatures(rows, rng):
    """An entry carries the signature of another."""
    one, two = rng.sample(range(len(rows)), 2)
    rows[one][3] = rows[two][3]


def cut(rows, rng):
    """The end is cut off."""
    del rows[len(rows) - rng.randrange(1, len(rows)) :]


def number(rows, rng):
    """An entry has another number, in the column alone."""
    rows[-1][0] += rng.randrange(1, 5)


WAYS = [edit_text, edit_and_rehash, delete, delete_and_close, reorder, repeat, forge, swap_signatures, cut, number]


def tampered(path, way, rng):
    """Change the rows in the file, with its triggers taken away and put back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        rows = [list(row) for row in con.execute("SELECT number, body, hash, signature FROM entry ORDER BY number")]
        before = [list(row) for row in rows]
        way(rows, rng)
        assert rows != before
        con.execute("PRAGMA synchronous = OFF")
        con.execute("BEGIN")
        for name in SCHEMA:
            con.execute(f"DROP {'TABLE' if name == 'entry' else 'TRIGGER'} IF EXISTS {name}")
        con.execute(SCHEMA["entry"])
        con.executemany("INSERT OR IGNORE INTO entry VALUES (?, ?, ?, ?)", rows)
        for name in SCHEMA.keys() - {"entry"}:
            con.execute(SCHEMA[name])
        con.execute("COMMIT")
        after = [list(row) for row in con.execute("SELECT number, body, hash, signature FROM entry ORDER BY number")]
        assert after != before


@pytest.mark.parametrize("tamperings", [60, pytest.param(1_000, marks=pytest.mark.slow)])
def test_each_of_a_thousand_tamperings_is_found(written, tmp_path, tamperings):
    ledger, checkpoint = written
    path = tmp_path / "ledger.sqlite"
    copy = Ledger(SqliteMedium(path), "acme", installation(KEY))
    content = ledger.medium.path.read_bytes()
    path.write_bytes(content)
    path.chmod(0o600)
    assert faults_of(copy, [checkpoint])[1] == []
    rng = seeded(tamperings)
    missed = []
    for turn in range(tamperings):
        path.write_bytes(content)
        way = WAYS[turn % len(WAYS)]
        tampered(path, way, rng)
        if not faults_of(copy, [checkpoint])[1]:
            missed.append((turn, way.__name__))
    assert missed == []


def test_what_is_found_is_told_without_a_word_a_person_typed(written, tmp_path):
    ledger, checkpoint = written
    path = tmp_path / "ledger.sqlite"
    copy = Ledger(SqliteMedium(path), "acme", installation(KEY))
    rng = seeded(7)
    for way in WAYS:
        path.write_bytes(ledger.medium.path.read_bytes())
        tampered(path, way, rng)
        told = " ".join(map(str, faults_of(copy, [checkpoint])[1]))
        assert not any(word in told for word in ("past its period", "claim", "counsel", "mistake", "settled"))


def test_a_cut_end_and_an_older_copy_show_against_a_checkpoint_only(written, tmp_path):
    ledger, checkpoint = written
    path = tmp_path / "ledger.sqlite"
    copy = Ledger(SqliteMedium(path), "acme", installation(KEY))
    shutil.copy(ledger.medium.path.with_name("older.sqlite"), path)
    path.chmod(0o600)
    assert faults_of(copy, [])[1] == []
    assert "cut short" in str(faults_of(copy, [checkpoint])[1][0])


def test_a_ledger_made_anew_shows_against_a_checkpoint(written, tmp_path):
    _, checkpoint = written
    other = fresh(tmp_path, minutes=3)
    approve_flags(other, flag(5), minutes=3)
    assert faults_of(other, [])[1] == []
    assert any("made anew" in str(fault) for fault in faults_of(other, [checkpoint])[1])


def test_a_checkpoint_that_was_changed_is_found(written):
    ledger, checkpoint = written
    for changed in ({"number": checkpoint.number - 1}, {"at": "2026-03-01T00:00:00Z"}, {"hash": "0" * 64}):
        assert faults_of(ledger, [checkpoint.model_copy(update=changed)])[1]
    unsigned = checkpoint.model_copy(update={"signature": "", "public_key": signer("ann").public_key})
    forged = unsigned.model_copy(update={"signature": signer("ann").sign(unsigned.signed_text)})
    assert "another installation" in str(faults_of(ledger, [forged])[1][0])


def test_the_guards_of_the_file(tmp_path):
    ledger = fresh(tmp_path)
    path = ledger.medium.path
    assert path.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        assert con.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        for change in (
            "UPDATE entry SET body = ''",
            "DELETE FROM entry",
            "INSERT OR REPLACE INTO entry SELECT number, body, 'x', signature FROM entry WHERE number = 2",
            "INSERT INTO entry SELECT number + 100, body, 'x', signature FROM entry WHERE number = 2",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                con.execute(change)
        assert ledger.medium.faults() == []
        con.execute("DROP TRIGGER entry_no_delete")
        con.execute("CREATE TRIGGER extra AFTER INSERT ON entry BEGIN SELECT 1; END")
    assert [("entry_no_delete" in told, "extra" in told) for told in ledger.medium.faults()] == [
        (True, False),
        (False, True),
    ]
    path.chmod(0o644)
    assert "others can read" in ledger.medium.faults()[-1]


def test_nothing_is_appended_to_a_ledger_that_is_not_what_was_written(tmp_path):
    ledger = fresh(tmp_path)
    tampered(ledger.medium.path, edit_text, seeded(1))
    with pytest.raises(TamperedError, match="abide verify"):
        approve_flags(ledger, flag(1))
    ledger.medium.path.write_bytes(b"this is no database at all, but it is long enough to be one" * 100)
    with pytest.raises(LedgerError, match="cannot be used"):
        ledger.read()


def test_a_key_of_another_installation_is_told(tmp_path):
    ledger = fresh(tmp_path)
    other = Ledger(ledger.medium, "acme", installation(bytes(32)))
    assert "another installation" in str(faults_of(other, [])[1][0])
    third = Ledger(ledger.medium, "meridian", installation(KEY))
    assert "another controller" in str(faults_of(third, [])[1][0])


def test_checkpoints_are_kept_beside_at_every_append(tmp_path):
    fresh(tmp_path)
    beside = tmp_path / "beside.jsonl"
    ledger = Ledger(SqliteMedium(tmp_path / "ledger.sqlite"), "acme", installation(KEY), beside)
    approve_flags(ledger, flag(1))
    approve_flags(ledger, flag(2))
    kept = read_checkpoints(beside)
    assert [one.number for one in kept] == [7, 8]
    assert kept[-1] == ledger.checkpoint()
    assert beside.stat().st_mode & 0o777 == 0o600
    assert faults_of(ledger, kept)[1] == []
    for text in ("", "{}", "not json"):
        beside.write_text(text)
        with pytest.raises(LedgerError):
            read_checkpoints(beside)


def test_canonical_form():
    assert canonical({"b": [1, None, True], "a": "é\n"}) == '{"a":"é\\n","b":[1,null,true]}'
    for wrong in (1.5, float("nan"), {"é": 1}, {1: 2}, 2**53, b"x", {"a": {1, 2}}):
        with pytest.raises(TypeError):
            canonical(wrong)
