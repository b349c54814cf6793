"""The reference in the tree is what the program writes."""

import pytest

from pipelines.reference import REFERENCE, pages


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_page_is_current(name):
    assert (REFERENCE / name).read_text(encoding="utf-8") == pages()[name], "run make docs"
