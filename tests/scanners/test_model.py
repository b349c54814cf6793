"""The model of persons: its weights, and that they are better than the stock model's on what training never met."""

import numpy as np
import pytest

from scanners.model import WEIGHTS, lay_over, load, stock, weights_of
from scanners.training.judge import Score, judge
from scanners.training.sentences import held_out, is_held_out, sections, training


@pytest.fixture(scope="module")
def ours():
    return load()


def test_the_weights_are_small_and_fit_the_model(ours):
    assert WEIGHTS.stat().st_size < 4_000_000
    with np.load(WEIGHTS, allow_pickle=False) as held:
        assert all((held[key] == value).all() for key, value in weights_of(ours).items())


def test_weights_of_another_model_are_refused(ours, tmp_path):
    np.savez(tmp_path / "other.npz", a=np.zeros(3, dtype=np.float16))
    with pytest.raises(ValueError, match=r"other.npz was made for another model"):
        lay_over(ours, tmp_path / "other.npz")


def test_names_of_the_held_out_sets_are_not_trained_on():
    names = sections("names.txt", split=r"\s+")
    kept = {n for group in names.values() for n in group if is_held_out(n)}
    trained = {s.text[a:b] for s in training(7, 2) for a, b, label in s.spans if label == "PERSON"}
    assert len(kept) > 300
    assert not kept & {part for name in trained for part in name.replace(",", "").split()}


def test_better_than_the_stock_model_where_it_was_not_trained(ours):
    sets = held_out(1234, 1)
    before, after = judge(stock(), sets), judge(ours, sets)
    for name in ("notes", "chat", "bench"):
        assert after[name, "model"].f1 > before[name, "model"].f1, name
    assert after["notes", "recogniser"].f1 >= 0.85
    assert after["bench", "recogniser"].f1 >= 0.80


def test_a_score():
    assert Score(right=8, wrong=2, missed=2, clean=0, clean_flagged=0).f1 == pytest.approx(0.8)
