"""The structural parameters, with the literature's values, their sources and the range in which the model holds."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a parameter: symbol, default, plausible range, source, and the range where the model holds."""

    symbol: str
    default: float
    plausible: tuple[float, float]
    source: str
    low: float
    low_allowed: bool
    high: float

    def allows(self, value: float) -> bool:
        """Tell whether the model holds at a value."""
        above = self.low <= value if self.low_allowed else self.low < value
        return above and value <= self.high and value < float("inf")

    @property
    def bounds(self) -> str:
        """The range in words."""
        if self.high < float("inf"):
            return f"a share above {self.low:g} and at most {self.high:g}"
        return f"{self.low:g} or more" if self.low_allowed else f"above {self.low:g}"


@cache
def known() -> dict[str, Known]:
    """Return what is known of each parameter, by name: the five of ``Parameters`` and the two of calibration."""
    words = tomllib.loads(files("gongxing.equilibrium").joinpath("parameters.toml").read_text("utf-8"))
    found = {}
    for name, entry in words.items():
        low, high = entry["plausible"]
        found[name] = Known(
            entry["symbol"], entry["default"], (low, high), entry["source"],
            low=entry.get("least", entry.get("above")), low_allowed="least" in entry,
            high=entry.get("most", float("inf")),
        )  # fmt: skip
    return found


def check_parameter(name: str, value: float) -> None:
    """Raise ``ValueError`` where a value lies outside the range in which the model holds."""
    try:
        within = known()[name].allows(value)  # not-a-number is in no range
    except TypeError:
        within = False
    if not within:
        raise ValueError(f"{name}: expected {known()[name].bounds}, got {value!r}")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Elasticities and shares of the model, without units.

    Defaults are those of Seidel & Wickerath (2020), who vary Monte, Redding & Rossi-Hansberg (2018); ``known()`` gives
    plausible ranges and the works that they come from.

    Parameters
    ----------
    tradables_share
        alpha, share of tradables in spending; the rest is housing. Above 0, at most 1.
    commuting_elasticity
        epsilon, Fréchet shape of the taste for pairs of residence and workplace. Above 1.
    housing_supply_elasticity
        delta, elasticity of housing supply to its price. 0 or more.
    substitution_elasticity
        sigma, elasticity of substitution between varieties. Above 1.
    agglomeration_elasticity
        nu, elasticity of productivity to jobs. 0 or more.

    Raises
    ------
    ValueError
        A value lies outside its range; the message names the argument, the range and the value.
    """

    tradables_share: float = 0.7
    commuting_elasticity: float = 4.6
    housing_supply_elasticity: float = 0.38
    substitution_elasticity: float = 4.0
    agglomeration_elasticity: float = 0.05

    def __post_init__(self) -> None:
        for field in fields(self):
            check_parameter(field.name, getattr(self, field.name))
