"""Quotes stand word for word, and a clause says what it must."""

import pytest
from pydantic import ValidationError

from rules.notice import Clause, notice_text, stands_in

TEXT = "We keep records of unsuccessful candidates\n  for 12 months   after the exercise. We sell nothing."


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("candidates for 12 months after", True),
        ("We sell nothing.", True),
        ("candidates for 12\nmonths", True),
        ("candidates for 2 months", False),
        ("we sell nothing", False),
        ("ell nothing", False),
        ("We keep 12 months", False),
    ],
)
def test_white_space_may_differ_and_nothing_else(quote, stands):
    assert stands_in(quote, TEXT) is stands


def test_html_is_read_as_its_text(tmp_path):
    page = tmp_path / "notice.html"
    page.write_text("<html><style>p {}</style><p>We sell <b>nothing</b> &amp; never will.</p><script>x</script></html>")
    assert stands_in("We sell nothing & never will.", notice_text(page))
    assert "x" not in notice_text(page).split()


BASE = {"id": "one-clause", "quote": "word for word"}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "either a rule or an unprovable reason"),
        ({"rule": "kept-past-period"}, "nothing that leads to deletion has a default"),
        ({"rule": "a-rule", "remedy": "erase", "unprovable": "nobody can know"}, "and not both"),
        ({"unprovable": "nobody can know", "remedy": "erase"}, "has no given"),
        ({"rule": "a-rule", "remedy": "delete"}, "Input should be 'erase'"),
        (
            {"rule": "a-rule", "remedy": "task", "attested": {"by": "DPO", "on": "2026-01-01", "until": "2026-02-01"}},
            "only",
        ),
        (
            {"unprovable": "nobody can know", "attested": {"by": "DPO", "on": "2026-02-01", "until": "2026-01-01"}},
            "end after",
        ),
    ],
)
def test_a_clause_that_says_too_little_or_too_much(fields, message):
    with pytest.raises(ValidationError, match=message):
        Clause.model_validate({**BASE, **fields})
