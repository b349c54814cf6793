"""The stems that are kept are those that the patterns have, and what is not kept is worked out."""

import subprocess
import sys

import pyarrow as pa
import pytest

from scanners import kept_stems
from scanners.arrow import batch_of
from scanners.marks import MARKS
from scanners.needs import clauses_of
from scanners.registry import kinds
from scanners.vocabulary import is_read, widen

PATTERNS = {
    widen(pattern)
    for kind in kinds().values()
    if kind.terms
    for finder in kind.recogniser.finders
    for pattern in finder.patterns
    if is_read(pattern)
}


@pytest.fixture
def anew(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_stems, "FILE", tmp_path / "stems.tsv")
    kept_stems.kept.cache_clear()
    yield
    kept_stems.kept.cache_clear()


def test_what_is_kept_is_what_the_patterns_need():
    digests = {kept_stems._digest(pattern) for pattern in PATTERNS}
    assert len(kept_stems.kept().keys() & digests) > 0.8 * len(digests), "run `make stems`"
    assert [p for p in PATTERNS if kept_stems.clauses(p) != clauses_of(p)] == []


def test_every_process_works_out_the_same():
    """Sets are of another order in each process; that of the two clauses here once hung on it."""
    ask = "import sys; from scanners.needs import clauses_of; print([sorted(c) for c in clauses_of(sys.argv[1])])"
    sites, bleed = (
        "brain|subdural|subarachnoid|cerebral|intracranial",
        "bleed|haemorrhage|hemorrhage|haematoma|aneurysm",
    )
    bleeds = rf"(?:{sites})[\s\-]{{1,2}}(?:{bleed})"
    told = {
        subprocess.run(
            [sys.executable, "-c", ask, bleeds],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in "1234"
    }
    assert len(told) == 1


@pytest.mark.usefixtures("anew")
def test_what_is_not_kept_is_worked_out():
    assert kept_stems.kept() == {}
    assert kept_stems.clauses("asthma(?:tic)?") == clauses_of("asthma(?:tic)?")


@pytest.mark.usefixtures("anew")
def test_what_other_rules_made_is_not_kept(monkeypatch):
    kept_stems.write(["asthma(?:tic)?", r"\d+", "asthma(?:tic)?"])
    assert len(kept_stems.kept()) == 2
    assert kept_stems.clauses(r"\d+") == () == clauses_of(r"\d+")
    monkeypatch.setattr(kept_stems, "rules", lambda: "others")
    kept_stems.kept.cache_clear()
    assert kept_stems.kept() == {}


def test_rows_become_a_batch():
    rows = [(1, "EMAIL_ADDRESS", 0, 5, 1.0, "{}"), (2, "PHONE", 3, 9, 0.6, "{}")]
    assert batch_of(rows, MARKS).equals(
        pa.RecordBatch.from_pylist([dict(zip(MARKS.names, r, strict=True)) for r in rows], schema=MARKS)
    )
    assert batch_of([], MARKS).num_rows == 0
    assert batch_of([], MARKS).schema == MARKS
