"""Spatial association: permutation inference, islands, joins by code, and where a peer goes wrong in silence."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from golden.association import CODES, LATTICE, ROW, X, lattice_pairs, lattice_weights, row_weights
from scipy import sparse, stats

from gongxing import measures
from gongxing.measures import DataError
from gongxing.measures.kernels import association, permutation
from gongxing.regions.weights import Weights


def lattice(side: int):
    places = [(r, c) for r in range(side) for c in range(side)]
    pairs = [
        (i, j) for i, (r, c) in enumerate(places) for s, t in itertools.product((r - 1, r, r + 1), (c - 1, c, c + 1))
        if 0 <= s < side and 0 <= t < side and (j := s * side + t) != i
    ]  # fmt: skip
    rows, columns = np.array(pairs).T
    matrix = sparse.csr_array((np.ones(len(pairs)), (rows, columns)), shape=(side**2,) * 2)
    return sparse.csr_array(sparse.diags_array(1 / matrix.sum(axis=1)) @ matrix)


def line(n: int):
    matrix = sparse.csr_array(sparse.diags_array([np.ones(n - 1), np.ones(n - 1)], offsets=[-1, 1]))
    return sparse.csr_array(sparse.diags_array(1 / matrix.sum(axis=1)) @ matrix)


def rows_of(result, term: str) -> dict[str, float]:
    return {row.group: row.value for row in result.rows if row.term == term and row.group is not None}


# Permutation --------------------------------------------------------------------------------------


def test_draws_are_samples_without_replacement_and_equally_likely() -> None:
    (draws,) = permutation.distinct_draws(5, 2, 60_000, np.random.default_rng(0))
    assert (draws[:, 0] != draws[:, 1]).all()
    counts = np.bincount(draws[:, 0] * 5 + draws[:, 1], minlength=25).reshape(5, 5)
    assert np.diag(counts).sum() == 0
    expected = counts.sum() / 20
    chi = ((counts[~np.eye(5, dtype=bool)] - expected) ** 2 / expected).sum()
    assert stats.chi2.sf(chi, 19) > 1e-3


def test_draws_can_take_every_site() -> None:
    (draws,) = permutation.distinct_draws(4, 4, 50, np.random.default_rng(0))
    assert (np.sort(draws, axis=1) == np.arange(4)).all()


def test_conditional_tails_are_those_of_all_samples_of_the_others() -> None:
    values = np.array([1.0, 2.0, 4.0, 8.0, 16.0, 3.0])
    weights = sparse.csr_array(np.array([
        [0, 0.5, 0.5, 0, 0, 0], [1, 0, 0, 0, 0, 0], [0.2, 0.3, 0, 0.5, 0, 0],
        [0, 0, 1, 0, 0, 0], [0.25, 0.25, 0.25, 0.25, 0, 0], [0, 0, 0, 0.1, 0.9, 0],
    ]))  # fmt: skip
    permutations = 40_000
    above, below = permutation.lag_tails(values, weights, permutations, 3)
    for site in range(6):
        w = weights[[site]].toarray()[0]
        w = w[w > 0]
        others = np.delete(values, site)
        lags = np.array([w @ others[list(sample)] for sample in itertools.permutations(range(5), w.size)])
        observed = (weights @ values)[site]
        exact_above, exact_below = (lags >= observed - 1e-9).mean(), (lags <= observed + 1e-9).mean()
        room = 4 * np.sqrt(0.25 / permutations)
        assert above[site] / permutations == pytest.approx(exact_above, abs=room)
        assert below[site] / permutations == pytest.approx(exact_below, abs=room)


def test_conditional_deviates_have_the_moments_of_all_samples() -> None:
    values = np.array([1.0, 2.0, 4.0, 8.0, 16.0])
    w = np.array([0.2, 0.3, 0.5])
    matrix = np.zeros((5, 5))
    matrix[4, :3] = w
    matrix[0, 1] = 1
    result = association.local_moran(values, sparse.csr_array(matrix))
    z = (values - values.mean()) / values.std()
    lags = np.array([w @ z[list(sample)] for sample in itertools.permutations(range(4), 3)])
    assert result.z[4] == pytest.approx((w @ z[:3] - lags.mean()) / lags.std(), rel=1e-12)


def test_tails_do_not_depend_on_the_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    weights, values = lattice(20), np.random.default_rng(0).normal(size=400)
    several = permutation.lag_tails(values, weights, 499, 5)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    alone = permutation.lag_tails(values, weights, 499, 5)
    assert all((a == b).all() for a, b in zip(several, alone, strict=True))


def test_the_same_seed_gives_the_same_and_another_seed_another() -> None:
    weights, values = lattice(8), np.random.default_rng(0).normal(size=64)
    one, again, other = (permutation.lag_tails(values, weights, 499, seed)[0] for seed in (1, 1, 2))
    assert (one == again).all()
    assert (one != other).any()


@pytest.mark.parametrize("statistic", [association.moran, association.geary, association.getis_ord])
def test_overall_permutation_agrees_with_all_orders(statistic) -> None:
    values, weights = np.array([1.0, 5.0, 2.0, 7.0, 3.0, 11.0]), line(6)
    every = np.array([statistic(values[list(order)], weights).value for order in itertools.permutations(range(6))])
    observed = statistic(values, weights).value
    exact = min(1.0, 2 * min((every >= observed - 1e-12).mean(), (every <= observed + 1e-12).mean()))
    result = statistic(values, weights, permutations=20_000, seed=1)
    assert result.p_permutation == pytest.approx(exact, abs=0.02)
    # The moments under randomisation are those of all orders.
    assert result.expected == pytest.approx(every.mean(), rel=1e-12)
    assert result.z == pytest.approx((observed - every.mean()) / every.std(), rel=1e-9)


def test_bivariate_moments_are_those_of_all_orders() -> None:
    x, y, weights = np.array([1.0, 5.0, 2.0, 7.0, 3.0]), np.array([2.0, 2.5, 9.0, 1.0, 4.0]), line(5)
    every = np.array(
        [association.bivariate_moran(x, y[list(order)], weights).value for order in itertools.permutations(range(5))]
    )
    result = association.bivariate_moran(x, y, weights)
    assert every.mean() == pytest.approx(0, abs=1e-12)
    assert result.z == pytest.approx(result.value / every.std(), rel=1e-9)


def test_ties_count_in_both_tails() -> None:
    values, weights = np.array([1.0, 0, 0, 0, 0, 0]), line(6)
    above, below = permutation.lag_tails(values, weights, 200, 1)
    assert above[0] == below[0] == 200  # all other values are equal: every lag is a tie


def test_pseudo_p_counts_the_observed_order_itself() -> None:
    # 4 of 99 as large, 97 as small: (4 + 1) / 100, (97 + 1) / 100, twice the smaller.
    p = {a: float(permutation.pseudo_p(np.array(4), np.array(97), 99, a)) for a in permutation.ALTERNATIVES}
    assert p == {"two-sided": 0.1, "greater": 0.05, "less": 0.98}


def test_false_discovery_by_hand() -> None:
    # Sorted 0.01, 0.02, 0.03, 0.5; times 4 / rank: 0.04, 0.04, 0.04, 0.5. NaN is no test.
    q = permutation.false_discovery(np.array([0.03, np.nan, 0.01, 0.5, 0.02]))
    assert q == pytest.approx([0.04, np.nan, 0.04, 0.5, 0.04], nan_ok=True)


def test_white_noise_is_called_significant_as_often_as_said() -> None:
    weights, random = lattice(15), np.random.default_rng(11)
    p = np.concatenate([
        association.local_moran(random.normal(size=225), weights, permutations=499, seed=k).p for k in range(40)
    ])  # fmt: skip
    assert (p <= 0.05).mean() == pytest.approx(0.05, abs=0.012)


# Peers --------------------------------------------------------------------------------------------


PEER = """
import json, sys, warnings
import numpy as np
warnings.simplefilter("ignore")
import numba
plain = lambda *given, **options: given[0] if given and callable(given[0]) else lambda function: function
numba.njit, numba.jit, numba.boolean, numba.prange = plain, plain, bool, range
import esda
from golden.association import X, esda_weights
noisy = esda.Moran_Local(np.array([np.nan, *X[1:]]), esda_weights("r"), permutations=99, seed=1)
whole = esda.Moran_Local(X, esda_weights("r"), permutations=9999, seed=1)
print(json.dumps([whole.p_sim.tolist(), noisy.p_sim.tolist(), int(np.isnan(noisy.Is).sum()), noisy.q.tolist()]))
"""


@pytest.fixture(scope="module")
def peer() -> list:
    """What esda says, run without its compiler, which would take half a minute."""
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    run = subprocess.run([sys.executable, "-c", PEER], env=here, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def test_two_sided_p_is_twice_the_peers_one_sided_one(peer) -> None:
    one_sided = np.array(peer[0])
    weights = sparse.csr_array(lattice_weights().row_standardised().matrix)
    ours = association.local_moran(X, weights, permutations=9999, seed=1).p
    assert np.abs(np.minimum(1, 2 * one_sided) - ours).max() < 0.03
    assert (one_sided < ours).mean() > 0.9  # taken as two-sided, the peer's would be half as large as they are


def test_a_shuffled_table_gives_the_same_where_the_peer_is_silently_wrong() -> None:
    import esda
    import pandas as pd
    from libpysal.graph import Graph

    shuffled = pl.DataFrame(LATTICE).sample(fraction=1, shuffle=True, seed=3)
    ours = measures.moran(pl.DataFrame(LATTICE), "x", w=lattice_weights())
    again = measures.moran(shuffled, "x", w=lattice_weights())
    assert [r.value for r in ours.rows] == [r.value for r in again.rows]
    pairs = [(CODES[i], CODES[j]) for i, j in lattice_pairs()]
    graph = Graph.from_arrays(*map(list, zip(*pairs, strict=True)), [1.0] * len(pairs)).transform("r")
    series = pd.Series(shuffled["x"].to_list(), index=shuffled["code"].to_list())
    by_position = esda.Moran(series, graph, permutations=0).I
    right = esda.Moran(series.loc[list(graph.unique_ids)], graph, permutations=0).I
    assert ours.value == pytest.approx(right, rel=1e-12)
    assert abs(by_position - right) > 0.05


def test_one_missing_value_stays_one_where_the_peer_loses_the_map(peer) -> None:
    gap = {**LATTICE, "x": [None, *LATTICE["x"][1:]]}
    with pytest.raises(DataError, match=r"1 of 30 .*510000"):
        measures.local_moran(pl.DataFrame(gap), "x", w=lattice_weights())
    result = measures.local_moran(pl.DataFrame(gap), "x", w=lattice_weights(), missing="drop", permutations=99)
    assert len(rows_of(result, "p")) == 29
    assert any("dropped 1 of 30" in note for note in result.notes)
    _, p, unknown, quadrants = peer
    assert unknown == 30  # every local statistic is lost,
    assert max(p) <= 0.05  # each is called significant,
    assert set(quadrants) == {3}  # and low among low


# Neighbours by a word ---------------------------------------------------------------------------------------------


def test_neighbours_can_be_asked_for_by_a_word() -> None:
    from gongxing.regions.layers import load_layer
    from gongxing.regions.neighbours import contiguity

    codes = list(load_layer("prefecture").within("510000").codes)
    frame = pl.DataFrame({"code": codes, "x": [float(k * k % 17) for k in range(len(codes))]})
    word = measures.moran(frame, "x", w="queen")
    assert word.value == measures.moran(frame, "x", w=contiguity(load_layer("prefecture"))).value
    assert "queen contiguity" in (word.spec.weights or "")
    assert "rook contiguity" in (measures.moran(frame, "x", w="rook").spec.weights or "")
    for other in ("nearest:4", "band:150"):
        assert measures.moran(frame, "x", w=other).value != word.value
    more = pl.concat([frame, pl.DataFrame({"code": ["519900"], "x": [5.0]})])
    noted = measures.local_moran(more, "x", w="queen", permutations=99).notes
    assert any("the boundary of 1 of 22 regions is not known (519900): no neighbours" in note for note in noted)
    with pytest.raises(DataError, match="queen, rook, nearest:5"):
        measures.moran(frame, "x", w="bishop")
    with pytest.raises(DataError, match="expected distances or times"):
        measures.gravity(frame, "x", w="queen")


# Bad input ----------------------------------------------------------------------------------------


def test_islands_are_reported_and_not_tested() -> None:
    pairs = [(CODES[i], CODES[j]) for i, j in lattice_pairs() if 29 not in (i, j)]
    w = Weights.from_pairs(pairs, CODES, description="queen")
    result = measures.local_moran(pl.DataFrame(LATTICE), "x", w=w, permutations=99)
    assert CODES[29] not in rows_of(result, "value")
    assert result.parts()["tested"] == 29
    assert any("1 of 30 regions have no neighbour" in note and CODES[29] in note for note in result.notes)
    hot = measures.local_getis_ord(pl.DataFrame(LATTICE), "x", w=w, permutations=99)
    assert len(rows_of(hot, "p")) == 29


def test_neighbours_that_are_not_in_the_data_are_told() -> None:
    result = measures.moran(pl.DataFrame(LATTICE)[1:], "x", w=lattice_weights())
    # The first of the lattice has three neighbours: beside, below and across.
    assert any(
        f"3 of 29 regions have neighbours that are not in the data ({CODES[1]}, {CODES[5]}, {CODES[6]})" in note
        for note in result.notes
    )


def test_only_islands_are_an_error() -> None:
    with pytest.raises(DataError, match="all 4 are islands"):
        measures.moran(pl.DataFrame(ROW), "x", w=Weights.from_pairs([], ROW["code"]))


def test_codes_that_the_weights_lack_are_named() -> None:
    other = {**ROW, "code": ["999999", *ROW["code"][1:]]}
    with pytest.raises(DataError, match="999999"):
        measures.moran(pl.DataFrame(other), "x", w=row_weights())


@pytest.mark.parametrize("kernel", [association.moran, association.geary, association.getis_ord,
                                    association.local_moran, association.local_getis_ord])  # fmt: skip
def test_kernels_refuse_bad_arrays(kernel) -> None:
    good = np.array([1.0, 2, 3, 5])
    for values, weights, match in (
        (np.array([1.0, np.nan, 2, 3]), line(4), "finite"), (np.ones(4), line(4), "differ"), (good, line(5), "4 by 4"),
        (good[:2], line(2), "at least 4"), (good, sparse.csr_array((4, 4)), "0 weights"),
    ):  # fmt: skip
        with pytest.raises(DataError, match=match):
            kernel(values, weights)
    with pytest.raises(DataError, match="below"):
        association.getis_ord(-good, line(4))


@pytest.mark.parametrize("name", ["moran", "geary", "getis_ord", "local_moran", "local_getis_ord"])
def test_constants_and_few_regions_are_errors(name: str) -> None:
    flat = {**ROW, "x": [2.0] * 4}
    with pytest.raises(DataError, match="values that differ"):
        measures.measure(name, pl.DataFrame(flat), "x", w=row_weights())
    with pytest.raises(DataError, match="at least 4 regions"):
        measures.measure(name, pl.DataFrame(ROW)[:3], "x", w=row_weights())


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"permutations": 10}, "at least 99"),
        ({"permutations": 0}, "at least 99"),
        ({"alternative": "both"}, "two-sided"),
        ({"level": 5}, "between 0 and 1"),
        ({"by": "year"}, "none of that name"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(options, match: str) -> None:
    with pytest.raises(DataError, match=match):
        measures.local_moran(pl.DataFrame(ROW), "x", w=row_weights(), **options)


def test_negative_values_have_no_general_g() -> None:
    with pytest.raises(DataError, match=">= 0"):
        measures.getis_ord(pl.DataFrame({**ROW, "x": [-1.0, 2, 3, 4]}), "x", w=row_weights())


def test_weights_of_regions_to_themselves_are_left_out() -> None:
    matrix = row_weights().matrix + sparse.eye_array(4)
    w = Weights.from_matrix(ROW["code"], matrix, description="with itself")
    result = measures.moran(pl.DataFrame(ROW), "x", w=w)
    assert result.value == pytest.approx(0.4)
    assert any("themselves" in note for note in result.notes)


def test_one_result_a_year() -> None:
    two = pl.concat([pl.DataFrame(ROW).with_columns(year=pl.lit(y)) for y in (2020, 2021)])
    result = measures.moran(two, "x", w=row_weights(), by="year")
    assert [row.value for row in result.rows if row.term == "value"] == pytest.approx([0.4, 0.4])


def test_false_discoveries_are_controlled_over_the_map() -> None:
    weights = lattice(10)
    noise = [np.random.default_rng(k).normal(size=100) for k in range(40)]
    found = [association.local_moran(x, weights, permutations=9999, seed=1) for x in noise]
    # Without association any discovery is false: one map in twenty may show some.
    assert sum(bool((result.q <= 0.05).any()) for result in found) <= 6
    assert sum(bool((result.p <= 0.05).any()) for result in found) >= 35
    hot = noise[0].copy()
    hot[[0, 1, 2, 10, 11, 12, 20, 21, 22]] += 6
    assert association.local_moran(hot, weights, permutations=9999, seed=1).q[11] <= 0.05
