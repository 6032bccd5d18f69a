"""Worked examples of family 4. Numbers are worked by hand; the arithmetic stands beside them."""

from __future__ import annotations

from math import sqrt

from golden.example import Example

# Region A has all three activities, B the first two, C the first: a 0/1 matrix, so presence="positive".
NESTED = {
    "code": ["A", "B", "C"],
    "first": [1.0, 1.0, 1.0],
    "second": [1.0, 1.0, 0.0],
    "third": [1.0, 0.0, 0.0],
}
ALL = ["first", "second", "third"]
GIVEN = {"presence": "positive"}
# 18 D⁻¹MU⁻¹Mᵀ = [[11, 5, 2], [15/2, 15/2, 3], [6, 6, 6]] has the trace 24.5 and the determinant
# 11(45 - 18) - 5(45 - 18) + 2(45 - 45) = 162. One eigenvalue is 18; the others sum to 6.5 with the product 9:
# (6.5 ± √(42.25 - 36)) / 2 = 4.5 and 2. For 4.5: 6.5 a + 5 b + 2 c = 0 and 7.5 a + 3 b + 3 c = 0 give, with a = 1,
# c = -2.5 - b, so 6.5 + 5 b - 5 - 2 b = 0, b = -1/2, c = -2: the vector (1, -1/2, -2).
MEAN = (1 - 0.5 - 2) / 3
SPREAD = sqrt(((1 - MEAN) ** 2 + (-0.5 - MEAN) ** 2 + (-2 - MEAN) ** 2) / 3)
ECI = [(v - MEAN) / SPREAD for v in (1, -0.5, -2)]
# PCI: the means over who has it, (-1/2, 1/4, 1), standardised.
P_MEAN = (-0.5 + 0.25 + 1) / 3
P_SPREAD = sqrt(((-0.5 - P_MEAN) ** 2 + (0.25 - P_MEAN) ** 2 + (1 - P_MEAN) ** 2) / 3)
PCI = [(v - P_MEAN) / P_SPREAD for v in (-0.5, 0.25, 1)]
# Proximities 2/3, 1/3, 1/2. Columns sum to 2, 13/6, 11/6. Densities in C (has the first): 1/2, 4/13, 2/11.
DENSITY = [1 / 2, 4 / 13, 2 / 11]
# Outlook of C: 4/13 PCI2 + 2/11 PCI3. With the second taken up the density of the third rises by (1/2)/(11/6) = 3/11.
OUTLOOK = DENSITY[1] * PCI[1] + DENSITY[2] * PCI[2]
GAIN = 3 / 11 * PCI[2] - DENSITY[1] * PCI[1]

SIZES = {"code": ["510100", "510600"], "farms": [60.0, 20.0], "works": [40.0, 80.0]}


def _econcomplex_eci():
    import econcomplex
    import numpy as np

    eci, _ = econcomplex.eci_pci(np.array([[1.0, 1, 1], [1, 1, 0], [1, 0, 0]]), use_rca=False, threshold=0.5)
    return [({"group": code, "term": "eci"}, float(v)) for code, v in zip("ABC", eci, strict=True)]


# Fitness of [[1, 1, 1], [1, 1, 0], [1, 0, 0]] fades; that of a ring of three does not: all are equal by symmetry.
RING = {"code": ["A", "B", "C"], "x": [1.0, 0.0, 1.0], "y": [1.0, 1.0, 0.0], "z": [0.0, 1.0, 1.0]}

EXAMPLES = {
    "comparative_advantage": [
        Example(
            SIZES,
            (["farms", "works"],),
            [
                ({"code": "510100", "group": "farms", "term": "value"}, 1.5),
                ({"code": "510100", "group": "farms", "term": "present"}, 1),
                ({"code": "510600", "group": "farms", "term": "present"}, 0),
            ],
            "0.6 / 0.4; 0.2 / 0.4",
        )
    ],
    "economic_complexity": [
        Example(
            NESTED,
            (ALL,),
            [
                ({"group": "A", "term": "eci"}, ECI[0]),
                ({"group": "C", "term": "eci"}, ECI[2]),
                ({"group": "second", "term": "pci"}, PCI[1]),
                ({"group": "third", "term": "pci"}, PCI[2]),
                ({"group": "A", "term": "diversity"}, 3),
            ],
            "the eigenvector is worked above",
            GIVEN,
            oracle=_econcomplex_eci,
        )
    ],
    "fitness": [
        Example(
            RING, (["x", "y", "z"],),
            [({"group": "A", "term": "fitness"}, 1), ({"group": "y", "term": "complexity"}, 1)],
            "three regions and activities that cannot be told apart", GIVEN,
        )
    ],
    "proximity": [
        Example(
            NESTED,
            (ALL,),
            [
                ({"activity": "first", "group": "second", "term": "value"}, 2 / 3),
                ({"activity": "second", "group": "third", "term": "value"}, 1 / 2),
            ],
            "2 of 3 regions, 1 of 2 regions",
            GIVEN,
        )
    ],
    "relatedness_density": [
        Example(
            NESTED,
            (ALL,),
            [({"code": "C", "group": a, "term": "value"}, d) for a, d in zip(ALL, DENSITY, strict=True)],
            "1 / 2, (2/3) / (13/6), (1/3) / (11/6)",
            GIVEN,
        )
    ],
    "complexity_outlook": [
        Example(
            NESTED,
            (ALL,),
            [
                ({"code": "C", "term": "index"}, OUTLOOK),
                ({"code": "A", "term": "index"}, 0),
                ({"code": "C", "group": "second", "term": "gain"}, GAIN),
            ],
            "worked above",
            GIVEN,
        )
    ],
    "diversification": [
        Example(
            NESTED,
            (ALL,),
            [
                ({"code": "C", "kind": "strengthen", "group": "first", "term": "score"}, 1 / 2),
                ({"code": "C", "kind": "extend", "group": "second", "term": "density"}, 4 / 13),
                ({"code": "C", "kind": "extend", "group": "second", "term": "gain"}, GAIN),
            ],
            "the densities and the gain above; the second is nearer than the average of what C lacks",
            GIVEN,
        )
    ],
}  # fmt: skip
