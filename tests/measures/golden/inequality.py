"""Worked examples of family 1. Numbers are worked by hand; the arithmetic stands beside them."""

from __future__ import annotations

from math import log, sqrt

from golden.example import Example

# Two provinces of two cities: 1 and 3 per head (1 person each), 2 and 6 per head (1 person each). Mean 3.
FOUR = {
    "code": ["510100", "510300", "520100", "520300"],
    "province": ["A", "A", "B", "B"],
    "x": [1.0, 3.0, 2.0, 6.0],
    "people": [1.0, 1.0, 1.0, 1.0],
}
# T = 1/4 (1/3 ln 1/3 + 1 ln 1 + 2/3 ln 2/3 + 2 ln 2); between: income shares 1/3 and 2/3, means 2 and 4 of 3.
THEIL = (log(1 / 3) / 3 + 2 / 3 * log(2 / 3) + 2 * log(2)) / 4
BETWEEN = log(2 / 3) / 3 + 2 / 3 * log(4 / 3)
# Both provinces hold 1:3, so each has T = 1/2 (1/2 ln 1/2 + 3/2 ln 3/2), and so has the part within.
INSIDE = (log(1 / 2) / 2 + 3 / 2 * log(3 / 2)) / 2


def _inequality_theil():
    import numpy as np
    from inequality.theil import Theil, TheilD

    parts = TheilD(np.array(FOUR["x"]), np.array(FOUR["province"]))
    return [
        ({"term": "total"}, Theil(np.array(FOUR["x"])).T),
        ({"term": "between"}, float(parts.bg[0])),
        ({"term": "within"}, float(parts.wg[0])),
    ]


def _peer(module: str, name: str, attribute: str):
    """One number of the package inequality, unweighted."""

    def number():
        import importlib

        import numpy as np

        peer = getattr(importlib.import_module(f"inequality.{module}"), name)
        return [({"term": "value"}, float(getattr(peer(np.array(FOUR["x"])), attribute)))]

    return number


def _atkinson(aversion: float):
    def number():
        import numpy as np
        from inequality.atkinson import Atkinson

        return [({"term": "value"}, float(Atkinson(np.array(FOUR["x"]), aversion).A))]

    return number


def _quantiles():
    import numpy as np

    high, low = np.quantile([5.0, 1.0, 3.0], [0.8, 0.2], weights=[2.0, 3.0, 5.0], method="inverted_cdf")
    return [({"term": "value"}, float(high / low))]


def one(value: float, source: str, oracle=None, **options) -> Example:
    """An example on the four cities that gives one number."""
    return Example(FOUR, ("x",), [({"term": "value"}, value)], source, options, oracle=oracle)


NESTED = {**FOUR, "city": ["a1", "a2", "b1", "b1"]}

EXAMPLES = {
    "theil": [
        Example(
            FOUR,
            ("x",),
            [
                ({"term": "total"}, THEIL),
                ({"term": "between"}, BETWEEN),
                ({"term": "within"}, INSIDE),
                ({"term": "within", "group": "A"}, INSIDE / 3),
                ({"term": "own", "group": "B"}, INSIDE),
                ({"term": "mean", "group": "B"}, 4),
            ],
            "worked above",
            {"group": "province", "weight": "people"},
            oracle=_inequality_theil,
        ),
        Example(
            {"x": [1.0, 4.0], "people": [3.0, 1.0]},
            ("x",),
            # Mean 7/4; shares of income 3/7 and 4/7: 3/7 ln 4/7 + 4/7 ln 16/7.
            [({"term": "total"}, 3 / 7 * log(4 / 7) + 4 / 7 * log(16 / 7))],
            "two regions of 3 and 1 people",
            {"weight": "people"},
        ),
        Example(
            NESTED,
            ("x",),
            # The cities of A hold one region each, so what differs in A differs between cities; B has one city.
            [
                ({"term": "total"}, THEIL),
                ({"term": "between province"}, BETWEEN),
                ({"term": "between city"}, INSIDE / 3),
                ({"term": "within"}, INSIDE * 2 / 3),
                ({"term": "between city", "group": "A"}, INSIDE / 3),
                ({"term": "between city", "group": "B"}, 0),
                ({"term": "within", "group": "B/b1"}, INSIDE * 2 / 3),
            ],
            "province over city, worked above",
            {"group": ["province", "city"]},
            scale_terms=("total", "between province", "between city", "within"),
        ),
    ],
    # L: logs of 3/1, 3/3, 3/2, 3/6; between: 3/2 and 3/4; within: both provinces hold 1:3.
    "theil_l": [
        Example(
            FOUR,
            ("x",),
            [
                ({"term": "total"}, log(2.25) / 4),
                ({"term": "between"}, log(9 / 8) / 2),
                ({"term": "within"}, log(4 / 3) / 2),
                ({"term": "within", "group": "B"}, log(4 / 3) / 4),
            ],
            "worked above",
            {"group": "province"},
        )
    ],
    # GE(2) is half the variance over the squared mean: 3.5/18; the means 2 and 4 have a variance of 1.
    "generalised_entropy": [
        Example(
            FOUR,
            ("x",),
            [({"term": "total"}, 3.5 / 18), ({"term": "between"}, 1 / 18), ({"term": "within"}, 2.5 / 18)],
            "worked above",
            {"group": "province"},
        ),
        Example(FOUR, ("x",), [({"term": "total"}, THEIL)], "GE(1) is Theil's T", {"alpha": 1.0}),
    ],
    "gini": [
        # Gaps of the six pairs: 1 + 2 + 5 + 1 + 4 + 3 = 16; G = 2 × 16 / (2 × 16 × 3).
        one(1 / 3, "worked above", _peer("gini", "Gini", "g"), weight="people"),
        # Two regions with 3 and 1 people, 1 and 4 per head: 2 × 3/4 × 1/4 × 3 / (2 × 7/4).
        Example(
            {"x": [1.0, 4.0], "people": [3.0, 1.0]},
            ("x",),
            [({"term": "value"}, 9 / 28)],
            "worked above",
            {"weight": "people"},
        ),
    ],
    # Within: both Ginis are 1/4, times 1/2 × 1/3 and 1/2 × 2/3; between: means 2 and 4; the rest is overlap. By pairs:
    # the gaps 1, 5, 1, 3 have a mean of 2.5, so G_AB = 2.5/6, D = 2/2.5, and 1/2 × 2.5/6 × (1 - 0.8) = 1/24.
    "dagum_gini": [
        Example(
            FOUR,
            ("x",),
            [
                ({"term": "total"}, 1 / 3),
                ({"term": "within"}, 1 / 8),
                ({"term": "between"}, 1 / 6),
                ({"term": "transvariation"}, 1 / 24),
                ({"term": "within", "group": "A"}, 1 / 24),
                ({"term": "pair", "group": "A – B"}, 2.5 / 6),
                ({"term": "distance", "group": "A – B"}, 0.8),
            ],
            "worked above",
            {"group": "province", "weight": "people", "pairs": True},
        )
    ],
    # In order 1, 2, 3, 6 of 12: the curve passes (1/4, 1/12), (1/2, 3/12), (3/4, 6/12).
    "lorenz": [
        Example(
            FOUR,
            ("x",),
            [
                ({"term": "share", "group": "50%"}, 0.25),
                ({"term": "share", "group": "10%"}, 0.4 / 12),
                ({"term": "share", "group": "90%"}, 0.8),
            ],
            "worked above",
            scale_terms=("share",),
        )
    ],
    "atkinson": [
        one(
            1 - ((1 + sqrt(2) + sqrt(3) + sqrt(6)) / 4) ** 2 / 3,
            "mean of square roots, squared, over 3",
            _atkinson(0.5),
        ),
        one(1 - sqrt(6) / 3, "fourth root of 1 × 2 × 3 × 6, over 3", _atkinson(1.0), aversion=1.0),
    ],
    "variation": [one(sqrt(3.5) / 3, "squares of -2, 0, -1, 3 have a mean of 3.5")],
    "hoover": [one(0.25, "gaps 2, 0, 1, 3 to the mean: 6 / (4 × 2 × 3)", weight="people")],
    "percentile_ratio": [
        one(6, "the highest over the lowest of four"),
        Example(
            {"x": [5.0, 1.0, 3.0], "people": [2.0, 3.0, 5.0]},
            ("x",),
            # People from the bottom: 3, 8, 10 of 10. The 20th of a hundred lives at 1, the 80th at 3.
            [({"term": "value"}, 3)],
            "worked above",
            {"weight": "people", "upper": 80, "lower": 20},
            oracle=_quantiles,
        ),
    ],
    "top_share": [
        one(0.2, "a tenth of people is 0.4 of the richest region, which has half"),
        one(0.5, "the richest of four has 6 of 12", share=25),
    ],
    "bottom_share": [one(1 / 12 + 0.6 * 2 / 12, "the poorest quarter has 1/12, the next 0.15 of people 0.6 of 2/12")],
    "share_ratio": [one(6, "0.8 of a quarter at either end: 6 against 1")],
    "wolfson": [
        one(0.4, "L(1/2) = 1/4, G = 1/3, mean 3, median 2.5: 2 × 3/2.5 × (1/2 - 1/3)"),
        Example(
            {"x": [0.0, 0.0, 2.0, 2.0]},
            ("x",),
            [({"term": "value"}, 1)],
            "half have nothing, half share all: the upper bound of Wolfson (1994)",
        ),
    ],
    "esteban_ray": [one(1 / 6, "cubes of 1/4 times 32, over 3")],
}
