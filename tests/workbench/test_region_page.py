"""Regions: what is known of one, each number with its source."""

from __future__ import annotations

import re

import pytest


def test_the_list_names_regions_and_their_ranks(client):
    shown = client.get("/regions?lang=zh").text
    assert "绵阳" in shown and "四川省域经济副中心" in shown
    assert client.get("/regions?name=绵阳&lang=zh").headers["location"].startswith("/regions/510700?")


def test_it_tells_role_figures_place_promises_and_neighbours(client):
    shown = client.get("/regions/510700?lang=zh").text
    for words in ("绵阳市", "510700", "四川省域经济副中心", "4,039亿元", "第 2 / 18", "涪江实验室", "未兑现", "德阳"):
        assert words in shown
    # 绵阳's neighbours in 四川 by any map: 德阳, 广元, 遂宁, 南充, 阿坝.
    assert re.findall(r"/regions/(\d{6})", shown.split('id="neighbours"')[1].split("</section>")[0]) == [
        "510600", "510800", "510900", "511300", "513200",
    ]  # fmt: skip


def test_every_figure_leads_to_its_source(client):
    shown = client.get("/regions/510700?lang=zh").text
    table = shown.split('id="figures"')[1].split("</table>")[0]
    links = re.findall(r'<td class="number"><a href="([^"]+)"', table)
    assert len(links) > 30
    for link in links[:5]:
        assert client.get(link.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("name", ["绵阳", "绵阳市", "510700"])
def test_every_form_of_a_name_opens_it(client, name):
    assert "绵阳市" in client.get(f"/regions/{name}?lang=zh").text


def test_a_functional_region_lists_its_members(client):
    shown = client.get("/regions/成都都市圈?lang=zh").text
    assert "由 4 个成员组成" in shown and "资阳" in shown


def test_a_region_without_data_teaches_and_an_unknown_one_is_said(client):
    assert "还没有这个地区的内容" in client.get("/regions/460200?lang=zh").text
    assert client.get("/regions/亚特兰蒂斯?lang=zh").status_code == 404


def test_it_fits_a_narrow_screen(new_tab, address):
    tab = new_tab(viewport={"width": 360, "height": 740}, javaScriptEnabled=False)
    tab.goto(f"{address}/regions/510700?lang=zh")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_role_is_told_in_the_words_of_a_document(client):
    card = client.get("/regions/510700?lang=zh").text.split('id="role"')[1].split("</section>")[0]
    assert "“支持绵阳发挥科技城优势，建设川北省域经济副中心。”" in card
    link = re.search(r'class="quote" href="([^"#]+)', card)[1].replace("&amp;", "&")
    assert "建设川北省域经济副中心" in client.get(link).text
    assert "宜宾、泸州" not in card  # another region's role, in the next sentence


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("推动成都做强极核。", True),
        ("成都、绵阳发展，德阳成为极核。", False),
        ("支持成都都市圈打造极核。", False),
        ("成都增长6%。极核作用明显。", False),
        ("成都及成都都市圈、极核、区域中心城市等是优势地区。", False),
        ("成都、绵阳建设极核、副中心。", True),
    ],
)
def test_a_role_is_of_the_region_that_the_sentence_gives_it(text, found):
    from gongxing.workbench.stated import clause_of

    span = clause_of(text, "成都", "极核")
    assert (span is not None) is found
    assert span is None or text[slice(*span)] == text


def test_it_stands_in_the_inequality_and_structure_of_its_province(client):
    card = client.get("/regions/510100?lang=zh").text.split('id="standing"')[1].split("</section>")[0]
    with_it, without = map(float, re.findall(r"0\.\d{4}", card)[:2])
    assert with_it > without and "它使差距更大" in card
    assert re.search(r"(\d{4}) 年各地人均", card)[1] == "2023"  # the newest, whatever years industries are told of
    page = client.get("/compare?lang=zh&indicator=gdp_per_head&within=四川&level=prefecture&year=2023").text
    assert f"{with_it:.4f}" in page
    assert "克鲁格曼指数" in card and "区位商" in card and "/compare?" in card


def test_an_english_name_opens_the_page_and_narrows_the_documents(client):
    assert client.get("/regions?name=Mianyang&lang=en").headers["location"].startswith("/regions/510700")
    assert "Mianyang" in client.get("/regions/510700?lang=en").text
    chinese = re.findall(r'href="/documents/(\d+)', client.get("/documents?region=绵阳&lang=en").text)
    english = client.get("/documents?region=Mianyang&lang=en").text
    assert chinese and re.findall(r'href="/documents/(\d+)', english) == chinese
    assert re.search(r'class="chip[^>]*>\s*Chengdu \d+', client.get("/documents?lang=en").text)


def test_roles_are_the_same_whether_passages_are_read_once_or_for_each_region(library_place):
    from gongxing.library import Library
    from gongxing.workbench.stated import role_passages, stated_roles

    with Library(library_place) as library:
        every = role_passages(library)
        assert len(every) > 2 and any(stated_roles(library, name) for name in ("成都", "绵阳"))
        for name in ("成都", "绵阳", "宜宾", "眉山", "上海"):
            expected = stated_roles(library, name)
            assert stated_roles(library, name, every) == expected
            for limit in (1, 2):  # what lies behind those read once is looked up
                assert stated_roles(library, name, role_passages(library, limit), limit) == expected
