"""Derives scanners/name_lists/derived.txt.gz: words that behave like names, and frequent ones that do not.

Three logistic regressions (given name, family name, word of things) over the 300 numbers of a word's vector, trained on
the hand-written seed lists beside the result and on frequent lower-case words; then every capitalised word of the
model's vocabulary is judged. The vectors are those of the packaged en_core_web_md 3.7.1 (MIT; its vectors CC0).
Deterministic. Prints precision and recall on a quarter of the seeds that the printed fit has not seen.

Run: .venv/bin/python -m benchmarks.name_lists   (about 2 CPU minutes)
"""

from __future__ import annotations

import gzip
import random
import re
import warnings
from pathlib import Path

import numpy as np
import spacy

from scanners.engine import UNUSED_PIPES, model_path

LISTS = Path(__file__).parent.parent / "scanners" / "name_lists"
FREQUENT = 6_000
WORDS = 2_500
NAME = 0.7
THING = 0.3
STEPS = 3_000
COMMON = 60_000
SURELY_A_THING = 0.8
RATE = 2.0
DECAY = 1e-5

_CAPITALISED = re.compile(r"[A-Z][a-zà-ÿ'’]+(?:[A-Z][a-z]+)?")  # noqa: RUF001 - the apostrophe is meant


def fit(vectors: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Weights of the three regressions, (301, 3), by plain gradient descent, each class weighing the same."""
    inputs = np.c_[vectors, np.ones(len(vectors))]
    share = truth.mean(0)
    weight = np.where(truth > 0, 0.5 / share, 0.5 / (1 - share))
    weights = np.zeros((inputs.shape[1], truth.shape[1]))
    for _ in range(STEPS):
        said = 1 / (1 + np.exp(-inputs @ weights))
        weights -= RATE * (inputs.T @ ((said - truth) * weight) / len(inputs) + DECAY * weights)
    return weights


def judge(vectors: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Probabilities, (n, 3): given name, family name, word of things."""
    return 1 / (1 + np.exp(-np.c_[vectors, np.ones(len(vectors))] @ weights))


def main() -> None:
    """Fit, print the check, write the list."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        vocabulary = spacy.load(str(model_path()), exclude=[*UNUSED_PIPES, "ner"]).vocab
    data, strings = vocabulary.vectors.data, vocabulary.strings
    place = vocabulary.vectors.key2row
    rows = {strings[key]: place[key] for key in vocabulary.vectors.keys() if key in strings}  # noqa: SIM118 - no dict
    vectors = data / (np.linalg.norm(data, axis=1, keepdims=True) + 1e-9)
    seeds = {f: set((LISTS / f"{f}.txt").read_text(encoding="utf-8").split()) for f in _SEEDS}
    chosen = random.Random(7)  # noqa: S311
    frequent = [k.capitalize() for k in list(rows)[:FREQUENT] if re.fullmatch(r"[a-z]{3,}", k)]
    chosen.shuffle(frequent)
    things = seeds["places"] | seeds["words"] | set(frequent[:WORDS]) - seeds["given_names"] - seeds["surnames"]
    words = sorted(w for w in seeds["given_names"] | seeds["surnames"] | things if w in rows)
    chosen.shuffle(words)
    inputs = vectors[[rows[w] for w in words]]
    truth = np.array([[w in seeds["given_names"], w in seeds["surnames"], w in things] for w in words], float)
    part = len(words) * 3 // 4
    unseen = judge(inputs[part:], fit(inputs[:part], truth[:part]))
    for number, what in enumerate(("given name", "family name", "thing")):
        said, true = unseen[:, number] > NAME, truth[part:, number] > 0
        print(
            f"{what}: precision {(said & true).sum() / said.sum():.3f}, recall {(said & true).sum() / true.sum():.3f}"
        )
    weights = fit(inputs, truth)
    asked = sorted(w for w in rows if _CAPITALISED.fullmatch(w))
    lines = []
    for word, (given, family, thing) in zip(asked, judge(vectors[[rows[w] for w in asked]], weights), strict=True):
        letters = ("g" if given > NAME else "") + ("f" if family > NAME else "")
        if letters and thing < THING:
            lines.append(f"{word} {letters}")
    frequent = sorted({k.capitalize() for k in list(rows)[:COMMON] if re.fullmatch(r"[a-z]{3,}", k)} & set(rows))
    for word, (given, family, thing) in zip(
        frequent, judge(vectors[[rows[w] for w in frequent]], weights), strict=True
    ):
        if (
            thing > SURELY_A_THING
            and max(given, family) < THING
            and word not in seeds["given_names"] | seeds["surnames"]
        ):
            lines.append(f"{word} t")
    lines.sort()
    with (LISTS / "derived.txt.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(("\n".join(lines) + "\n").encode())
    print(f"{len(lines):,} words kept, of {len(asked):,} capitalised and {len(frequent):,} frequent ones")


_SEEDS = ("given_names", "surnames", "places", "words")

if __name__ == "__main__":
    main()
