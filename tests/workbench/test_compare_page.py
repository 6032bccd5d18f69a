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


def test_both_figures_and_readings_are_there(client):
    shown = client.get("/compare?lang=zh").text
    assert shown.count('class="figure"') == 2
    assert re.search(r"泰尔指数为 0\.\d+", shown)
    assert shown.count("都指地区，不是居民") == 2  # beside the readings, and with the curves wherever they go
    assert "都指地区，不是居民" in client.get("/figures/compare_lorenz.svg?indicator=gdp_per_head&lang=zh").text
    assert client.get("/figures/compare_lorenz.svg?indicator=gdp_per_head").status_code == 200
    assert client.get("/figures/compare_convergence.csv?indicator=gdp_per_head").status_code == 200


def test_an_empty_library_teaches(page, empty_address):
    page.goto(f"{empty_address}/compare?lang=zh")
    assert "gongxing ingest" in page.inner_text("main")


@pytest.mark.parametrize(("language", "theme"), [("zh", "dark"), ("en", "light")])
def test_nothing_in_it_hinders_people(page, address, axe, language, theme):
    page.goto(f"{address}/compare?lang={language}&theme={theme}")
    page.wait_for_selector(".figure svg.marks")
    axe(page)
