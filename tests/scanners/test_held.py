"""A column's marks: the same value by value and all at once."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanners import held
from scanners.held import Marks

ROW = st.tuples(st.integers(10, 17), st.sampled_from(["EMAIL_ADDRESS", "PHONE"]), st.sampled_from([0.2, 0.9]))


@settings(max_examples=100, deadline=None)
@given(st.lists(ROW, max_size=20), st.integers(1, 5))
def test_marked_values_are_those_with_marks(rows, chunk):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(held, "CHUNK", chunk)
        frame = pl.DataFrame(
            [(place, entity, 0, 1, score, "{}") for place, entity, score in sorted(rows)],
            schema=["value_id", "entity", "start", "end", "score", "said"],
            orient="row",
            schema_overrides={"value_id": pl.Int64},
        )
        marks = Marks(10, 8, frame)
        each = [marks[place] for place in range(8)]
        assert [list(made) for made in marks] == each
        assert dict(marks.marked()) == {place: made for place, made in enumerate(each) if made}
        telling = dict(marks.telling(["PHONE"]).marked())
    assert all(m.entity_type == "PHONE" and m.score > 0.5 for made in telling.values() for m in made)
    assert sum(map(len, telling.values())) == sum(m.entity_type == "PHONE" and m.score > 0.5 for ms in each for m in ms)
