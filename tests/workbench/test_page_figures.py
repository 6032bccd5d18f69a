"""Figures by address, on a page without and with scripts, and selection that links them to everything else."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

MAP = "/figures/leading"
CHENGDU, MIANYANG = "510100", "510700"


def test_a_figure_is_a_picture_a_table_and_a_specification(client):
    svg = client.get(f"{MAP}.svg?lang=zh")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert "人均地区生产总值" in svg.text and "审图号" in svg.text and "攀枝花" in svg.text
    assert client.get(f"{MAP}.png").content[:8] == b"\x89PNG\r\n\x1a\n"
    assert "vega-lite" in client.get(f"{MAP}.json").json()["$schema"]
    assert client.get(f"{MAP}.gif").status_code == 404
    assert client.get("/figures/none.svg").status_code == 404


def test_exports_hold_raw_numbers_and_downloads_suit_a_spreadsheet(client):
    plain = client.get(f"{MAP}.csv").content
    download = client.get(f"{MAP}.csv?download=1")
    assert download.content == b"\xef\xbb\xbf" + plain
    assert download.headers["content-disposition"] == 'attachment; filename="leading.csv"'
    assert "107133" in plain.decode() and "万" not in plain.decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{MAP}.xlsx").content))
    assert 107133 in [cell.value for row in book.worksheets[0].iter_rows() for cell in row]


def test_the_same_address_gives_the_same_bytes(client):
    first = client.get(f"{MAP}.svg?lang=en&theme=dark").content
    client.app.state.workbench.figures._kept.clear()
    assert client.get(f"{MAP}.svg?lang=en&theme=dark").content == first
    assert client.get(f"{MAP}.svg?lang=zh&theme=dark").content != first


def test_on_a_page_the_title_is_the_page_s(client):
    assert client.get(f"{MAP}.json?lang=zh").json()["title"] == "人均地区生产总值（2023年）"
    bare = client.get(f"{MAP}.json?lang=zh&on=page").json()
    assert "title" not in bare
    assert bare["config"]["background"] == "transparent"


def test_without_scripts_there_is_a_picture_with_words_and_the_table(new_tab, address):
    tab = new_tab(javaScriptEnabled=False)
    tab.goto(f"{address}/?lang=zh")
    picture = tab.locator("figure.figure picture img")
    assert "最高的是攀枝花" in picture.get_attribute("alt")
    tab.wait_for_load_state("networkidle")
    assert picture.bounding_box()["height"] > 200
    tab.locator("figure.figure .twin summary").click()
    assert tab.locator("figure.figure td.number", has_text="107,133").is_visible()


def drawn(tab):
    tab.locator("figure.figure[data-drawn]").wait_for()
    return tab.locator("figure.figure .live svg")


def label(tab, name):
    return tab.locator("figure.figure .live svg text", has_text=name).first


def test_with_scripts_it_is_drawn_live_and_linked(page, address):
    page.goto(f"{address}/?lang=zh&theme=light")
    assert drawn(page).is_visible()
    assert not page.locator("figure.figure picture").is_visible()
    row = page.locator(f'table tr[data-region="{CHENGDU}"]').first
    label(page, "成都").click(force=True)
    page.wait_for_function(f"location.search.includes('select={CHENGDU}')")
    assert "selected" in row.get_attribute("class")
    page.locator(f'table tr[data-region="{MIANYANG}"]').first.locator("td").first.click()
    page.wait_for_function(f"location.search.includes('select={MIANYANG}')")
    page.wait_for_timeout(200)
    before = page.locator("figure.figure .live svg").inner_html()
    page.keyboard.press("Escape")
    page.wait_for_function("!location.search.includes('select')")
    page.wait_for_timeout(200)
    assert page.locator("figure.figure .live svg").inner_html() != before, "the map shows what is selected"


def test_a_permalink_selects_in_a_new_browser(new_tab, address):
    tab = new_tab()
    tab.goto(f"{address}/?lang=en&select={CHENGDU}")
    drawn(tab)
    assert tab.locator(f'table tr[data-region="{CHENGDU}"]').first.evaluate("row => row.classList.contains('selected')")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_look_of_the_system_is_followed(new_tab, address, theme, axe):
    tab = new_tab(colorScheme=theme)
    tab.goto(f"{address}/?lang=zh")
    drawn(tab)
    assert f"theme={theme}" in tab.locator("figure.figure").get_attribute("data-drawn")
    axe(tab)


def test_on_paper_a_dark_figure_is_light(page, address):
    page.goto(f"{address}/?lang=zh&theme=dark")
    drawn(page)
    page.emulate_media(media="print")
    page.locator("figure.figure .on-paper").wait_for()  # fetched for paper alone
    assert "theme=light" in page.locator("figure.figure .on-paper").get_attribute("src")
    assert not page.locator("figure.figure .live").is_visible()


def test_the_charts_script_comes_from_here_and_small(client):
    import re

    address = re.search(r'data-vega="([^"]+)"', client.get("/").text)[1]
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert "immutable" in answer.headers["cache-control"]
    assert int(answer.headers["content-length"]) < 330_000
    assert json.dumps(answer.text[:10])


def figures_asked(tab, form):
    """Return the addresses of figures of a form that a tab asks for from now on."""
    asked = []
    tab.on("request", lambda one: asked.append(one.url) if "/figures/" in one.url and f".{form}?" in one.url else None)
    return asked


@pytest.mark.parametrize("how", ["pointer", "keyboard", "table"])
def test_a_figure_of_very_many_marks_is_a_picture_until_someone_points_at_it(page, address, monkeypatch, how):
    monkeypatch.setattr("gongxing.workbench.figures.MANY_MARKS", 5)
    asked = figures_asked(page, "json")
    with page.expect_response(lambda answer: "vega.js" in answer.url):
        page.goto(f"{address}/?lang=zh&theme=light")
    page.wait_for_load_state("networkidle")
    assert page.locator("figure.figure picture img").bounding_box()["height"] > 200
    assert not asked
    if how == "pointer":
        page.locator("figure.figure .canvas").hover()
    elif how == "keyboard":
        page.locator("figure.figure .canvas").focus()
    else:
        page.locator(f'table tr[data-region="{CHENGDU}"]').first.locator("td").first.click()
    assert drawn(page).is_visible()
    assert len(asked) == 1
    label(page, "成都").click(force=True)
    page.wait_for_url(lambda url: f"select={CHENGDU}" in url)


def test_a_permalink_draws_a_figure_of_very_many_marks_at_once(page, address, monkeypatch):
    monkeypatch.setattr("gongxing.workbench.figures.MANY_MARKS", 5)
    page.goto(f"{address}/?lang=zh&theme=light&select={CHENGDU}")
    assert drawn(page).is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_only_the_picture_of_the_present_look_is_fetched(new_tab, address, theme):
    tab = new_tab(colorScheme=theme)
    asked = figures_asked(tab, "svg")
    tab.goto(f"{address}/?lang=zh")
    drawn(tab)
    tab.wait_for_load_state("networkidle")
    assert len(set(asked)) == 1
    assert f"theme={theme}" in asked[0]
