"""What a night costs: both example controllers at a scale, one process, as ``abide scan`` runs it.

    python benchmarks/night.py [--scale 1] [--runs 3]

Prints the median CPU and wall seconds and the peak memory of whole runs, and the records judged, so that two runs on
one machine can be compared. Exports are made anew in a temporary folder; each run loads the language model.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ABIDE = [sys.executable, "-m", "pipelines.cli"]


def made(folder: Path, scale: int) -> list[Path]:
    """Copies of the examples with their exports and keys."""
    places = []
    for source in sorted(path.parent for path in ROOT.glob("examples/*/abide.yaml")):
        place = folder / source.name
        shutil.copytree(source, place, ignore=shutil.ignore_patterns(".abide", "report", "exports", "truth.json"))
        making = [sys.executable, "-m", "examples.generate", str(place), "--as-of", "today", "--scale", str(scale)]
        subprocess.run(making, cwd=ROOT, check=True)
        subprocess.run([*ABIDE, "init", str(place)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        places.append(place)
    return places


def run(places: list[Path]) -> tuple[float, float, float, int]:
    """CPU seconds, wall seconds, peak memory in MB and records judged of one night."""
    environment = {name: value for name, value in os.environ.items() if name != "DAGSTER_HOME"}
    began = time.perf_counter()
    scan = [*ABIDE, "scan", *map(str, places), "--as-of", "today", "--json"]
    with subprocess.Popen(
        scan, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as started:
        out = started.stdout.read() if started.stdout else ""
        _, status, used = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode > 1:
        raise SystemExit(f"the night failed with exit code {started.returncode}")
    judged = sum(board["totals"]["judged"] for board in json.loads(out))
    return used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024, judged


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        places = made(Path(folder), given.scale)
        runs = [run(places) for _ in range(given.runs)]
    for what, figures in zip(("CPU s", "wall s", "peak MB", "judged"), zip(*runs, strict=True), strict=True):
        print(f"{what:8} median {statistics.median(figures):10,.1f}   {', '.join(f'{one:,.1f}' for one in figures)}")


if __name__ == "__main__":
    main()
