"""Anderson acceleration of a fixed-point iteration (type II, Walker & Ni 2011), for a few thousand unknowns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MEMORY = 15
RIDGE = 1e-13


def accelerate(
    step: Callable[[Array], tuple[Array, float]], start: Array, *, tolerance: float, limit: int
) -> tuple[Array, float, int]:
    """Iterate z <- z + f(z) with memory until the largest residual is at most ``tolerance``.

    Parameters
    ----------
    step
        Gives, at z of shape (M,), the damped residual f(z) of the same shape and the size of the undamped one.
    start
        First z.
    tolerance, limit
        Size of the residual to stop at, and the most evaluations to make.

    Returns
    -------
    The z with the smallest residual seen, the size of its residual, and the evaluations made.
    """
    z = start
    moves: list[Array] = []
    changes: list[Array] = []
    best, best_size = z, np.inf
    previous: tuple[Array, Array] | None = None
    count = stalled = 0
    while count < limit:
        f, size = step(z)
        count += 1
        if size < best_size:
            stalled = 0 if size < 0.9 * best_size else stalled + 1
            best, best_size = z, size
        else:
            stalled += 1
        if best_size <= tolerance or stalled >= 25:
            break
        if not np.isfinite(size) or size > 1e3 * max(best_size, 1e-300):
            # The memory led astray: begin anew from the best point, by a plain step.
            moves, changes, previous = [], [], None
            z, f = best, step(best)[0]
            count += 1
        elif previous is not None:
            moves.append(z - previous[0])
            changes.append(f - previous[1])
            del moves[:-MEMORY], changes[:-MEMORY]
        previous = (z, f)
        z = z + f - _correction(moves, changes, f) if moves else z + f
    return best, float(best_size), count


def _correction(moves: list[Array], changes: list[Array], f: Array) -> Array:
    """Combine past steps so that their residuals cancel ``f`` as well as they can (least squares)."""
    differences = np.array(changes)
    gram = differences @ differences.T
    scale = 1 / np.sqrt(np.maximum(np.diagonal(gram), 1e-300))
    gram = gram * scale[:, None] * scale
    gram[np.diag_indices_from(gram)] += RIDGE
    weights = scale * np.linalg.solve(gram, scale * (differences @ f))
    return np.asarray(weights @ (np.array(moves) + differences))
