"""Search: words of one character, exact counts, facets in the address."""

from __future__ import annotations

import re

import pytest

from gongxing.library import Library


@pytest.mark.parametrize("words", ["中试", "氢", "揭榜挂帅"])
def test_counts_are_those_of_the_library(client, library_place, words):
    shown = client.get("/search", params={"q": words, "lang": "zh"}).text
    with Library(library_place) as library:
        assert f"找到 {library.search(words).total:,} 条" in shown or not library.search(words).total


def test_what_is_found_everywhere_is_not_counted_out(client, library_place, monkeypatch):
    monkeypatch.setattr("gongxing.workbench.pages.search.HITS", 3)
    monkeypatch.setattr("gongxing.workbench.pages.search.COUNTED", 3)
    shown = client.get("/search?q=市&lang=zh").text
    with Library(library_place) as library:
        found = library.search("市", limit=3, count_to=3)
    assert "document" in found.more and f"找到 {found.total:,} 条以上" in shown
    assert re.search(r'<a class="chip[^>]*>文件 3\+', shown)
    for kind in found.more - set(found.counts):  # not seen among those that were counted: it has no number
        assert re.search(rf'<a class="chip[^>]*kind={kind}[^>]*>[^<\d]+</a>', shown)
    assert "or more found" in client.get("/search?q=市&lang=en").text


def test_a_kind_narrows_and_the_other_counts_stay(client):
    every = client.get("/search?q=中试&lang=zh").text
    some = client.get("/search?q=中试&lang=zh&kind=project").text
    chips = r'<a class="chip[^>]*>(\S+) (\d+)'
    assert re.findall(chips, every) == re.findall(chips, some)
    assert 'badge">承诺' not in some.split("<main")[1] and 'badge">项目' in some


def test_a_find_leads_to_its_fact(client):
    shown = client.get("/search?q=中试&lang=zh&kind=project").text
    link = re.search(r'href="(/documents/\d+\?fact=\d+[^"]*)"', shown)[1].replace("&amp;", "&")
    assert 'id="note"' in client.get(link).text


def test_nothing_found_and_nothing_asked_are_said(client):
    assert "没有找到" in client.get("/search?q=独角兽饲养&lang=zh").text
    assert "想找什么" in client.get("/search?lang=zh").text


def test_a_date_that_is_none_is_said(client):
    answer = client.get("/search?q=中试&since=昨天&lang=zh")
    assert answer.status_code in (400, 422)


def test_a_search_by_date_says_how_many_state_none(client, library_place):
    with Library(library_place) as library:
        left_out = sum(library.search("人口", since="2020").undated.values())
    assert left_out
    assert f"另有 {left_out:,} 条出自没有注明发布日期" in client.get("/search?q=人口&since=2020&lang=zh").text
    assert "没有注明发布日期" not in client.get("/search?q=人口&lang=zh").text
