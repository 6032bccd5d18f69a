"""Worked examples of family 2. Numbers are worked by hand; the arithmetic stands beside them."""

from __future__ import annotations

from math import exp, log

import numpy as np
from golden.example import Example


def long(paths: dict[str, list[float]], years: list[int], **columns: list) -> dict[str, list]:
    """Paths of regions as one row for each region and year."""
    rows = [(code, year, float(value)) for code, path in paths.items() for year, value in zip(years, path, strict=True)]
    codes, when, values = (list(column) for column in zip(*rows, strict=True))
    more = {name: [labels[list(paths).index(code)] for code in codes] for name, labels in columns.items()}
    return {"code": codes, "year": when, "x": values, **more}


# Logs at plus and minus a, twice: the standard deviation is a itself.
SPREADS = {2020: 0.3, 2021: 0.25, 2023: 0.1}
SIGMA = long(
    {code: [exp(sign * a) for a in SPREADS.values()] for code, sign in zip("ABCD", (1, -1, 1, -1), strict=True)},
    list(SPREADS),
)
# Slope over years 2020, 2021, 2023 (mean 2021 1/3; deviations -4/3, -1/3, 5/3; squares sum to 42/9).
SLOPE = (-4 / 3 * 0.3 - 1 / 3 * 0.25 + 5 / 3 * 0.1) / (42 / 9)
# Three regions whose logs are 0, 1, 3 and then 0, 2, 3: the test of equal variances has its own oracle below.
PAIR = long({"A": [1.0, 1.0], "B": [exp(1), exp(2)], "C": [exp(3), exp(3)]}, [2020, 2021])


def _pitman_morgan():
    from scipy.stats import pearsonr

    first, last = np.array([0.0, 1, 3]), np.array([0.0, 2, 3])
    return [({"term": "p"}, float(pearsonr(first + last, last - first).pvalue))]


def _sigma_trend():
    import statsmodels.api as sm

    fit = sm.OLS(list(SPREADS.values()), sm.add_constant(np.array(list(SPREADS), dtype=float) - 2021)).fit()
    return [({"term": "slope"}, float(fit.params[1])), ({"term": "slope p"}, float(fit.pvalues[1]))]


# Logs of the start 0, 1, 2, 3; growth 0.1 - 0.05 x a year over two years, and errors ±0.01 that are orthogonal to x.
STARTS = [0.0, 1.0, 2.0, 3.0]
GROWTH = [0.1 - 0.05 * x + e for x, e in zip(STARTS, (0.01, -0.01, -0.01, 0.01), strict=True)]
BETA = long({code: [exp(x), exp(x + 2 * g)] for code, x, g in zip("ABCD", STARTS, GROWTH, strict=True)}, [2020, 2022])
BETA["z"] = [z for z in (1.0, 0.0, 2.0, 1.5) for _ in range(2)]
SPEED = -log(1 - 0.1) / 2


def _growth_regression(controls: bool):
    def oracle():
        import statsmodels.api as sm

        columns = [STARTS, [1.0, 0.0, 2.0, 1.5]] if controls else [STARTS]
        design = sm.add_constant(np.array(columns).T)
        fit = sm.OLS(GROWTH, design).fit(cov_type="HC3", use_t=True)
        rows = [
            ({"term": "beta"}, fit.params[1]),
            ({"term": "beta se"}, fit.bse[1]),
            ({"term": "beta p"}, fit.pvalues[1]),
        ]
        if controls:
            rows += [
                ({"term": "coefficient", "group": "z"}, fit.params[2]),
                ({"term": "p", "group": "z"}, fit.pvalues[2]),
            ]
        return [*rows, ({"term": "r2"}, fit.rsquared)]

    return oracle


# Two clubs by construction: logs at 10 and at 8 that grow alike, each region's distance to its club falling like 1/t.
CLUB_YEARS = list(range(2001, 2021))
_AWAY = [0.5, -0.4, 0.3, -0.3, 0.4, -0.5]
CLUBS = long(
    {
        f"{level}{k}": [exp(level + 0.03 * t + away / (t + 1)) for t in range(20)]
        for level in (10, 8)
        for k, away in enumerate(_AWAY)
    },
    CLUB_YEARS,
)

# Values 1 and 3; over their year's mean they are below and above 1. Moves: 1 to 1 once, 1 to 2 twice, 2 to 1 once,
# 2 to 2 four times.
CHAIN = long({"A": [1.0, 1, 3], "B": [3.0, 3, 1], "C": [1.0, 3, 3], "D": [3.0, 3, 3]}, [2020, 2021, 2022])


def _giddy_chain():
    from giddy.ergodic import mfpt
    from giddy.markov import Markov, homogeneity
    from giddy.mobility import markov_mobility

    states = np.array([[0, 0, 1], [1, 1, 0], [0, 1, 1], [1, 1, 1]])
    chain = Markov(states, summary=False)
    halves = [Markov(states[:, [t, t + 1]], classes=np.array([0, 1]), summary=False).transitions for t in (0, 1)]
    test = homogeneity(halves)
    passage = mfpt(chain.p)
    start = chain.transitions.sum(1) / chain.transitions.sum()
    return [
        ({"term": "to 1", "group": "class 1"}, chain.p[0, 0]),
        ({"term": "ergodic", "group": "class 2"}, chain.steady_state[1]),
        ({"term": "passage to 1", "group": "class 2"}, passage[1, 0]),
        ({"term": "passage to 2", "group": "class 2"}, passage[1, 1]),
        ({"term": "mobility"}, markov_mobility(chain.p, "P")),
        ({"term": "determinant"}, markov_mobility(chain.p, "D")),
        ({"term": "eigenvalue"}, markov_mobility(chain.p, "L2")),
        ({"term": "bartholomew"}, markov_mobility(chain.p, "B2", start)),
        ({"term": "time Q"}, test.Q),
        ({"term": "time p"}, test.Q_p_value),
    ]


def ring():
    """Four regions in a ring, each beside two."""
    from gongxing.regions.weights import Weights

    pairs = [(a, b) for a, b in zip("ABCD", "BCDA", strict=True)]
    return Weights.from_pairs(pairs + [(b, a) for a, b in pairs], codes=list("ABCD"), description="a ring of four")


def _giddy_spatial():
    from giddy.markov import Spatial_Markov
    from libpysal.weights import W

    y = np.array(CHAIN["x"]).reshape(4, 3)
    w = W({0: [1, 3], 1: [0, 2], 2: [1, 3], 3: [2, 0]}, silence_warnings=True)
    w.transform = "r"
    chains = Spatial_Markov(y / y.mean(axis=0), w, cutoffs=[1.0], lag_cutoffs=[1.0], k=2, m=2)
    return [
        ({"term": "Q"}, chains.Q),
        ({"term": "LR"}, chains.LR),
        ({"term": "Q p"}, chains.Q_p_value),
        ({"term": "freedom"}, chains.dof_hom),
        ({"term": "to 1", "group": "neighbours 1, class 2"}, chains.P[0][1, 0]),
    ]


RANKS = long(
    {"A": [1.0, 2, 3], "B": [2.0, 1, 4], "C": [3.0, 3, 1], "D": [4.0, 4, 2]},
    [2020, 2021, 2022],
    zone=["E", "E", "W", "W"],
)


def _giddy_ranks():
    from giddy.rank import Tau, Theta

    y = np.array(RANKS["x"]).reshape(4, 3)
    theta = Theta(y, np.array([0, 0, 1, 1]), 9)
    return [
        ({"term": "tau"}, Tau(y[:, 0], y[:, 2]).tau),
        ({"term": "theta", "group": "2020 → 2021"}, float(theta.theta.ravel()[0])),
        ({"term": "theta", "group": "2021 → 2022"}, float(theta.theta.ravel()[1])),
    ]


EXAMPLES = {
    "sigma_convergence": [
        Example(
            SIGMA,
            ("x",),
            [
                ({"term": "sigma", "group": "2021"}, 0.25),
                ({"term": "slope"}, SLOPE),
                ({"term": "change"}, -0.2),
            ],
            "worked above",
            oracle=_sigma_trend,
            scale_terms=("slope", "change", "sigma"),
        ),
        Example(
            PAIR,
            ("x",),
            # Means 4/3 and 5/3; squares 16 + 1 + 25 and 25 + 1 + 16 ninths: the spread is the same in both years.
            [({"term": "sigma", "group": "2020"}, (42 / 27) ** 0.5), ({"term": "change"}, 0)],
            "worked above",
            oracle=_pitman_morgan,
            scale_terms=("sigma",),
        ),
    ],
    "beta_convergence": [
        Example(
            BETA,
            ("x",),
            [({"term": "beta"}, -0.05), ({"term": "speed"}, SPEED), ({"term": "half_life"}, log(2) / SPEED)],
            "worked above",
            oracle=_growth_regression(controls=False),
        ),
        Example(
            BETA,
            ("x",),
            [({"term": "r2"}, _growth_regression(controls=True)()[-1][1])],
            "statsmodels, see the oracle",
            {"controls": ["z"]},
            oracle=_growth_regression(controls=True),
        ),
    ],
    "convergence_clubs": [
        Example(
            CLUBS,
            ("x",),
            [
                ({"term": "clubs"}, 2),
                ({"term": "divergent"}, 0),
                ({"term": "members", "group": "club 1"}, 6),
                ({"term": "club", "group": "100"}, 1),
                ({"term": "club", "group": "105"}, 1),
                ({"term": "club", "group": "80"}, 2),
            ],
            "two clubs by construction",
            {"smoothing": 0},
            scale_terms=("whole t",),
        )
    ],
    "markov": [
        Example(
            CHAIN,
            ("x",),
            [
                ({"term": "to 2", "group": "class 1"}, 2 / 3),
                ({"term": "to 1", "group": "class 2"}, 1 / 5),
                # In the long run as many fall as rise: 3/13 × 2/3 = 10/13 × 1/5.
                ({"term": "ergodic", "group": "class 1"}, 3 / 13),
                ({"term": "passage to 1", "group": "class 2"}, 5),
                ({"term": "passage to 1", "group": "class 1"}, 13 / 3),
                ({"term": "mobility"}, 2 - 1 / 3 - 4 / 5),
                ({"term": "moves", "group": "class 2"}, 5),
            ],
            "worked above",
            {"cutoffs": [1.0]},
            oracle=_giddy_chain,
        )
    ],
    # Lags of the ring over the mean; their median is 1. Beside poor neighbours class 2 stays three times of four,
    # beside rich ones once of one; together four of five. Class 1 is seen beside rich neighbours only.
    # Q = 4 × (0.05² / 0.2 + 0.05² / 0.8) + 1 × (0.2² / 0.2 + 0.2² / 0.8).
    "spatial_markov": [
        Example(
            CHAIN,
            ("x",),
            [
                ({"term": "Q"}, 0.3125),
                ({"term": "freedom"}, 1),
                ({"term": "to 1", "group": "neighbours 1, class 2"}, 1 / 4),
                ({"term": "moves", "group": "neighbours 2, class 1"}, 3),
            ],
            "worked above",
            {"w": ring, "cutoffs": [1.0], "lag_classes": 2},
            oracle=_giddy_spatial,
            scale_terms=("Q", "LR"),
        )
    ],
    "rank_mobility": [
        Example(
            RANKS,
            ("x",),
            # From 1234 to 3412 two pairs keep their order and four turn; steps: +1 -1 0 0, then +1 +3 -2 -2.
            [
                ({"term": "tau"}, -1 / 3),
                ({"term": "theta", "group": "2020 → 2021"}, 0),
                ({"term": "theta", "group": "2021 → 2022"}, 1),
            ],
            "worked above",
            {"group": "zone"},
            oracle=_giddy_ranks,
            scale_terms=("tau", "theta"),
        )
    ],
    "stochastic_kernel": [
        Example(
            long({"A": [1.0, 1, 2], "B": [2.0, 2, 2], "C": [3.0, 3, 2]}, [2020, 2021, 2022]),
            ("x",),
            # Starts 0.5, 1, 1.5 twice, later 0.5, 1, 1.5 and 1, 1, 1: covariance 0.5 over a variance of 1.
            # At a standing of 1 all is symmetric, so the mean later is 1.
            [({"term": "persistence"}, 0.5), ({"term": "mean", "group": "1.000"}, 1)],
            "worked above",
            scale_terms=("persistence", "mean"),
        )
    ],
}
