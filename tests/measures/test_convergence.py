"""Convergence and dynamics: oracles piece by piece, panels whose clubs are known, and where other libraries differ."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gongxing.measures as measures
from gongxing.measures import DataError
from gongxing.measures.kernels import clubs, convergence, markov, mobility, regression
from gongxing.measures.kernels.stochastic_kernel import stochastic_kernel

RANDOM = np.random.default_rng(20)


@pytest.mark.parametrize("lags", [1, 3, 5])
def test_errors_under_autocorrelation_are_those_of_statsmodels(lags) -> None:
    import statsmodels.api as sm

    x = sm.add_constant(RANDOM.normal(size=40))
    y = x @ [1, 2] + np.cumsum(RANDOM.normal(size=40))
    peer = sm.OLS(y, x).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False})
    fit = regression.least_squares(y, x)
    errors = regression.hac_errors(x, fit.residuals, kernel="bartlett", bandwidth=lags + 1)
    assert errors == pytest.approx(peer.bse, rel=1e-12)


def test_the_quadratic_spectral_errors_are_the_sum_over_all_pairs_of_periods() -> None:
    n, width = 25, 3.7
    x = np.column_stack([np.ones(n), np.arange(n)])
    e = RANDOM.normal(size=n)
    middle = np.zeros((2, 2))
    for s in range(n):
        for t in range(n):
            u = 6 * np.pi * (s - t) / width / 5
            k = 1.0 if s == t else 3 / u**2 * (np.sin(u) / u - np.cos(u))
            middle += k * e[s] * e[t] * np.outer(x[s], x[t])
    bread = np.linalg.inv(x.T @ x)
    expected = np.sqrt(np.diag(bread @ middle @ bread))
    got = regression.hac_errors(x, e, kernel="quadratic-spectral", bandwidth=width)
    assert got == pytest.approx(expected, rel=1e-10)


def test_weighted_least_squares_with_robust_errors_is_that_of_statsmodels() -> None:
    import statsmodels.api as sm

    x = sm.add_constant(RANDOM.normal(size=(30, 2)))
    y, w = RANDOM.normal(size=30), RANDOM.uniform(0.5, 3, 30)
    peer = sm.WLS(y, x, weights=w).fit(cov_type="HC3", use_t=True)
    fit = regression.least_squares(y, x, w)
    assert fit.coefficients == pytest.approx(peer.params, rel=1e-10)
    assert fit.errors == pytest.approx(peer.bse, rel=1e-10)
    assert fit.r2 == pytest.approx(peer.rsquared, rel=1e-10)
    assert fit.p() == pytest.approx(peer.pvalues, rel=1e-8)


@pytest.mark.parametrize("smoothing", [6.25, 400.0])
def test_the_trend_is_that_of_statsmodels(smoothing) -> None:
    from statsmodels.tsa.filters.hp_filter import hpfilter

    series = np.cumsum(RANDOM.normal(size=(3, 30)), axis=1)
    got = clubs.trend(series, smoothing)
    for row, trend in zip(series, got, strict=True):
        assert trend == pytest.approx(hpfilter(row, smoothing)[1], rel=1e-8, abs=1e-8)


def panel_of_clubs(levels, each, periods, noise, seed):
    """Logs that tend to one level a club, with distances that fall like 1/t, and noise."""
    generator = np.random.default_rng(seed)
    t = np.arange(1, periods + 1)
    rows = [
        level + 0.02 * t + generator.normal(0, 0.6) / t + generator.normal(0, noise, periods) / t
        for level in levels
        for _ in range(each)
    ]
    return np.array(rows), np.repeat(np.arange(len(levels)), each)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("levels", [(10.0,), (10.0, 8.0), (11.0, 9.5, 8.0)])
def test_clubs_that_were_put_in_come_out(levels, seed) -> None:
    paths, truth = panel_of_clubs(levels, 8, 40, 0.02, seed)
    found = clubs.find_clubs(clubs.trend(paths, 400))
    assert len(found.members) == len(levels)
    assert len(found.divergent) == 0
    for number, members in enumerate(found.members):
        assert set(members) == set(np.flatnonzero(truth == number))
    assert found.whole.converges == (len(levels) == 1)
    assert all(test.converges for test in found.tests)


def test_a_region_that_parts_from_all_is_in_no_club() -> None:
    paths, _ = panel_of_clubs((10.0, 8.0), 6, 40, 0.0, 1)
    alone = 9 - 0.05 * np.arange(40)
    found = clubs.find_clubs(np.vstack([paths, alone]))
    assert found.divergent.tolist() == [12]
    assert [len(members) for members in found.members] == [6, 6]


def test_the_log_t_regression_by_hand() -> None:
    # H_t = 1/t² gives ln(H1/Ht) = 2 ln t; less 2 ln ln t; statsmodels fits the same line.
    import statsmodels.api as sm

    t = np.arange(1, 31)
    paths = np.array([10 + 1 / t, 10 - 1 / t])
    kept = np.arange(9, 31)
    y = np.log((0.1**2) / (0.1 / kept) ** 2) - 2 * np.log(np.log(kept))
    expected = sm.OLS(y, sm.add_constant(np.log(kept))).fit().params[1]
    assert clubs.log_t(paths).b == pytest.approx(expected, rel=1e-10)


def test_speed_and_half_life_are_those_that_made_the_data() -> None:
    speed, periods = 0.02, 10
    start = np.exp(RANDOM.uniform(8, 11, 60))
    end = np.exp(np.log(start) * np.exp(-speed * periods) + 1.5)
    found = convergence.beta_convergence(start, end, periods)
    assert found.speed == pytest.approx(speed, rel=1e-9)
    assert found.half_life == pytest.approx(np.log(2) / speed, rel=1e-9)
    apart = convergence.beta_convergence(start, np.exp(1.3 * np.log(start)), periods)
    assert apart.half_life is None
    assert apart.speed < 0


chains = st.integers(2, 5).flatmap(
    lambda k: st.lists(st.lists(st.integers(1, 30), min_size=k, max_size=k), min_size=k, max_size=k)
)


@given(counts=chains)
@settings(max_examples=40, deadline=None)
def test_chains_agree_with_giddy(counts) -> None:
    from giddy.ergodic import mfpt, steady_state
    from giddy.mobility import markov_mobility

    p = markov.probabilities(counts)
    assert markov.ergodic(p) == pytest.approx(steady_state(p), abs=1e-10)
    assert markov.ergodic(p) @ p == pytest.approx(markov.ergodic(p), abs=1e-12)
    assert markov.first_passage(p) == pytest.approx(mfpt(p), rel=1e-8)
    assert markov.shorrocks(p) == pytest.approx(markov_mobility(p, "P"), abs=1e-12)
    assert markov.eigenvalue_mobility(p) == pytest.approx(markov_mobility(p, "L2"), abs=1e-10)


def test_a_chain_with_two_closed_sets_has_no_single_long_run() -> None:
    with pytest.raises(DataError, match="there are 2"):
        markov.ergodic([[0.5, 0.5, 0], [0.2, 0.8, 0], [0, 0, 1]])
    # One closed set that is reached from the rest: all ends there.
    assert markov.ergodic([[0.5, 0.5, 0], [0, 0.4, 0.6], [0, 0.3, 0.7]]) == pytest.approx([0, 1 / 3, 2 / 3])


def grid_weights(side: int):
    from libpysal.weights import lat2W

    w = lat2W(side, side)
    w.transform = "r"
    return w


def test_spatial_markov_agrees_with_giddy_with_as_many_classes_of_either_kind() -> None:
    from giddy.markov import Spatial_Markov

    y = np.cumsum(RANDOM.normal(size=(100, 12)), axis=1) + 20
    y /= y.mean(axis=0)
    w = grid_weights(10)
    peer = Spatial_Markov(y, w, fixed=True, k=4, m=4)
    found = markov.spatial_markov(y, w.sparse, cutoffs=markov.quantile_cutoffs(y, 4), lag_classes=4)
    assert np.array_equal(found.counts, peer.T)
    assert np.array_equal(found.pooled, peer.transitions)
    assert (found.test.q, found.test.lr) == pytest.approx((peer.Q, peer.LR), rel=1e-12)
    assert found.test.freedom == peer.dof_hom
    assert found.test.q_p == pytest.approx(peer.Q_p_value, abs=1e-12)


def test_the_permutation_holds_its_level_where_neighbours_do_not_matter_and_finds_them_where_they_do() -> None:
    w = grid_weights(8).sparse
    small = []
    for seed in range(40):
        generator = np.random.default_rng(seed)
        y = np.exp(np.cumsum(generator.normal(0, 0.2, size=(64, 8)), axis=1))
        y /= y.mean(axis=0)
        cut = markov.quantile_cutoffs(y, 3)
        small.append(markov.spatial_markov(y, w, cutoffs=cut, lag_classes=3, permutations=39, seed=seed).p)
    assert np.mean(np.array(small) <= 0.05) <= 0.175  # 7 of 40: three standard errors above 5 %
    y = np.zeros((64, 12))
    y[:, 0] = np.random.default_rng(1).normal(size=64)
    for t in range(1, 12):
        y[:, t] = 0.5 * y[:, t - 1] + 0.9 * (w @ y[:, t - 1]) + np.random.default_rng(t).normal(0, 0.3, 64)
    y = np.exp(y) / np.exp(y).mean(axis=0)
    found = markov.spatial_markov(y, w, cutoffs=markov.quantile_cutoffs(y, 3), lag_classes=3, permutations=99)
    assert found.p == 0.01


def test_giddy_sums_its_statistic_over_the_wrong_number_of_classes_and_spoils_its_own_lags() -> None:
    from giddy.markov import Spatial_Markov

    y = np.cumsum(RANDOM.normal(size=(49, 6)), axis=1) + 20
    w = grid_weights(7)
    # Three classes and two of the lag: the permutation loop asks for a third conditional chain that is not there.
    with pytest.raises(IndexError):
        Spatial_Markov(y, w, k=3, m=2, permutations=3)
    before = Spatial_Markov(y, w, k=3, m=3).lclass_ids.copy()
    np.random.seed(1)
    assert not np.array_equal(Spatial_Markov(y, w, k=3, m=3, permutations=1).lclass_ids, before)
    ours = markov.spatial_markov(y, w.sparse, cutoffs=markov.quantile_cutoffs(y, 3), lag_classes=2, permutations=9)
    assert ours.counts.shape == (2, 3, 3)
    again = markov.spatial_markov(y, w.sparse, cutoffs=markov.quantile_cutoffs(y, 3), lag_classes=3, permutations=9)
    assert np.array_equal(again.lags, before)


def test_weights_are_joined_by_code_and_not_by_position() -> None:
    from gongxing.regions.weights import Weights

    codes = [f"51{k:02}00" for k in range(1, 17)]
    w = grid_weights(4).sparse
    frame = pl.DataFrame(
        [(code, year, float(np.exp(RANDOM.normal()))) for code in codes for year in range(2015, 2021)],
        schema=["code", "year", "x"],
        orient="row",
    )
    order = RANDOM.permutation(16)
    turned = Weights.from_matrix([codes[k] for k in order], w.tocsr()[order][:, order])
    straight = Weights.from_matrix(codes, w)
    first, second = (
        measures.spatial_markov(frame.sample(fraction=1.0, shuffle=True, seed=s), "x", w=weights, classes=2)
        for s, weights in enumerate((straight, turned))
    )
    assert first.value == second.value
    lacking = Weights.from_matrix(codes[:15], w.tocsr()[:15][:, :15])
    with pytest.raises(DataError, match="511600"):
        measures.spatial_markov(frame, "x", w=lacking)
    island = Weights.from_pairs([(codes[0], codes[1]), (codes[1], codes[0])], codes=codes)
    with pytest.raises(DataError, match=r"14 of 16 have none \(510300"):
        measures.spatial_markov(frame, "x", w=island)


def test_a_density_integrates_to_one_and_its_mean_is_that_of_scipy() -> None:
    from scipy.stats import norm

    x = RANDOM.normal(1, 0.3, 80)
    y = 0.8 * x + RANDOM.normal(0.2, 0.1, 80)
    found = stochastic_kernel(x, y)
    step = found.later[1] - found.later[0]
    assert found.density.sum(axis=1) * step == pytest.approx(np.ones(9), abs=1e-3)
    a, b = found.bandwidths
    weights = norm.pdf(found.start[4], x, a)
    at = found.later[100]
    assert found.density[4, 100] == pytest.approx(weights @ norm.pdf(at, y, b) / weights.sum(), rel=1e-10)
    assert found.mean[4] == pytest.approx(weights @ y / weights.sum(), rel=1e-10)
    assert (found.low < found.mean).all()
    assert (found.mean < found.high).all()


def test_theta_agrees_with_giddy_on_random_moves() -> None:
    from giddy.rank import Theta

    y, groups = RANDOM.normal(size=(30, 5)), RANDOM.integers(0, 4, 30)
    found = mobility.rank_theta(y, groups, permutations=99, seed=3)
    assert found.theta == pytest.approx(Theta(y, groups, 1).theta.ravel(), abs=1e-12)
    assert ((found.p > 0) & (found.p <= 1)).all()


def test_gaps_and_uneven_years_are_refused_with_what_to_do() -> None:
    frame = pl.DataFrame({"code": ["a", "a", "b"], "year": [2018, 2020, 2018], "x": [1.0, 2, 3]})
    with pytest.raises(DataError, match=r"1 of 4 are missing, of 1 regions \(b 2020\)"):
        measures.beta_convergence(frame, "x")
    uneven = pl.DataFrame(
        {"code": ["a", "b"] * 3, "year": [2018, 2018, 2020, 2020, 2021, 2021], "x": [1.0, 2, 3, 4, 5, 6]}
    )
    with pytest.raises(DataError, match="not evenly spaced"):
        measures.markov(uneven, "x", classes=2)
    with pytest.raises(DataError, match="at least 2 regions and 10 periods"):
        measures.convergence_clubs(uneven, "x")
