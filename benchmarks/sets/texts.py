"""The free-text cells: notes, mails, tickets, chats, and single sentences in a synthetic generator's way.

Here: reading `cells/{half}.yaml` and `research/{half}.yaml` and filling their templates by seed. Not here: slots
(`slots`), sentences on special categories (`mentions`).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks.sets.people import WRITTEN
from benchmarks.sets.slots import Span, fill

HERE = Path(__file__).resolve().parent
SEED = 41
CLEAN = 900
PERSONAL = 740
RESEARCH = 300
RESEARCH_CLEAN = 100


@dataclass(frozen=True)
class Cell:
    """One cell: its register (the table it would stand in), its text and its labelled spans."""

    register: str
    text: str
    spans: tuple[Span, ...]


def _read(folder: str, half: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((HERE / folder / f"{half}.yaml").read_text(encoding="utf-8"))
    return read


def lines(text: str) -> list[str]:
    """The templates of a block, one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def templates(half: str) -> dict[str, list[tuple[str, str]]]:
    """``clean`` and ``personal`` templates of the cells of `half`, each with its register."""
    read = _read("cells", half)
    return {
        kind: [(register, line) for register, block in read[kind].items() for line in lines(block)] for kind in read
    }


def sentences(half: str) -> dict[str, list[str]]:
    """``personal`` and ``clean`` templates of the synthetic-style set of `half`."""
    read = _read("research", half)
    return {"personal": lines(read["sentences"]), "clean": lines(read["clean_sentences"])}


def _filled(found: list[tuple[str, str]], count: int, rng: random.Random, half: str, seen: set[str]) -> Iterator[Cell]:
    made = 0
    while made < count:
        before = made
        order = rng.sample(found, len(found))
        for register, template in order:
            text = fill(template, rng, half)
            if text.text in seen or made == count:
                continue
            seen.add(text.text)
            made += 1
            yield Cell(register, text.text, text.spans)
        if made == before:
            raise ValueError(f"the templates give only {made} of {count} texts")


@cache
def cells(half: str) -> tuple[Cell, ...]:
    """The cells of `half`, about 55 in 100 without personal data and mixed; of a written one each template once."""
    rng = random.Random(f"{SEED}/cells/{half}")
    seen: set[str] = set()
    found = templates(half)
    if half in WRITTEN:
        once = (_filled(of, len(of), rng, half, seen) for of in found.values())
        return tuple(cell for of in once for cell in of)
    made = [*_filled(found["clean"], CLEAN, rng, half, seen), *_filled(found["personal"], PERSONAL, rng, half, seen)]
    rng.shuffle(made)
    return tuple(made)


@cache
def research(half: str) -> tuple[Cell, ...]:
    """The sentences in a synthetic generator's way of `half`; the same each time."""
    rng = random.Random(f"{SEED}/research/{half}")
    seen: set[str] = set()
    found = {kind: [("sentence", line) for line in block] for kind, block in sentences(half).items()}
    made = [
        *_filled(found["personal"], RESEARCH, rng, half, seen),
        *_filled(found["clean"], RESEARCH_CLEAN, rng, half, seen),
    ]
    rng.shuffle(made)
    return tuple(made)
