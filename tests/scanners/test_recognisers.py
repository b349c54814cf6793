"""Every recogniser's own examples, found by walking the folder."""

import pytest

from scanners.column import SURE
from scanners.engine import Reading, read
from scanners.registry import modules
from scanners.text import header_words

FOUND = [(m.__name__.rpartition(".")[2], text, words) for m in modules() for text, words in m.FOUND]
LEFT = [(m.__name__.rpartition(".")[2], text) for m in modules() for text in m.LEFT]
UNDER = [
    (m.__name__.rpartition(".")[2], header, text, words)
    for m in modules()
    for header, text, words in getattr(m, "UNDER", ())
]


def found_in(name, text, header=""):
    reading = Reading(text, header_words(header), (name.upper(),), ask_model=name == "person")
    (results,) = read([reading])
    return [text[r.start : r.end] for r in results if r.score >= SURE]


@pytest.mark.parametrize(("name", "text", "words"), FOUND)
def test_found(name, text, words):
    assert words in found_in(name, text)


@pytest.mark.parametrize(("name", "text"), LEFT)
def test_left(name, text):
    assert found_in(name, text) == []


@pytest.mark.parametrize(("name", "header", "text", "words"), UNDER)
def test_found_under_a_header(name, header, text, words):
    assert found_in(name, text, header) == [words]
    assert found_in(name, "None", header) == []
