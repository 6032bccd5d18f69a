"""The certificate: bounds that hold, blocks that are seen, conditions that are right, honesty where nothing decides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from economies import random_economy
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxing.equilibrium import Economy, Parameters, Shock
from gongxing.equilibrium.blocks import Blocks, find_blocks
from gongxing.equilibrium.jacobian import jacobian_of
from gongxing.equilibrium.linear import Linearisation
from gongxing.equilibrium.system import System

VECTORS = ("wages", "resident_income", "rents", "prices", "residents", "jobs")


def halves(n: int) -> np.ndarray:
    """Pairs of regions of different halves."""
    side = np.arange(n) < n // 2
    return side[:, None] != side


@settings(max_examples=25, deadline=None)
@given(n=st.integers(2, 40), seed=st.integers(0, 10**6), tolerance=st.sampled_from([1e-3, 1e-6, 1e-9]))
def test_the_error_is_within_the_bound(n: int, seed: int, tolerance: float) -> None:
    economy, random = random_economy(n, seed), np.random.default_rng(seed)
    shock = Shock(
        productivity=np.exp(0.5 * random.normal(size=n)), amenity=np.exp(0.5 * random.normal(size=(n, n))),
        commuting_cost=np.exp(0.3 * random.normal(size=(n, n))), trade_cost=np.exp(0.3 * random.normal(size=(n, n))),
    )  # fmt: skip
    rough, exact = economy.counterfactual(shock, tolerance=tolerance), economy.counterfactual(shock, tolerance=1e-12)
    assert rough.certificate.certified
    assert exact.certificate.certified
    error = max(np.abs(np.log(getattr(rough, name) / getattr(exact, name))).max() for name in (*VECTORS, "welfare"))
    assert error <= rough.certificate.error_bound + exact.certificate.error_bound


@pytest.mark.parametrize("cost", [10.0, 1e3, 1e6])
def test_halves_behind_a_border_are_certified_however_weak_their_links(cost: float) -> None:
    economy = random_economy(10, 5)
    border = np.where(halves(10), cost, 1.0)
    shock = Shock(commuting_cost=border, trade_cost=border)
    outcome = economy.counterfactual(shock)
    assert outcome.certificate.certified
    # By the definition of balance: what a half sells to the other and earns there pays for what it buys and pays there.
    income = outcome.resident_income * economy.resident_income * outcome.residents * economy.residents
    sold, earned = outcome.trade * income, outcome.commuting * (outcome.wages * economy.wages)
    first = np.arange(10) < 5
    workers = economy.residents.sum()
    out = sold[first][:, ~first].sum() + workers * earned[first][:, ~first].sum()
    into = sold[~first][:, first].sum() + workers * earned[~first][:, first].sum()
    assert out == pytest.approx(into, rel=1e-8)
    if cost > 100:
        assert outcome.certificate.block_imbalance.size == 2
        assert "2 weakly linked blocks" in str(outcome.certificate)


def test_the_answer_no_longer_depends_on_a_border_that_nobody_crosses() -> None:
    economy = random_economy(12, 6)
    found = []
    shut = np.where(halves(12), 1e8, 1.0)
    for cost in (1e4, 1e6):
        border = np.where(halves(12), cost, 1.0)
        found.append(economy.counterfactual(Shock(commuting_cost=shut, trade_cost=border), tolerance=1e-11))
    # Trade balance fixes relative wages whatever its volume: costs that scale all crossings alike cancel out of it.
    np.testing.assert_allclose(found[0].wages, found[1].wages, rtol=1e-9)


def test_every_region_by_itself_is_solved_too() -> None:
    economy = random_economy(15, 9)
    closed = np.where(np.eye(15) > 0, 1.0, 1e3)
    outcome = economy.counterfactual(Shock(commuting_cost=closed, trade_cost=closed))
    assert outcome.certificate.certified
    assert outcome.certificate.block_imbalance.size == 15


def test_regions_that_nothing_links_are_said_to_be_undetermined() -> None:
    apart = np.kron(np.eye(2), np.full((2, 2), 0.5))
    economy = Economy(np.ones(4), np.ones(4), np.ones(4), apart / 4, apart)
    outcome = economy.counterfactual(Shock(productivity=[1.3, 1.0, 1.0, 1.0]))
    assert not outcome.certificate.certified
    assert outcome.certificate.error_bound == np.inf
    assert outcome.certificate.condition == np.inf
    assert not outcome.certificate.determined.any()
    assert "nothing links some regions" in str(outcome.certificate)
    assert "badly determined: 4 of 4 regions (0, 1, 2, 3)" in str(outcome.certificate)


@pytest.mark.parametrize("cost", [1.0, 300.0])
def test_the_condition_is_that_of_the_matrix(cost: float) -> None:
    economy = random_economy(16, 2)
    border = np.where(halves(16), cost, 1.0)
    outcome = economy.counterfactual(
        Shock(productivity=np.linspace(0.9, 1.2, 16), commuting_cost=border, trade_cost=border)
    )
    true = np.linalg.cond(jacobian_of(outcome.system, outcome.state))
    assert true / 2 < outcome.certificate.condition < 2 * true
    if cost > 1:
        assert true > 1e6


@pytest.mark.parametrize("cost", [1.5, 300.0])
def test_the_linearised_equations_are_the_differences(cost: float) -> None:
    n = 9
    economy, random = random_economy(n, 4), np.random.default_rng(3)
    border = np.where(halves(n), cost, 1.0)
    system = System(economy, Shock(commuting_cost=border, trade_cost=border))
    blocks = Blocks(system, find_blocks(system))
    assert blocks.count == (2 if cost > 100 else 1)
    z, direction, h = 0.1 * random.normal(size=2 * n), random.normal(size=2 * n), 1e-6

    def residuals(z: np.ndarray, plain: bool) -> np.ndarray:
        state = system.evaluate(z[:n], z[n:])
        return np.concatenate([state.goods, state.residence] if plain else blocks.residuals(state))

    state = system.evaluate(z[:n], z[n:])
    border_term = np.concatenate([np.full(n, state.earned / state.earned.sum() @ direction[:n]), np.zeros(n)])
    plain = (residuals(z + h * direction, True) - residuals(z - h * direction, True)) / (2 * h) + border_term
    np.testing.assert_allclose(jacobian_of(system, state) @ direction, plain, atol=1e-7)
    if blocks.count == 1:
        np.testing.assert_allclose(Linearisation(blocks, state)(direction), plain, atol=1e-7)
        return
    # The balances' derivative leaves out what vanishes at a solution, so it is compared there.
    outcome = economy.counterfactual(Shock(commuting_cost=border, trade_cost=border), tolerance=1e-12)
    z, state = np.concatenate([outcome.x, outcome.y]), outcome.state
    border_term[:n] = state.earned / state.earned.sum() @ direction[:n]
    found = (residuals(z + h * direction, False) - residuals(z - h * direction, False)) / (2 * h) + border_term
    np.testing.assert_allclose(Linearisation(blocks, state)(direction), found, atol=1e-7)


def test_refinement_goes_on_in_extended_precision_where_double_cannot_decide() -> None:
    if np.finfo(np.longdouble).eps == np.finfo(float).eps:
        pytest.skip("long double is no longer than double on this platform")
    outcome = random_economy(12, 8).counterfactual(Shock(productivity=np.linspace(0.8, 1.2, 12)), tolerance=3e-15)
    assert outcome.certificate.method == "refined"
    assert "extended precision" in str(outcome.certificate)


def test_what_cannot_be_reached_is_said() -> None:
    economy = random_economy(6, 8)
    outcome = economy.counterfactual(Shock(productivity=np.linspace(0.8, 1.2, 6)), tolerance=1e-25)
    assert not outcome.certificate.certified
    assert outcome.certificate.error_bound < 1e-12
    assert "misses the tolerance of 1e-25" in str(outcome.certificate)
    assert "badly determined" in str(outcome.certificate)


def test_data_that_do_not_clear_are_told() -> None:
    economy = random_economy(5, 1)
    bent = replace(economy, wages=economy.wages * np.linspace(1, 1.01, 5))
    outcome = bent.counterfactual(Shock(productivity=np.full(5, 1.1)))
    assert outcome.certificate.baseline_residual == pytest.approx(np.abs(bent.imbalance).max())
    assert "before the shock the data clear within" in str(outcome.certificate)
    assert np.abs(economy.imbalance).max() < 1e-12


def test_parameters_far_from_the_defaults_are_solved() -> None:
    for parameters in (
        Parameters(1.0, 1.2, 0.0, 1.5, 0.0), Parameters(0.5, 9.0, 0.0, 8.0, 0.02), Parameters(0.3, 3.0, 5.0, 2.5, 0.1),
    ):  # fmt: skip
        economy = random_economy(20, 3, parameters)
        outcome = economy.counterfactual(Shock(productivity=np.linspace(0.8, 1.3, 20)))
        assert outcome.certificate.certified, parameters


@pytest.mark.parametrize(
    ("n", "seed", "parameters"),
    [
        (38, 3, Parameters(0.89, 5.9, 0.2, 1.7, 0.0)), (34, 7, Parameters(0.89, 6.4, 2.0, 2.1, 0.03)),
        (20, 5, Parameters(0.9, 8.0, 0.5, 1.3, 0.05)), (12, 6, Parameters(0.7, 4.6, 0.38, 1.5, 0.2)),
    ],
)  # fmt: skip
def test_far_from_uniqueness_certified_or_said_not_to_be(n: int, seed: int, parameters: Parameters) -> None:
    economy, random = random_economy(n, seed, parameters), np.random.default_rng(seed)
    for _ in range(4):
        shock = Shock(
            np.exp(0.4 * random.normal(size=n)), commuting_cost=np.exp(0.3 * random.normal(size=(n, n))),
            trade_cost=np.exp(0.3 * random.normal(size=(n, n))),
        )  # fmt: skip
        outcome = economy.counterfactual(shock)
        if seed == 3 or outcome.certificate.certified:
            assert outcome.certificate.certified
            income = outcome.resident_income * economy.resident_income * outcome.residents * economy.residents
            labour = outcome.wages * economy.wages * outcome.jobs * economy.jobs
            np.testing.assert_allclose(outcome.trade @ income, labour, rtol=1e-7)
        else:
            assert "misses the tolerance" in str(outcome.certificate)
            assert "badly determined" in str(outcome.certificate)


@pytest.mark.parametrize("size", [1e-9, 1e-3, 0.5, 9.0, 99.0])
def test_shocks_tiny_and_huge_are_solved(size: float) -> None:
    economy = random_economy(25, 12)
    outcome = economy.counterfactual(Shock(productivity=1 + size * np.eye(25)[4]))
    assert outcome.certificate.certified
    income = outcome.resident_income * economy.resident_income * outcome.residents * economy.residents
    sales = outcome.trade @ income
    np.testing.assert_allclose(sales, outcome.wages * economy.wages * outcome.jobs * economy.jobs, rtol=1e-8)
    if size < 1e-6:  # where the response is linear, the wage of the region moves in proportion
        slope = economy.sensitivity().forward(productivity=np.eye(25)[4])
        assert np.log(outcome.wages[4]) == pytest.approx(slope["wages"][4] * size, abs=1e-10)
    assert all(np.isfinite(getattr(outcome, name)).all() for name in VECTORS)
