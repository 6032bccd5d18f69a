"""The board of promises: each with its state, the words of both sides, and the answers to a provincial decision."""

from __future__ import annotations

import csv
import io
import re

import pytest

from gongxing.library import Library


def test_it_counts_what_became_of_the_promises(client, library_place):
    shown = client.get("/board?lang=zh").text
    with Library(library_place) as library:
        promises = library.promises()
    for state, word in (("met", "已兑现"), ("missed", "未兑现"), ("not_yet", "未到期"), ("cannot_say", "无法判断")):
        count = sum(one.state == state for one in promises)
        assert re.search(rf"{word}</a></dt><dd>{count}</dd>", shown)


def test_a_promise_shows_the_words_of_both_sides_and_they_can_be_opened(client, library_place):
    with Library(library_place) as library:
        missed = next(one for one in library.promises(state="missed"))
    shown = client.get(f"/board?lang=zh&state=missed&region={missed.region}").text
    assert missed.promised.quote in shown and missed.outcome.quote in shown and missed.reason.zh in shown
    for reference in re.findall(r'href="(/evidence\?reference=[^"]+)"', shown):
        answer = client.get(reference.replace("&amp;", "&"))
        assert answer.status_code == 303
        assert client.get(answer.headers["location"]).status_code == 200


def test_a_provincial_decision_stands_above_the_answers_to_it(client):
    shown = client.get("/board?lang=zh&region=四川&kind=open_call").text
    assert "各地的回应" in shown and "德阳" in shown and "同一事项 揭榜挂帅" in shown


@pytest.mark.parametrize(("words", "inside"), [("topic=transport", "交通"), ("kind=pilot_centre", "中试")])
def test_filters_are_in_the_address(client, words, inside):
    shown = client.get(f"/board?lang=zh&{words}").text
    assert inside in shown
    assert "生产总值 增速" not in shown.split("<main")[1].split("</main")[0]


def test_an_unknown_state_says_which_there_are(client):
    answer = client.get("/board?lang=zh&state=perhaps")
    assert answer.status_code == 400
    assert "cannot_say" in answer.text


def test_it_is_exported_as_it_is_filtered(client, library_place):
    answer = client.get("/board/promises.csv?state=met")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    with Library(library_place) as library:
        assert [row["id"] for row in rows] == [one.id for one in library.promises(state="met")]
    assert client.get("/board/promises.xlsx?state=met").content[:2] == b"PK"
    assert client.get("/board/promises.exe").status_code == 404


def test_it_works_without_scripts(new_tab, address):
    tab = new_tab(javaScriptEnabled=False)
    tab.goto(f"{address}/board?lang=zh")
    tab.get_by_role("link", name="未兑现").first.click()
    tab.get_by_label("分组").select_option("theme")
    tab.get_by_role("button", name="应用").click()
    assert "state=missed" in tab.url and "by=theme" in tab.url
    assert tab.locator(".promise").count() == tab.locator(".promise-missed").count() > 0


def test_an_empty_library_teaches(page, empty_address):
    page.goto(f"{empty_address}/board?lang=zh")
    assert "gongxing ingest" in page.inner_text("main")
