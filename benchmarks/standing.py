"""Fits the weights by which the scanners tell a person from a thing that bears a name (`scanners.standing`).

python -m benchmarks.standing            # how weights of two halves do on the third
python -m benchmarks.standing --write    # fit on all, write scanners/standing.tsv
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

from benchmarks.ridge import coefficients, kept
from benchmarks.sets.texts import cells, research
from scanners.engine import named_in
from scanners.recognisers import person
from scanners.standing import WEIGHTS, signs
from scanners.training.sentences import held_out, standing, training

HALVES = ("tuning", "fresh", "later", "notes")
RIDGE = 1.0
OF_TUNING = 0.25
"""What a cell of the tuning half counts for, which has several of one template."""
FEWEST = 2
UNSEEN = 0.5
"""What a person whom neither model nor lists see counts for, beside one whom they see."""
IN_CAPITALS = 0.15
"""What a capitalised word that nobody takes for a name counts for."""
_CAPITAL = r"[A-Z][a-z\u00e0-\u017e]+(?:['-][A-Z]?[a-z]+)?"
_CAPITALS = re.compile(rf"(?<![\w'@./-]){_CAPITAL}(?: (?:[A-Z]\. )?{_CAPITAL}){{0,2}}")
LEASTS = (0.1, 0.15, 0.2, 0.3, 0.4, 0.5)


@dataclass(frozen=True)
class Example:
    """One span that would be found: its signs, whether it is a person, and how much it counts."""

    text: str
    span: tuple[int, int]
    signs: tuple[str, ...]
    is_person: bool
    weight: float


def _texts(half: str) -> Iterable[tuple[str, tuple[tuple[int, int], ...], float]]:
    if half == "notes":
        made = [*standing(5, 4), *training(5, 2), *(s for some in held_out(5, 2).values() for s in some)]
        for one in made:
            yield one.text, tuple((a, b) for a, b, label in one.spans if label == "PERSON"), 0.3
        return
    found = [(cell, OF_TUNING if half == "tuning" else 1.0) for cell in cells(half)]
    if half == "tuning":
        found += [(cell, OF_TUNING) for cell in research(half)]
    for cell, weight in found:
        named = ((s.start, s.end) for s in cell.spans if any(c.startswith("user.name") for c in s.categories))
        yield cell.text, tuple(named), weight


def examples(half: str) -> tuple[list[Example], list[Example]]:
    """The spans found in the texts of one half without weighing them; and persons not found, things in capitals."""
    of = list(_texts(half))
    found, beside = [], []
    for (text, persons, weight), (artifacts, _) in zip(of, named_in([t for t, _, _ in of]), strict=True):
        spans = person.spans(text, artifacts)
        found += [_example(text, span, persons, weight) for span in spans]
        beside += [_example(text, one, persons, UNSEEN * weight) for one in persons if not _meets(one, spans)]
        capitals = (m.span() for m in _CAPITALS.finditer(text) if not _meets(m.span(), [*persons, *spans]))
        beside += [
            _example(text, one, persons, IN_CAPITALS * weight) for one in capitals if person.is_shaped(text, *one)
        ]
    return found, beside


def _example(text: str, span: tuple[int, int], persons: Sequence[tuple[int, int]], weight: float) -> Example:
    return Example(text, span, tuple(signs(text, *span)), _meets(span, persons), weight)


def _meets(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def fit(given: Sequence[Example]) -> dict[str, float]:
    """The weights of these examples (`benchmarks.ridge`)."""
    met = Counter(sign for one in given for sign in set(one.signs))
    names = sorted(sign for sign, times in met.items() if times >= FEWEST)
    at = {sign: number for number, sign in enumerate(names)}
    x = np.zeros((len(given), len(names)))
    for row, one in enumerate(given):
        x[row, [at[s] for s in set(one.signs) if s in at]] = 1
    y = np.array([one.is_person for one in given], dtype=float)
    w = np.array([one.weight for one in given])
    ridge = np.full(len(names), RIDGE)
    ridge[at["any"]] = 0.01
    beta = coefficients(x, y, w, ridge)
    return kept(names, beta)


def score(one: Example, weights: dict[str, float]) -> float:
    """How likely the weights hold the span for a person."""
    return 1 / (1 + exp(-sum(weights.get(sign, 0.0) for sign in one.signs)))


def main() -> None:
    """Judge or write."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--write", action="store_true")
    given = arguments.parse_args()
    of = {half: examples(half) for half in HALVES}
    if given.write:
        weights = fit([one for found, beside in of.values() for one in (*found, *beside)])
        WEIGHTS.write_text("".join(f"{s}\t{b}\n" for s, b in sorted(weights.items())), encoding="utf-8")
        sys.stdout.write(f"{len(weights)} weights\n")
        return
    for left in ("tuning", "fresh", "later"):
        weights = fit([one for half, some in of.items() if half != left for one in (*some[0], *some[1])])
        judged = [(one.is_person, score(one, weights)) for one in of[left][0]]
        persons = sum(is_person for is_person, _ in judged)
        for least in LEASTS:
            wrong = sum(not is_person and p >= least for is_person, p in judged)
            lost = sum(is_person and p < least for is_person, p in judged)
            sys.stdout.write(
                f"{left:8} at least {least}: wrong {wrong} of {len(judged) - persons}, lost {lost} of {persons}\n"
            )


if __name__ == "__main__":
    main()
