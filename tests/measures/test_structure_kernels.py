"""Kernels of specialisation, concentration and decomposition: numbers by hand, exact sums, other libraries."""

from __future__ import annotations

import itertools
import math

import econcomplex
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gongxing.measures import DataError
from gongxing.measures.kernels import agglomeration, growth, structure
from gongxing.measures.kernels.closing import closed
from gongxing.measures.kernels.shift_share import shift_share

# Two regions of 100 jobs: 60 and 40, 20 and 80. The whole is 80 of 200 and 120 of 200.
TWO = np.array([[60.0, 40.0], [20.0, 80.0]])
RANDOM = np.random.default_rng(7).gamma(0.6, 100.0, (40, 12))
sizes = arrays(np.float64, (3, 4), elements=st.integers(1, 10**9).map(float))


def test_location_quotients_by_hand() -> None:
    # 0.6 / 0.4, 0.4 / 0.6; 0.2 / 0.4, 0.8 / 0.6
    assert structure.location_quotient(TWO) == pytest.approx(np.array([[1.5, 2 / 3], [0.5, 4 / 3]]), abs=1e-15)


def test_a_whole_that_is_given_replaces_the_sum() -> None:
    # The nation has 500 and 500: 0.6 / 0.5, 0.4 / 0.5.
    assert structure.location_quotient(TWO, np.array([500.0, 500.0]))[0] == pytest.approx([1.2, 0.8])


def test_the_location_quotient_equals_the_oracles() -> None:
    assert structure.location_quotient(RANDOM) == pytest.approx(econcomplex.rca(RANDOM), abs=1e-12)
    assert structure.krugman(RANDOM) == pytest.approx(econcomplex.krugman_index(RANDOM), abs=1e-12)
    assert structure.hachman(RANDOM) == pytest.approx(econcomplex.hachman_index(RANDOM), abs=1e-12)
    shares = structure.make_up(RANDOM)
    assert structure.herfindahl(shares, normalised=True) == pytest.approx(econcomplex.herfindahl(RANDOM), abs=1e-12)
    # The oracle counts entropy in bits.
    assert structure.entropy(shares) / math.log(2) == pytest.approx(econcomplex.shannon_entropy(RANDOM), abs=1e-12)


def test_the_locational_gini_of_the_oracle_is_another_quantity() -> None:
    """One active region of four equal ones: ours is 1 - 1/4; the oracle's does not weigh regions and stops at 1/2."""
    x = np.array([[8.0, 2.0], [0.0, 10.0], [0.0, 10.0], [0.0, 10.0]])
    assert structure.locational_gini(x)[0] == pytest.approx(0.75)
    assert float(np.asarray(econcomplex.locational_gini(x))[0]) < 0.5


def test_the_locational_gini_is_the_area_by_hand() -> None:
    # Quotients 0.5 and 1.5 of activity 1 in regions of half the whole each: shares 1/4 and 3/4. The curve passes
    # (1/2, 1/4): area under it 1/2·1/4·1/2 + 1/2·(1/4 + 1)/2 = 1/16 + 5/16; Gini = 1 - 2·6/16 = 1/4.
    assert structure.locational_gini(TWO)[0] == pytest.approx(0.25)
    assert structure.locational_gini(np.outer([1.0, 2.0, 3.0], [4.0, 5.0])) == pytest.approx([0, 0], abs=1e-15)


def test_the_interval_widens_with_the_unit_and_covers_at_its_level() -> None:
    narrow, wide = structure.location_quotient_interval(TWO), structure.location_quotient_interval(TWO, unit_size=10)
    assert np.all(narrow.low > wide.low) and np.all(narrow.high < wide.high)
    rng = np.random.default_rng(1)
    shares, n = np.array([[0.3, 0.7], [0.1, 0.9], [0.2, 0.8]]), np.array([400, 900, 1500])
    truth = structure.location_quotient(shares * n[:, None])
    covered = 0
    for _ in range(2000):
        first = rng.binomial(n, shares[:, 0])
        bounds = structure.location_quotient_interval(np.stack([first, n - first], axis=1).astype(float))
        covered += (bounds.low[:, 0] <= truth[:, 0]) & (truth[:, 0] <= bounds.high[:, 0])
    assert np.all(np.abs(covered / 2000 - 0.95) < 0.02)


def test_the_upper_bound_of_an_absent_activity_is_the_exact_binomial_one() -> None:
    # 0 of 100: 1 - 0.025^(1/100) = 0.0362167…, over the whole's share 50 / 200.
    bounds = structure.location_quotient_interval(np.array([[0.0, 100.0], [50.0, 50.0]]))
    assert bounds.low[0, 0] == 0
    assert bounds.high[0, 0] == pytest.approx((1 - 0.025 ** (1 / 100)) / 0.25)


def test_krugman_three_ways_by_hand() -> None:
    # Against the whole |0.6 - 0.4| + |0.4 - 0.6| = 0.4; against the other region |0.6 - 0.2| + |0.4 - 0.8| = 0.8.
    assert structure.krugman(TWO) == pytest.approx([0.4, 0.4])
    assert structure.krugman(TWO, "rest") == pytest.approx([0.8, 0.8])
    assert structure.krugman_pairs(TWO)[0, 1] == pytest.approx(0.8)
    assert structure.structural_overlap(TWO)[0, 1] == pytest.approx(0.6)  # min(0.6, 0.2) + min(0.4, 0.8)


def test_similarity_by_hand() -> None:
    # (0.6·0.2 + 0.4·0.8) / sqrt(0.52 · 0.68)
    assert structure.structural_similarity(TWO)[0, 1] == pytest.approx(0.44 / math.sqrt(0.52 * 0.68))
    same = structure.structural_similarity(np.array([[1.0, 2.0], [10.0, 20.0]]))
    assert same[0, 1] == pytest.approx(1, abs=1e-15)


def test_concentration_by_hand() -> None:
    shares = structure.make_up(TWO)
    assert structure.herfindahl(shares) == pytest.approx([0.52, 0.68])
    assert structure.herfindahl(shares, normalised=True) == pytest.approx([0.04, 0.36])
    assert structure.entropy(shares)[0] == pytest.approx(-(0.6 * math.log(0.6) + 0.4 * math.log(0.4)))
    assert structure.entropy(np.array([[0.5, 0.5]]), normalised=True) == pytest.approx([1.0])
    assert structure.hachman(TWO)[0] == pytest.approx(1 / (0.6 * 1.5 + 0.4 * 2 / 3))


def test_coordination_by_hand() -> None:
    made, worked = np.array([[30.0, 70.0]]), np.array([[50.0, 50.0]])
    found = structure.structural_coordination(made, worked)
    assert found.coefficient[0] == pytest.approx(0.5 / math.sqrt(0.58 * 0.5))
    assert found.deviation[0] == pytest.approx([-0.4, 0.4])
    assert found.theil[0] == pytest.approx(0.3 * math.log(0.6) + 0.7 * math.log(1.4))


def test_geographic_association_by_hand() -> None:
    # Whereabouts 3/4, 1/4 and 1/3, 2/3: 1 - (5/12 + 5/12) / 2
    assert structure.geographic_association(TWO)[0, 1] == pytest.approx(7 / 12)


def test_ellison_glaeser_by_hand() -> None:
    # Activity 1: shares 3/4, 1/4 of regions with 1/2 each: G = 2/16 = 1/8, room 1/2; H = 1/10: (1/4 - 1/10) / (9/10).
    found = agglomeration.ellison_glaeser(TWO, np.array([0.1, 0.1]))
    assert found.gamma[0] == pytest.approx(1 / 6)
    assert found.raw[0] == pytest.approx(1 / 8)


def test_plants_thrown_at_random_have_no_agglomeration_on_average() -> None:
    rng = np.random.default_rng(3)
    regions = np.array([0.5, 0.3, 0.2])
    gammas = []
    for _ in range(4000):
        plants = rng.gamma(1.0, 1.0, 8)
        where = rng.choice(3, 8, p=regions)
        x = np.stack([np.bincount(where, plants, 3), 1e9 * regions], axis=1)
        h = np.array([agglomeration.plant_herfindahl(plants), 0.01])
        gammas.append(agglomeration.ellison_glaeser(x, h, regions).gamma[0])
    assert abs(np.mean(gammas)) < 4 * np.std(gammas) / math.sqrt(len(gammas))


def test_the_group_index_is_that_of_the_paper_whatever_the_plants() -> None:
    x, t = RANDOM[:, :4], RANDOM.sum(axis=1)
    w = x.sum(axis=0) / x.sum()
    room = 1 - np.square(t / t.sum()).sum()
    raw = np.square(x.sum(axis=1) / x.sum() - t / t.sum()).sum()
    for plants in (np.full(4, 0.05), np.array([0.2, 0.01, 0.4, 0.3])):
        gamma = agglomeration.ellison_glaeser(x, plants, t).gamma
        paper = raw / room - (w**2 * plants).sum() - (gamma * w**2 * (1 - plants)).sum()
        paper /= 1 - (w**2).sum()
        assert agglomeration.group_coagglomeration(x, t) == pytest.approx(paper, rel=1e-12)


def test_shift_share_by_hand() -> None:
    # 200 jobs grow to 240 (20 %); activity 1 from 80 to 100 (25 %), activity 2 from 120 to 140 (1/6).
    after = np.array([[80.0, 50.0], [20.0, 90.0]])
    parts = shift_share(np.stack([TWO, after]))
    assert parts.national[0] == pytest.approx([12, 8])
    assert parts.mix[0] == pytest.approx([60 * 0.05, 40 * (1 / 6 - 0.2)])
    assert parts.regional[0] == pytest.approx([80 - 75, 50 - 40 * 7 / 6])
    even = shift_share(np.stack([TWO, after]), homothetic=True)
    # The region would have 100·80/200 = 40 jobs in activity 1; its rate there is 1/3 - 1/4.
    assert even.regional[0, 0] == pytest.approx(40 / 12)
    assert even.allocation is not None and even.allocation[0, 0] == pytest.approx(20 / 12)


@given(sizes, sizes, st.booleans())
def test_shift_share_adds_up_bit_by_bit_over_any_cells_in_any_order(before, after, homothetic) -> None:
    found = shift_share(np.stack([before, after]), homothetic=homothetic)
    parts = [found.national, found.mix, found.regional, *([found.allocation] if homothetic else [])]
    assert np.array_equal(found.change, after - before)  # whole numbers are kept as they are
    for order in itertools.permutations(parts):
        total = order[0].copy()
        for part in order[1:]:
            total = total + part
        assert np.array_equal(total, found.change)
    assert sum(float(p.sum()) for p in parts) == float((after - before).sum())
    assert sum(float(p[::-1].sum(axis=0)[1]) for p in parts) == float((after - before)[:, 1].sum())


def test_the_dynamic_form_is_the_sum_of_its_steps() -> None:
    path = np.stack([TWO, TWO * 1.1, np.array([[70.0, 60.0], [25.0, 95.0]])])
    steps = [shift_share(path[k : k + 2]) for k in (0, 1)]
    whole = shift_share(path)
    assert whole.mix == pytest.approx(steps[0].mix + steps[1].mix, abs=1e-12)
    assert np.array_equal(whole.national + whole.mix + whole.regional, whole.change)


def test_an_activity_new_in_a_region_has_no_rate_and_goes_to_allocation() -> None:
    found = shift_share(np.array([[[0.0, 5.0], [5.0, 5.0]], [[4.0, 5.0], [6.0, 5.0]]]), homothetic=True)
    assert found.new.tolist() == [[True, False], [False, False]]
    assert found.regional[0, 0] == 0 and found.allocation is not None and found.allocation[0, 0] == 4


def test_contributions_by_hand() -> None:
    found = growth.contributions(np.array([50.0, 30.0, 20.0]), np.array([60.0, 29.0, 21.0]))
    assert found.growth == pytest.approx(10)
    assert found.points == pytest.approx([10, -1, 1])
    assert found.share == pytest.approx([100, -10, 10])
    assert growth.contributions(np.array([1.0, 2.0]), np.array([2.0, 1.0])).share is None


@given(arrays(np.float64, (5,), elements=st.floats(0.01, 1e7)), arrays(np.float64, (5,), elements=st.floats(0.01, 1e7)))
def test_contributions_add_up_bit_by_bit(first, last) -> None:
    found = growth.contributions(first, last)
    assert sum(found.points.tolist()) == found.growth == float(found.points[::-1].sum())
    if found.share is not None:
        assert sum(found.share.tolist()) == 100


def test_lmdi_by_hand() -> None:
    # 2·3 = 6 becomes 4·3 = 12: all of the change is the first factor's; 2·3 to 4·6 = 24: equal rates, equal halves.
    effects, change = growth.lmdi(np.array([[2.0, 2.0], [3.0, 3.0]]), np.array([[4.0, 4.0], [3.0, 6.0]]))
    assert effects[:, 0] == pytest.approx([6, 0], abs=1e-14)
    assert effects[:, 1] == pytest.approx([9, 9])
    assert change.tolist() == [6, 18]
    # 8 = 2·4 to 6 = 3·2: L = (6 - 8)/ln(6/8); times ln 3/2 and ln 1/2.
    mean = -2 / math.log(6 / 8)
    effects, _ = growth.lmdi(np.array([[2.0], [4.0]]), np.array([[3.0], [2.0]]))
    assert effects[:, 0] == pytest.approx([mean * math.log(1.5), mean * math.log(0.5)])


def test_lmdi_takes_zeros_as_the_limit_of_small_numbers() -> None:
    start = np.array([[2.0, 0.0, 0.0, 5.0], [3.0, 0.0, 4.0, 0.0]])
    end = np.array([[0.0, 5.0, 6.0, 5.0], [3.0, 2.0, 5.0, 0.0]])
    effects, change = growth.lmdi(start, end)
    assert change.tolist() == [-6, 10, 30, 0]
    assert effects.T.tolist() == [[-6, 0], [5, 5], [30, 0], [0, 0]]
    tiny = 1e-100  # the limit is reached as slowly as 1 / ln
    near, _ = growth.lmdi(np.where(start == 0, tiny, start), np.where(end == 0, tiny, end))
    assert near == pytest.approx(effects, abs=0.5)


positive = arrays(np.float64, (3, 4), elements=st.floats(0, 1e6, allow_subnormal=False).map(lambda v: round(v, 3)))


@given(positive, positive)
def test_lmdi_adds_up_bit_by_bit(start, end) -> None:
    effects, change = growth.lmdi(start, end)
    assert np.array_equal(effects.sum(axis=0), change)
    assert float(effects.sum()) == float(change.sum()) == math.fsum(effects.ravel())
    assert change == pytest.approx(
        end.prod(axis=0) - start.prod(axis=0), rel=1e-9, abs=1e-9 * max(1, np.abs(change).max())
    )


def test_the_logarithmic_mean_is_smooth_near_equal_numbers() -> None:
    a = np.array([1.0, 1.0, 1.0, 2.0])
    b = np.array([1.0, 1 + 1e-12, 1 + 1e-7, 2 * math.e])
    assert growth.logarithmic_mean(a, b) == pytest.approx([1, 1 + 5e-13, 1 + 5e-8, 2 * math.e - 2], rel=1e-15)


def test_parts_that_do_not_decompose_are_refused() -> None:
    with pytest.raises(DataError, match="miss their total"):
        closed(np.array([[1.0, 2.0]]), np.array([3.1]))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (np.array([[1.0, -1.0]]), "1 of 2 are below"),
        (np.array([[1.0, np.nan]]), "1 of 2 are not"),
        (np.array([[0.0, 0.0], [1.0, 1.0]]), r"rows with a sum above 0, but 1 \(1\)"),
        (np.array([[0.0, 1.0], [0.0, 1.0]]), r"columns with a sum above 0, but 1 \(1\)"),
        (np.array([1.0, 2.0]), "two axes"),
    ],
)
def test_bad_tables_are_refused_with_a_reason(table, words) -> None:
    with pytest.raises(DataError, match=words):
        structure.location_quotient(table)


def test_lone_regions_and_plants_are_refused() -> None:
    with pytest.raises(DataError, match="at least two regions"):
        structure.krugman(np.array([[1.0, 2.0]]), "rest")
    with pytest.raises(DataError, match="at least two regions"):
        agglomeration.ellison_glaeser(np.array([[1.0, 2.0]]), np.array([0.1, 0.1]))
    with pytest.raises(DataError, match="between 0 and 1"):
        agglomeration.ellison_glaeser(TWO, np.array([1.0, 0.1]))
    with pytest.raises(DataError, match="at least two"):
        structure.herfindahl(np.array([[1.0]]), normalised=True)
