"""GMRES on the linearised equations, with what its small matrix tells of their condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

PRODUCTS = 80
DIGITS = 0.02


@dataclass(frozen=True, slots=True)
class Solved:
    """A solution (M,) with the share of the right-hand side left, extreme stretches met, and the products used."""

    solution: Array
    left: float
    smallest: float
    largest: float
    products: int


def gmres(product: Callable[[Array], Array], right: Array, *, digits: float = DIGITS, limit: int = PRODUCTS) -> Solved:
    """Solve ``product(z) = right`` until the residual is ``digits`` of the right-hand side (Saad & Schultz 1986).

    Parameters
    ----------
    product
        A linear map of (M,) to (M,).
    right
        Right-hand side, (M,).
    digits, limit
        Relative residual to stop at, and the most products to make.
    """
    size = float(np.linalg.norm(right))
    if size == 0:
        return Solved(np.zeros_like(right), 0.0, 1.0, 1.0, 0)
    basis = np.empty((min(limit, right.size) + 1, right.size))
    small = np.zeros((len(basis), len(basis) - 1))
    basis[0] = right / size
    target = np.zeros(len(basis))
    target[0] = size
    for k in range(1, len(basis)):
        image = product(basis[k - 1])
        overlap = basis[:k] @ image
        image -= overlap @ basis[:k]
        again = basis[:k] @ image  # once more, for orthogonality
        image -= again @ basis[:k]
        small[:k, k - 1] = overlap + again
        stretch = float(np.linalg.norm(image))
        small[k, k - 1] = stretch
        ended = stretch <= 1e-14 * float(np.abs(small[:k, k - 1]).max()) or k == len(basis) - 1
        if not ended:
            basis[k] = image / stretch
        if ended or k % 3 == 0:
            weights = np.linalg.lstsq(small[: k + 1, :k], target[: k + 1], rcond=None)[0]
            left = float(np.linalg.norm(target[: k + 1] - small[: k + 1, :k] @ weights)) / size
            if ended or left <= digits:
                break
    values = np.linalg.svd(small[: k + 1, :k], compute_uv=False)
    return Solved(weights @ basis[:k], left, float(values[-1]), float(values[0]), k)
