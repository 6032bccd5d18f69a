"""Worked examples of family 6. Numbers are worked by hand; the arithmetic stands beside them."""

from __future__ import annotations

from math import log2, sqrt

import numpy as np
from golden.example import Example

from gongxing.regions.weights import Weights

# The economy of two sectors in Miller and Blair (2009), chapter 2: Z = [[150, 500], [200, 100]], f = (350, 1700),
# x = (1000, 2000). A = [[0.15, 0.25], [0.20, 0.05]]; det(I - A) = 0.85 · 0.95 - 0.25 · 0.20 = 0.7575;
# L = [[0.95, 0.25], [0.20, 0.85]] / 0.7575. Wages of 300 and 500 are of our own making; the rest is other value added.
DET = 0.7575
Z = np.array([[150.0, 500], [200, 100]])
X = np.array([1000.0, 2000])
ECONOMY = {
    "seller": ["one", "one", "one", "two", "two", "two", "wages", "wages", "other", "other"],
    "buyer": ["one", "two", "final", "one", "two", "final", "one", "two", "one", "two"],
    "value": [150.0, 500.0, 350.0, 200.0, 100.0, 1700.0, 300.0, 500.0, 350.0, 900.0],
}
# Ghosh: B = [[0.15, 0.50], [0.10, 0.05]], det(I - B) = 0.8075 - 0.05 = 0.7575;
# G = [[0.95, 0.50], [0.10, 0.85]] / 0.7575.

# In the region sector one has 10 of the nation's 100 workers, sector two 30 of 100: e / E = 0.2, quotients 1/2 and 3/2.
REGION = {
    "seller": ECONOMY["seller"][:6], "buyer": ECONOMY["buyer"][:6], "value": ECONOMY["value"][:6],
    "local": [10.0] * 3 + [30.0] * 3, "whole": [100.0] * 6,
}  # fmt: skip
LAMBDA = log2(1.2) ** 0.3

# Rows of 5 and 5, columns of 5 and 5; RAS keeps the cross product 1 · 4 / (2 · 3): a² / (5 - a)² = 2/3.
CORNER = 5 * sqrt(2 / 3) / (1 + sqrt(2 / 3))
TABLE = {
    "row": ["a", "a", "b", "b"], "column": ["c", "d", "c", "d"], "value": [1.0, 2.0, 3.0, 4.0], "rows": [5.0] * 4,
    "columns": [5.0] * 4,
}  # fmt: skip

# Three places: 1 - 2 two apart, 1 - 3 four, 2 - 3 six.
PLACES = {"code": ["1", "2", "3"], "gdp": [4.0, 9.0, 16.0], "people": [1.0, 4.0, 9.0]}


def distances() -> Weights:
    pairs = [("1", "2", 2.0), ("1", "3", 4.0), ("2", "3", 6.0)]
    return Weights.from_pairs(pairs + [(b, a, d) for a, b, d in pairs], description="distances")


FLOWS = {"origin": ["a", "b", "a"], "destination": ["b", "a", "c"], "flow": [30.0, 10.0, 20.0]}

# A row of units 0 - 1 - 2 - 3 - 4, and 5, 6 beside it: 5 has 1 and 2 as neighbours, 6 only 4.
UNITS = {
    "code": ["0", "1", "2", "3", "4", "5", "6"],
    "minutes": [0.0, 20.0, 50.0, 80.0, 55.0, 90.0, None],
    "commuters": [0.9, 0.4, 0.2, 0.2, 0.3, 0.01, 0.5],
}


def contiguity() -> Weights:
    pairs = [("0", "1"), ("1", "2"), ("2", "3"), ("3", "4"), ("5", "1"), ("5", "2"), ("4", "6")]
    return Weights.from_pairs(pairs + [(b, a) for a, b in pairs], description="contiguity")


def _pymrio():
    from pymrio.tools import iomath

    return iomath.calc_L(iomath.calc_A(Z, X)), iomath.calc_G(iomath.calc_B(Z, X))


def _pymrio_multipliers():
    demand, supply = _pymrio()
    output, onward = demand.sum(axis=0), supply.sum(axis=1)
    wages = np.array([0.3, 0.25]) @ demand
    rows = [("output", output), ("supply", onward), ("effect wages", wages)]
    return [({"term": t, "group": g}, v[k]) for t, v in rows for k, g in enumerate(("one", "two"))]


def _pymrio_linkages():
    demand, supply = _pymrio()
    back, onward = demand.sum(axis=0), supply.sum(axis=1)
    rows = [("backward", back / back.mean()), ("forward", onward / onward.mean())]
    return [({"term": t, "group": g}, v[k]) for t, v in rows for k, g in enumerate(("one", "two"))]


EXAMPLES = {
    "multipliers": [
        Example(
            ECONOMY, ("value",),
            [
                ({"term": "output", "group": "one"}, 1.15 / DET), ({"term": "output", "group": "two"}, 1.1 / DET),
                ({"term": "supply", "group": "one"}, 1.45 / DET), ({"term": "supply", "group": "two"}, 0.95 / DET),
                # Wages of 0.3 and 0.25 a unit: 0.3 · 0.95 + 0.25 · 0.20 = 0.335; over the direct 0.3.
                ({"term": "effect wages", "group": "one"}, 0.335 / DET),
                ({"term": "type I wages", "group": "one"}, 0.335 / DET / 0.3), ({"term": "output"}, 1.125 / DET),
            ],
            "the economy of Miller and Blair (2009), chapter 2; inverse worked above", {"inputs": "wages"},
            oracle=_pymrio_multipliers,
        ),
    ],
    "linkages": [
        Example(
            ECONOMY, ("value",),
            [
                # Column sums 1.15 and 1.10 of mean 1.125; row sums of G 1.45 and 0.95 of mean 1.2.
                ({"term": "backward", "group": "one"}, 1.15 / 1.125), ({"term": "forward", "group": "one"}, 1.45 / 1.2),
                ({"term": "backward", "group": "two"}, 1.1 / 1.125), ({"term": "forward", "group": "two"}, 0.95 / 1.2),
                # Column 0.95, 0.20: mean 0.575, deviation 0.75 / sqrt(2).
                ({"term": "backward spread", "group": "one"}, 0.75 / sqrt(2) / 0.575),
                ({"term": "class", "group": "one"}, 1), ({"term": "key"}, 1), ({"term": "weak"}, 1),
            ],
            "worked above", oracle=_pymrio_linkages,
        ),
        # Row sums of the Leontief inverse: 1.20 and 1.05 of mean 1.125.
        Example(
            ECONOMY, ("value",), [({"term": "forward", "group": "one"}, 1.2 / 1.125)], "worked above",
            {"forward": "leontief"},
        ),
    ],
    "hypothetical_extraction": [
        # Without one: x2 = 1700 / 0.95, so 3000 - 1789.47 = 1210.53 = 1000 · 1.15 / 0.95 is gone. Buying abroad only:
        # x2 = 1700 / 0.95, x1 = 0.25 x2 + 350, loss 1000 · (1.15 - 0.7575) / 0.95. Selling abroad only: x1 = 350,
        # x2 = (70 + 1700) / 0.95, loss 650 · 1.15 / 0.95.
        Example(
            ECONOMY, ("value",),
            [
                ({"term": "total", "group": "one"}, 3000 - 1700 / 0.95),
                ({"term": "elsewhere", "group": "one"}, 2000 - 1700 / 0.95),
                ({"term": "backward", "group": "one"}, 3000 - 1700 / 0.95 - 0.25 * 1700 / 0.95 - 350),
                ({"term": "forward", "group": "one"}, 3000 - 350 - 1770 / 0.95),
                # Without two: x1 = 350 / 0.85.
                ({"term": "total", "group": "two"}, 3000 - 350 / 0.85),
                ({"term": "largest share"}, (3000 - 350 / 0.85) / 3000),
            ],
            "the reduced systems solved by hand",
        ),
    ],
    "regional_coefficients": [
        Example(
            REGION, ("value",),
            [
                ({"term": "lambda"}, LAMBDA),
                # Diagonal 1/2, off it (1/2) / (3/2) and 3, all times lambda (0.67), at most one.
                ({"term": "local", "group": "one → one"}, 0.15 * 0.5 * LAMBDA),
                ({"term": "local", "group": "one → two"}, 0.25 / 3 * LAMBDA),
                ({"term": "local", "group": "two → one"}, 0.20), ({"term": "local", "group": "two → two"}, 0.05),
                ({"term": "imported", "group": "one → two"}, 0.25 - 0.25 / 3 * LAMBDA),
            ],
            "worked above", {"local": "local", "whole": "whole"}, scale_terms=("local", "imported", "lambda"),
        ),
        Example(
            REGION, ("value",),
            [
                ({"term": "local", "group": "one → two"}, 0.25 * 0.5),
                ({"term": "local", "group": "two → two"}, 0.05), ({"term": "lambda"}, 1),
            ],
            "simple quotients 1/2 and 3/2", {"local": "local", "whole": "whole", "method": "slq"},
        ),
    ],
    "ras": [
        Example(
            TABLE, ("value",),
            [({"term": "cell", "group": "a → c"}, CORNER), ({"term": "cell", "group": "a → d"}, 5 - CORNER)],
            "worked above", {"row_total": "rows", "column_total": "columns"}, tolerance=1e-9,
            scaled=("value",), scale_terms=("cell",),
        ),
    ],
    "gravity": [
        # 4 · 9 / 2² = 9, 4 · 16 / 4² = 4, 9 · 16 / 6² = 4; each tie counts at both ends.
        Example(
            PLACES, ("gdp",),
            [
                ({"term": "strength", "group": "1"}, 13), ({"term": "strength", "group": "3"}, 8),
                ({"term": "total"}, 34), ({"term": "strongest", "group": "1 → 2"}, 9),
            ],
            "worked above", {"w": distances}, scale_terms=("total", "strength"),
        ),
        # sqrt(4 · 1) = 2, sqrt(9 · 4) = 6, sqrt(16 · 9) = 12: 12 / 4 = 3, 24 / 16 = 1.5, 72 / 36 = 2;
        # times G_i / (G_i + G_j).
        Example(
            PLACES, ("gdp",),
            [({"term": "strength", "group": "1"}, 3 * 4 / 13 + 1.5 * 4 / 20), ({"term": "total"}, 6.5)],
            "worked above; both directions of a tie add up to the symmetric one",
            {"w": distances, "variant": "directed", "residents": "people"}, scaled=(), tries_missing="gdp",
        ),
    ],
    "accessibility": [
        # 9 / 2 + 16 / 4, 4 / 2 + 16 / 6, 4 / 4 + 9 / 6.
        Example(
            PLACES, ("gdp",),
            [({"term": "accessibility", "group": "1"}, 8.5), ({"term": "mean"}, (8.5 + 2 + 8 / 3 + 2.5) / 3)],
            "worked above", {"w": distances}, scale_terms=("mean", "accessibility"),
        ),
        Example(
            PLACES, ("gdp",),
            [({"term": "accessibility", "group": "1"}, 25), ({"term": "accessibility", "group": "3"}, 4)],
            "what lies within 4", {"w": distances, "decay": "threshold", "parameter": 4.0},
            scale_terms=("mean", "accessibility"),
        ),
    ],
    "ties": [
        # a sends 50, gets 10; symmetrised a-b 20, a-c 10: eigenvalue sqrt(500), vector 1, 20 / sqrt(500),
        # 10 / sqrt(500); mean tie 15: lengths 0.75 and 1.5; b to c 2.25.
        Example(
            FLOWS, ("flow",),
            [
                ({"term": "outgoing", "group": "a"}, 50), ({"term": "incoming", "group": "a"}, 10),
                ({"term": "net", "group": "a"}, -2 / 3), ({"term": "net", "group": "c"}, 1),
                ({"term": "partners", "group": "a"}, 2), ({"term": "eigenvector", "group": "b"}, 20 / sqrt(500)),
                ({"term": "closeness", "group": "b"}, (1 / 0.75 + 1 / 2.25) / 2), ({"term": "tie density"}, 0.5),
                ({"term": "total"}, 60),
            ],
            "worked above", scale_terms=("total", "outgoing"),
        ),
    ],
    "metropolitan_area": [
        # By the rules alone 1, 2 and 4 join the core 0; 4 is cut off by 3, and 5 lies between members.
        Example(
            UNITS, (["minutes", "commuters"],),
            [
                ({"term": "members"}, 4), ({"term": "unknown"}, 1), ({"term": "member", "group": "2"}, 1),
                ({"term": "member", "group": "4"}, 0), ({"term": "member", "group": "5"}, 1),
            ],
            "worked above", {"rules": "minutes <= 60; commuters >= 0.15", "core": "0", "w": contiguity}, scaled=(),
        ),
        Example(
            UNITS, (["minutes", "commuters"],), [({"term": "members"}, 4), ({"term": "member", "group": "4"}, 1)],
            "0, 1, 2 and 4 without contiguity", {"rules": ["minutes <= 60", "commuters >= 0.15"], "core": "0"},
            scaled=(),
        ),
    ],
}  # fmt: skip
