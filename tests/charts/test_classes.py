"""Classes of a map."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxing.charts.classes import class_of, natural_breaks, upper_bounds


def within(values: np.ndarray, bounds: np.ndarray) -> float:
    """Return the sum of squares within classes."""
    classes = class_of(values, bounds)
    return float(sum(((part - part.mean()) ** 2).sum() for k in set(classes) if (part := values[classes == k]).size))


def test_natural_breaks_find_the_gaps() -> None:
    values = np.array([1.0, 2, 3, 10, 11, 12, 50, 52])
    assert natural_breaks(values, 3).tolist() == [3, 12, 52]
    assert upper_bounds(values, 3, "natural").tolist() == [3, 12, 52]


def test_quantiles_and_equal_widths_by_hand() -> None:
    values = np.array([0.0, 1, 2, 3, 4, 100])
    assert upper_bounds(values, 2, "quantile").tolist() == [2, 100]
    assert upper_bounds(values, 4, "equal").tolist() == [25, 100]  # two classes in between would be empty
    assert class_of(values, np.array([25.0, 100])).tolist() == [0, 0, 0, 0, 0, 1]


def test_fewer_values_than_classes() -> None:
    for classing in ("quantile", "equal", "natural"):
        assert upper_bounds(np.array([5.0, 5.0]), 5, classing).tolist() == [5]
        assert len(upper_bounds(np.array([5.0, 7.0]), 5, classing)) == 2


@given(st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=30), st.integers(2, 5), st.randoms())
def test_no_other_breaks_are_nearer(numbers: list[float], count: int, chance) -> None:
    values = np.array(numbers)
    best = natural_breaks(values, count)
    distinct = np.unique(values)
    other = np.append(np.sort(chance.sample(list(distinct[:-1]), min(count, len(distinct)) - 1)), distinct[-1])
    assert within(values, best) <= within(values, other) * (1 + 1e-9) + 1e-6 * np.ptp(values)


MANY = st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=40)


@given(MANY, st.integers(2, 7), st.sampled_from(["quantile", "equal", "natural"]))
def test_every_class_holds_a_value(numbers: list[float], count: int, classing) -> None:
    values = np.array(numbers)
    bounds = upper_bounds(values, count, classing)
    assert (np.diff(bounds) > 0).all()
    assert bounds[-1] == values.max()
    assert set(class_of(values, bounds)) == set(range(len(bounds)))


def test_as_mapclassify() -> None:
    mapclassify = pytest.importorskip("mapclassify")
    values = np.random.default_rng(3).lognormal(3, 1, 120)
    for count in (3, 5, 7):
        own = class_of(values, upper_bounds(values, count, "quantile"))
        assert (own == mapclassify.Quantiles(values, count).yb).all()
        fisher = mapclassify.FisherJenks(values, count).bins
        assert np.isclose(within(values, natural_breaks(values, count)), within(values, fisher))
