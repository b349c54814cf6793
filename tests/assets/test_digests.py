"""Digests of many values at once are those that the cipher's own library makes of each."""

import numpy as np
import polars as pl
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.night.digests import digests

KEY = bytes(range(32))


def alone(value, key=KEY):
    """CBC over the length and the filled value with a zero vector; the last block."""
    data = value.encode()
    cipher = Cipher(AES(key), CBC(bytes(16))).encryptor()
    return cipher.update(len(data).to_bytes(16, "little") + data + bytes(-len(data) % 16))[-16:]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=70), max_size=12))
def test_many_values_at_once_as_each_alone(values):
    found = digests(pl.Series("value", values, dtype=pl.String), KEY)
    assert [row.tobytes() for row in found] == [alone(value) for value in values]


def test_a_part_of_a_series_and_values_at_the_edge_of_a_block():
    values = ["", "a", "a\0", "x" * 15, "x" * 16, "x" * 17, "\u00e9" * 8, "x" * 3_000]
    series = pl.Series("value", ["before", *values, "behind"])
    assert [row.tobytes() for row in digests(series[1:-1], KEY)] == [alone(value) for value in values]
    assert len(np.unique(digests(series, KEY), axis=0)) == len(series)


def test_another_key_gives_other_digests():
    series = pl.Series("value", ["a", "b"])
    other = digests(series, KEY[::-1])
    assert other[0].tobytes() == alone("a", KEY[::-1])
    assert not (other == digests(series, KEY)).any()
