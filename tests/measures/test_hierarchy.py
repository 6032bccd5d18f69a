"""Hierarchy: city sizes, growth poles that say when the data cannot tell, centres and ellipses on the map."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from golden.hierarchy import EQUATOR, GROWTH, PANEL, RULE, pole_weights
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxing import measures
from gongxing.measures import DataError
from gongxing.measures.kernels import centrography, growth_poles, hierarchy
from gongxing.regions.weights import Weights


def rows_of(result, term: str) -> dict:
    return {row.group: row.value for row in result.rows if row.term == term}


# City sizes ----------------------------------------------------------------------------------------------------


def test_too_few_cities_for_an_index_are_noted() -> None:
    result = measures.primacy(pl.DataFrame(RULE)[:4], "people")
    assert result.parts().keys() >= {"two", "four", "share"}
    assert "eleven" not in result.parts()
    assert result.notes == ("4 cities are too few for the index of eleven cities",)


@pytest.mark.parametrize("name", ["primacy", "zipf", "rank_size"])
def test_sizes_of_zero_and_single_cities_are_errors(name: str) -> None:
    with pytest.raises(DataError, match=r"> 0.*1 of 11.*511100"):
        measures.measure(name, pl.DataFrame({**RULE, "people": [*RULE["people"][:10], 0.0]}), "people")
    with pytest.raises(DataError, match=r"at least \d cities"):
        measures.measure(name, pl.DataFrame(RULE)[:1], "people")


@pytest.mark.parametrize("name", ["zipf", "rank_size"])
def test_equal_sizes_have_no_power_law(name: str) -> None:
    with pytest.raises(DataError, match="sizes that differ"):
        measures.measure(name, pl.DataFrame({**RULE, "people": [3.0] * 11}), "people")


def test_the_upper_tail_can_be_chosen_and_is_noted() -> None:
    result = measures.zipf(pl.DataFrame(RULE), "people", largest=5)
    assert result.rows[0].n == 5
    assert any("the 5 largest of 11 cities are used (from 504)" in note for note in result.notes)
    assert measures.zipf(pl.DataFrame(RULE), "people", minimum=504).value == result.value
    with pytest.raises(DataError, match="at least 3"):
        measures.zipf(pl.DataFrame(RULE), "people", largest=2)
    with pytest.raises(DataError, match="0 of 11 are left"):
        measures.zipf(pl.DataFrame(RULE), "people", minimum=1e9)


def test_zipfs_interval_holds_the_truth_as_often_as_it_says() -> None:
    random = np.random.default_rng(5)
    held = 0
    for _ in range(400):
        result = hierarchy.zipf(random.pareto(1.3, 200) + 1)
        held += result.low <= 1.3 <= result.high
    assert 0.92 <= held / 400 <= 0.98


def test_a_power_law_is_not_said_to_bend_and_a_lognormal_is() -> None:
    random = np.random.default_rng(6)
    pareto = [hierarchy.zipf(random.pareto(1.1, 200) + 1).bends for _ in range(200)]
    assert np.mean(pareto) <= 0.1  # five in a hundred, and a margin of chance
    assert all(hierarchy.zipf(np.exp(random.normal(0, 1, 300))).bends for _ in range(20))
    frame = pl.DataFrame({"people": np.exp(random.normal(0, 1, 300))})
    assert any("bend away from a power law" in note for note in measures.zipf(frame, "people").notes)


# Growth poles --------------------------------------------------------------------------------------------------


def made(slope: float, years: int, noise: float, seed: int, lag: int = 1):
    """Growth of a leader, four neighbours and ten others; neighbours follow the leader with a slope."""
    random = np.random.default_rng(seed)
    growth = random.normal(0.05, 0.02, (1, years)) + random.normal(0, noise, (15, years))  # the nation's years
    leader = random.normal(0, 0.02, years)
    growth[0] += leader
    growth[1:5] += slope * np.concatenate([np.zeros(lag), leader[: years - lag]])
    neighbours = np.zeros(15, dtype=bool)
    neighbours[1:5] = True
    return growth, neighbours


@pytest.mark.parametrize(("slope", "verdict"), [(0.8, "spillover"), (-0.8, "drain")])
def test_spillover_and_drain_are_found_in_a_long_panel(slope: float, verdict: str) -> None:
    growth, neighbours = made(slope, 25, 0.005, 1)
    result = growth_poles.lead_lag(growth, 0, neighbours)
    assert result.verdict == verdict
    assert result.low <= slope <= result.high


def test_without_a_tie_the_data_cannot_tell() -> None:
    said = [growth_poles.lead_lag(*_first(made(0.0, 12, 0.01, k)), permutations=999).verdict for k in range(200)]
    assert said.count("cannot tell") >= 185  # at most one in twenty wrong, and a margin of chance


def _first(pair):
    growth, neighbours = pair
    return growth, 0, neighbours


def several(slope: float, years: int, leaders: int, seed: int):
    """Growth of leaders with three neighbours each, and of ten others."""
    random = np.random.default_rng(seed)
    nation = random.normal(0.05, 0.02, years)
    growth = nation + random.normal(0, 0.01, (4 * leaders + 10, years))
    masks = []
    for k in range(leaders):
        lead = random.normal(0, 0.02, years)
        growth[4 * k] = nation + lead
        growth[4 * k + 1 : 4 * k + 4, 1:] += slope * lead[:-1]
        masks.append(np.isin(np.arange(len(growth)), range(4 * k + 1, 4 * k + 4)))
    return growth, [4 * k for k in range(leaders)], masks


def test_many_leaders_tell_in_few_years_what_one_cannot() -> None:
    growth, leaders, near = several(0.7, 7, 12, 1)
    together = growth_poles.pooled_lead_lag(growth, leaders, near)
    assert together.verdict == "spillover"
    assert together.low <= 0.7 <= together.high
    # One leader is the line of that leader.
    alone = growth_poles.pooled_lead_lag(growth, leaders[:1], near[:1])
    assert alone.slope == pytest.approx(growth_poles.lead_lag(growth, leaders[0], near[0]).slope)
    assert alone.verdict == "cannot tell"
    assert growth_poles.pooled_lead_lag(growth[:, :5], leaders, near).verdict == "too short"


def test_many_leaders_without_a_tie_seldom_say_anything() -> None:
    said = [growth_poles.pooled_lead_lag(*several(0.0, 7, 10, k)).verdict for k in range(150)]
    assert said.count("cannot tell") >= 138


@pytest.mark.parametrize("years", [2, 3, 5])
def test_short_panels_say_that_they_cannot_tell(years: int) -> None:
    growth, neighbours = made(0.8, years, 0.005, 2)
    result = growth_poles.lead_lag(growth, 0, neighbours)
    assert result.verdict == "too short"
    assert np.isnan(result.low)
    assert np.isnan(result.slope) == (years - 1 < 3)


def test_what_moves_the_whole_nation_is_no_spillover() -> None:
    growth, neighbours = made(0.0, 20, 0.004, 3)
    boom = np.random.default_rng(4).normal(0, 0.1, 20)
    before = growth_poles.lead_lag(growth, 0, neighbours)
    after = growth_poles.lead_lag(growth + boom, 0, neighbours)
    assert after.slope == pytest.approx(before.slope)


def test_a_short_panel_is_reported_in_the_note_and_leaves_the_interval_out() -> None:
    frame = pl.DataFrame(PANEL).filter(pl.col("year") <= 2019)
    result = measures.growth_pole(frame, "gdp", time="year", leader="510100", w=pole_weights(), lag=[0, 1])
    assert "low" not in {row.term for row in result.rows}
    assert any("lag 1, years (3): too short; the data cannot tell" in note for note in result.notes)
    assert [row.value for row in result.rows if row.term == "cannot tell"] == [1, 1]


@pytest.mark.parametrize(
    ("frame", "options", "match"),
    [
        (pl.DataFrame(PANEL), {"leader": "999999"}, "999999 is none of 4"),
        (pl.DataFrame(PANEL), {"leader": "510400"}, "has no neighbour"),
        (pl.DataFrame(PANEL).filter(pl.col("year") != 2018), {}, r"consecutive years.*2017-2019"),
        (pl.DataFrame(PANEL).filter(pl.col("year") == 2018), {}, "at least 2 years"),
        (pl.DataFrame(PANEL)[1:], {}, "1 of 32 are missing"),
        (pl.DataFrame(PANEL), {"lag": -1}, "lags of 0 or more"),
        (pl.DataFrame(PANEL).with_columns(pl.col("year").cast(pl.String) + "年"), {}, "whole years"),
    ],
)
def test_growth_poles_refuse_what_they_cannot_take(frame, options, match: str) -> None:
    with pytest.raises(DataError, match=match):
        measures.growth_pole(frame, "gdp", **{"time": "year", "leader": "510100", "w": pole_weights(), **options})


def test_a_leader_next_to_all_has_no_rest_to_compare_with() -> None:
    w = Weights.from_pairs([("510100", code) for code in GROWTH if code != "510100"], list(GROWTH))
    with pytest.raises(DataError, match="no region outside"):
        measures.growth_pole(pl.DataFrame(PANEL), "gdp", time="year", leader="510100", w=w)


def test_several_leaders_are_pooled_and_their_tests_adjusted() -> None:
    growth, leaders, near = several(0.7, 9, 9, 2)
    n = len(growth)
    codes = [f"{5100 + k}00" for k in range(n)]
    frame = pl.DataFrame({
        "code": np.repeat(codes, 10), "year": np.tile(np.arange(2010, 2020), n),
        "gdp": np.exp(np.hstack([np.zeros((n, 1)), growth.cumsum(axis=1)])).ravel(),
    })  # fmt: skip
    pairs = [(codes[k], codes[int(j)]) for k, mask in zip(leaders, near, strict=True) for j in np.flatnonzero(mask)]
    w = Weights.from_pairs(pairs, codes)
    result = measures.growth_pole(frame, "gdp", time="year", leader=[codes[k] for k in leaders], w=w, lag=1)
    assert result.value == pytest.approx(growth_poles.pooled_lead_lag(growth, leaders, near).slope)
    assert rows_of(result, "verdict")[None] == 1
    p, q = rows_of(result, "p"), rows_of(result, "q")
    assert all(q[code] >= p[code] for code in q)
    assert any("all 9 leaders together, lag 1" in note for note in result.notes)
    few = measures.growth_pole(frame, "gdp", time="year", leader=[codes[0], codes[4]], w=w, lag=1)
    assert any("too few leaders to pool (8 needed)" in note for note in few.notes)


# Centres and ellipses ------------------------------------------------------------------------------------------


def test_an_ellipse_by_hand() -> None:
    # Variances 18 / 4 and 2 / 4, no covariance.
    x, y = np.array([3.0, -3, 0, 0]), np.array([0.0, 0, 1, -1])
    ellipse = centrography.deviational_ellipse(x, y)
    assert (ellipse.x, ellipse.y) == (0, 0)
    assert (ellipse.major, ellipse.minor, ellipse.bearing) == pytest.approx((4.5**0.5, 0.5**0.5, 90))
    assert ellipse.area == pytest.approx(np.pi * 1.5)
    # A weight of three is the same as the place three times.
    heavy = centrography.deviational_ellipse(x, y, np.array([3.0, 1, 1, 1]))
    thrice = centrography.deviational_ellipse(np.array([3.0, 3, 3, -3, 0, 0]), np.array([0.0, 0, 0, 0, 1, -1]))
    assert heavy.major == pytest.approx(thrice.major)
    assert heavy.x == pytest.approx(1.0)


@settings(deadline=None, max_examples=50)
@given(st.floats(0, 179), st.integers(0, 50))
def test_turning_the_map_turns_the_ellipse(angle: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    x, y, weight = random.normal(0, 3, 20), random.normal(0, 1, 20), random.uniform(0.1, 1, 20)
    before = centrography.deviational_ellipse(x, y, weight)
    turn = np.radians(-angle)  # clockwise
    after = centrography.deviational_ellipse(
        np.cos(turn) * x - np.sin(turn) * y, np.sin(turn) * x + np.cos(turn) * y, weight
    )
    assert (after.major, after.minor) == pytest.approx((before.major, before.minor))
    gap = (after.bearing - before.bearing - angle) % 180
    assert min(gap, 180 - gap) < 1e-6


def test_a_round_cloud_has_no_direction_and_one_place_no_size() -> None:
    cross = centrography.deviational_ellipse(np.array([1.0, -1, 0, 0]), np.array([0.0, 0, 1, -1]))
    assert cross.bearing == 0
    assert cross.flattening == pytest.approx(0)
    point = centrography.deviational_ellipse(np.array([5.0]), np.array([7.0]))
    assert (point.major, point.area, point.flattening) == (0, 0, 0)


def test_the_plane_keeps_areas() -> None:
    from pyproj import Geod

    corners = np.array([100.0, 102, 102, 100]), np.array([30.0, 30, 32, 32])
    plane = centrography.Plane.around(*corners)
    along = np.linspace(0, 1, 200)[:-1]
    longitude = np.concatenate([100 + 2 * along, 102 + 0 * along, 102 - 2 * along, 100 + 0 * along])
    latitude = np.concatenate([30 + 0 * along, 30 + 2 * along, 32 + 0 * along, 32 - 2 * along])
    x, y = plane.forward(longitude, latitude)
    area = 0.5 * abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))
    true = abs(Geod(ellps="GRS80").polygon_area_perimeter(longitude, latitude)[0])
    assert area == pytest.approx(true, rel=1e-4)
    assert plane.back(*(float(v[7]) for v in (x, y))) == pytest.approx((longitude[7], latitude[7]))


def test_distances_are_those_of_the_ellipsoid() -> None:
    # A quarter of the meridian of GRS80 is 10 001.966 km; a degree of the equator is 6378.137 pi / 180.
    distance = centrography.great_circle(np.array([0.0, 0.0, 1.0]), np.array([0.0, 90.0, 0.0]))
    assert distance[0, 1] == pytest.approx(10001.966, abs=1e-3)
    assert distance[2, 0] == pytest.approx(6378.137 * np.pi / 180)
    assert (np.diag(distance) == 0).all()


def test_a_change_of_regions_is_noted_and_swapped_columns_are_refused() -> None:
    frame = pl.DataFrame(EQUATOR)
    result = measures.centre_of_gravity(frame[[0, 1, 3]], "gdp", by="year")
    assert any("0 more, 1 fewer" in note for note in result.notes)
    chengdu = pl.DataFrame({"code": ["a", "b"], "gdp": [1.0, 1], "longitude": [30.0, 31], "latitude": [104.0, 105]})
    with pytest.raises(DataError, match="columns are not exchanged"):
        measures.centre_of_gravity(chengdu, "gdp")
    with pytest.raises(DataError, match="sum to 0"):
        measures.centre_of_gravity(frame.with_columns(gdp=pl.lit(0.0)), "gdp", by="year")
    with pytest.raises(DataError, match="adds over regions"):
        measures.centre_of_gravity(frame, "gdp", by="year", dimensions={"gdp": "money/person"})
