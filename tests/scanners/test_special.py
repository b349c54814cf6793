"""The special categories: the tuning set, whom a mention is about, and the gate before each recogniser."""

import random
from collections import Counter
from pathlib import Path

import pytest

from scanners.needs import endings_of, plain, stems_of
from scanners.registry import kinds
from scanners.terms import ABOUT, HOW, LOOKS
from scanners.vocabulary import Finder, widen, words

TUNING = Path(__file__).parent / "special" / "tuning.txt"
LINES = [
    tuple(line.split(": ", 1)) for line in TUNING.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
]
TERMS = {kind.name: kind for kind in kinds().values() if kind.terms}


def found(name, text):
    return TERMS[name].recogniser.analyze(text, [])


def test_recall_and_precision_on_the_tuning_set():
    right, missed, wrong = Counter(), Counter(), Counter()
    for wanted, text in LINES:
        for name in TERMS:
            seen = bool(found(name, text))
            right[name] += seen and name == wanted
            missed[name] += not seen and name == wanted
            wrong[name] += seen and wanted == "-"
    for name in TERMS:
        assert right[name] / (right[name] + missed[name]) >= 0.85, name
        assert right[name] / (right[name] + wrong[name]) >= 0.92, name


@pytest.mark.parametrize("name", sorted(TERMS))
def test_what_is_found_passes_the_gate(name):
    stems = [stem.encode() for stem in TERMS[name].recogniser.stems]
    chance = random.Random(name)  # noqa: S311
    texts = [text for _, text in LINES]
    texts += [" ".join(chance.choices(" ".join(chance.sample(texts, 3)).split(), k=8)) for _ in range(200)]
    met = [text for text in texts if found(name, text)]
    assert len(met) > 8
    assert all(any(stem in b" %b " % plain(text) for stem in stems) for text in met)
    assert not any(stem in b" zz 12 " for stem in stems)


@pytest.mark.parametrize(
    ("text", "name", "how", "about"),
    [
        ("I have asthma and will bring my inhaler", "health", "stated", "subject"),
        ("My son has asthma and needs his inhaler today", "health", "stated", "other"),
        ("The customer's husband was diagnosed with lymphoma", "health", "stated", "other"),
        ("My wife tells everyone that I am diabetic now", "health", "implied", "subject"),
        ("She is on maternity leave until the summer", "health", "stated", "subject"),
        ("There was a lot of asthma in that office", "health", "stated", "unknown"),
        ("Will there be a hearing loop in the room?", "health", "implied", "unknown"),
        ("He will bring his husband to the dinner", "sexual_orientation", "implied", "subject"),
        ("Caution for theft (her brother), 2015", "criminal_offence", "stated", "other"),
    ],
)
def test_stated_or_implied_and_about_whom(text, name, how, about):
    said = found(name, text)[0].recognition_metadata
    assert (said[HOW], said[ABOUT]) == (how, about)


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("no asthma, diabetes or epilepsy", False),
        ("not coming because of her asthma", True),
        ("not told anyone about her pregnancy", True),
        ("epilepsy: denied", False),
        ("Migraine? No", False),
        ("If anyone has epilepsy please tell us", False),
        ("Do you have epilepsy?", False),
        ("I have epilepsy, is that a problem?", True),
        ("people with epilepsy should sit at the back", False),
        ("two delegates with epilepsy are coming", True),
        ("our policy covers epilepsy", False),
        ("Epilepsy awareness course", False),
        ("run in aid of epilepsy", False),
    ],
)
def test_denials_and_general_talk(text, is_found):
    assert bool(found("health", text)) is is_found


def test_a_text_too_dense_to_look_at_is_flagged():
    text = "no asthma. " * 1000
    assert found("health", "no asthma. " * 10) == []
    assert len(found("health", text)) == 1
    assert found("health", text)[0].start > LOOKS


def test_a_file_of_words_says_what_is_wrong_with_it(tmp_path, monkeypatch):
    monkeypatch.setattr("scanners.vocabulary.WORDS", tmp_path)
    (tmp_path / "faulty.txt").write_text("[stated]\n<nothing> here\n")
    with pytest.raises(ValueError, match=r"faulty.txt: no section \[<nothing>\] stands before its use"):
        words("faulty")


def test_patterns_are_met_as_written():
    finder = Finder(["heart attack", "heart", "(?:has|with) (ms)", "mother'?s union"])
    text = "heart-attack; has  ms; with ms; mother\u2019s union; hearty"
    assert [text[a:b] for a, b in finder.spans(text)] == ["heart-attack", "ms", "ms", "mother\u2019s union"]


@pytest.mark.parametrize(
    ("pattern", "stems"),
    [
        ("asthma(?:tic)?", {" asthma ", " asthmat"}),
        ("(?:has|with) (?:a )?(jain)", {" jain "}),
        ("(?:un)?spent conviction", {" convict"}),
        ("c(?:o)?eliac", {" celiac ", " coeliac "}),
        ("vot(?:ed?|ing|es)", {" vote ", " voted ", " voting ", " votes "}),
        ("dog|cat", {" dog ", " cat "}),
        ("fianc[\u00e9e]e?", {" fianc"}),
        ("caf\u00e9s?", {" caf "}),
        ("(?:\\w+-)+in-law", {" law "}),
        ("(?:pre|post)?-?natal\\w*", {"natal"}),
        ("anti-?corbyn", {"corbyn "}),
        ("r&d", {" r "}),
        (r"\d+", set()),
    ],
)
def test_stems(pattern, stems):
    assert stems_of(widen(pattern)) == stems


def test_stems_of_endings():
    assert endings_of(["itis", "(?:ectom|otom)y"]) == {"itis ", "ectomy ", "otomy "}
