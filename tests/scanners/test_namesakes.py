"""Persons told from the things that bear their names."""

import pytest

from scanners.known_persons import known
from scanners.name_lists import brands, goods
from scanners.namesakes import names_a_thing

THINGS = [
    ("Returned the Oscar armchair today", "Oscar"),
    ("Our new Stella oak bookcase sells well", "Stella"),
    ("The order from Joanna Harris Textiles is late", "Joanna Harris"),
    ("Quote from Megan & Sons for the roof", "Megan"),
    ("Sizes in stock, available in Amber or Ivory", "Amber"),
    ("Bought at John Lewis on Monday", "John Lewis"),
    ("We deliver to Swindon every week", "Swindon"),
    ("Supplier Peter Lawson changed the pack size", "Peter Lawson"),
]
PERSONS = [
    ("Ask Oscar about the armchair", "Oscar"),
    ("Stella sells bookcases for us", "Stella"),
    ("Joanna Harris called about her order", "Joanna Harris"),
    ("Mr Lewis asked for a chair", "Lewis"),
    ("Amber said the paint was ivory", "Amber"),
    ("the Megan booking is confirmed", "Megan"),
]


@pytest.mark.parametrize(("text", "name"), THINGS)
def test_things(text, name):
    start = text.index(name)
    assert names_a_thing(text, start, start + len(name))


@pytest.mark.parametrize(("text", "name"), PERSONS)
def test_persons(text, name):
    start = text.index(name)
    assert not names_a_thing(text, start, start + len(name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Murphy, Helen moved to the other group", "Murphy, Helen"),
        ("Payee Joyce Barker 00-00-00", "Joyce Barker"),
        ("Will was late again this week", "Will"),
        ("please tell helen the van is here", "helen"),
        ("Helen's locker was left open", "Helen"),
    ],
)
def test_names_the_lists_tell(text, name):
    assert name in {text[start:end] for start, end in known(text)}


@pytest.mark.parametrize("text", ["Will it rain on Monday", "The April figures are in", "Deliver to Bolton, Stockport"])
def test_words_that_are_no_names_here(text):
    assert list(known(text)) == []


def test_lists_hold_no_words_of_another_kind():
    assert all(word == word.lower() for word in goods())
    assert not {brand for brand in brands() if brand.strip() != brand or not brand}
