"""How commuting follows travel time in a scenario, and the share of commuters that it is calibrated to.

::

    [commuting]                      # optional
    form = "minutes"                 # each further minute lowers commuting by as much; "power" (of time) by default
    per_minute = 0.07                # of "minutes": the fall in logs; see gongxing.equilibrium.parameters
    share = "5%"                     # of workers who work outside their region, where it is known
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from gongxing.equilibrium.parameters import known
from gongxing.scenarios.tables import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Form = Literal["power", "minutes"]
KEYS = ("form", "per_minute", "share")


@dataclass(frozen=True, slots=True)
class Commuting:
    """The section ``[commuting]``.

    Attributes
    ----------
    form
        ``power``: the log of commuting falls with the log of time; ``minutes``: with time.
    per_minute
        Fall in logs a minute, of ``minutes``.
    stated
        Whether ``per_minute`` is the file's own, so that intervals keep it.
    share
        Share of workers who work outside their region, 0 to 1, or ``None``.
    """

    form: Form = "power"
    per_minute: float = known()["commuting_decay"].default
    stated: bool = False
    share: float | None = None

    @property
    def decay(self) -> float | None:
        """Fall in logs a minute, ``None`` of a power."""
        return self.per_minute if self.form == "minutes" else None

    def cost(self, minutes: Array, ratios: Array, strength: float, elasticity: float) -> Array:
        """Return the ratio of commuting costs, (N, N), that follows from ratios of travel times.

        Parameters
        ----------
        minutes
            (N, N) before the change.
        ratios
            (N, N), new over old.
        strength
            The elasticity mu of a power; the fall in logs a minute of ``minutes``.
        elasticity
            epsilon, by which cost becomes commuting.
        """
        if self.form == "power":
            return np.asarray(ratios**strength)
        # Where there is no route, a shorter one changes nothing.
        saved = np.where(np.isfinite(minutes), minutes, 0.0) * (ratios - 1)
        return np.asarray(np.exp(strength / elasticity * saved))


def commuting_section(path: Path, words: dict[str, Any], share_of: Callable[[Path, str, Any], float]) -> Commuting:
    """Check the section ``[commuting]``.

    Raises
    ------
    ScenarioError
        A value is not of its kind.
    """
    form = words.get("form", "power")
    if form not in get_args(Form):
        raise ScenarioError(f"{path}: [commuting] form is {form!r}; use {', '.join(get_args(Form))}.")
    given = words.get("per_minute", known()["commuting_decay"].default)
    if type(given) not in (int, float) or not 0 < given < 10:
        raise ScenarioError(f"{path}: [commuting] per_minute is {given!r}; write a number such as 0.07.")
    if "per_minute" in words and form != "minutes":
        raise ScenarioError(f'{path}: [commuting] per_minute is of form = "minutes"; write that too, or leave it out.')
    share = share_of(path, "[commuting] share", words["share"]) if "share" in words else None
    return Commuting(form, float(given), "per_minute" in words, share)
