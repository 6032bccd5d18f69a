"""The home page; and the form in which every page is tested: words, look, scripts off, keyboard."""

from __future__ import annotations

import re

from gongxing.library import Library


def test_it_tells_what_is_there_and_who_should_lead(client):
    shown = client.get("/?lang=zh").text
    for words in (
        "领头的地区怎样带",
        "成都",
        "国家中心城市",
        "绵阳",
        "四川省域经济副中心",
        "22,075亿元",
        "优势地区怎样带头",
    ):
        assert words in shown


def test_it_tells_what_each_plan_would_do_and_for_whom(own_client, own_library):
    with Library(own_library) as library:
        stored = library.save_scenario("plan", title="一条铁路", toml="title = '一条铁路'\n", files={}, who="林")
        assert "还没有推演" in own_client.get("/?lang=zh").text
        regions = [
            {"name": "眉山", "code": "511400", "real_income": 5.62},
            {"name": "资阳", "code": "512000", "real_income": 0.1},
            {"name": "成都", "code": "510100", "real_income": -0.75},
        ]
        content = {"regions": regions, "theil": {"before": 0.041, "after": 0.0398}}
        library.save_outcome("plan", stored.version, content, basis="a", who="林")
    shown = own_client.get("/?lang=zh").text
    assert "得益最多：眉山 +5.62%；流失最多：成都 -0.75%；地区差距缩小" in shown
    english = own_client.get("/?lang=en").text
    assert "gains most: Meishan +5.62%; loses most: Chengdu -0.75%; the gap narrows" in english


def test_it_speaks_the_language_of_the_browser_and_the_address_overrules(client):
    english = {"Accept-Language": "en-GB,en;q=0.9"}
    assert "How should the leading regions lead" in client.get("/", headers=english).text
    assert "领头的地区怎样带" in client.get("/?lang=zh", headers=english).text
    assert "领头的地区怎样带" in client.get("/", headers={"Accept-Language": "fr"}).text


def test_every_link_of_it_is_alive(page, address):
    page.goto(f"{address}/?lang=zh")
    links = page.eval_on_selector_all("a[href]", "all => [...new Set(all.map(a => a.href.split('#')[0]))]")
    dead = [link for link in links if page.request.get(link).status >= 400]
    assert dead == []


def test_it_is_readable_without_scripts(new_tab, address):
    tab = new_tab(javaScriptEnabled=False)
    tab.goto(f"{address}/?lang=zh")
    assert tab.get_by_role("heading", level=1).inner_text().startswith("领头的地区")
    tab.get_by_role("link", name="English").click()
    assert tab.get_by_role("heading", level=1).inner_text().startswith("How should")
    tab.get_by_label("Search documents, facts and regions").fill("氢能")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search?q=*lang=en*")


def test_it_goes_by_keys(page, address):
    page.goto(f"{address}/?lang=zh")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "成都"
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/board?lang=zh")


def test_selecting_a_region_is_marked_and_kept_in_the_address(page, address):
    page.goto(f"{address}/?lang=zh")
    row = page.locator('tr[data-row][data-region="510100"]')
    row.locator("td").nth(0).click()
    assert "selected" in row.get_attribute("class")
    assert "select=510100" in page.url
    assert "select=510100" in page.get_by_role("link", name="English").get_attribute("href")
    page.reload()
    assert "selected" in row.get_attribute("class")
    page.keyboard.press("Escape")
    assert "select" not in page.url


def test_it_fits_a_narrow_screen(new_tab, address):
    tab = new_tab(viewport={"width": 360, "height": 740})
    tab.goto(f"{address}/?lang=zh")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


def test_an_empty_library_teaches(page, empty_address, axe):
    page.goto(f"{empty_address}/?lang=zh")
    assert "资料库还是空的" in page.inner_text("main")
    assert "gongxing ingest" in page.inner_text("main")
    axe(page)


def test_a_column_has_one_unit(client):
    shown = client.get("/?lang=zh").text.split('id="leaders"')[1].split("</table>")[0]
    outputs = re.findall(r">([\d.,]+)(万亿元|亿元)</a>", shown)
    assert len(outputs) > 3 and len({unit for _, unit in outputs}) == 1


def test_where_no_document_tells_the_output_a_cell_does(client, library_place, monkeypatch):
    monkeypatch.setattr("gongxing.workbench.pages.home._GDP", ())  # as if no document told it
    client.app.state.workbench.shelf._kept.clear()
    shown = client.get("/?lang=zh").text
    client.app.state.workbench.shelf._kept.clear()
    found = re.search(r'href="(/documents/\d+\?sheet=2023&amp;cell=[A-Z]+\d+&amp;lang=zh)">22,075亿元</a>', shown)
    assert found
    at = re.search(r'class="row-at".*?</tr>', client.get(found[1].replace("&amp;", "&")).text, re.S)
    assert at and "成都" in at[0] and "2.2075万亿元" in at[0]
