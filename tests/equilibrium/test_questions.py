"""Many shocks, derivatives, calibration, uncertainty, planning."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from economies import random_economy

from gongxing.equilibrium import Economy, Parameters, Shock
from gongxing.equilibrium.calibration import calibrate
from gongxing.equilibrium.derivatives import OUTCOMES
from gongxing.equilibrium.planning import Project, choose, evaluate, frontier, marginal_values, theil
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
    found = economy.sensitivity(shock, tolerance=1e-13).parameters(economy, shock)
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


def test_theil_by_hand() -> None:
    # Two halves with 1 and 3: mean 2, T = (0.5 * ln 0.5 + 1.5 * ln 1.5) / 2 = 0.130812...
    assert theil(np.array([1.0, 3.0]), np.ones(2)) == pytest.approx((0.5 * np.log(0.5) + 1.5 * np.log(1.5)) / 2)
    assert theil(np.full(4, 7.0), np.ones(4)) == pytest.approx(0, abs=1e-15)


def laboratories(n: int, gains: list[float], costs: list[float]) -> list[Project]:
    return [
        Project(f"laboratory {k}", cost, productivity=gain * np.eye(n)[k])
        for k, (gain, cost) in enumerate(zip(gains, costs, strict=True))
    ]  # fmt: skip


def test_the_best_plan_by_hand() -> None:
    # Two alike regions that hardly trade or commute: the larger laboratory wins where only one can be paid,
    # both where both can, none where none can.
    commuting, trade = np.full((2, 2), 0.01) + 0.48 * np.eye(2), np.full((2, 2), 0.05) + 0.9 * np.eye(2)
    economy = Economy(np.ones(2), np.ones(2), np.ones(2), commuting, trade)
    small, large = laboratories(2, [0.05, 0.10], [1.0, 1.0])
    assert choose(economy, [small, large], 1.0).best.projects == ("laboratory 1",)
    assert choose(economy, [small, large], 2.0).best.projects == ("laboratory 0", "laboratory 1")
    assert choose(economy, [small, large], 0.5).best.projects == ()
    assert choose(economy, [small, large], 1.0).exact


def test_balance_and_growth_may_choose_different_plans() -> None:
    economy = random_economy(6, 30)
    poor, rich = int(np.argmin(economy.resident_income)), int(np.argmax(economy.resident_income))
    projects = laboratories(6, [0.08] * 6, [1.0] * 6)
    found = choose(economy, projects, 1.0, "balance")
    assert found.best.balance >= evaluate(economy, [projects[rich]]).balance
    assert found.best.balance >= evaluate(economy, [projects[poor]]).balance
    outputs = [plan.output for plan in found.frontier]
    balances = [plan.balance for plan in found.frontier]
    assert outputs == sorted(outputs, reverse=True)
    assert balances == sorted(balances)
    assert set(frontier(found.plans)) == set(found.frontier)


def test_many_candidates_are_chosen_by_gradient_and_exchange() -> None:
    economy = random_economy(14, 40)
    projects = laboratories(14, list(np.linspace(0.01, 0.1, 14)), [1.0] * 14)
    found = choose(economy, projects, 1.0)
    assert not found.exact
    alone = max((evaluate(economy, [project]) for project in projects), key=lambda plan: plan.welfare)
    assert found.best.projects == alone.projects


def test_marginal_values_are_the_slopes() -> None:
    economy = random_economy(5, 50)
    projects = laboratories(5, [1.0] * 5, [1.0] * 5)
    slopes = marginal_values(economy, projects, {"welfare": 1.0})
    for k in range(5):
        dose = 1e-5 * np.eye(5)[k]
        up, down = (economy.counterfactual(Shock(productivity=np.exp(s * dose)), tolerance=1e-13) for s in (1, -1))
        assert slopes[k] == pytest.approx((np.log(up.welfare) - np.log(down.welfare)) / 2e-5, rel=1e-5)


def test_uniqueness_is_reported_with_its_matrix() -> None:
    # Prices and wages may double together, so 1 is the least the radius can be; without agglomeration it is reached.
    calm = uniqueness(Parameters(agglomeration_elasticity=0.0, commuting_elasticity=1.5))
    assert calm.radius == pytest.approx(1, abs=1e-9)
    assert calm.holds
    assert uniqueness(Parameters()).radius == pytest.approx(1.389, abs=5e-4)
    assert not uniqueness(Parameters()).holds


@pytest.mark.parametrize("budget", [-1.0])
def test_a_negative_budget_is_refused(budget: float) -> None:
    with pytest.raises(ValueError, match="budget, cost"):
        choose(random_economy(3, 1), [], budget)
