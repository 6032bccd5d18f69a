"""Whether a number as printed is a correct rounding of what its evidence says."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from gongxing.indicators.amounts import amount

if TYPE_CHECKING:
    from gongxing.briefs.numbers import Printed
    from gongxing.indicators.amounts import Language
    from gongxing.library.evidence import Number

# Units of evidence that has none, and of bare counts; a share may be printed in per cent or as a multiple.
_BARE = frozenset({None, "1", "index", "count", "x"})
_ALIKE = frozenset({"count", "people"})
_NOISE = Decimal("1e-9")  # of floats in the sources


def agrees(printed: Printed, said: Number) -> bool:
    """Tell whether a printed number says what its evidence says.

    The evidence, rounded at the last digit printed, must give the printed number; a number after 超, 不足, 约 and the
    like may be rounded at its last digit that is not zero, downwards after 超, upwards after 不足.
    """
    value = _in_unit_of(printed, said)
    if value is None:
        return False
    near = _NOISE * max(abs(value), Decimal(1))
    if abs(value - printed.value) <= near:
        return True
    step = _step(printed)
    if step is None:
        return False
    if abs(value - printed.value) <= step / 2 + _NOISE * step:
        return True
    return printed.bound != "eq" and value * printed.value > 0 and _agrees_loosely(printed, value)


def _agrees_loosely(printed: Printed, value: Decimal) -> bool:
    """Compare a number that says itself that it is not exact."""
    step = _step(printed, trailing_zeros=True)
    assert step is not None
    size, target = abs(value), abs(printed.value)
    if printed.bound == "gt":
        return (size / step).to_integral_value(ROUND_FLOOR) * step == target
    if printed.bound == "lt":
        return (size / step).to_integral_value(ROUND_CEILING) * step == target
    return abs(size - target) <= step / 2


def _in_unit_of(printed: Printed, said: Number) -> Decimal | None:
    """Return what the evidence says in the unit in which it is printed, ``None`` where the units do not go together."""
    value = Decimal(repr(float(said.value)))
    if printed.unit == said.unit or {printed.unit, said.unit} <= _ALIKE:
        return value
    if said.unit in (None, "1", "index", "x") and printed.unit == "%":
        return value * 100
    if printed.unit in _BARE and said.unit in _BARE:
        return value
    return None


def _step(printed: Printed, *, trailing_zeros: bool = False) -> Decimal | None:
    """Return what one unit of the last digit printed is worth in base units, ``None`` of a spelled number.

    ``trailing_zeros``: of the last digit that is not zero (约2000: a thousand).
    """
    if printed.digits is None:
        return None
    digits = printed.digits.lstrip("-").replace(",", "")
    number = Decimal(digits)
    decimals = len(digits.partition(".")[2])
    step = Decimal(1).scaleb(-decimals)
    if trailing_zeros and number:
        while number % (step * 10) == 0:
            step *= 10
    if not number:
        return step
    return step * abs(printed.value) / number


def said_number(said: Number, language: Language) -> str:
    """Write a number of evidence in full."""
    return f"{said.value:.10g}" if said.unit in (None, "1") else amount(said.value, str(said.unit), language)
