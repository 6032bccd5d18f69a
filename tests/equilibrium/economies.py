"""Economies made for the tests."""

from __future__ import annotations

import numpy as np

from gongxing.equilibrium import Economy, Parameters
from gongxing.equilibrium.gravity import balance


def random_economy(n: int, seed: int, parameters: Parameters | None = None) -> Economy:
    """A consistent economy: trade flows balanced so that sales equal labour cost."""
    random = np.random.default_rng(seed)
    commuting = random.random((n, n)) ** 3 + 3 * np.eye(n)
    commuting /= commuting.sum()
    wages = 0.5 + random.random(n)
    income = commuting @ wages
    sales = commuting.sum(0) * wages
    flows, _, _ = balance(random.random((n, n)) + 2 * np.eye(n), sales, income, "trade")
    return Economy(
        wages, commuting.sum(0), commuting.sum(1), commuting, flows / flows.sum(0), parameters or Parameters()
    )
