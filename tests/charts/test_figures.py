"""Every figure of the catalogue: a valid specification, a table of the numbers drawn, a sentence that says it."""

from __future__ import annotations

import polars as pl
import pytest

from gongxing.charts import Figure, FigureError, figure_kind, figure_kinds


def test_every_figure_has_a_frame_here(frames) -> None:
    assert set(frames) == set(figure_kinds())


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", figure_kinds())
def test_each_says_what_is_seen(name: str, language: str, theme: str, frames) -> None:
    frame, options = frames[name]
    figure = figure_kind(name)(frame, **options, language=language, theme=theme, source="某年鉴")
    assert isinstance(figure, Figure)
    figure.chart.to_dict()  # altair checks it against the schema of Vega-Lite
    spec = figure.spec()
    assert spec["usermeta"]["gongxing"]["figure"] == name
    if "成都" in figure.summary or "Chengdu" in figure.summary:
        assert ("成都" in figure.summary) == (language == "zh")
    assert figure.summary.endswith(("。", "."))
    assert "{" not in figure.summary + figure.title + figure.source
    assert "某年鉴" in figure.source
    assert spec["description"].startswith(figure.title)
    assert figure.table.height > 0
    assert figure_kind(name).title(language)


@pytest.mark.parametrize("name", [n for n, kind in figure_kinds().items() if "selected" in kind.options])
def test_marks_of_regions_carry_their_code_and_a_selection(name: str, frames, drawn) -> None:
    frame, options = frames[name]
    spec = figure_kind(name)(frame, **options, selected=["绵阳", "510100"]).spec()
    assert spec["usermeta"]["gongxing"]["parameter"] == "region"
    assert spec["usermeta"]["gongxing"]["field"] == "region_code"
    (chosen,) = [one for one in spec["params"] if one["name"] == "region"]
    assert chosen["select"] == {"type": "point", "fields": ["region_code"]}
    assert [one["region_code"] for one in chosen["value"]] == ["510700", "510100"]
    assert {"510100", "510700"} <= {row.get("region_code") for row in drawn(spec)}


@pytest.mark.parametrize("name", figure_kinds())
def test_the_same_frame_gives_the_same_figure_and_is_not_changed(name: str, frames) -> None:
    frame, options = frames[name]
    before = frame.clone()
    one, other = (figure_kind(name)(frame, **options) for _ in range(2))
    assert one.spec() == other.spec()
    assert one.table.equals(other.table)
    assert frame.equals(before)


@pytest.mark.parametrize("name", figure_kinds())
def test_bad_input_gets_a_sentence(name: str, frames) -> None:
    frame, options = frames[name]
    kind = figure_kind(name)
    with pytest.raises(FigureError, match="needs columns"):
        kind(frame.select(pl.lit(1).alias("other")), **options)
    with pytest.raises(FigureError, match=r"no row|no value|none of"):
        kind(frame.clear(), **options)
    with pytest.raises(FigureError, match="language is zh or en"):
        kind(frame, **options, language="fr")
    with pytest.raises(FigureError, match="theme is light, dark, print"):
        kind(frame, **options, theme="neon")
    with pytest.raises(FigureError, match="no option colour; it has"):
        kind(frame, colour="red")


def test_options_come_as_text() -> None:
    kind = figure_kind("region_map")
    given = {"within": "四川", "classes": "4", "groups": "成都都市圈,川南经济区", "labels": "no", "level": "county"}
    assert kind.options_of({**given, "title": ""}) == {
        "within": "四川",
        "classes": 4,
        "groups": ["成都都市圈", "川南经济区"],
        "labels": False,
        "level": "county",
    }
    for given, said in (
        ({"classes": "many"}, "classes is a whole number"),
        ({"labels": "perhaps"}, "labels is yes or no"),
        ({"level": "village"}, "level is province, prefecture, county"),
        ({"colour": "red"}, "no option colour"),
    ):
        with pytest.raises(FigureError, match=said):
            kind.options_of(given)
    with pytest.raises(FigureError, match="no figure is called 'pie'; there are region_map"):
        figure_kind("pie")


def test_two_units_are_not_one_figure(levels: pl.DataFrame) -> None:
    mixed = pl.concat(
        [levels, levels.with_columns(unit=pl.lit("USD"), period=pl.lit("2023"), region_code=pl.lit("110000"))]
    )
    with pytest.raises(FigureError, match="one unit; CNY, USD came"):
        figure_kind("time_series")(mixed.unique(["region_code", "period"]), indicator="gdp")


def test_the_summary_of_a_map_by_hand(levels: pl.DataFrame) -> None:
    figure = figure_kind("region_map")(
        levels.filter(pl.col("region").is_in(["成都", "自贡", "攀枝花"])), indicator="gdp", period="2020"
    )
    # 2.2e12, 2.2e12 / 2^0.8, 2.2e12 / 3^0.8
    assert figure.summary == (
        "地区生产总值（2020年）：3个有数据的地区中，最高的是成都（2.2万亿元），为最低的攀枝花（9,135亿元）的2.41倍，中位数1.264万亿元。"
    )


def test_ranks_and_their_changes_by_hand() -> None:
    frame = pl.DataFrame({
        "code": ["510100", "510700", "511400", "510100", "510700", "511400", "512000"],
        "year": [2020, 2020, 2020, 2023, 2023, 2023, 2023], "value": [9, 5, 4, 10, 5, 6, 8],
    })  # fmt: skip
    table = figure_kind("ranking")(frame, indicator="gdp").table
    # 资阳 has no value before: the others are compared among themselves.
    assert table.select("rank", "region", "value", "rank_before", "rank_change").rows() == [
        (1, "成都", 10.0, 1, 0), (2, "资阳", 8.0, None, None), (3, "眉山", 6.0, 3, 1), (4, "绵阳", 5.0, 2, -1),
    ]  # fmt: skip


def test_a_ranking_says_what_it_leaves_out(levels: pl.DataFrame) -> None:
    figure = figure_kind("ranking")(levels, indicator="gdp", top=5)
    assert figure.table.height == 19
    assert figure.notes == ("共19个，图中为前5个；表中俱全。",)


def test_namesakes_are_told_apart() -> None:
    frame = pl.DataFrame({"code": ["320106", "350102", "410204"], "value": [3, 2, 1]})
    assert figure_kind("ranking")(frame).table["region"].to_list() == ["鼓楼（南京）", "鼓楼（福州）", "鼓楼（开封）"]


def test_a_base_period_is_one_hundred(levels: pl.DataFrame) -> None:
    figure = figure_kind("time_series")(levels, indicator="gdp", base="2020")
    first = figure.table.filter(pl.col("period") == "2020")["value"]
    assert set(first) == {100.0}
    assert "2020年=100" in figure.title
    with pytest.raises(FigureError, match="no region has a value of 1999"):
        figure_kind("time_series")(levels, base="1999")


def test_intervals_that_hold_zero_are_counted(changes: pl.DataFrame) -> None:
    figure = figure_kind("gains_and_losses")(changes, indicator="实际收入", title="成眉线")
    # 6.0 - 0.7 k, low 1.5 below and high 1.0 above: zero lies within for k = 7 to 9, those of 1.1, 0.4 and -0.3.
    assert figure.summary == (
        "成眉线：9个地区上升，最多的是成都（+6.00%）；10个地区下降，最多的是阿坝（-6.60%）。其中3个地区的区间含零，方向不能断定。"
    )


def test_a_region_given_twice_is_named(levels: pl.DataFrame) -> None:
    twice = pl.concat([levels, levels.filter(pl.col("region") == "绵阳")])
    with pytest.raises(FigureError, match="绵阳 stands 2 times"):
        figure_kind("ranking")(twice)


def test_a_lorenz_curve_says_gini_and_the_poorer_half() -> None:
    # Half of the people have a quarter: the area below is 0.5 * 0.25 / 2 + 0.5 * (0.25 + 1) / 2 = 0.375.
    figure = figure_kind("lorenz_curve")(pl.DataFrame({"x": [0.5, 1.0], "y": [0.25, 1.0]}))
    assert figure.summary == "洛伦兹曲线：总量最少的一半人口得到总量的25.0%，最多的十分之一得到15.0%，基尼系数0.250。"
    with pytest.raises(FigureError, match="shares from 0 to 1"):
        figure_kind("lorenz_curve")(pl.DataFrame({"x": [0.5, 1.0], "y": [-0.25, 1.0]}))


def test_convergence_by_hand() -> None:
    # Levels 1, e, e2 (in thousands) that grow by 3, 2 and 1 per cent a year of logs: a slope of -0.01.
    e = 2.718281828459045
    rows = [
        (code, year, 1000 * e ** (k + (0.03 - 0.01 * k) * (year - 2020)))
        for k, code in enumerate(["510100", "510300", "510400"])
        for year in (2020, 2030)
    ]
    figure = figure_kind("convergence")(pl.DataFrame(rows, schema=["code", "year", "value"], orient="row"))
    assert figure.table["y"].to_list() == pytest.approx([0.03, 0.02, 0.01])
    # Twice the start: 0.01 ln 2 less a year.
    assert "起点高一倍，年均增速低0.69个百分点（斜率-0.0100，R² 1.00）" in figure.summary


def test_the_frontier_is_of_plans_that_none_beats_in_both() -> None:
    plans = pl.DataFrame({"plan": list("abcd"), "growth": [3.0, 2.0, 2.0, 1.0], "balance": [0.1, 0.3, 0.2, 0.2]})
    table = figure_kind("frontier")(plans).table
    assert table.filter("on_frontier")["plan"].to_list() == ["a", "b"]


def test_parts_of_another_sign_are_no_shares() -> None:
    parts = pl.DataFrame({"part": ["a", "b"], "value": [3.0, -1.0]})
    assert "有正有负" in figure_kind("decomposition")(parts).summary


def test_states_that_are_none_are_named() -> None:
    with pytest.raises(FigureError, match="state is met, missed, not_yet, cannot_say; done came"):
        figure_kind("promises")(pl.DataFrame({"region": ["成都"], "state": ["done"]}))


def test_codes_in_a_matrix_are_named_in_the_language() -> None:
    cells = pl.DataFrame({"row": ["510100"], "column": ["工业"], "value": [1.5]})
    assert figure_kind("location_quotients")(cells).table["row"].to_list() == ["成都"]
    assert figure_kind("location_quotients")(cells, language="en").table["row"].to_list() == ["Chengdu"]
