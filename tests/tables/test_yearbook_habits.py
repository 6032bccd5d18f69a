"""Habits of other yearbooks, in small tables of our own."""

from pathlib import Path

from made_tables import at, workbook

from gongxing.tables import read_table


def read(path: Path, rows: tuple[tuple[object, ...], ...], *merges: str):
    return read_table(workbook(path / "table.xlsx", {"Sheet1": (rows, merges)}))


def said(reading, cell: str, sheet: str | None = None) -> tuple[object, ...]:
    found = at(reading, cell, sheet)
    return found.code, found.indicator_id, found.period, found.scope, found.value, found.unit


def test_units_in_a_column_without_a_header_and_a_column_that_compares_two_years(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        (
            ("衡阳市主要指标", None, None, None, None),
            ("项目", None, "2022年", "2023年", "2023年为2022年%"),
            ("一、人口", None, None, None, None),
            ("年末常住人口", "(万人)", 529.1, 527.6, 99.7),
            ("二、核算", None, None, None, None),
            ("地区生产总值", "(亿元)", 4089.7, 4190.4, 104.8),
        ),
    )
    assert said(reading, "C4") == ("430400", "residents", "2022", None, 5291000, "people")
    assert said(reading, "D6") == ("430400", "gdp", "2023", None, 4.1904e11, "CNY")
    # what one year is of another is never taken for a level
    assert said(reading, "E4")[1:] == (None, "2023", None, 99.7, "%")
    assert said(reading, "E6")[1] is None


def test_growth_in_the_row_below_what_grows(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        (
            ("2023年各市主要经济指标", None, None),
            ("指标", "南昌市", "九江市"),
            ("生产总值（亿元）", 7212.9, 3734.7),
            ("增长（%）", 3.5, 4.1),
            ("规模以上工业增加值增长（%）", 6.4, "5.1①"),
        ),
        "A1:C1",
    )
    assert said(reading, "B4") == ("360100", "gdp_growth", "2023", None, 3.5, "%")
    assert said(reading, "C5") == ("360400", "industrial_value_added_growth", "2023", None, 5.1, "%")


def test_growth_over_a_year_that_is_named(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        (("地区", "地区生产总值（亿元）", "比2022年增长（%）"), ("南昌市", 7212.9, 3.5), ("九江市", 3734.7, 4.1)),
    )
    assert said(reading, "C3")[1] == "gdp_growth"


def test_a_part_shares_name_and_unit_with_the_whole_at_its_left(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        (
            ("二〇二二年分县市经济指标", None, None, None, None),
            ("地　区", "地区生产总值\n(万元)", "其中：工业", "年末户籍人口\n（万人）", "#城镇人口"),
            ("衡 阳 市 市 辖 区", 15120000, 5000000, 130.1, 100.2),
            ("衡南县", "4512000", "1512000", 78.2, 30.1),
            ("祁东县", "3710000", "—", 76.0, 28.0),
        ),
        "A1:E1",
    )
    assert said(reading, "C4") == ("430422", "gdp_industry", "2022", None, 1.512e10, "CNY")
    assert said(reading, "E4") == ("430422", "registered_population_urban", "2022", None, 301000, "people")
    # a row of a city's districts is of the city, told apart by its scope
    assert said(reading, "B3") == ("430400", "gdp", "2022", "district", 1.512e11, "CNY")


def test_a_row_of_districts_below_its_city_is_no_second_row_of_the_city(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        (
            ("各县（市、区）一般公共预算收入（2022年）", None),
            (None, "单位：万元"),
            ("县（市、区）", "一般公共预算收入"),
            ("株洲市", 1861234),
            ("市辖区", 1012345),
            ("醴陵市", 202345),
        ),
        "A1:B1",
    )
    assert said(reading, "B5") == ("430200", "budget_revenue", "2022", "district", 1.012345e10, "CNY")
    assert at(reading, "B4").flags == at(reading, "B5").flags == ()


def test_a_continuation_holds_what_the_table_before_it_says(tmp_path: Path) -> None:
    first = (
        ("各县（市、区）人口（2022年）", None),
        (None, "单位：万人"),
        ("县（市、区）", "常住人口"),
        ("醴陵市", 88.1),
        ("攸县", 62.2),
    )
    second = (("续表", None), ("县（市、区）", "户籍人口"), ("醴陵市", 104.2), ("攸县", 80.3))
    reading = read_table(workbook(tmp_path / "t.xlsx", {"一": (first, ("A1:B1",)), "二": (second, ())}))
    assert said(reading, "B3", "二") == ("430281", "registered_population", "2022", None, 1042000, "people")


def test_the_year_at_the_end_of_an_english_title(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        (
            ("Table 2-3  Population and GRP by City (2021)", None, None),
            ("城市 City", "常住人口 Permanent Population (10 000 persons)", "GRP (100 million yuan)"),
            ("合肥市 Hefei", 946.5, 11412.8),
            ("芜 湖 市 Wuhu", 367.2, 4302.6),
        ),
        "A1:C1",
    )
    assert said(reading, "C4") == ("340200", "gdp", "2021", None, 4.3026e11, "CNY")


def test_sums_over_columns_are_no_regions_and_a_growth_has_not_the_unit_of_the_title(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        (
            ("株洲市历年财政收支情况", None, None, None, None),
            ("单位：万元", None, None, None, None),
            ("年份", "一般公共预算收入", None, None, "一般公共预算支出"),
            (None, "合计", "#税收收入", "比上年增长%", "合计"),
            ("2020", 1712345, 1212345, 2.1, 4712345),
            ("2021", 1812345, "1,312,345", 5.8, 4812345),
        ),
        "A1:E1",
        "B3:D3",
    )
    assert said(reading, "B5") == ("430200", "budget_revenue", "2020", None, 1.712345e10, "CNY")
    assert said(reading, "C6") == ("430200", "budget_tax", "2021", None, 1.312345e10, "CNY")
    assert said(reading, "D5") == ("430200", "budget_revenue_growth", "2020", None, 2.1, "%")
    assert said(reading, "E6")[1:3] == ("budget_expenditure", "2021")


def test_a_rate_among_sums_has_not_their_unit(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        (
            ("各市基本情况（2022年）", None, None),
            (None, None, "单位：万人"),
            ("地区", "常住人口", "城镇化率"),
            ("长沙市", 1042.1, 83.3),
            ("株洲市", 387.1, 72.5),
        ),
    )
    assert said(reading, "B4")[4:] == (10421000, "people")
    assert said(reading, "C4") == ("430100", "urbanization", "2022", None, 83.3, "%")


def test_incomes_of_town_and_country_below_one_header_and_two_years(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        (
            ("地区", "2022年", None, "2023年", None),
            (None, "人均可支配收入(元)", None, "人均可支配收入(元)", None),
            (None, "城镇", "农村", "城镇", "农村"),
            ("杭州市", 77043, 45183, 80587, 48180),
            ("宁波市", 76690, 45487, 80173, 48350),
        ),
        "B1:C1", "D1:E1", "B2:C2", "D2:E2", "A1:A3",
    )  # fmt: skip
    assert said(reading, "B4") == ("330100", "income_per_head_urban", "2022", None, 77043, "CNY")
    assert said(reading, "E5") == ("330200", "income_per_head_rural", "2023", None, 48350, "CNY")
