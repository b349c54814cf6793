"""What holds the blind half still: digests of its files and of what is made from them.

Here: the digests, and reading those that the cards state. Not here: the sets.

    python -m benchmarks.sets.frozen        # the digests of now, as the cards write them
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.sets.mentions import special
from benchmarks.sets.tables import tables
from benchmarks.sets.texts import cells, research

HERE = Path(__file__).resolve().parent
SETS = ("columns", "cells", "research", "special")
STATED = re.compile(r"^- (files|made): `([0-9a-f]{64})`$", re.MULTILINE)


def files(name: str) -> list[Path]:
    """The hand-written files of the blind half of the set `name`, with the term lists it draws on."""
    folder = HERE / name
    own = sorted((folder / "blind").glob("*.yaml")) if name == "special" else [folder / "blind.yaml"]
    return [HERE / "terms" / "blind.yaml", *own]


def _made(name: str) -> Iterator[Any]:
    if name == "columns":
        for table in tables("blind"):
            for column in table.columns:
                truth = column.truth
                must = [sorted(one) for one in truth.must]
                yield [table.name, column.header, column.values, must, sorted(truth.may), truth.hidden, truth.text]
    elif name == "special":
        for s in special("blind"):
            yield [s.pack, s.category, s.kind, s.text, s.spans, s.how, s.about, sorted(s.also)]
    else:
        for cell in (cells if name == "cells" else research)("blind"):
            yield [cell.register, cell.text, [[s.start, s.end, s.categories, s.neutral] for s in cell.spans]]


def digests(name: str) -> dict[str, str]:
    """SHA-256 of the set's files and of its rows with their labels."""
    of_files = hashlib.sha256()
    for path in files(name):
        of_files.update(path.relative_to(HERE).as_posix().encode() + b"\0" + path.read_bytes())
    of_rows = hashlib.sha256()
    for row in _made(name):
        of_rows.update(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    return {"files": of_files.hexdigest(), "made": of_rows.hexdigest()}


def stated(name: str) -> dict[str, str]:
    """The digests that the set's card states."""
    return dict(STATED.findall((HERE / name / "CARD.md").read_text(encoding="utf-8")))


def main() -> None:
    """Print the digests of the blind half."""
    for name in SETS:
        print(name)
        for what, digest in digests(name).items():
            print(f"- {what}: `{digest}`")


if __name__ == "__main__":
    main()
