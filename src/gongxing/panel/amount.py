"""Amounts: exact decimals with the bounds within which rounded numbers leave them.

Sums are exact, so that neither the order of the members of a group nor its division into parts changes a total.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Every finite float is a decimal of at most 767 digits between 1e-324 and 1e309; sums of them fit here exactly.
_EXACT = Context(prec=1400, Emin=-9999, Emax=9999)
_WORKING = Context(prec=50, Emin=-9999, Emax=9999)


def exact(value: float) -> Decimal:
    """Return the decimal that a float is written as: 48598.8, not its neighbour in binary."""
    return Decimal(repr(float(value)))


def exact_sum(values: Iterable[Decimal]) -> Decimal:
    """Return the exact sum, whatever the order of the values."""
    total = Decimal(0)
    for value in values:
        total = _EXACT.add(total, value)
    return total


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that is known to lie between ``low`` and ``high``; ``value`` is what was written or worked out."""

    value: Decimal
    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, value: float, rounding: float | None = None) -> Amount:
        """Return a value as written; ``rounding`` is half a unit of its last digit."""
        number = exact(value)
        width = exact(rounding) if rounding else Decimal(0)
        return cls(number, _EXACT.subtract(number, width), _EXACT.add(number, width))

    @classmethod
    def sum(cls, amounts: Iterable[Amount]) -> Amount:
        """Return the exact sum."""
        amounts = list(amounts)
        return cls(
            exact_sum(a.value for a in amounts), exact_sum(a.low for a in amounts), exact_sum(a.high for a in amounts)
        )

    def __add__(self, other: Amount) -> Amount:
        return Amount.sum((self, other))

    def __neg__(self) -> Amount:
        return Amount(-self.value, -self.high, -self.low)

    def __sub__(self, other: Amount) -> Amount:
        return Amount.sum((self, -other))

    def __mul__(self, other: Amount) -> Amount:
        return self._corners(other, _WORKING.multiply)

    def __truediv__(self, other: Amount) -> Amount:
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor may be zero")
        return self._corners(other, _WORKING.divide)

    def _corners(self, other: Amount, act: Callable[[Decimal, Decimal], Decimal]) -> Amount:
        corners = [act(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Amount(act(self.value, other.value), min(corners), max(corners))

    def meets(self, other: Amount) -> bool:
        """Whether both can be the same number, up to the noise of floats in the sources."""
        with localcontext(_WORKING):
            noise = Decimal("1e-12") * max(abs(self.value), abs(other.value))
            return self.low <= other.high + noise and other.low <= self.high + noise

    def __float__(self) -> float:
        return float(self.value)
