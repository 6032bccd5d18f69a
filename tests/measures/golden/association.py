"""Worked examples of family 5. Numbers are worked by hand; the arithmetic stands beside them."""

from __future__ import annotations

from math import sqrt

import numpy as np
from golden.example import Example

from gongxing.regions.weights import Weights

# Four regions in a row, 1 - 2 - 3 - 4, with the values 1, 2, 3, 4.
ROW = {"code": ["510100", "510300", "510400", "510500"], "x": [1.0, 2.0, 3.0, 4.0], "y": [2.0, 1.0, 4.0, 3.0]}


def row_weights() -> Weights:
    pairs = list(zip(ROW["code"], ROW["code"][1:], strict=False))
    return Weights.from_pairs(pairs + [(b, a) for a, b in pairs], description="a row of four")


# A lattice of 6 by 5 with queen neighbours and values that are no pattern.
SIDE = (6, 5)
CODES = [f"{5100 + k}00" for k in range(30)]
X = np.round(np.random.default_rng(7).gamma(2.0, 3.0, 30), 2)
Y = np.round(np.random.default_rng(8).gamma(2.0, 3.0, 30) + X, 2)
LATTICE = {"code": CODES, "x": X.tolist(), "y": Y.tolist()}


def lattice_pairs() -> list[tuple[int, int]]:
    rows, columns = SIDE
    places = [(r, c) for r in range(rows) for c in range(columns)]
    return [
        (i, j) for i, (r, c) in enumerate(places) for j, (s, t) in enumerate(places)
        if i != j and abs(r - s) <= 1 and abs(c - t) <= 1
    ]  # fmt: skip


def lattice_weights() -> Weights:
    return Weights.from_pairs([(CODES[i], CODES[j]) for i, j in lattice_pairs()], CODES, description="queen")


def esda_weights(transform: str):
    from libpysal.weights import W

    neighbours = {i: [] for i in range(30)}
    for i, j in lattice_pairs():
        neighbours[i].append(j)
    w = W(neighbours, silence_warnings=True)
    w.transform = transform
    return w


def _esda_moran():
    import esda

    m = esda.Moran(X, esda_weights("r"), permutations=0)
    return [
        ({"term": "value"}, m.I),
        ({"term": "expected"}, m.EI),
        ({"term": "z"}, m.z_rand),
        ({"term": "p"}, m.p_rand),
    ]


def _esda_geary():
    import esda

    m = esda.Geary(X, esda_weights("r"), permutations=0)
    # esda's p is of one side; its z is ours.
    return [({"term": "value"}, m.C), ({"term": "expected"}, 1.0), ({"term": "z"}, m.z_rand)]


def _esda_getis_ord():
    import esda

    m = esda.G(X, esda_weights("b"), permutations=0)
    return [({"term": "value"}, m.G), ({"term": "expected"}, m.EG), ({"term": "z"}, m.z_norm)]


def _esda_bivariate():
    import esda

    return [({"term": "value"}, esda.Moran_BV(X, Y, esda_weights("r"), permutations=0).I)]


def _esda_local():
    import esda

    m = esda.Moran_Local(X, esda_weights("r"), permutations=0)
    each = [({"term": "value", "group": code}, value) for code, value in zip(CODES, m.Is, strict=True)]
    return each + [({"term": "quadrant", "group": code}, value) for code, value in zip(CODES, m.q, strict=True)]


def _esda_local_bivariate():
    import esda

    m = esda.Moran_Local_BV(X, Y, esda_weights("r"), permutations=0)
    return [({"term": "value", "group": code}, value) for code, value in zip(CODES, m.Is, strict=True)]


def _esda_star():
    import esda

    m = esda.G_Local(X, esda_weights("b"), transform="B", star=True, permutations=0)
    each = [({"term": "value", "group": code}, value) for code, value in zip(CODES, m.Gs, strict=True)]
    return each + [({"term": "z", "group": code}, value) for code, value in zip(CODES, m.Zs, strict=True)]


def _esda_no_star():
    import esda

    m = esda.G_Local(X, esda_weights("b"), transform="B", star=False, permutations=0)
    each = [({"term": "value", "group": code}, value) for code, value in zip(CODES, m.Gs, strict=True)]
    return each + [({"term": "z", "group": code}, value) for code, value in zip(CODES, m.Zs, strict=True)]


FEW = {"w": lattice_weights, "permutations": 99}

EXAMPLES = {
    "moran": [
        # z = -1.5, -0.5, 0.5, 1.5; means of neighbours -0.5, -0.5, 0.5, 0.5; z'Wz = 0.75 + 0.25 + 0.25 + 0.75 = 2;
        # z'z = 5; I = 4/4 · 2/5. Binary: z'Wz = 2 (0.75 - 0.25 + 0.75) = 2.5, S0 = 6: I = 4/6 · 2.5/5 = 1/3.
        Example(
            ROW, ("x",), [({"term": "value"}, 0.4), ({"term": "expected"}, -1 / 3)], "worked above", {"w": row_weights}
        ),
        Example(
            ROW, ("x",), [({"term": "value"}, 1 / 3)], "worked above", {"w": row_weights, "row_standardised": False}
        ),
        Example(LATTICE, ("x",), [({"term": "expected"}, -1 / 29)], "-1 / (n - 1)", FEW, oracle=_esda_moran),
    ],
    "geary": [
        # Each row's weights sum to one and all differences of neighbours are one: sum 4; c = 3 / 8 · 4 / 5.
        Example(
            ROW, ("x",), [({"term": "value"}, 0.3), ({"term": "expected"}, 1.0)], "worked above", {"w": row_weights}
        ),
        Example(LATTICE, ("x",), [({"term": "expected"}, 1.0)], "by definition", FEW, oracle=_esda_geary),
    ],
    "getis_ord": [
        # Pairs of neighbours 1·2 + 2·3 + 3·4 = 20, twice; all pairs (10² - 30) = 70; S0 = 6 of 12 pairs.
        Example(
            ROW, ("x",), [({"term": "value"}, 40 / 70), ({"term": "expected"}, 0.5)], "worked above", {"w": row_weights}
        ),
        Example(LATTICE, ("x",), [({"term": "expected"}, len(lattice_pairs()) / (30 * 29))], "S0 / (n (n - 1))", FEW,
                oracle=_esda_getis_ord),
    ],
    "bivariate_moran": [
        # Deviations x: -1.5, -0.5, 0.5, 1.5; y: -0.5, -1.5, 1.5, 0.5 (both variance 1.25). Means of y next door:
        # -1.5, (−0.5 + 1.5) / 2 = 0.5, (−1.5 + 0.5) / 2 = -0.5, 1.5: 2.25 - 0.25 - 0.25 + 2.25 = 4; 4 / 1.25 / 4 = 0.8.
        Example(ROW, ("x",), [({"term": "value"}, 0.8)], "worked above", {"w": row_weights, "other": "y"}),
        Example(LATTICE, ("x",), [({"term": "expected"}, 0.0)], "by symmetry", {**FEW, "other": "y"},
                oracle=_esda_bivariate),
    ],
    "local_moran": [
        # I_1 = 3 · (-1.5)(-0.5) / 5 = 0.45, I_2 = 3 · (-0.5)(-0.5) / 5 = 0.15; low among low (3), high among high (1).
        # Lag of 1 is x_2 of {2, 3, 4}: mean 3, variance 2/3; z = (2 - 3) / sqrt(2/3) times the sign -1.
        Example(
            ROW, ("x",),
            [
                ({"term": "value", "group": "510100"}, 0.45), ({"term": "value", "group": "510300"}, 0.15),
                ({"term": "quadrant", "group": "510100"}, 3), ({"term": "quadrant", "group": "510500"}, 1),
                ({"term": "z", "group": "510100"}, sqrt(1.5)), ({"term": "significant"}, 0), ({"term": "tested"}, 4),
            ],
            "worked above", {"w": row_weights},
        ),
        Example(LATTICE, ("x",), [({"term": "tested"}, 30)], "no island", FEW, oracle=_esda_local),
    ],
    "local_bivariate_moran": [
        # I_1 = 3 · (-1.5 / s)(-1.5 / s) / 4 with s² = 1.25: 3 · 1.8 / 4.
        Example(ROW, ("x",), [({"term": "value", "group": "510100"}, 1.35)], "worked above",
                {"w": row_weights, "other": "y"}),
        Example(LATTICE, ("x",), [({"term": "tested"}, 30)], "no island", {**FEW, "other": "y"},
                oracle=_esda_local_bivariate),
    ],
    "local_getis_ord": [
        # G*_1 = (1 + 2) / 10; z = (3 - 2 · 2.5) / (sqrt(1.25) sqrt((4 · 2 - 4) / 3)) = -2 / sqrt(5 / 3).
        Example(
            ROW, ("x",),
            [({"term": "value", "group": "510100"}, 0.3), ({"term": "z", "group": "510100"}, -2 / sqrt(5 / 3))],
            "worked above", {"w": row_weights},
        ),
        # G_1 = 2 / 9; z = (2 - 3) / sqrt(2/3).
        Example(
            ROW, ("x",),
            [({"term": "value", "group": "510100"}, 2 / 9), ({"term": "z", "group": "510100"}, -sqrt(1.5))],
            "worked above", {"w": row_weights, "star": False},
        ),
        Example(LATTICE, ("x",), [({"term": "tested"}, 30)], "no island", FEW, oracle=_esda_star),
        Example(LATTICE, ("x",), [({"term": "tested"}, 30)], "no island", {**FEW, "star": False}, oracle=_esda_no_star),
    ],
}  # fmt: skip
