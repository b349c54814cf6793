"""What landing costs beside the bare reader: the same file into the same kind of encrypted warehouse, in one run.

    python benchmarks/landing.py [--rows 500000] [--runs 5]

Bare is DuckDB's own reader with the strict settings (columns given, no sniffer, rejects kept) writing one table.
Landing adds what a night needs: record key, keyed row digest, uniqueness, dates, quarantine and the count that must
come out. Each run is a process of its own, bare and landing in turn; CPU seconds are of the whole step from the open
warehouse to the closed one. Prints medians, each run, and the ratio of the medians.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ("id", "email", "first_name", "last_name", "phone", "company", "created", "status", "note")
SHAPES = {"csv plain": "plain.csv", "csv with line ends": "broken.csv", "parquet": "rows.parquet"}
WORDS = [
    "course",
    "invoice",
    "moved",
    "asked",
    "about",
    "the",
    "and",
    "date",
    "of",
    "next",
    "session",
    "paid",
    "later",
    "please",
    "call",
    "back",
    "office",
]


def rows(number: int, *, line_ends: bool) -> Iterator[list[str]]:
    """Records of fictional people; with ``line_ends`` three notes in ten hold some, and quotes."""
    dice = random.Random(20_260_131)  # noqa: S311 - the same file each time
    for n in range(number):
        note = " ".join(dice.choices(WORDS, k=dice.randrange(3, 14)))
        if line_ends and n % 10 < 3:
            note = note.replace(" the ", '\n"the" ') + "\r\nregards"
        day = f"20{dice.randrange(15, 26)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}T10:{n % 60:02d}:00Z"
        yield [
            f"{n:08d}",
            f"person.{n}@harbour.example",
            f"Name{n % 977}",
            f"Family{n % 4_999}",
            f"07700 900{n % 1000:03d}" if n % 3 else "",
            f"Company {n % 311} Ltd",
            day,
            ("active", "archived", "pending")[n % 3],
            note,
        ]


def make(folder: Path, number: int) -> None:
    """The three exports."""
    for name, line_ends in (("plain.csv", False), ("broken.csv", True)):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(rows(number, line_ends=line_ends))
    shape = pa.schema([(name, pa.string()) for name in COLUMNS])
    with pq.ParquetWriter(folder / "rows.parquet", shape) as writer:
        made = rows(number, line_ends=False)
        while batch := list(islice(made, 122_880)):
            columns = zip(*batch, strict=True)
            writer.write_table(pa.table(dict(zip(COLUMNS, map(list, columns), strict=True)), shape))


def step(folder: Path, shape: str, way: str) -> None:
    """One reading in this process; prints CPU seconds and peak megabytes as JSON."""
    import stores.files  # noqa: F401 - loading it is no part of reading
    from stores.keys import make_key, read_key
    from stores.landing import land
    from stores.store import Store
    from stores.warehouse import open_warehouse

    file = SHAPES[shape]
    with tempfile.TemporaryDirectory(dir=folder) as place:
        home = Path(place)
        (home / file).hardlink_to(folder / file)
        make_key(home)
        with open_warehouse(home, read_key(home, {})) as con:
            began = os.times()
            if way == "bare":
                con.execute(bare(str(home / file), shape))
                landed = con.execute('SELECT count(*) FROM landed."shop__people"').fetchall()[0][0]
            else:
                store = Store.model_validate(binding(file))
                landed = land(con, store, store.tables[0], home).landed
        ended = os.times()
    used = ended.user + ended.system - began.user - began.system
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": used, "wall": ended.elapsed - began.elapsed, "peak": peak, "landed": landed}))


def bare(path: str, shape: str) -> str:
    """DuckDB's reader with the strict settings into one table of the warehouse."""
    if shape == "parquet":
        return f"CREATE TABLE landed.\"shop__people\" AS FROM read_parquet('{path}')"
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in COLUMNS)
    return (
        f"CREATE TABLE landed.\"shop__people\" AS FROM read_csv('{path}', auto_detect = false, header = true, "
        f"columns = {{{columns}}}, delim = ',', quote = '\"', escape = '\"', strict_mode = true, store_rejects = true)"
    )


def binding(file: str) -> dict[str, object]:
    """The store of a file, with a key, an identifier and a dated column."""
    table = {"name": "people", "file": file, "columns": COLUMNS, "key": ["id"], "dates": {"created": "iso"}}
    return {
        "name": "shop",
        "role": "controller",
        "connector": "files",
        "export": ".",
        "exported_at": "modified",
        "fresh_within": "26 hours",
        "tables": [{**table, "subject": {"email": "email"}}],
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--step", nargs=3, metavar=("FOLDER", "SHAPE", "WAY"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        step(Path(given.step[0]), given.step[1], given.step[2])
        return
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), given.rows)
        for shape in SHAPES:
            found: dict[str, list[dict[str, float]]] = {"bare": [], "landing": []}
            for _ in range(given.runs):
                for way, runs in found.items():
                    again = [sys.executable, __file__, "--step", folder, shape, way]
                    done = subprocess.run(again, check=True, env=environment, stdout=subprocess.PIPE, text=True)
                    runs.append(json.loads(done.stdout))
            report(shape, found, given.rows)


def report(shape: str, found: dict[str, list[dict[str, float]]], expected: int) -> None:
    """Print one shape."""
    medians = {}
    for way, runs in found.items():
        if {run["landed"] for run in runs} != {expected}:
            raise SystemExit(f"{shape}, {way}: not every row was landed")
        medians[way] = statistics.median(run["cpu"] for run in runs)
        each = ", ".join(f"{run['cpu']:.2f}" for run in runs)
        peak, wall = max(run["peak"] for run in runs), statistics.median(run["wall"] for run in runs)
        print(f"{shape:20} {way:8} CPU s median {medians[way]:6.2f} ({each})   wall {wall:5.2f}   peak {peak:6.0f} MB")
    print(f"{shape:20} landing / bare: {medians['landing'] / medians['bare']:.2f}")


if __name__ == "__main__":
    main()
