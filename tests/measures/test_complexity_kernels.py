"""Kernels of complexity and relatedness: by hand, against two libraries, and where those differ and why."""

from __future__ import annotations

import warnings

import econcomplex
import numpy as np
import pandas as pd
import pytest
from ecomplexity import ecomplexity

from gongxing.measures import DataError
from gongxing.measures.kernels.complexity import complexity
from gongxing.measures.kernels.fitness import fitness
from gongxing.measures.kernels.relatedness import outlook, presence, proximity, relatedness_density
from gongxing.measures.kernels.structure import location_quotient

# Region 1 has all three activities, region 2 the first two, region 3 the first.
NESTED = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]], dtype=bool)


def sizes(regions: int, activities: int, seed: int = 5) -> np.ndarray:
    """Return sizes with a nested order, as trade data have: able regions have many activities, also rare ones."""
    rng = np.random.default_rng(seed)
    able, easy = rng.normal(size=regions)[:, None], rng.normal(size=activities)
    chance = 1 / (1 + np.exp(-1.5 * able - 1.5 * easy - 0.8 * able * easy))
    return rng.gamma(0.5, 100, (regions, activities)) * (rng.random((regions, activities)) < chance) + 1e-3


@pytest.fixture(scope="module", params=[(60, 25), (25, 60), (230, 210)], ids=["tall", "wide", "large"])
def table(request) -> np.ndarray:
    return sizes(*request.param)


def growth_lab(table: np.ndarray) -> pd.DataFrame:
    """Return what the Growth Lab's package says, one row a region and activity."""
    rows, columns = np.indices(table.shape)
    long = pd.DataFrame({"t": 1, "r": rows.ravel(), "k": columns.ravel(), "v": table.ravel()})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = ecomplexity(
            long, {"time": "t", "loc": "r", "prod": "k", "val": "v"}, check_logsupermodularity=False, verbose=False
        )
    return found.sort_values(["r", "k"])


def test_complexity_by_hand() -> None:
    # D⁻¹MU⁻¹Mᵀ of the nested matrix is [[11,5,2],[15/2,15/2,3],[6,6,6]] / 18: it has the eigenvalues 1, 1/3 and 1/18…
    m = NESTED.astype(float)
    walk = m / m.sum(1, keepdims=True) @ (m / m.sum(0)).T
    assert walk * 18 == pytest.approx(np.array([[11, 5, 2], [7.5, 7.5, 3], [6, 6, 6]]))
    found = complexity(NESTED)
    # … so the vector x with Wx = λx, trace 11/18 + 7.5/18 + 6/18 = 24.5/18 = 1 + λ2 + λ3.
    assert found.eigenvalue + found.following == pytest.approx(6.5 / 18)
    raw = np.linalg.solve(walk[:2, :2] - found.eigenvalue * np.eye(2), -walk[:2, 2])
    vector = np.append(raw, 1.0)
    assert walk @ vector == pytest.approx(found.eigenvalue * vector)
    scaled = (vector - vector.mean()) / vector.std()
    assert found.eci == pytest.approx(-scaled if scaled[0] < 0 else scaled)
    assert found.eci[0] > found.eci[1] > found.eci[2]
    assert found.pci[2] > found.pci[1] > found.pci[0]


def test_it_equals_the_growth_labs_package(table) -> None:
    present = presence(location_quotient(table))
    ours, theirs = complexity(present, pci_scale="eci"), growth_lab(table)
    shape = table.shape
    assert ours.eci == pytest.approx(theirs["eci"].to_numpy().reshape(shape)[:, 0], abs=1e-12)
    assert ours.pci == pytest.approx(theirs["pci"].to_numpy().reshape(shape)[0], abs=1e-11 * np.abs(ours.pci).max())
    assert relatedness_density(present) == pytest.approx(theirs["density"].to_numpy().reshape(shape), abs=1e-12)


def test_its_pci_is_scaled_otherwise_but_in_the_same_order(table) -> None:
    """With its scale a region's ECI is the mean PCI of its activities; with ours PCI has mean 0 and deviation 1."""
    present = presence(location_quotient(table))
    own, shared = complexity(present), complexity(present, pci_scale="eci")
    mean = (present[:, own.activities] * shared.pci).sum(axis=1) / present.sum(axis=1)
    assert mean == pytest.approx(shared.eci, abs=1e-10)
    assert own.pci.mean() == pytest.approx(0, abs=1e-12) and own.pci.std() == pytest.approx(1)
    assert np.array_equal(own.pci.argsort(), shared.pci.argsort())


def test_it_equals_econcomplex(table) -> None:
    present = presence(location_quotient(table))
    ours = complexity(present)
    eci, pci = econcomplex.eci_pci(present.astype(float), use_rca=False, threshold=0.5)
    assert ours.eci == pytest.approx(eci, abs=1e-12)
    sign = np.sign(np.corrcoef(ours.pci, pci)[0, 1])  # it signs PCI by ubiquity, we by ECI's sign
    assert ours.pci == pytest.approx(sign * pci, abs=1e-11)


def test_an_empty_region_and_activity_are_set_aside_and_named() -> None:
    """Of economic-complexity one region without values made every ECI and PCI NaN."""
    present = np.zeros((6, 7), dtype=bool)
    inner = np.array([[1, 1, 1, 1, 0], [1, 1, 1, 0, 0], [1, 0, 0, 0, 1], [1, 1, 0, 0, 0]], dtype=bool)
    present[np.ix_([0, 2, 3, 5], [0, 1, 3, 4, 6])] = inner
    found = complexity(present)
    assert found.empty_regions.tolist() == [1, 4]
    assert found.empty_activities.tolist() == [2, 5]
    assert np.isfinite(found.eci).all() and found.eci.size == found.regions.size == 4
    assert found.eci == pytest.approx(complexity(inner).eci, abs=1e-12)


def test_a_network_in_parts_is_said_and_its_largest_part_ranked() -> None:
    present = np.zeros((6, 6), dtype=bool)
    present[:4, :4] = [[1, 1, 1, 1], [1, 1, 0, 0], [1, 0, 0, 0], [1, 0, 1, 0]]
    present[4:, 4:] = True
    found = complexity(present)
    assert found.parts == 2
    assert found.apart_regions.tolist() == [4, 5] and found.apart_activities.tolist() == [4, 5]
    assert found.eci == pytest.approx(complexity(present[:4, :4]).eci, abs=1e-12)


def test_the_sign_follows_diversity_however_it_is_computed(table) -> None:
    """The reflections of another package flip with the number of iterations."""
    present = presence(location_quotient(table))
    found = complexity(present)
    assert np.corrcoef(found.eci, found.diversity)[0, 1] > 0
    mirrored = complexity(present[::-1, ::-1])
    assert mirrored.eci[::-1] == pytest.approx(found.eci, abs=1e-10)


def test_equal_eigenvalues_are_said() -> None:
    # Three pairs that share one hub: the three ways to tell pairs apart are equally good.
    present = np.ones((4, 4), dtype=bool)
    present[1:, 1:] = np.eye(3, dtype=bool)
    assert not complexity(present).determined
    assert complexity(NESTED).determined


def test_too_little_to_rank_is_refused() -> None:
    with pytest.raises(DataError, match="the same activities"):
        complexity(np.ones((3, 4), dtype=bool))
    with pytest.raises(DataError, match="at least 2 regions"):
        complexity(np.array([[True, True], [False, False]]))
    with pytest.raises(DataError, match="at least 2 regions"):
        complexity(np.zeros((2, 2), dtype=bool))


def test_a_quotient_of_one_counts_despite_rounding() -> None:
    x = np.outer(np.array([0.1, 0.7, 0.3]), np.array([0.3, 0.6, 0.1]))
    assert presence(location_quotient(x)).all()


def test_fitness_converges_to_the_fixed_point_and_says_so(table) -> None:
    present = presence(location_quotient(table))
    found = fitness(present)
    assert found.converged and found.change < 1e-10
    f = present @ found.complexity
    q = 1 / (present.T @ (1 / found.fitness))
    assert f / f.mean() == pytest.approx(found.fitness, abs=1e-8)
    assert q / q.mean() == pytest.approx(found.complexity, abs=1e-8)
    theirs, _ = econcomplex.fitness_complexity(
        present.astype(float), use_rca=False, threshold=0.5, iterations=found.steps, tol=1e-14
    )
    assert found.fitness == pytest.approx(theirs, abs=1e-7)


def test_fitness_that_fades_is_said() -> None:
    # Region 1 alone has activity 1 and both have activity 2: with x = F2/F1 a turn (F from Q from F: two steps) gives
    # x/(1 + 2x), so that x falls as 1/(2 turns).
    found = fitness(np.array([[1, 1], [0, 1]], dtype=bool), steps=2000)
    assert found.fading.tolist() == [False, True] and not found.converged
    assert found.fitness[1] / found.fitness[0] == pytest.approx(1 / 2000, rel=0.01)
    with pytest.raises(DataError, match="a one in every row"):
        fitness(np.array([[1, 0], [1, 0]], dtype=bool))


def test_proximity_and_density_by_hand() -> None:
    # Ubiquity 3, 2, 1. Together: 2 (1 and 2), 1 (1 and 3), 1 (2 and 3): 2/3, 1/3, 1/2.
    near = proximity(NESTED)
    assert near == pytest.approx(np.array([[1, 2 / 3, 1 / 3], [2 / 3, 1, 1 / 2], [1 / 3, 1 / 2, 1]]))
    # Around activity 3, region 3 has activity 1: 1/3 of 1/3 + 1/2 + 1 = 11/6.
    assert relatedness_density(NESTED)[2, 2] == pytest.approx(2 / 11)


def test_proximity_equals_econcomplex_off_the_diagonal(table) -> None:
    """It has 0 on the diagonal: an activity is not its own neighbour. On its matrix our density is its density."""
    present = presence(location_quotient(table))
    theirs = econcomplex.proximity(present.astype(float), use_rca=False, threshold=0.5, compute="product")["product"]
    near = proximity(present)
    np.fill_diagonal(near, 0)
    assert near == pytest.approx(theirs, abs=1e-12)
    density = econcomplex.relatedness_density(present.astype(float), use_rca=False, threshold=0.5)
    assert 100 * relatedness_density(present, near) == pytest.approx(density, abs=1e-10)


def test_the_gain_is_the_exact_rise_of_the_outlook(table) -> None:
    present = presence(location_quotient(table))
    pci, near = complexity(present).pci, proximity(present)
    found = outlook(present, pci, near)
    for r, k in np.argwhere(~present)[:: max(1, (~present).sum() // 15)]:
        taken = present.copy()
        taken[r, k] = True
        assert found.gain[r, k] == pytest.approx(outlook(taken, pci, near).index[r] - found.index[r], abs=1e-10)
    assert not found.gain[present].any()


def test_the_outlook_equals_the_growth_labs_up_to_its_scale(table) -> None:
    """It leaves out what is given up and counts the activity as its own neighbour: our ``opened``, on unscaled PCI."""
    present, theirs = presence(location_quotient(table)), growth_lab(table)
    ours = complexity(present, pci_scale="eci")
    m = present.astype(float)
    raw = np.linalg.eig((m / m.sum(0)).T @ (m / m.sum(1, keepdims=True)))
    vector = np.real(raw[1][:, raw[0].argsort()[-2]])
    vector = vector if np.corrcoef(vector, ours.pci)[0, 1] > 0 else -vector
    found = outlook(present, vector)
    index = (found.index - found.index.mean()) / found.index.std()
    assert index == pytest.approx(theirs["coi"].to_numpy().reshape(table.shape)[:, 0], abs=1e-9)
    spread = ((m @ vector) / m.sum(1)).std()
    assert found.opened / spread == pytest.approx(theirs["cog"].to_numpy().reshape(table.shape), abs=1e-8)


def test_econcomplex_divides_the_gain_by_the_other_activitys_neighbours() -> None:
    present = presence(location_quotient(sizes(30, 12)))
    pci = complexity(present).pci
    near = proximity(present)
    np.fill_diagonal(near, 0)
    theirs = econcomplex.complexity_outlook_gain(present.astype(float), pci, use_rca=False, threshold=0.5)
    lacking = 1.0 - present
    by_row = lacking * ((lacking * pci) @ (near / near.sum(axis=1, keepdims=True)).T)
    assert by_row == pytest.approx(theirs, abs=1e-12)
    assert np.abs(outlook(present, pci, near).opened - theirs).max() > 0.01
