"""The blind half stands still: its files and what is made of them are those of the cards."""

import pytest

from benchmarks.sets import frozen


@pytest.mark.parametrize("name", frozen.SETS)
def test_the_blind_half_is_what_its_card_says(name):
    assert frozen.digests(name) == frozen.stated(name)
