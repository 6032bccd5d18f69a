"""Each kind of claim by hand: what is confirmed, what is contradicted and why, what is missing."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from observed import observed

import gongxing
from gongxing.panel import Panel
from gongxing.panel.claims import Check, Paper, check_claims

# The output of the four cities and the province in 2023, 亿元, made up in size but not in kind:
# 22075 + 3014 + 1737 + 1019 = 27845; 27845 / 60133 = 46.3057 %.
SICHUAN = (
    *("成都", "自贡", "攀枝花", "泸州", "德阳", "绵阳", "广元", "遂宁", "内江", "乐山", "南充"),
    *("眉山", "宜宾", "广安", "达州", "雅安", "巴中", "资阳", "阿坝", "甘孜", "凉山"),
)
CITIES = {"成都": 22075.0, "德阳": 3014.0, "眉山": 1737.0, "资阳": 1019.0}


def table(values: dict[str, float], indicator: str = "gdp", period: str = "2023", scale: float = 1e8) -> Panel:
    return Panel.from_observations([observed(name, indicator, value * scale, period) for name, value in values.items()])


def checks(text: str, panel: Panel | None = None, name: str = "article.txt") -> list[Check]:
    article = gongxing.read_bytes(text.encode(), name)
    return list(check_claims([Paper(name, article, tuple(gongxing.extract_facts(article)))], panel or Panel()))


def check(text: str, panel: Panel | None = None, quote: str | None = None) -> Check:
    found = checks(text, panel)
    return next(one for one in found if quote in (None, one.claim.figure.quote))


def causes(one: Check) -> list[str]:
    return [reason.cause for reason in one.reasons]


def cells(one: Check) -> list[str]:
    return list(dict.fromkeys(cell.observation.region for step in one.steps for cell in step.cells))


SECTORS = "2023年，成都市第一产业增加值{}亿元，第二产业增加值{}亿元，第三产业增加值{}亿元。三次产业结构为{}。"
GROUP = "以成都、德阳、眉山、资阳4市组成的成都都市圈,2023年经济总量达2.78万亿元,占全省比重46.3%。"


def test_the_total_of_a_metropolitan_area_and_its_share_of_the_province() -> None:
    total, share = checks(GROUP, table(CITIES | {"四川": 60133.0}))
    assert (total.verdict, total.way, total.expected) == ("confirmed", "sum", 2784500000000.0)
    assert cells(total) == list(CITIES)
    assert (share.verdict, share.way) == ("confirmed", "share")
    assert share.expected == pytest.approx(100 * 27845 / 60133)
    assert cells(share) == [*CITIES, "四川"]


def test_without_the_province_the_share_names_the_units_that_are_missing() -> None:
    units = (
        "自贡",
        "攀枝花",
        "泸州",
        "绵阳",
        "广元",
        "遂宁",
        "内江",
        "乐山",
        "南充",
        "宜宾",
        "广安",
        "达州",
        "雅安",
        "巴中",
    )
    _, share = checks(GROUP, table(CITIES | dict.fromkeys(units, 1.0)))
    assert (share.verdict, share.expected) == ("unchecked", None)
    assert "四川共 21 个单位，表中缺 3 个（阿坝、甘孜、凉山）的地区生产总值" in share.said.zh
    assert "3 of the 21 units of 四川 (阿坝, 甘孜, 凉山)" in share.said.en


def test_with_all_units_their_sum_is_the_province() -> None:
    units = [name for name in SICHUAN if name not in CITIES]
    _, share = checks(GROUP, table(CITIES | dict.fromkeys(units, (60133 - 27845) / 17)))
    assert share.verdict == "confirmed"
    assert len(cells(share)) == 21


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ("德阳、眉山、资阳三市地区生产总值合计5770亿元", "confirmed"),  # 3014 + 1737 + 1019
        ("德阳、眉山两市地区生产总值4751亿元", "confirmed"),  # 3014 + 1737
        ("德阳、眉山两市地区生产总值之和达到4800亿元", "contradicted"),
        ("德阳、眉山两市地区生产总值均超过1700亿元", "unchecked"),  # of each, not of both
    ],
)
def test_regions_named_one_by_one_are_added_where_the_document_says_so(written: str, verdict: str) -> None:
    panel = table({"德阳": 3014, "眉山": 1737, "资阳": 1019})
    assert check(f"四川经济\n\n2023年，{written}。", panel).verdict == verdict


def test_a_missing_member_is_named() -> None:
    total, _ = checks(GROUP, table({name: value for name, value in CITIES.items() if name != "资阳"}))
    assert total.verdict == "unchecked"
    assert "缺 地区生产总值：资阳" in total.said.zh


@pytest.mark.parametrize(
    ("written", "verdict", "why"),
    [
        ("22074.7亿元", "confirmed", []),
        ("2.21万亿元", "confirmed", []),
        ("2.2万亿元", "confirmed", []),
        ("2.20万亿元", "contradicted", ["rounding"]),  # 2.20747 is cut to 2.20 and rounds to 2.21
        ("2.25万亿元", "contradicted", ["unexplained"]),
        ("2.08万亿元", "contradicted", ["year"]),  # 20817.5 in 2022
        ("1.4万亿元", "contradicted", ["district"]),  # 14012.3 in the urban districts
        ("2.19万亿元", "contradicted", ["vintage"]),  # 21900 in the earlier yearbook
        ("2207.47亿元", "contradicted", ["scale"]),
        ("超2万亿元", "confirmed", []),
        ("超过2.3万亿元", "contradicted", ["unexplained"]),
        ("近2.3万亿元", "confirmed", []),
        ("约2.0万亿元", "contradicted", ["unexplained"]),  # 2.207 is a tenth more
        ("约2万亿元", "confirmed", []),  # one digit reaches from 1.5 to 2.5
    ],
)
def test_a_value_is_as_fine_as_it_is_written_and_what_explains_it_is_said(written, verdict, why) -> None:
    rows = [
        observed("成都", "gdp", 22074.7e8),
        observed("成都", "gdp", 20817.5e8, "2022"),
        observed("成都", "gdp", 14012.3e8, scope="district"),
    ]
    panel = Panel.from_observations([observed("成都", "gdp", 21900e8)], vintage=2023) + Panel.from_observations(
        rows, vintage=2024
    )
    one = check(f"2023年，成都市地区生产总值{written}。", panel)
    assert (one.verdict, causes(one)) == (verdict, why)
    assert one.expected == 22074.7e8


def test_a_slip_of_the_decimal_point_and_a_sibling_indicator_are_seen() -> None:
    panel = table({"成都": 2140.3}, "常住人口", scale=1e4) + table({"成都": 1598.2}, "户籍人口", scale=1e4)
    one = check("2023年末，成都市常住人口1598.2万人。", panel)
    assert (one.verdict, causes(one)) == ("contradicted", ["other-indicator"])
    assert "户籍" in one.said.zh


def test_published_growth_compares_directly_and_a_nominal_rate_in_its_place_is_seen() -> None:
    levels = table({"成都": 1080.0}) + table({"成都": 1000.0}, period="2022")
    panel = levels + table({"成都": 6.0}, "gdp_growth", scale=1.0)
    assert check("2023年，成都市地区生产总值1080亿元，比上年增长6.0%。", panel, "6.0%").verdict == "confirmed"
    one = check("2023年，成都市地区生产总值1080亿元，比上年增长8.0%。", panel, "8.0%")
    assert (one.verdict, causes(one)) == ("contradicted", ["price-base"])


def test_nominal_growth_of_levels_never_contradicts_real_growth() -> None:
    panel = table({"成都": 1080.0}) + table({"成都": 1000.0}, period="2022")
    one = check("2023年，成都市地区生产总值比上年增长6.0%。", panel)
    assert (one.verdict, causes(one)) == ("unchecked", ["real-growth"])
    assert one.expected == pytest.approx(8.0)
    assert "+1.9%" in one.said.zh  # 1.08 / 1.06
    far = check("2023年，成都市地区生产总值比上年增长50%。", panel)
    assert (far.verdict, causes(far)) == ("contradicted", ["real-growth"])


def test_growth_of_what_is_counted_in_money_of_the_year_is_tested_by_levels() -> None:
    panel = table({"成都": 1929.3}, "一般公共预算收入") + table({"成都": 1722.4}, "一般公共预算收入", period="2022")
    assert check("2023年，成都市一般公共预算收入比上年增长12.0%。", panel).verdict == "confirmed"  # 12.0122
    one = check("2023年，成都市一般公共预算收入比上年增长9.0%。", panel)
    assert (one.verdict, one.difference) == ("contradicted", pytest.approx(-3.0122, abs=1e-3))
    same = check("2023年，成都市一般公共预算收入按同口径计算比上年增长9.0%。", panel)
    assert (same.verdict, causes(same)) == ("unchecked", ["basis"])


def test_sectors_are_shares_of_their_sum() -> None:
    text = SECTORS.format("100", "300", "600", "10.0:30.0:{}")
    assert check(text.format("60.0"), quote="60.0").verdict == "confirmed"
    one = check(text.format("61.0"), quote="61.0")
    assert (one.verdict, one.way, one.expected) == ("contradicted", "sectors", 60.0)


def test_shares_that_were_rounded_to_add_to_a_hundred_are_no_contradiction() -> None:
    # 126.6, 345.8, 527.6 of 1000 round to 12.7, 34.6, 52.8, which add to 100.1: the first gave way.
    found = [one for one in checks(SECTORS.format("126.6", "345.8", "527.6", "12.6:34.6:52.8")) if one.way == "sectors"]
    assert [(one.verdict, causes(one)) for one in found] == [
        ("confirmed", ["balanced"]), ("confirmed", []), ("confirmed", [])
    ]  # fmt: skip
    assert found[0].difference == pytest.approx(-0.06)
    assert "配平到 100%" in found[0].said.zh
    assert "rounded to add to 100" in found[0].said.en
    # 92.4, 374.4, 533.2 round to 9.2, 37.4, 53.3, which add to 99.9: the second was raised.
    values = {"第一产业增加值": 92.4, "第二产业增加值": 374.4, "第三产业增加值": 533.2}
    panel = sum((table({"成都": value}, name) for name, value in values.items()), Panel())
    one = check("2023年，成都市三次产业结构为9.2:37.5:53.3。", panel, "37.5")
    assert (one.verdict, causes(one), one.basis) == ("confirmed", ["balanced"], "tables")


@pytest.mark.parametrize(
    ("values", "told", "quote"),
    [
        (("126.6", "345.8", "527.6"), "12.5:34.6:52.9", "12.5"),  # off by more than a unit: 12.66
        (("126.6", "345.8", "527.6"), "12.6:34.6:52.9", "12.6"),  # the parts add to 100.1, as they would without it
        (("126.4", "345.6", "528.0"), "12.7:34.5:52.8", "12.7"),  # 12.6, 34.6, 52.8 add to 100 as they are
    ],
)
def test_shares_that_nothing_made_give_way_stay_contradicted(
    values: tuple[str, str, str], told: str, quote: str
) -> None:
    one = check(SECTORS.format(*values, told), quote=quote)
    assert one.verdict == "contradicted"
    assert "balanced" not in causes(one)


@settings(deadline=None, max_examples=40)
@given(st.tuples(*[st.integers(1, 10**6)] * 3))
def test_parts_rounded_to_a_digit_and_made_to_add_up_are_never_contradicted(values: tuple[int, int, int]) -> None:
    exact = [100 * value / sum(values) for value in values]
    told = [round(share, 1) for share in exact]
    told[told.index(max(told))] = round(100 - sum(told) + max(told), 1)
    off = max(range(3), key=lambda i: abs(told[i] - exact[i]))
    assume(min(told) > 0 and abs(told[off] - exact[off]) <= 0.1)
    text = SECTORS.format(*values, ":".join(f"{share:.1f}" for share in told))
    assert not [one for one in checks(text) if one.way == "sectors" and one.verdict == "contradicted"]


def test_values_per_head_allow_for_the_average_population() -> None:
    panel = table({"成都": 22000.0}) + table({"成都": 2000.0}, "常住人口", scale=1e4)
    assert (
        check("2023年，成都市人均地区生产总值110500元。", panel).verdict == "confirmed"
    )  # 110000 by year-end residents
    one = check("2023年，成都市人均地区生产总值120500元。", panel)
    assert (one.verdict, one.way, one.expected) == ("contradicted", "formula", 110000.0)


def test_a_share_of_another_indicator_of_the_same_place() -> None:
    text = "2023年，成都市一般公共预算收入1929.3亿元，其中税收收入1300.0亿元，占一般公共预算收入的比重为{}%。"
    assert check(text.format("67.4"), quote="67.4%").verdict == "confirmed"  # 1300 / 1929.3 = 67.38
    assert check(text.format("76.4"), quote="76.4%").verdict == "contradicted"


def test_differences_against_the_year_before() -> None:
    panel = table({"成都": 79.0}, "城镇化率", "2022", 1.0) + table({"成都": 80.5}, "城镇化率", "2023", 1.0)
    assert (
        check("2023年末，成都市常住人口城镇化率80.5%，比上年末提高1.5个百分点。", panel, "1.5个百分点").verdict
        == "confirmed"
    )
    one = check("2023年末，成都市常住人口城镇化率80.5%，比上年末提高2.5个百分点。", panel, "2.5个百分点")
    assert (one.verdict, one.way, one.expected) == ("contradicted", "difference", pytest.approx(1.5))


def test_ranks_need_all_of_the_regions_ranked() -> None:
    values = {name: 1000.0 - place for place, name in enumerate(SICHUAN)} | {"绵阳": 999.5}
    text = "2023年，绵阳市地区生产总值居全省第{}位。"
    assert check(text.format(2), table(values)).verdict == "confirmed"
    one = check(text.format(3), table(values))
    assert (one.verdict, one.way, one.expected) == ("contradicted", "rank", 2.0)
    assert cells(one) == ["成都", "绵阳", "自贡"]
    fewer = check(text.format(2), table({name: value for name, value in values.items() if name != "甘孜"}))
    assert fewer.verdict == "unchecked"
    assert "21 个地区中 1 个没有 2023 的地区生产总值（甘孜）" in fewer.said.zh
    assert "在有数的 20 个中排第2位" in fewer.said.zh


def test_how_far_a_rank_moved_needs_the_rank_before() -> None:
    text = "2023年，绵阳在中国城市科技创新竞争力50强中居第17位，两年提升24位。"
    one = check(text, quote="24位")
    assert (one.verdict, one.way) == ("unchecked", "rank-change")
    before = Panel.from_observations([observed("绵阳", "中国城市科技创新竞争力50强", 41.0, "2021", unit="rank")])
    assert check(text, before, "24位").verdict == "confirmed"  # 41 - 17
    other = Panel.from_observations([observed("绵阳", "中国城市科技创新竞争力50强", 40.0, "2021", unit="rank")])
    assert check(text, other, "24位").difference == 1.0


def test_what_must_add_up_is_added() -> None:
    text = "2023年，成都市社会消费品零售总额1000.0亿元。其中，城镇消费品零售额800.0亿元，乡村消费品零售额{}亿元。"
    assert check(text.format("200.0"), quote="1000.0亿元").verdict == "confirmed"
    assert check(text.format("150.0"), quote="1000.0亿元").verdict == "contradicted"
    narrow = "限额以上单位中，城镇消费品零售额80.0亿元，乡村消费品零售额15.0亿元。"
    assert check("2023年，成都市社会消费品零售总额1000.0亿元。" + narrow, quote="1000.0亿元").verdict == "unchecked"


def test_documents_are_tested_against_each_other() -> None:
    papers = []
    for name, value in (("a.txt", "22074.7"), ("b.txt", "23074.7")):
        article = gongxing.read_bytes(f"2023年，成都市地区生产总值{value}亿元。".encode(), name)
        papers.append(Paper(name, article, tuple(gongxing.extract_facts(article))))
    first, second = check_claims(papers, Panel())
    assert (first.verdict, second.verdict) == ("contradicted", "contradicted")
    assert "b.txt" in first.said.zh
    article = gongxing.read_bytes("全年成都市经济运行平稳，2023年，成都市地区生产总值22074.7亿元。".encode(), "c.txt")
    papers.append(Paper("c.txt", article, tuple(gongxing.extract_facts(article))))
    same = list(check_claims([papers[0], papers[2]], Panel()))
    assert [(one.verdict, one.basis) for one in same] == [("confirmed", "documents")] * 2
    copy = list(check_claims([papers[0], papers[0]._replace(file="mirror.txt")], Panel()))
    assert [one.verdict for one in copy] == ["unchecked", "unchecked"]


def test_what_a_verdict_rests_on_is_said() -> None:
    assert [one.basis for one in checks(GROUP, table(CITIES | {"四川": 60133.0}))] == ["tables", "tables"]
    alone = checks(SECTORS.format(600.5, 6370.9, 15103.3, "2.7：28.9：68.4"))
    assert {(one.verdict, one.basis) for one in alone if one.way == "sectors"} == {("confirmed", "own")}
    assert {one.basis for one in alone if one.verdict == "unchecked"} == {None}


def test_a_document_never_confirms_itself_and_targets_are_no_claims() -> None:
    (one,) = checks("2023年，成都市地区生产总值22074.7亿元。力争2026年地区生产总值突破3万亿元。")
    assert (one.verdict, one.way) == ("unchecked", "none")


def test_what_a_document_does_not_say_is_said() -> None:
    assert causes(check("地区生产总值22074.7亿元，比上年增长6.0%。")) in (["no-region"], ["no-period"])


def test_every_contradiction_can_be_followed_to_its_cells() -> None:
    one = check("2023年，成都市地区生产总值2.25万亿元。", table({"成都": 22074.7}))
    (cell,) = (cell for step in one.steps for cell in step.cells)
    assert cell.observation.source.file == "table.csv"
    assert one.difference == pytest.approx(2.25e12 - 22074.7e8)
    assert "2,074.7" in one.said.zh or "2.20747" in one.said.zh


def test_growth_called_nominal_is_tested_by_levels_not_by_the_published_real_rate() -> None:
    levels = table({"成都": 19917.0}, period="2021") + table({"成都": 17717.0}, period="2020")
    panel = levels + table({"成都": 8.6}, "gdp_growth", "2021", 1.0)
    one = check("2021年，成都市地区生产总值19917亿元，比2020年名义增长12.4%。", panel, "12.4%")
    assert (one.verdict, one.way) == ("confirmed", "growth")  # 19917 / 17717 = 1.1242


def test_a_bare_total_is_what_the_sentence_told_before() -> None:
    panel = table({"绵阳": 4039.0}) + table({"绵阳": 8.0}, "gdp_growth", scale=1.0)
    text = "2023年，绵阳市地区生产总值4039亿元，总量居全省第2位，增长8.0%。"
    assert check(text, panel, "8.0%").verdict == "confirmed"
    assert "地区生产总值" in check(text, panel, "第2位").said.zh


def test_a_share_of_a_region_by_name_and_of_members_that_are_sums_themselves() -> None:
    text = "2023年，长株潭经济总量达2.07万亿元，占湖南省比重41.4%。"
    panel = table({"长沙": 14332.0, "株洲": 3668.0, "湘潭": 2742.0, "湖南": 50013.0})
    assert check(text, panel, "41.4%").expected == pytest.approx(100 * 20742 / 50013)  # 41.47
    hebei = ("石家庄", "唐山", "秦皇岛", "邯郸", "邢台", "保定", "张家口", "承德", "沧州", "廊坊", "衡水")
    panel = table({"北京": 43761.0, "天津": 16737.0} | dict.fromkeys(hebei, 4000.0))
    one = check("2023年，京津冀地区生产总值10.45万亿元。", panel)  # 43761 + 16737 + 11 x 4000 = 104498
    assert (one.verdict, len(cells(one))) == ("confirmed", 13)


def test_the_sum_of_units_that_stands_in_for_a_province_decides_only_what_is_far_away() -> None:
    values = dict.fromkeys(SICHUAN, 1000.0)
    text = "2023年，成都市地区生产总值1000亿元，占全省的{}%。"
    assert check(text.format("4.8"), table(values), "4.8%").verdict == "confirmed"  # 1000 / 21000 = 4.76
    near = check(text.format("4.7"), table(values), "4.7%")
    assert (near.verdict, causes(near)) == ("unchecked", ["units"])
    assert check(text.format("9.5"), table(values), "9.5%").verdict == "contradicted"
    revenue = text.replace("地区生产总值", "一般公共预算收入").format("3.0")
    assert check(revenue, table(values, "一般公共预算收入"), "3.0%").verdict == "unchecked"


def test_a_table_that_writes_fewer_digits_than_the_figure_explains_it() -> None:
    values = {"成都": 336.7, "德阳": 12.34, "眉山": 1.01}
    one = check("2023年，成都市一般公共预算收入336.74亿元。", table(values, "一般公共预算收入"))
    assert (one.verdict, causes(one)) == ("contradicted", ["rounding"])
    assert "336.7" in one.said.zh


def test_what_was_reached_over_years_may_stand_at_their_end() -> None:
    panel = table(CITIES)
    text = (
        "2024年政府工作报告。“十三五”以来,以成都、德阳、眉山、资阳4市组成的成都都市圈,2019—2023年经济总量达到{}万亿元。"
    )
    found = {value: checks(text.format(value), panel)[-1] for value in ("2.78", "2.98")}
    assert found["2.78"].claim.figure.period == "2019/2023"
    assert [one.verdict for one in found.values()] == ["confirmed", "unchecked"]


def test_the_ratio_of_urban_to_rural_income_is_worked_out() -> None:
    text = "2023年，成都市城镇居民人均可支配收入60000元，农村居民人均可支配收入30000元，城乡收入比为{}:1。"
    assert check(text.format("2.00"), quote="2.00:1").verdict == "confirmed"
    assert check(text.format("1.80"), quote="1.80:1").verdict == "contradicted"


def test_growth_and_values_per_head_of_a_group_come_from_its_sums() -> None:
    panel = table(CITIES) + table({name: value / 1.1 for name, value in CITIES.items()}, period="2022")
    one = check("2023年，成都都市圈地区生产总值比上年名义增长10.0%。", panel)
    assert (one.verdict, one.way) == ("confirmed", "growth")
    real = check("2023年，成都都市圈地区生产总值比上年增长6.0%。", panel)
    assert (real.verdict, causes(real)) == ("unchecked", ["real-growth"])
    panel = panel + table(dict.fromkeys(CITIES, 750.0), "常住人口", scale=1e4)
    head = check("2023年，成都都市圈人均地区生产总值9.3万元。", panel)  # 27845e8 / 3000e4 = 92817
    assert (head.verdict, head.way, head.expected) == ("confirmed", "formula", pytest.approx(27845e8 / 3000e4))
    assert check("2023年，成都都市圈人均地区生产总值9.9万元。", panel).verdict == "contradicted"


def test_growth_that_is_published_on_revised_levels_is_decided_only_far_away() -> None:
    name = "社会消费品零售总额"
    panel = table({"成都": 11434.0}, name) + table({"成都": 10327.0}, name, "2022")  # 10.7 %
    near = check(f"2023年，成都市{name}比上年增长7.0%。", panel)
    assert (near.verdict, causes(near)) == ("unchecked", ["basis"])
    assert check(f"2023年，成都市{name}比上年增长10.7%。", panel).verdict == "confirmed"
    assert check(f"2023年，成都市{name}比上年增长37.0%。", panel).verdict == "contradicted"


def test_the_nation_is_a_whole_too() -> None:
    panel = Panel.from_observations([observed("四川", "gdp", 60133e8), observed("全国", "gdp", 1260582e8)])
    one = check("2023年，四川省地区生产总值60133亿元，占全国比重4.8%。", panel, "4.8%")  # 4.77
    assert (one.verdict, one.way) == ("confirmed", "share")


def test_a_cell_that_is_doubtful_itself_is_said_to_be() -> None:
    panel = Panel.from_observations([observed("成都", "gdp", 220750e8, flags=("off by a power of ten",))])
    one = check("2023年，成都市地区生产总值22075亿元。", panel)
    assert (one.verdict, causes(one)) == ("contradicted", ["doubtful", "scale"])
