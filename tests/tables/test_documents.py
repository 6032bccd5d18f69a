"""Tables in web pages and Word documents: the same pipeline as for workbooks, each value with its table and cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from made_tables import at, facts

from gongxing.cli import main
from gongxing.reading import UnreadableDocumentError
from gongxing.tables import read_table

TEXT = "全年全市经济运行总体平稳，主要指标保持增长，各项工作取得新的进展，人民生活继续改善，社会大局保持稳定。" * 4
MERGED = """<table border="1">
<tr><th rowspan="2">城市</th><th colspan="2">地区生产总值</th><th rowspan="2">常住人口（万人）</th></tr>
<tr><td>总量（亿元）</td><td>比上年增长（%）</td></tr>
<tr><td>成都市</td><td>22074.7</td><td>6.0</td><td>2140.3</td></tr>
<tr><td>绵阳市</td><td>4038.7</td><td>8.0</td><td>491.1</td></tr>
</table>"""
REVENUE = """<table><tr><td>指标</td><td>2023年</td><td>比上年增长（%）</td></tr>
<tr><td>地方一般公共预算收入</td><td>1929.3</td><td>11.8</td></tr>
<tr><td>社会消费品零售总额</td><td>10001.6</td><td>10.0</td></tr></table>"""


def _page(path: Path, body: str, title: str = "成都市2023年国民经济和社会发展统计公报") -> Path:
    path.write_text(
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1><div>{body}</div></body></html>",
        encoding="utf-8",
    )
    return path


def _word(path: Path, *parts: str | tuple[tuple[tuple[str, ...], ...], tuple[tuple[int, int, int, int], ...]]) -> Path:
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        rows, merges = part
        table = document.add_table(len(rows), len(rows[0]))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        for r0, c0, r1, c1 in merges:
            table.cell(r0, c0).merge(table.cell(r1, c1))
    document.save(path)
    return path


def test_a_page_with_merged_headers(tmp_path: Path) -> None:
    body = f"<p>{TEXT}</p><p>表1 2023年各市主要指标</p>{MERGED}<p>{TEXT}</p>"
    reading = read_table(_page(tmp_path / "page.html", body))
    assert {getattr(o.source, "sheet", None) for o in reading.observations} == {"表1"}
    assert facts(reading) == [
        ("B3", "510100", "gdp", "2023", None, 2_207_470_000_000, "CNY"),
        ("C3", "510100", "gdp_growth", "2023", None, 6.0, "%"),
        ("D3", "510100", "residents", "2023", None, 21_403_000, "people"),
        ("B4", "510700", "gdp", "2023", None, 403_870_000_000, "CNY"),
        ("C4", "510700", "gdp_growth", "2023", None, 8.0, "%"),
        ("D4", "510700", "residents", "2023", None, 4_911_000, "people"),
    ]


def test_two_tables_of_one_page_each_with_the_unit_in_its_caption(tmp_path: Path) -> None:
    first = MERGED.replace("（亿元）", "").replace("（万人）", "").replace('<th rowspan="2">常住人口</th>', "")
    first = first.replace("<td>2140.3</td>", "").replace("<td>491.1</td>", "")
    body = (
        f"<p>{TEXT}</p><p>表1 2022年各市地区生产总值</p><p>单位：亿元</p>{first}<p>{TEXT}</p>"
        f"<p>表2 主要财政和消费指标（单位：亿元）</p>{REVENUE}<p>{TEXT}</p>"
    )
    reading = read_table(_page(tmp_path / "two.html", body))
    gdp, revenue = at(reading, "B3", "表1"), at(reading, "B2", "表2")
    assert (gdp.value, gdp.unit, gdp.period, gdp.code) == (2_207_470_000_000, "CNY", "2022", "510100")
    assert (revenue.value, revenue.unit, revenue.period, revenue.code) == (192_930_000_000, "CNY", "2023", "510100")
    assert at(reading, "C2", "表2").indicator_id == "budget_revenue_growth"
    assert len(reading.observations) == 4 + 4


def test_a_page_that_is_nothing_but_a_table(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"  # what statistics offices offer as a workbook is often a page
    path.write_text(f"<html><body><p>2023年各市主要指标</p>{MERGED}</body></html>", encoding="gbk")
    reading = read_table(path)
    assert (at(reading, "D4", "表1").value, at(reading, "D4", "表1").period) == (4_911_000, "2023")


def test_layout_tables_give_a_note_and_no_observation(tmp_path: Path) -> None:
    links = "<tr><td><a href='/'>首页</a></td><td><a href='/n'>新闻</a></td></tr><tr><td>概况</td><td></td></tr>"
    layout = f"<table>{links}</table>"
    picture = "<table><tr><td><img src='a.png'></td></tr><tr><td>图1 2019—2023年地区生产总值</td></tr></table>"
    body = f"{layout}<p>{TEXT}</p>{picture}<p>{TEXT}</p><p>表1 2023年各市主要指标</p>{MERGED}<p>{TEXT}</p>"
    reading = read_table(_page(tmp_path / "layout.html", body))
    assert {getattr(o.source, "sheet", None) for o in reading.observations} == {"表1"}
    assert len(reading.observations) == 6
    assert any("2 tables that only lay out words or pictures are passed over" in note for note in reading.notes)


@pytest.mark.parametrize("body", [f"<p>{TEXT}</p>", f"<table><tr><td><p>{TEXT}</p><p>{TEXT}</p></td></tr></table>"])
def test_a_page_without_a_table_of_data_is_refused_in_one_sentence(tmp_path: Path, body: str) -> None:
    path = _page(tmp_path / "none.html", body)
    with pytest.raises(UnreadableDocumentError) as caught:
        read_table(path)
    assert str(caught.value) == (
        f"{path}: no table of data is in it; give a page or document with a table of numbers, "
        "or save the table as XLSX or CSV."
    )
    said = CliRunner().invoke(main, ["table", str(path)], env={"LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8"})
    assert said.exit_code == 1
    assert "里面没有数据表" in said.stderr or "no table of data" in said.stderr


def test_broken_markup_is_read_as_a_browser_shows_it(tmp_path: Path) -> None:
    broken = MERGED.replace("</td>", "").replace("</tr>", "").replace("</table>", "")
    path = tmp_path / "broken.html"
    path.write_text(f"<html><body><p>2023年各市主要指标<div>{broken}", encoding="utf-8")
    assert len(read_table(path).observations) == 6


def test_a_page_that_only_offers_a_file_says_so(tmp_path: Path) -> None:
    path = _page(tmp_path / "file.html", '<p><a href="/a/2023.xlsx">2023年统计公报.xlsx</a></p>')
    with pytest.raises(UnreadableDocumentError, match="no table of data is in it"):
        read_table(path)


CITIES = (
    ("城市", "地区生产总值", "", "常住人口（万人）"),
    ("", "总量（亿元）", "比上年增长（%）", ""),
    ("成都市", "22074.7", "6.0", "2140.3"),
    ("绵阳市", "4038.7", "8.0", "491.1"),
)


def test_a_word_document_with_merged_headers_and_a_box_of_words(tmp_path: Path) -> None:
    path = _word(
        tmp_path / "plan.docx",
        "四川省2024年发展计划",
        TEXT,
        ((("各地要按照本计划抓好落实。",),), ()),
        "表1 2023年各市主要指标",
        (CITIES, ((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3))),
        TEXT,
        "单位：亿元",
        ((("指标", "2023年"), ("成都市地区生产总值", "22074.7"), ("地方一般公共预算收入", "5529.1")), ()),
        TEXT,
    )
    reading = read_table(path)
    assert [fact for fact in facts(reading) if fact[0] in ("C3", "D4")] == [
        ("C3", "510100", "gdp_growth", "2023", None, 6.0, "%"),
        ("D4", "510700", "residents", "2023", None, 4_911_000, "people"),
    ]
    revenue = next(o for o in reading.observations if o.indicator_id == "budget_revenue")
    assert (revenue.value, revenue.period, getattr(revenue.source, "sheet", None)) == (552_910_000_000, "2023", "表3")
    assert any("1 table that only lays out words or pictures is passed over" in note for note in reading.notes)


def test_a_word_document_without_tables_and_a_damaged_one(tmp_path: Path) -> None:
    path = _word(tmp_path / "text.docx", "四川省2024年发展计划", TEXT)
    with pytest.raises(UnreadableDocumentError, match="no table of data is in it"):
        read_table(path)
    path.write_bytes(path.read_bytes()[:4000])
    with pytest.raises(UnreadableDocumentError, match="damaged or cut"):
        read_table(path)


def test_merged_cells_of_a_document_are_told_by_its_table(tmp_path: Path) -> None:
    from gongxing.reading import read_bytes

    path = _word(tmp_path / "m.docx", "四川省2024年发展计划", TEXT, (CITIES, ((0, 0, 1, 0), (0, 1, 0, 2))), TEXT)
    (table,) = read_bytes(path.read_bytes(), "m.docx").tables
    assert table.merges == ((0, 0, 1, 0), (0, 1, 0, 2))
    assert [len(row) for row in table.rows] == [4, 4, 4, 4]


def test_the_growth_of_a_column_is_not_that_of_the_title(tmp_path: Path) -> None:
    rows = """<table><tr><td>区县</td><td>地区生产总值（亿元）</td><td>比上年增长（%）</td>
    <td>第一产业增加值（亿元）</td>
    <td>比上年增长（%）</td></tr><tr><td>锦江区</td><td>1400</td><td>6.1</td><td>1.5</td><td>-0.7</td></tr>
    <tr><td>青羊区</td><td>1500</td><td>6.2</td><td>1.2</td><td>-0.5</td></tr></table>"""
    body = f"<p>{TEXT}</p><p>表1 2023年分区县地区生产总值及其增长速度</p>{rows}<p>{TEXT}</p>"
    reading = read_table(_page(tmp_path / "growth.html", body))
    assert [o.indicator_id for o in reading.observations[:4]] == [
        "gdp",
        "gdp_growth",
        "gdp_primary",
        "gdp_primary_growth",
    ]


def test_a_part_named_by_its_row_is_not_the_whole_of_its_column(tmp_path: Path) -> None:
    rows = """<table><tr><td>指标</td><td>利润总额（亿元）</td></tr><tr><td>规模以上工业</td><td>156.56</td></tr>
    <tr><td>其中：国有控股企业</td><td>74.04</td></tr><tr><td>私营企业</td><td>31.7</td></tr></table>"""
    body = f"<p>{TEXT}</p><p>表1 2023年规模以上工业企业利润总额</p>{rows}<p>{TEXT}</p>"
    reading = read_table(_page(tmp_path / "part.html", body))
    assert [o.indicator_id for o in reading.observations] == ["industrial_profits", None, None]


PLAN = (
    ("类别", "指标", "2020年", "2025年", "年均增长", "属性"),
    ("经济发展", "地区生产总值（亿元）", "3010", "4500", "7%", "预期性"),
    ("", "常住人口城镇化率（%）", "51.7", "58", "", "预期性"),
    ("创新驱动", "每万人口高价值发明专利拥有量（件）", "5.1", "12", "", "约束性"),
)


def test_what_a_plan_aims_at_is_flagged_and_its_base_year_is_not(tmp_path: Path) -> None:
    path = _word(tmp_path / "plan.docx", "绵阳市发展规划纲要", TEXT, "表1 主要指标", (PLAN, ((1, 0, 2, 0),)), TEXT)
    reading = read_table(path)
    assert [(*fact[:4], *fact[5:]) for fact in facts(reading)][:5] == [
        ("C2", "510700", "gdp", "2020", 301_000_000_000, "CNY"),
        ("D2", "510700", "gdp", "2025", 450_000_000_000, "CNY"),
        ("E2", "510700", None, None, 7.0, "%"),  # an average of five years is the growth of none
        ("C3", "510700", "urbanization", "2020", 51.7, "%"),
        ("D3", "510700", "urbanization", "2025", 58.0, "%"),
    ]
    target = "a target, not what came about"
    aimed = [getattr(o.source, "cell", "") for o in reading.observations if target in o.flags]
    assert aimed == ["D2", "E2", "D3", "D4"]


def test_a_note_below_says_the_unit_and_the_year_of_the_data(tmp_path: Path) -> None:
    rows = "<tr><td>城市</td><td>地区生产总值</td></tr><tr><td>成都市</td><td>20817.5</td></tr>"
    rows += "<tr><td>绵阳市</td><td>3626.9</td></tr>"
    page = tmp_path / "note.html"
    note = "注：1. 单位：亿元。2. 数据为2022年，按2020年价格。"
    page.write_text(f"<html><body><table>{rows}</table><p>{note}</p></body></html>", encoding="utf-8")
    found = at(read_table(page), "B2")
    assert (found.value, found.unit, found.period) == (2_081_750_000_000, "CNY", "2022")


def test_a_table_within_a_cell_of_a_word_document(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph(TEXT)
    inner = document.add_table(1, 2).cell(0, 0).add_table(3, 2)
    for r, row in enumerate((("城市", "2022年地区生产总值（亿元）"), ("成都市", "20817.5"), ("绵阳市", "3626.9"))):
        for c, text in enumerate(row):
            inner.cell(r, c).text = text
    document.save(tmp_path / "inner.docx")
    reading = read_table(tmp_path / "inner.docx")
    assert [(fact[0], fact[5]) for fact in facts(reading)] == [("B2", 2_081_750_000_000), ("B3", 362_690_000_000)]


def test_markup_in_the_cells_of_a_list_makes_it_no_page(tmp_path: Path) -> None:
    table = tmp_path / "表.csv"
    table.write_text("地区,2023年地区生产总值（亿元）,备注\n成都,22074.7,<table><tr><td>1</td></tr></table>\n"
                     "绵阳,4038.7,<script>alert(1)</script>\n德阳,3014.4,<html><body>\n", "utf-8")  # fmt: skip
    values = {one.region: one.value for one in read_table(table).observations}
    assert values == pytest.approx({"成都市": 2.20747e12, "绵阳市": 4.0387e11, "德阳市": 3.0144e11})
