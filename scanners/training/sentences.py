"""Sentences with the persons in them marked, made from names and templates of our own by a seeded generator.

Here: filling slots. Not here: training or judging.

`{N}` is a full name, `{F}` a first name, `{L}` a last name, `{TL}` a title and a last name (the last name is marked),
`{R}` a name in reverse, `{U}` one in capitals, `{I}` an initial and a last name; `{n}`, `{f}` in lower case. `{C}` is a
company, `{P}` a product, `{G}` a place, `{S}` a street or a room, `{K}` a course or event, `{D}` a day, `{T}` a thing,
`{J}` a role; `{p}`, `{g}` in lower case. `<F>`, `<L>`, `<f>` are such names that a thing bears, and no persons.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

HERE = Path(__file__).parent
LABELS = {"C": "ORG", "P": "PRODUCT", "G": "GPE", "S": "FAC", "K": "WORK_OF_ART"}
_SLOT = re.compile(r"\{(\w+)\}|<(\w+)>")
_LISTS = {
    "C": "company",
    "P": "product",
    "G": "place",
    "S": "spot",
    "K": "course",
    "D": "day",
    "T": "thing",
    "J": "role",
}
_TITLES = ("Mr", "Mrs", "Ms", "Dr", "Miss", "Mr.", "Mrs.", "Prof", "Cllr", "Dr.")
HELD_OUT = 10
"""One name in three is kept out of training: those whose checksum is 0, 1 or 2 modulo `HELD_OUT`."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text and its spans: start, end, label as the stock model's."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


@cache
def sections(file: str, *, split: str) -> dict[str, tuple[str, ...]]:
    """The sections of a data file: `[name]` and its entries, which `split` separates."""
    found: dict[str, tuple[str, ...]] = {}
    for block in re.split(r"^\[(?=\w+\]$)", (HERE / file).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, _, body = block.partition("]\n")
        found[name] = tuple(e for e in re.split(split, body.strip()) if e)
    return found


def is_held_out(name: str) -> bool:
    """Whether a name is kept for judging."""
    return crc32(name.encode()) % HELD_OUT < 3


class Maker:
    """Fills templates with names that are held out, or with those that are not."""

    def __init__(self, seed: int, *, held_out: bool) -> None:
        self._random = random.Random(seed)  # noqa: S311 - reproducible on purpose
        names = sections("names.txt", split=r"\s+")
        self._first = [n for n in names["first"] if is_held_out(n) == held_out]
        self._last = [n for n in names["last"] if is_held_out(n) == held_out]
        things = sections("things.txt", split=";|\n")
        self._things = {k: things[v] for k, v in _LISTS.items()}

    def sentence(self, template: str) -> Sentence:
        """One template filled."""
        text, spans, at = "", [], 0
        template = template.replace("\\n", "\n")
        for slot in _SLOT.finditer(template):
            text += template[at : slot.start()]
            at = slot.end()
            before, value, label = self._fill(slot[1] or slot[2])
            if slot[2]:
                label = ""
            text += before
            if label:
                spans.append((len(text), len(text) + len(value), label))
            text += value
        return Sentence(text + template[at:], tuple(spans))

    def _fill(self, slot: str) -> tuple[str, str, str]:
        pick = self._random.choice
        if slot in self._things:
            value = pick(self._things[slot])
            value = re.sub(r"\{(F|L)\}", lambda m: pick(self._first if m[1] == "F" else self._last), value)
            return "", value, LABELS.get(slot, "")
        if slot in {"p", "g"}:
            return "", pick(self._things[slot.upper()]).lower(), ""
        return self._name(slot)

    def _name(self, slot: str) -> tuple[str, str, str]:
        pick = self._random.choice
        first, last = pick(self._first), pick(self._last)
        if self._random.random() < 0.07:
            last = f"{last}-{pick(self._last)}"
        whole = f"{first} {last}"
        chance = self._random.random()
        if chance < 0.06:
            whole = f"{first} {pick(self._first)} {last}"
        elif chance < 0.1:
            whole = f"{first} {pick('ABCDEFGHJKLMRST')}. {last}"
        shapes = {
            "N": ("", whole),
            "F": ("", first),
            "L": ("", last),
            "FL": ("", f"{first} {last}"),
            "TL": (pick(_TITLES) + " ", last),
            "R": ("", f"{last}, {first}"),
            "U": ("", pick((whole, whole, f"{first[0]} {last}", last)).upper()),
            "I": ("", f"{first[0]}{pick(('.', '', '.'))} {last}"),
            "n": ("", pick((whole, whole, whole, first)).lower()),
            "f": ("", first.lower()),
        }
        return (*shapes[slot], "PERSON")


def training(seed: int, rounds: int) -> list[Sentence]:
    """`rounds` sentences of every training template."""
    return _filled("templates.txt", seed, rounds)


def standing(seed: int, rounds: int) -> list[Sentence]:
    """`rounds` sentences of every template in which persons and things that bear names stand in short notes."""
    return _filled("standing.txt", seed, rounds)


def _filled(file: str, seed: int, rounds: int) -> list[Sentence]:
    maker = Maker(seed, held_out=False)
    templates = [t for t in (HERE / file).read_text(encoding="utf-8").splitlines() if t.strip(" -")]
    return [maker.sentence(t) for _ in range(rounds) for t in templates]


def held_out(seed: int, rounds: int) -> dict[str, list[Sentence]]:
    """Sentences of templates and names that training never meets, by set: notes, chat, things, bench."""
    maker = Maker(seed, held_out=True)
    templates = sections("held_out.txt", split="\n")
    return {name: [maker.sentence(t) for _ in range(rounds) for t in lines] for name, lines in templates.items()}
