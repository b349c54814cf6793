"""`python -m scanners.training DOCUMENTS`: train, judge, and keep the weights only if they are better than the stock.

`DOCUMENTS` is a folder with `technology.jsonl.gz` (learnt from) and `legal.jsonl.gz` (judged on) of the public set
subhash-holla/pii-anon-eval-data. About five CPU minutes; the same seed, packages and processor give the same weights.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from pathlib import Path

import numpy as np
import spacy

from scanners.model import WEIGHTS, stock, weights_of
from scanners.training.documents import stretches
from scanners.training.judge import judge
from scanners.training.sentences import held_out, training
from scanners.training.train import train

SEED = 7
ROUNDS = 20
EPOCHS = 5
RATE = 8e-4
GENERAL = 1500
REHEARSED = 1500
_WORDS = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]")


def prose_of_packages() -> list[str]:
    """Paragraphs from the descriptions of the installed packages: general text, without tables and addresses."""
    found = []
    for file in sorted(Path(spacy.__file__).parents[1].glob("*.dist-info/METADATA")):
        description = file.read_text(encoding="utf-8", errors="ignore").split("\n\n", 1)[-1]
        for paragraph in re.split(r"\n\s*\n", description):
            usual = 60 < len(paragraph) < 500 and _WORDS.search(paragraph)
            if usual and not any(sign in paragraph for sign in ("|", "](", "http")):
                found.append(paragraph.strip())
    random.Random(3).shuffle(found)  # noqa: S311 - reproducible on purpose
    return found[:REHEARSED]


def main() -> None:
    """Train, print the scores side by side, write the weights if every set is at least as good, and one better."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("documents", type=Path)
    arguments.add_argument("--out", type=Path, default=WEIGHTS)
    given = arguments.parse_args()
    general = random.Random(5).sample(  # noqa: S311 - reproducible on purpose
        stretches(given.documents / "technology.jsonl.gz", 2133), GENERAL
    )
    judged = stretches(given.documents / "legal.jsonl.gz", 200)
    random.Random(1).shuffle(judged)  # noqa: S311 - reproducible on purpose
    sets = {**held_out(99, 12), "documents": judged[:1500]}
    before = judge(stock(), sets)
    pipeline = train(training(SEED, ROUNDS), general, prose_of_packages(), seed=11, epochs=EPOCHS, rate=RATE)
    np.savez_compressed(given.out, **weights_of(pipeline))  # type: ignore[arg-type]  # names of arrays
    after = judge(pipeline, sets)
    for key, score in before.items():
        sys.stdout.write(f"{key[0]:10} {key[1]:10} stock  {score}\n{'':21} ours   {after[key]}\n")
    worse = [name for name, how in before if how == "model" and after[name, how].f1 < before[name, how].f1]
    if worse:
        given.out.unlink()
        raise SystemExit(f"not kept: worse than the stock model on {', '.join(worse)}")


if __name__ == "__main__":
    main()
