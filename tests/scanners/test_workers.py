"""Reading in worker processes gives what reading here gives."""

import pyarrow as pa
import pytest

from scanners import workers
from scanners.marks import MARKS
from scanners.reading import read_batch
from scanners.scan import Scan
from scanners.workers import Workers, fitting

COLUMNS = {
    "email": ["jane.smith@harbour.example", "tom@mail.example"],
    "notes": ["Spoke to Jane Smith on 07700 900123", "Her son is coeliac, write to jane@mail.example", "x" * 5000],
}


@pytest.mark.slow
def test_two_processes_give_the_same_marks_as_one(batch_of, monkeypatch):
    monkeypatch.setattr(workers, "WORTH", 100)
    scan = Scan(batch_of(COLUMNS))
    with Workers(2) as there:
        found = list(there.read(scan.to_read(), None))
        again = list(there.read(scan.to_read(), ["PERSON"]))
    assert pa.Table.from_batches(found).equals(pa.Table.from_batches([read_batch(b) for b in scan.to_read()]))
    assert set(pa.Table.from_batches(again)["entity"].to_pylist()) == {"PERSON"}


def test_little_to_read_starts_no_process(batch_of):
    with Workers(2) as there:
        assert pa.Table.from_batches(list(there.read(Scan(batch_of(COLUMNS)).to_read(), None)), schema=MARKS).num_rows
        assert there._pool is None


@pytest.mark.parametrize(("cores", "free", "count"), [(2, 8e9, 2), (8, 4e9, 4), (4, 1e9, 1), (1, 64e9, 1)])
def test_workers_fit_the_machine(cores, free, count):
    assert fitting(cores, int(free)) == count
