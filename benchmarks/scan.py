"""The scanners beside plain Presidio, on the same rows of one run: CPU seconds, ratios, memory, start, gates.

    python benchmarks/scan.py [--rows 200000] [--sample 400]

Ours is measured over all rows: distinct values, reading, memo, findings in the encrypted warehouse; landing is not
counted, the start of the process is. Presidio is measured over a sample of the rows and extrapolated by row, because
the whole takes hours (`benchmarks/scan_presidio.py`). The figures are written into docs/benchmarks.md, with how much
else the machine had to do.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PAGE = ROOT / "docs" / "benchmarks.md"
START = """
import time
from scanners.arrow import batch_of
from scanners.reading import READ, read_batch
from scanners.role import Role
role = Role("notes").written()
read_batch(batch_of([(0, "call me on 07700 900123 after six", role)], READ))
bare = time.process_time()
read_batch(batch_of([(0, "I spoke to Jane Smith about the renewal", role)], READ))
print([bare, time.process_time()])
"""


def told_by(*words: str) -> Any:
    """What a Python process prints as JSON, or with `-c` a list."""
    print(time.strftime("%H:%M:%S"), *(["start"] if words[0] == "-c" else words), file=sys.stderr, flush=True)
    run = subprocess.run([sys.executable, *words], cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(run.stdout.splitlines()[-1])


def gate_speed(rows: int) -> tuple[float, float, float]:
    """Megabytes a second of one core through the gates.

    Of ticket texts, told apart by recogniser; of the same, only whether any is to read them; of all distinct values,
    told apart.
    """
    import polars as pl

    from benchmarks.rows import tables
    from scanners.gates import gates

    everything = tables(rows)
    texts = pl.Series([row["body"] for row in everything["tickets"]])
    texts = pl.concat([texts] * max(1, 20_000_000 // int(texts.str.len_bytes().sum())))
    values = pl.Series(sorted({v for some in everything.values() for row in some for v in row.values() if v}))
    ways = ((texts, gates().admit), (texts, gates().any_admitted), (values, gates().admit))
    told, any_of, short = (_speed(series, way) for series, way in ways)
    return told, any_of, short


def _speed(series: pl.Series, way: Callable[[pl.Series], object]) -> float:
    way(series)
    began = time.process_time()
    way(series)
    return int(series.str.len_bytes().sum()) / (time.process_time() - began) / 1e6


def measured(rows: int, sample: int) -> list[tuple[str, str, str]]:
    """What was measured, the figure, and the bar."""
    one = told_by("benchmarks/scan_night.py", str(rows), "1")
    two = told_by("benchmarks/scan_night.py", str(rows), "2")
    text = told_by("benchmarks/scan_night.py", str(rows), "1", "text")
    shipped = told_by("benchmarks/scan_presidio.py", str(rows), str(sample), "1")
    batched = told_by("benchmarks/scan_presidio.py", str(rows), str(sample), "256")
    plain_text = told_by("benchmarks/scan_presidio.py", str(rows), str(sample // 4), "256", "text")
    bare, named = told_by("-c", START)
    of_text, of_any, of_values = gate_speed(min(rows, 40_000))
    first, second = one["first"], one["second"]
    texts = text["first"]
    return [
        (f"first scan of {rows:,} rows, CPU s", f"{first['cpu']:,.1f}", ""),
        ("findings", f"{first['findings']:,.0f}", ""),
        ("plain Presidio as shipped, CPU s (extrapolated)", f"{shipped['cpu']:,.0f}", ""),
        ("plain Presidio with batch_size=256, CPU s (extrapolated)", f"{batched['cpu']:,.0f}", ""),
        ("less than Presidio as shipped", f"{shipped['cpu'] / first['cpu']:,.0f} times", "80 times"),
        ("less than Presidio with batch_size=256", f"{batched['cpu'] / first['cpu']:,.0f} times", "30 times"),
        ("second scan, 1 % of the rows changed, CPU s", f"{second['cpu']:,.1f}", ""),
        ("less than our own first", f"{first['cpu'] / second['cpu']:,.1f} times", "50 times"),
        (
            "ticket texts only, less than Presidio with batch_size=256",
            f"{plain_text['cpu'] / texts['cpu']:,.1f} times",
            "5 times",
        ),
        (
            "two workers, first scan, faster by the clock than one process",
            f"{first['wall'] / two['first']['wall']:,.2f} times",
            "1.75 times",
        ),
        ("two workers, first scan, CPU s", f"{two['first']['cpu']:,.1f}", ""),
        ("largest worker, MB", f"{two['first']['worker_peak_mb']:,.0f}", "600"),
        ("start until the first value is read, CPU s", f"{bare:,.1f}", "2"),
        ("the same with the language model, CPU s", f"{named:,.1f}", ""),
        ("gates over ticket texts, MB/s of one core", f"{of_text:,.0f}", "300"),
        ("the same, only whether any recogniser is to read a text, MB/s", f"{of_any:,.0f}", ""),
        ("gates over all distinct values (16 bytes each), MB/s of one core", f"{of_values:,.0f}", ""),
    ]


def write(lines: list[tuple[str, str, str]], rows: int, sample: int, busy: float) -> None:
    """Put the table under the heading `Speed` of the page, in place of the one before; what is under it stays."""
    table = "\n".join(f"| {what} | {figure} | {bar} |" for what, figure, bar in lines)
    cores = os.cpu_count() or 1
    section = (
        "## Speed\n\n"
        f"`make bench-scan` wrote this: {rows:,} rows of `benchmarks/rows.py` (11 columns), Presidio on {sample} of\n"
        f"them, extrapolated by row. One run on {cores} cores that others kept busy with {busy:.1f} processes when it\n"
        "began: CPU seconds of one machine; compare the ratios.\n\n"
        f"| what | figure | bar |\n|---|---|---|\n{table}\n"
    )
    page = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else "# Benchmarks\n\n" + section
    PAGE.write_text(re.sub(r"## Speed\n.*?(?=\n##+ |\Z)", lambda _: section, page, flags=re.DOTALL), encoding="utf-8")


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--sample", type=int, default=400)
    given = parser.parse_args()
    busy = os.getloadavg()[0]
    lines = measured(given.rows, given.sample)
    for what, figure, bar in lines:
        print(f"{what:70} {figure:>12}   {f'(bar {bar})' if bar else ''}")
    write(lines, given.rows, given.sample, busy)


if __name__ == "__main__":
    main()
