"""Words that are names, places or things: the lists, and their one reader.

Here: the lists that are hand-written for Abide, under its licence, and derived.txt.gz, which `benchmarks/name_lists.py`
makes from word vectors. README.md beside them is their card. Not here: what a name in a
cell or a text looks like.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def given_names() -> frozenset[str]:
    """Given names common in the United Kingdom and beyond, capitalised."""
    return _words("given_names")


@cache
def surnames() -> frozenset[str]:
    """Family names common in the United Kingdom and beyond, capitalised."""
    return _words("surnames")


@cache
def places() -> frozenset[str]:
    """Towns, counties and countries, capitalised, one word each; some are family names too."""
    return _words("places")


@cache
def words() -> frozenset[str]:
    """Words of business that begin with a capital in tables, and are no names."""
    return _words("words")


@cache
def brands() -> frozenset[str]:
    """Firms and brands that bear a person's name, as they are written; one or more words."""
    return frozenset((_FOLDER / "brands.txt").read_text(encoding="utf-8").splitlines())


@cache
def goods() -> frozenset[str]:
    """Words for what is made and sold, in lower case."""
    lines = (_FOLDER / "goods.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def listed(name: str) -> frozenset[str]:
    """The words of one more list: colours, posts, words_of_sentences or things_of_persons."""
    return _words(name)


@cache
def derived() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words that behave like given names, like family names (one in six is none), and frequent ones that are things."""
    given, family, things = set(), set(), set()
    with gzip.open(_FOLDER / "derived.txt.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            word, _, letters = line.rstrip("\n").partition(" ")
            if "g" in letters:
                given.add(word)
            if "f" in letters:
                family.add(word)
            if "t" in letters:
                things.add(word)
    return frozenset(given), frozenset(family), frozenset(things)


def _words(name: str) -> frozenset[str]:
    return frozenset((_FOLDER / f"{name}.txt").read_text(encoding="utf-8").split())
