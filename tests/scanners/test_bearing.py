"""How a word of a special category bears: the same word is of a person or of nobody by what stands around it."""

import random

import pytest

from benchmarks.bearing import Example, bare, fit, places
from scanners import bearing
from scanners.bearing import MOSTLY, WEIGHTS, likelihood, signs
from scanners.recognisers import diet, health
from scanners.version import versions


def weighed(text: str, category: str = "health") -> float:
    start, end = text.index("<"), text.index(">") - 1
    return likelihood(text.replace("<", "").replace(">", ""), start, end, category)


@pytest.mark.parametrize(
    ("person", "nobody", "category"),
    [
        ("She has <arthritis> and asks for a chair", "The <arthritis> exhibition has sold 40 tickets", "health"),
        ("off since Monday, <shingles>", "<Shingles> vaccine posters, 2 boxes, invoice to follow", "health"),
        ("I am <dyslexic>, can I have more time?", "We publish apps for <dyslexic> readers", "health"),
        ("<Vegan> for Mrs Ali please", "<Vegan> society conference, stand 12", "diet"),
        ("he <doesn't eat pork>", "Suppliers who <don't eat pork> margins win the tender", "diet"),
    ],
)
def test_what_stands_around_a_word_tells_persons_from_nobody(person, nobody, category):
    assert weighed(person, category) >= MOSTLY
    assert weighed(person, category) > weighed(nobody, category) + 0.2


def test_a_word_with_no_other_beside_it_is_not_weighed():
    assert weighed("<asthma>") == weighed("12/03: <asthma>!") == 1.0


def test_an_answer_behind_its_label_is_not_weighed(monkeypatch):
    monkeypatch.setattr(bearing, "likelihood", lambda *_: 0.0)
    assert diet.recogniser().analyze("Dietary requirements: vegan", ["DIET"])
    assert not diet.recogniser().analyze("the vegan at table two", ["DIET"])


def test_health_and_diet_are_weighed_and_their_versions_depend_on_the_weights(tmp_path, monkeypatch):
    assert health.recogniser().least == diet.recogniser().least == MOSTLY
    was = versions()
    versions.cache_clear()
    other = tmp_path / "bearing.tsv"
    other.write_text("any\t1\n")
    monkeypatch.setattr(bearing, "FILES", (other,))
    now = versions()
    versions.cache_clear()
    assert {entity for entity in was if was[entity] != now[entity]} == {"HEALTH", "DIET"}


def test_every_weight_is_a_number_and_its_sign_holds_no_word_of_a_text():
    lines = [line.split("\t") for line in WEIGHTS.read_text(encoding="utf-8").splitlines()]
    assert all(abs(float(weight)) < 10 for _, weight in lines)
    assert not [sign for sign, _ in lines if any(word in sign for word in ("asthma", "vegan", "Smith"))]


@pytest.mark.parametrize(
    "text", ["flu", "flu\n", "\n\nflu", "x: flu", "(flu)", "O\u2019Hara's flu", "\u0130 " * 200 + "flu"]
)
def test_signs_are_told_of_any_mention(text):
    start = text.index("flu")
    assert "any" in set(signs(text, start, start + 3, "health"))


def test_a_pattern_bare_of_what_must_or_must_not_stand_beside_it():
    assert bare(r"strokes?(?! (?:of|play))") == "strokes?"
    assert bare(r"(?<!on )leave(?=[)\]])") == "leave"
    assert [text for text in ("a stroke of luck", "no asthma") if list(places("health", text))] == ["a stroke of luck"]


def test_the_weights_found_tell_the_examples_apart():
    rng = random.Random(1)  # noqa: S311 - a seeded order
    given = []
    for number in range(60):
        signs_ = frozenset({"any", "text kin" if number % 2 else "text trade"})
        around = ("her", "son") if number % 2 else ("order", "box")
        given.append(Example("health", "", signs_, around, ("flu",), bool(number % 2), 1.0))
    rng.shuffle(given)
    found = fit(given)
    assert all((found.log_odds(one) > 0) is one.is_person for one in given)
    assert found.weights["text kin"] > 0 > found.weights["text trade"]
