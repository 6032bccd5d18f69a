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
# Evaluations without gaining a tenth after which the iteration is left.
PATIENCE = 25


def accelerate(
    step: Callable[[Array], tuple[Array, float]], start: Array, *, tolerance: float, limit: int
) -> tuple[Array, float, int]:
    """Iterate z <- z + f(z) with memory until the point is probably known to ``tolerance``.

    That is when the largest residual, times the most that past moves were longer than what they did to it, is small
    enough; a certificate then tells for sure.

    Parameters
    ----------
    step
        Gives, at z of shape (M,), the damped residual f(z) of the same shape and the size of the undamped one.
    start
        First z.
    tolerance, limit
        Of the point, and the most evaluations to make.

    Returns
    -------
    The z with the smallest residual seen, the size of its residual, and the evaluations made.
    """
    z = best = start
    best_size = np.inf
    memory = _Memory(start.size)
    count = stalled = 0
    while count < limit:
        f, size = step(z)
        count += 1
        stalled = 0 if size < 0.9 * best_size else stalled + 1
        if size < best_size:
            best, best_size = z, size
        if (size <= tolerance and np.abs(f).max() * memory.stretch() <= tolerance / 2) or stalled >= PATIENCE:
            break
        if not size <= 1e3 * best_size:
            # The memory led astray: begin anew from the best point, by a plain step.
            memory.forget()
            z, (f, _) = best, step(best)
            count += 1
        z = z + memory.step(z, f)
    return best, float(best_size), count


class _Memory:
    """The last moves and what they did to the residual, with their inner products kept up to date."""

    def __init__(self, unknowns: int) -> None:
        self.moves, self.changes = np.empty((MEMORY, unknowns)), np.empty((MEMORY, unknowns))
        self.gram = np.empty((MEMORY, MEMORY))
        self.last: tuple[Array, Array] | None = None
        self.count = 0

    def forget(self) -> None:
        """Drop everything."""
        self.last, self.count = None, 0

    def stretch(self) -> float:
        """Return the most that a move was longer than the change of f that it made."""
        held = min(self.count, MEMORY)
        if not held:
            return 1.0
        lengths = np.abs(self.moves[:held]).max(1) / np.maximum(np.abs(self.changes[:held]).max(1), 1e-300)
        return float(lengths.max())

    def step(self, z: Array, f: Array) -> Array:
        """Return the accelerated move from z, where the plain one is f, (M,) each; f is copied."""
        if self.last is not None:
            slot = self.count % MEMORY
            np.subtract(z, self.last[0], out=self.moves[slot])
            np.subtract(f, self.last[1], out=self.changes[slot])
            self.count += 1
            held = min(self.count, MEMORY)
            self.gram[slot, :held] = self.gram[:held, slot] = self.changes[:held] @ self.changes[slot]
        self.last = (z, f.copy())
        held = min(self.count, MEMORY)
        if not held:
            return f.copy()
        # Combine past moves so that their residuals cancel f as well as they can (least squares, scaled by column).
        gram = self.gram[:held, :held]
        scale = 1 / np.sqrt(np.maximum(gram.diagonal(), 1e-300))
        gram = gram * scale[:, None] * scale
        gram[np.diag_indices(held)] += RIDGE
        weights = scale * np.linalg.solve(gram, scale * (self.changes[:held] @ f))
        return np.asarray(f - weights @ self.moves[:held] - weights @ self.changes[:held])
