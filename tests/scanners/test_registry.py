"""What a recogniser's file must hold, and where Presidio and spaCy may be imported."""

import logging
import types

import pytest
from presidio_analyzer import Pattern, PatternRecognizer

from rules.categories import is_category, is_special
from scanners import registry
from scanners.engine import engine
from scanners.model import model_path
from scanners.text import header_words, is_identifier, is_machine_text, lower, pieces


def module(**holds):
    made = types.ModuleType("scanners.recognisers.made_up")
    pattern = Pattern("x", "x", 0.5)
    given = {
        "CATEGORY": "user.name",
        "FOUND": (("x", "x"),),
        "LEFT": ("y",),
        "recogniser": lambda: PatternRecognizer("MADE_UP", name="made_up", patterns=[pattern]),
        **holds,
    }
    for name, value in given.items():
        setattr(made, name, value)
    return made


def test_a_whole_file_is_taken():
    assert registry._kind(module()).entity == "MADE_UP"


@pytest.mark.parametrize(
    ("holds", "words"),
    [
        ({"CATEGORY": "user.nonsense"}, "not a known data category"),
        ({"FOUND": ()}, "FOUND is missing"),
        ({"LEFT": ()}, "LEFT is missing"),
        ({"COLUMN": "always"}, "COLUMN is 'always'"),
        ({"recogniser": lambda: PatternRecognizer("OTHER", patterns=[Pattern("x", "x", 0.5)])}, "must be named"),
    ],
)
def test_a_faulty_file_is_refused_by_name(holds, words):
    with pytest.raises(registry.RecogniserError, match=f"made_up.py: .*{words}"):
        registry._kind(module(**holds))


def test_every_article_9_and_10_category_has_a_recogniser():
    special = {kind.category for kind in registry.kinds().values() if is_special(kind.category) and kind.terms}
    assert special == {
        "user.biometric",
        "user.criminal_history",
        "user.demographic.political_opinion",
        "user.demographic.race_ethnicity",
        "user.demographic.religious_belief",
        "user.demographic.sexual_orientation",
        "user.demographic.trade_union_membership",
        "user.health_and_medical",
        "user.health_and_medical.genetic",
    }
    assert all(is_category(kind.category) for kind in registry.kinds().values())


def test_the_model_is_a_folder_of_a_package_and_only_names_are_loaded():
    assert model_path().is_dir()
    assert engine().nlp_engine.nlp["en"].pipe_names == ["ner"]


def test_presidio_never_logs_a_value():
    engine()
    logger = logging.getLogger("presidio-analyzer")
    assert logger.level == logging.WARNING
    quoting = logger.makeRecord(logger.name, logging.ERROR, "", 0, "Failed to validate text %s", ("secret",), None)
    assert not logger.filter(quoting)


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-01",
        "2024-05-01T10:11:12.123Z",
        "01/02/2024 10:30",
        "12345678",
        "1,234.50",
        "£12.00",
        "6f9619ff-8b86-d011-b42d-00c04fc964ff",
        "d41d8cd98f00b204e9800998ecf8427e",
        "/Date(1573755038314)/",
        "10.4.3.2",
        "-",
    ],
)
def test_machine_text(text):
    assert is_machine_text(text)


@pytest.mark.parametrize("text", ["Vegan", "AB123456C it is", "deadline", "Yes", "facade"])
def test_not_machine_text(text):
    assert not is_machine_text(text)


@pytest.mark.parametrize("text", ["07700 900123", "07700900123", "+44 20 7946 0123"])
def test_a_dialled_number_is_no_identifier(text):
    assert is_machine_text(text)
    assert not is_identifier(text)


def test_header_words():
    assert header_words("homePostCode") == "home post code"
    assert header_words("Email Address (work)") == "email address work"
    assert header_words("DOB") == "dob"


def test_lower_keeps_the_length():
    text = "\u0130STANBUL_Ok"
    assert len(lower(text)) == len(text)
    assert lower(text).endswith("stanbul ok")


def test_pieces_cover_the_text():
    text = "word " * 5000
    cover = [False] * len(text)
    for offset, piece in pieces(text):
        assert text[offset : offset + len(piece)] == piece
        cover[offset : offset + len(piece)] = [True] * len(piece)
    assert all(cover)
