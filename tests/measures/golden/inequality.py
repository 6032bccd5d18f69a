"""Worked examples of family 1. Numbers are worked by hand; the arithmetic stands beside them."""

from __future__ import annotations

from math import log

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
    ],
}
