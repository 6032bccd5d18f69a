"""Layouts of tables: each made here, each value worked by hand from what its cell and its header say."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from made_tables import BILINGUAL, at, delimited, facts, workbook

from gongxing.tables import read_table


def test_bilingual_headers_with_merged_cells(tmp_path: Path) -> None:
    reading = read_table(workbook(tmp_path / "book.xlsx", {"Sheet1": BILINGUAL}))
    assert facts(reading) == [
        ("C5", "110000", "residents", "2020", "prefecture", 21_890_000, "people"),
        ("D5", "110000", "residents", "2020", "district", 21_890_000, "people"),
        ("E5", "110000", "patents_granted", "2020", "prefecture", 162_824, "count"),
        ("F5", "110000", "invention_patents", "2020", "prefecture", 63_266, "count"),
        ("G5", "110000", "gdp", "2020", "prefecture", 3_610_300_000_000, "CNY"),
        ("H5", "110000", "gdp", "2020", "district", 3_610_300_000_000, "CNY"),
        ("C7", "130100", "residents", "2020", "prefecture", 11_240_000, "people"),
        ("D7", "130100", "residents", "2020", "district", 5_760_000, "people"),
        ("E7", "130100", "patents_granted", "2020", "prefecture", 20_498, "count"),
        ("F7", "130100", "invention_patents", "2020", "prefecture", 1702, "count"),
        ("G7", "130100", "gdp", "2020", "prefecture", 593_500_000_000, "CNY"),
        ("H7", "130100", "gdp", "2020", "district", 358_100_000_000, "CNY"),
        ("C8", "130200", "residents", "2020", "prefecture", 7_720_000, "people"),
        ("D8", "130200", "residents", "2020", "district", 3_480_000, "people"),
        ("F8", "130200", "invention_patents", "2020", "prefecture", 600, "count"),
        ("G8", "130200", "gdp", "2020", "prefecture", 721_100_000_000, "CNY"),
        ("H8", "130200", "gdp", "2020", "district", 350_000_000_000, "CNY"),
    ]


def test_chinese_and_english_in_two_rows_and_a_unit_that_they_disagree_about(tmp_path: Path) -> None:
    rows = (
        ("中国2018年地级以上城市数据", None, "地区生产总值", None),
        ("城 市", "City", "地区生产总值(当年价格)\n(万元)", None),
        (None, None, "Gross Regional Product (Current Prices) (100 000 yuan)", None),
        (None, None, "全市", "再辖区"),
        ("常徳市", "Changde", 33942082.0, 14420630.0),
    )
    path = workbook(tmp_path / "yearbook.xlsx", {"Data": (rows, ("C1:D1", "C2:D2", "C3:D3"))})
    reading = read_table(path)
    assert facts(reading) == [
        ("C5", "430700", "gdp", "2018", "prefecture", 339_420_820_000, "CNY"),
        ("D5", "430700", "gdp", "2018", "district", 144_206_300_000, "CNY"),
    ]
    assert any("the Chinese header says 万元, the English one 100 000 yuan" in note for note in reading.notes)


def test_two_tables_on_one_sheet_with_names_of_their_year(tmp_path: Path) -> None:
    rows = (
        ("2-1 2009年人口状况",),
        ("单位：万人",),
        ("城市", "年末总人口", None, "非农业人口", None),
        (None, "全市", "市辖区", "全市", "市辖区"),
        ("襄樊市", 589, 222, 180, 100),
        ("巢湖市", 457, 90, 80, 40),
        (),
        ("2-2 2009年地区生产总值",),
        ("城市", "地区生产总值（万元）", "人均地区生产总值（元）"),
        ("襄樊市", 12010000, 21000),
        ("注：本表数据来自统计局。",),
    )
    reading = read_table(workbook(tmp_path / "old.xlsx", {"2-1": (rows, ("B3:C3", "D3:E3"))}))
    assert at(reading, "B5").code == "420600"  # 襄樊 until 2010
    assert at(reading, "C6").code == "341400"  # 巢湖, part of 合肥, 芜湖 and 马鞍山 since 2011
    assert (at(reading, "E6").indicator_id, at(reading, "E6").value) == ("non_agricultural_population", 400_000)
    assert (at(reading, "B10").indicator_id, at(reading, "B10").value) == ("gdp", 120_100_000_000)
    assert (at(reading, "C10").indicator_id, at(reading, "C10").value) == ("gdp_per_head", 21_000)
    assert {o.period for o in reading.observations} == {"2009"}


def test_blocks_side_by_side(tmp_path: Path) -> None:
    rows = (
        ("2-1 2015年人口（万人）",),
        ("城市", "年末总人口", "非农业人口", "城市", "年末总人口", "非农业人口"),
        ("石家庄市", 1029, 500, "唐山市", 755, 300),
        ("秦皇岛市", 296, 100, "邯郸市", 1050, 310),
    )
    reading = read_table(workbook(tmp_path / "side.xlsx", {"Sheet1": (rows, ())}))
    assert (at(reading, "E3").code, at(reading, "E3").value) == ("130200", 7_550_000)
    assert (at(reading, "F4").code, at(reading, "F4").indicator_id) == ("130400", "non_agricultural_population")
    assert len(reading.observations) == 8


def test_wide_by_year_with_the_indicator_in_the_title(tmp_path: Path) -> None:
    rows = (
        ("四川省各市州地区生产总值（亿元）",),
        ("地区", "2019", "2020年", 2021),
        ("全省", 46363.8, 48598.8, 53850.8),
        ("凉山州", 1676.3, 1733.2, 1901.2),
    )
    reading = read_table(workbook(tmp_path / "wide.xlsx", {"Sheet1": (rows, ("A1:D1",))}))
    assert [f[1:4] for f in facts(reading)] == [
        (code, "gdp", year) for code in ("510000", "513400") for year in ("2019", "2020", "2021")
    ]
    assert at(reading, "D4").value == 190_120_000_000


def test_long_with_one_indicator_in_english(tmp_path: Path) -> None:
    rows = [
        ["city", "year", "indicator", "value", "unit"],
        ["成都市", "2021", "GDP", "19917", "亿元"],
        ["Deyang", "2021", "GDP", "2657", "亿元"],
    ]
    reading = read_table(delimited(tmp_path / "long.csv", rows))
    assert [(o.code, o.indicator_id, o.value, o.period) for o in reading.observations] == [
        ("510100", "gdp", 1_991_700_000_000.0, "2021"),
        ("510600", "gdp", 265_700_000_000.0, "2021"),
    ]


def test_long_with_one_indicator_in_two_units(tmp_path: Path) -> None:
    rows = [
        ("地区", "指标", "单位", "数值", "年份"),
        ("四川省", "常住人口", "人", 83674866, 2020),
        ("四川省", "常住人口", "万人", 8368, 2023),
    ]
    reading = read_table(delimited(tmp_path / "long.csv", rows))
    assert facts(reading) == [
        ("D2", "510000", "residents", "2020", None, 83_674_866, "people"),
        ("D3", "510000", "residents", "2023", None, 83_680_000, "people"),
    ]


def test_long_in_gbk_with_thousands_separators(tmp_path: Path) -> None:
    rows = (
        ("城市", "年份", "指标", "数值", "单位"),
        ("成都市", 2020, "常住人口", "2,094.7", "万人"),
        ("绵阳市", 2021, "城镇化率", "51.7", "%"),
        ("绵阳市", 2021, "社会消费品零售总额增长率", "-3.5", "%"),
    )
    reading = read_table(delimited(tmp_path / "long.csv", rows, encoding="gb18030"))
    assert facts(reading) == [
        ("D2", "510100", "residents", "2020", None, 20_947_000, "people"),
        ("D3", "510700", "urbanization", "2021", None, 51.7, "%"),
        ("D4", "510700", "retail_sales_growth", "2021", None, -3.5, "%"),
    ]


def test_growth_beside_what_grows(tmp_path: Path) -> None:
    rows = (
        ("地区", "2022年", "", "", "2023年", "", ""),
        ("", "GDP（亿元）", "增速（%）", "常住人口（万人）", "GDP（亿元）", "比上年增长（%）", "常住人口（万人）"),
        ("成都", 20817.5, 2.8, 2126.8, 22074.7, 6.0, 2140.3),
        ("阿坝州", 462.5, 1.3, 82.0, 503.9, 6.6, 82.2),
    )
    reading = read_table(workbook(tmp_path / "quick.xlsx", {"Sheet1": (rows, ("B1:D1", "E1:G1", "A1:A2"))}))
    assert [(f[2], f[3], f[5]) for f in facts(reading)[:6]] == [
        ("gdp", "2022", 2_081_750_000_000),
        ("gdp_growth", "2022", 2.8),
        ("residents", "2022", 21_268_000),
        ("gdp", "2023", 2_207_470_000_000),
        ("gdp_growth", "2023", 6.0),
        ("residents", "2023", 21_403_000),
    ]


def test_the_annex_of_a_communique(tmp_path: Path) -> None:
    rows = (
        ("表1 2023年四川省国民经济主要指标",),
        ("指标", "单位", "绝对数", "比上年增长（%）"),
        ("地区生产总值", "亿元", 60132.9, 6.0),
        ("  第一产业", "亿元", 6056.6, 4.0),
        ("一般公共预算收入", "亿元", 5529.1, 13.3),
        ("  其中：税收收入", "亿元", 3800, 15.0),
    )
    reading = read_table(workbook(tmp_path / "annex.xlsx", {"Sheet1": (rows, ("A1:D1",))}))
    assert [(f[1], f[2], f[5]) for f in facts(reading)] == [
        ("510000", "gdp", 6_013_290_000_000),
        ("510000", "gdp_growth", 6.0),
        ("510000", "gdp_primary", 605_660_000_000),
        ("510000", "gdp_primary_growth", 4.0),
        ("510000", "budget_revenue", 552_910_000_000),
        ("510000", "budget_revenue_growth", 13.3),
        ("510000", "budget_tax", 380_000_000_000),
        ("510000", "budget_tax_growth", 15.0),
    ]


def test_indicators_in_rows_and_regions_in_columns(tmp_path: Path) -> None:
    rows = (
        ("2022年各市主要指标",),
        ("指标", "成都", "绵阳"),
        ("地区生产总值（亿元）", 20817.5, 3626.9),
        ("常住人口（万人）", 2126.8, 489.8),
    )
    reading = read_table(workbook(tmp_path / "across.xlsx", {"Sheet1": (rows, ())}))
    assert [(f[1], f[2], f[3]) for f in facts(reading)] == [
        ("510100", "gdp", "2022"),
        ("510700", "gdp", "2022"),
        ("510100", "residents", "2022"),
        ("510700", "residents", "2022"),
    ]


def test_indicators_in_rows_and_years_in_columns_of_one_region(tmp_path: Path) -> None:
    rows = (("绵阳市历年主要指标",), ("指标", "单位", 2018, 2019), ("地区生产总值", "亿元", 2303.8, 2856.2))
    reading = read_table(workbook(tmp_path / "years.xlsx", {"Sheet1": (rows, ())}))
    assert [(f[1], f[3], f[5]) for f in facts(reading)] == [
        ("510700", "2018", 230_380_000_000),
        ("510700", "2019", 285_620_000_000),
    ]


def test_blanks_that_a_csv_leaves_of_merged_cells(tmp_path: Path) -> None:
    rows = (
        ("地区", "常住人口(万人)", "", "GDP(亿元)", ""),
        ("", "2019", "2020", "2019", "2020"),
        ("成都市", "2040.9", "2094.7", "17012.65", "17716.7"),
    )
    reading = read_table(delimited(tmp_path / "merged.csv", rows, encoding="utf-16"))
    assert [(f[0], f[2], f[3]) for f in facts(reading)] == [
        ("B3", "residents", "2019"),
        ("C3", "residents", "2020"),
        ("D3", "gdp", "2019"),
        ("E3", "gdp", "2020"),
    ]


def test_decimal_commas_between_semicolons(tmp_path: Path) -> None:
    rows = (("地区", "GDP（亿元）"), ("成都市", "17012,65"), ("德阳市", "2335,9"))
    reading = read_table(delimited(tmp_path / "comma.csv", rows, separator=";"))
    assert [f[5] for f in facts(reading)] == [1_701_265_000_000, 233_590_000_000]


def test_an_indicator_a_sheet_with_the_year_in_the_file_name(tmp_path: Path) -> None:
    head = ("城市", "全市", "市辖区")
    sheets = {
        "2-5 供水总量": ((("单位：万吨",), head, ("上海市", 31163, 31163)), ()),
        "2-6 制造业从业人员": ((("单位：人",), head, ("上海市", 10, 9)), ()),
    }
    reading = read_table(workbook(tmp_path / "中国城市统计年鉴2011.xlsx", sheets))
    assert facts(reading) == [
        ("B3", "310000", "water_supply", "2010", "prefecture", 311_630_000, "m3"),
        ("C3", "310000", "water_supply", "2010", "district", 311_630_000, "m3"),
        ("B3", "310000", "employment_manufacturing", "2010", "prefecture", 10, "people"),
        ("C3", "310000", "employment_manufacturing", "2010", "district", 9, "people"),
    ]


@pytest.mark.parametrize("suffix", ["tsv", "csv"])
def test_english_headers_and_names(tmp_path: Path, suffix: str) -> None:
    rows = (
        ("region", "year", "GDP (100 000 000 yuan)", "Permanent Resident Population (10 000 persons)"),
        ("Chengdu", 2020, 17716.7, 2094.7),
    )
    path = delimited(tmp_path / f"english.{suffix}", rows, separator="\t" if suffix == "tsv" else ",")
    assert facts(read_table(path)) == [
        ("C2", "510100", "gdp", "2020", None, 1_771_670_000_000, "CNY"),
        ("D2", "510100", "residents", "2020", None, 20_947_000, "people"),
    ]


def test_pages_with_their_header_repeated_and_names_of_other_years(tmp_path: Path) -> None:
    header = (("城  市", "年 末 总 人 口\n(万人)", None), (None, "全 市", "市 辖 区"))
    rows = (
        ("2-1  人 口 状 况",),
        *header,
        ("北  京", "1257.80", "1186.6"),
        ("河  北", None, None),
        ("石家庄", "989.16", "242.9"),
        ("续表",),
        *header,
        ("巢湖", 460, 90),
        ("襄 阳", 590, 222),
        ("思茅", 258, 23),  # 普洱 since 2007; the county-level 思茅区 is not meant among prefectures
    )
    path = workbook(tmp_path / "中国城市统计年鉴2011.xlsx", {"2-1": (rows, ("B2:C2", "B8:C8"))})
    reading = read_table(path)
    whole = {o.code: o.value for o in reading.observations if o.scope == "prefecture"}
    assert whole == {
        "110000": 12_578_000,
        "130100": 9_891_600,
        "341400": 4_600_000,
        "420600": 5_900_000,
        "530800": 2_580_000,
    }
    assert {(o.indicator_id, o.period) for o in reading.observations} == {("registered_population", "2010")}


def test_names_in_both_languages_in_one_cell(tmp_path: Path) -> None:
    rows = (
        ("中国2019年地级以上城市数据",),
        ("城市 City", "年末户籍人口（万人） Household Registered Population at Year-end (10 000 persons)"),
        ("北京市 Beijing", 1397),
        ("六安市 Lu'an", 591),
    )
    assert [f[1] for f in facts(read_table(workbook(tmp_path / "a.xlsx", {"Sheet1": (rows, ())})))] == [
        "110000",
        "341500",
    ]


def test_headers_joined_by_strokes(tmp_path: Path) -> None:
    rows = (
        ("年份", "省份", "城市", "城市代码", "年末总人口_全市_万人", "地区生产总值_市辖区_万元"),
        (2015, "四川省", "绵阳市", 510700, 548.8, 8000000),
        (2016, "四川省", "绵阳市", 510700, 545, 9000000),
    )
    assert facts(read_table(delimited(tmp_path / "panel.csv", rows))) == [
        ("E2", "510700", "registered_population", "2015", "prefecture", 5_488_000, "people"),
        ("F2", "510700", "gdp", "2015", "district", 80_000_000_000, "CNY"),
        ("E3", "510700", "registered_population", "2016", "prefecture", 5_450_000, "people"),
        ("F3", "510700", "gdp", "2016", "district", 90_000_000_000, "CNY"),
    ]


def test_units_in_a_row_of_their_own(tmp_path: Path) -> None:
    rows = (
        ("2020年各省主要指标",),
        ("地区", "地区生产总值", "年末常住人口"),
        (None, "(亿元)", "(万人)"),
        ("北京", 36102.6, 2189),
        ("内蒙古", 17359.8, 2403),
    )
    reading = read_table(workbook(tmp_path / "provinces.xlsx", {"Sheet1": (rows, ())}))
    assert [(f[1], f[2], f[5]) for f in facts(reading)] == [
        ("110000", "gdp", 3_610_260_000_000),
        ("110000", "residents", 21_890_000),
        ("150000", "gdp", 1_735_980_000_000),
        ("150000", "residents", 24_030_000),
    ]


def test_a_spreadsheet_of_libreoffice(tmp_path: Path) -> None:
    def row(*cells: object) -> str:
        return "".join(
            f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
            if isinstance(cell, int)
            else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in cells
        )

    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2" '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="人口"><table:table-row>{row("城市", "2020年常住人口（万人）")}</table:table-row>'
        f"<table:table-row>{row('成都市', 2095)}</table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "people.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", content)
    assert facts(read_table(path)) == [("B2", "510100", "residents", "2020", None, 20_950_000, "people")]


def test_values_that_look_like_years_are_values(tmp_path: Path) -> None:
    rows = (
        ("地区", "年份", "指标", "数值", "单位"),
        ("成都市", 2000, "粮食产量", 1986, "万吨"),
        ("某某镇", 2000, "粮食产量", 2010, "万吨"),
        ("成都市", 2001, "粮食产量", 2011, "万吨"),
    )
    reading = read_table(delimited(tmp_path / "years.csv", rows))
    assert [f[0] for f in facts(reading)] == ["D2", "D3", "D4"]
