"""Two processes that append at once never fork the chain: real processes, on SQLite and on a real PostgreSQL."""

import subprocess
import sys
from pathlib import Path

import pytest

from erasure.errors import LedgerError, TamperedError
from erasure.ledger import Ledger, faults_of
from erasure.ledger_postgres import PostgresMedium
from erasure.ledger_sqlite import SqliteMedium
from erasure.signing import installation
from tests.erasure.world import KEY, approve_flags, flag, opened

ROOT = Path(__file__).resolve().parents[2]
EACH = 12
WRITER = """
import sys
from erasure.ledger import Ledger
from erasure.ledger_postgres import PostgresMedium
from erasure.ledger_sqlite import SqliteMedium
from erasure.signing import installation
from pathlib import Path
from tests.erasure.world import KEY, approve_flags, flag

place, start = sys.argv[1], int(sys.argv[2])
medium = PostgresMedium(place, "acme") if place.startswith("postgres") else SqliteMedium(Path(place))
ledger = Ledger(medium, "acme", installation(KEY), Path(sys.argv[3]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(start, start + 12):
    approve_flags(ledger, flag(number))
"""


def at_once(place, beside, writers=2):
    """Start writers, let them begin together, and wait for all."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(place), str(100 * n), str(beside)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for n in range(writers)
    ]  # fmt: skip
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    ended = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0] * writers, ended


def test_two_processes_on_sqlite(tmp_path):
    path = tmp_path / "ledger.sqlite"
    ledger = opened(SqliteMedium(path))
    before = ledger.read().number
    at_once(path, tmp_path / "beside.jsonl")
    chain, faults = faults_of(ledger, [])
    assert faults == []
    assert chain.standing.number == before + 2 * EACH
    assert len(chain.standing.decisions) == 2 * EACH


@pytest.mark.server
def test_two_processes_on_postgresql(tmp_path, postgres_url):
    ledger = opened(PostgresMedium(postgres_url, "acme"))
    before = ledger.read().number
    at_once(postgres_url, tmp_path / "beside.jsonl")
    chain, faults = faults_of(ledger, [])
    assert faults == []
    assert chain.standing.number == before + 2 * EACH


@pytest.mark.server
def test_postgresql_keeps_what_was_written(postgres_url):
    import psycopg

    ledger = opened(PostgresMedium(postgres_url, "kept"), "kept")
    other = Ledger(PostgresMedium(postgres_url, "other"), "other", installation(KEY))
    assert other.read().number == 0
    with psycopg.connect(postgres_url, autocommit=True) as con:
        for change in (
            "UPDATE abide.entry SET body = ''",
            "DELETE FROM abide.entry WHERE ledger = 'kept'",
            "TRUNCATE abide.entry",
        ):
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                con.execute(change)
        con.execute("ALTER TABLE abide.entry DISABLE TRIGGER entry_no_change")
        assert "entry_no_change" in str(faults_of(ledger, [])[1][0])
        con.execute("DELETE FROM abide.entry WHERE ledger = 'kept' AND number = 3")
        con.execute("ALTER TABLE abide.entry ENABLE TRIGGER entry_no_change")
    assert "missing" in str(faults_of(ledger, [])[1][0])
    with pytest.raises(TamperedError):
        approve_flags(ledger, flag(1))


def test_a_server_that_is_not_there_is_told_without_its_address():
    ledger = Ledger(PostgresMedium("postgresql://someone:secret@127.0.0.1:1/none", "acme"), "acme", installation(KEY))
    with pytest.raises(LedgerError) as raised:
        ledger.read()
    assert "secret" not in str(raised.value)
    assert "someone" not in str(raised.value)
