"""Kernels of composite indices: scales, weights, aggregation, coupling; by hand and against pymcdm."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pymcdm import normalizations
from pymcdm import weights as mcdm_weights
from pymcdm.methods import TOPSIS

from gongxing.measures import DataError
from gongxing.measures.kernels.aggregation import aggregate, obstacle_degrees, ranks
from gongxing.measures.kernels.coupling import coupling_coordination
from gongxing.measures.kernels.normalisation import normalise
from gongxing.measures.kernels.weighting import (
    ahp_weights,
    critic_weights,
    entropy_weights,
    given_weights,
    pca_weights,
)

X = np.array([[1.0, 30.0], [2.0, 10.0], [5.0, 20.0]])
BOTH = ("higher", "lower")
SCORES = np.random.default_rng(4).uniform(0.1, 1, (30, 5))


def test_scales_by_hand() -> None:
    assert normalise(X, BOTH) == pytest.approx(np.array([[0, 0], [0.25, 1], [1, 0.5]]))
    assert normalise(X, BOTH, "rank") == pytest.approx(np.array([[0, 0], [0.5, 1], [1, 0.5]]))
    assert normalise(X, BOTH, "reference", np.array([2.0, 20.0])) == pytest.approx(
        np.array([[0.5, 2 / 3], [1, 2], [2.5, 1]])
    )
    z = normalise(X, BOTH, "z")
    assert z.mean(axis=0) == pytest.approx([0, 0], abs=1e-15) and z.std(axis=0) == pytest.approx([1, 1])
    assert z[:, 1] == pytest.approx([-10 / math.sqrt(200 / 3), 10 / math.sqrt(200 / 3), 0])


def test_a_missing_value_stays_missing_and_moves_no_other() -> None:
    gap = np.vstack([X, [[np.nan, 25.0]]])
    for how in ("min-max", "rank", "z"):
        found = normalise(gap, BOTH, how)
        assert np.isnan(found[3, 0]) and np.isfinite(found[3, 1])
        assert found[:3, 0] == pytest.approx(normalise(X, BOTH, how)[:, 0])


def test_entropy_weights_by_hand() -> None:
    # Shares 1/4, 3/4 and 1/2, 1/2: entropies of 0.8112… and 1, so all weight is the first's.
    assert entropy_weights(np.array([[1.0, 5.0], [3.0, 5.0]])) == pytest.approx([1, 0])
    found = entropy_weights(np.array([[1.0, 2.0], [3.0, 3.0]]))
    e = [-(p * math.log2(p) + (1 - p) * math.log2(1 - p)) for p in (0.25, 0.4)]
    assert found == pytest.approx([(1 - e[0]) / (2 - sum(e)), (1 - e[1]) / (2 - sum(e))])


def test_weights_equal_pymcdm() -> None:
    assert entropy_weights(SCORES) == pytest.approx(mcdm_weights.entropy_weights(SCORES), abs=1e-12)
    scaled = normalise(SCORES, ("higher",) * 5)
    assert critic_weights(scaled) == pytest.approx(mcdm_weights.critic_weights(SCORES), abs=1e-12)


def test_a_zero_counts_as_nothing_where_pymcdm_refuses_it() -> None:
    """0 ln 0 is 0; the oracle asks for values above 0, which min-max scores never are."""
    x = np.array([[0.0, 1.0], [10.0, 5.0], [10.0, 1.0], [11.0, 9.0]])
    e = [-sum(p * math.log(p) for p in c / c.sum() if p > 0) / math.log(4) for c in x.T]
    assert entropy_weights(x) == pytest.approx([(1 - v) / (2 - sum(e)) for v in e])
    with pytest.raises(ValueError, match="positive"):
        mcdm_weights.entropy_weights(x)


def test_the_shift_that_papers_add_changes_the_weights() -> None:
    scaled = normalise(SCORES, ("higher",) * 5)
    assert np.abs(entropy_weights(scaled) - entropy_weights(scaled, shift=0.01)).max() > 1e-3


def test_principal_components_by_hand() -> None:
    """Two indicators with correlation r: eigenvalues 1 ± r, loadings ±1/√2: equal weights, (1 + r)/2 explained."""
    x = np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0]])
    found = pca_weights(x)
    assert found.weights == pytest.approx([0.5, 0.5])
    assert found.explained == pytest.approx(0.75)
    assert pca_weights(x * [1, -1]).negative.any()


def test_the_hierarchy_process_by_hand() -> None:
    # Consistent judgements 1 : 2 : 4 give 4/7, 2/7, 1/7 and no inconsistency.
    found = ahp_weights(np.array([[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]]))
    assert found.weights == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert found.ratio == pytest.approx(0, abs=1e-12) and found.consistent
    # a12 = a23 = 2, a13 = 1/2: the largest eigenvalue is 1 + t + 1/t with t³ = a12·a23/a13 = 8: 1 + 2 + 1/2 = 3.5.
    circular = ahp_weights(np.array([[1, 2, 1 / 2], [1 / 2, 1, 2], [2, 1 / 2, 1]]))
    assert circular.eigenvalue == pytest.approx(3.5)
    assert circular.ratio == pytest.approx(0.25 / 0.58) and not circular.consistent
    assert ahp_weights(np.array([[1, 3], [1 / 3, 1]])).weights == pytest.approx([0.75, 0.25])


def test_aggregation_by_hand() -> None:
    x, w = np.array([[0.2, 0.8], [0.5, 0.5], [1.0, 0.0]]), np.array([0.25, 0.75])
    assert aggregate(x, w) == pytest.approx([0.65, 0.5, 0.25])
    assert aggregate(x[:2], w, "geometric", floor=0) == pytest.approx([0.2**0.25 * 0.8**0.75, 0.5])
    assert aggregate(x, w, "geometric")[2] == pytest.approx(0.01**0.75)
    # Weighted 0.05, 0.6; 0.125, 0.375; 0.25, 0: best 0.25, 0.6; worst 0.05, 0. The first: up 0.2, down 0.6.
    assert aggregate(x, w, "topsis")[0] == pytest.approx(0.6 / 0.8)
    gap = np.array([[0.2, np.nan], [0.5, 0.5]])
    assert aggregate(gap, w) == pytest.approx([0.2, 0.5])
    assert ranks(np.array([0.3, 0.9, 0.3, 0.1])).tolist() == [2, 1, 2, 4]


def test_topsis_equals_pymcdm() -> None:
    w = np.array([0.1, 0.3, 0.2, 0.25, 0.15])
    types = np.array([1, -1, 1, 1, -1])
    directions = tuple("higher" if t > 0 else "lower" for t in types)
    theirs = TOPSIS(normalizations.minmax_normalization)(SCORES, w, types)
    assert aggregate(normalise(SCORES, directions), w, "topsis") == pytest.approx(theirs, abs=1e-12)


def test_coupling_by_hand() -> None:
    u = np.array([[0.8, 0.2], [0.5, 0.5], [0.0, 0.9], [0.0, 0.0]])
    found = coupling_coordination(u)
    assert found.coupling == pytest.approx([0.4 / 0.5, 1, 0, 0])  # √(0.8·0.2) over 0.5
    assert found.coordination == pytest.approx([math.sqrt(0.8 * 0.5), math.sqrt(0.5), 0, 0])
    changed = coupling_coordination(u, variant="modified")
    assert changed.coupling[0] == pytest.approx(math.sqrt((1 - 0.6) * 0.2 / 0.8))
    three = coupling_coordination(np.array([[0.2, 0.4, 0.8]]), np.array([1.0, 1.0, 2.0]))
    assert three.coupling[0] == pytest.approx(0.4 / (1.4 / 3))  # ∛0.064 = 0.4
    assert three.level[0] == pytest.approx(0.55)
    modified = coupling_coordination(np.array([[0.2, 0.4, 0.8]]), variant="modified").coupling[0]
    assert modified == pytest.approx(math.sqrt((1 - (0.2 + 0.6 + 0.4) / 3) * math.sqrt(0.25 * 0.5)))


def test_equal_systems_are_fully_coupled_which_a_common_misprint_denies() -> None:
    u = np.array([[0.7, 0.7]])
    assert coupling_coordination(u).coupling[0] == pytest.approx(1)
    assert math.sqrt(0.7 * 0.7 / (0.7 + 0.7) ** 2) == pytest.approx(0.5)  # the misprint's bound


def test_obstacles_by_hand() -> None:
    # Gaps 0.5·0.2 and 0.5·0.6: a quarter and three quarters; who is best in everything has none.
    found = obstacle_degrees(np.array([[0.8, 0.4], [1.0, 1.0]]), np.array([0.5, 0.5]))
    assert found == pytest.approx(np.array([[25, 75], [0, 0]]))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: normalise(np.array([[1.0], [1.0]]), ("higher",)), "the same everywhere"),
        (lambda: normalise(np.array([[np.nan], [np.nan]]), ("higher",)), "have none"),
        (lambda: normalise(X, BOTH, "log"), "min-max, z, rank, reference"),
        (lambda: normalise(X, ("up", "lower")), "higher or lower"),
        (lambda: normalise(-X, BOTH, "reference", np.array([1.0, 1.0])), "above 0"),
        (lambda: entropy_weights(-X), "0 or more"),
        (lambda: entropy_weights(X[:1]), "two rows"),
        (lambda: critic_weights(np.array([[1.0, 2.0], [1.0, 3.0]])), "the same everywhere"),
        (lambda: critic_weights(np.array([[1.0, 2.0], [2.0, 4.0]])), "perfectly correlated"),
        (lambda: given_weights(np.array([0.0, 0.0])), "sum to zero"),
        (lambda: given_weights(np.array([1.0, -1.0])), "at least 0"),
        (lambda: ahp_weights(np.array([[1.0, 3.0], [3.0, 1.0]])), "reciprocal"),
        (lambda: ahp_weights(np.ones((11, 11))), "1 to 10"),
        (lambda: aggregate(np.array([[-1.0, 1.0]]), np.array([0.5, 0.5]), "geometric"), "not z"),
        (lambda: aggregate(np.array([[np.nan, 1.0]]), np.array([1.0, 0.0])), "1 have none"),
        (lambda: aggregate(np.ones((2, 2)), np.array([0.5, 0.5]), "topsis"), "differ"),
        (lambda: coupling_coordination(np.array([[0.1]])), "two systems"),
        (lambda: coupling_coordination(np.array([[0.1, 1.2]])), "between 0 and 1"),
        (lambda: coupling_coordination(np.array([[0.1, 0.2]]), np.zeros(2)), "sum above 0"),
        (lambda: obstacle_degrees(np.array([[2.0, 0.1]]), np.array([0.5, 0.5])), "between 0 and 1"),
    ],
)
def test_bad_input_is_refused_with_a_reason(call, words) -> None:
    with pytest.raises(DataError, match=words) as caught:
        call()
    assert ";" in str(caught.value)
