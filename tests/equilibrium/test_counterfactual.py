"""The engine against reference arrays, closed forms and the model's own laws."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from economies import random_economy
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from gongxing.equilibrium import Economy, Parameters, Shock
from gongxing.equilibrium.parameters import known

HATS = {"wages": "w", "resident_income": "v", "rents": "q", "prices": "p", "residents": "r", "jobs": "l"}


@pytest.fixture(scope="session")
def germany(shared: Path) -> dict[str, np.ndarray]:
    if not (shared / "equilibrium" / "inputs.npz").exists():
        pytest.skip("the reference arrays are not beside this checkout (../shared/equilibrium)")
    return dict(np.load(shared / "equilibrium" / "inputs.npz"))


def border_of(d: dict[str, np.ndarray], ratio: float = 1000.0) -> np.ndarray:
    return np.where(d["east"][:, None] != d["east"], ratio, 1.0)


@pytest.mark.parametrize(("case", "allowed"), [("comm", 1e-8), ("both", 1e-6)])
def test_reference_border_cases(germany: dict[str, np.ndarray], shared: Path, case: str, allowed: float) -> None:
    # Reference: 401 German counties (Seidel & Wickerath 2020), solved by Newton in extended precision.
    d = germany
    economy = Economy(d["w"], d["L"], d["R"], d["lam"], d["pi"])
    border = border_of(d)
    outcome = economy.counterfactual(
        Shock(commuting_cost=border, trade_cost=border if case == "both" else None), tolerance=1e-10
    )
    reference = np.load(shared / "equilibrium" / f"{case}.npz")
    for name, key in HATS.items():
        assert np.abs(getattr(outcome, name) - reference[key]).max() <= allowed, name
    assert abs(outcome.welfare - reference["welfare"]) <= allowed
    assert outcome.certificate.certified
    assert np.abs(outcome.certificate.block_imbalance).max() < 1e-12
    if case == "both":
        assert outcome.certificate.block_imbalance.size == 2
        assert 1.5e10 < outcome.certificate.condition < 7e10  # 3.3e10 by the singular values of the matrix
        assert "2 weakly linked blocks" in str(outcome.certificate)


def test_a_stop_at_four_digits_keeps_its_word_behind_a_border(germany: dict[str, np.ndarray]) -> None:
    # A damped iteration stops here "converged" with wages 12.8 % off.
    d = germany
    economy = Economy(d["w"], d["L"], d["R"], d["lam"], d["pi"])
    both = Shock(commuting_cost=border_of(d), trade_cost=border_of(d))
    rough, exact = economy.counterfactual(both, tolerance=1e-4), economy.counterfactual(both, tolerance=1e-10)
    assert rough.certificate.certified
    assert np.abs(np.log(rough.wages / exact.wages)).max() <= rough.certificate.error_bound <= 1e-4


def test_the_gain_of_one_county_is_right_at_four_digits(germany: dict[str, np.ndarray]) -> None:
    # A stop of the damped iteration at 1e-4 makes the welfare effect of one county's productivity 19 % too large.
    d = germany
    economy = Economy(d["w"], d["L"], d["R"], d["lam"], d["pi"])
    shock = Shock(productivity=1 + 0.05 * np.eye(401)[7])
    rough, exact = economy.counterfactual(shock, tolerance=1e-6), economy.counterfactual(shock, tolerance=1e-11)
    assert rough.welfare - 1 == pytest.approx(exact.welfare - 1, rel=0.02)
    assert exact.certificate.certified


def test_observed_commuting_is_solved_alike(shared: Path) -> None:
    path = shared / "equilibrium" / "inputs-observed.npz"
    if not path.exists():
        pytest.skip("the reference arrays are not beside this checkout (../shared/equilibrium)")
    d = dict(np.load(path))
    commuting = d["commuters"] / d["commuters"].sum()
    economy = Economy(d["w"], d["L"], d["R"], commuting, d["pi"])
    np.testing.assert_allclose(economy.resident_income, d["v"], rtol=1e-12)
    assert sparse.issparse(economy.commuting_shares)
    assert economy.commuting_shares.nnz == 9894
    random = np.random.default_rng(0)
    for shock in (
        Shock(commuting_cost=border_of(d)), Shock(trade_cost=border_of(d)),
        Shock(commuting_cost=border_of(d), trade_cost=border_of(d)),
        Shock(amenity=np.exp(random.normal(size=(401, 401)))),
        Shock(np.exp(0.3 * random.normal(size=401)), trade_cost=np.exp(0.2 * random.normal(size=(401, 401)))),
    ):  # fmt: skip
        outcome = economy.counterfactual(shock)
        assert outcome.certificate.certified
        income = outcome.resident_income * economy.resident_income * outcome.residents * economy.residents
        labour = outcome.wages * economy.wages * outcome.jobs * economy.jobs
        np.testing.assert_allclose(outcome.trade @ income, labour, rtol=1e-8)
        np.testing.assert_allclose(outcome.commuting.sum(0) * 401, outcome.jobs * economy.jobs, rtol=1e-10)


@settings(max_examples=25, deadline=None)
@given(n=st.integers(2, 40), seed=st.integers(0, 10**6))
def test_laws_hold_in_random_economies(n: int, seed: int) -> None:
    economy = random_economy(n, seed)
    random = np.random.default_rng(seed + 1)
    shock = Shock(
        productivity=np.exp(0.2 * random.normal(size=n)),
        commuting_cost=np.exp(0.2 * random.normal(size=(n, n))),
        trade_cost=np.exp(0.1 * random.normal(size=(n, n))),
    )
    outcome = economy.counterfactual(shock)
    assert outcome.certificate.certified
    # Workers are conserved, spending equals income, commuting and trade shares sum as shares do.
    workers = economy.residents.sum()
    assert abs((outcome.residents * economy.residents).sum() / workers - 1) < 1e-12
    assert abs((outcome.jobs * economy.jobs).sum() / workers - 1) < 1e-12
    assert abs(outcome.commuting.sum() - 1) < 1e-12
    assert np.abs(outcome.trade.sum(axis=0) - 1).max() < 1e-12
    earned = (outcome.wages * economy.wages * outcome.jobs * economy.jobs).sum()
    income = (outcome.resident_income * economy.resident_income * outcome.residents * economy.residents).sum()
    assert abs(earned / income - 1) < 1e-12
    assert np.abs(outcome.wages * economy.wages).mean() == pytest.approx(economy.wages.mean(), rel=1e-12)
    # Sales equal labour cost in every region.
    sales = outcome.trade @ (outcome.resident_income * economy.resident_income * outcome.residents * economy.residents)
    np.testing.assert_allclose(sales, outcome.wages * economy.wages * outcome.jobs * economy.jobs, rtol=1e-8)


@settings(max_examples=15, deadline=None)
@given(n=st.integers(2, 12), seed=st.integers(0, 10**6))
def test_relabelling_regions_changes_nothing(n: int, seed: int) -> None:
    economy = random_economy(n, seed)
    random = np.random.default_rng(seed)
    order = random.permutation(n)
    productivity = np.exp(0.3 * random.normal(size=n))
    vectors = [vector[order] for vector in (economy.wages, economy.jobs, economy.residents)]
    moved = Economy(*vectors, *(matrix[np.ix_(order, order)] for matrix in (economy.commuting, economy.trade)))
    one = economy.counterfactual(Shock(productivity=productivity))
    two = moved.counterfactual(Shock(productivity=productivity[order]))
    np.testing.assert_allclose(two.wages, one.wages[order], rtol=1e-9)
    np.testing.assert_allclose(two.residents, one.residents[order], rtol=1e-9)


@pytest.mark.parametrize("numeraire", ["wage", "income", "prices"])
def test_a_shock_of_ones_returns_exact_ones(numeraire: str) -> None:
    economy = random_economy(9, 3)
    ones = np.ones((9, 9))
    for shock in (Shock(np.ones(9), ones, ones, ones), Shock()):
        outcome = economy.counterfactual(shock, numeraire=numeraire)
        for name in HATS:
            np.testing.assert_array_equal(getattr(outcome, name), 1)
        assert outcome.welfare == 1
        assert outcome.certificate.certified
        assert "nothing changes" in str(outcome.certificate)


def test_hats_compose() -> None:
    economy = random_economy(8, 11)
    random = np.random.default_rng(5)
    a, k = np.exp(0.2 * random.normal(size=8)), np.exp(0.2 * random.normal(size=(8, 8)))
    first = economy.counterfactual(Shock(productivity=a), tolerance=1e-12)
    middle = Economy(
        economy.wages * first.wages, economy.jobs * first.jobs, economy.residents * first.residents,
        first.commuting, first.trade,
    )  # fmt: skip
    second = middle.counterfactual(Shock(commuting_cost=k), tolerance=1e-12)
    both = economy.counterfactual(Shock(productivity=a, commuting_cost=k), tolerance=1e-12)
    np.testing.assert_allclose(first.wages * second.wages, both.wages, rtol=1e-9)
    np.testing.assert_allclose(first.residents * second.residents, both.residents, rtol=1e-9)
    assert first.welfare * second.welfare == pytest.approx(both.welfare, rel=1e-9)


def test_one_closed_region() -> None:
    # By hand: with one region and the wage fixed, P falls to 1 / A and nothing else moves, so U = A^alpha.
    economy = Economy(np.ones(1), np.ones(1), np.ones(1), np.ones((1, 1)), np.ones((1, 1)))
    outcome = economy.counterfactual(Shock(productivity=[1.5]))
    assert outcome.prices[0] == pytest.approx(1 / 1.5, rel=1e-12)
    assert outcome.rents[0] == pytest.approx(1, rel=1e-12)
    assert outcome.welfare == pytest.approx(1.5**0.7, rel=1e-12)


def test_doubling_all_productivities_halves_all_prices() -> None:
    # By hand: relative prices stay, so wages, rents, residents and jobs stay; P falls by half; U = 2^alpha.
    economy = random_economy(10, 21)
    outcome = economy.counterfactual(Shock(productivity=np.full(10, 2.0)))
    np.testing.assert_allclose(outcome.prices, 0.5, rtol=1e-10)
    for name in ("wages", "rents", "residents", "jobs"):
        np.testing.assert_allclose(getattr(outcome, name), 1, rtol=1e-10)
    assert outcome.welfare == pytest.approx(2**0.7, rel=1e-10)


def test_two_symmetric_regions_stay_alike_and_share_a_fall_of_costs() -> None:
    # By hand: all levels but prices stay; D = pi_own + pi_other d^(1-sigma), P = D^(1/(1-sigma)), U = P^-alpha.
    half = np.full((2, 2), 0.25) + np.array([[0.15, -0.15], [-0.15, 0.15]])
    trade = np.array([[0.7, 0.3], [0.3, 0.7]])
    economy = Economy(np.ones(2), np.ones(2), np.ones(2), half, trade)
    cost = np.array([[1.0, 0.8], [0.8, 1.0]])
    outcome = economy.counterfactual(Shock(trade_cost=cost))
    price = (0.7 + 0.3 * 0.8 ** (1 - 4.0)) ** (1 / (1 - 4.0))
    np.testing.assert_allclose(outcome.prices, price, rtol=1e-11)
    np.testing.assert_allclose(outcome.wages, 1, rtol=1e-11)
    np.testing.assert_allclose(outcome.jobs, 1, rtol=1e-11)
    assert outcome.welfare == pytest.approx(price**-0.7, rel=1e-11)


def test_commuting_shut_leaves_everybody_at_home() -> None:
    economy = random_economy(6, 8)
    shut = np.where(np.eye(6) > 0, 1.0, 1e6)
    outcome = economy.counterfactual(Shock(commuting_cost=shut))
    np.testing.assert_allclose(outcome.jobs * economy.jobs, outcome.residents * economy.residents, rtol=1e-9)
    np.testing.assert_allclose(
        outcome.resident_income * economy.resident_income, outcome.wages * economy.wages, rtol=1e-9
    )


def test_free_trade_makes_one_price() -> None:
    # With every region buying in the same shares, the price index moves alike everywhere, whatever the shock.
    shares = np.array([0.2, 0.3, 0.5])
    commuting = np.diag(shares)
    economy = Economy(np.ones(3), shares, shares, commuting, np.repeat(shares[:, None], 3, axis=1))
    outcome = economy.counterfactual(Shock(productivity=[1.3, 1.0, 0.9]))
    assert np.ptp(outcome.prices) < 1e-11


def test_the_start_does_not_matter() -> None:
    economy = random_economy(12, 4)
    shock = Shock(productivity=np.linspace(0.7, 1.4, 12))
    random = np.random.default_rng(0)
    reference = economy.counterfactual(shock)
    for _ in range(5):
        other = economy.counterfactual(shock, start=0.5 * random.normal(size=24))
        np.testing.assert_allclose(other.wages, reference.wages, rtol=1e-9)


def test_the_numeraire_is_held_and_named() -> None:
    economy = random_economy(7, 2)
    shock = Shock(productivity=np.linspace(1, 1.6, 7))
    income = economy.counterfactual(shock, numeraire="income")
    total = economy.resident_income * economy.residents
    assert (income.resident_income * income.residents * total).sum() == pytest.approx(total.sum(), rel=1e-10)
    prices = economy.counterfactual(shock, numeraire="prices")
    assert np.average(np.log(prices.prices), weights=total) == pytest.approx(0, abs=1e-10)
    wage = economy.counterfactual(shock)
    assert len({round(outcome.welfare, 6) for outcome in (income, prices, wage)}) == 3
    np.testing.assert_allclose(wage.residents, prices.residents, rtol=1e-9)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"wages": np.array([1.0, -1.0])}, r"wages: expected positive .*, got 1 of 2 regions .*first at 1: -1"),
        ({"wages": np.array([1.0, np.nan])}, r"wages: expected finite numbers, got 1 of 2 regions .*first at 1: nan"),
        ({"wages": np.ones((2, 2))}, r"wages: expected a vector with one wage a region, got shape \(2, 2\)"),
        ({"wages": np.array(["a", "b"])}, "wages: expected numbers"),
        ({"jobs": np.ones(3)}, r"jobs: expected shape \(2,\), got \(3,\)"),
        ({"jobs": np.array([1.0, 0.0])}, r"jobs: expected positive numbers in every region, .*first at 1: 0"),
        ({"residents": np.array([0.0, 1.0])}, r"residents: expected positive .*first at 0: 0"),
        ({"commuting": np.full((2, 2), 0.3)}, "commuting: expected shares of all workers that sum to 1, got 1.2"),
        ({"commuting": np.array([[0.5, 0.6], [-0.1, 0.0]])}, r"commuting: expected shares .*first at \(1, 0\): -0.1"),
        ({"commuting": sparse.coo_array(np.full((3, 3), 1 / 9))}, r"commuting: expected shape \(2, 2\), got \(3, 3\)"),
        ({"commuting": sparse.coo_array(np.array([[1.0, np.nan], [0, 0.0]]))}, "commuting: expected finite shares"),
        ({"trade": np.full((2, 2), 0.4)}, r"trade: expected shares of spending that sum to 1 .*first at 0: 0.8"),
        ({"trade": np.array([[1.0, 1.0], [0.0, 0.0]])}, r"trade: expected a buyer .*first at 1: 0"),
        ({"commuting": np.array([[1.0, 0.0], [0.0, 0.0]])}, r"commuting: expected residents who commute .*first at 1"),
        ({"commuting": np.array([[0.5, 0.0], [0.5, 0.0]])}, r"commuting: expected workers from somewhere .*first at 1"),
        ({"residents": np.array([3.0, 1.0])}, "residents: expected the same distribution"),
    ],
)
def test_data_that_do_not_fit_are_named(change: dict[str, np.ndarray], words: str) -> None:
    good = {
        "wages": np.ones(2), "jobs": np.ones(2), "residents": np.ones(2),
        "commuting": np.full((2, 2), 0.25), "trade": np.full((2, 2), 0.5),
    }  # fmt: skip
    with pytest.raises(ValueError, match=words):
        Economy(**{**good, **change})


def test_the_first_five_regions_are_named() -> None:
    economy = random_economy(9, 1)
    wages = economy.wages.copy()
    wages[2:] = -1
    with pytest.raises(
        ValueError, match=r"got 7 of 9 regions that are not, first at 2: -1, 3: -1, 4: -1, 5: -1, 6: -1$"
    ):
        Economy(wages, economy.jobs, economy.residents, economy.commuting, economy.trade)


@pytest.mark.parametrize(
    ("shock", "words"),
    [
        (Shock(productivity=[1.0, 0.0]), r"productivity: expected positive ratios, .*first at 1: 0"),
        (Shock(productivity=[1.0, np.nan]), "productivity: expected finite"),
        (Shock(productivity=[[1.0, 1.0]]), r"productivity: expected shape \(2,\)"),
        (Shock(amenity=[1.0, -2.0]), r"amenity: expected positive ratios, .*: -2"),
        (Shock(commuting_cost=np.ones((3, 3))), r"commuting_cost: expected shape \(2, 2\), got \(3, 3\)"),
        (Shock(commuting_cost=np.zeros((2, 2))), r"commuting_cost: expected positive ratios, got 4 of 4 pairs"),
        (Shock(trade_cost=np.full((2, 2), np.inf)), "trade_cost: expected finite"),
        (Shock(trade_cost=np.array([[1.0, np.nan], [1.0, 1.0]])), r"trade_cost: expected finite .*\(0, 1\): nan"),
        (Shock(trade_cost="dear"), "trade_cost: expected numbers"),
    ],
)
def test_shocks_that_do_not_fit_are_named(shock: Shock, words: str) -> None:
    economy = Economy(np.ones(2), np.ones(2), np.ones(2), np.full((2, 2), 0.25), np.full((2, 2), 0.5))
    with pytest.raises(ValueError, match=words):
        economy.counterfactual(shock)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"tolerance": 0.0}, "tolerance: expected a number between 0 and 1, got 0.0"),
        ({"numeraire": "gold"}, "numeraire: expected one of wage, income, prices, got 'gold'"),
        ({"start": np.zeros(3)}, r"start: expected finite numbers of shape \(4,\)"),
    ],
)
def test_options_that_are_not_known_are_named(options: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        random_economy(2, 1).counterfactual(Shock(productivity=[1.1, 1.0]), **options)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("tradables_share", 0.0, "a share above 0 and at most 1"), ("tradables_share", 1.2, "a share above 0"),
        ("commuting_elasticity", 1.0, "above 1"), ("substitution_elasticity", 0.5, "above 1"),
        ("housing_supply_elasticity", -0.1, "0 or more"), ("agglomeration_elasticity", -0.1, "0 or more"),
        ("commuting_elasticity", float("nan"), "above 1"), ("commuting_elasticity", float("inf"), "above 1"),
    ],
)  # fmt: skip
def test_elasticities_outside_the_model_are_named(name: str, value: float, words: str) -> None:
    with pytest.raises(ValueError, match=f"{name}: expected {words}.*, got {value}"):
        Parameters(**{name: value})


def test_parameters_have_defaults_within_sourced_ranges() -> None:
    for field in fields(Parameters):
        what = known()[field.name]
        assert what.default == field.default == getattr(Parameters(), field.name)
        assert what.plausible[0] <= what.default <= what.plausible[1]
        assert "Seidel & Wickerath (2020)" in what.source
