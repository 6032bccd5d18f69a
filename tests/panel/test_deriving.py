"""Sums, formulas, shares, growth and ranks: exact, with their parts, and silent about nothing that is missing."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from observed import observed

from gongxing.panel import Panel, PanelError, group_of
from gongxing.panel.amount import Amount, exact_sum
from gongxing.panel.formula import checked_formula, dimension_of, formula
from gongxing.panel.precision import written_precision

CITIES = ("成都", "德阳", "眉山", "资阳")
VALUES = st.floats(-1e15, 1e15, allow_nan=False)


@given(st.lists(VALUES, min_size=1, max_size=40), st.randoms(use_true_random=False), st.integers(0, 40))
@settings(max_examples=100, deadline=None)
def test_sums_are_exact_under_permutation_and_splitting(values, chance: random.Random, cut) -> None:
    amounts = [Amount.of(value) for value in values]
    total = Amount.sum(amounts)
    chance.shuffle(amounts)
    assert Amount.sum(amounts) == total
    first, second = amounts[:cut], amounts[cut:]
    assert Amount.sum([Amount.sum(first), Amount.sum(second)]) == total
    assert math.isclose(float(total), math.fsum(values), rel_tol=1e-12, abs_tol=1e-9 * max(map(abs, values)))


@given(st.lists(st.integers(-(10**13), 10**13), min_size=1, max_size=30))
def test_sums_of_hundredths_are_the_sums_of_whole_numbers(cents) -> None:
    assert exact_sum(Amount.of(cent / 100).value for cent in cents) * 100 == sum(cents)


def test_a_functional_region_adds_its_four_cities() -> None:
    # 22074.7 + 3014.4 + 1737.9 + 1018.5 = 27845.5
    values = dict(zip(CITIES, (22074.7, 3014.4, 1737.9, 1018.5), strict=True))
    panel = Panel.from_observations([observed(city, "gdp", value) for city, value in values.items()])
    found = panel.total("GDP", "成都都市圈", 2023)
    assert found.value == 27845.5
    assert [entry.observation.region for entry in found.parts] == list(CITIES)
    assert found.missing == ()


def test_a_missing_member_is_named_and_never_zero() -> None:
    panel = Panel.from_observations([observed(city, "gdp", 1.0) for city in CITIES[:3]])
    found = panel.total("gdp", "成都都市圈", 2023)
    assert found.value is None
    assert [(gap.place.name, gap.period) for gap in found.missing] == [("资阳", "2023")]


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        (("成都", "510100"), "成都市 stands twice"),
        (("四川", "成都"), "成都市 lies in 四川"),
        (("成都", "武侯区"), "武侯区 lies in 成都"),
        (("成都", "雾都"), "member '雾都' is not known"),
    ],
)
def test_groups_whose_sum_would_count_twice_are_refused(members, sentence) -> None:
    with pytest.raises(PanelError, match=sentence):
        group_of("made up", members, "a test", 2023)


def test_only_what_adds_is_added() -> None:
    panel = Panel.from_observations([observed(city, "gdp_growth", 6.0) for city in CITIES])
    with pytest.raises(PanelError, match=r"地区生产总值 增速 \(gdp_growth\) does not add over regions"):
        panel.total("gdp_growth", "成都都市圈", 2023)
    with pytest.raises(PanelError, match="no functional region '成都都市园'; did you mean 成都都市圈"):
        panel.total("gdp", "成都都市园", 2023)


def test_shares_take_the_whole_from_its_own_value_else_from_all_of_its_parts() -> None:
    panel = Panel.from_observations([observed("成都", "gdp", 22074.7), observed("四川", "gdp", 60132.9)])
    assert panel.share("gdp", "成都", "四川", 2023).value == pytest.approx(36.7098543)  # 22074.7 / 60132.9
    alone = Panel.from_observations([observed("成都", "gdp", 22074.7)])
    found = alone.share("gdp", "成都", "四川", 2023)
    assert found.value is None
    assert [gap.place.name for gap in found.missing][:3] == ["四川", "自贡", "攀枝花"]
    assert len(found.missing) == 21  # the province itself and 20 of its 21 units


def test_growth_says_in_which_prices_it_is() -> None:
    panel = Panel.from_observations([observed("成都", "gdp", 100.0, "2022"), observed("成都", "gdp", 108.12, "2023")])
    nominal = panel.growth("gdp", "成都", 2023)
    assert nominal.value == pytest.approx(8.12)
    assert nominal.assumption == "in current prices"
    real = panel.growth("gdp", "成都", 2023, deflator=2.0)
    assert real.value == pytest.approx(6.0)  # 1.0812 / 1.02
    assert "rise of prices of 2 %" in str(real.assumption)


@given(st.lists(st.sampled_from((1.0, 2.0, 3.0, 4.0)), min_size=1, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_ranks_do_not_depend_on_the_order_of_rows_and_say_ties(values, chance: random.Random) -> None:
    names = ("成都", "自贡", "攀枝花", "泸州", "德阳", "绵阳", "广元", "遂宁")
    rows = [observed(name, "gdp", value) for name, value in zip(names, values, strict=False)]
    ranked = Panel.from_observations(rows).ranks("gdp", 2023)
    chance.shuffle(rows)
    assert Panel.from_observations(rows).ranks("gdp", 2023) == ranked
    for row in ranked:
        assert row.rank == 1 + sum(value > row.entry.observation.value for value in values)
        assert len(row.ties) == values.count(row.entry.observation.value) - 1


def test_a_pivot_is_one_indicator_by_region_and_year_in_units_that_people_read() -> None:
    panel = Panel.from_observations([
        observed("德阳", "gdp", 3014.4e8), observed("成都", "gdp", 20817.5e8, "2022"),
        observed("成都", "gdp", 22074.7e8),
    ])  # fmt: skip
    table = panel.pivot("gdp", display=True)
    assert table.columns == ["code", "region", "2022", "2023", "unit"]
    assert table.rows() == [
        ("510100", "成都", 20817.5, 22074.7, "亿元"),
        ("510600", "德阳", None, 3014.4, "亿元"),
    ]
    assert panel.pivot("gdp", kind="pandas")["2023"].tolist() == [22074.7e8, 3014.4e8]
    with pytest.raises(PanelError, match="no column 'regoin'; did you mean region"):
        panel.pivot("gdp", rows="regoin")


def test_formulas_are_arithmetic_and_nothing_else() -> None:
    assert formula("(a + b) / c * 100").parts == ("a", "b", "c")
    value = formula("(a + b) / c * 100").value({"a": Amount.of(1.0), "b": Amount.of(2.0), "c": Amount.of(4.0)})
    assert float(value) == 75.0
    for text in ("__import__('os')", "a ** b", "a.b", "a[0]", "a if b else c", "a +", "lambda: 1"):
        with pytest.raises(PanelError):
            formula(text)


def test_dimensions_of_a_formula_are_checked() -> None:
    assert dimension_of("money/person") == (("money", 1), ("person", -1))
    assert checked_formula("100 * gdp / gdp", "share").parts == ("gdp",)
    with pytest.raises(PanelError, match="comes out in money, but money person"):
        checked_formula("gdp * 2", "money/person")
    with pytest.raises(PanelError, match="money and a pure number cannot be added"):
        checked_formula("gdp + gdp_growth", "money")
    with pytest.raises(PanelError, match="no indicator 'gdpp'; did you mean gdp"):
        checked_formula("gdpp / gdp", "share")


@pytest.mark.parametrize(
    ("quote", "value", "half"),
    [("2.78万亿元", 2.78e12, 0.005e12), ("46.3%", 46.3, 0.05), ("22,074.7亿元", 22074.7e8, 0.05e8), ("第17位", 17, 0.5),
     ("1.20亿", 1.2e8, 0.005e8), ("三成", 30.0, None), ("5.2%", -5.2, 0.05)],
)  # fmt: skip
def test_a_number_is_as_fine_as_it_was_written(quote, value, half) -> None:
    found = written_precision(quote, value)
    assert found == pytest.approx(half) if half else found is None


def test_bounds_go_through_the_arithmetic() -> None:
    share = Amount.of(100.0) * Amount.of(2.78e12, 0.005e12) / Amount.of(6.01e12, 0.005e12)
    assert share.meets(Amount.of(46.3, 0.05))
    assert not share.meets(Amount.of(46.5, 0.05))
    assert float(share.low) == pytest.approx(100 * 2.775 / 6.015)
    with pytest.raises(ZeroDivisionError):
        Amount.of(1.0) / Amount.of(0.0)
