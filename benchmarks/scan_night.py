"""One process of the scanners' benchmark: two nights of the scan over the same rows, one row in a hundred changed.

    python benchmarks/scan_night.py ROWS WORKERS [text]

Prints JSON: CPU and wall seconds of the first and the second scan, and the peak memory of this process and of its
largest worker. Landing is not in the figures. `text`: the tickets' text only, every one another.
"""

from __future__ import annotations

import csv
import json
import multiprocessing
import re
import resource
import sys
import tempfile
import time
from datetime import date
from multiprocessing.process import BaseProcess
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.rows import changed, tables

AS_OF = date(2026, 1, 31)


def write(folder: Path, rows: dict[str, list[dict[str, str]]]) -> None:
    """The exports, as CSV."""
    (folder / "exports").mkdir(exist_ok=True)
    for name, some in rows.items():
        with (folder / "exports" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(some[0]))
            writer.writeheader()
            writer.writerows(some)


def bind(folder: Path, rows: dict[str, list[dict[str, str]]]) -> None:
    """A controller's folder with one store over the exports."""
    (folder / "stores").mkdir()
    (folder / "abide.yaml").write_text("controller: shop\nname: Shop Ltd\n", encoding="utf-8")
    (folder / "notice.txt").write_text("We sell desks.\n", encoding="utf-8")
    (folder / "notice.yaml").write_text(
        "controller: Shop Ltd\npublished: '2026-01-01'\nclauses:\n"
        "  - {id: desks, quote: We sell desks., law: [UK GDPR Art. 5], unprovable: Nothing to prove.}\n",
        encoding="utf-8",
    )
    store = {
        "name": "shop",
        "role": "controller",
        "connector": "files",
        "export": "exports",
        "exported_at": "modified",
        "fresh_within": "26 hours",
        "tables": [
            {"name": name, "file": f"{name}.csv", "columns": list(some[0]), "key": ["row"]}
            for name, some in rows.items()
        ],
    }
    (folder / "stores" / "shop.yaml").write_text(json.dumps(store), encoding="utf-8")


def scanned(folder: Path, workers: int) -> dict[str, float]:
    """Land, then scan every table; what the scan cost."""
    from assets import night
    from scanners.workers import Workers
    from stores.controller import load_controller
    from stores.keys import read_key
    from stores.warehouse import open_warehouse

    controller = load_controller(folder)
    with open_warehouse(folder, read_key(folder)) as con:
        for store in controller.stores:
            for reading in night.land_store(con, controller, store, AS_OF):
                if reading.landed != reading.rows:
                    raise SystemExit(f"{reading.table}: {reading.error}")
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu, wall = time.process_time(), time.perf_counter()
        with Workers(workers) as reading_here:
            for store, table in controller.tables():
                night.find_table(con, controller, store, table, AS_OF, reading_here.read)
            worker = max(map(_peak, multiprocessing.active_children()), default=0.0)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        findings = con.execute("SELECT count(*) FROM finding.finding").fetchall()[0][0]
    cpu += after.ru_utime + after.ru_stime - children.ru_utime - children.ru_stime
    return {"cpu": cpu, "wall": wall, "findings": findings, "worker_peak_mb": worker}


def _peak(process: BaseProcess) -> float:
    """The most memory that a process has had of its own, MB; what `getrusage` says counts that of its parent."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


def main() -> None:
    """Run both nights and print."""
    from stores.keys import make_key

    count, workers = int(sys.argv[1]), int(sys.argv[2])
    rows = tables(count)
    if "text" in sys.argv[3:]:
        rows = {"tickets": [{"ticket_id": r["ticket_id"], "body": r["body"]} for r in rows["tickets"]]}
    rows = {name: [{"row": str(i), **row} for i, row in enumerate(some)] for name, some in rows.items()}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make_key(folder)
        bind(folder, rows)
        write(folder, rows)
        first = scanned(folder, workers)
        if "text" not in sys.argv[3:]:
            fresh = {name: changed([dict(r) for r in some], name, 0.01) for name, some in rows.items()}
            rows = {n: [{"row": str(i), **row} for i, row in enumerate(some)] for n, some in fresh.items()}
            write(folder, rows)
        second = scanned(folder, workers)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"first": first, "second": second, "peak_mb": own}))


if __name__ == "__main__":
    main()
