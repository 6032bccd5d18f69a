"""The structural parameters, with the literature's values and the range in which the model holds."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Parameters:
    """Elasticities and shares of the model.

    Defaults are those of Monte, Redding & Rossi-Hansberg (2018) as varied by Seidel & Wickerath (2020).

    Parameters
    ----------
    tradables_share
        alpha, share of tradables in spending; the rest is housing. Between 0 and 1.
    commuting_elasticity
        epsilon, Fréchet shape of the taste for pairs of residence and workplace. Above 1.
    housing_supply_elasticity
        delta, elasticity of housing supply to its price. Not negative.
    substitution_elasticity
        sigma, elasticity of substitution between varieties. Above 1.
    agglomeration_elasticity
        nu, elasticity of productivity to jobs. Not negative; below 1 / (sigma - 1) for a well-behaved model.

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
        ranges = {
            "tradables_share": (0.0, 1.0, "a share above 0 and at most 1"),
            "commuting_elasticity": (1.0, float("inf"), "above 1"),
            "housing_supply_elasticity": (-1e-300, float("inf"), "0 or more"),
            "substitution_elasticity": (1.0, float("inf"), "above 1"),
            "agglomeration_elasticity": (-1e-300, float("inf"), "0 or more"),
        }
        for field in fields(self):
            value = getattr(self, field.name)
            low, high, words = ranges[field.name]
            within = low < value and (value <= high if field.name == "tradables_share" else value < high)
            if not within:  # also catches not-a-number
                raise ValueError(f"{field.name}: expected {words}, got {value!r}")
