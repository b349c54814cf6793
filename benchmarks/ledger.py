"""What the ledger costs: reading its entries, appending one, and the batch of many flags in it.

    python -m benchmarks.ledger [FLAGS]

Tells CPU seconds of this process and its largest memory. What a plan of that batch costs, ``benchmarks/plan.py`` tells.
"""

import resource
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.plan import fill
from erasure import acts as e
from erasure.deciding import chunks
from erasure.ledger import Ledger
from erasure.ledger_sqlite import SqliteMedium
from erasure.signing import Argon2id, by_passphrase, installation
from erasure.tonight import flags_tonight
from rules import relations
from stores.warehouse import scratch

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


def main() -> None:
    """Run it and tell."""
    flags = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        decided(Path(folder), flags)


def decided(folder: Path, flags: int) -> None:
    """A ledger in which all flags are approved and in one batch."""
    con = scratch()
    with closing(con):
        con.execute(relations.macros())
        fill(con, flags, "erase")
        ledger = Ledger(SqliteMedium(folder / "ledger.sqlite"), "acme", installation(bytes(32)))
        costs = Argon2id(salt="0" * 32)
        signer = by_passphrase("a passphrase to measure with", costs)
        person = e.said(
            kind="person_added",
            person="rob",
            roles=["administrator", "reviewer"],
            public_key=signer.public_key,
            costs=costs,
        )
        ledger.append_own(AT, lambda _: [person])
        chosen = told("read the flags of the night", lambda: list(flags_tonight(con).values()))
        approve = [e.said(kind="decided", verdict="approve", reason="measured", flags=part) for part in chunks(chosen)]
        told(
            f"append {len(approve):,} entries that approve them",
            lambda: ledger.append(AT, "rob", signer, lambda _: approve),
        )
        put = [e.said(kind="batched", batch="EB-0001", flags=part) for part in chunks(chosen)]
        told("append as many that put them into a batch", lambda: ledger.append(AT, "rob", signer, lambda _: put))
        batch = told("read and verify the ledger", ledger.read).batches["EB-0001"]
        told("hash the batch", lambda: batch.content)
        small = [
            e.said(
                kind="decided", verdict="dismiss", reason="one more", scope="flag", until="2026-06-01", flags=chosen[:1]
            )
        ]
        told("append one entry to that ledger", lambda: ledger.append(AT, "rob", signer, lambda _: small))
    print(f"largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


def told(what, work):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Do the work and tell what it cost."""
    before = time.process_time()
    result = work()
    print(f"{time.process_time() - before:8.2f} CPU s  {what}")
    return result


if __name__ == "__main__":
    main()
