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


@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
def test_nothing_in_it_hinders_people(page, address, axe, language, theme):
    page.goto(f"{address}/atlas?lang={language}&theme={theme}&group=成都都市圈")
    page.wait_for_selector(".figure svg.marks")
    axe(page)


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
