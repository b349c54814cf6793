"""The log of an erasure: what a crash cut off is no line, and what stands is read back as it was written."""

import pytest

from erasure.errors import ErasureError, Refused
from erasure.intent import AT_ONCE, Intent, Outcome, alone, pending


def written(home):
    log = Intent(home)
    log.begin("2026-03-01T12:00:00Z", {0: 7})
    log.begun("shop")
    log.results(0, [(f"K{n}", Outcome("removed")) for n in range(AT_ONCE + 5)])
    log.results(1, [("X", Outcome("requested", "taken", "2026-04-01", "", "r-1"))])
    log.ended("shop")
    return log


def test_it_is_read_back(tmp_path):
    log = written(tmp_path)
    progress = log.read()
    assert (progress.started, progress.before, progress.ended) == ("2026-03-01T12:00:00Z", {0: 7}, {"shop"})
    assert progress.counts() == {"removed": AT_ONCE + 5, "requested": 1}
    assert progress.outcomes[1]["X"] == Outcome("requested", "taken", "2026-04-01", "", "r-1")
    log.results(1, [("X", Outcome("failed", "no answer"))])
    assert pending(["X", "Y"], log.read().outcomes[1]) == ["X", "Y"]
    assert log.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("cut", [1, 7, 40])
def test_a_line_that_a_crash_cut_off_is_none_and_the_next_one_stands(tmp_path, cut):
    log = written(tmp_path)
    before = log.read()
    log.results(1, [("X", Outcome("verified"))])
    data = log.path.read_bytes()
    log.path.write_bytes(data[:-cut])
    assert log.read() == before
    log.certified("ab" * 32)
    assert log.read().certificates == ["ab" * 32]
    assert log.path.read_bytes().endswith(b"\n")


def test_a_line_that_is_not_ours_is_told_without_its_words(tmp_path):
    log = written(tmp_path)
    log.path.write_bytes(b'{"kind": "results", "secret": 1}\n' + log.path.read_bytes())
    with pytest.raises(ErasureError) as told:
        log.read()
    assert "secret" not in str(told.value)


def test_one_process_at_a_time(tmp_path):
    with alone(tmp_path), pytest.raises(Refused), alone(tmp_path):
        pass
    with alone(tmp_path):
        pass
