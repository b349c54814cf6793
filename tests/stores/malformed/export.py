"""One broken export, and ways to break any file."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("Zebedee Quux", "Philomena Vance", "Ottoline Marsh", "Barnaby Thwaite", "Araminta Crewe", "Lysander Pike")
"""Names that stand in every file and in no message."""


COLUMNS = ["id", "name", "note"]


RECORDS = [[str(n), name, f"note {n}"] for n, name in enumerate(NAMES, 1)]


@dataclass(frozen=True)
class Case:
    """One broken export: its name, the format, the files by name, and the map's further keys."""

    name: str
    format: str
    files: dict[str, bytes | Callable[[], bytes]]
    rows: int | None = None
    table: dict[str, Any] = field(default_factory=dict)
    connector: str = "files"
    links: dict[str, str] = field(default_factory=dict)

    def put(self, folder: Path) -> None:
        """Write the files below ``folder/exports``."""
        exports = folder / "exports"
        exports.mkdir(parents=True)
        for name, data in self.files.items():
            path = exports / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data() if callable(data) else data)
        for name, target in self.links.items():
            (exports / name).symlink_to(target)


def damaged(base: bytes, rng: random.Random, number: int) -> list[tuple[str, bytes]]:
    """Cut, flipped, doubled and stuffed copies of sound bytes."""
    found = []
    for i in range(number):
        at = rng.randrange(1, max(len(base), 2))
        data = bytearray(base)
        match i % 6:
            case 0:
                found.append((f"{i}: cut at {at}", bytes(data[:at])))
            case 1:
                data[at % len(data)] ^= 1 << rng.randrange(8)
                found.append((f"{i}: a bit flipped at {at}", bytes(data)))
            case 2:
                found.append((f"{i}: bytes put in at {at}", bytes(data[:at] + rng.randbytes(7) + data[at:])))
            case 3:
                found.append((f"{i}: a piece twice at {at}", bytes(data[:at] + data[max(at - 40, 0) :])))
            case 4:
                found.append((f"{i}: NUL bytes at {at}", bytes(data[:at] + b"\0\0" + data[at:])))
            case _:
                found.append((f"{i}: a hole at {at}", bytes(data[:at] + data[at + 25 :])))
    return found
