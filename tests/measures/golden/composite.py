"""Worked examples of family 8. Numbers are worked by hand; the arithmetic stands beside them."""

from __future__ import annotations

from math import log, sqrt

from golden.example import Example

# Scores by min-max: research 0, 1/4, 1; dust (less is better) 0, 1, 1/2. Equal weights: 0, 5/8, 3/4.
THREE = {"code": ["A", "B", "C"], "research": [1.0, 2.0, 5.0], "dust": [30.0, 10.0, 20.0]}
BOTH = ["research", "dust"]
# Shares 0, 1/5, 4/5 and 0, 2/3, 1/3.
E1 = -(1 / 5 * log(1 / 5) + 4 / 5 * log(4 / 5)) / log(3)
E2 = -(2 / 3 * log(2 / 3) + 1 / 3 * log(1 / 3)) / log(3)


def _pymcdm_topsis():
    import numpy as np
    from pymcdm import normalizations
    from pymcdm.methods import TOPSIS

    matrix = np.array([THREE["research"], THREE["dust"]]).T
    found = TOPSIS(normalizations.minmax_normalization)(matrix, np.array([0.5, 0.5]), np.array([1, -1]))
    return [({"group": code, "term": "score"}, float(v)) for code, v in zip("ABC", found, strict=True)]


EXAMPLES = {
    "composite_index": [
        Example(
            THREE,
            (BOTH,),
            [
                ({"group": "B", "term": "score"}, 5 / 8),
                ({"group": "C", "term": "score"}, 3 / 4),
                ({"group": "C", "term": "rank"}, 1),
                ({"group": "dust", "term": "weight"}, 1 / 2),
            ],
            "(1/4 + 1) / 2; (1 + 1/2) / 2",
            {"lower": ["dust"]},
            scaled=("research",),
        ),
        Example(
            THREE,
            (BOTH,),
            # Weighted scores (0, 0), (1/8, 1/2), (1/2, 1/4), best (1/2, 1/2): B is √17/8 from the worst, 3/8 from it.
            [
                ({"group": "B", "term": "score"}, sqrt(17) / 8 / (sqrt(17) / 8 + 3 / 8)),
                ({"group": "A", "term": "score"}, 0),
            ],
            "worked above",
            {"lower": ["dust"], "aggregation": "topsis"},
            scaled=("research",),
            oracle=_pymcdm_topsis,
        ),
    ],
    "indicator_weights": [
        Example(
            THREE,
            (BOTH,),
            [
                ({"group": "research", "term": "value"}, (1 - E1) / (2 - E1 - E2)),
                ({"group": "dust", "term": "value"}, (1 - E2) / (2 - E1 - E2)),
            ],
            "shares 0, 1/5, 4/5 and 0, 2/3, 1/3",
            {"lower": ["dust"]},
            scaled=("research",),
        )
    ],
    "coupling_coordination": [
        Example(
            {"code": ["A", "B"], "u": [0.08, 0.05], "v": [0.02, 0.05]},
            (["u", "v"],),
            [
                ({"group": "A", "term": "coupling"}, 0.8),
                ({"group": "A", "term": "coordination"}, sqrt(0.8 * 0.05)),
                ({"group": "B", "term": "coupling"}, 1),
                ({"group": "A", "term": "class"}, 3),
            ],
            "√(0.08·0.02) / 0.05; D = 0.2 is the third class",
            scaled=("u", "v"),
        )
    ],
    "obstacle_degree": [
        Example(
            THREE,
            (BOTH,),
            [
                ({"code": "C", "group": "dust", "term": "value"}, 100),
                ({"code": "A", "group": "research", "term": "value"}, 50),
            ],
            "C is only short of dust; A is worst in both",
            {"lower": ["dust"], "weighting": "equal"},
            scaled=("research",),
        )
    ],
}  # fmt: skip
