"""What the words of a category find in a text: the same whatever else the text holds, and whatever is ruled out first."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanners.registry import kinds, modules
from scanners.text import lower
from scanners.vocabulary import Finder, widen
from scanners.word_gate import WordGate, bits_of, words_of

TUNING = Path(__file__).parent / "special" / "tuning.txt"
TERMS = {kind.name: kind.recogniser for kind in kinds().values() if kind.terms}
TEXTS = sorted(
    {text for m in modules() for text, *_ in m.FOUND}
    | {text for m in modules() for text in m.LEFT}
    | {line.split(": ", 1)[1] for line in TUNING.read_text(encoding="utf-8").splitlines() if not line.startswith("#")}
)


def finders(recogniser):
    yield from ((finder, cased) for finder, cased, *_ in recogniser._sure)
    yield from ((finder, cased) for finder, cased, *_ in recogniser._weak)
    yield recogniser._guards, False
    yield recogniser._cased_guards, True


def each_alone(finder, text):
    """What the tree and every other pattern find with nothing ruled out, each by itself."""
    alone = [re.compile(rf"(?<!\w)(?:(?:{widen(p)}))(?!\w)") for p in finder._open]
    found = set()
    for compiled in [*alone, *([finder._tree] if finder._plain else [])]:
        at = 0
        while match := compiled.search(text, at):
            start, end = match.span(match.lastindex or 0)
            found.add((start, end))
            at = start if start > match.start() else max(end, match.start() + 1)
    return sorted(found)


def mixed(rng):
    """Pieces of several texts, so that many stems stand together that never did."""
    words = " ".join(rng.choice(TEXTS) for _ in range(4)).split()
    cut = rng.randrange(len(words))
    return rng.choice([" ", " ", "_", "-"]).join(words[cut:] + words[:cut])[: rng.choice([60, 400])]


@pytest.mark.parametrize("name", sorted(TERMS))
def test_ruling_patterns_out_changes_nothing(name):
    rng = random.Random(name)  # noqa: S311
    own = [text for m in modules() if m.__name__.endswith(f".{name}") for text, *_ in m.FOUND]
    texts = [*own, *rng.sample(TEXTS, 60), *(mixed(rng) for _ in range(60))]
    met = 0
    for finder, cased in finders(TERMS[name]):
        for text in texts:
            read = text if cased else lower(text)
            found = each_alone(finder, read)
            assert finder.spans(read) == found, (text, finder.patterns[:2])
            met += bool(found)
    assert met > 10


OPEN = [f"(?:{a}|{b}) (?:is|was) (?:{c} )?ill" for a, b in (("he", "she"), ("mum", "dad")) for c in ("very", "too")]
OPEN += [f"(?:ill|sick|tired) (?:with|from|of) {what}" for what in ("flu", "colds", "work", "rain", "us", "it")]
OPEN += [f"(?:so|as) (?:ill|sick) (?:\\w+ )?{what}" for what in ("flu", "with", "of", "from")]
WORDS = sorted({word for pattern in OPEN for word in re.findall(r"[a-z]+", pattern)})
SAID = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(st.permutations(OPEN), st.integers(1, len(OPEN)), SAID, SAID)
def test_a_mention_does_not_depend_on_what_else_is_told(patterns, count, text, other):
    finder = Finder(patterns[:count])
    alone = finder.spans(text)
    assert [span for span in finder.spans(f"{text} ;; {other}") if span[1] <= len(text)] == alone
    behind = finder.spans(f"{other} ;; {text}")
    offset = len(other) + 4
    assert [(a - offset, b - offset) for a, b in behind if a >= offset] == alone


@settings(max_examples=200, deadline=None)
@given(st.permutations(OPEN), st.integers(1, len(OPEN)), SAID)
def test_what_many_patterns_find_is_what_each_of_them_finds(patterns, count, text):
    found = {span for pattern in patterns[:count] for span in Finder([pattern]).spans(text)}
    assert Finder(patterns[:count]).spans(text) == sorted(found)


def test_a_gate_of_words():
    begins, within = frozenset({" asthma", " ill "}), frozenset({"ic"})
    gate = WordGate([(begins,), (begins, within), (within,)])
    assert list(bits_of(gate.met(words_of("An ASTHMA_attack", 0, 16)))) == [0]
    assert list(bits_of(gate.met({b"asthmatic"}))) == [0, 1, 2]
    assert list(bits_of(gate.met({b"music", b"ill"}))) == [0, 1, 2]
    assert list(bits_of(gate.met({b"chills", b"illness"}))) == []
    assert words_of("An ASTHMA_attack", 3, 12) == {b"asthma", b"at"}
