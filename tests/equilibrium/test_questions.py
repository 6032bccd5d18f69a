"""Many shocks, derivatives, calibration, uncertainty, planning."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from economies import random_economy

from gongxing.equilibrium import Economy, Parameters, Shock, Where
from gongxing.equilibrium.calibration import calibrate
from gongxing.equilibrium.derivatives import OUTCOMES
from gongxing.equilibrium.gravity import balance
from gongxing.equilibrium.uncertainty import distribution, draw_parameters
from gongxing.equilibrium.uniqueness import uniqueness


def test_many_shocks_at_once_are_the_shocks_one_by_one() -> None:
    economy = random_economy(15, 6)
    ratios = 1 + 0.1 * np.eye(15)
    together = economy.counterfactuals(productivity=ratios, tolerance=1e-10)
    assert together.certified.all()
    for s in (0, 7, 14):
        alone = economy.counterfactual(Shock(productivity=ratios[:, s]), tolerance=1e-11)
        np.testing.assert_allclose(together.wages[:, s], alone.wages, rtol=1e-9)
        np.testing.assert_allclose(together.residents[:, s], alone.residents, rtol=1e-9)
        assert together.welfare[s] == pytest.approx(alone.welfare, rel=1e-10)


def test_large_shocks_among_many_are_solved_alone() -> None:
    economy = random_economy(6, 1)
    ratios = np.ones((6, 2))
    ratios[0] = (1.02, 60.0)
    together = economy.counterfactuals(amenity=ratios)
    assert together.certified.all()
    alone = economy.counterfactual(Shock(amenity=ratios[:, 1]))
    np.testing.assert_allclose(together.residents[:, 1], alone.residents, rtol=1e-8)


def test_columns_of_ones_among_many_are_exact_ones() -> None:
    ratios = np.ones((9, 3))
    ratios[2, 1] = 1.3
    together = random_economy(9, 6).counterfactuals(productivity=ratios, amenity=np.ones((9, 3)))
    np.testing.assert_array_equal(together.wages[:, [0, 2]], 1)
    assert together.welfare[1] != 1


@pytest.mark.parametrize("numeraire", ["wage", "income", "prices"])
def test_grids_of_scenarios_are_the_scenarios_one_by_one(numeraire: str) -> None:
    economy, random, n = random_economy(14, 3), np.random.default_rng(8), 14
    side = np.arange(n) < 6
    border = np.where(side[:, None] != side, 1e3, 1.0)
    shocks = [
        Shock(), Shock(commuting_cost=np.exp(0.2 * random.normal(size=(n, n)))),
        Shock(trade_cost=Where(border > 1, 1.2), amenity=1 + random.random(n)),
        Shock(commuting_cost=border, trade_cost=border), Shock(productivity=1 + 50 * np.eye(n)[3]),
    ]  # fmt: skip
    seen: list[int] = []
    found = economy.scenarios(shocks, numeraire=numeraire, advance=lambda: seen.append(1))
    assert found.certified.all()
    assert len(seen) == len(shocks)
    assert found.alone < len(shocks)
    for s, shock in enumerate(shocks):
        alone = economy.counterfactual(shock, numeraire=numeraire)
        for name in OUTCOMES:
            np.testing.assert_allclose(getattr(found, name)[..., s], getattr(alone, name), rtol=1e-8)
    many = economy.counterfactuals(productivity=1 + 0.1 * np.eye(n), numeraire=numeraire)
    alone = economy.counterfactual(Shock(productivity=1 + 0.1 * np.eye(n)[5]), numeraire=numeraire)
    for name in OUTCOMES:
        np.testing.assert_allclose(getattr(many, name)[..., 5], getattr(alone, name), rtol=1e-8)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "productivity, amenity: expected at least one of them"),
        ({"productivity": np.ones(4)}, r"productivity: expected shape \(4, shocks\), got \(4,\)"),
        (
            {"productivity": np.ones((4, 2)), "amenity": np.ones((4, 3))},
            r"amenity: expected shape \(4, 2\), got \(4, 3\)",
        ),
        ({"amenity": -np.ones((4, 2))}, "amenity: expected positive ratios"),
        ({"amenity": np.ones((4, 2)), "numeraire": "gold"}, "numeraire: expected one of"),
    ],
)
def test_many_shocks_that_do_not_fit_are_named(given: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        random_economy(4, 1).counterfactuals(**given)


def solved(economy: Economy, logs: dict[str, np.ndarray], step: float) -> dict[str, np.ndarray]:
    shock = Shock(**{name: np.exp(step * value) for name, value in logs.items()})
    outcome = economy.counterfactual(shock, tolerance=1e-13)
    return {name: np.log(getattr(outcome, name)) for name in OUTCOMES}


def test_derivatives_are_the_differences() -> None:
    economy, random = random_economy(7, 13), np.random.default_rng(2)
    logs = {
        "productivity": random.normal(size=7), "amenity": random.normal(size=(7, 7)),
        "commuting_cost": random.normal(size=(7, 7)), "trade_cost": random.normal(size=(7, 7)),
    }  # fmt: skip
    sensitivity = economy.sensitivity(tolerance=1e-13)
    forward = sensitivity.forward(**logs)
    high, low = solved(economy, logs, 1e-4), solved(economy, logs, -1e-4)
    for name in OUTCOMES:
        np.testing.assert_allclose(forward[name], (high[name] - low[name]) / 2e-4, atol=5e-6)
    weights = {name: random.normal(size=7) for name in OUTCOMES[:-1]} | {"welfare": 0.7}
    gradient = sensitivity.adjoint(weights)
    pulled = sum((getattr(gradient, name) * value).sum() for name, value in logs.items())
    pushed = sum(np.sum(weights[name] * forward[name]) for name in OUTCOMES)
    assert pulled == pytest.approx(pushed, rel=1e-10)


def test_derivatives_by_parameters_are_the_differences() -> None:
    economy = random_economy(6, 17)
    shock = Shock(productivity=np.linspace(0.8, 1.3, 6))
    found = economy.sensitivity(shock, tolerance=1e-13).parameters()
    for field in fields(Parameters):
        value, h = getattr(economy.parameters, field.name), 1e-5
        logs = []
        for moved in (value + h, value - h):
            other = replace(economy, parameters=replace(economy.parameters, **{field.name: moved}))
            outcome = other.counterfactual(shock, tolerance=1e-13)
            logs.append({name: np.log(getattr(outcome, name)) for name in OUTCOMES})
        for name in OUTCOMES:
            difference = (logs[0][name] - logs[1][name]) / (2 * h)
            np.testing.assert_allclose(found[field.name][name], difference, atol=1e-6)
    random = np.random.default_rng(1)
    weights = {name: random.normal(size=6) for name in OUTCOMES[:-1]} | {"welfare": -0.4}
    pulled = economy.sensitivity(shock, tolerance=1e-13).parameters_adjoint(weights)
    for name, value in pulled.items():
        pushed = sum(np.sum(weight * found[name][outcome]) for outcome, weight in weights.items())
        assert value == pytest.approx(pushed, rel=1e-9)


def test_derivatives_after_a_shock_of_pairs_and_by_asymmetric_costs() -> None:
    economy, random, n = random_economy(6, 19), np.random.default_rng(4), 6
    before = {"commuting_cost": 0.4 * random.normal(size=(n, n)), "trade_cost": 0.3 * random.normal(size=(n, n))}
    more = {"commuting_cost": random.normal(size=(n, n)), "trade_cost": random.normal(size=(n, n))}
    slopes = economy.sensitivity(Shock(**{k: np.exp(v) for k, v in before.items()}), tolerance=1e-13).forward(**more)
    logs = []
    for h in (1e-4, -1e-4):
        shock = Shock(**{name: np.exp(before[name] + h * more[name]) for name in before})
        outcome = economy.counterfactual(shock, tolerance=1e-13)
        logs.append({name: np.log(getattr(outcome, name)) for name in OUTCOMES})
    for name in OUTCOMES:
        np.testing.assert_allclose(slopes[name], (logs[0][name] - logs[1][name]) / 2e-4, atol=5e-6)


def test_calibration_recovers_the_economy_that_made_the_data() -> None:
    # Made from known amenities and productivities by the gravity equations of the docstring, with asymmetric costs.
    random, n = np.random.default_rng(9), 8
    time, distance = np.exp(random.normal(size=(n, n)) + 2), np.exp(random.normal(size=(n, n)) + 3)
    wages, residents = 1 + random.random(n), 1 + random.random(n)
    amenity = np.exp(0.3 * random.normal(size=n))
    amenity /= np.exp(np.log(amenity).mean())
    pull = amenity * wages**4.6 * time ** (-4.6 * 0.47)
    commuting = residents[:, None] * pull / pull.sum(axis=1, keepdims=True)
    found = calibrate(
        jobs=commuting.sum(0), residents=residents, wages=wages, travel_cost=time, trade_distance=distance
    )  # fmt: skip
    np.testing.assert_allclose(found.economy.commuting, commuting / commuting.sum(), rtol=1e-10)
    np.testing.assert_allclose(found.workplace_amenity, amenity, rtol=1e-9)
    assert found.margin_error < 1e-12
    attraction = (
        found.productivity**3 * found.economy.jobs ** (1 + 3 * 0.05) * wages**-3.0
    )  # sigma = 4, nu = 0.05: supply of region i
    trade = attraction[:, None] * distance ** (0.42 * -3)
    np.testing.assert_allclose(found.economy.trade, trade / trade.sum(axis=0), rtol=1e-10)
    assert found.economy.counterfactual(Shock()).wages == pytest.approx(np.ones(n), abs=1e-10)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"travel_cost": np.zeros((2, 2))}, "travel_cost: expected costs above zero"),
        ({"travel_cost": np.array([[1.0, np.inf], [np.inf, np.inf]])}, "travel_cost: expected a route"),
        ({"wages": None}, "wages, output: expected one of them, got neither"),
        ({"output": np.ones(2)}, "wages, output: expected one of them, got both"),
        ({"residents": np.array([1.0, 0.0])}, "residents: expected positive"),
    ],
)
def test_data_that_cannot_be_calibrated_are_named(change: dict[str, object], words: str) -> None:
    good = {"jobs": np.ones(2), "residents": np.ones(2), "wages": np.ones(2), "travel_cost": np.full((2, 2), 10.0)}
    with pytest.raises(ValueError, match=words):
        calibrate(**{**good, **change})  # type: ignore[arg-type]


def test_output_stands_for_wages_and_the_report_says_so() -> None:
    time, people = np.full((3, 3), 30.0) - 20 * np.eye(3), np.array([5.0, 3.0, 2.0])
    wages = np.array([1.0, 0.8, 0.7])
    one = calibrate(jobs=people, residents=people, travel_cost=time, wages=wages)
    two = calibrate(jobs=people, residents=people, travel_cost=time, output=wages * people)
    np.testing.assert_allclose(one.economy.trade, two.economy.trade, rtol=1e-12)
    assert "Wages are output per job" in str(two)
    assert "Trade costs follow the travel costs" in str(one)
    assert "产出" in two.assumptions[1].sentence("zh")
    assert np.abs(one.economy.imbalance).max() < 1e-12


def test_observed_flows_are_used_where_there_are_some() -> None:
    random, n = np.random.default_rng(3), 7
    time, people = np.exp(random.normal(size=(n, n)) + 2), 1 + random.random(n)
    given = {"jobs": people, "residents": people, "wages": 1 + random.random(n), "travel_cost": time}
    plain = calibrate(**given)
    counts = np.round(1e9 * plain.economy.commuting)
    seen = calibrate(**given, commuters=counts)
    np.testing.assert_allclose(seen.economy.commuting, counts / counts.sum(), rtol=1e-12)
    assert seen.workplace_amenity is None
    assert seen.fit == pytest.approx(1, abs=1e-3)
    assert seen.common_share == pytest.approx(1, abs=1e-3)
    assert "correlation of logs" in str(seen)
    only = calibrate(**given, commuters=counts, take_commuters_as_they_are=False)
    np.testing.assert_allclose(only.economy.commuting, plain.economy.commuting)
    some = counts.copy()
    some[0, 1:4] = np.nan
    filled = calibrate(**given, commuters=some)
    assert "Commuting between 3 pairs was not observed" in str(filled)
    np.testing.assert_allclose(filled.economy.commuting, plain.economy.commuting, rtol=0.02)
    flows = plain.economy.trade * (plain.economy.commuting @ plain.economy.wages)
    flows[2, 5] = np.nan
    traded = calibrate(**given, trade_flows=flows)
    np.testing.assert_allclose(traded.economy.trade, plain.economy.trade, rtol=1e-6)
    assert np.abs(traded.economy.imbalance).max() < 1e-12
    assert "Trade is as observed" in str(traded)


def test_asymmetric_trade_costs_are_not_transposed() -> None:
    # Region 0 sells dear to 1 and buys cheap from it.
    distance = np.array([[1.0, 9.0], [2.0, 1.0]])  # rows production
    economy = calibrate(
        jobs=np.ones(2), residents=np.ones(2), wages=np.ones(2), travel_cost=np.ones((2, 2)), trade_distance=distance
    ).economy  # fmt: skip
    # By hand: scaling rows and columns leaves the ratio of products of cross and own terms.
    kernel = distance ** (0.42 * -3)
    ratio = (economy.trade[0, 1] * economy.trade[1, 0]) / (economy.trade[0, 0] * economy.trade[1, 1])
    assert ratio == pytest.approx(kernel[0, 1] * kernel[1, 0] / (kernel[0, 0] * kernel[1, 1]))
    three = np.array([[1.0, 9.0, 3.0], [2.0, 1.0, 3.0], [3.0, 4.0, 1.0]])
    economy = calibrate(
        jobs=np.ones(3), residents=np.ones(3), wages=np.ones(3), travel_cost=np.ones((3, 3)), trade_distance=three
    ).economy  # fmt: skip
    assert economy.trade[1, 0] > 1.2 * economy.trade[0, 1]


def test_routes_that_carry_nothing_are_named() -> None:
    apart = np.array([[1.0, np.inf], [np.inf, 1.0]])
    with pytest.raises(ValueError, match="travel_cost: expected costs that can carry"):
        calibrate(jobs=[2.0, 1.0], residents=[1.0, 2.0], wages=np.ones(2), travel_cost=apart)


def test_uncertainty_widens_around_the_middle() -> None:
    economy = random_economy(5, 3)
    shock = Shock(productivity=[1.2, 1, 1, 1, 1])
    found = distribution(economy, shock, draw_parameters(economy.parameters, 16, seed=4))
    low, middle, high = found.values["residents"]
    assert (low <= middle).all()
    assert (middle <= high).all()
    assert low[0] > 1 > middle[1:].max()
    again = distribution(economy, shock, draw_parameters(economy.parameters, 16, seed=4))
    np.testing.assert_array_equal(again.values["wages"], found.values["wages"])


def test_uniqueness_is_reported_with_its_matrix() -> None:
    # Prices and wages may double together, so 1 is the least the radius can be; without agglomeration it is reached.
    calm = uniqueness(Parameters(agglomeration_elasticity=0.0, commuting_elasticity=1.5))
    assert calm.radius == pytest.approx(1, abs=1e-9)
    assert calm.holds
    assert uniqueness(Parameters()).radius == pytest.approx(1.389, abs=5e-4)
    assert not uniqueness(Parameters()).holds


def test_a_weakly_linked_kernel_is_balanced_where_iteration_crawls() -> None:
    # Two towns and, thirty logs away, a third whose jobs and residents differ by a little.
    kernel = np.exp(-np.array([[0.0, 2.0, 30.0], [2.0, 0.0, 30.0], [30.0, 30.0, 0.0]]))
    rows, columns = np.array([0.5, 0.3, 0.2]), np.array([0.4 + 1e-10, 0.4, 0.2 - 1e-10])
    found, left, right = balance(kernel, rows, columns, "travel_cost")
    np.testing.assert_allclose(found.sum(1), rows, rtol=1e-9)
    np.testing.assert_allclose(found.sum(0), columns, rtol=1e-9)
    np.testing.assert_allclose(found, left[:, None] * kernel * right, rtol=1e-12)


def test_commuting_is_scaled_to_a_stated_share() -> None:
    # Two alike regions: the odds of working in the other are the factor times e^-2.1.
    minutes = np.array([[10.0, 40.0], [40.0, 10.0]])
    given = {"jobs": [5, 5], "residents": [5, 5], "wages": [1, 1]}
    found = calibrate(**given, travel_cost=minutes, commuting_decay=0.07, commuting_share=0.05)
    np.testing.assert_allclose(found.economy.commuting, [[0.475, 0.025], [0.025, 0.475]], rtol=1e-8)
    factor = 0.05 / 0.95 * np.exp(0.07 * 30)
    assert f"multiplied by {factor:.3g}, so that 5 % of workers" in str(found)
    assert found.economy.counterfactual(Shock(productivity=np.array([1.1, 1.0]))).certificate.certified


def test_a_minute_more_lowers_commuting_by_the_decay() -> None:
    minutes = np.array([[5.0, 20.0, 50.0], [20.0, 5.0, 35.0], [50.0, 35.0, 5.0]])
    given = {"jobs": [3, 4, 5], "residents": [4, 4, 4], "wages": [1, 2, 1]}
    lam = calibrate(**given, travel_cost=minutes, commuting_decay=0.05).economy.commuting
    # What is left of two pairs once the scales of rows and columns fall out.
    odds = np.log(lam[0, 0] * lam[1, 2] / (lam[0, 2] * lam[1, 0]))
    assert odds == pytest.approx(-0.05 * (5 + 35 - 50 - 20))


def test_a_share_that_jobs_and_residents_do_not_allow_is_refused() -> None:
    near = np.array([[10.0, 40.0], [40.0, 10.0]])
    with pytest.raises(ValueError, match=r"expected more than 30\.0 % .* got 20 %; state another share"):
        calibrate(jobs=[8, 2], residents=[5, 5], travel_cost=near, wages=[1, 1], commuting_share=0.2)
    with pytest.raises(ValueError, match="commuting_decay: expected 0 or more"):
        calibrate(jobs=[5, 5], residents=[5, 5], travel_cost=near, wages=[1, 1], commuting_decay=-1.0)
