"""Compare: measures of an indicator year by year, in words, with curves."""

from __future__ import annotations

import re

import numpy as np
import pytest
from openpyxl import load_workbook

from gongxing.sample import paths


def test_the_gini_coefficient_is_that_of_the_cells(client):
    # G = sum |xi - xj| / (2 n² mean), worked from the workbook's own cells.
    rows = load_workbook(paths().tables / "sichuan-cities.xlsx")["2023"].iter_rows(min_row=2, values_only=True)
    x = np.array([row[3] for row in rows if isinstance(row[3], int | float)], dtype=float)
    gini = np.abs(x[:, None] - x[None, :]).sum() / (2 * len(x) ** 2 * x.mean())
    shown = client.get("/compare?lang=zh&indicator=人均地区生产总值&year=2023&before=2021").text
    assert f"{gini:.4f}" in shown and "基尼系数" in shown and "2021 → 2023" in shown


def test_readings_and_curves_say_whose_weights_they_have(client):
    shown = client.get("/compare?lang=zh").text
    assert re.search(r"泰尔指数为 0\.\d+", shown)
    assert shown.count("都指地区，不是居民") == 2  # beside the readings, and with the curves wherever they go
    assert "都指地区，不是居民" in client.get("/figures/compare_lorenz.svg?indicator=gdp_per_head&lang=zh").text
    assert client.get("/figures/compare_convergence.csv?indicator=gdp_per_head").status_code == 200


def test_weights_by_residents_change_the_index_and_the_curve(client):
    # T = sum p x/m ln(x/m) over the workbook's own cells, with residents as weights.
    sheet = load_workbook(paths().tables / "sichuan-cities.xlsx")["2023"]
    head = [str(cell.value) for cell in next(row for row in sheet.iter_rows(max_row=9) if row[0].value == "城市")]
    people, per_head = ([word in name for name in head].index(True) for word in ("常住人口", "人均"))
    rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if isinstance(row[people], int | float)]
    p, x = (np.array([row[at] for row in rows], dtype=float) for at in (people, per_head))
    p /= p.sum()
    mean = (p * x).sum()
    theil = (p * x / mean * np.log(x / mean)).sum()
    query = "lang=zh&indicator=gdp_per_head&year=2023&before=2020&weight=residents"
    shown = client.get(f"/compare?{query}").text
    assert f"{theil:.4f}" in shown and "每个居民算一份" in shown
    assert "每个居民算一份" in client.get(f"/figures/compare_lorenz.svg?{query}").text


def test_two_groups_stand_side_by_side_with_the_difference(client):
    shown = client.get(
        "/compare?lang=zh&versus=groups&one=川南经济区&other=成都、德阳、绵阳&indicator=gdp_per_head&year=2023"
    ).text
    values = re.search(r"/help/measures/gini.*?</th>(.*?)</tr>", shown, re.DOTALL)[1]
    first, second, gap = map(float, re.findall(r"\d\.\d{4}", values)[:3])
    assert gap == pytest.approx(abs(second - first), abs=1.01e-4)
    assert ("差距更大" if second > first else "差距更小") in values and "共 4 个" in values and "共 3 个" in values


def test_a_group_that_holds_no_region_is_said(client):
    answer = client.get("/compare?lang=zh&versus=groups&one=亚特兰蒂斯&other=成都")
    assert answer.status_code == 400 and "亚特兰蒂斯" in answer.text


def test_parts_of_a_decomposition_add_up_and_name_the_source_of_their_groups(client):
    shown = client.get("/compare?lang=zh&zone=成都平原经济区&zone=川南经济区&own=北=南充、达州、广元&year=2023").text
    table = shown.split("<tbody>")[1].split("</tbody>")[0]
    rows = [row for row in table.split("<tr data-row>") if "泰尔指数（T）" in row and "分解" in row]
    at = table.index(rows[0])
    total, between, within = (
        float(re.findall(r">(-?\d\.\d{4})<", row)[1]) for row in table[at:].split("<tr data-row>")[:3]
    )
    assert total == pytest.approx(between + within, abs=2e-4)
    assert "川府发〔2021〕7号" in shown and "由本页地址写明" in shown


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("family=structure&year=2018&indicator=gdp", "克鲁格曼"),
        ("family=complexity&year=2018&indicator=gdp", "经济复杂度"),
        ("family=association", "莫兰指数为"),
        ("family=linkage&indicator=gdp", "引力强度"),
        ("family=hierarchy&indicator=gdp", "首位城市是第二位的"),
        ("family=composite&part=gdp_per_head&part=invention_patents", "综合指数"),
        ("family=convergence", "β 为"),
    ],
)
def test_every_family_has_numbers_with_a_difference_and_their_cells(client, query, told):
    shown = client.get(f"/compare?lang=zh&{query}").text
    assert told in shown and "/help/measures/" in shown
    assert re.search(r'<td class="number">\s*-?[\d.,]+', shown)
    assert re.search(r'href="/documents/\d+\?sheet=', shown.split('id="cells"')[-1])


def test_what_is_lacking_is_named_with_the_years_that_have_it(client):
    shown = client.get("/compare?lang=zh&family=structure&year=2023&before=2021").text
    assert "分行业就业表" in shown and "year=2018" in shown
    shown = client.get("/compare?lang=en&family=linkage").text
    assert "input–output table" in shown and "table of flows" in shown and "does not add over regions" in shown


def test_an_empty_library_teaches(page, empty_address):
    page.goto(f"{empty_address}/compare?lang=zh")
    assert "gongxing ingest" in page.inner_text("main")
