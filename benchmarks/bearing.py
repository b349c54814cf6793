"""Fits the weights by which the scanners tell a mention of a person from one of nobody (`scanners.bearing`).

python -m benchmarks.bearing            # how weights of the other halves do on each
python -m benchmarks.bearing --write    # fit on all, write scanners/bearing.tsv and bearing_words.tsv.gz

Here: every place where a word of a special category could be met in the tuning, fresh and later halves, without guards
and without what a pattern says must or must not stand beside it, so that there are enough that say it of nobody; a
ridge logistic regression over their signs and the mean word vectors around and in them, of which the vectors' part is
written down as each word's worth. The plain half is fitted on by nobody.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from benchmarks.ridge import Array, coefficients, kept
from benchmarks.scoring import says
from benchmarks.sets.mentions import special
from benchmarks.sets.texts import cells
from scanners import sentence
from scanners.bearing import WEIGHTS, WHOLE, WORTHS, beside, signs
from scanners.model import stock
from scanners.registry import kinds
from scanners.terms import TermRecogniser
from scanners.text import lower
from scanners.vocabulary import Finder, words

NOTES = "notes"
"""Sentences written to fit on, of health and diet alone."""
HALVES = ("tuning", "fresh", "later", NOTES)
WEIGHED = ("health", "diet")
OF_TUNING = 0.25
"""What a text of the tuning half counts for, which has several of one template."""
RIDGE = 6.0
RIDGE_OF_VECTORS = 2.0
LENGTH = 3.0
"""By how much the vectors are lengthened, whose means are short."""
FEWEST = 4
LEASTS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
_LOW = ("stated", "framed", "implied", "asked", "weak", "weak_implied", "named")
_CASED = ("cased", "weak_cased")


@dataclass(frozen=True)
class Example:
    """One place where a word of a category stands: its signs, the words around and in it, whether it is of a person."""

    category: str
    text: str
    signs: frozenset[str]
    around: tuple[str, ...]
    own: tuple[str, ...]
    is_person: bool
    weight: float


def bare(pattern: str) -> str:
    """A pattern without what it says of the words beside it."""
    kept, at = "", 0
    while at < len(pattern):
        if pattern.startswith(("(?!", "(?<!", "(?=", "(?<="), at):
            at = _closed(pattern, at)
        else:
            kept += pattern[at]
            at += 1
    return kept.strip()


def _closed(pattern: str, at: int) -> int:
    """Behind the bracket that closes the one at `at`."""
    depth, in_class = 0, False
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif in_class:
            in_class = sign != "]"
        elif sign == "[":
            in_class = True
        elif sign in "()":
            depth += 1 if sign == "(" else -1
            if depth == 0:
                return at + 1
        at += 1
    raise ValueError(f"this pattern is not closed: {pattern}")


@cache
def _finders() -> dict[str, tuple[str, Finder, Finder]]:
    """Each category's recogniser by name: the category, its words of any case, and those whose case matters."""
    found = {}
    for kind in kinds().values():
        if isinstance(kind.recogniser, TermRecogniser):
            held = [words(file) for file in kind.recogniser.files]
            low, cased = (
                [b for of in held for name in names for e in of.get(name, ()) if (b := bare(e))]
                for names in (_LOW, _CASED)
            )
            found[kind.name] = (kind.category, Finder(low), Finder(cased, cased=True))
    return found


def places(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Where words of that category stand in the text and are not denied, the longest of those that begin alike."""
    _, any_case, cased = _finders()[name]
    low, end = lower(text), 0
    for start, stop in sorted([*any_case.spans(low), *cased.spans(text)], key=lambda s: (s[0], -s[1])):
        if start >= end and stop > start:
            end = stop
            if not sentence.is_denied(low, stop, sentence.around(low, start, stop)[0]):
                yield start, stop


def examples(half: str) -> list[Example]:
    """The examples of one half; words of another category in a sentence of a person are none."""
    weight = OF_TUNING if half == "tuning" else 1.0
    found = []
    for one in special(half):
        for name in _finders() if one.kind != "denied" else ():
            for start, end in places(name, one.text):
                is_person = one.kind == "positive"
                if is_person and not _is_marked(one.spans, start, end, _finders()[name][0], {one.category, *one.also}):
                    continue
                found.append(example(name, one.text, start, end, is_person, weight))
    for cell in cells(half) if half != NOTES else ():
        for name in _finders() if not cell.spans else ():
            found += [example(name, cell.text, start, end, False, weight) for start, end in places(name, cell.text)]
    return found


def _is_marked(marks: Iterable[tuple[int, int]], start: int, end: int, category: str, of: Iterable[str]) -> bool:
    return any(a < end and start < b for a, b in marks) and any(says(category, one) for one in of)


def example(name: str, text: str, start: int, end: int, is_person: bool, weight: float) -> Example:
    """One example, with all that is told of it."""
    around, own = beside(text, start, end)
    return Example(name, text, frozenset(signs(text, start, end, name)), tuple(around), tuple(own), is_person, weight)


@cache
def vectors() -> dict[str, Array]:
    """The frequent words of the language model, in lower case, each with its vector at length one."""
    vocab = stock().vocab
    first: dict[int, int] = {}
    for key, row in vocab.vectors.key2row.items():
        first.setdefault(row, key)
    found = {}
    for key in first.values():
        word = vocab.strings[key].lower()
        if word.isalpha() and vocab.has_vector(word):
            vector = np.asarray(vocab.get_vector(word), dtype=float)
            found[word] = vector / (np.linalg.norm(vector) or 1.0)
    return found


def _mean(of: Sequence[str]) -> Array:
    none = np.zeros(len(next(iter(vectors().values()))))
    return LENGTH * sum((vectors().get(word, none) for word in of), none) / max(len(of), 1)


@dataclass(frozen=True)
class Fit:
    """Weights of signs, and of the vectors around a mention and in it."""

    weights: Mapping[str, float]
    around: Array
    own: Array

    def log_odds(self, one: Example) -> float:
        """How likely the weights hold the example for one of a person, as log odds."""
        said = sum(self.weights.get(sign, 0.0) for sign in one.signs)
        return said + float(_mean(one.around) @ self.around + _mean(one.own) @ self.own)


def fit(given: Sequence[Example]) -> Fit:
    """The weights of these examples (`benchmarks.ridge`)."""
    met = Counter(sign for one in given for sign in one.signs)
    names = sorted(sign for sign, times in met.items() if times >= FEWEST)
    at = {sign: number for number, sign in enumerate(names)}
    shown = np.zeros((len(given), len(names)))
    for row, one in enumerate(given):
        shown[row, [at[s] for s in one.signs if s in at]] = 1
    x = np.hstack([shown, [_mean(one.around) for one in given], [_mean(one.own) for one in given]])
    y = np.array([one.is_person for one in given], dtype=float)
    w = np.array([one.weight for one in given])
    ridge = np.full(x.shape[1], RIDGE_OF_VECTORS)
    ridge[: len(names)] = RIDGE
    ridge[at[WHOLE]] = 0.01
    beta = coefficients(x, y, w, ridge)
    size = (x.shape[1] - len(names)) // 2
    return Fit(kept(names, beta), beta[len(names) : len(names) + size], beta[len(names) + size :])


def write(found: Fit) -> None:
    """Write the signs' weights, and each frequent word's worth around a mention and in it."""
    WEIGHTS.write_text("".join(f"{s}\t{b}\n" for s, b in sorted(found.weights.items())), encoding="utf-8")
    lines = []
    for word, vector in sorted(vectors().items()):
        around, own = LENGTH * float(vector @ found.around), LENGTH * float(vector @ found.own)
        lines.append(f"{word}\t{around:.1f}\t{own:.1f}\n")
    WORTHS.write_bytes(gzip.compress("".join(lines).encode(), mtime=0))


def main() -> None:
    """Judge or write."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--write", action="store_true")
    given = arguments.parse_args()
    of = {half: examples(half) for half in HALVES}
    if given.write:
        found = fit([one for some in of.values() for one in some])
        write(found)
        sys.stdout.write(f"{len(found.weights)} weights, {len(vectors())} words\n")
        return
    for left in HALVES:
        found = fit([one for half, some in of.items() if half != left for one in some])
        judged = [(one.category, one.is_person, 1 / (1 + np.exp(-found.log_odds(one)))) for one in of[left]]
        for name in (*WEIGHED, "all"):
            some = [(is_person, p) for category, is_person, p in judged if name in (category, "all")]
            persons = sum(is_person for is_person, _ in some)
            for least in LEASTS:
                wrong = sum(not is_person and p < least for is_person, p in some)
                lost = sum(is_person and p < least for is_person, p in some)
                sys.stdout.write(
                    f"{left:8} {name:8} at least {least}: left {wrong} of {len(some) - persons} of nobody, "
                    f"lost {lost} of {persons}\n"
                )


if __name__ == "__main__":
    main()
