"""The atlas: an indicator over the regions, linked, with the source of every value."""

from __future__ import annotations

import json
import re

import pytest
from openpyxl import load_workbook

from gongxing.sample import paths

GDP = "/atlas?lang=zh&indicator=地区生产总值&year=2023"


def test_it_opens_on_what_the_library_has_most_of(client):
    shown = client.get("/atlas?lang=zh").text
    for words in ("人均地区生产总值", "四川", "2023", "GS(2024)0650号", "sichuan-cities.xlsx"):
        assert words in shown


def test_it_opens_on_the_province_that_documents_speak_of(own_client, own_library, tmp_path):
    from gongxing.library import Library
    from gongxing.regions import divisions

    heads = [
        "地区生产总值（亿元）",
        "常住人口（万人）",
        "进出口总额（亿元）",
        "一般公共预算收入（亿元）",
        "固定资产投资（亿元）",
    ]
    cities = [one.name for one in divisions(2024) if one.level == "prefecture" and one.code.startswith("37")]
    rows = [f"{city},{year}" + f",{year - 1990}" * len(heads) for year in range(2000, 2025) for city in cities]
    (tmp_path / "年鉴.csv").write_text("\n".join([",".join(["地区,年份", *heads]), *rows]) + "\n", "utf-8")
    (tmp_path / "山东.txt").write_text(
        "山东省2023年地区生产总值92069亿元，" * 9 + "青岛市地区生产总值15760亿元。", "utf-8"
    )
    with Library(own_library) as library:
        assert not library.ingest([tmp_path / "年鉴.csv", tmp_path / "山东.txt"]).failures
        cells = library.panel(documents=False).to_frame()["code"].str.slice(0, 2).value_counts(sort=True)
    assert cells["code"][0] == "37", "most cells are of another province than most documents"
    for path in ("/atlas", "/compare", "/scenarios/new/map"):
        shown = own_client.get(f"{path}?lang=zh").text
        assert '<option value="四川" selected>' in shown, path
    assert "510100" in own_client.get("/figures/atlas_map.csv?indicator=gdp").text
    assert "370200" in own_client.get("/figures/atlas_map.csv?indicator=gdp&within=山东").text


def test_it_opens_on_the_province_of_most_cells_where_no_document_speaks(tmp_path):
    from starlette.testclient import TestClient

    from gongxing.library import Library
    from gongxing.workbench import create_app

    rows = ["地区,年份,地区生产总值（亿元）", "成都市,2023,22074.7", "绵阳市,2023,4038.7", "济南市,2023,12757.4",
            "青岛市,2023,15760.3", "烟台市,2023,10162.5"]  # fmt: skip
    (tmp_path / "城市.csv").write_text("\n".join(rows) + "\n", "utf-8")
    with Library(tmp_path / "library.db") as library:
        library.ingest([tmp_path / "城市.csv"])
    with TestClient(create_app(tmp_path / "library.db"), base_url="http://127.0.0.1") as client:
        assert '<option value="山东" selected>' in client.get("/atlas?lang=zh").text


def test_every_value_leads_to_its_cell_and_is_the_one_of_the_file(client):
    shown = client.get(GDP).text
    cells = load_workbook(paths().tables / "sichuan-cities.xlsx")["2023"]
    link = r'href="/documents/(\d+)\?sheet=2023&amp;cell=(\w+)&amp;lang=zh">([\d.,]+)(万亿|亿)元</a>'
    rows = re.findall(rf'data-row data-region="(\d+)">.*?{link}', shown, re.S)
    assert len(rows) >= 18
    for _, _, cell, number, scale in rows:
        said = float(number.replace(",", "")) * (1e4 if scale == "万亿" else 1)
        assert said == pytest.approx(float(cells[cell].value), rel=1e-9)


def test_ranks_and_their_changes_are_those_of_the_values(client):
    shown = client.get(f"{GDP}&before=2021").text
    rows = re.findall(r'data-row data-region="\d+">\s*<td class="number">(\d+)</td>', shown)
    assert [int(rank) for rank in rows] == sorted(int(rank) for rank in rows)
    assert "较2021年位次" in client.get("/figures/atlas_ranking.svg?indicator=gdp&year=2023&before=2021").text


def test_the_map_is_the_same_file_as_on_the_page_and_carries_codes(client):
    answer = client.get("/figures/atlas_map.json?indicator=gdp&year=2023&group=成都都市圈")
    specification = json.loads(answer.text)
    assert specification["usermeta"]["gongxing"]["parameter"] == "region"
    assert '"region_code": "510100"' in json.dumps(specification) or '"region_code":"510100"' in answer.text
    assert len(answer.content) < 400_000
    table = client.get("/figures/atlas_map.csv?indicator=gdp&year=2023").text
    assert "510100" in table and "2207500000000" in table.replace(".0", "")


@pytest.mark.parametrize("words", ["indicator=占卜", "year=1900", "within=火星", "classing=magic", "classes=99"])
def test_an_address_that_asks_for_what_is_not_there_says_what_is(client, words):
    answer = client.get(f"/atlas?lang=zh&{words}")
    assert answer.status_code == 400
    assert words.split("=")[1] in answer.text


def test_an_empty_library_teaches(page, empty_address):
    page.goto(f"{empty_address}/atlas?lang=zh")
    assert "gongxing ingest" in page.inner_text("main")


def test_selecting_in_the_map_selects_in_the_table_and_the_address_keeps_it(page, new_tab, address):
    page.goto(f"{address}{GDP}")
    page.wait_for_selector(".figure svg.marks")
    page.locator('tr[data-row][data-region="510700"] td').first.click()
    page.wait_for_url("**select=510700**")
    other = new_tab(locale="zh-CN")
    other.goto(page.url)
    assert "selected" in other.locator('tr[data-row][data-region="510700"]').get_attribute("class")


def test_it_is_whole_without_scripts(new_tab, address):
    tab = new_tab(javaScriptEnabled=False)
    tab.goto(f"{address}{GDP}")
    assert tab.locator("figure").count() == 2
    assert all(one.locator("img").first.is_visible() for one in tab.locator("figure").all())
    tab.get_by_label("年份").select_option("2021")
    tab.get_by_role("button", name="应用").click()
    assert "year=2021" in tab.url
    assert "2021" in tab.inner_text("figure >> nth=0")


def test_the_year_is_a_slider_that_keys_move(page, address):
    page.goto(f"{address}{GDP}")
    slider = page.get_by_label("年份")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**year=2021**")


def test_it_fits_a_narrow_screen(new_tab, address):
    tab = new_tab(viewport={"width": 360, "height": 740})
    tab.goto(f"{address}{GDP}")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


def test_any_measure_of_regions_can_be_mapped(client):
    shown = client.get("/atlas?lang=zh&measure=krugman&indicator=gdp&year=2018").text
    assert "克鲁格曼专业化指数" in shown and "推算" in shown and "/help/measures/krugman" in shown
    table = client.get("/figures/atlas_map.csv?measure=krugman&indicator=gdp&year=2018").text
    assert "510100" in table and 0 < float(re.search(r"510100.*?(\d\.\d+)", table)[1]) < 2
    assert client.get("/atlas?measure=magic").status_code == 400


def test_a_measure_without_its_tables_says_so(own_client):
    shown = own_client.get("/atlas?lang=zh&measure=growth_contribution&indicator=gdp_per_head").text
    assert "没有这个测度要的表" in shown


def test_outlines_are_of_a_known_source_or_stated_in_the_address(client):
    shown = client.get("/atlas?lang=zh&group=成都都市圈&own=沿江=泸州、宜宾").text
    assert "成都都市圈发展规划" in shown and "由本页地址写明" in shown
    assert "沿江" in client.get("/figures/atlas_map.svg?own=沿江=泸州、宜宾&lang=zh").text
    assert client.get("/atlas?own=甲=亚特兰蒂斯&lang=zh").status_code == 400


def test_it_leads_from_provinces_down_to_counties_and_up_again(own_client, own_library, tmp_path):
    from gongxing.library import Library

    rows = ["地区,年份,地区生产总值（亿元）", "四川省,2023,60132.9", "重庆市,2023,30145.8", "锦江区,2023,1400.1",
            "青羊区,2023,1600.2", "武侯区,2023,1500.3"]  # fmt: skip
    (tmp_path / "层级.csv").write_text("\n".join(rows) + "\n", "utf-8")
    with Library(own_library) as library:
        library.ingest([tmp_path / "层级.csv"])
    top = own_client.get("/atlas?lang=zh&within=全国&level=province&indicator=gdp&year=2023").text
    down = re.search(r'href="(/atlas\?[^"]*within=%E5%9B%9B%E5%B7%9D[^"]*level=prefecture[^"]*)"', top)[1]
    middle = own_client.get(down.replace("&amp;", "&")).text
    inner = re.search(r'href="(/atlas\?[^"]*within=%E6%88%90%E9%83%BD[^"]*level=county[^"]*)"', middle)[1]
    bottom = own_client.get(inner.replace("&amp;", "&")).text
    assert "510104" in bottom and "锦江" in bottom and "往上" in bottom
    assert "level=prefecture" in bottom.split("往上")[1][:300]


def test_the_year_moves_by_keys_and_the_slider_keeps_the_keyboard(page, address):
    page.goto(f"{address}{GDP}")
    page.focus("#year-slider")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**year=2021**")
    page.wait_for_function("document.activeElement && document.activeElement.id === 'year-slider'")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**year=2023**")
