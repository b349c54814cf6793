"""How a name stands: the same name is a person's or a thing's by what stands beside it; short notes are read."""

import re

import pytest

from benchmarks.standing import Example, fit
from scanners.recognisers.person import LEAST
from scanners.standing import WEIGHTS, likelihood, signs
from scanners.text import is_note, may_be_note


def weighed(text: str) -> float:
    start, end = text.index("<"), text.index(">") - 1
    return likelihood(text.replace("<", "").replace(">", ""), start, end)


@pytest.mark.parametrize(
    ("person", "thing"),
    [
        ("<Jenny Holt> asked for a call", "the <Jenny Holt> lamp, oak"),
        ("ask <Winston> about it", "Project <Winston> is amber"),
        ("Dear <Isla>,\nthank you", "Storm <Isla> shut the road"),
        ("Mr <Kingsley> will chair", "<Kingsley> brushes shed"),
        ("signed by <Martha Pell>", "vessel <Martha Pell> berthed"),
    ],
)
def test_what_stands_beside_a_name_tells_persons_from_things(person, thing):
    assert weighed(person) >= LEAST
    assert weighed(person) > weighed(thing) + 0.2


def test_every_weight_is_of_a_sign_and_no_weight_holds_a_name():
    lines = [line.split("\t") for line in WEIGHTS.read_text(encoding="utf-8").splitlines()]
    kinds = ("any", "kind ", "before ", "after ", "part", "text ", "linked ", "following ")
    assert all(sign.startswith(kinds) and abs(float(weight)) < 10 for sign, weight in lines)
    assert "any" in {sign for sign, _ in lines}


@pytest.mark.parametrize(
    "text", ["Ann", "Ann\n", "\n\nAnn Lee", "x: Ann", "(Ann)", "Ann\u00e9 O\u2019Hara's car", "a" * 500 + " Ann"]
)
def test_signs_are_told_of_any_span(text):
    start = re.search("Ann", text).start()
    assert "any" in set(signs(text, start, start + 3))


@pytest.mark.parametrize("text", ["ask Declan", "Ewa on break", "chased Amos Whitfield", "Teacher: Kate Dunmore"])
def test_a_note_of_two_or_three_words_may_name_someone(text):
    assert is_note(text)


@pytest.mark.parametrize("text", ["Oak side table", "In progress", "Blue", "Sorted by date", "ask Declan " * 9])
def test_other_short_values_are_no_notes(text):
    assert not is_note(text)


def test_the_pattern_of_notes_is_one_for_both_engines():
    assert not re.search(r"\(\?[=!<]", may_be_note())


def test_weights_are_fitted_on_what_tells_persons_apart():
    made = [Example("", (0, 0), ("any", f"before {w}"), w == "told", 1.0) for w in ("told", "thing") * 20]
    weights = fit(made)
    assert weights["before told"] > 0 > weights["before thing"]
