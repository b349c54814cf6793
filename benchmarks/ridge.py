"""Logistic regression with a ridge: what the weights of `scanners.standing` and `scanners.bearing` are fitted by."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

STEPS = 7
"""Steps of Newton's method, after which the weights stand still to the second place."""
FAINT = 0.02
"""Weights below it are left out."""


def coefficients(x: Array, y: Array, weight: Array, ridge: Array) -> Array:
    """What each column of `x` is worth.

    Args:
        x: a row an example, a column a sign.
        y: an example's truth, 0 or 1.
        weight: how much an example counts for.
        ridge: a column's penalty.
    """
    beta = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ beta))
        slope = x.T @ (weight * (p - y)) + ridge * beta
        curve = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        beta -= np.linalg.solve(curve, slope)
    return beta


def kept(names: list[str], beta: Array) -> dict[str, float]:
    """The signs' weights, to two places, without the faint ones; `beta` begins with theirs."""
    return {name: round(float(b), 2) for name, b in zip(names, beta, strict=False) if abs(b) >= FAINT}
