"""Whether a sentence names a person, and sentences that are of nobody."""

from __future__ import annotations

import pytest

from scanners import talk
from scanners.someone import names_someone
from scanners.text import lower

NAMING = (
    "Her thumb is not read",
    "Mrs Lund rang",
    "two templates, delete the older, Emeka",
    "Kofi gone home",
    "pupil paid at the till",
    "user 4410 enrolled",
    "face of S. Mbeki",
    "Gail's badge",
)
NOT_NAMING = (
    "Quote for twelve readers",
    "meeting on the ward, Monday",
    "Parkinson's, tremor worse by afternoon",
    "Council votes on cameras next week",
    "boxes for delivery in March",
)
OF_NOBODY = (
    ("Inhaler spacers, box of 10", "Inhaler"),
    ("Paternity Test, the comedy, dress rehearsal", "Paternity Test"),
    ("ADHD in the workplace, webinar Thursday", "ADHD"),
    ("the fingerprint features cost extra", "fingerprint"),
)
OF_SOMEBODY = (
    ("Mr Ito asks for the webinar recording, ADHD", "ADHD"),
    ("her inhaler, box of 10, is in the office", "inhaler"),
)


@pytest.mark.parametrize("text", NAMING)
def test_names_somebody(text: str) -> None:
    assert names_someone(text, lower(text), 0, len(text))


@pytest.mark.parametrize("text", NOT_NAMING)
def test_names_nobody(text: str) -> None:
    assert not names_someone(text, lower(text), 0, len(text))


@pytest.mark.parametrize(("text", "words"), OF_NOBODY)
def test_a_sentence_of_trade_or_stage_is_left(text: str, words: str) -> None:
    at = text.index(words)
    assert talk.is_left(text, lower(text), at, at + len(words))


@pytest.mark.parametrize(("text", "words"), OF_SOMEBODY)
def test_with_a_person_in_it_it_is_not(text: str, words: str) -> None:
    at = text.index(words)
    assert not talk.is_left(text, lower(text), at, at + len(words))
