"""What is changed from outside, as arrays, as factors by row or column, or as one ratio for the pairs of a mask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongxing.equilibrium.checks import array_of, require

Vector = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Where:
    """One ratio for all pairs of a mask, ones elsewhere: a border, a line, a corridor.

    Parameters
    ----------
    mask
        (N, N), true for the pairs that change.
    ratio
        New over old, positive, without unit.

    Examples
    --------
    >>> east = np.array([True, False, True])
    >>> border = Where(east[:, None] != east, 2.0)  # every crossing costs twice as much
    """

    mask: NDArray[np.bool_]
    ratio: float


@dataclass(frozen=True, eq=False)
class Change:
    """A validated change of pairs: factors by row and by column, (N,), and a matrix or a mask; ``None`` for ones."""

    rows: Vector | None = None
    columns: Vector | None = None
    pairs: NDArray[np.float64] | Where | None = None

    def at(self, rows: NDArray[Any], columns: NDArray[Any]) -> Vector:
        """Return the ratios of some pairs."""
        if isinstance(self.pairs, Where):
            return np.where(self.pairs.mask[rows, columns], self.pairs.ratio, 1.0)
        return np.asarray(np.asarray(self.pairs)[rows, columns], dtype=np.float64)

    def shared_ratio(self) -> tuple[NDArray[np.bool_], float] | None:
        """Return the mask and the ratio where all pairs that change share one, else ``None``."""
        if isinstance(self.pairs, Where):
            return self.pairs.mask, self.pairs.ratio
        pairs = np.asarray(self.pairs)
        low, high = float(pairs.min()), float(pairs.max())
        ratio = high if low == 1 else low
        changed = pairs != 1
        return (changed, ratio) if (changed == (pairs == ratio)).all() else None


@dataclass(frozen=True, slots=True)
class Changes:
    """A shock of validated arrays; ``None`` where nothing changes."""

    productivity: Vector | None
    amenity: Change | None
    commuting_cost: Change | None
    trade_cost: Change | None

    @property
    def are_nothing(self) -> bool:
        """Whether nothing changes at all."""
        return all(
            part is None for part in (self.productivity, self.amenity, self.commuting_cost, self.trade_cost)
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Shock:
    """What is changed from outside, as ratios new over old (no unit); ``None`` and ones change and cost nothing.

    Parameters
    ----------
    productivity
        Ahat, (N,), by region of production.
    amenity
        Bhat, (N, N), rows residence, columns workplace; (N,) or (N, 1) by residence, (1, N) by workplace; or ``Where``.
    commuting_cost
        khat, (N, N), rows residence, columns workplace; (N, 1) or (1, N) for a factor by residence or workplace; or
        ``Where``.
    trade_cost
        dhat, (N, N), rows production, columns consumption; (N, 1) or (1, N) likewise; or ``Where``.

    Source: Monte, Redding & Rossi-Hansberg (2018), their counterfactuals by ratios of exogenous variables.
    """

    productivity: ArrayLike | None = None
    amenity: ArrayLike | Where | None = None
    commuting_cost: ArrayLike | Where | None = None
    trade_cost: ArrayLike | Where | None = None

    def changes(self, regions: int) -> Changes:
        """Return the changes, validated for a number of regions.

        Raises
        ------
        ValueError
            A shape does not fit, or a ratio is not positive and finite.
        """
        productivity = None
        if self.productivity is not None:
            productivity = array_of("productivity", self.productivity, (regions,))
            require("productivity", productivity <= 0, "positive ratios", productivity)
            productivity = None if (productivity == 1).all() else productivity
        return Changes(
            productivity,
            _change("amenity", self.amenity, regions),
            _change("commuting_cost", self.commuting_cost, regions),
            _change("trade_cost", self.trade_cost, regions),
        )


def _change(name: str, value: ArrayLike | Where | None, n: int) -> Change | None:
    if value is None:
        return None
    if isinstance(value, Where):
        return _masked(name, value, n)
    shape = np.shape(value)
    if name == "amenity" and len(shape) == 1:
        value, shape = np.asarray(value)[:, None], (*shape, 1)
    if shape in ((n, 1), (1, n)) and n > 1:
        factor = array_of(name, value, shape)
        require(name, factor <= 0, "positive ratios", factor)
        if (factor == 1).all():
            return None
        return Change(rows=factor[:, 0]) if shape == (n, 1) else Change(columns=factor[0])
    pairs = array_of(name, value, (n, n), check=False)
    low, high = pairs.min(), pairs.max()  # not-a-number comes through both
    if not (low > 0 and high < np.inf):
        array_of(name, value, (n, n))
        require(name, pairs <= 0, "positive ratios", pairs)
    return None if low == high == 1 else Change(pairs=pairs)


def _masked(name: str, value: Where, n: int) -> Change | None:
    mask = np.asarray(value.mask)
    if mask.shape != (n, n) or mask.dtype != bool:
        raise ValueError(f"{name}: expected a mask of truth values of shape {(n, n)}, got {mask.dtype} {mask.shape}")
    if not 0 < value.ratio < np.inf:
        raise ValueError(f"{name}: expected a positive ratio, got {value.ratio!r}")
    return None if value.ratio == 1 or not mask.any() else Change(pairs=Where(mask, float(value.ratio)))
