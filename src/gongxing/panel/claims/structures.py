"""Shares that a sentence tells together as the parts of one whole, which writers round so that they add to 100 %."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from gongxing.panel.amount import Amount, exact, exact_sum

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from gongxing.panel.claims.check import Claim

_WHOLE = Decimal(100)


def told_together(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims, those that are parts of a structure (9.2:37.5:53.3) with all of its parts.

    Parts stand in one sentence, are shares of one whole of one place and time, and add to 100 as they are written.
    """
    found = list(claims)
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index, claim in enumerate(found):
        measure = claim.measure
        if measure is not None and measure.aspect in ("sector", "share") and claim.figure.unit == "%":
            key = claim.sentence, claim.place, claim.period, measure.aspect, measure.whole, measure.region, measure.part
            groups[key].append(index)
    for indexes in groups.values():
        parts = tuple(found[index] for index in indexes)
        whole = exact_sum(exact(part.figure.value) for part in parts) == _WHOLE
        if len(parts) > 1 and whole and all(part.figure.bound == "eq" for part in parts):
            for index in indexes:
                found[index] = replace(found[index], together=parts)
    return found


def rounded_to_a_hundred(claimed: Amount, expected: Amount, others: Sequence[float | None]) -> bool:
    """Tell whether a part of a structure is off only because its parts were made to add to 100 %.

    Parameters
    ----------
    claimed, expected
        The part as written and as worked out, in per cent.
    others
        The other parts as worked out; ``None`` where nothing tells of one.

    Returns
    -------
    bool
        The part is off by one unit of its last digit at most; and the parts, each rounded to that digit, do not add
        to 100 (where all of them are known), so that one of them had to give way.
    """
    unit = claimed.high - claimed.low
    if not unit or abs(claimed.value - expected.value) > unit:
        return False
    known = [exact(other) for other in others if other is not None]
    if len(known) < len(others):
        return True
    rounded = [(value / unit).quantize(Decimal(1)) * unit for value in (expected.value, *known)]
    return exact_sum(rounded) != _WHOLE
