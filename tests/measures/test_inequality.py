"""Inequality: what holds for all values, and where and why other libraries differ."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gongxing.measures as measures
from gongxing.measures import DataError
from gongxing.measures.kernels import dagum, entropy, inequality

numbers = st.floats(0.1, 1e6)
people = st.integers(1, 6)
regions = st.lists(st.tuples(numbers, people, st.integers(0, 3), st.integers(0, 2)), min_size=2, max_size=40)


def arrays(rows):
    x, w, outer, inner = (np.array(column) for column in zip(*rows, strict=True))
    return x.astype(float), w.astype(float), outer, inner


KERNELS = {
    "gini": inequality.gini,
    "theil": entropy.theil,
    "mld": entropy.mean_log_deviation,
    "ge2": lambda x, w=None: entropy.generalised_entropy(x, 2, w),
    "ge-1": lambda x, w=None: entropy.generalised_entropy(x, -1, w),
    "atkinson": lambda x, w=None: inequality.atkinson(x, 1.5, w),
    "variation": inequality.coefficient_of_variation,
    "hoover": inequality.hoover,
    "wolfson": inequality.wolfson,
    "top": lambda x, w=None: inequality.top_share(x, 10, w),
    "p90/p10": lambda x, w=None: inequality.percentile_ratio(x, 90, 10, w),
}


@pytest.mark.parametrize("kernel", KERNELS.values(), ids=KERNELS)
@given(rows=regions)
@settings(max_examples=25, deadline=None)
def test_a_weight_counts_like_that_many_regions(kernel, rows) -> None:
    x, w, *_ = arrays(rows)
    assert kernel(x, w) == pytest.approx(kernel(np.repeat(x, w.astype(int))), rel=1e-9, abs=1e-9)


@given(rows=regions, alpha=st.sampled_from([-1.0, 0.0, 0.5, 1.0, 2.0]))
@settings(max_examples=60, deadline=None)
def test_between_and_within_add_up_and_so_do_groups(rows, alpha) -> None:
    x, w, outer, _ = arrays(rows)
    parts = entropy.entropy_parts(x, outer, alpha, w)
    whole = entropy.generalised_entropy(x, alpha, w)
    scale = max(whole, 1e-3)
    assert parts.between + parts.within == pytest.approx(whole, rel=1e-9, abs=1e-9 * scale)
    assert math.fsum(parts.by_group.between) == pytest.approx(parts.between, abs=1e-12 * scale)
    assert math.fsum(parts.by_group.within) == pytest.approx(parts.within, abs=1e-12 * scale)
    for k, name in enumerate(parts.by_group.names):
        mine = outer == name
        own = entropy.generalised_entropy(x[mine], alpha, w[mine])
        assert parts.by_group.own[k] == pytest.approx(own, rel=1e-6, abs=1e-9)


@given(rows=regions)
@settings(max_examples=60, deadline=None)
def test_nested_levels_add_up_and_agree_with_one_level_at_a_time(rows) -> None:
    x, w, outer, inner = arrays(rows)
    nested = entropy.nested_parts(x, [outer, inner], 1.0, w)
    assert nested.total == pytest.approx(entropy.theil(x, w), rel=1e-9, abs=1e-9)
    assert nested.between[0] == pytest.approx(entropy.theil_parts(x, outer, w).between, abs=1e-12)
    both = entropy.theil_parts(x, outer * 10 + inner, w)
    assert nested.within == pytest.approx(both.within, abs=1e-12)
    assert math.fsum(nested.levels[1][1]) == pytest.approx(nested.between[1], abs=1e-12)
    assert min(nested.levels[1][1]) > -1e-12


@given(rows=regions)
@settings(max_examples=60, deadline=None)
def test_dagums_parts_by_subtraction_are_those_by_pairs(rows) -> None:
    x, w, outer, _ = arrays(rows)
    parts, pairs = dagum.dagum_parts(x, outer, w), dagum.dagum_pairs(x, outer, w)
    p, s = parts.population, parts.income
    upper = np.triu_indices(len(p), 1)
    gross = (pairs.gini * (p[:, None] * s[None, :] + p[None, :] * s[:, None]))[upper]
    net = gross * pairs.distance[upper]
    assert parts.within == pytest.approx(float((np.diag(pairs.gini) * p * s).sum()), abs=1e-12)
    assert parts.between == pytest.approx(float(net.sum()), abs=1e-12)
    assert parts.transvariation == pytest.approx(float((gross - net).sum()), abs=1e-12)
    assert parts.total == pytest.approx(inequality.gini(x, w), abs=1e-12)


def test_labels_may_be_words_numbers_or_wide_numbers() -> None:
    x = np.array([1.0, 3, 2, 6])
    expected = entropy.theil_parts(x, ["A", "A", "B", "B"])
    for labels in ([5, 5, 9, 9], [510000, 510000, -7, -7], np.array(["四川", "四川", "贵州", "贵州"], dtype=object)):
        parts = entropy.theil_parts(x, labels)
        assert (parts.total, parts.between, parts.within) == pytest.approx(
            (expected.total, expected.between, expected.within)
        )
        assert len(parts.by_group.names) == 2


def test_negative_and_missing_values_raise_where_inequality_gives_a_number() -> None:
    from inequality.gini import Gini
    from inequality.theil import Theil

    assert Gini(np.array([-5.0, 1, 2, 6])).g > 1
    assert math.isnan(Theil(np.array([1.0, np.nan, 2])).T)
    for bad in ([-5.0, 1, 2, 6], [1.0, math.nan, 2], [0.0, 0.0]):
        for kernel in (inequality.gini, entropy.theil):
            with pytest.raises(DataError, match="expected"):
                kernel(bad)


def test_zeros_are_exact_where_inequality_puts_a_small_number_in_their_place() -> None:
    from inequality.theil import Theil

    # Half have nothing, half have 2: T = ln 2 exactly.
    x = np.array([0.0, 0, 2, 2])
    assert entropy.theil(x) == pytest.approx(math.log(2), abs=1e-15)
    assert abs(Theil(x).T - math.log(2)) < 1e-12


def test_wolfson_is_twice_that_of_inequality_which_leaves_a_factor_out() -> None:
    from inequality.wolfson import wolfson

    # The bound of Wolfson (1994) is 1, where half have nothing and half share all.
    assert inequality.wolfson([0, 0, 2, 2]) == pytest.approx(1)
    assert wolfson([0, 0, 2, 2]) == pytest.approx(0.5)
    values = [20000, 25000, 27000, 30000, 35000, 45000, 60000, 75000, 80000, 120000]
    assert inequality.wolfson(values) == pytest.approx(2 * wolfson(values), abs=1e-12)


def test_schutz_of_inequality_is_hoover() -> None:
    import pandas as pd
    from inequality.schutz import Schutz

    values = [1.0, 3, 2, 6, 9]
    assert inequality.hoover(values) == pytest.approx(Schutz(pd.DataFrame({"x": values}), "x").distance, abs=1e-12)


FRAME = pl.DataFrame(
    {
        "code": ["510100", "510300", "510400", "510500"] * 2,
        "year": [2020] * 4 + [2021] * 4,
        "gdp_per_head": [8.0, 4, 5, 3, 9, 4, 5, 3],
        "gdp": [80.0, 8, 6, 9, 90, 8, 6, 9],
        "residents": [10.0, 2, 1, 3, 10, 2, 1, 3],
    }
)


def test_an_interval_is_drawn_with_a_seed_and_said() -> None:
    options = {"weight": "residents", "by": "year", "bootstrap": 199, "seed": 7}
    first, again = (measures.gini(FRAME, "gdp_per_head", **options) for _ in range(2))
    assert first.table.equals(again.table)
    assert first.spec.seed == 7
    parts = first.parts((2020,))
    assert parts["low value"] <= parts["value"] <= parts["high value"]
    assert any("199 draws, seed 7" in note for note in first.notes)
    other = measures.gini(FRAME, "gdp_per_head", **{**options, "seed": 8})
    assert not first.table.equals(other.table)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"value": "gdp", "weight": "residents", "by": "year"}, "adds over regions"),
        ({"value": "gdp_per_head", "weight": "gdp_per_head", "by": "year"}, "such as residents"),
        ({"value": "gdp_per_head"}, r"4 of 8 rows repeat a region \(510100, 510300, 510400, 510500\)"),
        ({"value": "gdp_per_heat", "by": "year"}, "there is none of that name"),
        ({"value": "gdp_per_head", "by": "year", "missing": "skip"}, "missing is one of 'raise', 'drop'"),
        ({"value": "code", "by": "year"}, "expected numbers, but the column holds String"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_do(options, said) -> None:
    value = options.pop("value")
    with pytest.raises(DataError, match=said):
        measures.theil(FRAME, value, **options)


def test_weights_that_sum_to_zero_name_the_year() -> None:
    frame = FRAME.with_columns(residents=pl.when(pl.col("year") == 2021).then(0.0).otherwise(pl.col("residents")))
    with pytest.raises(DataError, match="2021: weight: expected weights with a sum above 0"):
        measures.theil(frame, "gdp_per_head", weight="residents", by="year")


def test_negative_values_name_the_first_five_codes() -> None:
    frame = pl.DataFrame({"code": [f"51{k:02}00" for k in range(1, 10)], "x": [-1.0] * 7 + [1.0] * 2})
    with pytest.raises(DataError, match=r"7 of 9 are not .*510100, 510200, 510300, 510400, 510500 …"):
        measures.theil(frame, "x")


def test_measures_are_found_by_words_of_either_language() -> None:
    assert measures.find("泰尔指数")[0].id in ("theil", "theil_l")
    assert "gini" in [found.id for found in measures.find("差距")]
    assert measures.find("polarization")
    assert measures.measure("基尼系数", FRAME, "gdp_per_head", by="year").spec.measure == "gini"
    with pytest.raises(DataError, match="did you mean theil"):
        measures.measure("theill", FRAME, "gdp_per_head")


def test_a_panel_may_be_measured_and_words_become_its_columns() -> None:
    from gongxing.panel import Panel

    rows = [
        (region, year, indicator, value)
        for year in (2020, 2021)
        for region, per_head, people in (
            ("成都市", 8.0, 20),
            ("自贡市", 5.0, 3),
            ("贵阳市", 7.0, 6),
            ("遵义市", 5.0, 7),
        )
        for indicator, value in (("人均地区生产总值", per_head * 1e4 + year), ("常住人口", people * 1e6))
    ]
    long = pl.DataFrame(rows, schema=["region", "period", "indicator", "value"], orient="row")
    panel = Panel.from_frame(long.with_columns(pl.col("period").cast(pl.String), pl.col("value").cast(pl.Float64)))
    result = measures.theil(panel, "人均GDP", weight="population", by="year", group="province")
    assert result.spec.arguments["value"] == "gdp_per_head"
    assert result.keys == ("year",)
    assert {row.group for row in result.rows} == {None, "四川", "贵州"}
    frame = panel.wide(["gdp_per_head", "residents"]).with_columns(province=pl.col("code").str.slice(0, 2))
    plain = measures.theil(frame, "gdp_per_head", weight="residents", by="year", group="province")
    assert result.parts((2020,)) == pytest.approx(plain.parts((2020,)))
