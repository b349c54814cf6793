"""Keyed digests of many values at once.

What belongs here: one digest a value, under a key, without a step of Python a value. What is kept under a digest is
``memo``'s.

The digest is AES-CBC-MAC (FIPS 113's way, with AES-256) over the value's length in bytes, as one block, and the value
in UTF-8, filled up with zeros: because the length goes first no message begins another, which is what makes CBC-MAC
safe for messages of any length (Bellare, Kilian, Rogaway 2000). All values' first blocks are enciphered in one call,
then all second ones, and so on.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

BLOCK = 16
AT_ONCE = 100_000
"""Values that are digested in one go: what bounds the memory."""

_Array = np.ndarray[Any, Any]


def digests(values: pl.Series, key: bytes) -> _Array:
    """The digest of each value.

    Args:
        values: strings, no nulls.
        key: 32 bytes.

    Returns:
        An array of `len(values)` rows of two signed 64-bit numbers: the digest's 16 bytes, little end first.
    """
    parts = [_digests(values[start : start + AT_ONCE], key) for start in range(0, len(values), AT_ONCE)]
    return np.concatenate(parts) if parts else np.zeros((0, 2), dtype="<i8")


def _digests(values: pl.Series, key: bytes) -> _Array:
    arrow = values.cast(pl.Binary).to_arrow()
    _, offsets, data = arrow.buffers()
    starts = np.frombuffer(offsets, dtype=np.int64)[arrow.offset : arrow.offset + len(values) + 1]
    bytes_of = np.concatenate(
        [np.frombuffer(data or b"", dtype=np.uint8)[: int(starts[-1])], np.zeros(BLOCK, dtype=np.uint8)]
    )
    windows = np.lib.stride_tricks.sliding_window_view(bytes_of, BLOCK)
    length = np.diff(starts)
    state = np.zeros((len(values), 2), dtype="<i8")
    state[:, 0] = length
    cipher = Cipher(AES(key), ECB()).encryptor()  # noqa: S305 - the one block cipher call that CBC-MAC is made of
    state = _enciphered(cipher, state)
    order = np.argsort(-length, kind="stable")
    state, starts, length = state[order], starts[:-1][order], length[order]
    for done in range(0, int(length[0]) if len(length) else 0, BLOCK):
        some = int(np.searchsorted(-length, -done, side="left"))
        blocks = windows[starts[:some] + done]
        left = length[:some] - done
        short = np.flatnonzero(left < BLOCK)
        blocks[short] *= _FILLED[left[short]]
        state[:some] = _enciphered(cipher, state[:some] ^ blocks.view("<i8"))
    found = np.empty_like(state)
    found[order] = state
    return found


_FILLED = np.tril(np.ones((BLOCK, BLOCK), dtype=np.uint8), -1)
"""Row n: which bytes of a block are the value's, if n of them are."""


def _enciphered(cipher: Any, blocks: _Array) -> _Array:
    return np.frombuffer(cipher.update(np.ascontiguousarray(blocks).tobytes()), dtype="<i8").reshape(-1, 2)
