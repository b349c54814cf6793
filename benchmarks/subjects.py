"""What it costs to say who is who: linking millions of identifiers, in the memory that a night allows DuckDB.

    python benchmarks/subjects.py [--identifiers 10000000]

Six stores; half of the identifiers are addresses, a third ids of systems, the rest weak telephones; people have one to
six records, one address in a thousand is used by people of different names. Prints CPU and
wall seconds of ``stores.linking.link``, the process's peak memory, and the counts found.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from stores.identifiers import prepare
from stores.keys import make_key, read_key
from stores.linking import link
from stores.warehouse import open_warehouse


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--identifiers", type=int, default=10_000_000)
    number = parser.parse_args().identifiers
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make_key(folder)
        with open_warehouse(folder, read_key(folder)) as con:
            prepare(con)
            con.execute(
                f"""
                INSERT INTO record.identifier
                SELECT 'store' || r % 6, 'people', 'key' || r,
                    ['email', 'person_id', 'email', 'phone', 'email', 'person_id'][i % 6 + 1],
                    CASE WHEN i % 6 = 3 THEN 'weak' ELSE 'exact' END,
                    md5(i % 6 || '/' || CASE i % 6 WHEN 3 THEN who // 3 ELSE who END), name, name, name
                FROM (
                    SELECT i, r, who, CASE WHEN i % 2 = 0 THEN who * 10 + CASE WHEN who % 1000 = 0
                        THEN r * 10 // {number}
                        ELSE 0 END END AS name
                    FROM (SELECT i, i // 2 AS r, (i // 2 * 7919) % ({number} // 5) AS who FROM range({number}) AS t(i))
                )
                """
            )
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            cpu, wall = time.process_time(), time.perf_counter()
            counts = link(con)
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"CPU s {cpu:,.1f}   wall s {wall:,.1f}   peak MB {peak:,.0f} (before linking {before:,.0f})")
    print("   ".join(f"{what} {count:,}" for what, count in counts.items()))


if __name__ == "__main__":
    main()
