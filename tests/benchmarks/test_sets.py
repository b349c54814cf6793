"""The evaluation sets: they load, their labels are right in form, and their halves share nothing."""

import random
import re

import pytest

from benchmarks import bearing
from benchmarks.sets.identifiers import luhn
from benchmarks.sets.mentions import DENIED, NEGATIVE, SECTIONS, packs, special, terms_of
from benchmarks.sets.people import ASIDE, HALVES, WRITTEN, terms
from benchmarks.sets.slots import NEUTRAL, PERSONAL, fill, slots_of
from benchmarks.sets.tables import specifications, tables
from benchmarks.sets.texts import cells, lines, research, sentences, templates
from rules.categories import is_category

CLOSED = {
    "gay",
    "bisexual",
    "straight",
    "heterosexual",
    "homosexual",
    "lesbian",
    "bi",
    "black",
    "white",
    "brown",
    "red",
}


@pytest.fixture(scope="module")
def made():
    return {half: {"cells": cells(half), "research": research(half), "special": special(half)} for half in HALVES}


@pytest.mark.parametrize("half", HALVES)
def test_a_half_has_enough_tables_of_the_promised_size(half):
    found = tables(half)
    assert len(found) >= 30
    for table in found:
        assert 8 <= len(table.columns) <= 20, table.name
        assert 60 <= len(table.columns[0].values) <= 400, table.name
        assert len({c.header for c in table.columns}) == len(table.columns), table.name


@pytest.mark.parametrize("half", HALVES)
def test_every_category_of_a_column_is_known(half):
    for table in tables(half):
        for column in table.columns:
            for category in (*(c for one in column.truth.must for c in one), *column.truth.may):
                assert is_category(category), (table.name, column.header, category)


@pytest.mark.parametrize("name", ["cells", "research"])
@pytest.mark.parametrize("half", HALVES)
def test_spans_stand_where_they_say_and_are_of_known_categories(made, half, name):
    for cell in made[half][name]:
        assert cell.text.strip()
        last = 0
        for span in cell.spans:
            assert last <= span.start < span.end <= len(cell.text)
            assert cell.text[span.start : span.end].strip() == cell.text[span.start : span.end]
            assert all(is_category(c) for c in span.categories)
            last = span.end


def test_a_slot_becomes_a_span_over_its_own_text():
    text = fill(r"ring {fl}\non {mob} [x]", random.Random(1), "tuning")  # noqa: S311 - a seeded choice
    first, phone = text.spans
    assert text.text == f"ring {text.text[first.start : first.end]}\non {text.text[phone.start : phone.end]} [x]"
    assert re.fullmatch(r"07[47]00 ?\d{6}", text.text[phone.start : phone.end])
    assert (first.categories, phone.categories) == (("user.name.first",), ("user.contact.phone_number",))


def test_a_slot_may_bear_its_own_text():
    text = fill("Dear Dr {l:Oake},\\nsee {il:B. Teal}", random.Random(1), "tuning")  # noqa: S311 - a seeded choice
    assert text.text == "Dear Dr Oake,\nsee B. Teal"
    assert [text.text[span.start : span.end] for span in text.spans] == ["Oake", "B. Teal"]
    assert slots_of("{l:Oake} of {site}") == {"l", "site"}


@pytest.mark.parametrize("half", HALVES)
def test_the_cells_have_the_promised_shares_and_variety(made, half):
    found = made[half]["cells"]
    clean = sum(not cell.spans for cell in found)
    assert len(found) >= 1500
    assert 0.53 <= clean / len(found) <= 0.57
    assert sum(len(one) for one in templates(half).values()) >= 150
    assert len({cell.text for cell in found}) == len(found)


def test_clean_templates_hold_no_personal_slot():
    for half in HALVES:
        for _, template in templates(half)["clean"]:
            assert not slots_of(template) & (PERSONAL.keys() | NEUTRAL.keys()), template
        for template in sentences(half)["clean"]:
            assert not slots_of(template) & (PERSONAL.keys() | NEUTRAL.keys()), template


def test_the_blind_special_set_has_the_promised_counts(made):
    for pack in packs("blind"):
        own = [s for s in made["blind"]["special"] if s.pack == pack]
        assert sum(s.kind == "positive" for s in own) >= 60, pack
        assert sum(s.kind != "positive" for s in own) >= 80, pack


@pytest.mark.parametrize("half", HALVES)
def test_special_mentions_stand_where_they_say(made, half):
    for sentence in made[half]["special"]:
        assert is_category(sentence.category)
        assert all(is_category(c) for c in sentence.also)
        assert bool(sentence.spans) == (sentence.kind == "positive"), sentence.text
        assert all(0 <= a < b <= len(sentence.text) for a, b in sentence.spans)
        assert not re.search(r"[\[\]{}]", sentence.text), sentence.text


@pytest.mark.parametrize("half", WRITTEN)
def test_the_cells_of_a_written_half_are_read_as_they_are_written(half):
    found = cells(half)
    assert len({cell.text for cell in found}) == len(found)
    assert not [cell.text for cell in found if cell.text[:1].isspace() or re.search(r"\{\w+(:|\})", cell.text)]
    assert sum(not cell.spans for cell in found) >= 200


def test_the_fresh_half_is_read_as_it_is_written():
    found = special("fresh")
    assert len({s.text for s in found}) == len(found)
    assert {s.pack for s in found} == set(packs("blind"))
    for sentence in found:
        assert bool(sentence.spans) == (sentence.kind == "positive"), sentence.text
        assert not re.search(r"[\[\]{}]", sentence.text), sentence.text


@pytest.mark.parametrize("half", ASIDE)
def test_a_half_that_stands_aside_is_read_as_it_is_written(half):
    found = special(half)
    assert {s.pack for s in found} <= set(packs("blind"))
    for sentence in found:
        assert bool(sentence.spans) == (sentence.kind == "positive"), sentence.text
        assert not re.search(r"[\[\]{}]", sentence.text), sentence.text


def test_nothing_is_fitted_on_the_plain_half():
    fitted_on = {sentence.text for half in bearing.HALVES for sentence in special(half)}
    assert "plain" not in bearing.HALVES
    assert not fitted_on & {sentence.text for sentence in special("plain")}


def test_the_halves_share_no_term():
    blind, tuning = terms("blind"), terms("tuning")
    for part in (1, 2):
        of = [{n.lower() for o in t.origins.values() for n in o[part]} for t in (blind, tuning)]
        assert not of[0] & of[1]
    for name, listed in blind.lists.items():
        assert not set(listed) & set(tuning[name]), name
    for name, pack in packs("blind").items():
        of = [{t.lower() for ts in terms_of(p).values() for t in ts} for p in (pack, packs("tuning")[name])]
        assert not (of[0] & of[1]) - CLOSED, name


def test_the_halves_share_no_template_and_no_table():
    of = [{line.lower() for kind in templates(half).values() for _, line in kind} for half in HALVES]
    assert not of[0] & of[1]
    of = [{line.lower() for kind in sentences(half).values() for line in kind} for half in HALVES]
    assert not of[0] & of[1]
    sections = (*SECTIONS, DENIED, NEGATIVE)
    of = [{x.lower() for p in packs(h).values() for s in sections for x in lines(p.get(s, ""))} for h in HALVES]
    assert not of[0] & of[1]
    for key in ("table", "system"):
        of = [{spec[key] for spec in specifications(half)} for half in HALVES]
        assert not of[0] & of[1]


def test_the_kinds_check_digits_are_right():
    assert luhn("7992739871") == "79927398713"
