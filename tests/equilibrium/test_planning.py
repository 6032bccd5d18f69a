"""Which plan lifts all: exact on cases worked by hand, by gradient on many candidates, shown on 401 regions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from economies import random_economy

from gongxing.equilibrium import Economy, Parameters, Shock
from gongxing.equilibrium.planning import (
    OBJECTIVES,
    Project,
    choose,
    evaluate,
    frontier,
    marginal_values,
    shock_of,
    theil,
    weights_of,
)


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


def test_the_best_plan_of_one_closed_region_by_hand() -> None:
    # Wages, rents and people cannot move, so real income grows by alpha times the log of productivity: 5 and 10
    # hundredths for 3 beat 12 for 3, and U = exp(0.7 * 0.15).
    economy = Economy(np.ones(1), np.ones(1), np.ones(1), np.ones((1, 1)), np.ones((1, 1)))
    projects = [
        Project(name, cost, productivity=np.array([gain]))
        for name, cost, gain in (("school", 1.0, 0.05), ("port", 2.0, 0.10), ("tower", 3.0, 0.12))
    ]
    for objective in ("welfare", "output", "smallest_gain"):
        found = choose(economy, projects, 3.0, objective)
        assert found.exact
        assert found.best.projects == ("school", "port")
        assert getattr(found.best, objective) == pytest.approx(np.exp(0.7 * 0.15) - 1, rel=1e-9)
        assert found.best.balance == pytest.approx(0, abs=1e-12)


def test_the_smallest_gain_is_lifted_by_what_both_regions_share() -> None:
    # Two alike regions, free trade between them: a laboratory in one draws people from the other; better trade costs
    # lift both alike, by P^-alpha with P = (0.5 + 0.5 exp(-0.3 (1 - 4)))^(1 / (1 - 4)).
    half = np.full((2, 2), 0.5)
    economy = Economy(np.ones(2), np.ones(2), np.ones(2), np.eye(2) / 2, half)
    road = Project("road", 1.0, trade_cost=np.array([[0.0, -0.3], [-0.3, 0.0]]))
    lab = Project("lab", 1.0, productivity=np.array([0.3, 0.0]))
    found = choose(economy, [road, lab], 1.0, "smallest_gain")
    assert found.best.projects == ("road",)
    price = (0.5 + 0.5 * np.exp(0.9)) ** (-1 / 3)
    assert found.best.smallest_gain == pytest.approx(price**-0.7 - 1, rel=1e-9)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_gradient_of_an_objective_is_its_slope(objective: str) -> None:
    economy = random_economy(6, 51, Parameters(agglomeration_elasticity=0.02))
    base = Project("base", 1.0, productivity=np.linspace(0.3, -0.2, 6))
    dose = Project(
        "dose", 1.0, productivity=np.array([0.2, -0.1, 0.3, 0.0, 0.1, -0.3]), trade_cost=-0.1 * np.ones((6, 6))
    )
    at = economy.counterfactual(shock_of([base]), tolerance=1e-12)
    slope = marginal_values(economy, [dose], weights_of(economy, objective, at), at)[0]
    h, values = 1e-5, []
    for sign in (1, -1):
        moved = Project("dose", 1.0, productivity=sign * h * dose.productivity, trade_cost=sign * h * dose.trade_cost)
        values.append(getattr(evaluate(economy, [base, moved], tolerance=1e-12), objective))
    assert slope == pytest.approx((values[0] - values[1]) / (2 * h), rel=2e-3 if objective == "smallest_gain" else 1e-5)


def test_doses_of_every_kind_count() -> None:
    economy, random = random_economy(5, 52), np.random.default_rng(1)
    projects = [
        Project("a", 1.0, amenity=random.normal(size=5)), Project("b", 1.0, amenity=random.normal(size=(5, 5))),
        Project("c", 1.0, commuting_cost=random.normal(size=(5, 5))),
        Project("d", 1.0, trade_cost=random.normal(size=(5, 5))),
    ]  # fmt: skip
    slopes = marginal_values(economy, projects, {"welfare": 1.0})
    for project, slope in zip(projects, slopes, strict=True):
        up, down = (
            economy.counterfactual(
                Shock(**{
                    name: np.exp(s * 1e-5 * getattr(project, name))
                    for name in ("amenity", "commuting_cost", "trade_cost")
                    if getattr(project, name) is not None
                }),
                tolerance=1e-13,
            )
            for s in (1, -1)
        )  # fmt: skip
        assert slope == pytest.approx(np.log(up.welfare / down.welfare) / 2e-5, abs=1e-6)


def test_gradient_and_exchange_find_the_exact_best(monkeypatch: pytest.MonkeyPatch) -> None:
    economy = random_economy(8, 43)
    projects = laboratories(8, list(np.linspace(0.02, 0.09, 8)), [1.0, 2.0] * 4)
    for objective in ("welfare", "output", "balance"):
        exact = choose(economy, projects, 4.0, objective)
        with monkeypatch.context() as changed:
            changed.setattr("gongxing.equilibrium.planning.EXACT_PROJECTS", 0)
            found = choose(economy, projects, 4.0, objective)
        assert not found.exact
        assert len(found.plans) < len(exact.plans)
        best = getattr(exact.best, objective)
        assert getattr(found.best, objective) >= 0.97 * best


def test_plans_on_the_401_regions(shared: Path) -> None:
    path = shared / "equilibrium" / "inputs.npz"
    if not path.exists():
        pytest.skip("the reference arrays are not beside this checkout (../shared/equilibrium)")
    d = dict(np.load(path))
    economy = Economy(d["w"], d["L"], d["R"], d["lam"], d["pi"])
    order = np.argsort(economy.resident_income)
    places = [*order[:4], *order[-4:]]  # the four poorest and the four richest counties
    projects = [Project(f"laboratory {k}", 1.0, productivity=0.05 * np.eye(401)[k]) for k in places]
    growth, balance = (choose(economy, projects, 2.0, objective, tolerance=1e-8) for objective in ("output", "balance"))
    assert growth.exact
    assert set(growth.best.projects) <= {f"laboratory {k}" for k in places[4:]}
    assert set(balance.best.projects) <= {f"laboratory {k}" for k in places[:4]}
    assert growth.best.output > balance.best.output
    assert balance.best.balance > 0 > growth.best.balance
    assert growth.frontier[0] is growth.best
    assert growth.frontier[-1].projects == balance.best.projects


def test_questions_that_cannot_be_asked_are_named() -> None:
    economy, twice = random_economy(3, 1), laboratories(3, [0.1], [1.0]) * 2
    with pytest.raises(ValueError, match="budget, cost: expected numbers that are not negative"):
        choose(economy, [], -1.0)
    with pytest.raises(ValueError, match="projects: expected different names"):
        choose(economy, twice, 1.0)
    with pytest.raises(
        ValueError, match="objective: expected one of welfare, output, smallest_gain, balance, got 'joy'"
    ):
        choose(economy, [], 1.0, "joy")
