"""How well columns are typed on the tuning tables: micro-F1 and precision, with the headers and without.

Run: .venv/bin/python -m benchmarks.columns [--misses] [--seed N]   (about 1 CPU minute)
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

from benchmarks.sets.tuning.tables import made
from scanners.column import understand


def _short(categories: set[str]) -> str:
    return ",".join(sorted(c.removeprefix("user.") for c in categories)) or "none"


def main() -> None:
    """Print one line a setting, and the wrong columns when asked."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--misses", action="store_true")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    tables = list(made(given.seed))
    for hidden in (False, True):
        began = time.process_time()
        right = said = true = columns = 0
        wrong: Counter[str] = Counter()
        for table in tables:
            names = {f"col_{i}" if hidden else header: header for i, header in enumerate(table.columns)}
            found = understand("table_1" if hidden else table.name, {n: table.columns[h][0] for n, h in names.items()})
            for name, header in names.items():
                truth = {category} if (category := table.columns[header][1]) else set()
                told = {typed.category for typed in found[name].typed}
                columns += 1
                right, said, true = right + len(told & truth), said + len(told), true + len(truth)
                if given.misses and told != truth:
                    wrong[f"{header}: {_short(truth)} told {_short(told)}: {found[name].evidence[:110]}"] += 1
        for line, times in sorted(wrong.items()):
            print(f"  {times} x {line}")
        precision, recall = right / said, right / true
        f1 = 2 * precision * recall / (precision + recall)
        print(
            f"{'headers hidden' if hidden else 'with headers'}: F1 {f1:.3f}, precision {precision:.3f}, "
            f"recall {recall:.3f}, {columns} columns, {true} personal, {time.process_time() - began:.1f} CPU s"
        )


if __name__ == "__main__":
    main()
