"""One way in which a claim was tested, before it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxing.panel.claims.check import Said

if TYPE_CHECKING:
    from gongxing.panel.amount import Amount
    from gongxing.panel.claims.check import Reason, Step, Way


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one way gives: an amount with its arithmetic, or what it lacks.

    ``decides`` is false where the amount tells something but cannot contradict the claim (nominal against real growth);
    ``reasons`` then say why. ``stands_in`` where the sum of a region's units was taken for its own value.
    """

    way: Way
    amount: Amount | None
    steps: tuple[Step, ...] = ()
    reasons: tuple[Reason, ...] = ()
    decides: bool = True
    stands_in: bool = False

    @property
    def said(self) -> Said:
        """The arithmetic in one sentence."""
        return self.steps[-1].said if self.steps else Said("", "")
