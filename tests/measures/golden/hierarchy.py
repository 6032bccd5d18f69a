"""Worked examples of family 7. Numbers are worked by hand; the arithmetic stands beside them."""

from __future__ import annotations

from itertools import accumulate
from math import exp, pi, radians, sin, sqrt

from golden.example import Example

from gongxing.regions.weights import Weights

# By the rank-size rule the k-th of eleven cities has 2520 / k.
RULE = {"code": [f"51{k:02}00" for k in range(1, 12)], "people": [2520 / k for k in range(1, 12)]}
HARMONIC = sum(1 / k for k in range(2, 12))

# Half a rank less: sizes (k - 1/2)^(-1/2) lie on a line of slope -2 exactly.
TAIL = {"code": RULE["code"], "people": [(k - 0.5) ** -0.5 for k in range(1, 12)]}

# A leader, its neighbour and two others that do not grow. The neighbour grows half as much as the leader a year before.
LEAD = [0.01, 0.03, 0.02, 0.05, 0.01, 0.04, 0.02]
FOLLOW = [0.0, *(g / 2 for g in LEAD[:-1])]
GROWTH = {"510100": LEAD, "510600": FOLLOW, "510400": [0.0] * 7, "513300": [0.0] * 7}
PANEL = {
    "code": [code for code in GROWTH for _ in range(8)],
    "year": list(range(2015, 2023)) * 4,
    "gdp": [100 * exp(level) for growth in GROWTH.values() for level in accumulate([0.0, *growth])],
}


def pole_weights() -> Weights:
    return Weights.from_pairs([("510100", "510600"), ("510600", "510100")], list(GROWTH), description="one pair")


# Two places on the equator, two degrees apart; all weight at the second one year later.
EQUATOR = {
    "code": ["a", "b", "a", "b"], "year": [2020, 2020, 2021, 2021],
    "gdp": [1.0, 1.0, 0.0, 5.0], "longitude": [0.0, 2.0, 0.0, 2.0], "latitude": [0.0] * 4,
}  # fmt: skip
# One degree of the equator of GRS80.
DEGREE = 6378.137 * pi / 180
# On the equator Lambert's plane puts a place that is t away from its middle at 2 a sin(t / 2).
ONE_DEGREE_IN_THE_PLANE = 2 * 6378.137 * sin(radians(0.5))

EXAMPLES = {
    "primacy": [
        # P1 / P2 = 2; 1 / (1/2 + 1/3 + 1/4) = 12/13; 2 / (1/2 + … + 1/11); 1 / (1 + 1/2 + … + 1/11).
        Example(
            RULE, ("people",),
            [
                ({"term": "two"}, 2), ({"term": "four"}, 12 / 13), ({"term": "eleven"}, 2 / HARMONIC),
                ({"term": "share"}, 1 / (1 + HARMONIC)), ({"term": "primate", "group": "510100"}, 2520),
            ],
            "worked above", scale_terms=("two", "four", "eleven", "share"),
        ),
    ],
    "zipf": [
        Example(
            TAIL, ("people",),
            [
                ({"term": "exponent"}, 2), ({"term": "error"}, 2 * sqrt(2 / 11)), ({"term": "r_squared"}, 1),
                ({"term": "curvature"}, 0), ({"term": "low"}, 2 - 1.959963984540054 * 2 * sqrt(2 / 11)),
            ],
            "ln(k - 1/2) = -2 ln(size) exactly; standard error sqrt(2 / n) b",
        ),
    ],
    "rank_size": [
        Example(RULE, ("people",), [({"term": "exponent"}, 1), ({"term": "r_squared"}, 1)], "sizes are 2520 / rank"),
    ],
    "growth_pole": [
        # Lag 1: six years, the neighbour's excess is half the leader's, without error. Of 720 orders of the six years
        # only those that keep it (two years of the leader are equal: 2) have so large a covariance.
        Example(
            PANEL, ("gdp",),
            [
                ({"term": "slope", "group": "510100"}, 0.5), ({"term": "low", "group": "510100"}, 0.5),
                ({"term": "p", "group": "510100"}, 2 / 720), ({"term": "years", "group": "510100"}, 6),
                ({"term": "verdict", "group": "510100"}, 1), ({"term": "spillover"}, 1), ({"term": "drain"}, 0),
            ],
            "worked above", {"time": "year", "leader": "510100", "w": pole_weights, "lag": 1},
            tolerance=1e-9, scale_terms=("slope", "verdict"),
        ),
    ],
    "centre_of_gravity": [
        Example(
            EQUATOR, ("gdp",),
            [
                ({"term": "longitude", "year": 2020}, 1), ({"term": "latitude", "year": 2020}, 0),
                ({"term": "longitude", "year": 2021}, 2), ({"term": "moved", "year": 2021}, DEGREE),
                ({"term": "towards", "year": 2021}, 90),
            ],
            "half way, then at the second place: one degree of the equator to the east", {"by": "year"},
            tolerance=1e-8,
        ),
    ],
    "deviational_ellipse": [
        Example(
            {name: column[:2] for name, column in EQUATOR.items()}, ("gdp",),
            [
                ({"term": "longitude"}, 1), ({"term": "major"}, ONE_DEGREE_IN_THE_PLANE), ({"term": "minor"}, 0),
                ({"term": "bearing"}, 90), ({"term": "flattening"}, 1),
            ],
            "both places one degree from the middle, on a line to the east", tolerance=1e-6,
        ),
    ],
}  # fmt: skip
