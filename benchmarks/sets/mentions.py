"""Sentences that do or do not say something of a special category (Arts. 9 and 10 UK GDPR) about a person.

Here: reading `special/{half}/*.yaml` and filling its templates by seed. Not here: what counts as found
(`benchmarks.scoring`).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks.sets.slots import fill, slots_of
from benchmarks.sets.texts import lines

HERE = Path(__file__).resolve().parent / "special"
SEED = 910
SECTIONS = {
    "stated": ("stated", "subject", 4),
    "implied": ("implied", "subject", 3),
    "other_stated": ("stated", "other", 3),
    "other_implied": ("implied", "other", 3),
}
DENIED = "denied"
NEGATIVE = "negative"
PASSES = {DENIED: 2, NEGATIVE: 2}


@dataclass(frozen=True)
class Sentence:
    """One sentence of a category's pack.

    `kind` is ``positive``, ``denied`` or ``negative``; of a positive one `spans` tells where it says so (any one of
    them), `how` is ``stated`` or ``implied`` and `about` is ``subject`` or ``other``. `also`: what may be found in it
    too.
    """

    pack: str
    category: str
    kind: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()
    how: str = ""
    about: str = ""
    also: frozenset[str] = frozenset()


def packs(half: str) -> dict[str, dict[str, Any]]:
    """The packs of `half` as written, by name."""
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((HERE / half).glob("*.yaml"))
    }


def terms_of(pack: dict[str, Any]) -> dict[str, list[str]]:
    """The pack's own slots and what they may be filled with; semicolons part them."""
    found: dict[str, list[str]] = {}
    for key in ("terms", "terms_other", "terms_negative"):
        for name, text in pack.get(key, {}).items():
            found[name] = [term.strip() for term in str(text).split(";") if term.strip()]
    return found


class _Deck:
    """Deals each list's terms once before any is dealt again."""

    def __init__(self, terms: dict[str, list[str]], rng: random.Random) -> None:
        self.terms, self.rng = terms, rng
        self.left: dict[str, list[str]] = {}

    def deal(self, name: str) -> str:
        if not self.left.get(name):
            self.left[name] = self.rng.sample(self.terms[name], len(self.terms[name]))
        return self.left[name].pop()


def _pack(name: str, pack: dict[str, Any], half: str) -> list[Sentence]:
    rng = random.Random(f"{SEED}/{half}/{name}")
    deck = _Deck(terms_of(pack), rng)
    category = str(pack["category"])
    also = frozenset(pack.get("also", ()))
    seen: set[str] = set()
    made: list[Sentence] = []
    for section in (*SECTIONS, DENIED, NEGATIVE):
        how, about, passes = SECTIONS.get(section, ("", "", PASSES.get(section, 0)))
        for _ in range(passes):
            for template in lines(pack.get(section, "")):
                own = {slot: deck.deal(slot) for slot in sorted(slots_of(template) & deck.terms.keys())}
                text = fill(template, rng, half, own, marks=bool(how))
                if text.text in seen:
                    continue
                seen.add(text.text)
                if how:
                    made.append(Sentence(name, category, "positive", text.text, text.marked, how, about, also))
                else:
                    made.append(Sentence(name, category, section, text.text))
    return tuple(made)


@cache
def special(half: str) -> tuple[Sentence, ...]:
    """The sentences of `half`, pack by pack; the same each time."""
    return tuple(sentence for name, pack in packs(half).items() for sentence in _pack(name, pack, half))
