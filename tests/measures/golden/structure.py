"""Worked examples of family 3. Numbers are worked by hand; the arithmetic stands beside them."""

from __future__ import annotations

from math import log, sqrt

from golden.example import Example

# Two regions of 100 jobs: 60 and 40, 20 and 80. Shares of the whole 0.4 and 0.6; of an activity 3/4, 1/4; 1/3, 2/3.
WIDE = {"code": ["510100", "510600"], "farms": [60.0, 20.0], "works": [40.0, 80.0]}
LONG = {
    "code": ["510100", "510100", "510600", "510600"],
    "branch": ["farms", "works", "farms", "works"],
    "jobs": [60.0, 40.0, 20.0, 80.0],
}
BOTH = ["farms", "works"]
BY_BRANCH = {"activity": "branch"}


def _econcomplex_rca():
    import econcomplex
    import numpy as np

    found = np.asarray(econcomplex.rca(np.array([[60.0, 40.0], [20.0, 80.0]])))
    return [({"code": "510600", "group": "works", "term": "value"}, float(found[1, 1]))]


def _econcomplex_of_regions(name):
    def compute():
        import econcomplex
        import numpy as np

        found = np.asarray(getattr(econcomplex, name)(np.array([[60.0, 40.0], [20.0, 80.0]])))
        term = "normalised" if name == "herfindahl" else "value"
        return [({"group": "510600", "term": term}, float(found[1]))]

    return compute


# 200 jobs grow to 240 (20 %): farms 80 to 100 (25 %), works 120 to 140 (1/6).
PATH = {
    "code": ["510100", "510600"] * 2,
    "year": [2020, 2020, 2023, 2023],
    "farms": [60.0, 20.0, 80.0, 20.0],
    "works": [40.0, 80.0, 50.0, 90.0],
}
# GDP = residents · GDP a resident: 2·4 = 8 to 3·2 = 6 in A, 1·5 = 5 to 2·5 = 10 in B.
CHAIN = {
    "code": ["A", "B", "A", "B"],
    "year": [2020, 2020, 2023, 2023],
    "people": [2.0, 1.0, 3.0, 2.0],
    "gdp": [8.0, 5.0, 6.0, 10.0],
}
MEAN = -2 / log(6 / 8)

EXAMPLES = {
    "location_quotient": [
        Example(
            WIDE,
            (BOTH,),
            [
                ({"code": "510100", "group": "farms", "term": "value"}, 1.5),
                ({"code": "510600", "group": "works", "term": "value"}, 4 / 3),
            ],
            "0.6 / 0.4 and 0.8 / 0.6",
            {"level": 0.95},
            scale_terms=("value",),
            oracle=_econcomplex_rca,
        ),
        Example(
            LONG,
            ("jobs",),
            [({"code": "510600", "group": "farms", "term": "value"}, 0.5)],
            "0.2 / 0.4",
            BY_BRANCH,
        ),
        Example(
            {"code": ["100000", "510100"], "farms": [500.0, 60.0], "works": [500.0, 40.0]},
            (BOTH,),
            [({"code": "510100", "group": "farms", "term": "value"}, 1.2)],
            "0.6 / 0.5 of the nation's row",
            {"whole": "100000"},
        ),
    ],
    "krugman": [
        Example(
            WIDE, (BOTH,), [({"group": "510100", "term": "value"}, 0.4)], "|0.6 - 0.4| + |0.4 - 0.6|",
            oracle=_econcomplex_of_regions("krugman_index"),
        ),
        Example(
            LONG, ("jobs",), [({"code": "510100", "group": "510600", "term": "value"}, 0.8)],
            "|0.6 - 0.2| + |0.4 - 0.8|", {**BY_BRANCH, "against": "pairs"},
        ),
    ],
    "herfindahl": [
        Example(
            WIDE,
            (BOTH,),
            [
                ({"group": "510100", "term": "value"}, 0.52),
                ({"group": "510100", "term": "normalised"}, 0.04),
                ({"group": "510100", "term": "equal parts"}, 1 / 0.52),
            ],
            "0.36 + 0.16; (0.52 - 0.5) / 0.5",
            oracle=_econcomplex_of_regions("herfindahl"),
        ),
        Example(
            WIDE, (BOTH,), [({"group": "farms", "term": "value"}, 0.625)], "(3/4)² + (1/4)²", {"of": "activities"},
        ),
    ],
    "shannon_entropy": [
        Example(
            WIDE,
            (BOTH,),
            [
                ({"group": "510100", "term": "value"}, -(0.6 * log(0.6) + 0.4 * log(0.4))),
                ({"group": "510600", "term": "normalised"}, -(0.2 * log(0.2) + 0.8 * log(0.8)) / log(2)),
            ],
            "shares 0.6 and 0.4; 0.2 and 0.8",
        )
    ],
    "hachman": [
        Example(
            WIDE, (BOTH,), [({"group": "510100", "term": "value"}, 1 / (0.6 * 1.5 + 0.4 * 2 / 3))],
            "quotients 1.5 and 2/3", oracle=_econcomplex_of_regions("hachman_index"),
        )
    ],
    "locational_gini": [
        Example(
            WIDE,
            (BOTH,),
            # The curve of farms passes (1/2, 1/4): 1 - 2 (1/16 + 5/16).
            [({"group": "farms", "term": "value"}, 0.25)],
            "the area under a curve of two straight pieces",
        )
    ],
    "ellison_glaeser": [
        Example(
            {**LONG, "plants": [6.0, 4.0, 2.0, 8.0]},
            ("jobs",),
            # G = 2 (1/4)² = 1/8, room 1 - 1/2; plants of farms: 6 of 1/8 each and 2 of 1/8 each, so H = 1/8.
            [
                ({"group": "farms", "term": "raw"}, 1 / 8),
                ({"group": "farms", "term": "plants"}, 1 / 8),
                ({"group": "farms", "term": "value"}, (1 / 4 - 1 / 8) / (1 - 1 / 8)),
            ],
            "worked above",
            {**BY_BRANCH, "plants": "plants"},
            scale_terms=("value", "raw", "plants"),
        ),
        Example(
            {**LONG, "index": [0.1, 0.2, 0.1, 0.2]}, ("jobs",), [({"group": "farms", "term": "value"}, 0.15 / 0.9)],
            "(1/4 - 1/10) / (1 - 1/10)", {**BY_BRANCH, "herfindahl": "index"},
        ),
    ],
    "coagglomeration": [
        Example(
            WIDE,
            (BOTH,),
            # Spreads 1/4, -1/4 and -1/6, 1/6: -1/24 - 1/24 over 1/2.
            [
                ({"activity": "farms", "group": "works", "term": "pair"}, -1 / 6),
                ({"term": "group"}, -1 / 6),
            ],
            "worked above; a group of two is its pair",
            {"among": BOTH},
        )
    ],
    "structural_similarity": [
        Example(
            WIDE,
            (BOTH,),
            [
                ({"code": "510100", "group": "510600", "term": "value"}, 0.44 / sqrt(0.52 * 0.68)),
                ({"code": "510100", "term": "with the whole"}, 0.48 / sqrt(0.52 * 0.52)),
            ],
            "(0.6·0.2 + 0.4·0.8) / √(0.52·0.68); (0.6·0.4 + 0.4·0.6) / 0.52",
        ),
        Example(
            LONG, ("jobs",), [({"code": "510100", "group": "510600", "term": "value"}, 0.6)],
            "min(0.6, 0.2) + min(0.4, 0.8)", {**BY_BRANCH, "form": "overlap"},
        ),
    ],
    "structural_coordination": [
        Example(
            {"code": ["A"], "y1": [30.0], "y2": [70.0], "l1": [50.0], "l2": [50.0]},
            (["y1", "y2"],),
            [
                ({"term": "value"}, 0.5 / sqrt(0.58 * 0.5)),
                ({"term": "theil"}, 0.3 * log(0.6) + 0.7 * log(1.4)),
                ({"term": "deviation", "group": "y1"}, -0.4),
            ],
            "(0.3·0.5 + 0.7·0.5) / √(0.58·0.5); 0.3 / 0.5 - 1",
            {"employment": ["l1", "l2"]},
        )
    ],
    "geographic_association": [
        Example(
            WIDE, (BOTH,), [({"activity": "farms", "group": "works", "term": "value"}, 7 / 12)],
            "1 - (|3/4 - 1/3| + |1/4 - 2/3|) / 2",
        )
    ],
    "shift_share": [
        Example(
            PATH,
            (BOTH,),
            [
                ({"code": "510100", "term": "change"}, 30),
                ({"code": "510100", "term": "national"}, 20),
                ({"code": "510100", "term": "mix"}, 60 * 0.05 - 40 / 30),
                ({"code": "510100", "term": "regional"}, 80 - 75 + 50 - 140 / 3),
                ({"code": "510600", "term": "national", "group": "farms"}, 4),
            ],
            "100·0.2; 60 (1/4 - 1/5) + 40 (1/6 - 1/5); the rest",
            {"time": "year"},
        ),
        Example(
            PATH,
            (BOTH,),
            # Of 100 jobs 40 would be on farms; the rate there is 1/3 - 1/4.
            [
                ({"code": "510100", "term": "regional", "group": "farms"}, 40 / 12),
                ({"code": "510100", "term": "allocation", "group": "farms"}, 20 / 12),
            ],
            "worked above",
            {"time": "year", "form": "esteban-marquillas"},
        ),
    ],
    "growth_contribution": [
        Example(
            PATH,
            (BOTH,),
            [
                ({"term": "growth"}, 20),
                ({"term": "points", "group": "510100"}, 15),
                ({"term": "share", "group": "510600"}, 25),
            ],
            "30 of 200; 10 of 40",
            {"time": "year"},
            scale_terms=("growth", "points", "share"),
        ),
        Example(
            PATH, (BOTH,), [({"term": "points", "group": "works"}, 10)], "20 of 200",
            {"time": "year", "of": "activities"}, scale_terms=("growth", "points", "share"),
        ),
        Example(
            PATH, (BOTH,), [({"code": "510100", "term": "points", "group": "works"}, 5), ({"term": "growth"}, 20)],
            "10 of 200", {"time": "year", "of": "cells"}, scale_terms=("growth", "points", "share"),
        ),
    ],
    "lmdi": [
        Example(
            CHAIN,
            ("gdp",),
            # A: L = (6 - 8) / ln(6/8), times ln 3/2 and ln 1/2. B: only people grow, so all 5 are theirs.
            [
                ({"term": "change"}, 3),
                ({"term": "effect people", "group": "A"}, MEAN * log(3 / 2)),
                ({"term": "effect gdp / people", "group": "A"}, MEAN * log(1 / 2)),
                ({"term": "effect people", "group": "B"}, 5),
                ({"term": "effect people"}, MEAN * log(3 / 2) + 5),
            ],
            "worked above",
            {"chain": ["people"], "time": "year"},
            scale_terms=("change", "effect people", "effect gdp / people"),
        ),
    ],
}  # fmt: skip
